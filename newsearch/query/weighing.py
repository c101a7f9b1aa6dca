"""How much each word of a query string counts.

A reader who asks in sentences repeats what matters, and writes much that matters to grammar alone;
of a few keywords, each was chosen. What follows from that is written into the plan, so that
whatever runs or explains a plan agrees on it. Whoosh trees built by hand count as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from operator import is_
from typing import TYPE_CHECKING, Literal, TypeAlias

from newsearch.query import plan
from newsearch.query.rejoining import rejoined
from newsearch.schema import (
    COMPOUND_WORD_WEIGHT,
    DEFAULT_FIELD,
    FUNCTION_WORD_WEIGHT,
    K3,
    KEYWORD_IDF,
)

if TYPE_CHECKING:
    from newsearch.text.analysis import Analyzer

__all__ = ["repeated", "weighed"]

#: Shorter queries are not looked at: two function words show the language, and one word must be
#: left that counts in full; and of two words both are found before either alone anyway.
FEWEST_WORDS = 3

_Leaf: TypeAlias = plan.Word | plan.Phrase
_LEAVES = (plan.Word, plan.Phrase)


def repeated(times: int) -> float:
    """How much a word counts that stands in a query so many times: BM25's saturation.

    ``(K3 + 1) * times / (K3 + times)``: Robertson et al., "Okapi at TREC-3", 1994.

    Example:
        >>> repeated(1), repeated(2)
        (1.0, 1.8)
    """
    return (K3 + 1.0) * times / (K3 + times)


def weighed(node: plan.Node, analyzer: Analyzer, match: Literal["all", "any"] = "all") -> plan.Node:
    """The plan of a query string with its words weighed; the plan itself where none changes.

    - Equal words or phrases side by side become one, with `repeated` as its boost.
    - Compounds that were cut are sought among the alternatives: see `rejoined`.
    - Function words count for `FUNCTION_WORD_WEIGHT`, each once, where the query has other words
      and enough of them to tell its language.
    - In a query of three words or more without such function words `KEYWORD_IDF` is added to the
      idf of each but stop words: a flatter idf finds what has all of them.

    - Where any word may be found, the words of hyphenated compounds may as well.

    Args:
        node: What was made of the string.
        analyzer: Of the index's languages.
        match: What must be found.

    Example:
        >>> from newsearch.text.analysis import Analyzer
        >>> oil, gas = plan.Word("text", (b"oil",), "oil"), plan.Word("text", (b"gas",), "gas")
        >>> node = weighed(plan.Or((oil, gas, oil)), Analyzer(["en"]))
        >>> [(word.boost, word.idf_offset) for word in node.children]
        [(1.8, 0.5), (1.0, 0.5)]
    """
    if match == "any" and isinstance(node, plan.Or):
        parts = tuple(part for child in node.children for part in _with_words(child))
        node = node if len(parts) == len(node.children) else plan.Or(parts)
    if isinstance(node, _LEAVES):
        return node
    words = list(_plain_words(node))
    light = chosen = frozenset[str]()
    if len(words) >= FEWEST_WORDS:
        light, chosen = _told_apart(words)
    return _Weighing(light, chosen, analyzer).node(node)


def _with_words(node: plan.Node) -> tuple[plan.Node, ...]:
    """A hyphenated compound among alternatives, with its words, each of which may be found alone.

    One with a digit (COVID-19) is a name, and stays as it is.
    """
    if not isinstance(node, plan.Phrase) or node.field != DEFAULT_FIELD or node.slop != 1:
        return (node,)
    texts = node.text.split("-")
    if len(texts) != len(node.words) or not all(map(str.isalpha, texts)):
        return (node,)
    words = [
        plan.Word(node.field, terms, text, node.boost * COMPOUND_WORD_WEIGHT)
        for terms, text in zip(node.words, texts, strict=True)
    ]
    return (*words, node.changed(boost=node.boost * (1.0 - COMPOUND_WORD_WEIGHT)))


def _plain_words(node: plan.Node) -> Iterator[str]:
    """The words, as written, that stand for themselves and are to be found."""
    match node:
        case plan.Word():
            if node.field == DEFAULT_FIELD:
                yield node.text
        case plan.And() | plan.Or():
            for child in node.children:
                yield from _plain_words(child)
        case plan.AndNot():
            yield from _plain_words(node.positive)
        case plan.AndMaybe():
            yield from _plain_words(node.required)
            yield from _plain_words(node.optional)


def _told_apart(words: Sequence[str]) -> tuple[frozenset[str], frozenset[str]]:
    """A query's words that say nothing, and those that were chosen; one of the two is empty.

    Where all say nothing, as in ``to be or not to be``, none does.
    """
    from newsearch.text.languages import function_words, stop_word

    chosen = [word for word in words if not stop_word(word)]
    if len(words) - len(chosen) > 1:
        light = function_words(words)
        if any(word in light for word in words) and any(word not in light for word in words):
            return light, frozenset()
    return frozenset(), frozenset(chosen)


class _Weighing:
    """Weighs the plan of one query.

    Args:
        light: The words, as written, that count little,
        chosen: and those whose idf grows.
        analyzer: Of the index's languages.
    """

    def __init__(self, light: frozenset[str], chosen: frozenset[str], analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._light = light
        self._chosen = chosen

    def node(self, node: plan.Node) -> plan.Node:
        """The node with what is scored in it weighed."""
        if isinstance(node, _LEAVES):
            return self._leaf(node, 1)
        match node:
            case plan.And() | plan.Or():
                parts = node.children
                if isinstance(node, plan.Or):
                    parts += tuple(rejoined(parts, self._analyzer))
                children = self._merged(parts)
                if len(children) == 1:
                    return children[0]
                same = len(children) == len(node.children)
                same = same and all(map(is_, children, node.children))
                return node if same else type(node)(tuple(children))
            case plan.AndNot():
                return plan.AndNot(self.node(node.positive), node.negative)
            case plan.AndMaybe():
                return plan.AndMaybe(self.node(node.required), self.node(node.optional))
        return node

    def _merged(self, children: Sequence[plan.Node]) -> list[plan.Node]:
        """The children, each word and phrase once."""
        sought = [_what(child) if isinstance(child, _LEAVES) else None for child in children]
        if len(set(sought)) == len(sought):
            return [self.node(child) for child in children]
        times = Counter(sought)
        merged: list[plan.Node] = []
        for child, what in zip(children, sought, strict=True):
            if not isinstance(child, _LEAVES):
                merged.append(self.node(child))
            elif count := times.pop(what, 0):
                merged.append(self._leaf(child, count))
        return merged

    def _leaf(self, leaf: _Leaf, times: int) -> _Leaf:
        """A word or phrase that stands in the query so many times."""
        boost = leaf.boost if times == 1 else leaf.boost * repeated(times)
        if isinstance(leaf, plan.Word) and leaf.field == DEFAULT_FIELD:
            if leaf.text in self._chosen:
                return plan.Word(leaf.field, leaf.terms, leaf.text, boost, KEYWORD_IDF)
            if leaf.text in self._light:  # a boost of its own says that it matters
                boost = FUNCTION_WORD_WEIGHT if leaf.boost == 1.0 else leaf.boost
        return leaf if boost == leaf.boost else leaf.changed(boost=boost)


def _what(leaf: _Leaf) -> object:
    """What a word or phrase looks for, however it is written, and how much it counts."""
    if isinstance(leaf, plan.Word):
        return leaf.field, leaf.terms, leaf.boost
    return leaf.field, leaf.words, leaf.slop, leaf.boost

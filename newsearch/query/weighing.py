"""How much each word of a query string counts: repeated words more, function words less.

A reader who asks in sentences repeats what matters and writes much that matters to grammar alone.
Both become boosts of the plan, so that whatever runs or explains a plan agrees on them. Whoosh
trees built by hand, and words with a boost of their own, count as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from operator import is_
from typing import TypeAlias

from newsearch.query import plan
from newsearch.schema import DEFAULT_FIELD, FUNCTION_WORD_WEIGHT, K3

__all__ = ["repeated", "weighed"]

#: Two function words show the language, and one word must be left that counts in full.
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


def weighed(node: plan.Node) -> plan.Node:
    """The plan of a query string with each word's boost; the plan itself where none changes.

    Equal words side by side, of any number, become one. Function words count for
    `FUNCTION_WORD_WEIGHT` where the query has other words and enough of them to tell its language.

    Args:
        node: What was made of the string.

    Example:
        >>> oil, gas = plan.Word("text", (b"oil",), "oil"), plan.Word("text", (b"gas",), "gas")
        >>> [word.boost for word in weighed(plan.Or((oil, gas, oil))).children]
        [1.8, 1.0]
    """
    if isinstance(node, _LEAVES):
        return node
    return _weighed(node, _function_words(list(_plain_words(node))))


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


def _function_words(words: Sequence[str]) -> frozenset[str]:
    """Those of a query's words that say nothing; none if all do, as in ``to be or not to be``."""
    if len(words) < FEWEST_WORDS:
        return frozenset()
    from newsearch.text.languages import function_words

    found = function_words(words)
    return found if any(word not in found for word in words) else frozenset()


def _weighed(node: plan.Node, light: frozenset[str]) -> plan.Node:
    match node:
        case plan.Word():
            return _leaf(node, 1, light)
        case plan.And() | plan.Or():
            children = _merged(node.children, light)
            if len(children) == 1:
                return children[0]
            if len(children) == len(node.children) and all(map(is_, children, node.children)):
                return node
            return type(node)(tuple(children))
        case plan.AndNot():
            return plan.AndNot(_weighed(node.positive, light), node.negative)
        case plan.AndMaybe():
            return plan.AndMaybe(_weighed(node.required, light), _weighed(node.optional, light))
    return node


def _merged(children: Sequence[plan.Node], light: frozenset[str]) -> list[plan.Node]:
    """The children, each word and phrase once."""
    times = Counter(_what(child) for child in children if isinstance(child, _LEAVES))
    merged: list[plan.Node] = []
    for child in children:
        if not isinstance(child, _LEAVES):
            merged.append(_weighed(child, light))
        elif count := times.pop(_what(child), 0):
            merged.append(_leaf(child, count, light))
    return merged


def _leaf(leaf: _Leaf, times: int, light: frozenset[str]) -> _Leaf:
    """A word or phrase that stands in the query so many times."""
    if isinstance(leaf, plan.Word) and leaf.text in light and leaf.field == DEFAULT_FIELD:
        factor = FUNCTION_WORD_WEIGHT if leaf.boost == 1.0 else 1.0
    else:
        factor = repeated(times)
    return leaf if factor == 1.0 else leaf.changed(boost=leaf.boost * factor)


def _what(leaf: _Leaf) -> object:
    """What a word or phrase looks for, however it is written, and how much it counts."""
    if isinstance(leaf, plan.Word):
        return leaf.field, leaf.terms, leaf.boost
    return leaf.field, leaf.words, leaf.slop, leaf.boost

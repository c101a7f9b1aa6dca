"""Queries of plain words and phrases, understood without a parser, and how text becomes words.

Most queries hold no syntax but quotes. They become a plan right here, without importing Whoosh
(75 ms) or running its parser (0.1 ms); the parser makes the same of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from newsearch.errors import QueryError
from newsearch.query import plan
from newsearch.schema import DEFAULT_FIELD

if TYPE_CHECKING:
    from newsearch.text.analysis import Analyzer, Token

__all__ = [
    "MAXIMUM_CLAUSES",
    "MAXIMUM_DEPTH",
    "MAXIMUM_LENGTH",
    "OPERATORS",
    "QUOTES",
    "WordGroup",
    "phrase_group",
    "plain_clauses",
    "plan_for_clauses",
    "readable",
    "word_groups",
]

#: A query may have so many characters,
MAXIMUM_LENGTH = 10_000
#: so many words, phrases and other clauses,
MAXIMUM_CLAUSES = 1_000
#: and so many parentheses within parentheses.
MAXIMUM_DEPTH = 50

OPERATORS = frozenset({"AND", "OR", "NOT", "ANDNOT", "ANDMAYBE", "REQUIRE"})
QUOTES = '"“”„‟«»'
#: Any of these outside quotes makes a query more than plain words and phrases.
_SYNTAX = frozenset(QUOTES + "()[]{}*?^~:\\؟")
#: Any of these in quotes is left to the parser: an escape, and what it remarks on.
_QUOTED_SYNTAX = frozenset("*\\")
#: Between two words these leave one compound (COVID-19, 9/11, user@host), read as a phrase.
_JOINERS = frozenset(("", *"-‐‑_./:@&+'’#"))


class WordGroup:
    """One word, or the parts of one compound, of a text.

    Attributes:
        text: As written.
        terms: The index terms of each part: one per way the languages analyse it.
        start: Offset in characters into the text.
        end: Offset just past it.
    """

    __slots__ = ("end", "start", "terms", "text")

    def __init__(self, text: str, terms: tuple[tuple[str, ...], ...], start: int, end: int) -> None:
        self.text = text
        self.terms = terms
        self.start = start
        self.end = end


def readable(text: str) -> str:
    """A query as text that can be encoded: lone surrogates become replacement characters.

    Raises:
        QueryError: The text has more than `MAXIMUM_LENGTH` characters.
    """
    if len(text) > MAXIMUM_LENGTH:
        raise QueryError(
            f"the query has {len(text):,} characters, more than {MAXIMUM_LENGTH:,}",
            MAXIMUM_LENGTH,
            "search for its most telling words",
        )
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join(["\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text])
    return text


def plain_clauses(text: str) -> list[str] | None:
    """The words and the phrases in straight quotes of a query without any other syntax.

    Returns:
        Words as split at white space, phrases with the quote before them but not the one behind.
        ``None`` as soon as the text holds an operator, a field, wildcards, a quote that nothing
        closes or the like.

    Example:
        >>> plain_clauses("bridge opens"), plain_clauses("bridge OR ferry"), plain_clauses("bridg*")
        (['bridge', 'opens'], None, None)
        >>> plain_clauses('"bridge opens" ferry')
        ['"bridge opens', 'ferry']
    """
    if '"' not in text:
        return _plain_words(text)
    parts = text.split('"')
    if not len(parts) & 1:
        return None
    clauses: list[str] = []
    for at, part in enumerate(parts):
        if at & 1:
            if not _QUOTED_SYNTAX.isdisjoint(part):
                return None
            clauses.append('"' + part)
            continue
        words = _plain_words(part)
        # A sign says something about a phrase right behind it.
        if words is None or "+" in words or "-" in words:
            return None
        clauses += words
    return clauses


def _plain_words(text: str) -> list[str] | None:
    if not _SYNTAX.isdisjoint(text) or "&&" in text or "||" in text:
        return None
    words = text.split()
    if any(word[0] in "+-" and len(word) > 1 for word in words):
        return None
    return words if OPERATORS.isdisjoint(words) else None


def word_groups(text: str, analyzer: Analyzer) -> list[WordGroup]:
    """The words of a text, compounds kept together.

    Args:
        text: Plain text.
        analyzer: Finds the words and their index terms.
    """
    tokens = analyzer.tokens(text)
    groups: list[WordGroup] = []
    begin = 0
    for at in range(1, len(tokens) + 1):
        if at < len(tokens) and _joined(text, tokens[at - 1], tokens[at]):
            continue
        group = _group(text, tokens[begin:at], analyzer)
        if group is not None:
            groups.append(group)
        begin = at
    return groups


def phrase_group(text: str, analyzer: Analyzer) -> WordGroup | None:
    """All words of a text as one group; None where it holds no word.

    Args:
        text: What stands between quotes.
        analyzer: Finds the words and their index terms.
    """
    return _group(text, analyzer.tokens(text), analyzer)


def _joined(text: str, left: Token, right: Token) -> bool:
    return right.start <= left.end or text[left.end : right.start] in _JOINERS


def _group(text: str, tokens: list[Token], analyzer: Analyzer) -> WordGroup | None:
    terms = tuple([found for token in tokens if (found := analyzer.variants(token.text))])
    if not terms:
        return None
    start, end = tokens[0].start, tokens[-1].end
    return WordGroup(text[start:end], terms, start, end)


def plan_for_clauses(
    clauses: Sequence[str], analyzer: Analyzer, match: str = "all"
) -> plan.Node | None:
    """The plan of a query of words and phrases.

    Args:
        clauses: From `plain_clauses`. None at all means every article.
        analyzer: The analyzer of the index's languages.
        match: ``"all"`` or ``"any"``.

    Returns:
        The plan; None where there are more than `MAXIMUM_CLAUSES`.

    Example::

        plan_for_clauses(["bridge", "COVID-19", '"harbour strike'], Analyzer(["en"]), "all")
    """
    if not clauses:
        return plan.Every()
    nodes: list[plan.Node] = []
    count = 0
    for text in clauses:
        if text[0] == '"':
            group = phrase_group(text[1:], analyzer)
            groups = [] if group is None else [group]
        else:
            groups = word_groups(text, analyzer)
        nodes.extend(map(_node, groups))
        count += sum([len(group.terms) for group in groups])
        if count > MAXIMUM_CLAUSES:
            return None
    if len(nodes) < 2:
        return nodes[0] if nodes else plan.Nothing()
    return plan.Or(tuple(nodes)) if match == "any" else plan.And(tuple(nodes))


def _node(group: WordGroup) -> plan.Node:
    terms = tuple([tuple([term.encode() for term in part]) for part in group.terms])
    if len(terms) == 1:
        return plan.Word(DEFAULT_FIELD, terms[0], group.text)
    return plan.Phrase(DEFAULT_FIELD, terms, 1, group.text)

"""Queries that are plain words, understood without a parser, and how text becomes words.

Most queries hold no syntax at all. They become a plan right here, without importing Whoosh
(75 ms); the parser makes the same of them.
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
    "plain_words",
    "plan_for_words",
    "readable",
    "too_many_clauses",
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
#: Any of these makes a query more than plain words.
_SYNTAX = frozenset(QUOTES + "()[]{}*?^~:\\؟")
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


def plain_words(text: str) -> list[str] | None:
    """The words of a query without any syntax, split at white space.

    Returns:
        ``None`` as soon as the text holds an operator, a field, quotes, wildcards or the like.

    Example:
        >>> plain_words("bridge opens"), plain_words("bridge OR ferry"), plain_words("bridg*")
        (['bridge', 'opens'], None, None)
    """
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
    groups: list[WordGroup] = []
    run: list[Token] = []
    for token in analyzer.tokens(text):
        if run and not _joined(text, run[-1], token):
            _close(text, run, analyzer, groups)
            run = []
        run.append(token)
    _close(text, run, analyzer, groups)
    return groups


def _joined(text: str, left: Token, right: Token) -> bool:
    return right.start <= left.end or text[left.end : right.start] in _JOINERS


def _close(text: str, run: list[Token], analyzer: Analyzer, groups: list[WordGroup]) -> None:
    terms = tuple(found for token in run if (found := analyzer.variants(token.text)))
    if terms:
        start, end = run[0].start, run[-1].end
        groups.append(WordGroup(text[start:end], terms, start, end))


def plan_for_words(words: Sequence[str], analyzer: Analyzer, match: str = "all") -> plan.Node:
    """The plan of a query without syntax.

    Args:
        words: From `plain_words`. None at all means every article.
        analyzer: The analyzer of the index's languages.
        match: ``"all"`` or ``"any"``.

    Raises:
        QueryError: Too many words.

    Example::

        plan_for_words(["bridge", "COVID-19"], Analyzer(["en"]), "all")
    """
    if not words:
        return plan.Every()
    nodes: list[plan.Node] = []
    count = 0
    for text in words:
        groups = word_groups(text, analyzer)
        nodes.extend(map(_node, groups))
        count += sum(len(group.terms) for group in groups)
        if count > MAXIMUM_CLAUSES:
            raise too_many_clauses()
    if len(nodes) < 2:
        return nodes[0] if nodes else plan.Nothing()
    return plan.Or(tuple(nodes)) if match == "any" else plan.And(tuple(nodes))


def _node(group: WordGroup) -> plan.Node:
    terms = tuple(tuple(term.encode() for term in part) for part in group.terms)
    if len(terms) == 1:
        return plan.Word(DEFAULT_FIELD, terms[0], group.text)
    return plan.Phrase(DEFAULT_FIELD, terms, 1, group.text)


def too_many_clauses(position: int | None = None) -> QueryError:
    """The error for a query of more than `MAXIMUM_CLAUSES` clauses."""
    return QueryError(
        f"the query has more than {MAXIMUM_CLAUSES:,} words and clauses",
        position,
        "search for its most telling words",
    )

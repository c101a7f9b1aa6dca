"""The query language: a string becomes a tree of Whoosh queries.

Built on Whoosh's parser and query classes with a syntax of our own, for what its plugins leave
unsafe: no input raises anything but `QueryError`, takes long, or loses a word in silence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from whoosh.qparser import QueryParser

from newsearch.errors import QueryError
from newsearch.query import tree
from newsearch.query.context import Context
from newsearch.query.diagnostics import Diagnostic
from newsearch.query.leaves import leaf_query
from newsearch.query.syntax import SyntaxPlugin
from newsearch.query.words import MAXIMUM_CLAUSES, MAXIMUM_DEPTH, readable
from newsearch.schema import DEFAULT_FIELD, FIELD_ALIASES

__all__ = ["Context", "NewsParser", "Parsed", "parse"]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query string understood.

    Attributes:
        query: The tree; ``str(query)`` is a query string of the same meaning.
        diagnostics: What was understood another way than written.
    """

    query: Any
    diagnostics: tuple[Diagnostic, ...]


def parse(text: str, context: Context) -> Parsed:
    """Understands a query string.

    Args:
        text: The query. Nothing but white space, or ``*``, means every article.
        context: Languages, time zone, clock and the default operator.

    Raises:
        QueryError: It cannot be understood; says where, why and what to write instead.

    Example::

        str(parse('bridge -ferry date:2026-02', Context()).query)
    """
    text = readable(text)
    if not text.strip():
        return Parsed(tree.Everything(), ())
    parser = NewsParser(context, text)
    try:
        found = parser.process(text).query(parser)
    except RecursionError:
        raise _too_deep() from None
    if found is None:
        parser.remark("no_words", "the query holds no word to search for", 0, len(text))
        found = tree.Nothing()
    if _depth(found) > MAXIMUM_DEPTH:
        raise _too_deep()
    order = sorted(parser.diagnostics, key=lambda remark: remark.start or 0)
    return Parsed(found, tuple(dict.fromkeys(order)))


def _too_deep() -> QueryError:
    message = f"the query is nested more than {MAXIMUM_DEPTH} levels deep"
    return QueryError(message, None, "leave out parentheses and operators that change nothing")


def _depth(query: Any) -> int:
    """How many levels of queries within queries there are."""
    level, depth = [query], 0
    while level := [child for node in level if not node.is_leaf() for child in node.children()]:
        depth += 1
    return depth


class NewsParser(QueryParser):  # type: ignore[misc]
    """Whoosh's parser with the syntax of newsearch; made anew for every query.

    Args:
        context: How to understand the query.
        text: The query.

    Attributes:
        diagnostics: Remarks made so far.
    """

    def __init__(self, context: Context, text: str) -> None:
        super().__init__(DEFAULT_FIELD, None, plugins=[])
        self.plugins = [SyntaxPlugin()]  # white space is a piece like any other
        self.text = text
        self.fields = context.fields
        self.match = context.match
        self.analyzer = context.analyzer
        self.timezone = context.timezone
        self.diagnostics: list[Diagnostic] = []
        self._clock = context.now
        self._now: Any = None
        self._clauses = 0

    def leaf(self, piece: Any) -> Any:
        """The query of one piece of the string; ``None`` where it holds no word."""
        return leaf_query(piece, self)

    def now(self) -> Any:
        """The present moment: one and the same for the whole query."""
        if self._now is None:
            self._now = self._clock()
        return self._now

    def variants(self, text: str) -> tuple[str, ...]:
        """The index terms of a word."""
        terms: tuple[str, ...] = self.analyzer.variants(text)
        return terms

    def remark(self, code: str, message: str, start: int, end: int) -> None:
        """Adds a diagnostic."""
        self.diagnostics.append(Diagnostic(code, message, start, end))

    def count(self, clauses: int, position: int) -> None:
        """Counts words and clauses.

        Raises:
            QueryError: There are more than `MAXIMUM_CLAUSES`.
        """
        self._clauses += clauses
        if self._clauses > MAXIMUM_CLAUSES:
            raise QueryError(
                f"the query has more than {MAXIMUM_CLAUSES:,} words and clauses",
                position,
                "search for its most telling words",
            )

    def unknown_field(self, name: str, position: int) -> QueryError:
        """The error for a field that is not there, with the nearest one that is."""
        from difflib import get_close_matches

        known = [*self.fields, *FIELD_ALIASES]
        near = get_close_matches(name.casefold(), known, 1, 0.6)
        advice = f"did you mean {near[0]}:?" if near else f"fields are {', '.join(self.fields)}"
        hint = f'{advice}; in quotes, "{name}:" is text'
        return QueryError(f"there is no field {name!r}", position, hint)

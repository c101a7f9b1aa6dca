"""From what a user asks, a string or a Whoosh query, to a plan."""

from __future__ import annotations

from datetime import datetime, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from newsearch.query import plan
from newsearch.query.context import Context, analyzer_of
from newsearch.query.diagnostics import Diagnostic
from newsearch.query.weighing import weighed
from newsearch.query.words import plain_clauses, plan_for_clauses, readable
from newsearch.values import Value

if TYPE_CHECKING:
    from whoosh.query import Query

__all__ = ["Understood", "understand"]


class Understood(Value):
    """A query ready to run.

    Attributes:
        node: The plan.
        diagnostics: What was understood another way than written.
        timeless: Whether the query means the same at any time.
    """

    node: plan.Node
    diagnostics: tuple[Diagnostic, ...]
    timeless: bool = True


def understand(query: str | Query, context: Context) -> Understood:
    """The plan of a query.

    Args:
        query: A string in the query language, or a Whoosh query tree.
        context: How to understand a string.

    Raises:
        QueryError: It cannot be understood.

    Example:
        >>> understand("", Context()).node
        Every(field=None, boost=0.0)
    """
    if not isinstance(query, str):
        return _compiled(query, ())
    query = readable(query)
    understood = _plain(query, context.languages, context.match)
    if understood is None:
        understood = _timeless(
            query, context.languages, context.fields, context.timezone, context.match
        )
    if understood is None:
        understood = _parsed(query, context).changed(timeless=False)
    return understood


class _ClockAsked(Exception):  # noqa: N818 - no error: it says that a query is not timeless
    """A query asked for the time, so that what it means changes."""


def _no_clock() -> datetime:
    raise _ClockAsked


@lru_cache(maxsize=1024)
def _timeless(
    query: str,
    languages: tuple[str | None, ...],
    fields: tuple[str, ...],
    timezone: tzinfo,
    match: Literal["all", "any"],
) -> Understood | None:
    """A query parsed, if it means the same at any time; parsing costs more than searching."""
    try:
        return _parsed(query, Context(languages, fields, timezone, _no_clock, match))
    except _ClockAsked:
        return None


def _parsed(query: str, context: Context) -> Understood:
    from newsearch.query.parse import parse

    parsed = parse(query, context)
    understood = _compiled(parsed.query, parsed.diagnostics)
    return understood.changed(node=weighed(understood.node, context.analyzer))


@lru_cache(maxsize=1024)
def _plain(
    query: str, languages: tuple[str | None, ...], match: Literal["all", "any"]
) -> Understood | None:
    """A query of plain words and phrases, understood; None for any other. The last are kept."""
    clauses = plain_clauses(query)
    if clauses is None:
        return None
    node = plan_for_clauses(clauses, analyzer_of(languages), match) if clauses else plan.Every()
    if node is None:
        return None
    if isinstance(node, plan.Nothing):
        remark = Diagnostic("no_words", "the query holds no word to search for", 0, len(query))
        return Understood(node, (remark,))
    return Understood(weighed(node, analyzer_of(languages)), ())


def _compiled(tree: Any, diagnostics: tuple[Diagnostic, ...]) -> Understood:
    from newsearch.query.compile import compile_query

    return Understood(compile_query(tree), diagnostics)

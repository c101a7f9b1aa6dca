"""From what a user asks, a string or a Whoosh query, to a plan."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from newsearch.query import plan
from newsearch.query.context import Context, analyzer_of
from newsearch.query.diagnostics import Diagnostic
from newsearch.query.weighing import weighed
from newsearch.query.words import OPERATORS, plain_clauses, plan_for_clauses, readable
from newsearch.values import Value

if TYPE_CHECKING:
    from whoosh.query import Query

__all__ = ["Understood", "understand"]

#: Words, and function words among them, from which on a query in capitals is a text.
FEWEST_OF_TEXT = 6
FUNCTION_WORDS_OF_TEXT = 2
_OPERATOR = re.compile(rf"(?<!\S)(?:{'|'.join(sorted(OPERATORS))})(?!\S)")


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
    query, remarks = _unshouted(readable(query))
    understood = _plain(query, context.languages, context.match)
    if understood is None:
        understood = _timeless(
            query, context.languages, context.fields, context.timezone, context.match
        )
    if understood is None:
        understood = _parsed(query, context).changed(timeless=False)
    if remarks:
        understood = understood.changed(diagnostics=(*remarks, *understood.diagnostics))
    return understood


def _unshouted(query: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """A text all in capitals, its AND, OR and NOT made words, with a remark on it.

    Two function words beside them show that it is a text, not a query of one who likes capitals.
    """
    words = query.split()
    if len(words) < FEWEST_OF_TEXT or OPERATORS.isdisjoint(words) or not query.isupper():
        return query, ()
    from newsearch.text.languages import function_words

    others = [word.casefold() for word in words if word not in OPERATORS]
    light = function_words(others)
    if sum(word in light for word in others) < FUNCTION_WORDS_OF_TEXT:
        return query, ()
    query = _OPERATOR.sub(lambda match: match[0].lower(), query)
    remark = "in a text all in capitals AND, OR and NOT were taken as words"
    return query, (Diagnostic("operators_as_words", remark, 0, len(query)),)


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
    return understood.changed(node=weighed(understood.node, context.analyzer, context.match))


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
    return Understood(weighed(node, analyzer_of(languages), match), ())


def _compiled(tree: Any, diagnostics: tuple[Diagnostic, ...]) -> Understood:
    from newsearch.query.compile import compile_query

    return Understood(compile_query(tree), diagnostics)

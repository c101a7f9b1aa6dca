"""A search as asked for: query, filters, order, page, facets; and its answer."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, tzinfo
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from newsearch.errors import CorruptIndex, QueryError
from newsearch.query import plan
from newsearch.query.context import Context
from newsearch.query.diagnostics import Diagnostic
from newsearch.query.understand import understand
from newsearch.schema import COLUMN_FIELDS
from newsearch.search.results import Hit, Results, Snippet
from newsearch.search.run import Found, Recency, Run
from newsearch.segment.records import microseconds
from newsearch.text.folding import fold_value
from newsearch.values import Value

if TYPE_CHECKING:
    from newsearch.segment.snapshot import Snapshot

SORTS = ("relevance", "newest", "oldest")
MATCHES = ("all", "any")
INTERVALS = ("day", "week", "month", "year")
_HALF_LIFE = r"\s*(\d+(?:\.\d+)?)\s*([smhdwy])\s*"  # compiled when first needed
_MICROSECONDS = {"s": 1e6, "m": 60e6, "h": 3600e6, "d": 864e8, "w": 6048e8, "y": 31557600e6}


class Request(Value):
    """What `Index.search` is asked; see there for the fields."""

    query: Any
    limit: int = 10
    offset: int = 0
    match: Literal["all", "any"] = "all"
    sort: str = "relevance"
    since: date | datetime | str | None = None
    until: date | datetime | str | None = None
    tags: Sequence[str] = ()
    sources: Sequence[str] = ()
    authors: Sequence[str] = ()
    sections: Sequence[str] = ()
    languages: Sequence[str] = ()
    facets: Sequence[str] = ()
    timeline: str | None = None
    snippets: bool = True
    group_duplicates: bool = False
    recency: str | None = None
    timezone: tzinfo = UTC

    def check(self) -> None:
        """Refuses what cannot be meant.

        Raises:
            ValueError: A limit is negative, or a name is not among those there are.
            TypeError: One string is given where several are expected.
        """
        if self.limit < 0 or self.offset < 0:
            raise ValueError("limit and offset must not be negative")
        _check_name("match", self.match, MATCHES)
        _check_name("sort", self.sort, SORTS)
        if self.timeline is not None:
            _check_name("timeline", self.timeline, INTERVALS)
        if isinstance(self.facets, str):
            raise TypeError(f"facets takes several names: facets=({self.facets!r},)")
        for name in self.facets:
            _check_name("facets", name, COLUMN_FIELDS)
        for name in ("tags", "sources", "authors", "sections", "languages"):
            value = getattr(self, name)
            if isinstance(value, str):
                raise TypeError(f"{name} takes several values: {name}=({value!r},)")


def _check_name(parameter: str, value: object, names: Sequence[str]) -> None:
    if value not in names:
        raise ValueError(f"{parameter} must be one of {', '.join(names)}; not {value!r}")


def plan_query(
    query: Any,
    languages: tuple[str | None, ...],
    match: Literal["all", "any"] = "all",
    timezone: tzinfo = UTC,
) -> tuple[plan.Node, tuple[Diagnostic, ...]]:
    """The plan of a query string or Whoosh query, and what is to be said about it.

    Raises:
        QueryError: The query cannot be understood.
        TypeError: It is neither a string nor a Whoosh query.
    """
    if not isinstance(query, str):
        from whoosh.query import Query  # no cost: who has a Whoosh query has imported this

        if not isinstance(query, Query):
            raise TypeError(
                f"a query is a string or a whoosh.query.Query, not {type(query).__name__}"
            )
    understood = understand(query, Context(languages=languages, match=match, timezone=timezone))
    return understood.node, understood.diagnostics


def search(snapshot: Snapshot, request: Request) -> Results:
    """Answers a request from one snapshot.

    Raises:
        QueryError: The query, a date or a half-life cannot be understood.
        ValueError, TypeError: See `Request.check`.
    """
    started = time.perf_counter()
    request.check()
    node, diagnostics = plan_query(
        request.query, snapshot.languages, request.match, request.timezone
    )
    required = filters(request)
    recency = _recency(request.recency)
    run = Run(snapshot, filtered(node, required), recency)
    found = _page(snapshot, run, request)
    if request.match == "all" and not found:
        wider, wider_node = _any_words(snapshot, request, node, required, recency, run)
        if wider is not None:
            run, node = wider, wider_node
            found = _page(snapshot, run, request)
            diagnostics = (*diagnostics, _any_diagnostic(request))
    results = Results(
        dress(snapshot, node, found, snippets=request.snippets),
        run.count,
        _facets(snapshot, run, request),
        _timeline(snapshot, run, request),
        diagnostics,
    )
    if not request.limit:
        _ = results.total
    results.seconds = time.perf_counter() - started
    return results


def _page(snapshot: Snapshot, run: Run, request: Request) -> list[tuple[Found, list[Found]]]:
    """The hits of the page asked for, each with its duplicates."""
    if not request.limit:
        return []
    best = {"newest": run.newest, "oldest": run.oldest, "relevance": run.best}[request.sort]
    stop = request.offset + request.limit
    if request.group_duplicates:
        from newsearch.search.duplicates import group

        return group(snapshot, best, stop)[request.offset :]
    return [(found, []) for found in best(stop)[request.offset :]]


def filters(request: Request) -> list[plan.Node]:
    """The parts every hit must match, whatever the query: dates, tags, sources and so on."""
    required: list[plan.Node] = []
    if request.since is not None or request.until is not None:
        from newsearch.query.dates import parse_since, parse_until

        now = datetime.now(UTC)
        first = last = None
        try:
            if request.since is not None:
                first = parse_since(request.since, request.timezone, now)
            if request.until is not None:
                last = parse_until(request.until, request.timezone, now)
        except ValueError as error:
            raise QueryError(str(error)) from None
        required.append(plan.Dates(first, last))
    required.extend(_keyword("tags", tag) for tag in request.tags)
    for field, values in (
        ("source", request.sources),
        ("authors", request.authors),
        ("section", request.sections),
        ("language", request.languages),
    ):
        alternatives = tuple(_keyword(field, value) for value in values)
        if len(alternatives) == 1:
            required.append(alternatives[0])
        elif alternatives:
            required.append(plan.Or(alternatives))
    return required


def _keyword(field: str, value: str) -> plan.Node:
    return plan.Keyword(field, fold_value(value).encode(), value)


def filtered(node: plan.Node, required: list[plan.Node]) -> plan.Node:
    """The plan with what every hit must match besides; only the plan itself scores."""
    if not required:
        return node
    return plan.Filter(node, required[0] if len(required) == 1 else plan.And(tuple(required)))


def _recency(text: str | None) -> Recency | None:
    if text is None:
        return None
    match = re.fullmatch(_HALF_LIFE, text)
    if match is None or not float(match[1]):
        raise QueryError(
            f"recency {text!r} is no half-life", None, "write a number and s, m, h, d, w or y: 7d"
        )
    return Recency(float(match[1]) * _MICROSECONDS[match[2]], microseconds(datetime.now(UTC)))


def _any_words(
    snapshot: Snapshot,
    request: Request,
    node: plan.Node,
    required: list[plan.Node],
    recency: Recency | None,
    narrow: Run,
) -> tuple[Run | None, plan.Node]:
    """The run of the same words when any may occur, if only that finds something."""
    if not isinstance(request.query, str) or not isinstance(node, plan.And):
        return None, node
    if (request.offset or not request.limit) and narrow.count():
        return None, node
    wider, _ = plan_query(request.query, snapshot.languages, "any", request.timezone)
    if wider == node:
        return None, node
    run = Run(snapshot, filtered(wider, required), recency)
    return (run, wider) if run.best(1) else (None, node)


def _any_diagnostic(request: Request) -> Diagnostic:
    return Diagnostic(
        "any_words",
        "no article holds all of these words; these hold some of them",
        0,
        len(request.query),
    )


def dress(
    snapshot: Snapshot,
    node: plan.Node,
    found: Sequence[tuple[Found, list[Found]]],
    *,
    snippets: bool,
) -> list[Hit]:
    """The hits of what was found, with snippets for the query ``node`` if wanted."""
    dresser = _Dresser(snapshot, node)
    hits = []
    for one, others in found:
        hit = dresser.hit(one, snippets=snippets)
        if others:
            hit.duplicates = tuple(dresser.hit(other, snippets=snippets) for other in others)
        hits.append(hit)
    return hits


class _Dresser:
    """Makes hits: their articles and snippets are loaded when touched."""

    def __init__(self, snapshot: Snapshot, node: plan.Node) -> None:
        self._snapshot = snapshot
        self._node = node
        self._maker: Any = None

    def hit(self, found: Found, *, snippets: bool) -> Hit:
        """A hit; its snippet is made when first asked for."""
        negative_score, _, number, document = found
        segment = self._snapshot.segments[number]
        article = partial(self._snapshot.article, segment, document)
        hit = Hit(segment.id(document), -negative_score, article, None)
        if snippets:
            hit._snippet = partial(self._snippet, hit)
        return hit

    def _snippet(self, hit: Hit) -> Snippet:
        if self._maker is None:
            from newsearch.search.snippets import SnippetMaker

            analyzer = Context(languages=self._snapshot.languages).analyzer
            self._maker = SnippetMaker(self._node, analyzer)
        made: Snippet = self._maker.make(hit.article)
        return made


def _facets(snapshot: Snapshot, run: Run, request: Request) -> dict[str, list[tuple[str, int]]]:
    if not request.facets:
        return {}
    from newsearch.search.facets import count_values

    matches = run.matches()
    try:
        return {field: count_values(snapshot.segments, matches, field) for field in request.facets}
    except (IndexError, UnicodeDecodeError):
        raise _damaged(snapshot, "a column of values") from None


def _timeline(snapshot: Snapshot, run: Run, request: Request) -> list[tuple[date, int]]:
    if request.timeline is None:
        return []
    from newsearch.search.timeline import count_intervals

    try:
        return count_intervals(snapshot.segments, run.matches(), request.timeline, request.timezone)
    except (IndexError, OverflowError):
        raise _damaged(snapshot, "the column of dates") from None


def _damaged(snapshot: Snapshot, what: str) -> CorruptIndex:
    return CorruptIndex(f"{snapshot.folder}: {what} is damaged: run newsearch check")

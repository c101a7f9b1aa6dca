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
from newsearch.query.context import Context, current_time
from newsearch.query.diagnostics import Diagnostic
from newsearch.query.understand import Understood, understand
from newsearch.query.zones import zone_of
from newsearch.schema import COLUMN_FIELDS
from newsearch.search.dressing import dress
from newsearch.search.expanding import check_expansions
from newsearch.search.foreign_terms import without_foreign_terms
from newsearch.search.pruning import PrunedQuery, pruned_query
from newsearch.search.results import Results
from newsearch.search.run import Found, Recency, Run, builder_of
from newsearch.segment.records import microseconds
from newsearch.text.folding import fold_value

if TYPE_CHECKING:
    from newsearch.segment.snapshot import Snapshot

SORTS = ("relevance", "newest", "oldest")
MATCHES = ("all", "any")
#: Queries whose meaning a snapshot keeps.
QUERIES_KEPT = 1024
INTERVALS = ("day", "week", "month", "year")
#: A query string without any of these expands nothing.
_EXPANDING = frozenset("*?~[{؟")
_HALF_LIFE = r"\s*(\d+(?:\.\d+)?)\s*([smhdwy])\s*"  # compiled when first needed
_MICROSECONDS = {"s": 1e6, "m": 60e6, "h": 3600e6, "d": 864e8, "w": 6048e8, "y": 31557600e6}


class Request:
    """What `Index.search` is asked; see there for the fields."""

    __slots__ = (
        "authors",
        "facets",
        "feedback",
        "group_duplicates",
        "languages",
        "limit",
        "match",
        "now",
        "offset",
        "query",
        "recency",
        "sections",
        "since",
        "snippets",
        "sort",
        "sources",
        "tags",
        "timeline",
        "timezone",
        "until",
    )

    # Written out: a frozen dataclass takes as long to make as many a search.
    def __init__(
        self,
        query: Any,
        limit: int = 10,
        offset: int = 0,
        match: Literal["all", "any"] = "all",
        sort: str = "relevance",
        since: date | datetime | str | None = None,
        until: date | datetime | str | None = None,
        tags: Sequence[str] = (),
        sources: Sequence[str] = (),
        authors: Sequence[str] = (),
        sections: Sequence[str] = (),
        languages: Sequence[str] = (),
        facets: Sequence[str] = (),
        timeline: str | None = None,
        snippets: bool = True,
        group_duplicates: bool = False,
        recency: str | None = None,
        feedback: int = 0,
        timezone: tzinfo | str = UTC,
        now: datetime | None = None,
    ) -> None:
        self.query = query
        self.limit = limit
        self.offset = offset
        self.match = match
        self.sort = sort
        self.since = since
        self.until = until
        self.tags = tags
        self.sources = sources
        self.authors = authors
        self.sections = sections
        self.languages = languages
        self.facets = facets
        self.timeline = timeline
        self.snippets = snippets
        self.group_duplicates = group_duplicates
        self.recency = recency
        self.feedback = feedback
        self.timezone = zone_of(timezone) if isinstance(timezone, str) else timezone
        self.now = now

    def check(self) -> None:
        """Refuses what cannot be meant.

        Raises:
            ValueError: A limit is negative, or a name is not among those there are.
            TypeError: One string is given where several are expected.
        """
        if self.limit < 0 or self.offset < 0 or self.feedback < 0:
            raise ValueError("limit, offset and feedback must not be negative")
        if self.match not in MATCHES:
            raise _unknown("match", self.match, MATCHES)
        if self.now is not None and self.now.tzinfo is None:
            raise ValueError("now must have a time zone: datetime.now(UTC)")
        if self.sort not in SORTS:
            raise _unknown("sort", self.sort, SORTS)
        if self.timeline is not None and self.timeline not in INTERVALS:
            raise _unknown("timeline", self.timeline, INTERVALS)
        if isinstance(self.facets, str):
            raise TypeError(f"facets takes several names: facets=({self.facets!r},)")
        for name in self.facets:
            if name not in COLUMN_FIELDS:
                raise _unknown("facets", name, COLUMN_FIELDS)
        if self.tags or self.sources or self.authors or self.sections or self.languages:
            for name in ("tags", "sources", "authors", "sections", "languages"):
                value = getattr(self, name)
                if isinstance(value, str):
                    raise TypeError(f"{name} takes several values: {name}=({value!r},)")


def _unknown(parameter: str, value: object, names: Sequence[str]) -> ValueError:
    return ValueError(f"{parameter} must be one of {', '.join(names)}; not {value!r}")


def plan_query(
    snapshot: Snapshot,
    query: Any,
    match: Literal["all", "any"] = "all",
    timezone: tzinfo = UTC,
    now: datetime | None = None,
) -> Understood:
    """What a query string or Whoosh query means to an index.

    Args:
        snapshot: The index.
        query: The query.
        match: Whether all its words must occur, or any.
        timezone: Whose days are meant by dates.
        now: The present moment; the clock's where it is left out.

    Raises:
        QueryError: The query cannot be understood, or its patterns stand for too many words.
        TypeError: It is neither a string nor a Whoosh query.
    """
    if not isinstance(query, str):
        from whoosh.query import Query  # no cost: who has a Whoosh query has imported this

        if not isinstance(query, Query):
            raise TypeError(
                f"a query is a string or a whoosh.query.Query, not {type(query).__name__}"
            )
    clock = current_time if now is None else lambda: now
    context = Context(languages=snapshot.languages, match=match, timezone=timezone, now=clock)
    understood = understand(query, context)
    node = without_foreign_terms(understood.node, snapshot)
    if not isinstance(query, str) or not _EXPANDING.isdisjoint(query):
        check_expansions(node, snapshot.segments)
    return understood.changed(node=node)


def _understood(
    snapshot: Snapshot, request: Request, match: Literal["all", "any"]
) -> tuple[Understood, PrunedQuery | None]:
    """What a query means, and how to prune it; see `plan_query`. The last are kept."""
    builder = builder_of(snapshot)
    query = request.query
    key = (query, match, request.timezone)
    if isinstance(query, str):
        known = builder.understood.get(key)
        if known is not None:
            return known  # type: ignore[no-any-return]
    understood = plan_query(snapshot, query, match, request.timezone, request.now)
    made = understood, pruned_query(understood.node)
    if isinstance(query, str) and understood.timeless:
        if len(builder.understood) >= QUERIES_KEPT:
            builder.understood.clear()
        builder.understood[key] = made
    return made


def search(snapshot: Snapshot, request: Request) -> Results:
    """Answers a request from one snapshot.

    Raises:
        QueryError: The query, a date or a half-life cannot be understood.
        ValueError, TypeError: See `Request.check`.
    """
    started = time.perf_counter()
    request.check()
    understood, pruned = _understood(snapshot, request, request.match)
    node, diagnostics = understood.node, understood.diagnostics
    required = filters(request)
    recency = None if request.recency is None else _recency(request)
    run = _run(snapshot, node, pruned, required, recency)
    found = _page(snapshot, run, request)
    if not found and request.match == "all":
        wider, wider_node = _any_words(snapshot, request, node, required, recency, run)
        if wider is not None:
            run, node = wider, wider_node
            found = _page(snapshot, run, request)
            diagnostics = (*diagnostics, _any_diagnostic(request))
    if found and request.feedback and request.sort == "relevance":
        from newsearch.search.feedback import expanded

        learnt = expanded(snapshot, node, run, request.feedback)
        found = _page(snapshot, _run(snapshot, learnt, None, required, recency), request)
    asked = request.query if isinstance(request.query, str) else ""
    told = partial(_told, snapshot, filtered(understood.node, required), asked, diagnostics)
    results = Results(
        dress(snapshot, node, found, snippets=request.snippets),
        run.count,
        _facets(snapshot, run, request) if request.facets else None,
        _timeline(snapshot, run, request) if request.timeline is not None else (),
        told if isinstance(request.query, str) else diagnostics,
    )
    if request.timeline is not None:
        results._attention = partial(_attention, snapshot, request, required, results.timeline)
    if not request.limit:
        _ = results.total
    results.seconds = time.perf_counter() - started
    return results


def _run(
    snapshot: Snapshot,
    node: plan.Node,
    pruned: PrunedQuery | None,
    required: list[plan.Node],
    recency: Recency | None,
) -> Run:
    """The run of a plan with what every hit must match besides."""
    if required:
        node = filtered(node, required)
        pruned = None if pruned is None else pruned.within(required)
    return Run(snapshot, node, recency, pruned)


def _page(snapshot: Snapshot, run: Run, request: Request) -> list[tuple[Found, Sequence[Found]]]:
    """The hits of the page asked for, each with its duplicates."""
    if not request.limit:
        return []
    stop = request.offset + request.limit
    if request.group_duplicates:
        from newsearch.search.duplicates import group

        return group(snapshot, run, request.sort, request.offset, stop)
    return [(found, ()) for found in run.first(request.sort, stop)[request.offset :]]


def filters(request: Request) -> list[plan.Node]:
    """The parts every hit must match, whatever the query: dates, tags, sources and so on."""
    required: list[plan.Node] = []
    if request.since is not None or request.until is not None:
        from newsearch.query.dates import HINT, parse_since, parse_until

        now = request.now or current_time()
        first = last = None
        name = "since"
        try:
            if request.since is not None:
                first = parse_since(request.since, request.timezone, now)
            name = "until"
            if request.until is not None:
                last = parse_until(request.until, request.timezone, now)
        except ValueError as error:
            raise QueryError(f"{name}: {error}", None, HINT) from None
        required.append(plan.Dates(first, last))
    if not (
        request.tags or request.sources or request.authors or request.sections or request.languages
    ):
        return required
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


def _recency(request: Request) -> Recency:
    text = request.recency or ""
    match = re.fullmatch(_HALF_LIFE, text)
    if match is None or not float(match[1]):
        raise QueryError(
            f"recency {text!r} is no half-life", None, "write a number and s, m, h, d, w or y: 7d"
        )
    now = request.now or current_time()
    return Recency(float(match[1]) * _MICROSECONDS[match[2]], microseconds(now))


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
    understood, pruned = _understood(snapshot, request, "any")
    wider = understood.node
    if wider == node:
        return None, node
    run = _run(snapshot, wider, pruned, required, recency)
    return (run, wider) if run.best(1) else (None, node)


def _told(
    snapshot: Snapshot, node: plan.Node, query: str, diagnostics: Sequence[Diagnostic]
) -> list[Diagnostic]:
    """The diagnostics of a search, with remarks on words that no article holds."""
    from newsearch.search.unknown_words import unknown_words

    return [*diagnostics, *unknown_words(snapshot, node, query)]


def _any_diagnostic(request: Request) -> Diagnostic:
    return Diagnostic(
        "any_words",
        "no article holds all of these words; these hold some of them",
        0,
        len(request.query),
    )


def _facets(snapshot: Snapshot, run: Run, request: Request) -> dict[str, list[tuple[str, int]]]:
    from newsearch.search.facets import count_values

    matches = run.matches()
    try:
        return {field: count_values(snapshot.segments, matches, field) for field in request.facets}
    except (IndexError, UnicodeDecodeError):
        raise _damaged(snapshot, "a column of values") from None


def _timeline(snapshot: Snapshot, run: Run, request: Request) -> list[tuple[date, int]]:
    assert request.timeline is not None
    from newsearch.search.timeline import count_intervals

    try:
        return count_intervals(snapshot.segments, run.matches(), request.timeline, request.timezone)
    except (IndexError, OverflowError):
        raise _damaged(snapshot, "the column of dates") from None


def _attention(
    snapshot: Snapshot,
    request: Request,
    required: list[plan.Node],
    timeline: Sequence[tuple[date, int]],
) -> list[tuple[date, float]]:
    """The counts of a timeline as shares of all articles that pass the filters."""
    everything = Run(snapshot, filtered(plan.Every(), required))
    totals = dict(_timeline(snapshot, everything, request))
    return [(day, count / totals[day] if count else 0.0) for day, count in timeline]


def _damaged(snapshot: Snapshot, what: str) -> CorruptIndex:
    return CorruptIndex(f"{snapshot.folder}: {what} is damaged: run newsearch check")

"""All matches, one after another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from newsearch.article import Article
from newsearch.search.request import Request, filtered, filters, plan_query
from newsearch.search.run import Run
from newsearch.segment.snapshot import Snapshot

#: The arguments of a search that export takes.
FILTERS = (
    *("since", "until", "tags", "sources", "authors", "sections", "languages"),
    *("match", "timezone", "now"),
)


def checked_filters(options: Iterable[str]) -> None:
    """Refuses arguments that are not among `FILTERS`.

    Raises:
        TypeError: Some are not.
    """
    unknown = set(options) - set(FILTERS)
    if unknown:
        raise TypeError(f"expected {', '.join(FILTERS)}; not {', '.join(sorted(unknown))}")


def export(snapshot: Snapshot, query: Any, **options: Any) -> Iterator[Article]:
    """The articles that match, newest first; the query is understood before the first is taken.

    Raises:
        QueryError: The query cannot be understood.
        ValueError, TypeError: See `Request.check`; or an option is no filter.
    """
    checked_filters(options)
    request = Request(query, **options)
    request.check()
    node = plan_query(snapshot, query, request.match, request.timezone, request.now).node
    run = Run(snapshot, filtered(node, filters(request)))

    def articles() -> Iterator[Article]:
        for number, document in run.in_order():
            yield snapshot.article(snapshot.segments[number], document)

    return articles()

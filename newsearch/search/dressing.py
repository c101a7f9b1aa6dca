"""Hits of what was found, whose articles and snippets are made when they are touched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from newsearch.query.context import Context
from newsearch.search.results import Hit, Snippet
from newsearch.segment.records import StoredText, article_of

if TYPE_CHECKING:
    from newsearch.query import plan
    from newsearch.search.run import Found
    from newsearch.segment.reader import Segment
    from newsearch.segment.snapshot import Snapshot

__all__ = ["dress"]


def dress(
    snapshot: Snapshot,
    node: plan.Node,
    found: Sequence[tuple[Found, Sequence[Found]]],
    *,
    snippets: bool,
) -> list[Hit]:
    """The hits of what was found, with snippets for the query ``node`` if wanted."""
    maker = _LazyMaker(snapshot, node) if snippets else None
    return _hits(snapshot, maker, found)


def _hits(
    snapshot: Snapshot,
    maker: _LazyMaker | None,
    found: Iterable[tuple[Found, Sequence[Found]]],
) -> list[Hit]:
    segments, load = snapshot.segments, snapshot.article
    hits = []
    for (negative_score, _, number, document), others in found:
        segment = segments[number]
        hit = Hit(segment.id(document), -negative_score, partial(load, segment, document))
        if maker is not None:
            hit._snippet = partial(maker.snippet, hit, segment, document)
        if others:
            hit.duplicates = tuple(_hits(snapshot, maker, ((one, ()) for one in others)))
        hits.append(hit)
    return hits


class _LazyMaker:
    """Makes snippets for a query, all of them with one `SnippetMaker`."""

    def __init__(self, snapshot: Snapshot, node: plan.Node) -> None:
        self._snapshot = snapshot
        self._node = node
        self._maker: Any = None

    def snippet(self, hit: Hit, segment: Segment, document: int) -> Snippet:
        """The snippet of a hit.

        The article is made of the record where it is needed, now or later: to unpack a record
        takes longer than all that is done with it.
        """
        maker = self._maker
        if maker is None:
            from newsearch.search.snippets import SnippetMaker

            analyzer = Context(languages=self._snapshot.languages).analyzer
            self._maker = maker = SnippetMaker(self._node, analyzer)
        made: Snippet
        if maker.needs_article or not callable(hit._article):
            made = maker.make(hit.article)
        else:
            record = segment.record(document)
            hit._article = partial(article_of, record)
            made = maker.make(StoredText(record))
        return made

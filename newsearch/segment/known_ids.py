"""Which ids are in none of some segments: so that adding articles does not slow down with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsearch.kernel.id_filter import IdFilter
from newsearch.kernel.sorted_bytes import SortedBytes
from newsearch.segment.reader import Segment, strings_of

#: A filter is made once so many lookups per document have been asked for: making it costs as much
#: as this share of them would, so a few articles added to a large index do without.
LOOKUPS_PER_DOCUMENT = 1 / 256
#: Ids that a loop takes before other threads get their turn.
PIECE = 1 << 15


class KnownIds:
    """The ids of some segments, deleted ones included.

    Args:
        segments: The segments; more may be appended later.
    """

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._lookups = 0
        self._filter: IdFilter | None = None
        self._room = 0
        self._entered = 0

    def prepare(self) -> None:
        """Makes the filter now, so that later questions take no longer than others."""
        self._entered_all()

    def lacks(self, id: str) -> bool:
        """Whether certainly none of the segments holds an id; False also when that is unknown."""
        return not self.candidates_among((id,))

    def candidates_among(self, ids: Sequence[str]) -> Sequence[str]:
        """Those of some ids that a segment may hold; all of them when that is unknown."""
        if not self._segments:
            return ()
        self._lookups += len(ids)
        if self._filter is None:
            count = sum(segment.document_count for segment in self._segments)
            if self._lookups <= count * LOOKUPS_PER_DOCUMENT:
                return ids
        return self._entered_all().candidates_among(ids)

    def shared_with(self, segment: Segment) -> Iterator[str]:
        """The ids of another segment that one of the segments may hold."""
        ids = _ids_of(segment)
        known = self._entered_all()
        for first in range(0, len(ids), PIECE):
            for ordinal in known.candidates(ids, first, min(first + PIECE, len(ids))):
                yield ids.at(ordinal).decode()

    def _entered_all(self) -> IdFilter:
        """The filter with the ids of all segments; made anew, and larger, where it has no room."""
        if self._filter is not None and self._entered == len(self._segments):
            return self._filter
        count = sum(segment.document_count for segment in self._segments)
        if self._filter is None or count > self._room:
            self._room = 2 * count
            self._filter = IdFilter(self._room)
            self._entered = 0
        for segment in self._segments[self._entered :]:
            ids = _ids_of(segment)
            for first in range(0, len(ids), PIECE):
                self._filter.add_all(ids, first, min(first + PIECE, len(ids)))
        self._entered = len(self._segments)
        return self._filter


def _ids_of(segment: Segment) -> SortedBytes:
    """A segment's ids, all their checksums compared: the filter reads them as they are."""
    segment.container.checked("id_starts")
    segment.container.checked("ids")
    return strings_of(segment.container, "id")

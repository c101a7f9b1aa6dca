"""Which segments to merge: decided by their sizes, so that merging stays cheap and bounded.

An article is merged once for each size class it passes through, as in Lucene's tiered policy; no
merge makes a segment of more than `LARGEST_MERGED`, so none takes longer than a few seconds,
however large the index. Only `Writer.optimize` goes beyond.
"""

from __future__ import annotations

from collections.abc import Sequence

from newsearch.segment.manifest import SegmentEntry

#: Segments of one tier that are merged together: fewer make searches faster, more make
#: indexing cheaper. Ten is Lucene's and Whoosh's choice too.
SEGMENTS_PER_TIER = 10
#: The first tier's largest segment; each next tier's is `SEGMENTS_PER_TIER` times larger.
SMALLEST_TIER = 2 << 20
#: Bytes of the largest segment that merging makes by itself.
LARGEST_MERGED = 512 << 20
#: A merge of fewer segments than this is not worth its while: its segments are large already.
LEAST_MERGED = 3
#: A segment with more than this share of deleted documents is rewritten.
MOST_DELETED = 0.4


def live_size(entry: SegmentEntry) -> int:
    """The bytes of a segment's live documents, about: what a merge makes of it."""
    return int(entry.size * (1 - entry.deleted / max(entry.documents, 1)))


def tier(entry: SegmentEntry) -> int:
    """The size class of a segment."""
    live = live_size(entry)
    number = 0
    limit = SMALLEST_TIER
    while live > limit:
        limit *= SEGMENTS_PER_TIER
        number += 1
    return number


def choose(entries: Sequence[SegmentEntry]) -> list[SegmentEntry]:
    """The segments to merge now, or none.

    They are the smallest segments of the smallest full tier, as many as `LARGEST_MERGED` allows;
    or one segment full of deletions.
    """
    tiers: dict[int, list[SegmentEntry]] = {}
    for entry in entries:
        tiers.setdefault(tier(entry), []).append(entry)
    for number in sorted(tiers):
        if len(tiers[number]) >= SEGMENTS_PER_TIER:
            chosen = _fitting(tiers[number])
            if len(chosen) >= min(LEAST_MERGED, SEGMENTS_PER_TIER):
                return chosen
    for entry in entries:
        if entry.deleted > MOST_DELETED * entry.documents and live_size(entry) <= LARGEST_MERGED:
            return [entry]
    return []


def _fitting(entries: Sequence[SegmentEntry]) -> list[SegmentEntry]:
    """The smallest segments that together are not larger than `LARGEST_MERGED`."""
    chosen = []
    room = LARGEST_MERGED
    for entry in sorted(entries, key=live_size):
        room -= live_size(entry)
        if room < 0:
            break
        chosen.append(entry)
    return chosen

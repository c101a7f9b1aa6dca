"""Merges what segments know of stories: nothing is compared anew."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from newsearch.kernel.limits import DELETED
from newsearch.kernel.memory import room
from newsearch.kernel.story_entries import sort_row
from newsearch.kernel.story_groups import heirs, move_entries, orphans
from newsearch.segment.container import ContainerWriter
from newsearch.segment.reader import Segment
from newsearch.segment.stories import BINS


def merge_story_entries(
    out: ContainerWriter, segments: Sequence[Segment], numbers: Sequence[array[int]]
) -> None:
    """Writes the table of the sketches of documents that stand for a story.

    Where such a document is dropped, another of its story takes its place, if these segments have
    one.

    Args:
        out: The new segment's file.
        segments: The segments.
        numbers: Per segment the new number of each document ('I'), `DELETED` where it is dropped.

    Raises:
        CorruptIndex: A segment is damaged.
    """
    orphaned, chosen = _heirs(segments, numbers)
    most = sum(len(segment.story_entries) // BINS for segment in segments)
    moved, spare = room("Q", most), room("Q", most)
    out.begin("story.entries")
    for place in range(BINS):
        end = 0
        for segment, own in zip(segments, numbers, strict=True):
            rows = len(segment.story_entries) // BINS
            row = segment.story_entries[place * rows : (place + 1) * rows]
            end = move_entries(row, own, segment.stories, orphaned, chosen, moved, end)
        sort_row(moved[:end], spare)
        out.write(moved[:end])
    out.end()


def _heirs(
    segments: Sequence[Segment], numbers: Sequence[array[int]]
) -> tuple[array[int], array[int]]:
    """The stories that lose the document that stands for them ('Q'), and who does now ('I')."""
    found: set[int] = set()
    for segment, own in zip(segments, numbers, strict=True):
        if segment.deleted is not None:
            found.update(orphans(segment.story_entries, BINS, own, segment.stories))
    orphaned = array("Q", sorted(found))
    chosen = array("I", [DELETED]) * len(orphaned)
    if not orphaned:
        return orphaned, chosen
    standing = bytearray(len(orphaned))
    for segment, own in zip(segments, numbers, strict=True):
        table, stories = segment.story_entries, segment.stories
        heirs(table, BINS, own, stories, orphaned, chosen, standing)
    for place, stands in enumerate(standing):
        if stands:
            chosen[place] = DELETED
    return orphaned, chosen

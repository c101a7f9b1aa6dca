"""Merges the stored records of segments: whole blocks are copied as they are.

A block that holds a dropped document, or is much smaller than blocks are meant to be (the last one
of a small commit), is unpacked and its records are packed anew, so that nothing deleted stays and
many small commits end in full blocks.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence

from newsearch.kernel.limits import DELETED
from newsearch.kernel.stored_places import documents_in, mark_blocks, move_places
from newsearch.segment.container import ContainerWriter
from newsearch.segment.reader import Segment
from newsearch.segment.stored import BLOCK_BYTES, RecordPacker, record_in

#: A packed block below this is packed anew with others: full ones seldom are so small.
SMALL_BLOCK = BLOCK_BYTES // 8
#: Bytes copied at once.
PIECE_BYTES = 1 << 20

Pieces = Callable[[int], Iterator[tuple[int, int]]]


def merge_stored(
    out: ContainerWriter,
    segments: Sequence[Segment],
    numbers: Sequence[array[int]],
    count: int,
    pieces: Pieces,
    note_read: Callable[[int], None],
) -> None:
    """Writes the stored records of all segments' kept documents.

    Args:
        out: The new segment's file.
        segments: The segments.
        numbers: Per segment the new number of each document ('I'), `DELETED` where it is dropped.
        count: How many documents are kept.
        pieces: Cuts so many documents into ranges that a loop may take at once.
        note_read: Called with the bytes that have been read and are not needed again.

    Raises:
        CorruptIndex: A segment is damaged.
    """
    merger = _Merger(out, count, note_read)
    out.begin("stored.blocks")
    for segment, own in zip(segments, numbers, strict=True):
        merger.take(segment, own, pieces)
    merger.finish()
    out.end()
    out.section("stored.starts", merger.starts)
    out.section("stored.places", merger.places)


class _Merger:
    def __init__(self, out: ContainerWriter, count: int, note_read: Callable[[int], None]) -> None:
        self._out = out
        self._note_read = note_read
        self.starts = array("Q", [0])
        self.places = array("I", [0]) * (2 * count)
        self._packer = RecordPacker()  # of the records that are packed anew
        self._packed: list[int] = []  # the new numbers of their documents

    def take(self, segment: Segment, numbers: array[int], pieces: Pieces) -> None:
        """Copies the blocks of a segment."""
        stored = segment.stored
        block_count = len(stored.starts) - 1
        marks = bytearray(
            stored.starts[block + 1] - stored.starts[block] < SMALL_BLOCK
            for block in range(block_count)
        )
        for first, stop in pieces(len(numbers)):
            mark_blocks(stored.places, numbers, first, stop, marks)
        blocks = self._copy(stored.blocks, stored.starts, marks)
        for first, stop in pieces(len(numbers)):
            move_places(stored.places, numbers, first, stop, blocks, self.places)
        if not any(marks):
            return
        found = array("I")
        for first, stop in pieces(len(numbers)):
            found += documents_in(stored.places, numbers, first, stop, marks)
        self._pack(segment, numbers, found)

    def _copy(self, data: memoryview, starts: memoryview, marks: bytearray) -> array[int]:
        """Copies the blocks without a mark; returns the new number of each."""
        blocks = array("I", [DELETED]) * len(marks)
        begin = 0
        for block, mark in enumerate(marks):
            end = starts[block + 1]
            if not mark:
                blocks[block] = len(self.starts) - 1
                self.starts.append(self.starts[-1] + end - starts[block])
            if mark or end - starts[begin] >= PIECE_BYTES:
                self._out.write(data[starts[begin] : starts[block] if mark else end])
                self._note_read(end - starts[begin])
                begin = block + 1
        self._out.write(data[starts[begin] : starts[len(marks)]])
        return blocks

    def _pack(self, segment: Segment, numbers: array[int], documents: array[int]) -> None:
        """Packs the records of some documents anew."""
        places = segment.stored.places
        last, block = -1, b""
        for document in sorted(documents, key=lambda at: (places[2 * at], places[2 * at + 1])):
            if places[2 * document] != last:
                last = places[2 * document]
                block = segment.stored.block(last)
            self._packer.add_all((record_in(block, places[2 * document + 1]),))
            self._packed.append(numbers[document])
            if self._packer.size > PIECE_BYTES:
                self.finish()

    def finish(self) -> None:
        """Writes what was packed anew."""
        packer = self._packer
        packer.close_block()
        base = len(self.starts) - 1
        for at, number in enumerate(self._packed):
            self.places[2 * number] = base + packer.places[2 * at]
            self.places[2 * number + 1] = packer.places[2 * at + 1]
        self._out.write(packer.blocks)
        start = self.starts[-1]
        self.starts.extend([start + stop for stop in packer.starts[1:]])
        packer.clear()
        self._packed = []

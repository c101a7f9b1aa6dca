"""Stored records on disk: here is a document, give me its record.

Records are packed in the order in which they came, some at a time, into *blocks* of about 16 KB,
each a zstd frame of its own (RFC 8878). Lucene and tantivy store documents the same way. On 3 KB
articles (level 1, one core) blocks of 16 KB give .43 of the size at 320 MB/s and take 25
microseconds to read one article from; blocks of 64 KB .39, as fast to make, 60 to read; one frame
an article with a trained dictionary .37, but only 180 MB/s to make, and 14 to read.

Sections::

    stored.blocks   bytes          the frames, end to end
    stored.starts   u64[b + 1]     where each frame starts in them
    stored.places   u32[2n]        per document: its block, and where in the unpacked block
                                   its record starts
    record         := length:u32 bytes[length]                  in an unpacked block
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from newsearch.errors import CorruptIndex
from newsearch.kernel.gathering import cut_block
from newsearch.kernel.memory import Scratch

if TYPE_CHECKING:
    from newsearch.segment.container import Container, ContainerWriter

LEVEL = 1
#: A block is closed when its records have so many bytes.
BLOCK_BYTES = 16 << 10
#: Bytes that go to the file at once: they stay in the cache for their checksums.
BYTES_AT_ONCE = 1 << 19
#: Larger blocks, of long articles, are not kept once they are read.
LARGEST_KEPT = 1 << 20


def zstd_module() -> Any:
    """The module; imported when the first block is packed or unpacked."""
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    return zstd


class RecordPacker:
    """Packs records into blocks, in the order in which they come.

    Args:
        scratch: Where to keep the packed blocks; others may use it after `write`, until `clear`.

    Attributes:
        starts: Where each block closed so far starts among the packed ones, and the end ('Q').
        places: Of each record, its block and where it starts in it ('I', two numbers each).

    Example:
        >>> packer = RecordPacker()
        >>> packer.add_all([b"one", b"two"])
        >>> packer.record(1)
        b'two'
    """

    def __init__(self, scratch: Scratch | None = None) -> None:
        self._compressor = _compressor()
        self._scratch = scratch or Scratch()
        self.clear()

    def clear(self) -> None:
        """Forgets everything."""
        self._memory = self._scratch.grown(0, 0)
        self.starts = array("Q", [0])
        self.places = array("I")
        self._open: list[bytes] = []
        self._open_bytes = 0

    @property
    def size(self) -> int:
        """The bytes of the blocks, and of the records that wait for theirs to be closed."""
        return self.starts[-1] + self._open_bytes

    @property
    def blocks(self) -> memoryview:
        """The blocks closed so far, packed, end to end; to be read before more are added."""
        return self._memory[: self.starts[-1]]

    def add_all(self, records: Iterable[bytes]) -> None:
        """Packs records."""
        for record in records:
            size = len(record)
            self.places.extend((len(self.starts) - 1, self._open_bytes))
            self._open += (size.to_bytes(4, "little"), record)
            self._open_bytes += 4 + size
            self._close_if_full()

    def add_parts(self, lines: list[bytes], bodies: list[bytes]) -> None:
        """Packs records in two parts each, with a line end between them."""
        places = array("I", bytes(8 * len(lines)))
        at = 0
        while at < len(lines):
            block = (len(self.starts) - 1, self._open_bytes, BLOCK_BYTES)
            at, self._open_bytes = cut_block(lines, bodies, at, block, places, self._open)
            self._close_if_full()
        self.places.extend(places)

    def _close_if_full(self) -> None:
        if self._open_bytes >= BLOCK_BYTES:
            self.close_block()

    def close_block(self) -> None:
        """Lets the next record begin a new block."""
        if not self._open:
            return
        packed: bytes = self._compressor.compress(
            b"".join(self._open), self._compressor.FLUSH_FRAME
        )
        start = self.starts[-1]
        stop = start + len(packed)
        if stop > len(self._memory):
            self._memory = self._scratch.grown(start, stop)
        self._memory[start:stop] = packed
        self.starts.append(stop)
        self._open = []
        self._open_bytes = 0

    def _block(self, number: int) -> bytes:
        return unpacked(self._memory[self.starts[number] : self.starts[number + 1]])

    def record(self, number: int) -> bytes:
        """The record that came as the so-manieth, from 0."""
        block, start = self.places[2 * number : 2 * number + 2]
        if block < len(self.starts) - 1:
            return record_in(self._block(block), start)
        return record_in(b"".join(self._open), start)

    def write(self, out: ContainerWriter, order: Sequence[int]) -> None:
        """Writes the sections; document ``d`` has the record that came as ``order[d]``."""
        if 2 * len(order) < len(self.places):
            self._repack(order)
        self.close_block()
        blocks = self.blocks
        out.begin("stored.blocks")
        for start in range(0, len(blocks), BYTES_AT_ONCE):
            out.write(blocks[start : start + BYTES_AT_ONCE])
        out.end()
        out.section("stored.starts", self.starts)
        pairs = array("Q", self.places.tobytes())
        out.section("stored.places", array("Q", map(pairs.__getitem__, order)))

    def _repack(self, order: Sequence[int]) -> None:
        """Leaves out the records that ``order`` does not name; the others keep their numbers."""
        wanted = sorted(order)
        kept = RecordPacker()
        last, block = -1, b""
        self.close_block()
        for number in wanted:
            at, start = self.places[2 * number : 2 * number + 2]
            if at != last:
                last, block = at, self._block(at)
            kept.add_all((record_in(block, start),))
        for new, number in enumerate(wanted):
            self.places[2 * number : 2 * number + 2] = kept.places[2 * new : 2 * new + 2]
        kept.close_block()
        self._memory, self.starts = kept._memory, kept.starts


def _compressor() -> Any:
    zstd = zstd_module()
    parameter = zstd.CompressionParameter
    return zstd.ZstdCompressor(
        options={
            parameter.compression_level: LEVEL,
            # A table that stays in the first cache, and no matches of a few bytes: a tenth
            # faster, at a hundredth of the size.
            parameter.hash_log: 13,
            parameter.min_match: 7,
            parameter.checksum_flag: 0,
            parameter.content_size_flag: 1,
        }
    )


class StoredRecords:
    """The stored records of a segment. Safe to share between threads.

    Args:
        container: The segment.
    """

    __slots__ = ("_last", "_path", "_sections", "_touch", "blocks", "places", "starts")

    def __init__(self, container: Container) -> None:
        self._path = container.path
        self.blocks = container.section("stored.blocks")
        self.starts = container.section("stored.starts", "Q")
        self.places = container.section("stored.places", "I")
        self._touch = container.checksums.touch
        self._sections = tuple(
            container.start_of(f"stored.{name}") for name in ("blocks", "starts", "places")
        )
        self._last = (-1, b"")  # neighbours in time often lie in one block

    def record(self, document: int) -> bytes:
        """A document's record.

        Raises:
            CorruptIndex: It cannot be read.
        """
        at = self._sections[2] + 8 * document
        self._touch(at, at + 8)
        number = self.places[2 * document]
        last, block = self._last
        if number != last:
            block = self.block(number)
            if len(block) <= LARGEST_KEPT:
                self._last = (number, block)
        try:
            return record_in(block, self.places[2 * document + 1])
        except CorruptIndex as error:
            raise CorruptIndex(f"{self._path}: {error}") from None

    def block(self, number: int) -> bytes:
        """A block, unpacked.

        Raises:
            CorruptIndex: It cannot be unpacked.
        """
        blocks, starts, _ = self._sections
        try:
            self._touch(starts + 8 * number, starts + 8 * number + 16)
            start, stop = self.starts[number], self.starts[number + 1]
            if not start <= stop <= len(self.blocks):
                raise CorruptIndex("stored articles are out of place")
            self._touch(blocks + start, blocks + stop)
            return unpacked(self.blocks[start:stop])
        except (CorruptIndex, IndexError) as error:
            if str(error).startswith(str(self._path)):
                raise
            raise CorruptIndex(f"{self._path}: {error}: run newsearch check") from None


def unpacked(packed: bytes | memoryview) -> bytes:
    """The records of a packed block.

    Raises:
        CorruptIndex: It is damaged.
    """
    zstd = zstd_module()
    try:
        decompressor = zstd.ZstdDecompressor()
        records: bytes = decompressor.decompress(packed)
    except zstd.ZstdError as error:
        raise CorruptIndex(f"stored articles cannot be unpacked ({error})") from None
    if not decompressor.eof or decompressor.unused_data:
        raise CorruptIndex("stored articles cannot be unpacked (their block is cut elsewhere)")
    return records


def record_in(block: bytes, start: int) -> bytes:
    """The record that starts at ``start`` in an unpacked block.

    Raises:
        CorruptIndex: There is none.
    """
    end = start + 4 + int.from_bytes(block[start : start + 4], "little")
    if start + 4 > len(block) or end > len(block):
        raise CorruptIndex("a stored article is cut short: run newsearch check")
    return block[start + 4 : end]

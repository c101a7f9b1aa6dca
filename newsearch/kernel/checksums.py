# cython: boundscheck=False
"""Checksums of the chunks of a mapped file, compared when a chunk is first read.

Opening a file costs the same whatever its size, and no byte is believed before its checksum was
compared: ZFS and Btrfs keep one per block for the same reason.  A comparison takes 2.5 microseconds
a chunk, once a process; later each touch is one look into a table.
"""

from __future__ import annotations

import zlib
from array import array

from newsearch.errors import CorruptIndex


class Checksums:
    """The checksums of a mapped file.

    Args:
        path: The file's name, for messages.
        data: All of it.
        sums: CRC-32 of each chunk of ``1 << shift`` bytes ('I').
        shift: See there.
        first: Where the first chunk's checksum begins to count: what is before has its own.

    Example:
        >>> import zlib
        >>> from array import array
        >>> data = memoryview(b"all of a file")
        >>> Checksums("x", data, memoryview(array("I", [zlib.crc32(data)])), 13, 0).touch(2, 5)
    """

    def __init__(
        self, path: str, data: memoryview, sums: memoryview, shift: int, first: int
    ) -> None:
        self.path = path
        self.data = data
        self.sums = sums
        self.shift = shift
        self.first = first
        self.count = len(sums)
        # One entry beyond: a touch of the end, and of nothing, needs no special case.
        self.seen = bytearray(self.count + 1)
        self.seen[self.count] = 1

    def touch(self, start: int, stop: int) -> None:
        """Compares the chunks that hold the bytes from ``start`` to before ``stop``.

        Raises:
            CorruptIndex: One does not match, or they lie outside the checked part.
        """
        chunk = start >> self.shift
        if stop <= start:
            chunk = self.count  # nothing is read
        elif start < 0 or (stop - 1) >> self.shift >= self.count:
            raise CorruptIndex(
                f"{self.path}: damaged: it points to byte {stop}, beyond its content; run "
                "newsearch check"
            )
        while chunk < self.count and chunk << self.shift < stop:
            if not self.seen[chunk]:
                self.compare(chunk)
            chunk += 1

    def touch_item(self, at: int) -> None:
        """As `touch`, for the number or numbers of at most 16 bytes at ``at``."""
        chunk = at >> self.shift
        last = (at + 15) >> self.shift
        if last > self.count:
            last = self.count
        if chunk < 0 or chunk >= self.count or not self.seen[chunk] or not self.seen[last]:
            self.touch(at, max(at + 1, min(at + 16, self.count << self.shift)))

    def replaced(self, start: int, data: memoryview) -> array[int]:
        """The checksums that there were with other bytes from ``start`` on ('I').

        Raises:
            CorruptIndex: A chunk in which some bytes stay does not match its checksum now.
        """
        stop = start + len(data)
        self.touch(start, stop)
        made = array("I", self.sums)
        for chunk in range(start >> self.shift, min(self.count, (stop - 1 >> self.shift) + 1)):
            first = max(chunk << self.shift, self.first)
            last = min((chunk + 1) << self.shift, len(self.data))
            inside = data[max(first - start, 0) : max(last - start, 0)]
            value = zlib.crc32(self.data[first : max(first, start)])
            value = zlib.crc32(inside, value)
            made[chunk] = zlib.crc32(self.data[min(last, stop) : last], value)
        return made

    def compare(self, chunk: int) -> None:
        """Compares one chunk.

        Raises:
            CorruptIndex: It does not match.
        """
        start = max(chunk << self.shift, self.first)
        stop = min((chunk + 1) << self.shift, len(self.data))
        if zlib.crc32(self.data[start:stop]) != self.sums[chunk]:
            raise CorruptIndex(
                f"{self.path}: damaged: bytes {start} to {stop} do not match their checksum; run "
                "newsearch check --repair, or restore the file from a backup"
            )
        self.seen[chunk] = 1

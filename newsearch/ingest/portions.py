"""Portions of one large file, each for another process.

A compressed stream cannot be entered in the midst, nor can the number of a line or of a record be
told without what lies before. So each process goes through the file from its beginning, and reads
what begins in its portion: to expand and pass over takes a twentieth of the time of reading and
indexing. Places are bytes of the file on disk. All processes make the same steps, so that they
agree on the place of each line, member and record, damage included: whatever begins in one portion
begins in no other.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, cast

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["Portion", "ToldElsewhereError", "lines_within", "skip_blank_lines"]

CHUNK = 1 << 18  # bytes taken at a time: lines that begin in one chunk begin in one place


class ToldElsewhereError(OSError):
    """The stream is damaged in another portion, whose reader tells it."""


@dataclass(frozen=True, slots=True)
class Portion:
    """What begins at a place from `start` to before `stop`.

    Attributes:
        start, stop: In bytes of the file on disk; `stop` is None for all the rest.
        position: How many bytes of the file on disk were taken so far.
    """

    start: int
    stop: int | None
    position: Callable[[], int] = lambda: 0

    def is_before(self, place: int) -> bool:
        """Whether it ends at or before a place."""
        return self.stop is not None and self.stop <= place

    def holds(self, place: int) -> bool:
        """Whether a place lies in it."""
        return self.start <= place and not self.is_before(place)


def lines_within(stream: BinaryIO, portion: Portion) -> tuple[BinaryIO, int]:
    """The lines of a stream that begin in a portion, as a stream, and how many lie before.

    Raises:
        OSError: Now or on reading: the stream is damaged.
    """
    lines = _Lines(stream, portion)
    return cast("BinaryIO", io.BufferedReader(lines, CHUNK)), lines.before


def skip_blank_lines(stream: BinaryIO) -> int:
    """Passes over the white space that comes next, a buffer at a time; returns the lines ended.

    A stream without a buffer to look into stays where it is.
    """
    if not isinstance(stream, io.BufferedReader):
        return 0
    lines = 0
    while data := stream.peek():
        blank = len(data) - len(data.lstrip(b" \t\r\n"))
        lines += data.count(b"\n", 0, blank)
        stream.read(blank)
        if blank < len(data):
            break
    return lines


class _Lines(io.RawIOBase):
    """The lines that begin in a portion."""

    def __init__(self, stream: BinaryIO, portion: Portion) -> None:
        self.before = 0
        self._stream = stream
        self._portion = portion
        self._chunks = self._within()
        self._ready = memoryview(next(self._chunks, b""))

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        if not len(self._ready):
            self._ready = memoryview(next(self._chunks, b""))
        count = min(len(view), len(self._ready))
        view[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count

    def _taken(self) -> Iterator[tuple[int, bytes]]:
        """Chunks with their places; of a stream that is not expanded, places are exact."""
        portion = self._portion
        is_plain = self._stream.seekable()
        bounds = (portion.start, portion.stop or 0) if is_plain else ()
        place = 0
        while True:
            size = min([CHUNK, *[bound - place for bound in bounds if bound > place]])
            try:
                data = self._stream.read1(size)  # type: ignore[attr-defined]
            except (OSError, ValueError):
                if portion.holds(place):
                    raise
                raise ToldElsewhereError from None
            if not data:
                return
            yield place, data
            place = place + len(data) if is_plain else portion.position()

    def _within(self) -> Iterator[bytes]:
        portion = self._portion
        foreign = running = False  # whether a line of another portion, one of this one, goes on
        for place, data in self._taken():
            if place < portion.start:
                self.before += data.count(b"\n")
                foreign = not data.endswith(b"\n")
                continue
            over = portion.is_before(place)
            if over and not running:
                return
            if foreign or over:
                end = data.find(b"\n") + 1
                if over:
                    yield data[:end] if end else data
                    if end:
                        return
                    continue
                if not end:
                    continue
                self.before += 1
                foreign = False
                data = data[end:]
            if data:
                running = not data.endswith(b"\n")
                yield data

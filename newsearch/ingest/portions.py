"""Portions of one large file, each for another process.

A file of lines that is not compressed is entered where the portion begins. A compressed stream
cannot be, nor can the number of a record be told without what lies before: each process goes
through it from its beginning, and reads what begins in its portion. To expand and pass over takes a
twentieth of the time of reading and indexing. Places are bytes of the file on disk. All processes
make the same steps, so that they agree on the place of each line, member and record, damage
included: whatever begins in one portion begins in no other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

__all__ = ["LineChunks", "Portion", "ToldElsewhereError"]

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


class LineChunks:
    """The lines of a stream, or those that begin in a portion of it, many at a time.

    Iterating gives ``(data, start, stop)``: ``data[start:stop]`` are whole lines, each with its
    end but the last of the stream.

    Args:
        stream: The lines.
        portion: Which are wanted; None for all.
        longest: Bytes of a line. Of a longer one come more than so many, perhaps not all.

    Raises:
        OSError, ValueError: On iterating: the stream is damaged.

    Example:
        >>> [data[start:stop] for data, start, stop in LineChunks(io.BytesIO(b"a\\nb\\nc"))]
        [b'a\\nb\\n', b'c']
    """

    def __init__(
        self, stream: BinaryIO, portion: Portion | None = None, longest: int = 1 << 30
    ) -> None:
        self._stream = stream
        self._longest = longest
        self._before = 0
        self._uncounted = 0  # bytes before the portion whose lines were not counted yet
        if portion is None:
            self._pieces = self._all()
        elif stream.seekable():  # not compressed
            self._pieces = self._from(portion.start, portion.stop)
        else:
            self._pieces = self._within(portion)

    def __iter__(self) -> Iterator[tuple[bytes, int, int]]:
        begun: list[bytes] = []  # of a line that goes on in the next piece
        size = 0
        for data in self._pieces:
            start = 0
            if begun:
                start = data.find(b"\n") + 1
                if size <= self._longest:
                    begun.append(data[: start or len(data)])
                    size += len(begun[-1])
                if not start:
                    continue
                yield b"".join(begun), 0, size
                begun, size = [], 0
            stop = data.rfind(b"\n") + 1
            if start < stop:
                yield data, start, stop
            if stop < len(data):
                begun, size = [data[stop:]], len(data) - stop
        if begun:
            yield b"".join(begun), 0, size

    def before(self) -> int:
        """How many lines lie before the portion; once the first of it was given."""
        if self._uncounted:  # seldom asked for, and it takes as long as reading
            place = self._stream.tell()
            self._stream.seek(0)
            while self._uncounted and (data := self._read(self._uncounted)):
                self._before += data.count(b"\n")
                self._uncounted -= len(data)
            self._uncounted = 0
            self._stream.seek(place)
        return self._before

    def _read(self, most: int = CHUNK) -> bytes:
        """What comes next, without waiting for more than there is: an input may be a pipe."""
        data: bytes = self._stream.read1(min(most, CHUNK))  # type: ignore[attr-defined]
        return data

    def _all(self) -> Iterator[bytes]:
        while data := self._read():
            yield data

    def _from(self, start: int, stop: int | None) -> Iterator[bytes]:
        """The lines that begin from one place to before another, in pieces."""
        stream = self._stream
        place = start
        if start:
            place = stream.seek(start - 1)
            for line in self._rest_of_line():
                place += len(line)
        self._uncounted = place
        data = b"\n"
        while stop is None or place < stop:
            data = self._read(CHUNK if stop is None else stop - place)
            if not data:
                return
            place += len(data)
            yield data
        if not data.endswith(b"\n"):
            yield from self._rest_of_line()

    def _rest_of_line(self) -> Iterator[bytes]:
        while line := self._stream.readline(CHUNK):
            yield line
            if line.endswith(b"\n"):
                return

    def _taken(self, portion: Portion) -> Iterator[tuple[int, bytes]]:
        """What is expanded of a stream, with its places on disk."""
        place = 0
        while True:
            try:
                data = self._read()
            except (OSError, ValueError):
                if portion.holds(place):
                    raise
                raise ToldElsewhereError from None
            if not data:
                return
            yield place, data
            place = portion.position()

    def _within(self, portion: Portion) -> Iterator[bytes]:
        foreign = running = False  # whether a line of another portion, one of this one, goes on
        for place, data in self._taken(portion):
            if place < portion.start:
                self._before += data.count(b"\n")
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
                self._before += 1
                foreign = False
                data = data[end:]
            if data:
                running = not data.endswith(b"\n")
                yield data

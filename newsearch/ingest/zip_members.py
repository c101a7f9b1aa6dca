"""The members of a zip archive, one after another, in memory that does not grow with their number.

The standard library holds the whole directory of an archive, 1.2 KB a member.  Here it is read as
the members are: an entry, the member, the next entry.  Format: PKWARE's APPNOTE.TXT 6.3.10,
sections 4.3 and 4.5.3, https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT.
"""

from __future__ import annotations

import io
import os
import stat
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, cast

from .compression import CHUNK, Expanded, Expansion

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["Entry", "entries", "open_member"]

_END = struct.Struct("<4s4H2LH")  # of the directory
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR_64 = struct.Struct("<4sLQL")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_LONGEST_COMMENT = 65_535
_METHODS = {8: "deflate", 12: "bzip2", 93: "zstd", 20: "zstd"}
_UNIX = 3  # the system whose permissions stand in the upper half of the attributes


@dataclass(frozen=True, slots=True)
class Entry:
    """What the directory says of a member: sizes in bytes, its place in the file."""

    name: str
    method: int
    packed: int
    size: int
    checksum: int
    start: int
    encrypted: bool
    regular: bool


def entries(stream: BinaryIO) -> Iterator[Entry]:
    """The entries of an archive's directory, in its order.  Between two, `stream` may be moved.

    Raises:
        ValueError: There is no directory, or it is damaged.  Before it is said that there is none,
            the members come that are found one behind the other from the beginning.
    """
    try:
        at, stop, shift = _directory(stream)
    except ValueError as error:  # cut off: what is before its headers say
        yield from _in_order(stream)
        raise error from None
    buffer = b""
    while at + len(buffer) < stop or buffer:
        if len(buffer) < _ENTRY.size + 3 * _LONGEST_COMMENT and at + len(buffer) < stop:
            stream.seek(at + len(buffer))
            more = stream.read(min(CHUNK, stop - at - len(buffer)))
            if not more:
                raise ValueError("the directory ends too early")
            buffer += more
        if len(buffer) < _ENTRY.size or not buffer.startswith(b"PK\x01\x02"):
            raise ValueError("the directory is damaged")
        fields = _ENTRY.unpack_from(buffer)
        lengths = fields[10:13]
        length = _ENTRY.size + sum(lengths)
        if len(buffer) < length:
            raise ValueError("the directory ends too early")
        name = buffer[_ENTRY.size : _ENTRY.size + lengths[0]]
        extra = buffer[_ENTRY.size + lengths[0] : _ENTRY.size + lengths[0] + lengths[1]]
        yield _entry(fields, name, extra, shift)
        buffer = buffer[length:]
        at += length


def _in_order(stream: BinaryIO) -> Iterator[Entry]:
    """The members that stand one behind the other, until one does not say how long it is."""
    start = 0
    while True:
        stream.seek(start)
        header = stream.read(_LOCAL.size)
        if len(header) < _LOCAL.size or not header.startswith(b"PK\x03\x04"):
            return
        fields = _LOCAL.unpack(header)
        flags, method, checksum, packed, size = (*fields[2:4], *fields[6:9])
        name, extra = stream.read(fields[9]), stream.read(fields[10])
        if 0xFFFFFFFF in (packed, size):
            size, packed = _large(extra, size, packed)
        if flags & 8 and not packed:  # which stands behind the member
            return
        written = name.decode("utf-8" if flags & 0x800 else "cp437", "replace")
        regular = not written.endswith("/")
        yield Entry(written, method, packed, size, checksum, start, bool(flags & 1), regular)
        start += _LOCAL.size + len(name) + len(extra) + packed


def _directory(stream: BinaryIO) -> tuple[int, int, int]:
    """Where the directory begins and ends, and by how much all places are to be shifted."""
    size = stream.seek(0, os.SEEK_END)
    start = max(0, size - _END.size - _LONGEST_COMMENT)
    stream.seek(start)
    tail = stream.read(size - start)
    place = tail.rfind(b"PK\x05\x06", 0, max(0, len(tail) - _END.size + 4))
    if place < 0:
        raise ValueError("no directory at the end")
    _, _, _, _, _, length, offset, _ = _END.unpack_from(tail, place)
    end = start + place
    locator = place - _LOCATOR_64.size
    if locator >= 0 and tail.startswith(b"PK\x06\x07", locator):
        _, _, at, _ = _LOCATOR_64.unpack_from(tail, locator)
        stream.seek(min(at, size))
        written = stream.read(_END_64.size)
        if len(written) == _END_64.size and written.startswith(b"PK\x06\x06"):
            length, offset = _END_64.unpack(written)[-2:]
            end = at
    shift = end - length - offset  # of an archive behind a program that unpacks it
    if shift < 0 or length < 0:
        raise ValueError("the directory is not where it should be")
    return offset + shift, end, shift


def _entry(fields: tuple[int, ...], name: bytes, extra: bytes, shift: int) -> Entry:
    made_by, flags, method = fields[1], fields[3], fields[4]
    checksum, packed, size, attributes, start = (*fields[7:10], fields[15], fields[16])
    if 0xFFFFFFFF in (packed, size, start):
        size, packed, start = _large(extra, size, packed, start)
    mode = attributes >> 16 if made_by >> 8 == _UNIX else 0
    written = name.decode("utf-8" if flags & 0x800 else "cp437", "replace")
    regular = not written.endswith("/") and (not stat.S_IFMT(mode) or stat.S_ISREG(mode))
    return Entry(written, method, packed, size, checksum, start + shift, bool(flags & 1), regular)


def _large(extra: bytes, *values: int) -> list[int]:
    """Sizes and place, those that are too large for their field taken from the extra field."""
    found = list(values)
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        if kind == 1:
            wide = [number for number, value in enumerate(values) if value == 0xFFFFFFFF]
            for place, number in zip(range(4, 4 + length, 8), wide, strict=False):
                found[number] = int.from_bytes(extra[place : place + 8], "little")
        extra = extra[4 + length :]
    return found


def open_member(stream: BinaryIO, entry: Entry, expansion: Expansion) -> BinaryIO:
    """The expanded bytes of a member.

    Args:
        stream: The archive; it must not be moved while the member is read.
        entry: What the directory says of the member.
        expansion: Counts what the archive expands to.

    Raises:
        ValueError: The member is encrypted, damaged, or packed in a way that is not read.
        OSError: On reading: it is damaged.
    """
    if entry.encrypted:
        raise ValueError("an encrypted member")
    stream.seek(entry.start)
    header = stream.read(_LOCAL.size)
    if len(header) < _LOCAL.size or not header.startswith(b"PK\x03\x04"):
        raise ValueError("a damaged member: no header where the directory says")
    stream.seek(sum(_LOCAL.unpack(header)[-2:]), os.SEEK_CUR)
    packed = io.BufferedReader(_Part(stream, entry.packed), CHUNK)
    if entry.method == 0:
        source: BinaryIO = cast("BinaryIO", packed)
    elif entry.method in _METHODS:
        source = cast("BinaryIO", Expanded(packed, _METHODS[entry.method], expansion))
    else:
        raise ValueError(f"a member packed by method {entry.method}, which is not read")
    return cast("BinaryIO", io.BufferedReader(_Checked(source, entry), CHUNK))


class _Part(io.RawIOBase):
    """So many of the next bytes of a stream."""

    def __init__(self, stream: BinaryIO, length: int) -> None:
        self._stream = stream
        self._left = length

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        data = self._stream.read(min(self._left, len(view)))
        view[: len(data)] = data
        self._left -= len(data)
        return len(data)


class _Checked(io.RawIOBase):
    """A member's bytes, with the length and the checksum that the directory says."""

    def __init__(self, source: BinaryIO, entry: Entry) -> None:
        self._source = source
        self._left = entry.size
        self._expected = entry.checksum
        self._checksum = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        data = self._source.read(min(self._left, len(view))) if self._left else b""
        view[: len(data)] = data
        self._left -= len(data)
        self._checksum = zlib.crc32(data, self._checksum)
        if not data and len(view) and self._left:
            raise OSError("a damaged archive member: it ends too early")
        if not self._left and self._checksum != self._expected:
            self._expected = self._checksum  # said once
            raise OSError("a damaged archive member: another checksum than its directory says")
        return len(data)

"""The bytes of a WARC file, record by record: plain, or in gzip members that may be damaged."""

from __future__ import annotations

import zlib
from typing import BinaryIO

from .compression import CHUNK
from .limits import LARGEST_RECORD

__all__ = ["GzipBytes", "PlainBytes", "WarcBytes", "is_gzip", "is_gzip_warc"]

_MAGIC = b"\x1f\x8b\x08"
_VERSION = b"WARC/1."
_FEED = 1 << 15  # bytes given to the decompressor at a time: about a member
_TRIAL = 4096  # bytes of a member from which its first bytes come out, headers included


def is_gzip(first: bytes) -> bool:
    """Whether a file that begins so is compressed with gzip."""
    return first.startswith(_MAGIC[:2])


def is_gzip_warc(head: bytes | bytearray) -> bool:
    """Whether a gzip file that begins so holds WARC records."""
    if not head.startswith(_MAGIC) or len(head) < 4 or head[3] & 0xE0:  # bits that must be 0
        return False
    try:
        return zlib.decompressobj(wbits=31).decompress(bytes(head[:_TRIAL]), 5) == b"WARC/"
    except zlib.error:
        return False


class WarcBytes:
    """Bytes read forward; what `more` gives out is asked for when it is needed."""

    def __init__(self, first: bytes, stream: BinaryIO) -> None:
        self._stream = stream
        self._ready = bytearray()  # expanded bytes that were not yet taken
        self._first = first
        self._taken = 0  # bytes of the file

    @property
    def place(self) -> int:
        """How many bytes of the file lie before what comes next, about; never fewer than before."""
        return self._taken - len(self._ready)

    def more(self) -> bytes:
        """More bytes; none at the end of the file."""
        raise NotImplementedError

    def find_next(self) -> bool:
        """Behind damage: goes to where another record seems to begin."""
        raise NotImplementedError

    def begin_record(self) -> None:
        """Says that a record begins here: what lies before will not be asked for again."""

    def _fetch(self) -> bytes:
        data, self._first = self._first, b""
        data = data or self._stream.read(CHUNK)
        self._taken += len(data)
        return data

    def line(self, limit: int) -> bytes:
        """Bytes up to a line end or `limit`; empty at the end of the file."""
        looked = 0
        while (end := self._ready.find(b"\n", looked, limit)) < 0:
            looked = len(self._ready)
            if looked >= limit:
                break
            data = self.more()
            if not data:
                break
            self._ready += data
        return self._cut(end + 1 if end >= 0 else min(limit, len(self._ready)))

    def take(self, length: int) -> bytes:
        """So many bytes.  OSError: the file has not so many."""
        while len(self._ready) < length:
            data = self.more()
            if not data:
                raise OSError("the record ends too early")
            self._ready += data
        return self._cut(length)

    def skip(self, length: int) -> None:
        """Passes over so many bytes.  OSError: the file has not so many."""
        while length > len(self._ready):
            length -= len(self._ready)
            self._ready.clear()
            self._ready += self.more()
            if not self._ready:
                raise OSError("the record ends too early")
        del self._ready[:length]

    def _cut(self, length: int) -> bytes:
        data = bytes(self._ready[:length])
        del self._ready[:length]
        return data


class PlainBytes(WarcBytes):
    """A WARC file as it is."""

    def more(self) -> bytes:
        return self._fetch()

    def find_next(self) -> bool:
        if len(self._ready) < len(_VERSION):
            self._ready += self.more()
        if self._ready.startswith(_VERSION):
            return True
        while True:
            at = self._ready.find(b"\n" + _VERSION)
            if at >= 0:
                del self._ready[: at + 1]
                return True
            del self._ready[: max(0, len(self._ready) - 16)]
            data = self.more()
            if not data:
                return False
            self._ready += data


class GzipBytes(WarcBytes):
    """A WARC file in gzip members.  Behind a damaged one, the next that holds a record is found.

    The compressed bytes since the record began are kept, at most 64 MiB: where a member was cut,
    the next begins in the midst of what the decompressor took for its data.
    """

    def __init__(self, first: bytes, stream: BinaryIO) -> None:
        super().__init__(first, stream)
        self._packed = bytearray()
        self._at = 0  # bytes of it that were given to the decompressor
        self._inner = zlib.decompressobj(wbits=31)
        self._begun = False

    @property
    def place(self) -> int:
        return self._taken - (len(self._packed) - self._at)

    def begin_record(self) -> None:
        del self._packed[: self._at]
        self._at = 0

    def more(self) -> bytes:
        while True:
            if self._inner.eof or not self._begun:
                if not self._begin_member():
                    return b""
            elif self._at == len(self._packed):
                self._more_packed()
            data = bytes(self._packed[self._at : self._at + _FEED])
            try:
                out = self._inner.decompress(data, CHUNK)
            except zlib.error as error:
                raise OSError(f"damaged gzip data: {error}") from None
            left = self._inner.unused_data if self._inner.eof else self._inner.unconsumed_tail
            self._at += len(data) - len(left)
            if out:
                return out
            if not data and not self._inner.eof:
                raise OSError("the gzip data end too early")

    def _more_packed(self) -> bool:
        data = self._fetch()
        self._packed += data
        if self._at > LARGEST_RECORD:
            raise OSError(f"a record of more than {LARGEST_RECORD >> 20} MiB of gzip data")
        return bool(data)

    def _begin_member(self) -> bool:
        """Begins the next member; False at the end of the file."""
        while True:
            while self._at < len(self._packed) and self._packed[self._at] == 0:  # padding
                self._at += 1
            if len(self._packed) - self._at >= len(_MAGIC) or not self._more_packed():
                break
        rest = self._packed[self._at : self._at + len(_MAGIC)]
        if not rest:
            return False
        if rest != _MAGIC:
            raise OSError(f"expected a gzip member, found {bytes(rest)!r}")
        self._inner = zlib.decompressobj(wbits=31)
        self._begun = True
        return True

    def find_next(self) -> bool:
        self._ready.clear()
        self._begun = False
        start = 1 if self._packed.startswith(_MAGIC) else 0
        while True:
            found = self._packed.find(_MAGIC, start)
            if found < 0 or found + _TRIAL > len(self._packed):
                keep = found if found >= 0 else max(0, len(self._packed) - len(_MAGIC))
                del self._packed[:keep]
                data = self._fetch()
                self._packed += data
                start = 0
                if data:
                    continue
                found = self._packed.find(_MAGIC)
                if found < 0:
                    self._packed.clear()
                    self._at = 0
                    return False
            if is_gzip_warc(self._packed[found : found + _TRIAL]):
                del self._packed[:found]
                self._at = 0
                return True
            if found + _TRIAL > len(self._packed):  # at the end of the file
                del self._packed[: found + 1]
                start = 0
            else:
                start = found + 1

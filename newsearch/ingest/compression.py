"""Compressed streams, read through with a bound on what they may expand to."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, BinaryIO, cast

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["Expanded", "Expansion", "TooLargeError", "compression_of", "expand"]

CHUNK = 1 << 18  # bytes read or expanded at a time
FREE_EXPANSION = 256 << 20  # bytes that any stream may expand to
GREATEST_RATIO = 250  # beyond that: news compresses 3 to 30 times, a bomb 1,000 times and more
XZ_MEMORY = 256 << 20  # bytes that an xz stream may ask for; xz -9 asks for 65 MiB

_MAGIC = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
)
_WINDOWS = {"gzip": 31, "deflate": -15}  # zlib's name for the kind of data


class TooLargeError(ValueError):
    """Something expands to more than is allowed."""


def compression_of(head: bytes) -> str | None:
    """The compression of a file that begins with `head`: gzip, bzip2, xz, zstd or None."""
    return next((name for magic, name in _MAGIC if head.startswith(magic)), None)


class Expansion:
    """Counts what a stream, or all members of an archive, expand to.

    Layers inside each other are bounded together: each may expand to `GREATEST_RATIO` times the
    bytes that the outermost one takes, not those that it takes itself.

    Example: ``Expansion(Expansion())`` counts for a stream inside another one.
    """

    __slots__ = ("_expanded", "_is_whole", "_outermost", "_read")

    def __init__(self, outer: Expansion | None = None, read: int = 0) -> None:
        """
        Args:
            outer: That of the stream or archive around this one.
            read: Bytes of an archive that is there as a whole.
        """
        self._outermost: Expansion = self if outer is None else outer._outermost
        self._read = read
        self._is_whole = read > 0  # members of an archive may overlap, so they are not added up
        self._expanded = 0

    def take(self, length: int) -> None:
        """Counts bytes that go in."""
        if not self._is_whole:
            self._read += length

    def give(self, length: int) -> None:
        """Counts bytes that come out.

        Raises:
            TooLargeError: They are too many.
        """
        self._expanded += length
        read = self._outermost._read
        if self._expanded > FREE_EXPANSION and self._expanded > GREATEST_RATIO * read:
            raise TooLargeError(
                f"{read} bytes of compressed data expand to more than {GREATEST_RATIO} times "
                "their size"
            )


class _Deflated:
    """`zlib.decompressobj` with the interface that the other decompressors share."""

    def __init__(self, wbits: int) -> None:
        self._inner = zlib.decompressobj(wbits=wbits)

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data


def _decompressor(compression: str) -> Callable[[], Any]:
    if compression in _WINDOWS:
        return lambda: _Deflated(_WINDOWS[compression])
    if compression == "bzip2":
        from bz2 import BZ2Decompressor

        return BZ2Decompressor
    if compression == "xz":
        import lzma

        return lambda: lzma.LZMADecompressor(memlimit=XZ_MEMORY)
    return cast("Callable[[], Any]", _zstd().ZstdDecompressor)


def _zstd() -> Any:
    try:
        from compression import zstd  # type: ignore[import-not-found, unused-ignore]
    except ImportError:  # before Python 3.14
        from backports import zstd
    return zstd


class Expanded(io.RawIOBase):
    """The expanded bytes of a stream in gzip, bzip2, xz, zstd or deflate, read forward only.

    Streams one after another, as ``cat a.gz b.gz`` makes them, are read as one.

    Raises on reading:
        OSError: The data are damaged or end too early.
        TooLargeError: They expand to more than `GREATEST_RATIO` times their size.
    """

    def __init__(self, source: BinaryIO, compression: str, expansion: Expansion) -> None:
        self._source = source
        self._name = compression
        self._expansion = expansion
        self._new = _decompressor(compression)
        self._inner: Any = self._new()
        self._pending = b""
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        if not len(view):
            return 0
        data = self._next(min(len(view), CHUNK))
        view[: len(data)] = data
        return len(data)

    def _next(self, size: int) -> bytes:
        while not self._ended:
            if self._inner.eof and not self._begin_next():
                break
            data = self._pending
            self._pending = b""
            if not data and self._inner.needs_input:
                data = self._fetch()
                if not data:
                    raise OSError(f"the {self._name} data end too early")
            try:
                out = cast("bytes", self._inner.decompress(data, size))
            except MemoryError:
                raise TooLargeError(f"the {self._name} data ask for too much memory") from None
            except Exception as error:  # zlib.error, LZMAError, ZstdError, OSError
                raise OSError(f"damaged {self._name} data: {error}") from None
            if out:
                self._expansion.give(len(out))
                return out
        return b""

    def _fetch(self) -> bytes:
        data = self._source.read(CHUNK)
        self._expansion.take(len(data))
        return data

    def _begin_next(self) -> bool:
        """Behind the end of a stream: another one begins, or the rest is padding."""
        rest = cast("bytes", self._inner.unused_data) or self._fetch()
        while rest and not rest.strip(b"\x00"):
            rest = self._fetch()
        rest = rest.lstrip(b"\x00")
        if compression_of(rest[:8]) != self._name and len(rest) < 8:
            rest += self._fetch()
        if compression_of(rest[:8]) != self._name:
            self._ended = True
            if rest:
                raise OSError(f"behind the {self._name} data stands something else")
            return False
        self._inner, self._pending = self._new(), rest
        return True


def expand(source: BinaryIO, compression: str, expansion: Expansion) -> BinaryIO:
    """A buffered stream of the expanded bytes of `source`, counted by `expansion`."""
    return io.BufferedReader(Expanded(source, compression, expansion), CHUNK)

"""Members of zip and tar archives.

Nothing is unpacked to disk and no name in an archive is used as a path: names only tell a reader
where a record came from.  Links, devices and encrypted members are not read.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from .compression import FREE_EXPANSION, GREATEST_RATIO, TooLargeError

__all__ = ["archive_of", "members"]

MOST_MEMBERS = 10_000_000
LARGEST_NESTED = 1 << 30  # bytes of a zip file that is itself read from a pipe or an archive
_IN_MEMORY = 16 << 20


def archive_of(head: bytes) -> str | None:
    """The kind of archive that begins with `head`: zip, tar or None."""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head[257:262] == b"ustar":
        return "tar"
    return None


def members(
    stream: BinaryIO, archive: str, is_skipped: Callable[[str], bool]
) -> Iterator[tuple[str, BinaryIO]]:
    """Name and expanded stream of each regular member that is not skipped, in stored order.

    A stream is good until the next member is asked for.

    Raises:
        ValueError: The archive is damaged, encrypted, or expands beyond bounds.
    """
    inner = _zip_members if archive == "zip" else _tar_members
    damages = _damages()
    try:
        yield from inner(stream, is_skipped)
    except damages as error:
        raise ValueError(f"damaged or unknown {archive} archive: {error}") from None


def _damages() -> tuple[type[Exception], ...]:
    import tarfile
    import zipfile
    import zlib

    return zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, NotImplementedError


def _tar_members(
    stream: BinaryIO, is_skipped: Callable[[str], bool]
) -> Iterator[tuple[str, BinaryIO]]:
    import tarfile

    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for count, member in enumerate(archive):
            if count >= MOST_MEMBERS:
                raise TooLargeError(f"more than {MOST_MEMBERS} members")
            archive.members = []  # type: ignore[attr-defined]  # it would remember every one
            if not member.isreg() or is_skipped(member.name):
                continue
            content = archive.extractfile(member)
            if content is not None:
                yield member.name, cast("BinaryIO", io.BufferedReader(_Forward(content)))


def _zip_members(
    stream: BinaryIO, is_skipped: Callable[[str], bool]
) -> Iterator[tuple[str, BinaryIO]]:
    import zipfile

    with _seekable(stream) as source, zipfile.ZipFile(source) as archive:
        for info in archive.infolist()[:MOST_MEMBERS]:
            if info.is_dir() or is_skipped(info.filename):
                continue
            expanded, packed = info.file_size, info.compress_size
            if expanded > FREE_EXPANSION and expanded > GREATEST_RATIO * packed:
                raise TooLargeError(f"{info.filename} expands to {expanded} bytes")
            if info.flag_bits & 1:
                raise ValueError(f"{info.filename} is encrypted")
            with archive.open(info) as content:
                # zipfile never gives out more than the declared size.
                yield info.filename, cast("BinaryIO", io.BufferedReader(_Forward(content)))


@contextmanager
def _seekable(stream: BinaryIO) -> Iterator[BinaryIO]:
    """The stream, or a copy where it only goes forward: a zip has its contents list at the end."""
    if stream.seekable():
        yield stream
        return
    import tempfile

    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as copy:
        while data := stream.read(1 << 20):
            copy.write(data)
            if copy.tell() > LARGEST_NESTED:
                limit = f"{LARGEST_NESTED >> 20} MiB"
                raise TooLargeError(f"a zip archive of more than {limit} in a pipe or an archive")
        copy.seek(0)
        yield cast("BinaryIO", copy)


class _Forward(io.RawIOBase):
    """A member's stream, read forward only, whose errors are those of files."""

    def __init__(self, content: object) -> None:
        self._content = cast("BinaryIO", content)
        self._damages = _damages()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            data = self._content.read(len(buffer))
        except self._damages as error:
            raise OSError(f"damaged archive member: {error}") from None
        buffer[: len(data)] = data
        return len(data)

"""Members of zip and tar archives.

Nothing is unpacked to disk and no name in an archive is used as a path: names only tell a reader
where a record came from.  Links, devices and encrypted members are not read.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO, cast

from .compression import Expansion, TooLargeError
from .portions import Portion

__all__ = ["Member", "archive_of", "members"]

MOST_MEMBERS = 10_000_000
LARGEST_NESTED = 1 << 30  # bytes of a zip file that is itself read from a pipe or an archive
LONGEST_NOTE = 64 << 10  # bytes of a tar header that holds a long name or other attributes
_IN_MEMORY = 16 << 20


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an archive.

    Attributes:
        name: Where a record came from; never used as a path.
        open: Its expanded bytes, good until the next member is asked for.
        expansion: Counts what the archive expands to; None where nothing was compressed.
        skipped: Why it is passed over; None where it is to be read.
    """

    name: str
    open: Callable[[], BinaryIO]
    expansion: Expansion | None = None
    skipped: str | None = None


def archive_of(head: bytes) -> str | None:
    """The kind of archive that begins with `head`: zip, tar or None."""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head[257:262] == b"ustar":
        return "tar"
    return None


def members(
    stream: BinaryIO,
    archive: str,
    why_skipped: Callable[[str], str | None],
    outer: Expansion | None = None,
    portion: Portion | None = None,
) -> Iterator[Member]:
    """Each member that is no folder, in stored order.

    Args:
        stream: The archive.
        archive: Its kind.
        why_skipped: Why a member of such a name is passed over; None where it is not.
        outer: Counts what the stream around the archive expands to.
        portion: Which are wanted: those that begin in it.

    Raises:
        ValueError: The archive is damaged, or has too many members.
    """
    inner = _zip_members if archive == "zip" else _tar_members
    within = portion or Portion(0, None)
    place = 0
    try:
        for count, (place, member) in enumerate(inner(stream, why_skipped, outer, within)):
            if within.is_before(place):
                return
            if count >= MOST_MEMBERS:
                raise TooLargeError(f"more than {MOST_MEMBERS:,} members")
            if within.holds(place):
                yield member
    except (OSError, ValueError):
        if within.holds(place if archive == "zip" else within.position()):
            raise  # else it is told by who has that portion


def _tar_members(
    stream: BinaryIO,
    why_skipped: Callable[[str], str | None],
    outer: Expansion | None,
    portion: Portion,
) -> Iterator[tuple[int, Member]]:
    import tarfile

    notes = (tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.XHDTYPE, tarfile.XGLTYPE,
             tarfile.SOLARIS_XHDTYPE)  # fmt: skip

    class Header(tarfile.TarInfo):
        """A header; the library reads long names and other notes into memory, here bounded ones."""

        def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
            if self.type in notes and self.size > LONGEST_NOTE:
                raise TooLargeError(f"a tar header of {self.size:,} bytes")
            return super()._proc_member(archive)  # type: ignore[misc, no-any-return]

    try:
        with tarfile.open(fileobj=stream, mode="r|", tarinfo=Header) as archive:
            for count, member in enumerate(archive):
                # Of the first, too, a chunk was taken by now.
                place = portion.position() if count else 0
                # It would remember every one.
                archive.members, archive.pax_headers = [], {}  # type: ignore[attr-defined]
                # A sparse member of a few bytes may stand for terabytes of zeros.
                regular = member.isreg() and not member.issparse()
                why = why_skipped(member.name) if regular else "no regular member"
                if not member.isdir():
                    content = None if why else archive.extractfile(member)
                    yield place, Member(member.name, partial(_forward, content), outer, why)
    except RecursionError:
        raise ValueError("damaged tar archive: headers without end") from None
    except (tarfile.TarError, EOFError) as error:
        raise ValueError(f"damaged tar archive: {error}") from None


def _zip_members(
    stream: BinaryIO,
    why_skipped: Callable[[str], str | None],
    outer: Expansion | None,
    portion: Portion,
) -> Iterator[tuple[int, Member]]:
    from .zip_members import entries, open_member

    with _seekable(stream) as source:
        expansion = Expansion(outer, source.seek(0, os.SEEK_END))
        place = 0  # what the members before took, in whichever order they lie in the file
        try:
            for entry in entries(source):
                why = why_skipped(entry.name) if entry.regular else "no regular member"
                if not entry.name.endswith("/"):
                    opened = partial(open_member, source, entry, expansion)
                    yield place, Member(entry.name, opened, expansion, why)
                place += entry.packed
        except ValueError as error:
            raise ValueError(f"damaged zip archive: {error}") from None


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


def _forward(content: object) -> BinaryIO:
    return cast("BinaryIO", io.BufferedReader(_Forward(content)))


class _Forward(io.RawIOBase):
    """A member's stream, read forward only, whose errors are those of files."""

    def __init__(self, content: object) -> None:
        import tarfile

        self._content = cast("BinaryIO", content)
        self._damages = (tarfile.TarError, EOFError, ValueError)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            data = self._content.read(len(buffer))
        except self._damages as error:
            raise OSError(f"damaged archive member: {error}") from None
        buffer[: len(data)] = data
        return len(data)

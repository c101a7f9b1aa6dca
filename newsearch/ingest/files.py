"""Paths to open inputs: folders, globs, standard input, compressed files, archives."""

from __future__ import annotations

import glob
import io
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, TypeAlias, cast

from ..errors import ReadError
from .accounts import CONTINUED, InputReport, OnError, OnInput, Tell, ignore
from .archives import archive_of, members
from .compression import Expansion, compression_of, expand
from .formats import HEAD, Format, find_format, format_named
from .portions import Portion
from .warc_bytes import is_gzip_warc

__all__ = ["Input", "PathLike", "files_of", "open_file", "open_inputs", "why_skipped"]

PathLike: TypeAlias = "str | os.PathLike[str]"

DEEPEST = 4  # layers of compression and archives inside each other
BUFFER = 1 << 18  # bytes

# What in a folder or an archive is clearly no news.  A file that is named is always tried.
_OTHER_SUFFIXES = (
    ".py .pyc .pyx .pxd .pyi .c .h .cc .cpp .hpp .so .o .a .js .mjs .ts .tsx .css .scss .java "
    ".class .jar .go .rs .rb .php .sh .bat .ps1 .exe .dll .dylib .bin .dat .db .sqlite "
    ".sqlite3 .pickle "
    ".pkl .npy .npz .parquet .png .jpg .jpeg .gif .webp .svg .ico .bmp .tif .tiff .avif "
    ".heic .mp3 .mp4 "
    ".m4a .wav .ogg .flac .avi .mov .mkv .webm .woff .woff2 .ttf .otf .eot .pdf .doc .docx .xls "
    ".xlsx .ppt .pptx .odt .ods .toml .ini .cfg .conf .lock .map .log .md5 .sha1 .sha256 .sig .asc "
    ".part .tmp .bak .swp .cdx .idx"
)
_OTHER = frozenset(_OTHER_SUFFIXES.split())
# What tells of a folder, by the custom of those who publish collections.
_ABOUT_THE_FOLDER = frozenset(("README", "LICENSE", "LICENCE", "COPYING", "CHANGELOG", "NOTICE"))
_COMPRESSED = (".gz", ".bz2", ".xz", ".zst", ".lzma", ".gzip", ".bzip2", ".zstd")


@dataclass(slots=True)
class Input:
    """One file, or one member of an archive, open for reading.

    Attributes:
        path: The file on disk, ``-`` for standard input.
        member: The member inside an archive (``a.zip`` in ``b.tar`` is ``a.zip/name``), or None.
        size: Bytes of the file on disk; None where that is unknown.
        stream: Its expanded bytes, from the beginning.
        format: The format found or forced.
        disk: The file on disk, as it is.
        portion: Which part of it is wanted; None for all.
        articles: How many were read so far.
    """

    path: str
    member: str | None
    size: int | None
    stream: BinaryIO
    format: Format
    disk: BinaryIO | None = None
    portion: Portion | None = None
    articles: int = 0

    @property
    def name(self) -> str:
        """Path and member, for people to read."""
        return self.path if self.member is None else f"{self.path}/{self.member}"

    def position(self) -> int:
        """Bytes of the file on disk consumed so far, for progress bars."""
        try:
            return self.disk.tell() if self.disk is not None else 0
        except (OSError, ValueError):  # a pipe, or closed
            return self.size or 0


def why_skipped(name: str) -> str | None:
    """Why a file found in a folder or an archive is passed over: hidden, or clearly no news.

    Example: ``why_skipped("logo.png")`` is ``"no news by its name (.png)"``.
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    if last.startswith(".") or "__MACOSX" in name:
        return "hidden"
    if last.endswith("~"):
        return "a backup by its name"
    about = last.partition(".")[0].upper()
    if about in _ABOUT_THE_FOLDER:
        return f"no news by its name ({about})"
    suffix = suffix_of(last)
    return f"no news by its name ({suffix})" if suffix in _OTHER else None


def suffix_of(name: str) -> str:
    """The suffix in lower case, that of a compression left out: ``.jsonl`` of ``a.jsonl.gz``."""
    lower = name.lower()
    for ending in _COMPRESSED:
        lower = lower.removesuffix(ending)
    return os.path.splitext(lower)[1]  # noqa: PTH122  the name may be no path of this system


def open_inputs(
    paths: Iterable[PathLike],
    on_error: OnError,
    forced: Format | None = None,
    on_input: OnInput = ignore,
) -> Iterator[Input]:
    """Every input that `paths` name, open, one after another.

    Folders are walked in sorted order; an archive gives its members in its own order.  An input
    is open until the next is asked for.  What cannot be opened or is of no known format goes to
    `on_error`, and the next one follows.  `on_input` is told of each input when it is over, and
    what in a folder or an archive was passed over.

    Example: ``for one in open_inputs(["news/"], print): print(one.name, one.format.name)``
    """
    tell = Tell(on_error, on_input)
    for path in paths:
        text = os.fspath(path)
        if text == "-":
            yield from _from_standard_input(tell, forced)
            continue
        for file in _files(text, tell):
            yield from open_file(file, tell, forced)


def files_of(
    paths: Iterable[PathLike], on_error: OnError, on_input: OnInput = ignore
) -> Iterator[str]:
    """The files that paths name, in the order in which `open_inputs` opens them."""
    for path in paths:
        yield from _files(os.fspath(path), Tell(on_error, on_input))


def _files(path: str, tell: Tell) -> Iterator[str]:
    """The files that one path names."""
    place = Path(path)
    if path and place.is_dir():
        yield from _walk(path, tell)
    elif path and place.exists():
        yield path
    elif glob.has_magic(path):
        matches = sorted(glob.glob(path, recursive=True))  # noqa: PTH207  keeps paths as written
        if not matches:
            tell.error(ReadError(path, "no file matches this pattern"))
        for match in matches:
            if not Path(match).is_dir():
                yield match
            elif "**" not in path:  # which finds what is in folders by itself
                yield from _walk(match, tell)
    else:
        reason = "a link to nothing" if place.is_symlink() else "no such file or folder"
        tell.error(ReadError(path, reason))


def _walk(folder: str, tell: Tell) -> Iterator[str]:
    """The files below a folder, sorted.  Links that lead out of it are not followed."""
    root = os.path.realpath(folder)
    waiting = [folder]
    while waiting:
        place = waiting.pop()
        try:
            why = None if place == folder else _why_passed_over(place, root)
            if why is not None:
                tell.input(InputReport(place, skipped=why))
            elif os.path.isdir(place):  # noqa: PTH112  a million paths are held as strings
                with os.scandir(place) as found:
                    names = sorted(one.name for one in found)
                waiting.extend(os.path.join(place, one) for one in reversed(names))  # noqa: PTH118
            else:
                yield place
        except OSError as error:
            tell.error(ReadError(place, error.strerror or str(error)))


def _why_passed_over(place: str, root: str) -> str | None:
    """Why a file or folder found below the folder `root` is not entered."""
    name = os.path.basename(place)  # noqa: PTH119
    if os.path.islink(place):  # noqa: PTH114
        target = os.path.realpath(place)
        if os.path.isdir(target):  # noqa: PTH112  where it lies inside, it is found by itself
            return "a link to a folder"
        if not os.path.exists(target):  # noqa: PTH110
            return "a link to nothing"
        if not target.startswith(os.path.join(root, "")):  # noqa: PTH118
            return "a link that leads out of the folder"
    elif os.path.isdir(place):  # noqa: PTH112
        return "hidden" if name.startswith(".") else None
    return why_skipped(name) if os.path.isfile(place) else "no regular file"  # noqa: PTH113


def open_file(
    path: str, tell: Tell, forced: Format | None, portion: Portion | None = None
) -> Iterator[Input]:
    """The inputs in one file, or those that begin in a portion of it."""
    try:
        disk = Path(path).open("rb", buffering=0)  # noqa: SIM115
    except OSError as error:
        tell.error(ReadError(path, error.strerror or str(error)))
        return
    with disk:
        size = os.fstat(disk.fileno()).st_size if disk.seekable() else None
        stream = io.BufferedReader(disk, BUFFER)
        whole = Input(path, None, size, stream, cast("Format", forced), cast("BinaryIO", disk))
        if portion is not None:
            whole.portion = replace(portion, position=whole.position)
        yield from _layers(whole, suffix_of(path), tell, forced, DEEPEST)


def _from_standard_input(tell: Tell, forced: Format | None) -> Iterator[Input]:
    whole = Input("-", None, None, sys.stdin.buffer, cast("Format", forced))
    yield from _layers(whole, "", tell, forced, DEEPEST)


def _layers(
    one: Input,
    suffix: str,
    tell: Tell,
    forced: Format | None,
    depth: int,
    outer: Expansion | None = None,
) -> Iterator[Input]:
    """The inputs inside `one`: itself, or what its compression and archive layers hold."""
    try:
        head, one.stream = peek(one.stream)
        compression = compression_of(head)
        archive = archive_of(head)
        if (compression or archive) and depth == 0:
            raise ValueError(f"more than {DEEPEST} layers of compression and archives")
        if (
            compression == "gzip"
            and is_gzip_warc(head)
            and (forced is None or forced.name == "warc")
        ):
            one.format = format_named("warc")  # whose reader passes over damaged members
        elif compression:
            expansion = Expansion(outer)
            one.stream = expand(one.stream, compression, expansion)
            yield from _layers(one, suffix, tell, forced, depth - 1, expansion)
            return
        elif archive:
            yield from _members(one, archive, tell, forced, depth - 1, outer)
            return
        else:
            one.format = forced or find_format(head, suffix)
        if one.portion is not None and not one.format.divisible:
            if one.portion.start:
                return  # the first portion is all of it
            one.portion = None
        yield one
        goes_on = one.portion is not None and one.portion.stop is not None
        record = CONTINUED if goes_on else record_in(one)
        tell.input(InputReport(one.path, record, one.format.name, one.articles))
    except (OSError, ValueError, EOFError) as error:
        tell.error(error_of(one, error))


def _members(
    one: Input,
    archive: str,
    tell: Tell,
    forced: Format | None,
    depth: int,
    outer: Expansion | None,
) -> Iterator[Input]:
    """The inputs inside the members of the archive `one`."""
    inside = "" if one.member is None else f"{one.member}/"
    for member in members(one.stream, archive, why_skipped, outer, one.portion):
        name = inside + member.name
        if member.skipped is not None:
            tell.input(InputReport(one.path, f"member {name}", skipped=member.skipped))
            continue
        part = Input(one.path, name, one.size, one.stream, one.format, one.disk)
        try:
            part.stream = member.open()
        except (OSError, ValueError) as error:
            tell.error(error_of(part, error))
            continue
        suffix = suffix_of(member.name)
        yield from _layers(part, suffix, tell, forced, depth, member.expansion)


def error_of(one: Input, error: Exception, record: str | None = None) -> ReadError:
    """`error` as a `ReadError` that says where in `one` it happened."""
    reason = str(error) or type(error).__name__
    if isinstance(error, ReadError):
        reason = error.reason
    return ReadError(one.path, reason, record_in(one, record))


def record_in(one: Input, record: str | None = None) -> str | None:
    """How errors and reports name a record of `one`, or all of it: None for all of a file."""
    parts = [part for part in (one.member and f"member {one.member}", record) if part]
    return ", ".join(parts) or None


def peek(stream: BinaryIO) -> tuple[bytes, BinaryIO]:
    """The first bytes of a stream, and a stream that still begins with them.

    What makes the stream fail behind its first bytes is raised when they were read again.
    """
    head = b""
    failure: OSError | ValueError | None = None
    try:
        while len(head) < HEAD and (more := stream.read1(HEAD - len(head))):  # type: ignore[attr-defined]
            head += more
    except (OSError, ValueError) as error:
        if not head:
            raise
        failure = error
    if failure is None and stream.seekable():
        stream.seek(-len(head), os.SEEK_CUR)
        return head, stream
    return head, cast("BinaryIO", io.BufferedReader(_Rejoined(head, stream, failure), BUFFER))


class _Rejoined(io.RawIOBase):
    """Bytes already read, then the rest of the stream they came from, or what it fails with."""

    def __init__(self, head: bytes, rest: BinaryIO, failure: Exception | None) -> None:
        self._head = memoryview(head)
        self._rest = rest
        self._failure = failure

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if not len(self._head):
            if self._failure is not None:
                raise self._failure
            # Once, so that what comes before damage is not lost with it.
            return self._rest.readinto1(buffer)  # type: ignore[attr-defined, no-any-return]
        count = min(len(buffer), len(self._head))
        buffer[:count] = self._head[:count]
        self._head = self._head[count:]
        return count

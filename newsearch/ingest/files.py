"""Paths to open inputs: folders, globs, standard input, compressed files, archives."""

from __future__ import annotations

import glob
import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeAlias, cast

from ..errors import ReadError
from .archives import Member, archive_of, members
from .compression import Expansion, compression_of, expand
from .formats import HEAD, Format, find_format, format_named
from .warc_bytes import is_gzip_warc

__all__ = ["Input", "OnError", "PathLike", "files_of", "is_skipped", "open_inputs"]

OnError: TypeAlias = Callable[[ReadError], None]
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
    """

    path: str
    member: str | None
    size: int | None
    stream: BinaryIO
    format: Format
    disk: BinaryIO | None = None

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


def is_skipped(name: str) -> bool:
    """Whether a file found in a folder or an archive is passed over: hidden, or clearly no news."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    if last.startswith(".") or "__MACOSX" in name or last.endswith("~"):
        return True
    if last.partition(".")[0].upper() in _ABOUT_THE_FOLDER:
        return True
    return suffix_of(last) in _OTHER


def suffix_of(name: str) -> str:
    """The suffix in lower case, that of a compression left out: ``.jsonl`` of ``a.jsonl.gz``."""
    lower = name.lower()
    for ending in _COMPRESSED:
        lower = lower.removesuffix(ending)
    return os.path.splitext(lower)[1]  # noqa: PTH122  the name may be no path of this system


def open_inputs(
    paths: Iterable[PathLike], on_error: OnError, forced: Format | None = None
) -> Iterator[Input]:
    """Every input that `paths` name, open, one after another.

    Folders are walked in sorted order; an archive gives its members in its own order.  An input
    is open until the next is asked for.  What cannot be opened or is of no known format goes to
    `on_error`, and the next one follows.

    Example: ``for one in open_inputs(["news/"], print): print(one.name, one.format.name)``
    """
    for path in paths:
        text = os.fspath(path)
        if text == "-":
            yield from _from_standard_input(on_error, forced)
            continue
        for file in _files(text, on_error):
            yield from _open_file(file, on_error, forced)


def files_of(paths: Iterable[PathLike], on_error: OnError) -> Iterator[str]:
    """The files that paths name, in the order in which `open_inputs` opens them."""
    for path in paths:
        yield from _files(os.fspath(path), on_error)


def _files(path: str, on_error: OnError) -> Iterator[str]:
    """The files that one path names."""
    place = Path(path)
    if path and place.is_dir():
        yield from _walk(path, on_error)
    elif path and place.exists():
        yield path
    elif glob.has_magic(path):
        matches = sorted(glob.glob(path, recursive=True))  # noqa: PTH207  keeps paths as written
        if not matches:
            on_error(ReadError(path, "no file matches this pattern"))
        for match in matches:
            if not Path(match).is_dir():
                yield match
            elif "**" not in path:  # which finds what is in folders by itself
                yield from _walk(match, on_error)
    else:
        reason = "a link to nothing" if place.is_symlink() else "no such file or folder"
        on_error(ReadError(path, reason))


def _walk(folder: str, on_error: OnError) -> Iterator[str]:
    """The files below a folder, sorted.  Links that lead out of it are not followed."""
    root = os.path.realpath(folder)
    waiting = [folder]
    while waiting:
        place = waiting.pop()
        name = os.path.basename(place)  # noqa: PTH119  a million paths are held as strings
        try:
            if place != folder and os.path.islink(place):  # noqa: PTH114
                target = os.path.realpath(place)
                inside = target.startswith(os.path.join(root, ""))  # noqa: PTH118
                if inside and os.path.isfile(target) and not is_skipped(name):  # noqa: PTH113
                    yield place
            elif os.path.isdir(place):  # noqa: PTH112
                with os.scandir(place) as found:
                    names = sorted(one.name for one in found if not one.name.startswith("."))
                waiting.extend(os.path.join(place, one) for one in reversed(names))  # noqa: PTH118
            elif os.path.isfile(place) and not is_skipped(name):  # noqa: PTH113
                yield place
        except OSError as error:
            on_error(ReadError(place, error.strerror or str(error)))


def _open_file(path: str, on_error: OnError, forced: Format | None) -> Iterator[Input]:
    try:
        disk = Path(path).open("rb", buffering=0)  # noqa: SIM115
    except OSError as error:
        on_error(ReadError(path, error.strerror or str(error)))
        return
    with disk:
        size = os.fstat(disk.fileno()).st_size if disk.seekable() else None
        stream = io.BufferedReader(disk, BUFFER)
        whole = Input(path, None, size, stream, cast("Format", forced), cast("BinaryIO", disk))
        yield from _layers(whole, suffix_of(path), on_error, forced, DEEPEST)


def _from_standard_input(on_error: OnError, forced: Format | None) -> Iterator[Input]:
    whole = Input("-", None, None, sys.stdin.buffer, cast("Format", forced))
    yield from _layers(whole, "", on_error, forced, DEEPEST)


def _layers(
    one: Input,
    suffix: str,
    on_error: OnError,
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
            yield one
        elif compression:
            expansion = Expansion(outer)
            one.stream = expand(one.stream, compression, expansion)
            yield from _layers(one, suffix, on_error, forced, depth - 1, expansion)
        elif archive:
            for member in members(one.stream, archive, is_skipped, outer):
                yield from _member(one, member, on_error, forced, depth - 1)
        else:
            one.format = forced or find_format(head, suffix)
            yield one
    except (OSError, ValueError, EOFError) as error:
        on_error(error_of(one, error))


def _member(
    one: Input, member: Member, on_error: OnError, forced: Format | None, depth: int
) -> Iterator[Input]:
    """The inputs inside a member of the archive `one`."""
    name = member.name if one.member is None else f"{one.member}/{member.name}"
    part = Input(one.path, name, one.size, one.stream, one.format, one.disk)
    try:
        part.stream = member.open()
    except (OSError, ValueError) as error:
        on_error(error_of(part, error))
        return
    yield from _layers(part, suffix_of(member.name), on_error, forced, depth, member.expansion)


def error_of(one: Input, error: Exception, record: str | None = None) -> ReadError:
    """`error` as a `ReadError` that says where in `one` it happened."""
    parts = [part for part in (one.member and f"member {one.member}", record) if part]
    reason = str(error) or type(error).__name__
    if isinstance(error, ReadError):
        reason = error.reason
    return ReadError(one.path, reason, ", ".join(parts) or None)


def peek(stream: BinaryIO) -> tuple[bytes, BinaryIO]:
    """The first bytes of a stream, and a stream that still begins with them."""
    head = b""
    while len(head) < HEAD and (more := stream.read(HEAD - len(head))):
        head += more
    if stream.seekable():
        stream.seek(-len(head), os.SEEK_CUR)
        return head, stream
    return head, cast("BinaryIO", io.BufferedReader(_Rejoined(head, stream), BUFFER))


class _Rejoined(io.RawIOBase):
    """Bytes already read, then the rest of the stream they came from."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = memoryview(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if not len(self._head):
            return self._rest.readinto(buffer)  # type: ignore[attr-defined, no-any-return]
        count = min(len(buffer), len(self._head))
        buffer[:count] = self._head[:count]
        self._head = self._head[count:]
        return count

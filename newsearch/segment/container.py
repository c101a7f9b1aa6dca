"""A file of named sections: what every file of an index is.

Layout (little-endian; the grammar with a worked example is in FORMAT.md)::

    file      := header section* sums directory sums directory header
    header    := magic[8] version:u32 crc:u32 file-length:u64 directory-offset:u64
                 directory-length:u32 directory-crc:u32        (crc: of the header, itself as 0)
    section   := bytes padding to 8
    sums      := crc32:u32 for each chunk of 8 KB of what is before
    directory := JSON {"meta": {...}, "sections": [[name, offset, length], ...],
                       "sums": [offset, crc32]}

Opening reads the header and the directory. Sections are mapped; a chunk's checksum is compared
when something in it is first read (`newsearch.kernel.checksums`). The first header is written last,
so a file cut short by a crash is never taken for whole. What stands behind the first directory are
copies, for repairs.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import sys
import zlib
from array import array
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, TypeAlias

from newsearch.errors import CorruptIndex, IndexVersionError
from newsearch.kernel.checksums import Checksums
from newsearch.segment import disk

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MAGIC = b"NEWSRCH\n"
#: Version history: 1, checksums of whole sections, before the first release; 2, of chunks; 3,
#: segments tell the story of each article.
VERSION = 3
OLDEST_READABLE = 3
#: Bytes of a chunk that has a checksum, as a power of 2: enough to compare at 3 GB a second, few
#: enough that a search in a file never read before waits for microseconds.
CHUNK_SHIFT = 13
CHUNK = 1 << CHUNK_SHIFT
#: Chunks that are compared before their pages are let go: 32 MB.
CHUNKS_HELD = 4096
HEADER = struct.Struct("<8sIIQQII")
#: What can be written.
Bytes: TypeAlias = "bytes | bytearray | memoryview | array[int] | array[float]"
#: The kinds of arrays that sections hold, as of the module `array`.
Kind: TypeAlias = Literal["B", "H", "I", "Q", "q", "f"]


class ContainerWriter:
    """Writes a container section by section.

    Args:
        path: The file to make; it must not exist.

    Example::

        with ContainerWriter(path) as out:
            out.section("dates", dates.tobytes())
            out.finish({"documents": 3})
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = disk.create(path)
        self._file.write(bytes(HEADER.size))
        self._offset = HEADER.size
        self._sections: list[tuple[str, int, int]] = []
        self._name: str | None = None
        self._start = 0
        self._sums = array("I")
        self._sum = 0

    def __enter__(self) -> ContainerWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def begin(self, name: str) -> None:
        """Starts a section that `write` fills piece by piece."""
        self._name = name
        self._start = self._offset

    def write(self, data: Bytes) -> None:
        """Adds bytes to the section begun last; an array is written as its bytes."""
        data = memoryview(data).cast("B")
        self._file.write(data)
        at = self._offset
        self._offset += len(data)
        first = CHUNK - at % CHUNK  # bytes until the chunk is full
        if len(data) < first:
            self._sum = zlib.crc32(data, self._sum)
            return
        crc32, sums = zlib.crc32, self._sums
        sums.append(crc32(data[:first], self._sum))
        last = first + (len(data) - first) // CHUNK * CHUNK
        for start in range(first, last, CHUNK):
            sums.append(crc32(data[start : start + CHUNK]))
        self._sum = crc32(data[last:])

    def end(self) -> None:
        """Closes the section begun last."""
        assert self._name is not None
        self._sections.append((self._name, self._start, self._offset - self._start))
        # At least 8 bytes beyond each section, so that a reader of words may look one too far.
        self.write(bytes(8 + -self._offset % 8))
        self._name = None

    def section(self, name: str, data: Bytes) -> None:
        """Writes a whole section."""
        self.begin(name)
        self.write(data)
        self.end()

    def finish(self, meta: dict[str, Any], *, sync: bool = True) -> None:
        """Writes directory and header, and flushes to the disk."""
        if self._offset % CHUNK or not self._sums:
            self._sums.append(self._sum)
        _write_ends(self._file, self._offset, self._sums, meta, self._sections)
        if sync:
            disk.sync(self._file)
        self._file.close()


def _write_ends(
    file: BinaryIO,
    end: int,
    checksums: array[int],
    meta: dict[str, Any],
    sections: Sequence[tuple[str, int, int]],
) -> None:
    """Writes what stands behind the content, which ends at ``end``, and the header."""
    import orjson  # a reader does without: it takes ten times as long to import as json

    sums = checksums.tobytes()
    described = {"meta": meta, "sections": sections, "sums": [end, zlib.crc32(sums)]}
    directory = orjson.dumps(described)
    start = end + len(sums)
    length = start + len(directory) + len(sums) + len(directory) + HEADER.size
    fields = (length, start, len(directory), zlib.crc32(directory))
    crc = zlib.crc32(HEADER.pack(MAGIC, VERSION, 0, *fields))
    header = HEADER.pack(MAGIC, VERSION, crc, *fields)
    file.seek(end)
    file.write(sums + directory + sums + directory + header)
    file.truncate()
    file.seek(0)
    file.write(header)


def replace_section(path: Path, name: str, data: Bytes) -> None:
    """Writes a section anew in a file that nothing names yet, and waits until the disk has it.

    Args:
        path: A whole container.
        name: A section of it.
        data: As many bytes as it has.

    Raises:
        ValueError: They are not as many.
    """
    container = Container(path)
    view = memoryview(data).cast("B")
    start, length = container.start_of(name), container.section(name).nbytes
    if len(view) != length:
        raise ValueError(f"section {name!r} has {length} bytes, not {len(view)}")
    sums, end = container.checksums.replaced(start, view), container.content_end
    meta, sections = container.meta, container.section_places()
    del container  # it maps the file, which is to change
    with disk.reopen(path) as file:
        file.seek(start)
        file.write(view)
        _write_ends(file, end, sums, meta, sections)
        disk.sync(file)


class Container:
    """A container file, memory-mapped.

    Args:
        path: The file.
        checksum: That of the file that is wanted, where it is known.
        copies: Where header, directory or sums are damaged, use their copies: for repairs.

    Attributes:
        meta: What `ContainerWriter.finish` was given.
        checksum: That of the header, and so of everything.
        content_end: Where what has checksums ends.
        checksums: Of the file's chunks; who reads a section as `section` gives it touches there
            first what is read.

    Raises:
        FileNotFoundError: There is no such file.
        CorruptIndex: The file is not a whole container, or not the one that is wanted.
        IndexVersionError: It was written by a newer version.
    """

    def __init__(
        self, path: str | Path, checksum: int | None = None, *, copies: bool = False
    ) -> None:
        self.path = path
        if sys.byteorder != "little":
            raise IndexVersionError("indexes are little-endian; this machine is not")
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - pathlib is slow to import
            size = os.fstat(file.fileno()).st_size
            if size < HEADER.size:
                raise self._corrupt(f"expected at least {HEADER.size} bytes, found {size}")
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._view = memoryview(self._map)
        self._at_copy = 0  # how far behind the first directory the one that is read stands
        try:
            offset, length = self._read_header(0, checksum)
        except CorruptIndex:
            if not copies:
                raise
            offset, length = self._read_header(size - HEADER.size, checksum)
        try:
            self._read_directory(offset, length)
        except CorruptIndex:
            if not copies:
                raise
            self._at_copy = size - offset - length - HEADER.size
            self._read_directory(offset, length)

    def _read_header(self, at: int, checksum: int | None) -> tuple[int, int]:
        """Reads the header or its copy; returns offset and length of the directory."""
        fields = HEADER.unpack_from(self._view, at)
        magic, version, crc, length, offset, directory_length, self._directory_crc = fields
        if magic != MAGIC:
            raise self._corrupt(f"expected the magic {MAGIC!r}, found {magic!r}")
        if zlib.crc32(HEADER.pack(magic, version, 0, *fields[3:])) != crc:
            raise self._corrupt("its header does not match its checksum")
        self.checksum: int = crc
        if not OLDEST_READABLE <= version <= VERSION:
            raise IndexVersionError(
                f"{self.path}: format version {version}; this newsearch reads "
                f"{OLDEST_READABLE} to {VERSION}: upgrade newsearch or index anew"
            )
        if checksum is not None and crc != checksum:
            raise self._corrupt(
                f"it is another file than the one that was committed (checksum {crc:08x}, "
                f"expected {checksum:08x})"
            )
        if length != self.size:
            raise self._corrupt(f"expected {length} bytes, found {self.size}")
        return offset, directory_length

    def _read_directory(self, offset: int, length: int) -> None:
        """Reads the directory and the sums, or their copies."""
        start = offset + self._at_copy
        directory = self._view[start : start + length]
        if zlib.crc32(directory) != self._directory_crc:
            raise self._corrupt("its directory does not match its checksum")
        try:
            parsed = json.loads(bytes(directory))
            self.meta: dict[str, Any] = parsed["meta"]
            self._sections: dict[str, tuple[int, int]] = {
                name: (start, length) for name, start, length in parsed["sections"]
            }
            end, sums_crc = parsed["sums"]
            self.checksums = self._read_sums(end, offset, sums_crc)
            if not all(
                HEADER.size <= start <= start + length <= end
                for start, length in self._sections.values()
            ):
                raise ValueError("a section outside the content")
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise self._corrupt(f"its directory is not understood ({error})") from None

    def _read_sums(self, start: int, stop: int, crc: int) -> Checksums:
        """The checksums of the chunks, themselves checked: a two-thousandth of the file."""
        sums = self._view[start + self._at_copy : stop + self._at_copy]
        if zlib.crc32(sums) != crc:
            raise self._corrupt("its checksums do not match their own")
        self.content_end = start
        content = self._view[:start]
        return Checksums(str(self.path), content, sums.cast("I"), CHUNK_SHIFT, HEADER.size)

    @property
    def size(self) -> int:
        """The file's length in bytes."""
        return len(self._view)

    def section(self, name: str, kind: Kind = "B") -> memoryview[Any]:
        """A section as an array of ``kind`` (as of `memoryview.cast`), neither read nor checked."""
        start = self.start_of(name)
        view = self._view[start : start + self._sections[name][1]]
        try:
            return view if kind == "B" else view.cast(kind)
        except TypeError:
            raise self._corrupt(f"its section {name!r} has a wrong length") from None

    def checked(self, name: str, kind: Kind = "B") -> memoryview[Any]:
        """As `section`, with all its checksums compared.

        Raises:
            CorruptIndex: One does not match.
        """
        view = self.section(name, kind)
        start = self.start_of(name)
        self.checksums.touch(start, start + view.nbytes)
        return view

    def start_of(self, name: str) -> int:
        """Where in the file a section starts."""
        try:
            return self._sections[name][0]
        except KeyError:
            raise self._corrupt(f"it has no section {name!r}") from None

    def section_sizes(self) -> dict[str, int]:
        """The sections' lengths in bytes."""
        return {name: length for name, (_, length) in self._sections.items()}

    def section_places(self) -> list[tuple[str, int, int]]:
        """The sections' names, where they start, and their lengths in bytes."""
        return [(name, *place) for name, place in self._sections.items()]

    def verify(self) -> None:
        """Reads everything and compares every checksum, also those that were compared before.

        Raises:
            CorruptIndex: One does not match.
        """
        for chunk in range(self.checksums.count):
            self.checksums.compare(chunk)
            if chunk % CHUNKS_HELD == CHUNKS_HELD - 1:
                self.release()
        first = self.content_end
        size = (self.size - HEADER.size - first) >> 1
        copy = self._view[first + size :]
        if (
            self._view[first : first + size] != copy[:size]
            or self._view[: HEADER.size] != copy[size:]
        ):
            raise self._corrupt("its directory or header does not match its copy")

    def release(self) -> None:
        """Gives memory back that holds what was read, which counts as used else; what is needed
        again comes back when it is touched."""
        if hasattr(mmap, "MADV_DONTNEED"):  # not everywhere
            self._map.madvise(mmap.MADV_DONTNEED)

    def _corrupt(self, what: str) -> CorruptIndex:
        return CorruptIndex(
            f"{self.path}: damaged: {what}; run newsearch check --repair, or restore the file from "
            "a backup"
        )

"""A file of named sections: what every file of an index is.

Layout (little-endian; the grammar with a worked example is in FORMAT.md)::

    file      := header section* directory
    header    := magic[8] version:u32 crc:u32 file-length:u64 directory-offset:u64
                 directory-length:u32 directory-crc:u32        (crc: of the header, itself as 0)
    section   := bytes padding to 8
    directory := JSON {"meta": {...}, "sections": [[name, offset, length, crc32], ...]}

Opening reads the header and the directory; sections are mapped and only `Container.verify`
reads them all. The header is written last, so a file cut short by a crash is never taken for
whole.
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

if TYPE_CHECKING:
    from pathlib import Path

MAGIC = b"NEWSRCH\n"
#: Version history: 1, the first; 2, segments tell the story of each article.
VERSION = 2
OLDEST_READABLE = 1
HEADER = struct.Struct("<8sIIQQII")
PADDING = bytes(8)
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
        self._file = path.open("xb", buffering=1 << 18)
        self._file.write(bytes(HEADER.size))
        self._offset = HEADER.size
        self._sections: list[tuple[str, int, int, int]] = []
        self._name: str | None = None
        self._start = 0
        self._crc = 0

    def __enter__(self) -> ContainerWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def begin(self, name: str) -> None:
        """Starts a section that `write` fills piece by piece."""
        self._name = name
        self._start = self._offset
        self._crc = 0

    def write(self, data: Bytes) -> None:
        """Adds bytes to the section begun last; an array is written as its bytes."""
        data = memoryview(data).cast("B")
        self._file.write(data)
        self._crc = zlib.crc32(data, self._crc)
        self._offset += len(data)

    def end(self) -> None:
        """Closes the section begun last."""
        assert self._name is not None
        self._sections.append((self._name, self._start, self._offset - self._start, self._crc))
        # At least 8 bytes beyond each section, so that a reader of words may look one too far.
        padding = 8 + -self._offset % 8
        self._file.write(PADDING + PADDING[: padding - 8])
        self._offset += padding
        self._name = None

    def section(self, name: str, data: Bytes) -> None:
        """Writes a whole section."""
        self.begin(name)
        self.write(data)
        self.end()

    def finish(self, meta: dict[str, Any], *, sync: bool = True) -> int:
        """Writes directory and header, flushes to the disk; returns the file's length in bytes."""
        import orjson  # a reader does without: it takes ten times as long to import as json

        directory = orjson.dumps({"meta": meta, "sections": self._sections})
        length = _write_ends(self._file, self._offset, directory)
        if sync:
            os.fsync(self._file.fileno())
        self._file.close()
        return length


def _write_ends(file: BinaryIO, offset: int, directory: bytes) -> int:
    """Writes the directory at an offset, then the header; returns the file's length in bytes."""
    length = offset + len(directory)
    fields = (length, offset, len(directory), zlib.crc32(directory))
    crc = zlib.crc32(HEADER.pack(MAGIC, VERSION, 0, *fields))
    file.seek(offset)
    file.write(directory)
    file.truncate()
    file.seek(0)
    file.write(HEADER.pack(MAGIC, VERSION, crc, *fields))
    file.flush()
    return length


def replace_section(path: Path, name: str, data: Bytes) -> None:
    """Writes a section anew in a file that nothing names yet, and waits until the disk has it.

    Args:
        path: A whole container.
        name: A section of it.
        data: As many bytes as it has.

    Raises:
        ValueError: They are not as many.
    """
    import orjson

    container = Container(path)
    view = memoryview(data).cast("B")
    start, length, _ = container._sections[name]
    if len(view) != length:
        raise ValueError(f"section {name!r} has {length} bytes, not {len(view)}")
    container._sections[name] = start, length, zlib.crc32(view)
    sections = [(name, *place) for name, place in container._sections.items()]
    end = max(start + length for start, length, _ in container._sections.values())
    with path.open("r+b") as file:
        file.seek(start)
        file.write(view)
        directory = orjson.dumps({"meta": container.meta, "sections": sections})
        _write_ends(file, end + 8 + -end % 8, directory)
        os.fsync(file.fileno())


class Container:
    """A container file, memory-mapped.

    Args:
        path: The file.

    Attributes:
        meta: What `ContainerWriter.finish` was given.

    Raises:
        FileNotFoundError: There is no such file.
        CorruptIndex: The file is not a whole container.
        IndexVersionError: It was written by a newer version.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = path
        if sys.byteorder != "little":
            raise IndexVersionError("indexes are little-endian; this machine is not")
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - pathlib is slow to import
            size = os.fstat(file.fileno()).st_size
            if size < HEADER.size:
                raise self._corrupt(f"expected at least {HEADER.size} bytes, found {size}")
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._view = memoryview(self._map)
        magic, version, crc, length, offset, directory_length, directory_crc = HEADER.unpack_from(
            self._view
        )
        if magic != MAGIC:
            raise self._corrupt(f"expected the magic {MAGIC!r}, found {magic!r}")
        fields = (length, offset, directory_length, directory_crc)
        if zlib.crc32(HEADER.pack(magic, version, 0, *fields)) != crc:
            raise self._corrupt("its header does not match its checksum")
        if not OLDEST_READABLE <= version <= VERSION:
            raise IndexVersionError(
                f"{path}: format version {version}; this newsearch reads "
                f"{OLDEST_READABLE} to {VERSION}: upgrade newsearch or index anew"
            )
        if length != size or offset + directory_length != size:
            raise self._corrupt(f"expected {length} bytes, found {size}")
        directory = self._view[offset:]
        if zlib.crc32(directory) != directory_crc:
            raise self._corrupt("its directory does not match its checksum")
        parsed = json.loads(bytes(directory))
        self.meta: dict[str, Any] = parsed["meta"]
        self._sections: dict[str, tuple[int, int, int]] = {
            name: (start, length, crc) for name, start, length, crc in parsed["sections"]
        }

    @property
    def size(self) -> int:
        """The file's length in bytes."""
        return len(self._view)

    def section(self, name: str, kind: Kind = "B") -> memoryview[Any]:
        """A section as an array of ``kind`` (as of `memoryview.cast`), without reading it."""
        try:
            start, length, _ = self._sections[name]
        except KeyError:
            raise self._corrupt(f"it has no section {name!r}") from None
        view = self._view[start : start + length]
        return view if kind == "B" else view.cast(kind)

    def __contains__(self, name: object) -> bool:
        return name in self._sections

    def section_sizes(self) -> dict[str, int]:
        """The sections' lengths in bytes."""
        return {name: length for name, (_, length, _) in self._sections.items()}

    def verify(self) -> None:
        """Reads every section and compares its checksum.

        Raises:
            CorruptIndex: One does not match.
        """
        for name, (start, length, crc) in self._sections.items():
            if zlib.crc32(self._view[start : start + length]) != crc:
                raise self._corrupt(f"section {name!r} does not match its checksum")

    def release(self) -> None:
        """Gives memory back that holds what was read: for those who read a whole file, once."""
        if hasattr(mmap, "MADV_DONTNEED"):  # not everywhere
            self._map.madvise(mmap.MADV_DONTNEED)

    def _corrupt(self, what: str) -> CorruptIndex:
        return CorruptIndex(
            f"{self.path}: damaged: {what}; restore the file from a backup or index anew"
        )

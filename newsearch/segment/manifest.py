"""The manifest: the one file that says which segments make the index.

A commit writes and syncs new files first, then replaces the manifest in one atomic step. A reader
holds the manifest it opened. Files that no manifest names are removed by the next writer.
"""

from __future__ import annotations

import json
import os
import zlib
from typing import TYPE_CHECKING, Any

from newsearch.errors import CorruptIndex, IndexNotFound, IndexVersionError
from newsearch.segment import disk
from newsearch.values import Value

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAME = "manifest.json"
#: Who holds this file's lock may write.
LOCK_FILE = "write.lock"
#: Who holds it, and since when: for a message.
HOLDER_FILE = "writer.json"
#: Version history: 1, before the first release; 2, with the checksums of the files.
VERSION = 2
OLDEST_READABLE = 2
# What stands around the checksum and the inner object.
_BEGINNING, _MIDDLE, _END = b'{"crc32":', b',"manifest":', b"}\n"


class SegmentEntry(Value):
    """A segment as the manifest names it.

    Attributes:
        file: Its file's name.
        documents: How many it holds, deleted ones included.
        size: The file's length in bytes.
        deletions: The name of the file of its deletions, or None.
        deleted: How many documents are deleted.
        checksum: That of the file's header, which holds the directory's, which holds all others: no
            other file is taken for it, not even one of the same index.
        deletions_checksum: The same of the file of its deletions.
    """

    file: str
    documents: int
    size: int
    deletions: str | None = None
    deleted: int = 0
    checksum: int = 0
    deletions_checksum: int = 0


class Manifest(Value):
    """One commit of an index.

    Attributes:
        identity: Made anew with each index: one made where another was is not taken for it.
        generation: Counts the commits.
        language: The index's language setting: ``auto`` or a language.
        timezone: Whose days dates in queries mean: a name of the IANA database.
        segments: The segments.
    """

    identity: str = ""
    generation: int = 0
    language: str = "auto"
    timezone: str = "UTC"
    segments: tuple[SegmentEntry, ...] = ()

    def files(self) -> set[str]:
        """The names of all files the commit needs."""
        names = {entry.file for entry in self.segments}
        names |= {entry.deletions for entry in self.segments if entry.deletions is not None}
        return names | {FILE_NAME}

    def next(self, segments: tuple[SegmentEntry, ...]) -> Manifest:
        """The manifest of the commit after this one."""
        return self.changed(generation=self.generation + 1, segments=segments)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Replaces the folder's manifest, atomically and for good (synced to the disk)."""
    import orjson  # a reader does without: it takes ten times as long to import as json

    payload = orjson.dumps(
        {
            "newsearch": VERSION,
            "identity": manifest.identity,
            "generation": manifest.generation,
            "language": manifest.language,
            "timezone": manifest.timezone,
            "segments": [
                {
                    "file": entry.file,
                    "documents": entry.documents,
                    "size": entry.size,
                    "deletions": entry.deletions,
                    "deleted": entry.deleted,
                    "checksum": entry.checksum,
                    "deletions_checksum": entry.deletions_checksum,
                }
                for entry in manifest.segments
            ],
        }
    )
    data = b"%s%d%s%s%s" % (_BEGINNING, zlib.crc32(payload), _MIDDLE, payload, _END)
    temporary = folder / (FILE_NAME + ".new")
    with disk.overwrite(temporary) as file:
        file.write(data)
        disk.sync(file)
    disk.replace(temporary, folder / FILE_NAME)
    disk.sync_folder(folder)


def read_manifest(folder: str | Path) -> Manifest:
    """The folder's manifest.

    Raises:
        IndexNotFound: There is none.
        CorruptIndex: It is damaged.
        IndexVersionError: It is of a newer version.
    """
    path = os.path.join(folder, FILE_NAME)  # noqa: PTH118 - pathlib is slow to import
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123
            data = file.read()
    except (FileNotFoundError, NotADirectoryError):
        raise IndexNotFound(
            f"no index at {folder}: make one with 'newsearch index PATH...' or newsearch.create()"
        ) from None
    try:
        checksum, _, rest = data.partition(_MIDDLE)
        packed = rest.removesuffix(_END)
        if packed == rest or b"%s%d" % (_BEGINNING, zlib.crc32(packed)) != checksum:
            raise ValueError("its checksum does not match")
        payload: dict[str, Any] = json.loads(packed)
        version = payload["newsearch"]
        if not OLDEST_READABLE <= version <= VERSION:
            raise IndexVersionError(
                f"{path}: format version {version}; this newsearch reads {OLDEST_READABLE} to "
                f"{VERSION}: upgrade newsearch or index anew"
            )
        return Manifest(
            identity=payload["identity"],
            generation=payload["generation"],
            language=payload["language"],
            timezone=payload.get("timezone", "UTC"),  # the first indexes have none
            segments=tuple(SegmentEntry(**entry) for entry in payload["segments"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise CorruptIndex(
            f"{path}: damaged ({error}): restore it from a backup or index anew"
        ) from None

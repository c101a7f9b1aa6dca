"""How an index comes to be, or is opened."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from newsearch.errors import IndexExists, IndexNotFound, NewsearchError
from newsearch.index import Index
from newsearch.segment import disk
from newsearch.segment.manifest import FILE_NAME, LOCK_FILE, Manifest, write_manifest

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["create", "open"]


def create(path: str | Path, *, language: str = "auto", timezone: str = "UTC") -> Index:
    """Makes an empty index.

    Args:
        path: A folder; it is made where it is missing, and may hold other files.
        language: The language of articles that do not say theirs (``en``), or ``auto`` to detect
            it.
        timezone: Whose days are meant by dates in queries, filters and timelines: ``UTC`` or a
            name such as ``Europe/Kyiv``. A search can ask for another.

    Raises:
        IndexExists: One is there already.
        NewsearchError: The path is a file.
        ValueError: The language or the time zone is not known.

    Example::

        index = newsearch.create("archive")
    """
    from pathlib import Path

    from filelock import FileLock

    from newsearch.query.zones import zone_of
    from newsearch.text.stems import LANGUAGES

    if language != "auto" and language not in LANGUAGES:
        known = ", ".join(sorted(LANGUAGES))
        raise ValueError(f"language must be 'auto' or one of {known}; not {language!r}")
    zone_of(timezone)
    folder = Path(path)
    try:
        disk.make_folder(folder)
    except (FileExistsError, NotADirectoryError):
        raise NewsearchError(f"{folder}: expected a folder, found a file") from None
    with FileLock(folder / LOCK_FILE):  # of two that create at once, one makes it
        if (folder / FILE_NAME).exists():
            raise IndexExists(f"{folder}: an index is there already: open it, or choose another")
        write_manifest(folder, Manifest(os.urandom(16).hex(), 0, language, timezone))
    return Index(folder)


def open(path: str | Path, *, create: bool = False) -> Index:
    """Opens an index.

    Args:
        path: Its folder.
        create: Make an empty one where there is none.

    Raises:
        IndexNotFound: There is none.
        CorruptIndex, IndexVersionError: It cannot be read.

    Example::

        with newsearch.open("archive") as index:
            print(len(index))
    """
    try:
        return Index(path)
    except IndexNotFound:
        if not create:
            raise
    return _create(path)


_create = create  # `open` has a parameter of that name

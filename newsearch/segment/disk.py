"""The few calls by which an index changes on disk.

Every write, sync, rename and removal goes through this module, so that tests can record them, make
each of them fail, and find out what a power cut would leave.
"""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, BinaryIO, cast

if TYPE_CHECKING:
    from pathlib import Path

#: Bytes that are gathered before the system is asked to write them.
BUFFER = 1 << 18


class RawFile(io.FileIO):
    """An unbuffered file that is being written: each `write` is one call of the system."""


def create(path: Path) -> BinaryIO:
    """A new file, buffered.

    Raises:
        FileExistsError: There is one already.
    """
    return cast("BinaryIO", io.BufferedWriter(RawFile(path, "x"), BUFFER))


def overwrite(path: Path) -> BinaryIO:
    """A file whose content, if any, is thrown away, buffered."""
    return cast("BinaryIO", io.BufferedWriter(RawFile(path, "w"), BUFFER))


def reopen(path: Path) -> BinaryIO:
    """A file that nothing names yet, buffered, to write in it again."""
    return cast("BinaryIO", io.BufferedWriter(RawFile(path, "r+"), BUFFER))


def sync(file: BinaryIO) -> None:
    """Writes out what is buffered, and returns when it is on the disk."""
    file.flush()
    os.fsync(file.fileno())


def replace(path: Path, target: Path) -> None:
    """Renames a file over another in one step; `sync_folder` makes that last."""
    path.replace(target)


def remove(path: Path) -> None:
    """Removes a file."""
    path.unlink()


def sync_folder(folder: Path) -> None:
    """Makes new, renamed and removed files of a folder durable, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Makes a folder, and those above it that are missing, to last.

    Raises:
        FileExistsError, NotADirectoryError: One of them is a file.
    """
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for place in missing:
        sync_folder(place.parent)

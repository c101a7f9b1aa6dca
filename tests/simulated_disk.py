"""A disk that fails when told, and what a power cut would leave of one.

`recording` notes every call by which an index changes on disk (`newsearch.segment.disk`), and lets
one of them fail. `Log.states` makes, for the moment after any call, the folders that a power cut
could leave: of what was not synced, some is there, some is not, and some is cut short; as SQLite's
crash tests do it (https://sqlite.org/testing.html#crash_testing).
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from newsearch.segment import disk

SECTOR = 512  # bytes that a disk writes whole or not at all


@dataclass
class Inode:
    """A file, whatever its names: all that was written to it."""

    writes: list[tuple[int, bytes]] = field(default_factory=list)


@dataclass
class Call:
    """One call: its kind, the file, how many writes it has now, and what became of its name."""

    kind: str
    inode: Inode | None = None
    writes: int = 0
    name: str = ""
    target: str = ""


class Log:
    """What was done to a folder.

    Args:
        folder: It.
        fail_at: The number of the call that fails, from 1 on; 0: none.
        error: The number of its error, as of `errno`.
        short: Whether a failing write writes the first half before.
        lasting: Whether all writes fail from there on, as on a full disk.
    """

    def __init__(
        self,
        folder: Path,
        fail_at: int = 0,
        error: int = errno.ENOSPC,
        *,
        short: bool = False,
        lasting: bool = False,
    ) -> None:
        self.folder = folder
        self.calls: list[Call] = []
        self.failed: Call | None = None
        self._fail_at = fail_at
        self._error = error
        self._short = short
        self._lasting = lasting
        self._inodes: dict[str, Inode] = {}
        self._first: dict[str, bytes] = {}
        if folder.exists():
            for path in folder.iterdir():
                if path.is_file():
                    self._first[path.name] = path.read_bytes()

    def note(self, call: Call) -> None:
        """Notes a call that is about to be made.

        Raises:
            OSError: It is one that fails.
        """
        first = len(self.calls) + 1 == self._fail_at and self.failed is None
        again = self._lasting and self.failed is not None and call.kind in ("create", "write")
        if first or again:
            self.failed = self.failed or call
            raise OSError(self._error, os.strerror(self._error), call.name)
        self.calls.append(call)

    def opened(self, path: Path) -> Inode:
        """Notes that a file was made, or emptied."""
        inode = Inode()
        self.note(Call("create", inode, name=path.name))
        self._inodes[path.name] = inode
        return inode

    def written(self, inode: Inode, offset: int, data: bytes, name: str) -> bytes:
        """Notes a write; returns what of it is made."""
        call = Call("write", inode, len(inode.writes) + 1, name)
        if self._short and len(data) > 1 and len(self.calls) + 1 == self._fail_at:
            # The caller tries the rest again: that fails.
            data = data[: len(data) // 2]
            self._fail_at += 1
            self.calls.append(call)
        else:
            self.note(call)
        inode.writes.append((offset, data))
        return data

    def synced(self, name: str) -> None:
        """Notes that a file is synced."""
        inode = self._inodes[name]
        self.note(Call("sync", inode, len(inode.writes), name))

    def renamed(self, name: str, target: str) -> None:
        """Notes a rename."""
        self.note(Call("replace", self._inodes[name], name=name, target=target))
        self._inodes[target] = self._inodes.pop(name)

    def removed(self, name: str) -> None:
        """Notes a removal."""
        self.note(Call("remove", name=name))
        self._inodes.pop(name, None)

    # What a power cut leaves

    def states(self, at: int, random: Random, count: int) -> Iterator[dict[str, bytes]]:
        """Folders (name -> content) that a power cut after the first ``at`` calls could leave.

        First the one where nothing is left but what was synced, then the one where all is, then
        ``count`` where chance decides for each name and each write.
        """
        yield self._state(at, lambda: False, lambda data: None)
        yield self._state(at, lambda: True, lambda data: data)

        def torn(data: bytes) -> bytes | None:
            choice = random.randrange(3)
            if choice == 2:
                return data[: random.randrange(len(data) // SECTOR + 1) * SECTOR]
            return data if choice else None

        for _ in range(count):
            yield self._state(at, lambda: random.random() < 0.5, torn)

    def _state(
        self, at: int, keep: Callable[[], bool], left: Callable[[bytes], bytes | None]
    ) -> dict[str, bytes]:
        calls = self.calls[:at]
        synced = {id(call.inode): call.writes for call in calls if call.kind == "sync"}
        written = {id(call.inode): call.writes for call in calls if call.kind == "write"}
        return {
            name: file
            if isinstance(file, bytes)
            else _content(file, synced.get(id(file), 0), written.get(id(file), 0), left)
            for name, file in self._names(calls, keep).items()
        }

    def _names(self, calls: list[Call], keep: Callable[[], bool]) -> dict[str, Inode | bytes]:
        """The names that are left; a folder's own sync makes all changes before it last."""
        names: dict[str, Inode | bytes] = dict(self._first)
        last = max((n for n, call in enumerate(calls) if call.kind == "sync_folder"), default=-1)
        for number, call in enumerate(calls):
            if call.kind in ("write", "sync", "sync_folder") or (number > last and not keep()):
                continue
            names.pop(call.name, None)
            if call.kind in ("create", "replace"):
                assert call.inode is not None
                names[call.target or call.name] = call.inode
        return names


def _content(
    file: Inode, synced: int, written: int, left: Callable[[bytes], bytes | None]
) -> bytes:
    """What is left of a file: all of the synced writes, and of the others what ``left`` says."""
    data = bytearray()
    for number, (offset, piece) in enumerate(file.writes[:written]):
        kept = piece if number < synced else left(piece)
        if kept is not None:
            data.extend(bytes(max(0, offset - len(data))))
            data[offset : offset + len(kept)] = kept
    return bytes(data)


@contextmanager
def recording(log: Log) -> Iterator[Log]:
    """Lets ``log`` see, and make fail, every change on disk."""
    raw, sync, replace = disk.RawFile, disk.sync, disk.replace
    remove, sync_folder = disk.remove, disk.sync_folder

    class Recorded(raw):  # type: ignore[misc, valid-type]
        def __init__(self, path: Path, mode: str) -> None:
            self.path = Path(path)
            if mode == "x" and self.path.exists():
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
            self.inode = log.opened(self.path)
            super().__init__(path, mode)

        def write(self, data: Any) -> int:
            wanted = log.written(self.inode, self.tell(), bytes(data), self.path.name)
            written: int = super().write(wanted)
            return written

    def synced(file: Any) -> None:
        file.flush()
        log.synced(file.raw.path.name)
        sync(file)

    def replaced(path: Path, target: Path) -> None:
        log.renamed(path.name, target.name)
        replace(path, target)

    def removed(path: Path) -> None:
        log.removed(path.name)
        remove(path)

    def folder_synced(folder: Path) -> None:
        log.note(Call("sync_folder"))
        sync_folder(folder)

    with (
        patch.object(disk, "RawFile", Recorded),
        patch.object(disk, "sync", synced),
        patch.object(disk, "replace", replaced),
        patch.object(disk, "remove", removed),
        patch.object(disk, "sync_folder", folder_synced),
    ):
        yield log


def write_folder(folder: Path, contents: dict[str, bytes]) -> None:
    """Makes a folder of files."""
    folder.mkdir(parents=True)
    for name, data in contents.items():
        (folder / name).write_bytes(data)

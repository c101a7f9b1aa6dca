"""The lock of an index's writer, and who holds it.

The lock is the system's, on a file of its own, so it goes when its holder dies, however it dies.
Beside it lies a note of who holds it, for the message that another writer gets.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from newsearch.errors import IndexLocked, NewsearchError
from newsearch.segment.manifest import HOLDER_FILE, LOCK_FILE

#: Bytes of the note that are read at most.
LONGEST_NOTE = 1000


class WriteLock:
    """The right to change an index, taken when made.

    Args:
        folder: The index.
        wait: Seconds to wait for another writer to finish.

    Raises:
        IndexLocked: Another writer is at work, in this or any other process.
        NewsearchError: The folder cannot be written.
    """

    def __init__(self, folder: Path, wait: float) -> None:
        self._folder = folder
        self._process = os.getpid()
        # Not the lock of a thread: a writer may be made in one thread and used in another.
        self._lock = FileLock(folder / LOCK_FILE, timeout=wait, thread_local=False)
        try:
            self._lock.acquire()
        except Timeout:
            raise IndexLocked(
                f"{folder}: another writer is at work{_holder(folder)} (waited {wait:g} s): let it "
                "finish, or give writer(wait=SECONDS) more time"
            ) from None
        except OSError as error:
            raise NewsearchError(
                f"{folder}: cannot be written ({error.strerror or error}): an index there can be "
                "searched, not changed; copy it elsewhere, or get the right to write"
            ) from error
        _leave_note(folder)

    @property
    def inherited(self) -> bool:
        """Whether this process got the lock by a fork: then it is its parent's."""
        return self._process != os.getpid()

    def release(self) -> None:
        """Lets other writers in; in a forked child it does nothing."""
        if self.inherited:
            return
        with contextlib.suppress(OSError):
            (self._folder / HOLDER_FILE).unlink()
        self._lock.release()


def _leave_note(folder: Path) -> None:
    """Writes down who holds the lock; a note that cannot be written is missed by nobody."""
    note = {
        "process": os.getpid(),
        "host": socket.gethostname(),
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    with contextlib.suppress(OSError):
        (folder / HOLDER_FILE).write_text(json.dumps(note) + "\n", encoding="utf-8")


def _holder(folder: Path) -> str:
    """Who holds the lock and since when, in words that follow; empty where it is not known."""
    try:
        with (folder / HOLDER_FILE).open("rb") as file:
            note = json.loads(file.read(LONGEST_NOTE))
        process, host = int(note["process"]), str(note["host"])
        since = datetime.fromisoformat(note["since"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ""
    where = "" if host == socket.gethostname() else f" on {host!a}"
    return f", process {process}{where}, since {since.isoformat(sep=' ')}"

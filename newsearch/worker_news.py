"""What worker processes tell the one that started them: errors, reports, progress, outcomes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import astuple, dataclass
from multiprocessing.connection import Connection, wait
from tempfile import SpooledTemporaryFile
from typing import Any, Generic, TypeVar, cast

from newsearch.errors import NewsearchError, ReadError
from newsearch.ingest.accounts import InputReport, Tell

__all__ = ["Failure", "WorkerNews"]

#: Bytes of errors and reports of one share that wait in memory for those of the shares before it.
HELD_IN_MEMORY = 1 << 20
Result = TypeVar("Result")


class WorkerNews(Generic[Result]):
    """What the workers tell.

    Attributes:
        sources: The connections to those still at work, with the numbers of their shares.
        outcomes: What became of the shares that are done.
        segments: The names of segments that were written so far, by share.

    Errors and reports are told in the order of the input, as one process would: those of a share
    wait, in a file where they are many, until all shares before it are done.
    """

    def __init__(self, tell: Tell, on_progress: Callable[[int], object] | None) -> None:
        self.sources: dict[Any, int] = {}
        self.outcomes: dict[int, Result] = {}
        self.segments: dict[int, list[str]] = {}
        self._tell = tell
        self._on_progress = on_progress
        self._bytes = 0
        self._held: dict[int, _Held] = {}
        self._next = 0  # the first share that is not done

    def count(self, size: int) -> None:
        """Adds to the bytes that are done."""
        self._bytes += size
        if self._on_progress is not None:
            self._on_progress(self._bytes)

    def hear(self, seconds: float | None = 0.0) -> None:
        """Takes what there is, waiting for it as long as told; None: until there is something.

        Raises:
            NewsearchError: A worker died.
        """
        for connection in wait(list(self.sources), seconds):
            number = self.sources[connection]
            try:
                message = cast("Connection", connection).recv()
            except (EOFError, OSError):
                del self.sources[connection]
                if number not in self.outcomes:
                    raise NewsearchError(
                        f"worker process {number + 1} died (out of memory?): use fewer processes "
                        "or less memory, and run it again; what was committed before stays"
                    ) from None
                continue
            if isinstance(message, ReadError | InputReport):
                self._hear_of(number, message)
            elif isinstance(message, Failure):
                raise NewsearchError(
                    f"worker process {number + 1} failed ({message.reason}); what was committed "
                    "before stays"
                )
            elif isinstance(message, int):
                self.count(message)
            elif isinstance(message, str):
                self.segments.setdefault(number, []).append(message)
            else:
                self.outcomes[number] = message
                if number == self._next:
                    self.tell_held()

    def close(self) -> None:
        """Forgets what waits."""
        for held in self._held.values():
            held.close()

    def _hear_of(self, number: int, message: ReadError | InputReport) -> None:
        if number != self._next:
            if number not in self._held:
                self._held[number] = _Held()
            self._held[number].add(message)
        elif isinstance(message, ReadError):
            self._tell.error(message)
        else:
            self._tell.input(message)

    def tell_held(self) -> None:
        """Says that the first share that was not done is done: tells what waited for that."""
        self._next += 1
        while True:
            held = self._held.pop(self._next, None)
            if held is not None:
                held.tell(self._tell)
            if self._next not in self.outcomes:
                return
            self._next += 1


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a worker gave up."""

    reason: str


class _Held:
    """Errors and reports that wait, in memory or, where they are many, in a file without a name."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=HELD_IN_MEMORY)  # noqa: SIM115

    def add(self, message: ReadError | InputReport) -> None:
        if isinstance(message, ReadError):
            written: tuple[Any, ...] = (True, message.path, message.reason, message.record)
        else:
            written = (False, *astuple(message))
        self._file.write(json.dumps(written).encode() + b"\n")

    def tell(self, tell: Tell) -> None:
        with self._file as file:
            file.seek(0)
            for line in file:
                is_error, *values = json.loads(line)
                if is_error:
                    tell.error(ReadError(*values))
                else:
                    tell.input(InputReport(*values))

    def close(self) -> None:
        self._file.close()

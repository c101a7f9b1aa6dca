"""Runs commands and engines in processes of their own and measures them: time, CPU, memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import orjson

from benchmarks.rivals import LIMIT, Query

if TYPE_CHECKING:
    from typing import Self

__all__ = ["Build", "Process", "Session", "bytes_under", "environment", "percentile", "run"]

CHILD = Path(__file__).resolve().parent / "child.py"
#: Seconds between two looks at a process's memory.
SAMPLE_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Process:
    """What a command took, its child processes included.

    Attributes:
        seconds, cpu_seconds: Of the whole process, from start to end.
        resident_mb: Most memory held at a time, shared and mapped files included.
        anonymous_mb: Most memory held at a time that is no file's (0.0 where there is no /proc).
    """

    output: bytes
    seconds: float
    cpu_seconds: float
    resident_mb: float
    anonymous_mb: float


def run(command: Sequence[str], *, exit_codes: Sequence[int] = (0,)) -> Process:
    """Runs a command to its end, in an empty folder, and measures it.

    Raises:
        RuntimeError: It ended with another exit code; with the end of what it said.
    """
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as errors:
        began = time.perf_counter()
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, cwd=folder, env=environment()
        )
        watch = _Watch(process.pid)
        watch.start()
        assert process.stdout is not None
        output = process.stdout.read()
        process.stdout.close()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.stop()
        if process.returncode not in exit_codes:
            errors.seek(0)
            told = errors.read()[-2000:].decode("utf-8", "replace").strip()
            raise RuntimeError(f"{Path(command[0]).name} ended with {process.returncode}: {told}")
    peak = watch.resident_kb or usage.ru_maxrss
    return Process(
        output,
        seconds,
        usage.ru_utime + usage.ru_stime,
        peak / 1024,
        watch.anonymous_kb / 1024,
    )


def environment() -> dict[str, str]:
    """The environment, in which newsearch is found from any folder as it is from this one."""
    given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    paths = [str(Path(path).resolve()) for path in given if path]
    spec = find_spec("newsearch")
    if spec is not None and spec.origin is not None:
        paths.append(str(Path(spec.origin).resolve().parent.parent))
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


class _Watch(threading.Thread):
    """Looks at the memory of a process and all below it, again and again.

    The kernel's own peak (``ru_maxrss``) counts what the parent held when it forked, and of
    several processes only the largest.
    """

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._ended = threading.Event()
        self.resident_kb = 0
        self.anonymous_kb = 0

    def run(self) -> None:
        while not self._ended.wait(SAMPLE_SECONDS):
            resident = anonymous = 0
            for pid in _tree(self._pid):
                one = _memory(pid)
                resident += one[0]
                anonymous += one[1]
            self.resident_kb = max(self.resident_kb, resident)
            self.anonymous_kb = max(self.anonymous_kb, anonymous)

    def stop(self) -> None:
        self._ended.set()
        self.join()


def _tree(pid: int) -> list[int]:
    found = [pid]
    for parent in found:  # grows while it is read
        try:
            for children in Path(f"/proc/{parent}/task").glob("*/children"):
                found.extend(map(int, children.read_text().split()))
        except OSError:
            continue
    return found


def _memory(pid: int) -> tuple[int, int]:
    """Kilobytes of memory, and of it those that are no file's."""
    resident = anonymous = 0
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                resident = int(line.split()[1])
            elif line.startswith("RssAnon:"):
                anonymous = int(line.split()[1])
    except (OSError, ValueError):
        return 0, 0
    return resident, anonymous


@dataclass(frozen=True, slots=True)
class Build:
    """What building an index took; ``seconds`` and ``cpu_seconds`` without imports."""

    seconds: float
    cpu_seconds: float
    resident_mb: float
    anonymous_mb: float
    index_bytes: int

    @classmethod
    def of(
        cls, name: str, data: Path, folder: Path, processes: int = 1, memory_mb: int = 256
    ) -> Build:
        """Builds an engine's index in a fresh process.

        Raises:
            RuntimeError: It failed.
        """
        command = [sys.executable, str(CHILD), "build", name, str(data.resolve())]
        process = run([*command, str(folder.resolve()), str(processes), str(memory_mb)])
        inside = orjson.loads(process.output)
        return cls(
            inside["seconds"],
            inside["cpu_seconds"],
            process.resident_mb,
            process.anonymous_mb,
            bytes_under(folder),
        )


class Session:
    """An engine that answers queries in a process of its own.

    Raises:
        RuntimeError: The process ended.
    """

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self._process = subprocess.Popen(
            [sys.executable, str(CHILD), "serve", name, str(folder.resolve())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        hello = self._read()
        self.version: str = hello["version"]
        self.articles: int = hello["articles"]
        self.first_open_seconds: float = hello["first_open_seconds"]
        self.open_seconds: float = hello["open_seconds"]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait()

    def counts(self, queries: Sequence[Query]) -> list[int]:
        """How many articles match each query."""
        found: list[int] = self._ask({"do": "count"}, queries)
        return found

    def ids(self, queries: Sequence[Query], limit: int = LIMIT) -> list[list[str]]:
        """The ids of each query's first ``limit`` hits."""
        found: list[list[str]] = self._ask({"do": "ids", "limit": limit}, queries)
        return found

    def time(
        self, queries: Sequence[Query], *, counts: bool = False, most_seconds: float = 10.0
    ) -> list[float]:
        """Seconds of each query, of as many of the first as fit into ``most_seconds``."""
        request = {"do": "time", "counts": counts, "seconds": most_seconds}
        found: list[float] = self._ask(request, queries)
        return found

    def _ask(self, request: dict[str, Any], queries: Sequence[Query]) -> Any:
        assert self._process.stdin is not None
        request["queries"] = [query.dump() for query in queries]
        self._process.stdin.write(orjson.dumps(request) + b"\n")
        self._process.stdin.flush()
        return self._read()

    def _read(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.name} ended with {self._process.wait()}; see above")
        return orjson.loads(line)


def bytes_under(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def percentile(values: Sequence[float], share: float) -> float:
    """The value below or at which ``share`` of the values lie (nearest rank).

    Example:
        >>> percentile([3.0, 1.0, 2.0], 0.5)
        2.0
    """
    ordered = sorted(values)
    rank = -int(-share * len(ordered) // 1)  # rounded up
    return ordered[max(0, min(len(ordered), rank) - 1)]

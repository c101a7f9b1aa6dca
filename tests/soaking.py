"""One writer and many readers, each in a process of its own, for as long as one likes.

Each commit replaces every article by its next edition, so that a reader that sees two editions, or
misses an article, has seen what no commit holds.  Used by ``test_crash.py`` in short and by
``scripts/soak`` at length.  Run as a program it is a reader.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

from crash_child import edition, generation_of, many_segments
from disk_histories import files, needed

import newsearch

#: Megabytes by which a process may grow after it has warmed up, and commits until then.
GROWTH_MB = 16
WARM = 40


class Soaked(NamedTuple):
    """What a run did.

    Attributes:
        commits: Commits made.
        refreshes: Times a reader took up a new commit.
        reads: Times a reader looked at everything.
        growth: Megabytes by which the process that grew most has grown after warming up.
        handles: By how many file handles one has grown, at most.
        seconds: How long it took.
    """

    commits: int
    refreshes: int
    reads: int
    growth: float
    handles: int
    seconds: float


def usage() -> tuple[float, int]:
    """Megabytes of anonymous memory and open handles of this process; zeros where untold."""
    gc.collect()
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        anonymous = next(line for line in status.splitlines() if line.startswith("RssAnon"))
        return int(anonymous.split()[1]) / 1024, len(list(Path("/proc/self/fd").iterdir()))
    except (OSError, StopIteration):
        return 0.0, 0


def read(folder: Path) -> dict[str, Any]:
    """Reads until a file says to stop; every refresh must show one whole edition, never older."""
    with newsearch.open(folder) as index:
        before = generation_of(index)
        print("ready", flush=True)
        refreshes = reads = 0
        warm: tuple[float, int] | None = None
        while not (folder / "stop").exists():
            refreshes += index.refresh()
            reads += 1
            now = generation_of(index)
            assert now >= before, (now, before)
            if reads % 7 == 0:
                with newsearch.open(folder) as other:
                    assert generation_of(other) >= now
            before = now
            if warm is None and before > WARM:
                warm = usage()
        after = usage()
        warm = warm or after
    return {
        "refreshes": refreshes,
        "reads": reads,
        "growth": after[0] - warm[0],
        "handles": after[1] - warm[1],
    }


def soak(folder: Path, commits: int, readers: int) -> Soaked:
    """Commits so many editions beside so many readers; all must see whole commits alone.

    Raises:
        AssertionError: One saw something else, a process grew, or a file is left over.
    """
    many_segments()
    started = time.monotonic()
    index = newsearch.create(folder)
    with index.writer() as writer:
        writer.add_all(edition(1))
    processes = [
        subprocess.Popen([sys.executable, __file__, folder], stdout=subprocess.PIPE, text=True)
        for _ in range(readers)
    ]
    try:
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        warm = usage()
        for generation in range(2, commits + 2):
            if generation == WARM:
                warm = usage()
            with index.writer() as writer:
                writer.add_all(edition(generation))
                if generation % 50 == 0:
                    writer.optimize()
            assert all(process.poll() is None for process in processes), "a reader stopped"
        growth, handles = (now - then for now, then in zip(usage(), warm, strict=True))
        (folder / "stop").touch()
        told = [json.loads(process.communicate(timeout=120)[0]) for process in processes]
    finally:
        for process in processes:
            process.kill()
            process.wait()
    (folder / "stop").unlink()
    index.check()
    assert generation_of(index) == commits + 1
    assert files(folder) == needed(folder)
    result = Soaked(
        commits,
        sum(one["refreshes"] for one in told),
        sum(one["reads"] for one in told),
        max(growth, *(one["growth"] for one in told)),
        max(int(handles), *(one["handles"] for one in told)),
        time.monotonic() - started,
    )
    assert result.growth < GROWTH_MB, result
    assert result.handles < 4, result
    return result


if __name__ == "__main__":
    print(json.dumps(read(Path(sys.argv[1]))))

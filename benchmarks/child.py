"""One engine in a process of its own: builds an index, or answers queries.

Run by `benchmarks.measure`, not by hand::

    child.py build ENGINE DATA FOLDER PROCESSES MEMORY_MB
    child.py serve ENGINE FOLDER
    child.py cold ENGINE FOLDER WORD
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

#: Times an index is opened again, to know what opening costs once modules are loaded.
OPENED = 5
HERE = Path(__file__).resolve().parent
# This folder's modules have names that the standard library has too; and an installed newsearch
# goes before the source folder.
sys.path[:] = [path for path in sys.path if Path(path or ".").resolve() != HERE]
sys.path.append(str(HERE.parent))


def cpu_seconds() -> float:
    """CPU seconds of this process and of the children it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def build(name: str, data: str, folder: str, processes: str, memory_mb: str) -> dict[str, float]:
    """Builds and times an index; imports are not timed."""
    from benchmarks.rivals import engine

    built = engine(name)
    began, used = time.perf_counter(), cpu_seconds()
    built.build(Path(data), Path(folder), int(processes), int(memory_mb))
    return {"seconds": time.perf_counter() - began, "cpu_seconds": cpu_seconds() - used}


def cold(name: str, folder: str, word: str) -> list[str]:
    """Opens the index and answers one query: all that a cold process does."""
    from benchmarks.rivals import Query, engine

    return engine(name).open(Path(folder)).ids(Query("all", (word,)))()


def serve(name: str, folder: str) -> None:
    """Answers requests, one JSON line each, until there are no more.

    ``{"do": "count" | "ids", "queries"}`` gives answers; ``{"do": "time", "queries", "counts",
    "seconds"}`` gives the seconds of each, of as many as fit into so many seconds.
    """
    import orjson

    from benchmarks.rivals import Query, engine

    chosen = engine(name)
    loaded = time.perf_counter()
    searcher = chosen.open(Path(folder))
    first = time.perf_counter() - loaded
    opened = []
    for _ in range(OPENED):
        began = time.perf_counter()
        chosen.open(Path(folder))
        opened.append(time.perf_counter() - began)
    hello = {
        "version": chosen.version(),
        "articles": searcher.articles(),
        "first_open_seconds": first,
        "open_seconds": median(opened),
    }
    _say(orjson.dumps(hello))
    for line in sys.stdin.buffer:
        request = orjson.loads(line)
        queries = [Query.load(query) for query in request["queries"]]
        answer: list[Any]
        if request["do"] == "count":
            answer = [searcher.count(query)() for query in queries]
        elif request["do"] == "ids":
            answer = [searcher.ids(query)() for query in queries]
        else:
            prepare: Callable[[Query], Callable[[], object]]
            prepare = searcher.count if request["counts"] else searcher.ids
            answer = timed([prepare(query) for query in queries], request["seconds"])
        _say(orjson.dumps(answer))


def timed(calls: list[Callable[[], object]], most_seconds: float) -> list[float]:
    """Seconds of each call, one after another, until ``most_seconds`` have gone by."""
    clock = time.perf_counter
    stop = clock() + most_seconds
    seconds: list[float] = []
    for call in calls:
        began = clock()
        call()
        ended = clock()
        seconds.append(ended - began)
        if ended > stop:
            break
    return seconds


def _say(line: bytes) -> None:
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    command, *arguments = sys.argv[1:]
    if command == "serve":
        serve(*arguments)
    else:
        import orjson

        answer = build(*arguments) if command == "build" else cold(*arguments)
        _say(orjson.dumps(answer))

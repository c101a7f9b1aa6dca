"""One engine in a process of its own: builds an index, or answers queries.

Run by `benchmarks.measure`, not by hand::

    child.py build ENGINE DATA FOLDER PROCESSES MEMORY_MB
    child.py serve ENGINE FOLDER
    child.py cold ENGINE FOLDER WORD
    child.py refresh ENGINE FOLDER DATA...
    child.py snippets FOLDER QUERIES
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any

#: Times an index is opened again, to know what opening costs once modules are loaded.
OPENED = 5
#: Megabytes a writer that adds a few articles may take.
MEMORY_MB = 64
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
    for module in getattr(built, "modules", ()):
        import_module(module)
    began, used = time.perf_counter(), cpu_seconds()
    built.build(Path(data), Path(folder), int(processes), int(memory_mb))
    return {"seconds": time.perf_counter() - began, "cpu_seconds": cpu_seconds() - used}


def cold(name: str, folder: str, word: str) -> list[str]:
    """Opens the index and answers one query: all that a cold process does."""
    from benchmarks.rivals import Query, engine

    return engine(name).open(Path(folder)).ids(Query("all", (word,)))()


def refresh(name: str, folder: str, *data: str) -> list[float]:
    """Adds each file in a commit of its own, and times how an open index takes the commit up.

    Raises:
        RuntimeError: Afterwards it does not show more articles.
    """
    from benchmarks.rivals import growing_engine

    chosen = growing_engine(name)
    searcher = chosen.open(Path(folder))
    seconds = []
    for file in data:
        before = searcher.articles()
        wait = chosen.add(Path(file), Path(folder), MEMORY_MB)
        began = time.perf_counter()
        searcher.refresh()
        seconds.append(time.perf_counter() - began)
        if searcher.articles() <= before:
            raise RuntimeError(f"{name} shows {searcher.articles():,} articles after adding more")
        wait()
    return seconds


def snippets(folder: str, queries: str) -> list[dict[str, float]]:
    """For each query of a file (one a line), the seconds of a search whose hits are touched more.

    Of three times the shortest. ``ids`` searches and touches the id of every hit; the others
    touch besides its article, its snippet, or both.
    """
    import newsearch

    index = newsearch.open(folder)
    touching: dict[str, Callable[[Any], object]] = {
        "ids": lambda hit: hit.id,
        "articles": lambda hit: (hit.id, hit.article),
        "snippets": lambda hit: (hit.id, hit.snippet),
        "both": lambda hit: (hit.id, hit.article, hit.snippet),
    }
    answer = []
    for query in Path(queries).read_text(encoding="utf-8").splitlines():
        taken: dict[str, list[float]] = {name: [] for name in touching}
        for _turn in range(3):
            for name, touch in touching.items():
                began = time.perf_counter()
                for hit in index.search(query, match="any"):
                    touch(hit)
                taken[name].append(time.perf_counter() - began)
        answer.append({name: min(times) for name, times in taken.items()})
    return answer


def serve(name: str, folder: str) -> None:
    """Answers requests, one JSON line each, until there are no more.

    ``{"do": "count", "queries"}`` and ``{"do": "ids", "limit", "queries"}`` give answers;
    ``{"do": "time", "queries", "counts", "seconds"}`` gives the seconds of each, of as many as fit
    into so many seconds.
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
            answer = [searcher.ids(query, request["limit"])() for query in queries]
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
    commands = {"build": build, "cold": cold, "refresh": refresh, "snippets": snippets}
    if command == "serve":
        serve(*arguments)
    else:
        print(json.dumps(commands[command](*arguments)))

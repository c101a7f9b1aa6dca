"""One engine in a process of its own: adds small batches to an index that a reader holds open.

Run by `benchmarks.scaling`, not by hand::

    growing.py ENGINE FOLDER MEMORY_MB BATCH WORD [BATCH WORD ...]

Each batch is a prepared file, and its word one that a single article of it holds and no other.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
# This folder's modules have names that the standard library has too; and an installed newsearch
# goes before the source folder.
sys.path[:] = [path for path in sys.path if Path(path or ".").resolve() != HERE]
sys.path.append(str(HERE.parent))


def grow(
    name: str, folder: Path, memory_mb: int, batches: list[tuple[Path, str]]
) -> list[dict[str, Any]]:
    """Adds the batches, one commit each.

    Returns:
        For each batch the seconds from opening the writer to the commit (``seconds``, and the CPU
        time of all threads meanwhile, ``cpu_seconds``) and to the end of what goes on behind it
        (``settled_seconds``), the reader's ``refresh_seconds`` and the seconds of its first answer
        after that (``answer_seconds``), the articles it then counts, and how many hits it has for
        the batch's word.
    """
    from benchmarks.rivals import Query, growing_engine

    engine = growing_engine(name)
    reader = engine.open(folder)
    clock = time.perf_counter
    done = []
    for batch, word in batches:
        query = Query("all", (word,))
        reader.ids(query)()  # the reader has been in use
        began, used = clock(), time.process_time()
        settle = engine.add(batch, folder, memory_mb)
        committed, used = clock(), time.process_time() - used
        reader.refresh()
        refreshed = clock()
        ids = reader.ids(query)()
        answered = clock()
        settle()
        settled = clock()
        done.append(
            {
                "seconds": committed - began,
                "cpu_seconds": used,
                "settled_seconds": settled - answered + committed - began,
                "refresh_seconds": refreshed - committed,
                "answer_seconds": answered - refreshed,
                "articles": reader.articles(),
                "hits": len(ids),
            }
        )
    return done


if __name__ == "__main__":
    import orjson

    chosen, index, memory, *rest = sys.argv[1:]
    pairs = [(Path(path), word) for path, word in zip(rest[::2], rest[1::2], strict=True)]
    sys.stdout.buffer.write(orjson.dumps(grow(chosen, Path(index), int(memory), pairs)) + b"\n")

"""Segments with wrong contents and right checksums, as only malice or a defect makes them.

Answers from them may be wrong; but nothing may crash, hang, or be raised but a `NewsearchError`.
Run as a program on the folder of an index, so that a crash is seen by who started it:
``python hostile_segments.py FOLDER COUNT SEED``. Used by ``test_damage.py`` and ``scripts/fuzz``.
"""

from __future__ import annotations

import json
import random
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

from checksummed import write_with_checksums
from corrupting import questions

import newsearch
from newsearch import NewsearchError
from newsearch.segment.container import HEADER, Container
from newsearch.segment.manifest import FILE_NAME
from newsearch.segment.merge import merge_segments

LONGEST = 20.0  # seconds for all that is asked


def _content_end(data: bytes) -> int:
    """Where the sections of a container end."""
    start, length = HEADER.unpack_from(data)[4:6]
    return int(json.loads(data[start : start + length])["sums"][0])


def _changed(path: Path, data: bytes, chance: random.Random) -> bytes:
    """The bytes with something else in one section: each section is as likely as another."""
    container = Container(path)
    sizes = {name: size for name, size in container.section_sizes().items() if size}
    name = chance.choice(sorted(sizes))
    at = container.start_of(name) + chance.randrange(sizes[name])
    changed = bytearray(data)
    kind = chance.randrange(4)
    if kind < 2:
        changed[at] ^= 1 << chance.randrange(8)
    elif kind == 2:
        changed[at] = chance.choice((0, 1, 0x7F, 0x80, 0xFF))
    else:
        end = min(at + chance.choice((2, 4, 8)), _content_end(data))
        changed[at:end] = chance.choice((b"\xff", b"\x00", b"\x80")) * (end - at)
    return bytes(changed)


def run(folder: Path, count: int, seed: int) -> Counter[str]:
    """Changes a segment so many times, and asks, checks and merges; returns what came of it."""
    chance = random.Random(seed)
    manifest = folder / FILE_NAME
    committed = manifest.read_bytes()
    paths = sorted(folder.glob("*.segment"))
    told: Counter[str] = Counter()
    for _ in range(count):
        path = chance.choice(paths)
        data = path.read_bytes()
        write_with_checksums(path, _changed(path, data, chance))
        started = time.process_time()
        for ask in (*questions().values(), newsearch.Index.check, _merge):
            try:
                with newsearch.open(folder) as index:
                    ask(index)
            except (NewsearchError, KeyError):  # the id that is asked for may be gone
                told["refused"] += 1
            except Exception as error:
                told[type(error).__name__] += 1
                traceback.print_exc()
            else:
                told["answered"] += 1
        if time.process_time() - started > LONGEST:
            told["took too long"] += 1
        path.write_bytes(data)
        manifest.write_bytes(committed)
    return told


def _merge(index: newsearch.Index) -> None:
    path = Path(index.path) / "merged"
    path.unlink(missing_ok=True)
    merge_segments(index.snapshot.segments, path, sync=False)


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))

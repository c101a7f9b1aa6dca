"""What the processes of test_crash.py do; run as ``python crash_child.py COMMAND FOLDER...``."""

from __future__ import annotations

import builtins
import contextlib
import json
import os
import pathlib
import random
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from checksummed import write_with_checksums

import newsearch
from newsearch import Article
from newsearch.errors import NewsearchError
from newsearch.segment.build import SegmentBuilder
from newsearch.segment.container import HEADER, ContainerWriter
from newsearch.segment.manifest import FILE_NAME
from newsearch.segment.merge import merge_segments

COUNT = 12
START = datetime(2026, 1, 1, tzinfo=UTC)


def edition(generation: int) -> list[Article]:
    """The same articles anew: an index must never hold those of two generations."""
    return [
        Article(
            id=f"a{number}",
            title=f"Edition {generation}",
            body=f"alder brook {'cedar ' * number}",
            tags=("Harbour",),
            date=START + timedelta(days=number),
        )
        for number in range(COUNT)
    ]


def generation_of(index: newsearch.Index) -> int:
    """The one generation that all articles are of."""
    found = {article.title for article in index.export()}
    assert len(index) == COUNT, len(index)
    assert len(found) == 1, found
    results = index.search("alder", limit=COUNT)
    assert results.total == COUNT
    assert {hit.article.title for hit in results} <= found
    return int(found.pop().split()[1])


def many_segments() -> None:
    """Makes segments tiny, so that a commit writes and merges many."""
    import newsearch.segment.changes
    import newsearch.segment.merge_policy

    def full(builder: SegmentBuilder, budget: int) -> bool:
        return len(builder) >= 3

    SegmentBuilder.full = full  # type: ignore[method-assign]
    newsearch.segment.changes.BATCH_ARTICLES = 3
    newsearch.segment.merge_policy.SEGMENTS_PER_TIER = 3


def die_at(event: int) -> None:
    """Makes this process kill itself just before the so-manieth touch of the disk."""
    left = event

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(*args: Any, **keywords: Any) -> Any:
            nonlocal left
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*args, **keywords)

        return wrapper

    for owner, name in (
        (os, "fsync"),
        (os, "replace"),
        (os, "unlink"),
        (builtins, "open"),
        (pathlib.Path, "open"),
        (ContainerWriter, "finish"),
    ):
        setattr(owner, name, counted(getattr(owner, name)))


def kill_everywhere(base: str, copies: str) -> None:
    """Commits over a copy of ``base`` for each moment at which the process can be killed."""
    many_segments()
    event = 0
    while True:
        event += 1
        folder = Path(copies) / f"{event:03d}"
        shutil.copytree(base, folder)
        child = os.fork()
        if not child:
            with newsearch.open(folder).writer() as writer:
                die_at(event)
                writer.add_all(edition(2))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            print(event, os.WEXITSTATUS(status))
            return


def write(folder: str) -> None:
    """Commits edition after edition until it is killed."""
    many_segments()
    with newsearch.open(folder, create=True) as index, index.writer(wait=10) as writer:
        generation = generation_of(index) if len(index) else 0
        while True:
            generation += 1
            writer.add_all(edition(generation))
            writer.commit()
            print(generation, flush=True)


def hold(folder: str) -> None:
    """Holds the lock of the index until it is killed."""
    writer = newsearch.open(folder).writer()
    print("held", flush=True)
    time.sleep(60)
    writer.close()


def _content_end(data: bytes) -> int:
    """Where the sections of a container end."""
    directory = HEADER.unpack_from(data)[4]
    return int(json.loads(data[directory:])["sums"][0])


def damage(folder: str) -> None:
    """Searches and merges an index with wrong contents and right checksums: it must not crash."""
    chance = random.Random(5)
    manifest = Path(folder) / FILE_NAME
    committed = manifest.read_bytes()
    paths = [path for path in sorted(Path(folder).iterdir()) if path.suffix == ".segment"]
    errors = set()
    for _ in range(400):
        path = chance.choice(paths)
        data = path.read_bytes()
        at = chance.randrange(HEADER.size, _content_end(data))
        changed = data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]
        write_with_checksums(path, changed)
        try:
            search_everything(folder)
            merge_everything(folder)
        except NewsearchError:
            errors.add("NewsearchError")
        except Exception as error:
            errors.add(type(error).__name__)
            traceback.print_exc()
        path.write_bytes(data)
        manifest.write_bytes(committed)
    print(" ".join(sorted(errors)))


def search_everything(folder: str) -> None:
    index = newsearch.open(folder)
    for query in ("alder", '"alder brook"', "title:edition", "al*", "tags:harbour", "alder -cedar"):
        with contextlib.suppress(NewsearchError):
            for hit in index.search(query, facets=("tags", "source"), timeline="day"):
                assert hit.snippet is not None
    with contextlib.suppress(NewsearchError):
        index.get("a3")
        index.stats()
        list(index.export(""))


def merge_everything(folder: str) -> None:
    index = newsearch.open(folder)
    path = Path(folder) / "merged"
    path.unlink(missing_ok=True)
    with contextlib.suppress(NewsearchError):
        merge_segments(index.snapshot.segments, path, sync=False)


if __name__ == "__main__":
    commands: dict[str, Callable[..., None]] = {
        "kill_everywhere": kill_everywhere,
        "write": write,
        "hold": hold,
        "damage": damage,
    }
    commands[sys.argv[1]](*sys.argv[2:])

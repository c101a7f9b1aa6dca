"""What the processes of test_crash.py do; run as ``python crash_child.py COMMAND FOLDER...``."""

from __future__ import annotations

import builtins
import os
import pathlib
import shutil
import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import newsearch
from newsearch import Article
from newsearch.segment.build import SegmentBuilder
from newsearch.segment.container import ContainerWriter

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


if __name__ == "__main__":
    commands: dict[str, Callable[..., None]] = {
        "kill_everywhere": kill_everywhere,
        "write": write,
        "hold": hold,
    }
    commands[sys.argv[1]](*sys.argv[2:])

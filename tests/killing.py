"""Writers killed at random moments, and started again until they are done.

Used by ``test_crash.py`` in short and by ``scripts/crash`` at length.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from random import Random
from unittest.mock import patch

from disk_histories import Model, article, files, held, needed

import newsearch
from newsearch import Article
from newsearch.segment.build import SegmentBuilder

#: Changes between two commits, and commits of a run.
ARTICLES, COMMITS = 7, 40


@contextlib.contextmanager
def small_segments() -> Iterator[None]:
    """Segments of three articles, merged by three; the disk is the real one."""
    with (
        patch.object(SegmentBuilder, "full", lambda self, budget: len(self) >= 3),
        patch("newsearch.segment.changes.BATCH_ARTICLES", 3),
        patch("newsearch.segment.merge_policy.SEGMENTS_PER_TIER", 3),
    ):
        yield


def batches(seed: int) -> list[list[Article]]:
    """What a run adds, commit by commit; some replace earlier ones."""
    random = Random(seed)
    return [[article(random) for _ in range(ARTICLES)] for _ in range(COMMITS)]


def models(seed: int) -> list[Model]:
    """What the index holds after each commit of an undisturbed run, the empty one first."""
    found: list[Model] = [{}]
    for batch in batches(seed):
        found.append(found[-1] | {one.id: one for one in batch})
    return found


def run(folder: Path, seed: int, done: int, told: int) -> None:
    """Goes on behind the commits that are done; writes a byte to ``told`` after each new one."""
    with newsearch.open(folder) as index, index.writer(wait=20) as writer:
        for number, batch in enumerate(batches(seed)[done:]):
            writer.add_all(batch)
            if number % 9 == 8:
                writer.optimize()
            else:
                writer.commit()
            os.write(told, b"c")


def kills(folder: Path, count: int, seed: int) -> tuple[int, int]:
    """Kills writers until so many were; after each the index must hold a whole commit.

    Returns:
        The writers killed, and the commits that writers told of.
    """
    random = Random(seed)
    killed = commits = 0
    while killed < count:
        seed += 1
        place = folder / "killed"
        newsearch.create(place).close()
        wanted = models(seed)
        done = 0
        while done < COMMITS:
            told, hit = _start_and_kill(place, seed, done, random)
            killed += hit
            commits += told
            with newsearch.open(place) as index:
                index.check()
                found = held(index)
            now = [at for at, model in enumerate(wanted) if at >= done + told and model == found]
            assert now, (seed, done, told, sorted(found))
            assert now[0] <= done + told + 1
            assert hit or now[-1] == COMMITS
            done = COMMITS if not hit else now[0]
        with newsearch.open(place) as index, index.writer() as writer:
            writer.delete("none")  # removes what the killed left
            assert held(index) == wanted[-1]  # as an undisturbed run
        assert files(place) == needed(place)
        shutil.rmtree(place)
    return killed, commits


def _start_and_kill(folder: Path, seed: int, done: int, random: Random) -> tuple[int, bool]:
    """Runs a writer in a process that is killed after some commits and a while.

    Returns:
        How many commits it told, and whether it was killed before it was done.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        code = 1
        try:
            os.close(reading)
            with small_segments():
                run(folder, seed, done, writing)
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        told = sum(len(pipe.read(1)) for _ in range(random.randrange(6)))
        time.sleep(random.uniform(0.0, 0.05))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        told += len(pipe.read())
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return told, os.WIFSIGNALED(status)

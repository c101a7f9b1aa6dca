"""Histories of an index on a disk that fails: what must be there whatever happens.

Used by ``test_disk_faults.py`` in short and by ``scripts/crash`` at length.
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from unittest.mock import patch

from simulated_disk import Log, recording, write_folder

import newsearch
from newsearch import Article, Index
from newsearch.segment.build import SegmentBuilder
from newsearch.segment.manifest import FILE_NAME, HOLDER_FILE, LOCK_FILE
from newsearch.writer import Writer

WORDS = ("alder", "brook", "cedar", "dune", "ember", "fjord")
IDS = [f"a{number}" for number in range(12)]
START = datetime(2026, 1, 1, tzinfo=UTC)
#: How a call fails: its error, whether half of a write is made, whether all later writes fail.
FAILURES = (
    (errno.ENOSPC, True, True),
    (errno.ENOSPC, False, False),
    (errno.EIO, False, False),
    (errno.EIO, True, False),
)

Model = dict[str, Article]


@contextmanager
def tiny_segments() -> Iterator[None]:
    """Segments of three articles, merged by three, and no waiting for the real disk."""
    with (
        patch.object(SegmentBuilder, "full", lambda self, budget: len(self) >= 3),
        patch("newsearch.segment.changes.BATCH_ARTICLES", 3),
        patch("newsearch.segment.merge_policy.SEGMENTS_PER_TIER", 3),
        patch("os.fsync", lambda handle: None),
    ):
        yield


def article(random: Random) -> Article:
    """Any article."""
    return Article(
        id=random.choice(IDS),
        title=random.choice(WORDS),
        body=" ".join(random.choices(WORDS, k=random.randrange(40))),
        tags=tuple(random.sample(("Coast", "Rivers"), random.randrange(3))),
        date=random.choice((None, START + timedelta(days=random.randrange(9)))),
    )


class History:
    """Changes of an index, chance by chance, beside a dict of what it must hold.

    Args:
        folder: Where the index is, or is made.
        random: Gives the same history for the same seed.

    Attributes:
        committed: What the last commit that returned holds.
        wanted: What a commit that is under way makes of it; else the same.
    """

    def __init__(self, folder: Path, random: Random) -> None:
        self.folder = folder
        self.random = random
        self.committed: Model = {}
        self.wanted: Model = {}
        self._pending: Model = {}

    def run(self, steps: int) -> Iterator[None]:
        """Does so many changes; yields after each, and in the middle of a commit never."""
        with newsearch.open(self.folder, create=True) as index:
            yield
            writer = index.writer()
            try:
                for _ in range(steps):
                    self._step(writer)
                    yield
                self._commit(writer, optimize=False)
            finally:
                writer.close()
            yield

    def resume(self, model: Model) -> None:
        """Takes what the index was found to hold as what it holds."""
        self.committed = self.wanted = self._pending = model

    def _step(self, writer: Writer) -> None:
        choice = self.random.random()
        if choice < 0.45:
            added = article(self.random)
            self._pending = {**self._pending, added.id: added}
            writer.add(added)
        elif choice < 0.6:
            many = [article(self.random) for _ in range(7)]
            self._pending = self._pending | {one.id: one for one in many}
            counts = writer.add_all(many)
            assert not counts.failed
        elif choice < 0.7:
            id = self.random.choice(IDS)
            writer.delete(id)
            self._pending = {key: one for key, one in self._pending.items() if key != id}
        elif choice < 0.73:
            writer.rollback()
            self._pending = self.committed
        else:
            self._commit(writer, optimize=choice > 0.95)

    def _commit(self, writer: Writer, *, optimize: bool) -> None:
        self.wanted = self._pending
        if optimize:
            writer.optimize()
        else:
            writer.commit()
        self.committed = self._pending


def held(index: Index) -> Model:
    """What an index holds, by more than one way to ask it."""
    found = {one.id: one for one in index.export()}
    assert len(index) == len(found) == index.search("", limit=0).total
    assert all(index.get(id) == one for id, one in found.items())
    for word in WORDS:
        wanted = {id for id, one in found.items() if word in f"{one.title} {one.body}".split()}
        assert {hit.id for hit in index.search(word, limit=99, snippets=False)} == wanted
    return found


def survive(folder: Path, allowed: list[Model], *, tidy: bool = False) -> Model:
    """Opens what is left, which must be one of the models, and writes on.

    Args:
        folder: The index.
        allowed: What it may hold.
        tidy: Whether no file may be left over.

    Returns:
        The model it held.
    """
    if tidy:
        assert files(folder) == needed(folder)
    with newsearch.open(folder) as index:
        index.check()
        found = held(index)
        assert found in allowed, (sorted(found), [sorted(model) for model in allowed])
        with index.writer() as writer:
            writer.add(Article(id="after", title="after", body="the storm"))
        index.check()
        assert held(index).keys() == found.keys() | {"after"}
        assert files(folder) == needed(folder)
        with index.writer() as writer:
            assert writer.delete("after")
        assert held(index) == found
    return found


def needed(folder: Path) -> set[str]:
    """The files that the last commit needs."""
    with newsearch.open(folder) as index:
        return index.snapshot.manifest.files()


def files(folder: Path) -> set[str]:
    """The files there, but for those of the lock."""
    return {path.name for path in folder.iterdir()} - {LOCK_FILE, HOLDER_FILE}


def power_cuts(folder: Path, seed: int, steps: int, every: int, guesses: int) -> tuple[int, int]:
    """Runs a history, then looks at what power cuts after its calls would leave.

    Args:
        folder: Where to work.
        seed: Of the history.
        steps: Changes.
        every: After every so-manieth call (1: each).
        guesses: How many states by chance, beside the two extremes.

    Returns:
        The calls of the history, and the states looked at.
    """
    random = Random(seed)
    history = History(folder / "index", random)
    moments: list[tuple[int, Model, Model]] = []
    log = Log(folder / "index")
    with tiny_segments(), recording(log):
        moments.extend(
            (len(log.calls), history.committed, history.wanted) for _ in history.run(steps)
        )
    states = 0
    for at in range(seed % every, len(log.calls) + 1, every):
        before = [model for calls, model, _ in moments if calls <= at]
        after = next((model for calls, model, _ in moments if calls >= at), history.committed)
        for state in log.states(at, random, guesses):
            states += 1
            place = folder / "state"
            write_folder(place, state)
            with tiny_segments():
                if before or FILE_NAME in state:
                    survive(place, [*before[-1:], after])
            shutil.rmtree(place)
    shutil.rmtree(folder / "index")
    return len(log.calls), states


def failures(folder: Path, seed: int, steps: int, every: int) -> int:
    """Runs a history again and again, each time with another call that fails.

    Returns:
        How many calls were made to fail.
    """
    count = 0
    at = 1 + seed % every
    while True:
        error, short, lasting = FAILURES[count % len(FAILURES)]
        place = folder / "index"
        history = History(place, Random(seed))
        log = Log(place, at, error, short=short, lasting=lasting)
        with tiny_segments():
            try:
                with recording(log):
                    for _ in history.run(steps):
                        pass
            except OSError as failure:
                assert failure.errno == error, failure  # what the disk said, not its aftermath
            if log.failed is None:
                shutil.rmtree(place)
                return count
            count += 1
            allowed = [history.committed, history.wanted]
            for state in log.states(len(log.calls), Random(at), 1):  # and then the power goes too
                if FILE_NAME in state or history.committed:
                    write_folder(folder / "state", state)
                    survive(folder / "state", allowed)
                    shutil.rmtree(folder / "state")
            if (place / FILE_NAME).exists():
                history.resume(survive(place, allowed, tidy=log.failed.kind != "remove"))
            for _ in history.run(steps // 2):
                pass
            survive(place, [history.committed])
        shutil.rmtree(place)
        at += every

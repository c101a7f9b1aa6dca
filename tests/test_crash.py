"""Crashes and rivals: killed writers, second writers, readers while one writes."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from soaking import soak

import newsearch
from newsearch import Article, Index, IndexLocked
from newsearch.segment.manifest import FILE_NAME

from .crash_child import COUNT, edition, generation_of

CHILD = Path(__file__).with_name("crash_child.py")
needs_signals = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")

Started = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def started() -> Iterator[Started]:
    """Starts a process of crash_child.py; all are gone when the test is over."""
    processes: list[subprocess.Popen[str]] = []

    def start(*arguments: str | Path) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, CHILD, *arguments], stdout=subprocess.PIPE, text=True
        )
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def first_edition(folder: Path) -> Index:
    index = newsearch.create(folder)
    with index.writer() as writer:
        writer.add_all(edition(1))
    return index


# -- killed writers


@needs_signals
def test_a_writer_killed_at_any_touch_of_the_disk_leaves_a_whole_commit(
    tmp_path: Path, started: Started
) -> None:
    base, copies = tmp_path / "base", tmp_path / "copies"
    first_edition(base)
    process = started("kill_everywhere", base, copies)
    events, status = map(int, line_of(process).split())
    assert (status, events > 40) == (0, True)
    generations = []
    for folder in sorted(copies.iterdir()):
        with newsearch.open(folder) as index:
            index.check()
            generations.append(generation_of(index))
            with index.writer() as writer:  # the lock died with its holder
                assert writer.delete("a0")
            index.check()
            assert len(index) == COUNT - 1
            needed = index.snapshot.manifest.files() | {"write.lock"}
            assert {path.name for path in folder.iterdir()} == needed
    assert len(generations) == events
    assert generations == sorted(generations)
    assert set(generations) == {1, 2}


@needs_signals
def test_a_writer_killed_at_random_moments(tmp_path: Path, started: Started) -> None:
    random = Random(3)
    for _ in range(4):
        process = started("write", tmp_path)
        last = int(line_of(process))
        time.sleep(random.uniform(0.0, 0.3))
        process.send_signal(signal.SIGKILL)
        printed, _ = process.communicate()
        last = max([last, *map(int, printed.split())])
        with newsearch.open(tmp_path) as index:
            index.check()
            assert last <= generation_of(index) <= last + 1


@needs_signals
def test_files_are_on_the_disk_before_the_manifest_names_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a power cut leaves can only be told from the order of the calls."""
    index = first_edition(tmp_path)
    events: list[int | str] = []
    replace = os.replace

    def replaced(source: str | Path, target: str | Path) -> None:
        events.append("replace")
        replace(source, target)

    with index.writer() as writer:
        writer.delete("a0")
        writer.add(Article(id="new", title="New", body="alder"))
        monkeypatch.setattr("os.fsync", lambda handle: events.append(os.fstat(handle).st_ino))
        monkeypatch.setattr("os.replace", replaced)
    at = events.index("replace")
    folder = tmp_path.stat().st_ino
    needed = {(tmp_path / name).stat().st_ino for name in index.snapshot.manifest.files()}
    assert needed - {(index.path / name).stat().st_ino for name in old_files(index)} <= {
        *events[:at]
    }
    assert events[at - 2 :] == [folder, (tmp_path / FILE_NAME).stat().st_ino, "replace", folder]


def old_files(index: Index) -> set[str]:
    """The files of the commits before the last one."""
    newest = f"{index.snapshot.manifest.generation:06d}"
    files = index.snapshot.manifest.files() - {FILE_NAME}
    return {name for name in files if not name.startswith(newest)}


def test_a_failing_commit_keeps_the_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = first_edition(tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    writer = index.writer()
    writer.add_all(edition(2))
    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        with pytest.raises(OSError, match=r"No space left.*committed before stays.*") as raised:
            writer.commit()
    assert (raised.value.errno, raised.value.filename) == (28, str(tmp_path))
    # Half of a commit must not become part of the next one.
    with pytest.raises(newsearch.NewsearchError, match="closed"):
        writer.commit()
    assert generation_of(newsearch.open(tmp_path)) == 1
    with index.writer() as writer:
        writer.add_all(edition(3))
    assert generation_of(index) == 3
    index.check()


# -- rivals


def test_a_second_writer_is_told_what_to_do(tmp_path: Path, started: Started) -> None:
    index = first_edition(tmp_path / "a")
    with index.writer() as writer:
        for other in (index, newsearch.open(tmp_path / "a")):
            begun = time.monotonic()
            with pytest.raises(IndexLocked, match=re.escape(str(tmp_path / "a")) + ".*wait"):
                other.writer(wait=0.2)
            assert 0.15 < time.monotonic() - begun < 5
        writer.delete("a0")
    assert len(index) == COUNT - 1
    with pytest.raises(IndexLocked, match="wait"):
        process = started("hold", tmp_path / "a")
        assert line_of(process) == "held"
        index.writer()


def test_another_thread_waits_for_the_lock(tmp_path: Path) -> None:
    index = first_edition(tmp_path)
    errors: list[BaseException] = []
    first = index.writer()

    def work(wait: float) -> None:
        try:
            with index.writer(wait=wait) as writer:
                writer.delete("a1")
        except IndexLocked as error:
            errors.append(error)

    for wait, failures in ((0.0, 1), (20.0, 1)):
        thread = threading.Thread(target=work, args=(wait,))
        thread.start()
        if wait:
            time.sleep(0.2)
            first.delete("a0")
            first.commit()
            first.close()
        thread.join()
        assert len(errors) == failures
    assert len(index) == COUNT - 2


@needs_signals
def test_the_lock_is_released_when_its_holder_is_killed(tmp_path: Path, started: Started) -> None:
    index = first_edition(tmp_path)
    process = started("hold", tmp_path)
    assert line_of(process) == "held"
    with pytest.raises(IndexLocked):
        index.writer()
    process.kill()
    process.wait()
    with index.writer(wait=5) as writer:
        writer.delete("a0")
    assert len(index) == COUNT - 1


def test_processes_read_while_one_writes(tmp_path: Path) -> None:
    done = soak(tmp_path / "index", commits=50, readers=2)
    assert done.refreshes > 20
    assert done.reads > 20


def test_threads_search_while_another_commits(tmp_path: Path) -> None:
    index = first_edition(tmp_path)
    errors: list[BaseException] = []
    searches = [0, 0, 0]
    stop = threading.Event()

    def search(number: int) -> None:
        try:
            while not stop.is_set():
                generation_within_one_search(index)
                searches[number] += 1
        except BaseException as error:
            errors.append(error)
            raise

    threads = [threading.Thread(target=search, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for generation in range(2, 22):
        with index.writer() as writer:
            writer.add_all(edition(generation))
    stop.set()
    for thread in threads:
        thread.join()
    assert not errors
    assert min(searches) > 0
    assert generation_of(index) == 21


def generation_within_one_search(index: Index) -> None:
    """All that one call answers is of one commit, also what is loaded later."""
    results = index.search("alder brook", limit=COUNT, facets=("tags",))
    time.sleep(0.001)
    assert len({hit.article.title for hit in results}) == 1
    assert results.total == len(results) == COUNT
    assert results.facets == {"tags": [("Harbour", COUNT)]}
    assert all(hit.snippet and "alder" in hit.snippet.text for hit in results)
    articles = list(index.export('"alder brook"'))
    assert len(articles) == COUNT
    assert len({article.title for article in articles}) == 1
    article = index.get("a3")
    assert article is not None


@needs_signals
def test_a_forked_child_may_read_but_not_use_the_writer(tmp_path: Path) -> None:
    index = first_edition(tmp_path)
    with index.writer() as writer:
        writer.delete("a0")
        child = os.fork()
        if not child:
            code = 1
            with contextlib.suppress(BaseException):
                assert generation_of(index) == 1
                with pytest.raises(newsearch.NewsearchError, match="forked"):
                    writer.add_all(edition(2))
                with pytest.raises(IndexLocked), index.writer():
                    pass
                writer.close()
                code = 0
            os._exit(code)
        assert os.waitpid(child, 0)[1] == 0
        with pytest.raises(IndexLocked, match=f"process {os.getpid()}, since 2"):
            newsearch.open(tmp_path).writer()
    assert len(index) == COUNT - 1


@needs_signals
def test_an_index_that_cannot_be_written_can_be_searched(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    first_edition(folder)
    (folder / "write.lock").unlink()
    for path in (*folder.iterdir(), folder):
        path.chmod(0o555 if path.is_dir() else 0o444)
    child = os.fork()
    if not child:
        code = 1
        with contextlib.suppress(BaseException):
            os.chdir(folder)
            if not os.getuid():
                os.setuid(65534)  # who is root may write everywhere
            index = newsearch.open(".")
            assert generation_of(index) == 1
            index.check()
            with pytest.raises(newsearch.NewsearchError, match=r"cannot be written.*searched"):
                index.writer()
            code = 0
        os._exit(code)
    status = os.waitpid(child, 0)[1]
    folder.chmod(0o755)
    assert status == 0

"""Workers are forked where that is safe, spawned elsewhere, and do not outlive their parent."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import newsearch
from newsearch.worker_start import end_if_orphaned, start_method

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux only")

#: Indexes with two processes; says what they were started by and what became of the articles.
INDEX = """
import sys, threading
import newsearch
from newsearch import workers
from newsearch.worker_start import start_method

workers.LEAST_BYTES = workers.LEAST_CUT = 0
release = threading.Event()
{thread}
if {condition}:
    print(start_method())
    with newsearch.create(sys.argv[2]) as index:
        with index.writer(processes=2) as writer:
            print(writer.add_files(sys.argv[1]).added)
        index.check()
        print(sum("-w1-" in path.name for path in index.path.iterdir()))
release.set()
"""
#: Writes until it is killed; a line for each error of the input, the first of its own share.
WRITE = """
import sys
import newsearch
from newsearch import workers

workers.LEAST_BYTES = workers.LEAST_CUT = 0

def tell(_):
    import multiprocessing, time
    print(multiprocessing.active_children()[0].pid, flush=True)
    time.sleep(60)

with newsearch.create(sys.argv[2]) as index, index.writer(processes=2) as writer:
    writer.add_files(sys.argv[1], on_error=tell)
"""


def articles(folder: Path, count: int) -> Path:
    path = folder / "news.jsonl"
    body = "The ferry sails at dawn from the inner harbour, if the fog allows it. " * 20
    with path.open("w", encoding="utf-8") as file:
        file.write("{broken\n")
        for number in range(count):
            file.write(json.dumps({"id": str(number), "title": "Ferry", "body": body}) + "\n")
    return path


def index_in_a_script(folder: Path, thread: str, condition: str) -> list[str]:
    script = folder / "script.py"
    script.write_text(INDEX.format(thread=thread, condition=condition), encoding="utf-8")
    path = articles(folder, 200)
    command = [sys.executable, str(script), str(path), str(folder / "index")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout.split()


@on_linux
def test_with_one_thread_workers_are_forked(tmp_path: Path) -> None:
    assert index_in_a_script(tmp_path, "", "True") == ["fork", "200", "1"]  # without a guard


def test_with_other_threads_workers_are_spawned(tmp_path: Path) -> None:
    thread = "threading.Thread(target=release.wait, daemon=True).start()"
    found = index_in_a_script(tmp_path, thread, '__name__ == "__main__"')
    assert found == ["spawn", "200", "1"]


def test_a_thread_that_runs_is_seen() -> None:
    release = threading.Event()
    thread = threading.Thread(target=release.wait)
    thread.start()
    assert start_method() == "spawn"
    release.set()
    thread.join()


def test_who_is_no_worker_goes_on() -> None:
    end_if_orphaned()


@on_linux
def test_a_worker_ends_with_its_parent(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(WRITE, encoding="utf-8")
    path = articles(tmp_path, 60_000)  # which keep it busy for seconds
    command = [sys.executable, str(script), str(path), str(tmp_path / "index")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        parent.kill()
    began = time.monotonic()
    while _runs(worker):
        assert time.monotonic() < began + 60
        time.sleep(0.01)
    assert not list((tmp_path / "index").glob("*.segment"))  # it did not write its share
    with newsearch.open(tmp_path / "index") as index, index.writer():  # nobody holds the lock
        assert len(index) == 0


def _runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False

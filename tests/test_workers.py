"""Indexing with several processes gives what one process gives."""

from __future__ import annotations

import gzip
import json
import multiprocessing
import os
import random
import signal
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

import newsearch
from newsearch import Counts, InputReport, NewsearchError, ReadError, worker_news, workers


@pytest.fixture(autouse=True)
def small_input_is_worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "LEAST_BYTES", 0)
    monkeypatch.setattr(workers, "LEAST_CUT", 0)


def lines(folder: Path) -> Path:
    """Ids that come again, in either half and across them, and a broken line."""
    path = folder / "news.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(400):
            body = f"Ferry number {number} sails at dawn from the inner harbour."
            record = {"id": str(number % 330), "title": f"Ferry {number}", "body": body}
            file.write(json.dumps(record) + "\n")
            if number == 300:
                file.write('{"title": "cut\n')
    return path


def index_twice(
    folder: Path, path: Path, processes: int
) -> tuple[list[Counts], list[str], dict[str, str]]:
    errors: list[ReadError] = []
    with newsearch.create(folder) as index:
        counts = []
        for _ in range(2):
            with index.writer(processes=processes) as writer:
                counts.append(writer.add_files(path, on_error=errors.append))
        index.check()
        assert index.search("ferry", limit=0).total == len(index)
        titles = {article.id: article.title for article in index.export()}
    return counts, [str(error) for error in errors], titles


@pytest.mark.parametrize("method", ["fork", "spawn"] if sys.platform == "linux" else ["spawn"])
def test_two_processes_give_what_one_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    path = lines(tmp_path)
    one = index_twice(tmp_path / "one", path, 1)
    assert one[0][0] == Counts(added=330, replaced=70, unchanged=0, failed=1)
    assert "line 302" in one[1][0]
    started: list[str | None] = []

    def context(name: str | None = None) -> Any:
        started.append(name)
        return get_context(name)

    get_context = multiprocessing.get_context
    monkeypatch.setattr(multiprocessing, "get_context", context)
    monkeypatch.setattr(workers, "start_method", lambda: method)
    assert index_twice(tmp_path / "two", path, 2) == one
    assert started.count(method) == 2  # once a run: workers were at work


def test_an_error_that_stops_the_run_leaves_nothing(tmp_path: Path) -> None:
    def stop(error: ReadError) -> None:
        raise error

    with newsearch.create(tmp_path / "index") as index:
        with pytest.raises(ReadError, match="line 302"), index.writer(processes=2) as writer:
            writer.add_files(lines(tmp_path), on_error=stop)
        assert len(index) == 0
        index.check()


@pytest.mark.parametrize("processes", [1, 2])
def test_a_long_run_commits_now_and_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, processes: int
) -> None:
    path = lines(tmp_path)
    monkeypatch.setattr("newsearch.writer.BYTES_PER_SECOND", path.stat().st_size)
    wanted = index_twice(tmp_path / "whole", path, 1)
    errors: list[ReadError] = []
    progress: list[int] = []
    with newsearch.create(tmp_path / "index") as index:
        with index.writer(processes=processes) as writer:
            counts = writer.add_files(
                path,
                on_error=errors.append,
                on_progress=progress.append,
                commit_every=0.2 if processes > 1 else 1e-9,
            )
            commits = index.snapshot.manifest.generation
            assert commits >= 2  # before the end
        index.check()
        titles = {article.id: article.title for article in index.export()}
    assert (counts, [str(error) for error in errors], titles) == (
        wanted[0][0],
        wanted[1][:1],
        wanted[2],
    )
    assert progress == sorted(progress)
    assert progress[-1] == path.stat().st_size


def test_an_interrupted_run_goes_on(tmp_path: Path) -> None:
    path = lines(tmp_path)
    seen = 0

    def interrupt(error: ReadError) -> None:
        raise KeyboardInterrupt

    with newsearch.create(tmp_path / "index") as index:
        with pytest.raises(KeyboardInterrupt), index.writer() as writer:
            writer.add_files(path, on_error=interrupt, commit_every=1e-9)
        seen = len(index)
        assert 100 < seen < 330
        with index.writer() as writer:
            counts = writer.add_files(path, on_error=lambda error: None)
        assert counts.unchanged >= seen - 70  # all but those that come again
        assert len(index) == 330
        index.check()


def test_files_that_cannot_be_cut_are_dealt_evenly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "HEAD_START", 0)
    for count, processes in ((2, 2), (4, 2), (3, 3), (9, 3)):
        paths = [str(tmp_path / f"{number}.html") for number in range(count)]
        for path in paths:
            Path(path).write_bytes(b"<p>x" * 100_000)
        cut = workers.shares(paths, None, processes)
        assert [part.path for parts in cut for part in parts] == paths
        assert [len(parts) for parts in cut] == [count // processes] * processes


def broken_files(folder: Path, files: int = 6) -> list[str]:
    """Files with errors in each, and paths that name no file between them."""
    paths: list[str] = []
    for number in range(files):
        path = folder / f"{number}.jsonl"
        good = [{"title": f"Ferry {number}.{line}", "body": "It sails."} for line in range(40)]
        lines = [json.dumps(record) for record in good]
        for place in (30, 20, 3):
            lines.insert(place, '{"title": ' + "x" * number)
        path.write_text("\n".join(lines), "utf-8")
        paths += [str(path), str(folder / f"missing-{number}"), str(folder / f"none-{number}-*")]
    return paths


@pytest.mark.parametrize("processes", [2, 3])
def test_errors_come_in_the_order_of_the_input(
    tmp_path: Path, processes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_news, "HELD_IN_MEMORY", 100)  # the rest waits in a file
    paths = broken_files(tmp_path)
    found: list[tuple[Counts, list[str]]] = []
    for count in (1, processes):
        errors: list[ReadError] = []
        with (
            newsearch.create(tmp_path / f"index-{count}") as index,
            index.writer(processes=count) as writer,
        ):
            counts = writer.add_files(*paths, on_error=errors.append)
        found.append((counts, [str(error) for error in errors]))
    assert found[0] == found[1]
    assert found[0][0] == Counts(added=240, failed=30)
    assert len(found[0][1]) == 30


def test_the_first_error_of_the_input_stops_the_run(tmp_path: Path) -> None:
    def stop(error: ReadError) -> None:
        raise error

    paths = broken_files(tmp_path)
    with newsearch.create(tmp_path / "index") as index:
        for processes in (1, 3):
            with (
                pytest.raises(ReadError, match=r"0\.jsonl, line 4"),
                index.writer(processes=processes) as writer,
            ):
                writer.add_files(*paths, on_error=stop)
        assert len(index) == 0
    assert not multiprocessing.active_children()


@pytest.mark.skipif(os.name == "nt", reason="no such signal there")
def test_a_killed_worker_is_told_and_nothing_is_kept(tmp_path: Path) -> None:
    def kill(_: ReadError) -> None:
        for process in multiprocessing.active_children():
            os.kill(process.pid or 0, signal.SIGKILL)

    with newsearch.create(tmp_path / "index") as index:
        with (
            pytest.raises(NewsearchError, match=r"worker process 2 died \(out of memory"),
            index.writer(processes=2) as writer,
        ):
            writer.add_files(*broken_files(tmp_path), on_error=kill)
        assert len(index) == 0
        index.check()
        with index.writer() as writer:  # the lock is free, what the workers left is removed
            writer.add_files(str(tmp_path / "0.jsonl"), on_error=lambda _: None)
        assert len(index) == 40
    assert not [name for name in (tmp_path / "index").iterdir() if "-w" in name.name]


def test_a_worker_that_fails_says_why(tmp_path: Path) -> None:
    class Silent:
        def send(self, message: object) -> None:
            told.append(message)

        def close(self) -> None:
            told.append("closed")

    told: list[object] = []
    newsearch.create(tmp_path / "index").close()
    manifest = newsearch.segment.manifest.read_manifest(tmp_path / "index")
    part = workers.Part(str(broken_files(tmp_path)[0]))
    gone = tmp_path / "gone"  # where no segment can be written
    arguments = (gone, manifest, 1 << 20, "000001-w1", [part], None, False)
    workers.work(Silent(), *arguments)  # type: ignore[arg-type]
    (failure,) = [one for one in told if isinstance(one, worker_news.Failure)]
    assert "FileNotFoundError" in failure.reason
    assert told[-1] == "closed"


def mixed_folder(folder: Path) -> Path:
    """Archives and compressed files of several pieces, hidden files, pictures, links, damage."""
    numbers = random.Random(1)

    def record(number: int) -> bytes:
        words = " ".join(f"gull {numbers.randrange(10**9)}" for _ in range(400))
        return json.dumps({"id": str(number), "title": f"Ferry {number}", "body": words}).encode()

    place = folder / "input"
    (place / ".cache").mkdir(parents=True)
    written = b"\n".join(record(n) if n % 100 else b"{bad" for n in range(1000))
    packed = gzip.compress(written, 1)
    (place / "a.jsonl.gz").write_bytes(packed)
    (place / "b.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    (place / "c.jsonl").write_bytes(written)
    with zipfile.ZipFile(place / "d.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(300):
            archive.writestr(f"{number}.jsonl", record(1000 + number))
            archive.writestr(f".{number}", b"")
    (place / ".hidden.jsonl").write_bytes(written)
    (place / "logo.png").write_bytes(b"\x89PNG")
    (place / "README").write_text("About these files.")
    if os.name != "nt":
        (place / "loop").symlink_to(place)
        (place / "away.jsonl").symlink_to(folder / "nothing")
    return place


def test_all_that_was_there_is_accounted_for_in_order(tmp_path: Path) -> None:
    path = mixed_folder(tmp_path)
    found = []
    for processes in (1, 2, 3):
        told: list[str | InputReport] = []
        with newsearch.create(tmp_path / f"index-{processes}") as index:
            with index.writer(processes=processes) as writer:
                counts = writer.add_files(
                    path,
                    on_error=lambda error, told=told: told.append(str(error)),
                    on_input=told.append,
                )
            index.check()
            titles = {article.id: article.title for article in index.export()}
        found.append((counts, told, titles))
    counts, told, _ = found[0]
    assert found[1] == found[0]
    assert found[2] == found[0]
    reports = [one for one in told if not isinstance(one, str)]
    assert counts.skipped == sum(one.skipped is not None for one in reports)
    assert counts.failed == len(told) - len(reports)
    assert counts.added + counts.replaced + counts.unchanged == sum(one.articles for one in reports)
    why = {Path(one.path).name: one.skipped for one in reports if one.skipped and not one.record}
    assert why[".hidden.jsonl"] == why[".cache"] == "hidden"
    assert why["logo.png"] == "no news by its name (.png)"
    assert why["README"] == "no news by its name (README)"
    if os.name != "nt":
        assert why["loop"] == "a link to a folder"
        assert why["away.jsonl"] == "a link to nothing"
    assert InputReport(str(path / "a.jsonl.gz"), None, "jsonl", 990) in reports
    assert InputReport(str(path / "d.zip"), "member .7", skipped="hidden") in reports


def test_one_compressed_file_is_shared(tmp_path: Path) -> None:
    path = str(mixed_folder(tmp_path) / "a.jsonl.gz")
    cut = workers.shares([path], None, 2)
    assert [len(parts) for parts in cut] == [1, 1]
    assert cut[0][0].stop == cut[1][0].start > 0
    assert cut[1][0].stop is None
    many = workers.shares([path], None, 2, rounds=100)
    assert sum(map(len, many)) == workers.MOST_EXPANDED

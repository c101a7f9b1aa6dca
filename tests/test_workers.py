"""Indexing with several processes gives what one process gives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import newsearch
from newsearch import Counts, ReadError, workers


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


def test_two_processes_give_what_one_gives(tmp_path: Path) -> None:
    path = lines(tmp_path)
    one = index_twice(tmp_path / "one", path, 1)
    assert one[0][0] == Counts(added=330, replaced=70, unchanged=0, failed=1)
    assert "line 302" in one[1][0]
    assert index_twice(tmp_path / "two", path, 2) == one
    assert [name for name in (tmp_path / "two").iterdir() if "-w" in name.name]  # of a share


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

"""The command line on damaged indexes and senseless words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fuzzing_commands import fuzz_commands

from newsearch.cli import run


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index of three articles, which every command finds without being told."""
    path = tmp_path / "index"
    monkeypatch.setenv("NEWSEARCH_INDEX", str(path))
    lines = [json.dumps({"id": f"a{n}", "title": "Old bridge", "body": "Storm."}) for n in range(3)]
    news = tmp_path / "news.jsonl"
    news.write_text("\n".join(lines), encoding="utf-8")
    assert run(["index", str(news)]) == 0
    return path


def test_check_repairs_what_is_damaged(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def lines_of(code: int, *words: str) -> list[str]:
        capsys.readouterr()
        assert run(words) == code
        return capsys.readouterr().out.splitlines()

    assert lines_of(0, "check", "--repair") == [f"{index}: sound, 3 articles"]
    (segment,) = index.glob("*.segment")
    with segment.open("r+b") as file:  # a file of 8 KB is one chunk: all of it is lost
        file.seek(200)
        file.write(b"\x07\xff\x07")
    assert not lines_of(2, "check")
    told = lines_of(1, "check", "--repair")
    assert told[0].startswith(f"{segment.name}: damaged: bytes ")
    assert told[1:] == ["  0 articles kept, 3 lost", f"{index}: repaired, 0 articles"]
    assert lines_of(0, "check") == [f"{index}: sound, 0 articles"]


def test_no_command_line_ends_in_another_way(index: Path) -> None:
    told = fuzz_commands(index.parent, 150, seed=3)
    assert told["exit 0"] > 5
    assert told["exit 2"] > 30

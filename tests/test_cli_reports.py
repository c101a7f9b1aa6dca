"""What became of each input, told by `newsearch index` and `newsearch read`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsearch.cli import run


def test_what_became_of_each_input_is_counted_and_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    news = tmp_path / "news"
    news.mkdir()
    (news / "a.jsonl").write_text('{"title": "One", "body": "Rain."}\n{"title": \n', "utf-8")
    (news / "logo.png").write_bytes(b"\x89PNG")
    (news / ".DS_Store").write_bytes(b"x")
    (news / "photo.png").write_bytes(b"\x89PNG")
    report = tmp_path / "report.jsonl"
    wanted = [
        (".DS_Store", "skipped", "hidden", 0),
        ("a.jsonl", "failed", "not JSON", 0),
        ("a.jsonl", "read", "", 1),
        ("logo.png", "skipped", "no news by its name (.png)", 0),
        ("photo.png", "skipped", "no news by its name (.png)", 0),
    ]
    for command in (["index", "--index", str(tmp_path / "index")], ["read"]):
        assert run([*command, "--report", str(report), str(news)]) == 0
        told = capsys.readouterr()
        if command[0] == "index":
            assert told.out == "1 added, 0 replaced, 0 unchanged, 1 failed, 3 skipped\n"
        skipped = "newsearch: skipped 3: no news by its name (.png) (2), hidden (1)\n"
        assert skipped in told.err
        lines = [json.loads(line) for line in report.read_text("utf-8").splitlines()]
        found = [
            (Path(one["path"]).name, one["outcome"], one["reason"] or "", one["articles"])
            for one in lines
        ]
        assert [one[:2] + one[3:] for one in found] == [one[:2] + one[3:] for one in wanted]
        assert all(a[2].startswith(b[2]) for a, b in zip(found, wanted, strict=True))
        assert lines[1]["record"] == "line 2"
        assert lines[2]["format"] == "jsonl"

"""Starting, opening, refreshing and snippets are measured for the engines that can do each."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarking import invented, run, write


def test_cold_prints_and_writes_every_table(tmp_path: Path) -> None:
    data = write(tmp_path / "invented.jsonl", invented(80, 1))
    done = run("run.py", "cold", data, "--only", "newsearch,sqlite,whoosh", "--rounds", 1,
               "--results", tmp_path / "results")  # fmt: skip
    assert done.returncode == 0, done.stderr
    written = json.loads((tmp_path / "results" / "cold-invented-80.json").read_text())
    assert str(tmp_path) not in json.dumps(written)
    processes = written["process_ms"]
    assert list(processes) == [
        "python -c pass",
        "python -c 'import click'",
        "newsearch search WORD",
        "newsearch, ids in Python",
        "sqlite, ids in Python",
        "whoosh, ids in Python",
    ]
    for name, figures in processes.items():
        assert f"| {name} " in done.stdout
        assert figures["wall"] > 0
        assert figures["cpu"] > 0
    assert processes["python -c pass"]["cpu"] < processes["whoosh, ids in Python"]["cpu"]
    opening = written["open_ms"]
    assert {name: sorted(figures) for name, figures in opening.items()} == {
        "newsearch": ["again", "first", "refresh"],
        "sqlite": ["again", "first", "refresh"],
        "whoosh": ["again", "first"],
    }
    assert opening["newsearch"]["again"] < opening["newsearch"]["first"]
    assert written["snippets_us"]
    for kind, figures in written["snippets_us"].items():
        assert f"| {kind} " in done.stdout
        assert figures["ids"] < figures["articles"] < figures["both"]
        assert figures["extra"] > 0

"""A segment written when fields had other weights ranks as the present weights say."""

from __future__ import annotations

from array import array
from pathlib import Path

import pytest

import newsearch
from newsearch import Article
from newsearch.segment import reader, write, write_words

ARTICLES = [
    Article(title="Ferry timetable", body="The harbour master spoke of the harbour.", id="body"),
    Article(title="Harbour", body="A ferry timetable for the winter months came out.", id="title"),
    Article(title="Winter", body="Ferries sail. " * 60 + "The harbour closes.", id="long"),
]


def scores(folder: Path) -> dict[str, float]:
    with newsearch.open(folder) as index:
        return {hit.id: hit.score for hit in index.search("harbour ferry", match="any")}


def fill(folder: Path) -> None:
    with newsearch.create(folder, language="en") as index, index.writer() as writer:
        writer.add_all(ARTICLES)


def test_lengths_are_weighed_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path / "now")
    other = array("d", [9.0, 1.0, 2.0, 1.0])
    with monkeypatch.context() as patched:
        patched.setattr(write, "WEIGHTS", other)
        patched.setattr(write_words, "WEIGHTS", other)
        patched.setattr(reader, "WEIGHTS", other)
        fill(tmp_path / "then")
        then = scores(tmp_path / "then")
    assert scores(tmp_path / "then") == scores(tmp_path / "now")
    assert then != scores(tmp_path / "now")

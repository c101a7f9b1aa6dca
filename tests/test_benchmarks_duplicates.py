"""The benchmark of stories: its labels, its judgement, and what it says of newsearch."""

from __future__ import annotations

import importlib
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import pytest
from benchmarking import BENCHMARKS, run

from .wire_copy import paragraphs, vocabulary


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Imports a module of the benchmarks, which are not installed."""
    monkeypatch.setattr(sys, "path", [*sys.path, str(BENCHMARKS.parent)])
    return importlib.import_module


def write(path: Path, count: int) -> Path:
    random = Random(4)
    words = vocabulary(random)
    with path.open("w") as file:
        for number in range(count):
            parts = paragraphs(random, words, random.randint(4, 12))
            date = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number % 9)
            record = {
                "id": f"story-{number}",
                "title": " ".join(random.choices(words, k=7)),
                "body": "HARBOUR TOWN (Tidewater) - " + "\n\n".join(parts),
                "date": date.isoformat(),
            }
            file.write(json.dumps(record) + "\n")
    return path


def test_duplicates_prints_and_writes_figures(tmp_path: Path) -> None:
    data = write(tmp_path / "wire.jsonl", 120)
    done = run("run.py", "duplicates", data, "--originals", 60, "--rounds", 1, "--results",
               tmp_path / "results")  # fmt: skip
    assert done.returncode == 0, done.stderr
    written = json.loads((tmp_path / "results" / "duplicates-wire-120.json").read_text())
    assert "story-" not in json.dumps(written)  # figures, not articles
    for half in written["pairs"].values():
        assert half["labelled"] > 50
        assert half["recall"] >= 0.9
        assert half["precision"] >= 0.98
        assert set(half["recall_by_edit"]) >= {"cut from the end", "two copies"}
    assert f"{written['pairs']['reported half']['recall']:.4f}" in done.stdout
    assert set(written["cost"]["seconds"]) == {"with", "without"}


def labels(load: Any) -> tuple[ModuleType, list[Any]]:
    duplicates = load("benchmarks.duplicates")
    copies = load("benchmarks.copies")
    articles = load("benchmarks.articles")
    random = Random(8)
    words = vocabulary(random)
    texts = ["\n\n".join(paragraphs(random, words, 4)) for _ in range(2)]
    day = datetime(2026, 1, 1, tzinfo=UTC)
    found = [
        articles.Article("a", "One two three", texts[0], day, ""),
        articles.Article("b", "One two four", texts[0], day + timedelta(days=1), ""),
        articles.Article("c", "One two three", texts[0], day + timedelta(days=30), ""),
        articles.Article("d", "Five six", texts[1], day, ""),
    ]
    copy = articles.Article("d#1", "Six five", texts[1], day, "")
    made = [copies.Labelled(one, one.id) for one in found]
    return duplicates, [*made, copies.Labelled(copy, "d", "cut from the end")]


def test_what_is_right_and_wrong(load: Any) -> None:
    duplicates, made = labels(load)
    figures = duplicates._figures(made, {"a": 1, "b": 1, "c": 1, "d": 2, "d#1": 2})
    assert figures["recall"] == 1
    assert figures["judged"] == {"copies": 1, "same story": 1, "wrong": 2}  # c is a month later
    assert figures["precision"] == 0.5
    assert figures["precision_of_found_articles"] == pytest.approx(1 / 3)
    assert (figures["near_titles"], figures["near_titles_grouped"]) == (2, 2)
    figures = duplicates._figures(made, {"a": 1, "b": 2, "c": 3, "d": 0, "d#1": 0})
    assert figures["recall"] == 0  # 0 is no story
    assert figures["precision"] == 1
    assert figures["near_titles_grouped"] == 0
    figures = duplicates._figures(made, {"a": 1, "b": 2, "c": 3, "d": 3, "d#1": 4})
    assert figures["judged"] == {"wrong": 1}


def test_copies_are_made_the_same_again_and_as_told(load: Any, tmp_path: Path) -> None:
    copies, articles = load("benchmarks.copies"), load("benchmarks.articles")
    found = list(articles.read(write(tmp_path / "wire.jsonl", 60)))
    made = copies.labelled(found, 40, seed=3)
    assert made == copies.labelled(found, 40, seed=3)
    assert [one.article for one in made[:60]] == found
    originals = {article.id: article for article in found}
    assert {one.edit for one in made[60:]} == set(copies.EDITS)
    for one in made[60:]:
        original, words = originals[one.original], one.article.body.split()
        assert one.article.title != original.title
        assert sorted(one.article.title.split()) == sorted(original.title.split())
        assert "Tidewater" not in one.article.body or "put in" in one.edit
        assert len(words) >= copies.LEAST_KEPT
        if one.edit == "cut from the end":
            assert len(words) < 0.95 * len(original.body.split()) + 15

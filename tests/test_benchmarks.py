"""The benchmarks run, check every engine's answers, and print nothing about one that is wrong."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from benchmarking import BENCHMARKS, invented, run, skip_where_left_blank, write

HAS_TANTIVY = importlib.util.find_spec("tantivy") is not None


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write(tmp_path / "invented.jsonl", invented(80, 1))


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """Imports a module of the benchmarks, which are not installed."""
    monkeypatch.setattr(sys, "path", [*sys.path, str(BENCHMARKS.parent)])
    return importlib.import_module


# -- whole runs


@pytest.mark.parametrize(
    "engines",
    [
        "newsearch,sqlite,whoosh",
        pytest.param(
            "newsearch,tantivy,tantivy-column",
            marks=pytest.mark.skipif(not HAS_TANTIVY, reason="tantivy is not installed"),
        ),
        "newsearch,bm25s",
        "newsearch,xapian",
    ],
)
def test_index_prints_and_writes_figures_of_every_engine(
    data: Path, tmp_path: Path, engines: str
) -> None:
    done = run("run.py", "index", data, "--only", engines, "--limit", 60, "--slow-limit", 40,
               "--rounds", 1, "--results", tmp_path / "results")  # fmt: skip
    assert done.returncode == 0, done.stderr
    skip_where_left_blank(done)
    written = json.loads((tmp_path / "results" / "index-invented-60.json").read_text())
    assert list(written["engines"]) == engines.split(",")
    assert written["data"]["name"] == "invented.jsonl"
    assert written["data"]["articles"] == 60
    assert str(tmp_path) not in json.dumps(written)
    for name, figures in written["engines"].items():
        assert f"| {name} " in done.stdout
        assert figures["articles"] == (40 if name in ("xapian", "whoosh") else 60)
        assert figures["mb_per_second"] > 0
        assert figures["index_mb"] > 0
        assert written["checks"][name] >= 20
        if name == "bm25s":  # what it does not know is not checked
            assert written["checks"][name] < written["checks"]["newsearch"]
        assert written["versions"][name]


def test_search_prints_percentiles_of_every_kind(data: Path, tmp_path: Path) -> None:
    done = run("run.py", "search", data, "--only", "newsearch,sqlite", "--rounds", 1,
               "--queries", 3, "--results", tmp_path / "results")  # fmt: skip
    assert done.returncode == 0, done.stderr
    written = json.loads((tmp_path / "results" / "search-invented-80.json").read_text())
    kinds = written["microseconds"]["p50"]
    assert {"rare term", "all 2", "phrase 2", "any 2, month", "any 2, newest"} <= kinds.keys()
    for kind, engines in kinds.items():
        assert written["matches"][kind]["newsearch"] > 0
        for name, microseconds in engines.items():
            assert 0 < microseconds <= written["microseconds"]["p99"][kind][name]


def test_what_an_engine_does_not_know_is_left_blank(data: Path, tmp_path: Path) -> None:
    done = run("run.py", "search", data, "--only", "newsearch,bm25s", "--rounds", 1,
               "--queries", 2, "--results", tmp_path / "results")  # fmt: skip
    assert done.returncode == 0, done.stderr
    skip_where_left_blank(done)
    written = json.loads((tmp_path / "results" / "search-invented-80.json").read_text())
    kinds = {kind for kind, engines in written["microseconds"]["p50"].items() if "bm25s" in engines}
    assert kinds == {"rare term", "frequent term", "any 2", "any 3", "3 frequent any",
                     "headline any"}  # fmt: skip
    assert written["matches"]["any 2"]["bm25s"] == written["matches"]["any 2"]["newsearch"]
    (row,) = [line for line in done.stdout.splitlines() if line.startswith("| phrase 2")][:1]
    assert row.split("|")[3].strip() == ""


def test_totals_agree_and_indexing_again_adds_nothing(data: Path, tmp_path: Path) -> None:
    second = write(tmp_path / "second.jsonl", invented(30, 2))
    done = run("totals.py", data, second)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "index second.jsonl again" in done.stdout
    assert done.stdout.endswith("all totals agree with a plain scan of the files\n")


def test_totals_tell_memory_over_the_limit(data: Path) -> None:
    done = run("totals.py", data, "--memory-limit", 1)
    assert done.returncode == 1
    assert "wrong: index invented.jsonl" in done.stdout


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"id": "a", "title": "Zelbar"}', "expected an object with id, title and body"),
        ("[1, 2]", "expected an object with id, title and body"),
        ('{"id": 1, "title": "Zelbar", "body": "Quivo."}', "must be strings"),
        ('{"id": "a", "title": "Zelbar", "body": " "}', "there is no article"),
    ],
)
def test_data_that_cannot_be_measured_is_one_clear_error(
    tmp_path: Path, line: str, told: str
) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(line + "\n", encoding="utf-8")
    done = run("run.py", "index", path, "--only", "sqlite")
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


# -- checks


class Answering:
    """A session whose engine answers as the checks expect, but for ``more`` matches too many."""

    articles = 80

    def __init__(self, name: str, checks: Sequence[Any], more: int) -> None:
        self.name = name
        self.version = "1"
        self._checks = checks
        self._more = more

    def __enter__(self) -> Answering:
        return self

    def __exit__(self, *_: object) -> None: ...

    def counts(self, queries: Sequence[Any]) -> list[int]:
        return [len(check.ids) + self._more for check in self._checks]

    def ids(self, queries: Sequence[Any]) -> list[list[str]]:
        return [sorted(check.ids)[:10] for check in self._checks]


@pytest.mark.parametrize("more", [0, 1])
def test_an_engine_that_answers_wrong_stops_the_figures(
    load: Callable[[str], ModuleType], data: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, more: int,
) -> None:  # fmt: skip
    articles, checks = load("benchmarks.articles"), load("benchmarks.checks")
    indexing, words = load("benchmarks.indexing"), load("benchmarks.words")
    prepared = articles.prepare(data, tmp_path / "prepared.jsonl")
    expected = checks.checks_of(prepared.path, words.scan([prepared.path]))
    expected = [check for check in expected if check.dates is None]
    assert {check.query.kind for check in expected} == {"any", "all", "phrase", "prefix"}
    monkeypatch.setattr(indexing, "Session", lambda name, _: Answering(name, expected, more))
    asked = ({"rival": tmp_path}, {"rival": prepared}, {prepared.path: expected})
    if more:
        with pytest.raises(checks.Disagreement, match=r"rival: .* a scan of the file"):
            indexing.check_engines(*asked)
    else:
        assert indexing.check_engines(*asked) == ({"rival": "1"}, {"rival": len(expected)})


def test_hits_out_of_date_order_are_told(load: Callable[[str], ModuleType], data: Path) -> None:
    articles, checks = load("benchmarks.articles"), load("benchmarks.checks")
    rivals = load("benchmarks.rivals")
    newest = sorted(articles.read(data), key=lambda article: article.date, reverse=True)
    check = checks.Check(
        rivals.Query("any", ("zelbar", "quivo"), newest=True),
        frozenset(article.id for article in newest),
        [article.date for article in newest[:10]],
    )
    told = list(checks.disagreements(Answering("rival", [check], 0), [check], data, 80))
    assert told == ["rival: any(zelbar quivo) newest first: its hits are not the newest"]


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        (("quivo",), "The (Quivo) rises.", True),
        (("quivo",), "The Quivoes rise.", None),  # looked for only in articles with the word
        (("quivo",), "It is QUIVO.", True),
        (("quivo",), "The quivo's rise.", None),
        (("quivo",), "AT&quivo", None),
        (("quivo",), "No such word.", False),
        (("quivo", "mornit"), "A quivo\nmornit, then.", True),
        (("quivo", "mornit"), "A quivo, mornit.", None),
        (("quivo", "mornit"), "A quivo and mornit.", False),
    ],
)
def test_a_word_is_held_plainly_doubtfully_or_not(
    load: Callable[[str], ModuleType], words: tuple[str, ...], text: str, expected: bool | None
) -> None:
    assert load("benchmarks.words").Holds(words)(["Title", text]) is expected


def test_words_that_share_a_stem_are_not_safe(load: Callable[[str], ModuleType]) -> None:
    from collections import Counter

    forms = Counter(["harbour", "harbours", "ferry", "quivo", "mornit", "mörnit", "strike"])
    assert load("benchmarks.words").Vocabulary(3, forms).safe == {"ferry", "quivo", "strike"}


def test_words_that_stemmers_take_differently_are_not_asked(
    load: Callable[[str], ModuleType],
) -> None:
    from collections import Counter

    forms = Counter({"report": 40, "reports": 20, "reportedly": 5, "ferry": 3, "ferries": 2})
    vocabulary = load("benchmarks.words").Vocabulary(100, forms)
    alike = {word for word in (*forms, "unseen") if vocabulary.is_alike(word)}
    assert alike == {"ferry", "ferries"}


# -- figures


def test_percentiles_are_nearest_ranks(load: Callable[[str], ModuleType]) -> None:
    percentile = load("benchmarks.measure").percentile
    values = [float(value) for value in range(100, 0, -1)]
    assert [percentile(values, share) for share in (0.5, 0.95, 0.99, 1.0)] == [50, 95, 99, 100]
    assert percentile([7.0], 0.5) == 7.0


def test_a_run_is_measured_with_its_children(load: Callable[[str], ModuleType]) -> None:
    script = "import time; block = bytearray(40 << 20); time.sleep(0.2); print(len(block))"
    process = load("benchmarks.measure").run([sys.executable, "-c", script])
    assert process.output.strip() == b"41943040"
    assert process.seconds >= 0.2
    assert process.resident_mb > 40
    with pytest.raises(RuntimeError, match="ended with 3: told"):
        load("benchmarks.measure").run(
            [sys.executable, "-c", "import sys; print('told', file=sys.stderr); sys.exit(3)"]
        )


def test_rows_behind_the_bar_are_named(load: Callable[[str], ModuleType]) -> None:
    figures = {
        "any 2": {"newsearch": 3.0, "tantivy": 2.0},
        "all 2": {"newsearch": 1.0, "tantivy": 2.0},
        "prefix": {"newsearch": 1.0},
    }
    assert load("benchmarks.report").losses(figures) == ["any 2 1.50×"]

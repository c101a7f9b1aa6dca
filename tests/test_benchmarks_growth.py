"""Growing corpora, plots and profiles: run on tiny data, and their parts one by one."""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from benchmarking import BENCHMARKS, invented, run, write

HAS_TANTIVY = importlib.util.find_spec("tantivy") is not None
HAS_MATPLOTLIB = importlib.util.find_spec("matplotlib") is not None
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Articles whose sentences begin with a capital letter, as those of news do."""
    records = []
    for record in invented(80, 1):
        sentences = record["body"].split(". ")
        records.append({**record, "body": ". ".join(map(str.capitalize, sentences))})
    return write(tmp_path / "invented.jsonl", iter(records))


@pytest.fixture
def recombined(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(sys, "path", [*sys.path, str(BENCHMARKS.parent)])
    return importlib.import_module("benchmarks.recombined")


@pytest.fixture
def sampling(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(sys, "path", [*sys.path, str(BENCHMARKS.parent)])
    return importlib.import_module("benchmarks.sampling")


# -- the growing corpus


def test_a_corpus_is_the_same_however_it_grew(recombined: Any, data: Path, tmp_path: Path) -> None:
    at_once, in_steps = tmp_path / "at-once.jsonl", tmp_path / "in-steps.jsonl"
    with recombined.Recombined(data, seed=1) as made:
        whole = recombined.Corpus(made, at_once, "made").grow(150)
        growing = recombined.Corpus(made, in_steps, "made")
        smaller = growing.grow(60)
        assert at_once.read_bytes().startswith(in_steps.read_bytes())
        larger = growing.grow(150)
    assert at_once.read_bytes() == in_steps.read_bytes()
    assert larger.digest == whole.digest != smaller.digest
    bodies = [json.loads(line)["body"].encode() for line in at_once.read_bytes().splitlines()]
    assert whole.body_bytes == sum(map(len, bodies))
    with recombined.Recombined(data, seed=2) as made:
        assert made.article(7)["body"].encode() != bodies[7]


def test_made_articles_are_new_ones_of_old_sentences(
    recombined: Any, data: Path, tmp_path: Path
) -> None:
    source = [json.loads(line) for line in data.read_bytes().splitlines()]
    with recombined.Recombined(data, seed=1) as made:
        articles = [made.article(number) for number in range(300)]
        holders = [made.holders(number, 300) for number in range(300)]
    assert len({article["id"] for article in articles}) == 300
    assert len({article["date"] for article in articles}) > 290
    sentences = {part for one in source for part in one["body"].rstrip(".").split(". ")}
    several = 0
    for number, article in enumerate(articles):
        *runs, names = article["body"].split("\n\n")
        assert len(runs) == recombined.PARTS
        for run_of_sentences in runs:
            parts = run_of_sentences.rstrip(".").split(". ")
            assert sentences.issuperset(parts)
            several += len(parts) > 1
        word = recombined.invented_word(number)
        assert word in names.lower()
        assert article["title"] in {one["title"] for one in source}
        assert article["tags"]
        found = {one["id"] for one in articles if word in one["body"].lower()}
        assert found == holders[number]
    assert several > 100
    assert any(len(found) > 1 for found in holders)


def test_bodies_are_cut_at_sentences(recombined: Any, data: Path) -> None:
    with recombined.Recombined(data, seed=1, characters=150) as made:
        bodies = [made.article(number)["body"] for number in range(50)]
    assert max(map(len, bodies)) < 150 + 4 * 80  # a run goes on to the end of its sentence
    assert all(part.endswith(".") for body in bodies for part in body.split("\n\n"))


def test_invented_words_are_their_own_stems(recombined: Any) -> None:
    import Stemmer

    words = [recombined.invented_word(number) for number in range(0, 2_000_000, 97)]
    assert len(set(words)) == len(words)
    for language in ("english", "porter"):
        assert Stemmer.Stemmer(language).stemWords(words) == words


def test_scale_measures_every_size_and_added_articles(data: Path, tmp_path: Path) -> None:
    engines = ["newsearch", "tantivy", "sqlite"] if HAS_TANTIVY else ["newsearch", "sqlite"]
    done = run("run.py", "scale", data, "--only", "newsearch,tantivy,sqlite", "--sizes", "60,130",
               "--batches", 2, "--added", 10, "--queries", 3, "--rounds", 1,
               "--results", tmp_path)  # fmt: skip
    assert done.returncode == 0, done.stderr
    written = json.loads((tmp_path / "scale-invented-130.json").read_text())
    assert [size["articles"] for size in written["sizes"]] == [60, 130]
    first, last = written["sizes"]
    assert first["checks"] > last["checks"] >= 15
    for size in written["sizes"]:
        assert list(size["engines"]) == engines
        for figures in size["engines"].values():
            assert figures["seconds"] > 0
            assert len(figures["add_seconds"]) == len(figures["add_refresh_seconds"]) == 2
            assert min(figures["add_seconds"]) > 0
        for kind, by_engine in size["microseconds"]["p50"].items():
            assert by_engine.keys() == size["engines"].keys()
            for name, microseconds in by_engine.items():
                assert 0 < microseconds <= size["microseconds"]["p99"][kind][name]
    assert "| newsearch |      130 |" in done.stdout
    if HAS_MATPLOTLIB:
        done = run("run.py", "plot", tmp_path / "scale-invented-130.json")
        assert done.returncode == 0, done.stderr
        assert_drawn(tmp_path / "scale-invented-130.png")
        assert_drawn(tmp_path / "scale-invented-130-queries.png")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--sizes", "100,50"), "expected rising numbers"),
        (("--sizes", "many"), "expected numbers with commas"),
        (("--only", "whoosh"), "growth is not measured for whoosh"),
    ],
)
def test_scale_refuses_what_it_cannot_measure(
    data: Path, arguments: tuple[str, ...], told: str
) -> None:
    done = run("run.py", "scale", data, *arguments)
    assert done.returncode == 2
    assert told in done.stderr
    assert done.stdout == ""


# -- plots


@pytest.mark.skipif(not HAS_MATPLOTLIB, reason="matplotlib is not installed")
def test_results_are_drawn_beside_their_files(tmp_path: Path) -> None:
    kept = sorted((BENCHMARKS / "results").glob("*.json"))
    for path in kept:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    done = run("run.py", "plot", tmp_path)
    assert done.returncode == 0, done.stderr
    drawn = {path.name for path in tmp_path.glob("*.png")}
    tables = ("cold-", "duplicates-", "relevance-")  # they are not drawn
    plotted = [path for path in kept if not path.name.startswith(tables)]
    assert len(plotted) >= 3
    assert drawn >= {path.with_suffix(".png").name for path in plotted}
    assert {Path(line).name for line in done.stdout.splitlines()} == drawn
    for name in drawn:
        assert_drawn(tmp_path / name)


def assert_drawn(path: Path) -> None:
    assert path.read_bytes().startswith(PNG)
    assert path.stat().st_size > 10_000


@pytest.mark.skipif(not HAS_MATPLOTLIB, reason="matplotlib is not installed")
@pytest.mark.parametrize("content", ["{}", "[]", "no JSON"])
def test_what_is_no_result_is_not_drawn(tmp_path: Path, content: str) -> None:
    path = tmp_path / "other.json"
    path.write_text(content, encoding="utf-8")
    done = run("run.py", "plot", path)
    assert done.returncode == 2
    assert "other.json: " in done.stderr
    assert "Traceback" not in done.stderr


def test_without_matplotlib_plot_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "matplotlib.py").write_text("raise ImportError('there is no matplotlib')\n")
    paths = [str(tmp_path), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(path for path in paths if path))
    done = run("run.py", "plot", BENCHMARKS / "results")
    assert done.returncode == 1
    assert done.stderr == "Error: there is no matplotlib: pip install 'newsearch[bench]'\n"


# -- profiles


def test_profile_tells_stages_of_indexing_and_of_queries(data: Path) -> None:
    done = run("profile.py", data, "--seconds", 0.02, "--queries", 3, "--top", 3)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    tables = [line for line in lines if line.startswith(("| indexing ", "| CPU µs a query "))]
    assert len(tables) == 2
    (whole,) = [line for line in lines if line.startswith("| all  ")]
    shares = [
        float(line.split("|")[3]) for line in lines[lines.index(tables[0]) + 2 : lines.index(whole)]
    ]
    assert 50 < sum(shares) < 101  # what comes after the last look is in no stage
    for kind in ("rare term", "phrase 2", "any 2, new", "any 2, snippets"):
        (row,) = [line for line in lines if line.startswith(f"| {kind} ")]
        assert float(row.split("|")[2].replace(",", "")) > 0


SPINNING = """
import hashlib, time

def spin(seconds):
    stop = time.thread_time() + seconds
    while time.thread_time() < stop:
        pass

def digest(rounds):
    began = time.thread_time()
    hashlib.pbkdf2_hmac("sha256", b"password", b"salt", rounds)
    return time.thread_time() - began

def both(seconds, rounds):
    spin(seconds)
    return digest(rounds)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no interval timer")
def test_time_is_told_where_it_goes_in_python_and_in_compiled_code(
    sampling: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "spinning"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "work.py").write_text(SPINNING)
    monkeypatch.syspath_prepend(tmp_path)
    work = importlib.import_module("spinning.work")
    with sampling.Sampler(importlib.import_module("spinning")) as sampler:
        digesting = work.both(0.2, 300_000)  # some tenths of a second, in a single call
        work.spin(0.1)
    taken = {"spin": 0.0, "digest": 0.0}
    for place in sampler.places():
        if place.path:
            assert place.path == "work.py"
            taken[place.function] += place.cpu_seconds
            if place.function == "digest":
                if place.cpu_seconds > digesting / 2:
                    assert place.callee == "hashlib.pbkdf2_hmac"
                    assert place.module == "_hashlib"
                assert place.outer == {"work.py"}
    # How much of each depends on the machine's load; that all is told does not.
    assert taken["spin"] > 0
    assert taken["digest"] > 0
    assert sum(taken.values()) == pytest.approx(sampler.cpu_seconds, rel=0.1)

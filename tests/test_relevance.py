"""The relevance benchmark: its measures, its test of significance, its data and its floors."""

from __future__ import annotations

import io
import json
import math
import os
import sys
import tarfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

import pytest
from benchmarking import BENCHMARKS, invented, run, write


@pytest.fixture(autouse=True)
def benchmarks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [*sys.path, str(BENCHMARKS.parent)])


def load(name: str) -> Any:
    return import_module(f"benchmarks.{name}")


TOPICS = {
    "1": ("What is the zelbar?", ["a"]),
    "2": ("QUIVO AND MORNIT (e.g. in harbours)", ["b", "c"]),
    "3": ("Nothing of this was judged", []),
}
TEXTS = {
    "a": "The zelbar is a thing of the north.",
    "b": "A quivo and a mornit were seen in harbours.",
    "c": "The quivo was seen.",
    "d": "Of the thing that is in the north nothing was said.",
    "empty": " ",
}


def files_of_a_collection() -> dict[str, str]:
    judged = [f"{topic}\t0\t{id}\t1" for topic, (_, ids) in TOPICS.items() for id in ids]
    return {
        "docs.jsonl": _lines({"id": id, "text": text} for id, text in TEXTS.items()),
        "queries.jsonl": _lines({"id": id, "text": text} for id, (text, _) in TOPICS.items()),
        "qrels.tsv": "\n".join([*judged, "1\t0\td\t0", ""]),
    }


def _lines(records: Any) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


@pytest.fixture(params=["folder", "tar"])
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    files = files_of_a_collection()
    if request.param == "folder":
        (tmp_path / "open" / "tiny").mkdir(parents=True)
        for name, text in files.items():
            (tmp_path / "open" / "tiny" / name).write_text(text, encoding="utf-8")
        return tmp_path / "open"
    with tarfile.open(tmp_path / "open.tar.xz", "w:xz") as archive:
        for name, text in files.items():
            member = tarfile.TarInfo(f"tiny/{name}")
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
    return tmp_path / "open.tar.xz"


# -- measures


def test_measures_are_those_of_their_definitions() -> None:
    ranked = ["x", "a", "y", "b", *(f"z{n}" for n in range(100)), "c"]
    found = load("relevance_scores").scores({"a", "b", "c", "never"}, ranked)
    ideal = 1 + 1 / math.log2(3) + 1 / 2 + 1 / math.log2(5)
    assert found["nDCG@10"] == pytest.approx((1 / math.log2(3) + 1 / math.log2(5)) / ideal)
    assert found["MAP"] == pytest.approx((1 / 2 + 2 / 4 + 3 / 105) / 4)
    assert found["recall@100"] == 2 / 4
    assert found["MRR@10"] == 1 / 2


def test_what_is_not_found_scores_nothing_and_the_ideal_scores_one() -> None:
    scores = load("relevance_scores").scores
    assert set(scores({"a"}, ["b"] * 3).values()) == {0.0}
    assert set(scores({"a", "b"}, ["b", "a", "x"]).values()) == {1.0}
    assert scores({"a"}, [*map(str, range(10)), "a"])["MRR@10"] == 0.0
    assert scores({"a"}, [*map(str, range(1000)), "a"])["MAP"] == 0.0


def exact(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The p value of all exchanges there are."""
    differences = [a - b for a, b in zip(ours, theirs, strict=True)]
    least, reached = abs(sum(differences)) - 1e-9, 0
    for signs in range(1 << len(differences)):
        total = sum(d if signs >> at & 1 else -d for at, d in enumerate(differences))
        reached += abs(total) >= least
    return reached / (1 << len(differences))


@pytest.mark.parametrize("seed", range(4))
def test_p_values_are_those_of_all_exchanges(seed: int) -> None:
    chance = Random(seed)
    ours = [chance.random() + seed / 8 for _ in range(9)]
    theirs = [chance.random() for _ in range(9)]
    p_value = load("relevance_scores").p_value
    assert p_value(ours, theirs) == pytest.approx(exact(ours, theirs), abs=0.02)
    assert p_value(ours, theirs) == pytest.approx(p_value(theirs, ours), abs=0.02)
    assert p_value(ours, theirs, seed=9) == p_value(ours, theirs, seed=9)


def test_a_difference_everywhere_is_no_chance_and_none_is() -> None:
    p_value = load("relevance_scores").p_value
    assert p_value([0.5] * 30, [0.4] * 30) < 0.001
    assert p_value([0.5, 0.1] * 15, [0.1, 0.5] * 15) > 0.9


# -- data


def test_collections_are_read(source: Path, tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    (found,) = load("judged").collections_in(source, tmp_path / "work")
    assert (found.name, found.data.articles, found.data.left_out) == ("tiny", 4, 1)
    assert [(t.id, t.text, sorted(t.relevant)) for t in found.topics] == [
        (id, *TOPICS[id]) for id in ("1", "2")
    ]
    assert found.unjudged == 1
    articles = list(load("articles").read(found.data.path))
    assert {article.id: article.body for article in articles} == {
        id: text for id, text in TEXTS.items() if text.strip()
    }
    assert {article.title for article in articles} == {""}


def test_known_items_are_bodies_and_chosen_by_seed(tmp_path: Path) -> None:
    news = write(tmp_path / "news.jsonl", invented(40, 3))
    (tmp_path / "work").mkdir()
    judged = load("judged")
    chosen = [judged.known_items(news, tmp_path / "work", 10, seed).topics for seed in (1, 1, 2)]
    assert chosen[0] == chosen[1] != chosen[2]
    titles = {record["id"]: record["title"] for record in invented(40, 3)}
    for topic in chosen[0]:
        assert topic.relevant == {topic.id}
        assert topic.text == " ".join(judged.query_words(titles[topic.id]))
    with pytest.raises(ValueError, match="40 headlines, fewer than 41"):
        judged.known_items(news, tmp_path / "work", 41, 1)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("docs.jsonl", "{}\n", "not a test collection"),
        ("qrels.tsv", "1 2\n", "not a test collection"),
        ("qrels.tsv", "1\t0\ta\t0\n", "no topic has a relevant document"),
    ],
)
def test_files_that_are_no_collection_are_told(
    tmp_path: Path, name: str, text: str, told: str
) -> None:
    (tmp_path / "bad").mkdir()
    for file, content in {**files_of_a_collection(), name: text}.items():
        (tmp_path / "bad" / file).write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=told):
        load("judged").collections_in(tmp_path / "bad", tmp_path)
    (tmp_path / "bad" / "docs.jsonl").unlink()
    with pytest.raises(ValueError, match="no folder in it has"):
        load("judged").collections_in(tmp_path / "bad", tmp_path)


# -- whole runs


def test_relevance_prints_and_writes_every_measure(source: Path, tmp_path: Path) -> None:
    done = run("run.py", "relevance", source, "--only", "newsearch,sqlite",
               "--results", tmp_path / "results")  # fmt: skip
    assert done.returncode == 0, done.stderr
    for measure in ("nDCG@10", "MAP", "recall@100", "MRR@10", "nDCG@10, newsearch less (p)"):
        assert f"| {measure} " in done.stdout
    (path,) = (tmp_path / "results").glob("*.json")
    written = json.loads(path.read_text())
    tiny = written["relevance"]["tiny"]
    assert list(tiny["scores"]) == [
        "newsearch", "newsearch, as written", "newsearch, feedback", "sqlite"
    ]  # fmt: skip
    assert tiny["scores"]["newsearch"]["MRR@10"] == 1.0
    assert 0 < tiny["p"]["sqlite"] <= 1
    assert "zelbar" not in path.read_text()
    assert str(tmp_path) not in path.read_text()


def test_data_that_is_absent_is_skipped(tmp_path: Path) -> None:
    done = run("run.py", "relevance", tmp_path / "no.tar.xz", "--news", tmp_path / "no.jsonl",
               "--check")  # fmt: skip
    assert done.returncode == 0
    assert "skipped: there is no no.tar.xz" in done.stderr
    assert "skipped: there is no no.jsonl" in done.stderr


# -- floors


def test_floors_rise_and_are_checked(source: Path, tmp_path: Path) -> None:
    floors, judging = load("floors"), load("judging")
    (tmp_path / "work").mkdir()
    (collection,) = load("judged").collections_in(source, tmp_path / "work")

    def reached(score: float) -> Any:
        topics = [dict.fromkeys(load("relevance_scores").MEASURES, score)] * 2
        return judging.Judged(collection, {"newsearch": topics}, {"newsearch": "1"})

    path = tmp_path / "floors.json"
    assert list(floors.below([reached(0.1)], path)) == []  # no floor yet
    for score, floor in ((0.5, 0.5), (0.4, 0.5), (0.61239, 0.6123)):
        path.write_bytes(floors.raised([reached(score)], path))
        (kept,) = json.loads(path.read_text()).values()
        assert kept == {"collection": "tiny", "nDCG@10": floor, "MRR@10": floor}
    assert list(floors.below([reached(0.6123)], path)) == []
    fallen = list(floors.below([reached(0.6)], path))
    assert fallen[0] == "tiny: nDCG@10 is 0.6000, below the floor of 0.6123"


@pytest.mark.skipif("NEWSEARCH_DATA" not in os.environ, reason="NEWSEARCH_DATA is not set")
def test_no_ranking_falls_below_its_floor(tmp_path: Path) -> None:
    """Of the open test collections, where they are there: they belong to their publishers."""
    source = Path(os.environ["NEWSEARCH_DATA"]) / "relevance_open.tar.xz"
    if not source.exists():
        pytest.skip(f"NEWSEARCH_DATA has no {source.name}")
    done = run("run.py", "relevance", source, "--only", "newsearch", "--check",
               "--results", tmp_path)  # fmt: skip
    assert done.returncode == 0, done.stderr

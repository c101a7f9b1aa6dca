"""Rankings are scored as defined, and the benchmark of them runs."""

from __future__ import annotations

import importlib
import json
import math
import sys
import tarfile
from pathlib import Path

import pytest
from benchmarking import BENCHMARKS, invented, run, skip_where_left_blank, write
from hypothesis import given
from hypothesis import strategies as st

sys.path.append(str(BENCHMARKS.parent))
try:
    scores = importlib.import_module("benchmarks.relevance_scores")
    collections = importlib.import_module("benchmarks.collections_")
finally:
    sys.path.remove(str(BENCHMARKS.parent))

RANKINGS = st.permutations("abcdefgh")
GRADES = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 3), min_size=1)


def test_ndcg_by_hand() -> None:
    grades = {"a": 2, "b": 1, "c": 1}
    best = 2 + 1 / math.log2(3) + 1 / 2
    assert scores.ndcg(["x", "a", "b"], grades) == pytest.approx((2 / math.log2(3) + 1 / 2) / best)
    assert scores.ndcg(["a", "b", "c"], grades) == pytest.approx(1)
    assert scores.ndcg([], grades) == 0
    assert scores.ndcg([*"0123456789", "a"], grades) == 0  # the eleventh does not count


def test_precision_recall_and_rank_by_hand() -> None:
    relevant = {"a": 1, "b": 1, "c": 1, "d": 1}
    ranking = ["a", "x", "b", "y"]
    assert scores.average_precision(ranking, relevant) == pytest.approx((1 + 2 / 3) / 4)
    assert scores.recall(ranking, relevant) == 0.5
    assert scores.recall(ranking, relevant, 2) == 0.25
    assert scores.reciprocal_rank(["x", "b"], relevant, 10) == 0.5
    assert scores.reciprocal_rank(["x", "b"], relevant, 1) == 0
    assert scores.query_scores(ranking, relevant) == pytest.approx(
        {
            "nDCG@10": scores.ndcg(ranking, relevant),
            "MAP": 5 / 12,
            "recall@100": 0.5,
            "MRR": 1,
            "MRR@10": 1,
        }
    )


@given(RANKINGS, GRADES)
def test_scores_lie_between_0_and_1_and_the_best_ranking_has_1(
    ranking: list[str], grades: dict[str, int]
) -> None:
    found = scores.query_scores(ranking, grades)
    assert all(0 <= value <= 1 + 1e-9 for value in found.values())
    best = sorted(grades, key=lambda one: -grades[one])
    assert scores.query_scores(best, grades) == pytest.approx(dict.fromkeys(found, 1))
    later = [one for one in ranking if one not in grades] + best
    assert scores.ndcg(later, grades) <= scores.ndcg(best, grades) + 1e-9


def test_the_randomisation_test_agrees_with_all_permutations() -> None:
    one, other = [0.9, 0.8, 0.7, 0.6, 0.5], [0.5, 0.7, 0.6, 0.5, 0.55]
    differences = [a - b for a, b in zip(one, other, strict=True)]
    observed = abs(sum(differences))
    sums = [
        abs(sum(d if bits >> at & 1 else -d for at, d in enumerate(differences)))
        for bits in range(32)
    ]
    exact = sum(value >= observed - 1e-12 for value in sums) / 32
    found = scores.randomisation_test(one, other)
    assert found == pytest.approx(exact, abs=0.02)
    assert found == scores.randomisation_test(other, one)
    assert scores.randomisation_test(one, one) == 1
    assert scores.randomisation_test([0.9] * 30, [0.1] * 30) < 0.001


def collection(folder: Path) -> Path:
    """A collection whose three queries each have one document with all their words."""
    folder.mkdir()
    texts = {"d1": "The barge carried barley over the lake.", "d2": "Otters swim in the canal.",
             "d3": "The mayor opened a library by the lake.", "d4": " "}  # fmt: skip
    queries = {"q1": "barley on a barge", "q2": "otters, canal", "q3": "library mayor",
               "q4": "nobody judged this"}  # fmt: skip
    write(folder / "docs.jsonl", iter({"id": k, "text": t} for k, t in texts.items()))
    write(folder / "queries.jsonl", iter({"id": k, "text": t} for k, t in queries.items()))
    lines = ["q1\t0\td1\t1", "q2\t0\td2\t2", "q3\t0\td3\t1", "q3\t0\td1\t0"]
    (folder / "qrels.tsv").write_text("\n".join(lines) + "\n")
    return folder


def test_a_collection_is_read_from_a_folder_folders_and_a_tar_file(tmp_path: Path) -> None:
    folder = collection(tmp_path / "lake")
    with tarfile.open(tmp_path / "all.tar.xz", "w:xz") as tar:
        tar.add(folder, "lake")
    (one,) = collections.collections_of(folder)
    assert [one] == list(collections.collections_of(tmp_path / "all.tar.xz"))
    assert [one] == list(collections.collections_of(tmp_path))
    assert set(one.documents) == {"d1", "d2", "d3"}
    assert one.grades == {"q1": {"d1": 1}, "q2": {"d2": 2}, "q3": {"d3": 1}}
    assert list(one.asked(7)) == ["q1", "q2", "q3"]
    assert (one.asked(7)["q2"].words, one.asked(7)["q2"].limit) == (("otters", "canal"), 7)


def test_relevance_prints_and_writes_figures(tmp_path: Path) -> None:
    folder = collection(tmp_path / "lake")
    articles = write(tmp_path / "invented.jsonl", invented(40, 1))
    done = run("run.py", "relevance", folder, articles, "--only", "newsearch,sqlite,whoosh",
               "--results", tmp_path / "results")  # fmt: skip
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "results" / "relevance-lake-invented.json").read_text()
    found = json.loads(text)["collections"]
    assert (found["lake"]["documents"], found["lake"]["queries"]) == (3, 3)
    assert (found["invented"]["documents"], found["invented"]["known_items"]) == (40, True)
    for name in ("newsearch", "sqlite", "whoosh"):
        assert f"| {name} " in done.stdout
        assert found["lake"]["engines"][name]["nDCG@10"] == pytest.approx(1)
        assert 0 < found["invented"]["engines"][name]["MRR@10"] <= 1
    assert set(found["lake"]["p"].values()) == {1.0}
    assert "barge" not in text


@pytest.mark.parametrize("rival", ["tantivy", "bm25s", "xapian"])
def test_other_engines_rank_too(tmp_path: Path, rival: str) -> None:
    done = run("run.py", "relevance", collection(tmp_path / "lake"), "--only", rival,
               "--results", tmp_path / "results")  # fmt: skip
    if "none of these engines is installed" in done.stderr:
        pytest.skip(f"{rival} is not installed")
    assert done.returncode == 0, done.stderr
    skip_where_left_blank(done)
    found = json.loads((tmp_path / "results" / "relevance-lake.json").read_text())
    assert found["collections"]["lake"]["engines"][rival]["MRR"] == pytest.approx(1)


def test_what_is_no_collection_is_one_clear_error(tmp_path: Path) -> None:
    done = run("run.py", "relevance", tmp_path)
    assert done.returncode == 2
    assert "expected folders with docs.jsonl" in done.stderr
    assert "Traceback" not in done.stderr

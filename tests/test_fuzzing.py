"""A short run over the generated query strings of `fuzzing.py`; `scripts/fuzz` has long ones."""

from __future__ import annotations

from pathlib import Path

from fuzzing import check_hits, fuzz_queries, make_index, query_strings


def test_any_query_string_is_understood_or_refused_and_prints_what_it_means() -> None:
    assert "slowest" in fuzz_queries(3_000, seed=20260212)


def test_what_a_query_prints_finds_the_same(tmp_path: Path) -> None:
    with make_index(tmp_path / "index") as index:
        found = sum(check_hits(index, text) for text in query_strings(500, seed=7))
    assert found > 50, "most generated queries should find something"


def test_the_strings_of_a_seed_stay_the_same() -> None:
    assert list(query_strings(50, 1)) == list(query_strings(50, 1)) != list(query_strings(50, 2))

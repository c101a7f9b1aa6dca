"""A short run over the generated query strings of `fuzzing.py`."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fuzzing import WORDS, check_hits, check_query, fuzz_queries

import newsearch
from newsearch import Article


@pytest.mark.parametrize("match", ["all", "any"])
def test_any_query_string_is_understood_or_refused_and_prints_what_it_means(match: str) -> None:
    for text in fuzz_queries(2_000, seed=20260212):
        check_query(text, match)  # type: ignore[arg-type]


def test_what_a_query_prints_finds_the_same(tmp_path: Path) -> None:
    chance = random.Random(5)
    with newsearch.create(tmp_path / "index") as index:
        with index.writer() as writer:
            for number in range(40):
                writer.add(
                    Article(
                        id=f"a{number}",
                        title=" ".join(chance.choices(WORDS, k=4)),
                        body=" ".join(chance.choices(WORDS, k=40)),
                        tags=tuple(chance.sample(("energy", "Harbour trade", "coast"), 2)),
                        date=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number),
                        source=chance.choice(("Coast Wire", None)),
                        authors=("Ada Quillfeather",),
                        language=chance.choice(("en", "uk", "de")),
                    )
                )
        found = 0
        for text in fuzz_queries(600, seed=7):
            found += check_hits(index, text)
        assert found > 100, "most generated queries should find something"

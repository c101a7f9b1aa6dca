"""Feedback changes the order of what matches, by words of the first hits, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

import newsearch
from newsearch import Article, Index

from .reference import Reference

WORDS = ("harbour", "strike", "ferry", "winter", "bridge", "quay", "tanker", "storm", "pilot")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    chance = Random(11)
    folder: Path = tmp_path_factory.mktemp("feedback") / "index"
    with newsearch.create(folder, language="en") as index:
        for part in range(2):
            with index.writer() as writer:
                for number in range(60):
                    words = chance.sample(WORDS, chance.randint(1, 4))
                    rare = [f"{word}{chance.randint(1, 9)}x" for word in words]
                    body = " ".join(chance.choices([*words, *rare, "the", "of"], k=40))
                    title = f"{words[0]} news"
                    writer.add(Article(id=f"{part}-{number}", title=title, body=body))
        yield index


def found(index: Index, query: str, **options: Any) -> list[tuple[str, float]]:
    hits = index.search(query, limit=1000, snippets=False, **options)
    return [(hit.id, hit.score) for hit in hits]


@pytest.mark.parametrize("query", ["harbour", "harbour ferry storm", '"the harbour"', "stor*"])
@pytest.mark.parametrize("match", ["any", "all"])
def test_the_same_articles_match(index: Index, query: str, match: str) -> None:
    plain = found(index, query, match=match)
    ranked = found(index, query, match=match, feedback=5)
    assert {id for id, _ in ranked} == {id for id, _ in plain}
    assert [id for id, _ in ranked] != [id for id, _ in plain]
    some = index.search(query, match=match, limit=7, offset=2, snippets=False, feedback=5)
    assert [(hit.id, hit.score) for hit in some] == ranked[2:9]
    assert some.total == len(plain)


def test_scores_are_those_of_the_expanded_plan(index: Index) -> None:
    from newsearch.search.feedback import expanded
    from newsearch.search.request import plan_query
    from newsearch.search.run import Run
    from newsearch.text.analysis import Analyzer

    snapshot = index.snapshot
    node = plan_query(snapshot, "harbour storm", "any").node
    learnt = expanded(snapshot, node, Run(snapshot, node), 5)
    expected = Reference(index.export(""), Analyzer(snapshot.languages)).search(learnt)
    ranked = dict(found(index, "harbour storm", match="any", feedback=5))
    assert ranked == pytest.approx(expected, rel=1e-9)


def test_what_is_like_the_first_hits_comes_first(tmp_path: Path) -> None:
    with newsearch.create(tmp_path / "index", language="en") as index:
        with index.writer() as writer:
            for number in range(6):
                body = "ferry ferry ferry sails from the quay with the tide at night"
                writer.add(Article(id=f"ferry{number}", title="", body=body))
            for number in range(20):
                writer.add(Article(id=f"other{number}", title="", body="goats graze on meadows"))
            writer.add(Article(id="a-goats", title="", body="ferry of goats that graze on grass"))
            writer.add(Article(id="b-quay", title="", body="ferry of boats off the quay by tide"))
        plain = [id for id, _ in found(index, "ferry")]
        assert plain[-2:] == ["a-goats", "b-quay"]  # alike, so by their ids
        assert [id for id, _ in found(index, "ferry", feedback=3)][-2:] == ["b-quay", "a-goats"]


def test_filters_and_orders_stay(index: Index) -> None:
    newest = found(index, "harbour", sort="newest")
    assert found(index, "harbour", sort="newest", feedback=5) == newest
    assert found(index, "", feedback=5) == found(index, "")
    assert found(index, "nowhere", feedback=5) == []
    assert found(index, "harbour") == found(index, "harbour", feedback=0)
    with pytest.raises(ValueError, match="feedback must not be negative"):
        index.search("harbour", feedback=-1)

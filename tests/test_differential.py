"""Three ways to answer must agree: compiled plans, Whoosh's matchers, and brute force.

Histories of commits and query trees are generated. Documents must be the same and scores equal
to 1e-9 relative; pruned top lists must be the head of the exhaustive ranking.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from generated import (
    ANALYZER,
    LANGUAGES,
    MOMENTS,
    TAGS,
    WORDS,
    assert_ranked,
    assert_same,
    built,
    deleted_articles,
    filters,
    histories,
    language_set,
    strings,
    trees,
    with_unplanned,
    wrong_in_whoosh,
)
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from reference import Reference, microseconds
from whoosh import query
from whoosh_meaning import meaning

import newsearch
from newsearch import Article
from newsearch.query import plan
from newsearch.query.compile import compile_query
from newsearch.query.context import Context
from newsearch.query.parse import parse
from newsearch.query.weighing import weighed
from newsearch.text.folding import fold_value


def agree(index: Any, reference: Reference, tree: Any) -> None:
    """Asserts that the three ways give the same documents and scores."""
    expected = reference.search(meaning(tree))
    compiled = index.search(tree, limit=100, snippets=False)
    assert_same(((hit.id, hit.score) for hit in compiled), expected)
    assert compiled.total == len(expected)
    with index.searcher() as searcher:
        exhaustive = searcher.search(tree, limit=None)
        assert_same(((hit["id"], hit.score) for hit in exhaustive), expected)
        assert {searcher.stored_fields(n)["id"] for n in searcher.docs_for_query(tree)} == set(
            expected
        )
        assert_ranked([(hit.score, index.get(hit["id"])) for hit in exhaustive])
        best = searcher.search(tree, limit=2)
        assert [hit["id"] for hit in best] == [hit["id"] for hit in exhaustive][:2]
        assert len(best) == len(expected)
    assert_ranked([(hit.score, hit.article) for hit in compiled])
    pruned = index.search(tree, limit=2, snippets=False)
    assert [(hit.id, hit.score) for hit in pruned] == [(h.id, h.score) for h in compiled][:2]


few = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@few
@given(histories, st.lists(trees | wrong_in_whoosh, min_size=3, max_size=8))
def test_three_ways_agree(history: list[list[Article | str]], asked: list[Any]) -> None:
    with built(history) as (index, reference):
        for tree in asked:
            agree(index, reference, tree)


# Posting lists of several blocks, where pruning has something to skip


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Reference]]:
    """1,500 live articles of three commits; 600 more were replaced or deleted."""
    chance = random.Random(20260212)
    weights = [1.0 / rank for rank in range(1, len(WORDS) + 1)]

    def text(words: int) -> str:
        return " ".join(chance.choices(WORDS, weights, k=words))

    live: dict[str, Article] = {}
    with newsearch.create(tmp_path_factory.mktemp("large") / "index") as index:
        for first in (0, 600, 1000):
            with index.writer() as writer:
                for number in range(first, first + 700):
                    article = Article(
                        id=f"a{number}",
                        title=text(4),
                        body=text(chance.randint(5, 60)),
                        tags=tuple(chance.sample(TAGS[:3:2], chance.randint(0, 2))),
                        date=MOMENTS[1] + timedelta(hours=chance.randint(0, 2000)),
                        language=chance.choice(LANGUAGES),
                    )
                    writer.add(article)
                    live[article.id] = article
                for number in chance.sample(range(first, first + 700), 60):
                    writer.delete(f"a{number}")
                    del live[f"a{number}"]
        with index.searcher() as searcher:
            deleted = deleted_articles(searcher.reader())
        yield index, Reference(live.values(), ANALYZER, deleted)


HARBOUR, OAK = (query.Term("text", ANALYZER.term(word, "en")) for word in ("harbour", "oak"))
ENGLISH = query.Term("language", "en")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tree=trees | wrong_in_whoosh)
@example(tree=query.And([ENGLISH, query.Or([HARBOUR, OAK])]))
@example(tree=query.And([ENGLISH, query.AndMaybe(HARBOUR, OAK)]))
@example(tree=query.And([ENGLISH, query.AndNot(HARBOUR, OAK)]))
@example(tree=query.And([ENGLISH, query.Phrase("body", [HARBOUR.text, OAK.text], slop=2)]))
def test_large_lists_agree(large: tuple[Any, Reference], tree: Any) -> None:
    index, reference = large
    expected = reference.ranked(meaning(tree))
    found = index.search(tree, limit=5000, snippets=False)
    assert_same(((hit.id, hit.score) for hit in found), dict(expected))
    with index.searcher() as searcher:
        exhaustive = searcher.search(tree, limit=None)
        assert_same(((hit["id"], hit.score) for hit in exhaustive), dict(expected))
    best = index.search(tree, limit=10, snippets=False)
    assert best.total == len(expected)
    assert [(hit.id, hit.score) for hit in best] == [(h.id, h.score) for h in found][:10]
    assert_ranked([(hit.score, hit.article) for hit in best])


# Shapes that no plan has


@few
@given(histories, st.lists(with_unplanned, min_size=3, max_size=6))
def test_shapes_without_a_plan_agree(history: list[list[Article | str]], asked: list[Any]) -> None:
    with built(history) as (index, _), index.searcher() as searcher:
        for tree in asked:
            results = searcher.search(tree, limit=None)
            expected = {hit["id"]: hit.score for hit in results}
            compiled = index.search(tree, limit=100, snippets=False)
            assert_same(((hit.id, hit.score) for hit in compiled), expected)
            assert_ranked([(hit.score, hit.article) for hit in compiled])


# Query strings


@few
@given(histories, st.lists(strings, min_size=3, max_size=6))
def test_query_strings_agree(history: list[list[Article | str]], asked: list[str]) -> None:
    with built(history) as (index, reference):
        context = Context(languages=tuple(sorted(language_set(reference))) or (None,), match="any")
        for text in asked:
            tree = parse(text, context).query
            node = compile_query(tree)
            compiled = index.search(text, limit=100, match="any", snippets=False)
            assert_same(
                ((hit.id, hit.score) for hit in compiled),
                reference.search(weighed(node, context.analyzer)),
            )
            expected = reference.search(node)
            with index.searcher() as searcher:
                exhaustive = searcher.search(tree, limit=None)
                assert_same(((hit["id"], hit.score) for hit in exhaustive), expected)


# Filters


def filter_nodes(chosen: dict[str, Any]) -> list[plan.Node]:
    """What the filter arguments of a search mean."""

    def keys(field: str, name: str) -> list[plan.Node]:
        return [plan.Keyword(field, fold_value(value).encode()) for value in chosen.get(name, ())]

    nodes = keys("tags", "tags")
    for field in ("source", "section", "language"):
        if f"{field}s" in chosen:
            nodes.append(plan.Or(tuple(keys(field, f"{field}s"))))
    if "authors" in chosen:
        nodes.append(plan.Or(tuple(keys("authors", "authors"))))
    since, until = chosen.get("since"), chosen.get("until")
    first = since and datetime.combine(since, time(), UTC)
    last = until and datetime.combine(until, time.max, UTC)
    if since or until:
        nodes.append(plan.Dates(first and microseconds(first), last and microseconds(last)))
    return nodes


@few
@given(histories, st.lists(st.tuples(trees, filters), min_size=2, max_size=5))
def test_filters_and_orders_agree(
    history: list[list[Article | str]], asked: list[tuple[Any, dict[str, Any]]]
) -> None:
    with built(history) as (index, reference):
        for tree, chosen in asked:
            node = plan.Filter(meaning(tree), plan.And((plan.Every(), *filter_nodes(chosen))))
            expected = reference.search(node)
            found = index.search(tree, limit=100, snippets=False, **chosen)
            assert_same(((hit.id, hit.score) for hit in found), expected)
            for limit in (3, 100):
                newest = index.search(tree, limit=limit, sort="newest", snippets=False, **chosen)
                assert newest.total == len(expected)
                assert [hit.id for hit in newest] == newest_first(reference, expected)[:limit]
            oldest = index.search(tree, limit=100, sort="oldest", snippets=False, **chosen)
            assert {hit.id for hit in oldest} == set(expected)
            dates = [hit.article.date for hit in oldest if hit.article.date]
            assert dates == sorted(dates)


def newest_first(reference: Reference, ids: Iterable[str]) -> list[str]:
    dates = {found.id: found.date for found in reference.documents}

    def place(key: str) -> tuple[float, str]:
        date = dates[key]
        return (math.inf if date is None else -date, key)

    return sorted(ids, key=place)

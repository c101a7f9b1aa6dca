"""What a search takes and gives, and the other questions to an index."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import newsearch
from newsearch import Article, Counts, Index, QueryError
from newsearch.schema import K1, LENGTH_OFFSET, B

from .few_articles import ARTICLES, STORM, STRIKE


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with newsearch.create(tmp_path_factory.mktemp("index")) as made:
        with made.writer() as writer:
            assert writer.add_all(ARTICLES[:2]) == Counts(added=2)
        with made.writer() as writer:  # a second segment
            assert writer.add_all(ARTICLES[2:]) == Counts(added=2)
        yield made


@pytest.fixture
def empty(tmp_path: Path) -> Index:
    return newsearch.create(tmp_path / "index")


def ids(results: Any) -> list[str]:
    return [hit.id for hit in results]


def test_get_contains_len(index: Index) -> None:
    assert len(index) == 4
    for article in ARTICLES:
        assert article.id in index
        assert index.get(article.id) == article
    assert "STRIKE" not in index
    assert 5 not in index
    assert None not in index
    assert index.get("nowhere") is None
    assert index.get("\ud800") is None


# -- search


def test_words_phrases_filters(index: Index) -> None:
    assert set(ids(index.search("harbour"))) == {"strike", "storm", "undated"}
    assert ids(index.search('"old harbour"', sort="newest")) == ["strike", "undated"]
    assert ids(index.search("harbour -storm", sort="newest")) == ["strike", "undated"]
    assert ids(index.search("title:bridge")) == ["bridge"]
    assert ids(index.search("harbour", tags=("ports", "LABOUR"))) == ["strike"]
    assert index.search("harbour", tags=("ports", "transport")).total == 0
    sources = ("lantern wire", "Northern Gazette")
    assert index.search("", sources=sources).total == 3
    assert ids(index.search("", sections=("weather",))) == ["storm"]
    assert set(ids(index.search("", authors=("larch",)))) == {"strike", "storm"}
    assert ids(index.search("", authors=("Ada Quill",))) == ["strike"]
    assert index.search("", languages=("uk", "en")).total == 4
    assert index.search("", sources=("nobody",)).total == 0


def test_filters_do_not_change_scores(index: Index) -> None:
    plain = {hit.id: hit.score for hit in index.search("harbour")}
    filtered = {hit.id: hit.score for hit in index.search("harbour", tags=("Ports",), since="2026")}
    assert filtered == {id: plain[id] for id in ("strike", "storm")}
    assert min(plain.values()) > 0


def test_sorting(index: Index) -> None:
    assert ids(index.search("", sort="newest")) == ["strike", "storm", "bridge", "undated"]
    assert ids(index.search("", sort="oldest")) == ["bridge", "storm", "strike", "undated"]
    assert ids(index.search("", sort="oldest", limit=2, offset=1)) == ["storm", "strike"]
    scores = [hit.score for hit in index.search("harbour")]
    assert scores == sorted(scores, reverse=True)
    ties = index.search("")
    assert ids(ties) == ["strike", "storm", "bridge", "undated"]  # newest first


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2026", None, ["strike", "storm"]),
        (None, "2025", ["bridge"]),
        ("2026-01-20", "2026-01-20", ["storm"]),
        (date(2025, 11, 3), date(2026, 1, 20), ["storm", "bridge"]),
        (datetime(2026, 2, 12, 14, 30, tzinfo=UTC), None, ["strike"]),
        (datetime(2026, 2, 12, 14, 30, 0, 1, tzinfo=UTC), None, []),
        (None, datetime(2025, 11, 3, tzinfo=UTC), ["bridge"]),
        ("2026-02-12", "2026-02-11", []),
    ],
)
def test_since_and_until_are_inclusive(
    index: Index, since: Any, until: Any, expected: list[str]
) -> None:
    results = index.search("", since=since, until=until, sort="newest")
    assert ids(results) == expected
    assert results.total == len(expected)
    assert [one.id for one in index.export(since=since, until=until)] == expected


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_pages_join_to_the_whole(index: Index, sort: Any) -> None:
    whole = index.search("harbour", sort=sort, limit=1000)
    for size in (1, 2, 3):
        pages = [index.search("harbour", sort=sort, limit=size, offset=at).hits
                 for at in range(0, 6, size)]  # fmt: skip
        assert [hit.id for page in pages for hit in page] == ids(whole)
    assert {hit.id for hit in whole} == {article.id for article in index.export("harbour")}
    beyond = index.search("harbour", sort=sort, offset=1 << 40, limit=1 << 70)
    assert (len(beyond), beyond.total, beyond.diagnostics) == (0, 3, [])


def test_a_limit_of_0_counts(index: Index) -> None:
    results = index.search("harbour", limit=0, facets=("tags",))
    assert (len(results), results.total, list(results)) == (0, 3, [])
    assert results.facets["tags"] == [("Ports", 2), ("Labour", 1), ("Weather", 1)]
    assert results.seconds > 0


def test_facets_and_timeline(index: Index) -> None:
    results = index.search("", facets=("source", "section", "authors"), timeline="year", limit=1)
    assert results.facets == {
        "source": [("Lantern Wire", 2), ("Northern Gazette", 1)],
        "section": [("Business", 1), ("Transport", 1), ("Weather", 1)],
        "authors": [("Bo Larch", 2), ("Ada Quill", 1)],
    }
    assert results.timeline == [(date(2025, 1, 1), 1), (date(2026, 1, 1), 2)]
    assert index.search("harbour", timeline="month").timeline == [
        (date(2026, 1, 1), 1),
        (date(2026, 2, 1), 1),
    ]
    plain = index.search("harbour")
    assert (plain.facets, plain.timeline) == ({}, [])


def test_when_no_article_holds_all_words_some_do(index: Index) -> None:
    results = index.search("storm repairs")
    assert set(ids(results)) == {"storm", "bridge"}
    assert results.total == 2
    assert [diagnostic.code for diagnostic in results.diagnostics] == ["any_words"]
    assert index.search("storm repairs", limit=0).total == 2
    page = index.search("storm repairs", limit=1, offset=1)
    assert ids(page) == ids(results)[1:]
    assert not index.search("storm repairs", match="any").diagnostics
    strict = index.search("storm AND xylophone")
    assert strict.total == 0 or strict.diagnostics
    assert index.search("xylophone zither").total == 0
    assert not index.search("storm bridge").diagnostics


def test_recency_prefers_new_articles(index: Index) -> None:
    plain = {hit.id: hit.score for hit in index.search("harbour")}
    recent = index.search("harbour", recency="30d")
    assert set(ids(recent)) == set(plain)
    now = datetime.now(UTC)
    for hit in recent:
        assert 0.0 <= hit.score < plain[hit.id]
        if hit.article.date is not None:
            half_lives = (now - hit.article.date) / timedelta(days=30)
            assert hit.score == pytest.approx(plain[hit.id] * 0.5**half_lives, rel=1e-3)
    assert ids(recent)[0] == "strike"
    assert ids(recent)[-1] == "undated"
    assert recent.hits[-1].score == 0.0


def test_snippets(index: Index) -> None:
    hit = index.search("winter storm")[0]
    assert hit.snippet is not None
    marked = [hit.snippet.text[start:end] for start, end in hit.snippet.spans]
    assert {word.lower() for word in marked} >= {"winter", "storm"}
    assert index.search("storm", snippets=False)[0].snippet is None


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"limit": -1}, ValueError, "limit"),
        ({"offset": -1}, ValueError, "offset"),
        ({"sort": "best"}, ValueError, "sort must be one of relevance, newest, oldest; not 'best'"),
        ({"match": "some"}, ValueError, "match must be one of"),
        ({"timeline": "hour"}, ValueError, "timeline must be one of"),
        ({"facets": ("colour",)}, ValueError, "facets must be one of"),
        ({"facets": "tags"}, TypeError, r"facets=\('tags',\)"),
        ({"tags": "Ports"}, TypeError, r"tags=\('Ports',\)"),
        ({"sources": "Tide"}, TypeError, "sources takes several"),
        ({"since": "soonish"}, QueryError, "soonish"),
        ({"until": "2026-13-45"}, QueryError, "month .* not 13"),
        ({"recency": "soon"}, QueryError, "half-life"),
        ({"recency": "0d"}, QueryError, "half-life"),
    ],
)
def test_bad_arguments_of_a_search(
    index: Index, arguments: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        index.search("harbour", **arguments)


@pytest.mark.parametrize("query", [None, 5, b"harbour", ["harbour"]])
def test_other_things_than_queries_are_refused(index: Index, query: Any) -> None:
    for use in (index.search, index.export):
        with pytest.raises(TypeError, match="a query is a string or a"):
            use(query)


def test_export_takes_filters_alone(index: Index) -> None:
    exported = list(index.export("harbour", tags=("Ports",), since="2025"))
    assert exported == [STRIKE, STORM]
    with pytest.raises(TypeError, match="limit"):
        index.export("harbour", limit=1)
    with pytest.raises(QueryError):
        index.export("harbour", since="soonish")  # before the first article is taken
    with pytest.raises(QueryError):
        index.export('nofield:"x')


# -- other questions


@pytest.mark.parametrize(
    "query",
    ["harbour", "old harbour", '"old harbour"', "harbour strike^3", "title:strike OR ships"],
)
def test_an_explanation_adds_up(index: Index, query: str) -> None:
    scores = {hit.id: hit.score for hit in index.search(query)}
    told = index.explain(query, "strike")
    assert told["id"] == "strike"
    assert told["matches"]
    assert told["score"] == pytest.approx(scores["strike"], rel=1e-12)
    check_parts(told)


def check_parts(part: dict[str, Any]) -> None:
    if part["kind"] == "word" and part["matches"]:
        length = (part["length"] + LENGTH_OFFSET) / (part["average_length"] + LENGTH_OFFSET)
        factor = K1 * (1.0 - B + B * length)
        ratio = part["frequency"] / (part["frequency"] + factor)
        assert part["score"] == pytest.approx(part["boost"] * part["idf"] * ratio, rel=1e-9)
    if part["kind"] in ("and", "or", "phrase"):
        total = sum(one["score"] for one in part["parts"] if one["matches"])
        assert part["score"] == pytest.approx(total, rel=1e-9)
    for one in part.get("parts", ()):
        check_parts(one)


def test_explaining_what_does_not_match(index: Index) -> None:
    told = index.explain("storm", "bridge")
    assert (told["matches"], told["score"]) == (False, 0.0)
    some = index.explain("harbour repairs", "strike")  # any words, as the search falls back to
    assert some["matches"]
    with pytest.raises(KeyError, match="nowhere"):
        index.explain("storm", "nowhere")


def test_more_like(empty: Index) -> None:
    stories = [
        Article(id=f"{topic}{n}", title=f"{topic} report {n}", body=f"{topic} {words} today " * 3,
                language="en")
        for topic, words in (("ferry", "ships harbour quay"), ("orchard", "apples pears harvest"),
                             ("glacier", "ice mountains snow"), ("opera", "singers stage choir"),
                             ("tunnel", "drills rock miners"), ("chess", "boards moves clocks"))
        for n in range(4)
    ]  # fmt: skip
    with empty.writer() as writer:
        writer.add_all(stories)
    for topic in ("ferry", "orchard", "glacier"):
        found = ids(empty.more_like(f"{topic}0", limit=3))
        assert sorted(found) == [f"{topic}{n}" for n in (1, 2, 3)]
    assert len(empty.more_like("ferry0", limit=1)) == 1
    assert empty.more_like("ferry0", limit=0) == []
    with pytest.raises(KeyError, match="nowhere"):
        empty.more_like("nowhere")


def test_suggest(index: Index) -> None:
    assert "harbour" in index.suggest("harbuor")
    assert "old harbour" in index.suggest("old harbuor")
    assert index.suggest("harbour") == []
    assert index.suggest("qqqqqqqq") == []
    assert index.suggest("") == []


def test_stats(index: Index) -> None:
    stats = index.stats()
    assert stats["articles"] == 4
    assert stats["deleted"] == 0
    assert stats["segments"] == 2
    assert stats["undated"] == 1
    assert stats["languages"] == {"en": 4}
    assert stats["oldest"].startswith("2025-11-03")
    assert stats["newest"].startswith("2026-02-12")
    assert stats["words"] > stats["distinct_words"] / 2 > 0
    assert stats["bytes"] > 0


def test_an_empty_index_answers(empty: Index) -> None:
    for query in ("", "harbour", '"old harbour"', "har*", "date:2026", "-storm"):
        results = empty.search(query, facets=("tags",), timeline="day")
        assert (results.total, len(results), results.timeline) == (0, 0, [])
    assert list(empty.export()) == []
    assert empty.suggest("harbour") == []
    assert empty.stats()["articles"] == 0
    empty.check()
    empty.optimize()
    assert len(empty) == 0


def test_optimize(tmp_path: Path) -> None:
    with newsearch.create(tmp_path) as index:
        for article in ARTICLES:
            with index.writer() as writer:
                writer.add(article)
        with index.writer() as writer:
            writer.delete("storm")
        before = [(hit.id, hit.article) for hit in index.search("harbour", sort="newest")]
        size = index.stats()["bytes"]
        index.optimize()
        stats = index.stats()
        assert (stats["segments"], stats["deleted"], stats["articles"]) == (1, 0, 3)
        assert stats["bytes"] < size
        assert [(hit.id, hit.article) for hit in index.search("harbour", sort="newest")] == before
        with index.writer() as writer:
            for article in ARTICLES:
                writer.delete(article.id)
            writer.optimize()
        assert (index.stats()["segments"], len(index)) == (0, 0)
        index.check()


def test_an_index_shows_one_commit_until_it_is_refreshed(tmp_path: Path) -> None:
    first = newsearch.create(tmp_path)
    second = newsearch.open(tmp_path)
    with first.writer() as writer:
        writer.add(STRIKE)
        assert len(first) == 0
        writer.commit()
        assert len(first) == 1
    assert (len(second), second.search("harbour").total) == (0, 0)
    assert second.refresh() is True
    assert second.refresh() is False
    assert second.get("strike") == STRIKE

"""What a search tells beside its hits, against plain counts over generated articles.

For any history and query: the hits are those of brute force, and so are facets, timelines and
attention; the pages, put together, are what is exported; what a snippet marks are occurrences that
make the article match.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo
from math import isclose
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from generated import (
    ANALYZER,
    built,
    filters,
    histories,
    language_set,
    strings,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reference import Reference, document
from test_differential import filter_nodes

from newsearch import Article, Index
from newsearch.query import plan
from newsearch.query.compile import compile_query
from newsearch.query.context import Context
from newsearch.query.parse import parse
from newsearch.search.significant import log_likelihood
from newsearch.search.timeline import INTERVALS, interval_start

FIELDS = ("tags", "source", "authors", "section", "language")
KYIV = ZoneInfo("Europe/Kyiv")
NOW = datetime(2026, 2, 12, 9, tzinfo=UTC)
few = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def expected_ids(index: Any, reference: Reference, text: str, chosen: dict[str, Any]) -> set[str]:
    """The ids that a query string must find, by brute force."""
    languages = tuple(sorted(language_set(reference))) or (None,)
    node = compile_query(parse(text, Context(languages, match="any")).query)
    within = plan.And((plan.Every(), *filter_nodes(chosen)))
    return set(reference.search(plan.Filter(node, within)))


def values(article: Article, field: str) -> Iterable[str]:
    value = getattr(article, field)
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def starts(articles: Iterable[Article], by: str, zone: tzinfo) -> Counter[date]:
    """The first days of the intervals that articles were published in."""
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    return Counter(
        interval_start((article.date - epoch) // timedelta(microseconds=1), by, zone)
        for article in articles
        if article.date is not None
    )


@few
@given(
    history=histories,
    asked=st.lists(st.tuples(strings, filters), min_size=2, max_size=4),
    by=st.sampled_from(INTERVALS),
    zone=st.sampled_from((UTC, KYIV)),
)
def test_answers_are_those_of_brute_force(
    history: list[list[Article | str]],
    asked: list[tuple[str, dict[str, Any]]],
    by: Any,
    zone: tzinfo,
) -> None:
    with built(history) as (index, reference):
        everything = {article.id: article for article in index.export()}
        for text, chosen in asked:
            given_days = {"since": None, "until": None, **chosen}
            zoned = zone if given_days["since"] == given_days["until"] is None else UTC
            if "date:" in text:
                zoned = UTC
            found = index.search(
                text, limit=100, match="any", facets=FIELDS, timeline=by, timezone=zoned, **chosen
            )
            ids = expected_ids(index, reference, text, chosen)
            assert {hit.id for hit in found} == ids
            assert found.total == len(ids)
            matching = [everything[key] for key in ids]
            for field in FIELDS:
                counts = Counter(v for article in matching for v in values(article, field))
                assert dict(found.facets[field]) == counts
                assert [n for _, n in found.facets[field]] == sorted(counts.values(), reverse=True)
            counted = starts(matching, by, zoned)
            assert {day: n for day, n in found.timeline if n} == counted
            check_attention(index, found, everything, chosen, by, zoned)
            check_pages(index, text, ids, chosen, zoned)


def check_attention(
    index: Any,
    found: Any,
    everything: dict[str, Article],
    chosen: dict[str, Any],
    by: Any,
    zone: tzinfo,
) -> None:
    passing = [hit.article for hit in index.search("", limit=100, timezone=zone, **chosen)]
    totals = starts(passing, by, zone)
    assert [day for day, _ in found.attention] == [day for day, _ in found.timeline]
    for (day, share), (_, count) in zip(found.attention, found.timeline, strict=True):
        assert isclose(share, count / totals[day] if count else 0.0)


def check_pages(index: Any, text: str, ids: set[str], chosen: dict[str, Any], zone: tzinfo) -> None:
    """Pages of any size put together are the export, which is newest first."""
    options = {"match": "any", "timezone": zone, **chosen}
    exported = [article.id for article in index.export(text, **options)]
    assert sorted(exported) == sorted(ids)
    for sort in ("newest", "relevance", "oldest"):
        paged: list[str] = []
        while page := index.search(text, limit=2, offset=len(paged), sort=sort, **options).hits:
            paged += [hit.id for hit in page]
        assert len(paged) == len(set(paged))
        assert set(paged) == ids
        if sort == "newest":
            assert paged == exported


# Snippets: every marked word makes the article match, by the analysis of the index


@few
@given(histories, st.lists(strings, min_size=2, max_size=5))
def test_what_is_marked_makes_the_article_match(
    history: list[list[Article | str]], asked: list[str]
) -> None:
    with built(history) as (index, reference):
        languages = tuple(sorted(language_set(reference))) or (None,)
        for text in asked:
            node = compile_query(parse(text, Context(languages, match="any")).query)
            for hit in index.search(text, limit=100, match="any"):
                wanted = accepted_terms(node, document(hit.article, ANALYZER).places)
                snippet = hit.snippet
                assert snippet is not None
                marked = [snippet.text[start:end] for start, end in snippet.spans]
                for part in marked:
                    for token in ANALYZER.tokens(part):
                        term = ANALYZER.term(token.text, hit.article.language).encode()
                        assert term in wanted, (text, part)
                assert snippet.text.replace("…", "").strip()


def accepted_terms(node: plan.Node, terms: Iterable[bytes]) -> set[bytes]:
    """The terms that any part of a plan that is not under NOT asks for."""
    match node:
        case plan.Word(terms=found):
            return set(found)
        case plan.Phrase(words=words):
            return {term for group in words for term in group}
        case plan.Expand(prefix=prefix, accepts=accepts):
            return {t for t in terms if t.startswith(prefix) and (accepts is None or accepts(t))}
        case plan.And(children=children) | plan.Or(children=children):
            return set().union(*(accepted_terms(child, terms) for child in children))
        case plan.AndNot(positive=positive):
            return accepted_terms(positive, terms)
        case _:
            return set()


# Time zones and the clock


def test_dates_are_those_of_the_zone_and_told_from_the_moment_given(tmp_path: Any) -> None:
    import newsearch

    late = Article("Late", "ferry", id="late", date=datetime(2026, 2, 11, 22, 30, tzinfo=UTC))
    noon = Article("Noon", "ferry", id="noon", date=datetime(2026, 2, 11, 12, tzinfo=UTC))
    with newsearch.create(tmp_path / "kyiv", timezone="Europe/Kyiv") as index:
        with index.writer() as writer:
            writer.add_all([late, noon])

        def found(query: str = "ferry", **options: Any) -> list[str]:
            return sorted(hit.id for hit in index.search(query, now=NOW, **options))

        assert found("date:2026-02-12") == found("date:today") == found(since="today") == ["late"]
        assert found("date:yesterday") == found(until="2026-02-11") == ["noon"]
        assert found("date:2026-02-11", timezone="UTC") == ["late", "noon"]
        assert found("date:today", timezone="UTC") == []
        assert found("date:PT12H") == ["late"]
        days = index.search("ferry", timeline="day").timeline
        assert days == [(date(2026, 2, 11), 1), (date(2026, 2, 12), 1)]
        assert index.search("ferry", timeline="day", timezone=UTC).timeline == [(days[0][0], 2)]
        exported = index.export("date:today", now=NOW)
        assert [article.id for article in exported] == ["late"]
        assert index.stats()["timezone"] == "Europe/Kyiv"
        with pytest.raises(ValueError, match="no time zone 'Europe/Kiew'"):
            index.search("ferry", timezone="Europe/Kiew")
        with pytest.raises(ValueError, match="now must have a time zone"):
            index.search("ferry", now=datetime(2026, 2, 12))
    with newsearch.open(tmp_path / "kyiv") as index:
        assert [hit.id for hit in index.search("date:2026-02-12")] == ["late"]
    with pytest.raises(ValueError, match="no time zone"):
        newsearch.create(tmp_path / "nowhere", timezone="nowhere")


# Words that the index does not know, or that another language is full of


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """English articles in numbers, and one in Turkish."""
    import newsearch

    with newsearch.create(tmp_path_factory.mktemp("large") / "index") as index:
        with index.writer() as writer:
            for number in range(400):
                writer.add(
                    Article(
                        id=f"e{number}",
                        title="The government of the coast",
                        body="They put the harbour repairs off." if number % 2 else "Storm ahead.",
                        source="Tidewater Wire",
                        tags=("Harbours",) if number % 2 else ("Weather",),
                        authors=("Ada Quillfeather",),
                        language="en",
                    )
                )
            writer.add(Article("Goverment", "Mr Putin came.", id="typo", language="en"))
            writer.add(Article("Haber", "Putin geldi ve liman onarıldı.", id="tr", language="tr"))
        yield index


def test_one_article_of_another_language_does_not_widen_a_word(large: Index) -> None:
    assert [hit.id for hit in large.search("putin")] == ["typo"]
    assert [hit.id for hit in large.search('"mr putin"')] == ["typo"]
    assert [hit.id for hit in large.search("putin*")] == ["typo"]
    assert large.search("put").total == 201  # the Turkish article too: its putin is a put
    assert large.search("repairs").total == 200


@pytest.mark.parametrize(
    ("query", "options", "code", "message"),
    [
        ("harbuor repairs", {}, "unknown_word", "'harbuor'; did you mean 'harbour'?"),
        ("title:xqzzy", {}, "unknown_word", "no article holds 'xqzzy'"),
        ("goverment", {}, "rare_word", "only 1 article holds 'goverment'; did you mean 'gov"),
        ("source:tidewate", {}, "unknown_value", "did you mean 'Tidewater Wire'?"),
        ("storm", {"tags": ("Harbors",)}, "unknown_value", "no article has the tag 'Harbors'"),
        ("", {"sources": ("Tidewater",)}, "unknown_value", "did you mean 'Tidewater Wire'?"),
        ("author:quilfeather", {}, "unknown_value", "did you mean"),
        ('"storm ahaed"', {}, "unknown_word", "did you mean 'ahead'?"),
    ],
)
def test_did_you_mean(
    large: Index, query: str, options: dict[str, Any], code: str, message: str
) -> None:
    (remark,) = [d for d in large.search(query, **options).diagnostics if d.code == code]
    assert message in remark.message
    if remark.start is not None:
        assert query[remark.start : remark.end].casefold() in remark.message


@pytest.mark.parametrize(
    "query", ["storm", "harbour OR weather", "storm -xqzzy", "2026", "tags:harbours"]
)
def test_known_words_are_not_remarked_on(large: Index, query: str) -> None:
    codes = {remark.code for remark in large.search(query).diagnostics}
    assert not codes & {"rare_word", "unknown_value"}
    assert query == "2026" or "unknown_word" not in codes


# What sets articles apart


def test_telling_values_and_words(large: Index) -> None:
    tags = large.significant("harbour", "tags")
    assert [(one.value, one.count, one.total) for one in tags] == [("Harbours", 200, 200)]
    assert isclose(tags[0].score, log_likelihood(200, 200, 200, 402))
    words = {one.value: one for one in large.significant("harbour", "words")}
    assert {"repairs", "put"} <= set(words)
    assert "harbour" not in words  # it is what was asked for
    assert "the" not in words
    assert large.significant("", "tags") == []  # nothing sets all apart from all
    assert large.significant("harbour", "tags", limit=0) == []
    assert large.significant("harbour", "tags", tags=("Weather",)) == []
    with pytest.raises(ValueError, match="field must be one of"):
        large.significant("harbour", "colour")
    with pytest.raises(TypeError, match="not sort"):
        large.significant("harbour", sort="newest")


@given(
    st.tuples(*[st.integers(0, 60)] * 4).map(
        lambda n: (n[0], n[0] + n[1], n[0] + n[2], sum(n))  # count, size, total, whole
    )
)
def test_the_log_likelihood_ratio(numbers: tuple[int, int, int, int]) -> None:
    count, size, total, whole = numbers
    found = log_likelihood(count, size, total, whole)
    assert found >= -1e-9
    if whole > size and count * whole > total * size:
        assert found > 0.0
    else:
        assert found == 0.0

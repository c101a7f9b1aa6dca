"""The kernels that take articles to an index, compiled and not, against the plain way of each."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from types import ModuleType
from typing import Any

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsearch.article import Article
from newsearch.ingest.datelines import LONGEST_DATELINE, dateline_of
from newsearch.ingest.dates import parse_date
from newsearch.segment.records import fields_of, microseconds, record_of

from .conftest import compiled_kernel, pure_kernel

BOTH = pytest.mark.parametrize("load", [pure_kernel, compiled_kernel])
Load = Callable[[str], ModuleType]

days = st.dates().map(str) | st.sampled_from(
    ["2024-02-29", "2023-02-29", "1900-02-29", "2000-02-29", "2026-04-31", "2026-13-01",
     "0000-01-01", "2026-1-01", "2026/01/01", "20260101", "２026-01-01", ""]
)  # fmt: skip
clocks = st.sampled_from(
    ["", "T14:30", " 14:30", "T14:30:59", "T24:00", "T14:60", "T14:30:60", "T14", "t14:30",
     "T14:3", "T14:30:5", "T1430", "T14:30:59.5", "_14:30"]
)  # fmt: skip
zones = st.sampled_from(["", "Z", "+00:00", "-00:00", "+02:00", "z", " ", "+0000", "ZZ", "+00:0"])


@BOTH
@given(day=days, clock=clocks, zone=zones)
def test_a_usual_date_is_told_as_any(load: Load, day: str, clock: str, zone: str) -> None:
    kernel = load("instants")
    text = kernel.utc_text(day + clock + zone)
    found = parse_date(day + clock + zone)
    if text is not None:
        assert found is not None
        assert text == found.isoformat()
        assert found.tzinfo is UTC
        assert kernel.instant(text) == microseconds(found)


@BOTH
@pytest.mark.parametrize("clock", ["", "T14:30Z", " 14:30:07", "T14:30:07+00:00"])
def test_the_usual_dates_stay_text(load: Load, clock: str) -> None:
    assert load("instants").utc_text(f"2026-02-12{clock}") is not None


@BOTH
def test_what_is_no_time_is_refused(load: Load) -> None:
    with pytest.raises(ValueError, match="utc_text"):
        load("instants").instant("2026-02-12")


@BOTH
@given(
    rows=st.lists(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), max_size=4)),
    first=st.integers(0, 1000),
)
def test_runs_are_those_of_a_plain_loop(
    load: Load, rows: list[list[tuple[int, int]]], first: int
) -> None:
    token = first
    text_ends, stops, counts, ends, fields = [], [], [], [], []
    for row in rows:
        for field, words in row:
            token += words
            text_ends.append(token)
            if words:
                ends.append(token)
                fields.append(field)
        stops.append(token)
        counts.append(len(ends))
    own = [bytes(field for field, _ in row) for row in rows]
    found = load("gathering").runs_of(own, array("I", text_ends), first, 1 << 20)
    assert [row.tolist() for row in found] == [stops, counts, ends, fields]


@BOTH
def test_words_beyond_the_longest_article_are_in_no_run(load: Load) -> None:
    found = load("gathering").runs_of(
        [b"\0\2", b"\0\2\3"], array("I", [15, 20, 25, 50, 60]), 10, 30
    )
    assert [row.tolist() for row in found] == [
        [20, 50], [2, 4], [15, 20, 25, 50], [0, 2, 0, 2],
    ]  # fmt: skip


@BOTH
@pytest.mark.parametrize("ends", [[1], [1, 2, 3]])
def test_each_text_has_an_end(load: Load, ends: list[int]) -> None:
    with pytest.raises(IndexError):
        load("gathering").runs_of([b"\0\2"], array("I", ends), 0, 9)


@BOTH
@pytest.mark.parametrize(
    ("lines", "first", "places"), [([b"1"], 0, 2), ([b"1", b"2"], -1, 4), ([b"1", b"2"], 0, 3)]
)
def test_each_record_has_two_parts_and_a_place(
    load: Load, lines: list[bytes], first: int, places: int
) -> None:
    bodies = [b"Rain."] * 2
    with pytest.raises(IndexError):
        load("gathering").cut_block(
            lines, bodies, first, (0, 0, 99), array("I", bytes(4 * places)), []
        )


dates = st.none() | st.sampled_from(
    [
        datetime(2026, 2, 12, tzinfo=UTC),
        datetime(2026, 2, 12, 14, 30, 7, 5, tzinfo=UTC),
        datetime(2026, 2, 12, 14, 30, tzinfo=timezone(timedelta(hours=2))),
    ]
)
texts = st.none() | st.sampled_from(["Lima", "Київ", "AT&T"])
articles = st.builds(
    Article,
    title=st.sampled_from(["Rain", "Дощ", ""]),
    body=st.sampled_from(["It rained.\n\nAgain.", "Дощ.", ""]),
    id=st.sampled_from(["1", "й"]),
    tags=st.sampled_from([(), ("sun",), ("sun", "rain")]),
    date=dates,
    authors=st.sampled_from([(), ("Ada Byron",)]),
    source=texts,
    section=texts,
    summary=texts | st.just(""),
    place=texts,
    language=st.none() | st.just("en"),
    url=texts,
    extra=st.sampled_from([{}, {"views": 7}]),
)


@BOTH
@given(article=articles)
def test_an_encoded_article_is_the_article(load: Load, article: Article) -> None:
    kernel = load("gathering")
    one = kernel.encoded(article)
    assert kernel.encoded(one) is one
    for name in Article.__slots__:
        value = getattr(one, name)
        assert getattr(article, name) == (value.decode() if name == "body" else value)
    said = fields_of(record_of(article, "uk"))
    fields = {name: value for name, value in one.fields("uk").items() if name != "language"}
    assert orjson.loads(orjson.dumps(fields)) == {
        name: value for name, value in said.items() if name not in ("body", "language")
    }


@BOTH
@given(some=st.lists(articles, max_size=5))
def test_articles_are_gathered_side_by_side(load: Load, some: list[Article]) -> None:
    kernel = load("gathering")
    texts: list[bytes] = []
    kept, names, ids, bodies, fields = kernel.texts_of(some, failures := [], texts)
    assert not failures
    assert names == [article.id for article in some]
    assert ids == [article.id.encode() for article in some]
    assert bodies == [article.body.encode() for article in some]
    assert [list(own) for own in fields] == [
        [0, *([1] if article.summary else []), 2, *[3] * len(article.tags)] for article in some
    ]
    assert texts == [
        text.encode()
        for article in some
        for text in (
            article.title,
            *((article.summary,) if article.summary else ()),
            article.body,
            *article.tags,
        )
    ]
    languages = ["en"] * len(some)
    lines, failed = kernel.record_lines(kept, languages, orjson.dumps)
    assert not failed
    assert [b"%b\n%b" % parts for parts in zip(lines, bodies, strict=True)] == [
        record_of(article, "en") for article in some
    ]
    assert kernel.instants_of(kept, microseconds).tolist() == [
        microseconds(article.date) for article in some
    ]
    known: dict[Any, Any] = {}
    for article, keywords in zip(some, kernel.keywords_of(kept, languages, known), strict=True):
        own = [(value,) if value else () for value in (article.source, article.section)]
        assert keywords == (article.tags, article.authors, *own, ("en",))
        assert known[keywords] is keywords


@BOTH
def test_each_article_has_a_language(load: Load) -> None:
    kernel = load("gathering")
    articles = [kernel.encoded(Article(title="Rain", body="It rained.", id="1"))]
    with pytest.raises(IndexError):
        kernel.record_lines(articles, [], orjson.dumps)
    with pytest.raises(IndexError):
        kernel.keywords_of(articles, [], {})


@BOTH
def test_an_article_that_cannot_be_kept_leaves_the_others(load: Load) -> None:
    kernel = load("gathering")
    failures: list[Any] = []
    texts: list[bytes] = []
    good = Article(title="Rain", body="It rained.", id="1")
    bad = [
        Article(title="\ud800", body="It rained.", id="2"),
        Article(title="Rain", body="\ud800", id="3"),
        Article(title="Rain", body="It rained.", id="\ud800"),
        Article(title="Rain", body="It rained.", id="4", tags=("sun", "\ud800")),
    ]
    kept, names, *_ = kernel.texts_of([bad[0], good, *bad[1:]], failures, texts)
    assert (len(kept), names, texts) == (1, ["1"], [b"Rain", b"It rained."])
    assert [article for article, _ in failures] == bad
    strange = kernel.encoded(Article(title="Rain", body="", extra={"a": object()}))  # type: ignore[dict-item]
    lines, failed = kernel.record_lines([kept[0], strange], ["en", "en"], orjson.dumps)
    assert lines[1] == b""
    assert [(at, type(error)) for at, error in failed] == [(1, orjson.JSONEncodeError)]


BEGINNINGS = [
    "LIMA", ", Peru", " (Reuters)", " - ", "(AP) - ", " ", "KYIV, Feb 12", "(dpa) ", "Rain ",
    "WASHINGTON — ", "x" * 70, "é", "\n", "Москва. 3 марта. INTERFAX.RU - ", ". 3", "Madrid, 12",
    "МОСКВА, 3 мар — РИА Новости. ", " feb (EFE).- ", "LONDON, Feb. 12, 2026 /PRNewswire/ -- ",
    "NEW YORK--(BUSINESS WIRE)--", "“", "A",
]  # fmt: skip


@BOTH
@given(text=st.lists(st.sampled_from(BEGINNINGS), max_size=6).map("".join) | st.text(max_size=40))
@example(text="é" * 119 + "(AP) - ")
def test_no_dateline_is_passed_over(load: Load, text: str) -> None:
    may = load("clean_articles").may_have_dateline(
        text.encode("utf-8", "replace"), LONGEST_DATELINE
    )
    assert may or dateline_of(text) == (None, None)

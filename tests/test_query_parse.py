"""The query language: what each form means, and that nothing breaks it."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsearch.errors import QueryError
from newsearch.query.compile import compile_query
from newsearch.query.parse import Context, parse

NOW = datetime(2026, 2, 12, 15, 30, tzinfo=UTC)
ALL = Context(("en",), now=lambda: NOW)
ANY = Context(("en",), now=lambda: NOW, match="any")


def shown(text: str, context: Context = ALL) -> str:
    return str(parse(text, context).query)


def codes(text: str) -> list[str]:
    return [remark.code for remark in parse(text, ALL).diagnostics]


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("harbour", "harbour"),
        ("harbour ferry", "(harbour AND ferry)"),
        ("harbour AND ferry OR train", "((harbour AND ferry) OR train)"),
        ("harbour ferry OR train", "(harbour AND (ferry OR train))"),
        ("(a OR b) AND NOT (c d)", "((a OR b) AND NOT (c AND d))"),
        ("harbour -ferry", "(harbour AND NOT ferry)"),
        ('-"old ferry" -(a b)', '(NOT "old ferry" AND NOT (a AND b))'),
        ("NOT harbour", "NOT harbour"),
        ("NOT NOT harbour", "harbour"),
        ("NOT (NOT harbour)", "harbour"),
        ("a ANDNOT b ANDNOT c", "(a ANDNOT (b OR c))"),
        ("a ANDMAYBE b", "(a ANDMAYBE b)"),
        ("a REQUIRE b", "(a REQUIRE b)"),
        ("a OR -b", "(a OR NOT b)"),
        ('"bank of harbour"', '"bank of harbour"'),
        ("“bank of harbour”", '"bank of harbour"'),
        ('"bank harbour"~5', '"bank harbour"~5'),
        ('"a b"~3^2', '"a b"~3^2.0'),
        ('"harbour"', "harbour"),
        ("COVID-19", '"COVID-19"'),
        ("Kyiv,Lviv", "(Kyiv AND Lviv)"),
        ("don't", '"don\'t"'),
        ("harbour^2.5", "harbour^2.5"),
        ("(a b -c)^3", "(a^3.0 AND b^3.0 AND NOT c)"),
        ("econom*", "econom*"),
        ("wom?n", "wom?n"),
        ("*tion", "*tion"),
        ("Éco*", "eco*"),
        ("ferri~", "ferri~1/1"),
        ("ferri~2/3", "ferri~2/3"),
        ("ferri~2/0", "ferri~2/0"),
        ("10~20", "(10 AND 20)"),
        ("title:harbour", "title:harbour"),
        ("title:(a OR b) c", "((title:a OR title:b) AND c)"),
        ("title:(a body:b)", "(title:a AND body:b)"),
        ('summary:"old ferry"', 'summary:"old ferry"'),
        ("tag:Sanctions", "tags:sanctions"),
        ('tags:"Climate  Change"', 'tags:"climate change"'),
        ("tags:clim*", "tags:clim*"),
        ("tags:(Roads OR Rail)", "(tags:roads OR tags:rail)"),
        ("-author:Ødegård", "NOT authors:odegard"),
        ("source:news.example.org", 'source:"news.example.org"'),
        ("language:en-GB", "language:en"),
        ("id:https://a.example/B?c=1", 'id:"https://a.example/B?c=1"'),
        ("title:[a TO m}", 'title:["a" TO "m"}'),
        ("tags:{'b c' TO *]", 'tags:{"b c" TO *]'),
        ("date:*", "date:*"),
        ("title:*", "title:*"),
        ("", "*:*"),
        ("*", "*:*"),
        ("*:*", "*:*"),
        ("!!!", "NOT *:*"),
        ("NOT *", "NOT *:*"),
        ("+a b", "(a AND b)"),
        ("a - b", "(a AND b)"),
        ("U.S.: new tariffs", '("U.S" AND new AND tariffs)'),
        ("Harbour: ferry sinks", "(Harbour AND ferry AND sinks)"),
        ("http://harbour.example", '(http AND "harbour.example")'),
        ("12:30", '"12:30"'),
        ("[VIDEO] ferry", "(VIDEO AND ferry)"),
        (r"tags:a\*b", r'tags:"a*b"'),
        ("AND", '"AND"'),
        ("a AND", '(a AND "AND")'),
    ],
)  # fmt: skip
def test_meaning(text: str, meaning: str) -> None:
    assert shown(text) == meaning


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("harbour ferry", "(harbour OR ferry)"),
        ("harbour AND ferry train", "((harbour AND ferry) OR train)"),
        ("a b -c", "((a OR b) AND NOT c)"),
        ("-a -b", "(NOT a AND NOT b)"),
        ("+a b c", "(a ANDMAYBE (b OR c))"),
        ("+a b -c", "((a ANDMAYBE b) AND NOT c)"),
        ("+a +b", "(a AND b)"),
        ("title:(a b)", "(title:a OR title:b)"),
    ],
)
def test_meaning_of_any(text: str, meaning: str) -> None:
    assert shown(text, ANY) == meaning


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("date:2026-02", "2026-02-01T00:00:00.000000Z", "2026-02-28T23:59:59.999999Z"),
        ("date:2026-01..2026-02", "2026-01-01T00:00:00.000000Z", "2026-02-28T23:59:59.999999Z"),
        ("date:[2026-01-01 TO 2026-02-01]", "2026-01-01T00:00:00.000000Z",
         "2026-02-01T23:59:59.999999Z"),
        ("date:>=2026-02", "2026-02-01T00:00:00.000000Z", "*"),
        ("date:<2026-02", "*", "2026-01-31T23:59:59.999999Z"),
        ('date:"last week"', "2026-02-02T00:00:00.000000Z", "2026-02-08T23:59:59.999999Z"),
        ("date:P7D", "2026-02-05T15:30:00.000000Z", "2026-02-12T15:30:00.000000Z"),
        ("date:2026-02-12T14:30", "2026-02-12T14:30:00.000000Z", "2026-02-12T14:30:59.999999Z"),
    ],
)  # fmt: skip
def test_dates(text: str, first: str, last: str) -> None:
    assert shown(text) == f"date:[{first} TO {last}]"


def test_days_are_those_of_the_time_zone() -> None:
    context = Context(timezone=ZoneInfo("Europe/Kyiv"), now=lambda: NOW)
    assert shown("date:today", context) == (
        "date:[2026-02-11T22:00:00.000000Z TO 2026-02-12T21:59:59.999999Z]"
    )


@pytest.mark.parametrize(
    ("text", "position", "message", "hint"),
    [
        ("ferry titel:x", 6, "no field 'titel'", "did you mean title:?"),
        ("zzz:x", 0, "no field 'zzz'", "fields are text, title"),
        ("ferry date:soon", 11, "'soon' is no date", "2026-02"),
        ("date:last week", 5, "'last' is no date", '"last week"'),
        ("date:2026-02-30", 5, "days 1 to 28", "2026-02"),
        ("date:[2026 TO", 5, "the range has no end", "[2026-01-01 TO"),
        ("title:[a b]", 6, "is no range", "title:[a TO b]"),
        ("title:body:x", 0, "not followed by a value", "title:word"),
        ("ferry~7", 0, "too many typing errors", "~2"),
        ('"a b"~500', 0, "too far for a phrase", "100"),
        ("ferry^99999999", 0, "the boost is above", "^2"),
        ("*a" * 20, 0, "more than 10 wildcards", "one *"),
        ("(" * 3000, 50, "more than 50 parentheses", "leave out"),
        ("a AND (" * 2000 + "b", None, None, None),
        ("title:(" * 1000 + "b", None, None, None),
        ("a OR b AND c ANDNOT d ANDMAYBE e REQUIRE (" * 49, None, "50 levels", "parentheses"),
        ("a " * 1001, 2000, "more than 1,000 words", "telling"),
        ("-a*" * 4000, 10_000, "has 12,000 characters", "telling"),
    ],
)
def test_errors_say_where_and_what_to_do(
    text: str, position: int | None, message: str | None, hint: str | None
) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text, ALL)
    error = caught.value
    assert message is None or message in error.message
    assert position is None or error.position == position
    assert error.hint
    assert hint is None or hint in error.hint


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('"old ferry', ["unclosed_quote"]),
        ('12" vinyl', ["unclosed_quote"]),
        ("(a b", ["unmatched_parenthesis"]),
        ("a b)", ["unmatched_parenthesis"]),
        ("a ()", ["empty_group"]),
        ("a OR", ["operator_as_word"]),
        ("NOT", ["operator_as_word"]),
        ("a AND OR b", ["operator_as_word"]),
        ("who won?", ["question_mark"]),
        ("title: ferry", ["field_as_word"]),
        ("a && b", ["operator_sign"]),
        ('"ferr* sinks"', ["wildcard_in_quotes"]),
        ("covid-1*", ["wildcard_compound"]),
        ("!!!", ["no_words"]),
        ("date:{2026 TO 2026}", ["empty_dates"]),
        ("Harbour: the ferry, again", []),
        ("to be or not to be", []),
    ],
)
def test_what_was_read_another_way_is_told(text: str, found: list[str]) -> None:
    assert codes(text) == found


def test_diagnostics_point_at_the_place() -> None:
    (remark,) = parse('ferry "old harbour', ALL).diagnostics
    assert (remark.start, remark.end) == (6, 18)


def test_query_nodes_know_their_place() -> None:
    second = parse("ferry title:harbour", ALL).query.subqueries[1]
    assert (second.startchar, second.endchar) == (12, 19)


# Anything at all

PIECES = st.sampled_from(
    ["a", "ferry", "Kyiv", "COVID-19", "AT&T", "don't", "санкції", "北京大学", "naïve", "\u0301",
     "AND", "OR", "NOT", "ANDNOT", "ANDMAYBE", "REQUIRE", "(", ")", '"', "“", "”", "'", "-", "+",
     "*", "?", "~", "~1", "~2/3", "^", "^2", "^.5", ":", "title:", "tags:", "tag:", "date:",
     "id:", "authors:", "[", "]", "{", "}", " TO ", "2026-02", "..", ">=", "today", " ", " ", " ",
     "\\", "\\*", "\n", "\ud800", "\x00", "ﬁ", "ß", "İ", "&&", "/", "a*", "b?c"]
)  # fmt: skip
QUERIES = st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=60)
MATCHES: st.SearchStrategy[Literal["all", "any"]] = st.sampled_from(["all", "any"])


@settings(deadline=None, max_examples=600)
@given(text=QUERIES, match=MATCHES)
@example(text='tags:"a\\"b"', match="all")
@example(text="a~1~2 x^2^3", match="any")
@example(text="title:-(a", match="all")
def test_any_string_is_understood_or_a_query_error(text: str, match: Literal["all", "any"]) -> None:
    context = Context(("en", "uk", None), now=lambda: NOW, match=match)
    started = time.perf_counter()
    try:
        parsed = parse(text, context)
        compile_query(parsed.query)
    except QueryError as error:
        assert error.message
        return
    assert time.perf_counter() - started < 0.5
    for remark in parsed.diagnostics:
        assert 0 <= (remark.start or 0) <= (remark.end or 0) <= len(text)
    printed = str(parsed.query)
    other: Context = ANY if match == "all" else ALL
    again = parse(printed, Context(context.languages, now=lambda: NOW, match=other.match))
    assert again.query == parsed.query, printed


@pytest.mark.parametrize(
    "text",
    ["(" * 10_000, ")" * 10_000, '"' * 10_000, "a" * 10_000, "a-" * 5_000, "?!" * 5_000 + "x",
     "~" * 10_000, "^1" * 5_000, "\\" * 10_000, '\\"' * 5_000, "title:[" * 1_400, "“" * 10_000,
     "NOT " * 2_500, "AND " * 2_500, "a OR " * 1_000, "(a OR b) " * 499, "a:" * 5_000],
)  # fmt: skip
def test_long_queries_are_answered_quickly(text: str) -> None:
    started = time.perf_counter()
    try:
        str(parse(text, ALL).query)
    except QueryError as error:
        assert error.hint
    assert time.perf_counter() - started < 1.0

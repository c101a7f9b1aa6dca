"""A line is asked a costly question only if it has a sign of the answer: no answer may be lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsearch.ingest import byline_words, clock, page_words, promotion_words, written_days

settings.register_profile(
    "lines",
    deadline=None,
    max_examples=200,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
LINES = settings.get_profile("lines")


def lines_that_match(pattern: re.Pattern[str]) -> st.SearchStrategy[str]:
    return st.from_regex(pattern).map(lambda line: " ".join(line.split())).filter(pattern.search)


@LINES
@given(lines_that_match(byline_words._BYLINE_LABEL))
def test_a_word_before_authors_has_a_sign(line: str) -> None:
    assert byline_words.byline_label(line) is not None


@LINES
@given(lines_that_match(page_words._PUBLISHED_LABEL))
def test_a_word_before_the_day_of_publication_has_a_sign(line: str) -> None:
    assert page_words.published_label(line) is not None


@LINES
@given(lines_that_match(page_words._NOTICE_LINE).filter(page_words._NOTICE_LINE.match))
def test_a_notice_has_a_sign(line: str) -> None:
    assert page_words.is_notice_line(line)


@LINES
@given(lines_that_match(promotion_words._WALL))
def test_a_notice_that_one_must_pay_has_a_sign(line: str) -> None:
    if promotion_words._WALL.search(line.lower()):
        assert promotion_words.is_wall(line)


@LINES
@given(st.from_regex(byline_words._ROLE).filter(byline_words._ROLE.search))
def test_a_role_is_seen_in_the_end_of_a_line(line: str) -> None:
    assert byline_words.ends_with_role(line)


@LINES
@given(st.text(alphabet="0129-./’'a \u0663", max_size=12))
def test_a_day_may_be_where_a_plain_expression_finds_a_year(line: str) -> None:
    plain = r"(?:19|20)\d\d|[’']\d\d(?!\d)|\d{1,2}([-./])\s?\w{1,3}\1\s?\d\d(?!\d)"
    assert bool(written_days._MAY_BE.search(line)) == bool(re.search(plain, line))


@pytest.mark.parametrize(
    "line", ["weather in the harbour", "Rain on Monday morning, sun on Tuesday", "Tide over"]
)
def test_other_lines_have_none(line: str) -> None:
    small = line.lower()
    for signs in (
        byline_words._LABEL_SIGNS,
        page_words._PUBLISHED_SIGNS,
        page_words._NOTICE_SIGNS,
        promotion_words._WALL_SIGNS,
        promotion_words._EMBEDDED_SIGNS,
    ):
        assert not signs.may_be_in(small)


@LINES
@given(lines_that_match(promotion_words._EMBEDDED))
def test_a_notice_in_place_of_an_embed_has_a_sign(line: str) -> None:
    if promotion_words._EMBEDDED.search(line.lower()):
        assert promotion_words.is_embed_notice(line)


@pytest.mark.parametrize("name", ["_TIME", "_HOUR_ONLY", "_ASIAN_TIME"])
@LINES
@given(data=st.data())
def test_a_time_of_day_has_a_sign(name: str, data: st.DataObject) -> None:
    line = data.draw(lines_that_match(getattr(clock, name)))
    assert clock._MAY_BE.search(line)

"""Dates as news writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch.ingest.date_words import SOLAR, months
from newsearch.ingest.dates import parse_date

HALF_PAST_TWO = datetime(2026, 2, 12, 14, 30, tzinfo=UTC)
MIDNIGHT = datetime(2026, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-12T14:30Z",
        "2026-02-12T14:30:00+00:00",
        "2026-02-12 14:30",
        "2026-02-12T16:30:00.000+0200",
        "2026-02-12 14:30:00 +0000 UTC",
        "20260212T143000Z",
        "20260212143000",
        "Thu, 12 Feb 2026 14:30:00 GMT",
        "Thu, 12 Feb 2026 09:30:00 EST",
        "Thu, 12 Feb 2026 16:30 +0200",
        "Thu Feb 12 14:30:00 +0000 2026",
        "Thu Feb 12 2026 15:30:00 GMT+0100 (CET)",
        "Thursday, February 12, 2026 9:30 AM ET",
        "Feb. 12, 2026 at 2:30pm UTC",
        "12 February 2026, 14:30",
        "Published: 12th of February 2026 at 2.30 p.m. GMT",
        "12.02.2026 14:30",
        "12-02-2026 14:30",
        "2/12/2026 2:30 PM",
        "12 лютого 2026, 16:30 EET",
        "12 февраля 2026 г. в 17:30 MSK",
        "12. Februar 2026, 14:30 Uhr",
        "12. Februar 2026 um 15.30 Uhr MEZ",
        "12 février 2026 à 14h30",
        "12 de fevereiro de 2026 14:30",
        "١٢ فبراير ٢٠٢٦ 14:30",
        "2026年2月12日 下午2时30分",
        "2026년 2월 12일 14:30",
        "12 tháng 2, 2026 14:30",
        "1770906600",
        "1770906600000",
    ],
)
def test_one_moment_in_many_forms(text: str) -> None:
    assert parse_date(text) == HALF_PAST_TWO


@pytest.mark.parametrize(
    "text",
    ["2026-02-12", "12.02.2026", "12/2/26", "2026/02/12", "20260212", "12 Feb 2026", "12-Feb-26",
     "Feb 12, 2026", "February 12th, 2026", "12 лютого 2026", "12 شباط 2026", "12 lutego 2026",
     "2026. február 12."],
)  # fmt: skip
def test_a_date_without_a_time_is_midnight_utc(text: str) -> None:
    assert parse_date(text, timezone(timedelta(hours=5))) == MIDNIGHT


@pytest.mark.parametrize(
    ("text", "month", "day"),
    [
        ("03.04.2026", 4, 3),
        ("03/04/2026", 4, 3),
        ("03/14/2026", 3, 14),
        ("03/04/2026 1:00 PM", 3, 4),
    ],
)
def test_day_first_unless_it_cannot_be(text: str, month: int, day: int) -> None:
    found = parse_date(text)
    assert found is not None
    assert (found.month, found.day) == (month, day)


@pytest.mark.parametrize(
    "value",
    ["", "no date", "32.13.2026", "2026-02-30", "12:30", "99999999999999999999", "0000-00-00", None,
     True, [], {}, float("nan"), float("inf"), 1e300, "x" * 9999,
     "1" * 5000],
)  # fmt: skip
def test_what_is_no_date_is_none(value: object) -> None:
    assert parse_date(value) is None


def test_values_that_are_no_strings() -> None:
    kyiv = ZoneInfo("Europe/Kyiv")
    assert parse_date(datetime(2026, 2, 12, 16, 30), kyiv) == HALF_PAST_TWO
    assert parse_date(HALF_PAST_TWO) is HALF_PAST_TWO
    assert parse_date(date(2026, 2, 12)) == MIDNIGHT
    for number in (1770906600, 1770906600.0, 1770906600_000, 1770906600_000_000):
        assert parse_date(number) == HALF_PAST_TWO
    assert parse_date({"$date": {"$numberLong": "1770906600000"}}) == HALF_PAST_TWO
    assert parse_date({"$date": "2026-02-12T14:30:00Z"}) == HALF_PAST_TWO


def test_a_time_without_a_zone_is_in_the_default_zone() -> None:
    kyiv = ZoneInfo("Europe/Kyiv")
    for text in ("2026-02-12T16:30:00", "12 лютого 2026, 16:30", "12.02.2026 16:30"):
        assert parse_date(text, kyiv) == HALF_PAST_TWO


def test_month_names_of_each_language_are_twelve() -> None:
    numbers = range(1, 13)
    assert set(months().values()) == {*numbers, *(SOLAR + number for number in numbers)}
    assert "-" not in months()


@given(st.datetimes(datetime(1700, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)))
def test_iso_forms_come_back(moment: datetime) -> None:
    assert parse_date(moment.isoformat()) == moment
    assert parse_date(moment.isoformat(" ")) == moment


@given(st.text(alphabet="0123456789 :.,/-TZ+apmFebruаry年月日", max_size=40))
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = parse_date(text)
    assert found is None or found.tzinfo is not None

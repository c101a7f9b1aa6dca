"""Dates of the query language, checked against a plain look at the calendar of a zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsearch.query.dates import parse_since, parse_span, parse_until

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
NOW = datetime(2026, 2, 12, 15, 30, 20, 123456, tzinfo=UTC)  # a Thursday
ZONES = [
    UTC,
    ZoneInfo("Europe/Kyiv"),
    ZoneInfo("America/New_York"),
    ZoneInfo("Australia/Lord_Howe"),  # half an hour of daylight saving
    ZoneInfo("America/Sao_Paulo"),  # clocks jumped at midnight
    ZoneInfo("Pacific/Apia"),  # skipped 2011-12-30
    ZoneInfo("Asia/Kathmandu"),
    timezone(timedelta(hours=-9, minutes=-30)),
]


def microseconds(moment: datetime) -> int:
    return (moment - EPOCH) // MICROSECOND


def local(instant: int, zone: tzinfo) -> datetime:
    return (EPOCH + instant * MICROSECOND).astimezone(zone)


def shown(text: str, zone: tzinfo = UTC, now: datetime = NOW) -> tuple[str | None, str | None]:
    """A span as local ISO times, for reading."""
    first, last = parse_span(text, zone, now)
    return tuple(
        None if end is None else local(end, zone).replace(tzinfo=None).isoformat()
        for end in (first, last)
    )


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", "2026-01-01T00:00:00", "2026-12-31T23:59:59.999999"),
        ("2026-02", "2026-02-01T00:00:00", "2026-02-28T23:59:59.999999"),
        ("2024-02", "2024-02-01T00:00:00", "2024-02-29T23:59:59.999999"),
        ("2026-02-12", "2026-02-12T00:00:00", "2026-02-12T23:59:59.999999"),
        ("20260212", "2026-02-12T00:00:00", "2026-02-12T23:59:59.999999"),
        ("12.02.2026", "2026-02-12T00:00:00", "2026-02-12T23:59:59.999999"),
        ("12 February 2026", "2026-02-12T00:00:00", "2026-02-12T23:59:59.999999"),
        ("Feb 12, 2026", "2026-02-12T00:00:00", "2026-02-12T23:59:59.999999"),
        ("february 2026", "2026-02-01T00:00:00", "2026-02-28T23:59:59.999999"),
        ("2026-Q4", "2026-10-01T00:00:00", "2026-12-31T23:59:59.999999"),
        ("2026-W01", "2025-12-29T00:00:00", "2026-01-04T23:59:59.999999"),
        ("2026-02-12T14", "2026-02-12T14:00:00", "2026-02-12T14:59:59.999999"),
        ("2026-02-12 14:30", "2026-02-12T14:30:00", "2026-02-12T14:30:59.999999"),
        ("2026-02-12T14:30:05", "2026-02-12T14:30:05", "2026-02-12T14:30:05.999999"),
        ("2026-02-12T14:30:05.25", "2026-02-12T14:30:05.250000", "2026-02-12T14:30:05.259999"),
        ("2026-02-12T14:30+02:00", "2026-02-12T12:30:00", "2026-02-12T12:30:59.999999"),
        ("2026-02-12T14:30:00Z", "2026-02-12T14:30:00", "2026-02-12T14:30:00.999999"),
        ("2026-02-12..2026-03-01", "2026-02-12T00:00:00", "2026-03-01T23:59:59.999999"),
        ("2026-02..", "2026-02-01T00:00:00", None),
        ("..2026-02", None, "2026-02-28T23:59:59.999999"),
        ("[2026-01-01 TO 2026-02-01]", "2026-01-01T00:00:00", "2026-02-01T23:59:59.999999"),
        ("{2026-01 to 2026-03}", "2026-02-01T00:00:00", "2026-02-28T23:59:59.999999"),
        ("[2026-01 TO 2026-03}", "2026-01-01T00:00:00", "2026-02-28T23:59:59.999999"),
        ("[* TO 2026]", None, "2026-12-31T23:59:59.999999"),
        ("[2026 TO]", "2026-01-01T00:00:00", None),
        ("['last month' TO today]", "2026-01-01T00:00:00", "2026-02-12T23:59:59.999999"),
        (">=2026-02", "2026-02-01T00:00:00", None),
        (">2026-02", "2026-03-01T00:00:00", None),
        ("<=2026-02", None, "2026-02-28T23:59:59.999999"),
        ("<2026-02", None, "2026-01-31T23:59:59.999999"),
        ("today", "2026-02-12T00:00:00", "2026-02-12T23:59:59.999999"),
        ("Yesterday", "2026-02-11T00:00:00", "2026-02-11T23:59:59.999999"),
        ("tomorrow", "2026-02-13T00:00:00", "2026-02-13T23:59:59.999999"),
        ("this week", "2026-02-09T00:00:00", "2026-02-15T23:59:59.999999"),
        ("last week", "2026-02-02T00:00:00", "2026-02-08T23:59:59.999999"),
        ("last_week", "2026-02-02T00:00:00", "2026-02-08T23:59:59.999999"),
        ("this month", "2026-02-01T00:00:00", "2026-02-28T23:59:59.999999"),
        ("last month", "2026-01-01T00:00:00", "2026-01-31T23:59:59.999999"),
        ("last quarter", "2025-10-01T00:00:00", "2025-12-31T23:59:59.999999"),
        ("last year", "2025-01-01T00:00:00", "2025-12-31T23:59:59.999999"),
        ("next month", "2026-03-01T00:00:00", "2026-03-31T23:59:59.999999"),
        ("last 7 days", "2026-02-06T00:00:00", "2026-02-12T23:59:59.999999"),
        ("past week", "2026-02-06T00:00:00", "2026-02-12T23:59:59.999999"),
        ("last 3 months", "2025-11-13T00:00:00", "2026-02-12T23:59:59.999999"),
        ("last 24 hours", "2026-02-11T15:30:20.123456", "2026-02-12T15:30:20.123456"),
        ("thursday", "2026-02-12T00:00:00", "2026-02-12T23:59:59.999999"),
        ("last thursday", "2026-02-05T00:00:00", "2026-02-05T23:59:59.999999"),
        ("friday", "2026-02-06T00:00:00", "2026-02-06T23:59:59.999999"),
        ("3 days ago", "2026-02-09T00:00:00", "2026-02-09T23:59:59.999999"),
        ("a month ago", "2026-01-12T00:00:00", "2026-01-12T23:59:59.999999"),
        ("2 hours ago", "2026-02-12T13:00:00", "2026-02-12T13:59:59.999999"),
        ("P7D", "2026-02-05T15:30:20.123456", "2026-02-12T15:30:20.123456"),
        ("P1M", "2026-01-12T15:30:20.123456", "2026-02-12T15:30:20.123456"),
        ("P1DT6H", "2026-02-11T09:30:20.123456", "2026-02-12T15:30:20.123456"),
        ("7d", "2026-02-05T15:30:20.123456", "2026-02-12T15:30:20.123456"),
        ("90min", "2026-02-12T14:00:20.123456", "2026-02-12T15:30:20.123456"),
    ],
)
def test_forms(text: str, first: str | None, last: str | None) -> None:
    assert shown(text) == (first, last)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "missing"),
        ("soon", "'soon' is no date"),
        ("last", "no date"),
        ("2026-13", "a month is 1 to 12, not 13"),
        ("2026-02-29", "days 1 to 28, not 29"),
        ("2026-02-12T25", "no time of day"),
        ("0000", "1 to 9999"),
        ("2026-Q5", "a quarter is 1 to 4"),
        ("2026-W54", "no week 54"),
        ("2026-03..2026-02", "ends before it starts"),
        ("..", "neither a start nor an end"),
        (">=", "missing after >="),
        ("[2026-01 2026-02]", "is no range"),
        ("9999y", "dates start with the year 1"),
        ("last 999999 years", "dates start with the year 1"),
        ("last 999999 weeks", "outside the years"),
        ("P", "no date"),
        ("x" * 300, "300 characters"),
    ],
)
def test_what_is_no_date_says_why(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_span(text, UTC, NOW)


def test_the_ends_of_the_calendar() -> None:
    assert shown("9999")[1] == "9999-12-31T23:59:59.999999"
    assert shown("0001")[0] == "0001-01-01T00:00:00"
    for zone in ZONES:
        first, last = parse_span("0001..9999", zone, NOW)
        assert first is not None
        assert last is not None
        assert first < last


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        # Clocks go from 03:00 to 04:00: the day has 23 hours.
        ("2026-03-29", "2026-03-28T22:00:00", "2026-03-29T20:59:59.999999"),
        # Clocks go from 04:00 back to 03:00: the day has 25 hours, the hour from 3 lasts two.
        ("2026-10-25", "2026-10-24T21:00:00", "2026-10-25T21:59:59.999999"),
        ("2026-10-25T02", "2026-10-24T23:00:00", "2026-10-24T23:59:59.999999"),
        ("2026-10-25T03", "2026-10-25T00:00:00", "2026-10-25T01:59:59.999999"),
        ("2026-10-25T04", "2026-10-25T02:00:00", "2026-10-25T02:59:59.999999"),
    ],
)
def test_daylight_saving(text: str, first: str, last: str) -> None:
    found = parse_span(text, ZoneInfo("Europe/Kyiv"), NOW)
    assert tuple(local(end or 0, UTC).replace(tzinfo=None).isoformat() for end in found) == (
        first,
        last,
    )


def test_a_time_that_clocks_skip_holds_nothing() -> None:
    first, last = parse_span("2026-03-29T03", ZoneInfo("Europe/Kyiv"), NOW)
    assert first is not None
    assert last == first - 1
    first, last = parse_span("2011-12-30", ZoneInfo("Pacific/Apia"), NOW)
    assert first is not None
    assert last == first - 1


DAYS = st.dates(date(1950, 1, 1), date(2037, 12, 31))


@given(day=DAYS, zone=st.sampled_from(ZONES), seconds=st.integers(-172_800, 172_800))
@example(day=date(2018, 11, 4), zone=ZoneInfo("America/Sao_Paulo"), seconds=0)
@example(day=date(2026, 10, 4), zone=ZoneInfo("Australia/Lord_Howe"), seconds=7200)
def test_a_day_is_what_the_calendar_of_the_zone_shows(
    day: date, zone: tzinfo, seconds: int
) -> None:
    first, last = parse_span(day.isoformat(), zone, NOW)
    assert first is not None
    assert last is not None
    noon = microseconds(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    for moment in (noon + seconds * 1_000_000, first, last, first - 1, last + 1):
        assert (first <= moment <= last) == (local(moment, zone).date() == day)


@given(days=st.lists(DAYS, min_size=3, max_size=3), zone=st.sampled_from(ZONES))
def test_ranges_agree_with_comparing_days(days: list[date], zone: tzinfo) -> None:
    start, other, end = sorted(days)
    moment = microseconds(datetime(other.year, other.month, other.day, 11, 59, tzinfo=UTC))
    shown_day = local(moment, zone).date()

    def holds(text: str) -> bool:
        first, last = parse_span(text, zone, NOW)
        return (first is None or first <= moment) and (last is None or moment <= last)

    assert holds(f"{start}..{end}") == (start <= shown_day <= end)
    assert holds(f"[{start} TO {end}]") == (start <= shown_day <= end)
    assert holds(f"{{{start} TO {end}}}") == (start < shown_day < end)
    assert holds(f">={end}") == (shown_day >= end)
    assert holds(f">{start}") == (shown_day > start)
    assert holds(f"<={start}") == (shown_day <= start)
    assert holds(f"<{end}") == (shown_day < end)
    assert holds(f"{other:%Y-%m}") == (
        (shown_day.year, shown_day.month) == (other.year, other.month)
    )
    assert holds(f"{end:%Y}") == (shown_day.year == end.year)


def changes(zone: tzinfo) -> list[datetime]:
    """When clocks of a zone were changed, in UTC, to the second."""
    found = []
    moment, week = datetime(1985, 1, 1, tzinfo=UTC), timedelta(days=7)
    while moment.year < 2030:
        before, step = moment.astimezone(zone).utcoffset(), week
        moment += week
        if moment.astimezone(zone).utcoffset() == before:
            continue
        start = moment - week
        while step > timedelta(seconds=1):
            step = timedelta(seconds=step.total_seconds() // 2)
            if (start + step).astimezone(zone).utcoffset() == before:
                start += step
        while start.astimezone(zone).utcoffset() == before:
            start += timedelta(seconds=1)
        found.append(start)
    return found


NEAR_CHANGES = st.builds(
    lambda change, seconds: (change[0] + timedelta(seconds=seconds), change[1]),
    st.sampled_from([(at.replace(tzinfo=None), zone) for zone in ZONES for at in changes(zone)]),
    st.integers(-4, 4).map(lambda halves: 1800 * halves) | st.integers(-600_000, 600_000),
)


@given(
    st.tuples(st.datetimes(datetime(1980, 1, 1), datetime(2036, 1, 1)), st.sampled_from(ZONES))
    | NEAR_CHANGES
)
# Clocks were set back at midnight: 23:00 to 24:00 comes twice, and this is the second time.
@example((datetime(1990, 2, 11, 2, 0), ZoneInfo("America/Sao_Paulo")))
@example((datetime(1990, 2, 11, 2, 59, 59), ZoneInfo("America/Sao_Paulo")))
def test_relative_days_follow_the_clock(where: tuple[datetime, tzinfo]) -> None:
    now, zone = where
    moment = now.replace(tzinfo=UTC)
    today = moment.astimezone(zone).date()
    assert parse_span("today", zone, moment) == parse_span(str(today), zone, moment)
    if today != date(2011, 12, 31):
        yesterday = today - timedelta(days=1)
        assert parse_span("yesterday", zone, moment) == parse_span(str(yesterday), zone, moment)
    week = parse_span("last 7 days", zone, moment)
    assert week[0] == parse_span(str(today - timedelta(days=6)), zone, moment)[0]
    assert week[1] == parse_span("today", zone, moment)[1]
    assert parse_span("PT12H", zone, moment) == (
        microseconds(moment) - 12 * 3_600_000_000,
        microseconds(moment),
    )
    for nothing in ("P0D", "PT0S", "0d", "0min"):
        assert parse_span(nothing, zone, moment) == (microseconds(moment), microseconds(moment))
    first, last = parse_span("P7D", zone, moment)
    assert first is not None
    assert last == microseconds(moment)
    wall = moment.astimezone(zone).replace(tzinfo=None) - timedelta(days=7)
    shown_first, shown_before = (local(at, zone).replace(tzinfo=None) for at in (first, first - 1))
    assert shown_first >= wall > shown_before


def unit_of(day: date, unit: str) -> tuple[int, ...]:
    """The week, month, quarter or year that holds a day."""
    return {
        "week": tuple(day.isocalendar()[:2]),
        "month": (day.year, day.month),
        "quarter": (day.year, (day.month + 2) // 3),
        "year": (day.year,),
    }[unit]


@given(
    where=st.tuples(
        st.datetimes(datetime(1980, 1, 1), datetime(2036, 1, 1)), st.sampled_from(ZONES)
    )
    | NEAR_CHANGES,
    unit=st.sampled_from(("week", "month", "quarter", "year")),
    days=st.integers(-800, 400),
)
def test_relative_units_are_those_of_the_calendar(
    where: tuple[datetime, tzinfo], unit: str, days: int
) -> None:
    now, zone = where
    moment = now.replace(tzinfo=UTC)
    today = local(microseconds(moment), zone).date()
    # A day of each unit before and after this one, found by walking day by day.
    reference = {"this": today, "last": today, "next": today}
    for name, step in (("last", -1), ("next", 1)):
        while unit_of(reference[name], unit) == unit_of(today, unit):
            reference[name] += timedelta(days=step)
    for name, day in reference.items():
        first, last = parse_span(f"{name} {unit}", zone, moment)
        assert first is not None
        assert last is not None
        for other in (
            first,
            last,
            first - 1,
            last + 1,
            microseconds(moment) + days * 86_400_000_000,
        ):
            shown_day = local(other, zone).date()
            assert (first <= other <= last) == (unit_of(shown_day, unit) == unit_of(day, unit))


@given(
    st.datetimes(datetime(1980, 1, 1), datetime(2036, 1, 1)),
    st.sampled_from(ZONES),
    st.integers(1, 400),
)
def test_last_days_and_weekdays_count_back_from_today(
    now: datetime, zone: tzinfo, count: int
) -> None:
    moment = now.replace(tzinfo=UTC)
    today = local(microseconds(moment), zone).date()
    for text, back in ((f"last {count} days", count - 1), (f"{count} days ago", count)):
        first, last = parse_span(text, zone, moment)
        day = today - timedelta(days=back)
        if date(2011, 12, 30) not in (day, today):  # a day that Apia skipped
            assert (first, last) == parse_span(
                f"{day}..{today}" if "last" in text else str(day), zone, moment
            )
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    for number, name in enumerate(names):
        day = next(
            found
            for back in range(7)
            if (found := today - timedelta(days=back)).weekday() == number
        )
        assert parse_span(name, zone, moment) == parse_span(str(day), zone, moment)


@given(st.text(max_size=40) | st.from_regex(r"[0-9PTW.\-:>\[\] a-z]{1,30}", fullmatch=True))
def test_any_text_is_a_span_or_a_value_error(text: str) -> None:
    try:
        first, last = parse_span(text, UTC, NOW)
    except ValueError as error:
        assert str(error)
    else:
        assert first is not None or last is not None


def test_since_and_until() -> None:
    kyiv = ZoneInfo("Europe/Kyiv")
    day = date(2026, 2, 12)
    assert parse_since(day, kyiv, NOW) == parse_since("2026-02-12", kyiv, NOW)
    assert parse_until(day, kyiv, NOW) == parse_until("2026-02-12", kyiv, NOW)
    aware = datetime(2026, 2, 12, 14, 30, tzinfo=UTC)
    assert parse_since(aware, kyiv, NOW) == parse_until(aware, kyiv, NOW) == microseconds(aware)
    naive = datetime(2026, 2, 12, 16, 30)
    assert parse_since(naive, kyiv, NOW) == microseconds(aware)
    assert parse_until(naive, kyiv, NOW) == microseconds(aware)
    twice = datetime(2026, 10, 25, 3, 30)  # shown twice: all of it is meant
    assert parse_until(twice, kyiv, NOW) - parse_since(twice, kyiv, NOW) == 3_600_000_000
    assert parse_since("last week", kyiv, NOW) == parse_since("2026-02-02", kyiv, NOW)
    with pytest.raises(ValueError, match="no start"):
        parse_since("<2026", kyiv, NOW)
    with pytest.raises(ValueError, match="no end"):
        parse_until(">2026", kyiv, NOW)

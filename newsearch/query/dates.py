"""Dates as people write them, as spans of time.

::

    2026   2026-02   2026-02-12   2026-Q1   2026-W07   12.02.2026   "12 February 2026"
    2026-02-12T14   2026-02-12T14:30   2026-02-12T14:30:05.25+02:00
    A..B   A..   ..B   [A TO B]   {A TO B}   >=A   >A   <=A   <A
    today   yesterday   "last week"   "this month"   "last 7 days"   "3 days ago"   friday
    P7D   PT12H   7d   24h

A date names a span: a year, month, day or hour means all of it, and both ends of a range are
meant in full. Days are those of the given time zone. Weeks start on Monday (ISO 8601).
``last week`` is the week before this one; ``last 7 days`` are today and the six days before;
``P7D`` (ISO 8601 durations, or ``7d``) is the time from exactly seven days ago until now.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import TypeAlias

from newsearch.query.instants import EARLIEST, LATEST, end_of, instant, start_of
from newsearch.query.relative_dates import relative_span
from newsearch.query.spans import Span, day, month, quarter, week, year

__all__ = ["HINT", "parse_since", "parse_span", "parse_until"]

Bounds: TypeAlias = "tuple[int | None, int | None]"

#: What to tell who wrote a date that could not be understood.
HINT = (
    "write a date as 2026, 2026-02 or 2026-02-12, a range as 2026-02-12..2026-03-01, >=2026-02, "
    'or a time such as today, "last week", "last 7 days", P7D'
)

#: Longer texts are no dates.
MAXIMUM_LENGTH = 200

_ISO = re.compile(
    r"(?P<year>\d{4})(?:(?P<mark>[-/.])(?P<month>\d{1,2})(?:(?P=mark)(?P<day>\d{1,2})"
    r"(?:(?:t|\s+)(?P<time>\d{1,2}(?::\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)?)"
    r"\s*(?P<zone>z|utc|gmt|[+-]\d{2}(?::?\d{2})?)?)?)?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_QUARTER = re.compile(r"(\d{4})-?q(\d)")
_WEEK = re.compile(r"(\d{4})-?w(\d{1,2})")
_NAMED = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+)?(?P<month>[a-z]{3,9})\.?"
    r"(?:\s+(?P<late_day>\d{1,2})(?:st|nd|rd|th)?,?)?,?\s+(?P<year>\d{4})"
)
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_BRACKETS = re.compile(r"([\[{])(.*?)(?:^|\s|(?<=[\[{]))TO(?=$|\s|[\]}])(.*)([\]}])", re.I | re.S)
_COMPARISON = re.compile(r"(>=|=>|<=|=<|>|<|=)\s*(.*)", re.S)


def parse_span(text: str, timezone: tzinfo, now: datetime) -> Bounds:
    """The span of time a text names.

    Args:
        text: A date, a range or a relative time; see the module.
        timezone: The zone whose days are meant where the text names none.
        now: The present moment, with a time zone; what relative times count from.

    Returns:
        First and last microsecond since 1970-01-01 UTC, inclusive; ``None`` for an open end. The
        first may be past the last: then nothing can be within (a day the calendar skipped).

    Raises:
        ValueError: The text is no date; its message says why.

    Example:
        >>> parse_span("1970-01-01", UTC, datetime.now(UTC))
        (0, 86399999999)
    """
    text = text.strip()
    if not text:
        raise ValueError("a date is missing")
    if len(text) > MAXIMUM_LENGTH:
        raise ValueError(f"{_shown(text)} is no date: it has {len(text)} characters")
    try:
        return _range_or_atom(text, timezone, now)
    except OverflowError:
        raise ValueError(f"{_shown(text)} is outside the years 1 to 9999") from None


def parse_since(value: date | datetime | str, timezone: tzinfo, now: datetime) -> int:
    """The first microsecond that ``since=value`` includes.

    Args:
        value: A day, a moment (without a time zone it is one of ``timezone``), or a string as in
            the query language, of which the start counts.
        timezone: The zone whose days are meant.
        now: The present moment, with a time zone.

    Raises:
        ValueError: A string that is no date, or whose span has no start.

    Example:
        >>> parse_since("1970-01-02", UTC, datetime.now(UTC))
        86400000000
    """
    first, _ = _value_span(value, timezone, now)
    if first is None:
        raise ValueError(f"{_shown(value)} has no start to count from")
    return first


def parse_until(value: date | datetime | str, timezone: tzinfo, now: datetime) -> int:
    """The last microsecond that ``until=value`` includes; arguments as of `parse_since`.

    Raises:
        ValueError: A string that is no date, or whose span has no end.

    Example:
        >>> parse_until(date(1970, 1, 1), UTC, datetime.now(UTC))
        86399999999
    """
    _, last = _value_span(value, timezone, now)
    if last is None:
        raise ValueError(f"{_shown(value)} has no end to count to")
    return last


def _value_span(value: date | datetime | str, timezone: tzinfo, now: datetime) -> Bounds:
    if isinstance(value, str):
        return parse_span(value, timezone, now)
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            return instant(value), instant(value)
        return start_of(value, timezone), end_of(value + timedelta(microseconds=1), timezone) - 1
    return _bounds_of_day(value, timezone)


@lru_cache(maxsize=256)
def _bounds_of_day(value: date, timezone: tzinfo) -> tuple[int, int]:
    return _bounds(day(value.year, value.month, value.day), timezone)


def _range_or_atom(text: str, timezone: tzinfo, now: datetime) -> Bounds:
    def atom(part: str) -> tuple[int, int]:
        return _atom(part, timezone, now)

    if text[0] in "[{":
        return _bracketed(text, atom)
    if comparison := _COMPARISON.fullmatch(text):
        return _compared(comparison[1], comparison[2], atom)
    start, dots, end = text.partition("..")
    if dots:
        return _ordered(start, end, False, False, atom, text)
    return atom(text)


def _bracketed(text: str, atom: Callable[[str], tuple[int, int]]) -> Bounds:
    found = _BRACKETS.fullmatch(text)
    if found is None:
        raise ValueError(f"{_shown(text)} is no range: write [2026-01-01 TO 2026-02-01]")
    opening, start, end, closing = found.groups()
    return _ordered(start, end, opening == "{", closing == "}", atom, text)


def _ordered(
    start: str,
    end: str,
    start_excluded: bool,
    end_excluded: bool,
    atom: Callable[[str], tuple[int, int]],
    text: str,
) -> Bounds:
    start, end = (part.strip().strip("'\"").strip() for part in (start, end))
    low = atom(start) if start not in ("", "*") else None
    high = atom(end) if end not in ("", "*") else None
    if low is None and high is None:
        raise ValueError(f"{_shown(text)} has neither a start nor an end")
    if low is not None and high is not None and high[1] < low[0]:
        raise ValueError(f"{_shown(text)} ends before it starts")
    first = None if low is None else low[1] + 1 if start_excluded else low[0]
    last = None if high is None else high[0] - 1 if end_excluded else high[1]
    return first, last


def _compared(sign: str, text: str, atom: Callable[[str], tuple[int, int]]) -> Bounds:
    if not text.strip():
        raise ValueError(f"a date is missing after {sign}")
    first, last = atom(text.strip())
    if sign in (">=", "=>"):
        return first, None
    if sign in ("<=", "=<"):
        return None, last
    if sign == ">":
        return last + 1, None
    return (None, first - 1) if sign == "<" else (first, last)


def _atom(text: str, timezone: tzinfo, now: datetime) -> tuple[int, int]:
    """The span of one date or relative time."""
    plain = " ".join(text.casefold().strip("'\"").split())
    found = _calendar(plain)
    if found is not None:
        return _bounds(found, timezone)
    relative = relative_span(plain, now.astimezone(timezone), timezone)
    if relative is None:
        raise ValueError(f"{_shown(text)} is no date")
    return relative if isinstance(relative, tuple) else _bounds(relative, timezone)


def _bounds(span: Span, timezone: tzinfo) -> tuple[int, int]:
    """The instants of a span of wall-clock time."""
    zone = span.timezone or timezone
    first = EARLIEST if span.start == datetime.min else start_of(span.start, zone)
    last = LATEST if span.end is None else end_of(span.end, zone) - 1
    return first, last


def _calendar(text: str) -> Span | None:
    """The span of an absolute date, or ``None`` when the text has no such form."""
    if found := _ISO.fullmatch(text):
        return _iso(found)
    if found := _COMPACT.fullmatch(text):
        return day(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.fullmatch(text):
        return day(int(found[3]), int(found[2]), int(found[1]))
    if found := _QUARTER.fullmatch(text):
        return quarter(int(found[1]), int(found[2]))
    if found := _WEEK.fullmatch(text):
        return week(int(found[1]), int(found[2]))
    if found := _NAMED.fullmatch(text):
        return _named(found)
    return None


def _iso(found: re.Match[str]) -> Span:
    number = int(found["year"])
    if found["month"] is None:
        return year(number)
    if found["day"] is None:
        return month(number, int(found["month"]))
    whole = day(number, int(found["month"]), int(found["day"]))
    if found["time"] is None:
        return whole
    clock, _, fraction = found["time"].replace(",", ".").partition(".")
    parts = [int(part) for part in clock.split(":")]
    hour, minute, second = (*parts, 0, 0)[:3]
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError(f"{found['time']} is no time of day")
    fraction = fraction[:6]
    start = whole.start.replace(
        hour=hour, minute=minute, second=second, microsecond=int(fraction.ljust(6, "0") or 0)
    )
    unit = (timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1))[len(parts) - 1]
    if fraction:
        unit = timedelta(microseconds=10 ** (6 - len(fraction)))
    return Span(start, _later(start, unit), _zone(found["zone"]))


def _later(start: datetime, unit: timedelta) -> datetime | None:
    try:
        return start + unit
    except OverflowError:  # the last hour of the year 9999
        return None


def _zone(text: str | None) -> tzinfo | None:
    if text is None:
        return None
    if text in ("z", "utc", "gmt"):
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if offset >= timedelta(hours=24):
        raise ValueError(f"{text} is no offset from UTC")
    return timezone(-offset if text[0] == "-" else offset)


def _named(found: re.Match[str]) -> Span | None:
    """A date with an English month name."""
    numbers = [n for n, name in enumerate(_MONTHS, 1) if name.startswith(found["month"])]
    if len(numbers) != 1 or (found["day"] and found["late_day"]):
        return None
    in_month = found["day"] or found["late_day"]
    if in_month is None:
        return month(int(found["year"]), numbers[0])
    return day(int(found["year"]), numbers[0], int(in_month))


def _shown(value: object) -> str:
    text = str(value)
    return f"'{text}'" if len(text) <= 60 else f"'{text[:57]}...'"

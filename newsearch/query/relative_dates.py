"""Times that are told from the present: today, last week, 3 days ago, P7D.

``last week`` and ``this month`` are whole units of the calendar; ``last 7 days`` ends with the
present day; durations (``P7D``, ``24h``, ``last 24 hours``) end at the present moment.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from typing import TypeAlias

from newsearch.query.instants import instant, start_of
from newsearch.query.spans import Span, days_from, month, months_later, quarter, year

__all__ = ["relative_span"]

Instants: TypeAlias = "tuple[int, int]"

_DAYS = {"day before yesterday": -2, "yesterday": -1, "today": 0, "tomorrow": 1}
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_UNITS = "second|minute|hour|day|week|month|quarter|year"
_UNIT = re.compile(rf"(?:the )?(this|current|last|previous|next|past) ({_UNITS})")
_LAST = re.compile(rf"(?:the )?(?:last|past|previous) (\d{{1,6}}) ({_UNITS})s?")
_AGO = re.compile(rf"(\d{{1,6}}|an?|one) ({_UNITS})s? ago")
_SHORT = re.compile(r"(\d{1,6})(min|h|d|w|mo|y)")
_DURATION = re.compile(
    r"p(?:(\d{1,4})y)?(?:(\d{1,5})m)?(?:(\d{1,6})w)?(?:(\d{1,7})d)?"
    r"(?:t(?:(\d{1,8})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?)?"
)
_SHORT_UNITS = {
    "min": "minute", "h": "hour", "d": "day", "w": "week", "mo": "month", "y": "year",
}  # fmt: skip
#: Each unit as months and as a length of time.
_LENGTHS = {
    "second": (0, timedelta(seconds=1)),
    "minute": (0, timedelta(minutes=1)),
    "hour": (0, timedelta(hours=1)),
    "day": (0, timedelta(days=1)),
    "week": (0, timedelta(days=7)),
    "month": (1, timedelta(0)),
    "quarter": (3, timedelta(0)),
    "year": (12, timedelta(0)),
}
_CLOCK_UNITS = ("second", "minute", "hour")


def relative_span(text: str, now: datetime, timezone: tzinfo) -> Span | Instants | None:
    """The span a relative time names.

    Args:
        text: Case-folded, single spaces.
        now: The present moment in ``timezone``.
        timezone: The zone whose days and hours are meant.

    Returns:
        A span of the calendar, or first and last microsecond since 1970-01-01 UTC, inclusive;
        ``None`` when the text is no relative time.

    Raises:
        ValueError, OverflowError: The time would be outside the years 1 to 9999.

    Example:
        >>> from datetime import UTC
        >>> relative_span("yesterday", datetime(2026, 2, 12, tzinfo=UTC), UTC).start
        datetime.datetime(2026, 2, 11, 0, 0)
    """
    duration = _DURATION.fullmatch(text)
    text = text.replace("_", " ").replace("-", " ")
    wall = now.replace(tzinfo=None)
    if text in _DAYS:
        return days_from((wall + timedelta(days=_DAYS[text])).date(), 1)
    if text == "now":
        return instant(now), instant(now)
    if (weekday := text.removeprefix("last ")) in _WEEKDAYS:
        back = (wall.weekday() - _WEEKDAYS.index(weekday)) % 7
        if text != weekday and back == 0:
            back = 7
        return days_from((wall - timedelta(days=back)).date(), 1)
    if duration and any(duration.groups()):
        return _since_duration([int(part or 0) for part in duration.groups()], now, timezone)
    if found := _SHORT.fullmatch(text):
        return _until_now(int(found[1]), _SHORT_UNITS[found[2]], now, timezone)
    if found := _LAST.fullmatch(text):
        return _last(int(found[1]), found[2], now, timezone)
    if found := _UNIT.fullmatch(text):
        return _unit(found[1], found[2], now, timezone)
    if found := _AGO.fullmatch(text):
        return _ago(int(found[1]) if found[1].isdecimal() else 1, found[2], now, timezone)
    return None


def _back(wall: datetime, count: int, unit: str) -> datetime:
    """``wall``, ``count`` units earlier by the calendar."""
    months, length = _LENGTHS[unit]
    moved = months_later(wall, -months * count) if months else wall - length * count
    assert moved is not None  # earlier is never past the year 9999
    return moved


def _until_now(count: int, unit: str, now: datetime, timezone: tzinfo) -> Instants:
    if unit in _CLOCK_UNITS:
        return instant(now) - count * (_LENGTHS[unit][1] // timedelta(microseconds=1)), instant(now)
    return _earlier(_back(now.replace(tzinfo=None), count, unit), now, timezone), instant(now)


def _earlier(wall: datetime, now: datetime, timezone: tzinfo) -> int:
    """The first instant that shows ``wall``; the present one, if clocks show that now.

    Clocks may have shown it before as well, before they were set back.
    """
    return instant(now) if wall == now.replace(tzinfo=None) else start_of(wall, timezone)


def _since_duration(parts: list[int], now: datetime, timezone: tzinfo) -> Instants:
    years, months, weeks, days, hours, minutes, seconds = parts
    moved = months_later(now.replace(tzinfo=None), -12 * years - months)
    assert moved is not None
    first = _earlier(moved - timedelta(days=7 * weeks + days), now, timezone)
    return first - ((hours * 60 + minutes) * 60 + seconds) * 1_000_000, instant(now)


def _last(count: int, unit: str, now: datetime, timezone: tzinfo) -> Span | Instants:
    """``last 7 days``: the present day and those before; ``last 24 hours``: until now."""
    if unit in _CLOCK_UNITS:
        return _until_now(count, unit, now, timezone)
    wall = now.replace(tzinfo=None)
    first = _back(wall, count, unit).date() + timedelta(days=1)
    return days_from(first, max((wall.date() - first).days + 1, 0))


def _unit(which: str, unit: str, now: datetime, timezone: tzinfo) -> Span | Instants:
    """``this``, ``last`` or ``next`` unit of the calendar; ``past week`` is the last 7 days."""
    if which == "past":
        return _last(1, unit, now, timezone)
    if unit in _CLOCK_UNITS:
        return _clock_unit({"last": -1, "previous": -1, "next": 1}.get(which, 0), unit, now)
    wall = now.replace(tzinfo=None)
    if which in ("last", "previous"):
        wall = _back(_CONTAINING[unit](wall).start, 1, unit)
    elif which == "next":
        after = _CONTAINING[unit](wall).end
        if after is None:
            raise OverflowError
        wall = after
    return _CONTAINING[unit](wall)


def _clock_unit(step: int, unit: str, now: datetime) -> Instants:
    """An hour, minute or second around the present one, in real time."""
    length = _LENGTHS[unit][1] // timedelta(microseconds=1)
    into = {"hour": now.minute * 60 + now.second, "minute": now.second}.get(unit, 0)
    first = instant(now) - into * 1_000_000 - now.microsecond + step * length
    return first, first + length - 1


def _ago(count: int, unit: str, now: datetime, timezone: tzinfo) -> Span | Instants:
    """The day (or hour, minute, second) that lies so long ago."""
    if unit in _CLOCK_UNITS:
        return _clock_unit(-count, unit, now)
    return days_from(_back(now.replace(tzinfo=None), count, unit).date(), 1)


_CONTAINING: dict[str, Callable[[datetime], Span]] = {
    "day": lambda wall: days_from(wall.date(), 1),
    "week": lambda wall: days_from(wall.date() - timedelta(days=wall.weekday()), 7),
    "month": lambda wall: month(wall.year, wall.month),
    "quarter": lambda wall: quarter(wall.year, (wall.month + 2) // 3),
    "year": lambda wall: year(wall.year),
}

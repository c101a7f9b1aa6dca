"""Spans of the calendar: a day, a week, a month, a quarter, a year, as wall-clock times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime, timedelta, tzinfo

__all__ = ["Span", "day", "days_from", "month", "months_later", "quarter", "week", "year"]


@dataclass(frozen=True, slots=True)
class Span:
    """A span of wall-clock time.

    Attributes:
        start: Its first moment, without a time zone.
        end: The moment just past it; ``None`` past the year 9999.
        timezone: The zone it names itself, or ``None``.
    """

    start: datetime
    end: datetime | None
    timezone: tzinfo | None = None


def day(year_number: int, month_number: int, day_number: int) -> Span:
    """A day.

    Raises:
        ValueError: There is no such day.

    Example:
        >>> day(2026, 2, 12).end
        datetime.datetime(2026, 2, 13, 0, 0)
    """
    _check(year_number, month_number)
    first = datetime(year_number, month_number, 1)
    after = months_later(first, 1)
    length = 31 if after is None else (after - first).days
    if not 1 <= day_number <= length:
        raise ValueError(
            f"{year_number:04}-{month_number:02} has days 1 to {length}, not {day_number}"
        )
    return days_from(date(year_number, month_number, day_number), 1)


def days_from(first: date, count: int) -> Span:
    """``count`` days from ``first`` on."""
    start = datetime(first.year, first.month, first.day)
    try:
        return Span(start, start + timedelta(days=count))
    except OverflowError:
        return Span(start, None)


def month(year_number: int, month_number: int) -> Span:
    """A month.

    Raises:
        ValueError: There is no such month.
    """
    _check(year_number, month_number)
    start = datetime(year_number, month_number, 1)
    return Span(start, months_later(start, 1))


def quarter(year_number: int, number: int) -> Span:
    """A quarter of a year, 1 to 4.

    Raises:
        ValueError: There is no such quarter.
    """
    if not 1 <= number <= 4:
        raise ValueError(f"a quarter is 1 to 4, not {number}")
    _check(year_number, 1)
    start = datetime(year_number, 3 * number - 2, 1)
    return Span(start, months_later(start, 3))


def week(year_number: int, number: int) -> Span:
    """A week by ISO 8601: Monday to Sunday, week 1 holds 4 January.

    Raises:
        ValueError: The year has no such week.
    """
    _check(year_number, 1)
    try:
        monday = date.fromisocalendar(year_number, number, 1)
    except ValueError:
        raise ValueError(f"{year_number:04} has no week {number}") from None
    return days_from(monday, 7)


def year(number: int) -> Span:
    """A year.

    Raises:
        ValueError: It is not 1 to 9999.
    """
    _check(number, 1)
    start = datetime(number, 1, 1)
    return Span(start, months_later(start, 12))


def months_later(moment: datetime, count: int) -> datetime | None:
    """The same day and time ``count`` months later (or earlier), at most the month's last day.

    Returns:
        ``None`` past the year 9999.

    Raises:
        ValueError: Before the year 1.

    Example:
        >>> months_later(datetime(2026, 1, 31), 1)
        datetime.datetime(2026, 2, 28, 0, 0)
    """
    months = moment.year * 12 + moment.month - 1 + count
    number, index = divmod(months, 12)
    if number > MAXYEAR:
        return None
    if number < 1:
        raise ValueError("dates start with the year 1")
    for in_month in range(moment.day, 27, -1):
        try:
            return moment.replace(year=number, month=index + 1, day=in_month)
        except ValueError:
            continue
    return moment.replace(year=number, month=index + 1)


def _check(year_number: int, month_number: int) -> None:
    if year_number < 1:
        raise ValueError("years are 1 to 9999, not 0")
    if not 1 <= month_number <= 12:
        raise ValueError(f"a month is 1 to 12, not {month_number}")

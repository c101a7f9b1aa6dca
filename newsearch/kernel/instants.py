# cython: boundscheck=False
# Every place is looked at only where the text is known to reach so far.
"""Points in time in the usual form of ISO 8601, without an object for each."""

from __future__ import annotations

__all__ = ["instant", "utc_text"]

MINUTE = 60_000_000
DAY = 1440 * MINUTE
#: From 0000-03-01, where a year of these formulas begins, to 1970-01-01.
DAYS_BEFORE_1970 = 719_468
MIDNIGHT = b"0000-00-00T00:00:00+00:00"
DAYS_BEFORE = DAYS_BEFORE_1970


def utc_text(text: str) -> str | None:
    """A day, or a time of UTC to the minute or second, as ``datetime.isoformat`` writes it.

    Args:
        text: ``YYYY-MM-DD``, behind which ``T`` or a space and ``HH:MM`` or ``HH:MM:SS`` may stand,
            and then ``Z`` or ``+00:00``; nothing is UTC, too.

    Returns:
        ``YYYY-MM-DDTHH:MM:SS+00:00``; None for anything else, and for a day that does not exist.

    Example:
        >>> utc_text("2026-02-12T14:30Z"), utc_text("2026-02-30")
        ('2026-02-12T14:30:00+00:00', None)
    """
    size = len(text)
    if size < 10 or size > 25 or not text.isascii():
        return None
    line = text.encode()
    given = line
    made = bytearray(MIDNIGHT)
    row = made
    year = 100 * two(given, 0) + two(given, 2)
    month = two(given, 5)
    day = two(given, 8)
    if two(given, 0) < 0 or two(given, 2) < 0 or year < 1 or given[4] != 45 or given[7] != 45:
        return None
    if month < 1 or month > 12 or day < 1 or day > days_of(year, month):
        return None
    end = 10
    if size > 10:
        if size < 16 or (given[10] != 84 and given[10] != 32) or given[13] != 58:
            return None
        if not (0 <= two(given, 11) < 24 and 0 <= two(given, 14) < 60):
            return None
        end = 16
        if size >= 19 and given[16] == 58:
            if not 0 <= two(given, 17) < 60:
                return None
            end = 19
        if not (
            size == end
            or (size == end + 1 and given[end] == 90)
            or (size == end + 6 and line.endswith(b"+00:00"))
        ):
            return None
    for at in range(end):
        row[at] = given[at]
    row[10] = 84
    return row[:25].decode()


def instant(text: str) -> int:
    """The microseconds from 1970-01-01 to a time that `utc_text` gave.

    Raises:
        ValueError: It gave none of this length.

    Example:
        >>> instant("1970-01-02T00:00:01+00:00")
        86401000000
    """
    line = text.encode()
    given = line
    if len(line) != 25:
        raise ValueError("not of the form that utc_text gives")
    # Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil; no year here
    # lies before 1.
    month = two(given, 5)
    year = 100 * two(given, 0) + two(given, 2) - (month <= 2)
    era = year // 400
    of_era = year - 400 * era
    of_year = (153 * (month - 3 if month > 2 else month + 9) + 2) // 5 + two(given, 8) - 1
    days = 146_097 * era + 365 * of_era + of_era // 4 - of_era // 100 + of_year - DAYS_BEFORE
    minutes = 60 * two(given, 11) + two(given, 14)
    return days * DAY + minutes * MINUTE + two(given, 17) * 1_000_000


def two(line: bytes, at: int) -> int:
    """The number that two digits are; -1 where they are none."""
    first = line[at] - 48
    second = line[at + 1] - 48
    if first < 0 or first > 9 or second < 0 or second > 9:
        return -1
    return 10 * first + second


def days_of(year: int, month: int) -> int:
    """The days of a month."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month == 4 or month == 6 or month == 9 or month == 11 else 31

"""Publication dates: every form news comes with, to an aware `datetime`.

ISO 8601 goes straight to `datetime.fromisoformat`.  Everything else is searched for one time of
day, one time zone and one date, in this order; what is left over is ignored, so that
``Published: 12 February 2026, 14:30 GMT`` is understood.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Any

from .date_words import ZONE_HOURS, ZONE_NAMES, months

__all__ = ["parse_date"]

LONGEST = 200  # characters; a longer string is no date
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_NUMBER_DATE = re.compile(r"(?<!\d)(\d{1,2})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?[./年년-]\s?(\d{1,2})\s?[./月월-]\s?(\d{1,2})(?!\d)")
_TIME = re.compile(
    r"(?<![\d.])(\d{1,2})(?:[:h٫]|\.(?=\d\d(?:\s*(?:uhr|klo|uur|wib|[ap]\.?m\b)|\s*$)))(\d{2})"
    r"(?::(\d{2})(?:[.,]\d+)?)?(?![\d.]*\d)\s*([ap])?(?(4)\.?m\b)",
)
_HOUR_ONLY = re.compile(r"(?<![\d.])(\d{1,2})\s*([ap])\.?m\b")
_ASIAN_TIME = re.compile(
    r"(午後|下午|오후|午前|上午|오전)?\s*(\d{1,2})\s*[時时点點시]\s*(?:(\d{1,2})\s*[分분])?"
)
_OFFSET = re.compile(r"(?:\b(?:gmt|utc)\s*)?([+\u2212-])\s?(\d{1,2})(?::?(\d{2}))?(?!\d)")
_YEAR_BEHIND = re.compile(r"\s*([+-]\d{4}|[a-z]{3,4})\s+(\d{4})\s*$")
_WORD = re.compile(r"tháng\s\d{1,2}(?!\d)|[^\W\d_]+(?:\s(?:الثاني|الأول))?")
_DAY_MONTH_YEAR = re.compile(
    r"(?<!\d)(\d{1,2})(?:\s*(?:st|nd|rd|th|er|[.ºª°]))?[\s/,-]*(?:de\s|of\s)?\s*"
    r"\x00(\d\d)[.\s/,-]*(?:de[l]?\s)?\s*(\d{4}|['\u2019]?\d{2})(?!\d)"
)
_MONTH_DAY_YEAR = re.compile(
    r"\x00(\d\d)[.\s-]*(\d{1,2})(?:st|nd|rd|th|[.])?[\s,-]+(?:at\s)?(\d{4})(?!\d)"
)
_YEAR_MONTH_DAY = re.compile(r"(?<!\d)(\d{4})[.\s,-]*\x00(\d\d)[.\s,-]*(\d{1,2})(?!\d)")
_MONTH_YEAR = re.compile(r"\x00(\d\d)[.\s,-]*(\d{4})(?!\d)")
_ISO_BASIC = re.compile(r"\d{8}t\d{4}(?:\d{2})?(?:[.,]\d+)?(?:z|[+-]\d{2}:?(?:\d{2})?)?")
_ISO_ODD = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T\s]+(\d{1,2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?\s*"
    r"(z|[+-]\d{1,2}:?\d{2}|[+-]\d{2})?(?![\d:])",
    re.IGNORECASE,
)


def parse_date(value: Any, default_timezone: tzinfo = UTC) -> datetime | None:
    """The moment that `value` names, timezone-aware, or None where it names none.

    Args:
        value: A `datetime`, a `date`, a number (seconds since 1970, or milliseconds, microseconds
            or nanoseconds where it would otherwise lie after the year 5138), a string in any usual
            form, or JSON such as ``{"$date": …}``.
        default_timezone: The zone of a time that names none.  A date without a time is midnight
            UTC whatever the zone.

    Numbers parted by dots, slashes or hyphens are day first, unless the second is over 12 or an
    American sign stands by (am/pm with slashes, a US zone).

    Never raises.  Example: ``parse_date("12.02.2026 14:30")`` is 14:30 UTC of 12 February 2026.
    """
    if type(value) is str:
        return _from_string(value, default_timezone)
    if isinstance(value, datetime):
        return value if value.tzinfo is not None else value.replace(tzinfo=default_timezone)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _from_number(value)
    if isinstance(value, dict):
        for key in ("$date", "$numberLong", "@value", "value", "date", "iso"):
            if key in value and not isinstance(value[key], dict | list):
                return parse_date(value[key], default_timezone)
        inner = value.get("$date")
        return parse_date(inner, default_timezone) if isinstance(inner, dict) else None
    if isinstance(value, list) and value:
        return parse_date(value[0], default_timezone) if isinstance(value[0], str | int) else None
    return None


def _from_string(text: str, default_timezone: tzinfo) -> datetime | None:
    if len(text) >= 10 and text[4:5] == "-":  # the usual: ISO 8601
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            pass
        else:
            if found.tzinfo is not None:
                return found
            return found.replace(tzinfo=default_timezone if len(text) > 10 else UTC)
    return _from_words(text, default_timezone) if len(text) <= LONGEST else None


@lru_cache(maxsize=4096)
def _from_words(text: str, default_timezone: tzinfo) -> datetime | None:
    text = unicodedata.normalize("NFKC", text).strip()
    text = "".join(
        str(unicodedata.decimal(c)) if c.isdecimal() else c
        for c in text
        if unicodedata.category(c) not in ("Cf", "Cc") or c in "\t\n"
    )
    lower = text.casefold()
    try:
        if lower.removeprefix("-").replace(".", "", 1).isdigit():
            return _from_digits(lower)
        if _ISO_BASIC.fullmatch(lower):
            return _from_string(datetime.fromisoformat(text).isoformat(), default_timezone)
        odd = _ISO_ODD.search(lower)
        if odd:
            return _iso_odd(odd, lower[odd.end() :], default_timezone)
        if "," in lower[3:12] and re.match(r"[a-z]{3,9},\s*\d", lower):
            found = _rfc_2822(text)
            if found is not None:
                return found
        return _search(lower, default_timezone)
    except (ValueError, OverflowError):
        return None


def _from_number(value: float) -> datetime | None:
    seconds = value
    for _ in range(3):
        if abs(seconds) < 1e11:
            break
        seconds = seconds / 1000
    if abs(seconds) >= 1e11:
        return None
    try:
        return _EPOCH + timedelta(seconds=seconds)
    except (OverflowError, ValueError):
        return None


def _from_digits(text: str) -> datetime | None:
    """Digits alone: a compact date where the length says so, else seconds since 1970."""
    if text.isdigit():
        if len(text) == 4:
            return datetime(int(text), 1, 1, tzinfo=UTC) if "1600" <= text <= "2200" else None
        if len(text) in (8, 12, 14):
            try:
                found = datetime.strptime(text, "%Y%m%d%H%M%S"[: len(text) - 2])
            except ValueError:
                found = None
            if found is not None and 1600 <= found.year <= 2200:
                return found.replace(tzinfo=UTC)
        if len(text) < 8:
            return None
    return _from_number(float(text))


def _iso_odd(match: re.Match[str], rest: str, default_timezone: tzinfo) -> datetime:
    """ISO 8601 with the deviations found in the wild: spaces, one digit, zone names behind."""
    day, clock, offset = match.groups()
    parts = [int(part) for part in clock.split(":")]
    moment = datetime.fromisoformat(day)
    zone = _offset(offset) if offset else _zone(rest, moment)
    return _at(
        moment, parts[0], parts[1], parts[2] if len(parts) > 2 else 0, zone, default_timezone
    )


def _offset(text: str) -> tzinfo:
    if text in "zZ":
        return UTC
    match = _OFFSET.fullmatch(text)
    assert match is not None
    return _fixed(match)


def _fixed(match: re.Match[str]) -> tzinfo:
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    if minutes > 15 * 60:
        raise ValueError("no time zone is that far from UTC")
    return timezone(timedelta(minutes=-minutes if match[1] != "+" else minutes))


def _rfc_2822(text: str) -> datetime | None:
    """The date of a mail header or RSS item; None where it has no zone that the standard knows."""
    words = text.split()
    known = words[-1].lower() in ("gmt", "ut", "z", "est", "edt", "cst", "cdt", "mst", "mdt", "pst")
    if not known and not re.fullmatch(r"[+-]\d{4}", words[-1]):
        return None
    from email.utils import parsedate_to_datetime

    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def _search(lower: str, default_timezone: tzinfo) -> datetime | None:
    hour, minute, second, american, rest, after = _find_time(lower)
    day = _find_day(rest, american)
    if day is None:
        return None
    if hour is None:
        return day
    return _at(day, hour, minute, second, _zone(after, day), default_timezone)


def _at(
    day: datetime, hour: int, minute: int, second: int, zone: tzinfo | None, default: tzinfo
) -> datetime:
    extra = timedelta(days=1) if hour == 24 and minute == 0 else timedelta()
    clock = day.replace(
        hour=0 if extra else hour, minute=minute, second=min(second, 59), tzinfo=zone or default
    )
    return clock + extra


def _find_time(lower: str) -> tuple[int | None, int, int, bool, str, str]:
    """Hour, minute, second, whether am/pm was said, the text without the time, and what follows."""
    match = _TIME.search(lower)
    if match:
        hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
        half = match[4]
    elif match := _HOUR_ONLY.search(lower):
        hour, minute, second, half = int(match[1]), 0, 0, match[2]
    elif match := _ASIAN_TIME.search(lower):
        hour, minute, second = int(match[2]), int(match[3] or 0), 0
        half = {"午": "", "下": "p", "오": "", "上": "a"}.get((match[1] or "")[:1], "")
        half = "p" if match[1] in ("午後", "下午", "오후") else half
    else:
        return None, 0, 0, False, lower, ""
    if hour > 24 or minute > 59:
        return None, 0, 0, False, lower, ""
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    after = lower[match.end() :]
    if year := _YEAR_BEHIND.match(after):  # Thu Feb 12 14:30:00 +0000 2026
        return hour, minute, second, bool(half), f"{lower[: match.start()]} {year[2]}", year[1]
    return hour, minute, second, bool(half), f"{lower[: match.start()]} {after}", after


def _zone(after: str, day: datetime) -> tzinfo | None:
    """The zone that stands behind a time of day."""
    head = after[:40].lstrip(" ,(")
    match = _OFFSET.match(head)
    if match and not re.match(r"-\s?\d{1,2}[-./]", head):
        return _fixed(match)
    for word in re.findall(r"[a-z]+", head)[:2]:
        if word in ZONE_HOURS:
            return timezone(timedelta(hours=ZONE_HOURS[word]))
        if word in ZONE_NAMES:
            return _named(ZONE_NAMES[word], day)
    return None


def _named(name: str, day: datetime) -> tzinfo | None:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        offset = day.replace(hour=12, tzinfo=ZoneInfo(name)).utcoffset()
    except ZoneInfoNotFoundError:  # no time-zone data on this machine
        return None
    return None if offset is None else timezone(offset)


def _find_day(text: str, american: bool) -> datetime | None:
    if match := _YEAR_FIRST.search(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    named = _WORD.sub(_month_mark, text) if any(c.isalpha() for c in text) else text
    if "\x00" in named:
        if match := _DAY_MONTH_YEAR.search(named):
            return _day(_year(match[3].lstrip("'\u2019")), int(match[2]), int(match[1]))
        if match := _MONTH_DAY_YEAR.search(named):
            return _day(int(match[3]), int(match[1]), int(match[2]))
        if match := _YEAR_MONTH_DAY.search(named):
            return _day(int(match[1]), int(match[2]), int(match[3]))
        if match := _MONTH_YEAR.search(named):
            return _day(int(match[2]), int(match[1]), 1)
    if match := _NUMBER_DATE.search(text):
        first, second, year = int(match[1]), int(match[3]), _year(match[4])
        slashed = american and match[2] == "/"
        if (slashed and first <= 12) or second > 12:
            first, second = second, first
        return _day(year, second, first)
    if re.fullmatch(r"\d{4}[-/.]\d{1,2}", text.strip()):
        year_text, month_text = re.split(r"[-/.]", text.strip())
        return _day(int(year_text), int(month_text), 1)
    return None


def _month_mark(match: re.Match[str]) -> str:
    """A month name becomes a NUL and two digits; Arabic names may be two words."""
    if match[0].startswith("tháng"):  # Vietnamese counts its months
        return f"\x00{int(match[0][5:]):02d}"
    names = months()
    number = names.get(match[0]) or names.get(match[0].split()[0])
    return match[0] if number is None else f"\x00{number:02d}"


def _year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return year + (2000 if year < 70 else 1900)


def _day(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)

"""Publication dates: every form news comes with, to an aware `datetime`.

ISO 8601 goes straight to `datetime.fromisoformat`.  Everything else is searched for one time of
day, one time zone and one date, in this order; what is left over is ignored, so that
``Published: 12 February 2026, 14:30 GMT`` is understood.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any

from .calendars import BUDDHIST, BUDDHIST_YEARS, gregorian_years, is_solar_year, solar_to_gregorian
from .clock import find_clock, fixed_zone, zone_behind
from .date_words import SOLAR, folded, months, unaccented

__all__ = ["parse_date"]

LONGEST = 200  # characters; a longer string is no date
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_NUMBER_DATE = re.compile(r"(?<!\d)(\d{1,2})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?([./年년-])\s?(\d{1,2})\s?[./月월-]\s?(\d{1,2})(?!\d)")
# Letters, with the vowel signs and accents that scripts such as Devanagari and Thai write beside.
_MARKS = (
    "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0903\u093a-\u093c\u093e-\u094f"
    "\u0981-\u0983\u09bc\u09be-\u09cd\u09d7\u0b82\u0bbe-\u0bcd\u0bd7\u0c00-\u0c04\u0c3e-\u0c56"
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
)
_WORD = re.compile(
    rf"tháng\s\d{{1,2}}(?!\d)|[^\W\d_{_MARKS}](?:[^\W\d_]|[{_MARKS}])*"
    rf"(?:\s(?:الثاني|الأول)|(?<=[\u0e00-\u0e7f])\.[\u0e01-\u0e2e]\.?)?"
)
_MONTH_TWICE = re.compile(r"(\x00\d\d)(?:\s?[/(]\s?\x00\d\d\)?)+")  # by both its Arabic names
_OF = r"(?:(?:de[l]?|of|năm|m\.|gada)\s)?\s*"
_DAY_MONTH_YEAR = re.compile(
    r"(?<!\d)(\d{1,2})(?:\s*(?:st|nd|rd|th|er|[.ºª°]))?[\s/,-]*(?:de\s|d'|d’|of\s)?\s*"
    rf"\x00(\d\d)[.\s/,،׳'’-]*{_OF}(\d{{4}}|['’]?\d{{2}})(?!\d)"
)
_MONTH_DAY_YEAR = re.compile(
    r"\x00(\d\d)[.\s-]*(\d{1,2})(?:st|nd|rd|th|[.])?[\s,-]+(?:at\s)?(\d{4})(?!\d)"
)
_YEAR_MONTH_DAY = re.compile(rf"(?<!\d)(\d{{4}})[.\s,-]*{_OF}\x00(\d\d)[.\s,-]*(\d{{1,2}})(?!\d)")
_YEAR_DAY_MONTH = re.compile(r"(?<!\d)(\d{4})[.,]?\s+(?:gada\s+)?(\d{1,2})\.?\s+\x00(\d\d)")
_MONTH_YEAR = re.compile(rf"\x00(\d\d)[.\s,-]*{_OF}(\d{{4}})(?!\d)")
_ISO_BASIC = re.compile(r"\d{8}t\d{4}(?:\d{2})?(?:[.,]\d+)?(?:z|[+-]\d{2}:?(?:\d{2})?)?")
_ISO_ODD = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T\s]+(\d{1,2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?\s*"
    r"(z|[+\u2212-]\d{1,2}:?\d{2}|[+\u2212-]\d{2})?(?![\d:])",
    re.IGNORECASE,
)
_SCRIPT_DATE = re.compile(r"/?date\((-?\d{1,17})(?:[+-]\d{4})?\)/?")  # /Date(1770906600000)/


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
    if not text.isascii() or not text.isprintable():
        text = "".join(
            str(unicodedata.decimal(c)) if c.isdecimal() else c
            for c in text
            if unicodedata.category(c) not in ("Cf", "Cc") or c in "\t\n"
        )
        text = gregorian_years(text)
    lower = folded(text)
    try:
        if lower.removeprefix("-").replace(".", "", 1).isdigit():
            return _from_digits(lower)
        if script := _SCRIPT_DATE.fullmatch(lower):
            return _from_number(int(script[1]) / 1000)
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
    zone = fixed_zone(offset) if offset else zone_behind(rest, moment)
    return _at(
        moment, parts[0], parts[1], parts[2] if len(parts) > 2 else 0, zone, default_timezone
    )


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
    clock = find_clock(lower)
    if clock is None:
        return _find_day(lower, american=False)
    day = _find_day(clock.rest, american=clock.half)
    if day is None:
        return None
    zone = zone_behind(clock.after, day)
    return _at(day, clock.hour, clock.minute, clock.second, zone, default_timezone)


def _at(
    day: datetime, hour: int, minute: int, second: int, zone: tzinfo | None, default: tzinfo
) -> datetime:
    extra = timedelta(days=1) if hour == 24 and minute == 0 else timedelta()
    clock = day.replace(
        hour=0 if extra else hour, minute=minute, second=min(second, 59), tzinfo=zone or default
    )
    return clock + extra


def _find_day(text: str, american: bool) -> datetime | None:
    if match := _YEAR_FIRST.search(text):
        year, month, day = int(match[1]), int(match[3]), int(match[4])
        if is_solar_year(year) and match[2] == "/":
            month += SOLAR
        return _day(year, month, day)
    named = _WORD.sub(_month_mark, text) if any(c.isalpha() for c in text) else text
    if "\x00" in named:
        return _named_month(_MONTH_TWICE.sub(r"\1", named))
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


def _named_month(text: str) -> datetime | None:
    """The day in a text in which the name of a month is a NUL and two digits."""
    if match := _DAY_MONTH_YEAR.search(text):
        return _day(_year(match[3].lstrip("'’")), int(match[2]), int(match[1]))
    if match := _MONTH_DAY_YEAR.search(text):
        return _day(int(match[3]), int(match[1]), int(match[2]))
    if match := _YEAR_MONTH_DAY.search(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _YEAR_DAY_MONTH.search(text):
        return _day(int(match[1]), int(match[3]), int(match[2]))
    if match := _MONTH_YEAR.search(text):
        return _day(int(match[2]), int(match[1]), 1)
    return None


def _month_mark(match: re.Match[str]) -> str:
    """A month name becomes a NUL and two digits; Arabic names may be two words."""
    word = match[0]
    if word.startswith("tháng"):  # Vietnamese counts its months
        return f"\x00{int(word[5:]):02d}"
    if word == "listopada" and match.string[: match.start()].rstrip().endswith("."):
        return "\x0010"  # Croatian puts a full stop behind the day, Polish does not
    names = months()
    word = word.rstrip(".")
    number = names.get(word) or names.get(word.split()[0]) or names.get(unaccented(word))
    return match[0] if number is None else f"\x00{number:02d}"


def _year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return year + (2000 if year < 70 else 1900)


def _day(year: int, month: int, day: int) -> datetime:
    """Midnight UTC of a day, whose calendar shows in the month or the year."""
    if month > SOLAR:
        found = solar_to_gregorian(year, month - SOLAR, day)
        return datetime(found.year, found.month, found.day, tzinfo=UTC)
    if year in BUDDHIST_YEARS:
        year -= BUDDHIST
    return datetime(year, month, day, tzinfo=UTC)

"""The time of day and the time zone in a date, in the forms of many languages.

All functions take text as `date_words.folded` gives it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo

from .date_words import AFTERNOON, FORENOON, ZONE_HOURS, ZONE_NAMES

__all__ = ["Clock", "find_clock", "fixed_zone", "zone_behind"]

_BEFORE = "|".join(sorted((word for word in FORENOON | AFTERNOON if word[0] > "\u2e80"), key=len))
_BEHIND = "|".join(
    sorted((re.escape(word) for word in FORENOON | AFTERNOON if word > "z"), key=len, reverse=True)
)
_ZONES = "|".join(sorted((*ZONE_HOURS, *ZONE_NAMES), key=len, reverse=True))
# A full stop parts hour and minute only where something else says that this is a time.
_TIME = re.compile(
    r"(?P<said>(?:kl|klo|ore|alle|om|um|godz|ora|เวลา)\.?\s+)?(?<![\d.])(?P<hour>\d{1,2})"
    r"(?:\s?[:h٫]\s?|\.(?(said)|(?=\d\d(?:\s*(?:uhr|klo|uur|น\b|[ap]\.?m\b|"
    rf"\(?(?:{_ZONES})\b)|\s*$))))(?P<minute>\d{{2}})"
    r"(?::(?P<second>\d{2})(?:[.,]\d+)?)?(?![\d.]*\d)"
    rf"\s*(?P<half>[ap](?=\.?\s?m\b)|(?:{_BEHIND})(?!\w))?(?:(?<=[ap])\.?\s?m\b\.?)?",
)
_HOUR_ONLY = re.compile(
    r"(?<![\d.])(?P<hour>\d{1,2})\s*(?:(?P<half>[ap])\.?\s?m\b|h(?:eures?|rs)?\b(?!\s?\d)|uhr\b)"
)
_ASIAN_TIME = re.compile(
    rf"(?P<half>{_BEFORE})?\s*(?P<hour>\d{{1,2}})\s*[時时点點시]\s*(?:(?P<minute>\d{{1,2}})\s*[分분])?"
)
_MAY_BE = re.compile(r"\d(?:\s?[:٫]|\.\d|\s*[aphu時时點点시])")
"""What each of them needs behind an hour."""
_HALF_BEFORE = re.compile(rf"(?P<half>{_BEFORE})\s*$")
_OFFSET = re.compile(r"(?:\b(?:gmt|utc)\s*)?([+\u2212-])\s?(\d{1,2})(?::?(\d{2}))?(?!\d)")
_REGION = re.compile(
    r"\W{0,3}((?:africa|america|asia|atlantic|australia|europe|indian|pacific)/[a-z_/]{2,30})"
)
_YEAR_BEHIND = re.compile(r"\s*([+-]\d{4}|[a-z]{3,4})\s+(\d{4})\s*$")
_ZONE_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day: `rest` is the text without it, `after` what stood behind it."""

    hour: int
    minute: int
    second: int
    rest: str
    after: str
    half: bool  # whether forenoon or afternoon was said in English


def find_clock(text: str) -> Clock | None:
    """The first time of day in `text`; None where there is none.

    Example: ``find_clock("12 feb 2026 at 2:30 pm")`` has hour 14 and minute 30.
    """
    if _MAY_BE.search(text) is None:
        return None
    match = _TIME.search(text) or _HOUR_ONLY.search(text) or _ASIAN_TIME.search(text)
    if match is None:
        return None
    found = match.groupdict()
    hour, minute = int(found["hour"]), int(found.get("minute") or 0)
    start, half = match.start(), found.get("half")
    if hour > 24 or minute > 59:
        return None
    if half is None and (before := _HALF_BEFORE.search(text, 0, start)):
        half, start = before["half"], before.start()
    if half is not None and hour <= 12:
        hour = hour % 12 + (12 if half in AFTERNOON else 0)
    rest, after = text[:start], text[match.end() :]
    english = half in ("a", "p")
    second = int(found.get("second") or 0)
    if year := _YEAR_BEHIND.match(after):  # Thu Feb 12 14:30:00 +0000 2026
        return Clock(hour, minute, second, f"{rest} {year[2]}", year[1], english)
    return Clock(hour, minute, second, f"{rest} {after}", after, english)


def fixed_zone(offset: str) -> tzinfo:
    """The zone of an offset from UTC such as ``+02:00``.

    Raises:
        ValueError: It is none, or too far from UTC.
    """
    if offset in ("z", "Z"):
        return timezone.utc  # noqa: UP017  # of the type that the others have
    match = _OFFSET.fullmatch(offset)
    if match is None:
        raise ValueError(f"no offset from UTC: {offset!r}")
    return _fixed(match)


def _fixed(match: re.Match[str]) -> tzinfo:
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    if minutes > 15 * 60:
        raise ValueError("no time zone is that far from UTC")
    return timezone(timedelta(minutes=-minutes if match[1] != "+" else minutes))


def zone_behind(after: str, day: datetime) -> tzinfo | None:
    """The zone that the text behind a time of day begins with; None where it names none.

    Args:
        after: The text.
        day: The day, which decides about summer time.
    """
    head = after[:40].lstrip(" ,([")
    match = _OFFSET.match(head)
    if match and not re.match(r"-\s?\d{1,2}[-./]", head):
        return _fixed(match)
    region = _REGION.match(head)
    if region:
        return _named(region[1].title(), day)
    for word in _ZONE_WORD.findall(head)[:2]:
        if word in ZONE_HOURS:
            return timezone(timedelta(hours=ZONE_HOURS[word]))
        if word in ZONE_NAMES:
            return _named(ZONE_NAMES[word], day)
    return None


def _named(name: str, day: datetime) -> tzinfo | None:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        offset = day.replace(hour=12, tzinfo=ZoneInfo(name)).utcoffset()
    except (ZoneInfoNotFoundError, ValueError, OSError):  # none of that name on this machine
        return None
    return None if offset is None else timezone(offset)

"""A day in running text, in the forms and the orders of many languages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from newsearch.ingest.dates import parse_date

__all__ = ["WrittenDay", "moment_of_page", "month_comes_first", "written_day"]

OLDEST_YEAR = 1990  # of a day that is read from the text of a page
NEWEST_YEAR = 2100
BEHIND_DAY = 30  # characters behind a day in which its time stands
WHOLE = 90  # characters of the longest text that may be a date as a whole
ALONE = 40  # characters of the longest text in another script or calendar that is one

_YEAR = r"(?:19|20)\d\d"
_MONTH = r"[^\W\d_][^\s\d_,،;:|/()\[\].'’-]{2,13}(?:\s(?:الثاني|الأول))?"  # any word of its length
_ORDINAL = r"(?:st|nd|rd|th|er|[.ºª°])?"
_DAY = re.compile(
    rf"(?<![\d.,:/-]){_YEAR}\s?[-./年년]\s?\d{{1,2}}\s?[-./月월]\s?\d{{1,2}}(?!\d)"
    rf"|(?<![\d.,:/-])\d{{1,2}}\s?([-./|])\s?\d{{1,2}}\s?\1\s?(?:{_YEAR}|\d\d)(?![\d_%]|[.,:/-]\d)"
    rf"|(?<![\d.,:/])\d{{1,2}}{_ORDINAL}[\s/,-]{{0,3}}(?:(?:de|of)\s|d['’])?{_MONTH}"
    rf"(?:[.\s/,،'׳’-]{{0,3}}(?:(?:del?|of|năm|m\.)\s)?\s?{_YEAR}(?!\d)|\s?['’]\d\d(?!\d)|"
    r"[-./]\d\d(?![\d:]))"
    rf"|{_MONTH}[.\s-]{{1,3}}\d{{1,2}}(?:st|nd|rd|th|[.])?[\s,-]{{1,3}}(?:of\s)?{_YEAR}(?!\d)"
    rf"|{_YEAR}[.\s,]{{1,3}}(?:gada\s|m\.\s)?(?:{_MONTH}\.?\s\d{{1,2}}(?!\d)|\d{{1,2}}\.?\s{_MONTH})"
    rf"|\d{{1,2}}\stháng\s\d{{1,2}},?\s(?:năm\s)?{_YEAR}(?!\d)",
    re.IGNORECASE,
)
_GLUED = re.compile(rf"({_YEAR})(?=\d{{1,2}}(?:\.?\s?[^\W\d_]{{3}}|[./-]\d{{1,2}}[./-]))")
_MAY_BE = re.compile(  # all begin with one set of characters, by which others are passed over fast
    r"[\d’'](?:(?:(?<=1)9|(?<=2)0)\d\d|(?<=[’'])\d\d(?!\d)|"
    r"(?<=\d)\d?([-./])\s?\w{1,3}\1\s?\d\d(?!\d))"
)
_SLASHES = re.compile(rf"(?<![\d/])(\d{{1,2}})/(\d{{1,2}})/({_YEAR}|\d\d)(?![\d/])")


def moment_of_page(text: str) -> datetime | None:
    """The moment that a text names, if an article of a page can be of it."""
    moment = parse_date(text)
    return moment if moment and OLDEST_YEAR <= moment.year <= NEWEST_YEAR else None


class WrittenDay(NamedTuple):
    """A day in a text: the day with its time as `parse_date` reads them, and where it stands."""

    value: str
    start: int
    end: int


@lru_cache(maxsize=2048)
def written_day(text: str, month_first: bool = False) -> WrittenDay | None:
    """The first day in a text that can be one of publication, with the time behind it.

    Args:
        text: Some lines at most.
        month_first: Whether ``3/9/2025`` is 9 March.

    Example: ``written_day("Odesa, 12 February 2026, 14:30: rain").value`` is
    ``"12 February 2026, 14:30: rain"``, which `parse_date` reads as 14:30 of that day.
    """
    if _MAY_BE.search(text) is None:
        return _foreign_day(text)
    text = _GLUED.sub(r"\1 ", text)
    for match in _DAY.finditer(text):
        value = match[0].replace("|", ".")
        if month_first and (slashes := _SLASHES.fullmatch(value)) and int(slashes[1]) <= 12:
            year = slashes[3] if len(slashes[3]) == 4 else f"20{slashes[3]}"
            value = f"{year}-{slashes[1]:0>2}-{slashes[2]:0>2}"
        moment = moment_of_page(value)
        if moment is None:
            continue
        for longer in (text, value + text[match.end() : match.end() + BEHIND_DAY]):
            other = parse_date(longer) if len(longer) <= WHOLE else None
            if other is not None and other.date() == moment.date():
                return WrittenDay(longer, match.start(), match.end())
        return WrittenDay(value, match.start(), match.end())
    return _foreign_day(text)


def _foreign_day(text: str) -> WrittenDay | None:
    """A text that is nothing but a day, in other digits or in another calendar."""
    if len(text) > ALONE or text.isascii() or sum(map(str.isdecimal, text)) < 5:
        return None
    return None if moment_of_page(text) is None else WrittenDay(text, 0, len(text))


def month_comes_first(texts: Iterable[str], language: str, host: str) -> bool:
    """Say whether the month stands before the day in a page's dates with slashes.

    Another date of the page tells it where its day is over 12; else the language does.

    Args:
        texts: The page's texts.
        language: The language that it states, such as ``en-US``, or nothing.
        host: That of its address, or nothing.
    """
    for text in texts:
        if "/" in text:
            for first, second, _ in _SLASHES.findall(text):
                if (int(first) > 12) != (int(second) > 12):
                    return int(second) > 12
    language = language.lower().replace("_", "-")
    if language == "en":
        ending = host.rpartition(".")[2]
        return len(ending) != 2 or ending == "us"
    return language in ("en-us", "en-ph", "es-us", "es-pr")

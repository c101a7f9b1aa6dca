"""Days of other calendars than the Gregorian, as newspapers date their pages by them.

The Thai Buddhist era is 543 years ahead, the Republic of China counts from 1912, Japan from the
accession of each emperor.  The Solar Hijri calendar of Iran and Afghanistan begins at the spring
equinox; its leap years are those of the 33-year cycle, which holds for 1880 to 2086 (K. M.
Borkowski, The Persian calendar for 3000 years, Earth, Moon and Planets 74, 1996).
"""

from __future__ import annotations

import re
from datetime import date

__all__ = ["gregorian_years", "is_solar_year", "solar_to_gregorian"]

BUDDHIST = 543  # years ahead of the Gregorian calendar
BUDDHIST_YEARS = range(2400, 2700)
SOLAR_YEARS = range(1260, 1466)  # for which the cycle holds
_SOLAR_BEGAN = date(622, 3, 21).toordinal()  # 1 Farvardin 1, by the Gregorian calendar
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867, "民國": 1911,
         "民国": 1911}  # fmt: skip
_ERA_YEAR = re.compile(rf"({'|'.join(_ERAS)})\s*(\d{{1,3}}|元)\s*年")


def gregorian_years(text: str) -> str:
    """`text` with the years of Japanese and Chinese eras as Gregorian ones.

    Example: ``gregorian_years("令和8年2月12日")`` is ``"2026年2月12日"``.
    """
    return _ERA_YEAR.sub(
        lambda match: f"{_ERAS[match[1]] + (1 if match[2] == '元' else int(match[2]))}年", text
    )


def is_solar_year(year: int) -> bool:
    """Whether a year of a newspaper can only be one of the Solar Hijri calendar."""
    return year in SOLAR_YEARS


def solar_to_gregorian(year: int, month: int, day: int) -> date:
    """The Gregorian date of a day of the Solar Hijri calendar.

    Raises:
        ValueError: There is no such day, or the year is outside `SOLAR_YEARS`.

    Example: ``solar_to_gregorian(1404, 11, 23)`` is 12 February 2026.
    """
    days = 31 if month <= 6 else 30 if month < 12 or (25 * year + 11) % 33 < 8 else 29
    if year not in SOLAR_YEARS or not (1 <= month <= 12 and 1 <= day <= days):
        raise ValueError("no such day in the Solar Hijri calendar")
    before = 365 * (year - 1) + (8 * year + 21) // 33
    return date.fromordinal(_SOLAR_BEGAN + before + 31 * (month - 1) - max(0, month - 7) + day - 1)

"""Datelines: where agencies say place, day and their name before the news begins.

Which forms are known stands at `dateline_of`.  The words stay in the body, as in print.
"""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = [
    "agency_of_byline",
    "cased_place",
    "dateline_of",
    "dateline_of_bytes",
    "known_head",
    "place_of_dateline",
]

LONGEST_PLACE = 60  # characters
LONGEST_DATELINE = 120  # characters up to the agency's name
HEAD_BYTES = 1024  # in which a dateline ends

# Names that credit a text even where nothing else shows that it begins with a dateline.
_AGENCY_NAMES = (
    "Reuters|Thomson Reuters Foundation|AP|Associated Press|AFP|UPI|dpa(?:[-/][\\w-]{2,12})?|DPA"
    "|ANSA|EFE|TASS|ТАСС|Interfax(?:-[A-Z]\\w+)?|Интерфакс|Інтерфакс(?:-Україна)?|Xinhua|Bloomberg"
    "|CNN|APA|sda|SDA|ATS|Keystone-SDA|PAP|ČTK|CTK|TASR|MTI|ANP|Belga|NTB|TT|STT|BNS|ELTA|LETA"
    "|Ritzau|BTA|БТА|Tanjug|Танјуг|HINA|Hina|Agerpres|AGERPRES|Anadolu|DHA|İHA|Yonhap|Kyodo"
    "|Jiji|KCNA|PTI|ANI|IANS|Antara|ANTARA|Bernama|Lusa|Adnkronos|AGI|Europa Press"
    "|EUROPA PRESS|Notimex|Télam|Prensa Latina|WAFA|IRNA|SANA|Ukrinform|Укрінформ"
    "|УНН|УНІАН|РИА Новости|БелТА|БЕЛТА|Canadian Press|AAP"
)
_AGENCY = re.compile(_AGENCY_NAMES)
_CREDIT = re.compile(r"\(([^()\n]{2,40})\)\s*(?:\.?\s?[-–—]{1,2}|_|:)\s?")
_CREDIT_ALONE = re.compile(r"\((dpa|sda|APA|SDA|AFP|PAP|ANSA)[-/\w]{0,12}\)\s+(?=[^\W\d_])")
_MONTH = r"[^\W\d_]{3,12}\.?"
_DAY = (
    rf"(?:{_MONTH}\s\d{{1,2}}|\d{{1,2}}\.?\s(?:de\s)?{_MONTH}|\d{{1,2}}\.\d{{1,2}}\.?)"
    r"(?:,?\s?(?:de\s)?\d{4})?"
)
_DAY_BEHIND = re.compile(rf"[\s,]*(?<![^\s,.]){_DAY}[\s,.]*$")
_ONLY_DAY = re.compile(rf"{_DAY}[\s,.]*")
_TOWN = r"[^\W\d_][^\n\d(){}\[\]–—:;.!?\x00-\x1f]{1,50}?"
_OTHER = re.compile(
    # LONDON, Feb. 12, 2026 /PRNewswire/ --    МОСКВА, 3 марта. /ТАСС/.
    rf"(?P<place1>{_TOWN}),\s{_DAY}[.,]?\s*/(?P<agency1>[^/\n]{{2,40}})/\s*(?:[-–—]{{1,2}}|\.)\s"
    # МОСКВА, 3 мар — РИА Новости.
    rf"|(?P<place2>{_TOWN}),\s{_DAY}\s*[-–—]\s*(?P<agency2>[^\W\d_]{{2,20}}(?:\s[^\W\d_]{{2,20}})?)[.,]\s"
    # Москва. 3 марта. INTERFAX.RU -      КИЇВ. 12 лютого. УНН.
    rf"|(?P<place3>{_TOWN})\.\s{_DAY}\.?\s(?P<agency3>[A-ZА-ЯІЇЄҐ][\w.-]{{1,20}}?)(?:\s[-–—]|\.)\s"
    # NEW YORK--(BUSINESS WIRE)--
    rf"|(?P<place4>{_TOWN})--\((?P<agency4>[^()\n]{{2,40}})\)--"
    # KYIV, Ukraine —     WASHINGTON, Feb. 12 —
    rf"|(?P<place5>[^\W\d_]{{2}}{_TOWN}(?:,\s{_DAY}|,\s[^\W\d_][\w. ]{{2,20}}))\s[—–]\s"
    # WASHINGTON —
    r"|(?P<place6>[^\W\d_]{3}[^\W\d_ .'’-]{2,12}(?:\s[^\W\d_]{3,12}){0,2})\s—\s"
)
_DAY_SECOND = re.compile(r"[^\W\d_]{2,20}[.,]\s\d")
_NOT_TOWNS = (
    "ANALYSIS ASEAN BREAKING COLUMN COMMENT COMMENTARY CORRECTED CORRECTION COVID EDITORIAL "
    "EXCLUSIVE EXPLAINED EXPLAINER FACTBOX INTERPOL INTERVIEW LETTER LETTERS OPINION PHOTOS "
    "PREVIEW PROFILE QUOTES REVIEW SPONSORED TIMELINE UNESCO UNICEF UPDATE UPDATED URGENT VIDEO "
    "WATCH АНАЛИТИКА АНАЛІТИКА ВИДЕО ВІДЕО ВАЖЛИВО ВАЖНО МНЕНИЕ ОНОВЛЕНО ОБНОВЛЕНО СРОЧНО "
    "ТЕРМІНОВО ФОТО KOMMENTAR ANALYSE VIDÉO DIRECT ÚLTIMA"
)
_NO_TOWNS = frozenset(_NOT_TOWNS.split())
_IN_NAMES = frozenset(
    ("de", "del", "la", "of", "and", "am", "an", "der", "du", "sur", "upon", "на", "над", "и", "і")
)
_BYLINE = ("By ", "BY ", "Von ", "Par ", "Por ")
_BEFORE_DAY = re.compile(r"[^\d(\[]{0,80}")
_ABBREVIATED = re.compile(r",\s?[A-Z][\w.]{0,4}\.$")  # Erie, Pa.
_AT_END = re.compile(
    rf"(?:,|\||/|\s[-–—]|\sof(?:\sthe)?|\s(?:für|avec|per|для))\s*(?:the\s)?"
    rf"({_AGENCY_NAMES})\s*$"
)


def dateline_of(text: str, *, of_agency: bool = False) -> tuple[str | None, str | None]:
    """Place and agency that a text begins with; None where it does not say them.

    Known are: ``LIMA, Peru (Reuters) -``, ``(Reuters) -``, ``KYIV, Feb 12 (Reuters) -``,
    ``Madrid, 12 feb (EFE).-``, ``LONDON, Feb. 12, 2026 /PRNewswire/ --``, ``МОСКВА, 3 мар — РИА
    Новости.``, ``Москва. 3 марта. INTERFAX.RU -``, ``KYIV, Ukraine —``, ``WASHINGTON —``.
    Between brackets any agency may stand behind a day or a place in capitals; otherwise it must
    be one of those that this module lists.

    Args:
        text: The text, from its beginning.
        of_agency: Whether it is known to be of an agency; then any name between brackets is one.

    Example: ``dateline_of("LIMA, Peru (Reuters) - A bridge")`` is ``("Lima, Peru", "Reuters")``.
    """
    start = text.find("(", 0, LONGEST_DATELINE)
    if start >= 0:
        credit = _CREDIT.match(text, start) or _CREDIT_ALONE.match(text, start)
        if credit is not None and (found := _credited(text[:start].strip(), credit[1], of_agency)):
            return found
    if not (text[:2].isupper() or _DAY_SECOND.match(text)):
        return None, None
    match = _OTHER.match(text)
    return (None, None) if match is None else _other(match)


def dateline_of_bytes(text: bytes) -> tuple[str | None, str | None]:
    """As `dateline_of`, for text in UTF-8.

    Example: ``dateline_of_bytes(b"LIMA, Peru (Reuters) - A bridge")`` is
    ``("Lima, Peru", "Reuters")``.
    """
    return dateline_of(text[:HEAD_BYTES].decode(errors="ignore"))


@lru_cache(maxsize=4096)
def known_head(head: bytes) -> tuple[str | None, str | None] | None:
    """What `dateline_of_bytes` says of most texts that begin with this head, to its first ``) - ``.

    None where its first bracket credits nobody; another form may stand there all the same.
    """
    text = head.decode(errors="ignore")
    start = text.find("(")
    credit = _CREDIT.match(text, start) if start >= 0 else None
    return None if credit is None else _credited(text[:start].strip(), credit[1], False)


@lru_cache(maxsize=4096)
def _credited(before: str, agency: str, of_agency: bool) -> tuple[str | None, str | None] | None:
    """Place and agency of a bracket with `before` before it; None where that is a sentence."""
    known = of_agency or _AGENCY.fullmatch(agency) is not None
    before = before.rpartition("\n")[2]  # a byline may stand above
    agency = agency.partition("/")[0].strip() if agency.startswith("dpa") else agency.strip()
    if not before or _ONLY_DAY.fullmatch(before):
        return (None, agency) if known else None
    place = _DAY_BEHIND.sub("", before)
    dated = len(place) < len(before)
    place = _without_stop(place)
    capitals = before.partition(",")[0].isupper()
    if not (known or dated or capitals) or not _is_place(place):
        return None
    if not known and not (agency[:1].isupper() and len(agency.split()) < 4):
        return None
    return cased_place(place), agency


@lru_cache(maxsize=4096)
def _is_place(place: str) -> bool:
    return (
        1 < len(place) <= LONGEST_PLACE
        and place[0].isalpha()
        and not place.startswith(_BYLINE)
        and not any(c in "\n(){}[]–—:;!?\x00" for c in place)
        and all(word[:1].isupper() or word in _IN_NAMES for word in place.split())
    )


def _other(match: re.Match[str]) -> tuple[str | None, str | None]:
    number = next(n for n in "123456" if match[f"place{n}"])
    place = match[f"place{number}"]
    town = place.partition(",")[0]
    agency = match[f"agency{number}"] if number < "5" else None
    if number > "4" and not (town.isupper() and _NO_TOWNS.isdisjoint(town.split())):
        return None, None
    place = _without_stop(_DAY_BEHIND.sub("", place))
    return (cased_place(place), agency) if _is_place(place) else (None, None)


def agency_of_byline(byline: str) -> str | None:
    """The agency that a byline ends with, behind the names of persons.

    Example: ``agency_of_byline("By Ada Byron and Mary Shelley, Reuters")`` is ``"Reuters"``.
    """
    match = _AT_END.search(byline)
    return match[1] if match else None


def place_of_dateline(dateline: str | None) -> str | None:
    """The place in a dateline, without agency and day; None where there is none.

    Example: ``place_of_dateline("STOCKHOLM, Aug 29, 2014 (AFP) -")`` is ``"Stockholm"``.
    """
    match = _BEFORE_DAY.match(dateline or "")
    if dateline is None or match is None:
        return None
    place = match[0].strip()
    if dateline[match.end() : match.end() + 1].isdigit():  # then the month stands before it
        place = place.rpartition("," if "," in place else " ")[0]
    place = _without_stop(place.lstrip(" \t-–—_=,:/"))
    if not 1 < len(place) <= LONGEST_PLACE or " - " in place or not place[0].isalpha():
        return None
    return cased_place(place)


def _without_stop(place: str) -> str:
    place = place.rstrip(" \t-–—_=,:/")
    return place if _ABBREVIATED.search(place) else place.rstrip(".")


def cased_place(place: str) -> str:
    """A place whose town is not written in capitals, as agencies do.

    Example: ``cased_place("LIMA, Peru")`` is ``"Lima, Peru"``.
    """
    town, comma, country = place.partition(",")
    return (town.title() if town.isupper() else town) + comma + country

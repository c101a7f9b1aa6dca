"""One normaliser for all formats: `Raw` as found to `Article`.

What it does to each field is said at `newsearch.Article`.  Nothing the input said is lost: a date
that cannot be understood, a URL that is none, further sections go to `extra`.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Sequence
from datetime import MAXYEAR, UTC, date, datetime
from functools import lru_cache
from typing import Any

from ..article import Article, content_id, new_article
from ..kernel.clean_articles import Rules
from ..kernel.strings import is_plain_line
from .addresses import LONGEST_URL, canonical_url, host_of
from .cleaning import clean_line, clean_text, first_line, is_clean, without_title
from .datelines import (
    LONGEST_DATELINE,
    agency_of_byline,
    dateline_of,
    dateline_of_bytes,
    known_head,
)
from .dates import parse_date
from .languages import primary_subtag
from .people import split_authors
from .records import Raw

__all__ = ["RULES", "normalise"]

LONGEST_ID = 1024  # characters
OLDEST_YEAR = 1600  # the first newspapers; an earlier date is a placeholder
RECENT_YEAR = 2020  # an earlier date is not ahead of any clock
_FUTURE_SECONDS = 2 * 86_400  # a date further ahead of the clock than this is doubted
_TAG_SEPARATOR = re.compile(r"\s*[;|\n]\s*")
_TAG_COMMA = re.compile(r"\s*[,،、，]\s*")
_SEVERAL_TAGS = re.compile(r"[,;|،、，]")
_HASHTAGS = re.compile(r"(?:#[^\s#]+,?\s*)+")
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")
_SITE = re.compile(r"(?:https?:)?(?://)?([\w-]+(?:\.[\w-]+)+)(?:[/:?#].*)?", re.IGNORECASE)


def normalise(raw: Raw, *, detect: bool = True) -> Article:
    """The article that `raw` describes.

    Args:
        raw: What a reader found.
        detect: Detect the language where none is declared.  The indexer says no: it finds the
            language of many articles at once from the words it looks up anyway.

    Raises:
        ValueError: `raw` has neither title nor body.

    Example: ``normalise(Raw(title="Rain&nbsp;stops", body="It did.", date="12.02.2026")).date``
    is midnight UTC of 12 February 2026.
    """
    extra = dict(raw.extra) if raw.extra else {}
    title = clean_line(raw.title) if raw.title else ""
    body = clean_text(raw.body) if raw.body else ""
    summary = clean_text(raw.summary) if raw.summary else None
    if not body and summary:
        body, summary = summary, None
    if not title:
        if not body:
            raise ValueError("no title and no body")
        title = first_line(body)
        extra["title_from"] = "body"
    else:
        body = without_title(body, title)
    url = _url(raw.url, extra) if raw.url else None
    place = clean_line(raw.place) if raw.place else None
    source = _source(raw.source) if raw.source else None
    if place is None or source is None:
        said, agency = dateline_of(body)
        place = place or said
        source = source or agency
    if source is None and raw.authors:
        source = _agency(raw.authors)
    if source is None and url is not None:
        source = host_of(url)
    moment = _date(raw.date, extra) if raw.date is not None else None
    section = _section(raw, extra) if raw.section or raw.sections else None
    language = _declared(raw.language) if raw.language else None
    if language is None and detect:
        language = _detected(title, body)
    return new_article(
        title,
        body,
        _identity(raw.id, url) or content_id(source, title, moment, body),
        _tags(raw.tags) if raw.tags else (),
        moment,
        _authors(raw.authors, source) if raw.authors else (),
        source,
        section,
        summary or None,
        place or None,
        language,
        url,
        extra,
    )


def _identity(given: Any, url: str | None) -> str | None:
    if given is not None:
        text = clean_line(given if type(given) is str else str(given))
        if 0 < len(text) <= LONGEST_ID:
            return text
    return url


def _url(given: str, extra: dict[str, Any]) -> str | None:
    found = canonical_url(given)
    if found is None and given.strip():
        extra.setdefault("url", given)
    return found


def _date(given: Any, extra: dict[str, Any]) -> datetime | None:
    found = parse_date(given)
    year = 0 if found is None else found.year
    if found is None or year < OLDEST_YEAR or (year == MAXYEAR and _is_too_late(found)):
        if given != "":
            extra.setdefault("date", given.isoformat() if isinstance(given, date) else given)
        if 0 < year < OLDEST_YEAR:
            extra["date_doubt"] = "before the first newspapers"
        return None
    if year >= RECENT_YEAR and _is_ahead(found.timestamp()):
        extra["date_doubt"] = "in the future when read"
    return found


def _is_ahead(seconds: float) -> bool:
    """Whether a moment, in seconds since 1970, lies too far ahead of the clock."""
    return seconds > time.time() + _FUTURE_SECONDS


def _is_too_late(moment: datetime) -> bool:
    """Whether the moment is beyond the calendar in UTC, in which dates are kept."""
    try:
        moment.astimezone(UTC)
    except OverflowError:
        return True
    return False


@lru_cache(maxsize=4096)
def _source(given: str) -> str | None:
    text = clean_line(given)
    match = _SITE.fullmatch(text)
    if match is None:
        return text or None
    address = f"//{match[1].lower()}"
    return host_of(address) if "/" in text or text.islower() or text[:4].lower() == "www." else text


def _section(raw: Raw, extra: dict[str, Any]) -> str | None:
    section = clean_line(raw.section) if raw.section else None
    if raw.sections:
        every = [clean_line(name) for name in raw.sections]
        every = [name for name in every if name]
        section = section or (every[0] if every else None)
        if len(every) > 1:
            extra["sections"] = every
    return section or None


def _tags(given: Sequence[str] | str) -> tuple[str, ...]:
    values: Iterable[str] = given
    if isinstance(given, str):
        values = _split_tags(given)
    elif len(given) == 1 and len(_SEVERAL_TAGS.findall(given[0])) > 1:
        values = _split_tags(given[0])
    found: dict[str, str] = {}
    for value in values:
        tag = clean_line(value)
        key = tag.casefold()
        if tag and key not in found:
            found[key] = tag
    return tuple(found.values())


def _split_tags(text: str) -> Iterable[str]:
    """Semicolons and bars part tags before commas do, so that a tag may hold a comma."""
    stripped = text.strip()
    if (printed := _printed_list(stripped)) is not None:
        return printed
    if stripped[:1] == "#" and _HASHTAGS.fullmatch(stripped):
        return [tag.strip("#, ") for tag in stripped.split()]
    parts = _TAG_SEPARATOR.split(stripped)
    return parts if len(parts) > 1 else _TAG_COMMA.split(stripped)


def _printed_list(text: str) -> list[str] | None:
    """The strings of a list that a program printed as text; None where it is none."""
    if text[:1] != "[" or text[-1:] != "]":
        return None
    if quoted := _QUOTED.findall(text) if text[1:].lstrip()[:1] in ("'", '"') else []:
        return [re.sub(r"\\(.)", r"\1", one or other) for one, other in quoted]
    return [part.strip() for part in text[1:-1].split(",")]


def _authors(given: Sequence[str] | str, source: str | None) -> tuple[str, ...]:
    if isinstance(given, str):
        given = _printed_list(given.strip()) or given.splitlines()
    return _split_authors(tuple(given), source)


def _agency(given: Sequence[str] | str) -> str | None:
    """The agency for which the persons of a byline write."""
    last = given if isinstance(given, str) else given[-1]
    return agency_of_byline(clean_line(last))


@lru_cache(maxsize=16_384)
def _split_authors(given: tuple[str, ...], source: str | None) -> tuple[str, ...]:
    values = [_clean_byline(value) for value in given]
    names = split_authors(values, source)
    if not names and source and any(value.casefold() == source.casefold() for value in values):
        return (source,)  # the input names nobody else
    return names


def _clean_byline(value: str) -> str:
    if is_plain_line(value):
        return value
    return "\n".join(clean_line(line) for line in value.splitlines())


@lru_cache(maxsize=1024)
def _declared(given: str) -> str | None:
    return primary_subtag(given)


def _detected(title: str, body: str) -> str | None:
    from ..text.languages import detect

    return detect(f"{title}\n{body[:2000]}")


def _without_title(body: bytes, title: str) -> bytes:
    return without_title(body.decode(), title).encode()


def _content_id(source: str | None, title: str, moment: datetime | str | None, body: bytes) -> str:
    date = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return content_id(source, title, date, body.decode())


def _summary(given: str) -> str | None:
    return clean_text(given) or None


#: As `normalise` without detection, for fields that are strings or lists of them.
RULES = Rules(
    is_clean=is_clean,
    without_title=_without_title,
    url=_url,
    longest_url=LONGEST_URL,
    source=_source,
    dateline=dateline_of_bytes,
    longest_dateline=LONGEST_DATELINE,
    head=known_head,
    agency=_agency,
    host=host_of,
    date=_date,
    oldest=str(OLDEST_YEAR),
    recent=str(RECENT_YEAR),
    is_ahead=_is_ahead,
    identity=_content_id,
    tags=_tags,
    authors=_split_authors,
    byline=_authors,
    summary=_summary,
    language=_declared,
)

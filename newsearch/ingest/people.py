"""Bylines to names of persons."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

__all__ = ["DESK_WORDS", "name_of", "split_authors"]

_BY = re.compile(
    r"^(?:(?:story|text|words|report(?:ed|ing)?|written|posted|published)\s+)?"
    r"(?:by|par|por|door|przez|автор(?:ы|и)?|текст|yazan|بقلم|كتب)(?:\s*:\s*|\s+)"
    r"|^(?:von|di|da|av|af)\s+(?=\w+\s+\w)"  # with one word behind they may be a surname
    r"|^(?:author|authors|autor|auteur|autore|byline|(?:compiled|additional reporting) by)\s*:?\s+"
    r"|^(?:文|撰文|記者|记者)\s?[/／:：]?\s*(?=[\u4e00-\u9fff])|^(?:author|autor|text|tekst)\s*:\s*",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(
    r"\s*[;|\n•·]\s*|\s+/\s+|,?\s+(?:and|und|et|y|e|та|і|и|en|og|och|ve|with|avec|mit|&)\s+|\s*،\s*|\s*、\s*"
)
_ROLE = re.compile(
    r"^(?:staff(?:\s+(?:writer|reporter))?|(?:[\w.\s]{0,30})?(?:correspondent|editor|reporter"
    r"|columnist|journalist|contributor|writer)s?|agencies|news agencies"
    r"|editors?|editorial(?: board| staff)?"
    r"|admin|administrator|unknown|none|n/a|null"
    r"|anonymous|webmaster|guest)$",
    re.IGNORECASE,
)
_AGENCY = re.compile(
    r"^(?:the )?(?:associated press|reuters|ap|afp|upi|dpa|ansa|efe|tass|apa|sda|sid|pti|ani|xinhua"
    r"|agence france-presse|interfax|bloomberg)(?:[/-][\w/-]{1,20}| news)?$",
    re.IGNORECASE,
)
DESK_WORDS = (
    "(?:redaktion|redazione|redacción|redação|rédaction|redakcja|redactie|redaktionen|redakce|"
    "редакция|редакція|newsroom|news desk)"
)
"""Words for an editorial office, as a regular expression."""
_DESK = re.compile(rf"^(?:(?:die|la|the)\s)?(?:[\w.-]{{1,20}}[\s-])?{DESK_WORDS}$", re.IGNORECASE)
_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv|md|phd|ph\.d|m\.d|esq)\.?$", re.IGNORECASE)
_MAIL = re.compile(r"^\S+@\S+\.\w+\s*(?:\((.+)\))?$|\s*[<(]?\S+@\S+\.\w+[)>]?")
_HANDLE = re.compile(r"(?:^|\s)@\w+")
# A share in the article that does not make an author.
_NOT_WRITER = re.compile(
    r"^(?:edit(?:ing|ed) by|photos?(?:graphs)? by|graphics? by"
    r"|(?:photos?|fotos?|bild(?:er)?|zdjęcia|фото|illustration|grafik|video)\s*:)",
    re.IGNORECASE,
)
_WHERE = re.compile(r"(?:in|à|aus|en|at|from|из|в|у)\s[^\W\d_][\w-]+(?:\s[^\W\d_][\w-]+)?")
# What stands behind two or three names: the employer, the place, the genre.
_APPENDED = re.compile(
    r"^((?:[^\W\d_][\w.'’-]*\s){1,3}[^\W\d_][\w.'’-]*)"
    r"(?:\s(?:of|for|in|à)\s(?:the\s)?[A-ZÀ-Ž].*|\s[-–—]\s.*|\s\([^()]{1,30}\)"
    r"|\s(?:published|posted|updated))$"
)
_ADDRESS = re.compile(r"^(?:https?:)?//|^www\.|^/")
_DIGIT = re.compile(r"\d")
_DAY = re.compile(
    r"[\s,;|(–—-]*(?:(?<!\w)(?:on|am|vom|le|el|il|den|dnia)\s+)?(?<!\w)"
    r"(?:\d{1,2}(?:st|nd|rd|th|er|\.)?[\s./-]+(?:de\s+)?(?:[^\W\d_]{3,12}\.?|\d{1,2})[,\s./-]+"
    r"(?:de\s+)?(?:19|20)\d\d(?!\d)|[^\W\d_]{3,12}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s(?:19|20)\d\d(?!\d)"
    r"|(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}(?:T[\d:.+-]+Z?)?)\)?"
    r"(?:[\s,|•·–—-]*(?:(?:at|um|à|о|об|в|kl\.?|,)\s*)?\d{1,2}[:.h]\d\d(?!\d)\s*(?:[ap]\.?m\.?|uhr)?)?",
    re.IGNORECASE,
)
_TITLES_BEHIND = "자者"
_BEHIND = re.compile(r"(?<=\S)\s*\([^()]{1,30}\)$|\s+(?:기자|記者|记者)$")  # "(ab)", "reporter"
_CLOCK = re.compile(r"[\d\s.,:/-]+(?:uhr|[ap]\.?m\.?|min(?:\.|utes?)?|mins? read)?", re.IGNORECASE)
LONGEST_NAME_WORDS = 6
LONGEST_NAME = 80  # characters; a longer "name" is a sentence


def name_of(value: Any) -> str:
    """The name that a JSON value stands for: a string, or an object with a name in it.

    Example: ``name_of({"@type": "Person", "name": "Ada Byron"})`` is ``"Ada Byron"``.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        for key in ("name", "title", "label", "term", "value", "original", "main", "displayName",
                    "full_name", "text", "slug", "id"):  # fmt: skip
            inner = value.get(key)
            if isinstance(inner, str) and inner.strip():
                return inner
        first = value.get("firstname") or value.get("first_name") or value.get("givenName")
        last = value.get("lastname") or value.get("last_name") or value.get("familyName")
        return " ".join(part for part in (first, last) if isinstance(part, str))
    return ""


def split_authors(values: Iterable[str], source: str | None = None) -> tuple[str, ...]:
    """The persons that bylines name, in order and without repeats.

    Understood: ``By A and B, Reuters``; ``a@b.example (A B)``; ``Last, First``; lists parted by
    commas, semicolons, bars or *and* in several languages.  Roles, agencies, the `source` itself,
    addresses, days and placeholders such as ``admin`` are left out.

    Example: ``split_authors(["By Ada Byron and Mary Shelley, Reuters"])`` is
    ``("Ada Byron", "Mary Shelley")``.
    """
    found: dict[str, str] = {}
    persons: list[str] = []
    publisher = source.casefold() if source else ""
    for value in values:
        names = _known_names if len(value) <= LONGEST_NAME else _keyed_names
        for key, name, is_desk in names(value):
            if key != publisher and key not in found:
                found[key] = name
                if not is_desk:
                    persons.append(name)
    return tuple(persons or found.values())


def _keyed_names(value: str) -> tuple[tuple[str, str, bool], ...]:
    """The names in a byline: with case folded, as written, and whether each is a desk."""
    return tuple((name.casefold(), name, bool(_DESK.match(name))) for name in _names(value))


_known_names = lru_cache(maxsize=8192)(_keyed_names)  # the same persons write again and again


def _names(value: str) -> tuple[str, ...]:
    text = " ".join(value.split())
    if not text or _ADDRESS.match(text):
        return ()
    if "@" in text:
        text = _HANDLE.sub(" ", _MAIL.sub(lambda match: match[1] or " ", text)).strip(" ,")
        if not text:
            return ()
    if text[-1] == ")" or text[-1] in _TITLES_BEHIND:
        text = _BEHIND.sub("", text)
    text = _BY.sub("", text, count=1) if len(text) > 3 else text
    if _DIGIT.search(text):  # "Ada Byron, 12 February 2026, 14:30"
        text = _DAY.sub("\n", text).strip()
        if not text or _CLOCK.fullmatch(text):
            return ()
    if _NOT_WRITER.match(text) and not _SEPARATOR.search(text):
        return ()
    if " " in text and "," not in text:
        text = _APPENDED.sub(r"\1", text)
    plain = "," not in text and ";" not in text and "|" not in text
    if plain and len(text) <= LONGEST_NAME and not _SEPARATOR.search(text):
        return () if _ROLE.match(text) else (text,)
    names: list[str] = []
    for part in _SEPARATOR.split(text):
        names.extend(_comma_parts(part.strip(" ,.") if part.endswith(",") else part.strip(" ,")))
    names = [_APPENDED.sub(r"\1", name) for name in names if not _NOT_WRITER.match(name)]
    names = [
        name
        for name in names
        if 1 < len(name) <= LONGEST_NAME
        and not (_ROLE.match(name) or _CLOCK.fullmatch(name))
        and not _WHERE.fullmatch(name)
    ]
    if len(names) > 1 and len(names[0].split()) <= LONGEST_NAME_WORDS:  # what else is a position
        names = [name for name in names if len(name.split()) <= LONGEST_NAME_WORDS]
    # Behind persons an agency is where they work; alone it is the author.
    return tuple(name for name in names if not _AGENCY.match(name)) or tuple(names[:1])


def _comma_parts(text: str) -> list[str]:
    """Names parted by commas; ``Last, First`` is one, and ``Jr.`` belongs to the name before."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) == 2 and all(" " not in part for part in parts) and not _ROLE.match(parts[1]):
        first = parts[1]
        return [f"{first} {parts[0]}"] if not _SUFFIX.match(first) else [f"{parts[0]}, {first}"]
    joined: list[str] = []
    for part in parts:
        if joined and _SUFFIX.match(part):
            joined[-1] = f"{joined[-1]} {part}"
        else:
            joined.append(_BY.sub("", part, count=1))
    return joined

"""What a single line of a page's text says: a date, a count of views, a place and a source.

A *meta line* is a line that holds nothing else; one word of prose in it and it is text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from operator import attrgetter

from newsearch.ingest.page_words import (
    AUTHOR_LABEL,
    MENU_LINES,
    RUBRIC_WORDS,
    UPDATED_LABEL,
    VIEW_WORDS,
    person_like,
    words_key,
)
from newsearch.ingest.text_words import DATE_WORDS, MENU_WORDS, ROLE_LINE

__all__ = [
    "AGENCIES",
    "TITLE_LENGTH",
    "Line",
    "Meta",
    "find_date",
    "is_label",
    "is_wrapped",
    "name_and_role",
    "read_byline",
    "read_count",
    "read_lines",
    "read_meta",
    "split_glued",
    "split_names",
]

META_LINE_LENGTH = 160  # characters; longer lines are never read as meta lines
LABEL_LENGTH = 80  # characters of the longest author, rubric or tag line
LABEL_WORDS = 10
NAMES_LENGTH = 1000  # characters of the longest line of names
TITLE_LENGTH = 300  # characters of the longest title
WRAPPED_LENGTH = (40, 110)  # a hard-wrapped text's longest line, in characters

_BULLET = re.compile(r"\s*[•·∙●‧|▪◦‣⋅]\s*")
_YEAR = r"(?:1[6-9]|20)\d\d"
_DATE = re.compile(
    rf"(?<!\d)(?:{_YEAR}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?:[T ]\d{{2}}:\d{{2}}(?::\d{{2}}(?:\.\d+)?)?"
    rf"\s?(?:Z|[+-]\d{{2}}:?\d{{2}})?)?"
    rf"|\d{{1,2}}[-/.]\d{{1,2}}[-/.]{_YEAR}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.|er|º)?\s+(?:de\s+)?[^\W\d_]{{3,12}}\.?,?\s+(?:de\s+)?{_YEAR}(?!\d)"
    rf"|[^\W\d_]{{3,12}}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+{_YEAR}(?!\d)"
    rf"|{_YEAR}\s?[年년]\s?\d{{1,2}}\s?[月월]\s?\d{{1,2}}\s?[日일]"
    rf"|{_YEAR}\.?\s+[^\W\d_]{{3,12}}\.?\s+\d{{1,2}}\.?(?!\d))"
)
_DAY_WITHOUT_YEAR = re.compile(r"(?<!\d)\d{1,2}\.?\s+[^\W\d_]{3,12}(?=\W|$)")
_TIME = re.compile(
    r"(?<![\d:])(?:[01]?\d|2[0-3])(?::|\s?h\s?|[.](?=\d\d\s*(?:uhr|[ap]\.?m|GMT|UTC|BST|CET)))[0-5]\d(?::[0-5]\d)?(?!\d)"
    r"(?:\s?[ap]\.?m\.?(?![^\W_]))?"
    r"(?:\s?\(?(?:GMT|UTC|EET|EEST|CET|CEST|EST|EDT|CST|CDT|PST|PDT|BST|MSK)(?:[+-]\d{1,2})?\)?"
    r"(?![^\W_])|\s?[+-]\d{2}:?\d{2}(?!\d))?",
    re.IGNORECASE,
)
_CURRENCY = (  # the characters of Unicode's category Sc
    "$\u00a2-\u00a5\u058f\u060b\u07fe\u07ff\u09f2\u09f3\u09fb\u0af1\u0bf9\u0e3f\u17db\u20a0-\u20cf"
    "\ua838\ufdfc\ufe69\uff04\uffe0\uffe1\uffe5\uffe6\U00011fdd-\U00011fe0\U0001e2ff\U0001ecb0"
)
_SIGN = "[+\\-\u2212\u2013\u00b1]"  # minus as a hyphen, as itself and as a dash
_MONEY = re.compile(
    rf"[{_CURRENCY}](?:\s?{_SIGN}?\s?\d[\d.,]*)*%?|{_SIGN}?\d[\d.,]*\s?[{_CURRENCY}%]"
    r"|(?<![^\W_])(?:USD|EUR|GBP|PLN|UAH|BTC|CHF|CNY|RUB|ETH)(?:/[A-Z]{3})?(?![^\W_])"
    rf"(?:\s?{_SIGN}?\s?\d[\d.,]*)*|(?:{_SIGN}?\d+\s?)?°\s?[CF]?|[▲▼↑↓△▽]"
)
_COUNT = r"\d[\d\s.,’']*?\s?(?:[kкmм]|тис|тыс|млн|mln|mio|tys|mil|thousand|million)?\.?"
_VIEWS = re.compile(
    rf"(?<![^\W_])(?:(?P<before>{_COUNT})\s*(?:{VIEW_WORDS})(?![^\W_])"
    rf"|(?:{VIEW_WORDS})\s*[:：]?\s*(?P<after>{_COUNT})(?![^\W_]))"
    rf"|[👁👀]️?\s*(?P<eye>{_COUNT})(?![^\W_])|(?P<eyed>{_COUNT})\s*[👁👀]️?",
    re.IGNORECASE,
)
_COUNT_PARTS = re.compile(r"(\d[\d\s.,’']*)\s?([^\W\d_]*)\.?")
_SCALE = {
    "k": 1e3, "к": 1e3, "тис": 1e3, "тыс": 1e3, "tys": 1e3, "thousand": 1e3,
    "m": 1e6, "м": 1e6, "млн": 1e6, "mln": 1e6, "mio": 1e6, "mil": 1e6, "million": 1e6,
}  # fmt: skip
_LABEL_WORDS = re.compile(
    r"(?<![^\W_])(?:date|time|published|posted|publication date|updated|last updated|modified|"
    r"edited|on|at|o|um|uhr|à|le|el|il|dnia|godz|год|року|рік|р|г|года|о|об|в|опубліковано|"
    r"оновлено|дата|час|опубликовано|обновлено|veröffentlicht|aktualisiert|stand|publié|mis à jour|"
    r"publicado|actualizado|pubblicato|opublikowano|views?|today|yesterday|сьогодні|вчора|сегодня|"
    r"вчера|heute|gestern|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|"
    r"понеділок|вівторок|середа|четвер|п['’ʼ]ятниця|субота|неділя|пн|вт|ср|чт|пт|сб|нд|"
    r"понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|"
    r"montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|"
    r"sábado|domingo|" + DATE_WORDS + r")(?![^\W_])\.?",
    re.IGNORECASE,
)
_READING_TIME = re.compile(
    r"(?:reading time:?\s*)?\d{1,3}\s?(?:min(?:ute)?s?|хв(?:илин[аи]?)?|мин(?:ут[аы]?)?)\.?\s?"
    r"(?:to read|read|reading|читання|чтения|lesezeit|de lecture|de lectura)?",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[^\W\d_]")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_NUMBERS_ONLY = re.compile(r"[\s\d.,+\-−±–—()\[\]:;/|•·✓✔📅🕒🕔🗓️]*")
AGENCIES = frozenset(
    {"reuters", "bloomberg", "interfax", "ukrinform", "укрінформ", "уніан", "суспільне", "forbes"}
)
_SENTENCE_END = (".", "!", "?", "…", ":", ";", ",", "。", "！", "？", "؟", "»", "”", '"')
_SPACED_DASH = re.compile(r"\s+[—–/-]\s+")
# A new rubric starts where a capital follows a small letter, a digit or a bracket without a space
# ("PoliticsWorld", "COVID-19Health"), or where a capitalised word follows an acronym ("NATOWorld").
_GLUE = re.compile(r"(?<=[a-zà-öø-ÿа-яёіїєґ0-9)])(?=[A-ZÀ-ÖØ-ÞА-ЯЁІЇЄҐ])")
_ACRONYM_GLUE = re.compile(r"(?<=[A-ZА-ЯІЇЄҐ]{3})(?=[A-ZА-ЯІЇЄҐ][a-zа-яіїєґ]{3})")
_WHOLE_NAMES = re.compile(
    r"^(?:Mc|Mac|De|Di|Le|La|Van|You|Face|Open|Deep|Air|Tik|Pay|Word|Linked|Git|Black|Fed|Mo|Bio|"
    r"Space|Star|Micro|Master|Sales|Euro|Ever|Health|Chat|Power|Play|Power|Snap|Blue|i|e)$"
)


@dataclass(slots=True)
class Meta:
    """What one meta line said.  `ticker` tells that its date stood among prices."""

    date: str | None = None
    modified: str | None = None
    views: int | None = None
    place: str | None = None
    source: str | None = None
    section: str | None = None
    authors: list[str] = field(default_factory=list)
    ticker: bool = False
    menu: bool = False


@dataclass(slots=True)
class Line:
    """A line of a text; `key` holds its words, to compare it with others."""

    text: str
    block: int  # number of the block between empty lines
    key: str = ""

    def __post_init__(self) -> None:
        if len(self.text) <= TITLE_LENGTH:
            self.key = words_key(self.text)


def read_count(text: str) -> int | None:
    """Return the number that a count such as ``1.2k``, ``3 450`` or ``2,5 млн`` stands for."""
    match = _COUNT_PARTS.search(text)
    if match is None:
        return None
    digits = re.sub(r"[\s’']", "", match[1]).strip(".,")
    scale = _SCALE.get(match[2].casefold(), 0)
    if scale:
        parts = re.split(r"[.,]", digits)
        value = float(parts[0] + "." + "".join(parts[1:])) if len(parts) == 2 else None
        if value is None:
            value = float("".join(parts))
        return round(value * scale) if value < 1e12 else None
    digits = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", digits)
    return int(digits) if digits.isdigit() and len(digits) < 16 else None


def split_glued(text: str) -> list[str]:
    """Split rubrics that stand without a space between them.

    Example: ``split_glued("HarboursNews of the Coast")`` is ``["Harbours", "News of the Coast"]``.
    """
    parts: list[str] = []
    for piece in re.split(r"\s*[•·|;,/]\s*", text):
        pending = ""
        for part in _GLUE.split(piece):
            for word in _ACRONYM_GLUE.split(part):
                pending += word
                last = pending.split(" ")[-1]
                if len(last) < 2 or _WHOLE_NAMES.match(last):
                    continue
                parts.append(pending.strip())
                pending = ""
        if pending.strip():
            parts.append(pending.strip())
    return [part for part in dict.fromkeys(parts) if part]


def split_names(text: str) -> list[str] | None:
    """Return the names in a line of nothing but persons' names, else None."""
    if len(text) > NAMES_LENGTH:
        return None
    names = [
        name.strip()
        for name in re.split(
            r"\s*[,;/|•·]\s*|\s+(?:and|та|і|и|und|et|y|e|en|og|och|oraz|ve|dan|&)\s+", text
        )
    ]
    return names if names and all(person_like(name) for name in names) else None


def is_label(text: str) -> bool:
    """Say whether a line has the form of an author, a rubric or a tag: short and no sentence."""
    if not text or len(text) > LABEL_LENGTH or text.count(" ") >= LABEL_WORDS:
        return False
    if not _LETTER_OR_DIGIT.search(text) or text[0] in '-–—*•>«“"„(':
        return False
    if text.endswith("."):  # "U.S.", "Acme Inc."
        last = text.split()[-1]
        return len(text.split()) <= 4 and (len(last) <= 5 or last.count(".") > 1)
    if text.endswith(("?", "!")):
        return len(text.split()) <= 3
    return not text.endswith(_SENTENCE_END)


def is_wrapped(lines: list[tuple[str, int]]) -> bool:
    """Say whether lines, given with the number of their block, are broken at a fixed width."""
    width = max((len(text) for text, _ in lines), default=0)
    if not WRAPPED_LENGTH[0] <= width <= WRAPPED_LENGTH[1]:
        return False
    inner = [one[0] for one, other in pairwise(lines) if one[1] == other[1]]
    full = sum(len(text) >= 0.75 * width and text[-1] not in ".!?…" for text in inner)
    return len(inner) >= 2 and full >= 0.6 * len(inner)


def find_date(text: str) -> str | None:
    """Return the first day in `text` as written, with its time if one stands by.

    Example: ``find_date("Odesa, 12 February 2026, 14:30")`` is ``"12 February 2026 14:30"``.
    """
    return _take_date(text)[0]


def _take_date(text: str) -> tuple[str | None, str]:
    """Return the date in `text` (with its time, if any) and `text` without both."""
    match = _DATE.search(text)
    if match is None:
        return None, text
    rest = text[: match.start()] + " " + text[match.end() :]
    date = match[0].strip()
    if "T" in date or ":" in date:
        return date, rest
    time = _TIME.search(rest)
    if time is None:
        return date, rest
    return f"{date} {time[0].strip('() ')}", rest[: time.start()] + " " + rest[time.end() :]


def _read_place_and_source(pieces: list[str], meta: Meta) -> bool:
    names: list[str] = []
    if sum(words_key(piece) in MENU_WORDS or piece.casefold() in RUBRIC_WORDS
           for piece in pieces) > 1:  # fmt: skip
        meta.menu = True
        return True
    for piece in pieces:
        if len(piece) > 40 or piece.count(" ") > 4 or re.search(r"[!?;:«»\"]", piece):
            return False
        if person_like(piece) and len(pieces) > 2 and names:
            meta.authors.append(piece)
        elif (word := piece.casefold()) in RUBRIC_WORDS and word not in AGENCIES:
            meta.section = piece
        else:
            names.append(piece)
    if len(names) > 2:
        return False
    if len(names) == 2:
        acronym_first = names[0].isupper() and len(names[0]) <= 6 and not names[1].isupper()
        meta.source, meta.place = names if acronym_first else names[::-1]
    elif names:
        name = names[0]
        if name.isupper() or "." in name or name.split()[0].casefold() in AGENCIES:
            meta.source = name
        else:
            meta.place = name
    return True


def read_meta(text: str) -> Meta | None:
    """Return what a meta line says, or None where the line holds anything else.

    Example: ``read_meta("Odesa • ABC • 1.2k views")`` has place, source and 1200 views.
    """
    if len(text) > META_LINE_LENGTH:
        return None
    meta = Meta()
    if words_key(text) in MENU_LINES:
        meta.menu = True
        return meta
    label = AUTHOR_LABEL.match(text)
    if label and (names := _signed(text[label.end() :])):
        meta.authors = names
        return meta
    if name := name_and_role(text):
        meta.authors = [name]
        return meta
    if byline := read_byline(text):
        return byline
    bullets = _BULLET.search(text) is not None
    pieces = []
    for piece in _BULLET.split(text):
        rest = _read_piece(piece, meta)
        if rest:
            pieces.append(rest)
    if not pieces:
        found = meta.date or meta.modified or meta.views is not None or meta.ticker
        return meta if found or (bullets and not _LETTER.search(text)) or meta.menu else None
    if not bullets:
        pieces = _SPACED_DASH.split(pieces[0])
        if len(pieces) != 2 or len(text) > 40 or not any(p.isupper() for p in pieces):
            return None
    label = AUTHOR_LABEL.match(pieces[-1])
    if label and (names := _signed(pieces[-1][label.end() :])):
        meta.authors = names
        pieces.pop()
    return meta if _read_place_and_source(pieces, meta) else None


def _signed(text: str) -> list[str] | None:
    """Return the names in a byline, which may end with what the last of them is."""
    names = split_names(text.strip())
    before, comma, role = text.strip().rpartition(",")
    if names is None and comma and ROLE_LINE.fullmatch(role.strip()):
        return split_names(before)
    return names


def read_byline(text: str) -> Meta | None:
    """Return author and day of a line such as ``By Ada Quill, 12 February 2026``."""
    label = AUTHOR_LABEL.match(text)
    date, rest = _take_date(text[label.end() :] if label else text)
    names = _signed(rest.strip(" ,|·•–—-")) if label and date else None
    return Meta(date=date, authors=names) if names else None


def name_and_role(text: str) -> str | None:
    """Return the name in a line such as ``Ada Quill Transport correspondent``."""
    words = text.split()
    for count in (2, 3):
        name = " ".join(words[:count]).rstrip(",")
        role = " ".join(words[count:]).strip("-–—, ")
        if role and person_like(name) and ROLE_LINE.fullmatch(role):
            return name
    return None


def _has_other_words(text: str) -> bool:
    """Say whether a text has a word that does not belong to a date."""
    at = 0
    while letter := _LETTER.search(text, at):
        label = _LABEL_WORDS.match(text, letter.start())
        if label is None:
            return True
        at = label.end()
    return False


def _read_piece(piece: str, meta: Meta) -> str:
    """Note in `meta` what `piece` says; return what is left of it: a name, or nothing."""
    has_digits = _DIGIT.search(piece) is not None
    views = _VIEWS.search(piece) if has_digits else None
    if views is not None:
        meta.views = read_count(next(group for group in views.groups() if group))
        piece = piece[: views.start()] + " " + piece[views.end() :]
    if has_digits and _READING_TIME.fullmatch(piece.strip()):
        meta.menu = True
        return ""
    date, rest = _take_date(piece) if has_digits else (None, piece)
    without_money = _MONEY.sub(" ", rest)
    ticker = without_money != rest
    if date is None and has_digits:
        without_money = (
            _DAY_WITHOUT_YEAR.sub(" ", without_money) if _TIME.search(rest) else without_money
        )
        without_money = _TIME.sub(" ", without_money)
    if date is None and not ticker and _has_other_words(without_money):  # most
        return piece.strip(" ,;–—-")
    bare = _LABEL_WORDS.sub(" ", without_money)
    if _LETTER.search(bare) or not _NUMBERS_ONLY.fullmatch(bare):
        if date is None and not ticker:
            return piece.strip(" ,;–—-")
        bare = bare.strip(" ,;–—-")
        if len(bare) > 40:  # prose that mentions a day or a price
            return piece
    else:
        bare = ""
    meta.ticker |= ticker
    if date is not None:
        if UPDATED_LABEL.search(piece):
            meta.modified = date
        elif meta.date is None or (":" in date and ":" not in meta.date):
            meta.date = date
    elif not bare and piece.strip() and _LETTER_OR_DIGIT.search(piece):
        meta.menu = True
    return bare


def read_lines(text: str) -> list[Line]:
    """Return the lines of `text` that are not empty, joined where it is hard-wrapped."""
    lines: list[Line] = []
    block = 0
    for line in text.splitlines():
        stripped = line.strip()
        if stripped:
            lines.append(Line(stripped, block))
        else:
            block += 1
    return _unwrap(lines)


def _unwrap(lines: list[Line]) -> list[Line]:
    """Join the lines of each block where the text is hard-wrapped at a fixed width."""
    if not is_wrapped([(line.text, line.block) for line in lines]):
        return lines
    joined: list[Line] = []
    for block, inside in groupby(lines, key=attrgetter("block")):
        joined.append(Line(" ".join([line.text for line in inside]), block))
    return joined

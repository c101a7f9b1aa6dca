"""ANPA 1312, the text format of American wire services: messages between control characters.

::

    SYN SYN SOH W2870 US asian             service, number, selector
    f l DC3 DC1 BC-Argentina   11-13 1049  priority, category, slug, day, words
    STX ^BC-LT--Argentina-Beauty,466<      slug
    ^Mirrors can hurt <                    headline
    ^By ADA BYRON=                         byline
    TAB BUENOS AIRES (AP) _ For patients   text, a paragraph a line
    ETX AP-WF-11-13-13 1509GMT<            service, month, day, year, time

Source: ANPA/NAA "High-Speed Wire Service Transmission" (ANPA Bulletin 1312, 1979, 1989).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from ..errors import ReadError
from .records import Raw
from .wire_fields import Fields
from .wire_text import moment, paragraphs, parts_of, read_messages

__all__ = ["is_anpa", "read_anpa"]

_START = re.compile(r"[\x16\s\x00]{0,40}\x01[A-Za-z]{1,3}\d{3,5}\x1f")
_HEADER = re.compile(
    r"([A-Za-z]{1,3})(\d{3,5})\x1f([\w-]*)\s*(\w)?\s+(\w)?[\x11-\x14\s]*([^\x02]*)"
)
_SLUG = re.compile(r"(.{1,60}?)\s+\d\d-\d\d(?:\s+(\d{1,5}))?\s*$")
_TRAILER = re.compile(
    r"([A-Z]{2,6})-\w{1,4}-(\d\d)-(\d\d)-(?:\d\d)?(\d\d)\s+(\d{4})\s*(?:GMT|UTC)?"
)
_HEAD_LINE = re.compile(r"[ \t]{0,3}(?:\*\S{1,9}<\s*)?\^(.*)")
_NOTE = re.compile(
    r"\(?(?:Eds?\.?|Editors?)\s*:|Editor'?s'? note\b|\w{2,6} (?:Photo|Graphic|Video)s?\b",
    re.IGNORECASE,
)
HEAD_LINES = 60  # above the text, at most
_BYLINE = re.compile(r"By [^\s]")


def is_anpa(head: str) -> bool:
    """Whether a file that begins so is in this format."""
    return _START.match(head) is not None


def read_anpa(stream: BinaryIO, name: str) -> Iterator[Raw | ReadError]:
    """The messages of a file, one article each."""
    return read_messages(stream, name, "ANPA 1312", _article)


def _article(message: str, name: str, number: int) -> Raw | ReadError:
    header = _HEADER.match(message)
    if header is None:
        return ReadError(name, "a message without header", f"message {number}")
    fields = Fields()
    fields.note("service", header[1])
    fields.note("number", int(header[2]))
    fields.note("priority", header[4])
    fields.note("category", header[5])
    if slug := _SLUG.match(" ".join(header[6].split())):
        fields.note("slug", slug[1])
        fields.note("word_count", int(slug[2]) if slug[2] else None)
    _, text, behind = parts_of(message)
    lines = text.replace("\r", "").split("\n")
    body = lines[_head(fields, lines) :]
    found = [_plain(one) for line in body for one in paragraphs(line)]
    found = [one for one in found if one.strip("_ ") and one != "END"]
    if not found:  # a list of headlines
        found = fields.extra.pop("lines", [])
    elif "lines" in fields.extra:
        fields.take("summary", "line below the headline", "\n".join(fields.extra.pop("lines")))
    fields.take("body", "text", "\n\n".join(found))
    fields.take_from_body()
    if trailer := _TRAILER.search(behind):
        fields.take("source", "trailer", trailer[1])
        fields.take("date", "trailer", moment(trailer[4], trailer[2], trailer[3], trailer[5]))
    return fields.raw(name, f"message {number}")


def _head(fields: Fields, lines: list[str]) -> int:
    """Reads the lines above the text that begin with a caret; how many they are."""
    signed = False
    for number, line in enumerate(lines):
        match = _HEAD_LINE.match(line) if number < HEAD_LINES else None
        if match is None:
            return number
        text = _plain(match[1])
        if number == 0:
            text = text.rpartition("^")[2]  # behind the number of a story that is sent in parts
            fields.extra["slug"] = text.rpartition(",")[0] or text.rstrip(",")
        elif signed:  # where the author works, or the text already
            following = lines[number + 1] if number + 1 < len(lines) else ""
            if _HEAD_LINE.match(following) or text.isupper():
                return number
            fields.note("author_titles", [text])
        elif _BYLINE.match(text):
            fields.take("authors", "byline", text)
            signed = True
        elif _NOTE.match(text) or (fields.value("title") and match[1].rstrip().endswith("=")):
            fields.extra.setdefault("notes", []).append(text)
        elif fields.value("title") is None:
            fields.take("title", "headline", text)
        else:
            fields.extra.setdefault("lines", []).append(text)
    return len(lines)


def _plain(text: str) -> str:
    """A line without the signs that end it and stand for others."""
    text = " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", text).split()).strip("^").rstrip("<= ")
    return text.replace("``", "“").replace("''", "”").replace(" _ ", " — ")

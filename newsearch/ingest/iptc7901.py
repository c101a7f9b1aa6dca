"""IPTC 7901, the text format of news agencies since 1979: messages between control characters.

::

    SOH eca062 4 i 211 ccccb   dpa 061      service and number, priority, category, words
    Germany-politics/                       key words
    STX Social Democrats: talks could fail = headline, byline; the last line ends in "="

       Berlin (dpa) - Negotiations between   text in wrapped lines
    ETX 131137 GMT Nov 13                   day, hour and minute, month, year

Source: https://iptc.org/std/IPTC7901/1.0/specification/7901V5.pdf.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from ..errors import ReadError
from .records import Raw
from .wire_fields import Fields
from .wire_text import moment, paragraphs, parts_of, read_messages

__all__ = ["is_iptc7901", "read_iptc7901"]

_HEADER = re.compile(
    r"[\s\x01]{0,9}([A-Za-z]{2,4})(\d{2,5})[ \t]+([1-9])[ \t]+(\w{1,3})(?:[ \t]+(\d{1,6}))?"
    r"([^\r\n\x02]{0,80})"
)
_DATE = re.compile(r"(\d\d)(\d{4})\s*(?:GMT|UTC|Z)?\s+([A-Za-zä]{3})[a-z]*\s+(?:\d\d)?(\d\d)\b")
_MARK = re.compile(r"[^a-z]{2,24}|\(.{1,40}\)")  # 1ST LEAD, REFILE, (Achtung)
_WITH_PAPER = re.compile(r"([^,]+), (The .+|dpa\b.*)")
_NOT_FOR_PUBLICATION = re.compile(
    r"^[ \t]*(?:The following information is )?not (?:intended )?for publication\b"
    r"|^[ \t]*(?:Die )?folgenden Informationen sind nicht zur Ver.{1,4}ffentlichung",
    re.IGNORECASE | re.MULTILINE,
)
_NOTEBOOK = re.compile(r"^[ \t]*#{1,3} ?[^\n]{0,40}(?:notebook|notizblock)", re.I | re.M)
_STARS = re.compile(r"(?<!\*)(?<!\* )(?:\* ?){3,9}\Z")
HEAD_LINES = 8  # lines above the text at most


def is_iptc7901(head: str) -> bool:
    """Whether a file that begins so is in this format."""
    return head.lstrip()[:1] == "\x01" and _HEADER.match(head.lstrip()) is not None


def read_iptc7901(stream: BinaryIO, name: str) -> Iterator[Raw | ReadError]:
    """The messages of a file, one article each."""
    return read_messages(stream, name, "IPTC 7901", _article)


def _article(message: str, name: str, number: int) -> Raw | ReadError:
    fields = Fields()
    head, text, behind = parts_of(message)
    header = _HEADER.match(head)
    if header is None:
        return ReadError(name, "a message without header", f"message {number}")
    _header(fields, header, head[header.end() :])
    title, body = _parted(text)
    _titles(fields, title)
    for mark in (_NOTEBOOK, _NOT_FOR_PUBLICATION):
        if found := mark.search(body):
            fields.note("not_for_publication", "\n".join(paragraphs(body[found.start() :])))
            body = _STARS.sub("", body[: found.start()].rstrip())
    found_paragraphs = paragraphs(body)
    fields.take("body", "text", "\n\n".join(found_paragraphs))
    fields.take_from_body()
    fields.settle("source")
    if day := _DATE.search(behind):
        fields.take("date", "day and time", moment(day[4], day[3], day[1], day[2]))
    return fields.raw(name, f"message {number}")


def _header(fields: Fields, header: re.Match[str], rest: str) -> None:
    service, count, priority, category, words, more = header.groups()
    fields.note("service", service)
    fields.note("number", int(count))
    fields.note("priority", int(priority))
    fields.note("category", category)
    fields.note("word_count", int(words) if words else None)
    agency = re.search(r"\b([A-Za-z][A-Za-z-]{1,11})\s+\d{2,4}\s*$", more)
    fields.later("source", "header", agency[1] if agency else None)
    keys = " ".join(rest.split()).strip("/ ")
    fields.note("slug", keys)
    fields.take("tags", "key words", [key.strip() for key in keys.split("/") if key.strip()])


def _parted(text: str) -> tuple[list[str], str]:
    """The lines of the title, and the text."""
    lines = text.replace("\r", "").split("\n")
    for number, line in enumerate(lines[:HEAD_LINES]):
        if line.rstrip().endswith("="):
            return lines[: number + 1], "\n".join(lines[number + 1 :])
        if not line.strip() and any(map(str.strip, lines[:number])):
            return lines[:number], "\n".join(lines[number:])
    return [], text


def _titles(fields: Fields, lines: list[str]) -> None:
    lines = [" ".join(line.split()).rstrip("= ") for line in lines]
    lines = [line for line in lines if line]
    while len(lines) > 1 and _MARK.fullmatch(lines[0]):
        fields.extra.setdefault("marks", []).append(lines.pop(0))
    if len(lines) > 1 and lines[-1].startswith(("By ", "Von ", "Par ", "Por ")):
        byline = lines.pop()
        if with_paper := _WITH_PAPER.fullmatch(byline):
            byline = with_paper[1]
            fields.note("author_titles", [with_paper[2]])
        fields.take("authors", "byline", byline)
    fields.take("title", "headline", " ".join(lines))

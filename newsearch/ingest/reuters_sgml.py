"""Reuters-21578: SGML with many articles a file, read one after another.

Source: the README of the collection, https://archive.ics.uci.edu/dataset/137.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from ..errors import ReadError
from .datelines import place_of_dateline
from .records import Raw
from .wire_fields import Fields
from .wire_text import paragraphs
from .xml_records import Records
from .xml_scan import Element
from .xml_text import line_of

__all__ = ["read_reuters_sgml"]

_NONE = Element("")
_LISTS = ("places", "people", "orgs", "exchanges", "companies")
_SIGNATURE = re.compile(r"\s*(?:REUTERS?|Reuters?)\W*")
_STARS = re.compile(r"\A\s*\*{3,}")  # before news of one line
_SLUG = re.compile(r"^\w \w (?:\x13|\x11)*\s*(\S.*?)\s{2,}\d\d-\d\d", re.MULTILINE)


def read_reuters_sgml(stream: BinaryIO, name: str) -> Iterator[Raw | ReadError]:
    """The articles of a file."""
    number = 0
    for number, item in Records(stream, name, ("REUTERS",)):
        yield item if isinstance(item, ReadError) else _article(item, name, number)
    if number == 0:
        yield ReadError(name, "expected articles in SGML, found no element REUTERS")


def _article(item: Element, name: str, number: int) -> Raw | ReadError:
    fields = Fields()
    text = item.first("text") or _NONE
    fields.take("id", "NEWID", item.get("newid"))
    fields.take("title", "TITLE", line_of(text.first("title")))
    fields.take("authors", "AUTHOR", line_of(text.first("author")))
    body = text.first("body")
    written = (body or text).text  # without BODY the text stands in TEXT itself
    before, _, last = written.rstrip("\x03\x02 \n\t").rpartition("\n")
    written = before if _SIGNATURE.fullmatch(last) else f"{before}\n{last}"
    fields.take(
        "body", "BODY" if body else "TEXT", "\n\n".join(paragraphs(_STARS.sub("", written)))
    )
    fields.take("date", "DATE", line_of(item.first("date")))
    dateline = line_of(text.first("dateline"))
    fields.take("place", "DATELINE", place_of_dateline(dateline))
    fields.take("source", "the collection", "Reuters")
    topics = [line_of(one) for one in (item.first("topics") or _NONE).all("d")]
    fields.take("tags", "TOPICS", [topic for topic in topics if topic])
    for key in _LISTS:
        fields.note(key, [line_of(one) for one in (item.first(key) or _NONE).all("d")])
    for key in ("lewissplit", "cgisplit", "oldid"):
        fields.note(key, item.get(key))
    if slug := _SLUG.search((item.first("unknown") or _NONE).text):
        fields.note("slug", slug[1])
    return fields.raw(name, f"item {number}")

"""NewsML 1 of the IPTC (versions 1.0 to 1.2): an envelope with news items.

Source: https://iptc.org/std/NewsML/1.2/documentation/.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from ..errors import ReadError
from .datelines import place_of_dateline
from .nitf import take_nitf
from .records import Raw
from .wire_fields import Fields
from .xml_records import Records
from .xml_scan import Element
from .xml_text import line_of, text_of

__all__ = ["read_newsml1"]

_NONE = Element("")
_MEDIA = ("photo", "graphic", "video", "audio", "complexdata", "picture", "image")


def read_newsml1(stream: BinaryIO, name: str) -> Iterator[Raw | ReadError]:
    """The news items of a file, one article each."""
    records = Records(stream, name, ("NewsItem",), nested=True)
    number = 0
    for number, item in records:
        yield item if isinstance(item, ReadError) else _article(item, records.head, name, number)
    if number == 0:
        yield ReadError(name, "expected news items, found none")


def _formal(element: Element | None) -> str | None:
    return element.get("formalname") if element is not None else None


def _article(item: Element, head: Element, name: str, number: int) -> Raw | ReadError:
    fields = Fields()
    identifier = next(item.find("newsidentifier"), _NONE)
    fields.take("id", "PublicIdentifier", line_of(identifier.first("publicidentifier")))
    fields.take("id", "NewsItemId", line_of(identifier.first("newsitemid")))
    fields.note("version", line_of(identifier.first("revisionid")))
    _lines(fields, item)
    _managed(fields, item, head)
    _contents(fields, item)
    fields.take_from_body()
    _origin(fields, item, identifier)
    _topics(fields, item)
    fields.note("slug", line_of(next(item.find("namelabel"), None)))
    return fields.raw(name, f"item {number}")


def _lines(fields: Fields, item: Element) -> None:
    for lines in item.find("newslines"):
        fields.take("title", "HeadLine", line_of(lines.first("headline")))
        fields.take("summary", "SubHeadLine", line_of(lines.first("subheadline")))
        fields.take(
            "authors", "ByLine", [text for one in lines.all("byline") if (text := line_of(one))]
        )
        dateline = line_of(lines.first("dateline"))
        fields.take("place", "DateLine", place_of_dateline(dateline))
        fields.note("dateline", dateline)
        fields.note("slug", line_of(lines.first("slugline")))
        fields.note("credit", line_of(lines.first("creditline")))
        fields.note("copyright", line_of(lines.first("copyrightline")))
        fields.later(
            "tags", "KeywordLine", [t for one in lines.all("keywordline") if (t := line_of(one))]
        )


def _managed(fields: Fields, item: Element, head: Element) -> None:
    manager = next(item.find("newsmanagement"), _NONE)
    for name in ("firstcreated", "thisrevisioncreated"):
        fields.take("date", name, line_of(manager.first(name)))
    changed = line_of(manager.first("thisrevisioncreated"))
    if changed != fields.value("date"):
        fields.note("changed", changed)
    fields.take("date", "DateLineDate", line_of(next(item.find("datelinedate"), None)))
    fields.take("date", "DateAndTime", line_of(next(head.find("dateandtime"), None)))
    fields.take("date", "DateId", line_of(next(item.find("dateid"), None)))
    fields.note("urgency", _formal(manager.first("urgency")))
    fields.note("priority", _formal(next(head.find("priority"), None)))
    status = _formal(manager.first("status"))
    fields.note("status", None if (status or "").lower() == "usable" else status)
    fields.note("instruction", _formal(manager.first("instruction")))


def _origin(fields: Fields, item: Element, identifier: Element) -> None:
    for name in ("provider", "source", "creator"):
        for party in (one for place in item.find(name) for one in place.all("party")):
            rule = f"{name.title()}/Party"
            if name == "creator":
                fields.take("authors", rule, _formal(party))
            else:
                fields.take("source", rule, _formal(party))
    fields.take("source", "CreditLine", fields.extra.get("credit"))
    fields.take("source", "ProviderId", line_of(identifier.first("providerid")))
    where = {
        (one.get("formalname") or "").lower(): one.get("value") for one in item.find("property")
    }
    parts = (where.get(name) for name in ("city", "countryarea", "country"))
    fields.take("place", "Location", ", ".join(part for part in parts if part))
    for described in item.find("descriptivemetadata"):
        fields.take("language", "Language", _formal(described.first("language")))
    fields.take("language", "xml:lang", item.get("xml:lang"))


def _topics(fields: Fields, item: Element) -> None:
    language = (fields.value("language") or "").lower()[:2]
    tags: list[str | None] = []
    for topic in item.find("topic"):
        names = [
            one for one in topic.all("description")
            if (one.get("variant") or "name").lower() == "name"
        ]  # fmt: skip
        own = [one for one in names if (one.get("xml:lang") or "").lower()[:2] == language]
        tags.append(line_of(next(iter(own or names), None)))
    properties = (one for one in item.find("property") if one.get("value"))
    tags += [p.get("value") for p in properties if (p.get("formalname") or "") == "Keyword"]
    fields.take("tags", "Topic, Property Keyword", [tag for tag in tags if tag])
    fields.settle("tags")
    fields.note("genre", [_formal(genre) for genre in item.find("genre")])
    codes = (_formal(code) for one in item.find("subjectcode") for code in one.children)
    fields.note("subject_codes", list(codes))


def _contents(fields: Fields, item: Element) -> None:
    """The text of the components whose role is Main; of all where none has a role."""
    main: list[str] = []
    other: list[str] = []
    for role, content in _content_items(item):
        kind = (_formal(content.first("mediatype")) or "text").lower()
        if kind in _MEDIA:
            fields.note("media", [content.get("href")])
            continue
        for data in content.all("datacontent"):
            text = _data(fields, data)
            if text:
                (main if role == "main" else other).append(text)
    fields.take("body", "DataContent", "\n\n".join(dict.fromkeys(main or other)))


def _content_items(item: Element) -> Iterator[tuple[str, Element]]:
    """Each content with the role of the component it stands in, in order."""
    waiting = [("", item)]
    while waiting:
        role, element = waiting.pop()
        if element.name == "newscomponent":
            role = (_formal(element.first("role")) or role).lower()
        if element.name == "contentitem":
            yield role, element
        else:
            waiting.extend((role, child) for child in reversed(element.children))


def _data(fields: Fields, data: Element) -> str | None:
    nitf = next(data.find("nitf"), None)
    if nitf is None:
        body = next(data.find("body.content"), None) or next(data.find("body"), data)
        return text_of(body)
    inner = Fields()
    take_nitf(inner, nitf)
    for field in ("title", "summary", "authors", "tags", "language"):
        fields.take(field, "NITF inside", inner.value(field))
    body = inner.value("body")
    return str(body) if body else None

"""NITF, the News Industry Text Format of the IPTC (versions 2 to 3.6): one article a document.

`take_nitf` is also what reads the NITF inside messages in NewsML 1 and NewsML-G2.
Source: https://iptc.org/std/NITF/3.6/documentation/nitf-documentation.html.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from ..errors import ReadError
from .datelines import cased_place, place_of_dateline
from .records import Raw
from .wire_fields import Fields
from .xml_records import Records
from .xml_scan import Element
from .xml_text import line_of, text_of

__all__ = ["read_nitf", "take_nitf"]

_NONE = Element("")
# Words of a subject, the most exact first.
_SUBJECTS = ("detail", "matter", "type")
_PLACES = ("city", "state", "region", "country")
# Names of `meta` elements that say what the document has no element for.
_METAS = {
    "section": ("section", "anpa-section", "category-name", "online_sections"),
    "language": ("language", "content-language", "dc.language"),
}
_IN_CONTENT = {
    "person": "persons", "org": "organisations", "location": "places", "event": "events",
    "function": "functions", "object.title": "titles",
}  # fmt: skip


def read_nitf(stream: BinaryIO, name: str) -> Iterator[Raw | ReadError]:
    """The documents of a file in NITF; mostly there is one."""
    number = 0
    for number, document in Records(stream, name, ("nitf",)):
        if isinstance(document, ReadError):
            yield document
            continue
        fields = Fields()
        take_nitf(fields, document)
        yield fields.raw(name, f"item {number}")
    if number == 0:
        yield ReadError(name, "expected NITF, found no element nitf")


def take_nitf(fields: Fields, document: Element) -> None:
    """Takes what an ``nitf`` element says, of fields that have no value yet."""
    fields.take("language", "xml:lang", document.get("xml:lang") or document.get("baselang"))
    head = document.first("head") or _NONE
    body = document.first("body") or _NONE
    for part in body.all("body.head"):
        _body_head(fields, part)
    _head(fields, head)
    fields.take("title", "head/title", line_of(head.first("title")))
    contents = [text for part in body.all("body.content") if (text := text_of(part))]
    fields.take("body", "body.content", "\n\n".join(contents))
    for end in body.all("body.end"):
        fields.note("tagline", line_of(end.first("tagline")))


def _body_head(fields: Fields, part: Element) -> None:
    hedline = part.first("hedline", "headline") or _NONE
    fields.take("title", "hl1", line_of(hedline.first("hl1")))
    fields.take("summary", "abstract", text_of(part.first("abstract")))
    subtitle = line_of(hedline.first("hl2"))
    if subtitle != fields.value("title"):
        fields.note("subtitle", subtitle)
    bylines = [name for one in part.all("byline") if (name := _byline(one))]
    fields.take("authors", "byline", bylines)
    fields.note("author_titles", [t for one in part.find("byttl") if (t := line_of(one))])
    fields.take("source", "distributor", line_of(part.first("distributor")))
    for dateline in part.all("dateline"):
        location = dateline.first("location")
        fields.take("place", "dateline/location", _place(location))
        story_date = dateline.first("story.date")
        if story_date is not None:
            fields.later("date", "story.date", story_date.get("norm") or story_date.text)
        if location is None:
            place = place_of_dateline(line_of(dateline))
            fields.take("place", "dateline", place)
            fields.note("dateline", line_of(dateline) if place else None)
    for note in part.all("note"):
        fields.note("note", line_of(note))


def _byline(byline: Element) -> str | None:
    """The names in a byline, without the titles of those persons."""
    names = (
        part if isinstance(part, str) else line_of(part) or ""
        for part in byline.parts
        if isinstance(part, str) or part.name != "byttl"
    )
    return " ".join(" ".join(names).split()).strip(" ,;") or None


def _place(location: Element | None) -> str | None:
    if location is None:
        return None
    parts = (line_of(next(location.find(name), None)) for name in _PLACES)
    place = ", ".join(part for part in parts if part)
    return cased_place(place) if place else place_of_dateline(line_of(location))


def _head(fields: Fields, head: Element) -> None:
    docdata = head.first("docdata") or _NONE
    pubdata = next(head.find("pubdata"), _NONE)
    for name in ("date.issue", "date.release"):
        day = docdata.first(name)
        if day is not None:
            fields.take("date", name, day.get("norm") or day.text)
    fields.take("date", "pubdata", pubdata.get("date.publication"))
    fields.settle("date")
    _identify(fields, docdata, pubdata)
    fields.take("section", "pubdata", pubdata.get("position.section"))
    _metas(fields, head)
    _tags(fields, head, docdata)
    _extra(fields, head, docdata, pubdata)


def _identify(fields: Fields, docdata: Element, pubdata: Element) -> None:
    document = docdata.first("doc-id") or _NONE
    fields.take("id", "doc-id", document.get("id-string"))
    fields.take("url", "pubdata", pubdata.get("ex-ref"))
    fields.take("source", "pubdata", pubdata.get("name"))
    holder = docdata.first("doc.copyright") or _NONE
    fields.take("source", "doc.copyright", holder.get("holder"))
    fields.take("source", "doc-id", document.get("regsrc"))
    for origin in docdata.find("from-src"):
        fields.take("source", "del-list", origin.get("src-name"))


def _metas(fields: Fields, head: Element) -> None:
    metas = {
        (meta.get("name") or "").lower(): meta.get("content")
        for meta in head.all("meta")
        if meta.get("content")
    }
    for field, names in _METAS.items():
        for name in names:
            fields.take(field, f"meta {name}", metas.pop(name, None))
    if metas:
        fields.note("meta", metas)


def _tags(fields: Fields, head: Element, docdata: Element) -> None:
    tags = [keyword.get("key") or line_of(keyword) for keyword in docdata.find("keyword")]
    subjects = list(head.find("tobject.subject"))
    for subject in subjects:
        words = (subject.get(f"tobject.subject.{name}") for name in _SUBJECTS)
        tags.append(next((word for word in words if word), None))
    content = docdata.first("identified-content") or _NONE
    tags += [line_of(one) or one.get("value") for one in content.find("classifier")]
    fields.take("tags", "keyword, tobject.subject, classifier", [tag for tag in tags if tag])
    fields.note("subject_codes", [s.get("tobject.subject.refnum") for s in subjects])
    for name, key in _IN_CONTENT.items():
        found = (line_of(one) or one.get("value") for one in content.find(name))
        fields.note(key, [one for one in found if one])


def _extra(fields: Fields, head: Element, docdata: Element, pubdata: Element) -> None:
    wanted: dict[str, tuple[str, str]] = {
        "urgency": ("urgency", "ed-urg"),
        "slug": ("du-key", "key"),
        "version": ("du-key", "version"),
        "editor_message": ("ed-msg", "info"),
        "copyright": ("doc.copyright", "holder"),
        "expires": ("date.expire", "norm"),
        "released": ("date.release", "norm"),
        "scope": ("doc-scope", "scope"),
        "series": ("series", "series.name"),
        "fixture": ("fixture", "fix-id"),
    }
    for key, (name, attribute) in wanted.items():
        element = next(head.find(name), None)
        if element is not None:
            fields.note(key, element.get(attribute))
    if fields.extra.get("released") == fields.value("date"):
        fields.extra.pop("released", None)
    fields.note("status", docdata.get("management-status"))
    fields.note("length", pubdata.get("item-length"))
    fields.note("edition", pubdata.get("edition.name") or pubdata.get("edition.area"))
    fields.note("page", pubdata.get("position.sequence"))
    kinds: list[Any] = [one.get("tobject.type") for one in head.all("tobject")]
    if kinds and (kinds[0] or "").lower() != "news":
        fields.take("section", "tobject.type", kinds[0])
    location = next(docdata.find("evloc"), None)
    if location is not None:
        named = (location.get(name) for name in ("city", "county-dist", "state-prov", "iso-cc"))
        fields.note("event_place", ", ".join(part for part in named if part))

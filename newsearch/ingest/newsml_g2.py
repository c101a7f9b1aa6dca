"""NewsML-G2 of the IPTC: a news item, or a message with many.

Source: https://iptc.org/std/NewsML-G2/guidelines/.  Of contents that lie elsewhere only the
address is kept; nothing is fetched.
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
from .xml_text import UNSEEN, line_of, text_of

__all__ = ["read_newsml_g2"]

_NONE = Element("")
# Items that tell of other items, of terms or of plans.
_NO_NEWS = {
    "packageitem": "a package, which refers to other items",
    "conceptitem": "a concept, not news",
    "knowledgeitem": "a list of concepts, not news",
    "planningitem": "a plan of coverage, not news",
    "catalogitem": "a catalogue of terms, not news",
}
_NOTHING = ("no-data-available",)
_UNSEEN = UNSEEN | {"header", "footer", "nav", "aside", "title"}
# Kinds of concept of the IPTC (http://cv.iptc.org/newscodes/cpnature/) that are no topics.
_KINDS = {
    "person": "persons", "organisation": "organisations", "geoarea": "places", "poi": "places",
    "event": "events", "object": "objects",
}  # fmt: skip


def read_newsml_g2(stream: BinaryIO, name: str) -> Iterator[Raw | ReadError]:
    """The news items of a file; items of other kinds are told as such."""
    records = Records(stream, name, ("newsItem", *_NO_NEWS))
    number = 0
    for number, item in records:
        if isinstance(item, ReadError):
            yield item
        elif item.name in _NO_NEWS:
            yield ReadError(name, _NO_NEWS[item.name], f"item {number}")
        else:
            yield _article(item, records.head, name, number)
    if number == 0:
        yield ReadError(name, "expected news items, found none")


def _article(item: Element, head: Element, name: str, number: int) -> Raw | ReadError:
    fields = Fields()
    fields.take("id", "guid", item.get("guid"))
    meta, content = item.first("itemmeta") or _NONE, item.first("contentmeta") or _NONE
    header = next(head.find("header"), _NONE)
    _titles(fields, meta, content)
    _dates(fields, meta, content, header)
    _origin(fields, item, meta, content, header)
    _topics(fields, content, item.get("xml:lang"))
    language = content.first("language") or _NONE
    fields.take("language", "language", language.get("tag"))
    fields.take("language", "xml:lang", item.get("xml:lang"))
    _contents(fields, item)
    _located(fields, content)
    _extra(fields, item, meta, content)
    return fields.raw(name, f"item {number}")


def _titles(fields: Fields, meta: Element, content: Element) -> None:
    for headline in content.all("headline"):
        text = line_of(headline)
        if "sub" in (headline.get("role") or "").lower():
            fields.note("subtitle", text)
        else:
            fields.take("title", "headline", text)
    fields.take("title", "itemMeta/title", line_of(meta.first("title")))
    for description in content.all("description"):
        if "caption" not in (description.get("role") or "").lower():
            fields.take("summary", "description", line_of(description))


def _dates(fields: Fields, meta: Element, content: Element, header: Element) -> None:
    """The time of the first version: that of a later one is when it was changed."""
    for place, name in (
        (meta, "firstcreated"), (content, "contentcreated"), (meta, "versioncreated"),
        (header, "sent"),
    ):  # fmt: skip
        fields.take("date", name, line_of(place.first(name)))
    changed = line_of(meta.first("versioncreated"))
    if changed != fields.value("date"):
        fields.note("changed", changed)
    fields.note("embargoed", line_of(meta.first("embargoed")))


def _named(element: Element | None) -> str | None:
    """The name of a party, place or topic; where it has none, what stands for it in words."""
    if element is None:
        return None
    name = line_of(element.first("name")) or element.get("literal")
    return None if name is None or name.lower() in _NOTHING else name


def _origin(
    fields: Fields, item: Element, meta: Element, content: Element, header: Element
) -> None:
    provider = meta.first("provider") or _NONE
    rights = next(item.find("copyrightholder"), _NONE)
    fields.take("source", "provider/name", line_of(provider.first("name")))
    for origin in content.all("infosource"):
        fields.take("source", "infoSource", _named(origin))
    fields.take("source", "provider", provider.get("literal"))
    fields.take("source", "creditline", line_of(content.first("creditline")))
    fields.take("source", "copyrightHolder", _named(rights))
    fields.take("source", "sender", line_of(header.first("sender", "origin")))
    bylines = (line_of(one) for one in content.all("by"))
    fields.take("authors", "by", [b for b in bylines if b and _NOTHING[0] not in b.lower()])
    creators = [line_of(creator.first("name")) for creator in content.all("creator")]
    # One word is a user's name or initials.
    fields.take("authors", "creator/name", [name for name in creators if name and " " in name])
    for dateline in content.all("dateline"):
        fields.take("place", "dateline", place_of_dateline(line_of(dateline)))


def _located(fields: Fields, content: Element) -> None:
    """Where it was written: the place where the text itself names none."""
    located = content.first("located")
    if located is not None and (place := _named(located)):
        broader = [_named(one) for one in located.all("broader")]
        fields.take("place", "located", ", ".join([place, *(one for one in broader if one)]))


def _topics(fields: Fields, content: Element, language: str | None) -> None:
    tags = [line_of(keyword) for keyword in content.all("keyword")]
    codes: list[str | None] = []
    others: dict[str, list[str]] = {}
    for subject in content.all("subject"):
        codes.append(subject.get("qcode") or subject.get("uri"))
        name = _name_in(subject, language)
        if name is None or len(name) < 2:  # some services give a letter for a category
            continue
        kind = _KINDS.get((subject.get("type") or "").rpartition(":")[2].lower())
        if kind is None:
            tags.append(name)
        else:
            others.setdefault(kind, []).append(name)
    fields.take("tags", "keyword, subject", [tag for tag in tags if tag])
    fields.note("subject_codes", codes)
    for kind, names in others.items():
        fields.note(kind, names)


def _name_in(subject: Element, language: str | None) -> str | None:
    """The name of a topic in the item's language, else the first."""
    names = list(subject.all("name"))
    own = [one for one in names if (one.get("xml:lang") or "")[:2] == (language or "")[:2] != ""]
    return line_of(next(iter(own or names), None))


def _contents(fields: Fields, item: Element) -> None:
    bodies: list[str] = []
    media: list[str | None] = []
    for content in item.find("contentset"):
        for part in content.children:
            if part.name == "remotecontent":
                media.append(part.get("href"))
            elif part.name in ("inlinexml", "inlinedata"):
                fields.note("word_count", part.get("wordcount"))
                text = _inline(fields, part)
                if text and text not in bodies:
                    bodies.append(text)
    fields.take("body", "contentSet", "\n\n".join(bodies))
    for description in item.find("description"):  # of a picture
        fields.take("body", "caption", line_of(description))
    fields.take_from_body()
    fields.note("media", media)


def _inline(fields: Fields, part: Element) -> str | None:
    nitf = next(part.find("nitf"), None)
    if nitf is not None:
        inner = Fields()
        take_nitf(inner, nitf)
        for field in ("title", "summary", "authors", "place", "source", "tags", "language"):
            fields.take(field, "NITF inside", inner.value(field))
        body = inner.value("body")
        return str(body) if body else None
    html = next(part.find("html"), part)
    body = next(html.find("body"), html)
    return text_of(body, _UNSEEN) or text_of(body)


def _extra(fields: Fields, item: Element, meta: Element, content: Element) -> None:
    fields.note("version", item.get("version"))
    fields.note("urgency", line_of(content.first("urgency")))
    fields.note("slug", line_of(content.first("slugline")))
    fields.note("genre", [_named(genre) or genre.get("qcode") for genre in content.all("genre")])
    for key, name in (("class", "itemclass"), ("status", "pubstatus")):
        fields.note(key, (meta.first(name) or _NONE).get("qcode"))
    fields.note("editor_message", [line_of(note) for note in meta.all("ednote")])
    fields.note("credit", line_of(content.first("creditline")))
    fields.note("copyright", line_of(next(item.find("copyrightnotice"), None)))
    if fields.extra.get("status", "").endswith(":usable"):
        del fields.extra["status"]

"""RSS 0.9 to 2.0, RDF and Atom: one article an item, the full text where the feed has it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import urljoin

from ..errors import ReadError
from .encoding import decode
from .markup import plain_text
from .records import Raw
from .xml_scan import Element, parse_xml

__all__ = ["read_feed"]

LARGEST_FEED = 64 << 20  # bytes
_ENCODING = re.compile(rb"<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w.:-]{2,40})[\"']")
_DATES = ("pubdate", "published", "dc:date", "issued", "created", "dcterms:created", "date",
          "updated", "modified", "dcterms:modified", "lastbuilddate")  # fmt: skip


def read_feed(stream: BinaryIO, name: str) -> Iterator[Raw | ReadError]:
    """The items of a feed.  A malformed feed gives the items that can be made out."""
    data = stream.read(LARGEST_FEED + 1)
    if len(data) > LARGEST_FEED:
        yield ReadError(name, f"a feed of more than {LARGEST_FEED >> 20} MiB")
        return
    declared = _ENCODING.search(data[:300])
    source = decode(data, declared[1].decode() if declared else None)
    root = parse_xml(source)
    channel = next(root.find("channel", "feed"), root)
    publisher = _plain(channel.first("title"))
    language = _plain(channel.first("language", "dc:language")) or _language(channel)
    number = 0
    for number, item in enumerate(root.find("item", "entry"), start=1):
        raw = _article(item, source)
        raw.url = _absolute(raw.url, item, channel)
        raw.source = raw.source or publisher
        raw.language = raw.language or language
        if not (raw.title or raw.body or raw.summary):
            yield ReadError(name, "an item without title and text", f"item {number}")
        else:
            yield raw
    if number == 0 and channel is root:
        yield ReadError(name, "expected an RSS or Atom feed, found no channel and no items")


def _absolute(url: str | None, item: Element, channel: Element) -> str | None:
    """A link as it is meant where the feed gives it relative to its own address."""
    if url is None or "://" in url[:12]:
        return url
    base = item.attributes.get("xml:base") or channel.attributes.get("xml:base") or _link(channel)
    try:
        return urljoin(base, url) if base else url
    except ValueError:
        return url


def _language(element: Element) -> str | None:
    return element.attributes.get("xml:lang")


def _article(item: Element, source: str) -> Raw:
    raw = Raw(
        title=_text(item.first("title", "media:title", "dc:title"), source),
        date=_plain(item.first(*_DATES)),
        authors=_authors(item),
        tags=_tags(item),
        language=_plain(item.first("dc:language")) or _language(item),
    )
    raw.body = _text(item.first("content:encoded", "content", "fullstory"), source)
    description = item.first(
        "description", "summary", "media:description", "itunes:summary", "tagline"
    )
    summary = _text(description, source)
    if raw.body is None:
        raw.body = summary
    elif summary and summary != raw.body:
        raw.summary = summary
    _identify(raw, item)
    _origin(raw, item)
    return raw


def _identify(raw: Raw, item: Element) -> None:
    raw.url = _link(item)
    guid = item.first("guid", "id")
    if guid is not None and guid.text:
        if guid.text.startswith(("http://", "https://")):
            permanent = guid.attributes.get("ispermalink", "true") != "false"
            raw.url = raw.url or (guid.text if guid.name == "guid" and permanent else None)
        raw.id = guid.text
    elif "rdf:about" in item.attributes:
        raw.url = raw.url or item.attributes["rdf:about"]


def _link(item: Element) -> str | None:
    original = item.first("feedburner:origlink")
    if original is not None and original.text:
        return original.text
    fallback = None
    for link in item.all("link"):
        address = (link.attributes.get("href") or link.text).strip()
        if not address:
            continue
        if link.attributes.get("rel", "alternate") == "alternate":
            return address
        if link.attributes.get("rel") == "self":
            fallback = fallback or address
    return fallback


def _origin(raw: Raw, item: Element) -> None:
    """The source that an item of a collected feed names."""
    origin = item.first("source")
    if origin is not None:
        raw.source = _plain(origin.first("title")) or _plain(origin)
    place = item.first("dc:coverage")
    if place is not None:
        raw.place = place.text or None
    comments = item.first("comments")
    if comments is not None and comments.text:
        raw.extra["comments"] = comments.text
    enclosures = [
        address
        for media in item.all("enclosure", "media:content")
        if (address := media.attributes.get("url"))
    ]
    if enclosures:
        raw.extra["enclosures"] = enclosures


def _authors(item: Element) -> list[str] | None:
    names = []
    for element in item.all("author", "dc:creator", "creator", "itunes:author", "contributor"):
        inner = element.first("name")
        text = inner.text if inner is not None else element.text
        if text and element.name != "contributor":
            names.append(plain_text(text))
    return names or None


def _tags(item: Element) -> list[str] | None:
    names = []
    for element in item.all("category", "dc:subject"):
        text = element.attributes.get("label") or element.text or element.attributes.get("term")
        if text and not (element.attributes.get("scheme") or "").endswith("#kind"):
            names.append(plain_text(text))
    for element in item.all("media:keywords", "itunes:keywords"):
        names.extend(part.strip() for part in element.text.split(","))
    return names or None


def _plain(element: Element | None) -> str | None:
    return (plain_text(element.text) or None) if element is not None and element.text else None


def _text(element: Element | None, source: str) -> str | None:
    """A text construct: escaped HTML, CDATA, plain text, or XHTML written as elements."""
    if element is None:
        return None
    if element.children:
        start, end = element.inner
        inner = source[start:end].replace("<![CDATA[", "").replace("]]>", "")
        return plain_text(inner) or None
    return plain_text(element.text) or None

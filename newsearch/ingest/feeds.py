"""RSS 0.9 to 2.0, RDF and Atom: one article an item, the full text where the feed has it.

The feed is read item by item, however long it is: WordPress exports its sites as RSS, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import urljoin

from ..errors import ReadError
from .markup import decode_references, has_markup, plain_text
from .records import Raw
from .xml_records import Records
from .xml_scan import Element
from .xml_text import text_of

__all__ = ["read_feed"]

_TITLES = ("title", "media:title", "dc:title")
_BODIES = ("content:encoded", "turbo:content", "content", "fullstory", "yandex:full-text",
           "mailru:full-text", "rambler:fulltext", "full-text", "fulltext")  # fmt: skip
_SUMMARIES = ("description", "summary", "media:description", "itunes:summary", "tagline",
              "excerpt:encoded")  # fmt: skip
_DATES = ("pubdate", "published", "dc:date", "issued", "created", "dcterms:created", "date",
          "updated", "modified", "dcterms:modified", "lastbuilddate")  # fmt: skip
# In a feed an element of HTML needs no end to be one.
_HTML = re.compile(
    r"</?(?:a|b|i|u|p|em|strong|span|div|img|br|hr|ul|ol|li|dl|h[1-6]|blockquote|pre|code|font|small"
    r"|sub|sup|table|figure|iframe|script|style|center|object|embed|video)\b[^<>]{0,4096}>",
    re.IGNORECASE,
)
MOST_SHORTCODES = 1_000  # brackets in a text beyond which they are something else
_CAPTION = re.compile(
    r"\[(caption|gallery|embed)\b[^\]]{0,500}\](?:(?!\[/).){0,2000}\[/\1\]", re.DOTALL
)
_CLOSING = re.compile(r"\[/([a-z][a-z0-9_-]{1,30})\]")
_LONE = re.compile(
    r"\[(?:gallery|embed|audio|video|playlist|[a-z]{2,10}_[a-z_]{2,20})\s[^\]\n]{0,500}\]"
)
_ROOTS = ("rss", "feed", "rdf", "rdf:rdf", "channel")
_UNSEEN = frozenset(("script", "style", "head", "iframe", "object"))


def read_feed(stream: BinaryIO, name: str) -> Iterator[Raw | ReadError]:
    """The items of a feed.  A malformed feed gives the items that can be made out."""
    records = Records(stream, name, ("item", "entry"))
    number = 0
    channel: Element | None = None
    for number, item in records:
        if isinstance(item, ReadError):
            yield item
            continue
        if channel is None:
            channel = next(records.head.find("channel", "feed"), records.head)
            general = _general(channel)
        raw = _article(item)
        raw.url = _absolute(raw.url, item, channel)
        for field, value in general.items():
            if value and not getattr(raw, field):
                setattr(raw, field, value)
                raw.evidence[field] = f"{field} of the feed"
        if not (raw.title or raw.body or raw.summary):
            yield ReadError(name, "an item without title and text", f"item {number}")
        else:
            yield raw
    if number == 0 and next(records.head.find(*_ROOTS), None) is None:
        yield ReadError(name, "expected an RSS or Atom feed, found no channel and no items")


def _general(channel: Element) -> dict[str, str | list[str] | None]:
    """What the feed says of all its items that do not say it themselves."""
    return {
        "source": _plain(channel.first("title")),
        "language": _plain(channel.first("language", "dc:language")) or _language(channel),
        # RFC 4287, 4.2.1
        "authors": _authors(channel) if channel.name == "feed" else None,
    }


def _absolute(url: str | None, item: Element, channel: Element) -> str | None:
    """A link as it is meant where the feed gives it relative to its own address."""
    if url is None or "://" in url[:12]:
        return url
    itself = next((one for one in channel.all("link", "atom:link") if _rel(one) == "self"), None)
    for base in (
        item.attributes.get("xml:base"),
        channel.attributes.get("xml:base"),
        _link(channel),
        itself.attributes.get("href") if itself is not None else None,
    ):
        try:
            url = urljoin(base, url) if base else url
        except ValueError:
            return url
        if "://" in url[:12]:
            break
    return url


def _rel(link: Element) -> str:
    return link.attributes.get("rel", "alternate")


def _language(element: Element) -> str | None:
    return element.attributes.get("xml:lang")


def _article(item: Element) -> Raw:
    raw = Raw(authors=_authors(item), tags=_tags(item))
    evidence: dict[str, str] = {}
    title, body = item.first(*_TITLES), _filled(item, _BODIES)
    summary, day = _filled(item, _SUMMARIES), item.first(*_DATES)
    raw.title, raw.date = _text(title), _plain(day)
    raw.language = _plain(item.first("dc:language")) or _language(item)
    raw.body, raw.summary = _text(body), _text(summary)
    if raw.body is None:
        raw.body, raw.summary, body = raw.summary, None, summary
    elif raw.summary == raw.body:
        raw.summary = None
    for field, element in (("title", title), ("body", body), ("summary", summary), ("date", day)):
        if element is not None and getattr(raw, field):
            evidence[field] = element.name
    for field in ("authors", "tags", "language"):
        if getattr(raw, field):
            evidence[field] = f"{field} of the item"
    raw.evidence = evidence
    _identify(raw, item)
    _origin(raw, item)
    rules = {"id": "id or guid", "url": "link", "source": "source of the item"}
    rules["place"] = "dc:coverage"
    evidence.update((field, rule) for field, rule in rules.items() if getattr(raw, field))
    return raw


def _filled(item: Element, names: tuple[str, ...]) -> Element | None:
    """The first of these elements that has text."""
    found = [item.first(name) for name in names]
    group = item.first("media:group")
    if group is not None:
        found += [group.first(name) for name in names]
    return next((one for one in found if one is not None and (one.text or one.children)), None)


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
        if _rel(link) == "alternate":
            return address
        if _rel(link) == "self":
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


def _text(element: Element | None) -> str | None:
    """A text construct: escaped HTML, CDATA, plain text, or XHTML written as elements."""
    if element is None:
        return None
    if element.children:
        text = text_of(element, _UNSEEN) or ""
        return (plain_text(text) if has_markup(text) else text) or None
    text = _without_shortcodes(element.text)
    return (plain_text(text) if _HTML.search(text) else decode_references(text).strip()) or None


def _without_shortcodes(text: str) -> str:
    """`text` without the marks that WordPress replaces when it shows a page.

    Example: ``_without_shortcodes('[dropcap]R[/dropcap]ain [gallery ids="1,2"]')`` is
    ``"Rain "``.
    """
    if "[" not in text or text.count("[") > MOST_SHORTCODES:
        return text
    if "[/" in text:
        text = _CAPTION.sub("", text)
        names = "|".join({re.escape(name) for name in _CLOSING.findall(text)})
        if names:
            text = re.sub(rf"\[/?(?:{names})(?:\s[^\]\n]{{0,500}})?\]", "", text)
    return _LONE.sub("", text)

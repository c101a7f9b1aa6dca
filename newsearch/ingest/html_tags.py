"""What the article is about: meta elements, JSON-LD, links to tag pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from newsearch.ingest.html_places import is_elsewhere
from newsearch.ingest.html_statements import Metadata, set_field
from newsearch.ingest.page_words import words_key
from newsearch.ingest.records import Raw

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = ["LONGEST_TAG", "read_tags"]

MAX_TAGS = 60  # more keywords than this are no choice of an editor
LONGEST_TAG = 80
MAX_LISTED = 25  # tags of a list that is only named as one
MAX_PAGES = 15  # links to tag pages that stand in no list
TAG_AGREEMENT = 0.25  # what a full agreement with another statement of tags is worth
HIDDEN = 1.5  # how many times as many keywords as a page shows may be its tags
MANY = 2.5  # how many times as many tags as another statement make it a collection

_TAG_SEPARATOR = re.compile(r"[,;،、]")
_TAG_PREFIX = re.compile(
    r"^(?:(?:nlp )?category|tag|topic|keyword)s?\s*:\s*|^(?-i:[a-z]+)/(?=\S)", re.I
)
_NO_TAG = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{20,}|[\w ]{1,20}: ?[\w.: -]*|\S+\.(?:com|net|org)|\d{5,}|_\w*|none|"
    r"uncategori[sz]ed|allgemein|sonstiges|non classé|sin categoría|senza categoria|bez kategorii|"
    r"(?:all(?:e)?|more|weitere|mehr) (?:themen|topics|tags)|top story \d",
    re.IGNORECASE,
)
"""Identifiers and categories that say nothing."""


def _clean_tags(values: list[str]) -> list[str]:
    tags: dict[str, str] = {}
    for value in values:
        value = _TAG_PREFIX.sub("", " ".join(value.split()).strip(" #,;"))
        if value and not _NO_TAG.fullmatch(value) and len(value) <= LONGEST_TAG:
            tags.setdefault(value.casefold(), value)
    return list(tags.values()) if len(tags) <= MAX_TAGS else []


def _meta_tags(page: Metadata, name: str) -> list[str]:
    values = page.metas.get(name, [])
    if len(values) > 1 and not all("," in value for value in values):
        return _clean_tags(values)
    return _clean_tags([word for value in values for word in _TAG_SEPARATOR.split(value)])


_LINKED_TAGS = (
    'a[rel~="tag"], [itemprop~="keywords"] a, [class*="tags" i], [class*="tag-list"], '
    '[class*="topics" i], [class*="keyword"], [id*="tags"], a[href*="/tag"], a[href*="/topic"], '
    'a[href*="/thema/"], a[href*="/temas/"], a[href*="/schlagwort/"]'
)
_LIST_NAME = re.compile(r"tags|tag-list|topics|keyword", re.IGNORECASE)
_TAG_ADDRESS = re.compile(r"/(?:tags?|topics?|thema|temas|schlagwort)/")


class _Links(NamedTuple):
    """The words of links to tag pages: of relation tag, in a list named so, and by address."""

    related: list[str]
    elsewhere: list[str]  # those of relation tag that stand in a footer or beside the article
    listed: list[str]
    addressed: list[str]


def _read_links(page: Metadata) -> _Links:
    groups: dict[int, list[str]] = {}  # the words of links of relation tag by what holds them
    elsewhere: dict[int, list[str]] = {}
    listed: list[str] = []
    lists = 0
    addressed: list[str] = []
    last = 0
    for node in page.tree.css(_LINKED_TAGS):
        if node.mem_id == last:  # a node is given once for each selector that it fits
            continue
        last = node.mem_id
        attributes = node.attributes
        if node.tag != "a":
            names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
            if node.tag != "body" and lists < MAX_LISTED and _LIST_NAME.search(names):
                lists += 1
                links = node.css("a")[: MAX_LISTED + 1]
                listed += [link.text(deep=True) for link in links]
            continue
        relation = (attributes.get("rel") or "").split()
        if "category" in relation:
            continue
        is_tag = "tag" in relation
        if not is_tag and not _TAG_ADDRESS.search(attributes.get("href") or ""):
            if node.parent is None or not _is_keywords(node):
                continue
            is_tag = True
        if is_elsewhere(node):
            if is_tag:
                elsewhere.setdefault(_holder(node), []).append(node.text(deep=True))
        elif is_tag:
            groups.setdefault(_holder(node), []).append(node.text(deep=True))
        else:
            addressed.append(node.text(deep=True))
    tags = _clean_tags(listed)
    return _Links(
        _of_groups(groups),
        _of_groups(elsewhere),
        tags if len(tags) <= MAX_LISTED else [],
        _clean_tags(addressed) if len(addressed) <= MAX_PAGES else [],
    )


def _is_keywords(node: LexborNode) -> bool:
    """Say whether a link is in an element that is the property of keywords."""
    parent = node.parent
    while parent is not None:
        if "keywords" in (parent.attributes.get("itemprop") or ""):
            return True
        parent = parent.parent
    return False


def _of_groups(groups: dict[int, list[str]]) -> list[str]:
    """The words of all groups of links, or of the first where there are those of teasers too."""
    words = [word for group in groups.values() for word in group]
    if len(groups) > 1 and len(words) > MAX_LISTED:
        words = next(iter(groups.values()))
    return _clean_tags(words)


def _holder(node: LexborNode) -> int:
    """What tells the list that a link is in from others."""
    parent = node.parent
    if parent is not None and parent.tag in ("li", "span") and parent.parent is not None:
        parent = parent.parent
    return parent.mem_id if parent is not None else 0


def _agreement(one: set[str], other: set[str]) -> float:
    common = len(one & other)
    return 2.0 * common / (len(one) + len(other)) if common else 0.0


class _Statement(NamedTuple):
    """Tags as a rule found them; the weight is the share that was right on the tuning half."""

    keys: set[str]
    tags: list[str]
    rule: str
    weight: float


SHOWN = ("rel=tag", "links of a tag list")
META_KEYWORDS = "meta keywords"


def read_tags(page: Metadata, raw: Raw, evidence: dict[str, str]) -> None:
    """Choose the statement of tags that agrees most with the others; the weights break ties.

    Of a collection that holds all of a shorter statement the shorter one is taken, and where the
    page shows a part of its keywords, all of these.  Links of relation category are sections.
    """
    links = _read_links(page)
    stated_titles = (page.meta("og:title"), page.linked.text("headline", page=False))
    titles = {words_key(text) for text in stated_titles if text}
    stated: list[_Statement] = []
    for values, rule, weight in (
        (_meta_tags(page, "news_keywords"), "meta news_keywords", 0.85),
        (_meta_tags(page, "article:tag"), "meta article:tag", 0.83),
        (_clean_tags(page.linked.keywords()), "json-ld keywords", 0.8),
        (links.related, "rel=tag", 0.8),
        (links.listed, "links of a tag list", 0.7),
        (_meta_tags(page, META_KEYWORDS[5:]), META_KEYWORDS, 0.65),
        (_meta_tags(page, "parsely-tags"), "meta parsely-tags", 0.6),
        (_meta_tags(page, "sailthru.tags"), "meta sailthru.tags", 0.6),
        (_meta_tags(page, "dc.subject"), "meta dc.subject", 0.5),
    ):
        tags = _without_titles(values, titles)
        if tags and not _of_address(tags, raw.url):
            stated.append(_Statement({tag.casefold() for tag in tags}, tags, rule, weight))
    if stated:
        chosen = _refined(max(stated, key=lambda one: _value(one, stated)), stated)
        set_field(raw, evidence, "tags", chosen.tags, chosen.rule)
    for name in page.metas:
        if raw.tags is None and name.endswith(("tags", "keywords")):
            tags = _without_titles(_meta_tags(page, name), titles)
            set_field(raw, evidence, "tags", tags, f"meta {name}")
    set_field(raw, evidence, "tags", _without_titles(links.elsewhere, titles), "rel=tag")
    set_field(raw, evidence, "tags", _without_titles(links.addressed, titles), "links to tag pages")


def _value(one: _Statement, stated: list[_Statement]) -> float:
    others = sum(_agreement(one.keys, other.keys) for other in stated if other is not one)
    return one.weight + TAG_AGREEMENT * others


def _refined(chosen: _Statement, stated: list[_Statement]) -> _Statement:
    for other in stated:
        if other.rule == META_KEYWORDS and chosen.keys < other.keys:
            if len(other.keys) <= HIDDEN * len(chosen.keys) and chosen.rule in SHOWN:
                return other
        if other.keys < chosen.keys and len(other.keys) > 2 and other.rule not in SHOWN:
            if len(chosen.keys) >= MANY * len(other.keys):
                return other
    return chosen


def _without_titles(values: list[str], titles: set[str]) -> list[str]:
    """The tags that are no title; none of keywords that begin with it: a program's."""
    keys = [words_key(value) for value in values]
    if len(keys) > 1 and keys[0] in titles:
        return []
    return [value for key, value in zip(keys, values, strict=True) if key and key not in titles]


def _of_address(tags: list[str], url: str | None) -> bool:
    """Say whether the keywords are only the words of the page's address."""
    if url is None or len(tags) < 4:
        return False
    words = set(words_key(url).split())
    return all(tag.islower() and words_key(tag) in words for tag in tags)

"""What the article is about: meta elements, JSON-LD, links to tag pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from newsearch.ingest.html_places import is_elsewhere
from newsearch.ingest.html_statements import TAG_PAGES, Metadata, set_field
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


class _Links(NamedTuple):
    """The words of links to tag pages: of relation tag, and in a list that is named so."""

    related: list[str]
    elsewhere: list[str]  # those of relation tag that stand in a footer or beside the article
    listed: list[str]


def _read_links(page: Metadata) -> _Links:
    groups: dict[int, list[str]] = {}  # the words of links of relation tag by what holds them
    elsewhere: dict[int, list[str]] = {}
    listed: list[str] = []
    lists = 0
    for node in page.tagged:
        attributes = node.attributes
        relation = (attributes.get("rel") or "").split()
        if "tag" in relation:
            if "category" not in relation:
                found = elsewhere if is_elsewhere(node) else groups
                found.setdefault(_holder(node), []).append(node.text(deep=True))
        elif "keywords" in (attributes.get("itemprop") or ""):
            words = [link.text(deep=True) for link in node.css("a")]
            groups.setdefault(node.mem_id, []).extend(words)
        elif node.tag not in ("body", "html", "a") and lists < MAX_LISTED:
            lists += 1
            listed += [link.text(deep=True) for link in node.css("a")[: MAX_LISTED + 1]]
    tags = _clean_tags(listed)
    return _Links(
        _of_groups(groups), _of_groups(elsewhere), tags if len(tags) <= MAX_LISTED else []
    )


def _addressed(page: Metadata) -> list[str]:
    """The words of links to tag pages, where they are few."""
    nodes = [node for node in page.links_to(TAG_PAGES) if not is_elsewhere(node)]
    words = [node.text(deep=True) for node in nodes]
    return _clean_tags(words) if len(words) <= MAX_PAGES else []


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


_NO_LINKS = _Links([], [], [])
SHOWN = ("rel=tag", "links of a tag list")
META_KEYWORDS = "meta keywords"


def read_tags(page: Metadata, raw: Raw, evidence: dict[str, str]) -> None:
    """Choose the statement of tags that agrees most with the others; the weights break ties.

    Of a collection that holds all of a shorter statement the shorter one is taken, and where the
    page shows a part of its keywords, all of these.  Links of relation category are sections.
    """
    sure = sum(name in page.metas for name in ("news_keywords", "article:tag"))
    sure += "keywords" in page.linked.article
    links = _NO_LINKS if sure > 1 else _read_links(page)  # the search costs time
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
    if raw.tags is None:
        tags = _without_titles(_addressed(page), titles)
        set_field(raw, evidence, "tags", tags, "links to tag pages")


def _value(one: _Statement, stated: list[_Statement]) -> float:
    others = sum(_agreement(one.keys, other.keys) for other in stated if other is not one)
    return one.weight + TAG_AGREEMENT * others


def _refined(chosen: _Statement, stated: list[_Statement]) -> _Statement:
    """The statement that says better what the chosen one says."""
    size = len(chosen.keys)
    for other in stated:
        hidden = other.rule == META_KEYWORDS and chosen.rule in SHOWN and chosen.keys < other.keys
        if hidden and len(other.keys) <= HIDDEN * size:
            return other
        shorter = other.rule not in SHOWN and other.keys < chosen.keys
        if shorter and size >= MANY * len(other.keys) > 2 * MANY:
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

"""What the article is about: meta elements, JSON-LD, links to tag pages."""

from __future__ import annotations

import re

from newsearch.ingest.html_statements import Metadata, set_field
from newsearch.ingest.page_words import words_key
from newsearch.ingest.records import Raw

__all__ = ["LONGEST_TAG", "read_tags"]

MAX_TAGS = 60  # more keywords than this are no choice of an editor
LONGEST_TAG = 80
TAG_AGREEMENT = 0.25  # what a full agreement with another statement of tags is worth
_TAG_SEPARATOR = re.compile(r"[,;،、]")
_TAG_PREFIX = re.compile(
    r"^(?:(?:nlp )?category|tag|topic|keyword)s?\s*:\s*|^[a-z]+/(?=\S)", re.IGNORECASE
)
_IDENTIFIER = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{20,}|[\w ]{1,20}: ?[\w.: -]*|\S+\.(?:com|net|org)|\d+"
)


def _clean_tags(values: list[str]) -> list[str]:
    tags: dict[str, str] = {}
    for value in values:
        value = _TAG_PREFIX.sub("", " ".join(value.split()).strip(" #,;"))
        if value and not _IDENTIFIER.fullmatch(value) and len(value) <= LONGEST_TAG:
            tags.setdefault(value.casefold(), value)
    return list(tags.values()) if len(tags) <= MAX_TAGS else []


def _meta_tags(page: Metadata, name: str) -> list[str]:
    values = page.metas.get(name, [])
    if len(values) > 1 and not all("," in value for value in values):
        return _clean_tags(values)
    return _clean_tags([word for value in values for word in _TAG_SEPARATOR.split(value)])


_TAG_LISTS = (
    '[class*="tags"], [class*="Tags"], [class*="tag-list"], [class*="topics"], '
    '[class*="Topics"], [class*="keyword"], [id*="tags"]'
)
_TAG_ADDRESSES = (
    'a[href*="/tag/"], a[href*="/tags/"], a[href*="/topic/"], a[href*="/topics/"], '
    'a[href*="/thema/"], a[href*="/temas/"], a[href*="/schlagwort/"]'
)


def _links(page: Metadata, selector: str, limit: int) -> list[str]:
    nodes = page.tree.css(selector)
    if len(nodes) > limit:
        return []
    return _clean_tags([node.text(deep=True) for node in nodes])


def _listed(page: Metadata, limit: int) -> list[str]:
    """The words of all links in elements whose class speaks of tags."""
    lists = page.tree.css(_TAG_LISTS)
    nodes = [
        node for one in lists[:limit] if one.tag != "body" for node in one.css("a")[: limit + 1]
    ]
    tags = _clean_tags([node.text(deep=True) for node in nodes])
    return tags if len(tags) <= limit else []


def _agreement(one: set[str], other: set[str]) -> float:
    common = len(one & other)
    return 2.0 * common / (len(one) + len(other)) if common else 0.0


def read_tags(page: Metadata, raw: Raw, evidence: dict[str, str]) -> None:
    """Choose the statement of tags that agrees most with the others; the weights break ties.

    A weight is the share of right tags that the rule gave on the tuning half.
    """
    stated_titles = (page.meta("og:title"), page.linked.text("headline", page=False))
    titles = {"", *(words_key(text) for text in stated_titles if text)}
    stated: list[tuple[set[str], list[str], str, float]] = []
    for values, rule, weight in (
        (_meta_tags(page, "news_keywords"), "meta news_keywords", 0.85),
        (_meta_tags(page, "article:tag"), "meta article:tag", 0.83),
        (_clean_tags(page.linked.keywords()), "json-ld keywords", 0.8),
        (_links(page, 'a[rel~="tag"], [itemprop="keywords"] a', 40), "rel=tag", 0.8),
        (_listed(page, 25), "links of a tag list", 0.7),
        (_meta_tags(page, "parsely-tags"), "meta parsely-tags", 0.6),
        (_meta_tags(page, "sailthru.tags"), "meta sailthru.tags", 0.6),
        (_meta_tags(page, "keywords"), "meta keywords", 0.65),
        (_meta_tags(page, "dc.subject"), "meta dc.subject", 0.5),
    ):
        usable = [value for value in values if words_key(value) not in titles]
        if usable and not _of_address(usable, raw.url):
            stated.append(({value.casefold() for value in usable}, usable, rule, weight))
    best, chosen = 0.0, None
    for keys, usable, rule, weight in stated:
        score = weight + TAG_AGREEMENT * sum(
            _agreement(keys, other[0]) for other in stated if other[2] != rule
        )
        if score > best:
            best, chosen = score, (usable, rule)
    if chosen is None and (links := _links(page, _TAG_ADDRESSES, 15)):
        chosen = (links, "links to tag pages")
    if chosen:
        set_field(raw, evidence, "tags", *chosen)


def _of_address(tags: list[str], url: str | None) -> bool:
    """Say whether the keywords are only the words of the page's address."""
    if url is None or len(tags) < 4:
        return False
    words = set(words_key(url).split())
    return all(tag.islower() and words_key(tag) in words for tag in tags)

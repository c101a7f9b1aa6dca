"""Who wrote the article: JSON-LD, then meta elements, then bylines by element and class."""

from __future__ import annotations

import re

from newsearch.ingest.html_statements import Metadata, set_field
from newsearch.ingest.page_words import words_key
from newsearch.ingest.records import Raw

__all__ = ["read_authors"]

LONGEST_BYLINE = 160
AUTHOR_NAMES = (
    "byl", "parsely-author", "dc.creator", "dcterms.creator", "sailthru.author",
    "citation_author", "cxenseparse:author", "vr:author", "rbauthors", "author", "article:author",
    "article:author_name", "og:author", "authors", "twitter:data1.author", "dc.contributor",
)  # fmt: skip


_AUTHOR_LINK = re.compile(
    r"^(?:view|show|see|more|all|posts?|articles?|alle|alles|mehr|zeige|ver|voir|tous|read|follow)\b"
    r"|\b(?:profile|profil|posts|articles|beiträge|artikel)\b",
    re.IGNORECASE,
)
"""The words of a link to an author's page that are no name."""


def _usable_names(values: list[str], raw: Raw, *, site: bool = False) -> list[str]:
    """The names among `values`; those that are the site's own only where `site` is true."""
    own = words_key(raw.source) if raw.source else ""
    host = (
        re.sub(r"[^a-z0-9]", "", (raw.url or "").split("/")[2].lower())
        if (raw.url or "").count("/") > 2
        else ""
    )
    names = []
    for value in values:
        value = " ".join(value.split())
        key = words_key(value)
        if (
            not key
            or (key == own and not site)
            or len(value) > LONGEST_BYLINE
            or _AUTHOR_LINK.search(value)
        ):
            continue
        squeezed = key.replace(" ", "")
        if (
            not site
            and len(squeezed) > 3
            and (squeezed in host or (own and (own in key and " " in key and len(own) > 3)))
        ):
            continue
        if value.startswith(("http:", "https:", "@", "/")) or ("@" in value and " " not in value):
            continue
        names.append(value)
    return list(dict.fromkeys(names))


_BYLINES = (
    '[rel="author"]',
    '[itemprop="author"] [itemprop="name"]',
    '[itemprop="author"]',
    '[class*="byline"] a',
    '[class*="author-name"], [class*="author_name"], [class*="authorName"], [class*="AuthorName"], '
    '[class*="authorname"]',
    '[class*="byline"], [class*="Byline"]',
)
_LESS_SURE_BYLINES = (
    'a[href*="/author/"], a[href*="/authors/"], a[href*="/autor/"], a[href*="/auteur/"]',
    ".author, .post-author, .entry-author, .article-author, #author, .authors, .autor, "
    '[class*="__author"]',
)


def read_authors(page: Metadata, raw: Raw, evidence: dict[str, str]) -> None:
    persons, organisations = page.linked.people()
    names = _usable_names(persons, raw)
    set_field(raw, evidence, "authors", names, "json-ld author")
    for name in AUTHOR_NAMES:
        if raw.authors:
            break
        values = _usable_names(page.metas.get(name, []), raw)
        set_field(raw, evidence, "authors", values, f"meta {name}")
    _read_bylines(page, raw, evidence, _BYLINES)
    names = _usable_names(organisations, raw)
    set_field(raw, evidence, "authors", names, "json-ld author")
    if not raw.authors:
        stated = persons + organisations
        stated += [value for name in AUTHOR_NAMES for value in page.metas.get(name, [])]
        set_field(
            raw, evidence, "authors", _usable_names(stated, raw, site=True), "the site itself"
        )
    _read_bylines(page, raw, evidence, _LESS_SURE_BYLINES)


def _read_bylines(
    page: Metadata, raw: Raw, evidence: dict[str, str], selectors: tuple[str, ...]
) -> None:
    for selector in selectors:
        if raw.authors:
            break
        found = [node.text(deep=True, separator=" ") for node in page.tree.css(selector)[:4]]
        values = [one for one in _usable_names(found, raw) if len(one) <= 80]
        if values:
            set_field(raw, evidence, "authors", values, f"byline {selector[:40]}")

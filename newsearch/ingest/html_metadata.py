"""What a page says about its article outside the text: a cascade, the surest statement first.

Rules, with the share of pages that have them and that are right there (258 news pages of 41
countries):

=====================  ======================================================================
``json-ld``            headline 89/83 %, datePublished 90/100, author 85/91, keywords 49/76
``meta``               article:published_time 50/99, og:title 100/69, news_keywords 29/88,
                       article:tag 29/81, keywords 53/85, author 40/72
``microdata``          itemprop datePublished 9/96
``time element``       time[datetime] 52/96
``heading``            h1 98/76
``rel=tag``            links 5/80 (55/82 on pages of all kinds)
``url date``           20/98
=====================  ======================================================================

The title is chosen in `html_titles`, the date in `html_dates`, authors in `html_authors`, tags in
`html_tags`; here are the address, the source, the section, the summary and the language.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from newsearch.ingest.html_dates import read_date
from newsearch.ingest.html_statements import SUMMARY_NAMES, Metadata, set_field
from newsearch.ingest.html_tags import LONGEST_TAG, read_tags
from newsearch.ingest.page_words import words_key
from newsearch.ingest.records import Raw

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

__all__ = ["read_metadata"]

LONGEST_TITLE = 1000  # characters of a title in which the name of the site is looked for
SOURCE_LENGTH = 60  # characters of the longest name of a site behind a title
SOURCE_WORDS = 7

SECTION_NAMES = ("article:section", "og:article:section", "parsely-section", "section",
                 "sailthru.section", "dc.type.section", "category")  # fmt: skip
_SUFFIX = re.compile(r"\s+[|–—•·:»«-]\s+|\s*(?:[|»«｜]|::)\s*|\s+[-–—]\s*")


def read_metadata(tree: LexborHTMLParser, url: str | None) -> tuple[Raw, Metadata, dict[str, str]]:
    """Return the fields that a page states, the statements, and the rules that gave the fields."""
    page = Metadata(tree, url)
    raw = Raw()
    evidence: dict[str, str] = {}
    _read_url(page, raw, evidence, url)
    _read_source(page, raw, evidence)
    read_date(page, raw, evidence)
    read_tags(page, raw, evidence)
    _read_others(page, raw, evidence)
    return raw, page, evidence


# Source and address


def _read_source(page: Metadata, raw: Raw, evidence: dict[str, str]) -> None:
    publisher = page.linked.name(page.linked.article.get("publisher"))
    set_field(raw, evidence, "source", publisher, "json-ld publisher")
    name = page.meta("og:site_name", "application-name", "dc.publisher", "cre")
    set_field(raw, evidence, "source", name, "meta og:site_name")
    name = page.microdata.name("publisher")
    set_field(raw, evidence, "source", name, "microdata publisher")
    if raw.source is None:
        set_field(raw, evidence, "source", _source_in_title(page, raw), "title element")
    else:
        raw.source = _name_of_site(raw.source, page.meta("og:title"))


def _name_of_site(stated: str, title: str | None) -> str | None:
    """A site's name as it is stated, without separators at its ends and without the title."""
    name = stated.strip(" -–—|·•»:")
    if title and len(name) > len(title):
        parts = [part.strip() for part in _SUFFIX.split(name)]
        rest = [part for part in parts if words_key(part) != words_key(title)]
        if len(rest) == 1:
            name = rest[0]
    return name or None


def _is_site(heading: str, other: str, address: str) -> bool:
    """Say whether a heading is the site's name and `other` the article's title."""
    host = address.split("/")[2].lower() if address.count("/") > 1 else ""
    named, other_named = _letters_in(host, heading), _letters_in(host, other)
    if named != other_named:
        return named > other_named
    return heading.count(" ") + 3 <= other.count(" ")


def _letters_in(host: str, text: str) -> int:
    """How many letters of the words of `text` are in the name of a host."""
    words = words_key(text).split()
    return sum(len(word) for word in words if len(word) > 2 and word in host)


def _source_in_title(page: Metadata, raw: Raw) -> str | None:
    """The site's name where the page's title is a heading with a name before or behind it.

    Old pages have the site's name as their heading, and the title in the document's title alone.
    """
    document = page.title
    if not document or len(document) > LONGEST_TITLE:
        return None
    titles = (page.meta("og:title"), page.linked.text("headline"))
    stated = {words_key(text) for text in titles if text}
    keys = stated | {words_key(one.text) for one in page.headings}
    for match in _SUFFIX.finditer(document):
        head, tail = document[: match.start()].strip(), document[match.end() :].strip()
        if words_key(head) in keys:
            heading, name = head, _SUFFIX.split(tail)[-1].strip()
        elif words_key(tail) in keys:
            heading, name = tail, _SUFFIX.split(head)[0].strip()
        else:
            continue
        if words_key(heading) not in stated and _is_site(heading, name, raw.url or ""):
            name = heading
        if words_key(name) and len(name) <= SOURCE_LENGTH and name.count(" ") < SOURCE_WORDS:
            return name
    return None


def _read_url(page: Metadata, raw: Raw, evidence: dict[str, str], url: str | None) -> None:
    for value, rule in (
        (page.canonical, "link canonical"),
        (page.meta("og:url"), "meta og:url"),
        (page.linked.text("url", page=False), "json-ld url"),
        (url, "given"),
    ):
        value = (value or "").strip()
        if url and value.startswith("/"):
            value = urljoin(url, value)
        if value.startswith(("http://", "https://")) and value.count("/") >= 3:
            path = value.split("/", 3)[3]
            if not path and url and url.rstrip("/").count("/") > 2:
                continue  # the site's front page is not the article's address
            set_field(raw, evidence, "url", value[:4000], rule)


# Section, summary, language


def _short(value: str | None) -> str | None:
    return value if value and len(value) <= LONGEST_TAG else None


def _read_others(page: Metadata, raw: Raw, evidence: dict[str, str]) -> None:
    section = page.linked.article.get("articleSection")
    sections = [section] if isinstance(section, str) else section
    if isinstance(sections, list):
        names = [name.strip() for name in sections if isinstance(name, str) and name.strip()]
        if names:
            set_field(raw, evidence, "section", names[0], "json-ld articleSection")
            raw.sections = list(dict.fromkeys(names))
    for name in SECTION_NAMES:
        value = page.meta(name)
        if value and not value.startswith("http") and len(value) <= LONGEST_TAG:
            set_field(raw, evidence, "section", value, f"meta {name}")
    set_field(raw, evidence, "section", _short(page.microdata.text("articleSection")), "microdata")
    set_field(
        raw, evidence, "summary", page.linked.text("description", page=False), "json-ld description"
    )
    for name in SUMMARY_NAMES:
        set_field(raw, evidence, "summary", page.meta(name), f"meta {name}")
    set_field(raw, evidence, "summary", page.microdata.text("description"), "microdata")
    root = page.tree.root
    language = (
        root.attributes.get("lang") or root.attributes.get("xml:lang") if root is not None else None
    )
    declared = page.linked.text("inLanguage") or language
    set_field(
        raw,
        evidence,
        "language",
        declared,
        "json-ld inLanguage" if language != declared else "html lang",
    )
    set_field(
        raw,
        evidence,
        "language",
        page.meta("og:locale", "content-language", "dc.language"),
        "meta og:locale",
    )

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

``dateModified`` is a trap (the minute is right on half of the pages) and never the date.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsearch.ingest.html_authors import read_authors
from newsearch.ingest.html_statements import SUMMARY_NAMES, Metadata, set_field
from newsearch.ingest.html_tags import LONGEST_TAG, read_tags
from newsearch.ingest.page_words import words_key
from newsearch.ingest.records import Raw

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["date_in_url", "read_metadata"]

HEADING_WEIGHT = 4.2  # of a page's only h1, where JSON-LD's headline weighs 3 and og:title 2

LONGEST_TITLE = 1000  # characters of a title in which the name of the site is looked for
SOURCE_LENGTH = 60  # characters of the longest name of a site behind a title
SOURCE_WORDS = 7

DATE_NAMES = (
    "article:published_time", "og:article:published_time", "og:published_time",
    "datepublished", "date_published", "publishdate", "publish-date", "publish_date", "pubdate",
    "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued", "dc.date.created",
    "dcterms.created", "dc.date", "dcterms.date", "dc.terms.created", "article.published",
    "published-date", "article:published", "published_time", "publication_date", "ptime",
    "citation_publication_date", "citation_date", "cxenseparse:recs:publishtime",
    "vr:published_time", "rnews:datepublished", "originalpublicationdate", "article_date_original",
    "displaydate", "last-published", "cdate", "firstpublishedtime", "og:pubdate", "date",
    "article.created", "article:created", "cre_date", "created", "dc.created",
)  # fmt: skip
SECTION_NAMES = ("article:section", "og:article:section", "parsely-section", "section",
                 "sailthru.section", "dc.type.section", "category")  # fmt: skip
_URL_DATE_STRICT = re.compile(
    r"[/_.=-]((?:19[89]|20[0-4])\d)(?:/(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])(?=[/_.-]|$)"
    r"|-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?!\d)|(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=\D|$|\d{6}\D))"
)
_SUFFIX = re.compile(r"\s+[|–—•·:»«-]\s+|\s*(?:[|»«｜]|::)\s*|\s+[-–—]\s*")


def read_metadata(tree: LexborHTMLParser, url: str | None) -> tuple[Raw, Metadata, dict[str, str]]:
    """Return the fields that a page states, the statements, and the rules that gave the fields."""
    page = Metadata(tree)
    raw = Raw()
    evidence: dict[str, str] = {}
    _read_url(page, raw, evidence, url)
    _read_source(page, raw, evidence)
    _read_title(page, raw, evidence)
    _read_date(page, raw, evidence, url)
    read_authors(page, raw, evidence)
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
    keys = stated | {words_key(text) for text in page.headings}
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
        if value.startswith(("http://", "https://")) and value.count("/") >= 3:
            path = value.split("/", 3)[3]
            if not path and url and url.rstrip("/").count("/") > 2:
                continue  # the site's front page is not the article's address
            set_field(raw, evidence, "url", value[:4000], rule)


# Title


def _without_site(title: str, source: str | None, others: list[str]) -> str:
    """Cut the site's name off a title: "Harbour reopens | The Coast"."""
    if len(title) > LONGEST_TITLE:
        return title
    parts = list(_SUFFIX.finditer(title))
    keys = {words_key(other) for other in others}
    for match in parts:
        head, tail = title[: match.start()].strip(), title[match.end() :].strip()
        if words_key(head) in keys:
            return head
        if words_key(tail) in keys:
            return tail
    if source and parts:
        name = words_key(source)
        last = parts[-1]
        tail_key = words_key(title[last.end() :])
        if tail_key and (tail_key in name or name in tail_key):
            return title[: last.start()].strip()
        first_key = words_key(title[: parts[0].start()])
        if first_key and first_key == name:
            return title[parts[0].end() :].strip()
    return title


def _read_title(page: Metadata, raw: Raw, evidence: dict[str, str]) -> None:
    """Choose the title on which most statements agree; the article's own heading breaks ties."""
    document = page.title
    headings = [heading for heading in page.headings if words_key(heading)]
    headline = page.linked.text("headline") or None
    stated = [
        (headline, "json-ld headline", 3.0),
        (page.meta("og:title"), "meta og:title", 2.0),
        (page.meta("twitter:title"), "meta twitter:title", 1.0),
        (
            page.meta("parsely-title", "sailthru.title", "dc.title", "dcterms.title", "title"),
            "meta title",
            1.5,
        ),
        (document, "title element", 1.0),
    ]
    candidates: dict[str, list[object]] = {}
    known = headings + ([headline] if headline else [])
    if raw.source:
        known = [text for text in known if words_key(text) != words_key(raw.source)]
    for text, rule, weight in stated:
        if text:
            text = _without_site(" ".join(text.split()), raw.source, known)
            entry = candidates.setdefault(words_key(text), [0.0, text, rule])
            entry[0] = float(entry[0]) + weight  # type: ignore[arg-type]
    for number, text in enumerate(headings):
        weight = HEADING_WEIGHT if len(headings) == 1 else (2.5 if number == 0 else 1.5)
        key = words_key(text)
        if len(key) < 8 and candidates and key not in candidates:
            weight = 0.5
        if raw.source and key == words_key(raw.source):
            weight = 0.0
        entry = candidates.setdefault(key, [0.0, text, "heading"])
        entry[0] = float(entry[0]) + weight  # type: ignore[arg-type]
        if key in candidates and entry[2] != "heading":
            entry[1] = text
    candidates.pop("", None)
    if candidates:
        best = max(candidates.values(), key=lambda entry: float(entry[0]))  # type: ignore[arg-type]
        set_field(raw, evidence, "title", best[1], str(best[2]))


# Date


def _read_date(page: Metadata, raw: Raw, evidence: dict[str, str], url: str | None) -> None:
    published = page.linked.text("datePublished")
    if published and any(c.isdigit() for c in published):
        set_field(raw, evidence, "date", published, "json-ld datePublished")
    for name in DATE_NAMES:
        value = page.meta(name)
        if value and sum(map(str.isdigit, value)) >= 4:
            set_field(raw, evidence, "date", value[:60], f"meta {name}")
            break
    nodes = page.microdata.nodes
    for node in (nodes.get("datePublished") or nodes.get("dateCreated") or [])[:1]:
        attributes = node.attributes
        value = attributes.get("datetime") or attributes.get("content") or node.text(deep=True)
        if value and sum(map(str.isdigit, value)) >= 4:
            set_field(raw, evidence, "date", value.strip()[:60], "microdata datePublished")
    if raw.date is None:
        set_field(raw, evidence, "date", _time_element(page), "time element")
    created = page.linked.text("dateCreated") or page.linked.text("uploadDate")
    set_field(raw, evidence, "date", created, "json-ld dateCreated")
    for address in (url, raw.url):
        if raw.date is None and address:
            set_field(raw, evidence, "date", date_in_url(address), "url date")
    modified = page.linked.text("dateModified") or page.meta("article:modified_time")
    if modified:
        raw.extra["modified"] = modified[:60]


def _time_element(page: Metadata) -> str | None:
    """The first time element that is not in a footer, a list of teasers or a comment."""
    best: str | None = None
    for node in page.times[:20]:
        value = (node.attributes.get("datetime") or "").strip()
        if sum(map(str.isdigit, value)) < 6:
            continue
        if _inside_article(node):
            return value[:60]
        best = best or value[:60]
    return best


def _inside_article(node: LexborNode) -> bool:
    parent = node.parent
    for _ in range(12):
        if parent is None:
            return False
        if parent.tag in ("article", "main"):
            return True
        if parent.tag in ("aside", "footer", "nav", "li"):
            return False
        parent = parent.parent
    return False


def date_in_url(url: str) -> str | None:
    """Return the day in an address as an ISO date.

    Example: ``date_in_url("https://news.example/2025/3/9/library")`` is ``"2025-03-09"``.
    """
    match = _URL_DATE_STRICT.search(url[:2000])
    if match is None:
        return None
    year, *rest = [group for group in match.groups() if group]
    return f"{year}-{int(rest[0]):02d}-{int(rest[1]):02d}"


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

"""Who wrote the article: JSON-LD, then meta elements, then bylines by element and class.

Right where a rule gave the authors (628 pages, set F1): persons of JSON-LD .83 to .93, links of
relation author .90, links in a byline .95, meta author .5 on pages of all kinds, the site itself
.4.  So a name that is the site's own, or that of an organisation, is believed only after all else.
"""

from __future__ import annotations

import re

from newsearch.ingest.byline_words import ends_with_role
from newsearch.ingest.html_blocks import Page
from newsearch.ingest.html_bylines import agency, head_authors, visible_authors, without_role
from newsearch.ingest.html_marks import first_heading, title_block
from newsearch.ingest.html_places import is_elsewhere
from newsearch.ingest.html_statements import AUTHOR_PAGES, Metadata, set_field
from newsearch.ingest.page_words import AUTHOR_LABEL, person_like, words_key
from newsearch.ingest.records import Raw
from newsearch.ingest.written_days import written_day

__all__ = ["Authors"]

LONGEST_BYLINE = 160
MAX_NAMES = 4  # elements of one kind that are read for names
AUTHOR_NAMES = (
    "byl", "parsely-author", "dc.creator", "dcterms.creator", "sailthru.author",
    "citation_author", "cxenseparse:author", "vr:author", "rbauthors", "article:author",
    "article:author_name", "og:author", "authors", "twitter:data1.author", "dc.contributor",
)  # fmt: skip


_AUTHOR_LINK = re.compile(
    r"^(?:view|show|see|more|all|posts?|articles?|alle|alles|mehr|zeige|ver|voir|tous|read|follow)\b"
    r"|\b(?:profile|profil|posts|articles|beiträge|artikel)\b",
    re.IGNORECASE,
)
"""The words of a link to an author's page that are no name."""
_NOBODY = frozenset(
    (
        "admin", "administrator", "webmaster", "root", "user", "unknown", "anonymous", "none",
        "null", "author", "editor",
    )
)  # fmt: skip
"""Names of accounts."""
_WRITTEN_BY = re.compile(
    r"(?:^|\s)(?:by|von|par|por|da|door|av|af|przez|oleh|авторы?|yazan|author|autor|auteur|autore|"
    r"kirjoittanut|szerző|著者|作者|执笔|執筆者)\s*:?$",
    re.IGNORECASE,
)
"""Labels that themes put before the author in what they state for cards of links."""
_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)+|\w*\d{2,}\w*")
_ORGANISATION = re.compile(
    r"(?<!\w)(?:e\. ?v\.|gmbh|ag|inc|ltd|llc|s\.a\.|stiftung|foundation|verlag|verband|redaktion|"
    r"magazine?|online|media|news|press|zeitung|team|staff|agency|agentur|institut[eo]?)(?!\w)",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_OWN_PART = re.compile(r"\s+[-–—|/]\s+|\s*[|,]\s*")


class _Names:
    """What tells a name from the site's own, an address, or other words."""

    def __init__(self, raw: Raw) -> None:
        self.own = words_key(raw.source) if raw.source else ""
        url = raw.url or ""
        self.host = (
            re.sub(r"[^a-z0-9]", "", url.split("/")[2].lower()) if url.count("/") > 2 else ""
        )

    def usable(self, values: list[str], *, site: bool = False) -> list[str]:
        """The names among `values`; those that are the site's own only where `site` is true."""
        names: list[str] = []
        for value in values:
            value = " ".join(value.split())
            if not site and self.own and self.own in words_key(value):
                value = self._without_own(value)
            key = words_key(value)
            if not key or len(value) > LONGEST_BYLINE or _AUTHOR_LINK.search(value):
                continue
            if value.startswith(("http:", "https:", "@", "/", "(")):
                continue
            if ("@" in value and " " not in value) or value.isdigit() or key in _NOBODY:
                continue
            if (day := written_day(value)) and day.end - day.start > len(value) // 2:
                continue
            if not site and (self._is_own(key) or _SLUG.fullmatch(value)):
                continue
            names.append(value)
        return list(dict.fromkeys(names))

    def _without_own(self, value: str) -> str:
        """A name without that of the site beside it: "The Coast - Ada Quill"."""
        parts = _OWN_PART.split(value)
        rest = [part for part in parts if words_key(part) != self.own]
        return ", ".join(rest) if len(rest) < len(parts) else value

    def _is_own(self, key: str) -> bool:
        squeezed = key.replace(" ", "")
        return key == self.own or (
            len(squeezed) > 3
            and (
                squeezed in self.host
                or (bool(self.own) and self.own in key and " " in key and len(self.own) > 3)
            )
        )


_NAME_CLASS = re.compile(r"(?:author|autor|auteur)[-_]{0,2}(?:full)?[-_]?name", re.IGNORECASE)
_AUTHOR_CLASS = re.compile(
    r"(?:^|[\s_-])(?:(?:post|entry|article|tech|news|story)[-_]{0,2})?(?:authors?|autor(?:in)?|auteurs?)(?:$|\s)"
    r"|__authors?(?:$|\s)|--authors?(?:$|\s)",
    re.IGNORECASE,
)
_KINDS = (
    "rel=author", "itemprop author", "link in a byline", "class author-name", "class byline",
    "link to an author's page", "class author",
)  # fmt: skip
SURE_KINDS, LINKS = 5, 2


def _kind(attributes: dict[str, str | None]) -> int | None:
    """Which of `_KINDS` an element is."""
    names = attributes.get("class") or ""
    if "author" in (attributes.get("rel") or "").split():
        return 0
    if "author" in (attributes.get("itemprop") or "").split():
        return 1
    if "byline" in names.lower() or "byline" in (attributes.get("data-testid") or "").lower():
        return 4
    if _NAME_CLASS.search(names):
        return 3
    if _AUTHOR_CLASS.search(names):
        return 6
    return None


def _read_bylines(page: Metadata) -> tuple[list[list[str]], list[list[str]]]:
    """The texts of the elements of each of `_KINDS`: about the article, and elsewhere."""
    here: list[list[str]] = [[] for _ in _KINDS]
    elsewhere: list[list[str]] = [[] for _ in _KINDS]
    for node in page.bylines:
        kind = _kind(node.attributes)
        if kind is None or len(here[kind]) >= MAX_NAMES:
            continue
        found = elsewhere if is_elsewhere(node) else here
        stated: str | None = None
        if kind == 1 and (inner := node.css_first('[itemprop="name"]')) is not None:
            node, stated = inner, inner.attributes.get("content")
        elif kind == 4:
            links = node.css("a")[:MAX_NAMES]
            found[2].extend(link.text(deep=True, separator=" ") for link in links)
        found[kind].append(_by(stated or node.text(deep=True, separator=" ")))
    for node in page.links_to(AUTHOR_PAGES):
        if is_elsewhere(node):
            elsewhere[5].append(node.text(deep=True, separator=" "))
        elif len(here[5]) < MAX_NAMES:
            here[5].append(node.text(deep=True, separator=" "))
    return here, [texts[:MAX_NAMES] for texts in elsewhere]


def _by(text: str) -> str:
    """The text of a byline without a word such as "by" before the name."""
    text = " ".join(text.split())
    label = AUTHOR_LABEL.match(text)
    text = text[label.end() :] if label else text
    if ends_with_role(text) and len(names := without_role(text) or []) == 1:
        return names[0]
    return text


class Authors:
    """The rules for the authors of one page, in three steps.

    Between them the title is found, then the text.

    Example: ``Authors(page, raw).read_statements(evidence)`` sets ``raw.authors``.
    """

    def __init__(self, page: Metadata, raw: Raw) -> None:
        self.page = page
        self.raw = raw
        self.names = _Names(raw)
        self.persons, self.organisations = page.linked.people()
        self.here: list[list[str]] = []
        self.elsewhere: list[list[str]] = []

    def _set(self, values: list[str], rule: str, evidence: dict[str, str]) -> None:
        set_field(self.raw, evidence, "authors", values, rule)

    def read_statements(self, evidence: dict[str, str]) -> None:
        """Set the authors to the persons that a statement names."""
        usable, metas = self.names.usable, self.page.metas
        self._set(usable(self.persons), "json-ld author", evidence)
        for name in AUTHOR_NAMES:
            if self.raw.authors:
                return
            self._set(usable(metas.get(name, [])), f"meta {name}", evidence)
        label = self.page.meta("twitter:label1")
        if label and _WRITTEN_BY.search(label):
            self._set(usable(metas.get("twitter:data1", [])), "meta twitter:data1", evidence)

    def read_bylines(self, blocks: Page, evidence: dict[str, str]) -> None:
        """Set them to the persons that a byline names; the title is known."""
        if self.raw.authors:
            return
        usable, metas = self.names.usable, self.page.metas
        title = title_block(blocks, self.raw.title)
        if title < 0:
            title = first_heading(blocks)
        if title >= 0:
            names = head_authors(blocks, title, labelled=True)
            self._set(usable(names or [], site=True), "head byline", evidence)
        self.here, self.elsewhere = _read_bylines(self.page)
        self._use(self.here[:SURE_KINDS], evidence)
        if title >= 0 and not self.raw.authors:
            names = head_authors(blocks, title, labelled=False)
            self._set(usable(names or []), "head byline", evidence)
        for name, values in metas.items():
            if not self.raw.authors and "author" in name and not name.endswith(("_id", ":id")):
                names = [one for one in usable(values) if not _ORGANISATION.search(one)]
                self._set(names, f"meta {name}", evidence)
        self._use(self.here, evidence)

    def read_text(self, blocks: Page, first: int, last: int, evidence: dict[str, str]) -> None:
        """Set them to those that the text names, else to what may be wrong.

        Args:
            blocks: The page's text.
            first: The number of the first block of the article's text, or -1.
            last: That of the last.
            evidence: The rules that gave the fields.
        """
        if self.raw.authors:
            return
        if first >= 0:
            self._set(visible_authors(blocks, first, last) or [], "visible byline", evidence)
        usable = self.names.usable
        self._set(usable(self.organisations), "json-ld author", evidence)
        code = agency(blocks, first)
        self._set([code] if code else [], "agency", evidence)
        linked = usable(self.persons + self.organisations, site=True)
        self._set(linked, "the site itself", evidence)
        self._use(self.elsewhere[: SURE_KINDS + 1], evidence)
        self._use(self.here[:4], evidence, site=True)
        stated = [
            value for name in (*AUTHOR_NAMES, "author") for value in self.page.metas.get(name, [])
        ]
        self._set(usable(stated, site=True), "the site itself", evidence)

    def drop_places(self, blocks: Page, evidence: dict[str, str]) -> None:
        """Leave out of a byline what stands elsewhere in the page as well.

        So do places and rubrics ("Harbour | Ada Quill | 2 May 2026"), and names of authors seldom.
        """
        names = self.raw.authors or []
        parts = [part for name in names for part in name.split(" | ") if not _DIGIT.search(part)]
        if len(parts) > 1 and evidence["authors"].startswith("byline"):
            text = "\n".join(block.text for block in blocks.blocks if " | " not in block.text)
            self.raw.authors = [part for part in parts if part not in text] or names

    def _use(
        self, bylines: list[list[str]], evidence: dict[str, str], *, site: bool = False
    ) -> None:
        for kind, texts in enumerate(bylines):
            if self.raw.authors:
                return
            values = [one for one in self.names.usable(texts, site=site) if len(one) <= 80]
            if kind >= SURE_KINDS or kind == LINKS:
                values = [one for one in values if person_like(one) or " " not in one]
            if any(map(person_like, values)):  # the others are rubrics, initials, "follow"
                values = [one for one in values if " " in one]
            self._set(values, f"byline: {_KINDS[kind]}", evidence)

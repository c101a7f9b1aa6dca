"""A page's meta elements, JSON-LD and headings, read once for the rules that choose among them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from newsearch.ingest.html_jsonld import Linked, read_linked
from newsearch.ingest.html_microdata import Microdata
from newsearch.ingest.records import Raw
from newsearch.kernel.chosen_elements import chosen_elements
from newsearch.kernel.name_signs import NameSigns

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["SUMMARY_NAMES", "Metadata", "set_field"]

_TAGS_READ = frozenset(("meta", "link", "title", "script", "h1", "h2", "h3", "time"))
_ATTRIBUTES_READ = {"itemprop": ("",), "rel": ("author", "tag"), "data-testid": ("byline",)}
_DATE = re.compile(r"date|datum|publish|posted|fecha|time", re.IGNORECASE)
_BYLINE = re.compile(r"byline|author|autor|auteur", re.IGNORECASE)
_TAGS = re.compile(r"(?i:tags|topics)|tag-list|keyword")  # "KeyWordLink": in the text, no tag
_CLASSES_READ = NameSigns(
    (),
    ("date", "datum", "publish", "posted", "fecha", "time", "byline", "author", "autor", "auteur",
     "tags", "topics", "tag-list", "keyword"),
)  # fmt: skip
"""What one of the three needs."""
MAX_HEADINGS = 10
MAX_VALUE = 20_000  # characters of one meta value
SUMMARY_NAMES = ("og:description", "description", "twitter:description", "dc.description",
                 "dcterms.description", "sailthru.description")  # fmt: skip


_PART = "\x01"
_BESIDE = re.compile(
    r"kicker|over-?line|roof-?line|(?:super|sur|over)-?(?:title|titre|head)|topic|label|"
    r"sub-?(?:title|head|line)|eyebrow|tagline|slogan|hidden|invisible|sr-only|screen-reader|"
    r"h1small|dachzeile|spitzmarke|category|rubrik|date|ts-colon|implied",
    re.IGNORECASE,
)
"""Names of parts of a heading that are not the title: what stands over, under or behind it."""


@lru_cache(maxsize=16_384)
def _speaks_of(names: str) -> tuple[bool, bool, bool]:
    """Whether the classes of an element speak of a date, of an author, of tags.

    The pages of a site share nearly all of their classes.
    """
    return (
        _DATE.search(names) is not None,
        _BYLINE.search(names) is not None,
        _TAGS.search(names) is not None,
    )


class Heading(NamedTuple):
    """A heading of the first level, with and without what stands over or under the title in it."""

    text: str
    main: str


def _read_heading(node: LexborNode) -> Heading:
    text = node.text(deep=True, separator=_PART)
    whole = " ".join(text.replace(_PART, " ").split())[:500]
    if _PART not in text:
        return Heading(whole, whole)
    main = text
    for inner in node.css("small, time, [class], [data-ob]"):
        attributes = inner.attributes
        names = attributes.get("class") or attributes.get("data-ob") or ""
        if inner.tag in ("small", "time") or _BESIDE.search(names):
            beside = inner.text(deep=True, separator=_PART)
            if beside.strip():
                main = main.replace(beside, " ", 1)
    main = " ".join(main.replace(_PART, " ").split())[:500].strip(":|/ ")
    return Heading(whole, main or whole)


class Metadata:
    """The statements of one page, read once, and the choice among them."""

    def __init__(self, tree: LexborHTMLParser, url: str | None = None) -> None:
        self.tree = tree
        self.metas: dict[str, list[str]] = {}
        self.microdata = Microdata()
        self.headings: list[Heading] = []
        self.title: str | None = None  # of the document
        self.canonical = ""
        self.dated: list[
            LexborNode
        ] = []  # may show a date; headings of three levels are among them
        self.bylines: list[LexborNode] = []  # may show the authors
        self.tagged: list[LexborNode] = []  # may show tags, or hold links that do
        self.doubtful_date: str | None = None  # of an element that may belong to something else
        scripts: list[str] = []
        for node, attributes in chosen_elements(
            tree.css("*"), _TAGS_READ, _ATTRIBUTES_READ, _CLASSES_READ
        ):
            tag = node.tag
            if tag == "meta":
                self._add_meta(attributes)
            elif tag == "script":
                if "ld+json" in (kind := attributes.get("type") or "") or "json+ld" in kind:
                    scripts.append(node.text(deep=True))
                continue
            elif tag == "title":
                self.title = self.title or " ".join(node.text(deep=True).split())[:1000] or None
            elif tag == "link":
                if attributes.get("rel") == "canonical":
                    self.canonical = self.canonical or attributes.get("href") or ""
                continue
            elif tag == "h1" and len(self.headings) < MAX_HEADINGS:
                self.headings.append(_read_heading(node))
            if "itemprop" in attributes:
                self.microdata.add(node, attributes.get("itemprop") or "")
            self._sort(node, tag or "", attributes)
        addresses = (self.canonical, self.meta("og:url"), url)
        self.linked: Linked = read_linked(scripts, [one for one in addresses if one])

    def _sort(self, node: LexborNode, tag: str, attributes: dict[str, str | None]) -> None:
        """Note an element that may show the date, the authors or the tags."""
        dated, byline, tagged = _speaks_of(attributes.get("class") or "")
        if dated or tag in ("time", "h1", "h2", "h3"):
            self.dated.append(node)
        relation = (attributes.get("rel") or "").split()
        prop = attributes.get("itemprop") or ""
        if byline or "author" in relation or "author" in prop:
            self.bylines.append(node)
        elif "byline" in (attributes.get("data-testid") or "").lower():
            self.bylines.append(node)
        if tagged or "tag" in relation or "keywords" in prop:
            self.tagged.append(node)

    def _add_meta(self, attributes: dict[str, str | None]) -> None:
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        content = attributes.get("content")
        if name and content and not content.isspace():
            held = self.metas.setdefault(name.strip().lower()[:100], [])
            if len(held) < 200:
                held.append(content[:MAX_VALUE].strip())

    def meta(self, *names: str) -> str | None:
        """The first value of the first of `names` that the page has."""
        for name in names:
            if values := self.metas.get(name):
                return values[0]
        return None

    def summaries(self) -> list[str]:
        """All descriptions of the article that the page states."""
        stated = [self.linked.text("description")]
        stated.append(self.microdata.text("description"))
        stated += [self.meta(name) for name in SUMMARY_NAMES]
        return list(dict.fromkeys(text for text in stated if text))


def set_field(raw: Raw, evidence: dict[str, str], name: str, value: object, rule: str) -> None:
    if value and getattr(raw, name) is None:
        setattr(raw, name, value)
        evidence[name] = rule

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

__all__ = ["AUTHOR_PAGES", "SUMMARY_NAMES", "TAG_PAGES", "Metadata", "set_field"]

_TAGS_READ = frozenset(("meta", "link", "title", "script", "h1", "h2", "h3", "time"))
_TAGS_WITHOUT_TEXT = frozenset(
    ("img", "picture", "source", "svg", "symbol", "g", "path", "use", "input", "option", "br", "hr")
)
_ATTRIBUTES_READ = {"itemprop": ("",), "rel": ("author", "tag"), "data-testid": ("byline",)}
_DATE = ("date", "datum", "publish", "posted", "fecha", "time")
_BYLINE = ("byline", "author", "autor", "auteur")
_TAGS = ("tags", "topics")
_TAGS_AS_WRITTEN = ("tag-list", "keyword")  # "KeyWordLink" is in the text, and no tag
_CLASSES_READ = NameSigns((), (*_DATE, *_BYLINE, *_TAGS, *_TAGS_AS_WRITTEN))
AUTHOR_PAGES = ("/author/", "/authors/", "/autor/", "/auteur/")
"""Parts of the addresses of pages about authors."""
TAG_PAGES = ("/tag/", "/tags/", "/topic/", "/topics/", "/thema/", "/temas/", "/schlagwort/")
_LINKS_READ = NameSigns((), AUTHOR_PAGES + TAG_PAGES)
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


_SAYS_NOTHING = (False, False, False)


@lru_cache(maxsize=16_384)
def _speaks_of(names: str) -> tuple[bool, bool, bool]:
    """Whether the classes of an element speak of a date, of an author, of tags.

    The pages of a site share nearly all of their classes.
    """
    small = names.lower()
    return (
        any(map(small.__contains__, _DATE)),
        any(map(small.__contains__, _BYLINE)),
        any(map(small.__contains__, _TAGS)) or any(map(names.__contains__, _TAGS_AS_WRITTEN)),
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
        found, self.links = chosen_elements(
            tree.css("*"),
            _TAGS_READ,
            _TAGS_WITHOUT_TEXT,
            _ATTRIBUTES_READ,
            _CLASSES_READ,
            _LINKS_READ,
        )
        for node, tag, attributes in found:
            if tag == "meta":
                self._add_meta(attributes)
                if len(attributes) == 2 and ("name" in attributes or "property" in attributes):
                    continue  # most: nothing else is to be known
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
            self._sort(node, tag, attributes)
        addresses = (self.canonical, self.meta("og:url"), url)
        self.linked: Linked = read_linked(scripts, [one for one in addresses if one])

    def _sort(self, node: LexborNode, tag: str, attributes: dict[str, str | None]) -> None:
        """Note an element that may show the date, the authors or the tags."""
        names = attributes.get("class")
        dated, byline, tagged = _speaks_of(names) if names else _SAYS_NOTHING
        if dated or tag in ("time", "h1", "h2", "h3"):
            self.dated.append(node)
        if "itemprop" in attributes:
            prop = attributes["itemprop"] or ""
            self.microdata.add(node, prop)
            byline = byline or "author" in prop
            tagged = tagged or "keywords" in prop
        if "rel" in attributes:
            relation = (attributes["rel"] or "").split()
            byline = byline or "author" in relation
            tagged = tagged or "tag" in relation
        if byline or "byline" in (attributes.get("data-testid") or "").lower():
            self.bylines.append(node)
        if tagged:
            self.tagged.append(node)

    def links_to(self, parts: tuple[str, ...]) -> list[LexborNode]:
        """The links in whose address one of `parts` is, `AUTHOR_PAGES` or `TAG_PAGES`."""
        return [node for node, address in self.links if any(map(address.__contains__, parts))]

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

    def language(self) -> str | None:
        """The language that the page states, such as ``en-US``."""
        root = self.tree.root
        attributes = {} if root is None else root.attributes
        return attributes.get("lang") or self.meta("og:locale", "content-language")

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

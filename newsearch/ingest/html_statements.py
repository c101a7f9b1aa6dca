"""A page's meta elements, JSON-LD and headings, read once for the rules that choose among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsearch.ingest.html_jsonld import Linked, read_linked
from newsearch.ingest.html_microdata import Microdata
from newsearch.ingest.records import Raw

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["SUMMARY_NAMES", "Metadata", "set_field"]

_STATEMENTS = (
    'meta[content], link[rel="canonical"][href], h1, title, script[type*="ld+json"], '
    'script[type="application/json+ld"], time[datetime], [itemprop]'
)
MAX_HEADINGS = 10
MAX_VALUE = 20_000  # characters of one meta value
SUMMARY_NAMES = ("og:description", "description", "twitter:description", "dc.description",
                 "dcterms.description", "sailthru.description")  # fmt: skip


class Metadata:
    """The statements of one page, read once, and the choice among them."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self.tree = tree
        self.metas: dict[str, list[str]] = {}
        self.microdata = Microdata()
        self.headings: list[str] = []
        self.title: str | None = None  # of the document
        self.canonical = ""
        self.times: list[LexborNode] = []
        scripts: list[str] = []
        last = 0
        for node in tree.css(_STATEMENTS):  # one search: each goes through the whole page
            if node.mem_id == last:  # a node is given once for each selector that it fits
                continue
            last = node.mem_id
            tag = node.tag
            attributes = node.attributes
            if tag == "meta":
                self._add_meta(attributes)
            elif tag == "script":
                scripts.append(node.text(deep=True))
            elif tag == "h1":
                if len(self.headings) < MAX_HEADINGS:
                    heading = node.text(deep=True, separator=" ")
                    self.headings.append(" ".join(heading.split())[:500])
            elif tag == "title":
                self.title = self.title or " ".join(node.text(deep=True).split())[:1000] or None
            elif tag == "link" and attributes.get("rel") == "canonical":
                self.canonical = self.canonical or attributes.get("href") or ""
            if tag == "time" and attributes.get("datetime"):
                self.times.append(node)
            if "itemprop" in attributes:
                self.microdata.add(node, attributes.get("itemprop") or "")
        self.linked: Linked = read_linked(scripts)

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

"""A page's meta elements, JSON-LD and headings, read once for the rules that choose among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsearch.ingest.html_jsonld import Linked, read_linked
from newsearch.ingest.html_microdata import Microdata
from newsearch.ingest.records import Raw

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

__all__ = ["SUMMARY_NAMES", "Metadata", "first_text", "set_field"]

MAX_VALUE = 20_000  # characters of one meta value
SUMMARY_NAMES = ("og:description", "description", "twitter:description", "dc.description",
                 "dcterms.description", "sailthru.description")  # fmt: skip


class Metadata:
    """The statements of one page, read once, and the choice among them."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self.tree = tree
        self.metas: dict[str, list[str]] = {}
        for node in tree.css("meta[content]"):
            attributes = node.attributes
            name = (
                attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
            )
            content = attributes.get("content")
            if name and content and not content.isspace():
                held = self.metas.setdefault(name.strip().lower()[:100], [])
                if len(held) < 200:
                    held.append(content[:MAX_VALUE].strip())
        self.linked: Linked = read_linked(
            [
                node.text(deep=True)
                for node in tree.css('script[type*="ld+json"], script[type="application/json+ld"]')
            ]
        )
        self.microdata = Microdata(tree)
        self.headings = [
            " ".join(node.text(deep=True, separator=" ").split())[:500]
            for node in tree.css("h1")[:10]
        ]

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


def first_text(tree: LexborHTMLParser, selector: str) -> str | None:
    node = tree.css_first(selector)
    if node is None:
        return None
    return " ".join(node.text(deep=True).split())[:1000] or None


def set_field(raw: Raw, evidence: dict[str, str], name: str, value: object, rule: str) -> None:
    if value and getattr(raw, name) is None:
        setattr(raw, name, value)
        evidence[name] = rule

"""The article's microdata: properties (``itemprop``) of an object of a schema.org article type."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = ["Microdata"]

MAX_PROPERTIES = 400  # elements with a property that are looked at
DEEPEST = 60  # parents looked through for the object that a property belongs to

_ARTICLE_TYPE = re.compile(
    r"(?:article|posting|report|creativework|webpage)s?/?\s*$", re.IGNORECASE
)


class Microdata:
    """The properties of the articles in a page.

    Example: ``page.microdata.text("articleSection")``.
    """

    def __init__(self) -> None:
        self.nodes: dict[str, list[LexborNode]] = {}
        self.count = 0

    def add(self, node: LexborNode, names: str) -> None:
        """Note an element and the names of the properties whose value it is."""
        self.count += 1
        if self.count <= MAX_PROPERTIES:
            for name in names.split():
                self.nodes.setdefault(name, []).append(node)

    def text(self, name: str) -> str | None:
        """The value of the first such property of an article."""
        for node in self.nodes.get(name, ())[:20]:
            if _of_article(node):
                value = _value(node)
                if value:
                    return value
        return None

    def describes_news(self) -> bool:
        """Whether an element is named as the description of a news article."""
        return any(
            _kind_around(node).endswith("NewsArticle")
            for node in self.nodes.get("description", ())[:20]
        )

    def name(self, name: str) -> str | None:
        """The name of the object that is the value of such a property of an article."""
        for node in self.nodes.get(name, ())[:20]:
            if not _of_article(node):
                continue
            inner = node.css_first('[itemprop~="name"]')
            value = _value(node if inner is None else inner)
            if value and not value.startswith(("http:", "https:")):
                return value
        return None


def _value(node: LexborNode) -> str:
    attributes = node.attributes
    value = attributes.get("content") or attributes.get("datetime") or node.text(deep=True)
    return " ".join(value.split())


def _of_article(node: LexborNode) -> bool:
    """Say whether the nearest object around a property is an article, or of no stated type."""
    return _ARTICLE_TYPE.search(_kind_around(node)) is not None


def _kind_around(node: LexborNode) -> str:
    """The type of the nearest object around a property; an article where none is stated."""
    parent = node.parent
    for _ in range(DEEPEST):
        if parent is None:
            return ""
        attributes = parent.attributes
        if "itemscope" in attributes or "itemtype" in attributes:
            kind = attributes.get("itemtype")
            return "Article" if kind is None else kind.strip().rstrip("/")
        parent = parent.parent
    return ""

"""Where an element stands in a page: with the title, or among comments and other articles."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from newsearch.kernel.name_signs import NameSigns

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from newsearch.ingest.html_blocks import Block, Element, Page

__all__ = ["block_elsewhere", "is_elsewhere"]

FARTHEST_PARENT = 12  # elements around one that are looked at
TEASER_LENGTH = 120  # characters from which an item of a list is a teaser, not a line of facts

_ELSEWHERE = re.compile(
    r"(?:^|[\s_-])(?:comments?|respond|related|teasers?|sidebar|widgets?|recommend\w*|archive|"
    r"calendar|footer|kommentar\w*|hidden|sr-only|\w+-hidden|popular|latest|newsticker|ticker)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Names of elements that hold comments, other articles, or what nobody sees."""
_SIGNS = NameSigns(
    (),
    ("comment", "respond", "related", "teaser", "sidebar", "widget", "recommend", "archive",
     "calendar", "footer", "kommentar", "hidden", "sr-only", "popular", "latest", "ticker"),
)  # fmt: skip
"""What one of them needs."""


_OF_ARTICLE = re.compile(r"entry|post|article|meta|story|content", re.IGNORECASE)
"""Names of the footer of an article."""


@lru_cache(maxsize=4096)
def _names_elsewhere(names: str) -> bool:
    return _SIGNS.may_be_in(names) and _ELSEWHERE.search(names) is not None


def is_elsewhere(node: LexborNode) -> bool:
    """Say whether an element is in a footer, a list of teasers, or what is named as such."""
    parent: LexborNode | None = node
    for _ in range(FARTHEST_PARENT):
        if parent is None or parent.tag in ("article", "main", "body"):
            return False
        if parent.tag in ("aside", "nav"):
            return True
        if parent.tag == "li" and len(parent.text(deep=True)[:TEASER_LENGTH]) == TEASER_LENGTH:
            return True
        attributes = parent.attributes
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        if _names_elsewhere(names):
            return True
        if parent.tag == "footer":
            return _OF_ARTICLE.search(names) is None
        parent = parent.parent
    return False


def block_elsewhere(page: Page, block: Block) -> bool:
    """Say so of a block of the page's text."""
    number = block.element
    for _ in range(FARTHEST_PARENT):
        if number < 0:
            return False
        element = page.elements[number]
        if element.tag in ("article", "main", "body"):
            return False
        if element.tag in ("aside", "nav"):
            return True
        if element.tag == "li" and _is_long(page, element):
            return True
        if _names_elsewhere(element.hint):
            return True
        if element.tag == "footer":
            return _OF_ARTICLE.search(element.hint) is None
        number = element.parent
    return False


def _is_long(page: Page, element: Element) -> bool:
    blocks = page.blocks[element.first : element.end]
    return sum(len(block.text) for block in blocks) >= TEASER_LENGTH

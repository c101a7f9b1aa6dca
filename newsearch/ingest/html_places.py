"""Where an element stands in a page: with the title, or among comments and other articles."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from newsearch.kernel.name_signs import NameSigns

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = ["is_elsewhere", "stand_together"]

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
    return _ELSEWHERE.search(names) is not None


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
        if parent.tag == "footer":
            return _OF_ARTICLE.search(names) is None
        if _SIGNS.may_be_in(names) and _names_elsewhere(names):
            return True
        parent = parent.parent
    return False


def stand_together(one: LexborNode, other: LexborNode, levels: int) -> bool:
    """Say whether one element is at most so many levels above each of two."""
    around: set[int] = set()
    for node in (one, other):
        ids = set()
        parent = node.parent
        for _ in range(levels):
            if parent is None or parent.tag == "body":
                break
            ids.add(parent.mem_id)
            parent = parent.parent
        if around & ids:
            return True
        around = ids
    return False

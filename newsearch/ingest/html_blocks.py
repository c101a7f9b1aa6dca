"""A page as a flat list of blocks of text, with the elements that hold them.

One walk over the tree, in document order, without recursion: depth costs nothing.  What no reader
sees (scripts, styles, forms, menus marked as such) is left out by its element name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from newsearch.ingest.html_hints import HIDDEN_NAME, named_bad, read_names
from newsearch.kernel.node_kinds import (
    BLOCK,
    BOLD,
    BREAK,
    LINK,
    NAMED,
    OTHER,
    TEXT,
    UNSEEN,
)
from newsearch.kernel.page_blocks import Block, Element, make_blocks
from newsearch.kernel.text_runs import text_runs

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["Block", "Element", "Page", "read_blocks"]

MAX_NODES = 400_000  # nodes looked at in one page; real pages have fewer than 50,000
MAX_BLOCK = 200_000  # characters of one block

UNSEEN_TAGS = (
    "script", "style", "svg", "template", "iframe", "nav", "button",
    "select", "input", "textarea", "picture", "video", "audio", "canvas", "object", "embed",
    "dialog", "head", "map", "math", "amp-ad", "amp-social-share", "figcaption", "img", "wbr",
    "-comment", None,
)  # fmt: skip
_INLINE_NAMES = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt "
    "ruby s samp small span strike strong sub sup time tt u var"
)
INLINE_TAGS = frozenset(_INLINE_NAMES.split())
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


@dataclass(slots=True)
class Page:
    elements: list[Element] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


_KINDS: dict[str | None, int] = {
    **dict.fromkeys(INLINE_TAGS, OTHER),
    **dict.fromkeys(UNSEEN_TAGS, UNSEEN),
    **dict.fromkeys(("b", "strong"), BOLD),
    "a": LINK,
    "br": BREAK,
    "span": NAMED,
    "-text": TEXT,
}


_ROLES = HEADINGS | frozenset(("p", "li", "pre", "td", "th", "dd", "dt", "figure", "address"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")


def read_blocks(tree: LexborHTMLParser) -> Page:
    """Return the blocks of a parsed page."""
    page = Page()
    root = tree.body or tree.root
    if root is not None:
        runs = text_runs(root, _KINDS, _span_kind, MAX_NODES, MAX_BLOCK)
        make_blocks(runs, read_names, _hides, _ROLES, page.elements, page.blocks)
    return page


def _hides(style: str) -> bool:
    small = style[:500].lower()
    return ("none" in small or "hidden" in small) and _HIDDEN.search(small) is not None


def _span_kind(node: LexborNode) -> int:
    """What a span is: a caption stands like a block, a tooltip is unseen."""
    attributes = node.attributes
    if not attributes:
        return OTHER
    style = attributes.get("style")
    if style and _hides(style):
        return UNSEEN
    names = attributes.get("class")
    return _names_kind(names) if names else OTHER


@lru_cache(maxsize=16_384)
def _names_kind(value: str) -> int:
    names = read_names(value)
    if HIDDEN_NAME.search(names):
        return UNSEEN
    return BLOCK if named_bad(names) else OTHER

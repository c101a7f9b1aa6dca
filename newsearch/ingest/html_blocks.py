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

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["Block", "Element", "Page", "read_blocks"]

MAX_NODES = 400_000  # nodes looked at in one page; real pages have fewer than 50,000
MAX_BLOCK = 200_000  # characters of one block

UNSEEN_TAGS = (
    "script", "style", "svg", "noscript", "template", "iframe", "nav", "button",
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
class Element:
    """A block-level element, or an inline one whose class matters."""

    tag: str
    hint: str  # class, id, role and the like, in small letters
    parent: int
    first: int  # number of the first block inside
    end: int = -1  # number after the last block inside
    bad: bool = False  # not part of an article


@dataclass(slots=True)
class Block:
    """A run of text between two borders of block-level elements."""

    text: str
    element: int
    tag: str  # the nearest of p, h1-h6, li, blockquote, pre, td, dd; else the element's own
    linked: int  # characters inside links
    strong: int  # characters inside b and strong
    quoted: bool = False


@dataclass(slots=True)
class Page:
    elements: list[Element] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


_SIGNS = frozenset(("id", "role", "itemprop", "data-testid", "data-component", "aria-label"))


class _Walker:
    """Builds the blocks of a page from the nodes in document order."""

    def __init__(self) -> None:
        self.page = Page()
        self.nodes: list[LexborNode] = []  # open block-level nodes
        self.open: list[int] = []  # the elements of the first of them, which hold text
        self.text: list[str] = []
        self.linked = 0
        self.strong = 0

    def flush(self) -> None:
        """End the block that is being read."""
        parts = self.text
        whole = parts[0] if len(parts) == 1 else "".join(parts)
        text = " ".join(whole[:MAX_BLOCK].split())
        self.text.clear()
        if text:
            if len(self.open) < len(self.nodes):
                self._make_elements()
            element = self.open[-1] if self.open else -1
            tag, quoted = self._role(element)
            self.page.blocks.append(Block(text, element, tag, self.linked, self.strong, quoted))
        self.linked = self.strong = 0

    def _make_elements(self) -> None:
        """Most block-level nodes hold no text; elements are made for those that do."""
        elements = self.page.elements
        first = len(self.page.blocks)
        parent = self.open[-1] if self.open else -1
        for node in self.nodes[len(self.open) :]:
            elements.append(Element(node.tag or "", _read_hint(node.attributes), parent, first))
            parent = len(elements) - 1
            self.open.append(parent)

    def _role(self, number: int) -> tuple[str, bool]:
        elements = self.page.elements
        role = ""
        own = elements[number].tag if number >= 0 else "body"
        for _ in range(4):
            if number < 0:
                break
            tag = elements[number].tag
            if tag == "blockquote":
                return role or own, True
            if not role and (tag in HEADINGS or tag in _ROLES):
                role = tag
            number = elements[number].parent
        return role or own, False

    def enter(self, node: LexborNode) -> None:
        """Begin a block-level node."""
        if self.text:
            self.flush()
        self.nodes.append(node)

    def leave(self) -> None:
        """End the block-level node that was entered last."""
        if self.text:
            self.flush()
        if len(self.open) == len(self.nodes):
            self.page.elements[self.open.pop()].end = len(self.page.blocks)
        self.nodes.pop()


_BLOCK, _LINK, _BOLD, _OTHER, _TEXT, _BREAK, _SPAN, _NOTHING = range(8)
_KINDS: dict[str | None, int] = {
    **dict.fromkeys(INLINE_TAGS, _OTHER),
    **dict.fromkeys(UNSEEN_TAGS, _NOTHING),
    "-text": _TEXT,
    **dict.fromkeys(("b", "strong"), _BOLD),
    "a": _LINK,
    "br": _BREAK,
    "span": _SPAN,
}


def _read_hint(attributes: dict[str, str | None]) -> str:
    value = attributes.get("class")
    hint = read_names(value) if value else ""
    if len(attributes) == ("class" in attributes):
        return hint
    for name, value in attributes.items():
        if name in _SIGNS:
            if value:
                hint = f"{hint} {read_names(value)}"
        elif name == "hidden" or (name == "style" and value and _HIDDEN.search(value[:500])):
            hint += " is-hidden-element"
    return hint.strip()


_ROLES = frozenset(("p", "li", "pre", "td", "th", "dd", "dt", "figure", "address"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def read_blocks(tree: LexborHTMLParser) -> Page:
    """Return the blocks of a parsed page."""
    walker = _Walker()
    node = tree.body or tree.root
    if node is None:
        return walker.page
    walker.enter(node)
    node = node.first_child
    parents: list[tuple[LexborNode, int]] = []  # the elements around the node, and what they are
    text = walker.text
    kinds = _KINDS
    links = bolds = breaks = 0  # how many of each are open; breaks: without text between
    for _ in range(MAX_NODES):
        while node is None and parents:
            node, kind = parents.pop()
            node = node.next
            if kind == _BLOCK:
                walker.leave()
            elif kind == _LINK:
                links -= 1
            elif kind == _BOLD:
                bolds -= 1
        if node is None:
            break
        kind = kinds.get(node.tag, _BLOCK)
        if kind == _TEXT:
            value = node.text_content
            node = node.next
            if value and not value.isspace():
                text.append(value)
                if links:
                    walker.linked += len(value)
                if bolds:
                    walker.strong += len(value)
                breaks = 0
            elif text:
                text.append(" ")
            continue
        if kind == _SPAN:
            kind = _span_kind(node)
        if kind == _NOTHING:
            node = node.next
            continue
        if kind == _BREAK:
            breaks += 1
            if breaks > 1:
                walker.flush()
            elif text:
                text.append(" ")
            node = node.next
            continue
        child = node.first_child
        if child is None:
            if kind == _BLOCK and text:
                walker.flush()
            node = node.next
            continue
        if kind == _BLOCK:
            walker.enter(node)
        elif kind == _LINK:
            links += 1
        elif kind == _BOLD:
            bolds += 1
        parents.append((node, kind))
        node = child
    while walker.nodes:
        walker.leave()
    return walker.page


def _span_kind(node: LexborNode) -> int:
    """What a span is: a caption stands like a block, a tooltip is unseen."""
    attributes = node.attributes
    if not attributes:
        return _OTHER
    style = attributes.get("style")
    if style and _HIDDEN.search(style[:500]):
        return _NOTHING
    names = attributes.get("class")
    return _names_kind(names) if names else _OTHER


@lru_cache(maxsize=16_384)
def _names_kind(value: str) -> int:
    names = read_names(value)
    if HIDDEN_NAME.search(names):
        return _NOTHING
    return _BLOCK if named_bad(names) else _OTHER

"""The blocks of a page and the elements that hold them, made of its runs of text."""

from __future__ import annotations

from collections.abc import Callable

from newsearch.kernel.text_runs import Run

__all__ = ["Block", "Element", "make_blocks"]

QUOTE = "blockquote"
NEAREST = 4  # elements around a run that may say what it is
SIGN, HIDDEN, STYLE = 1, 2, 3
ATTRIBUTES = {
    **dict.fromkeys(
        ("id", "role", "itemprop", "data-testid", "data-component", "aria-label"), SIGN
    ),
    "hidden": HIDDEN,
    "style": STYLE,
}
"""What is read besides the class."""
HIDDEN_HINT = "is-hidden-element"
"""The name of what is not shown."""


class Element:
    """A block-level element, or an inline one whose class matters.

    Args:
        tag: Its name.
        hint: Class, id, role and the like, in small letters.
        parent: The number of the element around it, or -1.
        first: The number of the first block inside.
        key: By which its node is known.
    """

    def __init__(self, tag: str, hint: str, parent: int, first: int, key: int = 0) -> None:
        self.tag = tag
        self.hint = hint
        self.parent = parent
        self.first = first
        self.key = key
        self.end = -1  # number after the last block inside
        self.bad = False  # not part of an article


class Block:
    """A run of text between two borders of block-level elements.

    Args:
        text: The text, one space between its words.
        element: The number of the nearest element around it.
        tag: The nearest of p, h1-h6, li, blockquote, pre, td, dd; else the element's own.
        linked: Characters inside links.
        strong: Characters inside b and strong.
        quoted: Whether a blockquote is near.
    """

    def __init__(
        self, text: str, element: int, tag: str, linked: int, strong: int, quoted: bool
    ) -> None:
        self.text = text
        self.element = element
        self.tag = tag
        self.linked = linked
        self.strong = strong
        self.quoted = quoted


def _hint(
    attributes: dict[str, str | None],
    read_names: Callable[[str], str],
    hides: Callable[[str], bool],
) -> str:
    """The names that an element has, its classes first."""
    value = attributes.get("class")
    hint = read_names(value) if value else ""
    for name, value in attributes.items():
        kind = ATTRIBUTES.get(name)
        if kind is None:
            continue
        if kind == SIGN:
            if value:
                hint = f"{hint} {read_names(value)}"
        elif kind == HIDDEN or (value and hides(value)):
            hint += " " + HIDDEN_HINT
    return hint.strip()


def make_blocks(
    runs: list[Run],
    read_names: Callable[[str], str],
    hides: Callable[[str], bool],
    roles: frozenset[str],
    elements: list[Element],
    blocks: list[Block],
) -> None:
    """Makes of each run a block, and the elements that begin with it.

    Args:
        runs: What `text_runs` found.
        read_names: Gives the names in the value of an attribute, in small letters.
        hides: Says whether the value of a style attribute hides its element.
        roles: Tags that say what a block is.
        elements, blocks: Empty; get what is made.

    Example:
        >>> from newsearch.kernel.node_kinds import TEXT
        >>> from newsearch.kernel.text_runs import text_runs
        >>> from selectolax.lexbor import LexborHTMLParser
        >>> body = LexborHTMLParser("<p>Rain<p>Sun").body
        >>> elements, blocks = [], []
        >>> runs = text_runs(body, {"-text": TEXT}, None, 100, 100)
        >>> make_blocks(runs, str.lower, bool, frozenset(("p",)), elements, blocks)
        >>> [(one.tag, one.first, one.end) for one in elements]
        [('body', 0, 2), ('p', 0, 1), ('p', 1, 2)]
        >>> [(one.text, one.element, one.tag) for one in blocks]
        [('Rain', 1, 'p'), ('Sun', 2, 'p')]
    """
    around: list[Element] = []  # the elements that hold the run, the outer first
    numbers: list[int] = []
    count = 0
    for ended, begun, text, linked, strong in runs:
        for _ in range(ended):
            element = around.pop()
            numbers.pop()
            element.end = count
        for node in begun:
            parent = numbers[len(numbers) - 1] if numbers else -1
            attributes = node.attributes
            hint = _hint(attributes, read_names, hides) if attributes else ""
            element = Element(node.tag or "", hint, parent, count, node.mem_id)
            numbers.append(len(elements))
            around.append(element)
            elements.append(element)
        role = ""
        quoted = False
        depth = len(around)
        place = depth
        while place > 0 and depth - place < NEAREST:
            place -= 1
            element = around[place]
            if element.tag == QUOTE:
                quoted = True
                break
            if not role and element.tag in roles:
                role = element.tag
        element = around[depth - 1]
        number = numbers[depth - 1]
        blocks.append(Block(text, number, role or element.tag, linked, strong, quoted))
        count += 1
    for element in around:
        element.end = count

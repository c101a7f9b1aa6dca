# cython: boundscheck=False
# Numbers of tags are compared with the length of the table that they index.
"""Chooses among all elements of a page those that a rule may read: one in ten.

To read the attributes of all and look at them here takes less than a search with a selector that
names what is sought, as each part of a selector looks at each element anew.
"""

from __future__ import annotations

from typing import Any

from newsearch.kernel.name_signs import NameSigns
from newsearch.kernel.node_kinds import TAGS

__all__ = ["chosen_elements"]

OTHER, WANTED, UNKNOWN = 0, 1, 2


def chosen_elements(
    nodes: list[Any],
    tags: frozenset[str],
    wanted: dict[str, tuple[str, ...]],
    signs: NameSigns,
) -> list[tuple[Any, dict[str, str | None]]]:
    """The elements that may matter, each with its attributes.

    Args:
        nodes: Elements, as the parser (selectolax) gives them.
        tags: The elements of these tags matter.
        wanted: So do those with any of these attributes, in whose value one of the strings
            is, in small letters or others.
        signs: So do those in whose class one of these may be.

    Example:
        >>> from selectolax.lexbor import LexborHTMLParser
        >>> tree = LexborHTMLParser("<h1>Rain</h1><p class=date>Monday<p rel=tag>Sun<p class=big>1")
        >>> signs = NameSigns([], ["date"])
        >>> found = chosen_elements(tree.css("*"), frozenset(("h1",)), {"rel": ("tag",)}, signs)
        >>> [(node.tag, attributes) for node, attributes in found]
        [('h1', {}), ('p', {'class': 'date'}), ('p', {'rel': 'tag'})]
    """
    table = bytearray(bytes((UNKNOWN,)) * TAGS)
    known = table
    found: list[tuple[Any, dict[str, str | None]]] = []
    for node in nodes:
        number = node.tag_id
        kind = known[number] if number < TAGS else UNKNOWN
        if kind == UNKNOWN:
            kind = WANTED if node.tag in tags else OTHER
            if number < TAGS:
                known[number] = kind
        held = node.attributes
        if kind == OTHER:
            if not held:
                continue
            names = held.get("class")
            if not names or not signs.may_be_in(names):
                if not _has_wanted(held, wanted):
                    continue
        found.append((node, held))
    return found


def _has_wanted(held: dict[str, str | None], wanted: dict[str, tuple[str, ...]]) -> bool:
    for name, strings in wanted.items():
        if name in held:
            value = (held[name] or "").lower()
            for string in strings:
                if string in value:
                    return True
    return False

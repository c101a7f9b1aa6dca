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

OTHER, WANTED, LINK, IGNORED, UNKNOWN = 0, 1, 2, 3, 4


def chosen_elements(
    nodes: list[Any],
    tags: frozenset[str],
    ignored: frozenset[str],
    wanted: dict[str, tuple[str, ...]],
    signs: NameSigns,
    link_signs: NameSigns,
) -> tuple[list[tuple[Any, str, dict[str, str | None]]], list[tuple[Any, str]]]:
    """The elements that may matter, and the links that may.

    Args:
        nodes: Elements, as the parser (selectolax) gives them.
        tags: The elements of these tags matter.
        ignored: Those of these never do.
        wanted: So do those with any of these attributes, in whose value one of the strings
            is, in small letters or others.
        signs: So do those in whose class one of these may be.
        link_signs: So do links in whose address one of these may be.

    Returns:
        The elements, each with its tag and its attributes; the links, each with its address.

    Example:
        >>> from selectolax.lexbor import LexborHTMLParser
        >>> tree = LexborHTMLParser("<h1>Rain</h1><p class=date>Monday<p rel=tag>Sun<p class=big>1")
        >>> signs = NameSigns([], ["date"])
        >>> wanted = {"rel": ("tag",)}
        >>> found, links = chosen_elements(
        ...     tree.css("*"), frozenset(("h1",)), frozenset(), wanted, signs, signs
        ... )
        >>> [(tag, attributes) for node, tag, attributes in found]
        [('h1', {}), ('p', {'class': 'date'}), ('p', {'rel': 'tag'})]
    """
    table = bytearray(bytes((UNKNOWN,)) * TAGS)
    known = table
    names: list[str] = [""] * TAGS
    found: list[tuple[Any, str, dict[str, str | None]]] = []
    links: list[tuple[Any, str]] = []
    for node in nodes:
        number = node.tag_id
        kind = known[number] if number < TAGS else UNKNOWN
        if kind == UNKNOWN:
            tag = node.tag
            kind = OTHER
            if tag in tags:
                kind = WANTED
            elif tag in ignored:
                kind = IGNORED
            elif tag == "a":
                kind = LINK
            if number < TAGS:
                known[number] = kind
                names[number] = tag
        if kind == IGNORED:
            continue
        held = node.attributes
        if kind != WANTED:
            if not held:
                continue
            if kind == LINK:
                value = held.get("href")
                if value and link_signs.may_be_in(value):
                    links.append((node, value))
            value = held.get("class")
            if not (value and signs.may_be_in(value)) and not _has_wanted(held, wanted):
                continue
        found.append((node, names[number] if number < TAGS else node.tag, held))
    return found, links


def _has_wanted(held: dict[str, str | None], wanted: dict[str, tuple[str, ...]]) -> bool:
    for name, strings in wanted.items():
        if name in held:
            value = (held[name] or "").lower()
            for string in strings:
                if string in value:
                    return True
    return False

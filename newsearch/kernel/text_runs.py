# cython: boundscheck=False
# Numbers of tags are compared with the length of the table that they index.
"""Walks the tree of a page and gathers its runs of text, with the elements that hold them.

A page has thousands of nodes and some hundred runs, so what is done at each node decides what the
reading of pages costs.  Nodes are those of the parser (selectolax); only their children and
neighbours are asked for, so that the walk needs no recursion.
"""

from __future__ import annotations

from typing import Any

from newsearch.kernel.node_kinds import BLOCK, BOLD, BREAK, LINK, NAMED, TAGS, TEXT, UNSEEN

__all__ = ["Run", "text_runs"]

Run = tuple[int, list[Any], str, int, int]
"""A run of text: how many of the elements that hold the run before have ended, the elements that
begin, the outer first; the text; how many of its characters are in links; how many are bold."""
UNKNOWN = 255


def text_runs(
    root: Any, kinds: dict[str | None, int], named_kind: Any, nodes: int, longest: int
) -> list[Run]:
    """The runs of text in an element, in the order of the page.

    Elements without text of their own or in an element inside are not in the result.

    Args:
        root: The element, of kind `BLOCK` (the kinds are in `node_kinds`).
        kinds: The kind of a node by its tag; `BLOCK` where it is not there.
        named_kind: A function that returns the kind of a node of kind `NAMED`.
        nodes: How many nodes are looked at.
        longest: Characters of the longest run; more are dropped.

    Example:
        >>> from newsearch.kernel.node_kinds import BOLD, TEXT
        >>> from selectolax.lexbor import LexborHTMLParser
        >>> body = LexborHTMLParser("<p>Rain <b>stops</b></p>").body
        >>> runs = text_runs(body, {"b": BOLD, "-text": TEXT}, None, 100, 100)
        >>> [(ended, [node.tag for node in begun], *rest) for ended, begun, *rest in runs]
        [(0, ['body', 'p'], 'Rain stops', 0, 5)]
    """
    runs: list[Run] = []
    ended = 0
    begun = [root]
    parts: list[str] = []
    linked = 0
    strong = 0
    links = 0  # how many are open
    bolds = 0
    breaks = 0  # without text between them
    around: list[Any] = []  # the elements around the node
    kinds_around: list[int] = []
    table = bytearray(b"\xff" * TAGS)
    known = table  # the kinds of the tags met, by their numbers, which cost less than their names
    node = root.first_child
    left = nodes
    while left > 0:
        left -= 1
        entered = None
        closed = False
        if node is None:
            if not around:
                break
            left += 1
            node = around.pop().next
            kind = kinds_around.pop()
            if kind == LINK:
                links -= 1
            elif kind == BOLD:
                bolds -= 1
            if kind != BLOCK:
                continue
            closed = True
        else:
            number = node.tag_id
            kind = known[number] if number < TAGS else UNKNOWN
            if kind == UNKNOWN:
                found = kinds.get(node.tag)
                kind = BLOCK if found is None else found
                if number < TAGS:
                    known[number] = kind
            if kind == TEXT:
                text = node.text_content
                node = node.next
                if text and not text.isspace():
                    parts.append(text)
                    if links:
                        linked += len(text)
                    if bolds:
                        strong += len(text)
                    breaks = 0
                elif parts:
                    parts.append(" ")
                continue
            if kind == NAMED:
                kind = named_kind(node)
            if kind == UNSEEN:
                node = node.next
                continue
            if kind == BREAK:
                node = node.next
                breaks += 1
                if breaks == 1:
                    if parts:
                        parts.append(" ")
                    continue
            else:
                child = node.first_child
                if child is None:
                    node = node.next
                    if kind != BLOCK:
                        continue
                else:
                    if kind == BLOCK:
                        entered = node
                    elif kind == LINK:
                        links += 1
                    elif kind == BOLD:
                        bolds += 1
                    around.append(node)
                    kinds_around.append(kind)
                    node = child
                    if kind != BLOCK:
                        continue
        if parts:
            text = parts[0] if len(parts) == 1 else "".join(parts)
            text = " ".join(text[:longest].split())
            parts.clear()
            if text:
                runs.append((ended, begun, text, linked, strong))
                begun = []
                ended = 0
            linked = 0
            strong = 0
        if closed:
            if begun:
                begun.pop()
            else:
                ended += 1
        elif entered is not None:
            begun.append(entered)
    if parts:
        text = " ".join("".join(parts)[:longest].split())
        if text:
            runs.append((ended, begun, text, linked, strong))
    return runs

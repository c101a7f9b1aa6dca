"""The runs of text of a page, against a plain description by recursion."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from newsearch.kernel.node_kinds import BLOCK, BOLD, BREAK, LINK, OTHER, TEXT, UNSEEN

from .conftest import compiled_kernel, pure_kernel

BOTH = pytest.mark.parametrize("load", [pure_kernel, compiled_kernel])
KINDS: dict[str | None, int] = {
    "a": LINK, "b": BOLD, "i": OTHER, "br": BREAK, "nav": UNSEEN, "-text": TEXT,
}  # fmt: skip

leaves = st.sampled_from(["Rain ", "stops", " ", "\n", "<br>", "<div></div>"])
pages = st.recursive(
    leaves,
    lambda inner: st.tuples(
        st.sampled_from(["div", "section", "a", "b", "i", "nav"]), st.lists(inner, max_size=4)
    ).map(lambda one: f"<{one[0]}>{''.join(one[1])}</{one[0]}>"),
    max_leaves=25,
)

Described = list[tuple[list[int], str, int, int]]


def described(root: Any) -> Described:
    """Each run with the blocks around it, the outer first, by their identities."""
    found: Described = []
    run: list[tuple[str, bool, bool]] = []
    breaks = 0

    def end(blocks: list[int]) -> None:
        text = " ".join("".join(part for part, _, _ in run).split())
        if text:
            linked = sum(len(part) for part, in_link, _ in run if in_link and not part.isspace())
            strong = sum(len(part) for part, _, is_bold in run if is_bold and not part.isspace())
            found.append((blocks, text, linked, strong))
        run.clear()

    def walk(node: Any, blocks: list[int], in_link: bool, is_bold: bool) -> None:
        nonlocal breaks
        kind = KINDS.get(node.tag, BLOCK)
        if kind == UNSEEN:
            return
        if kind == TEXT:
            run.append((node.text_content, in_link, is_bold))
            breaks = breaks if node.text_content.isspace() else 0
        elif kind == BREAK:
            run.append((" ", in_link, is_bold))
            breaks += 1
            if breaks > 1:
                end(blocks)
        if kind == BLOCK:
            end(blocks)
            blocks = [*blocks, node.mem_id]
        child = node.first_child
        while child is not None:
            walk(child, blocks, in_link or kind == LINK, is_bold or kind == BOLD)
            child = child.next
        if kind == BLOCK:
            end(blocks)

    walk(root, [], False, False)
    return found


def unfolded(runs: list[Any]) -> Described:
    """The result of the kernel in the form of the description."""
    found: Described = []
    around: list[int] = []
    for ended, begun, text, linked, strong in runs:
        around = around[: len(around) - ended] + [node.mem_id for node in begun]
        found.append((around, text, linked, strong))
    return found


@BOTH
@settings(max_examples=300, deadline=None)
@given(page=pages)
def test_runs_are_those_described(load: Callable[[str], ModuleType], page: str) -> None:
    root = LexborHTMLParser(page).body
    runs = load("text_runs").text_runs(root, KINDS, None, 10_000, 10_000)
    assert unfolded(runs) == described(root)


@BOTH
def test_few_nodes_are_looked_at_where_few_may_be(load: Callable[[str], ModuleType]) -> None:
    root = LexborHTMLParser("<p>One<p>Two<p>Three").body
    runs = load("text_runs").text_runs(root, KINDS, None, 4, 2)
    assert [text for _, _, text, _, _ in runs] == ["On", "Tw"]

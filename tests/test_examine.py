"""What a text needs cleaned: one pass, against a plain description."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import ModuleType

from hypothesis import given, settings
from hypothesis import strategies as st

from newsearch.kernel import limits

from .conftest import compiled_kernel, pure_kernel

texts = st.text(st.sampled_from("ab  \n\n\t\x00é&"), max_size=30)


def described(text: str) -> int:
    found = 0
    for bit, pattern in (
        (limits.HAS_CONTROL, r"[\x00-\x09\x0b-\x1f\x7f]"),
        (limits.HAS_WIDE, r"[^\x00-\x7f]"),
        (limits.HAS_SPACES, "  "),
        (limits.HAS_EDGE_SPACE, r"(?m: $|^ )|\A\n|\n\Z"),
        (limits.HAS_SINGLE_BREAK, r"[^\n]\n[^\n]"),
        (limits.HAS_BLANK_RUN, r"\n\n\n"),
    ):
        if re.search(pattern, text):
            found |= bit
    return found


@settings(max_examples=400, deadline=None)
@given(texts)
def test_examine_finds_what_is_there(text: str) -> None:
    pure = pure_kernel("examine").examine(text.encode())
    assert pure == compiled_kernel("examine").examine(text.encode())
    assert pure == described(text)


def test_spaces_collapse(kernel: Callable[[str], ModuleType]) -> None:
    collapse = kernel("examine").collapse_spaces
    assert collapse("а  б   c d ".encode(), False).decode() == "а б c d "
    assert collapse(b"", False) == b""


@settings(max_examples=400, deadline=None)
@given(st.text(st.sampled_from("abcdefg   \né"), max_size=60), st.booleans())
def test_spaces_collapse_in_any_place(text: str, join_lines: bool) -> None:
    text = re.sub(r" *\n *", "\n", re.sub(r"\n{3,}", "\n\n", text)).strip()
    expected = re.sub(r"(?<=[^\n])\n(?=[^\n])", " ", text) if join_lines else text
    expected = re.sub(" +", " ", expected)
    for load in (pure_kernel, compiled_kernel):
        assert load("examine").collapse_spaces(text.encode(), join_lines).decode() == expected

"""White space put right in one pass, against a plain description."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsearch.kernel import limits

from .conftest import compiled_kernel, pure_kernel

BOTH = pytest.mark.parametrize("load", [pure_kernel, compiled_kernel])

words = st.sampled_from(
    ["Rain", "stops", "and", "sun.", "café…", "“So”", "a", "»", "。", "harbour"]
)
runs = st.sampled_from([" ", " ", " ", "  ", "\n", "\n", " \n", "\n   ", "\n\n", "\n \n\n"])
texts = st.lists(st.tuples(words, runs), max_size=60).map(
    lambda parts: "".join(word + run for word, run in parts)
)
odd_texts = st.text(st.sampled_from("abcdefg.  \n\né…"), max_size=120)
"""What may be around a text, too."""


@st.composite
def wrapped_texts(draw: st.DrawFn) -> str:
    """Lines of about one width, as programs break them; now and then one is not."""
    width = draw(st.integers(36, 104))
    lines = []
    for _ in range(draw(st.integers(0, 30))):
        line = ("né" * width)[: width - draw(st.integers(0, 4))]
        lines.append(
            draw(st.sampled_from(["", "", "", "", "    ", " "]))
            + draw(st.sampled_from([line, line, line, line, line[:-1] + ".", line[:5], ""]))
            + draw(st.sampled_from(["", "", "", " ", "   "]))
        )
    return "\n".join(lines)


def described_as_wrapped(text: str) -> bool:
    text = re.sub(" +\n", "\n", text)
    lines = text[: limits.WRAP_SAMPLE].split("\n")[: limits.WRAP_LINES]
    wrapped = other = 0
    for line, following in pairwise(lines):
        if line and following and not following.startswith("  "):
            fits = limits.WRAP_LEAST <= len(line) <= limits.WRAP_WIDTH
            if fits and line[-1] not in ".!?:;…。”»":
                wrapped += 1
            else:
                other += 1
    return wrapped > 1 and wrapped > 2 * other


def described(text: str) -> str:
    text = text.strip()
    joins = described_as_wrapped(text)
    text = re.sub(" +\n", "\n", text)
    if joins:
        text = re.sub("(?<!\n)\n {2,}", "\n\n", text)
    text = re.sub("\n +", "\n", text)
    if joins:
        text = re.sub("(?<!\n)\n(?!\n)", " ", text)
    elif "\n\n" not in text:
        text = text.replace("\n", "\n\n")
    return re.sub(" +", " ", re.sub("\n{3,}", "\n\n", text))


@BOTH
@settings(max_examples=300, deadline=None)
@given(text=texts | odd_texts | wrapped_texts())
def test_white_space_is_put_right(load: Callable[[str], ModuleType], text: str) -> None:
    assert load("whitespace").normalise_whitespace(text) == described(text)


@BOTH
@settings(max_examples=300, deadline=None)
@given(text=wrapped_texts() | odd_texts)
def test_wrapped_lines_are_told(load: Callable[[str], ModuleType], text: str) -> None:
    data = text.strip().encode()
    found = load("whitespace").is_wrapped(data, 0, len(data))
    assert found == described_as_wrapped(text.strip())


@BOTH
@given(text=texts | odd_texts, where=st.integers(0, 120), control=st.sampled_from("\0\t\r\x1f\x7f"))
def test_control_characters_are_left_to_others(
    load: Callable[[str], ModuleType], text: str, where: int, control: str
) -> None:
    assert load("whitespace").normalise_whitespace(text[:where] + control + text[where:]) is None


def test_clean_text_is_not_copied(kernel: Callable[[str], ModuleType]) -> None:
    text = "One paragraph, long enough.\n\n" * 20 + "And one."
    assert kernel("whitespace").normalise_whitespace(text) is text
    assert kernel("whitespace").normalise_whitespace(" \n ") == ""


def test_lone_surrogates_are_refused(kernel: Callable[[str], ModuleType]) -> None:
    with pytest.raises(UnicodeEncodeError):
        kernel("whitespace").normalise_whitespace("half \ud83d")

"""The kernels that read pages, compiled and as plain Python, against plain descriptions."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from newsearch.ingest.html_hints import BAD_HINT, BAD_WORDS, named_bad
from newsearch.kernel.node_kinds import TEXT

from .conftest import compiled_kernel, pure_kernel

Load = Callable[[str], ModuleType]
BOTH = pytest.mark.parametrize("load", [pure_kernel, compiled_kernel])
NAMES = st.lists(
    st.sampled_from(
        ["ad", "tag", "top", "related", "news", "-", "_", " ", "READ", "more", "ä", "ß"]
    ),
    max_size=8,
).map("".join)


# name_signs


@BOTH
@settings(deadline=None)
@given(text=NAMES)
def test_a_text_that_holds_a_word_or_a_part_is_never_passed_over(load: Load, text: str) -> None:
    signs = load("name_signs").NameSigns(["ad", "tag"], ["related", "more"])
    words = re.split(r"[^a-z0-9]+", text.lower())
    if not text.isascii() or "related" in text.lower() or "more" in text.lower():
        assert signs.may_be_in(text)
    if "ad" in words or "tag" in words:
        assert signs.may_be_in(text)


@BOTH
def test_a_text_that_holds_none_is_passed_over(load: Load) -> None:
    signs = load("name_signs").NameSigns(["ad"], ["related", "share"])
    for text in ("", "shadow", "bericht", "regional", "post-12 short", "a d", "readme"):
        assert not signs.may_be_in(text), text


@BOTH
def test_a_part_is_no_shorter_than_what_is_compared(load: Load) -> None:
    with pytest.raises(ValueError, match="fewer than 4"):
        load("name_signs").NameSigns([], ["tag"])


@settings(deadline=None)
@given(name=NAMES)
def test_names_of_furniture_are_found_as_by_the_expression_alone(name: str) -> None:
    found = bool(BAD_HINT.search(name)) or not BAD_WORDS.isdisjoint(re.split(r"[-_ ]", name))
    if not found:
        assert not named_bad(name)
    elif " " not in name and "tag-" not in name and "top" not in name:  # none of the harmless
        assert named_bad(name)


# byte_search


@BOTH
@settings(deadline=None)
@given(
    data=st.lists(st.sampled_from([b"<", b"<s", b"<script", b"x" * 40, b"\x00"])).map(b"".join),
    start=st.integers(0, 200),
    short=st.integers(0, 50),
)
def test_bytes_are_found_where_python_finds_them(
    load: Load, data: bytes, start: int, short: int
) -> None:
    search = load("byte_search")
    stop = max(0, len(data) - short)
    for wanted in (b"<script", b"<s", b"xx"):
        assert search.find_bytes(data, wanted, start, stop) == data.find(wanted, start, stop)
    assert search.count_byte(data, 60) == data.count(b"<")


# word_keys


@BOTH
@settings(deadline=None)
@given(data=st.text(alphabet="<ab", max_size=90).map(str.encode), number=st.integers(1, 30))
def test_a_byte_is_found_by_its_number(load: Load, data: bytes, number: int) -> None:
    parts = data.split(b"<")
    place = len(b"<".join(parts[:number]))
    assert load("byte_search").find_byte(data, ord("<"), number) == place


@BOTH
@settings(deadline=None, max_examples=300)
@given(
    parts=st.lists(
        st.one_of(
            st.text(max_size=3).map(lambda text: text.encode("utf-8", "surrogatepass")),
            st.binary(max_size=4),
            st.sampled_from(
                [
                    b"a" * 31,
                    b"a" * 32,
                    b"\xed\xa0\x80",
                    b"\xc0\xaf",
                    b"\xe0\x80\x80",
                    b"\xf0\x80\x80\x80",
                    b"\xf4\x90\x80\x80",
                    b"\xf4\x8f\xbf\xbf",
                    b"\xed\x9f\xbf",
                    b"\xe2\x82",
                    b"\xf0\x9f\x98",
                ]
            ),
        )
    )
)
def test_text_is_in_utf_8_where_python_decodes_it(load: Load, parts: list[bytes]) -> None:
    data = b"".join(parts)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        assert not load("byte_search").is_utf8(data)
    else:
        assert load("byte_search").is_utf8(data)


@BOTH
@settings(deadline=None)
@given(text=st.text() | st.text("aZ9_- äßİ²½漢·́"))
def test_a_key_is_what_an_expression_leaves(load: Load, text: str) -> None:
    expected = re.sub(r"[\W_]+", " ", text.casefold()).strip()
    assert load("word_keys").word_key(text) == expected


# page_blocks


def _blocks(load: Load, page: str) -> tuple[list[Any], list[Any]]:
    kinds: dict[str | None, int] = {"-text": TEXT}
    runs = load("text_runs").text_runs(LexborHTMLParser(page).body, kinds, None, 10_000, 10_000)
    elements: list[Any] = []
    blocks: list[Any] = []
    roles = frozenset(("p", "li"))
    load("page_blocks").make_blocks(
        runs, str.lower, lambda style: "none" in style, roles, elements, blocks
    )
    return elements, blocks


@BOTH
def test_elements_hold_their_blocks_and_names(load: Load) -> None:
    page = (
        "<body><div class=Box id=A style='display:none'><p>One<p hidden>Two</div>"
        "<blockquote><p><q>Three</q></blockquote>"
    )
    elements, blocks = _blocks(load, page)
    assert [(one.tag, one.hint, one.parent, one.first, one.end) for one in elements] == [
        ("body", "", -1, 0, 3),
        ("div", "box a is-hidden-element", 0, 0, 2),
        ("p", "", 1, 0, 1),
        ("p", "is-hidden-element", 1, 1, 2),
        ("blockquote", "", 0, 2, 3),
        ("p", "", 4, 2, 3),
        ("q", "", 5, 2, 3),
    ]
    assert [(one.text, one.element, one.tag, one.quoted) for one in blocks] == [
        ("One", 2, "p", False),
        ("Two", 3, "p", False),
        ("Three", 6, "p", True),
    ]


# page_values


def _page(load: Load) -> tuple[list[Any], list[Any], list[float]]:
    """Body: a menu and two paragraphs, and in a box a line."""
    kernel = load("page_blocks")
    elements = [
        kernel.Element("body", "", -1, 0),
        kernel.Element("div", "article", 0, 1),
        kernel.Element("div", "box", 0, 3),
    ]
    for element, end in zip(elements, (4, 3, 4), strict=True):
        element.end = end
    texts = ("Menu", "漢字の文、" * 12, "A sentence that is not long, yet is prose to all.", "News")
    blocks = [
        kernel.Block(text, number, "div", 0, 0, False)
        for text, number in zip(texts, (0, 1, 1, 2), strict=True)
    ]
    values = load("page_values").block_values(
        blocks, frozenset(("h1",)), 0.5, lambda text: False, lambda block: False
    )
    return elements, blocks, values


@BOTH
def test_prose_counts_its_characters_and_ideographs_twice(load: Load) -> None:
    assert _page(load)[2] == [-8.0, 108.0, 24.5, -8.0]


@BOTH
def test_the_container_is_the_element_of_the_greatest_sum(load: Load) -> None:
    kernel = load("page_values")
    elements, blocks, values = _page(load)
    alive = kernel.mark_furniture(
        elements, blocks, values, -1, 0.5, "box".__eq__, frozenset(("aside",))
    )
    assert list(alive) == [1, 1, 1, 0]
    assert [element.bad for element in elements] == [False, False, True]
    container = kernel.find_container(
        elements, values, alive, "article".__eq__, 1.25, 0.8, frozenset(("p",))
    )
    assert container == (1, 1)
    assert kernel.prune(elements, blocks, values, alive, 0) == [0, 1, 2]


@BOTH
def test_a_part_of_negative_value_is_pruned(load: Load) -> None:
    kernel = load("page_values")
    elements, blocks, values = _page(load)
    values[3] = -9.0
    assert kernel.prune(elements, blocks, values, bytearray(b"\x01" * 4), 0) == [0, 1, 2]
    assert kernel.find_container(
        elements, [-1.0] * 4, bytearray(b"\x01" * 4), bool, 1.25, 0.8, frozenset()
    ) == (-1, -1)


# chosen_elements


@BOTH
def test_elements_are_chosen_by_tag_attribute_class_and_address(load: Load) -> None:
    tree = LexborHTMLParser(
        "<h1>1</h1><p class=POST-date>2<p rel='x Author'>3<p rel=nofollow class=big>4"
        "<img class=date><a href=/tag/harbour>5</a><a href=/shop>6</a><amp-time class=date>7"
    )
    signs = load("name_signs").NameSigns([], ["date"])
    links = load("name_signs").NameSigns([], ["/tag/"])
    found, addresses = load("chosen_elements").chosen_elements(
        tree.css("*"), frozenset(("h1",)), frozenset(("img",)), {"rel": ("author",)}, signs, links
    )
    assert [(node.text(deep=False), tag) for node, tag, _ in found] == [
        ("1", "h1"),
        ("2", "p"),
        ("3", "p"),
        ("7", "amp-time"),
    ]
    assert [address for _, address in addresses] == ["/tag/harbour"]

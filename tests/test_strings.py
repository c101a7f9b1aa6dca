"""Strings that are as they should be, against plain descriptions."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch.ingest.addresses import canonical_url
from newsearch.ingest.cleaning import without_title

from .conftest import compiled_kernel, pure_kernel

BOTH = pytest.mark.parametrize("load", [pure_kernel, compiled_kernel])
ADDRESS = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[!\"$->@-~]*)?")
LINE = re.compile(r"[!-%'-~]+(?: [!-%'-~]+)*")


@BOTH
@given(
    start=st.sampled_from(["http://", "https://", "http:/", "", "ftp://"]),
    host=st.text(st.sampled_from("az09-..A_:é"), max_size=8),
    path=st.text(st.sampled_from('/!"#$%>?@~\x7f éA'), max_size=8),
)
def test_canonical_addresses(
    load: Callable[[str], ModuleType], start: str, host: str, path: str
) -> None:
    is_canonical_address = load("strings").is_canonical_address
    for text in (start + host + path, f"{start}a.b/{path}"):
        assert is_canonical_address(text) == (ADDRESS.fullmatch(text) is not None)


@BOTH
@pytest.mark.parametrize(
    "address",
    [
        "https://m.coast.example/a", "https://www.m.coast.example", "https://mobile.coast.example",
        "https://amp.coast.example/a", "https://coast.example/amp", "http://coast.example/a.amp",
        "https://www.google.com/amp/s/coast.example/a", "https://xn--80ak6aa92e.example/",
    ],
)  # fmt: skip
def test_addresses_of_versions_of_a_page_are_not_canonical(
    load: Callable[[str], ModuleType], address: str
) -> None:
    assert not load("strings").is_canonical_address(address)
    assert canonical_url(address) != address
    assert load("strings").is_canonical_address("https://com.coast.example/map/lamp.html")


@BOTH
@given(
    title=st.text("abAZ1é. '", min_size=1, max_size=12).filter(lambda text: text == text.strip()),
    between=st.sampled_from(["\n\n", "\n", " ", "!\n\n", ".\n\n", "é\n\n", ""]),
    rest=st.text("abA1é.\n ", max_size=30),
)
def test_titles_that_stand_in_the_body_again(
    load: Callable[[str], ModuleType], title: str, between: str, rest: str
) -> None:
    """What `without_title` would take out is never passed over."""
    for line in (title, title.upper(), f"“{title}”"):
        body = f"{line}{between}{rest}".strip()
        if body and without_title(body, title) != body:
            assert load("strings").may_repeat(body.encode(), title)


@BOTH
@given(text=st.text(st.sampled_from("ab!~  &\n\x7fé"), max_size=12))
def test_plain_lines(load: Callable[[str], ModuleType], text: str) -> None:
    assert load("strings").is_plain_line(text) == (LINE.fullmatch(text) is not None)


values = st.none() | st.text("a<", max_size=3) | st.lists(st.text(max_size=1)) | st.integers(0, 1)


@BOTH
@given(record=st.dictionaries(st.sampled_from("abcdefgh"), values), left_out=st.sets(st.integers()))
def test_strings_are_taken(
    load: Callable[[str], ModuleType], record: dict[str, Any], left_out: set[int]
) -> None:
    fields = tuple(None if at in left_out else f"field {name}" for at, name in enumerate(record))
    found = {"evidence": {}}
    left = load("strings").take_strings(record, fields, found)
    given = {field: record[name] for field, name in zip(fields, record, strict=True) if field}
    strings = {
        field: value
        for field, value in given.items()
        if isinstance(value, str) and "<" not in value
    }
    assert found == {"evidence": {}, **{field: value for field, value in strings.items() if value}}
    assert left == [
        field for field, value in given.items() if field not in strings and value not in (None, [])
    ]


def test_each_value_needs_a_field(kernel: Callable[[str], ModuleType]) -> None:
    with pytest.raises(ValueError, match="2 values for 1 fields"):
        kernel("strings").take_strings({"a": "b", "c": "d"}, ("title",), {})

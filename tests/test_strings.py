"""Strings that are as they should be, against plain descriptions."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

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

"""Rows in memory mapped from the system."""

from __future__ import annotations

from typing import Any

import pytest

from newsearch.kernel.memory import room


@pytest.mark.parametrize("code", ["B", "H", "I", "Q"])
@pytest.mark.parametrize("count", [0, 1, 5000])
def test_a_row_is_zeros_that_can_be_written(code: Any, count: int) -> None:
    row = room(code, count)
    assert (row.format, len(row), row.readonly) == (code, count, False)
    assert row.tolist() == [0] * count
    if count:
        row[-1] = 1
        assert row[count - 1] == 1


def test_a_large_row_outlives_nothing_but_its_views() -> None:
    row = room("I", 1 << 22)
    part = row[1 << 21 :]
    part[-1] = 3
    del row
    assert sum(part[-5:]) == 3


def test_what_cannot_be_had() -> None:
    with pytest.raises(ValueError, match="format"):
        room("no type", 1)  # type: ignore[arg-type]
    with pytest.raises((MemoryError, OSError, OverflowError)):
        room("Q", 1 << 60)

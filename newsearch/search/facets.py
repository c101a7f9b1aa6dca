"""How often each value of a keyword field occurs among the articles that match.

Exact: every matching article is counted.  Cost: about 2 ns a value counted, then what it takes to
sort the values that occurred.
"""

from __future__ import annotations

import heapq
from array import array
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

from newsearch.kernel.counts import count_ordinals

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FACET_FIELDS", "count_values"]

#: The fields that can be counted.
FACET_FIELDS = ("tags", "source", "authors", "section", "language")


class Column(Protocol):
    """The values of one keyword field of a segment."""

    @property
    def offsets(self) -> Sequence[int]: ...
    @property
    def ordinals(self) -> Sequence[int]: ...
    @property
    def values(self) -> Sequence[str]: ...


class ColumnSegment(Protocol):
    """What counting values needs of a segment."""

    @property
    def columns(self) -> Mapping[str, Column]: ...


def count_values(
    segments: Sequence[ColumnSegment],
    matched: Sequence[array[int]],
    field: str,
    limit: int | None = None,
) -> list[tuple[str, int]]:
    """Counts the values of a field over the matching articles.

    Args:
        segments: The segments of one snapshot.
        matched: For each segment the numbers of the documents that match ('I').
        field: One of `FACET_FIELDS`.
        limit: How many values to return at most; ``None`` for all that occur.

    Returns:
        ``(value, count)``, most frequent first, equal counts in the order of the values; as
        originally written, so ``"Peace"`` and ``"peace"`` are two values.

    Raises:
        KeyError: When a segment has no such column.
        IndexError: When a column is damaged.

    Example::

        count_values(snapshot.segments, matched, "tags", limit=10)  # [("Harbours", 12), ...]
    """
    counted = [
        (column, counts)
        for segment, documents in zip(segments, matched, strict=True)
        if len(documents)
        for column, counts in (_count(segment.columns[field], documents),)
    ]
    if limit is not None and limit <= 0:
        return []
    if len(counted) == 1:
        column, counts = counted[0]
        pairs = _single(column.values, counts, limit)
    else:
        pairs = _merged(counted)
    if limit is None:
        return sorted(pairs, key=_most_first)
    return heapq.nsmallest(limit, pairs, key=_most_first)


def _count(column: Column, documents: array[int]) -> tuple[Column, array[int]]:
    counts = array("I", bytes(4 * len(column.values)))
    count_ordinals(documents, column.offsets, column.ordinals, counts)
    return column, counts


def _single(
    values: Sequence[str], counts: array[int], limit: int | None
) -> Iterable[tuple[str, int]]:
    """The pairs of one segment; reads only the values that can be among the first ``limit``."""
    least = 1
    if limit is not None and limit < len(counts):
        least = max(1, heapq.nlargest(limit, counts)[-1])
    return [(values[i], count) for i, count in enumerate(counts) if count >= least]


def _merged(counted: Iterable[tuple[Column, array[int]]]) -> Iterable[tuple[str, int]]:
    totals: dict[str, int] = {}
    for column, counts in counted:
        values = column.values
        for i, count in enumerate(counts):
            if count:
                value = values[i]
                totals[value] = totals.get(value, 0) + count
    return totals.items()


def _most_first(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]

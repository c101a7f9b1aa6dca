"""Counting over the documents that match: values of a column, articles of a time interval.

Lists of document numbers are ascending.  What comes from disk (offsets, ordinals) is checked:
a number that points outside raises IndexError, compiled or not.

Cost, compiled: about 2 ns a value counted.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

__all__ = ["count_intervals", "count_ordinals", "dated_count"]


def count_ordinals(
    documents: Sequence[int],
    offsets: Sequence[int],
    ordinals: Sequence[int],
    counts: array[int],
) -> None:
    """Adds 1 to ``counts[ordinal]`` for each value of each of the documents.

    Args:
        documents: Document numbers ('I').
        offsets: Where a document's values start in ``ordinals``; one more entry than documents.
        ordinals: The values, document after document ('I').
        counts: One count a value ('I'); changed in place.

    Raises:
        IndexError: When a document, an offset or an ordinal is out of range.

    Example:
        >>> counts = array("I", [0, 0])
        >>> offsets, ordinals = array("I", [0, 2, 2, 3]), array("I", [0, 1, 1])
        >>> count_ordinals(array("I", [0, 2]), offsets, ordinals, counts)
        >>> counts.tolist()
        [1, 2]
    """
    for i in range(len(documents)):
        document = documents[i]
        start = offsets[document]
        end = offsets[document + 1]
        for at in range(start, end):
            ordinal = ordinals[at]
            counts[ordinal] += 1


def dated_count(documents: Sequence[int], dates: Sequence[int], missing: int) -> int:
    """How many of the documents have a date; those that lack one come last.

    Args:
        documents: Document numbers ('I'), ascending.
        dates: A date for each document ('q'), descending.
        missing: The value that stands for no date, below every date.

    Example:
        >>> dated_count(array("I", [0, 2, 3]), array("q", [9, 8, 7, -1]), -1)
        2
    """
    low = 0
    high = len(documents)
    while low < high:
        middle = (low + high) >> 1
        date = dates[documents[middle]]
        if date > missing:
            low = middle + 1
        else:
            high = middle
    return low


def count_intervals(
    documents: Sequence[int],
    dates: Sequence[int],
    count: int,
    starts: Sequence[int],
    counts: array[int],
) -> None:
    """Adds to ``counts[i]`` how many documents have a date from ``starts[i]`` to ``starts[i+1]``.

    The last interval has no end; documents before the first start are not counted.  Dates are
    descending, so each interval is a run of ``documents`` whose end a binary search finds: the
    cost grows with the number of intervals, hardly with that of documents.

    Args:
        documents: Document numbers ('I'), ascending.
        dates: A date for each document ('q'), descending.
        count: How many of ``documents`` to look at.
        starts: Where each interval begins ('q'), ascending.
        counts: One count an interval ('I'); changed in place.

    Example:
        >>> counts = array("I", [0, 0])
        >>> count_intervals(array("I", [0, 1, 2]), array("q", [9, 6, 5]), 3,
        ...                 array("q", [4, 6]), counts)
        >>> counts.tolist()
        [1, 2]
    """
    done = 0
    for interval in range(len(starts) - 1, -1, -1):
        start = starts[interval]
        # Gallops, then halves: neighbouring intervals end near each other.
        step = 1
        low = done
        high = done
        while high < count and dates[documents[high]] >= start:
            low = high + 1
            high += step
            step <<= 1
        if high > count:
            high = count
        while low < high:
            middle = (low + high) >> 1
            date = dates[documents[middle]]
            if date >= start:
                low = middle + 1
            else:
                high = middle
        counts[interval] += low - done
        done = low

"""Where the words of a phrase stand together.

A row lists, for one word of the phrase, where it stands; ``positions`` turns its entries, which
are ascending, into positions in the text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

__all__ = ["exact_phrases", "near_words"]


def exact_phrases(rows: Sequence[list[int]], positions: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last word of each run of words at successive positions.

    Example:
        >>> list(exact_phrases([[0, 2], [1]], [5, 6, 9]))
        [(0, 1)]
    """
    following = [{positions[i]: i for i in row} for row in rows[1:]]
    for first in rows[0]:
        position = positions[first]
        last: int | None = first
        for step, row in enumerate(following, 1):
            last = row.get(position + step)
            if last is None:
                break
        else:
            if last is not None:
                yield first, last


def near_words(rows: Sequence[list[int]], positions: Sequence[int], slop: int) -> list[int]:
    """All words of all chains with one word a row, each 1 to ``slop`` positions after the last.

    Example:
        >>> near_words([[0, 2], [1]], [5, 8, 9], 3)
        [0, 1]
    """
    reached = [rows[0]]
    for row in rows[1:]:
        before = [positions[i] for i in reached[-1]]
        reached.append([i for i in row if _between(before, positions[i] - slop, positions[i] - 1)])
    used = set(reached[-1])
    kept = reached[-1]
    for row in reversed(reached[:-1]):
        after = [positions[i] for i in kept]
        kept = [i for i in row if _between(after, positions[i] + 1, positions[i] + slop)]
        used.update(kept)
    return sorted(used)


def _between(ascending: Sequence[int], first: int, last: int) -> bool:
    return bisect_left(ascending, first) < bisect_right(ascending, last)

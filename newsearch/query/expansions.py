"""Tests on index terms for queries that mean many of them: fuzzy words, patterns and the like.

Each is a value that can be called with a term (UTF-8 bytes), so that plans are equal when they
mean the same. `newsearch.search.expanding` looks at what a test says of itself to pass over most
terms of a dictionary.
"""

from __future__ import annotations

import re

from newsearch.values import Value

__all__ = ["FuzzyTest", "PatternTest", "StartTest", "UnlikeTest", "pattern_test", "within"]


def within(first: str, second: str, limit: int) -> bool:
    """Whether two words differ by at most ``limit`` typing errors.

    A typing error is an insertion, deletion or replacement of a character or the swap of two
    neighbours; no part is edited twice: the "optimal string alignment" distance (Damerau, CACM
    1964; L. Boytsov, "Indexing methods for approximate dictionary searching", JEA 2011).

    Args:
        first, second: The words.
        limit: At least 0; time grows with it.

    Example:
        >>> within("bridge", "birdge", 1), within("bridge", "bide", 1)
        (True, False)
    """
    if first == second:
        return True
    if abs(len(first) - len(second)) > limit:
        return False
    start = 0
    shortest = min(len(first), len(second))
    while start < shortest and first[start] == second[start]:
        start += 1
    end = 0
    while end < shortest - start and first[-1 - end] == second[-1 - end]:
        end += 1
    a, b = first[start : len(first) - end], second[start : len(second) - end]
    if min(len(a), len(b)) == 0:
        return True  # only insertions are left, and not more than the lengths differ
    return _distance_within(a, b, limit)


def _distance_within(a: str, b: str, limit: int) -> bool:
    """`within` by rows of the matrix of distances, given up when a whole row is too far."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        older, before, row = before, row, [i]
        for j, right in enumerate(b, 1):
            cost = before[j - 1] + (left != right)
            cost = min(cost, before[j] + 1, row[j - 1] + 1)
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > limit and min(before) > limit:
            return False
    return row[-1] <= limit


class FuzzyTest(Value):
    """Whether a term is near any spelling and starts as that spelling does.

    Attributes:
        spellings: The words as they could stand in the index.
        limit: Typing errors allowed.
        prefix_length: So many first characters must be the same.
    """

    spellings: tuple[str, ...]
    limit: int
    prefix_length: int

    def __call__(self, term: bytes) -> bool:
        word = term.decode("utf-8", "replace")
        return any(
            word.startswith(spelling[: self.prefix_length]) and within(word, spelling, self.limit)
            for spelling in self.spellings
        )


class PatternTest(Value):
    """Whether a term matches a regular expression from its start.

    Attributes:
        pattern: The expression.
        literal: Every term that matches holds these bytes; may be empty.
    """

    pattern: re.Pattern[str]
    literal: bytes = b""

    def __call__(self, term: bytes) -> bool:
        return self.pattern.match(term.decode("utf-8", "replace")) is not None


class StartTest(Value):
    """Whether a term begins with ``start`` or is one of ``whole``."""

    start: bytes
    whole: frozenset[bytes]

    def __call__(self, term: bytes) -> bool:
        return term.startswith(self.start) or term in self.whole


class UnlikeTest(Value):
    """Whether a term is none of ``refused``."""

    refused: frozenset[bytes]

    def __call__(self, term: bytes) -> bool:
        return term not in self.refused


def pattern_test(expression: str, literal: str = "") -> PatternTest:
    """A test whether a term matches a regular expression from its start.

    Args:
        expression: The regular expression.
        literal: A part that every match holds, if one is known.

    Raises:
        re.error: It is no regular expression.
    """
    return PatternTest(re.compile(expression), literal.encode())

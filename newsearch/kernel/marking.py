"""Finds the few words of an article that a query may have matched, and the best place to show.

Together these loops spare snippets all Python work for the words that nobody asked for.

Cost, compiled: `marked_words` 3 ns a byte of English news, the others some 5 ns a mark.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from newsearch.kernel.lookup import MISSING
from newsearch.kernel.tokenise import Forms

__all__ = ["UNDECIDED", "best_window", "marked_words", "merged_spans"]

UNDECIDED = 2
"""The mark of a term of which it is not known yet whether it is of interest."""

# The same as C variables (see the .pxd).
UNKNOWN = MISSING
OPEN = UNDECIDED


def marked_words(
    forms: Forms, text: bytes, leads: bytes, terms: array[int], marks: bytearray
) -> tuple[array[int], int, bool]:
    """The words of a text whose term has a mark, or whose form has no term yet.

    Args:
        forms: Numbers the forms; those met for the first time are added to it.
        text: UTF-8.
        leads: 256 bytes: 0 for each first byte of words that cannot be of interest.
        terms: The term of each form ('I'), or `MISSING`; forms beyond its end have none.
        marks: A byte for each term, 0 for no mark; terms beyond its end have none.

    Returns:
        Rows of four numbers ('I'): how many words of the text stand before the word, its form,
        its start and its end in bytes. Then how many rows there are (the array may be longer),
        and whether any word's form has no term or its term is `UNDECIDED`.

    Raises:
        ValueError: ``leads`` has not 256 bytes.

    Example:
        >>> leads, terms, marks = bytes([1] * 256), array("I", [0, 1]), bytearray([0, 1])
        >>> forms = Forms()
        >>> _ = forms.append(b"sail ships")
        >>> rows, count, undecided = marked_words(forms, b"sail, ships", leads, terms, marks)
        >>> rows[: 4 * count].tolist(), undecided
        ([1, 1, 6, 11], False)
    """
    if len(leads) != 256:
        raise ValueError(f"leads must have 256 bytes, not {len(leads)}")
    known = len(terms)
    term_count = len(marks)
    rows = array("I", bytes(16 * 128))
    size = len(rows)
    words = rows
    term_of = terms
    mark_of = marks
    scanner = forms.scanner
    scanner.open(text)
    unknown = UNKNOWN
    place = filled = 0
    undecided = False
    found = scanner.advance()
    while found:
        for at in range(found):
            if leads[text[scanner.starts[at]]]:
                form = forms.find(
                    scanner.firsts[at], scanner.seconds[at], scanner.starts[at], scanner.ends[at]
                )
                term = term_of[form] if form < known else unknown
                mark = OPEN
                if term != unknown:
                    mark = mark_of[term] if term < term_count else 0
                if mark:
                    if mark == OPEN:
                        undecided = True
                    if filled == size:
                        rows = rows * 2
                        words = rows
                        size = 2 * size
                    words[filled] = place
                    words[filled + 1] = form
                    words[filled + 2] = scanner.starts[at]
                    words[filled + 3] = scanner.ends[at]
                    filled += 4
            place += 1
        found = scanner.advance()
    scanner.open(b"")
    return rows, filled >> 2, undecided


def best_window(
    starts: Sequence[int],
    ends: Sequence[int],
    parts: Sequence[int],
    weights: Sequence[float],
    width: int,
    again: float,
) -> tuple[int, int]:
    """The marks, side by side within ``width``, that weigh most; the earliest of equals.

    Args:
        starts, ends, parts: Of each mark, where it begins and ends and what it is a part of
            ('I'); ascending by start.
        weights: The weight of each part ('d').
        width: From the start of the first to the end of the last at most; a mark that is wider
            stands alone.
        again: What each further mark of a part weighs, as a share of the first.

    Returns:
        The first of them, and the one after the last.

    Raises:
        ValueError: The arrays are not equally long.
        IndexError: A part has no weight.

    Example:
        >>> starts, ends = array("I", [0, 50, 60]), array("I", [5, 55, 65])
        >>> best_window(starts, ends, array("I", [0, 0, 1]), array("d", [1.0, 1.0]), 20, 0.1)
        (1, 3)
    """
    count = len(starts)
    if len(ends) != count or len(parts) != count:
        raise ValueError("starts, ends and parts must be equally long")
    inside = array("I", bytes(4 * len(weights)))
    times = inside
    score = best = 0.0
    best_first = best_last = last = 0
    for first in range(count):
        begin = starts[first]
        if last < first:
            last = first
        while last < count:
            end = ends[last]
            if last > first and end - begin > width:
                break
            part = parts[last]
            score += weights[part] * (again if times[part] else 1.0)
            times[part] += 1
            last += 1
        if score > best + 1e-9:
            best = score
            best_first = first
            best_last = last
        part = parts[first]
        times[part] -= 1
        score -= weights[part] * (again if times[part] else 1.0)
    return best_first, best_last


def merged_spans(starts: Sequence[int], ends: Sequence[int]) -> list[tuple[int, int]]:
    """Joins spans, ascending by start, that overlap or touch.

    Args:
        starts, ends: Where each begins and ends ('I').

    Raises:
        ValueError: The arrays are not equally long.

    Example:
        >>> merged_spans(array("I", [0, 3, 7]), array("I", [3, 5, 8]))
        [(0, 5), (7, 8)]
    """
    count = len(starts)
    if len(ends) != count:
        raise ValueError("starts and ends must be equally long")
    merged: list[tuple[int, int]] = []
    if not count:
        return merged
    start = starts[0]
    end = ends[0]
    for at in range(1, count):
        if starts[at] > end:
            merged.append((start, end))
            start = starts[at]
            end = ends[at]
        elif ends[at] > end:
            end = ends[at]
    merged.append((start, end))
    return merged

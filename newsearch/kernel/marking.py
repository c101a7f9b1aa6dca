"""Finds the few words of an article that a query may have matched, and the best place to show.

Together these loops spare snippets all Python work for the words that nobody asked for.

Cost, compiled: `marked_words` 3 ns a byte of English news, the others some 5 ns a mark.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from newsearch.kernel.lookup import MISSING
from newsearch.kernel.tokenise import Forms

__all__ = [
    "UNDECIDED",
    "best_window",
    "best_windows",
    "in_characters",
    "marked_words",
    "marks_of",
    "merged_spans",
]

UNDECIDED = 2
"""The mark of a term of which it is not known yet whether it is of interest."""

# The same as C variables (see the .pxd).
UNKNOWN = MISSING
OPEN = UNDECIDED
LAST = (1 << 32) - 1  # no place in a text is greater


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
    found = forms.next_row()
    while found:
        for at in range(found):
            if leads[text[scanner.bounds[2 * at]]]:
                form = forms.find(at)
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
                    words[filled + 2] = scanner.bounds[2 * at]
                    words[filled + 3] = scanner.bounds[2 * at + 1]
                    filled += 4
            place += 1
        found = forms.next_row()
    scanner.open(b"")
    return rows, filled >> 2, undecided


def marks_of(
    rows: array[int], count: int, terms: array[int], parts: array[int]
) -> tuple[array[int], array[int], array[int]]:
    """The words that are parts of a query.

    Args:
        rows, count: As `marked_words` returned them.
        terms: The term of each form ('I').
        parts: The part of each term ('I'), or `MISSING`; terms beyond its end are none.

    Returns:
        Where each word starts and ends, in bytes, and its part ('I').

    Raises:
        IndexError: There are fewer rows, or a form has no entry.

    Example:
        >>> rows = array("I", [0, 0, 0, 4, 1, 1, 6, 11])
        >>> marks_of(rows, 2, array("I", [0, 1]), array("I", [MISSING, 5]))
        (array('I', [6]), array('I', [11]), array('I', [5]))
    """
    known = len(parts)
    found = 0
    row = array("I", bytes(12 * count))
    marks = row
    for at in range(count):
        term = terms[rows[4 * at + 1]]
        if term < known and parts[term] != UNKNOWN:
            marks[found] = rows[4 * at + 2]
            marks[count + found] = rows[4 * at + 3]
            marks[2 * count + found] = parts[term]
            found += 1
    return row[:found], row[count : count + found], row[2 * count : 2 * count + found]


def in_characters(text: bytes, starts: array[int], ends: array[int]) -> None:
    """Turns places of words, ascending and apart, from bytes into characters of UTF-8.

    Raises:
        ValueError: The arrays are not equally long.
        IndexError: A place is not in the text.

    Example:
        >>> starts, ends = array("I", [0, 5]), array("I", [4, 9])
        >>> in_characters("об об".encode(), starts, ends)
        >>> starts, ends
        (array('I', [0, 3]), array('I', [2, 5]))
    """
    if len(ends) != len(starts):
        raise ValueError("starts and ends must be equally long")
    at = count = 0
    for i in range(len(starts)):
        if not at <= starts[i] <= ends[i] <= len(text):
            raise IndexError("places that do not ascend, or are not in the text")
        count += _characters(text, at, starts[i])
        at = ends[i]
        width = _characters(text, starts[i], at)
        starts[i] = count
        count += width
        ends[i] = count


def _characters(text: bytes, start: int, end: int) -> int:
    """How many characters text[start:end], UTF-8, has."""
    count = 0
    for at in range(start, end):
        count += text[at] & 0xC0 != 0x80
    return count


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


def best_windows(
    starts: array[int],
    ends: array[int],
    parts: array[int],
    words: array[float],
    width: int,
    half: int,
    again: float,
    gain: float,
) -> tuple[tuple[int, int], ...]:
    """Where to show the marks of a text: in one window or, if that shows enough more, in two.

    Args:
        starts, ends, parts: As for `best_window`, one mark at least.
        words: How many words of the query each part has ('d'): what it weighs, divided by the
            square root of the number of its marks.
        width: The widest that one window may be, as for `best_window`.
        half: The same of each of two; negative where there is no room for two.
        again: As for `best_window`.
        gain: How much more than one, as a share of that, two windows must show.

    Returns:
        Where each begins and ends, ascending.

    Raises:
        ValueError: The arrays are not equally long, or empty.
        IndexError: A part has no weight.

    Example:
        >>> starts, ends = array("I", [0, 500]), array("I", [5, 505])
        >>> words = array("d", [1.0, 1.0])
        >>> best_windows(starts, ends, array("I", [0, 1]), words, 200, 80, 0.1, 0.15)
        ((0, 5), (500, 505))
    """
    count = len(starts)
    if not count:
        raise ValueError("no marks")
    part_count = len(words)
    weights = array("d", words)
    counts = array("I", bytes(4 * part_count))
    for at in range(len(parts)):
        counts[parts[at]] += 1
    for part in range(part_count):
        if counts[part] > 1:
            weights[part] /= counts[part] ** 0.5
    first, last = best_window(starts, ends, parts, weights, width, again)
    whole = starts[first], _furthest(ends, first, last)
    shown = bytearray(part_count)
    _show(parts, first, last, shown)
    missing = False
    for part in range(part_count):
        if counts[part] and not shown[part]:
            missing = True
    if half < 0 or not missing:
        return (whole,)
    one = _weight(weights, shown)
    first, last = best_window(starts, ends, parts, weights, half, again)
    low = starts[first], _furthest(ends, first, last)
    shown = bytearray(part_count)
    _show(parts, first, last, shown)
    row = array("I", bytes(12 * count))
    others = row
    left = 0
    for at in range(count):
        if not shown[parts[at]]:
            others[left] = starts[at]
            others[count + left] = ends[at]
            others[2 * count + left] = parts[at]
            left += 1
    if not left:
        return (whole,)
    starts = row[:left]
    ends = row[count : count + left]
    parts = row[2 * count : 2 * count + left]
    first, last = best_window(starts, ends, parts, weights, half, again)
    high = starts[first], _furthest(ends, first, last)
    _show(parts, first, last, shown)
    if _weight(weights, shown) - one < gain * one:
        return (whole,)
    return (low, high) if low < high else (high, low)


def _furthest(ends: Sequence[int], first: int, last: int) -> int:
    """The greatest of some ends, one at least."""
    end = ends[first]
    for at in range(first + 1, last):
        if ends[at] > end:
            end = ends[at]
    return end


def _show(parts: Sequence[int], first: int, last: int, shown: bytearray) -> None:
    """Notes the parts of some marks as shown."""
    for at in range(first, last):
        shown[parts[at]] = 1


def _weight(weights: Sequence[float], shown: bytearray) -> float:
    """What the parts shown weigh together."""
    weight = 0.0
    for part in range(len(weights)):
        if shown[part]:
            weight += weights[part]
    return weight


def merged_spans(
    starts: Sequence[int], ends: Sequence[int], low: int = 0, high: int = LAST
) -> list[tuple[int, int]]:
    """Joins spans, ascending by start, that overlap or touch.

    Args:
        starts, ends: Where each begins and ends ('I').
        low, high: Those that end before ``low`` or begin after ``high`` are left out.

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
            if end >= low and start <= high:
                merged.append((start, end))
            start = starts[at]
            end = ends[at]
        elif ends[at] > end:
            end = ends[at]
    if end >= low and start <= high:
        merged.append((start, end))
    return merged

# cython: boundscheck=False
"""Puts the words of a dictionary, the ids and the documents of a segment in order.

Numbers of 64 bits are sorted, by a radix sort of a byte at a time, least significant first
(Knuth, TAOCP 3, 5.2.5); bytes that all numbers share cost no pass.
"""

from __future__ import annotations

from array import array
from typing import Any, TypeAlias

#: Bytes of a string that are compared as one number.
KEY_BYTES = 8
#: The sign of a date: without it, dates in two's complement are in order as unsigned numbers.
SIGN = 1 << 63
ALL_BITS = (1 << 64) - 1
#: So many strings that begin alike are sorted by insertion.
FEW = 32
#: Strings alike in so many bytes are compared whole: each step into them takes room on the stack.
DEEPEST = 128
#: Where strings that stand end to end start, and their bytes.
Numbers: TypeAlias = "array[int] | memoryview[int]"
Letters: TypeAlias = "bytes | array[int] | memoryview[int]"


def ascending(strings: list[bytes], numbers: array[int]) -> array[int]:
    """The numbers by ascending string.

    Args:
        strings: The strings.
        numbers: Which of them to sort, by their places in ``strings`` ('I').

    Returns:
        The same numbers ('I'); those of equal strings in any order.

    Raises:
        OverflowError: The strings have more than 4 GiB.

    Example:
        >>> ascending([b"tide", b"alder", b"tidal"], array("I", [0, 1, 2])).tolist()
        [1, 2, 0]
    """
    starts, letters = _end_to_end(strings)
    return ascending_of(starts, letters, numbers)


def _end_to_end(strings: list[bytes]) -> tuple[array[int], bytes]:
    """Where each string starts, and the end ('I'), and all of them, one behind the other.

    Raises:
        OverflowError: They have more than 4 GiB.
    """
    letters = b"".join(strings)
    total = 0
    if len(letters) >> 32:
        raise OverflowError("strings of more than 4 GiB: commit more often")
    made_starts = array("I", bytes(4 * (len(strings) + 1)))
    starts = made_starts
    for i in range(len(strings)):
        total += len(strings[i])
        starts[i + 1] = total
    return made_starts, letters


def ascending_of(starts: Numbers, letters: Letters, numbers: array[int]) -> array[int]:
    """As `ascending`, of strings that stand end to end; the caller has checked the numbers.

    The eight bytes after what all strings begin with are sorted as one number; then those of
    strings alike so far, after what these begin with.

    Args:
        starts: Where each string starts, and the end ('I').
        letters: The strings ('B').
        numbers: Which of them to sort ('I').
    """
    made = array("I", bytes(4 * len(numbers)))
    row = memoryview(made)
    for i in range(len(numbers)):
        row[i] = numbers[i]
    _arrange(starts, letters, row, _shared(starts, letters, row))
    return made


def latest_first(dates: array[int], numbers: array[int]) -> array[int]:
    """The numbers ('I') by descending ``dates[number]`` ('q'); equal dates keep their order.

    Example:
        >>> latest_first(array("q", [3, -1, 3]), array("I", [1, 2, 0])).tolist()
        [2, 0, 1]
    """
    count = len(numbers)
    keys = array("Q", bytes(8 * count))
    made = array("I", bytes(4 * count))
    row = made
    for i in range(count):
        row[i] = numbers[i]
        keys[i] = ~(dates[numbers[i]] ^ SIGN) & ALL_BITS
    _sort(keys, row)
    return made


def joined(strings: list[bytes], order: array[int]) -> tuple[array[int], array[int]]:
    """The strings of an order end to end.

    Args:
        strings: The strings.
        order: Which of them, by their places ('I').

    Returns:
        Where each starts, and the end ('I'); the bytes ('B').

    Raises:
        OverflowError: They have more than 4 GiB.

    Example:
        >>> starts, letters = joined([b"tide", b"ebb"], array("I", [1, 0]))
        >>> starts.tolist(), bytes(letters)
        ([0, 3, 7], b'ebbtide')
    """
    starts, letters = _end_to_end(strings)
    return arranged(starts, letters, order)


def inverse(order: array[int]) -> array[int]:
    """At which place of a permutation each number stands (both 'I').

    Raises:
        IndexError: It is none.

    Example:
        >>> inverse(array("I", [2, 0, 1])).tolist()
        [1, 2, 0]
    """
    count = len(order)
    made = array("I", bytes(4 * count))
    row = made
    for i in range(count):
        number = order[i]
        if number >= count:
            raise IndexError(f"{number} of {count}")
        row[number] = i
    return made


def picked(items: list[Any], order: array[int]) -> list[Any]:
    """``items[number]`` for each number of an order ('I').

    Raises:
        IndexError: There is no such item.

    Example:
        >>> picked(["a", "b", "c"], array("I", [2, 0]))
        ['c', 'a']
    """
    count = len(items)
    made = []
    for i in range(len(order)):
        number = order[i]
        if number >= count:
            raise IndexError(f"{number} of {count}")
        made.append(items[number])
    return made


def arranged(starts: Numbers, letters: Letters, order: array[int]) -> tuple[array[int], array[int]]:
    """As `joined`, of strings that stand end to end; the caller has checked the order.

    Example:
        >>> starts, letters = arranged(array("I", [0, 4, 7]), b"tideebb", array("I", [1]))
        >>> starts.tolist(), bytes(letters)
        ([0, 3], b'ebb')
    """
    count = len(order)
    made_starts = array("I", bytes(4 * (count + 1)))
    ends = made_starts
    total = 0
    for i in range(count):
        total += starts[order[i] + 1] - starts[order[i]]
        if total >> 32:
            raise OverflowError("strings of more than 4 GiB: commit more often")
        ends[i + 1] = total
    made_letters = array("B", bytes(total))
    copies = made_letters
    at = 0
    for i in range(count):
        for place in range(starts[order[i]], starts[order[i] + 1]):
            copies[at] = letters[place]
            at += 1
    return made_starts, made_letters


def _sort(keys: array[int], row: array[int] | memoryview[int]) -> None:
    """Sorts keys ('Q') and what belongs to each ('I') by ascending key, stably."""
    count = len(keys)
    spare_keys = array("Q", bytes(8 * count))
    spare_row = array("I", bytes(4 * count))
    counts = array("I", bytes(4 * 256 * KEY_BYTES))
    places = counts
    from_keys = keys
    from_row = row
    to_keys = spare_keys
    to_row = spare_row
    for i in range(count):
        key = from_keys[i]
        for byte in range(KEY_BYTES):
            places[256 * byte + (key >> (8 * byte) & 255)] += 1
    swapped = False
    for byte in range(KEY_BYTES):
        total = 0
        largest = 0
        for i in range(256 * byte, 256 * (byte + 1)):
            size = places[i]
            largest = size if size > largest else largest
            places[i] = total
            total += size
        if largest == count:
            continue  # all have the same byte here
        for i in range(count):
            key = from_keys[i]
            at = 256 * byte + (key >> (8 * byte) & 255)
            place = places[at]
            places[at] = place + 1
            to_keys[place] = key
            to_row[place] = from_row[i]
        from_keys, to_keys = to_keys, from_keys
        from_row, to_row = to_row, from_row
        swapped = not swapped
    if swapped:
        for i in range(count):
            keys[i] = from_keys[i]
            row[i] = from_row[i]


def _arrange(starts: Numbers, letters: Letters, row: memoryview[int], shared: int) -> None:
    """Sorts numbers by their strings, which all begin with the same ``shared`` bytes."""
    count = len(row)
    keys = array("Q", bytes(8 * count))
    for i in range(count):
        keys[i] = _key(starts, letters, row[i], shared)
    _sort(keys, row)
    start = 0
    while start < count:
        end = start + 1
        while end < count and keys[end] == keys[start]:
            end += 1
        if end > start + FEW:
            _arrange_alike(starts, letters, row[start:end], shared + KEY_BYTES)
        elif end > start + 1:
            _insert(starts, letters, row, start, end, shared)
        start = end


def _arrange_alike(starts: Numbers, letters: Letters, row: memoryview[int], alike: int) -> None:
    """Sorts numbers by their strings, the same up to ``alike`` bytes where they have so many."""
    shared = _shared(starts, letters, row)
    if alike <= shared < DEEPEST:
        _arrange(starts, letters, row, shared)
        return
    whole = []  # some may end before, and zeros stood for what they lack
    for i in range(len(row)):
        number = row[i]
        whole.append((bytes(letters[starts[number] : starts[number + 1]]), number))
    whole.sort()
    for i in range(len(row)):
        row[i] = whole[i][1]


def _insert(
    starts: Numbers, letters: Letters, row: memoryview[int], start: int, end: int, shared: int
) -> None:
    """Sorts ``row[start:end]``, whose strings are alike up to ``shared`` + 8 bytes."""
    for i in range(start + 1, end):
        number = row[i]
        at = i
        while at > start and _before(starts, letters, number, row[at - 1], shared):
            row[at] = row[at - 1]
            at -= 1
        row[at] = number


def _before(starts: Numbers, letters: Letters, left: int, right: int, at: int) -> bool:
    """Whether string ``left`` is less than ``right``; both have the same first ``at`` bytes."""
    one = starts[left]
    other = starts[right]
    size = starts[left + 1] - one
    others = starts[right + 1] - other
    length = min(size, others)
    while at < length:
        if letters[one + at] != letters[other + at]:
            return letters[one + at] < letters[other + at]
        at += 1
    return size < others


def _shared(starts: Numbers, letters: Letters, numbers: memoryview[int]) -> int:
    """How many bytes all the strings begin with."""
    if not len(numbers):
        return 0
    first = starts[numbers[0]]
    shared = starts[numbers[0] + 1] - first
    for i in range(1, len(numbers)):
        string = starts[numbers[i]]
        length = starts[numbers[i] + 1] - string
        at = 0
        while at < shared and at < length and letters[string + at] == letters[first + at]:
            at += 1
        shared = at
        if not shared:
            break
    return shared


def _key(starts: Numbers, letters: Letters, number: int, start: int) -> int:
    """A string's bytes from ``start`` on as a number that sorts as they do; 0 beyond the end."""
    first = starts[number]
    length = starts[number + 1] - first
    key = 0
    for at in range(start, start + KEY_BYTES):
        key <<= 8
        if at < length:
            byte = letters[first + at]
            key |= byte
    return key

# cython: boundscheck=False
"""Puts byte strings in ascending order: the words of a dictionary, the ids of a segment."""

from __future__ import annotations

from array import array

#: Bytes of a string that are compared as one number.
KEY_BYTES = 8


def ascending(strings: list[bytes], numbers: array[int]) -> array[int]:
    """The numbers by ascending string.

    The eight bytes after what all strings begin with are sorted as one number, by a radix sort of
    a byte at a time (Knuth, TAOCP 3, 5.2.5); only strings alike so far are compared.

    Args:
        strings: The strings.
        numbers: Which of them to sort, by their places in ``strings`` ('I').

    Returns:
        The same numbers ('I'); those of equal strings in any order.

    Example:
        >>> ascending([b"tide", b"alder", b"tidal"], array("I", [0, 1, 2])).tolist()
        [1, 2, 0]
    """
    count = len(numbers)
    shared = _shared(strings, numbers)
    keys = array("Q", bytes(8 * count))
    row = array("I", bytes(4 * count))
    spare_keys = array("Q", bytes(8 * count))
    spare_row = array("I", bytes(4 * count))
    places = array("I", bytes(4 * 256 * KEY_BYTES))
    swapped = False
    from_keys = keys
    from_row = row
    to_keys = spare_keys
    to_row = spare_row
    for i in range(count):
        from_row[i] = numbers[i]
        key = _key(strings[numbers[i]], shared)
        from_keys[i] = key
        for byte in range(KEY_BYTES):
            places[256 * byte + (key >> (8 * byte) & 255)] += 1
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
    start = 0
    while start < count:
        end = start + 1
        while end < count and from_keys[end] == from_keys[start]:
            end += 1
        if end > start + 1:
            tied = sorted([from_row[i] for i in range(start, end)], key=strings.__getitem__)
            for i in range(start, end):
                from_row[i] = tied[i - start]
        start = end
    return spare_row if swapped else row


def _shared(strings: list[bytes], numbers: array[int]) -> int:
    """How many bytes all the strings begin with."""
    if not len(numbers):
        return 0
    first = strings[numbers[0]]
    shared = len(first)
    for i in range(1, len(numbers)):
        string = strings[numbers[i]]
        length = len(string)
        at = 0
        while at < shared and at < length and string[at] == first[at]:
            at += 1
        shared = at
        if not shared:
            break
    return shared


def _key(string: bytes, start: int) -> int:
    """The bytes from ``start`` on as a number that sorts as they do; 0 beyond the end."""
    length = len(string)
    key = 0
    for at in range(start, start + KEY_BYTES):
        key <<= 8
        if at < length:
            byte = string[at]
            key |= byte
    return key

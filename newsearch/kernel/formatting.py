# cython: boundscheck=False
# Reads stay below `size`, the length of the bytes.
"""Formatting elements of a page that a parser may have to open again and again."""

from __future__ import annotations

from array import array

__all__ = ["end_of_harmless"]

#: Elements that stay open, as it were, where nobody closes them (HTML standard, 13.2.4.3); links
#: are others, but an open one is closed by the next.
_NAMES = (
    b"b", b"big", b"code", b"em", b"font", b"i", b"nobr", b"s", b"small", b"strike", b"strong",
    b"tt", b"u",
)  # fmt: skip
KEYS = array("Q", [int.from_bytes(name, "little") for name in _NAMES])
LONGEST_NAME = 6
ALIKE = 3  # of elements that are alike in all, a parser opens so many again

LONGEST = LONGEST_NAME
MOST_ALIKE = ALIKE


def end_of_harmless(data: bytes, most: int) -> int:
    """Before which tag a page has to end so that a parser opens few formatting elements again.

    A formatting element that is not closed is opened anew in each paragraph that follows, so the
    tree of a page may grow with the square of its length. As no closing tag is believed, real pages
    are counted too high, but have few elements that differ.

    Args:
        data: A page, in UTF-8.
        most: How many elements may be opened again.

    Returns:
        The place of a ``<``; the length of the page where it may be parsed whole.

    Example:
        >>> end_of_harmless(b"<b id=1><b id=2><p>Rain<p>Sun", 100), end_of_harmless(b"<i><p>", 0)
        (29, 3)
    """
    source = data
    size = len(data)
    seen: dict[bytes, int] = {}
    keys = KEYS
    active = 0
    total = 0
    at = 0
    while True:
        while at + 32 <= size:  # a constant count, so that the compiler makes vector code
            found = 0
            for i in range(32):
                found |= source[at + i] == 60  # <
            if found:
                break
            at += 32
        while at < size and source[at] != 60:
            at += 1
        if at >= size:
            return size
        total += active
        if total > most:
            return at
        at += 1
        start = at
        key = 0
        shift = 0
        while at < size and at <= start + LONGEST:
            letter = source[at] | 32
            if letter < 97 or letter > 122:
                break
            key |= letter << shift
            shift += 8
            at += 1
        if at > start + LONGEST or at == start:
            continue
        for i in range(len(keys)):
            if keys[i] == key:
                at = tag_end(source, at, size)
                tag = data[start:at]
                count = seen.get(tag, 0)
                if count < MOST_ALIKE:
                    seen[tag] = count + 1
                    active += 1
                break


def tag_end(source: bytes, at: int, size: int) -> int:
    """Where a tag ends whose name ends at ``at``: at a ``>``, but not one in a quoted value."""
    valued = False  # whether a value comes next
    while at < size:
        byte = source[at]
        if byte == 62:  # >
            return at
        if byte == 61:  # =
            valued = True
        elif valued and (byte == 34 or byte == 39):
            at += 1
            while at < size and source[at] != byte:
                at += 1
            valued = False
        elif byte > 32:
            valued = False
        at += 1
    return size

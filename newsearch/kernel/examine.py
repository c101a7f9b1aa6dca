# cython: boundscheck=False
"""Says in one pass over a text what cleaning it needs, so that clean text costs next to nothing."""

from __future__ import annotations

from newsearch.kernel.limits import (
    HAS_BLANK_RUN,
    HAS_CONTROL,
    HAS_EDGE_SPACE,
    HAS_SINGLE_BREAK,
    HAS_SPACES,
    HAS_WIDE,
)

LOW_BITS = 0x0101010101010101  # the lowest bit of each of eight bytes


def examine(text: bytes) -> int:
    """What a UTF-8 text holds that clean text does not: a set of the bits ``limits.HAS_...``.

    Example:
        >>> examine(b"One.  Two.") == HAS_SPACES
        True
    """
    length = len(text)
    if not length:
        return 0
    # No branches, so that the compiler does sixteen bytes at a time: text makes bad guesses.
    spaces = 0
    control = 0
    wide = 0
    edge = 0
    alone = 0
    blank = 0
    for at in range(1, length - 1):
        before = text[at - 1]
        byte = text[at]
        after = text[at + 1]
        wide |= byte
        control |= ((byte < 32) & (byte != 10)) | (byte == 127)
        spaces |= (byte == 32) & (after == 32)
        edge |= ((byte == 32) & (after == 10)) | ((before == 10) & (byte == 32))
        alone |= (before != 10) & (byte == 10) & (after != 10)
        blank |= (before == 10) & (byte == 10) & (after == 10)
    found = 0
    if control:
        found |= HAS_CONTROL
    if wide & 128:
        found |= HAS_WIDE
    if spaces:
        found |= HAS_SPACES
    if edge:
        found |= HAS_EDGE_SPACE
    if alone:
        found |= HAS_SINGLE_BREAK
    if blank:
        found |= HAS_BLANK_RUN
    return found | _edges(text, length)


def _edges(text: bytes, length: int) -> int:
    """What the first and the last byte add."""
    found = 0
    first = text[0]
    last = text[length - 1]
    if first == 32 or first == 10 or last == 32 or last == 10:
        found |= HAS_EDGE_SPACE
    if first == 32 and length > 1 and text[1] == 32:
        found |= HAS_SPACES
    if first > 127 or last > 127:
        found |= HAS_WIDE
    if (first < 32 and first != 10) or (last < 32 and last != 10) or first == 127 or last == 127:
        found |= HAS_CONTROL
    return found


def collapse_spaces(text: bytes, join_lines: bool) -> bytes:
    """The text with one space for each run of them.

    Args:
        text: UTF-8 without runs of more than two line ends, or spaces beside line ends.
        join_lines: Whether a line end alone becomes a space.

    Example:
        >>> collapse_spaces(b"One.   Two\nlines.", True)
        b'One. Two lines.'
    """
    size = len(text)
    collapsed = bytearray(size + 8)
    out = collapsed
    length = 0
    at = 0
    before = 0
    ones = LOW_BITS
    while at + 8 <= size:
        # Eight bytes at once where none of them has to change: no line end, no two spaces.
        word = text[at + 7]  # one load, when compiled
        for i in range(at + 6, at - 1, -1):
            word = word << 8 | text[i]
        spaces = word ^ (ones * 32)
        spaces = (spaces - ones) & ~spaces & (ones << 7)  # exact below the first space, so ...
        breaks = word ^ (ones * 10)
        breaks = (breaks - ones) & ~breaks & (ones << 7)
        if not join_lines:
            breaks = 0
        # ... a doubt above it costs a slow round, and no error.
        if breaks or spaces & (spaces << 8) or (before == 32 and spaces & 128):
            for i in range(at, at + 8):
                byte = text[i]
                if byte == 10 and join_lines and stands_alone(text, i, size):
                    byte = 32
                out[length] = byte
                length += (byte != 32) | (before != 32)
                before = byte
        else:
            for i in range(8):
                out[length + i] = text[at + i]
            length += 8
            before = text[at + 7]
        at += 8
    for i in range(at, size):
        byte = text[i]
        if byte == 10 and join_lines and stands_alone(text, i, size):
            byte = 32
        out[length] = byte
        length += (byte != 32) | (before != 32)
        before = byte
    out = None  # type: ignore[assignment]  # an exported array cannot shrink
    del collapsed[length:]
    return bytes(collapsed)


def stands_alone(text: bytes, at: int, size: int) -> bool:
    """Whether the line end at ``at`` has other bytes on both sides."""
    return 0 < at < size - 1 and text[at - 1] != 10 and text[at + 1] != 10

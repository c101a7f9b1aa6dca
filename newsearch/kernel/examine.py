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


def collapse_spaces(text: bytes) -> bytes:
    """The text with one space for each run of them.

    Example:
        >>> collapse_spaces(b"One.   Two.")
        b'One. Two.'
    """
    collapsed = bytearray(len(text))
    out = collapsed
    length = 0
    before = 0
    for at in range(len(text)):
        byte = text[at]
        out[length] = byte
        length += (byte != 32) | (before != 32)
        before = byte
    return bytes(collapsed[:length])

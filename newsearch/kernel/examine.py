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
    found = 0
    if not len(text):
        return found
    before = 10
    before_that = 10
    for at in range(len(text)):
        byte = text[at]
        if byte == 32:
            if before == 32:
                found |= HAS_SPACES
            elif before == 10:
                found |= HAS_EDGE_SPACE
        elif byte == 10:
            if before == 32:
                found |= HAS_EDGE_SPACE
            elif before == 10 and before_that == 10:
                found |= HAS_BLANK_RUN
        elif byte < 32 or byte == 127:
            found |= HAS_CONTROL
        elif byte > 127:
            found |= HAS_WIDE
        if before == 10 and byte != 10 and before_that != 10:
            found |= HAS_SINGLE_BREAK
        before_that = before
        before = byte
    if before == 32 or before == 10 or text[0] == 10:
        found |= HAS_EDGE_SPACE
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
        if byte != 32 or before != 32:
            out[length] = byte
            length += 1
        before = byte
    return bytes(collapsed[:length])

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
    last = len(text) - 1
    for at in range(last + 1):
        byte = text[at]
        if 32 < byte < 127:
            continue
        if byte == 32:
            if at == 0 or at == last or text[at - 1] == 10 or text[at + 1] == 10:
                found |= HAS_EDGE_SPACE
            if at < last and text[at + 1] == 32:
                found |= HAS_SPACES
        elif byte == 10:
            if at == 0 or at == last:
                found |= HAS_EDGE_SPACE
            elif text[at - 1] != 10 and text[at + 1] != 10:
                found |= HAS_SINGLE_BREAK
            elif text[at - 1] == 10 and text[at + 1] == 10:
                found |= HAS_BLANK_RUN
        elif byte < 128:
            found |= HAS_CONTROL
        else:
            found |= HAS_WIDE
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

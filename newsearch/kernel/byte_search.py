# cython: boundscheck=False
# Reads stay below `stop`, which is at most the length of the bytes.
"""Looks for short strings in bytes, thirty-two places at a time."""

from __future__ import annotations

__all__ = ["count_byte", "find_bytes"]

#: Whether this very file runs: then the methods of `bytes` are faster.
INTERPRETED = __file__.endswith((".py", ".pyc"))


def find_bytes(data: bytes, wanted: bytes, start: int, stop: int) -> int:
    """As ``data.find(wanted, start, stop)``, three times as fast where the first two bytes of
    `wanted` are seldom neighbours.

    Args:
        data: Where to look.
        wanted: At least two bytes.
        start, stop: A range of `data`, not before its start.

    Example:
        >>> find_bytes(b"<p>Rain<script>", b"<script", 0, 15)
        7
    """
    if INTERPRETED:
        return data.find(wanted, start, stop)
    source = data
    sought = wanted
    length = len(wanted)
    stop = min(stop, len(data))
    last = stop - length  # where it may begin
    first = sought[0]
    second = sought[1]
    at = start
    while at <= last:
        found = 0
        while at + 32 < stop:  # a constant count, so that the compiler makes vector code
            for i in range(32):
                found |= (source[at + i] == first) & (source[at + i + 1] == second)
            if found:
                break
            at += 32
        near = min(at + 32, last + 1)
        while at < near:
            if source[at] == first and source[at + 1] == second:
                i = 2
                while i < length and source[at + i] == sought[i]:
                    i += 1
                if i == length:
                    return at
            at += 1
    return -1


def count_byte(data: bytes, wanted: int) -> int:
    """How often a byte is in `data`.

    Example:
        >>> count_byte(b"<p>Rain</p>", ord("<"))
        2
    """
    if INTERPRETED:
        return data.count(wanted)
    source = data
    count = 0
    for at in range(len(data)):
        count += source[at] == wanted
    return count

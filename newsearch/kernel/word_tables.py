"""Tables for finding words eight bytes at a time. Not compiled: made once.

The runs and edges that are spoken of here are those of `newsearch.kernel.scanner`.
"""

from __future__ import annotations

from array import array
from typing import Final

from newsearch.kernel.characters import BYTES

__all__ = ["CHUNK", "EDGES", "EDGE_COUNTS", "JOINS", "KEYED", "MASKS", "ROW"]

CHUNK: Final = 1024
"""Bytes of text that are cut into runs at a time, at most."""

ROW: Final = 256
"""Words found at a time, at most."""

KEYED: Final = 12
"""Bytes of a word that fit its key: 8 in the first part, 4 in the second."""


def _edge_tables() -> tuple[bytes, array[int]]:
    counts, firsts, others = [0], [0], [0]  # by a set of edges
    for place in range(8):
        for at in range(1 << place):
            count = counts[at]
            first = place << 16 * count if count < 4 else 0
            other = place << 16 * (count - 4) if count >= 4 else 0
            counts.append(count + 1)
            firsts.append(firsts[at] | first)
            others.append(others[at] | other)
    pairs = zip(firsts, others, strict=True)
    return bytes(counts), array("Q", [places for pair in pairs for places in pair])


def _key_masks() -> array[int]:
    masks = array("Q")
    for length in range(KEYED + 1):
        masks.append((1 << 8 * min(length, 8)) - 1)
        masks.append((1 << 8 * max(length - 8, 0)) - 1)
    return masks + array("Q", bytes(16 * (CHUNK - KEYED)))


EDGE_COUNTS, EDGES = _edge_tables()
"""The edges in eight bytes, by which of these are at one: how many they are; where the first four
are, lowest first, each byte's number in 16 bits, and then where the others are.

A byte is at an edge when it belongs to a run and the one before it does not, or the other way
round."""

MASKS: Final = _key_masks()
"""The bytes of a word in the parts of its key, by its length: MASKS[2 * length], then the second
part's. None of a run of more than KEYED bytes; a run has at most CHUNK."""

JOINS: Final = bytes((0x20, 0x31, 0x33, 0x33, 0x30)[min(code, 4)] for code in BYTES)
"""Whether the byte after a run and the next one may make it part of a longer word.

They do not when JOINS[byte] & JOINS[next] >> 4 is 0. A suffix alone may, what joins when
something follows (see `newsearch.kernel.characters.BYTES`)."""

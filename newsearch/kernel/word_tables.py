"""Tables for finding words eight bytes at a time. Not compiled: made once.

Words are `newsearch.kernel.scanner`'s; so are the runs and edges that are spoken of here.
"""

from __future__ import annotations

from array import array
from typing import Final

from newsearch.kernel.characters import BYTES

__all__ = ["CHUNK", "EDGE_COUNTS", "EDGE_PLACES", "JOINS", "KEYED", "MASKS", "ROW"]

CHUNK: Final = 4096
"""Bytes of text that are cut into runs at a time, at most."""

ROW: Final = 256
"""Words found at a time, at most."""

KEYED: Final = 12
"""Bytes of a word that fit its key: 8 in the first part, 4 in the second."""


def _edge_places() -> array[int]:
    places = array("Q", bytes(8 * 512))
    for edges in range(256):
        offsets = [bit for bit in range(8) if edges >> bit & 1]
        for at, offset in enumerate(offsets):
            places[2 * edges + at // 4] |= offset << 16 * (at % 4)
    return places


def _key_masks() -> array[int]:
    masks = array("Q")
    for length in range(KEYED + 1):
        masks.append((1 << 8 * min(length, 8)) - 1)
        masks.append((1 << 8 * max(length - 8, 0)) - 1)
    return masks + array("Q", bytes(16 * (CHUNK - KEYED)))


EDGE_COUNTS: Final[bytes] = bytes(edges.bit_count() for edges in range(256))
"""Of the set of edges in eight bytes, a bit each: how many they are."""

EDGE_PLACES: Final = _edge_places()
"""And where, lowest first: EDGE_PLACES[2 * edges] has four of 16 bits, the next one the rest."""

MASKS: Final = _key_masks()
"""The bytes of a word in the parts of its key, by its length: MASKS[2 * length], then the second
part's. None of a run of more than KEYED bytes; a run has at most CHUNK."""

JOINS: Final = bytes((0x20, 0x31, 0x33, 0x33, 0x30)[min(code, 4)] for code in BYTES)
"""Whether the byte after a run and the next one may make it part of a longer word.

They do not when JOINS[byte] & JOINS[next] >> 4 is 0. A suffix alone may, what joins when
something follows (see `newsearch.kernel.characters.BYTES`)."""

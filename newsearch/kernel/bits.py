# cython: boundscheck=False
"""Writes numbers of a few bits each, end to end, into 32-bit words."""

from __future__ import annotations

from array import array

try:
    import cython
except ImportError:  # not compiled, and nothing to let go of
    from newsearch.kernel import uncompiled as cython

#: The bit length of each number below 256.
LENGTHS = bytes(number.bit_length() for number in range(256))


def bit_length(value: int) -> int:
    """How many bits a number below 2^32 needs; 0 for 0."""
    if value < 256:
        return LENGTHS[value]
    if value < 65536:
        return 8 + LENGTHS[value >> 8]
    if value < 16777216:
        return 16 + LENGTHS[value >> 16]
    return 24 + LENGTHS[value >> 24]


class BitWriter:
    """A stream of bits in words: bit ``k`` is bit ``k mod 32`` of word ``k div 32``.

    Attributes:
        words: The words ('I'); bits beyond ``end`` say nothing but in the last word, where they
            are 0.
        end: How many bits there are.

    Example:
        >>> stream = BitWriter()
        >>> stream.begin(9, 6)
        >>> stream.pack(array("I", [5, 2]), 2, 3)
        >>> stream.whole_words(), list(stream.words[:2])
        (2, [9, 21])
    """

    def __init__(self) -> None:
        self.words = self.words_array = array("I", bytes(4 * 65536))
        self.end = 0

    def clear(self) -> None:
        """Drops all bits."""
        self.end = 0

    def whole_words(self) -> int:
        """How many words the bits take."""
        return (self.end + 31) >> 5

    def begin(self, header: int, bits: int) -> None:
        """Goes on at the next whole word, with a word, and makes room for ``bits`` after it."""
        self.reserve(bits)
        self.start(header)

    def reserve(self, bits: int) -> int:
        """Makes room for a word and ``bits`` after it."""
        at = (self.end + 31) >> 5
        while at + (bits >> 5) + 3 > len(self.words):
            with cython.gil:
                self._grow()
        return 0

    def _grow(self) -> int:
        self.words = self.words_array = self.words_array * 2
        return 0

    def start(self, header: int) -> None:
        """As `begin`, where `reserve` made room."""
        at = (self.end + 31) >> 5
        self.words[at] = header
        self.end = 32 * (at + 1)

    def pack(self, values: array[int], count: int, bits: int) -> None:
        """Appends ``count`` of the numbers ('I'), none wider than ``bits`` (1 to 32) bits.

        Each step stores a word, full or not, so that the loop has no branch to guess.
        """
        at = self.end >> 5
        used = self.end & 31
        low = 0xFFFFFFFF  # a number in its place: the compiler sees that storing cuts it off anyway
        gathered = self.words[at] & (low >> (32 - used))
        i = 0
        # Several at once, as many as a word holds: each step waits for the one before it.
        if bits <= 8:
            while i + 3 < count:
                wide = values[i + 1]
                wide = wide << bits | values[i]
                high = values[i + 3]
                high = high << bits | values[i + 2]
                gathered |= (high << 2 * bits | wide) << used
                self.words[at] = gathered & low
                used += 4 * bits
                gathered >>= used & 32
                at += used >> 5
                used &= 31
                i += 4
        elif bits <= 10:
            while i + 2 < count:
                wide = values[i + 1]
                high = values[i + 2]
                gathered |= (high << 2 * bits | wide << bits | values[i]) << used
                self.words[at] = gathered & low
                used += 3 * bits
                gathered >>= used & 32
                at += used >> 5
                used &= 31
                i += 3
        elif bits <= 16:
            while i + 1 < count:
                wide = values[i + 1]
                gathered |= (wide << bits | values[i]) << used
                self.words[at] = gathered & low
                used += 2 * bits
                gathered >>= used & 32
                at += used >> 5
                used &= 31
                i += 2
        while i < count:
            wide = values[i]
            gathered |= wide << used
            self.words[at] = gathered & low
            used += bits
            gathered >>= used & 32
            at += used >> 5
            used &= 31
            i += 1
        self.words[at] = gathered & low
        self.end = 32 * at + used

# cython: boundscheck=False
# Places in a table are masked to its size.
"""Looks for words and parts of words in the names of elements, faster than an expression can.

A page has hundreds of elements whose names say nothing to most questions that are asked of them.
Each question is an expression of many alternatives; where none of the words and parts that they
all need is there, it need not be asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["NameSigns"]

#: Whether this very file runs: then an expression is faster than a loop over the characters.
INTERPRETED = __file__.endswith((".py", ".pyc"))

PART = 4  # characters of a part that are looked for
PART_MASK = (1 << 8 * PART) - 1
TABLE_BITS = 15
TABLE_MASK = (1 << TABLE_BITS) - 1
#: Multiplier and offset of FNV-1a with 32 bits: http://www.isthe.com/chongo/tech/comp/fnv
FNV_PRIME = 16_777_619
FNV_OFFSET = 2_166_136_261
WORD_MASK = 0xFFFF_FFFF
#: Fibonacci hashing: Knuth, The Art of Computer Programming, volume 3, section 6.4
GOLDEN = 2_654_435_769
#: Letters from the most frequent in English to the least.
FREQUENT = "etaoinsrhldcumfpgwybvkxjqz"


class NameSigns:
    """Words and parts of words in ASCII, one of which a text must hold to mean something.

    Args:
        words: Words in small letters, that stand between anything but letters and digits.
        parts: Strings of at least four characters in small letters, that stand anywhere.

    Example:
        >>> signs = NameSigns(["ad"], ["related"])
        >>> [signs.may_be_in(text) for text in ("top-ad", "unrelated", "shadow", "bericht")]
        [True, True, False, False]
    """

    def __init__(self, words: Iterable[str], parts: Iterable[str]) -> None:
        words = tuple(words)
        parts = tuple(parts)
        if INTERPRETED:
            whole = [f"(?<![a-z0-9])(?:{'|'.join(words)})(?![a-z0-9])"] if words else []
            self.pattern = re.compile("|".join((*whole, *parts)), re.IGNORECASE)
        self.words = bytearray(1 << TABLE_BITS)
        self.parts = bytearray(1 << TABLE_BITS)
        self.word_table = self.words
        self.part_table = self.parts
        for word in words:
            code = FNV_OFFSET
            for byte in word.encode("ascii"):
                code = ((code ^ byte) * FNV_PRIME) & WORD_MASK
            self.words[code & TABLE_MASK] = 1
        for part in parts:
            self.parts[_place(int.from_bytes(_rarest(part).encode("ascii"), "big"))] = 1

    def may_be_in(self, text: str) -> bool:
        """Say whether a text may hold one of them, in small letters or others.

        True of all that do, of any that is not in ASCII, and of a few that do not.
        """
        if INTERPRETED:
            return not text.isascii() or self.pattern.search(text) is not None
        letters = text
        code = 0
        word = FNV_OFFSET
        for character in letters:
            byte = ord(character)
            if byte > 127:
                return True
            if 65 <= byte <= 90:
                byte |= 32
            code = ((code << 8) | byte) & PART_MASK
            if self.part_table[((code * GOLDEN) & WORD_MASK) >> (32 - TABLE_BITS)]:
                return True
            if (97 <= byte <= 122) or (48 <= byte <= 57):
                word = ((word ^ byte) * FNV_PRIME) & WORD_MASK
            else:
                if self.word_table[word & TABLE_MASK]:
                    return True
                word = FNV_OFFSET
        return self.word_table[word & TABLE_MASK] != 0


def _place(code: int) -> int:
    return ((code * GOLDEN) & WORD_MASK) >> (32 - TABLE_BITS)


def _rarest(part: str) -> str:
    """The four neighbouring characters of a string that one meets most seldom."""
    pieces = [part[at : at + PART] for at in range(len(part) - PART + 1)]
    if not pieces:
        raise ValueError(f"{part!r} has fewer than {PART} characters")
    return max(pieces, key=lambda piece: sum(map(FREQUENT.find, piece)))

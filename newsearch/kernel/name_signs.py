# cython: boundscheck=False
# Places in a table are masked to its size.
"""Looks for words and parts of words in names and lines, faster than an expression can.

A page has hundreds of elements whose names, and hundreds of lines whose words, say nothing to most
questions that are asked of them.  Each question is an expression of many alternatives; where none
of the words and parts that they all need is there, it need not be asked.
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


#: The end of the Latin, Greek and Cyrillic letters that lines are read in.
LETTERS_END = 0x530
#: The range of dashes, quotation marks and spaces in Unicode.
MARKS, MARKS_END = 0x2000, 0x2070
#: Letters that expressions hold for an i and for an s.
DOTLESS_I, LONG_S = 0x131, 0x17F


class NameSigns:
    """Words and parts of words, one of which a text must hold to mean something.

    Args:
        words: Words of ASCII in small letters, that stand between anything but letters and digits.
        parts: Strings of at least four characters in small letters, that stand anywhere.
        lines: Whether lines are asked about, in small letters; parts may then hold letters before
            `LETTERS_END`.  Else names are, in small letters or others; parts are of ASCII.

    Example:
        >>> signs = NameSigns(["ad"], ["related"])
        >>> [signs.may_be_in(text) for text in ("top-ad", "unrelated", "shadow", "bericht")]
        [True, True, False, False]
        >>> signs = NameSigns(["von"], ["écrit"], lines=True)
        >>> [signs.may_be_in(text) for text in ("écrit par", "von ada", "élu", "写真")]
        [True, True, False, True]
    """

    def __init__(self, words: Iterable[str], parts: Iterable[str], *, lines: bool = False) -> None:
        words = tuple(words)
        parts = tuple(parts)
        self.lines = lines
        if INTERPRETED:
            whole = [f"(?<![a-z0-9])(?:{'|'.join(words)})(?![a-z0-9])"] if words else []
            other = ["[^\x00-\u052f\u2000-\u206f]", "[ıſ]"] if lines else ["[^\x00-\x7f]"]
            self.pattern = re.compile("|".join((*whole, *parts, *other)), re.IGNORECASE)
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
            if not lines and not part.isascii():
                raise ValueError(f"{part!r} is not in ASCII")
            self.parts[_place(int.from_bytes(map(_folded, _rarest(part)), "big"))] = 1

    def may_be_in(self, text: str) -> bool:
        """Say whether a text may hold one of them.

        True of all that do, of any with letters of which no part can be, and of a few that do not.
        """
        if INTERPRETED:
            return self.pattern.search(text) is not None
        letters = text
        code = 0
        word = FNV_OFFSET
        for character in letters:
            byte = ord(character)
            if byte > 127:
                if not self.lines or byte in (DOTLESS_I, LONG_S):
                    return True
                if byte >= LETTERS_END and not MARKS <= byte < MARKS_END:
                    return True
                code = ((code << 8) | ((byte ^ (byte >> 8)) & 255)) & PART_MASK
            else:
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


def _folded(character: str) -> int:
    """A character as one byte, for the code of a part."""
    byte = ord(character)
    return byte if byte <= 127 else (byte ^ (byte >> 8)) & 255


def _rarest(part: str) -> str:
    """The four neighbouring characters of a string that one meets most seldom."""
    pieces = [part[at : at + PART] for at in range(len(part) - PART + 1)]
    if not pieces:
        raise ValueError(f"{part!r} has fewer than {PART} characters")
    return max(pieces, key=lambda piece: sum(map(FREQUENT.find, piece)))

# cython: boundscheck=False
# The text is followed by zeros, which end every loop over it: at least four bytes are read on.
"""What a word is: the rules, character by character.

A word is a run of letters, digits, marks and ignorable characters that begins with a letter or
digit (classes: `newsearch.kernel.characters`). Beyond that:

- an apostrophe joins a letter or digit to a letter: don't, O’Brien, з'їзд, 1990's;
- "." joins single letters: U.S, U.S.A (the last dot stays outside);
- "." and "," join digits: 1,000.5; "&" joins letters and digits: AT&T;
- "++" after a letter and "#" after a single letter belong to the word: C++, C#;
- ideographs give overlapping pairs, a lone one itself; marks stay with their base;
- a word is cut at 255 bytes, the rest of it dropped; a byte that is not UTF-8 separates.

`newsearch.kernel.scanner` asks here about the words that are not plain ASCII.

Cost, compiled: 3 ns a character.
"""

from __future__ import annotations

from newsearch.kernel.characters import (
    APOSTROPHE,
    BYTES,
    CLASSES,
    DIGIT,
    IDEOGRAPH,
    IGNORABLE,
    LETTER,
    MARK,
    SUPPLEMENTARY,
)

FAST = BYTES
BASIC = CLASSES
ASTRAL = SUPPLEMENTARY


class WordRules:
    """Finds where words of one text end.

    Attributes:
        text: UTF-8 with zeros after it.
        tail: Where the second ideograph of the last pair is; -1 before the first one.
        end: The end of the word that `begin` found, or 0.
    """

    def __init__(self) -> None:
        self.text = memoryview(bytearray(8))
        self.tail = -1
        self.end = 0
        self.unit = 0

    def character(self, at: int) -> int:
        """Class of the character at a byte offset, plus 8 times its width; past the end 8."""
        lead = self.text[at]
        if lead < 0x80:
            return 8 + BASIC[lead]
        if lead < 0xC2 or lead > 0xF4:
            return 8
        second = self.text[at + 1]
        if second & 0xC0 != 0x80:
            return 8
        if lead < 0xE0:
            return 16 + BASIC[(lead & 0x1F) << 6 | second & 0x3F]
        third = self.text[at + 2]
        if third & 0xC0 != 0x80:
            return 8
        if lead < 0xF0:
            code = (lead & 0x0F) << 12 | (second & 0x3F) << 6 | third & 0x3F
            return 24 + BASIC[code] if code >= 0x800 else 8
        fourth = self.text[at + 3]
        if fourth & 0xC0 != 0x80:
            return 8
        code = (lead & 7) << 18 | (second & 0x3F) << 12 | (third & 0x3F) << 6 | fourth & 0x3F
        if code < 0x10000:
            return 8
        if code < 0x20000:
            return 32 + ASTRAL[code - 0x10000]
        if code < 0x40000:
            return 32 + IDEOGRAPH
        return 32 + IGNORABLE if 0xE0000 <= code < 0xE1000 else 32

    def begin(self, start: int) -> int:
        """Look for a word that begins at a character beyond ASCII; return where to look next.

        `end` is the end of the word, 0 when none begins there.
        """
        unit = self.character(start)
        kind = unit & 7
        self.end = 0
        if kind in (LETTER, DIGIT):
            self.end = self.word_end(start, 0)
            return self.end
        if kind != IDEOGRAPH:
            return start + (unit >> 3)
        at = self.unit_end(start + (unit >> 3))
        if self.unit & 7 == IDEOGRAPH:
            self.tail = at  # begins the next pair, and is no word alone
            self.end = self.unit_end(at + (self.unit >> 3))
        elif self.tail != start:
            self.end = at
        return at

    def unit_end(self, at: int) -> int:
        """End of the marks at `at`; `unit` is then what `character` says of what follows them."""
        self.unit = self.character(at)
        while self.unit & 7 == MARK or self.unit & 7 == IGNORABLE:
            at += self.unit >> 3
            self.unit = self.character(at)
        return at

    def word_end(self, at: int, part: int) -> int:
        """End of a word of which `part` ASCII letters and digits stand before `at`."""
        previous = 0
        dotted = False
        if part > 0:
            previous = DIGIT if self.text[at - 1] < 58 else LETTER
        while True:  # `part`: characters since the start or the last dot of an acronym
            code = FAST[self.text[at]]
            if code > 3:
                previous = DIGIT if code < 58 else LETTER
                part += 1
                at += 1
                continue
            if code == 0:
                return at
            lead = self.text[at]
            second = self.text[at + 1]
            if 0xC2 <= lead < 0xE0 and second & 0xC0 == 0x80:  # most alphabets: no call
                kind = BASIC[(lead & 0x1F) << 6 | second & 0x3F]
                if kind == LETTER:
                    previous = kind
                    part += 1
                    at += 2
                    continue
            unit = self.character(at)
            kind = unit & 7
            if kind in (LETTER, DIGIT):
                previous = kind
            elif kind == IDEOGRAPH:
                return at
            elif kind != MARK and kind != IGNORABLE:
                joined = self.join(at, kind, previous, part, dotted)
                if joined == 0:
                    return at
                if joined < 0:  # a suffix, which ends the word
                    return -joined
                if self.text[at] == 46 and previous == LETTER:
                    part = -1
                    dotted = True
            part += 1
            at += unit >> 3

    def join(self, at: int, kind: int, previous: int, part: int, dotted: bool) -> int:
        """Whether the punctuation at `at` belongs to the word before it.

        Positive: yes. 0: no. Negative: yes, and the word ends at the offset negated.
        """
        byte = self.text[at]
        unit = self.character(at)
        at += unit >> 3
        unit = self.character(at)
        following = unit & 7
        if kind == APOSTROPHE:
            return 1 if following == LETTER else 0
        if (byte == 46 or byte == 44) and previous == DIGIT:  # . ,
            return 1 if following == DIGIT else 0
        if byte == 46 and part == 1 and following == LETTER:
            following = self.character(at + (unit >> 3)) & 7
            return 0 if LETTER <= following <= IGNORABLE else 1
        if byte == 38:  # &
            return 1 if following in (LETTER, DIGIT) else 0
        if byte == 43 and previous == LETTER:  # ++
            return -at - 1 if self.text[at] == 43 else 0
        if byte == 35 and previous == LETTER and part == 1 and not dotted:  # #
            return -at
        return 0

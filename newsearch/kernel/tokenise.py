# cython: boundscheck=False
# Every loop below indexes inside a range checked before it begins; the notes say which.
"""Cuts UTF-8 text into words and numbers the distinct ones.

A word is a run of letters, digits, marks and ignorable characters that begins with a letter or
digit (classes: `newsearch.kernel.characters`). Beyond that:

- an apostrophe joins a letter or digit to a letter: don't, O’Brien, з'їзд, 1990's;
- "." joins single letters: U.S, U.S.A (the last dot stays outside);
- "." and "," join digits: 1,000.5; "&" joins letters and digits: AT&T;
- "++" after a letter and "#" after a single letter belong to the word: C++, C#;
- ideographs give overlapping pairs, a lone one itself; marks stay with their base;
- a word is cut at 255 bytes, the rest of it dropped; a byte that is not UTF-8 separates.

The same rules serve articles, queries and snippets. A *form* is a word as written, in lower case
as far as its ASCII letters go. `Forms` keeps each distinct form once, in an open-addressing hash
table (linear probing; Knuth, TAOCP 3, 6.4): a form of at most 8 bytes is its own key, so most
words are found by one comparison of one integer.

Cost of `Forms.append`, compiled: 4 to 7 ns a byte of English news.
"""

from __future__ import annotations

from array import array

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
from newsearch.kernel.lookup import MISSING, add_bits, map_terms, missing

__all__ = ["MISSING", "Forms", "spans"]

# Integers beyond 2^31 must be C variables (see the .pxd), not literals inside a loop.
MASK = 0xFFFFFFFFFFFFFFFF
LONG_WORD = 0x100000001B3  # the 64-bit FNV prime
GOLDEN = 0x9E3779B97F4A7C15  # 2^64 / golden ratio: Fibonacci hashing (TAOCP 3, 6.4)
UNKNOWN = MISSING
LONGEST = 255

FAST = BYTES
LOWER = bytes(range(256)).lower()
BASIC = CLASSES
ASTRAL = SUPPLEMENTARY


class Scanner:
    """Walks over the words of one text: `open`, then `advance` until it returns False.

    After each `advance` the word is text[start:end] and `key` its hash key.
    """

    def __init__(self) -> None:
        self.open(b"")

    def open(self, text: bytes) -> None:
        """Begin at the start of `text` (UTF-8)."""
        self.text = text
        self.length = len(text)
        self.position = 0
        self.tail = -1
        self.start = 0
        self.end = 0
        self.key = 0

    def character(self, at: int) -> int:
        """Class of the character at a byte offset, plus 8 times its width; 0 past the end."""
        if at >= self.length:
            return 0
        lead = self.text[at]
        if lead < 0x80:
            return 8 + BASIC[lead]
        if lead < 0xC2 or lead > 0xF4 or at + 1 >= self.length:
            return 8
        second = self.text[at + 1]
        if second & 0xC0 != 0x80:
            return 8
        if lead < 0xE0:
            return 16 + BASIC[(lead & 0x1F) << 6 | second & 0x3F]
        if at + 2 >= self.length:
            return 8
        third = self.text[at + 2]
        if third & 0xC0 != 0x80:
            return 8
        if lead < 0xF0:
            code = (lead & 0x0F) << 12 | (second & 0x3F) << 6 | third & 0x3F
            return 24 + BASIC[code] if code >= 0x800 else 8
        if at + 3 >= self.length:
            return 8
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

    def advance(self) -> bool:
        """Find the next word; False when there is none."""
        at = self.position
        length = self.length
        while at < length:
            code = FAST[self.text[at]]
            if code < 3:
                at += 1
                continue
            if code == 3:
                at = self.begin(at)
                if self.end:
                    return True
                continue
            self.start = at
            packed = 0
            while code >= 48:  # ASCII letters and digits
                packed = (packed << 8 | code) & MASK
                at += 1
                if at >= length:
                    return self.finish(self.start, at, packed)
                code = FAST[self.text[at]]
            if code == 0 or (code == 1 and (at + 1 >= length or FAST[self.text[at + 1]] == 0)):
                return self.finish(self.start, at, packed)
            at = self.word_end(self.start)
            return self.finish(self.start, at, self.packed(self.start, at))
        self.position = length
        return False

    def begin(self, at: int) -> int:
        """Look for a word that begins at a character beyond ASCII.

        Found: `end` is set. Not found: `end` is 0, and the answer is where to look next.
        """
        unit = self.character(at)
        kind = unit & 7
        self.end = 0
        if kind in (LETTER, DIGIT):
            self.start = at
            at = self.word_end(at)
            self.finish(self.start, at, self.packed(self.start, at))
            return at
        if kind != IDEOGRAPH:
            return at + (unit >> 3)
        self.start = at
        at = self.unit_end(at)
        if self.character(at) & 7 == IDEOGRAPH:
            self.tail = at  # begins the next pair, and is no word alone
            kind = self.unit_end(at)
            self.finish(self.start, kind, self.packed(self.start, kind))
            self.position = at
        elif self.tail != self.start:
            self.finish(self.start, at, self.packed(self.start, at))
        return at

    def unit_end(self, at: int) -> int:
        """End of the character at `at` with the marks that follow it."""
        unit = self.character(at)
        at += unit >> 3
        unit = self.character(at)
        while unit & 7 == MARK or unit & 7 == IGNORABLE:
            at += unit >> 3
            unit = self.character(at)
        return at

    def word_end(self, start: int) -> int:
        """End of the word that begins with the letter or digit at `start`."""
        at = start
        previous = 0
        part = 0  # characters since the start or the last dot of an acronym
        dotted = False
        while at < self.length:
            unit = self.character(at)
            kind = unit & 7
            if kind in (LETTER, DIGIT):
                previous = kind
            elif kind == IDEOGRAPH:
                break
            elif kind != MARK and kind != IGNORABLE:
                joined = self.join(at, kind, previous, part, dotted)
                if joined == 0:
                    break
                if joined < 0:  # a suffix, which ends the word
                    return -joined
                if self.text[at] == 46 and previous == LETTER:
                    part = -1
                    dotted = True
            part += 1
            at += unit >> 3
        return at

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
            return -at - 1 if at < self.length and self.text[at] == 43 else 0
        if byte == 35 and previous == LETTER and part == 1 and not dotted:  # #
            return -at
        return 0

    def packed(self, start: int, end: int) -> int:
        """The last 8 bytes (at most) of text[start:end] in lower case, as one integer."""
        at = start if end - start <= 8 else end - 8
        packed = 0
        while at < end:
            packed = packed << 8 | LOWER[self.text[at]]
            at += 1
        return packed

    def finish(self, start: int, end: int, packed: int) -> bool:
        """Record the word text[start:end]: its offsets and its key. Always True."""
        self.position = end
        if end - start > 8:
            if end - start > LONGEST:
                end = start + LONGEST
                while end > start + 8 and self.text[end] & 0xC0 == 0x80:
                    end -= 1
                packed = self.packed(start, end)
            at = start
            while at < end - 8:
                packed = ((packed ^ LOWER[self.text[at]]) * LONG_WORD) & MASK
                at += 1
        self.start = start
        self.end = end
        self.key = packed
        return True


def spans(text: bytes) -> array[int]:
    """Return where the words of `text` (UTF-8) are: start, end, start, end, ... in bytes.

    Example:
        >>> spans("U.S. trade".encode()).tolist()
        [0, 3, 5, 10]
    """
    scanner = Scanner()
    scanner.open(text)
    found = array("I")
    while scanner.advance():
        found.append(scanner.start)
        found.append(scanner.end)
    return found


class Forms:
    """Distinct forms, numbered from 0, and the growing row of tokens of the texts appended.

    `capacity_hint` is the number of distinct forms to make room for; the table grows past it.
    At most 4 GiB of distinct forms. Not safe to share between threads.

    Example:
        >>> forms = Forms()
        >>> forms.append(b"One by one")
        3
        >>> forms.tokens.tolist(), forms.form(1)
        ([0, 1, 0], b'by')
    """

    # A slot is two integers: the key, then form number + 1 in the low half (0: free) and the
    # form's length in bytes above it. At least half of the slots are free, so probing ends.

    def __init__(self, capacity_hint: int = 1 << 14) -> None:
        bits = max(10, (2 * capacity_hint - 1).bit_length())
        self.scanner = Scanner()
        self.token_count = 0
        self.form_count = 0
        self._letter_count = 0
        self._shift = 64 - bits
        self._slots = self._slots_array = array("Q", [0]) * (2 << bits)
        self._tokens = self._tokens_array = array("I", bytes(4 << 12))
        self._offsets = self._offsets_array = array("I", bytes(4 << 10))
        self._letters = self._letters_array = bytearray(8 << 10)  # far more than the longest form

    @property
    def tokens(self) -> memoryview:
        """The form number of each token (format "I"); a view that later appends may outgrow."""
        return memoryview(self._tokens_array)[: self.token_count]

    def append(self, text: bytes) -> int:
        """Append the words of `text` (UTF-8) to the tokens; return how many they are.

        Raises MemoryError when the forms take more than 4 GiB.
        """
        self.scanner.open(text)
        self.reserve(len(text))  # a token takes at least one byte: no check in the loop
        scanner = self.scanner
        count = self.token_count
        while scanner.advance():
            length = scanner.end - scanner.start
            self._tokens[count] = self.number(scanner.key, scanner.start, length)
            count += 1
        self.scanner.open(b"")
        added = count - self.token_count
        self.token_count = count
        return added

    def form(self, number: int) -> bytes:
        """Return form `number` in UTF-8. Raises IndexError when there is none."""
        if not 0 <= number < self.form_count:
            raise IndexError(f"form {number} of {self.form_count}")
        first = self._offsets_array[number]
        return bytes(self._letters_array[first : self._offsets_array[number + 1]])

    def truncate(self, count: int) -> None:
        """Keep the first `count` tokens. Raises IndexError when there are fewer."""
        self.check_range(count, self.token_count)
        self.token_count = count

    def clear_tokens(self) -> None:
        """Forget the tokens, keep the forms."""
        self.token_count = 0

    def memory(self) -> int:
        """Return the bytes that the forms take, the tokens not counted."""
        slots, offsets = self._slots_array, self._offsets_array
        return 8 * len(slots) + 4 * len(offsets) + len(self._letters_array)

    def number(self, key: int, start: int, length: int) -> int:
        """Number of the form at `start` in the scanner's text; a new one is added."""
        last = len(self._slots) - 2
        size = length
        slot = ((key * GOLDEN & MASK) >> self._shift) * 2  # below len(_slots)
        while True:
            held = self._slots[slot + 1]
            if held == 0:
                return self.insert(slot, key, start, length)
            stored = self._slots[slot]
            if stored == key and held >> 32 == size:
                held = (held & UNKNOWN) - 1
                if length <= 8 or self.same(held, start, length):
                    return held
            slot = slot + 2 if slot < last else 0

    def same(self, form: int, start: int, length: int) -> bool:
        """Whether the word at `start` is `form`, which has the same length."""
        first = self._offsets[form]
        for index in range(length):
            if self._letters[first + index] != LOWER[self.scanner.text[start + index]]:
                return False
        return True

    def insert(self, slot: int, key: int, start: int, length: int) -> int:
        """Add the word at `start` in a free slot; return its number."""
        form = self.form_count
        used = self._letter_count
        if used + length > MISSING or form + 2 > MISSING:
            raise MemoryError("the distinct words take more than 4 GiB; commit more often")
        if form + 2 > len(self._offsets):
            self._offsets = self._offsets_array = self._offsets_array * 2
        if used + length > len(self._letters):
            self._letters = self._letters_array = self._letters_array * 2
        for index in range(length):
            self._letters[used + index] = LOWER[self.scanner.text[start + index]]
        self._letter_count = used + length
        self._offsets[form + 1] = used + length
        size = length
        identity = form + 1
        self._slots[slot] = key
        self._slots[slot + 1] = size << 32 | identity
        self.form_count = form + 1
        if self.form_count * 4 > len(self._slots):
            self.grow_slots()
        return form

    def grow_slots(self) -> bool:
        """Double the table."""
        old = self._slots
        slots = 2 * len(old)
        self._slots = self._slots_array = array("Q", [0]) * slots
        self._shift -= 1
        last = slots - 2
        # In order of first occurrence, so that frequent forms stand in the first slot tried.
        places = array("Q", bytes(8 * self.form_count))
        for index in range(0, slots // 2, 2):
            held = old[index + 1] & UNKNOWN
            if held != 0:
                places[held - 1] = index
        for index in range(self.form_count):
            place = places[index]
            key = old[place]
            slot = ((key * GOLDEN & MASK) >> self._shift) * 2
            while self._slots[slot + 1] != 0:
                slot = slot + 2 if slot < last else 0
            self._slots[slot] = key
            self._slots[slot + 1] = old[place + 1]
        return True

    def reserve(self, more: int) -> bool:
        """Make room for `more` tokens."""
        while self.token_count + more > len(self._tokens_array):
            self._tokens = self._tokens_array = self._tokens_array * 2
        return True

    def check_range(self, first: int, last: int) -> bool:
        """Raise IndexError unless 0 <= first <= last <= token_count."""
        if not 0 <= first <= last <= self.token_count:
            raise IndexError(f"tokens {first} to {last} of {self.token_count}")
        return True

    def evidence(self, first: int, count: int, table: array[int], counts: array[int]) -> None:
        """Add up the bits of `count` tokens from token `first` on: `lookup.add_bits`.

        Raises IndexError when the tokens are not there, ValueError when counts is too short.
        """
        self.check_range(first, first + count)
        add_bits(self._tokens_array, first, first + count, table, counts)

    def missing(self, first: int, last: int, table: array[int]) -> array[int]:
        """Return the distinct forms of tokens[first:last] without a term; IndexError as below."""
        self.check_range(first, last)
        return missing(self._tokens_array, first, last, table)

    def map_terms(self, first: int, last: int, table: array[int]) -> int:
        """Replace the forms in tokens[first:last] by their terms: `lookup.map_terms`.

        A form without a term becomes MISSING; returns how many tokens did. Raises IndexError
        when the tokens are not there.
        """
        self.check_range(first, last)
        return map_terms(self._tokens_array, first, last, table)

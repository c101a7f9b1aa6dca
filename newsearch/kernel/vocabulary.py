# cython: boundscheck=False
# Room is made before a loop that enters terms; numbers from outside are compared with the counts.
"""The distinct terms of a segment that is built, numbered, and the terms of new forms entered.

Most forms are plain ASCII, and what term such a form has can be told from its letters unless it
must be stemmed; only those that must, and those with other letters, become objects of Python.
"""

from __future__ import annotations

from array import array
from typing import Any

from newsearch.kernel.limits import LONGEST_WORD
from newsearch.kernel.memory import larger, room
from newsearch.kernel.ordering import arranged, ascending_of
from newsearch.kernel.tokenise import Forms
from newsearch.kernel.word_marks import drop_marks

__all__ = ["Vocabulary", "forms_to_judge"]

INTERPRETED = __file__.endswith((".py", ".pyc"))
MISSING = 0xFFFFFFFF
LONGEST = LONGEST_WORD
FIRST_BITS = 12  # of the number of slots
ALL_BITS = (1 << 64) - 1
FIRST_HASH = 0xCBF29CE484222325  # FNV-1a (Fowler, Noll & Vo)
PRIME = 0x100000001B3
SPREAD = 0x9FB21C651E98DF25  # odd, with mixed bits: xxHash's
# What a form is made of; each has what those before it have.
LETTERS = 0  # a to z
MARKS = 1  # other ASCII
DIGITS = 2
OTHERS = 3  # beyond ASCII
OTHER_ENDING = 26


class Vocabulary:
    """Distinct terms, numbered from 0 as they come.

    Attributes:
        count: How many they are.

    At most 4 GiB of terms. Not safe to share between threads, but what was entered stays as it is
    while more is entered.

    Example:
        >>> vocabulary = Vocabulary()
        >>> table = array("I", [0, 0, 0])
        >>> vocabulary.enter([b"tide", b"ebb", b"tide"], array("I", [2, 1, 0]), table)
        >>> table.tolist(), vocabulary.term(1)
        ([0, 1, 0], b'ebb')
    """

    # A hash table with linear probing (Knuth, TAOCP 3, 6.4). A slot has the low half of a term's
    # hash value in its high half and the term's number, plus 1, in its low half; 0 is free. At
    # least half of the slots are free, so probing ends.

    def __init__(self) -> None:
        self.count = 0
        self._shift = 64 - FIRST_BITS
        self._slots = self._slots_room = room("Q", 1 << FIRST_BITS)
        self._starts = self._starts_room = room("I", 1 << FIRST_BITS)
        self._hashes = self._hashes_room = room("Q", 1 << FIRST_BITS)
        self._letters = self._letters_room = room("B", 1 << 16)

    def hashes(self) -> memoryview[int]:
        """Return a hash value of 64 bits for each term ("Q"), made of its bytes and nothing else.

        A view that has those of the terms so far, whatever is entered later.
        """
        return self._hashes_room[: self.count]

    def term(self, number: int) -> bytes:
        """Return a term. Raises IndexError when there is none of that number."""
        if not 0 <= number < self.count:
            raise IndexError(f"term {number} of {self.count}")
        return self._letters_room[self._starts[number] : self._starts[number + 1]].tobytes()

    def memory(self) -> int:
        """Return the bytes that the terms take."""
        return 8 * len(self._slots) + 12 * self.count + self._starts[self.count]

    def ascending(self, numbers: array[int]) -> array[int]:
        """Return terms' numbers ("I") by ascending term: `newsearch.kernel.ordering`.

        Raises IndexError when there is no such term.
        """
        self.check(numbers)
        return ascending_of(self._starts_room, self._letters_room, numbers)

    def joined(self, numbers: array[int]) -> tuple[array[int], array[int]]:
        """Return terms end to end: where each starts, and the end ("I"); the bytes ("B").

        Raises IndexError when there is no such term, OverflowError when they have over 4 GiB.
        """
        self.check(numbers)
        return arranged(self._starts_room, self._letters_room, numbers)

    def enter(self, terms: list[bytes], forms: array[int], table: array[int]) -> None:
        """Enter into `table` the number of each form's term; a new term gets the next number.

        Raises ValueError when there are more terms or fewer than forms, IndexError when the table
        has no entry for a form, MemoryError when there are more than 4 GiB of terms.
        """
        if len(terms) != len(forms):
            raise ValueError(f"{len(terms)} terms for {len(forms)} forms")
        total = 0
        for at in range(len(forms)):
            if forms[at] >= len(table):
                raise IndexError(f"form {forms[at]} of {len(table)}")
            total += len(terms[at])
        self.reserve(len(forms), total)
        for at in range(len(forms)):
            term = terms[at]
            table[forms[at]] = self.number(term, len(term))

    def enter_forms(
        self, forms: Forms, numbers: array[int], table: array[int], endings: int
    ) -> tuple[list[bytes], array[int], array[int]]:
        """Enter into `table` the terms of those forms whose terms can be told here.

        Args:
            forms: The forms.
            numbers: Which of them ("I").
            table: The number of each form's term ("I").
            endings: The last letters of words that are stemmed, where they have no digits: bit 0
                for a word that ends in a, to bit 25 for z, and bit 26 for words with other letters.

        Returns:
            Words in ASCII to be stemmed, already folded; whose forms they are ("I"); the forms that
            are to be folded first ("I").

        Raises IndexError when there is no such form or the table has no entry for one, MemoryError
        when there are more than 4 GiB of terms.
        """
        count = len(numbers)
        total = 0
        for at in range(count):
            if numbers[at] >= forms.form_count or numbers[at] >= len(table):
                raise IndexError(f"form {numbers[at]} of {forms.form_count}, in {len(table)}")
            total += forms.most_bytes(numbers[at])
        self.reserve(count, total)
        row = bytearray(LONGEST + 1)
        letters = row
        words: list[bytes] = []
        of_words = array("I", bytes(4 * count))
        others = array("I", bytes(4 * count))
        stems_of = of_words
        folds_of = others
        stem_count = 0
        fold_count = 0
        for at in range(count):
            size = forms.spell(numbers[at], letters)
            kind = _kind(letters, size)
            if kind == OTHERS:
                folds_of[fold_count] = numbers[at]
                fold_count += 1
                continue
            last = OTHER_ENDING
            if kind == LETTERS:
                last = letters[size - 1] - 97
            else:
                size = drop_marks(letters, size, kind == DIGITS)
            if kind != DIGITS and endings >> last & 1:
                word: Any = letters[:size]  # bytes, where it is compiled
                words.append(bytes(word) if INTERPRETED else word)
                stems_of[stem_count] = numbers[at]
                stem_count += 1
            else:
                table[numbers[at]] = self.number(letters, size)
        return words, of_words[:stem_count], others[:fold_count]

    def number(self, letters: bytes | bytearray, size: int) -> int:
        """The number of a term; a new one is added, for which `reserve` made room."""
        value = FIRST_HASH
        for at in range(size):
            byte = letters[at]
            value = (value ^ byte) * PRIME & ALL_BITS
        value = (value ^ value >> 32) * SPREAD & ALL_BITS
        value ^= value >> 29
        last = len(self._slots) - 1
        slot = value >> self._shift
        mark = value & MISSING
        while True:
            held = self._slots[slot]
            if held == 0:
                break
            if held >> 32 == mark and self.same((held & MISSING) - 1, letters, size):
                return (held & MISSING) - 1
            slot = slot + 1 & last
        start = self._starts[self.count]
        for at in range(size):
            self._letters[start + at] = letters[at]
        self._hashes[self.count] = value
        self.count += 1
        self._starts[self.count] = start + size
        self._slots[slot] = mark << 32 | self.count
        return self.count - 1

    def same(self, number: int, letters: bytes | bytearray, size: int) -> bool:
        """Whether a term has these letters."""
        start = self._starts[number]
        if self._starts[number + 1] - start != size:
            return False
        for at in range(size):
            if self._letters[start + at] != letters[at]:
                return False
        return True

    def check(self, numbers: array[int]) -> bool:
        """Raise IndexError unless there are terms of these numbers."""
        for at in range(len(numbers)):
            if numbers[at] >= self.count:
                raise IndexError(f"term {numbers[at]} of {self.count}")
        return True

    def reserve(self, more: int, letters: int) -> bool:
        """Make room for `more` terms of so many bytes in all.

        Raises MemoryError when the terms would have more than 4 GiB.
        """
        count = self.count + more
        used = self._starts[self.count]
        if used + letters > MISSING or count >= MISSING:
            raise MemoryError("the distinct terms have more than 4 GiB; commit more often")
        while 2 * count > len(self._slots):
            self.grow_slots()
        while count >= len(self._starts):
            self._starts = self._starts_room = larger(self._starts_room, "I", self.count + 1)
        while count > len(self._hashes):
            self._hashes = self._hashes_room = larger(self._hashes_room, "Q", self.count)
        while used + letters > len(self._letters):
            self._letters = self._letters_room = larger(self._letters_room, "B", used)
        return True

    def grow_slots(self) -> bool:
        """Double the table."""
        last = 2 * len(self._slots) - 1
        self._slots = self._slots_room = room("Q", last + 1)
        self._shift -= 1
        for number in range(self.count):
            value = self._hashes[number]
            slot = value >> self._shift
            while self._slots[slot] != 0:
                slot = slot + 1 & last
            self._slots[slot] = (value & MISSING) << 32 | (number + 1)
        return True


def forms_to_judge(forms: Forms, first: int) -> array[int]:
    """Return those forms ("I") from `first` on that are not of a to z alone nor ASCII with a digit.

    Example:
        >>> forms = Forms()
        >>> forms.append("rain 3:0 o'clock café".encode())
        5
        >>> forms_to_judge(forms, 0).tolist()
        [3, 4]
    """
    row = bytearray(LONGEST + 1)
    letters = row
    found = array("I")
    for number in range(first, forms.form_count):
        kind = _kind(letters, forms.spell(number, letters))
        if kind in (MARKS, OTHERS):
            found.append(number)
    return found


def _kind(letters: bytearray, size: int) -> int:
    """What a word is made of."""
    kind = LETTERS
    for at in range(size):
        byte = letters[at]
        if 97 <= byte <= 122:
            continue
        if byte >= 128:
            return OTHERS
        if 48 <= byte <= 57:
            kind = DIGITS
        elif kind == LETTERS:
            kind = MARKS
    return kind

# cython: boundscheck=False
# Every loop below indexes inside a range checked before it begins; the notes say which.
"""Cuts UTF-8 text into words and numbers the distinct ones.

What a word is says `newsearch.kernel.word_rules`; the same rules serve articles, queries and
snippets. A *form* is a word as written, in lower case as far as its ASCII letters go. `Forms`
keeps each distinct form once, in an open-addressing hash table (linear probing; Knuth, TAOCP 3,
6.4): a form of at most 12 bytes is its own key, so most words are found by one comparison.

Cost of `Forms.append`, compiled: 10 ns a word of English news, 40 ns of Russian.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable

from newsearch.kernel.evidence import add_bits
from newsearch.kernel.limits import LONGEST_WORD
from newsearch.kernel.lookup import MISSING, map_places, map_terms
from newsearch.kernel.memory import larger, room
from newsearch.kernel.scanner import Scanner, give_back, take_scanner
from newsearch.kernel.word_tables import ROW

try:
    import cython
except ImportError:  # not compiled, and nothing to let go of
    from newsearch.kernel import uncompiled as cython

__all__ = ["MISSING", "Forms", "spans"]

# Integers beyond 2^31 must be C variables (see the .pxd), not literals inside a loop.
GOLDEN = 0x9E3779B97F4A7C15  # 2^64 / golden ratio: Fibonacci hashing (TAOCP 3, 6.4)
SPREAD = 0xD6E8FEB86659FD93  # odd, its bits mixed: takes the end of a long word apart
UNKNOWN = MISSING
LONGEST_EIGHTS = (LONGEST_WORD + 7) >> 3  # eight bytes each: what the letters of a word take
RECENT_BITS = 13  # 128 kB, a share of a second-level cache: in news one word in seven misses
RECENT_SHIFT = 63 - RECENT_BITS  # a hash value to twice the place in the cache
RECENT_LAST = (2 << RECENT_BITS) - 2


def spans(text: bytes) -> array[int]:
    """Return where the words of `text` (UTF-8) are: start, end, start, end, ... in bytes.

    Raises OverflowError when the text takes 4 GiB or more.

    Example:
        >>> spans("U.S. trade".encode()).tolist()
        [0, 3, 5, 10]
    """
    scanner = take_scanner()
    scanner.open(text)
    found = array("I")
    count = scanner.advance()
    while count:
        found.frombytes(memoryview(scanner.bounds)[: 2 * count].cast("B"))
        count = scanner.advance()
    give_back(scanner)
    return found


class Forms:
    """Distinct forms, numbered from 0, and the growing row of tokens of the texts appended.

    Args:
        capacity_hint: The number of distinct forms to make room for; the table grows past it.
        token_capacity: The number of tokens to reserve addresses for; memory is taken as they
            come, and the row is copied to a larger one when there are more.

    At most 32 GiB of distinct forms. Not safe to share between threads.

    Example:
        >>> forms = Forms()
        >>> forms.append(b"One by one")
        3
        >>> forms.tokens.tolist(), forms.form(1)
        ([0, 1, 0], b'by')
    """

    # A slot is two integers: the first 8 bytes of the key (0: free), then its next 4 bytes in the
    # high half and the form's number in the low half. At least half of the slots are free, so
    # probing ends. In front of the table stands a direct-mapped cache of such slots, of the forms
    # found last: the table is far larger than the processor's cache.

    def __init__(self, capacity_hint: int = 1 << 14, token_capacity: int = 1 << 14) -> None:
        bits = max(10, (2 * capacity_hint - 1).bit_length())
        self.scanner = Scanner()
        self._missed = array("I", bytes(4 * ROW))
        self.token_count = 0
        self.form_count = 0
        self._letter_count = 0
        self._shift = 64 - bits
        self._slots = self._slots_room = room("Q", 2 << bits)
        self._recent = room("Q", 2 << RECENT_BITS)
        self._tokens = self._tokens_room = room("I", max(1, token_capacity))
        self._offsets = self._offsets_room = room("I", 1 << 14)
        self._letters = self._letters_room = room("Q", 1 << 14)

    @property
    def tokens(self) -> memoryview[int]:
        """The form number of each token (format "I"); a view that later appends may outgrow."""
        return self._tokens_room[: self.token_count]

    def append(self, text: bytes) -> int:
        """Append the words of `text` (UTF-8) to the tokens; return how many they are.

        Raises MemoryError when the forms take more than 32 GiB, OverflowError when the text does.
        """
        scanner = self.scanner
        scanner.open(text)
        before = self.token_count
        count = self.next_row()
        while count:
            self.number(scanner.keys, count)
            count = self.next_row()
        return self.token_count - before

    def append_all(self, texts: list[bytes]) -> array[int]:
        """Append the words of several texts; return how many tokens there are after each ('I').

        Other threads may run meanwhile; none may touch these forms. Raises as `append` does.
        """
        limits_row = self.scanner.open_all(texts)
        ends_row = array("I", bytes(4 * len(texts)))
        limits = limits_row
        ends = ends_row
        with cython.nogil:
            self.append_rows(limits, ends)
        return ends_row

    def append_rows(self, limits: array[int], ends: array[int]) -> int:
        """Append the words of the scanner's text, in which the texts end at `limits`."""
        text = 0
        count = self.next_row()
        while count:
            bounds = self.scanner.bounds
            after = 0
            while bounds[2 * count - 2] >= limits[text]:  # below the last limit, so `text` is not
                last = count - 1
                while after < last:
                    middle = (after + last) >> 1
                    if bounds[2 * middle] >= limits[text]:
                        last = middle
                    else:
                        after = middle + 1
                ends[text] = self.token_count + after
                text += 1
            self.number(self.scanner.keys, count)
            count = self.next_row()
        while text < len(ends):
            ends[text] = self.token_count
            text += 1
        return 0

    def next_row(self) -> int:
        """Find the next words of the scanner's text, for `find`; return how many they are."""
        count = self.scanner.advance()
        if not self.has_room(count):
            with cython.gil:
                self.reserve(count)
        return count

    def form(self, number: int) -> bytes:
        """Return form `number` in UTF-8. Raises IndexError when there is none."""
        if not 0 <= number < self.form_count:
            raise IndexError(f"form {number} of {self.form_count}")
        first = self._offsets_room[number]
        return self._letters_room[first : self._offsets_room[number + 1]].tobytes().rstrip(b"\0")

    def words(self, numbers: array[int]) -> list[str]:
        """Return the forms of these numbers ('I'). Raises IndexError when there is none."""
        row = bytearray(8 * LONGEST_EIGHTS)
        letters = row
        found = []
        for at in range(len(numbers)):
            number = numbers[at]
            if number >= self.form_count:
                raise IndexError(f"form {number} of {self.form_count}")
            size = self.spell(number, letters)
            found.append(letters[:size].decode())
        return found

    def most_bytes(self, number: int) -> int:
        """How many bytes form `number`, which there is, has at most."""
        return 8 * (self._offsets[number + 1] - self._offsets[number])

    def spell(self, number: int, letters: bytearray) -> int:
        """Write form `number`, which there is, to `letters`, 256 of them; return its bytes."""
        size = 0
        for place in range(self._offsets[number], self._offsets[number + 1]):
            eight = self._letters[place]
            while eight:  # a word has no zeros
                byte = eight & 255
                letters[size] = byte
                size += 1
                eight >>= 8
        return size

    def truncate(self, count: int) -> None:
        """Keep the first `count` tokens. Raises IndexError when there are fewer."""
        self.check_range(count, self.token_count)
        self.token_count = count

    def clear_tokens(self) -> None:
        """Forget the tokens, keep the forms."""
        self.token_count = 0

    def memory(self) -> int:
        """Return the bytes that the forms take, the tokens not counted."""
        return 8 * (len(self._slots_room) + self._letter_count) + 4 * self.form_count

    def number(self, keys: array[int], count: int) -> None:
        """Append the numbers of the words in the scanner's row; `reserve` made the room."""
        missed = self.look_up(self._recent, keys, self._tokens, self._missed, count)
        self.touch(self._slots, keys, self._missed, missed)
        self.find_missed(self._recent, keys, self._tokens, self._missed, missed)
        self.token_count += count

    def look_up(
        self,
        recent: memoryview[int],
        keys: array[int],
        tokens: memoryview[int],
        missed: array[int],
        count: int,
    ) -> int:
        """Write the numbers of the words that were found lately; the places of the others go to
        `missed`. Returns how many these are. No branches: which they are cannot be foretold.
        """
        token_count = self.token_count
        last = RECENT_LAST
        shift = RECENT_SHIFT
        found = 0
        for at in range(count):
            first = keys[2 * at]
            second = keys[2 * at + 1]
            place = spread(first, second) >> shift & last
            held = recent[place + 1]
            tokens[token_count + at] = held & UNKNOWN
            missed[found] = at
            found += (recent[place] ^ first | held >> 32 ^ second) != 0
        return found

    def touch(
        self, slots: memoryview[int], keys: array[int], missed: array[int], count: int
    ) -> None:
        """Read the first slot of each word that was missed.

        So short a loop has many slots on their way from memory at the same time.
        """
        shift = self._shift - 1
        last = len(slots) - 2
        touched = 0
        for i in range(count):
            at = missed[i]
            touched |= slots[spread(keys[2 * at], keys[2 * at + 1]) >> shift & last]
        self.touched = touched

    def find_missed(
        self,
        recent: memoryview[int],
        keys: array[int],
        tokens: memoryview[int],
        missed: array[int],
        count: int,
    ) -> None:
        """Write the numbers of the words that were missed, which will be found next time."""
        token_count = self.token_count
        last = RECENT_LAST
        for i in range(count):
            at = missed[i]
            form = self.find(at)
            tokens[token_count + at] = form
            first = keys[2 * at]
            second = keys[2 * at + 1]
            if first & 255:  # with 0, the key is a hash value: never found so
                place = spread(first, second) >> RECENT_SHIFT & last
                recent[place] = first
                recent[place + 1] = second << 32 | form

    def find(self, place: int) -> int:
        """Number of the form of word `place` of the scanner's row; a new one is added."""
        first = self.scanner.keys[2 * place]
        second = self.scanner.keys[2 * place + 1]
        last = len(self._slots) - 2
        slot = spread(first, second) >> self._shift - 1 & last
        while True:
            stored = self._slots[slot]
            if stored == 0:
                return self.insert(slot, place)
            held = self._slots[slot + 1]
            if stored == first and held >> 32 == second:
                form = held & UNKNOWN
                if first & 255 or self.same(form, place):  # with 0, the key is a hash value
                    return form
            slot = slot + 2 & last

    def same(self, form: int, place: int) -> bool:
        """Whether word `place` of the scanner's row, a long word, is `form`."""
        start = self.scanner.bounds[2 * place]
        end = self.scanner.bounds[2 * place + 1]
        first = self._offsets[form]
        size = end - start + 7 >> 3
        if self._offsets[form + 1] - first != size:
            return False
        return self.scanner.equal(start, end, self._letters, first)

    def insert(self, slot: int, place: int) -> int:
        """Add word `place` of the scanner's row in a free slot; return its number."""
        form = self.form_count
        used = self._letter_count
        start = self.scanner.bounds[2 * place]
        end = self.scanner.bounds[2 * place + 1]
        after = used + (end - start + 7 >> 3)
        self.scanner.copy(start, end, self._letters, used)
        self._letter_count = after
        self._offsets[form + 1] = after
        identity = form
        second = self.scanner.keys[2 * place + 1]
        self._slots[slot] = self.scanner.keys[2 * place]
        self._slots[slot + 1] = second << 32 | identity
        self.form_count = form + 1
        return form

    def has_room(self, more: int) -> bool:
        """Whether there is room for `more` tokens, each of a new form."""
        return (
            self.token_count + more <= len(self._tokens)
            and (self.form_count + more) * 4 <= len(self._slots)
            and self.form_count + more < len(self._offsets)
            and self._letter_count + more * LONGEST_EIGHTS <= len(self._letters)
        )

    def reserve(self, more: int) -> bool:
        """Make room for `more` tokens, each of a new form.

        Raises MemoryError when the forms would take more than 32 GiB.
        """
        letters = self._letter_count + more * LONGEST_EIGHTS
        if letters > MISSING or self.form_count + more >= MISSING:
            raise MemoryError("the distinct words take more than 32 GiB; commit more often")
        while self.token_count + more > len(self._tokens):
            self._tokens = self._tokens_room = larger(self._tokens_room, "I", self.token_count)
        while (self.form_count + more) * 4 > len(self._slots):
            self.grow_slots()
        while self.form_count + more >= len(self._offsets):
            used = self.form_count + 1
            self._offsets = self._offsets_room = larger(self._offsets_room, "I", used)
        while letters > len(self._letters):
            used = self._letter_count
            self._letters = self._letters_room = larger(self._letters_room, "Q", used)
        return True

    def grow_slots(self) -> bool:
        """Double the table."""
        old = self._slots
        last = 2 * len(old) - 2
        self._slots = self._slots_room = room("Q", 2 * len(old))
        self._shift -= 1
        # In order of first occurrence, so that frequent forms stand in the first slot tried.
        places = array("Q", bytes(8 * (self.form_count + 1)))
        for index in range(0, len(old), 2):
            if old[index] != 0:
                places[old[index + 1] & UNKNOWN] = index
        for index in range(self.form_count):
            first = old[places[index]]
            second = old[places[index] + 1]
            slot = spread(first, second >> 32) >> self._shift - 1 & last
            while self._slots[slot] != 0:
                slot = slot + 2 & last
            self._slots[slot] = first
            self._slots[slot + 1] = second
        return True

    def check_range(self, first: int, last: int) -> bool:
        """Raise IndexError unless 0 <= first <= last <= token_count."""
        if not 0 <= first <= last <= self.token_count:
            raise IndexError(f"tokens {first} to {last} of {self.token_count}")
        return True

    def evidence(self, first: int, count: int, table: array[int], counts: array[int]) -> None:
        """Add up the bits of `count` tokens from token `first` on: `evidence.add_bits`.

        Raises IndexError when the tokens are not there, ValueError when counts is too short.
        """
        self.check_range(first, first + count)
        add_bits(self._tokens_room, first, first + count, table, counts)

    def map_terms(
        self,
        first: int,
        last: int,
        table: array[int],
        learn: Callable[[array[int]], object],
    ) -> None:
        """Replace the forms in tokens[first:last] by their terms.

        Args:
            first, last: Which tokens.
            table: The term of each form ('I'), or MISSING.
            learn: Called with the distinct forms that have no term, by first occurrence, if
                there are any; enters their terms into the table.

        Raises IndexError when the tokens are not there, or forms of them not in the table.
        """
        self.check_range(first, last)
        tokens = self._tokens_room
        left, new = map_terms(tokens, first, last, table)
        if new:
            learn(new)
            map_places(tokens, left, table)


def spread(first: int, second: int) -> int:
    """The hash value of a key, in the highest of 64 bits; what is above them is to be left."""
    return (first ^ second * SPREAD) * GOLDEN

# cython: boundscheck=False
# The text is followed by PADDING, which ends every loop over it; the notes give the other bounds.
"""Finds the words of UTF-8 text, a row of them at a time.

What a word is says `newsearch.kernel.word_rules`. Most words are ASCII letters and digits between
two bytes that cannot join them to anything. So the text is first cut into *runs* of ASCII letters,
digits and bytes beyond ASCII, without a branch: vector code tells which bytes belong to one, a
multiplication gathers what it says of eight bytes in eight bits, and a table turns the edges among
them into offsets (after Langdale & Lemire, "Parsing gigabytes of JSON per second", VLDB Journal
2019). A run is then a word, and its key a few masks, unless it is long, has a byte beyond ASCII or
stands before a character that may join: those are read character by character.

Cost, compiled: 5 ns a word of English news.
"""

from __future__ import annotations

from array import array

try:
    import cython
except ImportError:  # not compiled
    from newsearch.kernel import uncompiled as cython

from newsearch.kernel.characters import BYTES
from newsearch.kernel.limits import LONGEST_WORD
from newsearch.kernel.memory import room
from newsearch.kernel.word_rules import WordRules
from newsearch.kernel.word_tables import (
    CHUNK,
    EDGE_COUNTS,
    EDGES,
    JOINS,
    KEYED,
    MASKS,
    ROW,
)

# Integers beyond 2^31 must be C variables (see the .pxd), not literals inside a loop.
FULL = 0xFFFFFFFFFFFFFFFF
TOP_BITS = 0x8080808080808080
CASE_BITS = 0x2020202020202020  # set in every lower-case letter, digit and joining character
GATHER = 0x0102040810204080  # brings the lowest bits of eight bytes together in the highest byte
PRIME = 0x9E3779B97F4A7C15  # 2^64 / golden ratio
MOST_BYTES = 0xFFFFFFFF
LONGEST = LONGEST_WORD
PADDING = 64  # zeros after the text
KEPT = 4 << 20  # bytes that a scanner keeps for the next text: those of articles added together

FAST = BYTES
BETWEEN = 10  # a line end parts texts: it joins no words
EIGHT_PLACES = 0x0008000800080008


_spare: list[Scanner] = []


def take_scanner() -> Scanner:
    """A scanner for a short while: making one takes longer than finding the words of a query."""
    try:
        return _spare.pop()
    except IndexError:
        return Scanner()


def give_back(scanner: Scanner) -> None:
    """Keep a scanner for whoever asks next."""
    if not _spare:
        _spare.append(scanner)


class Scanner:
    """Walks over the words of one text: `open`, then `advance` until it returns 0.

    After each `advance`, which returns a number of words, word i of these is
    text[bounds[2 * i]:bounds[2 * i + 1]], and its key keys[2 * i] and keys[2 * i + 1]: its bytes
    in lower case, the first 8 and the next 4, as integers with the first byte lowest. The lowest
    byte of the former is 0 for a word of more than 12 bytes: its key is a hash value.
    """

    def __init__(self) -> None:
        self.rules = WordRules()
        self._reserve(CHUNK)
        self.edges = array("H", bytes(2 * (CHUNK + 16)))
        wordy = room("B", CHUNK)
        self.wordy = wordy
        self.eights = wordy.cast("Q")
        self.bounds = array("I", bytes(8 * ROW))
        self.keys = array("Q", bytes(16 * ROW))
        self.open(b"")

    def open(self, text: bytes) -> None:
        """Begin at the start of `text` (UTF-8). Raises OverflowError when it takes 4 GiB."""
        length = len(text)
        self._begin(length)
        put_text(self.text, 0, text, length)
        end_text(self.text, length)

    def open_all(self, texts: list[bytes]) -> array[int]:
        """Begin at the start of texts, each followed by a line end; return where these end ('Q').

        Raises as `open` does.
        """
        limits_row = array("Q", bytes(8 * len(texts)))
        limits = limits_row
        length = 0
        for at in range(len(texts)):
            length += len(texts[at]) + 1
            limits[at] = length
        self._begin(length)
        length = 0
        for at in range(len(texts)):
            put_text(self.text, length, texts[at], len(texts[at]))
            length = limits[at]
            self.text[length - 1] = BETWEEN
        end_text(self.text, length)
        return limits_row

    def _begin(self, length: int) -> None:
        """Make room for a text of `length` bytes, at whose start to begin."""
        if length > MOST_BYTES:
            raise OverflowError("a text of 4 GiB or more")
        if length > self.capacity or length < KEPT < self.capacity:
            self._reserve(max(2 * length, CHUNK))
        self.length = length
        self.base = 0  # what the edges count from
        self.following = 0  # where the next chunk begins
        self.edge = 0
        self.edge_count = 0
        self.position = 0
        self.rules.tail = -1

    def _reserve(self, capacity: int) -> None:
        """Make room for a text of `capacity` bytes."""
        row = room("B", capacity + 2 * PADDING)
        self.capacity = capacity
        self.text = self.rules.text = row

    def advance(self) -> int:
        """Find the next words; return how many they are, 0 at the end."""
        count = 0
        while count == 0:
            if self.edge == self.edge_count and not self.cut():
                return 0
            count = self.fill(self.edges, self.text, self.bounds, self.keys)
        return count

    def fill(
        self,
        edges: array[int],
        text: memoryview[int],
        bounds: array[int],
        keys: array[int],
    ) -> int:
        """Turn runs into words until the row is full or the runs are used up."""
        base = self.base
        edge = self.edge
        last = self.last(0)
        case_bits = CASE_BITS
        top_bits = TOP_BITS
        count = 0
        while edge < last:
            start = base + edges[edge]
            end = base + edges[edge + 1]
            masks = 2 * (end - start)
            first = (load(text, start) | case_bits) & MASKS[masks]
            second = (load(text, start + 8) | case_bits) & MASKS[masks + 1]
            joins = JOINS[text[end]] & JOINS[text[end + 1]] >> 4
            # No key is 0 but that of a long run; the lowest byte of others is far from it.
            if joins or (first - 1 | second) & top_bits:
                self.edge = edge
                count = self.resolve(count)
                edge = self.edge
                last = self.last(count)
                continue
            bounds[2 * count] = start
            bounds[2 * count + 1] = end
            keys[2 * count] = first
            keys[2 * count + 1] = second
            count += 1
            edge += 2
        self.edge = edge
        return count

    def last(self, count: int) -> int:
        """The edge before which to stop when `count` words are in the row."""
        room_for = self.edge + 2 * (ROW - count)
        return room_for if room_for < self.edge_count else self.edge_count

    def plain(self, start: int, end: int) -> bool:
        """Whether all of text[start:end], some bytes, is ASCII."""
        wide = 0
        while end - start > 8:
            wide |= load(self.text, start)
            start += 8
        wide |= load(self.text, start) & MASKS[2 * (end - start)]
        return wide & TOP_BITS == 0

    def cut(self) -> bool:
        """Find the runs of the next chunk; False at the end of the text."""
        first = self.following if self.following > self.position else self.position
        if first >= self.length:
            return False
        base = first
        # One byte more than the text, and up to 63 beyond: padding, which ends the last run.
        size = self.length - base + 64 & ~63
        if size > CHUNK:
            size = CHUNK
        find_wordy(self.text, self.wordy, base, size)
        count = find_edges(self.eights, self.edges, size >> 6, EDGES, EDGE_COUNTS)
        self.base = base
        self.following = base + size
        if count & 1:  # a run reaches the end of the chunk
            if count > 1 or self.edges[0] > 0:
                count -= 1
                self.following = base + self.edges[count]  # and is cut anew with the next
            else:
                self.edges[1] = size  # and fills it; `resolve` ends its last word where it ends
                count = 2
        self.edge = 0
        self.edge_count = count
        return True

    def resolve(self, count: int) -> int:
        """Read the run at hand character by character; return the number of words in the row.

        The last word may reach into runs that follow: these begin later then, or not at all.
        """
        base = self.base
        edge = self.edge
        at = base + self.edges[edge]
        end = base + self.edges[edge + 1]
        while at < end and count < ROW:
            start = at
            stop = 0
            code = FAST[self.text[at]]
            if code == 3:
                at = self.rules.begin(at)
                stop = self.rules.end
            elif code > 3:
                part = end - at if self.plain(at, end) else 0
                at = stop = self.rules.word_end(at + part, part)
            else:
                at += 1
            if stop:
                self.record(count, start, stop)
                count += 1
        if at >= end:
            self.position = at
            edge += 2
            while edge < self.edge_count and base + self.edges[edge + 1] <= at:
                edge += 2
            self.edge = edge
            if edge == self.edge_count or base + self.edges[edge] >= at:
                return count
        self.edges[edge] = at - base
        return count

    def record(self, count: int, start: int, end: int) -> None:
        """Write the word text[start:end], cut at 255 bytes, to place `count` of the row."""
        if end - start > LONGEST:
            end = start + LONGEST
            while end > start + 8 and self.text[end] & 0xC0 == 0x80:
                end -= 1
        size = end - start
        if size <= KEYED:
            first = lower(load(self.text, start)) & MASKS[2 * size]
            second = lower(load(self.text, start + 8)) & MASKS[2 * size + 1]
        else:
            first = lower(load(self.text, end - 8))
            for at in range(start, end - 8, 8):
                first = (first ^ lower(load(self.text, at))) * PRIME & FULL
                first ^= first >> 29
            second = first >> 32
            first = first << 8 & FULL | 256  # never 0, as in a free place of the table of forms
        self.bounds[2 * count] = start
        self.bounds[2 * count + 1] = end
        self.keys[2 * count] = first
        self.keys[2 * count + 1] = second

    def equal(self, start: int, end: int, letters: memoryview[int], at: int) -> bool:
        """Whether `letters` holds the word text[start:end] from `at` on, as `copy` wrote it."""
        while end - start > 8:
            if lower(load(self.text, start)) != letters[at]:
                return False
            start += 8
            at += 1
        return lower(load(self.text, start)) & MASKS[2 * (end - start)] == letters[at]

    def copy(self, start: int, end: int, letters: memoryview[int], at: int) -> None:
        """Write the word text[start:end] in lower case, eight bytes each, to letters[at:].

        The last integer is filled with zeros; there is one for a word of no bytes.
        """
        while end - start > 8:
            letters[at] = lower(load(self.text, start))
            start += 8
            at += 1
        letters[at] = lower(load(self.text, start)) & MASKS[2 * (end - start)]


if not cython.compiled:  # the .pxd has it for C

    def load(text: memoryview[int], at: int) -> int:
        """The eight bytes from byte `at` on, the first one lowest."""
        return int.from_bytes(text[at : at + 8], "little")

    def put(row: array[int], at: int, four: int) -> None:
        """Write four 16-bit integers, the lowest one first."""
        row[at] = four & 0xFFFF
        row[at + 1] = four >> 16 & 0xFFFF
        row[at + 2] = four >> 32 & 0xFFFF
        row[at + 3] = four >> 48 & 0xFFFF

    def put_text(row: memoryview[int], start: int, text: bytes, length: int) -> None:
        """Write a text to row[start:]."""
        row[start : start + length] = text


def find_wordy(text: memoryview[int], wordy: memoryview[int], start: int, size: int) -> None:
    """Write which of the bytes text[start:start+size] can belong to a run: 1, or 0."""
    # No branches, so that the compiler makes vector code of it.
    for at in range(size):
        byte = text[start + at]
        letter = byte | 32
        wordy[at] = (
            ((letter >= 97) & (letter <= 122)) | ((byte >= 48) & (byte <= 57)) | (byte > 127)
        )


def find_edges(
    eights: memoryview[int],
    edges: array[int],
    blocks: int,
    table: array[int],
    counts: bytes,
) -> int:
    """Write where runs begin and end in blocks of 64 bytes, given the flags of these bytes.

    Returns the number of these edges. (The tables are arguments for the compiler's sake: it would
    read anew where a global one is after every number that is written.)
    """
    gather = GATHER
    eight_places = EIGHT_PLACES
    found = 0
    before = 0
    place = 0  # of the eight bytes, four times in 16 bits
    for block in range(blocks):
        bits = 0
        for i in range(8):
            bits |= (eights[8 * block + i] * gather >> 56 & 255) << 8 * i
        changes = bits ^ (bits << 1 | before)
        before = bits >> 63
        for _ in range(8):
            some = changes & 255
            changes >>= 8
            # Eight places are written, those beyond the last edge to be overwritten.
            put(edges, found, table[2 * some] + place)
            put(edges, found + 4, table[2 * some + 1] + place)
            found += counts[some]
            place += eight_places
    return found


def end_text(row: memoryview[int], length: int) -> None:
    """Write the padding that ends a text."""
    for at in range(length, length + PADDING):
        row[at] = 0


def lower(eight: int) -> int:
    """Eight bytes of a word in lower case, as far as they are ASCII."""
    return eight | (~eight & TOP_BITS) >> 2

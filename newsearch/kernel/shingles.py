# cython: boundscheck=False
# `Bodies` checks that its words lie within the tokens; that each has a hash value is checked before
# a loop runs over them, by `Bodies.check` or text by text.
"""Sketches of texts by MinHash over runs of words, and how much of one text is in another.

A *shingle* is a run of neighbouring words (Broder, "On the resemblance and containment of
documents", 1997). It is known by a hash value that is made of those of its words' terms and of
nothing else, so it is the same in every segment and process. The *sketch* of a text is made by
one-permutation MinHash: each shingle falls into one of some bins, and each bin keeps the least
value that fell into it (Li, Owen & Zhang, NIPS 2012). An empty bin takes the value of another,
found by a hash of its own number (Shrivastava, "Optimal Densification for Fast and Accurate
Minwise Hashing", ICML 2017). The share of bins in which two sketches agree estimates how many of
the shingles of both texts they have in common. The hash rolls over the words (Cohen, "Recursive
hashing functions for n-grams", TOIS 1997).

Cost, compiled: 3 ns a word for the sketch, 3 ns a word of two texts that are compared.
"""

from __future__ import annotations

from array import array

from newsearch.kernel.limits import FIELD_BODY

try:
    import cython
except ImportError:  # not compiled, and nothing to let go of
    from newsearch.kernel import uncompiled as cython

__all__ = ["Bodies", "Comparison", "body_runs", "sketch_all"]

LONGEST_PATCH = 6  # words
LARGE_TABLE = 1 << 14  # slots
ALL_BITS = (1 << 64) - 1
VALUE = 0x7FFFFFFF  # below EMPTY
EMPTY = 0xFFFFFFFF
TOP = 0x80000000
# Odd, with mixed bits: xxHash's.
SPREAD = 0x9FB21C651E98DF25
SPREAD_AGAIN = 0x9E3779B185EBCA87


def body_runs(
    starts: array[int],
    order: array[int],
    run_starts: array[int],
    run_ends: array[int],
    run_fields: array[int],
) -> tuple[array[int], array[int]]:
    """Where the words of each document's body begin and end among all tokens (both 'I').

    The arguments are those of `newsearch.kernel.invert.Documents`.
    """
    count = len(order)
    made_firsts = array("I", bytes(4 * count))
    made_stops = array("I", bytes(4 * count))
    firsts = made_firsts
    stops = made_stops
    articles = min(len(starts), len(run_starts)) - 1
    runs = min(len(run_ends), len(run_fields))
    for document in range(count):
        at = order[document]
        if at >= articles or run_starts[at + 1] > runs:
            raise IndexError(f"article {at} of {articles}, or its runs, are not there")
        begin = starts[at]
        for run in range(run_starts[at], run_starts[at + 1]):
            if run_fields[run] == FIELD_BODY:
                firsts[document] = begin
                stops[document] = run_ends[run]
            begin = run_ends[run]
    return made_firsts, made_stops


class Bodies:
    """Texts as the terms of their words.

    Args:
        tokens: The number of each word's term ('I').
        hashes: The hash value of each term ('Q'): `Vocabulary.hashes`.
        firsts, stops: Where each text begins and ends among the tokens ('I').

    Attributes:
        count: How many texts they are.
        longest: The words of the longest.

    Raises:
        IndexError: A text lies beyond the tokens.
    """

    def __init__(
        self,
        tokens: array[int] | memoryview,
        hashes: array[int] | memoryview,
        firsts: array[int],
        stops: array[int],
    ) -> None:
        self.tokens = tokens
        self.hashes = hashes
        self.firsts = firsts
        self.stops = stops
        self.count = len(stops)
        self.longest = 0
        if len(firsts) < self.count:
            raise IndexError("every text needs a beginning and an end")
        for text in range(self.count):
            if self.firsts[text] > self.stops[text] or self.stops[text] > len(self.tokens):
                raise IndexError(f"text {text} lies beyond the words")
            self.longest = max(self.longest, self.stops[text] - self.firsts[text])
        self.checked = False

    def check(self) -> None:
        """Sees that every word has a hash value, once: before a loop runs over them.

        Raises:
            IndexError: A term has none.
        """
        text = 0
        while not self.checked and text < self.count:
            if not self.known(text):
                raise IndexError(f"a term of text {text} has no hash value")
            text += 1
        self.checked = True

    def known(self, text: int) -> bool:
        """Whether all words of a text have hash values."""
        tokens = self.tokens
        last = min(len(self.hashes), TOP) - 1
        seen = 0  # the top bit is set by a number beyond the last, and by one that is beyond it
        for at in range(self.firsts[text], self.stops[text]):
            seen |= (last - tokens[at]) | tokens[at]
        return seen & TOP == 0


def sketch_all(
    bodies: Bodies, size: int, least: int, sketches: array[int], sums: array[int]
) -> None:
    """Makes the sketches of texts; other threads may run meanwhile.

    Args:
        bodies: The texts.
        size: Words of a shingle, 2 to 32.
        least: A text of fewer shingles has the sum 0, and a sketch of no meaning.
        sketches: Receives the values of each text's bins, text after text ('I'); as many a text
            as it has room for.
        sums: Receives for each text the sum of its shingles' hash values ('Q'), never 0: equal
            texts have equal sums, others hardly ever.

    Raises:
        ValueError: There is no room, or a size is out of range.
        IndexError: A term has no hash value.
    """
    count = bodies.count
    if not count:
        return
    bins = len(sketches) // count
    if not 2 <= size <= 32 or bins < 1 or least < 1 or len(sums) < count:
        raise ValueError("expected shingles of 2 to 32 words, and room for every text")
    own = array("I", bytes(4 * bins))
    with cython.nogil:
        good = _sketch_all(bodies, size, least, bins, own, sketches, sums)
    if not good:
        bodies.check()
    bodies.checked = True


def _sketch_all(
    bodies: Bodies,
    size: int,
    least: int,
    bins: int,
    own: array[int],
    sketches: array[int],
    sums: array[int],
) -> bool:
    """As `sketch_all`; ``own`` has room for a sketch. False where a term has no hash value."""
    tokens = bodies.tokens
    hashes = bodies.hashes
    known = len(hashes)
    turn = size - 1
    spread = SPREAD_AGAIN
    bits = 0xFFFFFFFFFFFFFFFF  # a number in its place: the compiler sees that nothing is cut off
    mask = 0x7FFFFFFF
    for text in range(bodies.count):
        first = bodies.firsts[text]
        stop = bodies.stops[text]
        sums[text] = 0
        if stop - first < least + turn:
            if not bodies.known(text):
                return False
            continue
        for place in range(bins):
            own[place] = EMPTY
        rolling = 0
        total = 0
        for at in range(first, stop):
            token = tokens[at]
            if token >= known:
                return False
            rolling = (rolling << 1 & bits | rolling >> 63) ^ hashes[token]
            if at - first < turn:
                continue
            mixed = (rolling ^ rolling >> 32) * spread & bits
            mixed ^= mixed >> 32
            total = total + mixed & bits
            place = (mixed >> 32) * bins >> 32
            value = mixed & mask
            held = own[place]  # no branch: it would be guessed wrong
            own[place] = value if value < held else held
            leaving = hashes[tokens[at - turn]]
            rolling ^= leaving << turn & bits | leaving >> 64 - turn
        sums[text] = total if total else 1
        for place in range(bins):
            value = own[place]
            seed = place
            while value == EMPTY:
                seed = seed + SPREAD & ALL_BITS
                mixed = (seed ^ seed >> 32) * SPREAD_AGAIN & ALL_BITS
                value = own[(mixed >> 32) * bins >> 32]
            sketches[text * bins + place] = value
    return True


def _slots(words: int) -> int:
    """How many slots the table of a text has: a quarter of them are taken at most.

    Where that is beyond the cache, a half.
    """
    needed = 8
    while needed < 2 * words + 2:
        needed += needed
    return needed if needed > LARGE_TABLE else needed + needed


class Comparison:
    """Tells whether two texts are alike by the distinct shingles that they share.

    Args:
        size: Words of a shingle, 2 to 32.
        of_shorter: What share of the shorter text's shingles must be the longer one's too, 0 to 1.
        of_longer: How many they must be, as a share of all of the longer text's, 0 to 1.
        per_patch: How many they must be for each *patch*: a place inside the longer text where
            only a few words are not the shorter one's. Formulas have other figures and names in the
            same sentences; copies are cut by paragraphs.

    Attributes:
        shared: The distinct shingles that the texts compared last have in common.
        distinct: Those of the shorter text.
        patches: The patches of the longer one.
    """

    # The shingles of the shorter text lie in a table with open addressing, the lowest bit of each
    # set once the longer text was found to have it.

    def __init__(self, size: int, of_shorter: float, of_longer: float, per_patch: int) -> None:
        if not 2 <= size <= 32:
            raise ValueError("expected shingles of 2 to 32 words")
        self.size = size
        self.of_shorter = of_shorter
        self.of_longer = of_longer
        self.per_patch = per_patch
        self.distinct = 0
        self.shared = 0
        self.patches = 0
        self.last = 0
        self.table = array("Q", bytes(8))

    def reserve(self, words: int) -> None:
        """Makes room for a text of so many words."""
        needed = _slots(words)
        if len(self.table) < needed:
            self.table = array("Q", bytes(8 * needed))

    def compare(self, left: Bodies, text: int, right: Bodies, other: int) -> int:
        """How many shingles two texts share; 0 where they are not alike.

        Raises:
            IndexError: There is no such text, or a term has no hash value.
        """
        if not (0 <= text < left.count and 0 <= other < right.count):
            raise IndexError(f"texts {text} of {left.count}, {other} of {right.count}")
        left.check()
        right.check()
        self.reserve(min(left.longest, right.longest))
        return self.alike(left, text, right, other)

    def alike(self, left: Bodies, text: int, right: Bodies, other: int) -> int:
        """As `compare`, of texts that are there, with room for the shorter."""
        longer = right.stops[other] - right.firsts[other]
        if left.stops[text] - left.firsts[text] > longer:
            return self.alike(right, other, left, text)
        self._take(left.tokens, left.hashes, left.firsts[text], left.stops[text], True)
        self._take(right.tokens, right.hashes, right.firsts[other], right.stops[other], False)
        if self.shared < self.of_shorter * self.distinct:
            return 0
        if self.shared < self.per_patch * self.patches:
            return 0
        return self.shared if self.shared >= self.of_longer * (longer - self.size + 1) else 0

    def _take(
        self,
        tokens: array[int] | memoryview,
        hashes: array[int] | memoryview,
        first: int,
        stop: int,
        enter: bool,
    ) -> None:
        """Enters the shingles of a text, or looks them up."""
        turn = self.size - 1
        table = self.table
        spread = SPREAD_AGAIN
        bits = 0xFFFFFFFFFFFFFFFF  # as in `_sketch_all`
        counted = 0
        patches = 0
        if enter:
            needed = _slots(stop - first)
            self.last = needed - 1
            for slot in range(needed):
                table[slot] = 0
        last = self.last
        longest = LONGEST_PATCH + turn
        lacking = longest + 1  # before the first that is shared there is no patch
        rolling = 0
        for at in range(first, stop):
            rolling = (rolling << 1 & bits | rolling >> 63) ^ hashes[tokens[at]]
            if at - first < turn:
                continue
            key = (rolling ^ rolling >> 32) * spread & bits
            slot = key >> 32 & last
            key = (key | 3) ^ 1
            held = table[slot]
            while held != 0 and (held | 1) != (key | 1):
                slot = slot + 1 & last
                held = table[slot]
            if enter:
                if held == 0:
                    table[slot] = key
                    counted += 1
            elif held == 0:
                lacking += 1
            else:
                if held == key:
                    table[slot] = key | 1
                    counted += 1
                if 0 < lacking <= longest:
                    patches += 1
                lacking = 0
            leaving = hashes[tokens[at - turn]]
            rolling ^= leaving << turn & bits | leaving >> 64 - turn
        if enter:
            self.distinct = counted
        else:
            self.shared = counted
            self.patches = patches

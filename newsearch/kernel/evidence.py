# cython: boundscheck=False
# Each function checks first that the tokens are there; forms are compared with the table's length.
"""Which language do the words of a text speak for?

A table has the languages that each form speaks for as bits of a number; here they are counted,
and the counters compared. All arrays have type code "I", a table of bits "Q".
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

__all__ = ["UNDECIDED", "LanguageRule", "add_bits"]

UNDECIDED = 255
"""Instead of a language's bit: the words do not tell."""

NONE = UNDECIDED
LANGUAGES = 64  # as many as bits
SLICES = 9  # numbers below 512


def add_bits(
    tokens: array[int] | memoryview[int],
    first: int,
    last: int,
    table: array[int],
    counts: array[int],
) -> None:
    """Add up the bits that the forms tokens[first:last] have in `table`.

    Bit b that is set adds 1 to counts[b]; forms beyond the end of the table have none.

    Raises IndexError when the tokens are not there, ValueError when counts has not 64 entries.

    Example:
        >>> counts = array("I", [0] * 64)
        >>> add_bits(array("I", [0, 1, 1]), 0, 3, array("Q", [0b01, 0b11]), counts)
        >>> counts[:2].tolist()
        [3, 2]
    """
    if not 0 <= first <= last <= len(tokens):
        raise IndexError(f"tokens {first} to {last} of {len(tokens)}")
    if len(counts) < LANGUAGES:
        raise ValueError(f"counts must have 64 entries, not {len(counts)}")
    planes = array("Q", bytes(8 * SLICES))
    _add_bits(tokens, first, last, table, counts, planes)


def _add_bits(
    row: array[int] | memoryview[int],
    first: int,
    last: int,
    rows: array[int],
    sums: array[int],
    planes: array[int],
) -> None:
    """As `add_bits`; `planes`, of nine zeros, is left so.

    Counters are kept in bit slices (as in Harley-Seal population count; Warren, Hacker's Delight,
    5-1): 15 tokens give four slices without a branch, which are added to nine; so a token costs the
    same however many bits it has, and the counters are touched once in 510 tokens.
    """
    known = len(rows)
    pending = 0
    while first < last:
        until = last if last - first < 15 else first + 15
        ones = twos = fours = eights = 0
        for at in range(first, until):
            form = row[at]
            bits = rows[form] if form < known else 0
            carry = ones & bits
            ones ^= bits
            bits = twos & carry
            twos ^= carry
            carry = fours & bits
            fours ^= bits
            eights ^= carry
        first = until
        carry = _add_slice(planes, 0, ones, 0)
        carry = _add_slice(planes, 1, twos, carry)
        carry = _add_slice(planes, 2, fours, carry)
        carry = _add_slice(planes, 3, eights, carry)
        at = 4
        while carry and at < SLICES:
            carry = _add_slice(planes, at, 0, carry)
            at += 1
        pending += 15
        if pending == 510:
            _add_counts(sums, planes)
            pending = 0
    _add_counts(sums, planes)


def _add_slice(planes: array[int], at: int, bits: int, carry: int) -> int:
    """Add 64 bits and 64 carries to a slice; return the carries to the next."""
    before = planes[at]
    half = before ^ bits
    planes[at] = half ^ carry
    return before & bits | half & carry


def _add_counts(sums: array[int], planes: array[int]) -> None:
    """Add what the slices say to the counters, and clear them."""
    for at in range(SLICES):
        bits = planes[at]
        planes[at] = 0
        bit = 0
        while bits:
            sums[bit] += (bits & 1) << at
            bits >>= 1
            bit += 1


class LanguageRule:
    """When the words of a text tell its language.

    The language of most words must have a share of all, enough words, and a lead over the next.

    Args:
        share: The share of a text's words that must speak for its language.
        lead: How many times as many they must be as those that speak for the next.
        least: For each language how many words it takes ('I', 64).
        alone: The languages, as bits, of which one word is enough in a text of a few.
        few: So many words are few.
        kana, han: The bits of Japanese, which writes both, and of Chinese.

    Raises:
        ValueError: `least` has not 64 entries, or a bit is out of range.

    Example:
        >>> rule = LanguageRule(0.1, 1.2, array("I", [2] * 64), 0b10, 6, 62, 63)
        >>> rule.leading(array("I", [4, 3] + [0] * 62), 20)
        0
        >>> rule.leading(array("I", [4, 4] + [0] * 62), 20) == UNDECIDED
        True
    """

    def __init__(
        self,
        share: float,
        lead: float,
        least: array[int],
        alone: int,
        few: int,
        kana: int,
        han: int,
    ) -> None:
        if len(least) != LANGUAGES or not (0 <= kana < LANGUAGES and 0 <= han < LANGUAGES):
            raise ValueError("expected an entry for each of 64 languages")
        self.share = share
        self.lead = lead
        self.least = least
        self.alone = alone
        self.few = few
        self.kana = kana
        self.han = han

    def leading(self, counts: array[int], words: int) -> int:
        """The language of a text, by its bit; `UNDECIDED` where it is not clear.

        Args:
            counts: How many words speak for each language ('I', 64).
            words: How many words the text has.

        Raises:
            ValueError: There are not 64 counters.
        """
        if len(counts) != LANGUAGES:
            raise ValueError(f"counts must have 64 entries, not {len(counts)}")
        return self.decide(counts, words)

    def decide(self, counts: array[int], words: int) -> int:
        """As `leading`, of 64 counters."""
        if words <= 0:
            return NONE
        share = self.share * words
        kana = counts[self.kana]
        han = counts[self.han]
        if kana * 8 > han > 0:
            return self.kana if kana + han > share else NONE
        best = 0
        second = 0
        leader = 0
        for bit in range(LANGUAGES):
            count = counts[bit]
            if count > best:
                second = best
                best = count
                leader = bit
            elif count > second:
                second = count
        least = self.least[leader]
        if words <= self.few and self.alone >> leader & 1:
            least = 1
        if best == second or best < least or best < share or best < self.lead * second:
            return NONE
        return leader

    def leading_all(
        self,
        tokens: array[int] | memoryview[int],
        first: int,
        ends: Sequence[int],
        most: int,
        table: array[int],
    ) -> bytes:
        """The language of each of several texts, by its bit; `UNDECIDED` where it is not clear.

        Args:
            tokens: The forms of all words.
            first: Where the first text begins among them.
            ends: Where each text ends ('Q').
            most: So many words of a text are looked at.
            table: The languages that each form speaks for; those beyond it for none.

        Raises:
            IndexError: The tokens are not there.
        """
        counts_row = array("I", bytes(4 * LANGUAGES))
        planes_row = array("Q", bytes(8 * SLICES))
        counts = counts_row
        planes = planes_row
        leaders = bytearray(len(ends))
        for text in range(len(ends)):
            last = ends[text]
            if not 0 <= first <= last <= len(tokens):
                raise IndexError(f"tokens {first} to {last} of {len(tokens)}")
            words = last - first if last - first < most else most
            for bit in range(LANGUAGES):
                counts[bit] = 0
            _add_bits(tokens, first, first + words, table, counts, planes)
            leaders[text] = self.decide(counts, words)
            first = last
        return bytes(leaders)

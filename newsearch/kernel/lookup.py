# cython: boundscheck=False
# Each function checks first that tokens[first:last] is there; table indices are compared with
# the table's length before use.
"""Loops over the numbers of the forms in a text, with a table that has one entry per form.

What a form means (its term, the languages it speaks for) is worked out once per distinct form;
these loops then carry it to every token. All arrays have type code "I".
"""

from __future__ import annotations

from array import array

__all__ = ["MISSING", "add_bits", "map_terms", "missing"]

MISSING = 0xFFFFFFFF
"""In a table from form to term: the form has no term yet."""

UNKNOWN = MISSING


def add_bits(
    tokens: array[int], first: int, last: int, table: array[int], counts: array[int]
) -> None:
    """Add up the bits that the forms tokens[first:last] have in `table`.

    Bit b that is set adds 1 to counts[b]; forms beyond the end of the table have none. Counters
    are kept in bit slices (as in Harley-Seal population count; Warren, Hacker's Delight, 5-1),
    15 tokens at a time, so that a token costs the same however many bits it has.

    Raises IndexError when the tokens are not there, ValueError when counts has not 32 entries.

    Example:
        >>> counts = array("I", [0] * 32)
        >>> add_bits(array("I", [0, 1, 1]), 0, 3, array("I", [0b01, 0b11]), counts)
        >>> counts[:2].tolist()
        [3, 2]
    """
    _check(len(tokens), first, last)
    if len(counts) < 32:
        raise ValueError(f"counts must have 32 entries, not {len(counts)}")
    row = tokens
    rows = table
    sums = counts
    known = len(table)
    ones = twos = fours = eights = 0
    pending = 0
    for at in range(first, last):
        form = row[at]
        if form >= known or rows[form] == 0:
            continue
        bits = rows[form]
        carry = ones & bits
        ones ^= bits
        bits = twos & carry
        twos ^= carry
        carry = fours & bits
        fours ^= bits
        eights ^= carry
        pending += 1
        if pending == 15:
            _add_slices(sums, ones, twos, fours, eights)
            ones = twos = fours = eights = 0
            pending = 0
    _add_slices(sums, ones, twos, fours, eights)


def _add_slices(sums: array[int], ones: int, twos: int, fours: int, eights: int) -> None:
    for bit in range(32):
        sums[bit] += (
            (ones >> bit & 1)
            + 2 * (twos >> bit & 1)
            + 4 * (fours >> bit & 1)
            + 8 * (eights >> bit & 1)
        )


def missing(tokens: array[int], first: int, last: int, table: array[int]) -> array[int]:
    """Return the distinct forms of tokens[first:last] without a term, by first occurrence.

    `table` has one term number or MISSING per form, and may be shorter than the forms.
    Raises IndexError when the tokens are not there.

    Example:
        >>> missing(array("I", [2, 0, 2]), 0, 3, array("I", [7])).tolist()
        [2]
    """
    _check(len(tokens), first, last)
    row = tokens
    rows = table
    known = len(table)
    unknown = UNKNOWN
    found: dict[int, None] = {}
    for at in range(first, last):
        form = row[at]
        if form >= known or rows[form] == unknown:
            found[form] = None
    return array("I", found)


def map_terms(tokens: array[int], first: int, last: int, table: array[int]) -> int:
    """Replace each form in tokens[first:last] by table[form].

    A form without a term becomes MISSING; returns how many tokens did (call `missing` before).
    Raises IndexError when the tokens are not there.

    Example:
        >>> tokens = array("I", [1, 0])
        >>> map_terms(tokens, 0, 2, array("I", [70, 71])), tokens.tolist()
        (0, [71, 70])
    """
    _check(len(tokens), first, last)
    row = tokens
    rows = table
    known = len(table)
    unknown = UNKNOWN
    left = 0
    for at in range(first, last):
        form = row[at]
        term = rows[form] if form < known else unknown
        row[at] = term
        if term == unknown:
            left += 1
    return left


def _check(count: int, first: int, last: int) -> None:
    if not 0 <= first <= last <= count:
        raise IndexError(f"tokens {first} to {last} of {count}")

# cython: boundscheck=False
# Each function checks first that tokens[first:last] is there; table indices are compared with
# the table's length before use.
"""Loops over the numbers of the forms in a text, with a table that has one entry per form.

What a form means (its term, the languages it speaks for) is worked out once per distinct form;
these loops then carry it to every token. All arrays have type code "I".
"""

from __future__ import annotations

from array import array

__all__ = ["MISSING", "add_bits", "map_places", "map_terms", "number_terms"]

MISSING = 0xFFFFFFFF
"""In a table from form to term: the form has no term yet."""

UNKNOWN = MISSING
SLICES = 9  # numbers below 512


def add_bits(
    tokens: array[int] | memoryview[int],
    first: int,
    last: int,
    table: array[int],
    counts: array[int],
) -> None:
    """Add up the bits that the forms tokens[first:last] have in `table`.

    Bit b that is set adds 1 to counts[b]; forms beyond the end of the table have none. Counters
    are kept in bit slices (as in Harley-Seal population count; Warren, Hacker's Delight, 5-1):
    15 tokens give four slices without a branch, which are added to nine; so a token costs the
    same however many bits it has, and the counters are touched once in 510 tokens.

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
    slices = array("I", bytes(4 * SLICES))
    planes = slices
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
        for at in range(4, SLICES):
            carry = _add_slice(planes, at, 0, carry)
        pending += 15
        if pending == 510:
            _add_counts(sums, planes)
            pending = 0
    _add_counts(sums, planes)


def _add_slice(planes: array[int], at: int, bits: int, carry: int) -> int:
    """Add 32 bits and 32 carries to a slice; return the carries to the next."""
    before = planes[at]
    half = before ^ bits
    planes[at] = half ^ carry
    return before & bits | half & carry


def _add_counts(sums: array[int], planes: array[int]) -> None:
    """Add what the slices say to the counters, and clear them."""
    for at in range(SLICES):
        bits = planes[at]
        planes[at] = 0
        for bit in range(32):
            sums[bit] += (bits >> bit & 1) << at


def map_terms(
    tokens: array[int] | memoryview[int], first: int, last: int, table: array[int]
) -> array[int]:
    """Replace each form in tokens[first:last] by its term, table[form], where there is one.

    Returns the places of the tokens whose forms have none, or are beyond the end of the table:
    these stay as they are. Raises IndexError when the tokens are not there.

    Example:
        >>> tokens = array("I", [1, 0, 2])
        >>> map_terms(tokens, 0, 3, array("I", [70, 71])), tokens.tolist()
        (array('I', [2]), [71, 70, 2])
    """
    _check(len(tokens), first, last)
    row = tokens
    rows = table
    known = len(table)
    unknown = UNKNOWN
    left = array("I")
    for at in range(first, last):
        form = row[at]
        term = rows[form] if form < known else unknown
        if term == unknown:
            left.append(at)
        else:
            row[at] = term
    return left


def map_places(tokens: array[int] | memoryview[int], places: array[int], table: array[int]) -> None:
    """Replace the forms at some places of `tokens` by their terms.

    Raises IndexError when a place is beyond the tokens, or a form there beyond the table.

    Example:
        >>> tokens = array("I", [1, 0, 2])
        >>> map_places(tokens, array("I", [2]), array("I", [70, 71, 72])), tokens.tolist()
        (None, [1, 0, 72])
    """
    row = tokens
    rows = table
    count = len(tokens)
    known = len(table)
    for i in range(len(places)):
        at = places[i]
        if at >= count or row[at] >= known:
            raise IndexError(f"token {at} of {count}, or its form, is not there")
        row[at] = rows[row[at]]


def number_terms(
    terms: list[str], numbers: dict[str, int], forms: array[int], table: array[int]
) -> None:
    """Enter into `table` the number of each form's term; a new term gets the next number.

    Raises ValueError when there are more terms or fewer than forms, IndexError when the table has
    no entry for a form.

    Example:
        >>> table = array("I", [0, 0, 0])
        >>> number_terms(["rain", "sun", "rain"], {"sun": 0}, array("I", [2, 1, 0]), table)
        >>> table.tolist()
        [1, 0, 1]
    """
    if len(terms) != len(forms):
        raise ValueError(f"{len(terms)} terms for {len(forms)} forms")
    known = len(table)
    rows = table
    for at in range(len(forms)):
        form = forms[at]
        if form >= known:
            raise IndexError(f"form {form} of {known}")
        term = terms[at]
        number = numbers.get(term)
        if number is None:
            number = len(numbers)
            numbers[term] = number
        rows[form] = number


def _check(count: int, first: int, last: int) -> None:
    if not 0 <= first <= last <= count:
        raise IndexError(f"tokens {first} to {last} of {count}")

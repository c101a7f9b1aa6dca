# cython: boundscheck=False
# Each function checks first that tokens[first:last] is there; table indices are compared with
# the table's length before use.
"""Loops over the numbers of the forms in a text, with a table that has one entry per form.

The term of a form is worked out once per distinct form; these loops then carry it to every token.
All arrays have type code "I".
"""

from __future__ import annotations

from array import array

__all__ = ["MISSING", "map_places", "map_terms"]

MISSING = 0xFFFFFFFF
"""In a table from form to term: the form has no term yet."""

UNKNOWN = MISSING
MET = MISSING - 1  # unknown, but met before
AT_ONCE = 1 << 13


def map_terms(
    tokens: array[int] | memoryview[int], first: int, last: int, table: array[int]
) -> tuple[array[int], array[int]]:
    """Replace each form in tokens[first:last] by its term, table[form], where there is one.

    Returns the places of the tokens whose forms have none: these stay as they are; and those forms,
    each once, by first occurrence. Raises IndexError when the tokens are not there, or a form of
    theirs is beyond the end of the table.

    Example:
        >>> tokens = array("I", [1, 0, 2, 2])
        >>> map_terms(tokens, 0, 4, array("I", [70, 71, MISSING])), tokens.tolist()
        ((array('I', [2, 3]), array('I', [2])), [71, 70, 2, 2])
    """
    _check(len(tokens), first, last)
    row = tokens
    rows = table
    known = len(table)
    unknown = UNKNOWN
    met = MET
    beyond = 0
    left = array("I")
    new = array("I")
    left_row = array("I", bytes(4 * min(AT_ONCE, last - first)))
    new_row = array("I", bytes(4 * len(left_row)))
    places = left_row
    forms = new_row
    try:
        while first < last:
            until = last if last - first < AT_ONCE else first + AT_ONCE
            left_count = new_count = 0
            for at in range(first, until):
                form = row[at]
                term = rows[form] if form < known else met
                if term < met:
                    row[at] = term
                    continue
                places[left_count] = at
                left_count += 1
                if term == unknown:
                    rows[form] = met
                    forms[new_count] = form
                    new_count += 1
                elif form >= known:
                    beyond += 1
            left += left_row[:left_count]
            new += new_row[:new_count]
            first = until
    except BaseException:  # no memory for `left` or `new`: no mark may stay for a term
        for at in range(known):
            if rows[at] == met:
                rows[at] = unknown
        raise
    forms = new
    for at in range(len(new)):
        rows[forms[at]] = unknown
    if beyond:
        raise IndexError(f"{beyond} tokens have forms beyond the {known} of the table")
    return left, new


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


def _check(count: int, first: int, last: int) -> None:
    if not 0 <= first <= last <= count:
        raise IndexError(f"tokens {first} to {last} of {count}")

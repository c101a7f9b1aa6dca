"""Finds the few words of an article that a query may have matched, and where they are.

Together they spare snippets all Python work for the words that nobody asked for.

Cost, compiled: about 1 ns a word to pick, 7 ns a word to find places.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from newsearch.kernel.scanner import give_back, take_scanner

__all__ = ["marked_tokens", "token_offsets", "undecided_terms"]


def marked_tokens(
    tokens: Sequence[int],
    first: int,
    last: int,
    terms: Sequence[int],
    marks: Sequence[int],
    found: array[int],
) -> int:
    """Which of the tokens have a term with a mark.

    Args:
        tokens: Form numbers ('I').
        first, last: Looks at ``tokens[first:last]``.
        terms: The term of each form ('I'), or `NO_TERM`.
        marks: A byte for each term, 0 for no mark; terms beyond its end have none.
        found: Receives, for each marked token, its place in ``tokens`` and its term ('I'); room
            for ``2 * (last - first)`` entries.

    Returns:
        How many tokens are marked.

    Raises:
        IndexError: When a form is beyond ``terms``.

    Example:
        >>> found = array("I", bytes(4 * 6))
        >>> marked_tokens(array("I", [0, 2, 1]), 0, 3, array("I", [0, 1, 0]), bytes([0, 1]), found)
        1
        >>> found[:2].tolist()
        [2, 1]
    """
    term_count = len(marks)
    filled = 0
    for at in range(first, last):
        form = tokens[at]
        term = terms[form]
        if term < term_count and marks[term]:
            found[2 * filled] = at
            found[2 * filled + 1] = term
            filled += 1
    return filled


def undecided_terms(
    tokens: Sequence[int],
    first: int,
    last: int,
    terms: Sequence[int],
    marks: bytearray,
    undecided: int,
    found: array[int],
) -> int:
    """Finds the distinct terms of the tokens whose mark is ``undecided`` and clears that mark.

    Args:
        tokens, first, last, terms: As for `marked_tokens`.
        marks: A byte for each term; changed in place.
        undecided: The mark looked for.
        found: Receives the terms ('I'); room for ``last - first`` entries.

    Returns:
        How many terms were found.

    Raises:
        IndexError: When a form is beyond ``terms`` or a term beyond ``marks``.

    Example:
        >>> found, marks = array("I", bytes(4 * 3)), bytearray([2, 0])
        >>> tokens = array("I", [0, 1, 0])
        >>> undecided_terms(tokens, 0, 3, array("I", [0, 1]), marks, 2, found), marks
        (1, bytearray(b'\\x00\\x00'))
    """
    filled = 0
    for at in range(first, last):
        form = tokens[at]
        term = terms[form]
        if marks[term] == undecided:
            marks[term] = 0
            found[filled] = term
            filled += 1
    return filled


def token_offsets(text: bytes, places: Sequence[int], step: int, count: int) -> array[int]:
    """Where some of the words of a text are.

    Args:
        text: UTF-8.
        places: The places of the words among the words of the text ('I'), ascending; every
            ``step``-th entry, ``count`` of them.
        step: At least 1.
        count: How many words.

    Returns:
        Start and end in bytes of each of the words, one after the other ('I').  Words that the
        text does not have are left out.

    Raises:
        IndexError: When ``places`` is too short.

    Example:
        >>> token_offsets(b"ships sail, ships sink", array("I", [1, 3]), 1, 2).tolist()
        [6, 10, 18, 22]
    """
    scanner = take_scanner()
    scanner.open(text)
    found = array("I", bytes(8 * count))
    offsets = found
    first = 0  # place of the first word of the scanner's row
    row = 0
    filled = 0
    while filled < count:
        wanted = places[filled * step]
        while wanted - first >= row:
            first += row
            row = scanner.advance()
            if row == 0:
                give_back(scanner)
                return found[: 2 * filled]
        offsets[2 * filled] = scanner.bounds[2 * (wanted - first)]
        offsets[2 * filled + 1] = scanner.bounds[2 * (wanted - first) + 1]
        filled += 1
    give_back(scanner)
    return found

# cython: boundscheck=False
# Places are compared with the word's length before they are read.
"""Drops from a word what is not spoken: part of how `newsearch.text.folding` writes words one way.

These are the English possessive, the commas of thousands and the dots of an acronym.
"""

from __future__ import annotations

__all__ = ["drop_marks", "without_marks"]


def without_marks(word: bytes, digits: bool) -> bytes:
    """Return a word in UTF-8 and lower case without its marks; at least a byte of it stays.

    Args:
        word: The word, not empty.
        digits: Whether it has digits; then it keeps its dots.

    Example:
        >>> [without_marks(word, False) for word in (b"rain's", b"u.s.", b"at&t")]
        [b'rain', b'us', b'at&t']
        >>> [without_marks(word, True) for word in (b"1,000.5", b"1,00")]
        [b'1000.5', b'1,00']
    """
    row = bytearray(word)
    letters = row
    size = drop_marks(letters, len(word), digits)
    return bytes(row[:size])


def drop_marks(letters: bytearray, size: int, digits: bool) -> int:
    """As `without_marks` of the first `size` letters, in place; return how many are left."""
    while size > 2 and letters[size - 1] == 115 and letters[size - 2] == 39:  # 's
        size -= 2
    if digits:
        return _without_commas(letters, size)
    left = 0
    for at in range(size):
        if letters[at] != 46:  # .
            letters[left] = letters[at]
            left += 1
    return left if left else size


def _without_commas(letters: bytearray, size: int) -> int:
    """Drops the commas where the word begins with a number that has one before each three digits.

    It has one to three digits, then some such groups, and neither digit nor comma follows.
    """
    end = _digits(letters, 0, size)
    if not 0 < end <= 3:
        return size
    groups = 0
    while end + 3 < size and letters[end] == 44 and _digits(letters, end + 1, size) == 3:  # ,
        end += 4
        groups += 1
    if not groups or (end < size and letters[end] == 44):
        return size
    left = 0
    for at in range(size):
        if at >= end or letters[at] != 44:
            letters[left] = letters[at]
            left += 1
    return left


def _digits(letters: bytearray, first: int, size: int) -> int:
    """How many digits stand from a place on."""
    at = first
    while at < size and 48 <= letters[at] <= 57:
        at += 1
    return at - first

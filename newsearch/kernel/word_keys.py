# cython: boundscheck=False
# Every loop runs to a length taken before it.
"""The words of a text in small letters, by which lines are compared."""

from __future__ import annotations

__all__ = ["word_key"]


def word_key(text: str) -> str:
    """The letters and digits of a text in small letters, one space in place of all else.

    Example:
        >>> word_key("«Harbour» reopens_again.")
        'harbour reopens again'
    """
    small = text.lower() if text.isascii() else text.casefold()
    size = len(small)
    words: list[str] = []
    start = -1  # of a word
    for at in range(size):
        character = small[at]
        if 97 <= ord(character) <= 122 or character.isalnum():  # mostly the first, which is fast
            if start < 0:
                start = at
        elif start >= 0:
            words.append(small[start:at])
            start = -1
    if start >= 0:
        words.append(small[start:])
    return " ".join(words)

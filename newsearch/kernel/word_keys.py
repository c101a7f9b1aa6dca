# cython: boundscheck=False
# Every loop runs to a length taken before it.
"""The words of a text in small letters, by which lines are compared."""

from __future__ import annotations

import re

__all__ = ["word_key"]

#: Whether this very file runs: then an expression is faster than a loop over the characters.
INTERPRETED = __file__.endswith((".py", ".pyc"))
_NOT_WORD = re.compile(r"[\W_]+")


def word_key(text: str) -> str:
    """The letters and digits of a text in small letters, one space in place of all else.

    Example:
        >>> word_key("«Harbour» reopens_again.")
        'harbour reopens again'
    """
    small = text.lower() if text.isascii() else text.casefold()
    if INTERPRETED:
        return _NOT_WORD.sub(" ", small).strip()
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

"""Writes a word the one way it is indexed: case, accents and spelling variants folded away.

Compatibility forms by NFKC (Unicode Standard Annex 15), case by Unicode case folding. Accents go
from Latin and Greek letters, where people leave them out when they type; Cyrillic й and ї are
letters of their own and stay (ё becomes е). Arabic follows the usual light normalisation (vowel
signs and tatweel dropped, forms of alef, yeh and kaf unified; Larkey, Ballesteros & Connell,
SIGIR 2002), Hebrew loses its points. Digits of every script become 0-9.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

from newsearch.kernel.characters import IGNORABLE, class_of
from newsearch.kernel.word_marks import without_marks

__all__ = ["fold", "fold_value"]

_LETTERS: Final = {
    "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h",
    "ŧ": "t", "ŋ": "n", "ı": "i", "ĸ": "k", "ё": "е",
    "’": "'", "ʼ": "'", "＇": "'",
    "آ": "ا", "أ": "ا", "إ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه",
}  # fmt: skip


@lru_cache(maxsize=1 << 14)
def _character(character: str) -> str:
    """Fold one character of a text in NFKC and folded case; "" drops it."""
    if character in _LETTERS:
        return _LETTERS[character]
    if character.isspace() or class_of(character) == IGNORABLE:
        return ""
    code = ord(character)
    # Combining accents, Hebrew points, Arabic vowel signs; marks of other scripts are letters.
    if (
        0x0300 <= code <= 0x036F
        or 0x0591 <= code <= 0x05C7
        or 0x064B <= code <= 0x065F
        or code == 0x0670
    ) and unicodedata.category(character) == "Mn":
        return ""
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    base = unicodedata.normalize("NFD", character)[0]
    if base != character and unicodedata.name(base, "").startswith(("LATIN", "GREEK")):
        return _LETTERS.get(base, base)
    return character


def _plain(text: str) -> str:
    """Text in NFKC with folded case; ASCII needs no more than lower case."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", text)


def fold(form: str) -> str:
    """Return a word in its folded form, never empty for a word of the tokeniser.

    Also drops the dots of an acronym, the commas of thousands and the English possessive.

    Example:
        >>> [fold(word) for word in ("Émigré", "U.S.", "1,000.5", "Rutte’s", "Їжак")]
        ['emigre', 'us', '1000.5', 'rutte', 'їжак']
    """
    text = _plain(form)
    if not text.isascii():
        text = "".join(map(_character, text)) or text
    if text.isalnum():
        return text
    digits = any(map(str.isdigit, text))
    return without_marks(text.encode("utf-8", "surrogatepass"), digits).decode(
        "utf-8", "surrogatepass"
    )


def fold_value(value: str) -> str:
    """Return a keyword (tag, author, source) folded as a whole, its words one space apart.

    Example:
        >>> fold_value("  Łukasz   MÜLLER ")
        'lukasz muller'
    """
    words = _plain(value).split()
    if value.isascii():
        return " ".join(words)
    return " ".join(filter(None, ("".join(map(_character, word)) for word in words)))

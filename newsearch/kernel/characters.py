"""The class of each Unicode character, for cutting text into words.

`CLASSES` has one byte per code point of the Basic Multilingual Plane, `SUPPLEMENTARY` one per code
point of U+10000..U+1FFFF. Planes 2 and 3 are ideographs throughout; what lies above is no part
of a word. The classes follow the general category of Unicode 14.0 (letters L and Nl, digits Nd,
marks M, format characters Cf), with the exceptions named at the constants; an unassigned code
point has the class of its left neighbour, so that letters assigned later mostly fall right.

Example:
    >>> CLASSES[ord("ї")] == LETTER, CLASSES[ord("新")] == IDEOGRAPH, CLASSES[ord("-")] == SEPARATOR
    (True, True, True)
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "APOSTROPHE",
    "CLASSES",
    "DIGIT",
    "IDEOGRAPH",
    "IGNORABLE",
    "LETTER",
    "MARK",
    "SEPARATOR",
    "SUPPLEMENTARY",
    "class_of",
]

SEPARATOR: Final = 0
"""Ends a word: space, punctuation, symbols, U+200B."""
LETTER: Final = 1
DIGIT: Final = 2
"""Decimal digits of every script, and subscript digits (CO₂)."""
MARK: Final = 3
"""Combining character: continues a word, never begins one."""
IDEOGRAPH: Final = 4
"""Scripts written without spaces (Han, Kana, Hangul, Thai, Lao, Khmer, Myanmar): bigrams."""
IGNORABLE: Final = 5
"""Invisible inside a word: soft hyphen, joiners, direction marks, tatweel, variation selectors."""
APOSTROPHE: Final = 6
"""Joins a letter or digit to a letter: ' ’ ʼ and the Hebrew geresh and gershayim."""

# Runs of one class: a letter for the class of each, and the length of each in base 36.
_CLASS_LETTERS: Final = "SLDMIGA"
_RUN_CLASSES: Final = (
    "SASDSLSLSLSGSLSLSLSLSLALSLSLSLSLSMLSLSLSLSLSLSMLSLSMSMSMSMSMLASGSMSGSLGLMDSLMLSLMGSMLMSMLDLS"
    "LSGLMLMLMLDLMLSLMSLMLMLMLMSLMSLSLGSMLMGMLMLMLMLMSDSLMLMLMLMLMDLSLSMLMLDMLMSMLMLMLMDSLMLMLMLM"
    "DSLSMLMLMDSMLMLMLMDSLMSLMLMLMDLMLMLMLSLMSLMDSLMLMDMSIMIMSIMSDSIMIMIMDILSMSDSMSMSMSMLMSMLMSMS"
    "IMIDSIMIMIMIMIMIMIMDMSLSLILMSLSLSLSLSLSLSLMLMSLMLMIMSISIMDSMGMDLMLMLMSDLDSLMSLMDSLSMLMLDSMSM"
    "LMLDLMSLMSDLDLSLSMSMLMLMLMLMLSLSLSLSLSLSGSASGSGSGSLSLDSLSMSLSLSLSLSLSLSLSLSLSLSLSLSLSLSLSLML"
    "SLSMLMSLSISIMSISISIMSISISISISISISILSLSLSLDLMSMSLMLMSLSLSLMLMLMLMSMSLSMLMSDMLSLSLMDLMSLMSIMLM"
    "SLDSIMIDILMLMLMDSISIMILMLMLMLMLMLSLMSLMLSLSLMSMDISILMLSLSLSLSLSGSMSLGSASDSLSLSISGSLSLSMLMSLS"
    "LMLSLSLDLSLSLSLSLSLSLSLSLSLMLMSLSLSLSLMSLSLSLSLSLSLMDSLMSLSLMSLMSLSLMLMSDMLMLMLMSGSMGSLDMLMD"
    "SLMLMSLMLMLSMSMDLSLSLMSMLSLMDMLMLMLMLMLMLSDSMLMLSLDLMSLMLMSLDSLMLSDLMDSLMSLDSLMLMLMSDLMLSLML"
    "MLMLMSMLMLMSLSLMLSDSLMLMLMDLMLDLMSLSLSLSLGSLDSLDLMSLMSLSDSLSLMLMLSLMLILSMSGSMSMSMGMSMSMSMSLS"
    "LSLSLSLSLSLSLSLSLSLDSMSMSMSMSMLMLMLDLSLMLMDSLSMLMLDSLSD"
)
_RUN_LENGTHS: Final = (
    "13 1 8 a 7 q 6 q 1b 1 2 1 7 1 4 1 5 n 1 v 1 ck 1 5 4 c e 5 7 1 1 1 h 34 5 1 8 1 5 2 1 1 32 "
    "1 3v 1 7 5s 6 15 8 19 1 1 1 2 1 2 1 9 z 2 b 6 a b 1 1 3 w 1 a l a 4 2 1 2r 1 1 7 1 1 6 2 2 "
    "1 4 2 a 3 2 1 f 1 1 1 u t 2h b f a x 9 2 4 3 1 2 m 4 1 9 1 3 1 7 g p 5 2 14 1 7 2 6 8 16 o "
    "1 x 1i 3 1 i 1 7 a 2 2 a 1 g 4 1j 1 1 g 9 5 6 4 a 2 a 1 1 7 1j t d a 2 3 1 b 4 1j 1 1 i i 4 "
    "a 9 1 b 1j 1 1 u 6 4 a 1 1 g 1 1n i 7 f a g 5 1j 1 1 q a 4 h 9 1 3 1 1j 1 1 v 5 4 b f 4 1j "
    "2 1 g 1 5 3 1 7 3 4 a a 7 4 1x s c 2 d 1c 1 2 b 1 7 8 1 a 13 1c 1 2 9 b 8 c 10 1 n 2 6 a b "
    "1 1 1 1 1 4 2 1d k 1 2 5 1d 8 1 1l 17 k 1 a 6 6 4 4 3 1 3 2 7 3 4 d c 1 1 a 4 2 2j 1 4 74 "
    "9p 3 w g g 2o 1 h8 2 h 1 q 5 23 3 10 d j 3 b i e i e 1g w 3 1 4 1 3 g r 3 1 1 g 2t 2 y 1 3a "
    "w 6 a 3k a 12 n 7 2 1h 17 w 7 1 8 2d 1b h b a h 9 c 3 u d 2 a 18 m 4 10 n 5 d 3 a 10 2 1s g "
    "3 1 l 4 1 6 1 2 3 5i 1s cd 1 1 3 b 3 d 3 d 5 b f 4 9 1 g 5 1d 5 1 a 1 3 b 1 a 6 g 1c 1c 2 1 "
    "4 1 2 a 1 1 3 5 6 1 1 1 1 1 1 4 1 b 2 4 5 5 4 1 h 15 22f 6d 6 4 3 7 7 34 f 1 2o w 1b 1 d1 3 "
    "p 9 6 1 5 2 5 4 2g 2 2 3 1 2i 1 44 g w 1c g e8 534 1s g74 wg 1s 1a 2 7h 3 g a 1x 4 1 a 1 v "
    "2 28 2 11 9 2 2v 2 3b 1 3 1 4 1 n 5 4 4 g 1g c 2 1e q 2 g i 6 3 1 1 2 1 a s 8 2 n o 1 w 4 "
    "1b e e 1 e 2 5 1 a a 6 15 n 3 1 8 4 c 4 n 3 1 3 2 1c 1 1 3 2 2 5 2 1 1 s 2 b 5 2 3 c 2i 1 e "
    "6 37 8 1 4 g 8ow 6io e8 u 1 a 1 3s x a3 i 3j x c 4 g g g 1s 3z 1 7 1 8 a 7 q 6 q b 3e p 3 4 "
    "74 1s 1h 3s 3n 2o 1 v w d 21 a v 1 1c 1 5r g 5b 1 kn 9 n 9 13 1l r 5 m a v 1t 1o 2 2 1s 1 f "
    "14 8 w t 3 t z 8 1 s 6 l 1l 7 o 8 o 8 p 2v 6y 6 10 c 8g w 17 2 3 31 a v b v i 4 16 l r w 3 "
    "1h f v a 1 2 2 a 4 19 b 2 1 4 b 1 2 w g 3 10 f a 4 1 2 18 1 2 a 3 1c e 4 4 4 1 2 a 1 1 1 z "
    "18 c 6 1u 15 7 1b h g 5 1i 2 1 i 7 6 5 4e 1h i 4 5 a 4 1 29 k 2 1 9 4w 1b i n 4 10 1c h 3 c "
    "g w 17 d 1 7 1s t j a 6 6k f 2t 1s a l 1d f 1 1 1 2 c 28 1d g 1 1 1 s 1 a 14 7 1 4 8 9 1 b "
    "1a g 3 1 i an h 1 f a o w 32 1d l 1 9 g 16 e 8 8w j 4 55 g 1s vk g 29d f ts 9 347 7kw e 2 "
    "28 g w 5 b 1c 7 9 4 c b 8 m5 3k 27 1 1 1u 27 1 1 s cmo 2ds 4c 1 2 1 4 3mk 28 et 5 3 6 8 8 2 "
    "7 u 4 44 3 cb jl 1 p 1 v 1 p 1 v 1 p 1 v 1 p 1 v 1 p 1 a 1e e8 1j 4 1e 8 1 e 1 m v9 74 74 "
    "1c 7 9 e 1 8x u i 18 4 f yp 6f 9 1c 1w 7 5 e wy 6o 2kg sw"
)


def _expanded() -> bytes:
    units = {letter: bytes((number,)) for number, letter in enumerate(_CLASS_LETTERS)}
    lengths = _RUN_LENGTHS.split()
    runs = zip(_RUN_CLASSES, lengths, strict=True)
    return b"".join([units[letter] * int(length, 36) for letter, length in runs])


_ALL = _expanded()
CLASSES: Final[bytes] = _ALL[:0x10000]
SUPPLEMENTARY: Final[bytes] = _ALL[0x10000:]
del _ALL


def _byte_classes() -> bytes:
    ends, joins, suffix, wide = 0, 1, 2, 3
    table = bytearray([ends] * 128 + [wide] * 128)
    for letter in "0123456789abcdefghijklmnopqrstuvwxyz":
        table[ord(letter)] = table[ord(letter.upper())] = ord(letter)
    for letter in "'.,&":
        table[ord(letter)] = joins
    for letter in "+#":
        table[ord(letter)] = suffix
    return bytes(table)


#: What a byte is to the tokeniser: the lower-case byte itself for an ASCII letter or digit; else
#: 0: ends a word, 1: may join what stands on both its sides, 2: may end a word as its last part,
#: 3: part of a longer character.
BYTES: Final[bytes] = _byte_classes()


def class_of(character: str) -> int:
    """Return the class of one character.

    Raises TypeError when `character` is not a string of length 1.

    Example:
        >>> class_of("7") == DIGIT
        True
    """
    code = ord(character)
    if code < 0x10000:
        return CLASSES[code]
    if code < 0x20000:
        return SUPPLEMENTARY[code - 0x10000]
    if code < 0x40000:
        return IDEOGRAPH
    return IGNORABLE if 0xE0000 <= code < 0xE1000 else SEPARATOR

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

import re
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

# Runs of one class: a capital for the class, then the length of the run in base 36 (none: 1).
_CLASS_LETTERS: Final = "SLDMIGA"
_RUNS: Final = (
    "S13AS8DaS7LqS6LqS1bLS2GS7LS4LS5LnSLvSLckAL5S4LcSeL5S7LSLShM34L5SL8SL5S2LSL32SL3vSM7L5sS6L15S"
    "8M19SMSM2SM2SM9LzA2SbG6SaMbSGS3LwGLaMlDaS4L2ML2rSLM7GSM6L2M2SM4L2DaL3S2LSfGLMLuMtL2hMbLfDaLx"
    "M9L2S4L3MS2LmM4LM9LM3LM7SgLpM5S2L14SL7G2S6M8L16MoGMxL1iM3LMiLM7LaM2S2DaSLgM4L1jMLMgL9M5L6M4D"
    "aL2SaLSM7L1jMtLdDaM2L3MSbM4L1jMLMiLiM4DaS9LMbL1jMLMuL6M4DaSLSgML1nMiL7MfDaSgM5L1jMLMqLaM4DhS"
    "9LM3SL1jMLMvL5M4DbLfM4L1jM2LMgLS5L3MS7L3M4DaSaL7M4L1xMsDcM2SdI1cMI2MbSI7M8SDaS13I1cMI2M9IbM8"
    "DcI10LSnM2S6DaSbMSMSMS4M2L1dMkSM2L5M1dS8MS1lI17MkIDaS6I6M4I4M3IM3I2M7I3M4IdMcIMDaM4S2L2jSL4I"
    "74L9pM3SwLgSgL2oSLh8S2LhSLqS5L23S3L10MdLjM3SbLiMeLiMeI1gMwS3IS4IM3DgSrM3GMDgL2tM2LyML3aMwS6D"
    "aL3kDaS12LnM7S2L1hM17DwS7LS8M2dL1bMhLbDaShM9ScM3LuMdL2DaL18MmS4L10MnS5DdL3DaL10S2L1sSgM3SMlL"
    "4ML6ML2M3L5iM1sLcdSLS3LbS3LdS3LdS5LbSfG4S9ASgG5S1dG5SGaSL3SbLDaS6LgS1cM1cS2LS4LS2LaSLS3L5S6L"
    "SLSLSL4SLbS2L4S5L5S4LShL15S22fL6dS6L4M3L7S7L34SfML2oMwS1bLSd1I3SpI9M6SI5S2I5S4I2gM2S2I3SI2iS"
    "I44SgIwS1cIgSe8I534S1sIg74LwgS1sL1aS2L7hS3LgDaL1xM4SMaSLvM2L28M2S11L9S2L2vS2L3bML3ML4MLnM5S4"
    "M4SgL1gScM2L1eMqS2DgMiL6S3LSL2MDaLsM8S2LnMoSIwM4L1bMeSeLDeS2I5MIaDaI6L15MnL3ML8M4DcS4InS3IM3"
    "I2L1cMLM3L2M2L5M2LMLsS2LbM5S2L3McL2iSLeS6L37M8SM4DgI8owS6ioIe8LuMLaSL3sSxLa3SiL3jSxLcS4GgSgM"
    "gS1sL3zGS7AS8DaS7LqS6LqSbI3eSpG3S4L74S1sL1hS3sM3nL2oMSvLwSdL21MaLvSL1cSL5rDgL5bSLknS9LnS9L13"
    "S1lLrS5LmSaLvS1tL1oS2L2S1sLMfL14M8SwLtS3LtSzL8SLsM6SlL1lS7LoS8LoS8LpS2vL6yS6L10McD8gSwL17M2S"
    "3L31SaLvMbSvLiM4S16LlSrLwM3L1hMfSvDaML2M2LaM4L19MbS2GS4MbGS2LwDgM3L10MfDaS4LM2L18MS2LaM3L1cM"
    "eL4S4M4SM2DaLSLSzL18McS6M1uL15S7L1bMhDgM5L1iM2LMiL7M6L5M4eL1hMiL4S5DaS4ML29MkL2SL9D4wL1bMiSn"
    "L4M10L1cMhS3LcDgSwL17MdLS7D1sLtMjDaS6L6kMfS2tL1sDaSlL1dMfLMLM2ScD28L1dMgLSLMsLMaL14M7LM4S8M9"
    "LMbL1aMgS3LSiLanMhLSfDaSoLwM32L1dMlLM9DgL16MeL8D8wLjM4S55LgS1sLvkSgL29dSfLtsG9S347L7kwDeS2L2"
    "8DgLwM5SbL1cM7S9L4ScDbS8Lm5S3kL27MLM1uL27SLMsLcmoI2dsL4cSM2SG4S3mkM28SetM5S3M6G8M8S2M7SuM4S4"
    "4M3ScbLjlSLpSLvSLpSLvSLpSLvSLpSLvSLpSLaD1eSe8M1jS4M1eS8MSeMSmMv9L74M74L1cM7L9DeLS8xLuMiL18M4"
    "DfSypL6fS9M1cL1wM7L5DeSwyL6oS2kgDsw"
)


def _expanded() -> bytes:
    parts: list[bytes] = []
    for letter, length in re.findall("([A-Z])([0-9a-z]*)", _RUNS):
        parts.append(bytes((_CLASS_LETTERS.index(letter),)) * int(length or "1", 36))
    return b"".join(parts)


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

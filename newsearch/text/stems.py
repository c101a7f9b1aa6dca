"""Reduces a word to its stem in a given language.

Snowball (snowballstem.org; Porter 2001) by PyStemmer, `arabic.py` and `ukrainian.py`. Words
come folded, so the accents a Snowball algorithm looks at are gone; what counts is that an article,
a query typed without accents and a snippet all get the same stem.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any, Final

__all__ = ["LANGUAGES", "ascii_stems", "keeps_beginning", "stem", "stemmed_endings", "stems"]

_ALGORITHMS: Final = {
    "ca": "catalan", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque",
    "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian",
    "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian",
    "ne": "nepali", "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pl": "polish",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish",
    "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip

LANGUAGES: Final[frozenset[str]] = frozenset({*_ALGORITHMS, "ar", "uk"})
"""BCP-47 codes with a stemmer; in any other language a word is its own stem."""

# An article or preposition that French, Italian and Catalan write with an apostrophe.
_ELISIONS: Final = {
    "fr": ("l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"),
    "it": ("l", "d", "c", "un", "dell", "all", "dall", "nell", "sull", "quell", "quest"),
    "ca": ("l", "d", "m", "t", "s", "n"),
}

# Ends of plurals in which Snowball sees a pronoun behind an infinitive (hacer-nos, not gobier-nos).
_SPANISH_PLURALS: Final = (
    *("iernos", "adernos", "modernos", "eternos", "internos", "externos", "alternos", "aternos"),
)

# Languages whose stemmers cut and change endings alone.
_ENDINGS_ONLY: Final = frozenset(["da", "de", "en", "es", "fi", "nb", "nn", "no", "pt", "ru", "sv"])

# What no suffix that Snowball's English stemmer takes off or changes ends in, and none of its
# exceptions.
_KEPT_IN_ENGLISH: Final = "abfhjkopquvwxz"
_ANY_ENDING: Final = (1 << 27) - 1

_local = threading.local()  # a Snowball stemmer keeps state while it works: one a thread


def _snowball(language: str) -> Any:
    stemmers: dict[str, Any] | None = getattr(_local, "stemmers", None)
    if stemmers is None:
        stemmers = _local.stemmers = {}
    if language not in stemmers:
        import Stemmer

        try:
            stemmers[language] = Stemmer.Stemmer(_ALGORITHMS[language], 0)
        except KeyError:  # an older Snowball lacks the algorithm
            stemmers[language] = None
    return stemmers[language]


def keeps_beginning(language: str | None) -> bool:
    """Whether a stem begins with the letter that its word begins with, in a language.

    Example:
        >>> keeps_beginning("en"), keeps_beginning("fr")  # l'avion becomes avion
        (True, False)
    """
    return language not in LANGUAGES or language in _ENDINGS_ONLY


def stem(folded: str, language: str | None) -> str:
    """Return the stem of a folded word; the word itself in a language without stemmer.

    Words with a digit stay as they are.

    Example:
        >>> stem("elections", "en"), stem("covid19", "en"), stem("elections", None)
        ('elect', 'covid19', 'elections')
    """
    if language is None or language not in LANGUAGES or any(map(str.isdigit, folded)):
        return folded
    if language in _ELISIONS and "'" in folded:
        before, _, after = folded.partition("'")
        if after and before in _ELISIONS[language]:
            folded = after
    if language == "ar":
        from newsearch.text.arabic import stem_arabic

        return stem_arabic(folded)
    if language == "uk":
        from newsearch.text.ukrainian import stem_ukrainian

        return stem_ukrainian(folded)
    stemmer = _snowball(language)
    if stemmer is None:
        return folded
    if language == "es":
        folded = _without_plural(folded)
    stemmed: str = stemmer.stemWord(folded)
    return stemmed or folded


def _without_plural(word: str) -> str:
    return word[:-1] if word.endswith(_SPANISH_PLURALS) else word


def stems(folded: Sequence[str], language: str | None) -> list[str]:
    """Return the stems of many folded words: as `stem` one by one, but faster where it can be."""
    if language is None or language not in LANGUAGES:
        return list(folded)
    if language not in _ALGORITHMS or language in _ELISIONS:
        return [stem(word, language) for word in folded]
    stemmer = _snowball(language)
    if stemmer is None:
        return list(folded)
    if language == "es":
        folded = list(map(_without_plural, folded))
    stemmed: list[str] = stemmer.stemWords(folded)
    for at, word in enumerate(folded):
        if not stemmed[at] or not word.isalpha():
            stemmed[at] = word if word[:1].isdigit() else stem(word, language)
    return stemmed


def stemmed_endings(language: str | None) -> int:
    """Return the last letters of the words that have another stem than themselves, if at all.

    Bit 0 stands for words of the letters a to z that end in a, to bit 25 for z, and bit 26 for all
    other words.

    Example:
        >>> [stemmed_endings("en") >> ord(letter) - ord("a") & 1 for letter in "kls"]
        [0, 1, 1]
    """
    if language == "en":
        return _ANY_ENDING - sum(1 << ord(letter) - ord("a") for letter in _KEPT_IN_ENGLISH)
    return _ANY_ENDING if language in LANGUAGES else 0


def ascii_stems(folded: list[bytes], language: str | None) -> list[bytes]:
    """Return the stems of many folded words in ASCII without digits: as `stem` one by one.

    Example:
        >>> ascii_stems([b"elections", b"o'neill"], "en")
        [b'elect', b"o'neil"]
    """
    if language in _ALGORITHMS and language not in _ELISIONS and language != "es":
        stemmer = _snowball(language)
        if stemmer is None:
            return folded
        stemmed: list[bytes] = stemmer.stemWords(folded)
        if all(stemmed):
            return stemmed
        return [new or old for old, new in zip(folded, stemmed, strict=True)]
    return [word.encode() for word in stems([word.decode() for word in folded], language)]

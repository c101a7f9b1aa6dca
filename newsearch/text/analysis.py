"""From text to words, and from a word to the terms the index holds for it.

One analysis for articles, queries and snippets: the tokeniser finds the words, `fold` writes them
one way, `stem` reduces them in the article's language. A query does not know that language, so it
asks for the `variants` of a word over all languages of the index.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from newsearch.text.folding import fold
from newsearch.text.stems import keeps_beginning, stem, stems

__all__ = ["Analyzer", "Token", "term", "terms"]

_CACHED_TERMS: Final = 1 << 15
#: Up to so many ASCII letters and digits are one word to the tokeniser, which cuts longer ones.
_SURELY_WHOLE: Final = 64


class Token(NamedTuple):
    """A word of a text: as written, and where it begins and ends, in characters."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=_CACHED_TERMS)
def term(form: str, language: str | None) -> str:
    """Return the term that indexes a word of an article in `language` (BCP-47, None: unknown).

    Example:
        >>> term("Elections", "en"), term("Elections", None)
        ('elect', 'elections')
    """
    return stem(fold(form), language)


def terms(forms: Sequence[str], language: str | None) -> list[str]:
    """Return the terms of many words in one language: as `term` one by one, but faster.

    Example:
        >>> terms(["elections", "U.S"], "en")
        ['elect', 'us']
    """
    return stems(list(map(fold, forms)), language)


class Analyzer:
    """The analysis for an index whose articles are in `languages` (None: unknown).

    Safe to share between threads.

    Example:
        >>> analyzer = Analyzer(["en", None])
        >>> [token.text for token in analyzer.tokens("AT&T’s U.S. elections")]
        ['AT&T’s', 'U.S', 'elections']
        >>> analyzer.variants("elections")
        ('elect', 'elections')
    """

    __slots__ = ("languages",)

    def __init__(self, languages: Iterable[str | None]) -> None:
        self.languages: Final = tuple(sorted(set(languages), key=lambda code: code or ""))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Analyzer) and self.languages == other.languages

    def __hash__(self) -> int:
        return hash(self.languages)

    def tokens(self, text: str) -> list[Token]:
        """Return the words of a text in order."""
        if text.isascii() and text.isalnum() and len(text) <= _SURELY_WHOLE:
            return [Token(text, 0, len(text))]
        from newsearch.kernel.tokenise import spans

        data = text.encode("utf-8", "surrogatepass")
        found = spans(data)
        if len(data) == len(text):
            return [
                Token(text[found[at] : found[at + 1]], found[at], found[at + 1])
                for at in range(0, len(found), 2)
            ]
        characters = _character_offsets(data)
        return [
            Token(text[first:last], first, last)
            for first, last in (
                (characters[found[at]], characters[found[at + 1]]) for at in range(0, len(found), 2)
            )
        ]

    def term(self, form: str, language: str | None) -> str:
        """Return the term for a word of an article in `language`: `term`, cached."""
        return term(form, language)

    def keeps_beginning(self, language: str | None) -> bool:
        """Whether a word that begins with an ASCII letter or digit has a term that does, too."""
        return keeps_beginning(language)

    def variants(self, form: str) -> tuple[str, ...]:
        """Return the distinct terms of a word over the languages of the index, sorted."""
        return tuple(sorted({term(form, language) for language in self.languages or (None,)}))

    def completed(self, beginning: str) -> tuple[str, ...]:
        """Return the terms of words with a beginning that do not begin so themselves, sorted.

        Example:
            >>> Analyzer(["en"]).completed("electi")  # an article's elections are indexed as elect
            ('elect',)
        """
        from newsearch.text.completions import completed_terms

        return completed_terms(beginning, self.languages or (None,))


def _character_offsets(data: bytes) -> list[int]:
    """For each byte offset of UTF-8 data, and its end, the number of characters before it."""
    offsets: list[int] = []
    count = -1
    for byte in data:
        if byte & 0xC0 != 0x80:
            count += 1
        offsets.append(count)
    offsets.append(count + 1)
    return offsets

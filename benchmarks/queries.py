"""The queries that are timed, drawn from the corpus itself: the same for the same file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from benchmarks.articles import Article, read
from benchmarks.rivals import Query
from benchmarks.words import Vocabulary, by_chance
from newsearch.text.completions import completed_terms

__all__ = ["Kind", "query_sets"]

STOP_WORDS = frozenset(
    """
    a about after all also an and are as at be been but by can could for from had has have he her
    his if in into is it its more new mr not of on one or other our out over said says she so some
    than that the their them then there they this to two up was we were what when which who will
    with would you your i s t
    """.split()  # noqa: SIM905 - read more easily so
)
_WORD = re.compile(r"[A-Za-z]{2,}")
_PHRASE = re.compile(r"(?<![^\s])[A-Za-z]{2,}(?: [A-Za-z]{2,})+")
#: Articles that queries are drawn from, spread over the file.
DRAWN = 4000
#: A word is rare, middling or frequent by the share of articles that hold it.
RARE = (0.0001, 0.001)
MIDDLING = (0.001, 0.1)
FREQUENT = (0.1, 0.5)


@dataclass(frozen=True, slots=True)
class Kind:
    """A row of the table: queries of one kind."""

    name: str
    queries: tuple[Query, ...]
    counts: bool = False


def query_sets(path: Path, vocabulary: Vocabulary, number: int) -> list[Kind]:
    """Draws ``number`` queries of each kind; fewer, or none, where the corpus is small.

    Words that belong together come from one headline or one sentence, so that every query has
    an answer; months are those of the article.
    """
    source = _Source(path, vocabulary)
    any_2 = [Query("any", words) for words in source.from_headlines(2)]
    months = source.within_months()
    sets: list[tuple[str, Iterable[Query], bool]] = [
        ("rare term", _singles(source.between(RARE)), False),
        ("frequent term", _singles(source.between(FREQUENT)), False),
        ("any 2", any_2, False),
        ("any 3", _all(Query, "any", source.from_headlines(3)), False),
        ("3 frequent any", _all(Query, "any", _triples(source.between(FREQUENT))), False),
        ("all 2", _all(Query, "all", source.from_headlines(2)), False),
        ("all 3", _all(Query, "all", source.from_headlines(3)), False),
        ("headline any", _all(Query, "any", source.headlines(8)), False),
        ("phrase 2", _all(Query, "phrase", source.phrases(2)), False),
        ("phrase 3", _all(Query, "phrase", source.phrases(3)), False),
        ("phrase, stop word", _all(Query, "phrase", source.phrases_around_stop_word()), False),
        ("any 2, month", months, False),
        ("any 2, newest", [replace(query, newest=True) for query in any_2], False),
        ("prefix", _all(Query, "prefix", source.prefixes()), False),
        ("count all 2", _all(Query, "all", source.from_headlines(2)), True),
    ]
    if not source.dated:
        sets = [row for row in sets if row[0] not in ("any 2, month", "any 2, newest")]
    return [Kind(name, tuple(queries)[:number], counts) for name, queries, counts in sets]


def _singles(words: Iterable[str]) -> list[Query]:
    return [Query("all", (word,)) for word in words]


def _all(make: Callable[..., Query], kind: str, words: Iterable[tuple[str, ...]]) -> list[Query]:
    return [make(kind, one) for one in words]


def _triples(words: list[str]) -> list[tuple[str, ...]]:
    """Three words each, every word in its turn, with partners at growing distances."""
    found: list[tuple[str, ...]] = []
    for step in range(1, max(1, len(words) // 2)):
        for at in range(len(words)):
            three = (words[at], words[at - step], words[at - 2 * step])
            if len(set(three)) == 3:
                found.append(three)
    return found


class _Source:
    """Articles to draw from, in an order that is the same on every run."""

    def __init__(self, path: Path, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        step = max(1, vocabulary.articles // DRAWN)
        drawn = {article.id: article for n, article in enumerate(read(path)) if n % step == 0}
        self._articles: list[Article] = [drawn[key] for key in by_chance(drawn)]
        self.dated = any(article.date is not None for article in self._articles)

    def between(self, shares: tuple[float, float]) -> list[str]:
        """Words that such a share of the articles hold (always more than two articles)."""
        articles = self._vocabulary.articles
        least, most = max(2.0, shares[0] * articles), max(4.0, shares[1] * articles)
        return by_chance(
            word
            for word, count in self._vocabulary.frequency.items()
            if least <= count <= most and self._usable(word)
        )

    def _usable(self, word: str) -> bool:
        plain = len(word) > 2 and word.isascii() and word.isalpha() and word not in STOP_WORDS
        return plain and self._vocabulary.is_alike(word)

    def _telling(self, text: str) -> list[str]:
        """Middling words of a text, each once, in order."""
        articles, frequency = self._vocabulary.articles, self._vocabulary.frequency
        least, most = MIDDLING[0] * articles, max(4.0, MIDDLING[1] * articles)
        words = dict.fromkeys(word.lower() for word in _WORD.findall(text))
        return [w for w in words if self._usable(w) and least <= frequency[w] <= most]

    def from_headlines(self, number: int) -> list[tuple[str, ...]]:
        """That many telling words of one headline."""
        found = (self._telling(article.title)[:number] for article in self._articles)
        return list(dict.fromkeys(tuple(words) for words in found if len(words) == number))

    def headlines(self, number: int) -> list[tuple[str, ...]]:
        """The first words of headlines that have so many, stop words included."""
        found = (
            tuple(word.lower() for word in _WORD.findall(article.title)[:number])
            for article in self._articles
        )
        return list(dict.fromkeys(words for words in found if len(set(words)) == number))

    def _sequences(self, number: int) -> Iterable[tuple[str, ...]]:
        """Words between spaces, the first such sequences of each article."""
        for article in self._articles:
            for run in _PHRASE.findall(article.body[:2000])[:4]:
                words = run.lower().split(" ")
                for at in range(len(words) - number):
                    yield tuple(words[at : at + number])

    def phrases(self, number: int) -> list[tuple[str, ...]]:
        """Sequences without stop words, not more than one in a thousand words apart."""
        frequency = self._vocabulary.frequency
        return list(
            dict.fromkeys(
                words
                for words in self._sequences(number)
                if all(self._usable(word) and frequency[word] > 2 for word in words)
            )
        )

    def phrases_around_stop_word(self) -> list[tuple[str, ...]]:
        """Three words, a stop word in the middle."""
        return list(
            dict.fromkeys(
                words
                for words in self._sequences(3)
                if words[1] in STOP_WORDS and self._usable(words[0]) and self._usable(words[2])
            )
        )

    def within_months(self) -> list[Query]:
        """Two words of a headline, in the month of the article."""
        found = {}
        for article in self._articles:
            words = tuple(self._telling(article.title)[:2])
            if len(words) == 2 and article.date is not None:
                first = date(article.date.year, article.date.month, 1)
                found[words] = Query("any", words, first, last_day(first))
        return list(found.values())

    def prefixes(self) -> list[tuple[str, ...]]:
        """The first four or five letters of middling words."""
        long = [word for word in self.between(MIDDLING) if len(word) > 6]
        prefixes = dict.fromkeys(word[: 4 + len(word) % 2] for word in long)
        # newsearch also finds words whose stem is shorter than what is typed: of these none.
        return [
            (prefix,)
            for prefix in prefixes
            if self._vocabulary.is_stem(prefix) and not completed_terms(prefix, ("en",))
        ]


def last_day(first: date) -> date:
    """The last day of the month that begins with ``first``."""
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)

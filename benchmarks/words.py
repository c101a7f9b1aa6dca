"""The words of a corpus: how many articles hold each, and which of them every engine sees alike.

Engines differ in what a word is (``AT&T``, ``don't``, accents) and in what they stem it to. A word
is *safe* where no such difference can change a count: no other word of the corpus has its stem, in
any of the stemmers, and every article that holds it holds it at least once between spaces or plain
punctuation. Counts of safe words must agree to the last article.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

from benchmarks.articles import read

__all__ = ["Holds", "Vocabulary", "by_chance", "forms_of", "pairs_in_sequence", "scan"]

#: Stemmers of the engines: newsearch's and tantivy's English, SQLite's and Whoosh's Porter.
STEMMERS = ("english", "porter")
#: How many times as many articles one stemmer may find for a word of a query as another.
MOST_UNLIKE = 1.05
#: Shorter words are too often part of acronyms (``U.S.`` is one word to newsearch).
SHORTEST_SAFE = 5

#: Endings that stemmers cut off; what is typed of a word may stop inside one.
ENDINGS = (
    *("ities", "ings", "edly", "ational", "izations", "iveness", "ements", "fulness", "ances"),
    *("encies", "ables", "ically", "ously", "isms", "ists", "ions", "ers", "ologies"),
)

_FORM = re.compile(r"[^\W_]+")
# What may stand beside a word so that all engines see it whole.
_BEFORE = r"(?<![^\s\"(\[\-/])"
_AFTER = r"(?=[\s\")\]\-/;:!?]|[.,](?:[\s\"]|$)|$)"


class Vocabulary:
    """The words of a corpus.

    Attributes:
        articles: How many articles there are.
        frequency: For each word, in lower case, the articles that hold it.
    """

    def __init__(self, articles: int, frequency: Counter[str]) -> None:
        self.articles = articles
        self.frequency = frequency

    @cached_property
    def _stems(self) -> dict[str, tuple[str, ...]]:
        import Stemmer

        forms = list(self.frequency)
        folded = [_without_accents(form) for form in forms]
        columns = [Stemmer.Stemmer(name, 0).stemWords(folded) for name in STEMMERS]
        return dict(zip(forms, zip(*columns, strict=True), strict=True))

    @cached_property
    def safe(self) -> frozenset[str]:
        """Words whose stem no other word has; whether each article shows it plainly is not said."""
        classes: list[Counter[str]] = [Counter() for _ in STEMMERS]
        for stems in self._stems.values():
            for counter, stem in zip(classes, stems, strict=True):
                counter[stem] += 1
        return frozenset(
            form
            for form, stems in self._stems.items()
            if len(form) >= SHORTEST_SAFE
            and form.isascii()
            and form.isalpha()
            and all(counter[stem] == 1 for counter, stem in zip(classes, stems, strict=True))
        )

    @cached_property
    def _articles_of_stems(self) -> list[Counter[str]]:
        """For each stemmer how many articles hold words of each stem, an article once a word."""
        found: list[Counter[str]] = [Counter() for _ in STEMMERS]
        for form, stems in self._stems.items():
            for counter, stem in zip(found, stems, strict=True):
                counter[stem] += self.frequency[form]
        return found

    def is_alike(self, word: str) -> bool:
        """Whether the stemmers put nearly the same words together with this one.

        ``reportedly`` is one word with ``report`` to some and a word of its own to others: a query
        for it would mean two things.
        """
        if word not in self._stems:
            return False
        stems = self._stems[word]
        held = [counter[stem] for counter, stem in zip(self._articles_of_stems, stems, strict=True)]
        return max(held) <= MOST_UNLIKE * min(held)

    def is_stem(self, prefix: str) -> bool:
        """Whether all stemmers leave a prefix as it is, and what might follow of an ending takes
        nothing away from it: some engines stem prefixes, newsearch words that begin so."""
        import Stemmer

        words = [prefix + ending[at:] for ending in ENDINGS for at in range(len(ending) + 1)]
        stems = [Stemmer.Stemmer(name, 0).stemWords(words) for name in STEMMERS]
        return all(stem.startswith(prefix) for column in stems for stem in column)

    def forms_beginning(self, prefix: str) -> frozenset[str] | None:
        """The words that begin with a prefix; None where stemming changes which do."""
        if not self.is_stem(prefix):
            return None
        found = set()
        for form, stems in self._stems.items():
            begins = _without_accents(form).startswith(prefix)
            if any(stem.startswith(prefix) != begins for stem in stems):
                return None
            if begins:
                found.add(form)
        return frozenset(found)


def _without_accents(form: str) -> str:
    if form.isascii():
        return form
    plain = unicodedata.normalize("NFKD", form.casefold())
    return "".join(character for character in plain if not unicodedata.combining(character))


def forms_of(text: str) -> set[str]:
    """The words of a text in lower case: runs of letters and digits of any script."""
    return set(_FORM.findall(text.lower()))


def scan(paths: Iterable[Path]) -> Vocabulary:
    """Reads whole files for their words."""
    frequency: Counter[str] = Counter()
    articles = 0
    for path in paths:
        for article in read(path):
            articles += 1
            frequency.update(forms_of(f"{article.title}\n{article.body}\n{article.others}"))
    return Vocabulary(articles, frequency)


def by_chance(words: Iterable[str], seed: str = "") -> list[str]:
    """Words in an order that is the same on every run and has nothing to do with the words."""
    return sorted(words, key=lambda word: hashlib.blake2b(f"{seed}:{word}".encode()).digest())


class Holds:
    """Whether texts hold words one after another.

    Calling it gives True where they stand there plainly, False where they don't stand there, and
    None where engines may differ.

    Example:
        >>> held = Holds(("harbour", "strike"))
        >>> held(["The harbour strike ended."]), held(["No strike."]), held(["Harbour's strike"])
        (True, False, None)
    """

    def __init__(self, words: Sequence[str]) -> None:
        # Lower-cased text is searched: ignoring case would be slower.
        self._plain = re.compile(_BEFORE + r"\s+".join(words) + _AFTER)
        self._maybe = re.compile(r"(?:\W|_|s\b){1,12}".join(words))
        self._first = words[0]

    def __call__(self, texts: Iterable[str]) -> bool | None:
        maybe = False
        for text in texts:
            lower = text.lower()
            if self._first not in lower:
                continue
            if self._plain.search(lower):
                return True
            maybe = maybe or self._maybe.search(lower) is not None
        return None if maybe else False


def pairs_in_sequence(
    paths: Iterable[Path], allowed: frozenset[str], articles: int
) -> dict[tuple[str, ...], int]:
    """Sequences of two and three allowed words in the bodies of the first articles, counted."""
    found: dict[tuple[str, ...], int] = defaultdict(int)
    for path in paths:
        for number, article in enumerate(read(path)):
            if number >= articles:
                break
            words = article.body.lower().split()
            kept = [word if word in allowed else "" for word in words]
            for first, second, third in zip(kept, kept[1:], [*kept[2:], ""], strict=False):
                if first and second and first != second:
                    found[first, second] += 1
                    if third and third not in (first, second):
                        found[first, second, third] += 1
    return found

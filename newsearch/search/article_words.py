"""Which index terms the words of an article have, and where those of interest stand.

The same tokeniser and analyser serve articles in the index, queries and snippets.  Only words that
may be of interest by their first letter are looked at, and each distinct form of them is analysed
once and remembered from query to query, so that an article costs one pass of compiled code: about
10 µs for 3 KB.
"""

from __future__ import annotations

import threading
from array import array
from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from newsearch.kernel.lookup import MISSING
from newsearch.kernel.marking import UNDECIDED, marked_words, marks_of
from newsearch.kernel.tokenise import Forms

if TYPE_CHECKING:
    from newsearch.article import Article

__all__ = ["ArticleText", "Marker", "TermAnalyzer", "Vocabulary", "Words", "vocabulary_of"]

#: A vocabulary that has seen more distinct forms is replaced by an empty one: about 20 MB.
FORM_LIMIT = 100_000

MARKED = 1  # the mark of a term of interest; 0 is no mark
_ANALYZERS = 4  # analysers whose vocabularies are remembered
_FIRST_FORMS = 1 << 10  # distinct forms to make room for
_ALL_LEADS = bytes([1] * 256)


class TermAnalyzer(Hashable, Protocol):
    """What is needed of `newsearch.text.analysis.Analyzer`."""

    def term(self, form: str, language: str | None) -> str:
        """The index term of a word in a language."""

    def keeps_beginning(self, language: str | None) -> bool:
        """Whether a word that begins with an ASCII letter or digit has a term that does, too."""


class Vocabulary:
    """The terms seen so far, numbered from 0, and the term of forms by language.

    Safe to share between threads.

    Example::

        vocabulary = Vocabulary(analyzer)
        marker = Marker(vocabulary, [b"ship"])
        vocabulary.read(b"Ships sail", "en", marker).places  # [0]
    """

    def __init__(self, analyzer: TermAnalyzer) -> None:
        self.terms: list[bytes] = []
        self.analyzer = analyzer
        self._numbers: dict[bytes, int] = {}
        self._forms = Forms(_FIRST_FORMS)
        self._terms_of_forms: dict[str | None, array[int]] = {}
        self._lock = threading.Lock()

    @property
    def full(self) -> bool:
        """Whether it has outgrown `FORM_LIMIT`."""
        return self._forms.form_count > FORM_LIMIT

    def number(self, term: bytes) -> int:
        """The number of a term; a new one is added."""
        with self._lock:
            return self._number(term)

    def _number(self, term: bytes) -> int:
        number = self._numbers.setdefault(term, len(self.terms))
        if number == len(self.terms):
            self.terms.append(term)
        return number

    def read(
        self, text: bytes, language: str | None, marker: Marker, limit: int | None = None
    ) -> Words:
        """The words of a text that a marker accepts.

        Args:
            text: UTF-8.
            language: Whose stems the words have in the index.
            marker: Says which terms are of interest; made for this vocabulary.
            limit: Leaves out what comes after so many of them.
        """
        leads = marker.leads(language)
        with self._lock:
            table = self._terms_of_forms.setdefault(language, array("I"))
            marks = marker.marks(len(self.terms))
            rows, count, undecided = marked_words(self._forms, text, leads, table, marks)
            places = rows[0 : 4 * count : 4].tolist()
            forms = rows[1 : 4 * count : 4].tolist()
            starts = rows[2 : 4 * count : 4].tolist()
            ends = rows[3 : 4 * count : 4].tolist()
            if undecided:
                marks = self._decide(forms, language, table, marker)
            terms = [table[form] for form in forms]
            if undecided:
                size = len(marks)
                kept = [i for i, term in enumerate(terms) if term < size and marks[term]]
                places, terms, starts, ends = (
                    [column[i] for i in kept] for column in (places, terms, starts, ends)
                )
        if limit is not None and len(places) > limit:
            return Words(places[:limit], terms[:limit], starts[:limit], ends[:limit])
        return Words(places, terms, starts, ends)

    def parts(
        self, text: bytes, language: str | None, marker: Marker, parts: array[int]
    ) -> tuple[array[int], array[int], array[int]] | None:
        """The words of a text that are parts of a query; None where none is.

        Args:
            text, language: As for `read`.
            marker: As for `read`; says which terms are parts.
            parts: The part of each term ('I'), or `MISSING`; terms beyond its end are none.

        Returns:
            Where each starts and ends, in bytes, and its part ('I').
        """
        leads = marker.leads(language)
        with self._lock:
            table = self._terms_of_forms.setdefault(language, array("I"))
            marks = marker.marks(len(self.terms))
            rows, count, undecided = marked_words(self._forms, text, leads, table, marks)
            if not count:
                return None
            if undecided:
                self._decide(rows[1 : 4 * count : 4], language, table, marker)
            found = marks_of(rows, count, table, parts)
        return found if found[0] else None

    def _decide(
        self, forms: Iterable[int], language: str | None, table: array[int], marker: Marker
    ) -> bytearray:
        """Finds the terms of forms met for the first time, and which of them are of interest."""
        table.extend(array("I", [MISSING]) * (self._forms.form_count - len(table)))
        term = self.analyzer.term
        distinct = set(forms)
        for form in distinct:
            if table[form] == MISSING:
                surface = self._forms.form(form).decode(errors="replace")
                table[form] = self._number(term(surface, language).encode())
        marks = marker.marks(len(self.terms))
        if marker.test is not None:
            undecided = [n for n in {table[form] for form in distinct} if marks[n] == UNDECIDED]
            for number in undecided:
                marks[number] = 0
            for number in marker.test(undecided):
                marks[number] = MARKED
        return marks


class Words:
    """Words of one text: entry i of each list is about the i-th of them.

    Attributes:
        places: How many words of the text stand before it.
        terms: Its term's number in the vocabulary.
        starts, ends: Its offsets in bytes.
    """

    __slots__ = ("ends", "places", "starts", "terms")

    def __init__(
        self, places: list[int], terms: list[int], starts: list[int], ends: list[int]
    ) -> None:
        self.places = places
        self.terms = terms
        self.starts = starts
        self.ends = ends


class Marker:
    """Which terms of a vocabulary are of interest: some that are known, or those that pass a test.

    Args:
        vocabulary: Where the terms have their numbers.
        terms: The terms of interest where there is no test.
        test: Called with the numbers of terms, each once, returns those of interest.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        terms: Iterable[bytes],
        test: Callable[[list[int]], Iterable[int]] | None = None,
    ) -> None:
        self.test = test
        self._keeps_beginning = vocabulary.analyzer.keeps_beginning
        self._marks = bytearray()
        self._leads = _ALL_LEADS
        if test is None:
            numbers = [vocabulary.number(term) for term in terms]
            self._marks = bytearray(max(numbers, default=-1) + 1)
            for number in numbers:
                self._marks[number] = MARKED
            self._leads = _leads(terms)

    def leads(self, language: str | None) -> bytes:
        """For each byte, whether words that begin with it may be of interest."""
        return self._leads if self._keeps_beginning(language) else _ALL_LEADS

    def marks(self, count: int) -> bytearray:
        """A mark for each of the first ``count`` terms; without a test, maybe for fewer."""
        missing = count - len(self._marks)
        if self.test is not None and missing > 0:
            self._marks += bytearray([UNDECIDED]) * missing
        return self._marks


def _leads(terms: Iterable[bytes]) -> bytes:
    """A mark for each byte that one of some terms begins with, in either case, or may begin with.

    A word that begins with another character than ASCII may have a term that begins with any.
    """
    leads = bytearray(128) + bytearray([1]) * 128
    for term in filter(None, terms):
        for lead in (term[:1].lower(), term[:1].upper()):
            leads[lead[0]] = 1
    return bytes(leads)


class ArticleText:
    """An article's searched text as one piece of UTF-8: title, summary, body, then each tag.

    A line feed between two of them keeps words apart.

    Attributes:
        data: The UTF-8.
        starts: Where each of them starts in it, in bytes.
    """

    __slots__ = ("data", "starts")

    RUNS = ("title", "summary", "body")

    def __init__(self, article: Article) -> None:
        runs = [article.title, article.summary or "", article.body, *article.tags]
        encoded = [run.encode(errors="replace") for run in runs]  # a lone surrogate becomes "?"
        self.data = b"\n".join(encoded)
        self.starts = [0]
        for run in encoded[:-1]:
            self.starts.append(self.starts[-1] + len(run) + 1)

    def places(self, starts: Sequence[int]) -> list[int]:
        """The first of some ascending byte offsets in each run, then the end of the last run."""
        return [bisect_left(starts, start) for start in self.starts] + [len(starts)]


def vocabulary_of(analyzer: TermAnalyzer) -> Vocabulary:
    """The vocabulary that queries of one analyser share; a new one when that is full."""
    vocabulary = _vocabulary(analyzer)
    if vocabulary.full:
        _vocabulary.cache_clear()
        vocabulary = _vocabulary(analyzer)
    return vocabulary


@lru_cache(maxsize=_ANALYZERS)
def _vocabulary(analyzer: TermAnalyzer) -> Vocabulary:
    return Vocabulary(analyzer)

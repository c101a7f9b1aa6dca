"""Which index terms the words of an article have, and where those of interest stand.

The same tokeniser and analyser serve articles in the index, queries and snippets.  Here each
distinct form is analysed once and remembered from query to query, so that an article costs one
pass of compiled code: about 15 µs for 3 KB.
"""

from __future__ import annotations

import threading
from array import array
from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from newsearch.kernel.marking import marked_tokens, token_offsets, undecided_terms
from newsearch.kernel.tokenise import Forms

if TYPE_CHECKING:
    from newsearch.article import Article

__all__ = ["ArticleText", "Marker", "TermAnalyzer", "Vocabulary", "Words", "vocabulary_of"]

#: A vocabulary that has seen more distinct forms is replaced by an empty one: about 20 MB.
FORM_LIMIT = 100_000

# Marks of terms; 0 is no mark.
MARKED, UNDECIDED = 1, 2
_ANALYZERS = 4  # analysers whose vocabularies are remembered


class TermAnalyzer(Hashable, Protocol):
    """What is needed of `newsearch.text.analysis.Analyzer`."""

    def term(self, form: str, language: str | None) -> str:
        """The index term of a word in a language."""


class Vocabulary:
    """The terms seen so far, numbered from 0, and the term of every form by language.

    Safe to share between threads.

    Example::

        vocabulary = Vocabulary(analyzer)
        marker = Marker(vocabulary, [b"ship"])
        vocabulary.read(b"Ships sail", "en", marker).places  # [0]
    """

    def __init__(self, analyzer: TermAnalyzer) -> None:
        self.terms: list[bytes] = []
        self._analyzer = analyzer
        self._numbers: dict[bytes, int] = {}
        self._forms = Forms()
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
        with self._lock:
            forms = self._forms
            forms.clear_tokens()
            count = forms.append(text)
            tokens = forms.tokens
            table = self._table(language)
            found = array("I", bytes(8 * count))
            marks = marker.marks(len(self.terms))
            if marker.test is not None:
                new = undecided_terms(tokens, 0, count, table, marks, UNDECIDED, found)
                for number in marker.test(found[:new].tolist()):
                    marks[number] = MARKED
            marked = marked_tokens(tokens, 0, count, table, marks, found)
        if limit is not None:
            marked = min(marked, limit)
        offsets = token_offsets(text, found, 2, marked)
        numbers = found[: 2 * marked].tolist()
        return Words(numbers[::2], numbers[1::2], offsets[::2].tolist(), offsets[1::2].tolist())

    def _table(self, language: str | None) -> array[int]:
        """The term of each form in a language, for all forms seen."""
        table = self._terms_of_forms.setdefault(language, array("I"))
        forms = self._forms
        if len(table) < forms.form_count:
            term = self._analyzer.term
            for form in range(len(table), forms.form_count):
                surface = forms.form(form).decode(errors="replace")
                table.append(self._number(term(surface, language).encode()))
        return table


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
        self._marks = bytearray()
        if test is None:
            numbers = [vocabulary.number(term) for term in terms]
            self._marks = bytearray(max(numbers, default=-1) + 1)
            for number in numbers:
                self._marks[number] = MARKED

    def marks(self, count: int) -> bytearray:
        """A mark for each of the first ``count`` terms; without a test, maybe for fewer."""
        missing = count - len(self._marks)
        if self.test is not None and missing > 0:
            self._marks += bytearray([UNDECIDED]) * missing
        return self._marks


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

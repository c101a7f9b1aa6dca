"""Builds a segment in memory from articles, one after another, and writes it.

Words become surface forms as the text is scanned; a form is folded and stemmed once per
language, whatever the number of its occurrences; occurrences are sorted by term when the segment
is written. Documents are numbered by descending date, those without a date last, ties by id.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from typing import Any

import orjson

from newsearch.article import AnyArticle
from newsearch.kernel.gathering import (
    EncodedArticle,
    encoded,
    instants_of,
    keywords_of,
    record_lines,
    runs_of,
)
from newsearch.kernel.invert import Documents
from newsearch.kernel.memory import Scratch
from newsearch.kernel.ordering import ascending, latest_first, picked
from newsearch.schema import FIELD_GAP
from newsearch.segment.aside import Aside
from newsearch.segment.batch import Batch
from newsearch.segment.container import ContainerWriter
from newsearch.segment.records import microseconds
from newsearch.segment.stored import RecordPacker
from newsearch.segment.stories import NONE_OLDER, Older, find_stories
from newsearch.segment.terms import Terms
from newsearch.segment.write import DocumentWriter
from newsearch.segment.write_words import sort_words, write_postings, write_terms

#: Words of one article beyond these are stored but not indexed: positions are 32-bit numbers.
LONGEST_ARTICLE = 1 << 24
#: Words of one segment: token numbers are 32-bit.
MOST_TOKENS = 1 << 31
#: Bytes an article takes beside its text: its id, date, keywords, places in lists, and its sketch
#: while it is written.
PENDING_BYTES = 900
#: Bytes a distinct term takes while it is written, beside what `Terms` holds: its counts, its place
#: in the order, what is sorted by, its figures, its name.
WRITTEN_TERM_BYTES = 48


class SegmentBuilder:
    """Gathers articles and writes them as a segment.

    Args:
        language: The language of articles that do not say theirs; None to detect it.
        terms_budget: Bytes that forms and terms may take.
        aside: Finds and sorts words while the caller goes on.

    Attributes:
        failures: The articles that could not be stored, each with the error, until taken.
    """

    def __init__(
        self,
        language: str | None,
        terms_budget: int = 64 << 20,
        aside: Aside | None = None,
    ) -> None:
        self._language = language
        self._aside = aside or Aside()
        self.failures: list[tuple[AnyArticle, Exception]] = []
        self._batch: Batch | None = None
        self._scratch = Scratch(terms_budget)
        self._records = RecordPacker(self._scratch)
        self._terms_budget = terms_budget
        self._terms = Terms(terms_budget)
        self._clear()

    def _clear(self) -> None:
        if self._terms.full():
            self._terms = Terms(self._terms_budget)
        self._terms.forms.clear_tokens()
        self._records.clear()
        # What is kept of each article beside its words and record, in lists side by side: objects
        # of their own would cost the garbage collector more than all else here.
        self._dates = array("q")
        self._ids: list[bytes] = []
        self._keywords: list[tuple[tuple[str, ...], ...]] = []
        self._known_keywords: dict[tuple[tuple[str, ...], ...], tuple[tuple[str, ...], ...]] = {}
        self._live: dict[str, int] = {}
        self._starts = array("I", [0])
        self._run_starts = array("I", [0])
        self._run_ends = array("I")
        self._run_fields = array("B")

    def __len__(self) -> int:
        return len(self._live)

    def __contains__(self, id: object) -> bool:
        return id in self._live

    def lacks_all(self, ids: Iterable[str]) -> bool:
        """Whether none of some ids is held here."""
        return self._live.keys().isdisjoint(ids)

    def memory(self) -> int:
        """An estimate, in bytes, of what is held and of what writing it will take on top."""
        return (
            12 * self._starts[-1]
            + self._records.size
            + PENDING_BYTES * len(self._ids)
            + WRITTEN_TERM_BYTES * self._terms.vocabulary.count
            + self._terms.memory()
        )

    def full(self, budget: int) -> bool:
        """Whether it should be written: its memory passed ``budget`` or its numbers their range."""
        return self.memory() > budget or self._starts[-1] > MOST_TOKENS - LONGEST_ARTICLE

    def record(self, id: str) -> bytes | None:
        """The stored record of an article held here, or None."""
        self.settle()
        at = self._live.get(id)
        return None if at is None else self._records.record(at)

    def discard(self, id: str) -> bool:
        """Drops an article held here; False when there is none of that id."""
        return self._live.pop(id, None) is not None

    def add(self, article: AnyArticle) -> None:
        """Adds an article, in place of one of the same id held here.

        Raises:
            TypeError, ValueError, AttributeError: The article holds what cannot be stored
                (among them text that is not valid Unicode); nothing of it is kept.
        """
        self.settle()
        before = len(self.failures)
        self.begin((article,))
        self.settle()
        if len(self.failures) > before:
            raise self.failures.pop()[1]

    def language_of(self, article: AnyArticle) -> str | None:
        """The language under which an article would be indexed.

        Raises:
            UnicodeEncodeError: Its text is not valid Unicode.
        """
        self.settle()
        known = article.language or self._language
        if known is not None:
            return known
        forms = self._terms.forms
        first = forms.token_count
        for text in (article.title, article.summary or ""):
            forms.append(text.encode())
        forms.append(encoded(article).body)
        for text in article.tags:
            forms.append(text.encode())
        language = self._terms.languages(first, [forms.token_count])[0]
        forms.truncate(first)
        return language

    def begin(self, articles: Sequence[AnyArticle]) -> None:
        """Begins to add articles of different ids, each in place of one of the same id held here.

        Their words are found while the caller goes on, where there is a thread for it; `settle`
        does the rest. What cannot be stored is left out and goes to `failures`. Only the last one
        may have more than `LONGEST_ARTICLE` bytes of text.
        """
        self.settle()
        batch = Batch(articles, self.failures)
        forms, first = self._terms.forms, len(self._ids)
        forms.truncate(self._starts[-1])  # what failed may have left words behind
        batch.words = self._aside.run(batch.size, forms.append_all, batch.texts)
        self._live.update(zip(batch.names, range(first, first + len(batch.names)), strict=True))
        self._batch = batch

    def settle(self) -> None:
        """Ends what `begin` began.

        Each step takes all articles before the next begins, so that what it works with (the table
        of words, the compressor's) stays in the processor's cache.
        """
        batch = self._batch
        if batch is None:
            return
        self._batch = None
        runs, kept = len(self._run_ends), len(self._ids)
        try:
            self._settle(batch)
        except BaseException:  # no memory, or interrupted: nothing of the batch is kept
            with suppress(Exception):
                batch.words()  # until then its words are being found
            del self._run_ends[runs:], self._run_fields[runs:], self._run_starts[kept + 1 :]
            del self._keywords[kept:], self._records.places[2 * kept :]
            del self._starts[kept + 1 :], self._ids[kept:], self._dates[kept:]
            for at, name in enumerate(batch.names, start=kept):
                if self._live.get(name) == at:
                    del self._live[name]
            raise

    def _settle(self, batch: Batch) -> None:
        first = self._starts[-1]
        starts = self._add_runs(batch, batch.words())
        articles = batch.articles
        languages = self._map_terms(articles, first, starts)
        lines, failed = record_lines(articles, languages, orjson.dumps)
        for at, error in failed:
            self.failures.append((articles[at], error))
            if self._live.get(batch.names[at]) == len(self._ids) + at:
                del self._live[batch.names[at]]
        self._keywords += keywords_of(articles, languages, self._known_keywords)
        dates = instants_of(articles, microseconds)
        self._records.add_parts(lines, batch.bodies)
        self._starts.extend(starts)
        self._ids += batch.ids
        self._dates.extend(dates)

    def _add_runs(self, batch: Batch, text_ends: array[int]) -> array[int]:
        """Enters the runs of the articles' texts; returns at which token each article ends."""
        first = self._starts[-1]
        starts, counts, ends, fields = runs_of(batch.fields, text_ends, first, LONGEST_ARTICLE)
        if starts and starts[-1] < text_ends[-1]:
            self._terms.forms.truncate(starts[-1])
        before = len(self._run_ends)
        self._run_starts.extend([before + count for count in counts])
        self._run_ends.extend(ends)
        self._run_fields.extend(fields)
        return starts

    def _map_terms(
        self, articles: Sequence[EncodedArticle], first: int, ends: Sequence[int]
    ) -> list[str | None]:
        """Makes terms of the words appended; returns the articles' languages."""
        terms = self._terms
        languages = [article.language or self._language for article in articles]
        if not all(languages):
            told = terms.languages(first, ends)
            languages = [known or own for known, own in zip(languages, told, strict=True)]
        # Neighbours of one language together: what is new in them is learnt at once.
        at = 0
        for language, group in groupby(languages):
            at += sum(1 for _ in group)
            terms.map(first, ends[at - 1], language)
            first = ends[at - 1]
        return languages

    def write(self, path: Path, older: Older = NONE_OLDER, *, sync: bool = True) -> int:
        """Writes the segment and forgets its articles; returns the documents written.

        Args:
            path: Its file.
            older: The segments whose stories its articles may tell.
            sync: Whether to wait until the disk has it.
        """
        self.settle()
        by_id = ascending(self._ids, array("I", self._live.values()))
        order = latest_first(self._dates, by_id)
        documents = Documents(
            self._starts, order, self._run_starts, self._run_ends, self._run_fields, FIELD_GAP
        )
        with ContainerWriter(path) as out:
            self._records.write(out, order)  # which leaves the scratch to the words
            out.finish(self._write_documents(out, documents, order, older), sync=sync)
        self._clear()
        return len(order)

    def _write_documents(
        self, out: ContainerWriter, documents: Documents, order: array[int], older: Older
    ) -> dict[str, Any]:
        """Writes all of the documents but their records; returns the facts of the segment.

        While their stories are found, their words are sorted and written aside.
        """
        tokens, vocabulary = self._terms.forms.tokens, self._terms.vocabulary
        aside, size = self._aside, tokens.nbytes
        words = aside.run(size, sort_words, documents, tokens, vocabulary, self._scratch)
        writer = DocumentWriter(
            out,
            array("q", map(self._dates.__getitem__, order)),
            picked(self._ids, order),
            picked(self._keywords, order),
        )
        writer.write_documents()
        postings = aside.run(size, write_postings, out, writer, words)
        try:
            stories = find_stories(documents, self._terms, older)
        finally:
            written = postings()  # until then nothing else may go to the file
        write_terms(out, writer, written)
        stories.write(out)
        return writer.meta(written.total_length)

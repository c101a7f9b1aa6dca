"""Builds a segment in memory from articles, one after another, and writes it.

Words become surface forms as the text is scanned; a form is folded and stemmed once per
language, whatever the number of its occurrences; occurrences are sorted by term when the segment
is written. Documents are numbered by descending date, those without a date last, ties by id.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from pathlib import Path

from newsearch.article import Article
from newsearch.kernel.invert import Documents
from newsearch.kernel.ordering import ascending, latest_first
from newsearch.schema import FIELD_GAP
from newsearch.segment.container import ContainerWriter
from newsearch.segment.records import microseconds, record_of
from newsearch.segment.stored import RecordPacker
from newsearch.segment.terms import Terms
from newsearch.segment.write import DocumentWriter
from newsearch.segment.write_words import write_words

#: Words of one article beyond these are stored but not indexed: positions are 32-bit numbers.
LONGEST_ARTICLE = 1 << 24
#: Words of one segment: token numbers are 32-bit.
MOST_TOKENS = 1 << 31
#: Bytes an article takes beside its text: its id, date, keywords and places in lists.
PENDING_BYTES = 600


class SegmentBuilder:
    """Gathers articles and writes them as a segment.

    Args:
        language: The language of articles that do not say theirs; None to detect it.
        terms_budget: Bytes that forms and terms may take.
    """

    def __init__(self, language: str | None, terms_budget: int = 64 << 20) -> None:
        self._language = language
        self._records = RecordPacker()
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
        self._ids: list[str] = []
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

    def memory(self) -> int:
        """An estimate, in bytes, of what is held and of what writing it will take on top."""
        return (
            12 * self._starts[-1]
            + self._records.bytes
            + PENDING_BYTES * len(self._ids)
            + self._terms.memory()
        )

    def full(self, budget: int) -> bool:
        """Whether it should be written: its memory passed ``budget`` or its numbers their range."""
        return self.memory() > budget or self._starts[-1] > MOST_TOKENS - LONGEST_ARTICLE

    def record(self, id: str) -> bytes | None:
        """The stored record of an article held here, or None."""
        at = self._live.get(id)
        return None if at is None else self._records.record(at)

    def discard(self, id: str) -> bool:
        """Drops an article held here; False when there is none of that id."""
        return self._live.pop(id, None) is not None

    def add(self, article: Article) -> None:
        """Adds an article, in place of one of the same id held here.

        Raises:
            TypeError, ValueError, AttributeError: The article holds what cannot be stored
                (among them text that is not valid Unicode); nothing of it is kept.
        """
        self.add_all((article,))

    def add_all(self, articles: Sequence[Article]) -> None:
        """Adds articles of different ids, each in place of one of the same id held here.

        Each step takes all of them before the next begins, so that what it works with (the table
        of words, the compressor's) stays in the processor's cache.

        Raises:
            TypeError, ValueError, AttributeError: One of them holds what cannot be stored
                (among them text that is not valid Unicode); nothing of any is kept.
        """
        forms = self._terms.forms
        first, runs = forms.token_count, len(self._run_ends)
        try:
            bodies = [article.body.encode() for article in articles]
            ends: list[int] = []
            run_counts: list[int] = []
            for article, body in zip(articles, bodies, strict=True):
                self._add_runs(article, body)
                ends.append(forms.token_count)
                run_counts.append(len(self._run_ends))
            languages = self._map_terms(articles, first, ends)
            records = list(map(record_of, articles, languages, bodies))
            dates = [microseconds(article.date) for article in articles]
            keywords = list(map(_keywords, articles, languages))
            known = self._known_keywords
            keywords = [known.setdefault(one, one) for one in keywords]
        except BaseException:
            forms.truncate(first)
            del self._run_ends[runs:]
            del self._run_fields[runs:]
            raise
        self._starts.extend(ends)
        self._run_starts.extend(run_counts)
        at = len(self._ids)
        ids = [article.id for article in articles]
        self._live.update(zip(ids, range(at, at + len(ids)), strict=True))
        self._ids += ids
        self._dates.extend(dates)
        self._keywords += keywords
        self._records.add_all(records)

    def _add_runs(self, article: Article, body: bytes) -> None:
        """Appends the words of the article's texts."""
        forms = self._terms.forms
        append, ends, fields = forms.append, self._run_ends, self._run_fields
        first = forms.token_count
        if append(article.title.encode()):
            ends.append(forms.token_count)
            fields.append(0)
        if article.summary and append(article.summary.encode()):
            ends.append(forms.token_count)
            fields.append(1)
        if append(body):
            ends.append(forms.token_count)
            fields.append(2)
        for tag in article.tags:
            if append(tag.encode()):
                ends.append(forms.token_count)
                fields.append(3)
        last = first + LONGEST_ARTICLE
        if forms.token_count > last:
            forms.truncate(last)
            while len(ends) > 1 and ends[-2] >= last:
                del ends[-1], fields[-1]
            ends[-1] = last

    def _map_terms(
        self, articles: Sequence[Article], first: int, ends: Sequence[int]
    ) -> list[str | None]:
        """Makes terms of the words appended; returns the articles' languages."""
        terms = self._terms
        languages: list[str | None] = []
        for article, end in zip(articles, ends, strict=True):
            language = article.language or self._language
            if language is None:
                language = terms.language(first, end - first)
            languages.append(language)
            terms.map(first, end, language)
            first = end
        return languages

    def write(self, path: Path, *, sync: bool = True) -> int:
        """Writes the segment and forgets its articles; returns the documents written."""
        ids = [id.encode() for id in self._ids]
        by_id = ascending(ids, array("I", self._live.values()))
        order = latest_first(self._dates, by_id)
        with ContainerWriter(path) as out:
            self._records.write(out, order)
            writer = DocumentWriter(
                out,
                array("q", [self._dates[at] for at in order]),
                [ids[at] for at in order],
                [self._keywords[at] for at in order],
            )
            writer.write_documents()
            documents = Documents(
                self._starts, order, self._run_starts, self._run_ends, self._run_fields, FIELD_GAP
            )
            total = write_words(
                out, writer, documents, self._terms.forms.tokens, self._terms.names()
            )
            out.finish(writer.meta(total), sync=sync)
        self._clear()
        return len(order)


def _keywords(article: Article, language: str | None) -> tuple[tuple[str, ...], ...]:
    """The values of the keyword fields, in the order of `newsearch.schema.COLUMN_FIELDS`."""
    return (
        tuple(article.tags),
        tuple(article.authors),
        () if article.source is None else (article.source,),
        () if article.section is None else (article.section,),
        () if language is None else (language,),
    )

"""Builds a segment in memory from articles, one after another, and writes it.

Words become surface forms as the text is scanned; a form is folded and stemmed once per
language, whatever the number of its occurrences; occurrences are sorted by term when the segment
is written. Documents are numbered by descending date, those without a date last, ties by id.
"""

from __future__ import annotations

from array import array
from pathlib import Path

from newsearch.article import Article
from newsearch.kernel.invert import Documents
from newsearch.kernel.ordering import ascending, latest_first
from newsearch.schema import FIELD_GAP
from newsearch.segment.container import ContainerWriter
from newsearch.segment.records import (
    SAMPLE_BYTES,
    Compressor,
    Decompressor,
    microseconds,
    record_of,
    train,
)
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
        dictionary: The index's trained dictionary, or None: then one is trained on the first
            articles if they are enough, and stays for the segments after.
        terms_budget: Bytes that forms and terms may take.

    Attributes:
        dictionary: The dictionary in use, or None.
    """

    def __init__(
        self, language: str | None, dictionary: bytes | None, terms_budget: int = 64 << 20
    ) -> None:
        self._language = language
        self.dictionary = dictionary
        self._compressor = None if dictionary is None else Compressor(dictionary)
        self._terms_budget = terms_budget
        self._terms = Terms(terms_budget)
        self._clear()

    def _clear(self) -> None:
        if self._terms.full():
            self._terms = Terms(self._terms_budget)
        self._terms.forms.clear_tokens()
        if self.dictionary is None:
            self._compressor = None
        # What is kept of each article beside its words and record, in lists side by side: objects
        # of their own would cost the garbage collector more than all else here.
        self._dates = array("q")
        self._ids: list[str] = []
        self._keywords: list[tuple[tuple[str, ...], ...]] = []
        self._known_keywords: dict[tuple[tuple[str, ...], ...], tuple[tuple[str, ...], ...]] = {}
        self._live: dict[str, int] = {}
        self._frames: list[bytes] = []
        self._waiting: list[bytes] = []  # records until there is a compressor: then no frames
        self._stored_bytes = 0
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
            + self._stored_bytes
            + PENDING_BYTES * len(self._ids)
            + self._terms.memory()
        )

    def full(self, budget: int) -> bool:
        """Whether it should be written: its memory passed ``budget`` or its numbers their range."""
        return self.memory() > budget or self._starts[-1] > MOST_TOKENS - LONGEST_ARTICLE

    def record(self, id: str) -> bytes | None:
        """The stored record of an article held here, or None."""
        at = self._live.get(id)
        if at is None:
            return None
        if self._waiting:
            return self._waiting[at]
        known = [] if self.dictionary is None else [self.dictionary]
        return Decompressor(known).record(self._frames[at])

    def discard(self, id: str) -> bool:
        """Drops an article held here; False when there is none of that id."""
        return self._live.pop(id, None) is not None

    def add(self, article: Article) -> None:
        """Adds an article, in place of one of the same id held here.

        Raises:
            TypeError, ValueError, AttributeError: The article holds what cannot be stored
                (among them text that is not valid Unicode); nothing of it is kept.
        """
        first = self._starts[-1]
        runs = len(self._run_ends)
        try:
            language = self._add_words(article, first)
            record = record_of(article, language)
            keywords: tuple[tuple[str, ...], ...] = (
                tuple(article.tags),
                tuple(article.authors),
                () if article.source is None else (article.source,),
                () if article.section is None else (article.section,),
                () if language is None else (language,),
            )
            date = microseconds(article.date)
            keywords = self._known_keywords.setdefault(keywords, keywords)
        except BaseException:
            self._terms.forms.truncate(first)
            del self._run_ends[runs:]
            del self._run_fields[runs:]
            raise
        self._starts.append(self._terms.forms.token_count)
        self._run_starts.append(len(self._run_ends))
        self._live[article.id] = len(self._ids)
        self._dates.append(date)
        self._ids.append(article.id)
        self._keywords.append(keywords)
        self._store(record)

    def _add_words(self, article: Article, first: int) -> str | None:
        """Indexes the article's words; returns its language."""
        self._add_run(0, article.title, first)
        if article.summary:
            self._add_run(1, article.summary, first)
        self._add_run(2, article.body, first)
        for tag in article.tags:
            self._add_run(3, tag, first)
        last = self._terms.forms.token_count
        language = article.language or self._language
        if language is None:
            language = self._terms.language(first, last - first)
        self._terms.map(first, last, language)
        return language

    def _add_run(self, field: int, text: str, first: int) -> None:
        forms = self._terms.forms
        if forms.append(text.encode()):
            if forms.token_count - first > LONGEST_ARTICLE:
                forms.truncate(first + LONGEST_ARTICLE)
            self._run_ends.append(forms.token_count)
            self._run_fields.append(field)

    def _store(self, record: bytes) -> None:
        if self._compressor is not None:
            frame = self._compressor.frame(record)
            self._frames.append(frame)
            self._stored_bytes += len(frame)
            return
        self._waiting.append(record)
        self._stored_bytes += len(record)
        if self._stored_bytes > SAMPLE_BYTES:
            self._pack()

    def _pack(self) -> None:
        """Trains a dictionary on the records that wait, if they are enough, and packs them."""
        self.dictionary = train(self._waiting)
        self._compressor = Compressor(self.dictionary)
        self._frames = [self._compressor.frame(record) for record in self._waiting]
        self._waiting = []
        self._stored_bytes = sum(map(len, self._frames))

    def write(self, path: Path, *, sync: bool = True) -> int:
        """Writes the segment and forgets its articles; returns the documents written."""
        if self._waiting:
            self._pack()
        ids = [id.encode() for id in self._ids]
        by_id = ascending(ids, array("I", self._live.values()))
        order = latest_first(self._dates, by_id)
        with ContainerWriter(path) as out:
            writer = DocumentWriter(out)
            writer.add_all(
                [self._dates[at] for at in order],
                [ids[at] for at in order],
                [self._frames[at] for at in order],
                [self._keywords[at] for at in order],
            )
            writer.finish_documents()
            documents = Documents(
                self._starts, order, self._run_starts, self._run_ends, self._run_fields, FIELD_GAP
            )
            total = write_words(out, writer, documents, self._terms.forms.tokens, self._terms.names)
            out.finish(writer.meta(total), sync=sync)
        self._clear()
        return len(order)

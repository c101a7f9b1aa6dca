"""What every new segment file holds, whether built from articles or merged from segments."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import Any

from newsearch.kernel.packing import PostingWriter
from newsearch.schema import COLUMN_FIELDS, K1, WEIGHTS, B
from newsearch.segment.columns import ColumnWriter, write_dictionary, write_strings
from newsearch.segment.container import ContainerWriter
from newsearch.text.folding import fold_value

#: Words of postings gathered before they go to the file: 4 MB.
WORDS_AT_ONCE = 1 << 20
#: Documents whose keywords are gathered before they are passed on.
DOCUMENTS_AT_ONCE = 1024


def value_keys(value: str) -> Iterable[bytes]:
    """The dictionary key of a keyword value."""
    return (fold_value(value).encode(),)


def author_keys(value: str) -> Iterable[bytes]:
    """The keys of an author: the whole name, and each word of it, so that a surname finds."""
    folded = fold_value(value)
    return (folded.encode(), *(word.encode() for word in folded.split()))


class DocumentWriter:
    """Writes the documents of a segment, in their final order, all but their words.

    Args:
        out: The segment's file.

    Attributes:
        count: Documents added.
    """

    def __init__(self, out: ContainerWriter) -> None:
        self._out = out
        self._dates: list[int] = []
        self._ids: list[bytes] = []
        self._keywords: list[Sequence[tuple[str, ...]]] = []
        self._columns = [
            ColumnWriter(field, author_keys if field == "authors" else value_keys)
            for field in COLUMN_FIELDS
        ]
        self._languages: dict[str, int] = {}

    @property
    def count(self) -> int:
        """Documents added."""
        return len(self._ids)

    def add(self, date: int, id: bytes, keywords: Sequence[tuple[str, ...]]) -> None:
        """Adds the next document: its date in microseconds, and its keyword values."""
        self._dates.append(date)
        self._ids.append(id)
        self._keywords.append(keywords)
        if len(self._keywords) == DOCUMENTS_AT_ONCE:
            self._pass_on()

    def _pass_on(self) -> None:
        """Enters the keywords gathered into their columns."""
        for number, column in enumerate(self._columns):
            column.add_all([keywords[number] for keywords in self._keywords])
        languages = self._languages
        for keywords in self._keywords:
            for language in keywords[-1] or ("",):
                languages[language] = languages.get(language, 0) + 1
        self._keywords = []

    def finish_documents(self) -> None:
        """Writes what was gathered; the postings follow."""
        self._pass_on()
        out = self._out
        out.section("dates", array("q", self._dates))
        order = sorted(range(len(self._ids)), key=self._ids.__getitem__)
        ordinals = array("I", bytes(4 * len(order)))
        for ordinal, document in enumerate(order):
            ordinals[document] = ordinal
        write_strings(out, "id", (self._ids[document] for document in order))
        out.section("id.documents", array("I", order))
        out.section("id.ordinals", ordinals)
        for column in self._columns:
            column.write_column(out)

    def write_lengths(
        self, lengths: array[float], field_lengths: array[int]
    ) -> tuple[PostingWriter, float]:
        """Writes the lengths; returns the writer for postings, and the sum of the lengths."""
        self._out.section("lengths", lengths)
        self._out.section("field_lengths", field_lengths)
        total = sum(lengths)
        average = total / len(lengths) if lengths else 0.0
        return PostingWriter(lengths, average, WEIGHTS, K1, B), total

    def write_keywords(self, postings: PostingWriter, base: int) -> None:
        """Ends the postings section with the keyword fields' lists; writes their dictionaries."""
        dictionaries = []
        for column in self._columns:
            terms, results, base = column.write_postings(self._out, postings, base)
            dictionaries.append((column.field, terms, results))
        self._out.write(bytes(8))  # a reader of bits looks up to two words ahead
        self._out.end()
        for field, terms, results in dictionaries:
            write_dictionary(self._out, field, terms, results)

    def meta(self, total_length: float) -> dict[str, Any]:
        """The facts of the segment that its directory holds."""
        return segment_meta(len(self._ids), total_length, self._languages)


def segment_meta(documents: int, total_length: float, languages: dict[str, int]) -> dict[str, Any]:
    """The facts of a segment that its directory holds."""
    return {
        "documents": documents,
        "total_length": total_length,
        "languages": languages,
        "weights": list(WEIGHTS),
        "k1": K1,
        "b": B,
    }

"""A segment as searches read it: mapped, immutable, beside a bitmap of deletions."""

from __future__ import annotations

import os
from array import array
from typing import TYPE_CHECKING, NamedTuple

from newsearch.errors import CorruptIndex
from newsearch.kernel.limits import END, FIELD_ALL
from newsearch.kernel.postings import TermCursor
from newsearch.kernel.sorted_bytes import SortedBytes
from newsearch.kernel.word_cursor import Source
from newsearch.schema import (
    COLUMN_FIELDS,
    FIELD_GAP,
    K1,
    LENGTH_OFFSET,
    WEIGHTS,
    B,
    length_discount,
)
from newsearch.segment.container import Container
from newsearch.segment.keyword_column import KeywordColumn
from newsearch.segment.records import MISSING_DATE
from newsearch.segment.stored import StoredRecords
from newsearch.values import Value

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["MISSING_DATE", "Dictionary", "Place", "Postings", "Segment"]


#: Raises every stored bound to the highest score there can be: for bounds that do not hold.
NO_BOUND = 65535.0


class Place(NamedTuple):
    """Where a segment has a term.

    Attributes:
        start: The first word of its posting list.
        document_frequency: How many documents hold it, deleted ones included.
        bound: No posting's score part is larger than this, in 1/65535.
        fields: See `Dictionary.field_bits`.
    """

    start: int
    document_frequency: int
    bound: int
    fields: int


class Dictionary:
    """The terms of a field, sorted, with what is known of each: here is a term, find its postings.

    A term's ordinal is its place in the order.
    """

    def __init__(self, container: Container, field: str) -> None:
        self._terms = strings_of(container, f"{field}.term")
        self._postings = container.section(f"{field}.postings", "Q")
        self._document_frequencies = container.section(f"{field}.document_frequencies", "I")
        self._collection_frequencies = container.section(f"{field}.collection_frequencies", "I")
        self._bounds = container.section(f"{field}.bounds", "H")
        self._fields = container.section(f"{field}.fields")
        self.find = self._terms.find
        self.term = self._terms.at
        self.prefix_range = self._terms.prefix_range
        self.lower_bound = self._terms.lower_bound

    def __len__(self) -> int:
        return len(self._terms)

    def place(self, ordinal: int) -> Place:
        """Where the term's postings are, and what is known of them."""
        return Place(
            self._postings[ordinal],
            self._document_frequencies[ordinal],
            self._bounds[ordinal],
            self._fields[ordinal],
        )

    def cursor(self, source: Source, ordinal: int, field: int = FIELD_ALL) -> TermCursor:
        """A cursor over the term's documents that does not score.

        Raises:
            CorruptIndex: The posting list does not lie within the segment.
        """
        frequency = self._document_frequencies[ordinal]
        return TermCursor(source, self._postings[ordinal], frequency, 0.0, field)

    def document_frequency(self, ordinal: int) -> int:
        """How many documents hold the term, deleted ones included."""
        return int(self._document_frequencies[ordinal])

    def collection_frequency(self, ordinal: int) -> int:
        """How often the term occurs."""
        return int(self._collection_frequencies[ordinal])

    def field_bits(self, ordinal: int) -> int:
        """The fields that hold the term: 1 title, 2 summary, 4 body, 8 tags."""
        return int(self._fields[ordinal])


class Postings(Value):
    """A posting list unpacked: for Whoosh's matchers and for tests, not for fast queries.

    Attributes:
        documents: Ascending ('I').
        frequencies, title, summary, tags: Per document, in all fields and in three ('I').
    """

    documents: array[int]
    frequencies: array[int]
    title: array[int]
    summary: array[int]
    tags: array[int]
    _positions: array[int]
    _starts: array[int]

    def positions(self, index: int) -> array[int]:
        """The positions in the document at ``index`` of `documents`, ascending ('I')."""
        return self._positions[self._starts[index] : self._starts[index + 1]]


class Segment:
    """One immutable part of an index.

    Args:
        path: Its file.
        deletions: The file of its deletions, or None.

    Raises:
        CorruptIndex, IndexVersionError: See `Container`.
    """

    def __init__(self, path: str | Path, deletions: str | Path | None = None) -> None:
        container = Container(path)
        self.path = path
        self.name = os.path.basename(path)  # noqa: PTH119 - pathlib is slow to import
        self.container = container
        self.document_count: int = container.meta["documents"]
        self.total_length: float = container.meta["total_length"]
        self.languages: dict[str, int] = container.meta["languages"]
        self.dates = container.section("dates", "q")
        self.weighted_lengths = container.section("lengths", "f")
        self.field_lengths = container.section("field_lengths", "I")
        self.words = container.section("postings", "I")
        self._ids = strings_of(container, "id")
        self._id_documents = container.section("id.documents", "I")
        self._id_ordinals = container.section("id.ordinals", "I")
        self._id_text = self._ids.text
        self.stored = StoredRecords(container)
        self.dictionaries = _Fields(container)
        self.columns = _Columns(container)
        self.deletions = deletions
        self.deleted: bytes | None = None
        self.deleted_count = 0
        if deletions is not None:
            deleted = Container(deletions)
            deleted.verify()
            self.deleted = bytes(deleted.section("deleted"))
            self.deleted_count = int(deleted.meta["count"])
            if len(self.deleted) < (self.document_count + 7) >> 3:
                raise CorruptIndex(f"{deletions}: shorter than its segment: index anew")
        if len(self.dates) != self.document_count:
            raise CorruptIndex(f"{path}: dates do not cover its documents: index anew")
        ranking = {"weights": list(WEIGHTS), "k1": K1, "b": B, "length_offset": LENGTH_OFFSET}
        self._has_bounds = all(container.meta.get(name) == ranking[name] for name in ranking)
        if container.meta["weights"] != ranking["weights"]:
            self._weigh()

    def _weigh(self) -> None:
        """Weighs the lengths anew: the segment was written when fields had other weights."""
        field_lengths = self.field_lengths
        weights = list(WEIGHTS)
        weighted = array(
            "f",
            [
                sum(
                    weight * length
                    for weight, length in zip(weights, field_lengths[at : at + 4], strict=True)
                )
                for at in range(0, 4 * self.document_count, 4)
            ],
        )
        self.weighted_lengths = memoryview(weighted)
        self.total_length = sum(weighted)

    @property
    def live_count(self) -> int:
        """Documents that are not deleted."""
        return self.document_count - self.deleted_count

    def is_deleted(self, document: int) -> bool:
        """Whether a document is deleted."""
        deleted = self.deleted
        return deleted is not None and bool(deleted[document >> 3] >> (document & 7) & 1)

    def lengths(self, document: int) -> tuple[int, int, int, int]:
        """Words in title, summary, body and tags."""
        title, summary, body, tags = self.field_lengths[4 * document : 4 * document + 4]
        return title, summary, body, tags

    def id(self, document: int) -> str:
        """A document's id."""
        try:
            return self._id_text(self._id_ordinals[document])
        except (IndexError, UnicodeDecodeError):
            raise self._damaged("an id") from None

    def find(self, id: str) -> int:
        """The document of an id, deleted or not; -1 when there is none."""
        ordinal = self._ids.find(id.encode("utf-8", "surrogatepass"))
        if ordinal < 0:
            return -1
        document = int(self._id_documents[ordinal])
        if document >= self.document_count:
            raise self._damaged("an id")
        return document

    def _damaged(self, what: str) -> CorruptIndex:
        return CorruptIndex(f"{self.path}: {what} is damaged: run newsearch check")

    def record(self, document: int) -> bytes:
        """A document's stored record.

        Raises:
            CorruptIndex: It cannot be read.
        """
        return self.stored.record(document)

    def source(self, average_length: float) -> Source:
        """What cursors over this segment need; the average length is that of the snapshot."""
        return Source(
            self.words,
            self.weighted_lengths,
            self.field_lengths,
            self.document_count,
            average_length,
            WEIGHTS,
            K1,
            length_discount(average_length),
            FIELD_GAP,
            self._bound_factor(average_length),
        )

    def _bound_factor(self, average_length: float) -> float:
        """What the stored bounds must be multiplied by when lengths are told by another average.

        With a longer average a document counts as shorter and scores higher, by no more than the
        ratio of the averages, `LENGTH_OFFSET` added to both: f / (f + K) grows by at most 1 / r
        when K shrinks to no less than r * K.
        """
        if not self._has_bounds:
            return NO_BOUND
        own = self.total_length / self.document_count if self.document_count else average_length
        return max(1.0, (average_length + LENGTH_OFFSET) / (own + LENGTH_OFFSET))

    def postings(self, field: str, ordinal: int) -> Postings:
        """The posting list of a term of ``field``'s dictionary, unpacked."""
        dictionary = self.dictionaries[field]
        cursor = dictionary.cursor(self.source(1.0), ordinal)
        columns = [array("I") for _ in range(5)]
        positions = array("I")
        starts = array("I", [0])
        document = cursor.next_document()
        while document != END:
            for column, value in zip(columns, (document, *cursor.field_frequencies()), strict=True):
                column.append(value)
            count = cursor.load_positions()
            positions.extend(cursor.positions[:count])
            starts.append(len(positions))
            document = cursor.next_document()
        documents, frequencies, title, summary, tags = columns
        return Postings(documents, frequencies, title, summary, tags, positions, starts)


def strings_of(container: Container, name: str) -> SortedBytes:
    """The sorted strings that `write_strings` wrote under a name."""
    starts, data = container.section(f"{name}_starts", "I"), container.section(f"{name}s")
    try:
        return SortedBytes(starts, data)
    except CorruptIndex as error:
        raise CorruptIndex(f"{container.path}: {error}") from None


class _Fields(dict[str, Dictionary]):
    """The dictionaries of the fields, opened when first asked for."""

    def __init__(self, container: Container) -> None:
        self._container = container

    def __missing__(self, field: str) -> Dictionary:
        if field != "text" and field not in COLUMN_FIELDS:
            raise KeyError(field)
        self[field] = Dictionary(self._container, field)
        return self[field]


class _Columns(dict[str, KeywordColumn]):
    """The columns of the keyword fields, opened when first asked for."""

    def __init__(self, container: Container) -> None:
        self._container = container

    def __missing__(self, field: str) -> KeywordColumn:
        if field not in COLUMN_FIELDS:
            raise KeyError(field)
        self[field] = KeywordColumn(self._container, field)
        return self[field]

"""A segment as searches read it: mapped, immutable, beside a bitmap of deletions."""

from __future__ import annotations

import os
from array import array
from functools import cached_property
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

    from newsearch.segment.manifest import SegmentEntry

__all__ = ["MISSING_DATE", "Dictionary", "Place", "Postings", "Segment", "open_segment"]


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
        self.strings = strings_of(container, f"{field}.term")
        self._postings = container.section(f"{field}.postings", "Q")
        self._document_frequencies = container.section(f"{field}.document_frequencies", "I")
        self._collection_frequencies = container.section(f"{field}.collection_frequencies", "I")
        self._bounds = container.section(f"{field}.bounds", "H")
        self._fields = container.section(f"{field}.fields")
        self._touch = container.checksums.touch
        self._touch_item = container.checksums.touch_item
        self._starts = tuple(
            container.start_of(f"{field}.{name}")
            for name in (
                "postings", "document_frequencies", "collection_frequencies", "bounds", "fields"
            )
        )  # fmt: skip
        self._path = container.path
        self._lists_start = container.start_of("postings")
        self._words = container.section_sizes()["postings"] >> 2
        container.checked("lengths")  # scores need them
        self.find = self.strings.find
        self.term = self.strings.at
        self.prefix_range = self.strings.prefix_range
        self.lower_bound = self.strings.lower_bound

    def __len__(self) -> int:
        return len(self.strings)

    def place(self, ordinal: int) -> Place:
        """Where the term's postings are, and what is known of them.

        Raises:
            CorruptIndex: They are damaged.
        """
        _, _, _, bounds, fields = self._starts
        start, frequency = self._list(ordinal)
        self._touch_item(bounds + 2 * ordinal)
        self._touch_item(fields + ordinal)
        return Place(start, frequency, self._bounds[ordinal], self._fields[ordinal])

    def cursor(self, source: Source, ordinal: int, field: int = FIELD_ALL) -> TermCursor:
        """A cursor over the term's documents that does not score.

        Raises:
            CorruptIndex: The posting list is damaged.
        """
        return TermCursor(source, *self._list(ordinal), 0.0, field)

    def _list(self, ordinal: int) -> tuple[int, int]:
        """Where the term's posting list starts, and how many it holds; its checksums compared."""
        lists = self._lists_start
        self._touch_item(self._starts[0] + 8 * ordinal)
        start, stop = self._postings[ordinal], self._postings[ordinal + 1]
        if not start <= stop <= self._words:
            raise CorruptIndex(f"{self._path}: a posting list is out of place: run newsearch check")
        self._touch(lists + 4 * start, lists + 4 * stop)
        return start, self.document_frequency(ordinal)

    def document_frequency(self, ordinal: int) -> int:
        """How many documents hold the term, deleted ones included."""
        self._touch_item(self._starts[1] + 4 * ordinal)
        return int(self._document_frequencies[ordinal])

    def collection_frequency(self, ordinal: int) -> int:
        """How often the term occurs."""
        self._touch_item(self._starts[2] + 4 * ordinal)
        return int(self._collection_frequencies[ordinal])

    def field_bits(self, ordinal: int) -> int:
        """The fields that hold the term: 1 title, 2 summary, 4 body, 8 tags."""
        self._touch_item(self._starts[4] + ordinal)
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
        checksum, deletions_checksum: Those of the files, where they are known.

    Raises:
        CorruptIndex, IndexVersionError: See `Container`.
    """

    def __init__(
        self,
        path: str | Path,
        deletions: str | Path | None = None,
        checksum: int | None = None,
        deletions_checksum: int | None = None,
    ) -> None:
        container = Container(path, checksum)
        self.path = path
        self.name = os.path.basename(path)  # noqa: PTH119 - pathlib is slow to import
        self.container = container
        self.document_count: int = container.meta["documents"]
        self.total_length: float = container.meta["total_length"]
        self.languages: dict[str, int] = container.meta["languages"]
        self.words = container.section("postings", "I")
        self._ids = strings_of(container, "id")
        self._id_documents = container.section("id.documents", "I")
        self._id_ordinals = container.section("id.ordinals", "I")
        self._id_starts = container.start_of("id.documents"), container.start_of("id.ordinals")
        self._touch_item = container.checksums.touch_item
        self._id_text = self._ids.text
        self.stored = StoredRecords(container)
        self.dictionaries = _Fields(container)
        self.columns = _Columns(container)
        self.deletions = deletions
        self.deleted: bytes | None = None
        self.deleted_count = 0
        if deletions is not None:
            deleted = Container(deletions, deletions_checksum)
            deleted.verify()
            self.deleted = bytes(deleted.section("deleted"))
            self.deleted_count = int(deleted.meta["count"])
            if len(self.deleted) < (self.document_count + 7) >> 3:
                raise CorruptIndex(f"{deletions}: shorter than its segment: index anew")
        if len(container.section("dates", "q")) != self.document_count:
            raise CorruptIndex(f"{path}: dates do not cover its documents: index anew")
        ranking = {"weights": list(WEIGHTS), "k1": K1, "b": B, "length_offset": LENGTH_OFFSET}
        self._has_bounds = all(container.meta.get(name) == ranking[name] for name in ranking)
        self._reweighed: memoryview | None = None
        if container.meta["weights"] != ranking["weights"]:
            self._reweighed = memoryview(self._weighed())
            self.total_length = sum(self._reweighed)

    @cached_property
    def dates(self) -> memoryview:
        """The documents' dates in microseconds since 1970 ('q'), descending."""
        return self.container.checked("dates", "q")

    @cached_property
    def field_lengths(self) -> memoryview:
        """Words in title, summary, body and tags of each document ('I', four each)."""
        return self.container.checked("field_lengths", "I")

    @cached_property
    def weighted_lengths(self) -> memoryview:
        """The weighted length of each document ('f')."""
        if self._reweighed is not None:
            return self._reweighed
        return self.container.checked("lengths", "f")

    def _weighed(self) -> array[float]:
        """The lengths weighed anew: the segment was written when fields had other weights."""
        field_lengths = self.field_lengths
        weights = list(WEIGHTS)
        return array(
            "f",
            [
                sum(
                    weight * length
                    for weight, length in zip(weights, field_lengths[at : at + 4], strict=True)
                )
                for at in range(0, 4 * self.document_count, 4)
            ],
        )

    @property
    def live_count(self) -> int:
        """Documents that are not deleted."""
        return self.document_count - self.deleted_count

    def is_deleted(self, document: int) -> bool:
        """Whether a document is deleted."""
        deleted = self.deleted
        return deleted is not None and bool(deleted[document >> 3] >> (document & 7) & 1)

    @cached_property
    def stories(self) -> memoryview:
        """The story of each document ('Q'); 0 for none. See `newsearch.segment.stories`."""
        stories = self.container.checked("stories", "Q")
        if len(stories) != self.document_count:
            raise self._damaged("the column of stories")
        return stories

    def story(self, document: int) -> int:
        """The story of one document; the others are not read."""
        column = self.container
        if not 0 <= document < self.document_count:
            raise self._damaged("a story")
        column.checksums.touch_item(column.start_of("stories") + 8 * document)
        return int(column.section("stories", "Q")[document])

    @property
    def story_entries(self) -> memoryview:
        """The sketches of the documents that stand for a story, as a table ('Q').

        Its checksums are not compared, as a look-up reads little of it: it says what to compare,
        not what is alike.
        """
        return self.container.section("story.entries", "Q")

    def lengths(self, document: int) -> tuple[int, int, int, int]:
        """Words in title, summary, body and tags."""
        title, summary, body, tags = self.field_lengths[4 * document : 4 * document + 4]
        return title, summary, body, tags

    def id(self, document: int) -> str:
        """A document's id."""
        try:
            self._touch_item(self._id_starts[1] + 4 * document)
            return self._id_text(self._id_ordinals[document])
        except (IndexError, UnicodeDecodeError):
            raise self._damaged("an id") from None

    def find(self, id: str) -> int:
        """The document of an id, deleted or not; -1 when there is none."""
        ordinal = self._ids.find(id.encode("utf-8", "surrogatepass"))
        if ordinal < 0:
            return -1
        self._touch_item(self._id_starts[0] + 4 * ordinal)
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
        """What cursors over this segment need; the average length is that of the snapshot.

        The lengths are not read yet: who makes a cursor of a dictionary's place has them checked;
        who restricts it to a field asks for `field_lengths` before.
        """
        lengths = self._reweighed
        return Source(
            self.words,
            self.container.section("lengths", "f") if lengths is None else lengths,
            self.container.section("field_lengths", "I"),
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


def open_segment(folder: str | Path, entry: SegmentEntry) -> Segment:
    """Opens the segment that a manifest names.

    Raises:
        FileNotFoundError: A file of it is missing.
        CorruptIndex, IndexVersionError: See `Container`.
    """
    path, deletions = os.path.join(folder, entry.file), None  # noqa: PTH118 - as above
    if entry.deletions is not None:
        deletions = os.path.join(folder, entry.deletions)  # noqa: PTH118
    return Segment(path, deletions, entry.checksum, entry.deletions_checksum)


def strings_of(container: Container, name: str) -> SortedBytes:
    """The sorted strings that `write_strings` wrote under a name."""
    starts, data = f"{name}_starts", f"{name}s"
    try:
        return SortedBytes(
            container.section(starts, "I"),
            container.section(data),
            container.checksums,
            container.start_of(starts),
            container.start_of(data),
        )
    except CorruptIndex as error:
        if str(error).startswith(str(container.path)):
            raise
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

"""Merges segments into one, without their deleted documents.

Documents are numbered by descending date, so each segment's documents stay in order and its
posting lists need no sorting; stored records are copied as they are. All goes through compiled
loops a piece at a time: memory holds some numbers per document and per term, and the longest
posting list, and other threads of the process never wait longer than a piece takes.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path

from newsearch.errors import CorruptIndex
from newsearch.kernel.invert import TermResults
from newsearch.kernel.limits import DELETED
from newsearch.kernel.merge import PostingInput, PostingMerger
from newsearch.kernel.merged_documents import (
    DocumentInput,
    DocumentOrder,
    Items,
    Values,
    copy_items,
    copy_values,
    count_values,
    drop_deleted,
    place_documents,
)
from newsearch.kernel.merged_strings import MergedStrings, StringInput
from newsearch.kernel.packing import PostingWriter
from newsearch.schema import COLUMN_FIELDS, K1, WEIGHTS, length_discount
from newsearch.segment.columns import write_figures
from newsearch.segment.container import ContainerWriter
from newsearch.segment.merge_stored import merge_stored
from newsearch.segment.merge_stories import merge_story_entries
from newsearch.segment.reader import Segment, strings_of
from newsearch.segment.write import segment_meta

#: Documents, strings or postings that a loop takes before other threads get their turn: some
#: milliseconds.
PIECE = 1 << 15
#: Bytes copied at once.
PIECE_BYTES = 1 << 20
#: Words of posting lists gathered before they go to the file: 1 MB.
PIECE_WORDS = 1 << 18
#: Bytes that are read before their pages are let go.
PAGES_HELD = 8 << 20


def merge_segments(segments: Sequence[Segment], path: Path, *, sync: bool = True) -> int:
    """Writes one segment of the live documents of all; returns how many they are.

    Args:
        segments: In the order of their commits; below 65,535.
        path: The new segment's file.
        sync: Whether to wait until the disk has it.

    Raises:
        CorruptIndex: A segment is damaged.
        OverflowError: The ids or terms of all take more than 4 GB.
    """
    for segment in segments:
        segment.container.verify()  # what is damaged must not get a checksum that matches
        segment.container.release()
    with ContainerWriter(path) as out:
        pages = _Pages(segments)
        documents = _Documents(segments, pages)
        documents.write(out)
        for field in COLUMN_FIELDS:
            documents.write_column(out, field)
        merge_story_entries(out, segments, documents.numbers)
        lengths = documents.write_lengths(out)
        total = sum(lengths)
        average = total / len(lengths) if lengths else 0.0
        postings = PostingWriter(lengths, average, WEIGHTS, K1, length_discount(average))
        out.begin("postings")
        dictionaries = []
        base = 0
        for field in ("text", *COLUMN_FIELDS):
            dictionary = _Dictionary(segments, documents.numbers, field, pages)
            base = dictionary.write_postings(out, postings, base)
            dictionaries.append(dictionary)
        out.write(bytes(8))  # a reader of bits looks up to two words ahead
        out.end()
        for dictionary in (*dictionaries[1:], dictionaries[0]):
            dictionary.write(out)
        out.finish(segment_meta(documents.count, total, documents.languages), sync=sync)
    return documents.count


class _Pages:
    """Lets mapped pages go that have been read, which else would count as used until the end."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._read = 0

    def read(self, size: int) -> None:
        """Notes that about so many bytes have been read."""
        self._read += size
        if self._read >= PAGES_HELD:
            self.release()

    def release(self) -> None:
        """Lets all pages go; those still needed come back when they are touched."""
        self._read = 0
        for segment in self._segments:
            segment.container.release()


def _pieces(count: int) -> Iterator[tuple[int, int]]:
    """The ranges of `PIECE` that make up ``count``."""
    for first in range(0, count, PIECE):
        yield first, min(first + PIECE, count)


def _pieces_of(starts: array[int]) -> Iterator[tuple[int, int, int]]:
    """Ranges of items of about `PIECE_BYTES`, by where the items start; with their bytes."""
    count = len(starts) - 1
    first = 0
    while first < count:
        stop = bisect_right(starts, starts[first] + PIECE_BYTES, first, min(first + PIECE, count))
        stop = max(stop - 1, first + 1)
        yield first, stop, starts[stop] - starts[first]
        first = stop


def _zeros(kind: str, count: int) -> array[int]:
    return array(kind, [0]) * count


class _Strings:
    """Sorted strings of all segments in one order, written as `write_strings` writes them."""

    def __init__(
        self, segments: Sequence[Segment], name: str, numbers: list[array[int]], *, distinct: bool
    ) -> None:
        self._name = name
        self.numbers = numbers
        inputs = [
            StringInput(strings_of(segment.container, name), own)
            for segment, own in zip(segments, numbers, strict=True)
        ]
        self.merged = MergedStrings(inputs, distinct)
        while self.merged.run(PIECE):
            pass

    def write(self, out: ContainerWriter) -> None:
        """Writes both sections."""
        merged = self.merged
        starts = _zeros("I", merged.count + 1)
        merged.rewind()
        kept = 0
        for first, stop in _pieces(merged.count):
            kept = merged.measure(first, stop, starts)
        del starts[kept + 1 :]
        out.section(f"{self._name}_starts", starts)
        out.begin(f"{self._name}s")
        merged.rewind()
        for first, stop, size in _pieces_of(starts):
            buffer = bytearray(size)
            merged.copy(stop - first, buffer)
            out.write(buffer)
        out.end()


class _Documents:
    """The documents of all segments in one order, and what is kept of each.

    Attributes:
        count: How many are kept.
        numbers: Per segment the new number of each document ('I'), `DELETED` where it is dropped.
        languages: Documents of each language, once its column is written.
    """

    languages: dict[str, int]

    def __init__(self, segments: Sequence[Segment], pages: _Pages) -> None:
        self._segments = segments
        self._pages = pages
        self._ids = _Strings(
            segments, "id", [_kept_ids(segment) for segment in segments], distinct=False
        )
        self.numbers = [_zeros("I", segment.document_count) for segment in segments]
        inputs = [
            DocumentInput(
                segment.dates, segment.container.section("id.ordinals", "I"), ids, numbers
            )
            for segment, ids, numbers in zip(segments, self._ids.numbers, self.numbers, strict=True)
        ]
        order = DocumentOrder(inputs, self._ids.merged.count)
        while order.run(PIECE):
            pass
        if order.count != self._ids.merged.count:
            raise CorruptIndex("some documents have no id of their own: run newsearch check")
        self.count = order.count
        self._owners = order.owners
        self._id_numbers = order.ids

    def write(self, out: ContainerWriter) -> None:
        """Writes stored records, dates and ids; then the ids are forgotten."""
        merge_stored(out, self._segments, self.numbers, self.count, _pieces, self._pages.read)
        self._pages.release()
        dates = [memoryview(segment.dates).cast("B") for segment in self._segments]
        self._write_items(out, "dates", dates, 8)
        stories = [memoryview(segment.stories).cast("B") for segment in self._segments]
        self._write_items(out, "stories", stories, 8)
        self._ids.write(out)
        documents = _zeros("I", self.count)
        for first, stop in _pieces(self.count):
            place_documents(self._id_numbers, first, stop, documents)
        out.section("id.documents", documents)
        out.section("id.ordinals", self._id_numbers)
        del self._ids, self._id_numbers  # memory for the posting lists

    def _write_items(
        self, out: ContainerWriter, name: str, views: Sequence[memoryview], width: int
    ) -> None:
        """Writes a section that has ``width`` bytes per document."""
        inputs = [
            Items(view, numbers, width) for view, numbers in zip(views, self.numbers, strict=True)
        ]
        out.begin(name)
        for first, stop in _pieces(self.count):
            buffer = bytearray(width * (stop - first))
            copy_items(inputs, self._owners, first, stop, width, buffer)
            out.write(buffer)
        out.end()

    def write_lengths(self, out: ContainerWriter) -> array[float]:
        """Writes weighted lengths and field lengths; returns the weighted ones ('f')."""
        lengths = array("f", bytes(4 * self.count))
        inputs = [
            Items(memoryview(segment.weighted_lengths).cast("B"), numbers, 4)
            for segment, numbers in zip(self._segments, self.numbers, strict=True)
        ]
        room = memoryview(lengths).cast("B")
        for first, stop in _pieces(self.count):
            copy_items(inputs, self._owners, first, stop, 4, room[4 * first :])
        out.section("lengths", lengths)
        views = [memoryview(segment.field_lengths).cast("B") for segment in self._segments]
        self._write_items(out, "field_lengths", views, 16)
        return lengths

    def write_column(self, out: ContainerWriter, field: str) -> None:
        """Writes the column of a keyword field."""
        columns = [segment.columns[field] for segment in self._segments]
        merged_values = [array("I", [DELETED]) * len(column.values) for column in columns]
        inputs = [
            Values(column.offsets, column.ordinals, own, numbers)
            for column, own, numbers in zip(columns, merged_values, self.numbers, strict=True)
        ]
        total = 0
        for values, segment in zip(inputs, self._segments, strict=True):
            for first, stop in _pieces(segment.document_count):
                total += values.mark(first, stop)
        strings = _Strings(self._segments, f"{field}.value", merged_values, distinct=True)
        offsets = _zeros("I", self.count + 1)
        ordinals = _zeros("I", total)
        for first, stop in _pieces(self.count):
            copy_values(inputs, self._owners, first, stop, offsets, ordinals)
        strings.write(out)
        out.section(f"{field}.offsets", offsets)
        out.section(f"{field}.ordinals", ordinals)
        if field == "language":
            names = [
                columns[owner].values[merged_values[owner].index(number)]
                for number, owner in enumerate(strings.merged.owners[: strings.merged.count])
            ]
            self.languages = _counted(names, offsets, ordinals)


def _counted(names: list[str], offsets: array[int], ordinals: array[int]) -> dict[str, int]:
    """How many documents have each value, "" for none, in the order of their first documents."""
    counts = _zeros("I", len(names) + 1)
    firsts = _zeros("I", len(names) + 1)
    for first, stop in _pieces(len(offsets) - 1):
        count_values(offsets, ordinals, first, stop, counts, firsts)
    found = [number for number in range(len(counts)) if counts[number]]
    found.sort(key=firsts.__getitem__)
    return {[*names, ""][number]: counts[number] for number in found}


def _kept_ids(segment: Segment) -> array[int]:
    """One entry per id of a segment ('I'): `DELETED` where its document is."""
    kept = _zeros("I", segment.document_count)
    if segment.deleted is not None:
        ordinals = segment.container.section("id.ordinals", "I")
        for first, stop in _pieces(segment.document_count):
            drop_deleted(segment.deleted, ordinals, first, stop, kept)
    return kept


class _Dictionary:
    """The terms of a field in all segments and their posting lists, merged."""

    def __init__(
        self,
        segments: Sequence[Segment],
        numbers: Sequence[array[int]],
        field: str,
        pages: _Pages,
    ) -> None:
        self.field = field
        self._pages = pages
        terms = [_zeros("I", len(segment.dictionaries[field])) for segment in segments]
        self._strings = _Strings(segments, f"{field}.term", terms, distinct=True)
        self._inputs = [
            PostingInput(
                segment.words,
                segment.container.section(f"{field}.postings", "Q"),
                segment.container.section(f"{field}.document_frequencies", "I"),
                segment.container.section(f"{field}.collection_frequencies", "I"),
                own,
                new,
            )
            for segment, own, new in zip(segments, terms, numbers, strict=True)
        ]
        self._results = TermResults(self._strings.merged.count)

    def write_postings(self, out: ContainerWriter, postings: PostingWriter, base: int) -> int:
        """Writes the lists into the section begun, from word ``base`` on; returns where they end.

        Terms without a live document are dropped.
        """
        results = self._results
        results.base = base
        merged = self._strings.merged
        owners = memoryview(merged.owners)[: merged.count]
        merger = PostingMerger(self._inputs, owners, postings, results, self.field == "text")
        more = True
        while more:
            more = merger.run(PIECE_WORDS, PIECE)
            if postings.used >= PIECE_WORDS or not more:
                words = postings.take()
                out.write(words)
                self._pages.read(len(words))
                results.base += len(words) // 4
        if merger.kept == len(owners):
            results.starts[merger.kept] = results.base
        else:
            self._results = results.shortened(merger.kept)
        self._inputs = []
        return self._results.base

    def write(self, out: ContainerWriter) -> None:
        """Writes the dictionary."""
        self._strings.write(out)
        write_figures(out, self.field, self._results)

# cython: boundscheck=False
# The inputs check, when they are made or read, that what they name lies within their sections.
"""Merges the documents of several segments: their order, and all that is kept by document.

`DocumentOrder` interleaves the documents by descending date, then id, and drops the deleted.
The classes and functions after it copy what the segments hold of each document in that order: a
piece at a time, so that another thread never waits long.

Cost, compiled: about 50 ns a document for the order of ten segments, and 10 ns for each thing
that is copied, beside the bytes themselves.
"""

from __future__ import annotations

from array import array

from newsearch.errors import CorruptIndex
from newsearch.kernel.limits import DELETED


class DocumentInput:
    """The documents of one segment, in its order.

    Args:
        dates: Their dates ('q'), descending.
        ordinals: For each document the place of its id among the segment's ids ('I').
        ids: For each id its number among all merged ids, `DELETED` for a document to drop ('I').
        numbers: Receives each document's new number, `DELETED` where it is dropped ('I').

    Raises:
        CorruptIndex: They are not as many as ``numbers``.
    """

    def __init__(
        self, dates: memoryview, ordinals: memoryview, ids: array[int], numbers: array[int]
    ) -> None:
        self.count = len(numbers)
        if len(dates) != self.count or len(ordinals) != self.count or len(ids) != self.count:
            raise CorruptIndex("dates or ids do not cover all documents: run newsearch check")
        self.dates = dates
        self.ordinals = ordinals
        self.ids = ids
        self.numbers = numbers
        self.place = -1
        self.date = 0
        self.id = 0

    def step(self) -> None:
        """Moves to the next document that is kept."""
        place = self.place + 1
        while place < self.count:
            ordinal = self.ordinals[place]
            if ordinal >= self.count:
                raise CorruptIndex("a document's id is out of place: run newsearch check")
            self.id = self.ids[ordinal]
            if self.id != DELETED:
                self.date = self.dates[place]
                break
            self.numbers[place] = DELETED
            place += 1
        self.place = place


class DocumentOrder:
    """The documents of several segments in one order: by descending date, then by id.

    Args:
        inputs: Fresh inputs, below 65,535.
        count: How many documents are kept.

    Attributes:
        owners: For each new document the input it comes from ('H').
        ids: For each new document the number of its id ('I').
        count: Documents so far.
    """

    def __init__(self, inputs: list[DocumentInput], count: int) -> None:
        self.inputs = inputs
        self.owners = array("H", bytes(2 * count))
        self.owner_view = self.owners
        self.ids = array("I", bytes(4 * count))
        self.id_view = self.ids
        self.room = count
        self.count = 0
        self.started = False

    def run(self, limit: int) -> bool:
        """Places ``limit`` more documents; False when all have their place.

        Raises:
            CorruptIndex: There are more than were told.
        """
        inputs = self.inputs
        if not self.started:
            self.started = True
            for i in range(len(inputs)):
                source = inputs[i]
                source.step()
        for _ in range(limit):
            at = -1
            date = 0
            id = 0
            for i in range(len(inputs)):
                source = inputs[i]
                if source.place == source.count:
                    continue
                if at < 0 or source.date > date or (source.date == date and source.id < id):
                    at = i
                    date = source.date
                    id = source.id
            if at < 0:
                return False
            if self.count == self.room:
                raise CorruptIndex("more documents than were told: run newsearch check")
            source = inputs[at]
            source.numbers[source.place] = self.count
            self.owner_view[self.count] = at
            self.id_view[self.count] = id
            self.count += 1
            source.step()
        return True


class Items:
    """What one segment holds of each document, in a fixed number of bytes.

    Args:
        data: The bytes.
        numbers: The new number of each document, `DELETED` where it is dropped ('I').
        width: Bytes a document.
    """

    def __init__(self, data: memoryview, numbers: array[int], width: int) -> None:
        if len(data) != width * len(numbers):
            raise CorruptIndex("a section does not cover all documents: run newsearch check")
        self.data = data
        self.numbers = numbers
        self.count = len(numbers)
        self.place = 0


def copy_items(
    inputs: list[Items],
    owners: array[int],
    first: int,
    stop: int,
    width: int,
    out: bytearray | memoryview,
) -> None:
    """Copies the items of the new documents ``first`` to ``stop``; `first` is the last `stop`."""
    if len(out) < width * (stop - first) or stop > len(owners):
        raise ValueError("copy_items: a buffer is too small")
    at = 0
    for document in range(first, stop):
        source = inputs[owners[document]]
        place = source.place
        while place < source.count and source.numbers[place] != document:
            place += 1
        if place == source.count:
            raise ValueError("copy_items: a document is missing")
        source.place = place + 1
        start = place * width
        for i in range(width):
            out[at + i] = source.data[start + i]
        at += width


class Values:
    """The values of one keyword field, by document of one segment.

    Args:
        offsets: Where each document's ordinals start, and the end ('I').
        ordinals: Numbers of values, document after document ('I').
        merged: For each value its number among the merged ones ('I'); see `mark`.
        numbers: The new number of each document, `DELETED` where it is dropped ('I').
    """

    def __init__(
        self,
        offsets: memoryview,
        ordinals: memoryview,
        merged: array[int],
        numbers: array[int],
    ) -> None:
        self.count = len(numbers)
        if len(offsets) != self.count + 1:
            raise CorruptIndex("a column does not cover all documents: run newsearch check")
        self.offsets = offsets
        self.ordinals = ordinals
        self.ordinal_count = len(ordinals)
        self.merged = merged
        self.value_count = len(merged)
        self.numbers = numbers
        self.place = 0

    def mark(self, first: int, stop: int) -> int:
        """Sets ``merged`` to 0 for the values that kept documents of ``first`` to ``stop`` have.

        Returns:
            How many values these documents have, the same counted again.

        Raises:
            CorruptIndex: An ordinal names no value.
        """
        if first < 0 or stop > self.count:
            raise ValueError("mark: no such documents")
        total = 0
        for place in range(first, stop):
            if self.numbers[place] == DELETED:
                continue
            start = self.offsets[place]
            end = self.offsets[place + 1]
            if start > end or end > self.ordinal_count:
                raise CorruptIndex("a column is out of place: run newsearch check")
            for i in range(start, end):
                if self.ordinals[i] >= self.value_count:
                    raise CorruptIndex("a column names no value: run newsearch check")
                self.merged[self.ordinals[i]] = 0
            total += end - start
        return total


def copy_values(
    inputs: list[Values],
    owners: array[int],
    first: int,
    stop: int,
    offsets: array[int],
    ordinals: array[int],
) -> None:
    """Writes the new documents' ordinals of merged values; all have been marked before.

    Args:
        first: Where the last call stopped; 0 at first.
        offsets: Where each new document's ordinals start ('I'); as far as ``first`` it is filled.
        ordinals: Room for all ('I').
    """
    if len(offsets) <= stop or stop > len(owners):
        raise ValueError("copy_values: a buffer is too small")
    at = offsets[first]
    room = len(ordinals)
    for document in range(first, stop):
        source = inputs[owners[document]]
        place = source.place
        while place < source.count and source.numbers[place] != document:
            place += 1
        if place == source.count:
            raise ValueError("copy_values: a document is missing")
        source.place = place + 1
        start = source.offsets[place]
        end = source.offsets[place + 1]
        if end - start > room - at:
            raise ValueError("copy_values: the buffer is too small")
        for i in range(start, end):
            ordinals[at] = source.merged[source.ordinals[i]]
            at += 1
        offsets[document + 1] = at


def count_values(
    offsets: array[int],
    ordinals: array[int],
    first: int,
    stop: int,
    counts: array[int],
    firsts: array[int],
) -> None:
    """Counts the documents ``first`` to ``stop`` by value, and finds the first of each value.

    Args:
        offsets, ordinals: What `copy_values` wrote ('I').
        counts, firsts: One entry per value, and one more for documents without any ('I').
    """
    without = len(counts) - 1
    if len(firsts) != len(counts) or stop >= len(offsets):
        raise ValueError("count_values: a buffer is too small")
    for document in range(first, stop):
        start = offsets[document]
        end = offsets[document + 1]
        if start == end:
            if not counts[without]:
                firsts[without] = document
            counts[without] += 1
        for i in range(start, end):
            ordinal = ordinals[i]
            if not counts[ordinal]:
                firsts[ordinal] = document
            counts[ordinal] += 1


def drop_deleted(
    deleted: bytes, ordinals: memoryview, first: int, stop: int, ids: array[int]
) -> None:
    """Sets ``ids`` to `DELETED` for the ids of deleted documents among ``first`` to ``stop``.

    Args:
        deleted: A bit per document, set where it is deleted.
        ordinals: For each document the place of its id ('I').
        ids: One entry per id ('I').

    Raises:
        CorruptIndex: A document names no id.
    """
    if stop > len(ordinals) or stop > 8 * len(deleted):
        raise CorruptIndex("ids or deletions do not cover all documents: run newsearch check")
    count = len(ids)
    for document in range(first, stop):
        if deleted[document >> 3] >> (document & 7) & 1:
            ordinal = ordinals[document]
            if ordinal >= count:
                raise CorruptIndex("a document's id is out of place: run newsearch check")
            ids[ordinal] = DELETED


def place_documents(ids: array[int], first: int, stop: int, documents: array[int]) -> None:
    """Sets ``documents[ids[d]]`` to ``d`` for the documents ``first`` to ``stop`` (all 'I')."""
    count = len(documents)
    if stop > len(ids):
        raise ValueError("place_documents: more documents than there are")
    for document in range(first, stop):
        if ids[document] >= count:
            raise ValueError("place_documents: a number is too large")
        documents[ids[document]] = document

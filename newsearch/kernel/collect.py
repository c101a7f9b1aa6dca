# cython: boundscheck=False
"""What is done with a cursor's matches: the best, the first, all, or how many."""

from __future__ import annotations

from array import array

from newsearch.kernel.cursor import Cursor
from newsearch.kernel.limits import END
from newsearch.kernel.postings import TermCursor
from newsearch.kernel.word_cursor import WordCursor


class TopDocuments:
    """The ``limit`` best documents of a cursor: a binary heap with the worst at the root.

    Of two with equal scores the lower number ranks first: lower numbers are newer, and ties are
    broken by newest date, then id.

    Attributes:
        documents, scores: The heap ('I', 'd'); `give` tells them.
        count: How many it holds.
    """

    def __init__(self, limit: int) -> None:
        self.limit = -1
        self.resize(limit)

    def resize(self, limit: int) -> None:
        """Lets go of all documents; from now on ``limit`` are held."""
        self.count = 0
        if limit != self.limit:
            self.limit = limit
            self.documents = array("I", bytes(4 * limit))
            self.scores = array("d", bytes(8 * limit))

    def clear(self) -> None:
        """Lets go of all documents."""
        self.count = 0

    def give(
        self, found: list[tuple[float, int, int, int]], dates: memoryview, number: int
    ) -> None:
        """Adds what is held to ``found``, in no order.

        Args:
            found: Gets for each document ``(-score, ~date, number, document)``: of such tuples the
                least is the best.
            dates: Each document's date in microseconds ('q').
            number: Goes into each tuple.
        """
        for i in range(self.count):
            document = self.documents[i]
            found.append((-self.scores[i], ~dates[document], number, document))

    def collect(self, cursor: Cursor, deleted: bytes) -> None:
        """Takes the best of all the cursor's live documents.

        Args:
            cursor: A fresh cursor.
            deleted: Bit ``d & 7`` of byte ``d >> 3`` is set for a deleted document; may be empty.
        """
        any_deleted = len(deleted) > 0
        document = cursor.next_document()
        while document != END:
            if not any_deleted or not (deleted[document >> 3] >> (document & 7)) & 1:
                self.offer(document, cursor.score())
            document = cursor.next_document()

    def least(self) -> float:
        """The score a document must reach: that of the worst held, -1 while there is room."""
        return self.scores[0] if self.count == self.limit and self.limit else -1.0

    def offer(self, document: int, score: float) -> None:
        """Takes a document if it is among the best so far."""
        if self.count < self.limit:
            at = self.count
            self.count = at + 1
            while at > 0:
                parent = (at - 1) >> 1
                if self._worse(self.scores[parent], self.documents[parent], score, document):
                    break
                self.scores[at] = self.scores[parent]
                self.documents[at] = self.documents[parent]
                at = parent
            self.scores[at] = score
            self.documents[at] = document
        elif self.limit > 0 and self._worse(self.scores[0], self.documents[0], score, document):
            self._replace_worst(document, score)

    def _replace_worst(self, document: int, score: float) -> None:
        at = 0
        while True:
            child = 2 * at + 1
            if child >= self.count:
                break
            if child + 1 < self.count and self._worse(
                self.scores[child + 1],
                self.documents[child + 1],
                self.scores[child],
                self.documents[child],
            ):
                child += 1
            if not self._worse(self.scores[child], self.documents[child], score, document):
                break
            self.scores[at] = self.scores[child]
            self.documents[at] = self.documents[child]
            at = child
        self.scores[at] = score
        self.documents[at] = document

    def _worse(self, score: float, document: int, other_score: float, other_document: int) -> bool:
        """Whether a document ranks after another."""
        if score != other_score:
            return score < other_score
        return document > other_document


def count_documents(cursor: Cursor, deleted: bytes) -> int:
    """How many live documents the cursor matches."""
    total = 0
    any_deleted = len(deleted) > 0
    document = cursor.next_document()
    while document != END:
        if not any_deleted or not (deleted[document >> 3] >> (document & 7)) & 1:
            total += 1
        document = cursor.next_document()
    return total


def first_not_after(dates: memoryview, moment: int) -> int:
    """The first document whose date is not after a moment.

    Args:
        dates: Each document's date ('q'), descending.
        moment: A date.

    Example:
        >>> first_not_after(memoryview(array("q", [9, 7, 7, 1])), 8)
        1
    """
    low = 0
    high = len(dates)
    while low < high:
        middle = (low + high) >> 1
        if dates[middle] > moment:
            low = middle + 1
        else:
            high = middle
    return low


def all_documents(cursor: Cursor, deleted: bytes, limit: int = END) -> array[int]:
    """The first ``limit`` live documents the cursor matches ('I'), ascending."""
    size = 1024
    found = array("I", bytes(4 * size))
    view = found
    total = 0
    any_deleted = len(deleted) > 0
    document = cursor.next_document()
    while document != END and total < limit:
        if not any_deleted or not (deleted[document >> 3] >> (document & 7)) & 1:
            if total == size:
                size *= 4
                larger = array("I", found)
                larger.frombytes(bytes(4 * (size - total)))
                found = larger
                view = found
            view[total] = document
            total += 1
        document = cursor.next_document()
    return found[:total]


def all_scores(cursor: Cursor, deleted: bytes) -> tuple[array[int], array[float]]:
    """All live documents the cursor matches ('I'), and their scores ('d')."""
    documents = array("I")
    scores = array("d")
    any_deleted = len(deleted) > 0
    document = cursor.next_document()
    while document != END:
        if not any_deleted or not (deleted[document >> 3] >> (document & 7)) & 1:
            documents.append(document)
            scores.append(cursor.score())
        document = cursor.next_document()
    return documents, scores


def add_to_bitmap(cursor: Cursor, bitmap: array[int]) -> int:
    """Sets the bit of every document the cursor matches ('Q'); returns how many were not set."""
    added = 0
    document = cursor.next_document()
    while document != END:
        word = document >> 6
        bit = ONE << (document & 63)
        if not bitmap[word] & bit:
            bitmap[word] |= bit
            added += 1
        document = cursor.next_document()
    return added


def add_list_to_bitmap(cursor: TermCursor, bitmap: array[int]) -> int:
    """As `add_to_bitmap`, a block at a time, for a fresh cursor over a list in all fields."""
    added = 0
    while cursor.block + 1 < cursor.blocks:
        cursor._load(cursor.block + 1)
        for i in range(cursor.filled):
            document = cursor.documents[i]
            before = bitmap[document >> 6]
            bitmap[document >> 6] = before | (ONE << (document & 63))
            added += 1 ^ ((before >> (document & 63)) & 1)
    return added


def count_occurrences(cursor: WordCursor) -> tuple[int, int]:
    """Walks a whole posting list with its positions, to see that it can be read.

    Returns:
        How many documents and how many positions it has; (-1, -1) where documents or positions
        do not ascend.
    """
    documents = 0
    positions = 0
    before = -1
    document = cursor.next_document()
    while document != END:
        count = cursor.load_positions()
        if document <= before or count < 1:
            return -1, -1
        for i in range(1, count):
            if cursor.positions[i] <= cursor.positions[i - 1]:
                return -1, -1
        documents += 1
        positions += count
        before = document
        document = cursor.next_document()
    return documents, positions


ONE = 1

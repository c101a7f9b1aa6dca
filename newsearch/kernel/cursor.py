# cython: boundscheck=False
"""Cursors: they walk the documents of one segment that match a part of a query.

The contract of every cursor:

- ``document`` is -1 before the first step, then a matching document's number, and `END` when
  there are no more. Numbers only grow.
- ``next_document()`` steps to the next match and returns its number.
- ``advance(target)`` steps to the first match not before ``target``; it stays where it is when
  ``document >= target`` already.
- ``score()`` is the score of ``document``; only defined while it is a match.
- ``cost()`` is an upper bound on how many documents match: conjunctions start at the cheapest.

tantivy's ``DocSet`` states such a contract best; this one follows it.
"""

from __future__ import annotations

from array import array

from newsearch.kernel.limits import END


class Cursor:
    """The base of all cursors: matches nothing."""

    def __init__(self) -> None:
        self.document = END

    def next_document(self) -> int:
        """Steps to the next match; `END` when there is none."""
        self.document = END
        return END

    def advance(self, target: int) -> int:
        """Steps to the first match not before ``target``."""
        document = self.document
        while document < target:
            document = self.next_document()
        return document

    def score(self) -> float:
        """The score of the document the cursor stands on."""
        return 0.0

    def cost(self) -> int:
        """An upper bound on the number of matches."""
        return 0


class RangeCursor(Cursor):
    """All documents from ``first`` up to, not including, ``stop``, with one score."""

    def __init__(self, first: int, stop: int, constant: float = 0.0) -> None:
        self.document = -1
        self.first = first
        self.stop = stop
        self.constant = constant

    def next_document(self) -> int:
        return self.advance(self.document + 1)

    def advance(self, target: int) -> int:
        if self.document >= target:
            return self.document
        if target < self.first:
            target = self.first
        if target >= self.stop:
            target = END
        self.document = target
        return target

    def score(self) -> float:
        return self.constant

    def cost(self) -> int:
        return self.stop - self.first if self.stop > self.first else 0


class ListCursor(Cursor):
    """The documents of an ascending list ('I'), with a score each ('d') or one for all."""

    def __init__(
        self, documents: array[int], scores: array[float] | None = None, constant: float = 0.0
    ) -> None:
        self.document = -1
        self.documents = documents
        self.scored = scores is not None
        if scores is not None:
            self.scores = scores
        self.constant = constant
        self.at = -1
        self.count = len(documents)

    def next_document(self) -> int:
        self.at += 1
        if self.at >= self.count:
            self.at = self.count
            self.document = END
        else:
            self.document = self.documents[self.at]
        return self.document

    def advance(self, target: int) -> int:
        if self.document >= target:
            return self.document
        low = self.at + 1
        step = 1
        while low + step < self.count and self.documents[low + step] < target:
            low += step
            step += step
        high = low + step + 1
        if high > self.count:
            high = self.count
        while low < high:
            middle = (low + high) >> 1
            if self.documents[middle] < target:
                low = middle + 1
            else:
                high = middle
        self.at = low - 1
        return self.next_document()

    def score(self) -> float:
        if self.scored:
            return self.scores[self.at]
        return self.constant

    def cost(self) -> int:
        return self.count


class BitmapCursor(Cursor):
    """The documents whose bit is set, with one score.

    Args:
        bitmap: Bit ``d & 63`` of word ``d >> 6`` ('Q') stands for document ``d``.
        cost: How many bits are set, or an upper bound.
        constant: The score.
    """

    def __init__(self, bitmap: array[int], cost: int, constant: float = 0.0) -> None:
        self.document = -1
        self.bitmap = bitmap
        self.word_count = len(bitmap)
        self.bit_count = cost
        self.constant = constant

    def next_document(self) -> int:
        return self.advance(self.document + 1)

    def advance(self, target: int) -> int:
        if self.document >= target:
            return self.document
        word = target >> 6
        if word >= self.word_count:
            self.document = END
            return END
        bits = self.bitmap[word] >> (target & 63)
        document = target
        while not bits:
            word += 1
            if word >= self.word_count:
                self.document = END
                return END
            bits = self.bitmap[word]
            document = word << 6
        while not bits & 1:
            bits >>= 1
            document += 1
        self.document = document
        return document

    def score(self) -> float:
        return self.constant

    def cost(self) -> int:
        return self.bit_count

# cython: boundscheck=False
"""What cursors over words have in common: the segment they read, and how they score."""

from __future__ import annotations

from array import array

from newsearch.errors import CorruptIndex
from newsearch.kernel.cursor import Cursor


class Source:
    """What cursors need of one segment.

    Args:
        words: The postings section ('I').
        lengths: Weighted length of each document ('f').
        field_lengths: Four lengths of each document ('I'): title, summary, body, tags.
        document_count: How many documents the segment has.
        average_length: Average weighted length over all segments searched.
        weights: Weights of title, summary, body, tags ('d').
        k1, b: BM25's constants.
        gap: Extra positions between the runs of a document.
        bound_factor: What stored bounds are multiplied by to hold for these lengths.

    Raises:
        CorruptIndex: Not every document has its lengths.
    """

    def __init__(
        self,
        words: memoryview,
        lengths: memoryview,
        field_lengths: memoryview,
        document_count: int,
        average_length: float,
        weights: array[float],
        k1: float,
        b: float,
        gap: int,
        bound_factor: float = 1.0,
    ) -> None:
        if len(lengths) < document_count or len(field_lengths) < 4 * document_count:
            raise CorruptIndex("the lengths do not cover all documents: run newsearch check")
        self.words = words
        self.limit = len(words)
        self.lengths = lengths
        self.field_lengths = field_lengths
        self.document_count = document_count
        self.b_part = k1 * (1.0 - b)
        self.length_part = k1 * b / average_length if average_length > 0.0 else 0.0
        self.title_weight = weights[0]
        self.summary_weight = weights[1]
        self.body_weight = weights[2]
        self.tags_weight = weights[3]
        self.gap = gap
        self.bound_factor = bound_factor


class WordCursor(Cursor):
    """A cursor that knows its word's weighted frequency and positions in the document.

    Args:
        source: The segment.
        weight: idf times boost; the score is ``weight * f / (f + K)`` with the weighted frequency
            ``f`` and the document's length factor ``K`` (BM25F: Robertson, Zaragoza & Taylor,
            "Simple BM25 extension to multiple weighted fields", CIKM 2004).

    Attributes:
        positions: Filled by `load_positions` ('I').
    """

    def __init__(self, source: Source, weight: float) -> None:
        self.document = -1
        self.source = source
        self.weight = weight
        self.position_room = 0

    def weighted_frequency(self) -> float:
        """The frequency in the document, each field's times its weight."""
        return 0.0

    def load_positions(self) -> int:
        """Reads the positions in the document into ``positions``; returns how many."""
        return 0

    def score(self) -> float:
        if self.weight == 0.0:
            return 0.0
        frequency = self.weighted_frequency()
        source = self.source
        length = source.lengths[self.document]
        factor = source.b_part + source.length_part * length
        score = self.weight * (frequency / (frequency + factor))
        # Rounded to a multiple of 2^-40, so that sums of scores are exact in any order: 6144 is
        # 1.5 * 2^12, and a double near it has 2^-40 as its last place.
        return (score + 6144.0) - 6144.0 if score < 2048.0 else score

    def _room(self, count: int) -> None:
        """Makes room for ``count`` positions."""
        self.positions = array("I", bytes(8 * count + 64))
        self.position_room = 2 * count + 16

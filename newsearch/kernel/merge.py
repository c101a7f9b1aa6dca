# cython: boundscheck=False
"""Merges the posting lists of one term from several segments into one list."""

from __future__ import annotations

from array import array

from newsearch.kernel.limits import DELETED, END
from newsearch.kernel.packing import PostingWriter
from newsearch.kernel.postings import TermCursor


class MergeInput:
    """A posting list to merge, and where its documents go.

    Args:
        cursor: A fresh cursor over all fields.
        numbers: The new number of each document of its segment, `DELETED` for none ('I');
            ascending but for those.
    """

    def __init__(self, cursor: TermCursor, numbers: array[int]) -> None:
        self.cursor = cursor
        self.numbers = numbers
        self.number = -1
        self.step()

    def step(self) -> None:
        """Moves to the next live document; ``number`` is `END` after the last."""
        document = self.cursor.next_document()
        while document != END and self.numbers[document] == DELETED:
            document = self.cursor.next_document()
        self.number = END if document == END else self.numbers[document]


def merge_postings(inputs: list[MergeInput], writer: PostingWriter) -> None:
    """Writes one posting list of all inputs' live documents, in order of their new numbers."""
    writer.begin()
    while True:
        nearest = inputs[0]
        for i in range(1, len(inputs)):
            candidate = inputs[i]
            if candidate.number < nearest.number:
                nearest = candidate
        if nearest.number == END:
            break
        cursor = nearest.cursor
        cursor.field_frequencies()
        writer.add(nearest.number, cursor.title, cursor.summary, cursor.tags)
        count = cursor.load_positions()
        for i in range(count):
            writer.add_position(cursor.positions[i])
        nearest.step()
    writer.end()

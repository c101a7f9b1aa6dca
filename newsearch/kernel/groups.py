# cython: boundscheck=False
"""The cursor over several terms that count as one word."""

from __future__ import annotations

from array import array

from newsearch.kernel.limits import END
from newsearch.kernel.postings import TermCursor
from newsearch.kernel.word_cursor import Source, WordCursor


class GroupCursor(WordCursor):
    """Documents that hold any of several terms, counted as one word (a synonym group)."""

    def __init__(self, source: Source, members: list[TermCursor], weight: float) -> None:
        self.document = -1
        self.source = source
        self.weight = weight
        self.members = members

    def cost(self) -> int:
        total = 0
        for member in self.members:
            total += member.cost()
        return total

    def next_document(self) -> int:
        return self.advance(self.document + 1)

    def advance(self, target: int) -> int:
        if self.document >= target:
            return self.document
        nearest = END
        for i in range(len(self.members)):
            member = self.members[i]
            document = member.document
            if document < target:
                document = member.advance(target)
            if document < nearest:
                nearest = document
        self.document = nearest
        return nearest

    def weighted_frequency(self) -> float:
        total = 0.0
        for i in range(len(self.members)):
            member = self.members[i]
            if member.document == self.document:
                total += member.weighted_frequency()
        return total

    def load_positions(self) -> int:
        merged: list[int] = []
        for member in self.members:
            if member.document == self.document:
                count = member.load_positions()
                merged.extend(member.positions[:count])
        merged.sort()
        self.positions = array("I", merged)
        return len(merged)

# cython: boundscheck=False
"""Cursors that combine cursors: and, or, not, filters, constants and phrases.

Scores are added in the order in which the query names its parts, never in the order in which the
cursors happen to run, so that every plan gives the same bits and ties stay ties.
"""

from __future__ import annotations

from array import array

from newsearch.kernel.cursor import Cursor
from newsearch.kernel.limits import END
from newsearch.kernel.word_cursor import WordCursor


class AndCursor(Cursor):
    """Documents all children match; the score is the sum. The cheapest child leads."""

    def __init__(self, children: list[Cursor]) -> None:
        self.document = -1
        self.children = children
        self.ordered = sorted(children, key=_cost)
        self.lead: Cursor = self.ordered[0]

    def cost(self) -> int:
        return self.lead.cost()

    def next_document(self) -> int:
        if self.document == END:
            return END
        return self._agree(self.lead.next_document())

    def advance(self, target: int) -> int:
        if self.document >= target:
            return self.document
        return self._agree(self.lead.advance(target))

    def _agree(self, candidate: int) -> int:
        """Moves all children to the first document they share, from ``candidate`` on."""
        count = len(self.ordered)
        i = 1
        while i < count:
            if candidate == END:
                break
            child = self.ordered[i]
            document = child.document
            if document < candidate:
                document = child.advance(candidate)
            if document > candidate:
                candidate = self.lead.advance(document)
                i = 1
            else:
                i += 1
        self.document = candidate
        return candidate

    def score(self) -> float:
        total = 0.0
        for i in range(len(self.children)):
            child = self.children[i]
            total += child.score()
        return total


class OrCursor(Cursor):
    """Documents any child matches; the score is the sum over the children that match."""

    def __init__(self, children: list[Cursor]) -> None:
        self.document = -1
        self.children = children

    def cost(self) -> int:
        total = 0
        for child in self.children:
            total += child.cost()
        return total

    def next_document(self) -> int:
        if self.document == END:
            return END
        return self.advance(self.document + 1)

    def advance(self, target: int) -> int:
        if self.document >= target:
            return self.document
        nearest = END
        for i in range(len(self.children)):
            child = self.children[i]
            document = child.document
            if document < target:
                document = child.advance(target)
            if document < nearest:
                nearest = document
        self.document = nearest
        return nearest

    def score(self) -> float:
        total = 0.0
        for i in range(len(self.children)):
            child = self.children[i]
            if child.document == self.document:
                total += child.score()
        return total


class BestCursor(OrCursor):
    """Documents any child matches; the score is the best plus ``tiebreak`` times the others."""

    def __init__(self, children: list[Cursor], tiebreak: float) -> None:
        self.document = -1
        self.children = children
        self.tiebreak = tiebreak

    def score(self) -> float:
        best = 0.0
        total = 0.0
        for i in range(len(self.children)):
            child = self.children[i]
            if child.document == self.document:
                part = child.score()
                total += part
                if part > best:
                    best = part
        return best + (total - best) * self.tiebreak


class AndNotCursor(Cursor):
    """Documents ``positive`` matches and ``negative`` does not; ``positive`` scores."""

    def __init__(self, positive: Cursor, negative: Cursor) -> None:
        self.document = -1
        self.positive = positive
        self.negative = negative

    def cost(self) -> int:
        return self.positive.cost()

    def next_document(self) -> int:
        return self._allowed(self.positive.next_document())

    def advance(self, target: int) -> int:
        if self.document >= target:
            return self.document
        return self._allowed(self.positive.advance(target))

    def _allowed(self, candidate: int) -> int:
        while candidate != END:
            document = self.negative.document
            if document < candidate:
                document = self.negative.advance(candidate)
            if document != candidate:
                break
            candidate = self.positive.next_document()
        self.document = candidate
        return candidate

    def score(self) -> float:
        return self.positive.score()


class ChildCursor(Cursor):
    """The documents of one child; what they score is up to the classes below."""

    def __init__(self, child: Cursor) -> None:
        self.document = -1
        self.child = child

    def cost(self) -> int:
        return self.child.cost()

    def next_document(self) -> int:
        self.document = self.child.next_document()
        return self.document

    def advance(self, target: int) -> int:
        self.document = self.child.advance(target)
        return self.document


class AndMaybeCursor(ChildCursor):
    """Documents ``required`` matches; where ``optional`` matches too its score is added."""

    def __init__(self, required: Cursor, optional: Cursor) -> None:
        self.document = -1
        self.child = required
        self.optional = optional

    def score(self) -> float:
        total = self.child.score()
        document = self.optional.document
        if document < self.document:
            document = self.optional.advance(self.document)
        if document == self.document:
            total += self.optional.score()
        return total


class FilterCursor(AndCursor):
    """Documents both children match; only ``scored`` scores."""

    def __init__(self, scored: Cursor, required: Cursor) -> None:
        self.document = -1
        self.children = [scored]
        self.ordered = sorted([scored, required], key=_cost)
        self.lead = self.ordered[0]


class ScaledCursor(ChildCursor):
    """The child's documents; the score is ``constant``, plus ``factor`` times the child's."""

    def __init__(self, child: Cursor, factor: float, constant: float) -> None:
        self.document = -1
        self.child = child
        self.factor = factor
        self.constant = constant

    def score(self) -> float:
        if self.factor == 0.0:
            return self.constant
        return self.constant + self.factor * self.child.score()


class DecayCursor(ChildCursor):
    """The child's documents; the score is halved for each ``half_life`` of age.

    Args:
        child: Gives documents and scores.
        dates: Each document's date in microseconds ('q'); far in the past for none.
        now: The moment at which nothing is taken off; later dates count as now.
        half_life: Microseconds.
    """

    def __init__(self, child: Cursor, dates: memoryview, now: int, half_life: float) -> None:
        self.document = -1
        self.child = child
        self.dates = dates
        self.now = now
        self.half_life = half_life

    def score(self) -> float:
        now = self.now
        date = self.dates[self.document]
        if date >= now:
            return self.child.score()
        age = 1.0 * now - date
        halvings = age / self.half_life
        if halvings > 1000.0:
            return 0.0
        faded: float = self.child.score() * 0.5**halvings
        return faded


class PhraseCursor(AndCursor):
    """Documents in which words stand one after another.

    Args:
        words: A cursor for each distinct word.
        places: For each position of the phrase, the index of its word in ``words``.
        slop: Each word stands 1 to ``slop`` positions after the one before it.
        boost: Factor on the score, which is the sum of the distinct words' scores.
    """

    def __init__(
        self, words: list[WordCursor], places: array[int], slop: int, boost: float
    ) -> None:
        self.document = -1
        self.words = words
        self.children = list(words)
        self.ordered = sorted(words, key=_cost)
        self.lead = self.ordered[0]
        self.places = places
        self.slop = slop
        self.boost = boost
        self.place_count = len(places)
        by_cost = sorted(range(len(places)), key=lambda place: words[places[place]].cost())
        self.checks = array("I", by_cost)
        self.counts = array("I", bytes(4 * len(words)))
        self.reached = array("I", bytes(256))
        self.following = array("I", bytes(256))

    def next_document(self) -> int:
        if self.document == END:
            return END
        return self._in_order(self._agree(self.lead.next_document()))

    def advance(self, target: int) -> int:
        if self.document >= target:
            return self.document
        return self._in_order(self._agree(self.lead.advance(target)))

    def score(self) -> float:
        total = 0.0
        for i in range(len(self.children)):
            child = self.children[i]
            total += child.score()
        return total * self.boost

    def _in_order(self, candidate: int) -> int:
        while candidate != END and not self.occurs():
            candidate = self._agree(self.lead.next_document())
        return candidate

    def occurs(self) -> bool:
        """Whether the words stand in order in the document all children are on.

        Keeps the positions that the phrase's first words can reach, and for each next word those
        of its positions that lie 1 to ``slop`` after the nearest reached one before it.
        """
        if self.slop == 1:
            return self._occurs_exactly()
        for i in range(len(self.children)):
            word = self.words[i]
            self.counts[i] = word.load_positions()
        word = self.words[self.places[0]]
        reached_count = self.counts[self.places[0]]
        if reached_count > len(self.reached):
            self.reached = array("I", bytes(8 * reached_count))
        for i in range(reached_count):
            self.reached[i] = word.positions[i]
        for place in range(1, self.place_count):
            if not reached_count:
                return False
            word = self.words[self.places[place]]
            reached_count = self._reach(word, self.counts[self.places[place]], reached_count)
        return reached_count > 0

    def _occurs_exactly(self) -> bool:
        """As `occurs`, for words side by side: where can the phrase begin, by the rarest words?"""
        place = self.checks[0]
        word = self.words[self.places[place]]
        count = word.load_positions()
        if count > len(self.reached):
            self.reached = array("I", bytes(8 * count))
        kept = 0
        for i in range(count):
            position = word.positions[i]
            if position >= place:
                self.reached[kept] = position - place
                kept += 1
        for check in range(1, self.place_count):
            if not kept:
                return False
            place = self.checks[check]
            word = self.words[self.places[place]]
            count = word.load_positions()
            begins = kept
            kept = 0
            at = 0
            for i in range(begins):
                wanted = self.reached[i] + place
                while at < count and word.positions[at] < wanted:
                    at += 1
                if at < count and word.positions[at] == wanted:
                    self.reached[kept] = wanted - place
                    kept += 1
        return kept > 0

    def _reach(self, word: WordCursor, count: int, reached_count: int) -> int:
        """Replaces ``reached`` by the positions of ``word`` that can follow it."""
        if count > len(self.following):
            self.following = array("I", bytes(8 * count))
        kept = 0
        at = 0
        for i in range(count):
            position = word.positions[i]
            while at < reached_count and self.reached[at] < position:
                at += 1
            if at > 0 and position - self.reached[at - 1] <= self.slop:
                self.following[kept] = position
                kept += 1
        swapped = self.reached
        self.reached = self.following
        self.following = swapped
        return kept


def _cost(cursor: Cursor) -> int:
    return cursor.cost()

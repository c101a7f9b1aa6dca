# cython: boundscheck=False
"""The best documents of a few words, without scoring the ones that cannot be among them.

All of the words and phrases: see `kernel.conjunctions`. Any of the words: MaxScore (Turtle &
Flood, "Query evaluation: strategies and optimizations", 1995) over windows of documents, with the
bounds of the blocks that a window touches (Ding & Suel, SIGIR 2011; Lucene's MaxScoreBulkScorer
works in such windows too). Documents that the essential words make good enough are looked up in
the others one list after another.

Word scores are multiples of 2^-40 (`WordCursor.score`), so their sums are exact in any order and
every way of searching gives the same bits.
"""

from __future__ import annotations

from array import array

from newsearch.kernel.conjunctions import Conjunctions
from newsearch.kernel.limits import BLOCK_SIZE
from newsearch.kernel.ranked_term import RankedTerm

INTERPRETED = __file__.endswith((".py", ".pyc"))
#: Documents of a window, a multiple of 16: `ranked.pxd` has the number too.
WINDOW = 2048


class Ranking(Conjunctions):
    """Collects the best documents of segments, one after another.

    Attributes:
        top: Those of the segment entered last; its limit is how many are wanted, at first none.
    """

    def __init__(self) -> None:
        self._begin()
        if INTERPRETED:
            self.sums = array("d", bytes(8 * WINDOW))
            self.touched = bytearray(WINDOW >> 4)

    def any_of(self, terms: list[RankedTerm]) -> None:
        """Collects the documents that hold any of the terms."""
        order = list(terms)
        count = len(order)
        begin = self.first
        while begin < self.stop:
            end = begin + WINDOW
            if end > self.stop:
                end = self.stop
            threshold = self.threshold()
            for i in range(count):
                term = order[i]
                term.window = term.window_maximum(begin, end)
                at = i
                while at > 0:
                    lower = order[at - 1]
                    if lower.window <= term.window:
                        break
                    order[at] = lower
                    at -= 1
                if at < i:
                    order[at] = term
            below = 0.0
            essential = 0
            while essential < count:
                term = order[essential]
                term.below = below + term.window
                if term.below >= threshold:
                    break
                below = term.below
                essential += 1
            if essential == count - 1:
                self._one_essential(order, essential, below, begin, end)
            elif essential < count:
                self._some_essential(order, essential, below, begin, end)
            begin = end

    def _one_essential(
        self, order: list[RankedTerm], essential: int, rest: float, begin: int, end: int
    ) -> None:
        """A window in which only documents of one term can be good enough."""
        lead = order[essential]
        threshold = self.threshold()
        document = lead.document
        if document < begin:
            document = lead._seek(begin)
        while document < end:
            if lead.scored_block != lead.block:
                if lead.block_maximum(lead.block) + rest < threshold:
                    document = lead._seek(lead.block_last + 1)
                    continue
                lead.score_block()
            count = 0
            index = lead.index
            filled = lead.filled
            while index < filled:
                document = lead.documents[index]
                if document >= end:
                    break
                self.documents[count] = document
                self.scores[count] = lead.scores[index]
                count += lead.scores[index] + rest >= threshold
                index += 1
            if index < filled:
                lead.index = index
                lead.document = document
            else:
                lead.index = filled - 1
                document = lead._step()
            if count:
                self._complete(order, essential, count)
                threshold = self.threshold()

    def _some_essential(
        self, order: list[RankedTerm], essential: int, rest: float, begin: int, end: int
    ) -> None:
        """A window in which documents of several terms can be good enough: adds them up first."""
        for i in range(essential, len(order)):
            term = order[i]
            term.add_window(begin, end, self.sums, self.touched)
        threshold = self.threshold()
        count = 0
        for group in range((end - begin + 15) >> 4):
            if not self.touched[group]:
                continue
            self.touched[group] = 0
            for at in range(16 * group, 16 * group + 16):
                score = self.sums[at]
                if score + rest >= threshold and score > 0.0:
                    self.documents[count] = begin + at
                    self.scores[count] = score
                    count += 1
            for at in range(16 * group, 16 * group + 16):
                self.sums[at] = 0.0
            if count > BLOCK_SIZE - 16:
                self._complete(order, essential, count)
                threshold = self.threshold()
                count = 0
        if count:
            self._complete(order, essential, count)

    def _complete(self, order: list[RankedTerm], essential: int, count: int) -> None:
        """Adds the scores of the other terms to candidates, as long as they can be good enough.

        Args:
            order: All terms, by what they can add.
            essential: The first whose scores the candidates have.
            count: How many candidates stand in ``documents`` and ``scores``, ascending.
        """
        threshold = self.threshold()
        i = essential
        while i > 0 and count:
            i -= 1
            term = order[i]
            below = term.below
            kept = 0
            for at in range(count):
                score = self.scores[at]
                self.documents[kept] = self.documents[at]
                self.scores[kept] = score
                kept += score + below >= threshold
            count = kept
            term.add_scores(self.documents, self.scores, count)
        for at in range(count):
            score = self.scores[at]
            if score >= threshold and self.allows(self.documents[at]):
                self.top.offer(self.documents[at], score)
                threshold = self.threshold()

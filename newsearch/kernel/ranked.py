# cython: boundscheck=False
"""The best documents of a few words, without scoring the ones that cannot be among them.

Any of the words: MaxScore (Turtle & Flood, "Query evaluation: strategies and optimizations",
1995) over windows of documents, with the bounds of the blocks that a window touches (Ding & Suel,
SIGIR 2011; Lucene's MaxScoreBulkScorer works in such windows too). All of the words: a block of
the rarest word at a time, past the blocks whose bounds together with the others' are too low; its
documents are looked up in the other lists one list after another. A phrase: the same from the
rarest words, document by document, and positions only where the score would do.

Word scores are multiples of 2^-40 (`WordCursor.score`), so their sums are exact in any order and
every way of searching gives the same bits.
"""

from __future__ import annotations

from array import array

from newsearch.kernel.boolean import PhraseCursor
from newsearch.kernel.collect import TopDocuments
from newsearch.kernel.cursor import Cursor
from newsearch.kernel.limits import END
from newsearch.kernel.phrases import ExactPhrase
from newsearch.kernel.ranked_term import RankedTerm

INTERPRETED = __file__.endswith((".py", ".pyc"))
#: Sizes of arrays: `ranked.pxd` has them too.
WINDOW = 2048
CANDIDATES = 128
#: A word of a phrase that more than one in so many documents holds is looked up last.
COMMON = 8


class Ranking:
    """Collects the best documents of segments, one after another.

    Attributes:
        top: Those of the segment entered last; its limit is how many are wanted, at first none.
    """

    def __init__(self) -> None:
        if INTERPRETED:
            self.sums = array("d", bytes(8 * WINDOW))
            self.touched = bytearray(WINDOW >> 4)
            self.documents = array("I", bytes(4 * CANDIDATES))
            self.indexes = array("I", bytes(4 * CANDIDATES))
            self.scores = array("d", bytes(8 * CANDIDATES))
        self.top = TopDocuments(0)
        self.required = Cursor()
        self.is_required = False

    def enter(
        self,
        deleted: bytes | None,
        first: int,
        stop: int,
        after: float,
        required: Cursor | None = None,
    ) -> None:
        """Turns to a segment; `top` is empty then.

        Args:
            deleted: Bit ``d & 7`` of byte ``d >> 3`` is set for a deleted document; None for none.
            first, stop: The range of documents to look at.
            after: Scores below it are not wanted.
            required: Documents must match it too, unless it is None; a fresh cursor.
        """
        self.top.clear()
        self.any_deleted = deleted is not None
        if deleted is not None:
            self.deleted = deleted
        self.first = first
        self.stop = stop
        self.after = after
        self.is_required = required is not None
        if required is not None:
            self.required = required

    def leave(self) -> None:
        """Lets go of the segment."""
        self.top.clear()
        self.any_deleted = False
        if self.is_required:
            self.required = Cursor()
            self.is_required = False

    def threshold(self) -> float:
        """A score below which no document can be among the best."""
        least = self.top.least()
        return least if least > self.after else self.after

    def allows(self, document: int) -> bool:
        """Whether the document is live and matches what is required. Documents must ascend."""
        if self.any_deleted and (self.deleted[document >> 3] >> (document & 7)) & 1:
            return False
        if self.is_required:
            required = self.required
            if required.document < document:
                required.advance(document)
            return required.document == document
        return True

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
            if count > CANDIDATES - 16:
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

    def _candidates(self, lead: RankedTerm, first: int, stop: int) -> int:
        """Puts the documents of a block of the lead in ``documents``.

        Args:
            lead: The rarest term.
            first: The first document wanted; the block is the one that holds the next from there.
            stop: The first document not wanted.

        Returns:
            How many there are; their places in the block are in ``indexes``.
        """
        document = lead._seek(first)
        if document >= stop:
            return 0
        index = lead.index
        count = 0
        while index < lead.filled and lead.documents[index] < stop:
            self.documents[count] = lead.documents[index]
            self.indexes[count] = index
            self.scores[count] = 0.0
            count += 1
            index += 1
        return count

    def count_all_of(self, terms: list[RankedTerm]) -> int:
        """How many documents hold all of the terms."""
        ordered = _rarest_first(terms)
        lead = ordered[0]
        total = 0
        at = self.first
        while at < self.stop:
            count = self._candidates(lead, at, self.stop)
            if not count:
                break
            at = lead.block_last + 1
            for i in range(1, len(ordered)):
                term = ordered[i]
                count = term.keep(self.documents, count)
            if self.any_deleted or self.is_required:
                for i in range(count):
                    total += self.allows(self.documents[i])
            else:
                total += count
        return total

    def _others_maximum(self, ordered: list[RankedTerm], first: int, stop: int) -> float:
        """The highest sum of scores, but for the first term's, from ``first`` to ``stop``."""
        total = 0.0
        for i in range(1, len(ordered)):
            term = ordered[i]
            total += term.window_maximum(first, stop)
        return total

    def all_of(self, terms: list[RankedTerm]) -> None:
        """Collects the documents that hold all of the terms."""
        ordered = _rarest_first(terms)
        lead = ordered[0]
        at = self.first
        while at < self.stop:
            last = lead.reach(at)
            if last == END:
                return
            stop = last + 1
            if stop > self.stop:
                stop = self.stop
            threshold = self.threshold()
            rest = 0.0
            if threshold > 0.0:
                rest = self._others_maximum(ordered, at, stop)
                if lead.block_maximum(lead.probe) + rest < threshold:
                    at = stop
                    continue
            count = self._candidates(lead, at, stop)
            at = stop
            if len(ordered) == 1 or rest < threshold:
                count = self._good_enough(lead, count, threshold - rest)
            for i in range(1, len(ordered)):
                term = ordered[i]
                count = term.keep_scored(self.documents, self.indexes, self.scores, count)
            for i in range(count):
                document = self.documents[i]
                lead.index = self.indexes[i]
                lead.document = document
                score = self.scores[i] + lead.score_here()
                if score >= threshold and self.allows(document):
                    self.top.offer(document, score)
                    threshold = self.threshold()

    def _good_enough(self, lead: RankedTerm, count: int, least: float) -> int:
        """Keeps the candidates that score ``least`` in the lead; returns how many."""
        if not count:
            return 0
        if lead.scored_block != lead.block:
            lead.score_block()
        kept = 0
        for i in range(count):
            index = self.indexes[i]
            self.indexes[kept] = index
            self.documents[kept] = self.documents[i]
            kept += lead.scores[index] >= least - SLACK
        return kept

    def phrase_of(
        self, terms: list[RankedTerm], phrase: ExactPhrase | None, near: PhraseCursor | None
    ) -> None:
        """Collects the documents that hold all of the terms, in the order of a phrase.

        Args:
            terms: The distinct words.
            phrase: What tells whether they stand side by side, of these very terms; or
            near: what tells whether they stand near each other.
        """
        ordered = _rarest_first(terms)
        lead = ordered[0]
        eager = self._eager(ordered, phrase is not None)
        at = self.first
        while at < self.stop:
            last = lead.reach(at)
            if last == END:
                return
            stop = last + 1
            if stop > self.stop:
                stop = self.stop
            threshold = self.threshold()
            rest = 0.0
            if threshold > 0.0:
                rest = self._others_maximum(ordered, at, stop)
                if lead.block_maximum(lead.probe) + rest < threshold:
                    at = stop
                    continue
            count = self._candidates(lead, at, stop)
            at = stop
            if rest < threshold:
                count = self._good_enough(lead, count, threshold - rest)
            wanted = 0
            for candidate in range(count):
                document = self.documents[candidate]
                if document < wanted:
                    continue
                lead.index = self.indexes[candidate]
                lead.document = document
                wanted = self._agreed(ordered, eager, document)
                if wanted > document or not self.allows(document):
                    continue
                if threshold > 0.0 and self._high(ordered, eager, document) < threshold:
                    continue
                if phrase is not None:
                    if not phrase.occurs(document):
                        continue
                elif near is not None and not near.occurs():
                    continue
                score = 0.0
                for i in range(len(ordered)):
                    term = ordered[i]
                    score += term.score_here()
                if score >= threshold:
                    self.top.offer(document, score)
                    threshold = self.threshold()

    def _eager(self, ordered: list[RankedTerm], lazy: bool) -> int:
        """How many of the terms to look up before any position is read, if some may wait."""
        eager = len(ordered)
        while lazy and eager > 2:
            term = ordered[eager - 1]
            if COMMON * term.frequency < term.source.document_count:
                break
            eager -= 1
        return eager

    def _agreed(self, ordered: list[RankedTerm], eager: int, document: int) -> int:
        """The document if all of the eager terms hold it, else one that none before can match."""
        for i in range(1, eager):
            term = ordered[i]
            other = term.document
            if other < document:
                other = term._seek(document)
            if other > document:
                return other
        return document

    def _high(self, ordered: list[RankedTerm], eager: int, document: int) -> float:
        """The highest score of a document that all of the eager terms stand on."""
        score = 0.0
        for i in range(len(ordered)):
            term = ordered[i]
            score += term.score_here() if i < eager else term.maximum
        return score


#: Rounding of bounds that are taken apart.
SLACK = 1e-9


def _rarest_first(terms: list[RankedTerm]) -> list[RankedTerm]:
    ordered = list(terms)
    for i in range(1, len(ordered)):
        term = ordered[i]
        at = i
        while at > 0:
            before = ordered[at - 1]
            if before.frequency <= term.frequency:
                break
            ordered[at] = before
            at -= 1
        ordered[at] = term
    return ordered

# cython: boundscheck=False
"""The best documents that hold all of a few words, or a phrase of them, and how many there are.

A block of the rarest word at a time, past the blocks whose bounds together with those of the other
words are too low (Ding & Suel, SIGIR 2011). Its documents are looked up in the other lists one
list after another, so that each list's block is entered once for all of them. For a phrase they
are looked up in the second rarest word's list alone, as far as one block of it reaches; the other
words are only asked where these two stand as they must (`kernel.phrases`).

Cost, compiled: about 3 ns for a document of the rarest word and each other list; 30 ns more for
one that holds the two rarest words of a phrase.
"""

from __future__ import annotations

from array import array

from newsearch.kernel.boolean import PhraseCursor
from newsearch.kernel.collect import TopDocuments
from newsearch.kernel.cursor import Cursor
from newsearch.kernel.limits import ABSENT, BLOCK_SIZE, END
from newsearch.kernel.phrases import ExactPhrase
from newsearch.kernel.ranked_term import RankedTerm

INTERPRETED = __file__.endswith((".py", ".pyc"))
#: Rounding of bounds that are taken apart.
SLACK = 1e-9


class Conjunctions:
    """Collects the best documents of segments, one after another; the base of `Ranking`.

    Attributes:
        top: Those of the segment entered last; its limit is how many are wanted, at first none.
    """

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        if INTERPRETED:
            self.documents = array("I", bytes(4 * BLOCK_SIZE))
            self.indexes = array("I", bytes(4 * BLOCK_SIZE))
            self.scores = array("d", bytes(8 * BLOCK_SIZE))
            self.held = bytearray(BLOCK_SIZE)
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
        end = lead.filled
        if lead.block_last >= stop:
            end = lead._lower_bound(stop)
        count = end - index
        for i in range(count):
            self.documents[i] = lead.documents[index + i]
        for i in range(count):
            self.indexes[i] = index + i
        for i in range(count):
            self.scores[i] = 0.0
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
        eager = len(ordered)  # so many are looked up before any position is read
        if phrase is not None and eager > 2 and phrase.begins_with(ordered[0], ordered[1]):
            eager = 2
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
            i = 0
            while i < count:
                reached = self._locate(ordered, eager, i, count)
                if reached == i:
                    return
                held = self._hold(ordered, eager, i, reached)
                if held and phrase is not None:
                    held = phrase.keep_pairs(self.held, held)
                for i in range(held):
                    if self._enter_document(ordered, eager, self.held[i]):
                        self._offer_phrase(ordered, eager, phrase, near)
                i = reached

    def _locate(self, ordered: list[RankedTerm], eager: int, i: int, count: int) -> int:
        """Looks up candidates from ``i`` on in the eager terms, as far as a block of each reaches.

        Returns:
            How far that is; ``i`` when one of the lists has ended.
        """
        for at in range(1, eager):
            term = ordered[at]
            count = term.locate(self.documents, i, count, term.places)
            if count == i:
                break
        return count

    def _hold(self, ordered: list[RankedTerm], eager: int, i: int, stop: int) -> int:
        """Puts those of the candidates looked up that all eager terms hold in ``held``.

        Args:
            ordered: All terms.
            eager: How many of them are eager.
            i, stop: The candidates.

        Returns:
            How many are held.
        """
        lead = ordered[0]
        count = 0
        for candidate in range(i, stop):
            lead.places[candidate] = self.indexes[candidate]
            self.held[count] = candidate
            count += 1
        for at in range(1, eager):
            term = ordered[at]
            kept = 0
            for i in range(count):
                candidate = self.held[i]
                self.held[kept] = candidate
                kept += term.places[candidate] < ABSENT
            count = kept
        return count

    def _enter_document(self, ordered: list[RankedTerm], eager: int, candidate: int) -> bool:
        """Puts the eager terms on a candidate that they hold; whether it is allowed."""
        document = self.documents[candidate]
        for i in range(eager):
            term = ordered[i]
            term.index = term.places[candidate]
            term.document = document
        return self.allows(document)

    def _offer_phrase(
        self,
        ordered: list[RankedTerm],
        eager: int,
        phrase: ExactPhrase | None,
        near: PhraseCursor | None,
    ) -> None:
        """Takes the document that the eager terms stand on, if it is good and has the phrase."""
        lead = ordered[0]
        document = lead.document
        threshold = self.threshold()
        wanted = threshold <= 0.0 or self._high(ordered, eager) >= threshold
        if wanted and phrase is not None:
            wanted = phrase.occurs(document)
        if wanted and near is not None:
            wanted = near.occurs()
        if wanted:
            score = 0.0
            for i in range(len(ordered)):
                term = ordered[i]
                score += term.score_here()
            if score >= threshold:
                self.top.offer(document, score)

    def _high(self, ordered: list[RankedTerm], eager: int) -> float:
        """The highest score of a document that the eager terms stand on."""
        score = 0.0
        for i in range(len(ordered)):
            term = ordered[i]
            score += term.score_here() if i < eager else term.maximum
        return score


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

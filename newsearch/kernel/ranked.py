# cython: boundscheck=False
"""The best documents of a few words, without scoring the ones that cannot be among them.

Any of the words: MaxScore (Turtle & Flood, "Query evaluation: strategies and optimizations",
1995) over windows of documents, with the bounds of the blocks that a window touches (Ding & Suel,
SIGIR 2011; Lucene's MaxScoreBulkScorer works in such windows too). All of the words, or a phrase:
leapfrog from the rarest word, past every stretch of documents whose blocks' bounds together are
too low; positions are only compared where the score would do.

Word scores are multiples of 2^-40 (`WordCursor.score`), so their sums are exact in any order and
every way of searching gives the same bits.
"""

from __future__ import annotations

from array import array

from newsearch.kernel.boolean import PhraseCursor
from newsearch.kernel.collect import TopDocuments
from newsearch.kernel.cursor import Cursor
from newsearch.kernel.limits import END, FIELD_ALL
from newsearch.kernel.postings import Source, TermCursor

WINDOW = 1024
#: Bounds are rounded up, and scores to 2^-40: what a bound must exceed a score by to be sure.
SLACK = 1e-9


class RankedTerm(TermCursor):
    """A cursor over one posting list that knows how high its scores can be.

    Args:
        source, start, document_frequency, weight: See `TermCursor`; the weight is above 0.
        bound: The list's bound in 1/65535.

    Attributes:
        maximum: No score is higher.
    """

    def __init__(
        self, source: Source, start: int, document_frequency: int, weight: float, bound: int
    ) -> None:
        TermCursor.__init__(self, source, start, document_frequency, weight, FIELD_ALL)
        self.bounds_at = start + 2 * self.blocks
        self.bound_factor = self.source.bound_factor / 65535.0
        self.maximum = self._limit(bound)
        self.probe = 0
        self.has_scores = False
        self.scored_block = -1

    def score(self) -> float:
        if self.scored_block == self.block:
            return self.scores[self.index]
        return TermCursor.score(self)

    def score_block(self) -> None:
        """Scores the postings of the block at once: a third of the time of one after another.

        The arithmetic is that of `TermCursor.score`, operation for operation.
        """
        if not self.has_scores:
            self.scores = array("d", bytes(8 * 128))
            self.has_scores = True
        source = self.source
        weight = self.weight
        at = self.count_base
        bits = self.count_bits
        for i in range(self.filled):
            self.scores[i] = source.body_weight * (1 + self._bits(at, bits))
            at += bits
        at = self.exception_base
        while at < self.exception_end:
            code = self._bits(at, 16)
            at += 16
            i = code & 127
            count = 1 + self._bits(self.count_base + i * bits, bits)
            if code >> 7 == 511:
                title = self._bits(at, 16)
                summary = self._bits(at + 16, 16)
                tags = self._bits(at + 32, 16)
                at += 48
            else:
                title = (code >> 7) & 7
                summary = (code >> 10) & 7
                tags = (code >> 13) & 7
            self.scores[i] = (
                source.body_weight * (count - title - summary - tags)
                + source.title_weight * title
                + source.summary_weight * summary
                + source.tags_weight * tags
            )
        for i in range(self.filled):
            frequency = self.scores[i]
            length = source.lengths[self.documents[i]]
            factor = source.b_part + source.length_part * length
            score = weight * (frequency / (frequency + factor))
            self.scores[i] = (score + 6144.0) - 6144.0 if score < 2048.0 else score
        self.scored_block = self.block

    def _limit(self, bound: int) -> float:
        """The highest score that a bound allows."""
        part = bound * self.bound_factor
        if part > 1.0:
            part = 1.0
        return self.weight * part + SLACK

    def _block_bound(self, block: int) -> int:
        """The bound of a block, of a list of several."""
        pair = self.words[self.bounds_at + (block >> 1)]
        return pair >> 16 if block & 1 else pair & 65535

    def block_maximum(self, block: int) -> float:
        """The highest score in a block."""
        if self.blocks == 1:
            return self.maximum
        return self._limit(self._block_bound(block))

    def window_maximum(self, first: int, stop: int) -> float:
        """The highest score of a document from ``first`` up to, not including, ``stop``.

        Windows are asked for in ascending order.
        """
        if self.blocks == 1:
            if self.block < 0:
                self._load(0)
            if self.block > 0 or self.block_last < first or self.documents[0] >= stop:
                return 0.0
            return self.maximum
        probe = self.probe
        while probe < self.blocks and self.words[self.skip + probe] < first:
            probe += 1
        self.probe = probe
        if probe == self.blocks:
            return 0.0
        most = self._block_bound(probe)
        while probe + 1 < self.blocks and self.words[self.skip + probe] + 1 < stop:
            probe += 1
            bound = self._block_bound(probe)
            if bound > most:
                most = bound
        return self._limit(most)

    def reach(self, target: int) -> int:
        """Finds the block of the first document not before ``target`` without unpacking it.

        Returns:
            The last document of that block, `END` after the last block; `probe` is its number.
        """
        if self.blocks == 1:
            if self.block < 0:
                self._load(0)
            self.probe = 0
            return self.block_last if self.block == 0 and self.block_last >= target else END
        probe = self.probe
        while probe < self.blocks and self.words[self.skip + probe] < target:
            probe += 1
        self.probe = probe
        return END if probe == self.blocks else self.words[self.skip + probe]

    def add_window(self, first: int, stop: int, sums: array[float]) -> None:
        """Adds the scores of the documents from ``first`` to ``stop`` to ``sums``."""
        document = self.document
        if document < first:
            document = self._seek(first)
        while document < stop:
            if self.scored_block != self.block:
                self.score_block()
            sums[document - first] += self.scores[self.index]
            document = self._step()


class Ranking:
    """Collects the best documents of a segment.

    Args:
        top: Takes the documents.
        deleted: Bit ``d & 7`` of byte ``d >> 3`` is set for a deleted document; may be empty.
        first, stop: The range of documents to look at.
        after: Scores below it are not wanted.
        required: Documents must match it too, unless it is None; a fresh cursor.
    """

    def __init__(
        self,
        top: TopDocuments,
        deleted: bytes,
        first: int,
        stop: int,
        after: float,
        required: Cursor | None = None,
    ) -> None:
        self.top = top
        self.deleted = deleted
        self.any_deleted = len(deleted) > 0
        self.first = first
        self.stop = stop
        self.after = after
        self.required = Cursor() if required is None else required
        self.is_required = required is not None

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
        count = len(terms)
        sums = array("d", bytes(8 * WINDOW))
        maxima = array("d", bytes(8 * count))
        below = array("d", bytes(8 * (count + 1)))
        order = list(terms)
        begin = self.first
        while begin < self.stop:
            end = begin + WINDOW
            if end > self.stop:
                end = self.stop
            threshold = self.threshold()
            for i in range(count):
                term = terms[i]
                maximum = term.window_maximum(begin, end)
                at = i
                while at > 0 and maxima[at - 1] > maximum:
                    maxima[at] = maxima[at - 1]
                    order[at] = order[at - 1]
                    at -= 1
                maxima[at] = maximum
                order[at] = term
            below[0] = 0.0
            essential = 0
            while essential < count:
                below[essential + 1] = below[essential] + maxima[essential]
                if below[essential + 1] >= threshold:
                    break
                essential += 1
            if essential == count - 1:
                self._one_essential(order, essential, below, begin, end)
            elif essential < count:
                self._some_essential(order, essential, below, begin, end, sums)
            begin = end

    def _one_essential(
        self, order: list[RankedTerm], essential: int, below: array[float], begin: int, end: int
    ) -> None:
        """A window in which only documents of one term can be good enough."""
        lead = order[essential]
        rest = below[essential]
        threshold = self.threshold()
        document = lead.document
        if document < begin:
            document = lead._seek(begin)
        block = -1
        while document < end:
            if lead.block != block:
                block = lead.block
                if lead.block_maximum(block) + rest < threshold:
                    document = lead._seek(lead.block_last + 1)
                    continue
                if lead.scored_block != block:
                    lead.score_block()
            score = lead.scores[lead.index]
            if score + rest >= threshold and self.allows(document):
                self._complete(order, essential, below, document, score, threshold)
                threshold = self.threshold()
            document = lead._step()

    def _some_essential(
        self,
        order: list[RankedTerm],
        essential: int,
        below: array[float],
        begin: int,
        end: int,
        sums: array[float],
    ) -> None:
        """A window in which documents of several terms can be good enough: adds them up first."""
        count = len(order)
        for i in range(essential, count):
            term = order[i]
            term.add_window(begin, end, sums)
        rest = below[essential]
        threshold = self.threshold()
        for at in range(end - begin):
            score = sums[at]
            if score == 0.0:
                continue
            sums[at] = 0.0
            if score + rest >= threshold and self.allows(begin + at):
                self._complete(order, essential, below, begin + at, score, threshold)
                threshold = self.threshold()

    def _complete(
        self,
        order: list[RankedTerm],
        essential: int,
        below: array[float],
        document: int,
        score: float,
        threshold: float,
    ) -> None:
        """Adds the scores of the other terms, as long as the document can be good enough."""
        i = essential
        while i > 0 and score + below[i] >= threshold:
            i -= 1
            term = order[i]
            if term.document < document:
                term._seek(document)
            if term.document == document:
                score += term.score()
        if score >= threshold:
            self.top.offer(document, score)

    def count_all_of(self, terms: list[RankedTerm]) -> int:
        """How many documents hold all of the terms."""
        ordered = sorted(terms, key=_cost)
        count = len(ordered)
        lead = ordered[0]
        total = 0
        document = lead._seek(self.first)
        while document < self.stop:
            i = 1
            while i < count:
                term = ordered[i]
                other = term.document
                if other < document:
                    other = term._seek(document)
                if other > document:
                    break
                i += 1
            if i < count:
                document = lead._seek(other)
                continue
            if self.allows(document):
                total += 1
            document = lead._step()
        return total

    def all_of(self, terms: list[RankedTerm], phrase: PhraseCursor | None = None) -> None:
        """Collects the documents that hold all of the terms, in the order of a phrase if given.

        The phrase's words must be these very terms.
        """
        ordered = sorted(terms, key=_cost)
        count = len(ordered)
        lead = ordered[0]
        total_maximum = 0.0
        document = lead._seek(self.first)
        checked = -1  # up to here the blocks' bounds together are high enough
        rest_maximum = 0.0
        while document < self.stop:
            threshold = self.threshold()
            if document > checked:
                checked = END
                total_maximum = 0.0
                for i in range(count):
                    term = ordered[i]
                    last = term.reach(document)
                    if last < checked:
                        checked = last
                    total_maximum += term.block_maximum(term.probe) if last != END else 0.0
                    if i == 0:
                        rest_maximum = 0.0 - total_maximum
                    if last == END:
                        return
                rest_maximum += total_maximum
                if total_maximum < threshold:
                    document = lead._seek(checked + 1)
                    continue
            if lead.score() + rest_maximum < threshold:
                document = lead._step()
                continue
            i = 1
            while i < count:
                term = ordered[i]
                other = term.document
                if other < document:
                    other = term._seek(document)
                if other > document:
                    document = lead._seek(other)
                    break
                i += 1
            if i < count:
                continue
            score = 0.0
            for i in range(count):
                term = ordered[i]
                score += term.score()
            wanted = score >= threshold and self.allows(document)
            if wanted and (phrase is None or phrase.occurs()):
                self.top.offer(document, score)
            document = lead._step()


def _cost(cursor: Cursor) -> int:
    return cursor.cost()

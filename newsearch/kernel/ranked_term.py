# cython: boundscheck=False
"""A posting list whose scores have known bounds, and which scores a block at a time."""

from __future__ import annotations

from array import array

from newsearch.errors import CorruptIndex
from newsearch.kernel.limits import ABSENT, END, FIELD_ALL
from newsearch.kernel.postings import TermCursor
from newsearch.kernel.word_cursor import Source

INTERPRETED = __file__.endswith((".py", ".pyc"))
#: Bounds are rounded up, and scores to 2^-40: what a bound must exceed a score by to be sure.
SLACK = 1e-9
#: So many scores of a block are cheaper one by one than all at once.
SINGLE_SCORES = 8


class RankedTerm(TermCursor):
    """A cursor over one posting list that knows how high its scores can be.

    Args:
        source, start, document_frequency, weight: See `TermCursor`; the weight is above 0.
        bound: The list's bound in 1/65535.

    Attributes:
        maximum: No score is higher.
        window: No score in the window of documents looked at is higher.
        places: Where `locate` found documents in the block.
        befores: How many positions of the block come before those of each posting, and in all;
            of block ``summed_block``.
        below: The sum of ``window`` of this term and of those with lower ones.
    """

    def __init__(
        self, source: Source, start: int, document_frequency: int, weight: float, bound: int
    ) -> None:
        self._open(source, start, document_frequency, weight, FIELD_ALL)
        if INTERPRETED:
            self.scores = array("d", bytes(8 * 128))
            self.factors = array("d", bytes(8 * 128))
            self.counts = array("i", bytes(4 * 128))
            self.places = bytearray(128)
            self.befores = array("I", bytes(4 * 129))
        self.bounds_at = start + 2 * self.blocks
        self.bound_factor = self.source.bound_factor / 65535.0
        self.maximum = self._limit(bound)
        self.window = 0.0
        self.below = 0.0
        self.probe = 0
        self.scored_block = -1
        self.single_block = -1
        self.singles = 0
        self.summed_block = -1

    def score_here(self) -> float:
        """As `score`, at less cost."""
        if self.scored_block == self.block:
            return self.scores[self.index]
        if self.single_block != self.block:
            self.single_block = self.block
            self.singles = 0
        self.singles += 1
        if self.singles > SINGLE_SCORES:
            self.score_block()
            return self.scores[self.index]
        source = self.source
        count = self._count()
        frequency = source.body_weight * count
        if self.exceptions and self._exception():
            frequency = (
                source.body_weight * (count - self.title - self.summary - self.tags)
                + source.title_weight * self.title
                + source.summary_weight * self.summary
                + source.tags_weight * self.tags
            )
        length = source.lengths[self.document]
        factor = source.b_part + source.length_part * length
        score = self.weight * (frequency / (frequency + factor))
        return (score + 6144.0) - 6144.0 if score < 2048.0 else score

    def score_block(self) -> None:
        """Scores the postings of the block at once: a fifth of the time of one after another.

        The arithmetic is that of `TermCursor.score`, operation for operation; each loop does one
        thing, so that compilers make vector instructions of it.
        """
        source = self.source
        weight = self.weight
        filled = self.filled
        bits = self.count_bits
        body = source.body_weight
        if bits == 0:
            for i in range(filled):
                self.scores[i] = body
        else:
            self._unpack_counts()
            for i in range(filled):
                self.scores[i] = body * (1 + self.counts[i])
        if self.exceptions:
            self._weigh_exceptions()
        b_part = source.b_part
        length_part = source.length_part
        for i in range(filled):
            length = source.lengths[self.documents[i]]
            self.factors[i] = b_part + length_part * length
        if weight < 2048.0:
            for i in range(filled):
                frequency = self.scores[i]
                score = weight * (frequency / (frequency + self.factors[i]))
                self.scores[i] = (score + 6144.0) - 6144.0
        else:
            for i in range(filled):
                frequency = self.scores[i]
                score = weight * (frequency / (frequency + self.factors[i]))
                self.scores[i] = (score + 6144.0) - 6144.0 if score < 2048.0 else score
        self.scored_block = self.block

    def _unpack_counts(self) -> None:
        """Unpacks the block's frequencies, each minus 1, into ``counts``."""
        at = self.count_base
        bits = self.count_bits
        filled = self.filled
        wide_one = ONE
        mask = (wide_one << bits) - 1
        i = 0
        if bits <= 8:
            while i + 4 <= filled:
                word = at >> 5
                wide = self.words[word + 1]
                wide = ((wide << 32) | self.words[word]) >> (at & 31)
                self.counts[i] = wide & mask
                wide >>= bits
                self.counts[i + 1] = wide & mask
                wide >>= bits
                self.counts[i + 2] = wide & mask
                self.counts[i + 3] = (wide >> bits) & mask
                at += 4 * bits
                i += 4
        while i < filled:
            self.counts[i] = self._bits(at, bits)
            at += bits
            i += 1

    def _weigh_exceptions(self) -> None:
        """Puts the weighted frequencies of the block's exceptions into ``scores``."""
        source = self.source
        bits = self.count_bits
        at = self.exception_base
        while at < self.exception_end:
            code = self._bits(at, 16)
            at += 16
            i = code & 127
            escaped = code >> 7 == 511
            if i >= self.filled or (escaped and at + 48 > self.exception_end):  # damaged
                break
            count = 1 + self._bits(self.count_base + i * bits, bits)
            if escaped:
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

    def add_window(self, first: int, stop: int, sums: array[float], touched: bytearray) -> None:
        """Adds the scores of the documents from ``first`` to ``stop`` to ``sums``.

        Sets ``touched[i]`` where it changes one of ``sums[16 * i:16 * i + 16]``.
        """
        document = self.document
        if document < first:
            document = self._seek(first)
        while document < stop:
            if self.scored_block != self.block:
                self.score_block()
            index = self.index
            filled = self.filled
            while index < filled and document < stop:
                at = document - first
                sums[at] += self.scores[index]
                touched[at >> 4] = 1
                index += 1
                document = self.documents[index & 127]
            self.index = index - 1
            if index >= filled:
                document = self._step()
            else:
                self.index = index
                self.document = document

    def add_scores(self, documents: array[int], scores: array[float], count: int) -> None:
        """Adds the list's scores to those of the first ``count`` documents, ascending."""
        i = 0
        while i < count:
            stop = self.locate(documents, i, count, self.places)
            if stop == i:
                break
            for at in range(i, stop):
                place = self.places[at]
                if place >= ABSENT:
                    continue
                if self.scored_block == self.block:
                    scores[at] += self.scores[place]
                else:
                    self.index = place
                    self.document = documents[at]
                    scores[at] += self.score_here()
            i = stop

    def keep_scored(
        self, documents: array[int], indexes: array[int], scores: array[float], count: int
    ) -> int:
        """Keeps those of the first ``count`` documents, ascending, that the list has.

        Args:
            documents, indexes, scores: What is kept moves to their front.
            count: How many there are; the scores grow by those of the list.

        Returns:
            How many are kept.
        """
        kept = 0
        i = 0
        while i < count:
            stop = self.locate(documents, i, count, self.places)
            if stop == i:
                break
            for at in range(i, stop):
                place = self.places[at]
                if place >= ABSENT:
                    continue
                self.index = place
                self.document = documents[at]
                documents[kept] = documents[at]
                indexes[kept] = indexes[at]
                scores[kept] = scores[at] + self.score_here()
                kept += 1
            i = stop
        return kept

    def sum_counts(self) -> None:
        """Sets ``befores`` for the block: how many of its positions come before each posting's.

        Raises:
            CorruptIndex: They lie outside the segment.
        """
        bits = self.count_bits
        filled = self.filled
        wide_one = ONE
        mask = (wide_one << bits) - 1
        at = self.count_base
        total = 0
        i = 0
        if bits <= 8:
            while i + 4 <= filled:
                word = at >> 5
                wide = self.words[word + 1]
                wide = ((wide << 32) | self.words[word]) >> (at & 31)
                self.befores[i] = total
                part = 1 + (wide & mask)
                self.befores[i + 1] = total + part
                part += 1 + ((wide >> bits) & mask)
                self.befores[i + 2] = total + part
                wide >>= 2 * bits
                part += 1 + (wide & mask)
                self.befores[i + 3] = total + part
                total += part + 1 + ((wide >> bits) & mask)
                at += 4 * bits
                i += 4
        while i < filled:
            self.befores[i] = total
            total += 1 + self._bits(at, bits)
            at += bits
            i += 1
        self.befores[filled] = total
        if ((self.position_base + total * self.position_bits) >> 5) + 2 > self.source.limit:
            raise CorruptIndex("positions lie outside their segment: run newsearch check")
        self.summed_block = self.block


ONE = 1

# cython: boundscheck=False
"""Turns the tokens of many documents, in document order, into posting lists, in term order.

Each token becomes one number that says its document, position and field. These are sorted by
term in two steps. First they are dealt into buckets, each a range of terms of the dictionary; then
each bucket is sorted by counting and its posting lists are written at once: what is sorted and
read again is in the cache (a radix sort, most significant digit first, as in Rahman & Raman,
"Adapting radix sort to the memory hierarchy", JEA 2001). Appending to one list per term would
miss the cache at every token.

Cost, compiled: about 6 ns a token for counting and sorting, 6 ns for its share of posting lists.
"""

from __future__ import annotations

from array import array

from newsearch.kernel.memory import Scratch
from newsearch.kernel.packing import PostingWriter

try:
    import cython
except ImportError:  # not compiled, and nothing to let go of
    from newsearch.kernel import uncompiled as cython

#: Fewer tokens than this are dealt in one round.
LEAST_HALVED = 1 << 20
#: More buckets than this and dealing misses the first cache, far fewer and sorting the second.
MOST_BUCKETS = 512


def count_terms(
    tokens: array[int] | memoryview, documents: Documents, counts: array[int]
) -> array[int]:
    """Counts in ``counts[t]`` ('I', zeros) how often term ``t`` stands in the documents.

    Returns:
        The terms that do at all, ascending ('I').
    """
    with cython.nogil:
        for at in range(len(documents.order)):
            document = documents.order[at]
            for i in range(documents.starts[document], documents.starts[document + 1]):
                counts[tokens[i]] += 1
    present = 0
    for term in range(len(counts)):
        if counts[term]:
            present += 1
    made = array("I", bytes(4 * present))
    terms = made
    at = 0
    for term in range(len(counts)):
        if counts[term]:
            terms[at] = term
            at += 1
    return made


class SortedTokens:
    """The tokens of documents, sorted by term, bucket by bucket.

    Args:
        tokens: Term numbers ('I'), document after document as they came.
        documents: The documents.
        counts: How often each term occurs in them, as `count_terms` tells ('I').
        terms: The terms that do, in the order of the dictionary ('I').
        scratch: What to work in, 4 bytes a token and 8 bytes a token of the largest bucket.
        least_halved: Fewer tokens than this are dealt in one round, in 8 bytes each.

    Attributes:
        buckets: How many buckets there are.
        occurrences: The tokens of the bucket that `sort` took last, by term, as
            `PostingWriter.add_occurrences` takes them ('Q').
        firsts: Where those of each term of that bucket start, and the end ('I').
        position_width: How many bits their positions have.

    Raises:
        OverflowError: The documents are too many and too long: 2^30 of 2^30 positions.
    """

    def __init__(
        self,
        tokens: array[int] | memoryview,
        documents: Documents,
        counts: array[int],
        terms: array[int],
        scratch: Scratch,
        least_halved: int = LEAST_HALVED,
    ) -> None:
        count = len(terms)
        self.count = count
        self.position_width = documents.last_position().bit_length()
        self.key_shift = self.position_width + 2 + len(documents.order).bit_length()
        if self.key_shift > 63:
            raise OverflowError("too many words in one segment: commit more often")
        self.low_bits = 0
        while (count - 1) >> self.low_bits >= MOST_BUCKETS and self.key_shift + self.low_bits < 63:
            self.low_bits += 1
        width = 1 << self.low_bits
        self.buckets = (count + width - 1) >> self.low_bits
        self.sizes = array("I", bytes(4 * count))
        self.ends = array("I", bytes(4 * (self.buckets + 1)))
        self.firsts = array("I", bytes(4 * (width + 1)))
        self.places = array("I", bytes(4 * width))
        ranks = array("I", bytes(4 * len(counts)))
        total, largest = self._plan(counts, terms, ranks)
        # Dealt in two rounds, each a half of the buckets: half the memory, which costs more to
        # touch than the tokens to be looked at twice.
        half = 0
        while half < self.buckets and (
            half == 0 or self.ends[half] < total >> 1 or total < least_halved
        ):
            half += 1
        self.half = half
        middle = self.ends[half] if half < self.buckets else total
        self.capacity = max(middle, total - middle)
        row = scratch.row(self.capacity + 1 + largest)
        self.dealt = row[: self.capacity + 1]
        self.occurrences = row[self.capacity + 1 :]
        self.tokens = tokens
        self.documents = documents
        self.ranks = ranks
        self.base = 0
        self._deal_aside()

    def _plan(self, counts: array[int], terms: array[int], ranks: array[int]) -> tuple[int, int]:
        """Fills in each term's rank, and where the buckets start; returns all and most tokens."""
        total = 0
        largest = 0
        for bucket in range(self.buckets):
            start = total
            self.ends[bucket] = start
            stop = min((bucket + 1) << self.low_bits, self.count)
            for rank in range(bucket << self.low_bits, stop):
                term = terms[rank]
                ranks[term] = rank
                self.sizes[rank] = counts[term]
                total += counts[term]
            largest = max(largest, total - start)
        return total, largest

    def _deal_aside(self) -> int:
        """As `_deal`, the first round; other threads may run meanwhile."""
        documents = self.documents
        with cython.nogil:
            self._deal(self.tokens, documents, self.ranks, 0, self.half)
        return 0

    def _deal(
        self,
        tokens: array[int] | memoryview,
        documents: Documents,
        ranks: array[int],
        first: int,
        stop: int,
    ) -> None:
        """Puts each token of the buckets ``first`` to ``stop`` into its bucket.

        Above it stands its term's place in the bucket. ``ends``, where the buckets start, moves on
        with each token to where they end. Without branches: tokens of other buckets go to the last
        place, and nothing moves.
        """
        base = self.base
        span = stop - first
        low_bits = self.low_bits
        mask = (1 << low_bits) - 1
        key_shift = self.key_shift
        for number in range(len(documents.order)):
            document = documents.order[number]
            token = documents.starts[document]
            occurrence = number << (self.position_width + 2)
            for run in range(documents.run_starts[document], documents.run_starts[document + 1]):
                end = documents.run_ends[run]
                field = documents.run_fields[run] ^ 2
                occurrence = (occurrence & ~3) | field
                for i in range(token, end):
                    rank = ranks[tokens[i]]
                    key = rank & mask
                    bucket = rank >> low_bits
                    inside = (bucket >= first) & (bucket - first < span)
                    place = self.ends[bucket]
                    self.ends[bucket] = place + inside
                    place = self.capacity + inside * (place - base - self.capacity)
                    self.dealt[place] = (key << key_shift) | occurrence
                    occurrence += 4
                token = end
                occurrence += 4 * documents.gap

    def sort(self, bucket: int) -> int:
        """Sorts the tokens of a bucket; returns how many terms are in it. One after another."""
        if bucket == self.half and bucket:
            self.base = self.ends[bucket]
            self._deal(self.tokens, self.documents, self.ranks, bucket, self.buckets)
        rank = bucket << self.low_bits
        width = min(1 << self.low_bits, self.count - rank)
        total = 0
        for low in range(width):
            self.firsts[low] = total
            self.places[low] = total
            total += self.sizes[rank + low]
        self.firsts[width] = total
        key_shift = self.key_shift
        mask = (1 << key_shift) - 1
        end = self.ends[bucket] - self.base
        for i in range(end - total, end):
            keyed = self.dealt[i]
            low = keyed >> key_shift
            place = self.places[low]
            self.places[low] = place + 1
            self.occurrences[place] = keyed & mask
        return width


def encode_buckets(
    tokens: SortedTokens,
    first: int,
    writer: PostingWriter,
    results: TermResults,
    most_words: int,
) -> int:
    """Writes the posting lists of the terms of some buckets; other threads may run meanwhile.

    Args:
        tokens: The tokens of all buckets.
        first: The bucket to begin with: all before it were written.
        writer: Takes the postings.
        results: Receives each term's figures, at its place in the dictionary.
        most_words: Once the writer holds so many words, no further bucket is begun.

    Returns:
        The bucket to go on with.
    """
    bucket = first
    with cython.nogil:
        while bucket < tokens.buckets and (bucket == first or writer.used < most_words):
            _encode_bucket(tokens, bucket, writer, results)
            bucket += 1
    return bucket


def _encode_bucket(
    tokens: SortedTokens, bucket: int, writer: PostingWriter, results: TermResults
) -> int:
    width = tokens.sort(bucket)
    at = bucket << tokens.low_bits
    for low in range(width):
        results.starts[at] = results.base + writer.used
        writer.begin()
        writer.add_occurrences(
            tokens.occurrences, tokens.firsts[low], tokens.firsts[low + 1], tokens.position_width
        )
        writer.close()
        results.document_frequencies[at] = writer.document_frequency
        results.collection_frequencies[at] = writer.collection_frequency
        results.bounds[at] = writer.bound
        results.fields[at] = writer.fields
        at += 1
    return 0


class TermResults:
    """Per term of a dictionary: where its words start, its frequencies, bound and fields.

    ``starts`` has one entry more than there are terms; the caller sets the last, and moves
    ``base`` on by what it takes out of the writer.
    """

    def __init__(self, term_count: int) -> None:
        self.starts = array("Q", bytes(8 * (term_count + 1)))
        self.document_frequencies = array("I", bytes(4 * term_count))
        self.collection_frequencies = array("I", bytes(4 * term_count))
        self.bounds = array("H", bytes(2 * term_count))
        self.fields = array("B", bytes(term_count))
        self.base = 0

    def shortened(self, term_count: int) -> TermResults:
        """The figures of the first ``term_count`` terms; the last list ends at ``base``."""
        kept = TermResults(term_count)
        kept.starts[:term_count] = self.starts[:term_count]
        kept.starts[term_count] = self.base
        kept.document_frequencies[:] = self.document_frequencies[:term_count]
        kept.collection_frequencies[:] = self.collection_frequencies[:term_count]
        kept.bounds[:] = self.bounds[:term_count]
        kept.fields[:] = self.fields[:term_count]
        kept.base = self.base
        return kept


class Documents:
    """The documents of a segment in their order, and the runs of words that each consists of.

    Args:
        starts: First token of each document as they came, and the end ('I').
        order: The documents in the order of the segment ('I'); those not in it are left out.
        run_starts: First run of each document as they came, and the end ('I').
        run_ends: The token at which each run ends ('I').
        run_fields: Each run's field: 0 title, 1 summary, 2 body, 3 tags ('B').
        gap: Extra positions between runs.
    """

    def __init__(
        self,
        starts: array[int],
        order: array[int],
        run_starts: array[int],
        run_ends: array[int],
        run_fields: array[int],
        gap: int,
    ) -> None:
        self.starts = starts
        self.order = order
        self.run_starts = run_starts
        self.run_ends = run_ends
        self.run_fields = run_fields
        self.gap = gap

    def last_position(self) -> int:
        """A position that none in these documents is above."""
        highest = 0
        for at in range(len(self.order)):
            document = self.order[at]
            runs = self.run_starts[document + 1] - self.run_starts[document]
            words = self.starts[document + 1] - self.starts[document]
            highest = max(highest, words + runs * self.gap)
        return highest


def weighted_lengths(
    documents: Documents,
    weights: array[float],
    lengths: array[float],
    field_lengths: array[int],
) -> None:
    """Fills the weighted length ('f') and the four field lengths ('I') of every document."""
    for number in range(len(documents.order)):
        document = documents.order[number]
        token = documents.starts[document]
        weighted = 0.0
        for run in range(documents.run_starts[document], documents.run_starts[document + 1]):
            size = documents.run_ends[run] - token
            token = documents.run_ends[run]
            field = documents.run_fields[run]
            field_lengths[4 * number + field] += size
            weighted += weights[field] * size
        lengths[number] = weighted

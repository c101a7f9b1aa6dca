# cython: boundscheck=False
"""Turns the tokens of many documents, in document order, into posting lists, in term order.

Each token becomes one number that says its document, position and field. These are sorted by
term in two steps. First they are dealt into buckets, each a range of terms of the dictionary, in
4 bytes each; then each bucket is sorted by counting, and its posting lists are written at once:
what is sorted and read again is in the cache (a radix sort, most significant digit first, as in
Rahman & Raman, "Adapting radix sort to the memory hierarchy", JEA 2001). Appending to one list per
term would miss the cache at every token.

Cost, compiled: about 4.5 ns a token for counting and sorting, 4.5 ns for its share of
posting lists.
"""

from __future__ import annotations

from array import array

from newsearch.kernel.memory import Scratch
from newsearch.kernel.packing import PostingWriter

try:
    import cython
except ImportError:  # not compiled, and nothing to let go of
    from newsearch.kernel import uncompiled as cython

#: More buckets than this and dealing misses the first cache, far fewer and sorting the second.
MOST_BUCKETS = 256
#: A bucket has at most so many bits for the places of its terms, even if there are more buckets.
MOST_LOW_BITS = 16


def count_terms(
    tokens: array[int] | memoryview, documents: Documents, counts: array[int]
) -> array[int]:
    """Counts in ``counts[t]`` ('I', zeros) how often term ``t`` stands in the documents.

    Returns:
        The terms that do at all, ascending ('I').
    """
    wanted = bytearray(len(documents.starts))
    live = wanted
    with cython.nogil:
        for at in range(len(documents.order)):
            live[documents.order[at]] = 1
        for document in range(len(live)):  # as they lie in memory
            if live[document] == 0:
                continue
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

    A run of words is cut into *pieces* of at most ``2 ** piece_bits`` words; ``2 ** group_bits``
    pieces, one after another, are a *group*. What is dealt of a token fits 32 bits: its term's
    place in the bucket, the piece's in its group, its own in the piece. Where each group begins in
    each bucket stands in ``bounds``, the first word of each piece in ``origins``.

    Args:
        tokens: Term numbers ('I'), document after document as they came.
        documents: The documents.
        counts: How often each term occurs in them, as `count_terms` tells ('I').
        terms: The terms that do, in the order of the dictionary ('I').
        scratch: What to work in, 4 bytes a token and 8 bytes a token of the largest bucket.

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
    ) -> None:
        count = len(terms)
        self.count = count
        self.position_width = documents.last_position().bit_length()
        if self.position_width + 2 + len(documents.order).bit_length() > 63:
            raise OverflowError("too many words in one segment: commit more often")
        self.low_bits = 0
        while (count - 1) >> self.low_bits >= MOST_BUCKETS and self.low_bits < MOST_LOW_BITS:
            self.low_bits += 1
        self.piece_bits = (32 - self.low_bits) >> 1
        self.group_bits = 32 - self.low_bits - self.piece_bits
        width = 1 << self.low_bits
        self.buckets = (count + width - 1) >> self.low_bits
        self.sizes = array("I", bytes(4 * count))
        self.ends = array("I", bytes(4 * self.buckets))
        self.firsts = array("I", bytes(4 * (width + 1)))
        self.places = array("I", bytes(4 * width))
        ranks = array("I", bytes(4 * len(counts)))
        total, largest = self._plan(counts, terms, ranks)
        pieces = documents.pieces(self.piece_bits)
        self.groups = (pieces >> self.group_bits) + 1
        self.bounds = array("I", bytes(4 * self.buckets * (self.groups + 1)))
        half = (total + 1) >> 1
        row = scratch.row(half + largest + pieces)
        self.dealt = row[:half].cast("B").cast("I")
        self.occurrences = row[half : half + largest]
        self.origins = row[half + largest :]
        self._deal_aside(tokens, documents, ranks)

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

    def _deal_aside(
        self, tokens: array[int] | memoryview, documents: Documents, ranks: array[int]
    ) -> int:
        """As `_deal`; other threads may run meanwhile."""
        with cython.nogil:
            self._deal(tokens, documents, ranks)
        return 0

    def _deal(
        self, tokens: array[int] | memoryview, documents: Documents, ranks: array[int]
    ) -> None:
        """Puts each token into the bucket of its term, piece by piece.

        ``ends``, where the buckets start, moves on with each token to where they end.
        """
        piece = 0
        last = (1 << self.group_bits) - 1
        for number in range(len(documents.order)):
            document = documents.order[number]
            token = documents.starts[document]
            origin = number << (self.position_width + 2)
            for run in range(documents.run_starts[document], documents.run_starts[document + 1]):
                end = documents.run_ends[run]
                field = documents.run_fields[run] ^ 2
                while token < end:
                    if piece & last == 0:
                        self._bound(piece >> self.group_bits)
                    self.origins[piece] = origin | field
                    stop = min(token + (1 << self.piece_bits), end)
                    self._deal_piece(tokens, token, stop, ranks, (piece & last) << self.piece_bits)
                    origin += 4 * (stop - token)
                    token = stop
                    piece += 1
                origin += 4 * documents.gap
        for group in range((piece + last) >> self.group_bits, self.groups + 1):
            self._bound(group)

    def _deal_piece(
        self,
        tokens: array[int] | memoryview,
        first: int,
        stop: int,
        ranks: array[int],
        entry: int,
    ) -> None:
        """Deals the words of a piece; ``entry`` says which it is in its group."""
        low_bits = self.low_bits
        key_shift = 32 - low_bits
        low = 0xFFFFFFFF  # a number in its place: the compiler sees that storing cuts it off anyway
        ends = self.ends
        dealt = self.dealt
        for i in range(first, stop):
            rank = ranks[tokens[i]]
            bucket = rank >> low_bits
            place = ends[bucket]
            ends[bucket] = place + 1
            dealt[place] = (rank << key_shift | entry) & low
            entry += 1

    def _bound(self, group: int) -> None:
        """Notes where the tokens of a group begin in each bucket."""
        row = group * self.buckets
        for bucket in range(self.buckets):
            self.bounds[row + bucket] = self.ends[bucket]

    def sort(self, bucket: int) -> int:
        """Sorts the tokens of a bucket; returns how many terms are in it."""
        rank = bucket << self.low_bits
        width = min(1 << self.low_bits, self.count - rank)
        total = 0
        for low in range(width):
            self.firsts[low] = total
            self.places[low] = total
            total += self.sizes[rank + low]
        self.firsts[width] = total
        for group in range(self.groups):
            row = group * self.buckets + bucket
            self._sort_group(group, self.bounds[row], self.bounds[row + self.buckets])
        return width

    def _sort_group(self, group: int, first: int, stop: int) -> None:
        """Puts the tokens of a group in the bucket, all of one term side by side."""
        key_shift = 32 - self.low_bits
        piece_bits = self.piece_bits
        pieces = (1 << self.group_bits) - 1
        words = (1 << piece_bits) - 1
        dealt = self.dealt
        places = self.places
        origins = self.origins
        occurrences = self.occurrences
        base = group << self.group_bits
        for i in range(first, stop):
            entry = dealt[i]
            low = entry >> key_shift
            place = places[low]
            places[low] = place + 1
            occurrences[place] = origins[base + (entry >> piece_bits & pieces)] + (
                (entry & words) << 2
            )


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

    def pieces(self, piece_bits: int) -> int:
        """How many pieces of at most ``2 ** piece_bits`` words the runs make, or more."""
        most = 0
        for at in range(len(self.order)):
            document = self.order[at]
            most += self.run_starts[document + 1] - self.run_starts[document]
            most += (self.starts[document + 1] - self.starts[document]) >> piece_bits
        return most

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

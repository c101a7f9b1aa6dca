# cython: boundscheck=False
"""Turns the tokens of many documents, in document order, into posting lists, in term order.

Tokens are sorted by term with a least-significant-digit radix sort in two passes: appending to
one list per term misses the cache at every token (64 ns); two passes over 512 buckets each cost
10 ns together.
"""

from __future__ import annotations

from array import array

from newsearch.kernel.packing import PostingWriter

WORD_MASK = 0xFFFFFFFF


def count_terms(
    tokens: array[int] | memoryview, starts: array[int], order: array[int], counts: array[int]
) -> int:
    """Adds to ``counts[t]`` how often term ``t`` stands in the documents of ``order``.

    Returns:
        The number of tokens of these documents.
    """
    total = 0
    for at in range(len(order)):
        document = order[at]
        for i in range(starts[document], starts[document + 1]):
            counts[tokens[i]] += 1
        total += starts[document + 1] - starts[document]
    return total


def sort_tokens(
    tokens: array[int] | memoryview,
    starts: array[int],
    order: array[int],
    counts: array[int],
    scratch: array[int],
    total: int,
) -> None:
    """Replaces ``tokens`` by token numbers sorted by term; numbers count in the order of ``order``.

    That order is the documents' in the segment, so the numbers of a term's tokens ascend.

    Args:
        tokens: Term numbers ('I'), of document ``d`` at ``starts[d]`` to ``starts[d + 1]``.
        starts: One more than there are documents ('I').
        order: The documents in their new order ('I'); documents not in it are left out.
        counts: How often each term occurs in them ('I').
        scratch: Room for as many 64-bit numbers as they have tokens ('Q').
        total: How many tokens they have.

    Raises:
        ValueError: A buffer is too small.
    """
    document_count = len(order)
    term_count = len(counts)
    if len(scratch) < total or len(tokens) < total or len(starts) <= document_count:
        raise ValueError("sort_tokens: a buffer is smaller than the tokens")
    low_bits = 1
    while (1 << (2 * low_bits)) < term_count:
        low_bits += 1
    buckets = 1 << low_bits
    mask = buckets - 1
    low_array = array("Q", bytes(8 * (buckets + 1)))
    high_array = array("Q", bytes(8 * (buckets + 1)))
    low_places = low_array
    high_places = high_array
    for term in range(term_count):
        low_places[(term & mask) + 1] += counts[term]
        high_places[(term >> low_bits) + 1] += counts[term]
    for bucket in range(buckets):
        low_places[bucket + 1] += low_places[bucket]
        high_places[bucket + 1] += high_places[bucket]
    number = 0
    for at in range(document_count):
        document = order[at]
        for i in range(starts[document], starts[document + 1]):
            value = tokens[i]
            bucket = value & mask
            place = low_places[bucket]
            low_places[bucket] = place + 1
            wide = value >> low_bits
            scratch[place] = (wide << 32) | number
            number += 1
    for i in range(total):
        wide = scratch[i]
        bucket = wide >> 32
        place = high_places[bucket]
        high_places[bucket] = place + 1
        tokens[place] = wide & WORD_MASK


def encode_terms(
    sorted_tokens: array[int] | memoryview,
    first: array[int],
    terms: array[int],
    from_term: int,
    documents: Documents,
    writer: PostingWriter,
    word_limit: int,
    results: TermResults,
) -> int:
    """Writes the posting lists of ``terms[from_term:]`` until ``word_limit`` words are out.

    Args:
        sorted_tokens: What `sort_tokens` made.
        first: Where each term's tokens start in it ('I', one more than terms).
        terms: Term numbers in the order of the dictionary.
        from_term: The index in ``terms`` to start at.
        documents: Which document, run and field a token number belongs to.
        writer: Takes the postings.
        word_limit: Return once the writer holds so many words.
        results: Receives each term's figures.

    Returns:
        The index in ``terms`` to go on from; ``len(terms)`` when done.
    """
    term_count = len(terms)
    at = from_term
    while at < term_count and writer.used < word_limit:
        term = terms[at]
        writer.begin()
        i = first[term]
        end = first[term + 1]
        while i < end:
            i = documents.add_posting(sorted_tokens, i, end, writer)
        results.starts[at] = results.base + writer.used
        writer.end()
        results.document_frequencies[at] = writer.document_frequency
        results.collection_frequencies[at] = writer.collection_frequency
        results.bounds[at] = writer.bound
        results.fields[at] = writer.fields
        at += 1
    return at


def encode_documents(documents: array[int], writer: PostingWriter) -> None:
    """Writes the posting list of a keyword: documents only, one occurrence each."""
    writer.begin()
    for i in range(len(documents)):
        writer.add(documents[i], 0, 0, 0)
        writer.add_position(0)
    writer.end()


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
    """Says of a token number, as `sort_tokens` counts, to which document and field it belongs.

    Args:
        starts: First token of each document as they came, and the end ('I').
        order: The documents in the order of the segment ('I').
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
        self.gap = gap
        self.count = len(order)
        self.starts = array("I", bytes(4 * (self.count + 1)))
        self.run_starts = array("I", bytes(4 * (self.count + 1)))
        self.run_ends = array("I", bytes(4 * len(run_ends)))
        self.run_fields = array("B", bytes(len(run_fields)))
        total = self._arrange(starts, order, run_starts, run_ends, run_fields)
        chunks = (total >> 6) + 1
        self.chunks = array("I", bytes(4 * chunks))
        self._fill_chunks(chunks)

    def _arrange(
        self,
        starts: array[int],
        order: array[int],
        run_starts: array[int],
        run_ends: array[int],
        run_fields: array[int],
    ) -> int:
        """Puts starts and runs into the order of the segment; returns the number of tokens.

        Then what belongs to one document, and to the next, lies side by side in memory.
        """
        total = 0
        runs = 0
        for number in range(self.count):
            document = order[number]
            for run in range(run_starts[document], run_starts[document + 1]):
                self.run_ends[runs] = total + run_ends[run] - starts[document]
                self.run_fields[runs] = run_fields[run]
                runs += 1
            total += starts[document + 1] - starts[document]
            self.starts[number + 1] = total
            self.run_starts[number + 1] = runs
        return total

    def _fill_chunks(self, chunks: int) -> None:
        document = 0
        for chunk in range(chunks):
            token = chunk << 6
            while document + 1 < self.count and self.starts[document + 1] <= token:
                document += 1
            self.chunks[chunk] = document

    def add_posting(
        self, sorted_tokens: array[int] | memoryview, i: int, end: int, writer: PostingWriter
    ) -> int:
        """Adds the document of token ``sorted_tokens[i]``; returns the index after its tokens."""
        token = sorted_tokens[i]
        document = self.chunks[token >> 6]
        start = self.starts[document]
        document_end = self.starts[document + 1]
        while document_end <= token:
            document += 1
            start = document_end
            document_end = self.starts[document + 1]
        run = self.run_starts[document]
        run_end = self.run_ends[run]
        field = self.run_fields[run]
        title = 0
        summary = 0
        tags = 0
        writer.add(document, 0, 0, 0)
        while True:
            while run_end <= token:
                run += 1
                run_end = self.run_ends[run]
                field = self.run_fields[run]
                start -= self.gap
            if field != 2:
                if field == 0:
                    title += 1
                elif field == 1:
                    summary += 1
                else:
                    tags += 1
            writer.add_position(token - start)
            i += 1
            if i == end:
                break
            token = sorted_tokens[i]
            if token >= document_end:
                break
        if title | summary | tags:
            writer.set_fields(title, summary, tags)
        return i


def weighted_lengths(
    documents: Documents,
    weights: array[float],
    lengths: array[float],
    field_lengths: array[int],
) -> None:
    """Fills the weighted length ('f') and the four field lengths ('I') of every document."""
    for number in range(documents.count):
        token = documents.starts[number]
        weighted = 0.0
        for run in range(documents.run_starts[number], documents.run_starts[number + 1]):
            size = documents.run_ends[run] - token
            token = documents.run_ends[run]
            field = documents.run_fields[run]
            field_lengths[4 * number + field] += size
            weighted += weights[field] * size
        lengths[number] = weighted

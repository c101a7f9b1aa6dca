# cython: boundscheck=False
# Every read lies inside a block whose extent was checked against the file when it was entered.
"""Merges the posting lists of several segments, term after term.

A block is unpacked as a whole; its positions, which are gaps and stay so, are handed on one by one.
Documents keep their order within each segment, so the next posting is always the nearest of the
segments' next ones, and as many after it as come before all others' are written in one go.

Cost, compiled: about 25 ns a posting with two positions, of ten segments.
"""

from __future__ import annotations

from array import array

from newsearch.errors import CorruptIndex
from newsearch.kernel.invert import TermResults
from newsearch.kernel.limits import DELETED, END, NO_OWNER
from newsearch.kernel.packing import PostingWriter

ONE = 1
#: Of a head of `PostingMerger`: bits of the input's index, and what stands for none.
HEAD_BITS = 16
HEAD_INDEX = 0xFFFF
NO_HEAD = END << HEAD_BITS


class PostingInput:
    """The posting lists of one dictionary to merge.

    Args:
        words: The postings section of its segment ('I').
        starts: The first word of each term's list ('Q').
        frequencies: How many postings each has ('I').
        occurrences: How many occurrences these have together ('I').
        terms: Each term's number among all merged terms ('I'), ascending.
        numbers: Each document's new number ('I'), `DELETED` for none; ascending but for those.

    Raises:
        CorruptIndex: Not every term has its list.
    """

    def __init__(
        self,
        words: memoryview,
        starts: memoryview,
        frequencies: memoryview,
        occurrences: memoryview,
        terms: array[int],
        numbers: array[int],
    ) -> None:
        self.term_count = len(terms)
        if min(len(starts), len(frequencies), len(occurrences)) < self.term_count:
            raise CorruptIndex("a dictionary does not cover all its terms: run newsearch check")
        self.words = words
        self.limit = len(words)
        self.starts = starts
        self.frequencies = frequencies
        self.occurrences = occurrences
        self.terms = terms
        self.numbers = numbers
        self.document_count = len(numbers)
        self.ordinal = 0
        self.number = END
        self.documents = array("I", bytes(512))
        self.counts = array("I", bytes(512))
        self.frequency = 0
        self.left = 0
        self.blocks = 0
        self.block = 0
        self.last = -1
        self.skip = 0
        self.data = 0
        self.filled = 0
        self.index = 0
        self.exception_at = 0
        self.exception_end = 0
        self.exception_index = 128
        self.title = 0
        self.summary = 0
        self.tags = 0
        self.position_bits = 0
        self.position_at = 0

    def has(self, term: int) -> bool:
        """Whether the next list is that of a merged term."""
        return self.ordinal < self.term_count and self.terms[self.ordinal] == term

    def open(self) -> None:
        """Goes to the first posting of the next list; ``number`` is `END` if there is none."""
        frequency = self.frequencies[self.ordinal]
        start = self.starts[self.ordinal]
        self.left = self.occurrences[self.ordinal]
        self.ordinal += 1
        blocks = (frequency + 127) >> 7
        self.frequency = frequency
        self.blocks = blocks
        self.skip = start
        self.data = start
        if start < 0 or start >= self.limit:
            raise CorruptIndex("a posting list starts outside its segment: run newsearch check")
        if blocks > 1:
            self.data = start + 2 * blocks + ((blocks + 1) >> 1)
        if self.data >= self.limit:
            raise CorruptIndex("a posting list starts outside its segment: run newsearch check")
        self.block = -1
        self.last = -1
        self.filled = 0
        self.index = -1
        self._step()

    def write(self, stop: int, most: int, writer: PostingWriter) -> int:
        """Writes the postings before document ``stop``, at most so many; returns how many."""
        written = 0
        while self.number < stop and written < most:
            index = self.index
            writer.add(self.number, 0, 0, 0)
            if self.exception_index < index:
                self._read_exceptions(index)
            if self.exception_index == index:
                writer.set_fields(self.title, self.summary, self.tags)
            count = self.counts[index]
            bits = self.position_bits
            writer.add_packed_positions(self.words, self.position_at, bits, count)
            self.position_at += count * bits
            written += 1
            self._step()
        return written

    def _step(self) -> None:
        """Goes to the next posting whose document is kept."""
        index = self.index + 1
        while True:
            if index >= self.filled:
                if self.block + 1 >= self.blocks:
                    self.number = END
                    break
                self._load(self.block + 1)
                index = 0
            if self.documents[index] != DELETED:
                self.number = self.documents[index]
                break
            self.position_at += self.counts[index] * self.position_bits
            index += 1
        self.index = index

    def _load(self, block: int) -> None:
        """Enters a block: checks its extent, unpacks documents and frequencies."""
        begin = self.data
        previous = self.last
        if block > 0:
            begin += self.words[self.skip + self.blocks + block - 1]
            if self.words[self.skip + block - 1] != previous:
                raise CorruptIndex("a block of postings is out of order: run newsearch check")
        filled = 128
        if block == self.blocks - 1:
            filled = self.frequency - 128 * block
        if begin >= self.limit:
            raise CorruptIndex("a block of postings lies outside its segment: run newsearch check")
        header = self.words[begin]
        gap_bits = header & 63
        count_bits = (header >> 6) & 63
        self.position_bits = (header >> 12) & 63
        if gap_bits > 32 or count_bits > 24 or self.position_bits > 32:
            raise CorruptIndex("a block of postings has impossible widths: run newsearch check")
        at = (begin + 1) << 5
        self.exception_at = at + filled * (gap_bits + count_bits)
        self.exception_end = self.exception_at + 16 * (header >> 18)
        self.exception_index = -1 if header >> 18 else 128
        self.position_at = self.exception_end
        if (self.position_at >> 5) + 2 > self.limit:
            raise CorruptIndex("a block of postings lies outside its segment: run newsearch check")
        for i in range(filled):
            previous += 1 + self._bits(at, gap_bits)
            self.documents[i] = previous & END  # too large ones are told below
            at += gap_bits
        if previous >= self.document_count:
            raise CorruptIndex("a posting names a document beyond its segment: run newsearch check")
        positions = 0
        for i in range(filled):
            self.documents[i] = self.numbers[self.documents[i]]
            count = 1 + self._bits(at, count_bits)
            self.counts[i] = count
            positions += count
            at += count_bits
        # Also keeps a damaged block without bits for positions from making up any number of them.
        self.left -= positions
        if self.left < 0 or (self.left and block == self.blocks - 1):
            raise CorruptIndex("a word does not occur as often as told: run newsearch check")
        if ((self.position_at + positions * self.position_bits) >> 5) + 2 > self.limit:
            raise CorruptIndex("positions lie outside their segment: run newsearch check")
        self.block = block
        self.last = previous
        self.filled = filled

    def _bits(self, at: int, bits: int) -> int:
        """The number of ``bits`` bits at bit ``at`` of the postings."""
        word = at >> 5
        wide = self.words[word + 1]
        wide = (wide << 32) | self.words[word]
        wide_one = ONE
        return (wide >> (at & 31)) & ((wide_one << bits) - 1)

    def _read_exceptions(self, index: int) -> None:
        """Reads on to the exception of posting ``index``, or to the first one after it."""
        while self.exception_index < index:
            if self.exception_at >= self.exception_end:
                self.exception_index = 128
                break
            code = self._bits(self.exception_at, 16)
            self.exception_at += 16
            self.exception_index = code & 127
            if code >> 7 == 511:
                self.title = self._bits(self.exception_at, 16)
                self.summary = self._bits(self.exception_at + 16, 16)
                self.tags = self._bits(self.exception_at + 32, 16)
                self.exception_at += 48
            else:
                self.title = (code >> 7) & 7
                self.summary = (code >> 10) & 7
                self.tags = (code >> 13) & 7


class PostingMerger:
    """Merges all lists of one dictionary of several segments.

    Args:
        inputs: The dictionaries, fresh.
        owners: For each merged term the input that names it ('H'); set to `NO_OWNER` where all
            documents of a term are dropped, so that it is left out.
        writer: Takes the postings.
        results: Receives the figures of each term that is kept; the caller sets its ``base``.
        is_text: Whether bounds and fields are told: those of keywords stay 0.

    Attributes:
        kept: Terms written.
    """

    def __init__(
        self,
        inputs: list[PostingInput],
        owners: array[int] | memoryview,
        writer: PostingWriter,
        results: TermResults,
        is_text: bool,
    ) -> None:
        self.inputs = inputs
        self.owners = owners
        self.writer = writer
        self.results = results
        self.is_text = is_text
        self.term_count = len(owners)
        self.term = 0
        self.kept = 0
        self.is_open = False
        self.active: list[PostingInput] = []
        self.heads = array("q", bytes(8 * len(inputs)))

    def run(self, word_limit: int, posting_limit: int) -> bool:
        """Goes on until the writer holds so many words, or about so many postings are written.

        Returns:
            Whether there is more to do.

        Raises:
            CorruptIndex: A list does not lie within its segment.
        """
        left = posting_limit
        while self.writer.used < word_limit and left > 0:
            if not self.is_open:
                if self.term == self.term_count:
                    return False
                self._begin()
            left = self._merge(left) - 1
        return True

    def _begin(self) -> None:
        """Opens the lists of the next term."""
        self.active = []
        for i in range(len(self.inputs)):
            source = self.inputs[i]
            if source.has(self.term):
                source.open()
                self.heads[len(self.active)] = self._head(source, len(self.active))
                self.active.append(source)
        self.writer.begin()
        self.is_open = True

    def _merge(self, left: int) -> int:
        """Writes at most ``left`` postings of the term; returns how many fewer are left."""
        active = self.active
        count = len(active)
        while left > 0:
            # A head is a document number and, below it, the input's index. Without branches: which
            # of the inputs comes next cannot be foretold.
            nearest = NO_HEAD
            next_nearest = NO_HEAD
            for i in range(count):
                head = self.heads[i]
                next_nearest = min(next_nearest, max(nearest, head))
                nearest = min(nearest, head)
            if nearest >= NO_HEAD:
                self._end()
                break
            at = nearest & HEAD_INDEX
            source = active[at]
            left -= source.write(next_nearest >> HEAD_BITS, left, self.writer)
            self.heads[at] = self._head(source, at)
        return left

    def _head(self, source: PostingInput, at: int) -> int:
        """Where an input stands, with its index."""
        if source.number == END:
            return NO_HEAD
        head = source.number
        return (head << HEAD_BITS) | at

    def _end(self) -> None:
        """Closes the term's list and notes its figures."""
        writer = self.writer
        results = self.results
        start = results.base + writer.used
        writer.end()
        if writer.document_frequency:
            kept = self.kept
            results.starts[kept] = start
            results.document_frequencies[kept] = writer.document_frequency
            results.collection_frequencies[kept] = writer.collection_frequency
            if self.is_text:
                results.bounds[kept] = writer.bound
                results.fields[kept] = writer.fields
            self.kept = kept + 1
        else:
            self.owners[self.term] = NO_OWNER
        self.term += 1
        self.is_open = False

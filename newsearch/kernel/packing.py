# cython: boundscheck=False
"""Writes posting lists: blocks of 128 postings, bit-packed into 32-bit words.

The layout is told in ``newsearch/segment/FORMAT.md``. Blocks of 128 with the narrowest width
that holds each block follow Lemire & Boytsov, "Decoding billions of integers per second through
vectorization" (SPE 2015); the bound beside each block serves block-max pruning (Ding & Suel,
"Faster top-k document retrieval using block-max indexes", SIGIR 2011).

Cost, compiled: about 4 ns a posting and 2 ns a position.
"""

from __future__ import annotations

from array import array

FIELD_LIMIT = 65535
WORD_MASK = 0xFFFFFFFF


def bit_length(value: int) -> int:
    """How many bits ``value`` needs; 0 for 0."""
    bits = 0
    while value:
        bits += 1
        value >>= 1
    return bits


class PostingWriter:
    """Collects the postings of one term after another and packs them into words.

    Call `begin`, then for each document in ascending order `add` and `add_position` for each of
    its positions, ascending; `end` closes the list, and the attributes of the term can be read.

    Args:
        lengths: The weighted length of each document ('f'): for the blocks' bounds.
        average_length: Their average over the segment.
        weights: The weights of title, summary, body and tags (4 floats, 'd').
        k1, b: BM25's constants.

    Attributes:
        words: The packed words ('I'); the first ``used`` of them count.
        document_frequency, collection_frequency: Of the term that `end` closed.
        bound: The largest score part of a posting of the term, in 1/65535, rounded up.
        fields: Bit set of the fields that hold the term: 1 title, 2 summary, 4 body, 8 tags.

    Example:
        >>> writer = PostingWriter(array("f", [5.0]), 5.0, array("d", [3, 1.5, 1, 2]), 1.2, 0.75)
        >>> writer.begin(); writer.add(0, 0, 0, 0); writer.add_position(7); writer.end()
        >>> writer.document_frequency
        1
    """

    def __init__(
        self,
        lengths: array[float],
        average_length: float,
        weights: array[float],
        k1: float,
        b: float,
    ) -> None:
        self.lengths = lengths
        self.k1 = k1
        self.b_part = k1 * (1.0 - b)
        self.length_part = k1 * b / average_length if average_length > 0.0 else 0.0
        self.title_weight = weights[0]
        self.summary_weight = weights[1]
        self.body_weight = weights[2]
        self.tags_weight = weights[3]
        self.words_array = array("I", bytes(4 * 65536))
        self.words = self.words_array
        self.used = 0
        self.block_array = array("I", bytes(4 * 65536))
        self.block_words = self.block_array
        self.block_used = 0
        self.position_array = array("I", bytes(4 * 4096))
        self.positions = self.position_array
        self.position_count = 0
        self.documents = array("I", bytes(4 * 128))
        self.counts = array("I", bytes(4 * 128))
        self.titles = array("I", bytes(4 * 128))
        self.summaries = array("I", bytes(4 * 128))
        self.tags = array("I", bytes(4 * 128))
        self.skip_array = array("I", bytes(4 * 3072))
        self.skips = self.skip_array
        self.block_count = 0
        self.filled = 0
        self.previous = -1
        self.at = 0
        self.gathered = 0
        self.gathered_bits = 0
        self.document_frequency = 0
        self.collection_frequency = 0
        self.bound = 0
        self.fields = 0

    def begin(self) -> None:
        """Starts a new posting list."""
        self.block_used = 0
        self.block_count = 0
        self.position_count = 0
        self.filled = 0
        self.previous = -1
        self.document_frequency = 0
        self.collection_frequency = 0
        self.bound = 0
        self.fields = 0

    def add(self, document: int, title: int, summary: int, tags: int) -> None:
        """Adds a document, with the term's frequency in its title, summary and tags."""
        if self.filled == 128:
            self._flush_block()
        index = self.filled
        self.documents[index] = document
        self.counts[index] = 0
        self.titles[index] = title if title < FIELD_LIMIT else FIELD_LIMIT
        self.summaries[index] = summary if summary < FIELD_LIMIT else FIELD_LIMIT
        self.tags[index] = tags if tags < FIELD_LIMIT else FIELD_LIMIT
        self.filled = index + 1
        self.document_frequency += 1

    def set_fields(self, title: int, summary: int, tags: int) -> None:
        """Sets the term's frequencies in title, summary and tags of the document added last."""
        index = self.filled - 1
        self.titles[index] = title if title < FIELD_LIMIT else FIELD_LIMIT
        self.summaries[index] = summary if summary < FIELD_LIMIT else FIELD_LIMIT
        self.tags[index] = tags if tags < FIELD_LIMIT else FIELD_LIMIT

    def add_position(self, position: int) -> None:
        """Adds a position of the term in the document added last."""
        count = self.position_count
        if count == len(self.positions):
            self._grow_positions()
        self.positions[count] = position
        self.position_count = count + 1
        self.counts[self.filled - 1] += 1

    def end(self) -> None:
        """Closes the list: its words stand at the end of ``words``."""
        if self.filled:
            self._flush_block()
        blocks = self.block_count
        header = 2 * blocks + ((blocks + 1) >> 1) if blocks > 1 else 0
        while self.used + header + self.block_used + 2 > len(self.words):
            self._grow_words()
        out = self.used
        if blocks > 1:
            for i in range(blocks):
                self.words[out + i] = self.skips[3 * i]
                self.words[out + blocks + i] = self.skips[3 * i + 1]
            out += 2 * blocks
            for i in range((blocks + 1) >> 1):
                low = self.skips[6 * i + 2]
                high = 0
                if 2 * i + 1 < blocks:
                    high = self.skips[6 * i + 5]
                self.words[out + i] = low | (high << 16)
            out += (blocks + 1) >> 1
        for i in range(self.block_used):
            self.words[out + i] = self.block_words[i]
        self.used = out + self.block_used

    def take(self) -> bytes:
        """The words written since the last call, as little-endian bytes; `words` starts anew."""
        data = self.words_array[: self.used].tobytes()
        self.used = 0
        return data

    def _flush_block(self) -> None:
        """Packs the documents, frequencies, exceptions and positions gathered so far."""
        filled = self.filled
        base = self.previous
        most_gap = 0
        most_count = 0
        most_position = 0
        exceptions = 0
        best = 0.0
        cursor = 0
        previous = base
        for i in range(filled):
            document = self.documents[i]
            gap = document - previous - 1
            previous = document
            most_gap |= gap
            count = self.counts[i]
            most_count |= count - 1
            title = self.titles[i]
            summary = self.summaries[i]
            tags = self.tags[i]
            weighted = self.body_weight * count
            if title | summary | tags:
                exceptions += 1
                wide = title > 7 or summary > 7 or tags > 7
                if wide or (title == 7 and summary == 7 and tags == 7):
                    exceptions += 3
                weighted += (
                    (self.title_weight - self.body_weight) * title
                    + (self.summary_weight - self.body_weight) * summary
                    + (self.tags_weight - self.body_weight) * tags
                )
                if title:
                    self.fields |= 1
                if summary:
                    self.fields |= 2
                if tags:
                    self.fields |= 8
            if count > title + summary + tags:
                self.fields |= 4
            part = weighted / (weighted + self.b_part + self.length_part * self.lengths[document])
            if part > best:
                best = part
            last_position = -1
            for _ in range(count):
                position = self.positions[cursor]
                gap = position - last_position - 1
                self.positions[cursor] = gap
                most_position |= gap
                last_position = position
                cursor += 1
        self.collection_frequency += cursor
        gap_bits = bit_length(most_gap)
        count_bits = bit_length(most_count)
        position_bits = bit_length(most_position)
        bits = filled * (gap_bits + count_bits) + 16 * exceptions + cursor * position_bits
        need = 1 + ((bits + 31) >> 5)
        while self.block_used + need + 2 > len(self.block_words):
            self._grow_block()
        start = self.block_used
        self.block_words[start] = (
            gap_bits | (count_bits << 6) | (position_bits << 12) | (exceptions << 18)
        )
        self.at = start + 1
        self.gathered = 0
        self.gathered_bits = 0
        previous = base
        for i in range(filled):
            document = self.documents[i]
            self._put(document - previous - 1, gap_bits)
            previous = document
        if count_bits:
            for i in range(filled):
                self._put(self.counts[i] - 1, count_bits)
        if exceptions:
            self._put_exceptions(filled)
        if position_bits:
            for i in range(cursor):
                self._put(self.positions[i], position_bits)
        if self.gathered_bits:
            self.block_words[self.at] = self.gathered & WORD_MASK
        self.block_used = start + need
        bound = int(best * 65535.0) + 1
        if bound > 65535:
            bound = 65535
        if bound > self.bound:
            self.bound = bound
        if 3 * self.block_count + 6 > len(self.skips):
            self._grow_skips()
        self.skips[3 * self.block_count] = previous
        self.skips[3 * self.block_count + 1] = self.block_used
        self.skips[3 * self.block_count + 2] = bound
        self.block_count += 1
        self.previous = previous
        self.filled = 0
        self.position_count = 0

    def _put(self, value: int, bits: int) -> None:
        """Adds ``bits`` bits to the block's words."""
        wide = value
        gathered = self.gathered | (wide << self.gathered_bits)
        gathered_bits = self.gathered_bits + bits
        if gathered_bits >= 32:
            self.block_words[self.at] = gathered & WORD_MASK
            self.at += 1
            gathered = gathered >> 32
            gathered_bits -= 32
        self.gathered = gathered
        self.gathered_bits = gathered_bits

    def _put_exceptions(self, filled: int) -> None:
        """Writes index and field frequencies of the postings that are not in the body alone."""
        for i in range(filled):
            title = self.titles[i]
            summary = self.summaries[i]
            tags = self.tags[i]
            if not title | summary | tags:
                continue
            wide_code = title > 7 or summary > 7 or tags > 7
            if wide_code or (title == 7 and summary == 7 and tags == 7):
                self._put(i | (511 << 7), 16)
                self._put(title, 16)
                self._put(summary, 16)
                self._put(tags, 16)
            else:
                self._put(i | (title << 7) | (summary << 10) | (tags << 13), 16)

    def _grow_words(self) -> None:
        self.words = None  # type: ignore[assignment]  # an exported array cannot grow
        self.words_array.frombytes(bytes(4 * len(self.words_array)))
        self.words = self.words_array

    def _grow_block(self) -> None:
        self.block_words = None  # type: ignore[assignment]
        self.block_array.frombytes(bytes(4 * len(self.block_array)))
        self.block_words = self.block_array

    def _grow_positions(self) -> None:
        self.positions = None  # type: ignore[assignment]
        self.position_array.frombytes(bytes(4 * len(self.position_array)))
        self.positions = self.position_array

    def _grow_skips(self) -> None:
        self.skips = None  # type: ignore[assignment]
        self.skip_array.frombytes(bytes(4 * len(self.skip_array)))
        self.skips = self.skip_array

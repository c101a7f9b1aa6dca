# cython: boundscheck=False
"""Writes posting lists: blocks of 128 postings, bit-packed into 32-bit words.

The layout is told in ``newsearch/segment/FORMAT.md``. Blocks of 128 with the narrowest width
that holds each block follow Lemire & Boytsov, "Decoding billions of integers per second through
vectorization" (SPE 2015); the bound beside each block serves block-max pruning (Ding & Suel,
"Faster top-k document retrieval using block-max indexes", SIGIR 2011).

Cost, compiled: about 4 ns a posting and 2.5 ns a position.
"""

from __future__ import annotations

from array import array

from newsearch.kernel.bits import BitWriter, bit_length

try:
    import cython
except ImportError:  # not compiled, and nothing to let go of
    from newsearch.kernel import uncompiled as cython

FIELD_LIMIT = 65535
WORD_MASK = 0xFFFFFFFF


class PostingWriter:
    """Collects the postings of one term after another and packs them into words.

    Call `begin`, then for each document in ascending order `add` and `add_position` for each of
    its positions, ascending, or `add_occurrences` for all of them; `end` closes the list, and the
    attributes of the term can be read.

    Args:
        lengths: The weighted length of each document ('f'): for the blocks' bounds.
        average_length: Their average over the segment.
        weights: The weights of title, summary, body and tags (4 floats, 'd').
        k1, b: BM25's constants.

    Attributes:
        used: The words packed since the last `take`.
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
        self.b_part = k1 * (1.0 - b)
        self.length_part = k1 * b / average_length if average_length > 0.0 else 0.0
        self.title_weight = weights[0]
        self.summary_weight = weights[1]
        self.body_weight = weights[2]
        self.tags_weight = weights[3]
        self.words = self.words_array = array("I", bytes(4 * 65536))
        self.used = 0
        self.blocks = BitWriter()
        # Positions, each less the one before in its document, less 1; and all of their bits.
        self.positions = self.position_array = array("I", bytes(4 * 4096))
        self.position_count = 0
        self.position_bits = 0
        self.last_position = -1
        # The block's postings: document, end of its positions, and how many they are, less 1.
        self.documents = array("I", bytes(4 * 128))
        self.ends = array("I", bytes(4 * 128))
        self.counts = array("I", bytes(4 * 128))
        self.filled = 0
        # The postings of the block that are not in the body alone, side by side.
        self.places = array("I", bytes(4 * 128))
        self.titles = array("I", bytes(4 * 128))
        self.summaries = array("I", bytes(4 * 128))
        self.tags = array("I", bytes(4 * 128))
        self.codes = array("I", bytes(4 * 512))
        self.exception_count = 0
        self.skips = self.skip_array = array("I", bytes(4 * 3072))
        self.block_count = 0
        self.previous = -1
        self.document_frequency = 0
        self.collection_frequency = 0
        self.bound = 0
        self.fields = 0

    def begin(self) -> None:
        """Starts a new posting list."""
        self.blocks.clear()
        self.block_count = 0
        self.position_count = 0
        self.position_bits = 0
        self.filled = 0
        self.exception_count = 0
        self.previous = -1
        self.document_frequency = 0
        self.collection_frequency = 0
        self.bound = 0
        self.fields = 0

    def add(self, document: int, title: int, summary: int, tags: int) -> None:
        """Adds a document, with the term's frequency in its title, summary and tags."""
        if self.filled == 128:
            self.flush_block()
        index = self.filled
        self.documents[index] = document
        self.ends[index] = self.position_count
        self.filled = index + 1
        self.last_position = -1
        if title | summary | tags:
            self.set_fields(title, summary, tags)

    def set_fields(self, title: int, summary: int, tags: int) -> None:
        """Sets the frequencies in title, summary and tags of a document added without any."""
        index = self.exception_count
        self.places[index] = self.filled - 1
        self.titles[index] = title if title < FIELD_LIMIT else FIELD_LIMIT
        self.summaries[index] = summary if summary < FIELD_LIMIT else FIELD_LIMIT
        self.tags[index] = tags if tags < FIELD_LIMIT else FIELD_LIMIT
        self.exception_count = index + 1

    def add_position(self, position: int) -> None:
        """Adds a position of the term in the document added last."""
        count = self.position_count
        if count == len(self.positions):
            self._grow_positions()
        gap = position - self.last_position - 1
        self.last_position = position
        self.positions[count] = gap
        self.position_bits |= gap
        self.position_count = count + 1
        self.ends[self.filled - 1] = count + 1

    def add_packed_positions(self, words: memoryview, bit: int, width: int, count: int) -> None:
        """Adds ``count`` positions of the document just added, from another list's block.

        Args:
            words: The words of that list ('I'); those that hold the positions are there, and one
                more.
            bit: Where its positions in the document start.
            width: The bits of each.
        """
        first = self.position_count
        while first + count > len(self.positions):
            self._grow_positions()
        mask = WORD_MASK >> (32 - width) if width else 0
        seen = 0
        for i in range(first, first + count):
            word = bit >> 5
            wide = words[word + 1]
            gap = (((wide << 32) | words[word]) >> (bit & 31)) & mask
            self.positions[i] = gap
            seen |= gap
            bit += width
        self.position_count = first + count
        self.position_bits |= seen
        self.ends[self.filled - 1] = first + count

    def add_occurrences(
        self, occurrences: array[int] | memoryview, first: int, last: int, position_width: int
    ) -> int:
        """Adds all postings of a list just begun.

        Args:
            occurrences: Numbers ('Q'): from the lowest bits on the field, exclusive-or'd with 2,
                so that the body's is 0 (2 bits), the position, the document.
            first, last: Those of the term stand at ``first`` to ``last``, ascending.
            position_width: How many bits positions have.
        """
        at = first
        while at < last:
            at = self._add_some(
                occurrences, at, last, position_width, self.positions, self.documents, self.ends
            )
            if self.position_count == len(self.positions):
                with cython.gil:
                    self._grow_positions()
            elif at < last:
                self.flush_block()
        return 0

    def _add_some(
        self,
        occurrences: array[int] | memoryview,
        first: int,
        last: int,
        position_width: int,
        positions: array[int],
        documents: array[int],
        ends: array[int],
    ) -> int:
        """Adds occurrences until the block is full, or the positions are; returns the next.

        Few of its branches depend on the data: whether an occurrence begins a document is what a
        processor guesses wrong, so that is reckoned with instead.
        """
        document_shift = position_width + 2
        mask = (1 << position_width) - 1
        filled = self.filled
        count = self.position_count
        bits = self.position_bits
        document = documents[filled - 1] if filled else -1
        position = self.last_position
        at = first
        stop = min(last, first + len(positions) - count)
        while at < stop:
            occurrence = occurrences[at]
            following = occurrence >> document_shift
            new = following != document
            filled += new
            if filled > 128:
                filled = 128
                break
            document = following
            previous = position | -new
            position = (occurrence >> 2) & mask
            gap = position - previous - 1
            bits |= gap
            positions[count] = gap
            count += 1
            documents[filled - 1] = document
            ends[filled - 1] = count
            at += 1
            if occurrence & 3:
                self._note_field((occurrence & 3) ^ 2, filled - 1)
        self.filled = filled
        self.position_count = count
        self.position_bits = bits
        self.last_position = position
        return at

    def add_documents(self, documents: array[int], first: int, last: int) -> None:
        """Adds ``documents[first:last]`` ('I', ascending), one occurrence at position 0 each.

        The list was just begun.
        """
        filled = 0
        for i in range(first, last):
            if filled == 128:
                self.filled = self.position_count = filled
                self.flush_block()
                filled = 0
            self.documents[filled] = documents[i]
            filled += 1
            self.ends[filled - 1] = filled
        # The positions need not be written: all of them are 0 and take no bits.
        self.filled = self.position_count = filled

    def _note_field(self, field: int, place: int) -> None:
        """Counts an occurrence outside the body in the posting at ``place`` of the block."""
        at = self.exception_count - 1
        if at < 0 or self.places[at] != place:
            at += 1
            self.exception_count = at + 1
            self.places[at] = place
            self.titles[at] = 0
            self.summaries[at] = 0
            self.tags[at] = 0
        if field == 0:
            if self.titles[at] < FIELD_LIMIT:
                self.titles[at] += 1
        elif field == 1:
            if self.summaries[at] < FIELD_LIMIT:
                self.summaries[at] += 1
        elif self.tags[at] < FIELD_LIMIT:
            self.tags[at] += 1

    def _grow_positions(self) -> int:
        self.positions = self.position_array = self.position_array * 2
        return 0

    def _grow_words(self) -> int:
        self.words = self.words_array = self.words_array * 2
        return 0

    def _grow_skips(self) -> int:
        self.skips = self.skip_array = self.skip_array * 2
        return 0

    def end(self) -> None:
        """Closes the list: its words stand at the end of ``words``."""
        self.close()

    def close(self) -> int:
        """As `end`; other threads may run meanwhile."""
        if self.filled:
            self.flush_block()
        blocks = self.block_count
        header = 2 * blocks + ((blocks + 1) >> 1) if blocks > 1 else 0
        packed = self.blocks.whole_words()
        while self.used + header + packed > len(self.words):
            with cython.gil:
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
        for i in range(packed):
            self.words[out + i] = self.blocks.words[i]
        self.used = out + packed
        return 0

    def take(self) -> memoryview:
        """The bytes of the words written since the last call, valid until the next list ends."""
        data = memoryview(self.words_array)[: self.used].cast("B")
        self.used = 0
        return data

    def flush_block(self) -> int:
        """Packs the documents, frequencies, exceptions and positions gathered so far."""
        filled = self.filled
        most_count = self.ends[0] - 1
        self.counts[0] = most_count
        for i in range(1, filled):
            count = self.ends[i] - self.ends[i - 1] - 1
            self.counts[i] = count
            most_count |= count
        best = self._best_part(filled)
        previous = self.documents[filled - 1]
        most_gap = 0
        for i in range(filled - 1, 0, -1):
            gap = self.documents[i] - self.documents[i - 1] - 1
            self.documents[i] = gap
            most_gap |= gap
        gap = self.documents[0] - self.previous - 1
        self.documents[0] = gap
        most_gap |= gap
        gap_bits = bit_length(most_gap)
        count_bits = bit_length(most_count)
        position_bits = bit_length(self.position_bits)
        exceptions = self._encode_exceptions() if self.exception_count else 0
        bits = filled * (gap_bits + count_bits) + 16 * exceptions
        bits += self.position_count * position_bits
        self.blocks.reserve(bits)
        self.blocks.start(gap_bits | (count_bits << 6) | (position_bits << 12) | (exceptions << 18))
        if gap_bits:
            self.blocks.pack(self.documents, filled, gap_bits)
        if count_bits:
            self.blocks.pack(self.counts, filled, count_bits)
        if exceptions:
            self.blocks.pack(self.codes, exceptions, 16)
        if position_bits:
            self.blocks.pack(self.positions, self.position_count, position_bits)
        self.document_frequency += filled
        self.collection_frequency += self.position_count
        self._close_block(previous, best)
        return 0

    def _close_block(self, last: int, best: float) -> int:
        """Enters the block into the skip table; the next one begins."""
        bound = cython.cast(cython.uint, best * 65535.0) + 1
        if bound > 65535:
            bound = 65535
        if bound > self.bound:
            self.bound = bound
        at = 3 * self.block_count
        if at + 6 > len(self.skips):
            with cython.gil:
                self._grow_skips()
        self.skips[at] = last
        self.skips[at + 1] = self.blocks.whole_words()
        self.skips[at + 2] = bound
        self.block_count += 1
        self.previous = last
        self.filled = 0
        self.exception_count = 0
        self.position_count = 0
        self.position_bits = 0
        return 0

    def _best_part(self, filled: int) -> float:
        """The largest score part of the block's postings; notes the fields they are in."""
        best = 0.0
        at = 0
        for exception in range(self.exception_count + 1):
            stop = self.places[exception] if exception < self.exception_count else filled
            if at < stop:
                self.fields |= 4
            for i in range(at, stop):
                weighted = self.body_weight * (self.counts[i] + 1)
                norm = self.length_part * self.lengths[self.documents[i]]
                part = weighted / (weighted + self.b_part + norm)
                if part > best:
                    best = part
            at = stop + 1
        for exception in range(self.exception_count):
            i = self.places[exception]
            title = self.titles[exception]
            summary = self.summaries[exception]
            tags = self.tags[exception]
            count = self.counts[i] + 1
            weighted = self.body_weight * count
            weighted += (
                (self.title_weight - self.body_weight) * title
                + (self.summary_weight - self.body_weight) * summary
                + (self.tags_weight - self.body_weight) * tags
            )
            norm = self.length_part * self.lengths[self.documents[i]]
            part = weighted / (weighted + self.b_part + norm)
            if part > best:
                best = part
            if title:
                self.fields |= 1
            if summary:
                self.fields |= 2
            if tags:
                self.fields |= 8
            if count > title + summary + tags:
                self.fields |= 4
        return best

    def _encode_exceptions(self) -> int:
        """Encodes the block's exceptions, 16 bits each; returns how many numbers they are."""
        out = 0
        for exception in range(self.exception_count):
            i = self.places[exception]
            title = self.titles[exception]
            summary = self.summaries[exception]
            tags = self.tags[exception]
            wide_code = title > 7 or summary > 7 or tags > 7
            if wide_code or (title == 7 and summary == 7 and tags == 7):
                self.codes[out] = i | (511 << 7)
                self.codes[out + 1] = title
                self.codes[out + 2] = summary
                self.codes[out + 3] = tags
                out += 4
            else:
                self.codes[out] = i | (title << 7) | (summary << 10) | (tags << 13)
                out += 1
        return out

# cython: boundscheck=False
"""Reads posting lists: the cursor over one term.

The layout is told in ``newsearch/segment/FORMAT.md``. Every read lies inside a block whose extent
was checked against the file when the block was entered, so the loops need no checks of their own.

A block's documents are unpacked when it is entered, as many per 64 bits read as surely lie in them
(Lemire & Boytsov, "Decoding billions of integers per second through vectorization", 2015, on why
blocks of one width unpack fast); frequencies and positions are read where they are asked for.

Cost, compiled: about 0.6 ns to unpack a document, 5 ns to find one in a block.
"""

from __future__ import annotations

from array import array

from newsearch.errors import CorruptIndex
from newsearch.kernel.limits import END, FIELD_ALL, FIELD_SUMMARY, FIELD_TITLE
from newsearch.kernel.word_cursor import Source, WordCursor

ONE = 1
#: Whether this very file runs. Compiled, arrays of a fixed size are part of the objects.
INTERPRETED = __file__.endswith((".py", ".pyc"))


class TermCursor(WordCursor):
    """The documents of one posting list.

    Args:
        source: The segment.
        start: The list's first word.
        document_frequency: How many postings it has.
        weight: See `WordCursor`.
        field: `FIELD_ALL`, or the one field whose occurrences count (then documents where the
            term stands in other fields alone do not match).

    Raises:
        CorruptIndex: The list does not lie within the segment.
    """

    def __init__(
        self,
        source: Source,
        start: int,
        document_frequency: int,
        weight: float,
        field: int = FIELD_ALL,
    ) -> None:
        self._open(source, start, document_frequency, weight, field)

    def _open(
        self, source: Source, start: int, document_frequency: int, weight: float, field: int
    ) -> None:
        if INTERPRETED:
            self.documents = array("Q", bytes(8 * 128))  # too large ones are told by _load
        self.document = -1
        self.source = source
        self.weight = weight
        self.words = self.source.words
        self.field = field
        self.frequency = document_frequency
        blocks = (document_frequency + 127) >> 7
        self.blocks = blocks
        self.skip = start
        self.data = start
        if blocks > 1:
            self.data = start + 2 * blocks + ((blocks + 1) >> 1)
        if start < 0 or self.data + 1 > self.source.limit:
            raise CorruptIndex("a posting list starts outside its segment: run newsearch check")
        self.block = -1
        self.block_last = -1
        self.filled = 0
        self.index = 0
        self.position_room = 0
        self.title = 0
        self.summary = 0
        self.tags = 0

    def cost(self) -> int:
        return self.frequency

    def next_document(self) -> int:
        if self.field == FIELD_ALL:
            return self._step()
        document = self._step()
        while document != END and not self._field_frequency():
            document = self._step()
        return document

    def advance(self, target: int) -> int:
        if self.document >= target:
            return self.document
        document = self._seek(target)
        if self.field != FIELD_ALL:
            while document != END and not self._field_frequency():
                document = self._step()
        return document

    def weighted_frequency(self) -> float:
        source = self.source
        if self.field == FIELD_ALL:
            count = self._count()
            if not self._exception():
                return source.body_weight * count
            return (
                source.body_weight * (count - self.title - self.summary - self.tags)
                + source.title_weight * self.title
                + source.summary_weight * self.summary
                + source.tags_weight * self.tags
            )
        count = self._field_frequency()
        if self.field == FIELD_TITLE:
            return source.title_weight * count
        if self.field == FIELD_SUMMARY:
            return source.summary_weight * count
        return source.body_weight * count

    def load_positions(self) -> int:
        count = self._open_positions()
        if count > self.position_room:
            self._room(count)
        at = self.position_at
        bits = self.position_bits
        position = -1
        for i in range(count):
            position += 1 + self._bits(at, bits)
            self.positions[i] = position & END
            at += bits
        if self.field == FIELD_ALL:
            return count
        return self._positions_in_field(count)

    def _open_positions(self) -> int:
        """Sets ``position_at`` to the first position in the document; returns how many it has."""
        first = self._positions_before()
        count = self._count()
        self.position_at = self.position_base + first * self.position_bits
        if ((self.position_at + count * self.position_bits) >> 5) + 2 > self.source.limit:
            raise CorruptIndex("positions lie outside their segment: run newsearch check")
        return count

    def field_frequencies(self) -> tuple[int, int, int, int]:
        """Frequencies in all, in title, summary and tags of the document."""
        count = self._count()
        self._exception()
        return count, self.title, self.summary, self.tags

    def _step(self) -> int:
        """The next posting, whatever its field."""
        index = self.index + 1
        if self.block < 0 or index >= self.filled:
            if self.block + 1 >= self.blocks:
                self.block = self.blocks
                self.filled = 0
                self.document = END
                return END
            self._load(self.block + 1)
            index = 0
        self.index = index
        self.document = self.documents[index]
        return self.document

    def _seek(self, target: int) -> int:
        """The first posting not before ``target``, whatever its field."""
        if self.block >= self.blocks:
            return self.document
        if target > self.block_last:
            block = self._find_block(target)
            if block >= self.blocks:
                self.block = self.blocks
                self.filled = 0
                self.document = END
                return END
            self._load(block)
            if target > self.block_last:  # a list of one block has no skips that could tell
                self.block = self.blocks
                self.filled = 0
                self.document = END
                return END
        self.index = self._lower_bound(target)
        self.document = self.documents[self.index]
        return self.document

    def _lower_bound(self, target: int) -> int:
        """The block's first posting not before ``target``, which its last one is not.

        Seven steps without a branch, so that nothing is guessed wrong and searches overlap.
        """
        low = (self.documents[63] < target) << 6
        low += (self.documents[low + 31] < target) << 5
        low += (self.documents[low + 15] < target) << 4
        low += (self.documents[low + 7] < target) << 3
        low += (self.documents[low + 3] < target) << 2
        low += (self.documents[low + 1] < target) << 1
        low += self.documents[low] < target
        return low

    def locate(self, documents: array[int], i: int, count: int, places: bytearray) -> int:
        """Looks up ``documents[i:count]``, ascending, as far as one block reaches; enters it.

        Args:
            documents: What to look for.
            i, count: Which of them; ``i`` is less than ``count``.
            places: Gets, at the same places, which posting of the block it is; from `ABSENT` on
                none.

        Returns:
            How far it came: more than ``i``, unless the list ends before.
        """
        target = documents[i]
        if target > self.block_last and self._seek(target) == END:
            return i
        last = self.block_last
        while target <= last:
            index = self._lower_bound(target)
            places[i] = index + ((self.documents[index] != target) << 7)  # ABSENT, unguessed
            i += 1
            if i >= count:
                break
            target = documents[i]
        return i

    def keep(self, documents: array[int], count: int) -> int:
        """Keeps those of the first ``count`` documents, ascending, that the list has.

        Returns:
            How many: they are moved to the front of ``documents``.
        """
        kept = 0
        i = 0
        while i < count:
            target = documents[i]
            if target > self.block_last and self._seek(target) == END:
                break
            last = self.block_last
            while target <= last:
                documents[kept] = target
                kept += self.documents[self._lower_bound(target)] == target
                i += 1
                if i >= count:
                    break
                target = documents[i]
        return kept

    def _find_block(self, target: int) -> int:
        """The first block after this one whose last document is not before ``target``."""
        low = self.block + 1
        if self.blocks == 1:
            return low
        step = 1
        while low + step < self.blocks and self.words[self.skip + low + step] < target:
            low += step
            step += step
        high = low + step + 1
        if high > self.blocks:
            high = self.blocks
        while low < high:
            middle = (low + high) >> 1
            if self.words[self.skip + middle] < target:
                low = middle + 1
            else:
                high = middle
        return low

    def _load(self, block: int) -> None:
        """Enters a block: checks its extent and unpacks its document numbers."""
        begin = self.data
        previous = -1
        if block > 0:
            begin += self.words[self.skip + self.blocks + block - 1]
            previous = self.words[self.skip + block - 1]
        filled = 128
        if block == self.blocks - 1:
            filled = self.frequency - 128 * block
        if begin >= self.source.limit:
            raise CorruptIndex("a block of postings lies outside its segment: run newsearch check")
        if previous < self.block_last:
            raise CorruptIndex("blocks of postings are out of order: run newsearch check")
        header = self.words[begin]
        gap_bits = header & 63
        self.count_bits = (header >> 6) & 63
        self.position_bits = (header >> 12) & 63
        self.exceptions = header >> 18
        base = (begin + 1) << 5
        self.count_base = base + filled * gap_bits
        self.exception_at = self.count_base + filled * self.count_bits
        self.exception_base = self.exception_at
        self.position_base = self.exception_at + 16 * self.exceptions
        if (self.position_base >> 5) + 2 > self.source.limit:
            raise CorruptIndex("a block of postings lies outside its segment: run newsearch check")
        if gap_bits > 32 or self.count_bits > 24 or self.position_bits > 32:
            raise CorruptIndex("a block of postings has impossible widths: run newsearch check")
        self.exception_end = self.position_base
        self.exception_index = -1
        self.counted = 0
        self.positions_counted = 0
        wide_one = ONE
        mask = (wide_one << gap_bits) - 1
        at = base
        i = 0
        if gap_bits <= 8:
            while i + 4 <= filled:
                word = at >> 5
                wide = self.words[word + 1]
                wide = ((wide << 32) | self.words[word]) >> (at & 31)
                previous += 1 + (wide & mask)
                self.documents[i] = previous
                wide >>= gap_bits
                previous += 1 + (wide & mask)
                self.documents[i + 1] = previous
                wide >>= gap_bits
                previous += 1 + (wide & mask)
                self.documents[i + 2] = previous
                previous += 1 + ((wide >> gap_bits) & mask)
                self.documents[i + 3] = previous
                at += 4 * gap_bits
                i += 4
        elif gap_bits <= 16:
            while i + 2 <= filled:
                word = at >> 5
                wide = self.words[word + 1]
                wide = ((wide << 32) | self.words[word]) >> (at & 31)
                previous += 1 + (wide & mask)
                self.documents[i] = previous
                previous += 1 + ((wide >> gap_bits) & mask)
                self.documents[i + 1] = previous
                at += 2 * gap_bits
                i += 2
        while i < filled:
            word = at >> 5
            wide = self.words[word + 1]
            wide = (wide << 32) | self.words[word]
            previous += 1 + ((wide >> (at & 31)) & mask)
            self.documents[i] = previous
            at += gap_bits
            i += 1
        while i < 128:
            self.documents[i] = END  # for the search
            i += 1
        if previous >= self.source.document_count:
            raise CorruptIndex("a posting names a document beyond its segment: run newsearch check")
        if self.blocks > 1 and previous != self.words[self.skip + block]:
            raise CorruptIndex("a block of postings ends elsewhere than told: run newsearch check")
        self.block = block
        self.block_last = previous
        self.filled = filled

    def _bits(self, at: int, bits: int) -> int:
        """The number of ``bits`` bits at bit ``at`` of the postings."""
        word = at >> 5
        wide = self.words[word + 1]
        wide = (wide << 32) | self.words[word]
        wide_one = ONE
        return (wide >> (at & 31)) & ((wide_one << bits) - 1)

    def _count(self) -> int:
        """The frequency in all fields of the posting the cursor stands on."""
        return 1 + self._bits(self.count_base + self.index * self.count_bits, self.count_bits)

    def _exception(self) -> bool:
        """Reads the posting's title, summary and tags frequencies; False when all are 0."""
        index = self.index
        while self.exception_index < index:
            if self.exception_at >= self.exception_end:
                self.exception_index = 128
                break
            code = self._bits(self.exception_at, 16)
            self.exception_at += 16
            self.exception_index = code & 127
            if code >> 7 == 511:
                if self.exception_at + 48 > self.exception_end:  # damaged
                    self.exception_index = 128
                    break
                self.exception_title = self._bits(self.exception_at, 16)
                self.exception_summary = self._bits(self.exception_at + 16, 16)
                self.exception_tags = self._bits(self.exception_at + 32, 16)
                self.exception_at += 48
            else:
                self.exception_title = (code >> 7) & 7
                self.exception_summary = (code >> 10) & 7
                self.exception_tags = (code >> 13) & 7
        if self.exception_index != index:
            self.title = 0
            self.summary = 0
            self.tags = 0
            return False
        self.title = self.exception_title
        self.summary = self.exception_summary
        self.tags = self.exception_tags
        return True

    def _field_frequency(self) -> int:
        """The frequency in the cursor's one field."""
        self._exception()
        if self.field == FIELD_TITLE:
            return self.title
        if self.field == FIELD_SUMMARY:
            return self.summary
        return self._count() - self.title - self.summary - self.tags

    def _positions_before(self) -> int:
        """How many positions of the block come before those of the posting the cursor is on."""
        bits = self.count_bits
        if bits == 0:
            return self.index
        index = self.index
        before = self.counted
        at = self.count_base + before * bits
        total = self.positions_counted + index - before
        wide_one = ONE
        mask = (wide_one << bits) - 1
        if bits <= 8:
            while before + 4 <= index:
                word = at >> 5
                wide = self.words[word + 1]
                wide = ((wide << 32) | self.words[word]) >> (at & 31)
                total += (wide & mask) + ((wide >> bits) & mask)
                wide >>= 2 * bits
                total += (wide & mask) + ((wide >> bits) & mask)
                at += 4 * bits
                before += 4
        while before < index:
            total += self._bits(at, bits)
            at += bits
            before += 1
        self.counted = index
        self.positions_counted = total
        return total

    def _positions_in_field(self, count: int) -> int:
        """Keeps only the positions inside the cursor's field."""
        lengths = self.source.field_lengths
        first = 0
        base = 4 * self.document
        for field in range(self.field):
            if lengths[base + field]:
                first += lengths[base + field] + self.source.gap
        stop = first + lengths[base + self.field]
        kept = 0
        for i in range(count):
            position = self.positions[i]
            if first <= position < stop:
                self.positions[kept] = position
                kept += 1
        return kept

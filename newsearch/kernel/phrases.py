# cython: boundscheck=False
"""Whether words stand side by side in a document, read no further than needed to tell.

Most documents that hold the rarest two words do not hold the phrase: they are sorted out many at a
time, by code that does not branch on what it reads, as no processor guesses that right.

Cost, compiled: about 30 ns for a document that holds the two rarest words.
"""

from __future__ import annotations

from newsearch.kernel.limits import END
from newsearch.kernel.ranked_term import RankedTerm


class PhrasePlace:
    """One word of a phrase, and how far its positions in a document were read.

    Args:
        term: The word.
        offset: How many words of the phrase come before it.
    """

    def __init__(self, term: RankedTerm, offset: int) -> None:
        self.term = term
        self.offset = offset
        self.position = -1
        self.left = 0
        self.at = 0

    def open(self, document: int) -> bool:
        """Goes to a document, before its first position; False if it does not hold the word."""
        term = self.term
        if term.document < document:
            term._seek(document)
        if term.document != document:
            return False
        self.left = term._open_positions()
        self.at = term.position_at
        self.position = -1
        return True

    def reach(self, target: int) -> int:
        """The first position not before ``target``, or the one it stands on; `END` for none."""
        term = self.term
        bits = term.position_bits
        position = self.position
        at = self.at
        wide_one = ONE
        mask = (wide_one << bits) - 1
        while position < target:
            if self.left == 0:
                return END
            word = at >> 5
            wide = term.words[word + 1]
            wide = (wide << 32) | term.words[word]
            position += 1 + ((wide >> (at & 31)) & mask)
            at += bits
            self.left -= 1
        self.at = at
        self.position = position
        return position


class ExactPhrase:
    """Words that must stand side by side.

    `keep_pairs` sorts out most documents, `occurs` tells for one of the others. There the rarest
    word proposes where the phrase begins, and the others, rarest first, accept or propose a later
    place: the leapfrog that intersects posting lists, on positions. A word's positions, and its
    very posting, are only looked up once the rarer ones have agreed.

    Args:
        terms: The distinct words.
        places: For each word of the phrase, rarest first, its index in ``terms`` and how many
            words of the phrase come before it.
    """

    def __init__(self, terms: list[RankedTerm], places: list[tuple[int, int]]) -> None:
        self.places = [PhrasePlace(terms[index], offset) for index, offset in places]
        self.rarest: PhrasePlace = self.places[0]
        self.second: PhrasePlace = self.places[1 % len(places)]

    def begins_with(self, one: RankedTerm, other: RankedTerm) -> bool:
        """Whether `keep_pairs` needs no other terms than these."""
        rarest = self.rarest.term
        second = self.second.term
        return (rarest is one or rarest is other) and (second is one or second is other)

    def occurs(self, document: int) -> bool:
        """Whether the words stand so in a document; documents must ascend."""
        count = len(self.places)
        opened = 0
        begin = 0
        i = 0
        while i < count:
            place = self.places[i]
            if i >= opened:
                if not place.open(document):
                    return False
                opened += 1
            position = place.reach(begin + place.offset)
            if position == END:
                return False
            if position == begin + place.offset:
                i += 1
            else:
                begin = position - place.offset
                i = 0 if i else 1
        return True

    def keep_pairs(self, held: bytearray, count: int) -> int:
        """Keeps the candidates in which the two rarest words stand as far apart as they must.

        Args:
            held: The candidates, ascending, that both words have in the blocks they stand on:
                indexes into their ``places``; what is kept moves to the front.
            count: How many there are.

        Returns:
            How many are kept: all that hold the phrase, and others.
        """
        term = self.rarest.term
        other = self.second.term
        if term.summed_block != term.block:
            term.sum_counts()
        if other.summed_block != other.block:
            other.sum_counts()
        bits = term.position_bits
        other_bits = other.position_bits
        wide_one = ONE
        mask = (wide_one << bits) - 1
        other_mask = (wide_one << other_bits) - 1
        kept = 0
        for i in range(count):
            place = term.places[held[i]]
            before = term.befores[place]
            left = term.befores[place + 1] - before - 1
            at = term.position_base + before * bits
            place = other.places[held[i]]
            before = other.befores[place]
            other_left = other.befores[place + 1] - before - 1
            other_at = other.position_base + before * other_bits
            word = at >> 5
            wide = term.words[word + 1]
            wide = (wide << 32) | term.words[word]
            here = ((wide >> (at & 31)) & mask) - self.rarest.offset
            word = other_at >> 5
            wide = term.words[word + 1]
            wide = (wide << 32) | term.words[word]
            there = ((wide >> (other_at & 31)) & other_mask) - self.second.offset
            while here != there:
                chosen = -(here < there)  # all bits where the rarest word is behind, else none
                if ((left & chosen) | (other_left & ~chosen)) == 0:
                    break
                at += bits & chosen
                other_at += other_bits & ~chosen
                left += chosen
                other_left -= 1 + chosen
                next_at = (at & chosen) | (other_at & ~chosen)
                word = next_at >> 5
                wide = term.words[word + 1]
                wide = (wide << 32) | term.words[word]
                step = 1 + ((wide >> (next_at & 31)) & ((mask & chosen) | (other_mask & ~chosen)))
                here += step & chosen
                there += step & ~chosen
            held[kept] = held[i]
            kept += here == there
        return kept


ONE = 1

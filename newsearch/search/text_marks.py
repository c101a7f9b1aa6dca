"""Marks the words and phrases of a query in a text where all are to be marked.

That is so for most queries (words or phrases, all or any of them, with filters): nothing of the
article has to be known then but the text to be shown.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from newsearch.kernel.lookup import MISSING
from newsearch.kernel.marking import in_characters
from newsearch.query import plan
from newsearch.search.phrase_words import exact_phrases, near_words

if TYPE_CHECKING:
    from newsearch.search.article_words import Marker, Vocabulary

__all__ = ["WORD_LIMIT", "Marks", "TextMarker", "characters"]

#: So many matching words of one article are enough to choose from: 20 ms; books come as news too.
WORD_LIMIT = 10_000


class Marks:
    """The occurrences of the query's parts in one text, ascending by start.

    Attributes:
        starts, ends, parts: As of `Mark`, of each of them ('I').
        weights: For each part, how many words of the query it has ('d').
    """

    __slots__ = ("ends", "parts", "starts", "weights")

    def __init__(
        self,
        starts: array[int],
        ends: array[int],
        parts: array[int],
        weights: array[float],
    ) -> None:
        self.starts = starts
        self.ends = ends
        self.parts = parts
        self.weights = weights


class TextMarker:
    """Marks each word and phrase of a query wherever it stands.  Safe to share between threads.

    Args:
        leaves: The words and phrases, each with the slots of its words: numbers from 0.
        slots_of_term: A term's number in the vocabulary to the slots it is in.
        marker: Marks these terms.
        vocabulary: Numbers them.
    """

    def __init__(
        self,
        leaves: Sequence[tuple[plan.Word | plan.Phrase, list[int]]],
        slots_of_term: dict[int, list[int]],
        marker: Marker,
        vocabulary: Vocabulary,
    ) -> None:
        self._leaves = [
            (slots, 1 if isinstance(leaf, plan.Word) else leaf.slop)
            for leaf, slots in leaves
            if slots
        ]
        self._slots_of_term = slots_of_term
        self._marker = marker
        self._vocabulary = vocabulary
        self._weights = array("d", [1.0]) * sum([len(slots) for slots, _ in self._leaves])
        self._parts: array[int] | None = None  # of each term, if there are but single words
        if all(len(slots) == 1 for slots, _ in self._leaves):
            self._parts = _only_parts(slots_of_term)
        for slots, _ in self._leaves:
            self._weights[slots[0]] = len(slots)

    def marks(self, text: str, data: bytes, language: str | None) -> Marks | None:
        """The marks of a text; None where there is none.

        Args:
            text: The text.
            data: The same in UTF-8.
            language: In which language the index analysed it.
        """
        if self._parts is None:
            return self._phrases(text, data, language)
        found = self._vocabulary.parts(data, language, self._marker, self._parts)
        if found is None:
            return None
        starts, ends, parts = found
        if len(starts) > WORD_LIMIT:
            starts, ends, parts = starts[:WORD_LIMIT], ends[:WORD_LIMIT], parts[:WORD_LIMIT]
        if len(data) > len(text):
            in_characters(data, starts, ends)
        return Marks(starts, ends, parts, self._weights)

    def _phrases(self, text: str, data: bytes, language: str | None) -> Marks | None:
        """The marks of a text where there are phrases, or words that are several parts."""
        words = self._vocabulary.read(data, language, self._marker, WORD_LIMIT)
        if not words.places:
            return None
        places: dict[int, list[int]] = {}
        for i, term in enumerate(words.terms):
            for slot in self._slots_of_term[term]:
                places.setdefault(slot, []).append(i)
        found: set[tuple[int, int, int]] = set()
        for slots, slop in self._leaves:
            rows = [places.get(slot, []) for slot in slots]
            part = slots[0]
            if len(rows) == 1:
                found.update([(i, i, part) for i in rows[0]])
            elif not all(rows):
                continue
            elif slop == 1:
                found.update([(a, b, part) for a, b in exact_phrases(rows, words.places)])
            else:
                found.update([(i, i, part) for i in near_words(rows, words.places, slop)])
        if not found:
            return None
        ordered = sorted(found)
        starts = [words.starts[first] for first, _, _ in ordered]
        ends = [words.ends[last] for _, last, _ in ordered]
        if len(data) > len(text):
            at = characters(data, sorted({*starts, *ends}))
            starts, ends = [at[start] for start in starts], [at[end] for end in ends]
        parts = array("I", [part for _, _, part in ordered])
        return Marks(array("I", starts), array("I", ends), parts, self._weights)


def _only_parts(slots_of_term: dict[int, list[int]]) -> array[int] | None:
    """The slot of each term, `MISSING` for none; None where a term has more than one."""
    parts = array("I", [MISSING]) * (max(slots_of_term, default=-1) + 1)
    for term, slots in slots_of_term.items():
        if len(slots) != 1:
            return None
        parts[term] = slots[0]
    return parts


def characters(data: bytes, offsets: Iterable[int]) -> dict[int, int]:
    """For ascending byte offsets into UTF-8, the offsets in characters."""
    found: dict[int, int] = {}
    previous = count = 0
    for offset in offsets:
        count += len(data[previous:offset].decode(errors="replace"))
        found[offset] = count
        previous = offset
    return found

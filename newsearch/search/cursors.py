"""Turns a plan into cursors over one segment."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from newsearch.kernel.boolean import (
    AndCursor,
    AndMaybeCursor,
    AndNotCursor,
    BestCursor,
    FilterCursor,
    OrCursor,
    PhraseCursor,
    ScaledCursor,
)
from newsearch.kernel.collect import add_list_to_bitmap, add_to_bitmap, first_not_after
from newsearch.kernel.cursor import BitmapCursor, Cursor, ListCursor, RangeCursor
from newsearch.kernel.groups import GroupCursor
from newsearch.kernel.limits import FIELD_ALL, FIELD_BODY, FIELD_SUMMARY, FIELD_TITLE
from newsearch.kernel.postings import TermCursor
from newsearch.kernel.ranked import Ranking
from newsearch.kernel.word_cursor import WordCursor
from newsearch.query import plan
from newsearch.schema import COLUMN_FIELDS
from newsearch.search.expanding import expanded_terms
from newsearch.segment.records import MISSING_DATE

if TYPE_CHECKING:
    from newsearch.segment.reader import Place, Segment
    from newsearch.segment.snapshot import Snapshot

FIELD_NUMBERS = {
    "text": FIELD_ALL,
    "title": FIELD_TITLE,
    "summary": FIELD_SUMMARY,
    "body": FIELD_BODY,
}
#: Words whose places a builder keeps.
WORDS_KEPT = 4096
#: `Dictionary.field_bits` of the fields.
FIELD_BITS = {"text": 15, "title": 1, "summary": 2, "body": 4}


def inverse_document_frequency(document_count: int, document_frequency: int) -> float:
    """How telling a word is: Lucene's idf, ``ln(1 + (N - n + 0.5) / (n + 0.5))``."""
    return math.log1p((document_count - document_frequency + 0.5) / (document_frequency + 0.5))


class CursorBuilder:
    """Builds the cursors of plans over one snapshot. Safe to share between threads.

    Args:
        snapshot: Gives the statistics: idf and lengths are those of all its segments together.

    Attributes:
        understood: The last queries and what was made of them; kept here by searches.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.understood: dict[object, Any] = {}
        self._rankings: list[Ranking] = []
        self._words: dict[tuple[bytes, ...], tuple[float, list[list[Place]]]] = {}

    def borrow_ranking(self) -> Ranking:
        """A ranking that nobody else uses; making one costs as much as a small search."""
        try:
            return self._rankings.pop()
        except IndexError:
            return Ranking()

    def return_ranking(self, ranking: Ranking) -> None:
        """Takes back a ranking for others to use."""
        ranking.leave()
        self._rankings.append(ranking)

    def weight(self, terms: tuple[bytes, ...]) -> float:
        """The idf of a word that is any of ``terms``."""
        return self._word_of(terms)[0]

    def _word_of(self, terms: tuple[bytes, ...]) -> tuple[float, list[list[Place]]]:
        """The idf of a word, and its places in each segment; the last words asked are kept."""
        known = self._words.get(terms)
        if known is None:
            places = []
            for segment in self.snapshot.segments:
                text = segment.dictionaries["text"]
                ordinals = [ordinal for term in terms if (ordinal := text.find(term)) >= 0]
                places.append([text.place(ordinal) for ordinal in ordinals])
            count = self.snapshot.document_count
            frequency = min(count, sum([p.document_frequency for found in places for p in found]))
            known = inverse_document_frequency(count, frequency), places
            if len(self._words) >= WORDS_KEPT:
                self._words.clear()
            self._words[terms] = known
        return known

    def cursor(self, node: plan.Node, number: int) -> Cursor | None:
        """A fresh cursor over segment ``number``; None where nothing can match.

        Raises:
            TypeError: ``node`` is no plan node.
        """
        segment = self.snapshot.segments[number]
        match node:
            case plan.Word():
                return self._word(node.field, node.terms, node.boost, node.idf_offset, number)
            case plan.And():
                return self._all_of(node, number)
            case plan.Or() | plan.Best():
                return self._any_of(node, number)
            case plan.Phrase():
                return self._phrase(node, number)
            case plan.Keyword():
                return self._keyword(node, number)
            case plan.Dates():
                first, stop = date_range(segment, node.first, node.last)
                return RangeCursor(first, stop) if first < stop else None
            case plan.Expand():
                return self._expand(node, number)
            case plan.Filter():
                scored = self.cursor(node.scored, number)
                required = self.cursor(node.required, number)
                if scored is None or required is None:
                    return None
                return FilterCursor(scored, required)
            case plan.Not():
                everything = RangeCursor(0, segment.document_count)
                negative = self.cursor(node.child, number)
                return everything if negative is None else AndNotCursor(everything, negative)
            case plan.AndNot():
                positive = self.cursor(node.positive, number)
                negative = self.cursor(node.negative, number)
                if positive is None or negative is None:
                    return positive
                return AndNotCursor(positive, negative)
            case plan.AndMaybe():
                required = self.cursor(node.required, number)
                optional = self.cursor(node.optional, number)
                if required is None or optional is None:
                    return required
                return AndMaybeCursor(required, optional)
            case plan.Constant():
                child = self.cursor(node.child, number)
                return None if child is None else ScaledCursor(child, 0.0, node.score)
            case plan.Boost():
                child = self.cursor(node.child, number)
                return None if child is None else ScaledCursor(child, node.boost, 0.0)
            case plan.Every():
                return self._every(node, segment)
            case plan.Nothing():
                return None
            case plan.Fallback():
                return self._fallback(node, number)
        raise TypeError(f"not a plan node: {node!r}")

    def _word(
        self, field: str, terms: tuple[bytes, ...], boost: float, offset: float, number: int
    ) -> WordCursor | None:
        source = self.snapshot.sources[number]
        idf, places = self._word_of(terms)
        bits = FIELD_BITS[field]
        weight = (idf + offset) * boost
        if field != "text":
            _ = self.snapshot.segments[number].field_lengths  # has them checked
        cursors = [
            TermCursor(source, place.start, place.document_frequency, weight, FIELD_NUMBERS[field])
            for place in places[number]
            if place.fields & bits
        ]
        if len(cursors) > 1:
            return GroupCursor(source, cursors, weight)
        return cursors[0] if cursors else None

    def posting_lists(
        self, words: Sequence[plan.Word], every: bool, number: int
    ) -> list[tuple[int, int, float, int]] | None:
        """Where segment ``number`` has the lists of words, in all fields.

        Args:
            words: The words.
            every: Whether all of them must occur, or any.
            number: The segment.

        Returns:
            For each word that occurs, what `RankedTerm` takes after its source; none where nothing
            can match. None where a word is several terms of the segment.
        """
        lists = []
        several = False
        for word in words:
            idf, places = self._word_of(word.terms)
            found = places[number]
            several = several or len(found) > 1
            if found:
                start, frequency, bound, _ = found[0]
                weight = (idf + word.idf_offset) * word.boost
                lists.append((start, frequency, weight, bound))
            elif every:
                return []
        return None if several else lists

    def _all_of(self, node: plan.And, number: int) -> Cursor | None:
        children: list[Cursor] = []
        negatives: list[plan.Node] = []
        for child in node.children:
            if isinstance(child, plan.Not):
                negatives.append(child.child)
                continue
            cursor = self.cursor(child, number)
            if cursor is None:
                return None
            children.append(cursor)
        if not children:
            children.append(RangeCursor(0, self.snapshot.segments[number].document_count))
        positive = children[0] if len(children) == 1 else AndCursor(children)
        negative = self._union([self.cursor(child, number) for child in negatives])
        return positive if negative is None else AndNotCursor(positive, negative)

    def _any_of(self, node: plan.Or | plan.Best, number: int) -> Cursor | None:
        children = [self.cursor(child, number) for child in node.children]
        if isinstance(node, plan.Or):
            return self._union(children)
        present = [child for child in children if child is not None]
        return BestCursor(present, node.tiebreak) if present else None

    @staticmethod
    def _union(children: Sequence[Cursor | None]) -> Cursor | None:
        present = [child for child in children if child is not None]
        if len(present) < 2:
            return present[0] if present else None
        return OrCursor(present)

    def _phrase(self, node: plan.Phrase, number: int) -> Cursor | None:
        distinct = list(dict.fromkeys(node.words))
        cursors = []
        for terms in distinct:
            cursor = self._word(node.field, terms, 1.0, 0.0, number)
            if cursor is None:
                return None
            cursors.append(cursor)
        if not cursors:
            return None
        places = array("I", [distinct.index(terms) for terms in node.words])
        return PhraseCursor(cursors, places, node.slop, node.boost)

    def _keyword(self, node: plan.Keyword, number: int) -> Cursor | None:
        segment = self.snapshot.segments[number]
        if node.field == "id":
            found = {segment.find(id) for id in (node.key.decode(), node.text)} - {-1}
            return ListCursor(array("I", sorted(found))) if found else None
        dictionary = segment.dictionaries[node.field]
        ordinal = dictionary.find(node.key)
        if ordinal < 0:
            return None
        return dictionary.cursor(self.snapshot.sources[number], ordinal)

    def _expand(self, node: plan.Expand, number: int) -> Cursor | None:
        segment = self.snapshot.segments[number]
        source = self.snapshot.sources[number]
        if node.field == "id":
            ids = expanded_ids(segment, node)
            return ListCursor(ids, None, node.boost) if ids else None
        text = node.field not in COLUMN_FIELDS
        dictionary = segment.dictionaries["text" if text else node.field]
        number_of_field = FIELD_NUMBERS[node.field] if text else FIELD_ALL
        bits = 0 if number_of_field == FIELD_ALL else FIELD_BITS[node.field]
        bitmap = array("Q", bytes(8 * ((segment.document_count + 63) >> 6)))
        total = 0
        add = add_list_to_bitmap if number_of_field == FIELD_ALL else add_to_bitmap
        for ordinal in expanded_terms(dictionary, node):
            if bits and not dictionary.field_bits(ordinal) & bits:
                continue
            total += add(dictionary.cursor(source, ordinal, number_of_field), bitmap)
        return BitmapCursor(bitmap, total, node.boost) if total else None

    def _every(self, node: plan.Every, segment: Segment) -> Cursor | None:
        count = segment.document_count
        if node.field is None or node.field in ("text", "id"):
            return RangeCursor(0, count, node.boost)
        if node.field == "date":
            return RangeCursor(0, date_range(segment, None, None)[1], node.boost)
        if node.field in COLUMN_FIELDS:
            offsets = segment.columns[node.field].offsets
            found = [d for d in range(count) if offsets[d] < offsets[d + 1]]
        else:
            at = FIELD_NUMBERS[node.field]
            found = [d for d in range(count) if segment.field_lengths[4 * d + at]]
        return ListCursor(array("I", found), None, node.boost) if found else None

    def _fallback(self, node: plan.Fallback, number: int) -> Cursor | None:
        from newsearch.search.fallback import segment_matches

        documents, scores = segment_matches(self.snapshot, number, node.query)
        return ListCursor(documents, scores) if documents else None


def expanded_ids(segment: Segment, node: plan.Expand) -> array[int]:
    """The documents whose id an expansion accepts ('I'), ascending."""
    found = array("I")
    for document in range(segment.document_count):
        id = segment.id(document).encode()
        if not id.startswith(node.prefix):
            continue
        if node.first is not None and id < node.first:
            continue
        if node.last is not None and id > node.last:
            continue
        if node.accepts is None or node.accepts(id):
            found.append(document)
    return found


def date_range(segment: Segment, first: int | None, last: int | None) -> tuple[int, int]:
    """The numbers, first and stop, of the documents from moment ``first`` to ``last``.

    Documents are numbered by descending date, so a span of time is a range of numbers. Those
    without a date are in no span.
    """
    dates = segment.dates
    begin = 0 if last is None else first_not_after(dates, last)
    earliest = MISSING_DATE if first is None else first - 1
    return begin, max(begin, first_not_after(dates, earliest))

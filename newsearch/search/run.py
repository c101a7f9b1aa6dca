"""Runs a plan over a snapshot: the best, the newest, all, or how many."""

from __future__ import annotations

import heapq
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import NamedTuple, cast

from newsearch.kernel.boolean import DecayCursor
from newsearch.kernel.collect import (
    TopDocuments,
    all_documents,
    all_scores,
    count_documents,
)
from newsearch.kernel.cursor import Cursor
from newsearch.kernel.limits import END
from newsearch.kernel.ranked import Ranking
from newsearch.query import plan
from newsearch.search.cursors import CursorBuilder
from newsearch.search.pruning import constant_score, pruned_query
from newsearch.segment.records import MISSING_DATE
from newsearch.segment.snapshot import Snapshot

#: Above so many hits a heap is no better than sorting everything.
LARGEST_HEAP = 100_000


@dataclass(frozen=True, slots=True)
class Recency:
    """A decay of scores by age: half for each ``half_life`` microseconds before ``now``."""

    half_life: float
    now: int


class Found(NamedTuple):
    """A hit before it is dressed.

    Attributes:
        negative_score: Minus the score.
        negative_date: Minus the date in microseconds.
        number: Which segment.
        document: Which document of it.
    """

    negative_score: float
    negative_date: int
    number: int
    document: int


class Run:
    """One plan on one snapshot.

    Args:
        snapshot: What to search.
        node: The plan.
        recency: Decay of scores, or None.
    """

    def __init__(self, snapshot: Snapshot, node: plan.Node, recency: Recency | None = None) -> None:
        self._snapshot = snapshot
        self._node = node
        self._recency = recency
        self._builder = builder_of(snapshot)
        self._matches: list[array[int]] | None = None

    def count(self) -> int:
        """How many live documents match."""
        if self._matches is not None:
            return sum(map(len, self._matches))
        pruned = pruned_query(self._node)
        total = 0
        for number, segment in enumerate(self._snapshot.segments):
            counted = None if pruned is None else pruned.count(self._builder, number, Ranking(0))
            if counted is None:
                cursor = self._builder.cursor(self._node, number)
                deleted = segment.deleted or b""
                counted = 0 if cursor is None else count_documents(cursor, deleted)
            total += counted
        return total

    def matches(self) -> list[array[int]]:
        """All live documents that match, per segment ('I'), ascending."""
        if self._matches is None:
            self._matches = [self._segment_matches(n) for n in range(len(self._snapshot.segments))]
        return self._matches

    def _segment_matches(self, number: int) -> array[int]:
        cursor = self._builder.cursor(self._node, number)
        if cursor is None:
            return array("I")
        return all_documents(cursor, self._snapshot.segments[number].deleted or b"")

    def best(self, count: int) -> list[Found]:
        """The ``count`` best: by score, then newest, then id."""
        if self._recency is None:
            score = constant_score(self._node)
            if score is not None:
                return self._first(count, score)
        if count > LARGEST_HEAP:
            return self._ranked(list(self._scored()), count)
        found: list[Found] = []
        pruned = None if self._recency is not None or count < 1 else pruned_query(self._node)
        least = 0.0
        ranking = Ranking(min(count, self._snapshot.document_count))
        for number, segment in enumerate(self._snapshot.segments):
            top = ranking.top
            if pruned is not None and pruned.collect(self._builder, number, ranking, least):
                hits = top.sorted_hits()
                found += self._founds(number, hits)
                if len(hits) == count:
                    least = max(least, hits[-1][0])
                continue
            top = TopDocuments(min(count, segment.document_count))
            cursor = self._scoring(number)
            if cursor is None:
                continue
            top.collect(cursor, segment.deleted or b"")
            found += self._founds(number, top.sorted_hits())
        return self._ranked(found, count)

    def _scoring(self, number: int) -> Cursor | None:
        """A cursor over segment ``number`` whose scores decay with age where they should."""
        cursor = self._builder.cursor(self._node, number)
        if cursor is None or self._recency is None:
            return cursor
        dates = self._snapshot.segments[number].dates
        return DecayCursor(cursor, dates, self._recency.now, self._recency.half_life)

    def _scored(self) -> Iterator[Found]:
        for number, segment in enumerate(self._snapshot.segments):
            cursor = self._scoring(number)
            if cursor is None:
                continue
            documents, scores = all_scores(cursor, segment.deleted or b"")
            for document, score in zip(documents, scores, strict=True):
                yield self._found(number, document, score)

    def newest(self, count: int) -> list[Found]:
        """The ``count`` newest, ties by id; those without a date last."""
        return self._first(count, 0.0)

    def _first(self, count: int, score: float) -> list[Found]:
        """The ``count`` newest, each with the same score: the first matches of each segment."""
        found: list[Found] = []
        for number, segment in enumerate(self._snapshot.segments):
            cursor = self._builder.cursor(self._node, number)
            if cursor is not None:
                first = all_documents(cursor, segment.deleted or b"", min(count, END))
                found += self._founds(number, [(score, document) for document in first])
        return self._ranked(found, count)

    def oldest(self, count: int) -> list[Found]:
        """The ``count`` oldest, ties by id; those without a date last."""
        ordered = heapq.merge(
            *(self._ascending(number) for number in range(len(self._snapshot.segments))),
            key=self._age_key,
        )
        return list(islice(ordered, min(count, self._snapshot.document_count)))

    def _ascending(self, number: int) -> Iterator[Found]:
        """A segment's matches by ascending date, ties by id, then those without a date."""
        found = [self._found(number, d, 0.0) for d in reversed(self.matches()[number])]
        found.sort(key=self._age_key)
        return iter(found)

    def in_order(self) -> Iterator[tuple[int, int]]:
        """(segment number, document) of all matches, newest first, one after another."""

        def hits(number: int) -> Iterator[Found]:
            segment = self._snapshot.segments[number]
            cursor = self._builder.cursor(self._node, number)
            document = END if cursor is None else cursor.next_document()
            while cursor is not None and document != END:
                if not segment.is_deleted(document):
                    yield self._found(number, document, 0.0)
                document = cursor.next_document()

        merged = heapq.merge(
            *(hits(n) for n in range(len(self._snapshot.segments))), key=self._full_key
        )
        for found in merged:
            yield found.number, found.document

    def _founds(self, number: int, hits: list[tuple[float, int]]) -> list[Found]:
        """As `_found`, for many: `tuple.__new__` takes a third of the time of `Found`'s own."""
        dates = self._snapshot.segments[number].dates
        new = tuple.__new__
        return [new(Found, (-score, -dates[d], number, d)) for score, d in hits]

    def _found(self, number: int, document: int, score: float) -> Found:
        return Found(-score, -self._snapshot.segments[number].dates[document], number, document)

    def _ranked(self, found: list[Found], count: int) -> list[Found]:
        """The first ``count`` by score, then newest, then id.

        Within a segment the numbers of documents follow date and id; only ties between segments
        need the ids themselves.
        """
        found.sort()
        for before, after in pairwise(found[: count + 1]):
            if before[:2] == after[:2] and before.number != after.number:
                found.sort(key=self._full_key)
                break
        return found[:count]

    def _full_key(self, found: Found) -> tuple[float, int, str]:
        return *found[:2], self.id(found)

    def id(self, found: Found) -> str:
        """The id of what was found."""
        return self._snapshot.segments[found.number].id(found.document)

    def _age_key(self, found: Found) -> tuple[bool, int, str]:
        date = -found.negative_date
        return date == MISSING_DATE, date, self.id(found)


def builder_of(snapshot: Snapshot) -> CursorBuilder:
    """The cursor builder of a snapshot: one for all its searches."""
    builder = snapshot.cursor_builder
    if builder is None:
        builder = snapshot.cursor_builder = CursorBuilder(snapshot)
    return cast("CursorBuilder", builder)

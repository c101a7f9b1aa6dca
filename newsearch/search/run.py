"""Runs a plan over a snapshot: the best, the newest, all, or how many."""

from __future__ import annotations

import heapq
from array import array
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import TypeAlias, cast

from newsearch.kernel.boolean import DecayCursor
from newsearch.kernel.collect import all_documents, all_scores, count_documents
from newsearch.kernel.cursor import Cursor
from newsearch.kernel.limits import END
from newsearch.query import plan
from newsearch.search.cursors import CursorBuilder
from newsearch.search.pruning import PrunedQuery, constant_score, pruned_query
from newsearch.segment.records import MISSING_DATE
from newsearch.segment.snapshot import Snapshot
from newsearch.values import Value

#: Above so many hits a heap is no better than sorting everything.
LARGEST_HEAP = 100_000


class Recency(Value):
    """A decay of scores by age: half for each ``half_life`` microseconds before ``now``."""

    half_life: float
    now: int


Found: TypeAlias = tuple[float, int, int, int]
"""A hit before it is dressed: minus the score; the complement (``~``) of the date in microseconds;
which segment; which document of it. The best is the least."""


class Run:
    """One plan on one snapshot.

    Args:
        snapshot: What to search.
        node: The plan.
        recency: Decay of scores, or None.
        pruned: What `pruned_query` makes of the plan, where it is known.
    """

    __slots__ = ("_builder", "_count", "_matches", "_node", "_pruned", "_recency", "_snapshot")

    def __init__(
        self,
        snapshot: Snapshot,
        node: plan.Node,
        recency: Recency | None = None,
        pruned: PrunedQuery | None = None,
    ) -> None:
        self._snapshot = snapshot
        self._node = node
        self._recency = recency
        self._builder = builder_of(snapshot)
        self._pruned = pruned_query(node) if pruned is None else pruned
        self._matches: list[array[int]] | None = None
        self._count: int | None = None

    def count(self) -> int:
        """How many live documents match."""
        if self._count is None:
            self._count = self._counted()
        return self._count

    def _counted(self) -> int:
        if self._matches is not None:
            return sum(map(len, self._matches))
        total = 0
        pruned = self._pruned
        for number, segment in enumerate(self._snapshot.segments):
            counted = None if pruned is None else pruned.count(self._builder, number)
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

    def first(self, sort: str, count: int) -> list[Found]:
        """The ``count`` first in an order: ``"relevance"``, ``"newest"`` or ``"oldest"``."""
        if sort == "relevance":
            return self.best(count)
        return self.newest(count) if sort == "newest" else self.oldest(count)

    def in_sort(self, sort: str, documents: Sequence[array[int]]) -> list[Found]:
        """Some of the matches, given per segment, ascending, in an order as `first` has it."""
        found: list[Found] = []
        for number, own in enumerate(documents):
            cursor = self._scoring(number) if own and sort == "relevance" else None
            for document in own:
                if cursor is not None:
                    cursor.advance(document)
                score = 0.0 if cursor is None else cursor.score()
                found.append(self._found(number, document, score))
        found.sort(key=self._age_key if sort == "oldest" else self._full_key)
        return found

    def best(self, count: int) -> list[Found]:
        """The ``count`` best: by score, then newest, then id."""
        pruned = self._pruned
        if self._recency is None and pruned is None:
            score = constant_score(self._node)
            if score is not None:
                return self._first(count, score)
        if count > LARGEST_HEAP:
            return self._ranked(list(self._scored()), count)
        if self._recency is not None or count < 1:
            pruned = None
        found: list[Found] = []
        least = 0.0
        ranking = self._builder.borrow_ranking()
        top = ranking.top
        top.resize(min(count, self._snapshot.document_count))
        for number, segment in enumerate(self._snapshot.segments):
            if pruned is None or not pruned.collect(self._builder, number, ranking, least):
                top.clear()
                cursor = self._scoring(number)
                if cursor is not None:
                    top.collect(cursor, segment.deleted or b"")
            top.give(found, segment.dates, number)
            least = max(least, top.least())
        self._builder.return_ranking(ranking)
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
                dates = segment.dates
                found += [(-score, ~dates[document], number, document) for document in first]
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
        for _, _, number, document in merged:
            yield number, document

    def _found(self, number: int, document: int, score: float) -> Found:
        return -score, ~self._snapshot.segments[number].dates[document], number, document

    def _ranked(self, found: list[Found], count: int) -> list[Found]:
        """The first ``count`` by score, then newest, then id.

        Within a segment the numbers of documents follow date and id; only ties between segments
        need the ids themselves.
        """
        found.sort()
        if len(self._snapshot.segments) > 1:
            for before, after in pairwise(found[: count + 1]):
                if before[0] == after[0] and before[1] == after[1] and before[2] != after[2]:
                    found.sort(key=self._full_key)
                    break
        return found[:count]

    def _full_key(self, found: Found) -> tuple[float, int, str]:
        return *found[:2], self.id(found)

    def id(self, found: Found) -> str:
        """The id of what was found."""
        return self._snapshot.segments[found[2]].id(found[3])

    def _age_key(self, found: Found) -> tuple[bool, int, str]:
        date = ~found[1]
        return date == MISSING_DATE, date, self.id(found)


def builder_of(snapshot: Snapshot) -> CursorBuilder:
    """The cursor builder of a snapshot: one for all its searches."""
    builder = snapshot.cursor_builder
    if builder is None:
        builder = snapshot.cursor_builder = CursorBuilder(snapshot)
    return cast("CursorBuilder", builder)

"""Queries of a few words, whose best hits are found without scoring all: see `kernel.ranked`.

Such a query is a word, all or any of several words, or a phrase, each in all text fields, perhaps
with filters. Any other query is scored in full.
"""

from __future__ import annotations

from array import array
from functools import lru_cache
from typing import TYPE_CHECKING

from newsearch.kernel.boolean import PhraseCursor
from newsearch.kernel.collect import TopDocuments
from newsearch.kernel.ranked import RankedTerm, Ranking
from newsearch.query import plan
from newsearch.search.cursors import date_range
from newsearch.values import Value

if TYPE_CHECKING:
    from newsearch.kernel.cursor import Cursor
    from newsearch.search.cursors import CursorBuilder


class PrunedQuery(Value):
    """A query whose best hits can be found without scoring all.

    Attributes:
        words: Its words.
        every: Whether all of them must occur, or any.
        phrase: The phrase that they make, or None.
        dates: Spans of time that hits must be in.
        filters: What else hits must match.
    """

    words: tuple[plan.Word, ...]
    every: bool
    phrase: plan.Phrase | None = None
    dates: tuple[plan.Dates, ...] = ()
    filters: tuple[plan.Node, ...] = ()

    def collect(self, builder: CursorBuilder, number: int, top: TopDocuments, least: float) -> bool:
        """Collects the best documents of segment ``number``.

        Args:
            builder: Makes cursors.
            number: The segment.
            top: Takes the documents.
            least: Scores below it are not wanted.

        Returns:
            False where the segment cannot be searched this way; then nothing was collected.
        """
        try:
            prepared = self._prepared(builder, number, top, least)
        except LookupError:
            return False
        if prepared is not None:
            ranking, terms = prepared
            if self.every:
                ranking.all_of(terms, self._phrase_cursor(terms))
            else:
                ranking.any_of(terms)
        return True

    def count(self, builder: CursorBuilder, number: int) -> int | None:
        """How many documents of segment ``number`` match; None where others must count them."""
        if not self.every or self.phrase is not None:
            return None
        try:
            prepared = self._prepared(builder, number, TopDocuments(0), 0.0)
        except LookupError:
            return None
        if prepared is None:
            return 0
        ranking, terms = prepared
        return ranking.count_all_of(terms)

    def _prepared(
        self, builder: CursorBuilder, number: int, top: TopDocuments, least: float
    ) -> tuple[Ranking, list[RankedTerm]] | None:
        """A ranking and its terms; None where no document of the segment can match.

        Raises:
            LookupError: A word is several terms of the segment.
        """
        terms = [builder.ranked_term(word, number) for word in self.words]
        present = [term for term in terms if term is not None]
        if not present or (self.every and len(present) < len(terms)):
            return None
        segment = builder.snapshot.segments[number]
        first, stop = 0, segment.document_count
        for dates in self.dates:
            begin, end = date_range(segment, dates.first, dates.last)
            first, stop = max(first, begin), min(stop, end)
        if first >= stop:
            return None
        required: Cursor | None = None
        if self.filters:
            required = builder.cursor(plan.And(self.filters), number)
            if required is None:
                return None
        return Ranking(top, segment.deleted or b"", first, stop, least, required), present

    def _phrase_cursor(self, terms: list[RankedTerm]) -> PhraseCursor | None:
        phrase = self.phrase
        if phrase is None:
            return None
        distinct = [word.terms for word in self.words]
        places = array("I", [distinct.index(terms) for terms in phrase.words])
        return PhraseCursor(list(terms), places, phrase.slop, 1.0)


@lru_cache(maxsize=256)
def pruned_query(node: plan.Node) -> PrunedQuery | None:
    """The query of a plan if its best hits can be found without scoring all, else None."""
    dates: tuple[plan.Dates, ...] = ()
    filters: tuple[plan.Node, ...] = ()
    if isinstance(node, plan.Filter):
        dates, filters = _parted((node.required,))
        node = node.scored
    if isinstance(node, plan.And):
        more_dates, rest = _parted(node.children)
        dates += more_dates
        silent = (plan.Keyword, plan.Not)
        filters += tuple(child for child in rest if isinstance(child, silent))
        scored = tuple(child for child in rest if not isinstance(child, silent))
        if not scored:
            return None
        node = scored[0] if len(scored) == 1 else plan.And(scored)
    if isinstance(node, plan.Phrase):
        if node.field != "text" or node.boost != 1.0:
            return None
        words = tuple(plan.Word("text", terms) for terms in dict.fromkeys(node.words))
        return PrunedQuery(words, True, node, dates, filters)
    nodes = node.children if isinstance(node, plan.And | plan.Or) else (node,)
    words = tuple(child for child in nodes if isinstance(child, plan.Word))
    if len(words) < len(nodes):
        return None
    if any(word.field != "text" or word.boost <= 0.0 for word in words):
        return None
    return PrunedQuery(words, not isinstance(node, plan.Or), None, dates, filters)


def _parted(
    nodes: tuple[plan.Node, ...],
) -> tuple[tuple[plan.Dates, ...], tuple[plan.Node, ...]]:
    """Spans of time, and the rest, of nodes that must all hold."""
    dates: list[plan.Dates] = []
    rest: list[plan.Node] = []
    waiting = list(reversed(nodes))
    while waiting:
        node = waiting.pop()
        if isinstance(node, plan.And):
            waiting.extend(reversed(node.children))
        elif isinstance(node, plan.Dates):
            dates.append(node)
        else:
            rest.append(node)
    return tuple(dates), tuple(rest)


def constant_score(node: plan.Node) -> float | None:
    """The score that every match of a plan has, where they all have the same; else None.

    Such matches rank by date alone, so that the first of each segment are the best.
    """
    match node:
        case plan.Keyword() | plan.Dates() | plan.Not() | plan.Nothing():
            return 0.0
        case plan.Expand() | plan.Every():
            return node.boost
        case plan.Constant():
            return node.score
        case plan.Filter():
            return constant_score(node.scored)
        case plan.And():
            scores = [constant_score(child) for child in node.children]
            return None if None in scores else sum(score or 0.0 for score in scores)
    return None

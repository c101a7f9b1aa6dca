"""Queries of a few words, whose best hits are found without scoring all: see `kernel.ranked`.

Such a query is a word, all or any of several words, or a phrase, each in all text fields, perhaps
with filters. Any other query is scored in full.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from newsearch.kernel.boolean import PhraseCursor
from newsearch.kernel.phrases import ExactPhrase
from newsearch.kernel.ranked import Ranking
from newsearch.kernel.ranked_term import RankedTerm
from newsearch.query import plan
from newsearch.search.cursors import date_range

if TYPE_CHECKING:
    from newsearch.kernel.cursor import Cursor
    from newsearch.search.cursors import CursorBuilder

#: Words of a lower boost may score 0 where they occur, as scores are multiples of 2^-40.
LEAST_BOOST = 1e-3


class PrunedQuery:
    """A query whose best hits can be found without scoring all, on one snapshot.

    Args:
        words: Its words.
        every: Whether all of them must occur, or any.
        phrase: The phrase that they make, or None.
        dates: Spans of time that hits must be in.
        filters: What else hits must match.
    """

    __slots__ = (
        *("_dates", "_every", "_filters", "_lists", "_orders", "_phrase", "_places", "_words"),
    )

    def __init__(
        self,
        words: tuple[plan.Word, ...],
        every: bool,
        phrase: plan.Phrase | None,
        dates: tuple[plan.Dates, ...],
        filters: tuple[plan.Node, ...],
    ) -> None:
        self._words = words
        self._every = every
        self._phrase = phrase
        self._dates = dates
        self._filters = filters
        self._places: list[int] = []
        if phrase is not None:
            distinct = [word.terms for word in words]
            self._places = [distinct.index(terms) for terms in phrase.words]
        self._orders: dict[int, list[tuple[int, int]]] = {}
        self._lists: list[list[tuple[int, int, float, int]] | None] | None = None

    def within(self, required: list[plan.Node]) -> PrunedQuery:
        """The same query with more that hits must match."""
        dates, filters = _parted(tuple(required))
        query = PrunedQuery(
            self._words, self._every, self._phrase, self._dates + dates, self._filters + filters
        )
        query._lists = self._lists
        return query

    def collect(self, builder: CursorBuilder, number: int, ranking: Ranking, least: float) -> bool:
        """Collects the best documents of segment ``number``.

        Args:
            builder: Makes cursors.
            number: The segment.
            ranking: Takes the documents.
            least: Scores below it are not wanted.

        Returns:
            False where the segment cannot be searched this way; then nothing was collected.
        """
        terms = self._entered(builder, number, ranking, least)
        if terms is None:
            return False
        if terms:
            if not self._every:
                ranking.any_of(terms)
            elif self._phrase is None:
                ranking.all_of(terms)
            elif self._phrase.slop == 1:
                ranking.phrase_of(terms, ExactPhrase(terms, self._rarest_first(number)), None)
            else:
                places = array("I", self._places)
                near = PhraseCursor(list(terms), places, self._phrase.slop, 1.0)
                ranking.phrase_of(terms, None, near)
        return True

    def count(self, builder: CursorBuilder, number: int) -> int | None:
        """How many documents of segment ``number`` match; None where others must count them."""
        if not self._every or self._phrase is not None:
            return None
        ranking = builder.borrow_ranking()
        terms = self._entered(builder, number, ranking, 0.0)
        if terms is None:
            return None
        total = ranking.count_all_of(terms) if terms else 0
        builder.return_ranking(ranking)
        return total

    def _rarest_first(self, number: int) -> list[tuple[int, int]]:
        """For each word of the phrase, rarest first, which term it is and its place."""
        known = self._orders.get(number)
        if known is None:
            lists = self._lists[number] if self._lists is not None else None
            assert lists is not None
            known = [(index, offset) for offset, index in enumerate(self._places)]
            known.sort(key=lambda one: lists[one[0]][1])
            self._orders[number] = known
        return known

    def _entered(
        self, builder: CursorBuilder, number: int, ranking: Ranking, least: float
    ) -> list[RankedTerm] | None:
        """The terms, once the ranking has entered the segment.

        Returns:
            An empty list where nothing can match; None where a word is several terms.
        """
        lists = self._lists
        if lists is None:
            lists = self._lists = [
                builder.posting_lists(self._words, self._every, segment)
                for segment in range(len(builder.snapshot.segments))
            ]
        found = lists[number]
        if found is None:
            return None
        segment = builder.snapshot.segments[number]
        first, stop = 0, segment.document_count
        for dates in self._dates:
            begin, end = date_range(segment, dates.first, dates.last)
            first, stop = max(first, begin), min(stop, end)
        required: Cursor | None = None
        if self._filters and found:
            required = builder.cursor(plan.And(self._filters), number)
            if required is None:
                found = []
        ranking.enter(segment.deleted, first, stop, least, required)
        source = builder.snapshot.sources[number]
        return [RankedTerm(source, *one) for one in found]


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
    if any(word.field != "text" or word.boost < LEAST_BOOST for word in words):
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

"""Whoosh's ``Searcher`` over a snapshot: exhaustive, with our ranking and our ties.

Queries, sorting, grouping, collapsing, highlighting and spelling written for Whoosh 2.7.4 run
over it. Three things differ from Whoosh's own: queries go through
`newsearch.search.whoosh_exact.exact`; nothing is pruned, because Whoosh's pruning loses hits;
equal scores come newest first, then by id.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heapify, heappush, heapreplace
from typing import Any

from whoosh import collectors
from whoosh.matching import NullMatcher
from whoosh.reading import TermNotFound
from whoosh.searching import Results, Searcher

from newsearch.schema import DEFAULT_FIELD, TEXT_FIELDS
from newsearch.search.whoosh_exact import exact
from newsearch.search.whoosh_matcher import SegmentsMatcher
from newsearch.search.whoosh_reader import SnapshotReader
from newsearch.search.whoosh_weighting import Bm25F


class Place:
    """A document's place among equal scores, looked up only when scores are equal."""

    __slots__ = ("_place", "_reader", "document")

    def __init__(self, reader: Any, document: int) -> None:
        self._reader = reader
        self.document = document
        self._place: tuple[int, Any] | None = None

    def key(self) -> tuple[int, Any]:
        """Ascending: the newest first, then by id."""
        if self._place is None:
            self._place = self._reader.place(self.document)
        return self._place

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Place) and self.document == other.document

    def __hash__(self) -> int:
        return hash(self.document)

    def __lt__(self, other: Place) -> bool:
        """A later place is the lesser: a heap keeps the greatest."""
        return self.key() > other.key()


class SnapshotResults(Results):  # type: ignore[misc]
    """Whoosh's results, whose query terms are complete.

    A word searched in ``text`` is highlighted in title, summary and body too; all variants of a
    word are; and the terms of one field do not hide those of the next.
    """

    def query_terms(self, expand: bool = False, fieldname: str | None = None) -> set[Any]:
        """The index terms of the query that the index holds, as (field, term).

        Args:
            expand: Whether prefixes, wildcards and the like give the terms they stand for.
            fieldname: Only those that can match in this field.
        """
        reader = self.searcher.reader()
        fields = (fieldname, DEFAULT_FIELD) if fieldname in TEXT_FIELDS else (fieldname,)
        found: set[Any] = set()
        for leaf in self.q.leaves():
            if fieldname is not None and leaf.field() not in fields:
                continue
            terms = leaf.expanded_terms(reader, phrases=True) if expand else leaf.terms(True)
            for field, text in terms:
                if field in reader.schema:
                    to_bytes = reader.schema[field].to_bytes
                    variants = map(to_bytes, getattr(text, "terms", (text,)))
                    found.update((field, term) for term in variants if (field, term) in reader)
        return found


class _OurResults:
    """Makes a collector give `SnapshotResults`."""

    top_searcher: Any
    q: Any
    runtime: float

    def _results(self, items: Any, **kwargs: Any) -> SnapshotResults:
        results = SnapshotResults(self.top_searcher, self.q, items, **kwargs)
        results.runtime = self.runtime
        results.collector = self
        return results


class SortingCollector(_OurResults, collectors.SortingCollector):  # type: ignore[misc]
    """Every document that matches, sorted by facets."""


class UnsortedCollector(_OurResults, collectors.UnsortedCollector):  # type: ignore[misc]
    """Every document that matches, in no order."""


class RankedCollector(_OurResults, collectors.TopCollector):  # type: ignore[misc]
    """The best ``limit`` documents of all that match; each is scored, none is skipped."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit, usequality=False, replace=0)

    def _collect(self, global_docnum: int, score: float) -> float:
        self.total += 1
        item = (score, Place(self.top_searcher.reader(), global_docnum))
        if len(self.items) < self.limit:
            heappush(self.items, item)
        elif item > self.items[0]:
            heapreplace(self.items, item)
        return -score

    def remove(self, global_docnum: int) -> None:
        self.items: list[tuple[float, Place]] = [
            item for item in self.items if item[1].document != global_docnum
        ]
        heapify(self.items)

    def results(self) -> Any:
        ordered = sorted(self.items, reverse=True)
        return self._results([(score, place.document) for score, place in ordered])


class AllCollector(_OurResults, collectors.UnlimitedCollector):  # type: ignore[misc]
    """Every document that matches, ranked."""

    def __init__(self, reverse: bool = False) -> None:
        super().__init__(reverse=reverse)
        self.replace = 0

    def results(self) -> Any:
        reader = self.top_searcher.reader()
        ordered = sorted(
            ((score, Place(reader, document)) for score, document in self.items),
            reverse=not self.reverse,
        )
        items = [(score, place.document) for score, place in ordered]
        return self._results(items, docset=self.docset)


class SnapshotSearcher(Searcher):  # type: ignore[misc]
    """A Whoosh searcher over a `SnapshotReader`; take one from ``index.searcher()``.

    Example::

        with index.searcher() as searcher:
            results = searcher.search(query.Term("text", "bridge"), sortedby="date")
    """

    def context(self, **kwargs: Any) -> Any:
        """Whoosh's, with matchers that stay valid at each document: no array unions."""
        kwargs.setdefault("needs_current", True)
        return super().context(**kwargs)

    def boolean_context(self) -> Any:
        return self.context(weighting=None)

    def collector(
        self,
        limit: int | None = 10,
        sortedby: Any = None,
        reverse: bool = False,
        groupedby: Any = None,
        collapse: Any = None,
        collapse_limit: int = 1,
        collapse_order: Any = None,
        optimize: bool = True,
        filter: Any = None,  # noqa: A002 - Whoosh's name
        mask: Any = None,
        terms: bool = False,
        maptype: Any = None,
        scored: bool = True,
    ) -> Any:
        """Whoosh's collector for these arguments, always exhaustive (``optimize`` is ignored)."""
        if limit is not None and limit < 1:
            raise ValueError(f"limit must be at least 1 or None, not {limit}")
        found: Any
        if not scored and not sortedby:
            found = UnsortedCollector()
        elif sortedby:
            found = SortingCollector(sortedby, limit=limit, reverse=reverse)
        elif groupedby or reverse or not limit:
            found = AllCollector(reverse=reverse)
        else:
            found = RankedCollector(limit)
        if groupedby:
            found = collectors.FacetCollector(found, groupedby, maptype=maptype)
        if terms:
            found = collectors.TermsCollector(found)
        if collapse:
            found = collectors.CollapseCollector(
                found, collapse, limit=collapse_limit, order=collapse_order
            )
        if filter or mask:
            found = collectors.FilterCollector(found, filter, mask)
        return found

    def search(self, q: Any, **kwargs: Any) -> Any:
        results = super().search(q, **kwargs)
        results.q = q  # the query as given: highlighting asks it for its terms
        return results

    def search_with_collector(self, q: Any, collector: Any, context: Any = None) -> None:
        super().search_with_collector(exact(q), collector, context)

    def docs_for_query(self, q: Any, for_deletion: bool = False) -> Iterator[int]:
        tree = exact(q)
        for leaf, base in self.leaf_searchers():
            for document in tree.deletion_docs(leaf) if for_deletion else tree.docs(leaf):
                yield base + document

    def postings(self, fieldname: str, text: Any, weighting: Any = None, qf: float = 1) -> Any:
        if self.is_atomic():
            return super().postings(fieldname, text, weighting, qf)
        term = (fieldname, text)
        leaves = [(leaf, base) for leaf, base in self.leaf_searchers() if term in leaf.reader()]
        if not leaves:
            raise TermNotFound(f"{fieldname}:{text!r}")
        matchers = [leaf.postings(fieldname, text, weighting, qf) for leaf, _ in leaves]
        return SegmentsMatcher(matchers, [base for _, base in leaves])

    def group_matcher(self, fieldname: str, terms: tuple[bytes, ...], context: Any = None) -> Any:
        """A matcher of several terms that count as one word (in one segment).

        Args:
            fieldname: A text field.
            terms: The index terms.
            context: Whoosh's search context; one without weighting asks for no scores.
        """
        reader = self.reader()
        if not any((fieldname, term) in reader for term in terms):
            return NullMatcher()
        weighting = self.weighting if context is None else context.weighting
        scorer = weighting.group_scorer(self, fieldname, terms) if weighting else None
        return reader.group_postings(fieldname, terms, scorer)


def make_searcher(snapshot: Any, schema: Any, index: Any = None) -> SnapshotSearcher:
    """A Whoosh searcher over a snapshot.

    Args:
        snapshot: A `newsearch.segment.snapshot.Snapshot`.
        schema: The index's Whoosh schema.
        index: What ``up_to_date`` and ``refresh`` of the searcher ask, if given: an object with
            Whoosh's ``latest_generation()`` and ``reader()``.

    Example::

        searcher = make_searcher(index.snapshot, index.schema)
    """
    return SnapshotSearcher(SnapshotReader(snapshot, schema), weighting=Bm25F(), fromindex=index)

"""Matchers for Whoosh over our postings, and corrected ones for its compound queries.

`PostingsMatcher` walks the documents of a term. The others replace matchers of Whoosh 2.7.4 that
give wrong answers: ``AndMaybeMatcher`` loses optional scores after a skip, ``AndNotMatcher`` may
let the first excluded document through, ``DisjunctionMaxMatcher`` ignores its tiebreak,
``InverseMatcher`` scores 1.0, array unions drop documents that score 0.0, ``SpanNot`` raises when
its second query ends. None of them offers block qualities: collection is exhaustive.

A matcher stands at a document from the start. ``id``, ``score`` and ``spans`` speak of that
document; past the last one ``is_active`` is false and only ``reset`` is allowed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from whoosh.matching import (
    AndMaybeMatcher,
    AndNotMatcher,
    IntersectionMatcher,
    Matcher,
    MultiMatcher,
    ReadTooFar,
    UnionMatcher,
    WrappingMatcher,
)
from whoosh.query.spans import Span, SpanBiMatcher
from whoosh.util import make_binary_tree

from newsearch.search.whoosh_fields import TermDocuments


class DocumentsMatcher(Matcher):  # type: ignore[misc]
    """Documents in ascending order, all with the same score."""

    def __init__(self, documents: Sequence[int], score: float = 0.0) -> None:
        self._documents = documents
        self._score = score
        self._at = 0

    def is_active(self) -> bool:
        return self._at < len(self._documents)

    def id(self) -> int:
        return self._documents[self._at]

    def next(self) -> None:
        if self._at >= len(self._documents):
            raise ReadTooFar
        self._at += 1

    def skip_to(self, id: int) -> None:
        if self._at >= len(self._documents):
            raise ReadTooFar
        self._at = bisect_left(self._documents, id, self._at)

    def reset(self) -> None:
        self._at = 0

    def copy(self) -> DocumentsMatcher:
        twin = DocumentsMatcher(self._documents, self._score)
        twin._at = self._at
        return twin

    def all_ids(self) -> Iterator[int]:
        return iter(self._documents[self._at :])

    def score(self) -> float:
        return self._score

    def weight(self) -> float:
        return self._score

    def max_quality(self) -> float:
        return self._score

    def supports(self, astype: str) -> bool:
        return False

    def spans(self) -> list[Span]:
        return []

    def value(self) -> bytes:
        return b""

    def value_as(self, astype: str) -> Any:
        raise ValueError(f"these documents have no {astype!r}: they come from no posting list")


class PostingsMatcher(DocumentsMatcher):
    """The documents of a term, or of several that count as one word.

    Args:
        found: The documents with frequencies and positions.
        fieldname: The field searched.
        terms: The index terms.
        scorer: Scores the matcher's current document; without one the score is 0.0.
        positions: Whether the field has positions.
    """

    def __init__(
        self,
        found: TermDocuments,
        fieldname: str,
        terms: Sequence[bytes],
        scorer: Any = None,
        positions: bool = True,
    ) -> None:
        super().__init__(found.documents)
        self._found = found
        self._fieldname = fieldname
        self._terms = terms
        self.scorer = scorer
        self._has_positions = positions

    def copy(self) -> PostingsMatcher:
        twin = PostingsMatcher(
            self._found, self._fieldname, self._terms, self.scorer, self._has_positions
        )
        twin._at = self._at
        return twin

    def term(self) -> tuple[str, bytes]:
        """The field and the term; of several terms, one that occurs in the current document."""
        number = self._found.term_at(self._at) if self.is_active() else 0
        return self._fieldname, self._terms[number]

    def weight(self) -> float:
        return float(self._found.counts[self._at])

    def weighted_frequency(self) -> float:
        """The BM25F weighted frequency in the current document."""
        return self._found.weighted[self._at]

    def score(self) -> float:
        return 0.0 if self.scorer is None else float(self.scorer.score(self))

    def max_quality(self) -> float:
        return 0.0 if self.scorer is None else float(self.scorer.max_quality())

    def supports(self, astype: str) -> bool:
        return astype in ("frequency", "weight") or (astype == "positions" and self._has_positions)

    def value_as(self, astype: str) -> Any:
        if astype == "frequency":
            return self._found.counts[self._at]
        if astype == "weight":
            return self.weight()
        if astype == "positions" and self._has_positions:
            return self._found.positions(self._at)
        raise ValueError(f"field {self._fieldname!r} has no {astype!r}")

    def spans(self) -> list[Span]:
        return [Span(position) for position in self._found.positions(self._at)]


class ExpandedMatcher(DocumentsMatcher):
    """The documents of the terms a prefix, wildcard, fuzzy or range query expands to.

    Args:
        documents: The documents.
        score: Their score.
        fieldname: The field searched.
        terms: The terms of the expansion.
        load: Finds frequencies and positions; called when spans or terms are first asked for.
    """

    def __init__(
        self,
        documents: Sequence[int],
        score: float,
        fieldname: str,
        terms: Sequence[bytes],
        load: Callable[[], TermDocuments],
    ) -> None:
        super().__init__(documents, score)
        self._fieldname = fieldname
        self._terms = terms
        self._load = load
        self._found: TermDocuments | None = None

    def copy(self) -> ExpandedMatcher:
        twin = ExpandedMatcher(
            self._documents, self._score, self._fieldname, self._terms, self._load
        )
        twin._at = self._at
        return twin

    def _details(self) -> TermDocuments:
        if self._found is None:
            self._found = self._load()
        return self._found

    def term(self) -> tuple[str, bytes] | None:
        """A term of the expansion that occurs in the current document."""
        if not self._terms:
            return None
        number = self._details().term_at(self._at) if self.is_active() else 0
        return self._fieldname, self._terms[number]

    def spans(self) -> list[Span]:
        return [Span(position) for position in self._details().positions(self._at)]


class SegmentsMatcher(MultiMatcher):  # type: ignore[misc]
    """One segment after another; each scores its own documents."""

    def score(self) -> float:
        return float(self.matchers[self.current].score())


class ConstantMatcher(WrappingMatcher):  # type: ignore[misc]
    """The child's documents, each with the same score."""

    def __init__(self, child: Any, score: float) -> None:
        super().__init__(child)
        self._score = score

    def copy(self) -> ConstantMatcher:
        return ConstantMatcher(self.child.copy(), self._score)

    def replace(self, minquality: float = 0) -> ConstantMatcher:
        return self

    def supports_block_quality(self) -> bool:
        return False

    def max_quality(self) -> float:
        return self._score

    def weight(self) -> float:
        return self._score

    def score(self) -> float:
        return self._score


class NotMatcher(DocumentsMatcher):
    """The live documents the child does not match; they score 0.0."""

    def __init__(self, child: Any, live: Sequence[int]) -> None:
        excluded = set(child.all_ids())
        super().__init__([n for n in live if n not in excluded])


class AllMatcher(IntersectionMatcher):  # type: ignore[misc]
    """Documents in both children; the score is the sum."""

    def replace(self, minquality: float = 0) -> AllMatcher:
        return self

    def supports_block_quality(self) -> bool:
        return False


class AnyMatcher(UnionMatcher):  # type: ignore[misc]
    """Documents in either child; the score is the sum over those that match."""

    def replace(self, minquality: float = 0) -> AnyMatcher:
        return self

    def supports_block_quality(self) -> bool:
        return False


class RequiredMatcher(AllMatcher):
    """Documents in both children; only the first scores."""

    def score(self) -> float:
        return float(self.a.score())

    def weight(self) -> float:
        return float(self.a.weight())

    def max_quality(self) -> float:
        return float(self.a.max_quality())

    def supports(self, astype: str) -> bool:
        return bool(self.a.supports(astype))

    def value_as(self, astype: str) -> Any:
        return self.a.value_as(astype)


class OptionalMatcher(AndMaybeMatcher):  # type: ignore[misc]
    """The first child's documents; the second only adds to the score."""

    def _follow(self) -> None:
        a, b = self.a, self.b
        if a.is_active() and b.is_active() and b.id() < a.id():
            b.skip_to(a.id())

    _first_b = _follow

    def next(self) -> None:
        self.a.next()
        self._follow()

    def skip_to(self, id: int) -> None:
        self.a.skip_to(id)
        self._follow()

    def replace(self, minquality: float = 0) -> OptionalMatcher:
        return self

    def supports_block_quality(self) -> bool:
        return False

    def spans(self) -> list[Span]:
        spans: list[Span] = self.a.spans()
        return spans


class ExcludingMatcher(AndNotMatcher):  # type: ignore[misc]
    """The first child's documents that the second does not match."""

    def __init__(self, a: Any, b: Any) -> None:
        excluded = set(b.all_ids())
        self._excluded = excluded
        super().__init__(a, b)

    def _find_first(self) -> None:
        self._find_next()

    def _find_next(self) -> None:
        while self.a.is_active() and self.a.id() in self._excluded:
            self.a.next()

    def next(self) -> None:
        self.a.next()
        self._find_next()

    def skip_to(self, id: int) -> None:
        self.a.skip_to(id)
        self._find_next()

    def reset(self) -> None:
        self.a.reset()
        self._find_next()

    def children(self) -> list[Any]:
        return [self.a]

    def replace(self, minquality: float = 0) -> ExcludingMatcher:
        return self

    def supports_block_quality(self) -> bool:
        return False

    def spans(self) -> list[Span]:
        spans: list[Span] = self.a.spans()
        return spans


class BestMatcher(AnyMatcher):
    """Documents in any child; scores the best child plus ``tiebreak`` times the others."""

    def __init__(self, children: Sequence[Any], tiebreak: float = 0.0) -> None:
        union = make_binary_tree(AnyMatcher, list(children))
        super().__init__(union.a, union.b)
        self._each = list(children)
        self._tiebreak = tiebreak

    def copy(self) -> BestMatcher:
        return BestMatcher([child.copy() for child in self._each], self._tiebreak)

    def score(self) -> float:
        here = self.id()
        scores = [m.score() for m in self._each if m.is_active() and m.id() == here]
        best = max(scores)
        return float(best + self._tiebreak * (sum(scores) - best))

    def max_quality(self) -> float:
        return float(sum(m.max_quality() for m in self._each))


class SpanNotMatcher(SpanBiMatcher):  # type: ignore[misc]
    """Spans of the first child that overlap none of the second; Whoosh's fails where that ends."""

    def __init__(self, a: Any, b: Any) -> None:
        self.a = a
        self.b = b
        super().__init__(OptionalMatcher(a, b))

    def _get_spans(self) -> list[Span]:
        spans: list[Span] = self.a.spans()
        if not self.b.is_active() or self.b.id() != self.a.id():
            return spans
        others = self.b.spans()
        return [span for span in spans if not any(span.overlaps(other) for other in others)]

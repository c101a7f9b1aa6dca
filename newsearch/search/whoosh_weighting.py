"""BM25F with exact lengths, as a Whoosh weighting model.

The definition is that of Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple
weighted fields" (CIKM 2004): the frequencies of a word in the fields of an article are weighted
and added before they saturate. The idf is Lucene's. Keywords, ids and dates score 0.0: they
filter.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Any

from whoosh.scoring import BaseScorer, WeightingModel

from newsearch.schema import K1, TEXT_FIELDS, length_discount


def inverse_document_frequency(document_count: int, document_frequency: int) -> float:
    """Lucene's idf, ``log(1 + (N - n + 0.5) / (n + 0.5))``: never negative.

    Example:
        >>> round(inverse_document_frequency(10, 1), 3)
        1.992
    """
    return log(1.0 + (document_count - document_frequency + 0.5) / (document_frequency + 0.5))


class FilterScorer(BaseScorer):  # type: ignore[misc]
    """Scores 0.0: for fields that only filter."""

    def score(self, matcher: Any) -> float:
        return 0.0

    def max_quality(self) -> float:
        return 0.0


class Bm25Scorer(BaseScorer):  # type: ignore[misc]
    """Scores a matcher that knows its ``weighted_frequency()``.

    It offers no block qualities: with them Whoosh 2.7.4 would prune, wrongly.
    """

    def __init__(self, idf: float, weighted_lengths: Sequence[float], average: float) -> None:
        self._idf = idf
        self._lengths = weighted_lengths
        self._average = average if average > 0.0 else 1.0
        self._discount = length_discount(self._average)

    def score(self, matcher: Any) -> float:
        frequency: float = matcher.weighted_frequency()
        length: float = self._lengths[matcher.id()] / self._average
        discount = 1.0 - self._discount + self._discount * length
        return self._idf * (frequency / (frequency + K1 * discount))

    def max_quality(self) -> float:
        return self._idf


class Bm25F(WeightingModel):  # type: ignore[misc]
    """The ranking of newsearch for Whoosh's ``Searcher``.

    All articles of all segments count, deleted ones until they are merged away.

    Example::

        searcher = index.searcher()
        searcher.weighting.idf(searcher, "text", b"bridge")
    """

    def idf(self, searcher: Any, fieldname: str, text: bytes | str) -> float:
        term = text.encode() if isinstance(text, str) else text
        return self.group_idf(searcher, (term,))

    def group_idf(self, searcher: Any, terms: Sequence[bytes]) -> float:
        """The idf of terms that count as one: the sum of their document frequencies, at most N."""
        reader = searcher.get_parent().reader()
        count: int = reader.doc_count_all()
        frequency = sum(reader.doc_frequency("text", term) for term in terms)
        return inverse_document_frequency(count, min(count, frequency))

    def scorer(self, searcher: Any, fieldname: str, text: bytes | str, qf: float = 1) -> Any:
        if fieldname not in TEXT_FIELDS:
            return FilterScorer()
        term = text.encode() if isinstance(text, str) else text
        return self.group_scorer(searcher, fieldname, (term,))

    def group_scorer(self, searcher: Any, fieldname: str, terms: Sequence[bytes]) -> Any:
        """A scorer for several terms that are scored as one word (a synonym group).

        Args:
            searcher: The searcher of one segment (or the whole, where no posting is scored).
            fieldname: The field searched.
            terms: The index terms.
        """
        if fieldname not in TEXT_FIELDS:
            return FilterScorer()
        whole = searcher.get_parent().reader()
        lengths = getattr(searcher.reader(), "weighted_lengths", ())
        return Bm25Scorer(self.group_idf(searcher, terms), lengths, whole.average_length())

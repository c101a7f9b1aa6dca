"""What Whoosh asks of one field of one segment: its terms, and the documents that hold them.

Four kinds of field answer the same questions: text fields (one shared dictionary, filtered by
the field), keyword fields (a dictionary each), the id and the date. The last two have no
dictionary on disk; their terms are made from the segment's ids and dates when asked for.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from newsearch.schema import FIELD_WEIGHTS, KEYWORD_FIELDS, TEXT_FIELDS
from newsearch.segment.records import MISSING_DATE

#: Whoosh counts microseconds from year 1; a segment counts them from 1970.
EPOCH_IN_WHOOSH = 719_162 * 86_400_000_000
#: Whoosh indexes a date once per 8 bits of precision.
DATE_SHIFTS = range(0, 64, 8)
#: The bit of each text field in a term's field bits; ``text`` is all of them.
FIELD_BITS = {"title": 1, "summary": 2, "body": 4, "tags": 8, "text": 15}


def whoosh_date(microseconds: int) -> int:
    """The number by which Whoosh knows a date.

    Example:
        >>> whoosh_date(0) == EPOCH_IN_WHOOSH
        True
    """
    return microseconds + EPOCH_IN_WHOOSH


def sortable_date(microseconds: int) -> int:
    """A date as the unsigned 64-bit number under which a Whoosh ``DATETIME`` field indexes it."""
    return whoosh_date(microseconds) + 2**63


class TermDocuments:
    """The live documents of a segment that hold a term, or any of several, in a field.

    Attributes:
        documents: Document numbers, ascending.
        counts: How often the terms occur in the field, per document.
        weighted: The BM25F weighted frequency, per document; 0.0 for fields that do not score.
    """

    __slots__ = ("_parts", "_take", "counts", "documents", "weighted")

    def __init__(
        self,
        documents: Sequence[int],
        counts: Sequence[int],
        weighted: Sequence[float],
        parts: Sequence[tuple[tuple[Any, int, int], ...]] = (),
        take: str = "",
    ) -> None:
        self.documents = documents
        self.counts = counts
        self.weighted = weighted
        self._parts = parts
        self._take = take

    @classmethod
    def constant(cls, documents: Sequence[int]) -> TermDocuments:
        """Documents that hold a keyword: once each, without positions or score."""
        return cls(documents, [1] * len(documents), [0.0] * len(documents))

    def positions(self, at: int) -> list[int]:
        """Positions of the terms in the field, ascending, in the ``at``-th document."""
        if not self._parts:
            return []
        found: list[int] = []
        for postings, i, _ in self._parts[at]:
            first, last = _field_span(postings, i, self._take)
            found.extend(postings.positions(i)[first:last])
        return sorted(set(found))

    def term_at(self, at: int) -> int:
        """Which of the terms (the first) occurs in the ``at``-th document."""
        return self._parts[at][0][2] if self._parts else 0


def _field_span(postings: Any, i: int, field: str) -> tuple[int, int]:
    """Which of a posting's positions lie in a field.

    Positions ascend in the order title, summary, body, tags, so the frequencies tell.
    """
    total: int = postings.frequencies[i]
    title: int = postings.title[i]
    summary: int = postings.summary[i]
    tags: int = postings.tags[i]
    if field == "title":
        return 0, title
    if field == "summary":
        return title, title + summary
    if field == "body":
        return title + summary, total - tags
    return (total - tags, total) if field == "tags" else (0, total)


def _weighted(postings: Any, i: int, field: str) -> float:
    """The weighted frequency of one posting in a field."""
    if field != "text":
        first, last = _field_span(postings, i, field)
        return float(FIELD_WEIGHTS[field] * (last - first))
    title, summary, tags = postings.title[i], postings.summary[i], postings.tags[i]
    body = postings.frequencies[i] - title - summary - tags
    return float(
        FIELD_WEIGHTS["title"] * title
        + FIELD_WEIGHTS["summary"] * summary
        + FIELD_WEIGHTS["body"] * body
        + FIELD_WEIGHTS["tags"] * tags
    )


class FieldTerms(ABC):
    """The terms of one field in one segment.

    ``terms`` yields them in the order of their bytes; a frequency of a term that is not there
    is 0; documents never include deleted ones, frequencies do (as scores count them).
    """

    @abstractmethod
    def __contains__(self, term: bytes) -> bool: ...

    @abstractmethod
    def terms(self, first: bytes = b"") -> Iterator[bytes]:
        """All terms from ``first`` on, ascending."""

    @abstractmethod
    def documents(self, terms: Sequence[bytes]) -> TermDocuments:
        """The live documents that hold any of the terms."""

    def live(self, terms: Sequence[bytes]) -> Sequence[int]:
        """The documents of `documents`, without frequencies and positions."""
        return self.documents(terms).documents

    @abstractmethod
    def document_frequency(self, term: bytes) -> int:
        """How many documents hold the term, deleted ones included."""

    def collection_frequency(self, term: bytes) -> int:
        """How often the term occurs, deleted documents included."""
        return self.document_frequency(term)


class DictionaryTerms(FieldTerms):
    """A keyword field: its dictionary gives the terms, each posting is a document."""

    def __init__(self, segment: Any, field: str) -> None:
        self._segment = segment
        self._field = field
        self._dictionary = segment.dictionaries[field]

    def __contains__(self, term: bytes) -> bool:
        return bool(self._dictionary.find(term) >= 0)

    def terms(self, first: bytes = b"") -> Iterator[bytes]:
        dictionary = self._dictionary
        for ordinal in range(dictionary.lower_bound(first), len(dictionary)):
            yield dictionary.term(ordinal)

    def documents(self, terms: Sequence[bytes]) -> TermDocuments:
        found: set[int] = set()
        for term in terms:
            ordinal = self._dictionary.find(term)
            if ordinal >= 0:
                found.update(self._segment.postings(self._field, ordinal).documents)
        return TermDocuments.constant(_live(self._segment, sorted(found)))

    def document_frequency(self, term: bytes) -> int:
        ordinal = self._dictionary.find(term)
        return 0 if ordinal < 0 else int(self._dictionary.document_frequency(ordinal))


class TextTerms(FieldTerms):
    """A text field: the shared dictionary and posting lists, seen through one field."""

    def __init__(self, segment: Any, field: str) -> None:
        self._segment = segment
        self._field = field
        self._bits = FIELD_BITS[field]
        self._dictionary = segment.dictionaries["text"]

    def _find(self, term: bytes) -> int:
        ordinal: int = self._dictionary.find(term)
        if ordinal >= 0 and not self._dictionary.field_bits(ordinal) & self._bits:
            return -1
        return ordinal

    def __contains__(self, term: bytes) -> bool:
        return self._find(term) >= 0

    def terms(self, first: bytes = b"") -> Iterator[bytes]:
        dictionary = self._dictionary
        for ordinal in range(dictionary.lower_bound(first), len(dictionary)):
            if dictionary.field_bits(ordinal) & self._bits:
                yield dictionary.term(ordinal)

    def documents(self, terms: Sequence[bytes]) -> TermDocuments:
        segment, field = self._segment, self._field
        parts: dict[int, tuple[tuple[Any, int, int], ...]] = {}
        for number, term in enumerate(terms):
            ordinal = self._find(term)
            if ordinal < 0:
                continue
            postings = segment.postings("text", ordinal)
            for i, document in enumerate(postings.documents):
                first, last = _field_span(postings, i, field)
                if last > first and not segment.is_deleted(document):
                    parts[document] = (*parts.get(document, ()), (postings, i, number))
        documents = sorted(parts)
        rows = [parts[document] for document in documents]
        counts = [sum(_occurrences(p, i, field) for p, i, _ in row) for row in rows]
        weighted = [sum(_weighted(p, i, field) for p, i, _ in row) for row in rows]
        return TermDocuments(documents, counts, weighted, rows, field)

    def live(self, terms: Sequence[bytes]) -> Sequence[int]:
        found: set[int] = set()
        for ordinal in map(self._find, terms):
            if ordinal < 0:
                continue
            postings = self._segment.postings("text", ordinal)
            if self._field == "text":
                found.update(postings.documents)
                continue
            for i, document in enumerate(postings.documents):
                if _occurrences(postings, i, self._field):
                    found.add(document)
        return _live(self._segment, sorted(found))

    def document_frequency(self, term: bytes) -> int:
        return self._count(term, whole=self._dictionary.document_frequency, by_document=True)

    def collection_frequency(self, term: bytes) -> int:
        return self._count(term, whole=self._dictionary.collection_frequency, by_document=False)

    def _count(self, term: bytes, whole: Any, by_document: bool) -> int:
        ordinal = self._find(term)
        if ordinal < 0:
            return 0
        if not self._dictionary.field_bits(ordinal) & ~self._bits:
            return int(whole(ordinal))
        postings = self._segment.postings("text", ordinal)
        occurrences = (
            _occurrences(postings, i, self._field) for i in range(len(postings.documents))
        )
        return sum(bool(n) if by_document else n for n in occurrences)


class IdTerms(FieldTerms):
    """The id: every document has one of its own."""

    def __init__(self, segment: Any) -> None:
        self._segment = segment

    def _find(self, term: bytes) -> int:
        return int(self._segment.find(term.decode("utf-8", "replace")))

    def __contains__(self, term: bytes) -> bool:
        return self._find(term) >= 0

    def terms(self, first: bytes = b"") -> Iterator[bytes]:
        segment = self._segment
        ids = sorted({segment.id(n).encode() for n in range(segment.document_count)})
        return iter(ids[bisect_left(ids, first) :])

    def documents(self, terms: Sequence[bytes]) -> TermDocuments:
        found = sorted({n for n in map(self._find, terms) if n >= 0})
        return TermDocuments.constant(_live(self._segment, found))

    def document_frequency(self, term: bytes) -> int:
        return int(self._find(term) >= 0)


class DateTerms(FieldTerms):
    """The date as Whoosh's ``DATETIME`` would have indexed it, in eight precisions.

    A term is one byte, the bits shifted away, then eight, the shifted number, big-endian. A
    segment's documents descend by date, so a term's documents are a range of numbers.
    """

    def __init__(self, segment: Any) -> None:
        self._segment = segment
        self._dates = segment.dates

    def _range(self, term: bytes) -> range:
        if len(term) != 9:
            return range(0)
        shift = term[0]
        first = (int.from_bytes(term[1:], "big") << shift) - 2**63 - EPOCH_IN_WHOOSH
        return date_range(self._dates, first, first + (1 << shift) - 1)

    def __contains__(self, term: bytes) -> bool:
        return len(self._range(term)) > 0

    def terms(self, first: bytes = b"") -> Iterator[bytes]:
        dates = self._dates
        for shift in DATE_SHIFTS:
            if first[:1] > bytes([shift]):
                continue
            last: bytes | None = None
            for document in range(len(dates) - 1, -1, -1):
                if dates[document] == MISSING_DATE:
                    continue
                number = sortable_date(dates[document]) >> shift
                term = bytes([shift]) + number.to_bytes(8, "big")
                if term != last and term >= first:
                    yield term
                last = term

    def documents(self, terms: Sequence[bytes]) -> TermDocuments:
        found: set[int] = set()
        for term in terms:
            found.update(self._range(term))
        return TermDocuments.constant(_live(self._segment, sorted(found)))

    def document_frequency(self, term: bytes) -> int:
        return len(self._range(term))


def date_range(dates: Sequence[int], first: int | None, last: int | None) -> range:
    """The documents dated from ``first`` to ``last``, both inclusive, ``None`` for open.

    Args:
        dates: Microseconds since 1970 UTC, descending; `MISSING_DATE` at the end.

    Example:
        >>> date_range([30, 20, 10, MISSING_DATE], 10, 25)
        range(1, 3)
    """
    low = MISSING_DATE + 1 if first is None else max(first, MISSING_DATE + 1)
    stop = bisect_left(dates, -low + 1, key=lambda date: -date)
    start = 0 if last is None else bisect_left(dates, -last, key=lambda date: -date)
    return range(start, max(start, stop))


def microseconds(moment: datetime) -> int:
    """Microseconds since 1970 UTC; a moment without a timezone is in UTC.

    Example:
        >>> microseconds(datetime(1970, 1, 1, 0, 0, 1))
        1000000
    """
    offset = moment.utcoffset()
    elapsed = moment.replace(tzinfo=None) - datetime(1970, 1, 1)
    if offset is not None:
        elapsed -= offset
    return (elapsed.days * 86_400 + elapsed.seconds) * 1_000_000 + elapsed.microseconds


def field_terms(segment: Any, field: str) -> FieldTerms | None:
    """The terms of a field of a segment; ``None`` for a field that is not indexed."""
    if field == "date":
        return DateTerms(segment)
    if field == "id":
        return IdTerms(segment)
    if field in TEXT_FIELDS:
        return TextTerms(segment, field)
    return DictionaryTerms(segment, field) if field in KEYWORD_FIELDS else None


def _occurrences(postings: Any, i: int, field: str) -> int:
    first, last = _field_span(postings, i, field)
    return last - first


def _live(segment: Any, documents: list[int]) -> list[int]:
    if segment.deleted is None:
        return documents
    return [n for n in documents if not segment.is_deleted(n)]

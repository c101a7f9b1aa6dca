"""A snapshot of the index as a ``whoosh.reading.IndexReader``.

One `SegmentReader` per segment under a `SnapshotReader`: the shape for which Whoosh's searcher,
collectors, facets and spelling are written. It costs nothing to open; what a method needs is
read from the segment's memory map when it is called. The readers never close the segments.

Frequencies count deleted documents until they are merged away, postings never yield them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from whoosh.columns import TranslatingColumnReader
from whoosh.reading import IndexReader, MultiReader, ReaderClosed, TermInfo, TermNotFound
from whoosh.support.levenshtein import distance

from newsearch.schema import KEYWORD_FIELDS
from newsearch.search.whoosh_columns import column_reader
from newsearch.search.whoosh_fields import FieldTerms, date_range, field_terms
from newsearch.search.whoosh_matcher import (
    DocumentsMatcher,
    ExpandedMatcher,
    PostingsMatcher,
    SegmentsMatcher,
)
from newsearch.segment.records import fields_of

#: Which of a segment's lengths belong to a text field.
LENGTH_SLICES = {
    "text": slice(0, 4),
    "title": slice(0, 1),
    "summary": slice(1, 2),
    "body": slice(2, 3),
}


class _Reader(IndexReader):  # type: ignore[misc]
    """What the readers of a segment and of a snapshot share."""

    schema: Any
    is_closed = False

    def _check_open(self) -> None:
        if self.is_closed:
            raise ReaderClosed("this reader is closed; take a new one from index.reader()")

    def _to_bytes(self, fieldname: str, text: Any) -> bytes:
        self._check_open()
        if fieldname not in self.schema:
            raise TermNotFound(f"no field {fieldname!r}; there are {self.schema.names()}")
        term: bytes = self.schema[fieldname].to_bytes(text)
        return term

    def indexed_field_names(self) -> list[str]:
        return [name for name, field in self.schema.items() if field.indexed]

    def supports_caches(self) -> bool:
        return False

    def has_vector(self, docnum: int, fieldname: str) -> bool:
        """False: no term vectors are kept; key terms come from the stored text."""
        return False

    def vector(self, docnum: int, fieldname: str, format_: Any = None) -> Any:
        raise KeyError(f"no term vectors are stored for field {fieldname!r}")

    def terms_within(self, fieldname: str, text: str, maxdist: int, prefix: int = 0) -> Any:
        from_bytes = self.schema[fieldname].from_bytes
        for term in self.expand_prefix(fieldname, text[:prefix]):
            word = from_bytes(term)
            near = abs(len(word) - len(text)) <= maxdist
            if near and distance(word, text, limit=maxdist) <= maxdist:
                yield word


class SegmentReader(_Reader):
    """One segment.

    Args:
        segment: A `newsearch.segment.reader.Segment`.
        snapshot: The `newsearch.segment.snapshot.Snapshot` it belongs to.
        schema: The index's Whoosh schema.
    """

    def __init__(self, segment: Any, snapshot: Any, schema: Any) -> None:
        self.schema = schema
        self._segment = segment
        self._snapshot = snapshot
        self._fields: dict[str, FieldTerms | None] = {}
        self._lengths: dict[str, tuple[int, int, int]] = {}
        self.weighted_lengths = segment.weighted_lengths

    def __repr__(self) -> str:
        return f"SegmentReader({self._segment.name!r}, documents={self.doc_count_all()})"

    def generation(self) -> int:
        return int(self._snapshot.manifest.generation)

    def close(self) -> None:
        self.is_closed = True

    # Terms

    def _terms_of(self, fieldname: str) -> FieldTerms:
        if fieldname not in self._fields:
            self._fields[fieldname] = field_terms(self._segment, fieldname)
        found = self._fields[fieldname]
        if found is None or fieldname not in self.schema:
            raise TermNotFound(f"field {fieldname!r} is not indexed")
        return found

    def __contains__(self, term: tuple[str, Any]) -> bool:
        fieldname, text = term
        try:
            return self._to_bytes(fieldname, text) in self._terms_of(fieldname)
        except (TermNotFound, ValueError):
            return False

    def all_terms(self) -> Iterator[tuple[str, bytes]]:
        for fieldname in sorted(self.indexed_field_names()):
            for term in self._terms_of(fieldname).terms():
                yield fieldname, term

    def terms_from(self, fieldname: str, prefix: Any) -> Iterator[tuple[str, bytes]]:
        first = self._to_bytes(fieldname, prefix)
        for term in self._terms_of(fieldname).terms(first):
            yield fieldname, term
        for later in sorted(name for name in self.indexed_field_names() if name > fieldname):
            for term in self._terms_of(later).terms():
                yield later, term

    def expand_prefix(self, fieldname: str, prefix: Any) -> Iterator[bytes]:
        start = self._to_bytes(fieldname, prefix)
        for term in self._terms_of(fieldname).terms(start):
            if not term.startswith(start):
                return
            yield term

    def lexicon(self, fieldname: str) -> Iterator[bytes]:
        self._check_open()
        return self._terms_of(fieldname).terms()

    def frequency(self, fieldname: str, text: Any) -> int:
        term = self._to_bytes(fieldname, text)
        return self._terms_of(fieldname).collection_frequency(term)

    def doc_frequency(self, fieldname: str, text: Any) -> int:
        term = self._to_bytes(fieldname, text)
        return self._terms_of(fieldname).document_frequency(term)

    def term_info(self, fieldname: str, text: Any) -> TermInfo:
        term = self._to_bytes(fieldname, text)
        terms = self._terms_of(fieldname)
        if term not in terms:
            raise TermNotFound(f"{fieldname}:{text!r}")
        found = terms.documents((term,))
        lengths = [self.doc_field_length(document, fieldname) for document in found.documents]
        return TermInfo(
            weight=terms.collection_frequency(term),
            df=terms.document_frequency(term),
            minlength=min(lengths, default=0),
            maxlength=max(lengths, default=0),
            maxweight=max(found.counts, default=0),
            minid=found.documents[0] if lengths else 0,
            maxid=found.documents[-1] if lengths else 0,
        )

    # Postings

    def has_positions(self, fieldname: str) -> bool:
        return fieldname in LENGTH_SLICES

    def postings(self, fieldname: str, text: Any, scorer: Any = None) -> PostingsMatcher:
        term = self._to_bytes(fieldname, text)
        if term not in self._terms_of(fieldname):
            raise TermNotFound(f"{fieldname}:{text!r}")
        return self.group_postings(fieldname, (term,), scorer)

    def group_postings(
        self, fieldname: str, terms: Sequence[bytes], scorer: Any = None
    ) -> PostingsMatcher:
        """The postings of several terms as if they were one.

        Args:
            fieldname: The field searched.
            terms: Index terms; those that are not there add nothing.
            scorer: From `newsearch.search.whoosh_weighting.Bm25F.group_scorer`.
        """
        found = self._terms_of(fieldname).documents(terms)
        return PostingsMatcher(found, fieldname, terms, scorer, self.has_positions(fieldname))

    def expanded(self, fieldname: str, terms: Sequence[bytes], score: float) -> ExpandedMatcher:
        """The documents that hold any of many terms, all with the same score."""
        source = self._terms_of(fieldname)
        documents = source.live(terms)
        return ExpandedMatcher(documents, score, fieldname, terms, lambda: source.documents(terms))

    def documents_with(self, fieldname: str | None) -> list[int]:
        """The live documents that have a value in a field; all of them for ``None``."""
        if fieldname is None or fieldname == "id":
            return list(self.all_doc_ids())
        segment = self._segment
        if fieldname == "date":
            return self.documents_between(None, None)
        if fieldname in LENGTH_SLICES:
            where = LENGTH_SLICES[fieldname]
            return [n for n in self.all_doc_ids() if any(segment.lengths(n)[where])]
        if fieldname in KEYWORD_FIELDS:
            values_of = segment.columns[fieldname].values_of
            return [n for n in self.all_doc_ids() if values_of(n)]
        return []

    def documents_between(self, first: int | None, last: int | None) -> list[int]:
        """The live documents dated within a span, in microseconds since 1970, inclusive."""
        return [n for n in date_range(self._segment.dates, first, last) if not self.is_deleted(n)]

    def date_matcher(self, first: int | None, last: int | None) -> DocumentsMatcher:
        """A matcher of `documents_between`; it scores 0.0."""
        return DocumentsMatcher(self.documents_between(first, last))

    # Documents

    def has_deletions(self) -> bool:
        return self._segment.deleted is not None

    def is_deleted(self, docnum: int) -> bool:
        self._check_open()
        return 0 <= docnum < self.doc_count_all() and bool(self._segment.is_deleted(docnum))

    def doc_count_all(self) -> int:
        return int(self._segment.document_count)

    def doc_count(self) -> int:
        return int(self._segment.live_count)

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        self._check_open()
        return stored_fields(self._segment.record(docnum))

    def place(self, docnum: int) -> tuple[int, Any]:
        """Where a document stands among equal scores: newest first, then by id."""
        return -self._segment.dates[docnum], self._segment.id(docnum)

    # Lengths

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        if fieldname in LENGTH_SLICES:
            return sum(self._segment.lengths(docnum)[LENGTH_SLICES[fieldname]])
        if fieldname in KEYWORD_FIELDS and fieldname != "id":
            return len(self._segment.columns[fieldname].values_of(docnum))
        return default

    def _field_lengths(self, fieldname: str) -> tuple[int, int, int]:
        """Sum, least and greatest length; computed once."""
        if fieldname not in self._lengths:
            each = [self.doc_field_length(n, fieldname) for n in range(self.doc_count_all())]
            self._lengths[fieldname] = (sum(each), min(each, default=0), max(each, default=0))
        return self._lengths[fieldname]

    def field_length(self, fieldname: str) -> int:
        return self._field_lengths(fieldname)[0]

    def min_field_length(self, fieldname: str) -> int:
        return self._field_lengths(fieldname)[1]

    def max_field_length(self, fieldname: str) -> int:
        return self._field_lengths(fieldname)[2]

    # Columns

    def has_column(self, fieldname: str) -> bool:
        column = self.schema[fieldname].column_type if fieldname in self.schema else None
        return bool(column) and column_reader(self._segment, fieldname, column) is not None

    def column_reader(
        self, fieldname: str, column: Any = None, reverse: bool = False, translate: bool = True
    ) -> Any:
        self._check_open()
        field = self.schema[fieldname]
        kind = column or field.column_type
        found = column_reader(self._segment, fieldname, kind) if kind else None
        if found is None:
            raise KeyError(f"field {fieldname!r} has no column")
        if reverse:
            found.set_reverse()
        if not translate or kind.stores_lists():
            return found
        if fieldname == "date":
            missing = kind.default_value()
            return TranslatingColumnReader(
                found, lambda n: None if n == missing else field.from_column_value(n)
            )
        return TranslatingColumnReader(found, field.from_column_value)


class SnapshotReader(MultiReader, _Reader):  # type: ignore[misc]
    """All segments of a snapshot, numbered one after the other.

    Args:
        snapshot: A `newsearch.segment.snapshot.Snapshot`.
        schema: The index's Whoosh schema.

    Example::

        with index.reader() as reader:
            reader.doc_frequency("text", "bridge")
    """

    def __init__(self, snapshot: Any, schema: Any) -> None:
        readers = [SegmentReader(segment, snapshot, schema) for segment in snapshot.segments]
        super().__init__(readers, snapshot.manifest.generation)
        self.schema = schema
        self.snapshot = snapshot

    def average_length(self) -> float:
        """The mean weighted length of an article."""
        return float(self.snapshot.average_length)

    def place(self, docnum: int) -> tuple[int, Any]:
        """Where a document stands among equal scores: newest first, then by id."""
        segment, number = self._segment_and_docnum(docnum)
        place: tuple[int, Any] = self.readers[segment].place(number)
        return place

    def term_info(self, fieldname: str, text: Any) -> TermInfo:
        return super().term_info(fieldname, self._to_bytes(fieldname, text))

    def postings(self, fieldname: str, text: Any) -> SegmentsMatcher:
        term = (fieldname, self._to_bytes(fieldname, text))
        found = [pair for pair in self.leaf_readers() if term in pair[0]]
        if not found:
            raise TermNotFound(f"{fieldname}:{text!r}")
        return SegmentsMatcher([r.postings(*term) for r, _ in found], [base for _, base in found])

    def leaf_readers(self) -> list[tuple[SegmentReader, int]]:
        return list(zip(self.readers, self.doc_offsets, strict=True))

    def min_field_length(self, fieldname: str) -> int:
        return min((r.min_field_length(fieldname) for r in self.readers), default=0)

    def max_field_length(self, fieldname: str) -> int:
        return max((r.max_field_length(fieldname) for r in self.readers), default=0)


def stored_fields(record: bytes) -> dict[str, Any]:
    """An article as Whoosh's stored fields: its fields with the date as a ``datetime``.

    Example:
        >>> stored_fields(b'{"id":"1","date":"2026-02-12T00:00:00+00:00"}\\nIt opened.')["date"]
        datetime.datetime(2026, 2, 12, 0, 0, tzinfo=datetime.timezone.utc)
    """
    fields = fields_of(record)
    if isinstance(fields.get("date"), str):
        fields["date"] = datetime.fromisoformat(fields["date"])
    return fields

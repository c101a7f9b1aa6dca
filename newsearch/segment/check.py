"""Reads a whole index and verifies it: checksums first, then what the checksums cannot see."""

from __future__ import annotations

from newsearch.errors import CorruptIndex
from newsearch.kernel.collect import count_occurrences
from newsearch.kernel.story_entries import check_entries
from newsearch.schema import COLUMN_FIELDS
from newsearch.segment.reader import Segment
from newsearch.segment.records import article_of, microseconds
from newsearch.segment.snapshot import Snapshot
from newsearch.segment.stories import BINS


def check(snapshot: Snapshot) -> None:
    """Verifies every file, article, dictionary and posting list of a snapshot.

    Raises:
        CorruptIndex: Something is damaged; says what.
    """
    for _ in snapshot.verify():
        pass
    for segment in snapshot.segments:
        check_contents(segment)


def check_contents(segment: Segment) -> None:
    """Verifies what the checksums of a segment cannot see: that its parts agree.

    Raises:
        CorruptIndex: They do not; says where.
    """
    _check_documents(segment)
    if not check_entries(segment.story_entries, BINS, segment.stories):
        raise _damaged(segment, "the table of stories is not in order")
    for field in ("text", *COLUMN_FIELDS):
        _check_postings(segment, field)


def _check_documents(segment: Segment) -> None:
    previous: tuple[int, str] | None = None
    for document in range(segment.document_count):
        article = article_of(segment.record(document))
        id = segment.id(document)
        if article.id != id or segment.find(id) != document:
            raise _damaged(segment, f"document {document} is not the article {id!r}")
        date = segment.dates[document]
        if microseconds(article.date) != date:
            raise _damaged(segment, f"document {document} has another date than its article")
        key = (-date, id)
        if previous is not None and previous >= key:
            raise _damaged(segment, f"document {document} is out of order")
        previous = key


def _check_postings(segment: Segment, field: str) -> None:
    dictionary = segment.dictionaries[field]
    source = segment.source(1.0)
    before = b""
    for ordinal in range(len(dictionary)):
        term = dictionary.term(ordinal)
        if ordinal and term <= before:
            raise _damaged(segment, f"the terms of {field} are out of order at {term!r}")
        before = term
        cursor = dictionary.cursor(source, ordinal)
        told = (dictionary.document_frequency(ordinal), dictionary.collection_frequency(ordinal))
        if count_occurrences(cursor) != told:
            raise _damaged(segment, f"the postings of {field}:{term!r} are not as many as told")


def _damaged(segment: Segment, what: str) -> CorruptIndex:
    return CorruptIndex(
        f"{segment.path}: damaged: {what}; restore the file from a backup or index anew"
    )

"""Merges segments into one, without their deleted documents.

Documents keep the order by descending date, so each segment's documents stay in order and its
posting lists need no sorting; stored records are copied as they are. Which segments to merge is
decided by size: see `choose`.
"""

from __future__ import annotations

import heapq
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path

from newsearch.kernel.invert import TermResults
from newsearch.kernel.limits import DELETED
from newsearch.kernel.merge import MergeInput, merge_postings
from newsearch.kernel.packing import PostingWriter
from newsearch.schema import COLUMN_FIELDS
from newsearch.segment.columns import write_dictionary
from newsearch.segment.container import ContainerWriter
from newsearch.segment.manifest import SegmentEntry
from newsearch.segment.reader import Segment
from newsearch.segment.write import WORDS_AT_ONCE, DocumentWriter

#: Segments of one tier that are merged together: fewer make searches faster, more make
#: indexing cheaper. Ten is Lucene's and Whoosh's choice too.
SEGMENTS_PER_TIER = 10
#: The first tier's largest segment; each next tier's is `SEGMENTS_PER_TIER` times larger.
SMALLEST_TIER = 2 << 20
#: A segment with more than this share of deleted documents is rewritten.
MOST_DELETED = 0.4


def tier(entry: SegmentEntry) -> int:
    """The size class of a segment, by the bytes of its live documents."""
    live = entry.size * (1 - entry.deleted / max(entry.documents, 1))
    number = 0
    limit = SMALLEST_TIER
    while live > limit:
        limit *= SEGMENTS_PER_TIER
        number += 1
    return number


def choose(entries: Sequence[SegmentEntry]) -> list[SegmentEntry]:
    """The segments to merge now, or none: the smallest full tier, or one full of deletions."""
    tiers: dict[int, list[SegmentEntry]] = {}
    for entry in entries:
        tiers.setdefault(tier(entry), []).append(entry)
    for number in sorted(tiers):
        if len(tiers[number]) >= SEGMENTS_PER_TIER:
            return tiers[number]
    for entry in entries:
        if entry.deleted > MOST_DELETED * entry.documents:
            return [entry]
    return []


def merge_segments(segments: Sequence[Segment], path: Path, *, sync: bool = True) -> int:
    """Writes one segment of the live documents of all; returns how many they are."""
    numbers = [array("I", [DELETED]) * segment.document_count for segment in segments]
    with ContainerWriter(path) as out:
        writer = DocumentWriter(out)
        lengths = array("f")
        field_lengths = array("I")
        for at, document in _in_order(segments):
            segment = segments[at]
            numbers[at][document] = writer.count
            keywords = [segment.columns[field].values_of(document) for field in COLUMN_FIELDS]
            writer.add(
                segment.dates[document],
                segment.id(document).encode(),
                segment.frame(document),
                keywords,
            )
            lengths.append(segment.weighted_lengths[document])
            field_lengths.extend(segment.field_lengths[4 * document : 4 * document + 4])
        writer.finish_documents()
        postings, total = writer.write_lengths(lengths, field_lengths)
        out.begin("postings")
        names, results, base = _merge_words(segments, numbers, out, postings)
        writer.write_keywords(postings, base)
        write_dictionary(out, "text", names, results)
        out.finish(writer.meta(total), sync=sync)
    return writer.count


def _in_order(segments: Sequence[Segment]) -> Iterator[tuple[int, int]]:
    """(segment index, document) of all live documents, newest first, ties by id."""

    def keys(at: int) -> Iterator[tuple[int, str, int, int]]:
        segment = segments[at]
        for document in range(segment.document_count):
            if not segment.is_deleted(document):
                yield -segment.dates[document], segment.id(document), at, document

    for _, _, at, document in heapq.merge(*(keys(at) for at in range(len(segments)))):
        yield at, document


def _merge_words(
    segments: Sequence[Segment],
    numbers: Sequence[array[int]],
    out: ContainerWriter,
    postings: PostingWriter,
) -> tuple[list[bytes], TermResults, int]:
    """Writes the posting lists of all words into the section begun."""
    dictionaries = [segment.dictionaries["text"] for segment in segments]
    sources = [segment.source(1.0) for segment in segments]
    most = sum(map(len, dictionaries))
    results = TermResults(most)
    names: list[bytes] = []
    for name, places in _terms(segments):
        inputs = []
        for at, ordinal in places:
            dictionary = dictionaries[at]
            cursor = dictionary.cursor(sources[at], ordinal)
            inputs.append(MergeInput(cursor, numbers[at]))
        results.starts[len(names)] = results.base + postings.used
        merge_postings(inputs, postings)
        if not postings.document_frequency:
            continue  # all its documents are deleted
        results.document_frequencies[len(names)] = postings.document_frequency
        results.collection_frequencies[len(names)] = postings.collection_frequency
        results.bounds[len(names)] = postings.bound
        results.fields[len(names)] = postings.fields
        names.append(name)
        if postings.used >= WORDS_AT_ONCE:
            words = postings.take()
            out.write(words)
            results.base += len(words) // 4
    words = postings.take()
    out.write(words)
    results.base += len(words) // 4
    return names, results.shortened(len(names)), results.base


def _terms(segments: Sequence[Segment]) -> Iterator[tuple[bytes, list[tuple[int, int]]]]:
    """Each word of any segment, in order, with the (segment index, ordinal) of its postings."""

    def terms(at: int) -> Iterator[tuple[bytes, int, int]]:
        dictionary = segments[at].dictionaries["text"]
        for ordinal in range(len(dictionary)):
            yield dictionary.term(ordinal), at, ordinal

    name: bytes | None = None
    places: list[tuple[int, int]] = []
    for term, at, ordinal in heapq.merge(*(terms(at) for at in range(len(segments)))):
        if term != name:
            if name is not None:
                yield name, places
            name, places = term, []
        places.append((at, ordinal))
    if name is not None:
        yield name, places

"""Writes lengths, posting lists and dictionaries of a segment that is built from articles."""

from __future__ import annotations

from array import array

from newsearch.kernel.invert import (
    Documents,
    SortedTokens,
    TermResults,
    count_terms,
    encode_bucket,
    weighted_lengths,
)
from newsearch.kernel.memory import Scratch
from newsearch.kernel.ordering import ascending
from newsearch.kernel.packing import PostingWriter
from newsearch.schema import WEIGHTS
from newsearch.segment.columns import write_dictionary
from newsearch.segment.container import ContainerWriter
from newsearch.segment.write import WORDS_AT_ONCE, DocumentWriter


def write_words(
    out: ContainerWriter,
    writer: DocumentWriter,
    documents: Documents,
    tokens: array[int] | memoryview,
    names: list[bytes],
    scratch: Scratch,
) -> float:
    """Writes all that follows the documents of a segment; returns the sum of their lengths.

    Args:
        out: The segment's file.
        writer: What wrote the documents.
        documents: They and their runs, in the same order.
        tokens: The number of each word's term ('I').
        names: The terms by their numbers; those that no document has are left out.
        scratch: What to sort in.
    """
    count = writer.count
    lengths = array("f", bytes(4 * count))
    field_lengths = array("I", bytes(16 * count))
    weighted_lengths(documents, WEIGHTS, lengths, field_lengths)
    postings, total = writer.write_lengths(lengths, field_lengths)
    counts = array("I", bytes(4 * len(names)))
    terms = ascending(names, count_terms(tokens, documents, counts))
    out.begin("postings")
    results = _write_postings(
        out,
        SortedTokens(tokens, documents, counts, terms, scratch),
        TermResults(len(terms)),
        postings,
    )
    writer.write_keywords(postings, results.base)
    write_dictionary(out, "text", names, results, terms)
    return total


def _write_postings(
    out: ContainerWriter, tokens: SortedTokens, results: TermResults, postings: PostingWriter
) -> TermResults:
    """Writes the posting lists of all words into the section begun."""
    for bucket in range(tokens.buckets):
        encode_bucket(tokens, bucket, postings, results)
        if postings.used >= WORDS_AT_ONCE or bucket == tokens.buckets - 1:
            words = postings.take()
            out.write(words)
            results.base += len(words) // 4
    results.starts[len(results.fields)] = results.base
    return results

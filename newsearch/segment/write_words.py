"""Writes lengths, posting lists and dictionaries of a segment that is built from articles."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import NamedTuple

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


class SortedWords(NamedTuple):
    """The words of a segment in the order of its dictionary.

    Attributes:
        documents: The documents and their runs.
        names: The terms by their numbers.
        terms: The numbers of those that occur, in the order of the dictionary ('I').
        tokens: Where they occur.
    """

    documents: Documents
    names: list[bytes]
    terms: array[int]
    tokens: SortedTokens


def sort_words(
    documents: Documents, tokens: array[int] | memoryview, names: list[bytes], scratch: Scratch
) -> SortedWords:
    """Sorts words by term; most of the time other threads may run.

    Args:
        documents: The documents and their runs.
        tokens: The number of each word's term ('I'), document after document as they came.
        names: The terms by their numbers; those that no document has are left out.
        scratch: What to sort in.
    """
    counts = array("I", bytes(4 * len(names)))
    terms = ascending(names, count_terms(tokens, documents, counts))
    found = SortedTokens(tokens, documents, counts, terms, scratch)
    return SortedWords(documents, names, terms, found)


def write_words(
    out: ContainerWriter, writer: DocumentWriter, sorted_words: Callable[[], SortedWords]
) -> float:
    """Writes all that follows the documents of a segment; returns the sum of their lengths.

    Args:
        out: The segment's file.
        writer: What wrote the documents.
        sorted_words: Gives the words.
    """
    documents, names, terms, tokens = sorted_words()
    count = writer.count
    lengths = array("f", bytes(4 * count))
    field_lengths = array("I", bytes(16 * count))
    weighted_lengths(documents, WEIGHTS, lengths, field_lengths)
    postings, total = writer.write_lengths(lengths, field_lengths)
    out.begin("postings")
    results = _write_postings(out, tokens, TermResults(len(terms)), postings)
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

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
    encode_buckets,
    weighted_lengths,
)
from newsearch.kernel.memory import Scratch
from newsearch.kernel.packing import PostingWriter
from newsearch.kernel.vocabulary import Vocabulary
from newsearch.schema import WEIGHTS
from newsearch.segment.columns import write_figures, write_joined
from newsearch.segment.container import ContainerWriter
from newsearch.segment.write import WORDS_AT_ONCE, DocumentWriter


class SortedWords(NamedTuple):
    """The words of a segment in the order of its dictionary.

    Attributes:
        documents: The documents and their runs.
        vocabulary: The terms.
        terms: The numbers of those that occur, in the order of the dictionary ('I').
        tokens: Where they occur.
    """

    documents: Documents
    vocabulary: Vocabulary
    terms: array[int]
    tokens: SortedTokens


def sort_words(
    documents: Documents,
    tokens: array[int] | memoryview,
    vocabulary: Vocabulary,
    scratch: Scratch,
) -> SortedWords:
    """Sorts words by term; most of the time other threads may run.

    Args:
        documents: The documents and their runs.
        tokens: The number of each word's term ('I'), document after document as they came.
        vocabulary: The terms; those that no document has are left out.
        scratch: What to sort in.
    """
    counts = array("I", bytes(4 * vocabulary.count))
    terms = vocabulary.ascending(count_terms(tokens, documents, counts))
    found = SortedTokens(tokens, documents, counts, terms, scratch)
    return SortedWords(documents, vocabulary, terms, found)


class WrittenWords(NamedTuple):
    """What `write_postings` leaves to `write_terms`.

    Attributes:
        words: The words.
        results: The figures of their terms.
        postings: What wrote the posting lists.
        total_length: The sum of the documents' lengths.
    """

    words: SortedWords
    results: TermResults
    postings: PostingWriter
    total_length: float


def write_postings(
    out: ContainerWriter, writer: DocumentWriter, sorted_words: Callable[[], SortedWords]
) -> WrittenWords:
    """Writes lengths and posting lists; most of the time other threads may run.

    Args:
        out: The segment's file; nobody else may write to it until `write_terms` is called.
        writer: What wrote the documents.
        sorted_words: Gives the words.
    """
    words = sorted_words()
    count = writer.count
    lengths = array("f", bytes(4 * count))
    field_lengths = array("I", bytes(16 * count))
    weighted_lengths(words.documents, WEIGHTS, lengths, field_lengths)
    postings, total = writer.write_lengths(lengths, field_lengths)
    results = TermResults(len(words.terms))
    out.begin("postings")
    tokens = words.tokens
    bucket = 0
    while bucket < tokens.buckets:
        bucket = encode_buckets(tokens, bucket, postings, results, WORDS_AT_ONCE)
        data = postings.take()
        out.write(data)
        results.base += len(data) // 4
    results.starts[len(words.terms)] = results.base
    return WrittenWords(words, results, postings, total)


def write_terms(out: ContainerWriter, writer: DocumentWriter, written: WrittenWords) -> None:
    """Writes the keywords' posting lists and all dictionaries."""
    writer.write_keywords(written.postings, written.results.base)
    words = written.words
    write_joined(out, "text.term", *words.vocabulary.joined(words.terms))
    write_figures(out, "text", written.results)

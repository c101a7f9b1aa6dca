# cython: boundscheck=False
"""Columns and posting lists of keywords, for many documents at once.

Few documents differ in their keywords: each is told by the number of its *kind*, all values that
it has of a field, and a kind's values stand end to end with those of the others.
"""

from __future__ import annotations

from array import array

from newsearch.kernel.invert import TermResults
from newsearch.kernel.packing import PostingWriter


def chosen(numbers: array[int], choices: array[int]) -> array[int]:
    """``choices[number]`` for each of the numbers (all 'I').

    Raises:
        IndexError: There is no such choice.

    Example:
        >>> chosen(array("I", [1, 0, 1]), array("I", [5, 6])).tolist()
        [6, 5, 6]
    """
    made = array("I", bytes(4 * len(numbers)))
    row = made
    count = len(choices)
    for i in range(len(numbers)):
        number = numbers[i]
        if number >= count:
            raise IndexError(f"choice {number} of {count}")
        row[i] = choices[number]
    return made


def column(
    kinds: array[int], starts: array[int], values: array[int]
) -> tuple[array[int], array[int]]:
    """The values of each document, end to end.

    Args:
        kinds: Each document's kind ('I').
        starts: Where each kind's values start, and the end ('I').
        values: Numbers of values, kind after kind ('I').

    Returns:
        Where each document's start, and the end; the numbers (both 'I').

    Raises:
        IndexError: There is no such kind.

    Example:
        >>> offsets, row = column(array("I", [1, 0, 1]), array("I", [0, 0, 2]), array("I", [7, 3]))
        >>> offsets.tolist(), row.tolist()
        ([0, 2, 2, 4], [7, 3, 7, 3])
    """
    count = len(kinds)
    _check(kinds, starts, len(values))
    made_offsets = array("I", bytes(4 * (count + 1)))
    offsets = made_offsets
    total = 0
    for document in range(count):
        kind = kinds[document]
        total += starts[kind + 1] - starts[kind]
        offsets[document + 1] = total
    made_row = array("I", bytes(4 * total))
    row = made_row
    at = 0
    for document in range(count):
        kind = kinds[document]
        for i in range(starts[kind], starts[kind + 1]):
            row[at] = values[i]
            at += 1
    return made_offsets, made_row


def encode_keywords(
    kinds: array[int],
    starts: array[int],
    terms: array[int],
    writer: PostingWriter,
    results: TermResults,
) -> None:
    """Writes the posting lists of a field's terms: documents only, one occurrence each.

    Args:
        kinds: Each document's kind ('I').
        starts: Where each kind's terms start, and the end ('I').
        terms: Numbers of terms in the dictionary, kind after kind, none twice in one ('I').
        writer: Takes the postings.
        results: Receives the terms' figures.

    Raises:
        IndexError: There is no such kind or term.
    """
    count = len(kinds)
    term_count = len(results.document_frequencies)
    _check(kinds, starts, len(terms))
    for i in range(len(terms)):
        if terms[i] >= term_count:
            raise IndexError(f"term {terms[i]} of {term_count}")
    places = array("Q", bytes(8 * (term_count + 1)))
    ends = places
    for document in range(count):
        kind = kinds[document]
        for i in range(starts[kind], starts[kind + 1]):
            ends[terms[i] + 1] += 1
    for term in range(term_count):
        ends[term + 1] += ends[term]
    # Where each list starts now moves on to where it ends, as its documents come in.
    rows = array("I", bytes(4 * ends[term_count]))
    documents = rows
    for document in range(count):
        kind = kinds[document]
        for i in range(starts[kind], starts[kind + 1]):
            place = ends[terms[i]]
            ends[terms[i]] = place + 1
            documents[place] = document
    place = 0
    for term in range(term_count):
        results.starts[term] = results.base + writer.used
        writer.begin()
        writer.add_documents(documents, place, ends[term])
        writer.end()
        place = ends[term]
        results.document_frequencies[term] = writer.document_frequency
        results.collection_frequencies[term] = writer.collection_frequency


def _check(kinds: array[int], starts: array[int], size: int) -> None:
    """Raises IndexError unless each kind has its part of a row of ``size`` numbers."""
    count = len(starts) - 1
    end = 0
    for kind in range(count):
        if not end <= starts[kind] <= starts[kind + 1] <= size:
            raise IndexError(f"kind {kind} lies outside")
        end = starts[kind + 1]
    for document in range(len(kinds)):
        if kinds[document] >= count:
            raise IndexError(f"kind {kinds[document]} of {count}")

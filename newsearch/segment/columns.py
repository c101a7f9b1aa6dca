"""Writes keyword columns, dictionaries and sorted strings; `keyword_column` reads columns."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from newsearch.kernel.invert import TermResults, encode_documents
from newsearch.kernel.packing import PostingWriter
from newsearch.segment.container import ContainerWriter


def write_strings(out: ContainerWriter, name: str, strings: Iterable[bytes]) -> None:
    """Writes byte strings as two sections: ``NAME`` and where each starts in it."""
    starts = array("I", [0])
    joined = b"".join(_counted(strings, starts))
    out.section(f"{name}_starts", starts)
    out.section(f"{name}s", joined)


def _counted(strings: Iterable[bytes], starts: array[int]) -> Iterator[bytes]:
    total = 0
    for string in strings:
        total += len(string)
        starts.append(total)
        yield string


def write_dictionary(
    out: ContainerWriter, field: str, terms: Iterable[bytes], results: TermResults
) -> None:
    """Writes a dictionary whose posting lists are already in the postings section."""
    write_strings(out, f"{field}.term", terms)
    write_figures(out, field, results)


def write_figures(out: ContainerWriter, field: str, results: TermResults) -> None:
    """Writes what a dictionary tells of its terms, beside their names."""
    out.section(f"{field}.postings", memoryview(results.starts))
    out.section(f"{field}.document_frequencies", memoryview(results.document_frequencies))
    out.section(f"{field}.collection_frequencies", memoryview(results.collection_frequencies))
    out.section(f"{field}.bounds", memoryview(results.bounds))
    out.section(f"{field}.fields", memoryview(results.fields))


class ColumnWriter:
    """Collects the values of one field, document after document, and writes column and postings.

    Args:
        field: The field's name.
        keys: The dictionary keys of a value.
    """

    def __init__(self, field: str, keys: Callable[[str], Iterable[bytes]]) -> None:
        self.field = field
        self._keys = keys
        self._numbers: dict[str, int] = {}
        self._offsets: list[int] = [0]
        self._first_seen: list[int] = []

    def add_all(self, documents: Iterable[tuple[str, ...]]) -> None:
        """Adds the values of the next documents."""
        numbers = self._numbers
        first_seen = self._first_seen
        offsets = self._offsets
        for values in documents:
            for value in values:
                first_seen.append(numbers.setdefault(value, len(numbers)))
            offsets.append(len(first_seen))

    def write_column(self, out: ContainerWriter) -> None:
        """Writes the column's sections."""
        values = sorted(self._numbers)
        ordinal_of = array("I", bytes(4 * len(values)))
        for ordinal, value in enumerate(values):
            ordinal_of[self._numbers[value]] = ordinal
        ordinals = array("I", [ordinal_of[number] for number in self._first_seen])
        write_strings(out, f"{self.field}.value", (value.encode() for value in values))
        out.section(f"{self.field}.offsets", array("I", self._offsets))
        out.section(f"{self.field}.ordinals", ordinals)

    def write_postings(
        self, out: ContainerWriter, postings: PostingWriter, base: int
    ) -> tuple[list[bytes], TermResults, int]:
        """Writes the posting lists into the section begun; returns terms, figures and words."""
        documents_of: dict[bytes, array[int]] = {}
        keys_of = [
            [documents_of.setdefault(key, array("I")) for key in dict.fromkeys(self._keys(value))]
            for value in self._numbers
        ]
        for document, (start, end) in enumerate(pairwise(self._offsets)):
            for number in self._first_seen[start:end]:
                for documents in keys_of[number]:
                    if not documents or documents[-1] != document:
                        documents.append(document)
        terms = sorted(documents_of)
        results = TermResults(len(terms))
        for number, term in enumerate(terms):
            results.starts[number] = base + postings.used
            encode_documents(documents_of[term], postings)
            results.document_frequencies[number] = postings.document_frequency
            results.collection_frequencies[number] = postings.collection_frequency
        words = postings.take()
        out.write(words)
        base += len(words) // 4
        results.starts[len(terms)] = base
        return terms, results, base

"""Writes keyword columns, dictionaries and sorted strings; `keyword_column` reads columns."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence

from newsearch.kernel.invert import TermResults
from newsearch.kernel.keywords import column, encode_keywords
from newsearch.kernel.ordering import joined
from newsearch.kernel.packing import PostingWriter
from newsearch.segment.container import ContainerWriter


def write_strings(
    out: ContainerWriter, name: str, strings: list[bytes], order: array[int] | None = None
) -> None:
    """Writes byte strings as two sections: ``NAME`` and where each starts in it.

    Args:
        out: The file.
        name: The name.
        strings: The strings.
        order: Which of them to write in which order, by their places ('I'); None for all.
    """
    starts, letters = joined(strings, array("I", range(len(strings))) if order is None else order)
    write_joined(out, name, starts, letters)


def write_joined(out: ContainerWriter, name: str, starts: array[int], letters: array[int]) -> None:
    """Writes byte strings that stand end to end, as `write_strings` does."""
    out.section(f"{name}_starts", starts)
    out.section(f"{name}s", letters)


def write_dictionary(
    out: ContainerWriter,
    field: str,
    terms: list[bytes],
    results: TermResults,
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
    """Writes the column and the posting lists of one keyword field.

    Args:
        field: The field's name.
        keys: The dictionary keys of a value.
        kinds: All values of a document, as they differ.
        kind_of: The number of each document's kind ('I').
    """

    def __init__(
        self,
        field: str,
        keys: Callable[[str], Iterable[bytes]],
        kinds: Sequence[tuple[str, ...]],
        kind_of: array[int],
    ) -> None:
        self.field = field
        self._kinds = kinds
        self._kind_of = kind_of
        self._values = sorted({value for kind in kinds for value in kind})
        self._keys = {value: tuple(keys(value)) for value in self._values}

    def write_column(self, out: ContainerWriter) -> None:
        """Writes the column's sections."""
        ordinal_of = {value: ordinal for ordinal, value in enumerate(self._values)}
        starts, values = _end_to_end([ordinal_of[value] for value in kind] for kind in self._kinds)
        offsets, ordinals = column(self._kind_of, starts, values)
        write_strings(out, f"{self.field}.value", [value.encode() for value in self._values])
        out.section(f"{self.field}.offsets", offsets)
        out.section(f"{self.field}.ordinals", ordinals)

    def write_postings(
        self, out: ContainerWriter, postings: PostingWriter, base: int
    ) -> tuple[list[bytes], TermResults, int]:
        """Writes the posting lists into the section begun; returns terms, figures and words."""
        terms = sorted({key for keys in self._keys.values() for key in keys})
        number_of = {term: number for number, term in enumerate(terms)}
        starts, numbers = _end_to_end(
            dict.fromkeys(number_of[key] for value in kind for key in self._keys[value])
            for kind in self._kinds
        )
        results = TermResults(len(terms))
        results.base = base
        encode_keywords(self._kind_of, starts, numbers, postings, results)
        words = postings.take()
        out.write(words)
        base += len(words) // 4
        results.starts[len(terms)] = base
        return terms, results, base


def _end_to_end(rows: Iterable[Iterable[int]]) -> tuple[array[int], array[int]]:
    """Where each row starts, and the end; the rows' numbers end to end (both 'I')."""
    starts = array("I", [0])
    numbers = array("I")
    for row in rows:
        numbers.extend(row)
        starts.append(len(numbers))
    return starts, numbers

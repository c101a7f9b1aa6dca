"""What every new segment file holds, whether built from articles or merged from segments."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from newsearch.kernel.keywords import chosen
from newsearch.kernel.ordering import ascending, inverse
from newsearch.kernel.packing import PostingWriter
from newsearch.schema import COLUMN_FIELDS, K1, LENGTH_OFFSET, WEIGHTS, B, length_discount
from newsearch.segment.columns import ColumnWriter, write_dictionary, write_strings
from newsearch.segment.container import ContainerWriter
from newsearch.text.folding import fold_value

#: A document's keyword values, by field.
Keywords: TypeAlias = tuple[tuple[str, ...], ...]
#: Words of postings gathered before they go to the file: 1 MB, which stays in the cache.
WORDS_AT_ONCE = 1 << 18


def value_keys(value: str) -> Iterable[bytes]:
    """The dictionary key of a keyword value."""
    return (fold_value(value).encode(),)


def author_keys(value: str) -> Iterable[bytes]:
    """The keys of an author: the whole name, and each word of it, so that a surname finds."""
    folded = fold_value(value)
    return (folded.encode(), *(word.encode() for word in folded.split()))


class DocumentWriter:
    """Writes the documents of a segment, in their final order, all but records and words.

    Args:
        out: The segment's file.
        dates: Their dates in microseconds ('q').
        ids: Their ids.
        keywords: Their keyword values.
    """

    def __init__(
        self,
        out: ContainerWriter,
        dates: array[int],
        ids: list[bytes],
        keywords: Sequence[Keywords],
    ) -> None:
        self._out = out
        self._dates = dates
        self._ids = ids
        # Few documents differ in their keywords: each has the number of what it has.
        self._combinations: dict[Keywords, int] = {}
        self._combination_of = self._numbers(keywords)
        self._columns = [self._column(number) for number in range(len(COLUMN_FIELDS))]

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self._ids)

    def _numbers(self, keywords: Sequence[Keywords]) -> array[int]:
        combinations = self._combinations
        # By identity first: most are the very same objects, and hashing one costs more.
        identities = list(map(id, keywords))
        number_of = {
            identity: combinations.setdefault(combination, len(combinations))
            for identity, combination in dict(zip(identities, keywords, strict=True)).items()
        }
        return array("I", map(number_of.__getitem__, identities))

    def write_documents(self) -> None:
        """Writes dates, ids and columns."""
        out = self._out
        out.section("dates", self._dates)
        order = ascending(self._ids, array("I", range(self.count)))
        write_strings(out, "id", self._ids, order)
        out.section("id.documents", order)
        out.section("id.ordinals", inverse(order))
        for column in self._columns:
            column.write_column(out)

    def _column(self, number: int) -> ColumnWriter:
        field = COLUMN_FIELDS[number]
        values = [each[number] for each in self._combinations]
        kinds = {value: kind for kind, value in enumerate(dict.fromkeys(values))}
        kind_of = array("I", map(kinds.__getitem__, values))
        return ColumnWriter(
            field,
            author_keys if field == "authors" else value_keys,
            list(kinds),
            chosen(self._combination_of, kind_of),
        )

    def write_lengths(
        self, lengths: array[float], field_lengths: array[int]
    ) -> tuple[PostingWriter, float]:
        """Writes the lengths; returns the writer for postings, and the sum of the lengths."""
        self._out.section("lengths", lengths)
        self._out.section("field_lengths", field_lengths)
        total = sum(lengths)
        average = total / len(lengths) if lengths else 0.0
        return PostingWriter(lengths, average, WEIGHTS, K1, length_discount(average)), total

    def write_keywords(self, postings: PostingWriter, base: int) -> None:
        """Ends the postings section with the keyword fields' lists; writes their dictionaries."""
        dictionaries = []
        for column in self._columns:
            terms, results, base = column.write_postings(self._out, postings, base)
            dictionaries.append((column.field, terms, results))
        self._out.write(bytes(8))  # a reader of bits looks up to two words ahead
        self._out.end()
        for field, terms, results in dictionaries:
            write_dictionary(self._out, field, terms, results)

    def meta(self, total_length: float) -> dict[str, Any]:
        """The facts of the segment that its directory holds."""
        languages: dict[str, int] = {}
        documents = Counter(self._combination_of)
        for combination, number in self._combinations.items():
            for language in combination[-1] or ("",):
                languages[language] = languages.get(language, 0) + documents[number]
        return segment_meta(len(self._ids), total_length, languages)


def segment_meta(documents: int, total_length: float, languages: dict[str, int]) -> dict[str, Any]:
    """The facts of a segment that its directory holds."""
    return {
        "documents": documents,
        "total_length": total_length,
        "languages": languages,
        "weights": list(WEIGHTS),
        "k1": K1,
        "b": B,
        "length_offset": LENGTH_OFFSET,
    }

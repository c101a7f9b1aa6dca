"""What every new segment file holds, whether built from articles or merged from segments."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any, TypeAlias

from newsearch.kernel.keywords import chosen
from newsearch.kernel.ordering import ascending
from newsearch.kernel.packing import PostingWriter
from newsearch.schema import FIELD_WEIGHTS, K1, B
from newsearch.segment.columns import ColumnWriter, write_dictionary, write_strings
from newsearch.segment.container import ContainerWriter
from newsearch.text.folding import fold_value

#: Weights by field number, as the kernels take them.
WEIGHTS = array("d", [FIELD_WEIGHTS[name] for name in ("title", "summary", "body", "tags")])
#: A document's keyword values, by field.
Keywords: TypeAlias = tuple[tuple[str, ...], ...]
#: The keyword fields that have a column, in the order in which documents carry them.
COLUMN_FIELDS = ("tags", "authors", "source", "section", "language")
#: Words of postings gathered before they go to the file: 1 MB, which stays in the cache.
WORDS_AT_ONCE = 1 << 18
#: Documents whose frames and keywords are gathered before they are passed on.
DOCUMENTS_AT_ONCE = 1024


def value_keys(value: str) -> Iterable[bytes]:
    """The dictionary key of a keyword value."""
    return (fold_value(value).encode(),)


def author_keys(value: str) -> Iterable[bytes]:
    """The keys of an author: the whole name, and each word of it, so that a surname finds."""
    folded = fold_value(value)
    return (folded.encode(), *(word.encode() for word in folded.split()))


class DocumentWriter:
    """Writes the documents of a segment, in their final order, all but their words.

    Args:
        out: The segment's file.

    Attributes:
        count: Documents added.
    """

    def __init__(self, out: ContainerWriter) -> None:
        self._out = out
        self._dates = array("q")
        self._ids: list[bytes] = []
        self._frame_ends = array("Q", [0])
        self._frames: list[bytes | memoryview] = []
        self._keywords: list[Keywords] = []
        # Few documents differ in their keywords: each has the number of what it has.
        self._combinations: dict[Keywords, int] = {}
        self._combination_of = array("I")
        self._columns: list[ColumnWriter] = []
        out.begin("stored.frames")

    @property
    def count(self) -> int:
        """Documents added."""
        return len(self._ids)

    def add(
        self, date: int, id: bytes, frame: bytes | memoryview, keywords: Sequence[tuple[str, ...]]
    ) -> None:
        """Adds the next document: its date in microseconds, stored frame and keyword values."""
        self._dates.append(date)
        self._ids.append(id)
        self._frames.append(frame)
        self._keywords.append(tuple(keywords))
        if len(self._frames) == DOCUMENTS_AT_ONCE:
            self._pass_on()

    def add_all(
        self,
        dates: Iterable[int],
        ids: Iterable[bytes],
        frames: Sequence[bytes],
        keywords: Sequence[Keywords],
    ) -> None:
        """Adds the next documents: as `add`, for many."""
        self._pass_on()
        self._dates.extend(dates)
        self._ids.extend(ids)
        self._note_keywords(keywords)
        for start in range(0, len(frames), DOCUMENTS_AT_ONCE):
            self._write_frames(frames[start : start + DOCUMENTS_AT_ONCE])

    def _pass_on(self) -> None:
        """Writes the frames gathered, and notes the keywords."""
        self._write_frames(self._frames)
        self._note_keywords(self._keywords)
        self._frames = []
        self._keywords = []

    def _write_frames(self, frames: Sequence[bytes | memoryview]) -> None:
        end = self._frame_ends.pop()
        self._frame_ends.extend(accumulate(map(len, frames), initial=end))
        self._out.write(b"".join(frames))

    def _note_keywords(self, keywords: Sequence[Keywords]) -> None:
        combinations = self._combinations
        # By identity first: most are the very same objects, and hashing one costs more.
        identities = list(map(id, keywords))
        number_of = {
            identity: combinations.setdefault(combination, len(combinations))
            for identity, combination in dict(zip(identities, keywords, strict=True)).items()
        }
        self._combination_of.extend(map(number_of.__getitem__, identities))

    def finish_documents(self) -> None:
        """Writes what was gathered; the postings follow."""
        self._pass_on()
        out = self._out
        out.end()
        out.section("stored.starts", self._frame_ends)
        out.section("dates", self._dates)
        order = ascending(self._ids, array("I", range(self.count)))
        ordinals = array("I", bytes(4 * self.count))
        for ordinal, document in enumerate(order):
            ordinals[document] = ordinal
        write_strings(out, "id", self._ids, order)
        out.section("id.documents", order)
        out.section("id.ordinals", ordinals)
        self._columns = [self._column(number) for number in range(len(COLUMN_FIELDS))]
        for column in self._columns:
            column.write_column(out)

    def _column(self, number: int) -> ColumnWriter:
        field = COLUMN_FIELDS[number]
        kinds: dict[tuple[str, ...], int] = {}
        kind_of = array(
            "I", [kinds.setdefault(each[number], len(kinds)) for each in self._combinations]
        )
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
        return PostingWriter(lengths, average, WEIGHTS, K1, B), total

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
        return {
            "documents": len(self._ids),
            "total_length": total_length,
            "languages": languages,
            "weights": list(WEIGHTS),
            "k1": K1,
            "b": B,
        }

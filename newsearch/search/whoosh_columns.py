"""Column readers for Whoosh's sorting and grouping, over the columns of one segment."""

from __future__ import annotations

from typing import Any

from whoosh.columns import ColumnReader

from newsearch.schema import KEYWORD_FIELDS
from newsearch.search.whoosh_fields import whoosh_date
from newsearch.segment.records import MISSING_DATE


class DateColumnReader(ColumnReader):  # type: ignore[misc]
    """Dates as the numbers Whoosh gives them; a missing date sorts last in both directions.

    Args:
        dates: Microseconds since 1970 UTC, `MISSING_DATE` for none.
        missing: The column's number for a document without a date.
    """

    def __init__(self, dates: Any, missing: int) -> None:
        self._dates = dates
        self._missing = missing
        self._reverse = False

    def __len__(self) -> int:
        return len(self._dates)

    def __iter__(self) -> Any:
        return map(self.__getitem__, range(len(self._dates)))

    def __getitem__(self, document: int) -> int:
        date: int = self._dates[document]
        return self._missing if date == MISSING_DATE else whoosh_date(date)

    def sort_key(self, document: int) -> int:
        number = self[document]
        return -number if self._reverse and number != self._missing else number

    def set_reverse(self) -> None:
        self._reverse = True


class KeywordColumnReader(ColumnReader):  # type: ignore[misc]
    """The values of a keyword field as written: the first, or all of them as a list.

    Args:
        column: The segment's column.
        document_count: Documents in the segment.
        lists: Whether a document's value is the list of its values.
    """

    def __init__(self, column: Any, document_count: int, lists: bool) -> None:
        self._column = column
        self._count = document_count
        self._lists = lists

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Any:
        return map(self.__getitem__, range(self._count))

    def __getitem__(self, document: int) -> Any:
        values = self._column.values_of(document)
        if self._lists:
            return list(values)
        return values[0].encode() if values else b""

    def sort_key(self, document: int) -> bytes:
        values = self._column.values_of(document)
        return values[0].encode() if values else b""


class IdColumnReader(ColumnReader):  # type: ignore[misc]
    """The ids."""

    def __init__(self, segment: Any) -> None:
        self._segment = segment

    def __len__(self) -> int:
        return int(self._segment.document_count)

    def __iter__(self) -> Any:
        return map(self.__getitem__, range(len(self)))

    def __getitem__(self, document: int) -> bytes:
        identifier: str = self._segment.id(document)
        return identifier.encode()


def column_reader(segment: Any, field: str, column: Any) -> ColumnReader | None:
    """A reader of a field's column; ``None`` where the segment keeps none.

    Args:
        segment: The segment.
        field: The field's name.
        column: The ``whoosh.columns.Column`` of the field in the schema.
    """
    if field == "date":
        return DateColumnReader(segment.dates, column.default_value())
    if field == "id":
        return IdColumnReader(segment)
    if field in KEYWORD_FIELDS:
        return KeywordColumnReader(
            segment.columns[field], segment.document_count, column.stores_lists()
        )
    return None

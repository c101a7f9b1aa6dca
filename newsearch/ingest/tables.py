"""CSV and TSV with a header line: one article a row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from ..errors import ReadError
from .encoding import decode
from .field_names import field_of
from .json_records import raw_of
from .records import Raw

__all__ = ["dialect_of", "read_table"]

LONGEST_FIELD = 16 << 20  # characters
LARGEST_WIDE = 256 << 20  # bytes of a table in UTF-16, which is read as a whole


def dialect_of(first_line: str) -> str | None:
    """The separator of a table whose header is `first_line`; None where it is no such header.

    A header names at least two fields that the table of names knows, one of them a title or body.

    Example: ``dialect_of("date,headline,text")`` is ``","``.
    """
    for separator in ("\t", ",", ";", "|"):
        names = [name.strip().strip('"').strip() for name in first_line.split(separator)]
        fields = {field_of(name) for name in names if 0 < len(name) < 40} - {None}
        if len(fields) > 1 and fields & {"title", "body"}:
            return separator
    return None


def read_table(stream: BinaryIO, name: str) -> Iterator[Raw | ReadError]:
    """The rows of a table.  Field names are read by the same table as those of JSON."""
    lines = _lines(stream)
    header = next(lines, "")
    separator = dialect_of(header)
    if separator is None:
        yield ReadError(name, f"no header with a title or body: {header.strip()[:80]!r}", "line 1")
        return
    csv.field_size_limit(LONGEST_FIELD)
    try:
        names = next(csv.reader([header], delimiter=separator), [])
    except csv.Error as error:
        yield ReadError(name, f"no table header: {error}", "line 1")
        return
    rows = csv.reader(lines, delimiter=separator)
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield ReadError(name, f"no table row: {error}", f"line {rows.line_num + 1}")
            continue
        if row is None:
            return
        if not any(row):
            continue
        raw = raw_of({key: cell for key, cell in zip(names, row, strict=False) if cell})
        if raw.title or raw.body or raw.summary:
            yield raw
        else:
            reason = f"no title and no body (expected {len(names)} columns, found {len(row)})"
            yield ReadError(name, reason, f"line {rows.line_num + 1}")


def _lines(stream: BinaryIO) -> Iterator[str]:
    first = stream.readline(LONGEST_FIELD)
    if first.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16: lines only after decoding
        yield from io.StringIO(decode(first + stream.read(LARGEST_WIDE)), newline="")
        return
    line = first.removeprefix(b"\xef\xbb\xbf")
    while line:
        yield decode(line.replace(b"\x00", b""))
        line = stream.readline(LONGEST_FIELD)

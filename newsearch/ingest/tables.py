"""CSV and TSV with a header line: one article a row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import BinaryIO

from ..errors import ReadError
from .encoding import decode
from .field_names import field_of
from .json_records import raw_of
from .records import Raw

__all__ = ["dialect_of", "read_table"]

SAMPLE = 50  # lines that are looked at before the first row is read
LONGEST_FIELD = 16 << 20  # characters
LARGEST_WIDE = 256 << 20  # bytes of a table that is read as a whole
_PREAMBLE = re.compile(r"\s*(?:$|#|sep=.$)")
_NUMBERS = re.compile(r"|Unnamed: \d+")  # a column without a name, where pandas counts the rows
_TEXTS = ("title", "body", "summary")


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
    """The rows of a table.  Field names are read by the same table as those of JSON.

    Before the header blank lines, lines that begin with ``#`` and a line ``sep=;`` are passed over.
    """
    lines = _lines(stream)
    header = next((line for line in lines if not _PREAMBLE.match(line)), "")
    separator = dialect_of(header)
    if separator is None:
        yield ReadError(
            name,
            f"no header with a title or body: {header.strip()[:80]!r}; write the names of the "
            "columns into the first line, such as title,text,date",
            "line 1",
        )
        return
    csv.field_size_limit(LONGEST_FIELD)
    first = list(islice(lines, SAMPLE))
    sample = "".join(first)
    escaped = '\\"' in sample and '""' not in sample.replace('\\""', "")
    spaced = f"{separator} " in header
    try:
        names = next(csv.reader([header], delimiter=separator, skipinitialspace=spaced), [])
    except csv.Error as error:
        yield ReadError(name, f"no table header: {error}", "line 1")
        return
    rows = csv.reader(
        chain(first, lines),
        delimiter=separator,
        skipinitialspace=spaced,
        escapechar="\\" if escaped else None,
        doublequote=not escaped,
    )
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield ReadError(name, f"no table row: {error}", f"line {rows.line_num + 1}")
            continue
        if row is None:
            return
        if any(row):
            yield _article(row, names, separator + " " * spaced, name, f"line {rows.line_num + 1}")


def _article(
    row: list[str], names: list[str], between: str, name: str, where: str
) -> Raw | ReadError:
    """The article of a row."""
    if len(row) > len(names) and any(row[len(names) :]):
        if field_of(names[-1]) not in _TEXTS:  # then nobody knows which cell is which
            reason = f"expected {len(names)} columns, found {len(row)}: is a separator not quoted?"
            return ReadError(name, reason, where)
        row = [*row[: len(names) - 1], between.join(row[len(names) - 1 :])]
    cells = zip(names, row, strict=False)
    raw = raw_of({key: cell for key, cell in cells if cell and not _NUMBERS.fullmatch(key)})
    if raw.title or raw.body or raw.summary:
        return raw
    return ReadError(
        name, f"no title and no body (expected {len(names)} columns, found {len(row)})", where
    )


def _lines(stream: BinaryIO) -> Iterator[str]:
    first = stream.readline(LONGEST_FIELD)
    if first.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16: lines only after decoding
        yield from io.StringIO(decode(first + stream.read(LARGEST_WIDE)), newline="")
        return
    line = first.removeprefix(b"\xef\xbb\xbf")
    if b"\r" in line and b"\n" not in line:  # of an old Macintosh
        yield from io.StringIO(decode(line + stream.read(LARGEST_WIDE)), newline=None)
        return
    while line:
        yield decode(line.replace(b"\x00", b""))
        line = stream.readline(LONGEST_FIELD)

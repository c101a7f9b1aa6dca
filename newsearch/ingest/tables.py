"""CSV and TSV: one article a row.

The header says what the columns hold; where there is none, their content, if it leaves no doubt.
"""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from itertools import chain, islice
from typing import BinaryIO

from ..errors import ReadError
from .encoding import decode
from .field_names import field_of
from .json_records import raw_of
from .records import Raw
from .table_columns import columns_of

__all__ = ["dialect_of", "read_table"]

SAMPLE = 50  # lines, or rows without a header, that are looked at before the first row is read
UNNAMED_LINES = 2_000  # that may make up these rows
UNNAMED_CHARACTERS = 4 << 20
LARGEST_AGAIN = 256 << 20  # characters of rows without an end that are read again
LINE_COSTS = 50  # as many characters as are read while a line is begun
_SEPARATORS = ("\t", ",", ";", "|")
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
    for separator in _SEPARATORS:
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
    csv.field_size_limit(LONGEST_FIELD)
    if separator is None:
        yield from _read_without_header(header, lines, name)
        return
    first = list(islice(lines, SAMPLE))
    spaced = f"{separator} " in header
    try:
        names = next(csv.reader([header], delimiter=separator, skipinitialspace=spaced), [])
    except csv.Error as error:
        yield ReadError(name, f"no table header: {error}", "line 1")
        return
    for found in _rows(first, lines, separator, spaced, name, 1):
        if isinstance(found, ReadError):
            yield found
        else:
            yield _article(*found, names, separator + " " * spaced, name)


def _read_without_header(header: str, lines: Iterator[str], name: str) -> Iterator[Raw | ReadError]:
    """The rows of a table whose first line is one of them, where it is certain what they hold."""
    first, is_cut = _beginning(header, lines)
    for separator in _SEPARATORS:
        spaced = f'{separator} "' in header and f'{separator}"' not in header
        rows = list(islice(_rows(first, iter(()), separator, spaced, name, 0), SAMPLE))
        sample = [found[0] for found in rows if not isinstance(found, ReadError)]
        fields = columns_of(sample[:-1] if is_cut and len(rows) < SAMPLE else sample)
        if fields is not None:
            break
    else:
        yield ReadError(
            name,
            f"no header with a title or body: {header.strip()[:80]!r}; write the names of the "
            "columns into the first line, such as title,text,date",
            "line 1",
        )
        return
    names = [field or f"column {number}" for number, field in enumerate(fields, start=1)]
    told = {field: f"column {n}, by its content" for n, field in enumerate(fields, 1) if field}
    for found in _rows(first, lines, separator, spaced, name, 0):
        if isinstance(found, ReadError):
            yield found
            continue
        row, where = found
        if len(row) != len(names):
            reason = f"expected {len(names)} columns, found {len(row)}: is a separator not quoted?"
            yield ReadError(name, reason, where)
            continue
        article = _article(row, where, names, "", name)
        if isinstance(article, Raw):
            article.evidence = told
        yield article


def _beginning(header: str, lines: Iterator[str]) -> tuple[list[str], bool]:
    """The first line and some more, and whether there may be others."""
    first = [header]
    size = len(header)
    for line in lines:
        first.append(line)
        size += len(line)
        if len(first) > UNNAMED_LINES or size > UNNAMED_CHARACTERS:
            return first, True
    return first, False


def _rows(
    first: list[str], lines: Iterator[str], separator: str, spaced: bool, name: str, before: int
) -> Iterator[tuple[list[str], str] | ReadError]:
    """Each row that is not empty, and where it ends; `before` lines lie before `first`.

    A row of several lines with a quote that is not closed is told, and the lines behind its first
    are read again: what was wrong is one line, not the rest of the table.
    """
    sample = "".join(first[:SAMPLE])
    escaped = '\\"' in sample and '""' not in sample.replace('\\""', "")
    source = _Remembered(chain(first, lines))

    def reader(lines: Iterator[str], strict: bool) -> Iterator[list[str]]:
        return csv.reader(
            lines,
            delimiter=separator,
            skipinitialspace=spaced,
            escapechar="\\" if escaped else None,
            doublequote=not escaped,
            strict=strict,
        )

    rows = reader(source, True)
    while source.again < LARGEST_AGAIN:
        source.begin()
        try:
            row = next(rows, None)
        except csv.Error as error:
            where = f"line {source.number - len(source.row) + 1 + before}"
            row = []
            if len(source.row) == 1:  # where a quote inside a cell is no harm
                row = _one(reader(iter(source.row), False))
            if not row:
                reason = f"no table row: {error}; is a quote not closed?"
                yield ReadError(name, reason, where)
                source.go_back()
                rows = reader(source, True)
                continue
        if row is None:
            return
        if any(row):
            yield row, f"line {source.number + before}"
    yield ReadError(name, "given up: too many rows have quotes that are not closed")


def _one(rows: Iterator[list[str]]) -> list[str] | None:
    """The next row; None where there is none."""
    try:
        return next(rows, None)
    except csv.Error:
        return None


class _Remembered:
    """Lines, of which those of a row are remembered.

    Attributes:
        number: The number of the last line.
        row: The lines since the row began.
        again: Characters that were gone back over.
    """

    def __init__(self, lines: Iterator[str]) -> None:
        self.number = 0
        self.row: list[str] = []
        self.again = 0
        self._lines = lines
        self._before: deque[str] = deque()  # what was gone back over

    def begin(self) -> None:
        """Says that a row begins."""
        self.row.clear()

    def go_back(self) -> None:
        """Goes back to behind the first line of the row."""
        lines = self.row[1:]
        self.number -= len(lines)
        self.again += sum(map(len, lines)) + LINE_COSTS * len(lines)
        self._before.extendleft(reversed(lines))

    def __iter__(self) -> _Remembered:
        return self

    def __next__(self) -> str:
        line = self._before.popleft() if self._before else next(self._lines)
        self.number += 1
        self.row.append(line)
        return line


def _article(
    row: list[str], where: str, names: list[str], between: str, name: str
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

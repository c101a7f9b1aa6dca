"""What the columns of a table without a header hold, where their cells leave no doubt.

The body is the column of running text with most of it, twice as much as any other; the title is the
one other column of short, distinct texts of several words. Where not exactly one column is either,
or the first row is unlike the others (so that it may be a header in unknown words), nothing is
guessed. Of days and addresses those are taken of which there is one column only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from statistics import median

from .dates import parse_date

__all__ = ["columns_of"]

LEAST_ROWS = 3  # fewer do not show what a column holds
FEWEST_BODY_WORDS = 20  # of half of the bodies
BODY_LEAD = 2  # times as many characters as any other column
TITLE_WORDS = (3, 30)  # of half of the titles
DISTINCT = 0.9  # of the titles
ALIKE = 0.9  # of the cells of a column that are days, addresses
LONGEST_DAY = 40  # characters
_ADDRESS = re.compile(r"https?://\S+")
_DAY = re.compile(r"\d{4}\D|\D\d{4}|\d{8}|\d{1,2}\D\d{1,2}\D\d{2}")


def columns_of(rows: Sequence[Sequence[str]]) -> list[str | None] | None:
    """The field of each column: ``title``, ``body``, ``date``, ``url``, or None for another.

    Args:
        rows: The first rows of a table.

    Returns:
        None where title and body are not certain.

    Example: three rows of ``["3", "Ferry fares rise again", "2026-05-01", "The harbour ..."]`` have
    ``[None, "title", "date", "body"]``, if the last cells are long enough.
    """
    width = len(rows[0]) if rows else 0
    if len(rows) < LEAST_ROWS or width < 2 or any(len(row) != width for row in rows):
        return None
    columns = [[row[number].strip() for row in rows] for number in range(width)]
    fields: list[str | None] = [None] * width
    for name, test in (("date", _is_day), ("url", _is_address)):
        found = [number for number in range(width) if _mostly(columns[number], test)]
        for number in found:
            fields[number] = name if len(found) == 1 else ""
    body = _body([None if fields[n] is not None else columns[n] for n in range(width)])
    if body is None:
        return None
    fields[body] = "body"
    titles = [n for n in range(width) if fields[n] is None and _are_titles(columns[n])]
    if len(titles) != 1:
        return None
    fields[titles[0]] = "title"
    if not _is_like_others(columns[body]) or not _is_like_others(columns[titles[0]]):
        return None
    return [name or None for name in fields]


def _mostly(cells: Sequence[str], test: Callable[[str], bool]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and sum(map(test, filled)) >= ALIKE * len(filled)


def _is_day(cell: str) -> bool:
    if len(cell) > LONGEST_DAY or not _DAY.search(cell):
        return False
    return parse_date(cell) is not None


def _is_address(cell: str) -> bool:
    return _ADDRESS.fullmatch(cell) is not None


def _words(cell: str) -> int:
    # Chinese and Japanese write no spaces: two characters are about a word.
    return max(len(cell.split()), sum(character >= "\u2e80" for character in cell) // 2)


def _body(columns: Sequence[Sequence[str] | None]) -> int | None:
    """The column of running text, where one has twice as much of it as any other."""
    sizes = [0 if cells is None else sum(map(len, cells)) for cells in columns]
    number = max(range(len(sizes)), key=sizes.__getitem__)
    cells = columns[number]
    second = max([size for n, size in enumerate(sizes) if n != number], default=0)
    if cells is None or sizes[number] < BODY_LEAD * second:
        return None
    return number if median(map(_words, cells)) >= FEWEST_BODY_WORDS else None


def _are_titles(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    if len(filled) < ALIKE * len(cells) or len(set(filled)) < DISTINCT * len(filled):
        return False
    return TITLE_WORDS[0] <= median(map(_words, filled)) <= TITLE_WORDS[1]


def _is_like_others(cells: Sequence[str]) -> bool:
    """Whether the first cell has a quarter of the words that half of the others have."""
    return 4 * _words(cells[0]) >= median(map(_words, cells[1:]))

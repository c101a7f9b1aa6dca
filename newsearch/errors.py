"""Every error newsearch raises on purpose.

::

    NewsearchError
    ├── ReadError           an input record could not be read
    ├── QueryError          a query could not be understood
    ├── IndexNotFound       no index at the path
    ├── IndexExists         an index is already at the path
    ├── IndexLocked         another writer is at work
    ├── IndexVersionError   the index was written by a version this one cannot read
    └── CorruptIndex        a file of the index is damaged

A message says what was expected, what was found, and what to do.
"""

from __future__ import annotations

__all__ = [
    "CorruptIndex",
    "IndexExists",
    "IndexLocked",
    "IndexNotFound",
    "IndexVersionError",
    "NewsearchError",
    "QueryError",
    "ReadError",
]


class NewsearchError(Exception):
    """The base of all newsearch errors."""


class ReadError(NewsearchError):
    """An input file or one record of it could not be read.

    Attributes:
        path: The file (``-`` for standard input).
        record: Which record: ``"line 12"``, ``"offset 4096"``, ``"member a.html"``; ``None`` when
            the whole file is meant.
        reason: Why, in words.
    """

    def __init__(self, path: str, reason: str, record: str | None = None) -> None:
        self.path = path
        self.record = record
        self.reason = reason
        where = path if record is None else f"{path}, {record}"
        super().__init__(f"{where}: {reason}")

    def __reduce__(self) -> tuple[type[ReadError], tuple[str, str, str | None]]:
        return (ReadError, (self.path, self.reason, self.record))


class QueryError(NewsearchError):
    """A query could not be understood.

    Attributes:
        message: What is wrong.
        position: Offset in characters into the query where it is wrong, or ``None``.
        hint: What to write instead, or ``None``.
    """

    def __init__(self, message: str, position: int | None = None, hint: str | None = None) -> None:
        self.message = message
        self.position = position
        self.hint = hint
        where = "" if position is None else f" at character {position + 1}"
        advice = "" if hint is None else f" ({hint})"
        super().__init__(f"{message}{where}{advice}")

    def __reduce__(self) -> tuple[type[QueryError], tuple[str, int | None, str | None]]:
        return (QueryError, (self.message, self.position, self.hint))


class IndexNotFound(NewsearchError):
    """No index is at the path."""


class IndexExists(NewsearchError):
    """An index is already at the path."""


class IndexLocked(NewsearchError):
    """Another writer holds the index."""


class IndexVersionError(NewsearchError):
    """The index was written in a format this version cannot read."""


class CorruptIndex(NewsearchError):
    """A file of the index is damaged."""

"""The extractors, one file each behind one protocol: a page's bytes and address, its fields back.

An extractor is loaded by its name with `extractor`; where its package is not installed, that raises
`ImportError` and the extractor is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from typing import Any, Protocol

__all__ = ["ALL", "Extracted", "Extractor", "day", "extractor", "names"]

#: The extractors: name, and module and attribute that hold it.
ALL = {
    "newsearch": ("newsearch_", "NEWSEARCH"),
    "trafilatura": ("trafilatura_", "TRAFILATURA"),
    "trafilatura-precision": ("trafilatura_", "TRAFILATURA_PRECISION"),
    "newspaper4k": ("newspaper4k_", "NEWSPAPER4K"),
    "readability-lxml": ("readability_lxml", "READABILITY_LXML"),
    "resiliparse": ("resiliparse_", "RESILIPARSE"),
    "htmldate": ("htmldate_", "HTMLDATE"),
}


@dataclass(frozen=True, slots=True)
class Extracted:
    """What was read of a page; a field that was not found is empty.

    Example:
        >>> Extracted.load(Extracted("Otters return", tags=("Lakes",)).dump()).tags
        ('Lakes',)
    """

    title: str | None = None
    body: str = ""
    date: datetime | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    def dump(self) -> dict[str, Any]:
        """The fields as JSON values."""
        return {
            "title": self.title,
            "body": self.body,
            "date": None if self.date is None else self.date.isoformat(),
            "authors": self.authors,
            "tags": self.tags,
        }

    @classmethod
    def load(cls, values: dict[str, Any]) -> Extracted:
        """The fields of JSON values that `dump` made."""
        date = values["date"]
        return cls(
            values["title"],
            values["body"],
            None if date is None else datetime.fromisoformat(date),
            tuple(values["authors"]),
            tuple(values["tags"]),
        )


class Extractor(Protocol):
    """What a benchmark asks of an extractor.

    Attributes:
        fields: What it gives: some of ``body title day minute authors tags``.  The rest is left
            blank in the tables.
    """

    fields: frozenset[str]

    def version(self) -> str:
        """The extractor's version, and what else decides its speed."""
        ...

    def extract(self, page: bytes, url: str) -> Extracted:
        """Reads a page, without the network.

        Args:
            page: The bytes of the file.
            url: The page's address.

        Raises:
            Exception: Whatever the extractor raises: the page counts as failed.
        """
        ...


def extractor(name: str) -> Extractor:
    """The extractor of a name.

    Raises:
        ImportError: Its package is not installed.
    """
    module, attribute = ALL[name]
    found: Extractor = getattr(import_module(f"benchmarks.extractors.{module}"), attribute)
    return found


def names(values: Iterable[str] | None, separators: str) -> tuple[str, ...]:
    """Names out of strings that may each hold several, without doubles, in order.

    Example:
        >>> names(["Ada Quill; Pavo Terrin", "Ada Quill"], ";")
        ('Ada Quill', 'Pavo Terrin')
    """
    found: dict[str, None] = {}
    for value in values or ():
        for separator in separators:
            value = value.replace(separator, "\n")
        found.update(dict.fromkeys(filter(None, map(str.strip, value.split("\n")))))
    return tuple(found)


def day(value: str | None) -> datetime | None:
    """A day as written (``2025-03-09``) as its midnight UTC."""
    return None if not value else datetime.fromisoformat(value).replace(tzinfo=UTC)

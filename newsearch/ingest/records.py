"""What a reader found, before it is made an article.

Every reader of a format yields `Raw`: the fields as the input gives them, of whatever type,
unclean.  `newsearch.ingest.normalise.normalise` makes the one kind of `Article` of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date as calendar_date
from datetime import datetime
from typing import Any

__all__ = ["Raw"]


@dataclass
class Raw:
    """One article as found.  A field that the input does not have stays None.

    `evidence` says which rule gave a field, for instance ``{"date": "json-ld datePublished"}``.
    Texts are plain text: a reader whose input holds markup removes it first (`markup.plain_text`).

    Example: ``Raw(title="Harbour reopens", body="Ships returned.", date="2026-02-12")``.
    """

    id: str | int | None = None
    title: str | None = None
    body: str | None = None
    summary: str | None = None
    tags: Sequence[str] | str | None = None
    date: datetime | calendar_date | str | float | None = None
    authors: Sequence[str] | str | None = None
    source: str | None = None
    section: str | None = None
    sections: Sequence[str] | None = None  # all rubrics, the first is `section`
    place: str | None = None
    language: str | None = None
    url: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    evidence: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, found: dict[str, Any]) -> Raw:
        """As ``Raw(**found)``; `found`, which has `extra` and `evidence`, becomes its own.

        What is not found is not set: the class has None for it anyway.
        """
        raw = object.__new__(cls)
        raw.__dict__ = found
        return raw

"""Keyword columns: here is a document, give me its tags (or authors, source, section, language).

A column answers facets and shows values; it is not for finding documents by value: that is the
field's dictionary, whose posting lists are a hundred times faster.

Section ``F.offsets`` ('I', documents + 1) says where a document's ordinals start in
``F.ordinals`` ('I'); an ordinal is the number of a value among ``F.values`` (sorted, UTF-8, as
first spelled), which ``F.value_starts`` ('I') delimits.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsearch.segment.container import Container

__all__ = ["KeywordColumn"]


class KeywordColumn:
    """The values of one keyword field, by document."""

    def __init__(self, container: Container, field: str) -> None:
        self.offsets = container.checked(f"{field}.offsets", "I")
        self.ordinals = container.checked(f"{field}.ordinals", "I")
        self._starts = container.checked(f"{field}.value_starts", "I")
        self._data = container.checked(f"{field}.values")
        self.values: Sequence[str] = _Values(self._starts, self._data)

    def values_of(self, document: int) -> tuple[str, ...]:
        """A document's values, in the order of the article."""
        ordinals = self.ordinals[self.offsets[document] : self.offsets[document + 1]]
        return tuple(self.values[ordinal] for ordinal in ordinals)


class _Values(Sequence[str]):
    """The distinct values, decoded when asked for."""

    def __init__(self, starts: memoryview, data: memoryview) -> None:
        self._starts = starts
        self._data = data

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, ordinal: int) -> str:  # type: ignore[override]
        return str(
            self._data[self._starts[ordinal] : self._starts[ordinal + 1]], "utf-8", "replace"
        )

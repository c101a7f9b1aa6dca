"""What a query string means depends on: languages, time zone, the present moment, the default."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from newsearch.schema import ALL_FIELDS
from newsearch.values import Value

if TYPE_CHECKING:
    from newsearch.text.analysis import Analyzer

__all__ = ["Context", "analyzer_of", "current_time"]


def current_time() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


class Context(Value):
    """How to understand a query string.

    Attributes:
        languages: The languages of the index; words are analysed in each.
        fields: The fields a query may name.
        timezone: Whose days are meant by dates.
        now: The clock that relative dates are told from; gives a moment with a time zone.
        match: Whether words side by side must ``"all"`` occur, or ``"any"``.

    Example:
        >>> Context(languages=("en", "uk"), match="any").timezone
        datetime.timezone.utc
    """

    languages: tuple[str | None, ...] = (None,)
    fields: tuple[str, ...] = ALL_FIELDS
    timezone: tzinfo = UTC
    now: Callable[[], datetime] = current_time
    match: Literal["all", "any"] = "all"

    @property
    def analyzer(self) -> Analyzer:
        """The analyzer of the languages."""
        return analyzer_of(self.languages)


@lru_cache(maxsize=16)
def analyzer_of(languages: tuple[str | None, ...]) -> Analyzer:
    """The analyzer of some languages, one per process and set of languages."""
    from newsearch.text.analysis import Analyzer

    return Analyzer(languages)

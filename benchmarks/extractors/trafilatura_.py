"""trafilatura without comments: as it is, and with its setting for precision."""

from __future__ import annotations

from importlib.metadata import version

import trafilatura

from benchmarks.extractors import Extracted, day, names

__all__ = ["TRAFILATURA", "TRAFILATURA_PRECISION"]


class _Trafilatura:
    # Its dates are days, whatever the page says.
    fields = frozenset({"body", "title", "day", "authors", "tags"})

    def __init__(self, precision: bool) -> None:
        self._precision = precision

    def version(self) -> str:
        return version("trafilatura")

    def extract(self, page: bytes, url: str) -> Extracted:
        found = trafilatura.bare_extraction(
            page,
            url=url,
            include_comments=False,
            favor_precision=self._precision,
            with_metadata=True,
        )
        if found is None:
            return Extracted()
        # Authors come in one string; keywords as the page has them, several in one string.
        return Extracted(
            found.title,
            found.text or "",
            day(found.date),
            names([found.author or ""], ";"),
            names(found.tags, ",;"),
        )


TRAFILATURA = _Trafilatura(precision=False)
TRAFILATURA_PRECISION = _Trafilatura(precision=True)

"""htmldate: the day of a page's first publication."""

from __future__ import annotations

from importlib.metadata import version

import htmldate

from benchmarks.extractors import Extracted, day

__all__ = ["HTMLDATE"]


class _Htmldate:
    fields = frozenset({"day"})

    def version(self) -> str:
        return version("htmldate")

    def extract(self, page: bytes, url: str) -> Extracted:
        return Extracted(date=day(htmldate.find_date(page, original_date=True, url=url)))


HTMLDATE = _Htmldate()

"""newsearch: `newsearch.read_html` as it is."""

from __future__ import annotations

import newsearch
from benchmarks.extractors import Extracted

__all__ = ["NEWSEARCH"]


class _Newsearch:
    fields = frozenset({"body", "title", "day", "minute", "authors", "tags"})

    def version(self) -> str:
        from newsearch.kernel import compiled

        return f"{newsearch.__version__}{'' if compiled() else ', kernels not compiled'}"

    def extract(self, page: bytes, url: str) -> Extracted:
        article = newsearch.read_html(page, url)
        return Extracted(article.title, article.body, article.date, article.authors, article.tags)


NEWSEARCH = _Newsearch()

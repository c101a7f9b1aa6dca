"""newspaper4k, given the page instead of downloading it; it fetches no images either."""

from __future__ import annotations

import warnings
from datetime import datetime
from importlib.metadata import version

from benchmarks.extractors import Extracted

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its source has invalid escapes, and it wants nltk
    import newspaper

__all__ = ["NEWSPAPER4K"]


class _Newspaper4k:
    fields = frozenset({"body", "title", "day", "minute", "authors", "tags"})

    def version(self) -> str:
        return version("newspaper4k")

    def extract(self, page: bytes, url: str) -> Extracted:
        article = newspaper.Article(url, fetch_images=False)
        article.html = page  # decoded as what it downloads is
        article.parse()
        date = article.publish_date
        return Extracted(
            article.title,
            article.text,
            date if isinstance(date, datetime) else None,
            tuple(article.authors or ()),
            # Links marked as tags, which few pages have, then the keywords of meta elements.
            tuple(dict.fromkeys(filter(None, [*(article.tags or ()), *article.meta_keywords]))),
        )


NEWSPAPER4K = _Newspaper4k()

"""Full-text search over news: any format in; ranked, filtered, dated, highlighted answers out.

Every name is imported when it is first used, so ``import newsearch`` costs next to nothing.

Example::

    import newsearch

    with newsearch.open("index", create=True) as index:
        with index.writer() as writer:
            writer.add_files("corpus")
        for hit in index.search('bridge date:"last week"', tags=("Transport",)):
            print(hit.article.title, hit.snippet.text)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsearch.article import Article
    from newsearch.errors import (
        CorruptIndex,
        IndexExists,
        IndexLocked,
        IndexNotFound,
        IndexVersionError,
        NewsearchError,
        QueryError,
        ReadError,
    )
    from newsearch.index import Index
    from newsearch.ingest import read, read_html, read_text
    from newsearch.ingest.accounts import InputReport
    from newsearch.opening import create, open
    from newsearch.repairs import Repair, repair
    from newsearch.search.results import Diagnostic, Hit, Results, Snippet
    from newsearch.search.significant import Significant
    from newsearch.writer import Counts, Writer

    __version__: str

__all__ = [
    "Article",
    "CorruptIndex",
    "Counts",
    "Diagnostic",
    "Hit",
    "Index",
    "IndexExists",
    "IndexLocked",
    "IndexNotFound",
    "IndexVersionError",
    "InputReport",
    "NewsearchError",
    "QueryError",
    "ReadError",
    "Repair",
    "Results",
    "Significant",
    "Snippet",
    "Writer",
    "create",
    "open",
    "read",
    "read_html",
    "read_text",
    "repair",
]

_MODULE_OF = {
    "Article": "article",
    "CorruptIndex": "errors",
    "Counts": "writer",
    "Diagnostic": "search.results",
    "Hit": "search.results",
    "Index": "index",
    "IndexExists": "errors",
    "IndexLocked": "errors",
    "IndexNotFound": "errors",
    "IndexVersionError": "errors",
    "InputReport": "ingest.accounts",
    "NewsearchError": "errors",
    "QueryError": "errors",
    "ReadError": "errors",
    "Repair": "repairs",
    "Results": "search.results",
    "Significant": "search.significant",
    "Snippet": "search.results",
    "Writer": "writer",
    "create": "opening",
    "open": "opening",
    "read": "ingest",
    "read_html": "ingest",
    "read_text": "ingest",
    "repair": "repairs",
}


def __getattr__(name: str) -> object:
    """Imports a public name when it is first used (PEP 562)."""
    value: object
    if name == "__version__":
        from importlib.metadata import PackageNotFoundError, version

        try:
            value = version("newsearch")
        except PackageNotFoundError:  # run from a source folder that is not installed
            value = "0+source"
    elif name in _MODULE_OF:
        from importlib import import_module

        value = getattr(import_module(f"newsearch.{_MODULE_OF[name]}"), name)
    else:
        raise AttributeError(f"module 'newsearch' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, "__version__"})

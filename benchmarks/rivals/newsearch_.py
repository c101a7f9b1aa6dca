"""newsearch as it is by default: detected language, replacing by id, columns, checksums, fsync."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import newsearch
from benchmarks.rivals import LIMIT, Query

__all__ = ["NEWSEARCH"]


class _Searcher:
    def __init__(self, folder: Path) -> None:
        self._index = newsearch.open(folder)

    def articles(self) -> int:
        return len(self._index)

    def ids(self, query: Query, limit: int = LIMIT) -> Callable[[], list[str]]:
        search, text, options = self._index.search, _text(query), _options(query)
        return lambda: [hit.id for hit in search(text, limit=limit, snippets=False, **options).hits]

    def count(self, query: Query) -> Callable[[], int]:
        search, text, options = self._index.search, _text(query), _options(query)
        return lambda: search(text, limit=0, snippets=False, **options).total

    def refresh(self) -> None:
        self._index.refresh()


def _text(query: Query) -> str:
    text = " ".join(query.words)
    return {"phrase": f'"{text}"', "prefix": f"{text}*"}.get(query.kind, text)


def _options(query: Query) -> dict[str, Any]:
    options: dict[str, Any] = {"match": "any" if query.kind == "any" else "all"}
    if query.since is not None:
        options["since"] = query.since
    if query.until is not None:
        options["until"] = query.until
    if query.newest:
        options["sort"] = "newest"
    return options


class _Newsearch:
    modules = (
        "newsearch.writer",
        "newsearch.ingest.files",
        "newsearch.ingest.formats",
        "newsearch.ingest.json_records",
        "newsearch.ingest.reading",
        "newsearch.segment.stored",
        "newsearch.text.stems",
        "newsearch.workers",
    )

    def version(self) -> str:
        from newsearch.kernel import compiled

        return f"{newsearch.__version__}{'' if compiled() else ', kernels not compiled'}"

    def build(self, data: Path, folder: Path, processes: int, memory_mb: int) -> None:
        with (
            newsearch.create(folder) as index,
            index.writer(memory_mb=memory_mb, processes=processes) as writer,
        ):
            writer.add_files(data)

    def add(self, data: Path, folder: Path, memory_mb: int) -> Callable[[], object]:
        with newsearch.open(folder) as index, index.writer(memory_mb=memory_mb) as writer:
            writer.add_files(data)
        return lambda: None

    def open(self, folder: Path) -> _Searcher:
        return _Searcher(folder)


NEWSEARCH = _Newsearch()

"""Whoosh with its own writer and searcher, as its documentation uses them."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from datetime import UTC, datetime, time
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.articles import read
from benchmarks.rivals import LIMIT, Query

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # invalid escapes in its source
    from whoosh import fields, qparser, query
    from whoosh.analysis import StemmingAnalyzer
    from whoosh.index import create_in, open_dir

__all__ = ["WHOOSH"]


class _Searcher:
    def __init__(self, folder: Path) -> None:
        index = open_dir(str(folder))
        self._searcher = index.searcher()
        self._parsers = {
            kind: qparser.MultifieldParser(["title", "body"], index.schema, group=group)
            for kind, group in (("any", qparser.OrGroup), ("all", qparser.AndGroup))
        }

    def articles(self) -> int:
        return int(self._searcher.doc_count())

    def ids(self, query: Query, limit: int = LIMIT) -> Callable[[], list[str]]:
        search, make = self._searcher.search, self._maker(query)
        order = {"sortedby": "date", "reverse": True} if query.newest else {}
        return lambda: [hit["id"] for hit in search(make(), limit=limit, **order)]

    def count(self, query: Query) -> Callable[[], int]:
        searcher, make = self._searcher, self._maker(query)
        return lambda: sum(1 for _ in searcher.docs_for_query(make()))

    def _maker(self, wanted: Query) -> Callable[[], Any]:
        parse = self._parsers["any" if wanted.kind == "any" else "all"].parse
        text = " ".join(wanted.words)
        if wanted.kind == "phrase":
            text = f'"{text}"'
        elif wanted.kind == "prefix":  # its parser stems prefixes: oppos* would find opportunity
            return lambda: query.Or([query.Prefix("title", text), query.Prefix("body", text)])
        if wanted.since is None and wanted.until is None:
            return lambda: parse(text)
        first = datetime.combine(wanted.since, time.min) if wanted.since else None
        last = datetime.combine(wanted.until, time.max) if wanted.until else None
        return lambda: query.And([parse(text), query.DateRange("date", first, last)])


class _Whoosh:
    def version(self) -> str:
        return version("whoosh")

    def build(self, data: Path, folder: Path, processes: int, memory_mb: int) -> None:
        folder.mkdir()
        analyzer = StemmingAnalyzer(stoplist=None, minsize=1)
        schema = fields.Schema(
            id=fields.ID(stored=True, unique=True),
            title=fields.TEXT(analyzer, stored=True, field_boost=3.0),
            body=fields.TEXT(analyzer, stored=True),
            date=fields.DATETIME(stored=True, sortable=True),
        )
        writer = create_in(str(folder), schema).writer(procs=processes, limitmb=memory_mb)
        for article in read(data):
            values: dict[str, Any] = article._asdict()
            del values["others"]
            if article.date is None:
                del values["date"]
            else:  # Whoosh holds moments without a time zone
                values["date"] = article.date.astimezone(UTC).replace(tzinfo=None)
            writer.add_document(**values)
        writer.commit()

    def open(self, folder: Path) -> _Searcher:
        return _Searcher(folder)


WHOOSH = _Whoosh()

"""tantivy through tantivy-py, twice.

``tantivy``: fields title and body, ids read from the stored articles, as its documentation does.
``tantivy-column``: as fast as we could make it: title and body in one field (two values, so that
no phrase spans them; the title then weighs no more than the body), and a column of numbers from
which the ids are looked up in a list.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time
from importlib.metadata import version
from pathlib import Path
from typing import Any

import orjson
import tantivy

from benchmarks.articles import read
from benchmarks.rivals import LIMIT, Query

__all__ = ["TANTIVY", "TANTIVY_COLUMN"]

IDS = "ids.json"


class _Searcher:
    def __init__(self, folder: Path, fields: list[str], column: bool) -> None:
        self._index = tantivy.Index.open(str(folder))
        self._searcher: Any = self._index.searcher()
        self._fields = fields
        self._ids: list[str] | None = (
            orjson.loads((folder.parent / IDS).read_bytes()) if column else None
        )

    def articles(self) -> int:
        return int(self._searcher.num_docs)

    def ids(self, query: Query, limit: int = LIMIT) -> Callable[[], list[str]]:
        make, search, doc = self._maker(query), self._searcher.search, self._searcher.doc
        order: dict[str, Any] = {"order_by_field": "date"} if query.newest else {}
        ids, values = self._ids, self._searcher.fast_field_values

        def stored() -> list[str]:
            found = search(make(), limit, count=False, **order)
            return [doc(address).get_first("id") for _, address in found.hits]

        def column() -> list[str]:
            assert ids is not None
            found = search(make(), limit, count=False, **order)
            return [ids[number] for number in values("number", [hit[1] for hit in found.hits])]

        return stored if ids is None else column

    def count(self, query: Query) -> Callable[[], int]:
        make, search = self._maker(query), self._searcher.search
        # Ordered by a column nothing is scored: the fastest count that tantivy-py has, which
        # wants a limit of at least 1.
        return lambda: search(make(), 1, order_by_field="number").count

    def refresh(self) -> None:
        self._index.reload()
        self._searcher = self._index.searcher()

    def _maker(self, query: Query) -> Callable[[], Any]:
        make = self._text_maker(query)
        if query.since is None and query.until is None:
            return make
        schema, must = self._index.schema, tantivy.Occur.Must
        first = datetime.combine(query.since, time.min, UTC) if query.since else None
        last = datetime.combine(query.until, time.max, UTC) if query.until else None

        def within() -> Any:
            dates = tantivy.Query.range_query(schema, "date", tantivy.FieldType.Date, first, last)
            return tantivy.Query.boolean_query([(must, make()), (must, dates)])

        return within

    def _text_maker(self, query: Query) -> Callable[[], Any]:
        parse, schema, fields = self._index.parse_query, self._index.schema, self._fields
        text, conjunction = " ".join(query.words), query.kind == "all"
        if query.kind == "phrase":
            text = f'"{text}"'
        if query.kind != "prefix":
            return lambda: parse(text, fields, conjunction_by_default=conjunction)
        # Of one word this is a range of terms, 20 times faster than the regular expression.
        prefix = tantivy.Query.phrase_prefix_query
        if len(fields) == 1:
            return lambda: prefix(schema, fields[0], [text])
        should = tantivy.Occur.Should
        return lambda: tantivy.Query.boolean_query(
            [(should, prefix(schema, field, [text])) for field in fields]
        )


class _Tantivy:
    def __init__(self, column: bool) -> None:
        self._column = column
        self._fields = ["text"] if column else ["title", "body"]

    def version(self) -> str:
        return version("tantivy")

    def _schema(self) -> Any:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        for field in self._fields:
            builder.add_text_field(
                field, stored=True, tokenizer_name="en_stem", index_option="position"
            )
        builder.add_date_field("date", stored=True, indexed=False, fast=True)
        builder.add_unsigned_field("number", fast=True)
        return builder.build()

    def build(self, data: Path, folder: Path, processes: int, memory_mb: int) -> None:
        folder.mkdir()
        index = tantivy.Index(self._schema(), path=str(folder))
        writer = index.writer(heap_size=memory_mb * 1_000_000, num_threads=processes)
        ids = self._write(writer, data)
        writer.commit()
        writer.wait_merging_threads()
        if self._column:
            (folder.parent / IDS).write_bytes(orjson.dumps(ids))

    def add(self, data: Path, folder: Path, memory_mb: int) -> Callable[[], object]:
        """Adds to an index whose ids are stored: the list of ids beside a column stays as it is."""
        index = tantivy.Index.open(str(folder))
        writer = index.writer(heap_size=memory_mb * 1_000_000, num_threads=1)
        self._write(writer, data)
        writer.commit()
        wait: Callable[[], object] = writer.wait_merging_threads
        return wait

    def _write(self, writer: Any, data: Path) -> list[str]:
        """Adds all articles; returns their ids."""
        title, body = self._fields[0], self._fields[-1]
        ids = []
        for number, article in enumerate(read(data)):
            document = tantivy.Document()
            document.add_text("id", article.id)
            document.add_text(title, article.title)
            document.add_text(body, article.body)
            if article.date is not None:
                document.add_date("date", article.date)
            document.add_unsigned("number", number)
            writer.add_document(document)
            ids.append(article.id)
        return ids

    def open(self, folder: Path) -> _Searcher:
        return _Searcher(folder, self._fields, self._column)


TANTIVY = _Tantivy(column=False)
TANTIVY_COLUMN = _Tantivy(column=True)

"""SQLite's FTS5 with its English stemmer (``porter unicode61``) over a table of articles."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from benchmarks.articles import read
from benchmarks.rivals import LIMIT, Query

__all__ = ["SQLITE"]

FILE = "articles.sqlite"
#: Kilobytes of pages that SQLite may keep, here as in its documentation's advice for bulk work.
CACHE_KB = 64 << 10

_TABLES = """
CREATE TABLE articles(number INTEGER PRIMARY KEY, id TEXT, title TEXT, body TEXT, date INTEGER);
CREATE VIRTUAL TABLE words USING fts5(
    title, body, content='articles', content_rowid='number', tokenize='porter unicode61'
);
INSERT INTO words(words, rank) VALUES('rank', 'bm25(3.0, 1.0)');
"""
_INSERT = "INSERT INTO articles VALUES(?, ?, ?, ?, ?)"
_FROM = "FROM words JOIN articles ON articles.number = words.rowid WHERE words MATCH ?"


class _Searcher:
    def __init__(self, folder: Path) -> None:
        self._database = sqlite3.connect(folder / FILE)
        self._database.execute(f"PRAGMA cache_size = -{CACHE_KB}")

    def articles(self) -> int:
        row = self._database.execute("SELECT count(*) FROM articles").fetchone()
        return int(row[0])

    def ids(self, query: Query, limit: int = LIMIT) -> Callable[[], list[str]]:
        execute, (where, values) = self._database.execute, _condition(query)
        order = "articles.date DESC" if query.newest else "rank"
        command = f"SELECT articles.id {where} ORDER BY {order} LIMIT {limit}"
        return lambda: [row[0] for row in execute(command, values)]

    def count(self, query: Query) -> Callable[[], int]:
        execute, (where, values) = self._database.execute, _condition(query)
        if query.since is None and query.until is None:
            where = "FROM words WHERE words MATCH ?"
        command = f"SELECT count(*) {where}"
        return lambda: int(execute(command, values).fetchone()[0])

    def refresh(self) -> None:
        # Every statement sees the last commit: the first one pays for noticing it.
        self._database.execute("SELECT max(number) FROM articles").fetchone()


def _condition(query: Query) -> tuple[str, tuple[Any, ...]]:
    where, values = _FROM, [_text(query)]
    if query.since is not None:
        where += " AND articles.date >= ?"
        values.append(_seconds(datetime.combine(query.since, time.min, UTC)))
    if query.until is not None:
        where += " AND articles.date <= ?"
        values.append(_seconds(datetime.combine(query.until, time.max, UTC)))
    return where, tuple(values)


def _text(query: Query) -> Any:
    if query.kind == "phrase":
        return f'"{" ".join(query.words)}"'
    if query.kind == "prefix":
        return f'"{query.words[0]}"*'
    return (" OR " if query.kind == "any" else " AND ").join(f'"{word}"' for word in query.words)


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


class _Sqlite:
    def version(self) -> str:
        return sqlite3.sqlite_version

    def build(self, data: Path, folder: Path, processes: int, memory_mb: int) -> None:
        folder.mkdir()
        database = sqlite3.connect(folder / FILE)
        database.execute(f"PRAGMA cache_size = -{CACHE_KB}")
        database.executescript(_TABLES)
        with database:
            database.executemany(_INSERT, _rows(data))
            database.execute("INSERT INTO words(words) VALUES('rebuild')")
            database.execute("CREATE INDEX articles_by_date ON articles(date)")
        database.execute("ANALYZE")
        database.close()

    def add(self, data: Path, folder: Path, memory_mb: int) -> Callable[[], object]:
        database = sqlite3.connect(folder / FILE)
        database.execute(f"PRAGMA cache_size = -{CACHE_KB}")
        (last,) = database.execute("SELECT max(number) FROM articles").fetchone()
        with database:
            database.executemany(_INSERT, _rows(data, last + 1))
            database.execute(
                "INSERT INTO words(rowid, title, body) "
                "SELECT number, title, body FROM articles WHERE number > ?",
                (last,),
            )
        return database.close

    def open(self, folder: Path) -> _Searcher:
        return _Searcher(folder)


def _rows(data: Path, first: int = 0) -> Iterator[tuple[int, str, str, str, int | None]]:
    for number, article in enumerate(read(data), first):
        date = None if article.date is None else _seconds(article.date)
        yield number, article.id, article.title, article.body, date


SQLITE = _Sqlite()

"""Xapian: one field of stemmed words with positions, the title three times as heavy.

Compared as its documentation uses it (``TermGenerator``, ``QueryParser``, values for dates and
sorting), and as fast as its Python API allows: words are stemmed without a second, unstemmed copy
(``STEM_ALL``), so that phrases too match stems as in the other engines; ids come from a value, not
from the stored article; what needs no score is not scored.

The package is Debian's ``python3-xapian``, made for the system's Python. Any Python of the same
minor version can load it, so it is looked for there too.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime, time
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from pathlib import Path
from typing import Any

import orjson

from benchmarks.articles import read
from benchmarks.rivals import LIMIT, Query

__all__ = ["XAPIAN"]

#: Where Debian puts packages of the system's Python.
DEBIAN = "/usr/lib/python3/dist-packages"
#: Numbers of the values of a document.
DATE, ID = 0, 1
TITLE_WEIGHT = 3
#: Bytes of memory that an article waiting to be written takes, about: Xapian counts articles.
PENDING_BYTES = 20_000


def _load() -> Any:
    """Xapian's module.

    Raises:
        ImportError: It is not installed, or is for another version of Python.
    """
    try:
        import xapian
    except ImportError:
        # Only this package: the folder on the path would bring others of other versions.
        spec = PathFinder.find_spec("xapian", [DEBIAN])
        if spec is None or spec.loader is None:
            raise
        xapian = sys.modules["xapian"] = module_from_spec(spec)
        try:
            spec.loader.exec_module(xapian)
        except ImportError:
            del sys.modules["xapian"]
            raise
    return xapian


xapian = _load()


class _Searcher:
    def __init__(self, folder: Path) -> None:
        self._database = xapian.Database(str(folder))
        self._articles: int = self._database.get_doccount()
        self._parsers = {
            kind: self._parser(operator)
            for kind, operator in (("any", xapian.Query.OP_OR), ("all", xapian.Query.OP_AND))
        }
        self._parsers["phrase"] = self._parsers["all"]

    def _parser(self, operator: int) -> Any:
        parser = xapian.QueryParser()
        parser.set_database(self._database)
        parser.set_stemmer(xapian.Stem("english"))
        parser.set_stemming_strategy(xapian.QueryParser.STEM_ALL)
        parser.set_default_op(operator)
        return parser

    def articles(self) -> int:
        return self._articles

    def ids(self, query: Query, limit: int = LIMIT) -> Callable[[], list[str]]:
        make, enquire = self._maker(query), self._enquire(scored=not query.newest)
        if query.newest:
            enquire.set_sort_by_value(DATE, True)

        def found() -> list[str]:
            enquire.set_query(make())
            hits = enquire.get_mset(0, limit)
            return [hit.document.get_value(ID).decode() for hit in hits]

        return found

    def count(self, query: Query) -> Callable[[], int]:
        make, enquire, articles = self._maker(query), self._enquire(scored=False), self._articles

        def count() -> int:
            enquire.set_query(make())
            # Exact once all articles were looked at.
            return int(enquire.get_mset(0, 0, articles).get_matches_estimated())

        return count

    def _enquire(self, scored: bool) -> Any:
        enquire = xapian.Enquire(self._database)
        enquire.set_weighting_scheme(xapian.BM25Weight() if scored else xapian.BoolWeight())
        return enquire

    def _maker(self, query: Query) -> Callable[[], Any]:
        make = self._text_maker(query)
        if query.since is None and query.until is None:
            return make
        first = datetime.combine(query.since, time.min, UTC) if query.since else None
        last = datetime.combine(query.until, time.max, UTC) if query.until else None

        def within() -> Any:
            kind = xapian.Query
            if first is None:
                dates = kind(kind.OP_VALUE_LE, DATE, _moment(last))
            elif last is None:
                dates = kind(kind.OP_VALUE_GE, DATE, _moment(first))
            else:
                dates = kind(kind.OP_VALUE_RANGE, DATE, _moment(first), _moment(last))
            return kind(kind.OP_FILTER, make(), dates)

        return within

    def _text_maker(self, query: Query) -> Callable[[], Any]:
        text = " ".join(query.words)
        if query.kind == "prefix":
            kind = xapian.Query
            words = (0, kind.WILDCARD_LIMIT_ERROR, kind.OP_SYNONYM)  # however many begin so
            return lambda: kind(kind.OP_WILDCARD, text, *words)
        parse = self._parsers[query.kind].parse_query
        if query.kind == "phrase":
            text = f'"{text}"'
        return lambda: parse(text, xapian.QueryParser.FLAG_PHRASE)


def _moment(moment: datetime | None) -> Any:
    assert moment is not None
    return xapian.sortable_serialise(int(moment.timestamp()))


class _Xapian:
    def version(self) -> str:
        return str(xapian.version_string())

    def build(self, data: Path, folder: Path, processes: int, memory_mb: int) -> None:
        database = xapian.WritableDatabase(str(folder), xapian.DB_CREATE)
        generator = xapian.TermGenerator()
        generator.set_stemmer(xapian.Stem("english"))
        generator.set_stemming_strategy(xapian.TermGenerator.STEM_ALL)
        pending = max(1, memory_mb * 1_000_000 // PENDING_BYTES)
        for number, article in enumerate(read(data), 1):
            document = xapian.Document()
            generator.set_document(document)
            generator.index_text(article.title, TITLE_WEIGHT)
            generator.increase_termpos()
            generator.index_text(article.body)
            document.set_data(orjson.dumps([article.id, article.title, article.body]))
            document.add_value(ID, article.id)
            if article.date is not None:
                document.add_value(DATE, _moment(article.date))
            database.add_document(document)
            if number % pending == 0:
                database.commit()
        database.commit()
        database.close()

    def open(self, folder: Path) -> _Searcher:
        return _Searcher(folder)


XAPIAN = _Xapian()

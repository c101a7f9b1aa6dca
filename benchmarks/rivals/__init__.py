"""The engines, one file each behind one protocol, so that all are asked the same.

An engine is loaded by its name with `engine`; where its package is not installed, that raises
`ImportError` and the engine is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, Protocol

__all__ = [
    "ALL",
    "GROWING",
    "LIMIT",
    "RANKING",
    "SLOW",
    "TIMED",
    "Engine",
    "GrowingEngine",
    "GrowingSearcher",
    "Query",
    "Searcher",
    "can_answer",
    "engine",
    "growing_engine",
]

#: The engines: name, and module and attribute that hold it.
ALL = {
    "newsearch": ("newsearch_", "NEWSEARCH"),
    "tantivy": ("tantivy_", "TANTIVY"),
    "tantivy-column": ("tantivy_", "TANTIVY_COLUMN"),
    "sqlite": ("sqlite_fts5", "SQLITE"),
    "bm25s": ("bm25s_", "BM25S"),
    "bm25s-stop": ("bm25s_", "BM25S_STOP"),
    "xapian": ("xapian_", "XAPIAN"),
    "whoosh": ("whoosh_", "WHOOSH"),
}
#: Engines that know bags of words only: articles with any of the words, best first.
BAGS_OF_WORDS = ("bm25s", "bm25s-stop")
#: Engines whose rankings are judged beside newsearch's. What sets `bm25s-stop` apart is its ranking
#: alone, so that it is measured nowhere else; the other way round with `tantivy-column`.
RANKING = ("newsearch", "tantivy", "sqlite", "bm25s", "bm25s-stop", "xapian", "whoosh")
#: Engines whose speed is measured.
TIMED = tuple(name for name in ALL if name != "bm25s-stop")
#: Engines so slow that they get only the first articles of a large file.
SLOW = ("xapian", "whoosh")
#: Engines whose growth is measured.
GROWING = ("newsearch", "tantivy", "sqlite")
#: Hits that a timed query asks for.
LIMIT = 10


@dataclass(frozen=True, slots=True)
class Query:
    """A query as meant, for each engine to write in its own way. It searches title and body.

    Attributes:
        kind: ``any`` or ``all`` of the words, the words as a ``phrase``, or words that begin with
            ``words[0]`` (``prefix``).
        words: Lower-case ASCII words.
        since, until: Inclusive days, UTC.
        newest: Newest first, instead of best first.

    Example:
        >>> Query.load(Query("any", ("oil", "gas"), since=date(2026, 2, 1)).dump()).since
        datetime.date(2026, 2, 1)
    """

    kind: Literal["any", "all", "phrase", "prefix"]
    words: tuple[str, ...]
    since: date | None = None
    until: date | None = None
    newest: bool = False

    def dump(self) -> dict[str, Any]:
        """The query as JSON values."""
        values = asdict(self)
        values["since"] = None if self.since is None else self.since.isoformat()
        values["until"] = None if self.until is None else self.until.isoformat()
        return values

    @classmethod
    def load(cls, values: dict[str, Any]) -> Query:
        """The query of JSON values that `dump` made."""
        since, until = values["since"], values["until"]
        return cls(
            values["kind"],
            tuple(values["words"]),
            None if since is None else date.fromisoformat(since),
            None if until is None else date.fromisoformat(until),
            values["newest"],
        )

    def __str__(self) -> str:
        text = " ".join(self.words)
        if self.kind == "phrase":
            text = f'"{text}"'
        elif self.kind == "prefix":
            text += "*"
        else:
            text = f"{self.kind}({text})"
        if self.since is not None or self.until is not None:
            text += f" {self.since}..{self.until}"
        return text + (" newest first" if self.newest else "")


class Searcher(Protocol):
    """An open index.

    A query is written in the engine's language before the clock starts; what the engine's own API
    does with it (parsing included) is timed.
    """

    def articles(self) -> int:
        """How many articles the index holds."""
        ...

    def ids(self, query: Query, limit: int = LIMIT) -> Callable[[], list[str]]:
        """What finds the ids of the first ``limit`` hits."""
        ...

    def count(self, query: Query) -> Callable[[], int]:
        """What counts all matches, exactly, as fast as the engine can."""
        ...


class Engine(Protocol):
    """What a benchmark asks of an engine.

    One that imports parts of itself when it begins to build names them in an attribute
    ``modules``: imports are not timed.
    """

    def version(self) -> str:
        """The engine's version, and what else decides its speed."""
        ...

    def build(self, data: Path, folder: Path, processes: int, memory_mb: int) -> None:
        """Indexes a prepared file into an empty folder, to the end: committed, merges done.

        Args:
            data: JSONL, see `benchmarks.articles`.
            folder: The new index's folder.
            processes: Processes or threads that may work, where the engine has such.
            memory_mb: Megabytes the engine may hold before it writes, where it can be told.
        """
        ...

    def open(self, folder: Path) -> Searcher:
        """Opens what `build` made."""
        ...


class GrowingSearcher(Searcher, Protocol):
    """An open index that can be brought to the last commit."""

    def refresh(self) -> None:
        """Shows the last commit; queries prepared before may go on showing an earlier one."""
        ...


class GrowingEngine(Engine, Protocol):
    """An engine whose index is added to."""

    def add(self, data: Path, folder: Path, memory_mb: int) -> Callable[[], object]:
        """Adds a prepared file to an index with a writer of its own, and commits.

        Returns:
            What waits for work that goes on behind the commit, such as merges.
        """
        ...

    def open(self, folder: Path) -> GrowingSearcher:
        """Opens what `build` made."""
        ...


def can_answer(name: str, query: Query, *, counts: bool = False) -> bool:
    """Whether an engine knows such a query; what it does not know is left blank.

    Args:
        name: The engine.
        query: The query.
        counts: Whether the exact number of matches is asked for, not the first hits.

    Example:
        >>> can_answer("bm25s", Query("phrase", ("interest", "rates")))
        False
    """
    if name not in BAGS_OF_WORDS:
        return True
    bag = query.kind == "any" or (query.kind == "all" and len(query.words) == 1)
    return bag and query.since is query.until is None and not query.newest and not counts


def engine(name: str) -> Engine:
    """The engine of a name.

    Raises:
        ImportError: Its package is not installed.
    """
    module, attribute = ALL[name]
    found: Engine = getattr(import_module(f"benchmarks.rivals.{module}"), attribute)
    return found


def growing_engine(name: str) -> GrowingEngine:
    """The engine of a name in `GROWING`.

    Raises:
        ImportError: Its package is not installed.
    """
    found: GrowingEngine = engine(name)  # type: ignore[assignment]
    return found

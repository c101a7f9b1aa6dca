"""The index as programs use it: search, read, write."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, tzinfo
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from newsearch.errors import NewsearchError
from newsearch.kernel import require_global_lock
from newsearch.segment.manifest import read_manifest
from newsearch.segment.snapshot import Snapshot, open_snapshot, stamp_of

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from newsearch.article import Article
    from newsearch.search.request import Request
    from newsearch.search.results import Hit, Results
    from newsearch.search.significant import Significant
    from newsearch.writer import Writer

__all__ = ["Index"]


class Index:
    """An index of articles. A context manager, safe to share between threads.

    It shows one commit until it is refreshed; its own writer refreshes it.

    Args:
        path: The folder.

    Raises:
        IndexNotFound, CorruptIndex, IndexVersionError, NewsearchError: It cannot be opened.

    Example::

        with newsearch.open("archive") as index:
            for hit in index.search("harbour strike", limit=3):
                print(hit.article.title, hit.snippet.text)
    """

    def __init__(self, path: str | Path) -> None:
        require_global_lock()
        self._folder = os.fspath(path) or "."
        self._snapshot: Snapshot | None = open_snapshot(self._folder)
        self._refreshing = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Index {self._folder!r}>"

    @property
    def path(self) -> Path:
        """The folder."""
        from pathlib import Path  # slow to import

        return Path(self._folder)

    def close(self) -> None:
        """Lets the index's files go; articles of hits not yet touched can still be loaded.

        Example::

            index.close()
        """
        self._snapshot = None

    @property
    def snapshot(self) -> Snapshot:
        """The commit the index shows.

        Raises:
            NewsearchError: The index is closed (so does every method but `close`).
        """
        snapshot = self._snapshot
        if snapshot is None:
            raise NewsearchError("the index is closed: open it again with newsearch.open()")
        return snapshot

    def __len__(self) -> int:
        return self.snapshot.live_count

    def __bool__(self) -> bool:
        return True  # an empty index is still an index

    def __contains__(self, id: object) -> bool:
        return isinstance(id, str) and self.snapshot.find(id) is not None

    def get(self, id: str) -> Article | None:
        """The article of an id, or None.

        Example::

            article = index.get("a1")
        """
        snapshot = self.snapshot
        place = snapshot.find(id)
        return None if place is None else snapshot.article(*place)

    def refresh(self) -> bool:
        """Shows the newest commit; returns whether it is another than before.

        Example::

            if index.refresh():
                print(len(index))
        """
        with self._refreshing:
            before = self.snapshot
            if before.stamp == stamp_of(self._folder):
                return False
            after = open_snapshot(self._folder, before)
            self._snapshot = after
            return after.manifest.generation != before.manifest.generation

    def writer(self, *, memory_mb: int = 256, processes: int = 1, wait: float = 0.0) -> Writer:
        """The writer; there is one at a time in all processes.

        Args:
            memory_mb: Megabytes of articles to hold before a segment is written.
            processes: Processes that read and analyse in `Writer.add_files`.
            wait: Seconds to wait for another writer.

        Raises:
            IndexLocked: Another writer is at work.
            ValueError: ``memory_mb`` or ``processes`` is too small.

        Example::

            with index.writer(processes=2) as writer:
                counts = writer.add_files("archive/")
        """
        from newsearch.writer import Writer

        _ = self.snapshot  # a closed index has no writer
        return Writer(
            self.path,
            memory_mb=memory_mb,
            processes=processes,
            wait=wait,
            on_commit=self._refresh_if_open,
        )

    def _refresh_if_open(self) -> None:
        if self._snapshot is not None:
            self.refresh()

    def search(
        self,
        query: Any,
        *,
        limit: int = 10,
        offset: int = 0,
        match: Literal["all", "any"] = "all",
        sort: Literal["relevance", "newest", "oldest"] = "relevance",
        since: date | datetime | str | None = None,
        until: date | datetime | str | None = None,
        tags: Sequence[str] = (),
        sources: Sequence[str] = (),
        authors: Sequence[str] = (),
        sections: Sequence[str] = (),
        languages: Sequence[str] = (),
        facets: Sequence[str] = (),
        timeline: Literal["day", "week", "month", "year"] | None = None,
        snippets: bool = True,
        group_duplicates: bool = False,
        recency: str | None = None,
        feedback: int = 0,
        timezone: tzinfo | str | None = None,
        now: datetime | None = None,
    ) -> Results:
        """Searches the index.

        Args:
            query: A string in the query language, or a ``whoosh.query.Query``. An empty string
                matches every article.
            limit: Hits at most; 0 only counts.
            offset: Hits to leave out first: for paging.
            match: ``"all"`` words must occur (when no article has them all, the best any-word
                matches come, and a diagnostic says so), or ``"any"``.
            sort: ``"relevance"``, ``"newest"`` or ``"oldest"``.
            since, until: Inclusive; a date, a datetime, or a string as in the query language.
            tags: All of them must be there.
            sources, authors, sections, languages: One of each must be there.
            facets: Names among ``tags source authors section language`` to count values of.
            timeline: Interval to count matches by.
            snippets: Whether hits have snippets.
            group_duplicates: Show one of several near-identical articles; its hit lists the rest.
            recency: A half-life such as ``"7d"`` by which scores decay with age.
            feedback: Rank by words of so many of the first hits too; 0 does not. What matches
                stays the same, and `explain` tells scores without it.
            timezone: Whose days are meant by dates and by the timeline, if not those of the index:
                a `datetime.tzinfo`, or a name such as ``"Europe/Kyiv"``.
            now: The present moment, with a time zone, that ``today``, ``P7D``, ``recency`` and the
                like are told from; the clock's where it is left out.

        Raises:
            QueryError: The query or a date cannot be understood; it says where and why.
            ValueError, TypeError: Another argument is not one of those there are.

        Example::

            results = index.search('"harbour strike"', since="2026-01", facets=("source",))
            print(results.total, results.facets["source"])
        """
        make_request, search = _searching()
        request = make_request(
            query, limit, offset, match, sort, since, until, tags, sources, authors, sections,
            languages, facets, timeline, snippets, group_duplicates, recency, feedback,
            timezone or self.snapshot.manifest.timezone, now,
        )  # fmt: skip
        return search(self.snapshot, request)

    def export(self, query: Any = "", **filters: Any) -> Iterator[Article]:
        """All articles that match, newest first, without a limit, in constant memory.

        Args:
            query: As in `search`.
            filters: ``since until tags sources authors sections languages match timezone now`` as
                in `search`; but no any-word matches stand in for none.

        Raises:
            QueryError: The query cannot be understood.
            TypeError: Another argument than these is given.

        Example::

            for article in index.export("harbour", since="2026-01"):
                print(article.title)
        """
        from newsearch.search.export import export

        filters["timezone"] = filters.get("timezone") or self.snapshot.manifest.timezone
        return export(self.snapshot, query, **filters)

    def explain(self, query: Any, id: str) -> dict[str, Any]:
        """Why an article has its score for a query: the parts, which add up to it.

        Args:
            query: As in `search`; where the article does not hold all words, any of them.
            id: The article's id.

        Returns:
            ``{"id", "query", "kind", "matches", "score", "parts"}``; a part has its ``query``,
            ``kind``, ``matches`` and ``score``, a word also its ``boost`` and ``idf``, its
            weighted ``frequency`` and the article's weighted ``length`` beside the
            ``average_length``.

        Raises:
            KeyError: There is no article of the id.
            QueryError: The query cannot be understood.

        Example::

            index.explain("harbour strike", "a1")["score"]
        """
        from newsearch.search.explain import explain

        return explain(self.snapshot, query, id)

    def more_like(self, id: str, limit: int = 10) -> list[Hit]:
        """Articles most like one, by its most telling words; itself left out.

        Raises:
            KeyError: There is no article of the id.

        Example::

            for hit in index.more_like("a1", limit=3):
                print(hit.article.title)
        """
        from newsearch.search.similar import more_like

        return more_like(self.snapshot, id, limit)

    def significant(
        self, query: Any, field: str = "tags", *, limit: int = 10, **filters: Any
    ) -> list[Significant]:
        """What sets the articles that match apart from all others: their telling values or words.

        Args:
            query: As in `search`.
            field: ``tags source authors section language``, or ``words`` for words of the text,
                which are told from the newest 500 articles that match.
            limit: How many at most.
            filters: As in `export`.

        Returns:
            The most telling first: ``value``; in how many of the articles looked at and in how
            many of the whole index it is, ``count`` and ``total``; its ``score``, the
            log-likelihood ratio (Dunning, Computational Linguistics 1993).

        Raises:
            QueryError: The query cannot be understood.
            ValueError: The field is not one of these.

        Example::

            [found.value for found in index.significant("harbour strike", "words")]
        """
        from newsearch.search.significant import significant

        filters["timezone"] = filters.get("timezone") or self.snapshot.manifest.timezone
        return significant(self.snapshot, query, field, limit, **filters)

    def suggest(self, text: str) -> list[str]:
        """Spellings the index knows for a text whose words it does not, best first.

        Example::

            index.suggest("harbur strike")  # ['harbour strike']
        """
        from newsearch.search.spelling import suggest

        return suggest(self.snapshot, text)

    def stats(self) -> dict[str, Any]:
        """Figures of the index: articles, segments, words, languages, dates, bytes.

        Example::

            index.stats()["articles"]
        """
        from newsearch.search.statistics import statistics

        return statistics(self.snapshot)

    def check(self) -> None:
        """Reads and verifies everything.

        Raises:
            CorruptIndex: Something is damaged; says what.

        Example::

            index.check()  # returns where all is well
        """
        from newsearch.segment.check import check

        check(self.snapshot)

    def optimize(self) -> None:
        """Merges the index into one segment, dropping what was deleted.

        Raises:
            IndexLocked: A writer is at work.

        Example::

            index.optimize()
        """
        with self.writer() as writer:
            writer.optimize()

    @property
    def schema(self) -> Any:
        """The ``whoosh.fields.Schema`` of the index.

        Example::

            index.schema.names()
        """
        from newsearch.schema import whoosh_schema

        return whoosh_schema(self.snapshot.languages)

    def latest_generation(self) -> int:
        """The number of the newest commit: what Whoosh asks to know whether it is up to date."""
        return read_manifest(self._folder).generation

    def reader(self, reuse: Any = None) -> Any:
        """A ``whoosh.reading.IndexReader`` over the commit the index shows.

        Args:
            reuse: A reader that is no longer needed; Whoosh passes one when it refreshes, and
                then the newest commit is shown.
        """
        from newsearch.search.whoosh_reader import SnapshotReader

        if reuse is not None:
            self.refresh()

        return SnapshotReader(self.snapshot, self.schema)

    def searcher(self) -> Any:
        """A ``whoosh.searching.Searcher`` over the commit the index shows.

        Example::

            with index.searcher() as searcher:
                found = searcher.search(whoosh.query.Prefix("body", "harb"), sortedby="date")
        """
        from newsearch.search.whoosh_searcher import make_searcher

        return make_searcher(self.snapshot, self.schema, self)


@cache
def _searching() -> tuple[type[Request], Callable[[Snapshot, Request], Results]]:
    """What searches: imported with the first search, as opening an index does without."""
    from newsearch.search.request import Request, search

    return Request, search

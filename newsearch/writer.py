"""The writer of an index: adds, replaces, deletes; nothing is seen before it commits."""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Any

from newsearch.article import AnyArticle, Article
from newsearch.errors import CorruptIndex, NewsearchError, ReadError
from newsearch.segment import disk
from newsearch.segment.changes import Changes, Counts
from newsearch.segment.manifest import (
    Manifest,
    SegmentEntry,
    read_manifest,
    write_manifest,
)
from newsearch.segment.merge_policy import choose
from newsearch.write_lock import WriteLock

if TYPE_CHECKING:
    from typing import Self

    from newsearch.ingest.accounts import InputReport, Tell
    from newsearch.workers import Part

__all__ = ["Counts", "Writer"]

#: Files that a writer makes; those of them that no manifest names are removed.
OWN_SUFFIXES = (".segment", ".deleted", ".new")
LEAST_MEMORY_MB = 16
#: Articles between two calls of a progress callback.
PROGRESS_EVERY = 64
#: What a worker process indexes in a second, about: how much lies between two commits of several.
BYTES_PER_SECOND = 16 << 20


class Writer:
    """Changes an index. Use it as a context manager: leaving it commits, an exception rolls back.

    Args:
        folder: The index.
        memory_mb: Megabytes of articles to hold before a segment is written.
        processes: Processes that read and analyse in `add_files`.
        wait: Seconds to wait for another writer to finish.
        on_commit: Called after each commit.

    Raises:
        IndexLocked: Another writer is at work, in this or any other process.
        ValueError: ``memory_mb``, ``processes`` or ``wait`` is too small.

    Example::

        with index.writer() as writer:
            writer.add(Article(title="Bridge opens", body="The bridge opened at noon."))
    """

    def __init__(
        self,
        folder: Path,
        *,
        memory_mb: int = 256,
        processes: int = 1,
        wait: float = 0.0,
        on_commit: Callable[[], object] | None = None,
    ) -> None:
        if memory_mb < LEAST_MEMORY_MB:
            raise ValueError(f"memory_mb must be at least {LEAST_MEMORY_MB}, not {memory_mb}")
        if wait < 0:
            raise ValueError(f"wait must not be negative, not {wait}")
        if processes < 1:
            raise ValueError(f"processes must be at least 1, not {processes}")
        self._folder = folder
        self._budget = memory_mb << 20
        self._processes = processes
        self._on_commit = on_commit
        self._lock = WriteLock(folder, wait)
        self._open = True
        try:
            self._start()
        except BaseException:
            self.close()
            raise

    def _start(self) -> None:
        """Takes up the last commit."""
        manifest = read_manifest(self._folder)
        self._remove_unused(manifest)
        try:
            self._changes = Changes(
                self._folder,
                manifest,
                self._budget,
                f"{manifest.generation + 1:06d}",
                thread=(os.cpu_count() or 1) > 1,
            )
        except FileNotFoundError as error:
            raise CorruptIndex(
                f"{error.filename}: the manifest names it, but it is missing: index anew"
            ) from None

    def __enter__(self) -> Self:
        self._check_open()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not self._open or self._lock.inherited:
            return
        try:
            if kind is None:
                self.commit()
            else:
                self.rollback()
        finally:
            self.close()

    def close(self) -> None:
        """Lets other writers in. What was not committed is dropped."""
        if not self._open:
            return
        self._open = False
        if not self._lock.inherited:
            # The room may be needed; what cannot be removed now, the next writer removes.
            with contextlib.suppress(OSError, NewsearchError):
                self._remove_unused(read_manifest(self._folder))
            self._lock.release()

    @contextlib.contextmanager
    def _closing_on_failure(self) -> Iterator[None]:
        """Closes the writer when a write fails: what is half written must not be committed."""
        try:
            yield
        except OSError as error:
            self.close()
            if error.filename is None:
                error.filename = str(self._folder)
            error.strerror = f"{error.strerror} (what was committed before stays)"
            raise
        except BaseException:
            self.close()
            raise

    def _check_open(self) -> None:
        if not self._open:
            raise NewsearchError("the writer is closed: take a new one with index.writer()")
        if self._lock.inherited:
            raise NewsearchError(
                "the writer belongs to the process that forked this one: use it there, or take a "
                "new one with index.writer() when it is closed"
            )

    def add(self, article: Article) -> str:
        """Adds an article, in place of the one with its id.

        Returns:
            ``"added"``, ``"replaced"`` or ``"unchanged"``.

        Raises:
            ReadError: A field is of the wrong type, or text is not valid Unicode.
        """
        self._check_open()
        outcome = self._changes.accept(article)
        self._flush_if_full()
        return outcome

    def _flush_if_full(self) -> None:
        with self._closing_on_failure():
            self._changes.flush_if_full()

    def add_all(
        self, articles: Iterable[Article], *, on_error: Callable[[ReadError], object] | None = None
    ) -> Counts:
        """Adds articles; those that cannot be indexed are told and left out.

        Args:
            articles: Any number; they are taken one by one.
            on_error: Called with each failure; by default it is logged as a warning.
        """
        self._check_open()
        counts = Counts()
        self._changes.accept_all(articles, counts, on_error or _log, self._flush_if_full)
        return counts

    def add_files(
        self,
        *paths: str | Path,
        format: str | None = None,
        on_error: Callable[[ReadError], object] | None = None,
        on_progress: Callable[[int], object] | None = None,
        on_input: Callable[[InputReport], object] | None = None,
        commit_every: float | None = None,
    ) -> Counts:
        """Reads files, folders, globs or ``-`` and adds what they hold: the way for much input.

        With ``processes`` above 1, and enough input, worker processes read, analyse and write
        segments themselves. A script that asks for them needs the usual
        ``if __name__ == "__main__":``, since they import it anew, but on Linux where no other
        thread is running: there they are forked.

        Args:
            paths: See `newsearch.read`.
            format: A format's name, where it should not be found from the content.
            on_error: Called with each bad record; by default it is logged as a warning.
            on_progress: Called with the bytes of input read so far, now and then.
            on_input: Called with an `InputReport` for each file and member of an archive when it
                is over, and for what is passed over; with ``on_error``, all in the order of input.
            commit_every: Commit what was read so far after about so many seconds (above 0), again
                and again: what was committed need not be indexed anew if the run is interrupted.
                None: nothing is committed before `commit`.
        """
        from newsearch.ingest.accounts import Tell, counting, ignore

        self._check_open()
        tell = Tell(on_error or _log, on_input or ignore)
        counts = Counts()
        rounds = self._rounds(paths, format, commit_every)
        if rounds:
            from newsearch.workers import JoinedReports, add_in_processes

            if on_input is not None:
                tell = Tell(tell.error, JoinedReports(on_input))
            done = 0
            for number, cut in enumerate(rounds):
                if number:
                    self.commit()
                progress = None if on_progress is None else _shifted(on_progress, done)
                counts += add_in_processes(self._changes, cut, self._budget, format, tell, progress)
                done += sum(part.size for parts in cut for part in parts)
            return counts
        told = Counts()
        articles = _articles(paths, format, counting(tell, told.note), on_progress)
        while self._add_for(commit_every, articles, counts, tell.error):
            self.commit()
        return counts + told

    def _add_for(
        self,
        seconds: float | None,
        articles: Iterator[AnyArticle],
        counts: Counts,
        on_error: Callable[[ReadError], object],
    ) -> bool:
        """Adds articles for so many seconds; whether there are more."""
        more = False

        def until(end: float) -> Iterator[AnyArticle]:
            nonlocal more
            for article in articles:
                yield article
                if monotonic() > end:
                    more = True
                    return

        some = articles if seconds is None else until(monotonic() + seconds)
        self._changes.accept_all(some, counts, on_error, self._flush_if_full, normalised=True)
        return more

    def _rounds(
        self,
        paths: tuple[str | Path, ...],
        format: str | None,
        commit_every: float | None,
    ) -> list[list[list[Part]]]:
        """The input cut for the processes, commit by commit; empty where one process does."""
        if self._processes == 1 or any(str(path) == "-" for path in paths):
            return []
        from newsearch.ingest.files import files_of
        from newsearch.workers import LEAST_BYTES, bytes_of, shares

        files: list[str | ReadError | InputReport] = []
        for path in files_of(paths, files.append, files.append):  # which tells of others between
            files.append(path)  # noqa: PERF402
        size = bytes_of(files)
        if size < LEAST_BYTES:
            return []
        rounds = 1
        if commit_every is not None:
            rounds += int(size / (commit_every * BYTES_PER_SECOND * self._processes))
        cut = shares(files, format, self._processes, rounds)
        cut = [parts for parts in cut if parts]
        return [cut[at : at + self._processes] for at in range(0, len(cut), self._processes)]

    def delete(self, id: str) -> bool:
        """Deletes the article with the id; False when there is none."""
        self._check_open()
        return self._changes.delete(id)

    def delete_matching(self, query: Any) -> int:
        """Deletes every article that matches, uncommitted ones included; returns how many.

        Raises:
            QueryError: The query cannot be understood.
        """
        from newsearch.search.request import plan_query
        from newsearch.search.run import Run

        self._check_open()
        with self._closing_on_failure():
            snapshot = self._changes.snapshot()
        node = plan_query(snapshot, query).node
        total = 0
        for segment, found in zip(snapshot.segments, Run(snapshot, node).matches(), strict=True):
            for document in found:
                self._changes.mark(segment, document)
            total += len(found)
        return total

    def commit(self) -> None:
        """Makes all changes so far durable and seen; a power cut before keeps the last commit.

        Then merges the segments for which that is due, each merge a commit of its own. They are
        bounded (see `newsearch.segment.merge_policy`) and cannot harm what was committed: one that
        fails is logged, and tried again after the next commit.

        Raises:
            OSError: The changes cannot be written; the last commit stays, and the writer is closed.
        """
        self._check_open()
        with self._closing_on_failure():
            entries = self._changes.entries()
            if self._changes.changed:
                self._publish(entries)
                self._merge_due()

    def _merge_due(self) -> None:
        """Runs the merges that are due, each a commit of its own."""
        while True:
            entries = self._changes.entries()
            chosen = choose(entries)
            if not chosen:
                return
            try:
                self._publish(self._changes.merge(entries, chosen))
            except (OSError, NewsearchError) as error:
                logging.getLogger("newsearch").warning(
                    "%s: all changes are committed, but segments could not be merged (%s); the "
                    "next commit tries again",
                    self._folder,
                    error,
                )
                self._start()  # removes what the merge left
                return

    def optimize(self) -> None:
        """Commits all changes, then merges everything into one segment without deleted articles.

        Raises:
            OSError: The changes or the new segment cannot be written; the writer is closed. What
                was committed stays.
        """
        self._check_open()
        with self._closing_on_failure():
            entries = self._changes.entries()
            if self._changes.changed:
                self._publish(entries)
                entries = self._changes.entries()
            if len(entries) > 1 or any(entry.deleted for entry in entries):
                self._publish(self._changes.merge(entries, entries))

    def _publish(self, entries: list[SegmentEntry]) -> None:
        disk.sync_folder(self._folder)
        manifest = self._changes.manifest.next(tuple(entries))
        write_manifest(self._folder, manifest)
        self._start()
        if self._on_commit is not None:
            self._on_commit()

    def rollback(self) -> None:
        """Drops all changes since the last commit."""
        self._check_open()
        self._start()

    def _remove_unused(self, manifest: Manifest) -> None:
        """Removes files that the manifest does not name: leftovers of merges and of crashes."""
        needed = manifest.files()
        unused = [
            path
            for path in self._folder.iterdir()
            if path.name not in needed and path.suffix in OWN_SUFFIXES
        ]
        if unused:
            # The commit before this one may need them, until the disk has the renamed manifest.
            disk.sync_folder(self._folder)
        for path in unused:
            # A system that holds mapped files open keeps them until a later writer comes.
            with contextlib.suppress(OSError):
                disk.remove(path)


def _articles(
    paths: tuple[str | Path, ...],
    format: str | None,
    tell: Tell,
    on_progress: Callable[[int], object] | None,
) -> Iterator[AnyArticle]:
    """What the paths hold, languages left to the builder; tells the bytes read now and then."""
    from newsearch.ingest.files import open_inputs
    from newsearch.ingest.formats import format_named
    from newsearch.ingest.reading import read_to_index

    forced = None if format is None else format_named(format)
    before = 0  # bytes of the files read to the end
    path, size = "", 0
    for one in open_inputs(paths, tell.error, forced, tell.input):
        if one.path != path:
            before += size
            path, size = one.path, one.size or 0
        if on_progress is None:
            yield from read_to_index(one, tell)
            continue
        for number, article in enumerate(read_to_index(one, tell)):
            yield article
            if number % PROGRESS_EVERY == 0:
                on_progress(before + one.position())
    if on_progress is not None:
        on_progress(before + size)


def _shifted(on_progress: Callable[[int], object], by: int) -> Callable[[int], object]:
    return lambda done: on_progress(done + by)


def _log(error: ReadError) -> None:
    logging.getLogger("newsearch").warning("%s", error)

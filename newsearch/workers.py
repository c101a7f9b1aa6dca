"""Several processes that read, analyse and write segments, each a share of the input.

The input is cut into contiguous shares of about equal bytes, at files and, in long JSON Lines
files, at lines. This process indexes the first share, a worker each of the others, over the same
commit; then the segments are taken up in the order of the shares, so that of two articles with one
id the later in the input stays, as with one process.
"""

from __future__ import annotations

import multiprocessing
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BufferedReader, RawIOBase
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, BinaryIO, cast

from newsearch.article import AnyArticle
from newsearch.errors import ReadError
from newsearch.segment.changes import Changes, Counts
from newsearch.segment.container import replace_section
from newsearch.segment.known_ids import KnownIds
from newsearch.segment.manifest import Manifest
from newsearch.segment.reader import Segment
from newsearch.segment.records import article_of
from newsearch.segment.snapshot import Snapshot
from newsearch.segment.stories import Older, link_stories
from newsearch.worker_news import Failure, WorkerNews

#: Less input than this is not worth starting processes for (each takes 0.2 s to start).
LEAST_BYTES = 16 << 20
#: What news expands to, about.
EXPANSION = 5
_COMPRESSED = (".gz", ".bz2", ".xz", ".zst", ".zip", ".tgz")
#: A JSON Lines file of more than this is cut between workers.
LEAST_CUT = 4 << 20
#: What one process indexes while another one starts: the first share is so much larger.
HEAD_START = 6 << 20
BUFFER = 1 << 20
_LINE = re.compile(r"line (\d+)")


@dataclass(frozen=True, slots=True)
class Part:
    """A file, a range of a JSON Lines file, or what is said of a path that names no file.

    Attributes:
        path: The file.
        start, stop: The range in bytes, at line ends; ``stop`` is None for the whole file.
        lines: Lines before ``start``.
        size: Bytes.
        error: Why there is nothing to read.
    """

    path: str
    start: int = 0
    stop: int | None = None
    lines: int = 0
    size: int = 0
    error: ReadError | None = None


@dataclass(slots=True)
class Outcome:
    """What became of a share."""

    counts: Counts
    segments: list[str]
    marks: dict[str, bytes]
    unchanged: list[str] = field(default_factory=list)


def shares(
    files: Sequence[str | ReadError], format: str | None, processes: int
) -> list[list[Part]]:
    """The files cut into contiguous shares that take ``processes`` about as long each.

    Args:
        files: In order; among them what is said of paths that name no file.
        format: The name of their format, or None.
        processes: How many.
    """
    sizes = [0 if isinstance(path, ReadError) else _size(path) for path in files]
    head_start = min(HEAD_START, sum(sizes) // 4)
    share = (sum(sizes) - head_start) / processes
    cut: list[list[Part]] = [[] for _ in range(processes)]
    number, room = 0, share + head_start
    for path, size in zip(files, sizes, strict=True):
        if isinstance(path, ReadError):
            cut[number].append(Part(path.path, error=path))
            continue
        start = lines = 0
        cuttable = size > LEAST_CUT and _is_lines(path, format)
        while number < processes - 1 and cuttable and size - start > room:
            stop, more = _line_end(path, start, start + int(room))
            cut[number].append(Part(path, start, stop, lines, stop - start))
            start, lines = stop, lines + more
            number, room = number + 1, share
        if cut[number] and number < processes - 1 and not cuttable and size > 2 * room:
            number, room = number + 1, share + room  # most of it lies in the next share
        if start < size or not size:
            whole = start == 0
            part = Part(path, start, None if whole else size, lines, size - start)
            cut[number].append(part)
            room -= size - start
        if room <= 0 and number < processes - 1:
            number, room = number + 1, share
    return cut


def bytes_of(files: Sequence[str | ReadError]) -> int:
    """How many bytes the files have, those of compressed ones as they are when expanded, about."""
    return sum(
        _size(path) * (EXPANSION if path.lower().endswith(_COMPRESSED) else 1)
        for path in files
        if isinstance(path, str)
    )


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0


def _is_lines(path: str, format: str | None) -> bool:
    from newsearch.ingest.files import open_inputs
    from newsearch.ingest.formats import format_named

    forced = None if format is None else format_named(format)
    for one in open_inputs([path], lambda _: None, forced):
        # Compressed files and archives cannot be entered in the middle.
        return one.format.name == "jsonl" and one.member is None and one.stream.tell() == 0
    return False


def _line_end(path: str, start: int, near: int) -> tuple[int, int]:
    """The first line end from ``near`` on, and how many lines end from ``start`` to there."""
    lines = 0
    with Path(path).open("rb") as file:
        file.seek(start)
        left = near - start
        while left > 0 and (data := file.read(min(left, BUFFER))):
            lines += data.count(b"\n")
            left -= len(data)
        lines += file.readline().endswith(b"\n")
        return file.tell(), lines


class _Range(RawIOBase):
    """A range of a file, as a file."""

    def __init__(self, file: BinaryIO, start: int, stop: int) -> None:
        self._file = file
        self._left = stop - start
        file.seek(start)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._file.read(min(self._left, len(buffer)))
        buffer[: len(data)] = data
        self._left -= len(data)
        return len(data)


def _articles(
    part: Part, format: str | None, on_error: Callable[[ReadError], None]
) -> Iterator[AnyArticle]:
    from newsearch.ingest.files import Input, open_inputs
    from newsearch.ingest.formats import format_named
    from newsearch.ingest.reading import read_to_index

    forced = None if format is None else format_named(format)
    if part.error is not None:
        on_error(part.error)
        return
    if part.stop is None:
        for one in open_inputs([part.path], on_error, forced):
            yield from read_to_index(one, on_error)
        return

    def shifted(error: ReadError) -> None:
        record = error.record and _LINE.sub(
            lambda match: f"line {int(match[1]) + part.lines}", error.record
        )
        on_error(ReadError(error.path, error.reason, record))

    with Path(part.path).open("rb", buffering=0) as file:
        ranged = _Range(cast("BinaryIO", file), part.start, part.stop)
        stream = cast("BinaryIO", BufferedReader(ranged, BUFFER))
        one = Input(part.path, None, part.size, stream, forced or format_named("jsonl"))
        yield from read_to_index(one, shifted)


def work(
    parent: Connection,
    folder: Path,
    manifest: Manifest,
    budget: int,
    prefix: str,
    parts: Sequence[Part],
    format: str | None,
) -> None:
    """What a worker does: indexes its share and tells the parent."""
    try:
        send = parent.send
        send(_index(folder, manifest, budget, prefix, parts, format, send, send))
    except Exception as error:
        parent.send(Failure(f"{type(error).__name__}: {error}"))
    parent.close()


def _index(
    folder: Path,
    manifest: Manifest,
    budget: int,
    prefix: str,
    parts: Sequence[Part],
    format: str | None,
    on_error: Callable[[ReadError], object],
    on_bytes: Callable[[int], object],
    pause: Callable[[], object] = lambda: None,
) -> Outcome:
    """Indexes a share into new segments, which nothing names yet.

    Args:
        folder, manifest, budget, prefix: See `Changes`.
        parts: The share.
        format: The name of their format, or None.
        on_error: Called with each bad record.
        on_bytes: Called with the bytes of each part that is done.
        pause: Called now and then.
    """
    changes = Changes(folder, manifest, budget, prefix)
    known = {segment.name for segment in changes.segments}
    counts = Counts()
    unchanged: list[str] = []

    def bad(error: ReadError) -> None:
        counts.failed += 1
        on_error(error)

    def flush_if_full() -> None:
        changes.flush_if_full()
        pause()

    for part in parts:
        articles = _articles(part, format, bad)
        changes.accept_all(articles, counts, on_error, flush_if_full, unchanged, normalised=True)
        on_bytes(part.size)
    changes.flush()
    return Outcome(
        counts,
        [segment.name for segment in changes.segments if segment.name not in known],
        {name: bytes(bits) for name, bits in changes.marks.items()},
        unchanged,
    )


def add_in_processes(
    changes: Changes,
    cut: Sequence[Sequence[Part]],
    budget: int,
    format: str | None,
    on_error: Callable[[ReadError], object],
    on_progress: Callable[[int], object] | None,
) -> Counts:
    """Indexes the shares in a process each, this one among them, and takes up what they made.

    Raises:
        NewsearchError: A worker died or failed.
        Exception: What ``on_error`` raises; the workers are stopped.
    """
    context = multiprocessing.get_context("spawn")
    base = changes.snapshot()
    state = changes.state()
    share = budget // len(cut)
    workers = []
    news: WorkerNews[Outcome] = WorkerNews(on_error, on_progress)
    done = False
    try:
        for number, parts in enumerate(cut[1:], start=1):
            mine, theirs = context.Pipe(duplex=False)
            prefix = f"{changes.next_prefix()}-w{number}"
            arguments = (theirs, changes.folder, state, share, prefix, parts, format)
            process = context.Process(target=work, args=arguments, daemon=True)
            process.start()
            theirs.close()
            workers.append(process)
            news.sources[mine] = number
        prefix = f"{changes.next_prefix()}-w0"
        own = _index(
            changes.folder, state, share, prefix, cut[0], format, on_error, news.count, news.hear
        )
        news.tell_held()
        while news.sources:
            news.hear(None)
        done = True
    finally:
        news.close()
        for process in workers:
            if not done:
                process.terminate()
            process.join()
    outcomes = [own, *(news.outcomes[number] for number in range(1, len(cut)))]
    return _take_up(changes, base, outcomes)


def _take_up(changes: Changes, base: Snapshot, outcomes: Sequence[Outcome]) -> Counts:
    """Takes up the workers' segments in order; of two articles with one id the later stays."""
    total = Counts()
    before: list[Segment] = []
    known = KnownIds(before)
    for outcome in outcomes:
        counts = outcome.counts
        if before:
            _link(changes, before, outcome.segments)
        new = [changes.take_segment(name) for name in outcome.segments]
        changes.join_marks(outcome.marks)
        for id in outcome.unchanged if before else ():
            _restore(changes, base, before, id, counts)
        for segment in new if before else ():
            for id in known.shared_with(segment):
                _settle(changes, base, before, segment, id, counts)
        before.extend(new)
        total += counts
    return total


def _link(changes: Changes, before: Sequence[Segment], names: Sequence[str]) -> None:
    """Lets a share's articles join the stories of the shares before it."""
    paths = [changes.folder / name for name in names]
    segments = [Segment(path) for path in paths]
    linked = link_stories(segments, Older(before, changes.is_deleted))
    for path, segment, stories in zip(paths, segments, linked, strict=True):
        if segment.stories != memoryview(stories):
            replace_section(path, "stories", stories)


def _settle(
    changes: Changes,
    base: Snapshot,
    before: Sequence[Segment],
    segment: Segment,
    id: str,
    counts: Counts,
) -> None:
    """Lets a segment's article replace that of the same id in the segments before it."""
    document = segment.find(id)
    place = changes.find(id, before)
    if place is None or changes.is_deleted(segment, document):
        return
    same = place[0].record(place[1]) == segment.record(document)
    if same:
        changes.mark(segment, document)
    else:
        changes.mark(*place)
    counts.note("replaced" if base.find(id) is not None else "added", -1)
    counts.note("unchanged" if same else "replaced")


def _restore(
    changes: Changes, base: Snapshot, before: Sequence[Segment], id: str, counts: Counts
) -> None:
    """Puts back an article that an earlier share replaced and a later one gave as it was."""
    place = changes.find(id, before)
    old = base.find(id)
    if place is not None and old is not None:
        changes.mark(*place)
        changes.place(article_of(old[0].record(old[1])))
        counts.note("unchanged", -1)
        counts.note("replaced")

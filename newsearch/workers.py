"""Several processes that read, analyse and write segments, each a share of the input.

The input is cut into contiguous shares of about equal bytes: at files and, inside long ones, at
lines of JSON Lines, records of WARC and members of archives, compressed or not. This process
indexes the first share, a worker each of the others, over the same commit; then the segments are
taken up in the order of the shares, so that of two articles with one id the later in the input
stays, as with one process.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path

from newsearch.article import AnyArticle
from newsearch.errors import ReadError
from newsearch.ingest.accounts import CONTINUED, InputReport, Tell, counting, ignore
from newsearch.segment.changes import Changes, Counts
from newsearch.segment.container import replace_section
from newsearch.segment.known_ids import KnownIds
from newsearch.segment.manifest import Manifest
from newsearch.segment.reader import Segment
from newsearch.segment.records import article_of
from newsearch.segment.snapshot import Snapshot
from newsearch.segment.stories import Older, StoryLinks
from newsearch.worker_news import Failure, WorkerNews
from newsearch.worker_start import end_if_orphaned, settle_in, start_method

#: Less input than this is not worth starting processes for (each may take 0.2 s to start).
LEAST_BYTES = 16 << 20
#: What news expands to, about.
EXPANSION = 5
_COMPRESSED = (".gz", ".bz2", ".xz", ".zst", ".zip", ".tgz")
#: A file of more than this is cut between workers.
LEAST_CUT = 4 << 20
#: A compressed stream is cut into at most so many pieces, or one for each process: for each it is
#: expanded from its beginning.
MOST_EXPANDED = 8
#: What one process indexes while a new interpreter starts: the first share is so much larger.
HEAD_START = 6 << 20
#: Where workers are forked, the first share is smaller by such a part of all: while they finish,
#: this process looks up whose stories they tell.
LINKING = 0.01


@dataclass(frozen=True, slots=True)
class Part:
    """A file, what begins in a portion of it, or what is said of a path that is not read.

    Attributes:
        path: The file.
        start, stop: The portion in bytes; ``stop`` is None for all the rest.
        size: Bytes.
        told: Why there is nothing to read.
    """

    path: str
    start: int = 0
    stop: int | None = None
    size: int = 0
    told: ReadError | InputReport | None = None


@dataclass(slots=True)
class Outcome:
    """What became of a share."""

    counts: Counts
    segments: list[str]
    marks: dict[str, bytes]
    unchanged: list[str] = field(default_factory=list)


def shares(
    files: Sequence[str | ReadError | InputReport],
    format: str | None,
    processes: int,
    rounds: int = 1,
) -> list[list[Part]]:
    """The files cut into contiguous shares that take each process about as long.

    Args:
        files: In order; among them what is said of paths that are not read.
        format: The name of their format, or None.
        processes: How many.
        rounds: How many shares for each.
    """
    weights = [_weight(path) for path in files]
    total = sum(weights)
    spawned = start_method() == "spawn"
    head_start = min(HEAD_START, total // 4) if spawned else -int(LINKING * total)
    count = processes * rounds
    share = (total - head_start) / count
    cut: list[list[Part]] = [[] for _ in range(count)]
    number, room = 0, share + head_start
    for path, weight in zip(files, weights, strict=True):
        if not isinstance(path, str):
            cut[number].append(Part(path.path, told=path))
            continue
        start, size = 0, _size(path)
        factor = weight / size if size else 1
        pieces = 1
        if number < count - 1 and size > LEAST_CUT and weight > room:
            pieces = _most_pieces(path, format, processes)
        while number < count - 1 and pieces > 1 and (size - start) * factor > room:
            stop = start + max(int(room / factor), (size - start) // pieces)
            cut[number].append(Part(path, start, stop, stop - start))
            start, pieces = stop, pieces - 1
            number, room = number + 1, share
        if cut[number] and number < count - 1 and not start and weight > 2 * room:
            number, room = number + 1, share + room  # most of it lies in the next share
        if start < size or not size:
            cut[number].append(Part(path, start, None, size - start))
            room -= (size - start) * factor
        if room <= 0 and number < count - 1:
            number, room = number + 1, share
    return cut


def bytes_of(files: Sequence[str | ReadError | InputReport]) -> int:
    """How many bytes the files have, those of compressed ones as they are when expanded, about."""
    return sum(map(_weight, files))


def _weight(path: str | ReadError | InputReport) -> int:
    if not isinstance(path, str):
        return 0
    return _size(path) * (EXPANSION if path.lower().endswith(_COMPRESSED) else 1)


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0


def _most_pieces(path: str, format: str | None, processes: int) -> int:
    """Into how many pieces a file may be cut at most; 1 where it cannot be cut."""
    from newsearch.ingest.compression import compression_of
    from newsearch.ingest.files import open_inputs
    from newsearch.ingest.formats import format_named

    forced = None if format is None else format_named(format)
    for one in open_inputs([path], lambda _: None, forced):
        if not one.format.divisible and one.member is None:
            return 1
        with Path(path).open("rb") as file:
            is_compressed = compression_of(file.read(8)) is not None
        return max(MOST_EXPANDED, processes) if is_compressed else one.size or 1
    return 1


def _articles(part: Part, format: str | None, tell: Tell) -> Iterator[AnyArticle]:
    from newsearch.ingest.files import open_file
    from newsearch.ingest.formats import format_named
    from newsearch.ingest.portions import Portion
    from newsearch.ingest.reading import read_to_index

    if isinstance(part.told, ReadError):
        tell.error(part.told)
        return
    if part.told is not None:
        tell.input(part.told)
        return
    forced = None if format is None else format_named(format)
    is_whole = part.start == 0 and part.stop is None
    portion = None if is_whole else Portion(part.start, part.stop)
    for one in open_file(part.path, tell, forced, portion):
        yield from read_to_index(one, tell)


class JoinedReports:
    """Hands reports on, those of the portions of one file as one.

    Args:
        on_input: Called with each.
    """

    def __init__(self, on_input: Callable[[InputReport], object]) -> None:
        self._on_input = on_input
        self._path = ""
        self._articles = 0  # of its portions before

    def __call__(self, report: InputReport) -> None:
        """Takes the next one, in the order of the input."""
        before = self._articles if report.path == self._path else 0
        if report.record == CONTINUED:
            self._path, self._articles = report.path, before + report.articles
            return
        if report.record is None:
            report = replace(report, articles=before + report.articles)
            self._articles = 0
        self._on_input(report)


def work(
    parent: Connection,
    folder: Path,
    manifest: Manifest,
    budget: int,
    prefix: str,
    parts: Sequence[Part],
    format: str | None,
    reports: bool,
) -> None:
    """What a worker does: indexes its share and tells the parent, of each input if wanted."""
    settle_in()
    try:
        send = parent.send
        tell = Tell(send, send if reports else ignore)
        outcome = _index(
            folder, manifest, budget, prefix, parts, format, tell, send, end_if_orphaned, send
        )
        send(outcome)
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
    tell: Tell,
    on_bytes: Callable[[int], object],
    pause: Callable[[], object],
    on_segment: Callable[[str], object] = lambda name: None,
) -> Outcome:
    """Indexes a share into new segments, which nothing names yet.

    Args:
        folder, manifest, budget, prefix: See `Changes`.
        parts: The share.
        format: The name of their format, or None.
        tell: Who is told of bad records and of each input.
        on_bytes: Called with the bytes of each part that is done.
        pause: Called now and then.
        on_segment: Called with the name of each segment that is written, but the last.
    """
    changes = Changes(folder, manifest, budget, prefix)
    known = len(changes.segments)
    counts = Counts()
    heard = counting(tell, counts.note)
    unchanged: list[str] = []

    def flush_if_full() -> None:
        before = len(changes.segments)
        changes.flush_if_full()
        for segment in changes.segments[before:]:
            on_segment(segment.name)
        pause()

    for part in parts:
        articles = _articles(part, format, heard)
        changes.accept_all(articles, counts, tell.error, flush_if_full, unchanged, normalised=True)
        on_bytes(part.size)
    changes.flush()
    return Outcome(
        counts,
        [segment.name for segment in changes.segments[known:]],
        {name: bytes(bits) for name, bits in changes.marks.items()},
        unchanged,
    )


def add_in_processes(
    changes: Changes,
    cut: Sequence[Sequence[Part]],
    budget: int,
    format: str | None,
    tell: Tell,
    on_progress: Callable[[int], object] | None,
) -> Counts:
    """Indexes the shares in a process each, this one among them, and takes up what they made.

    Raises:
        NewsearchError: A worker died or failed.
        Exception: What ``tell.error`` raises; the workers are stopped.
    """
    base = changes.snapshot()
    state = changes.state()
    share = budget // len(cut)
    context = multiprocessing.get_context(start_method())
    workers = []
    news: WorkerNews[Outcome] = WorkerNews(tell, on_progress)
    done = False
    try:
        for number, parts in enumerate(cut[1:], start=1):
            mine, theirs = context.Pipe(duplex=False)
            prefix = f"{changes.next_prefix()}-w{number}"
            reports = tell.input is not ignore
            arguments = (theirs, changes.folder, state, share, prefix, parts, format, reports)
            process = context.Process(target=work, args=arguments, daemon=True)  # type: ignore[attr-defined]
            process.start()
            theirs.close()
            workers.append(process)
            news.sources[mine] = number
        prefix = f"{changes.next_prefix()}-w0"
        own = _index(
            changes.folder, state, share, prefix, cut[0], format, tell, news.count, news.hear
        )
        news.tell_held()
        first = [Segment(changes.folder / name) for name in own.segments]
        known = KnownIds(first)
        known.prepare()  # while workers are still at work
        for segment in first:  # what was deleted in them is only taken up with the others
            segment.deleted = own.marks.get(segment.name)
        links = _Links(changes.folder, Older(tuple(first), Segment.is_deleted))
        while news.sources:
            links.look_up(news.segments.get(1, ()))
            news.hear(None)
        done = True
        outcomes = [own, *(news.outcomes[number] for number in range(1, len(cut)))]
        return _take_up(changes, base, outcomes, first, known, links)  # while the workers end
    finally:
        news.close()
        for process in workers:
            if not done:
                process.terminate()
            process.join()


def _take_up(
    changes: Changes,
    base: Snapshot,
    outcomes: Sequence[Outcome],
    before: list[Segment],
    known: KnownIds,
    links: _Links,
) -> Counts:
    """Takes up the workers' segments in order; of two articles with one id the later stays.

    Args:
        changes: Takes them.
        base: The state that all began with.
        outcomes: What became of the shares.
        before: The segments of the first; grows by those of the others.
        known: Their ids.
        links: Of the second share to the first.
    """
    total = Counts()
    for number, outcome in enumerate(outcomes):
        counts = outcome.counts
        if number > 1:
            links = _Links(changes.folder, Older(tuple(before), changes.is_deleted))
        if number:
            links.write(outcome.segments)
        new = [changes.take_segment(name) for name in outcome.segments]
        changes.join_marks(outcome.marks)
        for id in outcome.unchanged if number else ():
            _restore(changes, base, before, id, counts)
        for segment in new if number else ():
            for id in known.shared_with(segment):
                _settle(changes, base, before, segment, id, counts)
        if number:
            before.extend(new)
        total += counts
    return total


class _Links:
    """Lets the articles of a share join the stories of the shares before it.

    Args:
        folder: The index.
        older: The segments of those shares.
    """

    def __init__(self, folder: Path, older: Older) -> None:
        self._folder = folder
        self._links = StoryLinks(older)
        self._segments: dict[str, Segment] = {}

    def look_up(self, names: Iterable[str]) -> None:
        """Looks up the stories of segments of the share; the worker may still read their files."""
        for name in names:
            if name not in self._segments:
                segment = self._segments[name] = Segment(self._folder / name)
                self._links.look_up(segment)

    def write(self, names: Sequence[str]) -> None:
        """Writes the stories of all segments of the share."""
        self.look_up(names)
        for name in names:
            segment = self._segments.pop(name)
            stories = self._links.linked(segment)
            if segment.stories != memoryview(stories):
                replace_section(self._folder / name, "stories", stories)


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

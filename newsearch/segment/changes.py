"""Changes to an index that are not committed yet: new segments, and marks on old documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from newsearch.article import AnyArticle, Article, identified
from newsearch.errors import ReadError
from newsearch.segment.aside import Aside
from newsearch.segment.build import SegmentBuilder
from newsearch.segment.container import Container, ContainerWriter
from newsearch.segment.known_ids import KnownIds
from newsearch.segment.manifest import Manifest, SegmentEntry
from newsearch.segment.merge import merge_segments
from newsearch.segment.reader import Segment, open_segment
from newsearch.segment.records import record_of
from newsearch.segment.snapshot import Snapshot
from newsearch.segment.stories import Older

#: Part of the memory that forms and terms may take; the rest holds words and records.
TERMS_SHARE = 3
#: Articles taken in together, and characters of body after which no more are waited for.
BATCH_ARTICLES = 320
BATCH_CHARACTERS = 1 << 20
#: What an article raises that cannot be indexed.
_UNFIT = (TypeError, ValueError, AttributeError, OverflowError)


@dataclass(slots=True)
class Counts:
    """What became of articles handed to a writer.

    Attributes:
        added, replaced, unchanged: Articles that are in the index now.
        failed: Articles, records and files that could not be read or indexed.
        skipped: Files, members of archives and records of web archives that are no news.

    Example:
        >>> Counts(added=2) + Counts(replaced=1)
        Counts(added=2, replaced=1, unchanged=0, failed=0, skipped=0)
    """

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    failed: int = 0
    skipped: int = 0

    def note(self, outcome: str, by: int = 1) -> None:
        """Counts an outcome: the name of an attribute."""
        setattr(self, outcome, getattr(self, outcome) + by)

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.added + other.added,
            self.replaced + other.replaced,
            self.unchanged + other.unchanged,
            self.failed + other.failed,
            self.skipped + other.skipped,
        )


class Changes:
    """Takes articles in, over the state of a commit.

    Args:
        folder: The index.
        manifest: The commit.
        budget: Bytes of articles to hold before a segment is written.
        prefix: What the names of new files start with; no other writer's may.
        thread: Whether a second thread may help.

    Attributes:
        segments: The commit's segments and the new ones, opened; later ones hold later changes.
        changed: Whether there is anything to commit.
        marks: For each segment with new deletions its bitmap.
    """

    def __init__(
        self, folder: Path, manifest: Manifest, budget: int, prefix: str, *, thread: bool = False
    ) -> None:
        self.folder = folder
        self.manifest = manifest
        self.changed = False
        self.marks: dict[str, bytearray] = {}
        self.segments: list[Segment] = []
        self._known_ids = KnownIds(self.segments)
        self._budget = budget
        self._prefix = prefix
        self._counter = 0
        self._entries: dict[str, SegmentEntry] = {}
        for entry in manifest.segments:
            self._open(entry)
        self._builder = SegmentBuilder(
            None if manifest.language == "auto" else manifest.language,
            budget // TERMS_SHARE,
            Aside(thread),
        )

    def _open(self, entry: SegmentEntry) -> Segment:
        segment = open_segment(self.folder, entry)
        self.segments.append(segment)
        self._entries[entry.file] = entry
        return segment

    def accept(self, article: Article) -> str:
        """As `place`, for any article: checks its fields and gives it an id where it has none.

        Raises:
            ReadError: A field is of the wrong type, or text is not valid Unicode.
        """
        try:
            return self.place(identified(article))
        except _UNFIT as error:
            raise _unfit(article, error) from error

    def accept_all(
        self,
        articles: Iterable[AnyArticle],
        counts: Counts,
        on_error: Callable[[ReadError], object],
        flush_if_full: Callable[[], None],
        unchanged: list[str] | None = None,
        *,
        normalised: bool = False,
    ) -> None:
        """As `accept`, for many: some are gathered, then taken in together.

        What came before an exception of ``articles`` is taken in all the same.

        Args:
            articles: Any number; they are taken one by one.
            counts: Grows by what became of each.
            on_error: Called with each that cannot be indexed.
            flush_if_full: Called now and then; calls this object's.
            unchanged: Grows by the ids of articles that were there as they are.
            normalised: `newsearch.ingest` made them, so their fields need no check.
        """
        batch: list[AnyArticle] = []
        size = 0
        try:
            for article in articles:
                batch.append(article)
                body = getattr(article, "body", None)
                size += len(body) if type(body) is str or type(body) is bytes else 0
                if size > BATCH_CHARACTERS or len(batch) == BATCH_ARTICLES:
                    full, batch, size = batch, [], 0
                    self._accept_batch(full, counts, on_error, unchanged, normalised)
                    flush_if_full()
        finally:
            self._accept_batch(batch, counts, on_error, unchanged, normalised)
            self._builder.settle()
            self._tell_failures(counts, on_error)
        flush_if_full()

    def _accept_batch(
        self,
        batch: Sequence[AnyArticle],
        counts: Counts,
        on_error: Callable[[ReadError], object],
        unchanged: list[str] | None,
        normalised: bool,
    ) -> None:
        if normalised:
            new = {article.id: article for article in batch}
            if len(new) == len(batch) and self._lacks_all(list(new)):  # the usual
                self._add_new(new, counts, on_error)
                return
        new = {}
        segments = self.segments
        for article in batch:
            try:
                if not normalised:
                    article = identified(cast(Article, article))
                id = article.id
                if (
                    id not in new
                    and id not in self._builder
                    and (not segments or self.find(id) is None)
                ):
                    new[id] = article
                    continue
                self._add_new(new, counts, on_error)
                new = {}
                outcome = self.place(article)
            except _UNFIT as error:
                on_error(_unfit(article, error))
                counts.failed += 1
            else:
                counts.note(outcome)
                if unchanged is not None and outcome == "unchanged":
                    unchanged.append(article.id)
        self._add_new(new, counts, on_error)

    def _lacks_all(self, ids: list[str]) -> bool:
        """Whether there is no article of any of these ids."""
        return self._builder.lacks_all(ids) and all(
            self.find(id) is None for id in self._known_ids.candidates_among(ids)
        )

    def _add_new(
        self, new: Mapping[str, AnyArticle], counts: Counts, on_error: Callable[[ReadError], object]
    ) -> None:
        """Adds articles whose ids are not held yet."""
        if not new:
            return
        self.changed = True
        self._builder.begin(list(new.values()))
        counts.added += len(new)
        self._tell_failures(counts, on_error)

    def _tell_failures(self, counts: Counts, on_error: Callable[[ReadError], object]) -> None:
        failures, self._builder.failures = self._builder.failures, []
        for article, error in failures:
            counts.added -= 1
            counts.failed += 1
            on_error(_unfit(article, error))

    def place(self, article: AnyArticle) -> str:
        """Takes an article in: ``"added"``, ``"replaced"``, or ``"unchanged"`` and left out.

        Raises:
            TypeError, ValueError, AttributeError: The article holds what cannot be stored.
        """
        id = article.id
        held = self._builder.record(id)
        place = None
        if held is None:
            place = self.find(id)
            if place is not None:
                held = place[0].record(place[1])
        if held is not None and held == record_of(article, self._builder.language_of(article)):
            return "unchanged"
        self._builder.add(article)
        self.changed = True
        if place is not None:
            self.mark(*place)
        return "added" if held is None else "replaced"

    def flush_if_full(self) -> None:
        """Writes what is held in memory as a segment where it has reached the budget."""
        if self._builder.full(self._budget):
            self.flush()

    def delete(self, id: str) -> bool:
        """Deletes the article of an id; False when there is none."""
        found = self._builder.discard(id)
        place = self.find(id)
        if place is not None:
            self.mark(*place)
        self.changed |= found or place is not None
        return found or place is not None

    def find(self, id: str, among: Sequence[Segment] | None = None) -> tuple[Segment, int] | None:
        """The written, live document of an id, in all segments or in some."""
        if among is None and self._known_ids.lacks(id):
            return None
        for segment in reversed(self.segments if among is None else among):
            document = segment.find(id)
            if document >= 0 and not self.is_deleted(segment, document):
                return segment, document
        return None

    def is_deleted(self, segment: Segment, document: int) -> bool:
        """Whether a written document is deleted, by the commit or since."""
        bits = self.marks.get(segment.name)
        if bits is None:
            return segment.is_deleted(document)
        return bool(bits[document >> 3] >> (document & 7) & 1)

    def mark(self, segment: Segment, document: int) -> None:
        """Deletes a written document."""
        bits = self.marks.get(segment.name)
        if bits is None:
            size = (segment.document_count + 7) >> 3
            bits = self.marks[segment.name] = bytearray(segment.deleted or bytes(size))
        bits[document >> 3] |= 1 << (document & 7)
        self.changed = True

    def join_marks(self, marks: Mapping[str, bytes]) -> None:
        """Adds the deletions that a worker made."""
        for name, bits in marks.items():
            both = int.from_bytes(bits, "little")
            both |= int.from_bytes(self.marks.get(name, b""), "little")
            self.marks[name] = bytearray(both.to_bytes(len(bits), "little"))
            self.changed = True

    def flush(self) -> None:
        """Writes what is held in memory as a segment."""
        if not len(self._builder):
            return
        path = self._new_file(".segment")
        self._builder.write(path, Older(self.segments, self.is_deleted))
        for segment in self.segments:  # whose stories and ids were looked at
            segment.container.release()
        self.take_segment(path.name)

    def take_segment(self, name: str) -> Segment:
        """Takes up a segment file that was written."""
        self.changed = True
        return self._open(self._entry_of(name))

    def _entry_of(self, name: str) -> SegmentEntry:
        """The manifest's entry of a segment file that was written."""
        new = Container(self.folder / name)
        return SegmentEntry(name, new.meta["documents"], new.size, checksum=new.checksum)

    def snapshot(self) -> Snapshot:
        """The state with all changes, for searching; what is held in memory is written first."""
        self.flush()
        for segment in self.segments:
            if segment.name in self.marks:
                segment.deleted = bytes(self.marks[segment.name])
        return Snapshot(self.folder, self.manifest, tuple(self.segments), (0, 0, 0))

    def state(self) -> Manifest:
        """A manifest of all changes so far, for workers to start from; it is not committed."""
        return self.manifest.changed(segments=tuple(self.entries()))

    def entries(self) -> list[SegmentEntry]:
        """The manifest's entries of all segments that hold live documents.

        Writes what is held in memory, and the files of new deletions.
        """
        self.flush()
        entries = [self._entry(segment) for segment in self.segments]
        return [entry for entry in entries if entry.deleted < entry.documents]

    def _entry(self, segment: Segment) -> SegmentEntry:
        entry = self._entries[segment.name]
        bits = self.marks.get(segment.name)
        if bits is None:
            return entry
        deleted = int.from_bytes(bits, "little").bit_count()
        if deleted == entry.deleted:
            return entry
        path = self._new_file(".deleted")
        with ContainerWriter(path) as out:
            out.section("deleted", bits)
            out.finish({"count": deleted, "segment": entry.file})
        entry = entry.changed(
            deletions=path.name, deleted=deleted, deletions_checksum=Container(path).checksum
        )
        self._entries[segment.name] = entry
        return entry

    def merge(
        self, entries: Sequence[SegmentEntry], chosen: Sequence[SegmentEntry]
    ) -> list[SegmentEntry]:
        """The entries with one new segment in place of the chosen."""
        kept = [entry for entry in entries if entry not in chosen]
        path = self._new_file(".segment")
        if merge_segments([open_segment(self.folder, entry) for entry in chosen], path):
            kept.append(self._entry_of(path.name))
        return kept

    def next_prefix(self) -> str:
        """A prefix for the files of a group of workers."""
        self._counter += 1
        return f"{self._prefix}-{self._counter:03d}"

    def _new_file(self, suffix: str) -> Path:
        while True:
            self._counter += 1
            path = self.folder / f"{self._prefix}-{self._counter:03d}{suffix}"
            if not path.exists():  # a leftover that could not be removed
                return path


def _unfit(article: object, error: Exception) -> ReadError:
    id = getattr(article, "id", None) or "article without id"
    return ReadError(str(id), f"cannot be indexed: {error}")

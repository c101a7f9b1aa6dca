"""Repairs a damaged index: keeps what is sound, and says exactly what was lost.

Segments without damage stay as they are. Of the others those articles are kept whose stored text
is sound, and indexed anew. Files with damage are renamed, not removed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from newsearch.article import Article
from newsearch.errors import CorruptIndex, IndexNotFound
from newsearch.segment import disk
from newsearch.segment.changes import Changes
from newsearch.segment.check import check_contents
from newsearch.segment.container import Container
from newsearch.segment.manifest import FILE_NAME, Manifest, SegmentEntry, read_manifest
from newsearch.segment.manifest import write_manifest as publish
from newsearch.segment.reader import Segment, strings_of
from newsearch.segment.records import article_of
from newsearch.segment.stored import StoredRecords
from newsearch.values import Value
from newsearch.write_lock import WriteLock

__all__ = ["Loss", "Repair", "repair"]

#: What a file with damage is called afterwards.
DAMAGED_SUFFIX = ".damaged"
#: Bytes of rescued articles held before a segment is written.
BUDGET = 64 << 20
#: What reading something damaged raises, beside `CorruptIndex`.
_DAMAGE = (CorruptIndex, OSError, ValueError, KeyError, TypeError, IndexError)


class Loss(Value):
    """What one damaged file held.

    Attributes:
        file: Its name; it is kept as ``file`` with `DAMAGED_SUFFIX`.
        reason: What is wrong with it.
        rescued: Articles that were kept.
        lost: Articles that were not; -1: nobody can tell how many.
        ids: The ids of those lost, as far as they could be read.
        revived: Whether articles that had been deleted may be back.
    """

    file: str = ""
    reason: str = ""
    rescued: int = 0
    lost: int = 0
    ids: tuple[str, ...] = ()
    revived: bool = False


class Repair(Value):
    """What a repair did.

    Attributes:
        articles: Articles in the index now.
        losses: What was damaged, file by file; empty where nothing was.
    """

    articles: int
    losses: tuple[Loss, ...] = ()


def repair(path: str | Path) -> Repair:
    """Repairs the index in a folder; does nothing to one that is sound.

    What is kept is committed in one step, so a repair that is interrupted has done nothing.

    Raises:
        IndexNotFound: There is no index, nor the remains of one.
        IndexLocked: A writer is at work.
        IndexVersionError: It is of a newer version.

    Example::

        for loss in newsearch.repair("archive").losses:
            print(loss.file, loss.reason, loss.rescued, loss.lost, loss.ids)
    """
    folder = Path(path)
    if not folder.is_dir() or not any(folder.glob("*.segment")):
        read_manifest(folder)  # an index without articles is sound, or there is none
    lock = WriteLock(folder, 0.0)
    try:
        return _Repairer(folder).run()
    finally:
        lock.release()


class _Repairer:
    """One repair, over the newest commit or what is left of it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._losses: list[Loss] = []
        self._damaged: list[str] = []
        #: Segments whose documents may have been replaced without a mark that is left.
        self._revived: set[str] = set()
        try:
            self._manifest = read_manifest(folder)
        except (CorruptIndex, IndexNotFound) as error:
            self._note(FILE_NAME, error, Loss(revived=True))
            self._manifest = _remains(folder)
            self._revived |= {entry.file for entry in self._manifest.segments}
        self._order = {entry.file: at for at, entry in enumerate(self._manifest.segments)}

    def _note(self, file: str, error: Exception, loss: Loss) -> None:
        told = str(error)
        self._losses.append(loss.changed(file=file, reason=told.partition(f"{file}: ")[2] or told))
        self._damaged.append(file)

    def run(self) -> Repair:
        """Repairs."""
        sound, broken = self._sorted_out()
        if not broken and not self._losses:
            return Repair(sum(entry.documents - entry.deleted for entry in sound))
        base = self._manifest.changed(segments=tuple(sound))
        prefix = f"{self._manifest.generation + 1:06d}-r"
        changes = Changes(self._folder, base, BUDGET, prefix)
        for segment in list(changes.segments):
            if segment.name in self._revived:
                self._mark_replaced(changes, segment)
        for entry, error in broken:
            self._rescue(changes, entry, error)
        entries = changes.entries()
        self._commit(base.next(tuple(entries)))
        return Repair(
            sum(entry.documents - entry.deleted for entry in entries), tuple(self._losses)
        )

    def _sorted_out(self) -> tuple[list[SegmentEntry], list[tuple[SegmentEntry, Exception]]]:
        """The segments without damage, and those with, each with what is wrong."""
        sound: list[SegmentEntry] = []
        broken: list[tuple[SegmentEntry, Exception]] = []
        for entry in self._manifest.segments:
            try:
                segment = Segment(self._folder / entry.file, None, entry.checksum)
                segment.container.verify()
                check_contents(segment)
            except _DAMAGE as error:
                broken.append((entry, error))
                continue
            if entry.deletions is not None and self._deletions(entry) is None:
                self._revived.add(entry.file)
                entry = entry.changed(deletions=None, deleted=0, deletions_checksum=0)
            sound.append(entry)
        return sound, broken

    def _deletions(self, entry: SegmentEntry) -> bytes | None:
        """The bitmap of a segment's deletions; None, and a note, where it cannot be read."""
        assert entry.deletions is not None
        try:
            found = Container(self._folder / entry.deletions, entry.deletions_checksum)
            found.verify()
            return bytes(found.section("deleted"))
        except _DAMAGE as error:
            self._note(entry.deletions, error, Loss(revived=True))
            return None

    def _mark_replaced(self, changes: Changes, segment: Segment) -> None:
        """Deletes the articles of a segment that a later one replaced."""
        later = [s for s in changes.segments if self._order[s.name] > self._order[segment.name]]
        for document in range(segment.document_count):
            if changes.is_deleted(segment, document):
                continue
            if changes.find(segment.id(document), later) is not None:
                changes.mark(segment, document)

    def _rescue(self, changes: Changes, entry: SegmentEntry, error: Exception) -> None:
        """Indexes the sound articles of a damaged segment anew."""
        try:
            container = Container(self._folder / entry.file, entry.checksum, copies=True)
        except _DAMAGE as unreadable:
            live = entry.documents - entry.deleted
            self._note(entry.file, unreadable, Loss(lost=live if entry.documents else -1))
            return
        deleted = b"" if entry.deletions is None else self._deletions(entry)
        rescued, lost = 0, 0
        ids: list[str] = []
        for document, article in _articles(container, deleted or b""):
            if article is None:
                lost += 1
                ids += _id_of(container, document)
                continue
            place = changes.find(article.id)
            if place is not None and self._order.get(place[0].name, -1) > self._order[entry.file]:
                continue  # replaced since; the mark of it was lost
            changes.place(article)
            rescued += 1
        changes.flush()
        self._note(entry.file, error, Loss("", "", rescued, lost, tuple(ids), deleted is None))

    def _commit(self, manifest: Manifest) -> None:
        """Makes the repaired index the newest commit, then puts the damaged files aside."""
        disk.sync_folder(self._folder)
        publish(self._folder, manifest)
        for name in self._damaged:
            path = self._folder / name
            if name != FILE_NAME and path.exists():
                disk.replace(path, path.with_name(name + DAMAGED_SUFFIX))
        disk.sync_folder(self._folder)


def _articles(container: Container, deleted: bytes) -> Iterator[tuple[int, Article | None]]:
    """The articles of a segment that are not deleted, by number; None for one that is damaged."""
    try:
        count = int(container.meta["documents"])
        stored = StoredRecords(container)
    except _DAMAGE:
        return
    for document in range(count):
        if document >> 3 < len(deleted) and deleted[document >> 3] >> (document & 7) & 1:
            continue
        try:
            yield document, article_of(stored.record(document))
        except _DAMAGE:
            yield document, None


def _id_of(container: Container, document: int) -> list[str]:
    """The id of a document whose text is lost, in a list; an empty one where it is lost too."""
    try:
        at = container.start_of("id.ordinals") + 4 * document
        container.checksums.touch(at, at + 4)
        ordinal = container.section("id.ordinals", "I")[document]
        return [strings_of(container, "id").text(ordinal)]
    except (*_DAMAGE, UnicodeDecodeError):
        return []


def _remains(folder: Path) -> Manifest:
    """What a lost manifest may have said: all segments there, each with its last deletions.

    Raises:
        IndexNotFound: There are none.
    """
    files = sorted(folder.glob("*.segment"))
    if not files:
        raise IndexNotFound(f"no index at {folder}: index anew")
    deletions: dict[str, tuple[str, Container]] = {}
    for path in sorted(folder.glob("*.deleted")):
        try:
            found = Container(path)
            found.verify()
            deletions[found.meta["segment"]] = path.name, found
        except _DAMAGE:
            continue
    entries = []
    for path in files:
        try:
            container = Container(path, copies=True)
            entry = SegmentEntry(
                path.name,
                container.meta["documents"],
                container.size,
                checksum=container.checksum,
            )
        except _DAMAGE:
            entry = SegmentEntry(path.name, 0, path.stat().st_size)
        if path.name in deletions:
            name, found = deletions[path.name]
            entry = entry.changed(
                deletions=name,
                deleted=int(found.meta["count"]),
                deletions_checksum=found.checksum,
            )
        entries.append(entry)
    generation = max(_generation(path) for path in files)
    return Manifest(os.urandom(16).hex(), generation, segments=tuple(entries))


def _generation(path: Path) -> int:
    digits = path.name.partition("-")[0]
    return int(digits) if digits.isdecimal() else 0

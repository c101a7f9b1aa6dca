"""A snapshot: the segments of one commit, searched together."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from newsearch.errors import CorruptIndex
from newsearch.segment.container import Container
from newsearch.segment.manifest import FILE_NAME, Manifest, read_manifest
from newsearch.segment.reader import Segment, open_segment
from newsearch.segment.records import article_of

if TYPE_CHECKING:
    from pathlib import Path

    from newsearch.article import Article

#: How often opening starts over because a writer replaced the commit meanwhile.
OPEN_ATTEMPTS = 20


class Snapshot:
    """The state of an index at one commit.

    Args:
        folder: The index.
        manifest: The commit.
        segments: Its segments, opened.
        stamp: What `stamp_of` said before the manifest was read.

    Attributes:
        document_count: Documents of all segments, deleted ones included: the N of idf.
        live_count: Documents that are not deleted.
        average_length: Average weighted length over ``document_count`` documents.
        languages: The languages of the articles, sorted; None stands for unknown.
    """

    def __init__(
        self,
        folder: str | Path,
        manifest: Manifest,
        segments: tuple[Segment, ...],
        stamp: tuple[int, int, int],
    ) -> None:
        self.folder = folder
        self.manifest = manifest
        self.segments = segments
        self.stamp = stamp
        self.document_count = sum(segment.document_count for segment in segments)
        self.live_count = sum(segment.live_count for segment in segments)
        total = sum(segment.total_length for segment in segments)
        self.average_length = total / self.document_count if self.document_count else 0.0
        self.cursor_builder: object = None  # kept here by searches
        self.sources = [segment.source(self.average_length) for segment in segments]

    @cached_property
    def languages(self) -> tuple[str | None, ...]:
        codes = {code for segment in self.segments for code in segment.languages}
        known = sorted(codes - {""})
        return (*known, None) if "" in codes or not known else tuple(known)

    @cached_property
    def articles_by_language(self) -> dict[str | None, int]:
        """How many documents are in each language, deleted ones included."""
        counts: dict[str | None, int] = {}
        for segment in self.segments:
            for code, count in segment.languages.items():
                counts[code or None] = counts.get(code or None, 0) + count
        return counts

    def find(self, id: str) -> tuple[Segment, int] | None:
        """The segment and number of the live document of an id, or None."""
        for segment in reversed(self.segments):
            document = segment.find(id)
            if document >= 0 and not segment.is_deleted(document):
                return segment, document
        return None

    def article(self, segment: Segment, document: int) -> Article:
        """A document's article."""
        return article_of(segment.record(document))

    def document_frequency(self, field: str, terms: tuple[bytes, ...]) -> int:
        """How many documents hold one of the terms (counted as if none held two), at most all."""
        total = 0
        for segment in self.segments:
            dictionary = segment.dictionaries[field]
            for term in terms:
                ordinal = dictionary.find(term)
                if ordinal >= 0:
                    total += dictionary.document_frequency(ordinal)
        return min(total, self.document_count)

    def verify(self) -> Iterator[str]:
        """Reads every file and compares checksums; yields each file's name when it is done.

        Raises:
            CorruptIndex: A file is damaged.
        """
        for name in sorted(self.manifest.files() - {FILE_NAME}):
            try:
                Container(_join(self.folder, name)).verify()
            except FileNotFoundError:
                raise CorruptIndex(f"{_join(self.folder, name)}: missing: index anew") from None
            yield name


_join = os.path.join  # pathlib is slow to import


def stamp_of(folder: str | Path) -> tuple[int, int, int]:
    """What changes when the manifest is replaced; zeros when there is none."""
    try:
        status = os.stat(_join(folder, FILE_NAME))  # noqa: PTH116
    except (FileNotFoundError, NotADirectoryError):
        return (0, 0, 0)
    return (status.st_mtime_ns, status.st_ino, status.st_size)


def open_snapshot(folder: str | Path, previous: Snapshot | None = None) -> Snapshot:
    """The newest commit; segments that ``previous`` has open are shared with it.

    Raises:
        IndexNotFound, CorruptIndex, IndexVersionError: See `read_manifest` and `Container`.
    """
    missing: FileNotFoundError | None = None
    for _ in range(OPEN_ATTEMPTS):
        stamp = stamp_of(folder)
        manifest = read_manifest(folder)
        try:
            return _open(folder, manifest, previous, stamp)
        except FileNotFoundError as error:
            # A writer may have merged the segments away since the manifest was read.
            missing = error
            if stamp == stamp_of(folder):
                break
    assert missing is not None
    raise CorruptIndex(f"{missing.filename}: the manifest names it, but it is missing: index anew")


def _open(
    folder: str | Path,
    manifest: Manifest,
    previous: Snapshot | None,
    stamp: tuple[int, int, int],
) -> Snapshot:
    if previous is not None and previous.manifest.identity != manifest.identity:
        previous = None  # another index was made at the same place
    known = {} if previous is None else {(s.name, s.deletions): s for s in previous.segments}
    segments = []
    for entry in manifest.segments:
        deletions = None if entry.deletions is None else _join(folder, entry.deletions)
        segment = known.get((entry.file, deletions))
        segments.append(segment or open_segment(folder, entry))
    return Snapshot(folder, manifest, tuple(segments), stamp)

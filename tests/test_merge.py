"""Merging: segments against those built at once, the policy, and what a commit waits for."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newsearch
from newsearch import Article
from newsearch.segment import changes, merge_policy
from newsearch.segment.manifest import SegmentEntry
from newsearch.segment.reader import Segment

from .kernels import Kernels, load


@pytest.fixture(scope="module", params=["compiled", "pure"])
def kernels(request: pytest.FixtureRequest) -> Kernels:
    return loaded(request.param)


WORDS = ("alder", "brooks", "Cedar", "dune's", "ember", "санкції", "新聞社", "U.S.")
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


@cache
def loaded(kind: str) -> Kernels:
    return load(kind)


# -- segments


def stories(seed: int) -> list[Article]:
    random = Random(seed)

    def text(most: int) -> str:
        return " ".join(random.choices(WORDS, k=random.randint(0, most)))

    return [
        Article(
            id=f"a{number}",
            title=text(9),
            body=text(60),
            summary=random.choice((None, text(8))),
            tags=tuple({text(2) for _ in range(random.randint(0, 3))}),
            authors=random.choice(((), ("Ada Quill",), ("Bo Larch", "Ada Quill"))),
            date=random.choice((None, EPOCH + timedelta(days=random.randint(0, 40)))),
            source=random.choice((None, "Tidewater Wire", "Alder Post")),
            language=random.choice(("en", "uk")),
        )
        for number in range(random.choice((1, 20, 300)))
    ]


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**32), parts=st.integers(1, 4))
def test_segments_built_at_once_merged_compiled_or_pure_are_the_same_bytes(
    seed: int, parts: int
) -> None:
    articles = stories(seed)
    random = Random(seed)
    owner = [random.randrange(parts) for _ in articles]
    built, merged = [], []
    with TemporaryDirectory() as name:
        folder = Path(name)
        for kind in ("compiled", "pure"):
            kernels = loaded(kind)

            build(kernels, folder / f"{kind}-whole", articles)
            built.append((folder / f"{kind}-whole").read_bytes())
            for part in range(parts):
                own = [one for one, number in zip(articles, owner, strict=True) if number == part]
                build(kernels, folder / f"{kind}-{part}", own)
            segments = [kernels.Segment(folder / f"{kind}-{part}") for part in range(parts)]
            kernels.merge_segments(segments, folder / f"{kind}-merged", sync=False)
            merged.append((folder / f"{kind}-merged").read_bytes())
        assert contents(folder / "pure-whole") == contents(folder / "pure-merged")
    assert built[0] == built[1]
    assert merged[0] == merged[1]


@settings(max_examples=12, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    parts=st.integers(1, 4),
    removed=st.sampled_from([0.0, 0.3, 1.0]),
    pieces=st.sampled_from([1, 7, 1 << 20]),
)
def test_merged_segments_are_those_built_of_what_is_left(
    kernels: Kernels, seed: int, parts: int, removed: float, pieces: int
) -> None:
    """Also where ids come again in a later segment, as replaced articles do."""
    random = Random(seed)
    articles = stories(seed)[:120]
    live = {article.id: article for article in articles if random.random() >= removed}
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patched:
        folder = Path(name)
        for constant in ("PIECE", "PIECE_BYTES", "PIECE_WORDS"):
            patched.setitem(kernels.merge_segments.__globals__, constant, pieces)
        stored = kernels.merge_segments.__globals__["merge_stored"].__globals__
        patched.setitem(stored, "PIECE_BYTES", pieces)
        patched.setitem(stored, "SMALL_BLOCK", random.choice((0, 200, 1 << 20)))
        segments = []
        for part in range(parts):
            own = [article for article in articles if random.random() < 0.5 or part == 0]
            build(kernels, folder / f"{part}", own)
            segment = kernels.Segment(folder / f"{part}")
            segments.append((segment, {article.id for article in own}))
        for number, (segment, _) in enumerate(segments):
            later = set().union(*(ids for _, ids in segments[number + 1 :]))
            bits = bytearray((segment.document_count + 7) >> 3)
            for document in range(segment.document_count):
                if segment.id(document) not in live or segment.id(document) in later:
                    bits[document >> 3] |= 1 << (document & 7)
            if any(bits):
                segment.deleted = bytes(bits)
        merged = folder / "merged"
        count = kernels.merge_segments([one for one, _ in segments], merged, sync=False)
        assert count == len(live)
        build(kernels, folder / "whole", list(live.values()))
        assert contents(merged) == contents(folder / "whole")


def contents(path: Path) -> dict[str, Any]:
    """What a segment holds; stored records by document, however they lie in blocks."""
    segment = Segment(path)
    found: dict[str, Any] = {
        name: bytes(segment.container.section(name))
        for name in segment.container.section_sizes()
        if not name.startswith("stored.")
    }
    found["records"] = [segment.record(document) for document in range(segment.document_count)]
    return found


def build(kernels: Kernels, path: Path, articles: list[Article]) -> None:
    builder = kernels.SegmentBuilder(None)
    for article in articles:
        builder.add(article)
    builder.write(path, sync=False)


# -- the policy


def test_merges_are_bounded_and_cheap_however_long_one_adds() -> None:
    """Twenty thousand commits of 3 MB: 60 GB."""
    entries: list[SegmentEntry] = []
    written = most = merged = 0
    for number in range(20_000):
        entries.append(SegmentEntry(str(number), 1000, 3 << 20))
        written += entries[-1].size
        while chosen := merge_policy.choose(entries):
            size = sum(entry.size for entry in chosen)
            assert size <= merge_policy.LARGEST_MERGED
            assert len(chosen) >= merge_policy.LEAST_MERGED
            merged += size
            entries = [entry for entry in entries if entry not in chosen]
            entries.append(SegmentEntry(f"{number}+", 1000 * len(chosen), size))
        small = [entry for entry in entries if entry.size < merge_policy.LARGEST_MERGED // 3]
        most = max(most, len(small))
    assert merged < 3 * written
    assert most < 3 * merge_policy.SEGMENTS_PER_TIER
    assert len(entries) - len(small) <= 3 * written // merge_policy.LARGEST_MERGED


def test_segments_full_of_deletions_are_rewritten_unless_they_are_too_large() -> None:
    small = SegmentEntry("a", 100, 1 << 20, "d", 41)
    assert merge_policy.choose([small]) == [small]
    assert not merge_policy.choose([SegmentEntry("a", 100, 1 << 20, "d", 40)])
    size = 2 * merge_policy.LARGEST_MERGED
    assert not merge_policy.choose([SegmentEntry("a", 100, size, "d", 49)])
    half = SegmentEntry("a", 100, size, "d", 51)
    assert merge_policy.choose([half]) == [half]


# -- the writer


@pytest.fixture
def merging_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merge_policy, "SEGMENTS_PER_TIER", 3)


def add(index: newsearch.Index, number: int) -> None:
    with index.writer() as writer:
        writer.add(Article(id=f"a{number}", title="Ferry", body=f"The ferry sails at {number}."))


def test_a_commit_is_seen_before_it_is_merged(
    merging_soon: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = newsearch.create(tmp_path)
    seen: list[tuple[int, int]] = []
    merge = changes.merge_segments

    def watched(*arguments: Any, **keywords: Any) -> int:
        with newsearch.open(tmp_path) as other:
            seen.append((len(other), len(index)))
        return merge(*arguments, **keywords)

    monkeypatch.setattr(changes, "merge_segments", watched)
    for number in range(3):
        add(index, number)
    assert seen == [(3, 3)]
    assert index.stats()["segments"] == 1
    assert index.snapshot.manifest.generation == 4
    index.check()


def test_a_merge_that_fails_is_told_and_tried_again(
    merging_soon: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    index = newsearch.create(tmp_path)

    def full(segments: Any, path: Path) -> int:
        path.write_bytes(b"half a segm")
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched, caplog.at_level(logging.WARNING, "newsearch"):
        patched.setattr(changes, "merge_segments", full)
        for number in range(3):
            with index.writer() as writer:
                writer.add(Article(id=f"a{number}", title="Ferry", body="The ferry sails."))
                writer.commit()
                writer.add(Article(id=f"b{number}", title="Storm", body="The ferry stays."))
                writer.rollback()
    assert "all changes are committed" in caplog.text
    assert "No space left" in caplog.text
    needed = index.snapshot.manifest.files() | {"write.lock"}
    assert {path.name for path in tmp_path.iterdir()} == needed
    assert (len(index), index.stats()["segments"]) == (3, 3)
    add(index, 4)
    assert (len(index), index.stats()["segments"]) == (4, 1)
    index.check()


def test_an_optimize_that_fails_has_committed_the_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = newsearch.create(tmp_path)
    add(index, 1)

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    writer = index.writer()
    writer.add(Article(id="new", title="Ferry", body="The ferry sails."))
    with monkeypatch.context() as patched:
        patched.setattr(changes, "merge_segments", full)
        with pytest.raises(OSError, match="No space left"):
            writer.optimize()
    assert len(index) == 2
    index.optimize()
    assert (len(index), index.stats()["segments"]) == (2, 1)


def test_ids_are_found_among_many_segments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether or not the filter of ids is made, and made anew as segments come."""
    start = datetime(2026, 1, 1, tzinfo=UTC)

    def article(number: int, title: str) -> Article:
        date = start + timedelta(hours=number)
        return Article(id=f"s{number}", title=title, body=f"Sails {number}", date=date)

    index = newsearch.create(tmp_path)
    for share in (0.0, 1.0, 1000.0):
        monkeypatch.setattr("newsearch.segment.known_ids.LOOKUPS_PER_DOCUMENT", share)
        with index.writer() as writer:
            assert writer.delete_matching("") == len(index)
            for number in range(60):
                assert writer.add(article(number, "New")) == "added"
                if number % 7 == 0:
                    writer._changes.flush()
            for number in range(60):
                assert writer.add(article(number, "New")) == "unchanged"
                assert writer.add(article(number, "Newer")) == "replaced"
            assert not writer.delete("s60")
            assert writer.delete("s59")
        assert len(index) == 59
        index.check()

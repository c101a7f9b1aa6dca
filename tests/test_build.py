"""What a builder holds after something failed, and what it says that it takes."""

from __future__ import annotations

import tracemalloc
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newsearch.article import Article
from newsearch.segment.aside import Aside
from newsearch.segment.build import SegmentBuilder
from newsearch.segment.container import Container
from newsearch.segment.records import record_of

FIRST = Article(id="1", title="Rain", body="It rained in the town.")
OTHER = Article(id="2", title="Tide", body="The tide came in at noon.", tags=("sea",))


class Failing(Aside):
    """Fails once, after words were found."""

    fails = False

    def run(self, size: int, function: Callable[..., Any], *arguments: Any) -> Callable[[], Any]:
        answer = super().run(size, function, *arguments)
        if self.fails:
            self.fails = False
            raise OverflowError("a text of 4 GiB or more")
        return answer


class NoRoom(array):  # type: ignore[type-arg]
    """An array that cannot grow."""

    def extend(self, items: object) -> None:
        raise MemoryError


def written(builder: SegmentBuilder, path: Path) -> dict[str, bytes]:
    builder.write(path)
    segment = Container(path)
    return {name: bytes(segment.section(name)) for name in segment.section_sizes()}


@pytest.fixture
def expected(tmp_path: Path) -> dict[str, bytes]:
    builder = SegmentBuilder("en")
    builder.add(FIRST)
    builder.add(OTHER)
    return written(builder, tmp_path / "expected.segment")


def test_text_that_is_no_unicode_leaves_no_words_behind(
    tmp_path: Path, expected: dict[str, bytes]
) -> None:
    builder = SegmentBuilder("en")
    builder.add(FIRST)
    builder._language = None
    with pytest.raises(UnicodeEncodeError):
        builder.language_of(Article(id="3", title="Storm", body="Wind.", tags=("\ud800",)))
    builder._language = "en"
    builder.add(OTHER)
    assert written(builder, tmp_path / "a.segment") == expected


def test_articles_whose_words_cannot_be_found_are_not_held(
    tmp_path: Path, expected: dict[str, bytes]
) -> None:
    aside = Failing()
    builder = SegmentBuilder("en", aside=aside)
    builder.add(FIRST)
    aside.fails = True
    with pytest.raises(OverflowError):
        builder.add(Article(id="3", title="Storm", body="The wind blew."))
    assert "3" not in builder
    builder.add(OTHER)
    assert written(builder, tmp_path / "a.segment") == expected


@pytest.mark.parametrize("row", ["_dates", "_starts", "_run_ends"])
def test_nothing_of_a_batch_for_which_there_is_no_memory_is_held(
    tmp_path: Path, expected: dict[str, bytes], row: str
) -> None:
    builder = SegmentBuilder("en")
    builder.add(FIRST)
    kept = getattr(builder, row)
    setattr(builder, row, NoRoom(kept.typecode, kept))
    with pytest.raises(MemoryError):
        builder.add(Article(id="3", title="Storm", body="The wind blew."))
    setattr(builder, row, array(kept.typecode, getattr(builder, row)))
    assert "3" not in builder
    builder.add(OTHER)
    for article in (FIRST, OTHER):
        assert builder.record(article.id) == record_of(article, "en")
    found = written(builder, tmp_path / "a.segment")
    # The record stays in its block, where no document has it.
    assert {name for name in found if found[name] != expected[name]} <= {
        "stored.blocks",
        "stored.places",
        "stored.starts",
    }


def test_what_writing_takes_is_in_the_estimate(tmp_path: Path) -> None:
    builder = SegmentBuilder("en")
    for first in range(0, 100_000, 1000):
        words = [f"w{number}x" for number in range(first, first + 1000)]
        builder.add(Article(id=str(first), title="", body=" ".join(words)))
    on_top = builder.memory() - builder._terms.memory()
    tracemalloc.start()
    builder.write(tmp_path / "a.segment")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < on_top + (2 << 20)  # a few postings on their way out

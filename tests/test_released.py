"""Indexes that earlier versions wrote are opened forever: one of each format is kept.

``python tests/test_released.py FOLDER`` makes that of today's format; add it before a release that
changes the format, and never change one that is there.
"""

from __future__ import annotations

import shutil
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import newsearch
from newsearch import Article
from newsearch.segment.container import OLDEST_READABLE, VERSION

KEPT = Path(__file__).with_name("formats")
START = datetime(2026, 2, 12, 8, 15, tzinfo=UTC)


def articles() -> list[Article]:
    """What each of the indexes holds, but for the last one, which is deleted."""
    made = [
        Article(
            id=f"a{number}",
            title=f"Harbour bridge opens {'again ' * number}".strip(),
            body=f"The old bridge of Velmar opened at noon, {number} ships waited.\n\nCrowds came.",
            tags=("Transport", "Ports")[: number % 3],
            date=START - timedelta(hours=number) if number % 4 else None,
            authors=("Ada Quill",) if number % 2 else (),
            source="Tidewater Wire",
            section="Coast",
            summary="A bridge, at last." if number == 1 else None,
            place="Velmar",
            language="en",
            url=f"https://tidewater.example/{number}",
            extra={"views": number},
        )
        for number in range(12)
    ]
    made.append(
        Article(
            id="uk",
            title="Санкції",
            body="Міст у Вельмарі відкрито опівдні.",
            language="uk",
            date=START,
        )
    )
    return [*made, Article(id="gone", title="Gone", body="Deleted.", language="en")]


def make(folder: Path) -> None:
    """Makes an index of two segments, one with a deletion."""
    with newsearch.create(folder) as index:
        with index.writer() as writer:
            writer.add_all(articles()[:7])
            writer.add(articles()[-1])
        with index.writer() as writer:
            writer.add_all(articles()[7:-1])
            writer.delete("gone")
    (folder / "write.lock").unlink()


def test_todays_format_is_kept() -> None:
    assert {path.name for path in KEPT.iterdir()} == {
        f"format-{version}" for version in range(OLDEST_READABLE, VERSION + 1)
    }


@pytest.mark.parametrize("kept", sorted(KEPT.iterdir()), ids=lambda path: path.name)
def test_an_index_of_each_format_opens(kept: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(kept, tmp_path / "index"))
    wanted = {article.id: article for article in articles()[:-1]}
    with newsearch.open(folder) as index:
        index.check()
        assert {article.id: article for article in index.export()} == wanted
        assert index.search("bridge", limit=0).total == 12
        assert [hit.id for hit in index.search("санкція")] == ["uk"]
        assert index.search('"bridge opens again"', facets=("tags",)).facets["tags"]
        assert index.search("date:2026-02-12", limit=0).total == 7
        with index.writer() as writer:
            writer.add(Article(id="new", title="New", body="It goes on."))
        index.optimize()
        index.check()
        assert len(index) == len(wanted) + 1


if __name__ == "__main__":
    make(Path(sys.argv[1]))

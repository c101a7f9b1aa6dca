"""The public interface of an index, on a few articles of our own."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

import newsearch
from newsearch import (
    Article,
    Counts,
    Index,
    IndexExists,
    IndexNotFound,
    NewsearchError,
    QueryError,
    ReadError,
)

from .few_articles import BRIDGE, STORM, STRIKE


@pytest.fixture
def empty(tmp_path: Path) -> Index:
    return newsearch.create(tmp_path / "index")


def ids(results: Any) -> list[str]:
    return [hit.id for hit in results]


# -- create and open


def test_create_and_open(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "archive"
    with pytest.raises(IndexNotFound, match=r"no index at .*archive.*newsearch index"):
        newsearch.open(folder)
    assert not folder.exists()
    with newsearch.open(folder, create=True) as index:
        assert isinstance(index, Index)
        assert (len(index), bool(index)) == (0, True)
        assert str(folder) in repr(index)
    with pytest.raises(IndexExists, match=r"archive.*open it"):
        newsearch.create(folder)
    assert len(newsearch.open(str(folder))) == 0
    file = tmp_path / "file"
    file.write_text("not a folder")
    for make in (newsearch.create, lambda path: newsearch.open(path, create=True)):
        with pytest.raises(NewsearchError, match="expected a folder"):
            make(file)
    with pytest.raises(IndexNotFound):
        newsearch.open(file)


def test_create_beside_other_files(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with newsearch.create(tmp_path) as index, index.writer() as writer:
        writer.add(STRIKE)
    assert (tmp_path / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("language", ["xx", "english", "", "EN"])
def test_an_unknown_language_is_refused(tmp_path: Path, language: str) -> None:
    with pytest.raises(ValueError, match="language must be 'auto' or one of"):
        newsearch.create(tmp_path, language=language)
    assert not list(tmp_path.iterdir())


def test_a_closed_index_says_so(tmp_path: Path) -> None:
    with newsearch.create(tmp_path) as index:
        with index.writer() as writer:
            writer.add(STRIKE)
        hits = index.search("harbour").hits
    for use in (
        lambda: len(index),
        lambda: index.search("harbour"),
        lambda: index.get("strike"),
        lambda: "strike" in index,
        index.refresh,
        index.writer,
        index.stats,
        index.check,
    ):
        with pytest.raises(NewsearchError, match="closed"):
            use()
    assert hits[0].article == STRIKE  # what was found can still be read
    index.close()


def test_a_writer_outlives_a_closed_index(tmp_path: Path) -> None:
    index = newsearch.create(tmp_path)
    writer = index.writer()
    writer.add(STRIKE)
    index.close()
    writer.commit()
    writer.close()
    assert newsearch.open(tmp_path).get("strike") == STRIKE


# -- articles in and out


@pytest.mark.parametrize(
    "article",
    [
        Article(title="", body="Only a body, of a harbour.", id="1"),
        Article(title="Only a title", body="", id="2"),
        Article(title="", body="", id="3"),
        Article(title="!!!", body="…", id="4", tags=("",), summary=""),
        Article(title="Tabs\tand\0zeros", body="\n\n", id="id with spaces / and \n lines"),
        Article(title="Émigré 新聞 новини 😀", body="a\u0301 \u202e", id="ідентифікатор"),
        Article(title="Old", body="x", id="5", date=datetime(1, 1, 1, tzinfo=UTC)),
        Article(title="Far", body="x", id="6", date=datetime(9999, 12, 31, 23, 59, tzinfo=UTC)),
        Article(
            title="Zoned",
            body="x",
            id="7",
            date=datetime(
                2026, 1, 1, 2, 0, 0, 1, tzinfo=timezone(timedelta(hours=-5, minutes=-30))
            ),
        ),
        Article(title="Many", body="x", id="8", tags=tuple(f"tag {n}" for n in range(3000))),
        Article(title="Extra", body="x", id="9", extra={"a": [1, 2.5, None, True, {"b": "c"}]}),
    ],
)
def test_odd_articles_come_back_whole(empty: Index, article: Article) -> None:
    article = replace(article, language="en")
    with empty.writer() as writer:
        assert writer.add(article) == "added"
        assert writer.add(article) == "unchanged"
    with empty.writer() as writer:
        assert writer.add(article) == "unchanged"
    assert empty.get(article.id) == article
    assert list(empty.export()) == [article]
    assert empty.search("").total == 1
    empty.check()
    empty.stats()


def test_a_huge_article(empty: Index) -> None:
    body = "alder brook " * 400_000 + "cedar"
    huge = Article(id="huge", title="Huge", body=body, language="en")
    with empty.writer(memory_mb=16) as writer:
        writer.add_all([STRIKE, huge, STORM])
    assert empty.get("huge") == huge
    assert ids(empty.search('"brook cedar"')) == ["huge"]
    snippet = empty.search("cedar")[0].snippet
    assert snippet is not None
    assert "cedar" in snippet.text
    assert len(snippet.text) < 1000
    empty.check()


def test_ids_are_made_from_the_url_else_from_the_content(empty: Index) -> None:
    by_url = replace(STRIKE, id="")
    by_content = replace(STORM, id="")
    with empty.writer() as writer:
        assert writer.add_all([by_url, by_content]) == Counts(added=2)
        assert writer.add_all([by_url, by_content]) == Counts(unchanged=2)
        assert writer.add(replace(by_content, title="Another storm")) == "added"
    assert empty.get(STRIKE.url or "") == replace(STRIKE, id=STRIKE.url or "")
    found = [article.id for article in empty.export("storm")]
    assert len({*found}) == 2
    assert all(len(id) == 32 for id in found)


def test_a_naive_date_is_utc(empty: Index) -> None:
    with empty.writer() as writer:
        writer.add(replace(STRIKE, date=datetime(2026, 2, 12, 14, 30)))
    assert empty.get("strike") == STRIKE


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"title": "\ud800"}, ""),
        ({"body": "lone \udfff"}, ""),
        ({"id": "\ud800"}, ""),
        ({"tags": ("\ud800",)}, ""),
        ({"authors": ("\ud800",)}, ""),
        ({"source": "\ud800"}, ""),
        ({"extra": {"a": "\ud800"}}, ""),
        ({"title": None}, "title must be a string, not NoneType"),
        ({"body": b"bytes"}, "body must be a string, not bytes"),
        ({"id": 5}, "id must be a string"),
        ({"tags": "Ports"}, "tags must be a tuple of strings, not str"),
        ({"tags": (1, 2)}, "tags must be strings, not int"),
        ({"tags": {"Ports"}}, "tags must be a tuple"),
        ({"authors": (None,)}, "authors must be strings, not NoneType"),
        ({"source": 5}, "source must be a string"),
        ({"section": ["a"]}, "section must be a string"),
        ({"language": 7}, "language must be a string"),
        ({"summary": 0.5}, "summary must be a string"),
        ({"place": b""}, "place must be a string"),
        ({"date": "2026-02-12"}, "date must be a datetime, not str"),
        ({"date": date(2026, 2, 12)}, "date must be a datetime, not date"),
        ({"extra": [1]}, "extra must be a dict, not list"),
        ({"extra": {"a": {1, 2}}}, ""),
        ({"extra": {1: 2}}, ""),
        ({"extra": {"a": 1 << 70}}, ""),
    ],
)
def test_what_cannot_be_stored_is_told_and_left_out(
    empty: Index, changes: dict[str, Any], reason: str
) -> None:
    bad = replace(STRIKE, **changes)
    failures: list[ReadError] = []
    with empty.writer() as writer:
        with pytest.raises(ReadError, match=f"cannot be indexed: .*{reason}"):
            writer.add(bad)
        counts = writer.add_all([STORM, bad, BRIDGE], on_error=failures.append)
        assert counts == Counts(added=2, failed=1)
    assert len(failures) == 1
    assert sorted(article.id for article in empty.export()) == ["bridge", "storm"]
    assert empty.search("strike").total == 0
    empty.check()


def test_other_things_than_articles_are_refused(empty: Index) -> None:
    with empty.writer() as writer:
        for thing in ({"title": "a", "body": "b"}, None, "text"):
            with pytest.raises(ReadError, match=r"expected a newsearch\.Article, found"):
                writer.add(thing)  # type: ignore[arg-type]
        early = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))
        with pytest.raises(ReadError):  # before the first moment that can be told in UTC
            writer.add(replace(STRIKE, date=early))
    assert len(empty) == 0


def test_failures_are_logged_by_default(empty: Index, caplog: pytest.LogCaptureFixture) -> None:
    with empty.writer() as writer:
        writer.add_all([replace(STRIKE, body=None)])  # type: ignore[arg-type]
    assert "strike: cannot be indexed" in caplog.text


def test_unchanged_replaced_and_deleted(empty: Index) -> None:
    changed = replace(STRIKE, body="New text about ferries.")
    with empty.writer() as writer:
        assert [writer.add(one) for one in (STRIKE, STRIKE, changed)] == [
            "added",
            "unchanged",
            "replaced",
        ]
    with empty.writer() as writer:
        assert writer.add(changed) == "unchanged"
        assert writer.add(replace(changed, tags=("Ferries",))) == "replaced"
        assert writer.add(changed) == "replaced"
    generation = empty.stats()["commits"]
    with empty.writer() as writer:
        assert writer.add(changed) == "unchanged"
        assert not writer.delete("nowhere")
    assert empty.stats()["commits"] == generation  # nothing to commit
    assert empty.search("strike ferries", match="all").total == 1
    assert empty.search('"Dock workers"').total == 0
    with empty.writer() as writer:
        assert writer.delete("strike")
        assert not writer.delete("strike")
        assert writer.add(changed) == "added"
        assert writer.delete("strike")
    assert len(empty) == 0
    assert empty.get("strike") is None


def test_delete_matching_counts_what_is_not_committed_too(empty: Index) -> None:
    with empty.writer() as writer:
        writer.add_all([STRIKE, BRIDGE])
        writer.commit()
        writer.add(STORM)
        with pytest.raises(QueryError):
            writer.delete_matching("nofield:(x")
        assert writer.delete_matching("harbour") == 2
        assert writer.delete_matching("harbour") == 0
        assert writer.add(STORM) == "added"
    assert sorted(article.id for article in empty.export()) == ["bridge", "storm"]
    with empty.writer() as writer:
        assert writer.delete_matching("") == 2
    assert len(empty) == 0
    empty.check()


def test_a_closed_writer_says_so(empty: Index) -> None:
    with empty.writer() as writer:
        pass
    for use in (writer.commit, writer.rollback, writer.optimize, lambda: writer.add(STRIKE),
                lambda: writer.delete("strike"), lambda: writer.delete_matching("a"),
                writer.__enter__):  # fmt: skip
        with pytest.raises(NewsearchError, match="closed"):
            use()
    writer.close()


@pytest.mark.parametrize("arguments", [{"memory_mb": 1}, {"memory_mb": 0}, {"processes": 0}])
def test_bad_arguments_of_a_writer(empty: Index, arguments: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(arguments))):
        empty.writer(**arguments)
    empty.writer().close()


# -- language


def test_the_language_of_an_index_is_that_of_articles_that_do_not_say(tmp_path: Path) -> None:
    plain = Article(id="a", title="Running bridges", body="Ships sailing.")
    for setting, stored in (("en", "en"), ("de", "de")):
        index = newsearch.create(tmp_path / setting, language=setting)
        with index.writer() as writer:
            writer.add(plain)
            writer.add(replace(plain, id="b", language="fr"))
        with newsearch.open(tmp_path / setting).writer() as writer:
            assert writer.add(plain) == "unchanged"
            assert writer.add(replace(plain, id="b", language="fr")) == "unchanged"
        assert index.get("a") == replace(plain, language=stored)
        assert index.get("b") == replace(plain, id="b", language="fr")
        assert index.search("run", languages=(setting,)).total == (1 if setting == "en" else 0)


def test_a_detected_language_is_stored_and_finds_inflected_words(empty: Index) -> None:
    english = Article(id="en", title="Bridges of the city", body="They were opening in the city.")
    ukrainian = Article(
        id="uk", title="Нові санкції", body="Уряд запровадив санкції проти них і їх."
    )
    unknown = Article(id="no", title="Qwrtz", body="Zxcv bnm")
    with empty.writer() as writer:
        writer.add_all([english, ukrainian, unknown])
        assert writer.add(english) == "unchanged"
    assert [getattr(empty.get(id), "language", "") for id in ("en", "uk", "no")] == [
        "en", "uk", None,
    ]  # fmt: skip
    assert ids(empty.search("bridge")) == ["en"]
    assert ids(empty.search("санкціями")) == ["uk"]
    assert empty.stats()["languages"] == {"en": 1, "uk": 1, "unknown": 1}


@pytest.mark.parametrize("step", ["_add_runs", "_map_terms"])
def test_an_interruption_while_adding_keeps_what_was_there_and_nothing_else(
    empty: Index, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    from newsearch.segment.build import SegmentBuilder

    whole = getattr(SegmentBuilder, step)

    def interrupted(*arguments: Any) -> Any:
        if step == "_map_terms":
            raise KeyboardInterrupt
        whole(*arguments)
        raise KeyboardInterrupt

    with empty.writer() as writer:
        assert writer.add(STRIKE) == "added"
        with monkeypatch.context() as patched:
            patched.setattr(SegmentBuilder, step, interrupted)
            with pytest.raises(KeyboardInterrupt):
                writer.add_all([replace(STRIKE, id=f"late{number}") for number in range(9)])
        assert writer.add(replace(STRIKE, id="later", body="The tunnel opened.")) == "added"
    empty.check()
    assert {article.id for article in empty.export()} == {STRIKE.id, "later"}
    assert [hit.id for hit in empty.search("tunnel")] == ["later"]


def test_a_python_without_its_global_lock_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsearch.create(tmp_path)
    monkeypatch.setattr(sys, "_is_gil_enabled", lambda: False, raising=False)
    with pytest.raises(newsearch.NewsearchError, match="PYTHON_GIL=1"):
        newsearch.open(tmp_path)

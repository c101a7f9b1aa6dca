"""The command line: what it prints where, how it ends, and how it tells errors.

The tests here run commands over a stand-in for the index, so that they say something about the
command line alone; test_cli_engine.py runs the same commands over real indexes.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

import newsearch
from newsearch.article import Article
from newsearch.cli import run
from newsearch.errors import IndexNotFound, QueryError, ReadError

BRIDGE = Article(
    id="b1",
    title="Bridge reopens",
    body="The old bridge reopened.\n\nFerries rest.",
    tags=("Transport", "Rivers"),
    date=datetime(2026, 2, 12, 14, 30, tzinfo=UTC),
    authors=("Ada Quill",),
    source="Lantern",
    language="en",
)
HOSTILE = Article(id="x\n2", title="Red\x1b[31m alert\x07", body="Body\x9b2J", source="Lantern")


def hit(article: Article, score: float = 1.5) -> Any:
    snippet = SimpleNamespace(text=article.body, spans=((8, 14),))
    return SimpleNamespace(
        id=article.id, score=score, article=article, snippet=snippet, duplicates=()
    )


class FakeResults:
    def __init__(self, articles: list[Article], total: int | None = None) -> None:
        self.hits = [hit(article) for article in articles]
        self.total = len(articles) if total is None else total
        self.seconds = 0.0014
        self.facets: dict[str, list[tuple[str, int]]] = {}
        self.timeline: list[tuple[date, int]] = []
        self.diagnostics: list[Any] = []

    def __iter__(self) -> Any:
        return iter(self.hits)


class FakeIndex:
    """Answers every search with `results` and remembers how it was asked."""

    def __init__(self, results: FakeResults) -> None:
        self.results = results
        self.articles = {h.id: h.article for h in results.hits}
        self.asked: dict[str, Any] = {}
        self.closed = False

    def __enter__(self) -> FakeIndex:
        return self

    def __exit__(self, *exception: object) -> None:
        self.closed = True

    def __len__(self) -> int:
        return len(self.articles)

    def __contains__(self, article_id: object) -> bool:
        return article_id in self.articles

    def get(self, article_id: str) -> Article | None:
        return self.articles.get(article_id)

    def search(self, query: str, **given: Any) -> FakeResults:
        self.asked = {"query": query, **given}
        return self.results

    def export(self, query: str, **given: Any) -> Any:
        self.asked = {"query": query, **given}
        return iter(self.articles.values())

    def explain(self, query: str, article_id: str) -> Any:
        word = {"query": query, "matches": True, "score": 1.25, "idf": 0.5}
        return {"id": article_id, "matches": True, "score": 1.25, "parts": [word]}

    def more_like(self, article_id: str, limit: int) -> Any:
        return [h for h in self.results.hits if h.id != article_id][:limit]


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeIndex:
    index = FakeIndex(FakeResults([BRIDGE, HOSTILE], total=37))
    monkeypatch.setitem(vars(newsearch), "open", lambda path: index)
    return index


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


# -- the outputs of search


def test_search_prints_hits_total_and_time(
    fake: FakeIndex, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["search", "bridge"]) == 0
    out, err = capsys.readouterr()
    assert "1.  Bridge reopens\n" in out
    assert "2026-02-12 14:30 · Lantern · score 1.50 · id b1\n" in out
    assert "The old bridge reopened.  Ferries rest." in out
    assert "1-2 of 37 articles in 1.4 ms" in out
    assert "\x1b" not in out
    assert err == ""
    assert fake.closed


def test_text_of_articles_cannot_steer_the_terminal(
    fake: FakeIndex, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert run(["search", "bridge"]) == 0
    out = sys.stdout.getvalue()  # type: ignore[attr-defined]
    assert "\x1b[1m" in out  # our own colour is there
    assert "\x1b[31m" not in out
    assert "\x07" not in out
    assert "\x9b" not in out


def test_terminal_marks_what_matched_unless_no_color(
    fake: FakeIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    shown = []
    for no_color in ("", "1"):
        monkeypatch.setenv("NO_COLOR", no_color)
        monkeypatch.setattr(sys, "stdout", Terminal())
        run(["search", "bridge"])
        shown.append(sys.stdout.getvalue())  # type: ignore[attr-defined]
    assert "\x1b[33m\x1b[1mbridge\x1b[0m" in shown[0]
    assert "\x1b" not in shown[1]


def test_search_json(fake: FakeIndex, capsys: pytest.CaptureFixture[str]) -> None:
    fake.results.facets = {"tags": [("Transport", 5)]}
    fake.results.timeline = [(date(2026, 2, 1), 5)]
    fake.results.diagnostics = [SimpleNamespace(code="c", message="m", start=0, end=1)]
    assert run(["search", "bridge", "--json", "--facet", "tags", "--timeline", "month"]) == 0
    out, err = capsys.readouterr()
    answer = json.loads(out)
    assert answer["total"] == 37
    assert answer["facets"] == {"tags": [{"value": "Transport", "count": 5}]}
    assert answer["timeline"] == [{"date": "2026-02-01", "count": 5}]
    assert answer["diagnostics"] == [{"code": "c", "message": "m", "start": 0, "end": 1}]
    first = answer["hits"][0]
    assert first["tags"] == ["Transport", "Rivers"]
    assert first["date"] == "2026-02-12T14:30:00+00:00"
    assert first["snippet"] == {"text": BRIDGE.body, "spans": [[8, 14]]}
    assert err == "newsearch: note: m\n"
    assert fake.asked["facets"] == ("tags",)


def test_search_lines_table_ids_and_count(
    fake: FakeIndex, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["search", "bridge", "--jsonl"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["b1", "x\n2"]
    assert run(["search", "bridge", "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert rows[0]["tags"] == "Transport; Rivers"
    assert rows[1]["id"] == "x\n2"
    assert run(["search", "bridge", "--ids"]) == 0
    assert capsys.readouterr().out == "b1\nx 2\n"
    assert fake.asked["snippets"] is False
    assert run(["search", "bridge", "--count"]) == 0
    assert capsys.readouterr().out == "37\n"
    assert fake.asked["limit"] == 0


def test_search_passes_every_option_on(fake: FakeIndex) -> None:
    words = (
        "search storm warning -n 3 --offset 2 --any --tag Sea --tag Wind --source Lantern "
        "--author Quill --section World --language en --since 2026 --until P7D --sort newest "
        "--facet source --timeline week --group-duplicates --recency 7d --feedback 5 "
        "--timezone Europe/Kyiv"
    )
    assert run(words.split()) == 0
    assert fake.asked == {
        "query": "storm warning",
        "match": "any",
        "limit": 3,
        "offset": 2,
        "tags": ("Sea", "Wind"),
        "sources": ("Lantern",),
        "authors": ("Quill",),
        "sections": ("World",),
        "languages": ("en",),
        "since": "2026",
        "until": "P7D",
        "timezone": "Europe/Kyiv",
        "sort": "newest",
        "facets": ("source",),
        "timeline": "week",
        "group_duplicates": True,
        "recency": "7d",
        "feedback": 5,
        "snippets": True,
    }


def test_filters_alone_search_everything(fake: FakeIndex) -> None:
    assert run(["search", "--tag", "Sea"]) == 0
    assert fake.asked["query"] == "*"


# -- exit codes and errors


def test_no_hits_is_1(fake: FakeIndex, capsys: pytest.CaptureFixture[str]) -> None:
    fake.results = FakeResults([])
    for form in ([], ["--json"], ["--jsonl"], ["--csv"], ["--ids"], ["--count"]):
        assert run(["search", "nothing", *form]) == 1, form
    assert run(["export", "nothing"]) == 0  # the stand-in exports all it has
    assert run(["show", "nowhere"]) == 1
    assert run(["like", "nowhere"]) == 1
    assert run(["explain", "bridge", "nowhere"]) == 1
    assert run(["timeline", "nothing"]) == 1
    err = capsys.readouterr().err
    assert "no article has the id 'nowhere'" in err
    assert "no hits for nothing" in err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "Usage: newsearch"),
        (["serach", "x"], "No such command"),
        (["search"], "a query is missing"),
        (["search", "x", "--sort", "size"], "--sort"),
        (["search", "-war"], "put -- before a query"),
        (["search", "x", "-n", "-1"], "-n"),
        (["search", "x", "--json", "--csv"], "exclude each other"),
        (["search", "x", "--ids", "--facet", "tags"], "not shown with --ids"),
        (["facets", "title"], "'title' is not one of"),
        (["export", "--jsonl", "--csv"], "exclude each other"),
        (["delete"], "either ids or --matching"),
        (["delete", "a", "--matching", "b"], "either ids or --matching"),
        (["index"], "PATH..."),
        (["index", "/no/such/file", "/nor/this"], "no such file or folder: /no/such/file, /nor"),
    ],
)
def test_wrong_usage_is_2(
    fake: FakeIndex, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    assert run(arguments) == 2
    out, err = capsys.readouterr()
    assert told in err
    assert out == ""
    if arguments:
        assert err.startswith("newsearch: ")
        assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("raised", "told"),
    [
        (QueryError("unknown field 'colour'", 4, "use title:"), "unknown field 'colour' at char"),
        (IndexNotFound("no index at x:\nnothing there"), "no index at x: nothing there"),
        (PermissionError(13, "Permission denied", "/x"), "/x: Permission denied"),
        (ValueError("no such format: 'x'"), "newsearch: no such format: 'x'\n"),
        (ZeroDivisionError("oops"), "unexpected ZeroDivisionError: oops"),
    ],
)
def test_an_error_is_one_line_and_2(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    raised: Exception,
    told: str,
) -> None:
    def fail(path: str) -> None:
        raise raised

    monkeypatch.setitem(vars(newsearch), "open", fail)
    assert run(["search", "x"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("newsearch: ")
    assert err.count("\n") == 1
    assert told in err
    assert "Traceback" not in err


@pytest.mark.parametrize(("raised", "code"), [(KeyboardInterrupt, 130), (BrokenPipeError, 141)])
def test_interrupted_and_reader_gone(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    raised: type[BaseException],
    code: int,
) -> None:
    def fail(path: str) -> None:
        raise raised

    monkeypatch.setitem(vars(newsearch), "open", fail)
    monkeypatch.setattr(sys, "stdout", io.StringIO())  # nothing the test run needs is closed
    assert run(["search", "x"]) == code
    assert "Traceback" not in capsys.readouterr().err


def test_a_query_that_is_no_utf8_can_be_shown(
    fake: FakeIndex, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["search", "caf\udce9", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["query"] == "caf�"


# -- the other commands


def test_show(fake: FakeIndex, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "b1"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Bridge reopens\ndate: 2026-02-12 14:30\nsource: Lantern\n")
    assert "tags: Transport, Rivers\n" in out
    assert out.endswith("\nThe old bridge reopened.\n\nFerries rest.\n")
    assert run(["show", "b1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["authors"] == ["Ada Quill"]


def test_facets(fake: FakeIndex, capsys: pytest.CaptureFixture[str]) -> None:
    fake.results.facets = {"tags": [("Transport", 1200), ("Rivers", 7)]}
    assert run(["facets", "tag", "--source", "Lantern"]) == 0
    assert capsys.readouterr().out == "1,200  Transport\n    7  Rivers\n"
    assert fake.asked["query"] == "*"
    assert fake.asked["sources"] == ("Lantern",)
    assert run(["facets", "tags", "-n", "1", "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out) == [{"value": "Transport", "count": 1200}]
    assert "1 of 2 values" in err


def test_timeline(fake: FakeIndex, capsys: pytest.CaptureFixture[str]) -> None:
    fake.results.timeline = [
        (date(2026, 1, 1), 50),
        (date(2026, 2, 1), 0),
        (date(2026, 3, 1), 25),
        (date(2026, 4, 1), 1),
    ]
    assert run(["timeline", "bridge", "--by", "month"]) == 0
    first, second, third, fourth = capsys.readouterr().out.splitlines()
    assert first.count("█") == 2 * third.count("█") > 0
    assert second == "2026-02   0"
    assert fourth.startswith("2026-04   1  ")
    assert run(["timeline", "--csv"]) == 0
    assert capsys.readouterr().out.splitlines()[1] == "2026-01-01,50"


def test_timeline_says_what_a_picture_needs(
    fake: FakeIndex,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Any,
) -> None:
    fake.results.timeline = [(date(2026, 1, 1), 50)]
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    assert run(["timeline", "--png", str(tmp_path / "t.png")]) == 2
    assert "pip install matplotlib" in capsys.readouterr().err


def test_export(fake: FakeIndex, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert json.loads(lines[0])["body"] == BRIDGE.body
    assert fake.asked["query"] == "*"
    assert run(["export", "tag:Sea", "--csv", "--since", "2026"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert rows[0]["body"] == BRIDGE.body
    assert (fake.asked["query"], fake.asked["since"]) == ("tag:Sea", "2026")


def test_like_and_explain(fake: FakeIndex, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["like", "b1", "--json"]) == 0
    assert [found["id"] for found in json.loads(capsys.readouterr().out)] == ["x\n2"]
    assert run(["explain", "bridge", "b1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["parts"][0]["query"] == "bridge"
    assert run(["explain", "bridge", "b1"]) == 0
    assert capsys.readouterr().out == "1.2500  b1\n    1.2500  bridge  (idf 0.5)\n"


def test_read_tells_bad_records_and_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def read(*paths: str, on_error: Any, **options: Any) -> Any:
        for number in range(30):
            on_error(ReadError("a.jsonl", "not JSON", f"line {number}"))
        yield BRIDGE

    monkeypatch.setitem(vars(newsearch), "read", read)
    assert run(["read", "a.jsonl"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["id"] == "b1"
    assert "newsearch: warning: a.jsonl, line 0: not JSON\n" in err
    assert err.splitlines()[-1] == "newsearch: warning: 10 more records could not be read"
    assert run(["read", "a.jsonl", "--fail-fast"]) == 2
    assert capsys.readouterr().err == "newsearch: a.jsonl, line 0: not JSON\n"

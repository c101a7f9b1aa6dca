"""The command line as a process, and over real indexes of our own few articles."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import newsearch
from newsearch.cli import run
from newsearch.cli.application import COMMANDS

ROOT = Path(__file__).resolve().parent.parent
PYTHON = (sys.executable, "-P")  # -P: the current folder is not where newsearch comes from

ARTICLES = [
    {
        "id": "a1",
        "title": "Harbour strike ends",
        "body": "Dock workers of Velmar ended their strike.\n\nShips left the old harbour at noon.",
        "tags": ["Ports", "Labour"],
        "date": "2026-02-12T14:30:00Z",
        "authors": ["Ada Quill"],
        "source": "Lantern Wire",
        "section": "Business",
        "language": "en",
    },
    {
        "id": "a2",
        "title": "Storm closes the harbour",
        "body": "A winter storm closed the harbour of Velmar. The old bridge stayed open.",
        "tags": ["Weather", "Ports"],
        "date": "2026-01-20T06:00:00Z",
        "authors": ["Bo Larch"],
        "source": "Northern Gazette",
        "section": "Weather",
        "language": "en",
    },
    {
        "id": "a3",
        "title": "Bridge reopens after repairs",
        "body": "The bridge over the Orn reopened. Drivers had waited since the autumn.",
        "tags": ["Transport"],
        "date": "2025-11-03",
        "authors": ["Ada Quill"],
        "source": "Lantern Wire",
        "section": "Transport",
        "language": "en",
    },
]


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A file of our articles."""
    file = tmp_path / "news.jsonl"
    file.write_text("".join(json.dumps(article) + "\n" for article in ARTICLES), encoding="utf-8")
    return file


@pytest.fixture
def index(
    news: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Path]:
    """An index of our articles, which every command finds without being told."""
    path = tmp_path / "index"
    monkeypatch.setenv("NEWSEARCH_INDEX", str(path))
    assert run(["index", str(news)]) == 0
    assert capsys.readouterr().out == "3 added, 0 replaced, 0 unchanged, 0 failed\n"
    yield path


def lines_of(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> list[str]:
    """The lines a command prints."""
    assert run(words) == code
    return capsys.readouterr().out.splitlines()


def one_error(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """The line of a command that fails."""
    assert run(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    told = [line for line in err.splitlines() if not line.startswith("newsearch: warning: ")]
    assert len(told) == 1
    assert told[0].startswith("newsearch: ")
    assert "Traceback" not in err
    assert "NEWSEARCH_DEBUG" not in err  # that is how a defect is told
    return told[0]


# -- indexing


def test_indexing_again_adds_nothing_and_says_so(
    index: Path, news: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["index", str(news)]) == 0
    out, err = capsys.readouterr()
    assert out == "0 added, 0 replaced, 3 unchanged, 0 failed\n"
    assert "nothing was new" in err


def test_a_changed_article_replaces(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = tmp_path / "changed.jsonl"
    changed.write_text(json.dumps({**ARTICLES[0], "title": "Harbour strike goes on"}) + "\n")
    assert lines_of(capsys, "index", str(changed)) == ["0 added, 1 replaced, 0 unchanged, 0 failed"]
    assert lines_of(capsys, "search", "title:ends", "--count", code=1) == ["0"]


def test_standard_input_is_read(
    index: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    record = json.dumps({"id": "s1", "title": "Lighthouse lit", "body": "It shines again."})
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(record.encode() + b"\n")))
    assert lines_of(capsys, "index", "-") == ["1 added, 0 replaced, 0 unchanged, 0 failed"]
    assert lines_of(capsys, "search", "lighthouse", "--ids") == ["s1"]


def test_bad_records_are_told_and_left_out(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.jsonl"
    good = json.dumps({"id": "g1", "title": "Ferry sails", "body": "The ferry sails at nine."})
    bad.write_text(f'{good}\n{{"title": "cut of\n')
    assert run(["index", str(bad), str(tmp_path / "nowhere.jsonl")]) == 0
    out, err = capsys.readouterr()
    assert out == "1 added, 0 replaced, 0 unchanged, 2 failed\n"
    assert "bad.jsonl, line 2" in err
    assert "nowhere.jsonl" in err
    assert err.count("warning") == 2


def test_fail_fast_keeps_nothing(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.jsonl"
    good = json.dumps({"id": "g1", "title": "Ferry sails", "body": "The ferry sails at nine."})
    bad.write_text(f'{good}\n{{"title": "cut of\n')
    assert "bad.jsonl, line 2" in one_error(capsys, "index", str(bad), "--fail-fast")
    assert lines_of(capsys, "show", "g1", code=1) == []


@pytest.mark.parametrize("content", [b"", bytes(range(256)) * 8], ids=["empty", "binary"])
def test_nothing_to_index_is_an_error(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    file = tmp_path / "input"
    file.write_bytes(content)
    assert "no articles in" in one_error(capsys, "index", str(file))


def test_a_missing_path_makes_no_index(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "new"
    told = one_error(capsys, "index", str(tmp_path / "none"), "--index", str(place))
    assert "no such file or folder" in told
    assert not place.exists()


@pytest.mark.parametrize(("no_color", "shown"), [("", True), ("1", False)])
def test_a_bar_is_shown_on_a_terminal_alone(
    news: Path, tmp_path: Path, no_color: str, shown: bool
) -> None:
    pty, termios = pytest.importorskip("pty"), pytest.importorskip("termios")
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (25, 80))
    ran = subprocess.run(
        [*PYTHON, "-m", "newsearch", "index", str(news), "--index", str(tmp_path / "new")],
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, "NO_COLOR": no_color, "TERM": "xterm"},
        check=True,
    )
    os.close(theirs)
    told = os.read(ours, 65536)
    os.close(ours)
    assert (b"indexing" in told) == shown
    assert b"holds 3 articles" in told
    assert ran.stdout == b"3 added, 0 replaced, 0 unchanged, 0 failed\n"


# -- searching


def test_search_filters_phrases_and_dates(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def ids(*words: str, code: int = 0) -> list[str]:
        return lines_of(capsys, "search", *words, "--ids", code=code)

    assert set(ids("harbour")) == {"a1", "a2"}
    assert ids("harbour", "--tag", "Labour") == ["a1"]
    assert ids("harbour", "--source", "Northern Gazette") == ["a2"]
    assert ids('"old harbour"') == ["a1"]
    assert ids("date:2026", "--sort", "oldest") == ["a2", "a1"]
    assert ids("--since", "2026-02") == ["a1"]
    assert ids("--author", "Ada Quill", "--sort", "newest") == ["a1", "a3"]
    assert ids("harbour", "bridge") == ["a2"]
    assert set(ids("harbour", "bridge", "--any")) == {"a1", "a2", "a3"}
    assert ids("bridge", "--until", "2025") == ["a3"]
    assert ids("zeppelin", code=1) == []


def test_search_shows_what_a_reader_needs(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = "\n".join(lines_of(capsys, "search", "harbour"))
    assert ".  Harbour strike ends" in shown
    assert "2026-02-12 14:30 · Lantern Wire · Business · score" in shown
    assert "harbour" in shown
    assert "2 articles in " in shown


def test_every_command_over_a_real_index(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lines_of(capsys, "show", "a3")[0] == "Bridge reopens after repairs"
    assert lines_of(capsys, "facets", "tags", "harbour") == ["2  Ports", "1  Labour", "1  Weather"]
    assert [line.split()[:2] for line in lines_of(capsys, "timeline", "--by", "month")] == [
        ["2025-11", "1"],
        ["2025-12", "0"],
        ["2026-01", "1"],
        ["2026-02", "1"],
    ]
    assert json.loads("\n".join(lines_of(capsys, "stats", "--json")))
    assert lines_of(capsys, "stats")
    assert "sound, 3 articles" in lines_of(capsys, "check")[0]
    assert lines_of(capsys, "explain", "harbour", "a1")
    assert lines_of(capsys, "delete", "a1", "nowhere") == ["1 deleted"]
    assert lines_of(capsys, "delete", "a1", code=1) == ["0 deleted"]
    assert lines_of(capsys, "delete", "--matching", "tag:Weather") == ["1 deleted"]
    assert "1 article" in lines_of(capsys, "optimize")[0]
    assert lines_of(capsys, "search", "bridge", "--ids") == ["a3"]


def test_what_is_exported_can_be_indexed(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exported = lines_of(capsys, "export")
    assert len(exported) == 3
    again = tmp_path / "again.jsonl"
    again.write_text("\n".join(exported) + "\n", encoding="utf-8")
    assert lines_of(capsys, "index", str(again)) == ["0 added, 0 replaced, 3 unchanged, 0 failed"]
    assert lines_of(capsys, "read", str(again)) == exported


def test_read_explains_where_each_field_was_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<meta property="og:title" content="Rain"><h1>Rain</h1><p>It rained in town all day.',
        encoding="utf-8",
    )
    lines = tmp_path / "lines.jsonl"
    lines.write_text('{"headline": "Sun", "text": "It shone.", "lang": "en"}\n', encoding="utf-8")
    plain = [json.loads(line) for line in lines_of(capsys, "read", str(tmp_path))]
    explained = [json.loads(line) for line in lines_of(capsys, "read", str(tmp_path), "--explain")]
    evidence = [article.pop("evidence") for article in explained]
    assert explained == plain
    assert evidence[0] == {
        "id": "hash of the content",
        "title": "headline",
        "body": "text",
        "language": "lang",
    }
    assert evidence[1]["body"] == "container of greatest value"
    assert evidence[1]["language"] == "detected"
    assert all(
        article[field] for article, rules in zip(plain, evidence, strict=True) for field in rules
    )


# -- errors


@pytest.mark.parametrize(
    "query",
    ["(" * 3000 + "harbour" + ")" * 3000, "colour:red", "date:2026-13-45", "date:[2026-02 TO"],
    ids=["parentheses", "field", "date", "range"],
)
def test_a_query_that_is_not_understood(
    index: Path, capsys: pytest.CaptureFixture[str], query: str
) -> None:
    assert len(one_error(capsys, "search", query)) < 400


def test_no_index_is_told_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = str(tmp_path / "none")
    assert place in one_error(capsys, "search", "harbour", "--index", place)


def test_a_damaged_index_is_told(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    largest = max((p for p in index.rglob("*") if p.is_file()), key=lambda p: p.stat().st_size)
    data = bytearray(largest.read_bytes())
    data[len(data) // 2] ^= 0xFF
    largest.write_bytes(data)
    one_error(capsys, "check")


# -- the demo


def test_the_demo_shows_results_on_the_sample(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert run(["demo"]) == 0
    out = capsys.readouterr().out
    commands = [line for line in out.splitlines() if line.startswith("$ newsearch ")]
    assert {line.split()[2] for line in commands} == {"index", "search", "facets", "timeline"}
    assert out.count("1.  ") == sum("newsearch search" in line for line in commands)
    assert "█" in out


def test_the_demo_makes_a_tour_of_any_news(
    news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["demo", str(news), "--index", str(tmp_path / "kept")]) == 0
    assert "1.  " in capsys.readouterr().out
    assert lines_of(capsys, "search", "bridge", "--ids", "--index", str(tmp_path / "kept"))


# -- the process


@pytest.mark.parametrize("command", ["--help", *COMMANDS])
def test_help_needs_nothing_heavy(command: str) -> None:
    """Cold start is a feature: no command imports these before it has something to do."""
    words = ["--help"] if command == "--help" else [command, "--help"]
    script = (
        "import sys; from newsearch.cli import run; code = run(sys.argv[1:]);"
        "heavy = {'whoosh', 'selectolax', 'tqdm', 'Stemmer', 'orjson', 'zstandard', 'backports',"
        " 'newsearch.index', 'newsearch.writer', 'newsearch.ingest', 'importlib.metadata'};"
        "sys.exit(code or str(sorted(heavy & set(sys.modules))))"
    )
    ran = subprocess.run(
        [*PYTHON, "-c", script, *words], capture_output=True, text=True, check=False
    )
    assert ran.stderr == "[]\n"


#: What takes long to import, and what only writing or a query with syntax needs.
SLOW = {
    "whoosh", "selectolax", "tqdm", "filelock", "pathlib", "shutil", "traceback", "logging",
    "tempfile", "subprocess", "zoneinfo", "decimal", "csv", "locale", "importlib.metadata",
    "newsearch.writer", "newsearch.workers", "newsearch.ingest", "newsearch.segment.build",
    "newsearch.segment.write", "newsearch.segment.merge", "newsearch.kernel.invert",
    "newsearch.kernel.packing", "newsearch.query.parse", "newsearch.query.compile",
    "newsearch.query.dates", "newsearch.text.languages", "newsearch.whoosh_fields",
}  # fmt: skip
#: What only showing articles needs.
SHOWING = {"newsearch.article", "orjson", "dataclasses", "backports.zstd", "compression.zstd"}
#: Prints what of the modules named was imported, and which modules define dataclasses.
IMPORTED = """
import sys
import click
before = set(sys.modules)
{code}
after = set(sys.modules) - before
named = {names!r} & after
defining = {{
    name for name in after for value in vars(sys.modules[name]).values()
    if name.startswith("newsearch.") and isinstance(value, type) and value.__module__ == name
    and "__dataclass_fields__" in vars(value)
}}
sys.stderr.write(str(sorted(named | defining)))
"""


def imported_by(code: str, names: set[str], *words: str) -> str:
    script = IMPORTED.format(code=code, names=names)
    ran = subprocess.run(
        [*PYTHON, "-c", script, *words], capture_output=True, text=True, check=True
    )
    return ran.stderr


def test_a_search_imports_nothing_slow(index: Path) -> None:
    """Each of these would be felt in the start of ``newsearch search``; so would a dataclass."""
    code = "from newsearch.cli import run; assert run(sys.argv[1:]) == 0"
    loaded = imported_by(code, SLOW, "search", "harbour")
    assert loaded == "['newsearch.article']", "the article alone is a dataclass"
    assert imported_by(code, SLOW | SHOWING, "search", "harbour", "--ids") == "[]"


def test_opening_and_searching_import_nothing_slow(index: Path) -> None:
    code = f"import newsearch; index = newsearch.open({str(index)!r})"
    assert imported_by(code, SLOW | SHOWING | {"newsearch.search"}) == "[]"
    code += "; assert [hit.id for hit in index.search('old harbour')]"
    assert imported_by(code, SLOW | SHOWING) == "[]"


def test_version_says_whether_kernels_are_compiled(capsys: pytest.CaptureFixture[str]) -> None:
    from newsearch.kernel import compiled

    assert run(["--version"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"newsearch {newsearch.__version__} (kernels ")
    assert ("not compiled" in out) == (not compiled())


def test_the_reader_of_a_pipe_may_stop_early(tmp_path: Any) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(
        [*PYTHON, "-m", "newsearch", "--help"],
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)
    assert ran.returncode == 141
    assert ran.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_is_told_in_one_line() -> None:
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [*PYTHON, "-m", "newsearch", "--help"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert ran.returncode == 2
    assert ran.stderr == "newsearch: No space left on device\n"

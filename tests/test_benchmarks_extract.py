"""Reading pages is scored as defined, and the benchmark of it runs with what is installed."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from benchmarking import BENCHMARKS, run, skip_where_left_blank
from hypothesis import given
from hypothesis import strategies as st
from pages import ARTICLE, FURNITURE, PARAGRAPHS, TITLE, URL, linked, page

sys.path.append(str(BENCHMARKS.parent))
try:
    scores = importlib.import_module("benchmarks.extraction_scores")
finally:
    sys.path.remove(str(BENCHMARKS.parent))

TEXTS = st.lists(st.sampled_from(["barge", "lake", "otter", "mayor", "rose"]), max_size=12).map(
    " ".join
)
NAMES = st.lists(st.sampled_from(["Ada Quill", "ADA QUILL", "Pavo Terrin", "Ilna  Drom"]))
TRUTH: list[dict[str, Any]] = [
    {
        "file": "news/library.html",
        "url": URL,
        "title": TITLE,
        "date": "2025-03-09T08:05:00+02:00",
        "authors": ["Ada Quill"],
        "tags": ["Libraries", "Lakes"],
        "body": "\n\n".join(PARAGRAPHS),
    },
    {
        "file": "mixed/library.html",
        "url": "https://other.example/2025/03/09/library",
        "title": "Another headline than the one on the page",
        "date": "2025-03-09",
        "with": [PARAGRAPHS[0][:40], "words that are not on the page"],
        "without": ["We use cookies", "rights reserved"],
    },
]


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """Imports a module of the benchmarks, which are not installed."""
    monkeypatch.setattr(sys, "path", [*sys.path, str(BENCHMARKS.parent)])
    return importlib.import_module


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path / "pages", TRUTH)


def written(folder: Path, truth: list[dict[str, Any]]) -> Path:
    """A folder with the truth, and the same invented page for each line of it."""
    folder.mkdir()
    for line in truth:
        file = folder / line["file"]
        file.parent.mkdir(exist_ok=True)
        file.write_text(page(linked(ARTICLE), around=FURNITURE), encoding="utf-8")
    lines = "".join(json.dumps(line) + "\n" for line in truth)
    (folder / "truth.jsonl").write_text(lines, encoding="utf-8")
    return folder


# -- scores


@pytest.mark.parametrize(
    ("truth", "read", "shares"),
    [
        ("a b c d e", "a b c d e", (1, 0, 0)),
        ("a b c d e", "A b c d e", (1 / 3, 1 / 3, 1 / 3)),  # case counts
        ("a b c d e", "a, b. c d f", (1 / 3, 1 / 3, 1 / 3)),
        ("a b c d e f", "a b c d", (1 / 3, 0, 2 / 3)),
        ("a b c d a b c d", "a b c d", (1 / 5, 0, 4 / 5)),  # as often as it stands there
        ("a b", "a b", (1, 0, 0)),
        ("a b", "b", (0, 0.5, 0.5)),
        ("a b c d", "", (0, 0, 1)),
        ("", "", (0, 0, 0)),
    ],
)
def test_bodies_are_compared_by_shingles_of_four_words(
    truth: str, read: str, shares: tuple[float, float, float]
) -> None:
    assert scores.body_shares(truth, read) == pytest.approx(shares)


@given(TEXTS, TEXTS)
def test_shares_of_a_body_add_up_and_turn_round(one: str, other: str) -> None:
    right, extra, missed = scores.body_shares(one, other)
    assert right + extra + missed == pytest.approx(1 if one or other else 0)
    assert scores.body_shares(other, one) == (right, missed, extra)
    assert scores.body_shares(one, one) == ((1, 0, 0) if one else (0, 0, 0))


def test_precision_is_of_pages_read_and_recall_of_all() -> None:
    pages = [{"body": (0.5, 0.5, 0.0)}, {"body": (0.25, 0.0, 0.75)}, {"body": (0.0, 0.0, 1.0)}]
    found = scores.summary(pages)
    assert found["body precision"] == pytest.approx((0.5 + 1) / 2)
    assert found["body recall"] == pytest.approx((1 + 0.25 + 0) / 3)
    assert found["body f1"] == pytest.approx(2 * 0.75 * (5 / 12) / (0.75 + 5 / 12))


def test_snippets_are_counted_over_all_pages() -> None:
    first = scores.snippet_counts(["The  barge", "rose"], ["cookies"], "The barge\nrose. Cookies")
    second = scores.snippet_counts(["“otter”"], ["cookies"], 'an "otter" and cookies')
    assert (first, second) == ((2, 0, 0), (1, 1, 0))
    assert scores.snippet_counts(["rose"], [], "") == (0, 0, 1)
    found = scores.summary([{"snippets": (2, 0, 0)}, {"snippets": (1, 1, 1)}])
    assert found == pytest.approx(
        {"snippets precision": 3 / 4, "snippets recall": 3 / 4, "snippets f1": 3 / 4}
    )


@pytest.mark.parametrize(
    ("truth", "found", "f1"),
    [
        (["Ada Quill", "Pavo Terrin"], ["ada  quill"], 2 / 3),
        (["Ada Quill"], ["Ada Quill", "The Coast"], 2 / 3),
        (["Ada Quill"], ["The Coast"], 0),
        (["Ada Quill"], [], 0),
        ([], [], 1),
    ],
)
def test_names_are_compared_as_sets(truth: list[str], found: list[str], f1: float) -> None:
    assert scores.set_f1(truth, found) == pytest.approx(f1)


@given(NAMES, NAMES)
def test_sets_of_names_have_no_order(one: list[str], other: list[str]) -> None:
    f1 = scores.set_f1(one, other)
    assert 0 <= f1 <= 1
    assert f1 == scores.set_f1(other, one) == scores.set_f1(one[::-1], other * 2)
    assert scores.set_f1(one, one) == 1


@pytest.mark.parametrize(
    ("truth", "date", "day", "minute"),
    [
        ("2025-03-09T00:30:00+02:00", "2025-03-08T22:30:40+00:00", True, True),
        ("2025-03-09T00:30:00+02:00", "2025-03-09T00:30:00", True, False),
        ("2025-03-09T00:30:00+02:00", "2025-03-10T00:30:00+02:00", False, False),
        ("2025-03-09T08:05:00", "2025-03-09T08:05:00+02:00", True, True),
        ("2025-03-09T08:05:00", "2025-03-09T08:07:00+02:00", True, False),
        ("2025-03-09T08:05:00", None, False, False),
        ("2025-03-09", "2025-03-09T23:00:00+00:00", True, None),
        ("2025-03-09T00:00:00", "2025-03-09T23:00:00+00:00", True, None),  # no more than a day
    ],
)
def test_days_and_minutes(truth: str, date: str | None, day: bool, minute: bool | None) -> None:
    found = None if date is None else datetime.fromisoformat(date)
    assert scores.same_day(truth, found) is day
    assert scores.has_time(truth) is (minute is not None)
    if minute is not None:
        assert scores.same_minute(truth, found) is minute


def test_a_page_is_scored_by_what_its_truth_has(load: Callable[[str], ModuleType]) -> None:
    extracted = load("benchmarks.extractors").Extracted
    got = extracted(TITLE, PARAGRAPHS[0], datetime(2025, 3, 9, 6, 5, tzinfo=UTC), ("Ada Quill",))
    found = scores.page_scores({**TRUTH[0], "tags": []}, got)
    assert list(found) == ["body", "exact", "title", "day", "minute", "authors", "no tags"]
    assert (found["exact"], found["title"], found["minute"], found["no tags"]) == (
        False, True, True, True,
    )  # fmt: skip
    found = scores.page_scores(TRUTH[1], got)
    assert found == {"snippets": (1, 0, 1), "title": False, "day": True}
    assert found.keys() <= scores.FIELD_OF.keys()


# -- pages


def test_a_tar_file_and_a_folder_give_the_same_pages(
    load: Callable[[str], ModuleType], folder: Path, tmp_path: Path
) -> None:
    pages = load("benchmarks.pages")
    archive = tmp_path / "pages.tar.xz"
    with tarfile.open(archive, "w:xz") as tar:
        for file in sorted(folder.rglob("*.*")):
            tar.add(file, f"./{file.relative_to(folder)}")
    both = ("tune", "report")
    one, truth = pages.prepare_pages(folder, tmp_path / "one", both)
    other, same = pages.prepare_pages(archive, tmp_path / "other", both)
    assert truth == same
    assert (one.name, other.name) == ("pages", "pages.tar.xz")
    assert (one.pages, one.page_bytes, one.digest) == (2, other.page_bytes, other.digest)
    file = pages.PagesFile(tmp_path / "other")
    assert len(file) == 2
    assert file[1] == ((folder / TRUTH[1]["file"]).read_bytes(), TRUTH[1]["url"])
    file.close()
    assert [page.kind for page in truth] == ["news", "mixed"]


def test_a_site_is_in_one_half(load: Callable[[str], ModuleType]) -> None:
    half_of = load("benchmarks.pages").half_of
    urls = [f"https://www.paper{number}.example/{number}" for number in range(60)]
    halves = [half_of(url) for url in urls]
    assert set(halves) == {"tune", "report"}
    assert halves == [half_of(f"{url.replace('www.', '')}/other") for url in urls]


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("The barge and метро", "Latin"),
        ("Міст через річку", "Cyrillic"),
        ("القطار إلى البحر", "Arabic"),
        ("地下鉄の駅, 12", "CJK"),
        ("다리가 열렸다", "CJK"),
        ("Το πλοίο", "other"),
        ("12", "Latin"),
    ],
)
def test_a_script_is_that_of_most_letters(
    load: Callable[[str], ModuleType], text: str, script: str
) -> None:
    assert load("benchmarks.pages").script_of(text) == script


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "truth.jsonl"),
        ("[1]", "truth.jsonl"),
        ('{"url": "https://coast.example/", "body": ""}', "expected an object with file"),
        ('{"file": "a", "url": "https://coast.example/"}', "expected a body, or snippets"),
        ('{"file": "a", "url": "https://coast.example/", "with": ["b"]}', "with and without"),
        ('{"file": "a", "url": "https://coast.example/", "body": "b"}', "there is no such page"),
    ],
)
def test_truth_that_cannot_be_used_is_one_clear_error(tmp_path: Path, line: str, told: str) -> None:
    (tmp_path / "truth.jsonl").write_text(line + "\n", encoding="utf-8")
    done = run("run.py", "extract", tmp_path, "--only", "newsearch")
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


# -- whole runs


@pytest.mark.parametrize(
    "rival",
    ["trafilatura", "trafilatura-precision", "newspaper4k", "readability-lxml", "resiliparse",
     "htmldate"],
)  # fmt: skip
def test_extract_prints_and_writes_figures_of_every_extractor(
    folder: Path, tmp_path: Path, rival: str
) -> None:
    results = tmp_path / "results"
    done = run("run.py", "extract", folder, "--only", f"newsearch,{rival}", "--rounds", 2,
               "--worst", 1, "--results", results)  # fmt: skip
    assert done.returncode == 0, done.stderr
    skip_where_left_blank(done)
    text = (results / "extract-pages-2.json").read_text()
    found = json.loads(text)
    assert list(found["extractors"]) == ["newsearch", rival]
    assert found["rounds"] == {"newsearch": 2, rival: 2}
    for name, figures in found["extractors"].items():
        assert f"| {name} " in done.stdout
        assert figures["failures"] == []
        assert figures["pages_per_cpu_second"] > 0
        assert found["versions"][name]
    theirs = found["extractors"][rival]["quality"]["news"]["Latin"]
    assert theirs.get("body f1" if rival != "htmldate" else "day") > 0.6
    assert ("minute" in theirs) is (rival == "newspaper4k")
    # Words of a page are shown on request, and kept nowhere.
    assert TRUTH[1]["title"] in done.stdout
    assert TRUTH[1]["title"] not in text
    assert "barge" not in text
    assert str(tmp_path) not in text


def test_what_newsearch_reads_of_an_invented_page(folder: Path, tmp_path: Path) -> None:
    done = run("run.py", "extract", folder, "--only", "newsearch", "--rounds", 1,
               "--results", tmp_path / "results")  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads((tmp_path / "results" / "extract-pages-2.json").read_text())
    quality = found["extractors"]["newsearch"]["quality"]
    assert quality["news"]["Latin"] == dict.fromkeys(
        ["body precision", "body recall", "body f1", "exact", "title", "day", "minute", "authors",
         "tags"], 1.0,
    )  # fmt: skip
    assert quality["mixed"]["Latin"] == pytest.approx(
        {"snippets precision": 1, "snippets recall": 0.5, "snippets f1": 2 / 3, "title": 0,
         "day": 1}
    )  # fmt: skip
    assert "newsearch is behind in: nothing." in done.stdout


def test_a_rival_that_is_not_installed_is_left_blank(folder: Path, tmp_path: Path) -> None:
    absent = tmp_path / "absent"
    absent.mkdir()
    (absent / "trafilatura.py").write_text("raise ImportError('there is no trafilatura')")
    paths = [str(absent), *filter(None, [os.environ.get("PYTHONPATH")])]
    done = subprocess.run(
        [sys.executable, BENCHMARKS / "run.py", "extract", folder, "--rounds", "1",
         "--only", "newsearch,trafilatura", "--results", tmp_path / "results"],
        capture_output=True, text=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "trafilatura is left blank: there is no trafilatura" in done.stderr
    assert "| newsearch " in done.stdout
    assert "| trafilatura" not in done.stdout


def test_halves_divide_the_pages(folder: Path, tmp_path: Path) -> None:
    pages = 0
    for half in ("tune", "report"):
        done = run("run.py", "extract", folder, "--only", "newsearch", "--rounds", 1,
                   "--half", half, "--results", tmp_path / half)  # fmt: skip
        if done.returncode == 0:
            (file,) = (tmp_path / half).glob("*.json")
            pages += json.loads(file.read_text())["data"]["pages"]
        else:
            assert "no page is in it" in done.stderr
    assert pages == 2


def test_what_was_measured_is_drawn(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    results = tmp_path / "results"
    done = run("run.py", "extract", folder, "--only", "newsearch", "--rounds", 1,
               "--results", results)  # fmt: skip
    assert done.returncode == 0, done.stderr
    done = run("run.py", "plot", results)
    assert done.returncode == 0, done.stderr
    picture = results / "extract-pages-2.png"
    assert picture.read_bytes().startswith(b"\x89PNG")


# -- failures


def test_pages_whose_process_ends_or_falls_silent_are_failures(
    load: Callable[[str], ModuleType], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extracting = load("benchmarks.extracting")
    child = tmp_path / "child.py"
    child.write_text(
        "import json, os, sys, time\n"
        "got = {'title': 'Zelbar', 'body': '', 'date': None, 'authors': [], 'tags': []}\n"
        "for page in range(int(sys.argv[3]), 5):\n"
        "    if page == 1: os._exit(3)\n"
        "    if page == 3: time.sleep(60)\n"
        "    print(json.dumps({'page': page, 'cpu_seconds': 0.5, 'got': got}), flush=True)\n"
    )
    monkeypatch.setattr(extracting, "CHILD", child)
    monkeypatch.setattr(extracting, "MOST_SILENCE", 1.0)
    done = list(extracting.outcomes("newsearch", tmp_path / "pages", 5))
    assert [one.got.title for one in done] == ["Zelbar", None, "Zelbar", None, "Zelbar"]
    assert [one.error for one in done] == [
        None, "its process ended with 3", None, "silent for over 1 s", None,
    ]  # fmt: skip


class Misbehaving:
    """An extractor that does what the page says."""

    def extract(self, page: bytes, url: str) -> Any:
        while page == b"hangs":
            try:
                sum(range(1000))
            except Exception:
                continue
        raise KeyError(url)


def test_errors_and_pages_that_take_too_long_are_told(load: Callable[[str], ModuleType]) -> None:
    child = load("benchmarks.page_child")
    wrong = child._timed(Misbehaving(), b"fails", "zelbar", 5.0)
    slow = child._timed(Misbehaving(), b"hangs", "zelbar", 0.1)
    assert wrong["error"] == "KeyError: 'zelbar'"
    assert slow["error"] == "took over 0.1 s"
    assert 0.1 <= slow["cpu_seconds"] < 5
    assert "got" not in wrong | slow


def test_what_is_read_survives_the_way_between_processes(
    load: Callable[[str], ModuleType],
) -> None:
    extracted, child = load("benchmarks.extractors").Extracted, load("benchmarks.page_child")
    moment = datetime(2025, 3, 9, 8, 5, tzinfo=timezone(timedelta(hours=2)))
    got = extracted("Zel\ud800bar", "Quivo.", moment, ("Ada Quill",), ("Lakes",))
    values = json.loads(json.dumps(child._clean(got.dump())))
    assert extracted.load(values) == extracted("Zel?bar", "Quivo.", moment, *got_lists(got))


def got_lists(got: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return got.authors, got.tags

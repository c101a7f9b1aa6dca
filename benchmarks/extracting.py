"""``run.py extract``: how well and how fast pages are read, beside other extractors."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import click
import orjson

from benchmarks import report
from benchmarks.extraction_scores import FIELD_OF, page_scores, summary
from benchmarks.extraction_tables import tables, worst_pages
from benchmarks.extractors import Extracted, extractor
from benchmarks.measure import environment, percentile
from benchmarks.pages import SCRIPTS, Page, PageData

__all__ = ["Outcome", "measure_extracting", "outcomes"]

CHILD = Path(__file__).resolve().parent / "page_child.py"
#: CPU seconds a page may take; then it counts as failed.
MOST_SECONDS = 10.0
#: CPU seconds of a first round after which an extractor gets no other.
MOST_ROUND = 60.0
#: Seconds on the clock without a page after which an extractor's process is ended.
MOST_SILENCE = 120.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one page: the fields, empty where it failed, and why it failed."""

    got: Extracted
    cpu_seconds: float
    error: str | None = None


def measure_extracting(
    data: PageData,
    pages: Sequence[Page],
    names: Sequence[str],
    rounds: int,
    worst: int,
    results: Path,
) -> str:
    """Runs the extractors in alternating rounds; returns the tables.

    Args:
        data: The pages' bytes.
        pages: Their truth, in the same order.
        names: Extractors that are installed.
        rounds: The median of so many rounds counts as a page's time.
        worst: List so many of newsearch's worst pages for each measure.
        results: The folder for the JSON, which holds figures and no text of a page.
    """
    first: dict[str, list[Outcome]] = {}
    seconds: dict[str, list[list[float]]] = {name: [] for name in names}
    for turn in range(rounds):
        for name in names:
            if turn and sum(seconds[name][0]) > MOST_ROUND:
                continue
            click.echo(f"benchmarks: round {turn + 1} of {rounds}, {name}", err=True)
            done = list(outcomes(name, data.path, len(pages)))
            first.setdefault(name, done)
            seconds[name].append([one.cpu_seconds for one in done])
    versions = {name: extractor(name).version() for name in names}
    written = {
        **report.environment(data, versions),
        "rounds": {name: len(times) for name, times in seconds.items()},
        "extractors": {
            name: _figures(name, pages, first[name], list(map(median, zip(*times, strict=True))))
            for name, times in seconds.items()
        },
        "pages": _counts(pages),
    }  # fmt: skip
    path = report.write_json(results, f"extract-{data.name.split('.')[0]}-{data.pages}", written)
    text = f"{tables(written)}\n\nWritten to {path}"
    if worst and "newsearch" in first:
        text += "\n\n" + worst_pages(pages, [one.got for one in first["newsearch"]], worst)
    return text


def outcomes(name: str, path: Path, count: int) -> Iterator[Outcome]:
    """Reads all pages with one extractor, in a fresh process, in another where that one ends."""
    done = 0
    while done < count:
        with _Process(name, path, done) as process:
            for row in process.rows():
                got = Extracted.load(row["got"]) if "got" in row else Extracted()
                yield Outcome(got, row["cpu_seconds"], row.get("error"))
                done += 1
        if done < count:
            yield Outcome(Extracted(), MOST_SECONDS, process.told())
            done += 1


class _Process:
    """An extractor at work; ended where it is silent for too long."""

    def __init__(self, name: str, path: Path, first: int) -> None:
        command = [sys.executable, str(CHILD), name, str(path.resolve()), str(first)]
        self._process = subprocess.Popen(
            [*command, str(MOST_SECONDS)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
        )
        self._silent = False

    def __enter__(self) -> _Process:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def rows(self) -> Iterator[dict[str, Any]]:
        """The process's lines until it ends."""
        assert self._process.stdout is not None
        while True:
            timer = threading.Timer(MOST_SILENCE, self._end)
            timer.start()
            line = self._process.stdout.readline()
            timer.cancel()
            if not line.endswith(b"\n"):
                self._process.wait()
                return
            yield orjson.loads(line)

    def _end(self) -> None:
        self._silent = True
        self._process.kill()

    def told(self) -> str:
        """Why it ended."""
        if self._silent:
            return f"silent for over {MOST_SILENCE:g} s"
        return f"its process ended with {self._process.returncode}"


def _counts(pages: Sequence[Page]) -> dict[str, dict[str, int]]:
    """How many pages there are of each kind: in each half, and of each script."""
    counts: dict[str, dict[str, int]] = {}
    for kind, group, chosen in _groups(pages):
        counts.setdefault(kind, {})[group] = len(chosen)
    return counts


def _groups(pages: Sequence[Page]) -> Iterator[tuple[str, str, list[int]]]:
    """The groups with a page in them: kind, name, and the numbers of the pages.

    Scripts are of all pages of the kind, for there are few but Latin ones.
    """
    for kind in ("news", "mixed"):
        of_kind = [number for number, page in enumerate(pages) if page.kind == kind]
        groups: dict[str, list[int]] = {
            half: [number for number in of_kind if pages[number].half == half]
            for half in ("tune", "report")
        }
        groups |= {
            script: [number for number in of_kind if pages[number].script == script]
            for script in SCRIPTS
        }
        for group, chosen in groups.items():
            if chosen:
                yield kind, group, chosen


def _figures(
    name: str, pages: Sequence[Page], done: Sequence[Outcome], seconds: Sequence[float]
) -> dict[str, Any]:
    """What is written of one extractor."""
    fields = extractor(name).fields
    scores = [
        {
            measure: score
            for measure, score in page_scores(page.truth, one.got).items()
            if FIELD_OF[measure] in fields
        }
        for page, one in zip(pages, done, strict=True)
    ]
    quality: dict[str, dict[str, Mapping[str, float]]] = {}
    for kind, group, chosen in _groups(pages):
        quality.setdefault(kind, {})[group] = summary(scores[number] for number in chosen)
    slowest = max(range(len(pages)), key=lambda number: seconds[number])
    failed = [
        {"file": page.truth["file"], "error": one.error}
        for page, one in zip(pages, done, strict=True)
        if one.error is not None
    ]
    return {
        "quality": quality,
        "pages_per_cpu_second": len(pages) / sum(seconds),
        "cpu_ms": {"p50": 1e3 * percentile(seconds, 0.5), "p99": 1e3 * percentile(seconds, 0.99)},
        "slowest": {"file": pages[slowest].truth["file"], "cpu_ms": 1e3 * seconds[slowest]},
        "failures": failed,
    }

"""``run.py cold``: what it takes to start, to open, to take up a commit and to show snippets."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

import click

from benchmarks import report
from benchmarks.articles import Data, read
from benchmarks.indexing import check_engines, checks_by_file
from benchmarks.measure import CHILD, Build, Session, percentile, run
from benchmarks.queries import query_sets
from benchmarks.report import number, ratio
from benchmarks.rivals import GROWING, Query
from benchmarks.words import scan

__all__ = ["measure_cold"]

#: Starts of each process in a round: one start is too short to be measured once.
STARTS = 5
#: What the command line is compared with: it cannot do with less.
LEAST = "python -c 'import click'"
#: Commits that an open index takes up, and articles in each.
COMMITS, COMMITTED = 10, 10
#: Queries of each kind whose snippets are made.
QUERIES = 100
#: The kinds of queries whose snippets are made.
KINDS = ("rare term", "frequent term", "any 2", "any 3", "headline any", "phrase 2")


def measure_cold(files: Mapping[str, Data], rounds: int, results: Path) -> str:
    """Measures in alternating rounds; returns the tables.

    Raises:
        Disagreement: An engine answers wrong.
    """
    checks = checks_by_file(files)
    whole = max(files.values(), key=lambda data: data.articles)
    work = whole.path.parent
    folders = {}
    for name, data in files.items():
        (work / name).mkdir()
        folders[name] = work / name / "index"
        click.echo(f"benchmarks: building {name}", err=True)
        Build.of(name, data.path, folders[name])
    versions, _ = check_engines(folders, files, checks)
    word = checks[next(iter(files.values())).path][0].query.words[0]
    click.echo("benchmarks: starting", err=True)
    starting = _starting(_commands(folders, word), rounds * STARTS)
    snippets = {}
    if "newsearch" in folders:
        click.echo("benchmarks: snippets", err=True)
        snippets = _snippets(folders["newsearch"], whole.path)
    click.echo("benchmarks: opening", err=True)
    opening = _opening(folders, files, rounds)  # the last, for it adds to the indexes
    about = report.environment(whole, versions)
    path = report.write_json(
        results,
        f"cold-{Path(whole.name).stem}-{whole.articles}",
        {**about, "process_ms": starting, "open_ms": opening, "snippets_us": snippets},
    )
    notes = [
        f"Processes: medians of {rounds * STARTS} starts each, in turns; the files are in memory.",
        f"Opening: medians of {rounds} processes; a commit is of {COMMITTED} articles, the median "
        f"of {COMMITS}.",
    ]
    tables = [_starting_table(starting), _opening_table(opening)]
    if snippets:
        tables.append(_snippet_table(snippets))
        notes.append("Snippets: p50 of up to 100 queries a kind, each the best of three times.")
    parts = [report.heading(about), *tables, "\n".join(notes), f"JSON: {path.name}"]
    return "\n\n".join(parts)


def _commands(folders: Mapping[str, Path], word: str) -> dict[str, list[str]]:
    python = sys.executable
    commands = {
        "python -c pass": [python, "-c", "pass"],
        LEAST: [python, "-c", "import click"],
    }
    if "newsearch" in folders:
        script = Path(python).parent / "newsearch"
        start = [str(script)] if script.exists() else [python, "-m", "newsearch"]
        commands["newsearch search WORD"] = [
            *start, "search", word, "--index", str(folders["newsearch"])
        ]  # fmt: skip
    for name, folder in folders.items():
        commands[f"{name}, ids in Python"] = [python, str(CHILD), "cold", name, str(folder), word]
    return commands


def _starting(commands: Mapping[str, Sequence[str]], starts: int) -> dict[str, dict[str, float]]:
    """Milliseconds of whole processes, by the clock and of the processor; medians."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _turn in range(starts):
        for name, command in commands.items():
            process = run(command, exit_codes=(0, 1))
            taken[name].append((process.seconds * 1e3, process.cpu_seconds * 1e3))
    return {
        name: dict(zip(("wall", "cpu"), map(median, zip(*times, strict=True)), strict=True))
        for name, times in taken.items()
    }


def _starting_table(figures: Mapping[str, Mapping[str, float]]) -> str:
    least = figures[LEAST]
    return report.table(
        ["process", "ms", "CPU ms", f"ms ÷ {LEAST}", "CPU ÷"],
        [
            [
                name,
                number(one["wall"]),
                number(one["cpu"]),
                number(ratio(one["wall"], least["wall"])),
                number(ratio(one["cpu"], least["cpu"])),
            ]
            for name, one in figures.items()
        ],
    )


def _opening(
    folders: Mapping[str, Path], files: Mapping[str, Data], rounds: int
) -> dict[str, dict[str, float]]:
    """Milliseconds to open an index, first and again, and to take up a small commit; medians."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in folders}
    for _turn in range(rounds):
        for name, folder in folders.items():
            with Session(name, folder) as session:
                opened = session.first_open_seconds, session.open_seconds
                taken[name].append((opened[0] * 1e3, opened[1] * 1e3))
    figures = {
        name: dict(zip(("first", "again"), map(median, zip(*times, strict=True)), strict=True))
        for name, times in taken.items()
    }
    for name, folder in folders.items():
        if name in GROWING:
            more = _small_files(files[name].path, folder.parent)
            command = [sys.executable, str(CHILD), "refresh", name, str(folder), *more]
            seconds: list[float] = json.loads(run(command).output)
            figures[name]["refresh"] = median(seconds) * 1e3
    return figures


def _small_files(data: Path, folder: Path) -> list[str]:
    """Files of a few articles of the corpus, under ids that no other article has."""
    paths = []
    articles = list(islice(read(data), COMMITTED))
    for commit in range(COMMITS):
        path = folder / f"commit-{commit}.jsonl"
        with path.open("w", encoding="utf-8") as out:
            for article in articles:
                date = None if article.date is None else article.date.isoformat()
                text = {"title": article.title, "body": article.body, "date": date}
                json.dump({"id": f"commit {commit}: {article.id}", **text}, out)
                out.write("\n")
        paths.append(str(path))
    return paths


def _opening_table(figures: Mapping[str, Mapping[str, float]]) -> str:
    names = ("first", "again", "refresh")
    return report.table(
        ["engine", "first opening ms", "opening again ms", "taking up a small commit ms"],
        [
            [name, *(number(one[key]) if key in one else "" for key in names)]
            for name, one in figures.items()
        ],
    )


def _snippets(folder: Path, data: Path) -> dict[str, dict[str, float]]:
    """Microseconds of searches whose hits' articles and snippets are touched; p50 by kind."""
    figures = {}
    for kind in query_sets(data, scan([data]), QUERIES):
        if kind.name not in KINDS or not kind.queries:
            continue
        path = folder.parent / "queries.txt"
        path.write_text("".join(f"{_text(query)}\n" for query in kind.queries), encoding="utf-8")
        command = [sys.executable, str(CHILD), "snippets", str(folder), str(path)]
        times: list[dict[str, Any]] = json.loads(run(command).output)
        half = {key: percentile([one[key] for one in times], 0.5) * 1e6 for key in times[0]}
        extra = percentile([one["snippets"] - one["ids"] for one in times], 0.5) * 1e6
        figures[kind.name] = {**half, "extra": extra}
    return figures


def _text(query: Query) -> str:
    words = " ".join(query.words)
    return f'"{words}"' if query.kind == "phrase" else words


def _snippet_table(figures: Mapping[str, Mapping[str, float]]) -> str:
    names = ("ids", "articles", "snippets", "both", "extra")
    return report.table(
        ["newsearch, µs for 10 hits", *names[:-1], "snippets over ids"],
        [[name, *(number(one[key]) for key in names)] for name, one in figures.items()],
    )

"""``run.py search``: how long each engine takes for each kind of query, warm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

import click

from benchmarks import report
from benchmarks.articles import Data
from benchmarks.checks import Disagreement
from benchmarks.indexing import check_engines, checks_by_file
from benchmarks.measure import Build, Session, percentile
from benchmarks.queries import Kind, query_sets
from benchmarks.report import number, ratio
from benchmarks.rivals import can_answer
from benchmarks.words import scan

__all__ = ["MOST_SECONDS", "PERCENTILES", "measure_searching", "median_seconds", "totals_of"]

#: Seconds that one engine may take for one round of one kind; then the rest is left out.
MOST_SECONDS = 10.0
#: How far the matches of all queries of a kind, together, may differ between engines. Words that
#: engines stem or split differently make up about a hundredth.
MOST_DIFFERENCE = 0.10
PERCENTILES = {"p50": 0.50, "p95": 0.95, "p99": 0.99}


def measure_searching(files: Mapping[str, Data], rounds: int, queries: int, results: Path) -> str:
    """Times every engine in alternating rounds; returns the tables.

    Raises:
        Disagreement: An engine answers wrong.
    """
    whole = max(files.values(), key=lambda data: data.articles)
    files = _holding_all(files, whole)
    checks = checks_by_file(files)
    kinds = [kind for kind in query_sets(whole.path, scan([whole.path]), queries) if kind.queries]
    folders = {}
    for name, data in files.items():
        folder = whole.path.parent / name / "index"
        folder.parent.mkdir()
        click.echo(f"benchmarks: building {name}", err=True)
        Build.of(name, data.path, folder)
        folders[name] = folder
    versions, passed = check_engines(folders, files, checks)
    with ExitStack() as stack:
        sessions = [stack.enter_context(Session(name, folders[name])) for name in files]
        able = {kind.name: _able(kind, sessions) for kind in kinds}
        totals = {kind.name: totals_of(kind, able[kind.name]) for kind in kinds}
        seconds = {kind.name: median_seconds(kind, able[kind.name], rounds) for kind in kinds}
        opening = {one.name: [one.first_open_seconds, one.open_seconds] for one in sessions}
    about = report.environment(whole, versions)
    about["rounds"], about["checks"], about["open_seconds"] = rounds, passed, opening
    figures = {
        share: {
            kind: {name: percentile(times, part) * 1e6 for name, times in engines.items()}
            for kind, engines in seconds.items()
        }
        for share, part in PERCENTILES.items()
    }
    asked = {
        kind: {name: len(times) for name, times in engines.items()}
        for kind, engines in seconds.items()
    }
    name = f"search-{Path(whole.name).stem}-{whole.articles}"
    written = {**about, "microseconds": figures, "queries": asked, "matches": totals}
    path = report.write_json(results, name, written)
    return _text(about, figures, asked, kinds, list(files), path)


def _holding_all(files: Mapping[str, Data], whole: Data) -> dict[str, Data]:
    """The engines that get all articles: with fewer, their times say nothing."""
    kept = {}
    for name, data in files.items():
        if data.articles == whole.articles:
            kept[name] = data
        else:
            click.echo(
                f"benchmarks: {name} is left blank: too slow to build with {whole.articles:,} "
                "articles; --slow-limit 0 builds it all the same",
                err=True,
            )
    return kept


def _able(kind: Kind, sessions: Sequence[Session]) -> list[Session]:
    """The engines that know such queries."""
    return [
        session
        for session in sessions
        if all(can_answer(session.name, query, counts=kind.counts) for query in kind.queries)
    ]


def totals_of(kind: Kind, sessions: Sequence[Session]) -> dict[str, int]:
    """How many matches each engine counts for all queries of a kind.

    Raises:
        Disagreement: They differ by more than words stemmed differently explain.
    """
    totals = {session.name: sum(session.counts(kind.queries)) for session in sessions}
    middle = median(totals.values())
    for name, total in totals.items():
        if abs(total - middle) > max(2.0, MOST_DIFFERENCE * middle):
            raise Disagreement(
                f"no figures, for answers differ: for the queries '{kind.name}' {name} counts "
                f"{total:,} matches, the engines' median is {middle:,.0f}"
            )
    return totals


def median_seconds(kind: Kind, sessions: Sequence[Session], rounds: int) -> dict[str, list[float]]:
    """For each engine the median over the rounds of each query; the first round only warms up."""
    click.echo(f"benchmarks: {kind.name}", err=True)
    taken: dict[str, list[list[float]]] = {session.name: [] for session in sessions}
    for turn in range(rounds + 1):
        for session in sessions:
            times = session.time(kind.queries, counts=kind.counts, most_seconds=MOST_SECONDS)
            if turn:
                taken[session.name].append(times)
    return {
        name: [median(times) for times in zip(*turns, strict=False)]
        for name, turns in taken.items()
    }


def _text(
    about: Mapping[str, Any],
    figures: Mapping[str, Mapping[str, Mapping[str, float]]],
    asked: Mapping[str, Mapping[str, int]],
    kinds: Sequence[Kind],
    names: Sequence[str],
    path: Path,
) -> str:
    compared = "newsearch" in names and report.BAR in names
    parts = [report.heading(about)]
    for share, rows in figures.items():
        header = [f"{share}, µs", *names]
        if compared:
            header.append(f"newsearch ÷ {report.BAR}")
        lines = []
        for kind in kinds:
            row = rows[kind.name]
            line = [kind.name, *(number(row.get(name)) for name in names)]
            if compared:
                line.append(number(ratio(row.get("newsearch"), row.get(report.BAR))))
            lines.append(line)
        parts += ["", report.table(header, lines)]
    parts += [
        "",
        f"First 10 ids (for a count: the exact number); for each of up to "
        f"{max(len(kind.queries) for kind in kinds)} queries of a kind the median of "
        f"{about['rounds']} alternating rounds. All answers agree with a plain scan of the file.",
    ]
    opening = ", ".join(
        f"{name} {first * 1e3:.1f} and {again * 1e3:.1f}"
        for name, (first, again) in about["open_seconds"].items()
    )
    parts.append(f"Opening the index, the first time in a process and again, ms: {opening}.")
    for kind in kinds:
        fewer = [f"{n} {c}" for n, c in asked[kind.name].items() if c < len(kind.queries)]
        if fewer:
            parts.append(f"{kind.name}: not all {len(kind.queries)} queries: {', '.join(fewer)}")
    for share, rows in figures.items():
        lost = report.losses(rows)
        if lost:
            parts.append(f"Behind {report.BAR} at {share}: {', '.join(lost)}.")
    return "\n".join([*parts, f"JSON: {path.name}"])

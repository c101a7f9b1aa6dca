"""``run.py index``: how fast each engine builds an index, in what memory, and how large it is."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from statistics import median

import click

from benchmarks import report
from benchmarks.articles import Data
from benchmarks.checks import Check, Disagreement, checks_of, disagreements
from benchmarks.measure import Build, Session
from benchmarks.report import number, ratio
from benchmarks.rivals import can_answer
from benchmarks.words import scan

__all__ = ["check_engines", "checks_by_file", "measure_indexing"]

#: Figures in which less is better, by their names.
COMPARED = {
    "time": "seconds",
    "CPU time": "cpu_seconds",
    "memory": "resident_mb",
    "anonymous memory": "anonymous_mb",
    "index size": "index_mb",
}
#: Disagreements that are told of each engine.
TOLD = 10


def checks_by_file(files: Mapping[str, Data]) -> dict[Path, list[Check]]:
    """The checks for each of the files that engines get."""
    found: dict[Path, list[Check]] = {}
    for data in files.values():
        if data.path not in found:
            click.echo(f"benchmarks: scanning {data.articles:,} articles for checks", err=True)
            found[data.path] = checks_of(data.path, scan([data.path]))
    return found


def check_engines(
    folders: Mapping[str, Path], files: Mapping[str, Data], checks: Mapping[Path, list[Check]]
) -> tuple[dict[str, str], dict[str, int]]:
    """Checks every engine's answers.

    Returns:
        The engines' versions, and how many checks each passed.

    Raises:
        Disagreement: An engine answers wrong; says which, and how.
    """
    versions, passed, wrong = {}, {}, []
    for name, folder in folders.items():
        data = files[name]
        with Session(name, folder) as session:
            versions[name] = session.version
            passed[name] = sum(can_answer(name, check.query) for check in checks[data.path])
            told = list(disagreements(session, checks[data.path], data.path, data.articles))
        wrong += told[:TOLD]
        if len(told) > TOLD:
            wrong.append(f"{name}: and {len(told) - TOLD} more")
    if wrong:
        raise Disagreement("no figures, for answers are wrong:\n  " + "\n  ".join(wrong))
    return versions, passed


def measure_indexing(
    files: Mapping[str, Data], rounds: int, processes: int, memory_mb: int, results: Path
) -> str:
    """Builds every engine's index in alternating rounds; returns the tables.

    Raises:
        Disagreement: An engine answers wrong.
    """
    checks = checks_by_file(files)
    work = next(iter(files.values())).path.parent
    builds: dict[str, list[Build]] = {name: [] for name in files}
    folders = {name: work / name / "index" for name in files}
    versions: dict[str, str] = {}
    passed: dict[str, int] = {}
    for turn in range(rounds):
        for name, data in files.items():
            shutil.rmtree(work / name, ignore_errors=True)
            (work / name).mkdir()
            built = Build.of(name, data.path, folders[name], processes, memory_mb)
            builds[name].append(built)
            click.echo(
                f"benchmarks: round {turn + 1} of {rounds}: {name} {built.seconds:.2f} s", err=True
            )
        if turn == 0:
            versions, passed = check_engines(folders, files, checks)
    about = report.environment(max(files.values(), key=lambda data: data.articles), versions)
    about["processes"], about["memory_mb"], about["checks"] = processes, memory_mb, passed
    rows = {name: _figures(files[name], builds[name]) for name in files}
    kind = "index" if processes == 1 else f"index-{processes}-processes"
    path = report.write_json(
        results,
        f"{kind}-{Path(about['data']['name']).stem}-{about['data']['articles']}",
        {**about, "engines": rows, "rounds": {n: list(map(asdict, b)) for n, b in builds.items()}},
    )
    return _text(about, rows, path, rounds)


def _figures(data: Data, builds: list[Build]) -> dict[str, float]:
    """Medians over the rounds; the most memory of all rounds."""
    seconds = median(build.seconds for build in builds)
    return {
        "articles": data.articles,
        "body_mb": data.body_bytes / 1e6,
        "seconds": seconds,
        "articles_per_second": data.articles / seconds,
        "mb_per_second": data.body_bytes / 1e6 / seconds,
        "cpu_seconds": median(build.cpu_seconds for build in builds),
        "cpu_seconds_per_mb": median(build.cpu_seconds for build in builds)
        / (data.body_bytes / 1e6),
        "resident_mb": max(build.resident_mb for build in builds),
        "anonymous_mb": max(build.anonymous_mb for build in builds),
        "index_mb": builds[-1].index_bytes / 1e6,
        "index_per_body": builds[-1].index_bytes / data.body_bytes,
    }


def _text(
    about: Mapping[str, object], rows: Mapping[str, Mapping[str, float]], path: Path, rounds: int
) -> str:
    bar = rows.get(report.BAR, {})
    table = report.table(
        ["engine", "articles", "s", "articles/s", "MB/s", "CPU s", "peak MB", "anonymous MB",
         "index/body", f"MB/s ÷ {report.BAR}", f"MB per CPU s ÷ {report.BAR}"],
        [
            [
                name,
                f"{row['articles']:,.0f}",
                number(row["seconds"]),
                number(row["articles_per_second"]),
                number(row["mb_per_second"]),
                number(row["cpu_seconds"]),
                number(row["resident_mb"]),
                number(row["anonymous_mb"]),
                f"{row['index_per_body']:.2f}",
                number(ratio(row["mb_per_second"], bar.get("mb_per_second"))),
                number(ratio(bar.get("cpu_seconds_per_mb"), row["cpu_seconds_per_mb"])),
            ]
            for name, row in rows.items()
        ],
    )  # fmt: skip
    notes = [
        f"Medians of {rounds} alternating rounds, {about['processes']} process or thread, "
        f"{about['memory_mb']} MB to build in; memory is the most of all rounds.",
        "All answers agree with a plain scan of the file.",
    ]
    fewer = [name for name, row in rows.items() if row["articles"] < about["data"]["articles"]]  # type: ignore[index]
    if fewer:
        notes.append(f"{', '.join(fewer)}: only the first articles, being slow.")
    lost = report.losses(
        {
            label: {name: row[figure] for name, row in rows.items()}
            for label, figure in COMPARED.items()
        }
    )
    if lost:
        notes.append(f"Behind {report.BAR}: {', '.join(lost)}.")
    return "\n".join([report.heading(about), "", table, "", *notes, f"JSON: {path.name}"])

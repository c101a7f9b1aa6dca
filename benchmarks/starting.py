"""``run.py cold``: a whole process, from its start to the ids of the articles with one word."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from statistics import median

import click

from benchmarks import report
from benchmarks.articles import Data
from benchmarks.indexing import check_engines, checks_by_file
from benchmarks.measure import CHILD, Build, run
from benchmarks.report import number, ratio

__all__ = ["measure_cold"]

#: Starts of each process in a round: one start is too short to be measured once.
STARTS = 5
#: What the command line is compared with: it cannot do with less.
LEAST = "python -c 'import click'"


def measure_cold(files: Mapping[str, Data], rounds: int, results: Path) -> str:
    """Times whole processes in alternating rounds; returns the table.

    Raises:
        Disagreement: An engine answers wrong.
    """
    checks = checks_by_file(files)
    work = next(iter(files.values())).path.parent
    folders = {}
    for name, data in files.items():
        (work / name).mkdir()
        folders[name] = work / name / "index"
        click.echo(f"benchmarks: building {name}", err=True)
        Build.of(name, data.path, folders[name])
    versions, _ = check_engines(folders, files, checks)
    word = checks[next(iter(files.values())).path][0].query.words[0]
    commands = _commands(folders, word)
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for _turn in range(rounds * STARTS):
        for name, command in commands.items():
            seconds[name].append(run(command, exit_codes=(0, 1)).seconds)
    whole = max(files.values(), key=lambda data: data.articles)
    about = report.environment(whole, versions)
    figures = {name: median(times) for name, times in seconds.items()}
    path = report.write_json(
        results,
        f"cold-{Path(whole.name).stem}-{whole.articles}",
        {**about, "median_seconds": figures, "seconds": seconds},
    )
    table = report.table(
        ["process", "ms", f"÷ {LEAST}"],
        [[n, number(s * 1e3), number(ratio(s, figures[LEAST]))] for n, s in figures.items()],
    )
    note = f"Medians of {rounds * STARTS} starts each, in turns; the files are in memory."
    return "\n".join([report.heading(about), "", table, "", note, f"JSON: {path.name}"])


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

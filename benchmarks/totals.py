"""Indexes files one after another into one index and checks totals against a plain scan of them.

Prints figures for each stage; the exit code is 1 where a total is wrong, where memory went over
the limit, or where indexing the same files again changed something.

Example::

    python benchmarks/totals.py reuters21578.jsonl bbc2095.jsonl reuters106k_half.jsonl
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

HERE = Path(__file__).resolve().parent
# This folder's modules have names that the standard library has too; and an installed newsearch
# goes before the source folder.
sys.path[:] = [path for path in sys.path if Path(path or ".").resolve() != HERE]
sys.path.append(str(HERE.parent))

from benchmarks.articles import Data, prepare, read  # noqa: E402
from benchmarks.checks import Check, checks_of, disagreements  # noqa: E402
from benchmarks.facts import Asked, fact_checks, read_facts  # noqa: E402
from benchmarks.measure import Process, Session, bytes_under, run  # noqa: E402
from benchmarks.report import number, table  # noqa: E402
from benchmarks.words import scan  # noqa: E402


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--limit", type=click.IntRange(1), metavar="N", help="First N articles of each file.")
@click.option(
    "--memory-limit", type=click.IntRange(1), default=600, show_default=True, metavar="MB",
    help="What no stage may go over.",
)  # fmt: skip
@click.option("--processes", type=click.IntRange(1), default=1, show_default=True, metavar="N")
def main(files: tuple[Path, ...], limit: int | None, memory_limit: int, processes: int) -> None:
    """Index FILES (JSONL) one after another and check totals of searches.

    Words, phrases, prefixes, tags, sources, sections, authors, languages, date ranges, facets and
    timelines are counted by a plain scan of the files too, and must agree to the last article.

    \b
    Example:
      python benchmarks/totals.py first.jsonl second.jsonl
    """
    with tempfile.TemporaryDirectory(prefix="newsearch-totals-") as folder:
        work = Path(folder)
        try:
            datas = [prepare(path, work / f"{n}.jsonl", limit) for n, path in enumerate(files)]
            whole = joined(datas, work / "all.jsonl")
        except ValueError as error:
            raise click.UsageError(str(error)) from None
        wrong: list[str] = []
        rows = []
        try:
            for name, process, size in stages(datas, work / "index", processes, wrong):
                rows.append(stage_row(name, process, size, bytes_under(work / "index")))
                if process.resident_mb > memory_limit:
                    wrong.append(f"{name}: {process.resident_mb:.0f} MB, limit {memory_limit} MB")
        except RuntimeError as error:
            raise click.ClickException(str(error)) from None
        header = ["stage", "s", "body MB/s", "CPU s", "peak MB", "anonymous MB", "index MB"]
        click.echo(table(header, rows))
        click.echo(searches(whole, work / "index", sum(data.articles for data in datas), wrong))
    for line in wrong:
        click.echo(f"wrong: {line}")
    if wrong:
        raise SystemExit(1)
    click.echo("all totals agree with a plain scan of the files")


def joined(datas: Sequence[Data], target: Path) -> Path:
    """One file of them all.

    Raises:
        ValueError: Two files share an id: the later article would replace the earlier.
    """
    with target.open("wb") as copy:
        for data in datas:
            with data.path.open("rb") as lines:
                shutil.copyfileobj(lines, copy)
    seen: set[str] = set()
    for article in read(target):
        if article.id in seen:
            raise ValueError(f"two files hold the id {article.id!r}: totals would be ambiguous")
        seen.add(article.id)
    return target


def stages(
    datas: Sequence[Data], index: Path, processes: int, wrong: list[str]
) -> Iterator[tuple[str, Process, int]]:
    """Runs the commands; yields the name of each, what it took and the bytes of body it read."""
    script = Path(sys.executable).parent / "newsearch"
    start = [str(script)] if script.exists() else [sys.executable, "-m", "newsearch"]
    place = ["--index", str(index)]
    options = [*place, "--processes", str(processes)]
    for again in (False, True):
        for data in datas:
            process = run([*start, "index", str(data.path), *options])
            told = process.output.decode().strip()
            added, unchanged = (0, data.articles) if again else (data.articles, 0)
            expected = f"{added:,} added, 0 replaced, {unchanged:,} unchanged, 0 failed"
            if told != expected:
                wrong.append(f"index {data.name}: {told!r}, expected {expected!r}")
            yield f"index {data.name}{' again' if again else ''}", process, data.body_bytes
    yield "check", run([*start, "check", *place]), 0


def stage_row(name: str, process: Process, body_bytes: int, index_bytes: int) -> list[str]:
    """A stage as a row."""
    speed = body_bytes / 1e6 / process.seconds if body_bytes else None
    return [
        name,
        number(process.seconds),
        number(speed),
        number(process.cpu_seconds),
        number(process.resident_mb),
        number(process.anonymous_mb),
        number(index_bytes / 1e6),
    ]


def searches(path: Path, index: Path, articles: int, wrong: list[str]) -> str:
    """Checks the totals of searches; returns how many of each kind, and how long they took."""
    checks: list[Check] = checks_of(path, scan([path]))
    with Session("newsearch", index) as session:
        wrong.extend(disagreements(session, checks, path, articles))
        queries = [check.query for check in checks]
        seconds = session.time(queries, counts=True)
    taken: dict[str, list[float]] = {}
    for query, time in zip(queries, seconds, strict=False):
        dated = "" if query.since is None else ", month"
        taken.setdefault(f"{query.kind} {len(query.words)}{dated}", []).append(time)
    asked: Mapping[str, Asked] = fact_checks(index, read_facts(path), checks, wrong)
    rows = [
        [name, str(len(times)), number(sorted(times)[len(times) // 2] * 1e6)]
        for name, times in [*taken.items(), *((n, a.seconds) for n, a in asked.items())]
    ]
    return "\n" + table(["totals of", "searches", "median µs"], rows)


if __name__ == "__main__":
    main()

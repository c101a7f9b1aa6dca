"""``run.py relevance``: whether what comes first is what a reader would pick."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

from benchmarks import report, rivals
from benchmarks.floors import FLOORS, below, raised
from benchmarks.judged import Collection, collections_in, known_items
from benchmarks.judging import Judged, judge
from benchmarks.options import results_option
from benchmarks.relevance_tables import figures, tables

__all__ = ["relevance_command"]


def _installed(context: click.Context, option: click.Parameter, value: str) -> list[str]:
    """Names with commas between: those of engines that are there, in the order of the tables."""
    names = {name.strip() for name in value.split(",")}
    if unknown := sorted(names - set(rivals.RANKING)):
        known = ", ".join(rivals.RANKING)
        raise click.BadParameter(f"unknown engine {unknown[0]!r}: expected some of {known}")
    found = []
    for name in rivals.RANKING:
        if name in names:
            try:
                rivals.engine(name)
            except ImportError as error:
                click.echo(f"benchmarks: {name} is left blank: {error}", err=True)
                continue
            found.append(name)
    if not found:
        raise click.ClickException("none of these engines is installed")
    return found


@click.command("relevance")
@click.argument("source", type=click.Path(path_type=Path))
@click.option(
    "--news",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="JSONL of articles: their headlines are looked for in bodies alone.",
)
@click.option(
    "--only",
    callback=_installed,
    default=",".join(rivals.RANKING),
    metavar="NAMES",
    help=f"Engines to judge: some of {','.join(rivals.RANKING)}. Default: all installed.",
)
@click.option(
    "--sample",
    type=click.IntRange(1),
    default=500,
    show_default=True,
    metavar="N",
    help="Headlines looked for.",
)
@click.option("--seed", default=1, show_default=True, help="Another chooses other headlines.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Only the first N articles.")
@click.option(
    "--slow-limit",
    type=click.IntRange(0),
    default=20_000,
    show_default=True,
    metavar="N",
    help=f"No more than N documents for {', '.join(rivals.SLOW)}; 0: any number.",
)
@click.option("--check", is_flag=True, help="Fail if newsearch falls below a committed floor.")
@click.option("--raise-floors", is_flag=True, help="Write higher floors; never lower ones.")
@results_option
def relevance_command(
    source: Path,
    news: Path | None,
    only: list[str],
    sample: int,
    seed: int,
    limit: int | None,
    slow_limit: int,
    check: bool,
    raise_floors: bool,
    results: Path,
) -> None:
    """Judge rankings: nDCG@10, MAP, recall@100, MRR@10, and whether differences are chance.

    SOURCE is a folder, or a tar file, of test collections: folders with docs.jsonl,
    queries.jsonl and qrels.tsv. Data that is not there is skipped, saying so.
    """
    judged: list[Judged] = []
    with tempfile.TemporaryDirectory(prefix="newsearch-benchmark-") as folder:
        try:
            for number, collection in enumerate(
                _collections(source, news, Path(folder), (sample, seed, limit))
            ):
                work = Path(folder) / f"engines-{number}"
                work.mkdir()
                judged.append(judge(collection, only, work, slow_limit))
        except ValueError as error:
            raise click.UsageError(str(error)) from None
        except RuntimeError as error:
            raise click.ClickException(str(error)) from None
    if not judged:
        return
    there = [path.name.partition(".")[0] for path in (source, news) if path and path.exists()]
    name = "-".join(["relevance", *there])
    path = report.write_json(results, name, figures(judged, sample, seed))
    click.echo(f"{tables(judged)}\nJSON: {path.name}")
    fallen = list(below(judged, FLOORS))
    for line in fallen:
        click.echo(f"benchmarks: {line}", err=True)
    if raise_floors:
        FLOORS.write_bytes(raised(judged, FLOORS))
    if check and fallen:
        raise click.exceptions.Exit(1)


def _collections(
    source: Path, news: Path | None, folder: Path, choice: tuple[int, int, int | None]
) -> Iterator[Collection]:
    if source.exists():
        yield from collections_in(source, folder)
    else:
        click.echo(f"benchmarks: skipped: there is no {source.name}", err=True)
    if news is not None and news.exists():
        sample, seed, limit = choice
        yield known_items(news, folder, sample, seed, limit)
    elif news is not None:
        click.echo(f"benchmarks: skipped: there is no {news.name}", err=True)

"""The commands of ``run.py`` that measure how good answers are, not only how fast."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import click

from benchmarks import extractors
from benchmarks.options import results_option
from benchmarks.pages import Half, prepare_pages

__all__ = ["extract_command"]


def names_among(known: Mapping[str, object]) -> Callable[..., list[str]]:
    """What reads names with commas between, in the order of the tables."""

    def read(context: click.Context, option: click.Parameter, value: str) -> list[str]:
        chosen = {name.strip() for name in value.split(",")}
        unknown = sorted(chosen - set(known))
        if unknown:
            raise click.BadParameter(
                f"unknown name {unknown[0]!r}: expected some of {', '.join(known)}"
            )
        return [name for name in known if name in chosen]

    return read


@click.command("extract")
@click.argument("data", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--only",
    callback=names_among(extractors.ALL),
    default=",".join(extractors.ALL),
    metavar="NAMES",
    help=f"Extractors to measure: some of {','.join(extractors.ALL)}. Default: all installed.",
)
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Only the first N pages.")
@click.option(
    "--half",
    type=click.Choice(["tune", "report", "all"]),
    default="all",
    show_default=True,
    help="The pages of which sites: those rules may be made after, the others, or all.",
)
@click.option(
    "--rounds",
    type=click.IntRange(1),
    default=3,
    show_default=True,
    metavar="N",
    help="Rounds; extractors take turns, and a page's median counts.",
)
@click.option(
    "--worst",
    type=click.IntRange(0),
    default=0,
    metavar="N",
    help="Show, for each measure, the N pages that newsearch reads worst.",
)
@results_option
def extract_command(
    data: Path,
    only: list[str],
    limit: int | None,
    half: str,
    rounds: int,
    worst: int,
    results: Path,
) -> None:
    """Measure reading pages: body, title, date, authors, tags; speed, failures.

    DATA is a folder or a tar file (compressed or not) with truth.jsonl and the pages it names.
    The tables are Markdown, of the half `report` where it is measured.
    """
    from benchmarks.extracting import measure_extracting

    halves: tuple[Half, ...] = ("tune", "report")
    installed = [name for name in only if is_installed(name)]
    if not installed:
        raise click.ClickException("none of these extractors is installed")
    with tempfile.TemporaryDirectory(prefix="newsearch-benchmark-") as folder:
        try:
            chosen = [one for one in halves if half in (one, "all")]
            pages = prepare_pages(data, Path(folder) / "pages", chosen, limit)
        except ValueError as error:
            raise click.UsageError(str(error)) from None
        text = measure_extracting(*pages, installed, rounds, worst, results)
    click.echo(text)


def is_installed(name: str) -> bool:
    """Whether an extractor is there; tells where not."""
    try:
        extractors.extractor(name)
    except ImportError as error:
        click.echo(f"benchmarks: {name} is left blank: {error}", err=True)
        return False
    return True

"""Measures newsearch against other engines on a JSONL file that you name.

Example::

    python benchmarks/run.py index articles.jsonl
    python benchmarks/run.py search articles.jsonl --only newsearch,tantivy
    python benchmarks/run.py cold articles.jsonl --limit 20000
    python benchmarks/run.py scale articles.jsonl --sizes 50000,200000
    python benchmarks/run.py duplicates articles.jsonl
    python benchmarks/run.py extract pages.tar.xz
    python benchmarks/run.py relevance collections.tar.xz --news articles.jsonl
    python benchmarks/run.py plot benchmarks/results/local
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import click

HERE = Path(__file__).resolve().parent
# This folder's modules have names that the standard library has too; and an installed newsearch
# goes before the source folder.
sys.path[:] = [path for path in sys.path if Path(path or ".").resolve() != HERE]
sys.path.append(str(HERE.parent))

from benchmarks import rivals  # noqa: E402
from benchmarks.articles import Data, prepare  # noqa: E402
from benchmarks.checks import Disagreement  # noqa: E402
from benchmarks.options import DEFAULT_RESULTS, results_option  # noqa: E402
from benchmarks.quality import extract_command  # noqa: E402
from benchmarks.relevance import relevance_command  # noqa: E402


def engine_names(context: click.Context, option: click.Parameter, value: str) -> list[str]:
    """Names with commas between, in the order of the tables."""
    names = {name.strip() for name in value.split(",")}
    unknown = sorted(names - set(rivals.ALL))
    if unknown:
        known = ", ".join(rivals.ALL)
        raise click.BadParameter(f"unknown engine {unknown[0]!r}: expected some of {known}")
    return [name for name in rivals.ALL if name in names]


def rising_sizes(context: click.Context, option: click.Parameter, value: str) -> tuple[int, ...]:
    """Numbers with commas between, each larger than the one before."""
    try:
        sizes = tuple(int(part) for part in value.split(","))
    except ValueError:
        raise click.BadParameter(f"expected numbers with commas between, not {value!r}") from None
    if sizes[0] < 1 or any(one >= other for one, other in pairwise(sizes)):
        raise click.BadParameter(f"expected rising numbers from 1 on, not {value!r}")
    return sizes


def common_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of every command."""
    for option in (
        click.argument("data", type=click.Path(exists=True, dir_okay=False, path_type=Path)),
        click.option(
            "--only", callback=engine_names, default=",".join(rivals.TIMED), metavar="NAMES",
            help=f"Engines to measure: some of {','.join(rivals.TIMED)}. Default: all installed.",
        ),
        click.option(
            "--limit", type=click.IntRange(1), metavar="N", help="Only the first N articles."
        ),
        click.option(
            "--slow-limit", type=click.IntRange(0), default=2000, show_default=True, metavar="N",
            help=f"At most N articles for {', '.join(rivals.SLOW)}; 0: all.",
        ),
        click.option(
            "--rounds", type=click.IntRange(1), default=3, show_default=True, metavar="N",
            help="Rounds; engines take turns, and medians count.",
        ),
        results_option,
    ):  # fmt: skip
        command = option(command)
    return command


build_options = [
    click.option(
        "--processes", type=click.IntRange(1), default=1, show_default=True, metavar="N",
        help="Processes or threads that build, in engines that can.",
    ),
    click.option(
        "--memory", "memory_mb", type=click.IntRange(16), default=256, show_default=True,
        metavar="MB", help="Megabytes to build in, in engines that can be told.",
    ),
]  # fmt: skip


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Measure newsearch against other engines.

    DATA is a JSONL file of articles: objects with id, title, body and perhaps date (ISO 8601).
    Every engine's answers are checked before a figure is printed; where one answers wrong, what
    it did is told, nothing is printed, and the exit code is 1.

    \b
    Examples:
      python benchmarks/run.py index articles.jsonl
      python benchmarks/run.py search articles.jsonl --only newsearch,tantivy
    """


@main.command("index")
@common_options
@build_options[0]
@build_options[1]
def index_command(
    data: Path,
    only: list[str],
    limit: int | None,
    slow_limit: int,
    rounds: int,
    results: Path,
    processes: int,
    memory_mb: int,
) -> None:
    """Measure building: speed, CPU, memory, size of the index."""
    from benchmarks.indexing import measure_indexing

    with prepared(data, limit, slow_limit, only) as files:
        text = measure_indexing(files, rounds, processes, memory_mb, results)
    click.echo(text)


@main.command("search")
@common_options
@click.option(
    "--queries", type=click.IntRange(1), default=100, show_default=True, metavar="N",
    help="Different queries of each kind.",
)  # fmt: skip
def search_command(
    data: Path,
    only: list[str],
    limit: int | None,
    slow_limit: int,
    rounds: int,
    results: Path,
    queries: int,
) -> None:
    """Measure 15 kinds of queries, warm: p50, p95, p99 of the first 10 ids."""
    from benchmarks.searching import measure_searching

    with prepared(data, limit, slow_limit, only) as files:
        text = measure_searching(files, rounds, queries, results)
    click.echo(text)


@main.command("cold")
@common_options
def cold_command(
    data: Path,
    only: list[str],
    limit: int | None,
    slow_limit: int,
    rounds: int,
    results: Path,
) -> None:
    """Measure starting, opening, taking up a small commit, and making snippets."""
    from benchmarks.starting import measure_cold

    with prepared(data, limit, slow_limit, only) as files:
        text = measure_cold(files, rounds, results)
    click.echo(text)


@main.command("scale")
@click.argument("data", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--only",
    callback=engine_names,
    default="newsearch",
    show_default=True,
    metavar="NAMES",
    help=f"Engines to measure: some of {','.join(rivals.GROWING)}.",
)
@click.option(
    "--sizes",
    callback=rising_sizes,
    default="50000,100000,200000,500000,1000000",
    show_default=True,
    metavar="N,N,...",
    help="Numbers of articles to measure at.",
)
@click.option(
    "--characters",
    type=click.IntRange(100),
    metavar="N",
    help="Make bodies of about N characters at most.  [default: as long as those of DATA]",
)
@click.option("--seed", default=1, show_default=True, help="Another gives another corpus.")
@click.option(
    "--rounds",
    type=click.IntRange(1),
    default=3,
    show_default=True,
    metavar="N",
    help="Rounds of queries; medians count. An index is built once a size.",
)
@click.option(
    "--queries",
    type=click.IntRange(1),
    default=100,
    show_default=True,
    metavar="N",
    help="Different queries of each kind.",
)
@click.option(
    "--batches",
    type=click.IntRange(1),
    default=12,
    show_default=True,
    metavar="N",
    help="Times that articles are added to each index.",
)
@click.option(
    "--added",
    type=click.IntRange(1),
    default=1000,
    show_default=True,
    metavar="N",
    help="Articles added at a time.",
)
@build_options[1]
@results_option
def scale_command(data: Path, only: list[str], results: Path, **options: Any) -> None:
    """Measure growth: building, asking, adding, opening at rising numbers of articles.

    The articles are made, by recombining sentences of DATA with new ids, dates and rare words.
    A million of 3 KB take 3 GB of temporary space, and each engine's index up to 6 GB.
    """
    from benchmarks.scaling import Options, measure_scaling

    unable = [name for name in only if name not in rivals.GROWING]
    if unable:
        raise click.UsageError(f"growth is not measured for {', '.join(unable)}")
    with prepared(data, None, 0, only) as files:
        whole = next(iter(files.values()))
        text = measure_scaling(whole, list(files), Options(**options), results)
    click.echo(text)


@main.command("duplicates")
@click.argument("data", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Only the first N articles.")
@click.option(
    "--originals",
    type=click.IntRange(1),
    default=3000,
    show_default=True,
    metavar="N",
    help="Articles of which copies are made, two of each.",
)
@click.option(
    "--rounds",
    type=click.IntRange(1),
    default=3,
    show_default=True,
    metavar="N",
    help="Rounds of building with and without stories, in turns; medians count.",
)
@results_option
def duplicates_command(
    data: Path, limit: int | None, originals: int, rounds: int, results: Path
) -> None:
    """Measure stories: recall and precision on labelled copies, and what they cost.

    Copies are made of the articles of DATA as wire copy is printed: under new titles, cut, with
    paragraphs left out or put in.
    """
    from benchmarks.duplicates import measure_duplicates

    with prepared(data, limit, 0, ["newsearch"]) as files:
        text = measure_duplicates(files["newsearch"], originals, rounds, results)
    click.echo(text)


@main.command("plot")
@click.argument("results", nargs=-1, type=click.Path(exists=True, path_type=Path))
def plot_command(results: tuple[Path, ...]) -> None:
    """Draw RESULTS (JSON files, or folders of them) as PNG files beside them.

    Without RESULTS those in benchmarks/results/local are drawn. Needs matplotlib.
    """
    try:
        from benchmarks.plot import draw
    except ImportError as error:
        raise click.ClickException(f"{error}: pip install 'newsearch[bench]'") from None
    try:
        for path in draw(results or (DEFAULT_RESULTS,)):
            click.echo(path)
    except ValueError as error:
        raise click.UsageError(str(error)) from None


main.add_command(extract_command)
main.add_command(relevance_command)


@contextmanager
def prepared(
    data: Path, limit: int | None, slow_limit: int, only: list[str]
) -> Iterator[dict[str, Data]]:
    """For each engine that is installed, the file it gets; errors become one line."""
    with tempfile.TemporaryDirectory(prefix="newsearch-benchmark-") as folder:
        try:
            whole = prepare(data, Path(folder) / "articles.jsonl", limit)
            files = {}
            for name in only:
                try:
                    rivals.engine(name)
                except ImportError as error:
                    say(f"{name} is left blank: {error}")
                    continue
                if name in rivals.SLOW and slow_limit and whole.articles > slow_limit:
                    first = Path(folder) / f"first-{slow_limit}.jsonl"
                    files[name] = prepare(data, first, slow_limit)
                else:
                    files[name] = whole
            if not files:
                raise click.ClickException("none of these engines is installed")
            yield files
        except ValueError as error:
            raise click.UsageError(str(error)) from None
        except (Disagreement, RuntimeError) as error:
            raise click.ClickException(str(error)) from None


def say(message: str) -> None:
    """Tells how far things are, on standard error."""
    click.echo(f"benchmarks: {message}", err=True)


if __name__ == "__main__":
    main()

"""``newsearch index``: reads news and indexes it."""

from __future__ import annotations

import stat
import time
from collections.abc import Iterator, Sequence
from glob import has_magic, iglob
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from newsearch.cli import output
from newsearch.cli.options import Command, index_option
from newsearch.cli.problems import Problems, report_option
from newsearch.errors import IndexNotFound, NewsearchError

if TYPE_CHECKING:
    from newsearch.index import Index
    from newsearch.writer import Counts

__all__ = ["counts_line", "index_command", "index_paths"]


@click.command("index", cls=Command)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@index_option
@click.option(
    "--language",
    metavar="CODE",
    help="The language of a new index's articles; detected where left out.",
)
@click.option(
    "--timezone",
    metavar="ZONE",
    help="Whose days dates in queries mean in a new index, e.g. Europe/Kyiv; else UTC.",
)
@click.option(
    "--processes",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    metavar="N",
    help="How many processes read and analyse.",
)
@click.option(
    "--memory",
    "memory_mb",
    type=click.IntRange(16),
    default=256,
    show_default=True,
    metavar="MB",
    help="Memory for building, in megabytes.",
)
@click.option("--format", "form", metavar="NAME", help="The input's format; else by its content.")
@click.option("--fail-fast", is_flag=True, help="Stop at the first bad record and index nothing.")
@report_option
@click.option(
    "--commit-every",
    type=click.FloatRange(0),
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="Commit now and then, so that an interrupted run can go on; 0: at the end alone.",
)
def index_command(
    paths: tuple[str, ...],
    index_path: str,
    language: str | None,
    timezone: str | None,
    processes: int,
    memory_mb: int,
    form: str | None,
    fail_fast: bool,
    report: IO[str] | None,
    commit_every: float,
) -> int:
    """Read news from files, folders (all below) or standard input (-), and index it.

    JSON, JSONL, HTML pages, feeds and text are told apart by their content; compressed files are
    read through. An article whose id is there already is replaced, or skipped where nothing
    changed. Bad records are told and left out; files and members of archives that are no news are
    passed over and counted; --report says what became of each. After an interruption, run it
    again: it goes on.

    \b
    Examples:
      newsearch index articles.jsonl
      newsearch index pages/ feeds/*.xml archive.jsonl.zst --processes 2
      curl -s https://news.example/feed | newsearch index -
    """
    require_one_path(paths)
    started = time.perf_counter()
    problems = Problems(fail_fast, report)
    with open_or_create(index_path, language, timezone) as index:
        counts = index_paths(
            index,
            paths,
            problems,
            processes=processes,
            memory_mb=memory_mb,
            form=form,
            commit_every=None if fail_fast else commit_every or None,
        )
        total = len(index)
    problems.tell_rest()
    if not counts.added + counts.replaced + counts.unchanged:
        problems.raise_nothing_read(paths)
    output.line(counts_line(counts))
    if not counts.added + counts.replaced:
        output.message("newsearch: nothing was new: the index holds all of this already")
    seconds = time.perf_counter() - started
    articles = output.quantity(total, "article")
    output.message(f"newsearch: {index_path} holds {articles} ({seconds:.1f} s)")
    return 0


def counts_line(counts: Counts) -> str:
    """The counts in words."""
    line = (
        f"{counts.added:,} added, {counts.replaced:,} replaced, "
        f"{counts.unchanged:,} unchanged, {counts.failed:,} failed"
    )
    return f"{line}, {counts.skipped:,} skipped" if counts.skipped else line


def index_paths(
    index: Index,
    paths: Sequence[str],
    problems: Problems,
    *,
    processes: int = 1,
    memory_mb: int = 256,
    form: str | None = None,
    commit_every: float | None = None,
) -> Counts:
    """Adds what `paths` hold to `index` behind a bar of bytes, and commits."""
    from newsearch.kernel import compiled

    if not compiled():
        output.warning(
            "the kernels are not compiled, so indexing is slow; install a C compiler and the "
            "Python headers, then install newsearch again"
        )
    with (
        output.Bar("indexing", total=None, unit="B") as bar,
        index.writer(memory_mb=memory_mb, processes=processes) as writer,
    ):
        if bar.wanted:
            bar.expect(size_of(paths))
        return writer.add_files(
            *paths,
            format=form,
            on_error=problems,
            on_input=problems.over,
            on_progress=bar.to,
            commit_every=commit_every,
        )


def require_one_path(paths: Sequence[str]) -> None:
    """Finds out early, before an index is made, that nothing can be read.

    Raises:
        NewsearchError: none of `paths` is there.
    """
    if not any(path == "-" or Path(path).exists() or has_magic(path) for path in paths):
        raise NewsearchError(f"no such file or folder: {', '.join(paths)}")


def open_or_create(path: str, language: str | None, timezone: str | None) -> Index:
    """Opens the index at `path`, or makes one with the settings where there is none."""
    import newsearch

    try:
        index = newsearch.open(path)
    except IndexNotFound:
        return newsearch.create(path, language=language or "auto", timezone=timezone or "UTC")
    for option, value in (("--language", language), ("--timezone", timezone)):
        if value is not None:
            output.warning(f"{option} is for a new index; {path} keeps the one it has")
    return index


def size_of(paths: Sequence[str]) -> int | None:
    """The bytes of all files at and below `paths`; None where standard input is among them."""
    if "-" in paths:
        return None
    total = 0
    for path in paths:
        for file in _files_of(path):
            try:
                status = file.stat()
            except OSError:
                continue
            total += status.st_size if stat.S_ISREG(status.st_mode) else 0
    return total


def _files_of(path: str) -> Iterator[Path]:
    place = Path(path)
    if place.is_dir():
        yield from place.rglob("*")
    elif place.exists():
        yield place
    else:
        yield from map(Path, iglob(path, recursive=True))  # noqa: PTH207 - may be absolute

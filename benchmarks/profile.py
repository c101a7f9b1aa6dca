"""Where the time goes in indexing and in each kind of query.

Example::

    python benchmarks/profile.py articles.jsonl
    python benchmarks/profile.py articles.jsonl --limit 20000 --only search --seconds 3
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import cycle, islice, product
from pathlib import Path
from unittest.mock import patch

import click

HERE = Path(__file__).resolve().parent
# This folder's modules have names that the standard library has too; and an installed newsearch
# goes before the source folder.
sys.path[:] = [path for path in sys.path if Path(path or ".").resolve() != HERE]
sys.path.append(str(HERE.parent))

import newsearch  # noqa: E402
from benchmarks import report  # noqa: E402
from benchmarks.articles import Data, prepare, read  # noqa: E402
from benchmarks.queries import query_sets  # noqa: E402
from benchmarks.report import number  # noqa: E402
from benchmarks.rivals import LIMIT, Query, Searcher, engine  # noqa: E402
from benchmarks.sampling import Place, Sampler  # noqa: E402
from benchmarks.stages import (  # noqa: E402
    QUERY_STAGES,
    index_stage,
    query_stage,
    seconds_by_stage,
)
from benchmarks.words import scan  # noqa: E402

#: Articles indexed, and queries of each kind asked, before looking: all modules are loaded then.
WARMING = 200
_WORD = re.compile(r"[^\W_]+")
#: Seconds between two looks: a query takes a tenth of a millisecond.
QUERY_INTERVAL = 0.0005


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("data", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Only the first N articles.")
@click.option("--only", type=click.Choice(["index", "search"]), help="One part.  [default: both]")
@click.option(
    "--seconds",
    type=click.FloatRange(0.01),
    default=1.0,
    show_default=True,
    metavar="S",
    help="Seconds that each kind of query is asked for.",
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
    "--memory",
    "memory_mb",
    type=click.IntRange(16),
    default=256,
    show_default=True,
    metavar="MB",
    help="Megabytes to build in.",
)
@click.option(
    "--top",
    type=click.IntRange(0),
    default=15,
    show_default=True,
    metavar="N",
    help="Functions to name, those that take most.",
)
def main(
    data: Path,
    limit: int | None,
    only: str | None,
    seconds: float,
    queries: int,
    memory_mb: int,
    top: int,
) -> None:
    """Tell where the time goes in indexing DATA (JSONL) and in each kind of query.

    Time is CPU time of newsearch in one process, found by looking at what is at work about a
    thousand times a second; see benchmarks/README.md.
    """
    with tempfile.TemporaryDirectory(prefix="newsearch-profile-") as name:
        work = Path(name)
        try:
            whole = prepare(data, work / "articles.jsonl", limit)
            about = report.environment(whole, {"newsearch": engine("newsearch").version()})
            click.echo(report.heading(about))
            index = work / "index"
            tables = indexing(whole, index, memory_mb, top)
            if only != "search":
                click.echo(tables)
            if only != "index":
                click.echo(searching(whole, index, seconds, queries, top))
        except ValueError as error:
            raise click.UsageError(str(error)) from None
        except RuntimeError as error:
            raise click.ClickException(str(error)) from None


# -- indexing


def indexing(data: Data, index: Path, memory_mb: int, top: int) -> str:
    """Builds an index under the sampler; returns the tables."""
    newsearch_ = engine("newsearch")
    few = index.with_name("few.jsonl")
    prepare(data.path, few, WARMING)
    newsearch_.build(few, index.with_name("warming"), 1, memory_mb)
    # In one thread: what a second one does is seen as its time alone, and not by stages.
    with patch("os.cpu_count", return_value=1), Sampler(newsearch) as sampler:
        newsearch_.build(data.path, index, 1, memory_mb)
    places = sampler.places()
    stages = seconds_by_stage(places, index_stage)
    words = sum(_words(article.title) + _words(article.body) for article in read(data.path))
    rows = [
        _index_row(stage, cpu, clock - cpu, sampler.cpu_seconds, data.articles, words)
        for stage, (cpu, clock) in stages.items()
    ]
    whole, clock = sampler.cpu_seconds, sum(clock for _, clock in stages.values())
    rows.append(_index_row("all", whole, clock - whole, whole, data.articles, words))
    threads = sampler.process_cpu_seconds - sampler.cpu_seconds
    notes = [
        f"{data.body_bytes / 1e6 / whole:.1f} MB of body text per CPU second; {words:,} words, "
        f"{words / data.articles:.0f} an article; {memory_mb} MB to build in."
    ]
    if threads > 0.01 * whole:
        notes.append(f"Other threads took {number(threads)} s of CPU time beside that.")
    return "\n".join(
        [
            "",
            report.table(
                ["indexing", "CPU s", "%", "µs an article", "ns a word", "waiting s"], rows
            ),
            "",
            *notes,
            *_most(places, whole, top),
        ]
    )


def _words(text: str) -> int:
    """How many runs of letters and digits a text has."""
    return len(_WORD.findall(text))


def _index_row(
    stage: str, cpu: float, waiting: float, whole: float, articles: int, words: int
) -> list[str]:
    return [
        stage,
        number(cpu),
        number(100 * cpu / whole),
        number(cpu / articles * 1e6),
        number(cpu / words * 1e9),
        number(max(0.0, waiting)),
    ]


def _most(places: Sequence[Place], whole: float, top: int) -> list[str]:
    """A table of the functions that take most, with what they had called."""
    taken: dict[tuple[str, str, str], float] = defaultdict(float)
    for place in places:
        if place.path:
            taken[place.path, place.function, place.callee] += place.cpu_seconds
    ordered = sorted(taken.items(), key=lambda item: -item[1])[:top]
    if not ordered:
        return []
    rows = [
        [f"{path}: {function}", f"{callee}()" if callee else "", number(100 * cpu / whole)]
        for (path, function, callee), cpu in ordered
    ]
    return ["", report.table(["function", "in what it calls", "%"], rows)]


# -- searching


def searching(data: Data, index: Path, seconds: float, number_of_queries: int, top: int) -> str:
    """Asks each kind of query under the sampler; returns the tables."""
    searcher = engine("newsearch").open(index)
    rows, seen = [], []
    whole = 0.0
    for kind, calls in _kinds(data, index, searcher, number_of_queries):
        sampler, asked = _asked(calls, seconds)
        places = sampler.places()
        seen += places
        whole += sampler.cpu_seconds
        rows.append(_query_row(kind, places, sampler.cpu_seconds / asked, asked))
    header = ["CPU µs a query", "all", *QUERY_STAGES, "other"]
    note = (
        "Means over all queries of a kind, each asked again and again: plans are kept, as they "
        "are between a user's pages; in the last kind but one no query is asked twice."
    )
    return "\n".join(["", report.table(header, rows), "", note, *_most(seen, whole, top)])


Call = Callable[[], object]


def _kinds(
    data: Data, index: Path, searcher: Searcher, queries: int
) -> Iterator[tuple[str, Iterable[Call]]]:
    """The kinds of queries, each with its calls, without end."""
    any_2: tuple[Query, ...] = ()
    for kind in query_sets(data.path, scan([data.path]), queries):
        if not kind.queries:
            continue
        make = searcher.count if kind.counts else searcher.ids
        yield kind.name, cycle([make(query) for query in kind.queries])
        if kind.name == "any 2":
            any_2 = kind.queries
    words = list(dict.fromkeys(word for query in any_2 for word in query.words))
    pairs = [pair for pair in product(words, words) if pair[0] != pair[1]]
    if pairs:
        random.Random(1).shuffle(pairs)
        yield "any 2, new", [searcher.ids(Query("any", pair)) for pair in pairs]
    if any_2:
        with newsearch.open(index) as opened:
            yield "any 2, snippets", cycle([_with_snippets(opened, query) for query in any_2])


def _with_snippets(index: newsearch.Index, query: Query) -> Call:
    def call() -> list[newsearch.Snippet | None]:
        hits = index.search(" ".join(query.words), match="any", limit=LIMIT).hits
        return [hit.snippet for hit in hits]

    return call


def _asked(calls: Iterable[Call], seconds: float) -> tuple[Sampler, int]:
    """Makes the calls for so many seconds, or until there are no more."""
    remaining = iter(calls)
    for call in islice(remaining, WARMING):
        call()
    asked, clock = 0, time.perf_counter
    stop = clock() + seconds
    with Sampler(newsearch, QUERY_INTERVAL) as sampler:
        for call in remaining:
            call()
            asked += 1
            if clock() > stop:
                break
    return sampler, max(1, asked)


def _query_row(kind: str, places: Sequence[Place], each: float, asked: int) -> list[str]:
    stages = seconds_by_stage(places, query_stage)
    by_stage = {stage: cpu / asked * 1e6 for stage, (cpu, _) in stages.items()}
    named = [by_stage.pop(stage, 0.0) for stage in QUERY_STAGES]
    return [kind, number(each * 1e6), *map(number, named), number(sum(by_stage.values()))]


if __name__ == "__main__":
    main()

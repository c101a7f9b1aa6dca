"""``run.py scale``: what building, asking, adding and opening cost as the corpus grows."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import orjson

from benchmarks import report
from benchmarks.articles import Data
from benchmarks.checks import Check, Disagreement, checks_of
from benchmarks.growth_tables import text_of
from benchmarks.indexing import check_engines
from benchmarks.measure import Build, Session, percentile, run
from benchmarks.queries import Kind, query_sets
from benchmarks.recombined import Corpus, Recombined, invented_word
from benchmarks.rivals import Query
from benchmarks.searching import median_seconds, totals_of
from benchmarks.words import scan

__all__ = ["Options", "measure_scaling"]

GROWING_CHILD = Path(__file__).resolve().parent / "growing.py"
#: The kinds of queries that are asked at every size.
KINDS = (
    "rare term", "frequent term", "any 2", "3 frequent any", "all 2", "phrase 2",
    "any 2, month", "any 2, newest", "prefix", "count all 2",
)  # fmt: skip
PERCENTILES = {"p50": 0.50, "p99": 0.99}
#: Invented words whose articles are looked for at every size.
LANDMARKS = 20


@dataclass(frozen=True, slots=True)
class Options:
    """How growth is measured.

    Attributes:
        sizes: Numbers of articles, rising.
        seed: Of the corpus.
        characters: The longest body, about, in characters; None: as in the source.
        rounds: Rounds of queries; an index is built once a size.
        queries: Different queries of each kind.
        batches: How often articles are added to each index.
        added: How many articles are added at a time.
        memory_mb: Megabytes to build in, in engines that can be told.
    """

    sizes: tuple[int, ...]
    seed: int = 1
    characters: int | None = None
    rounds: int = 3
    queries: int = 100
    batches: int = 12
    added: int = 1000
    memory_mb: int = 256


def measure_scaling(source: Data, names: Sequence[str], options: Options, results: Path) -> str:
    """Measures the engines on ever larger corpora; returns the tables.

    Only one corpus and one index of each engine are on disk at a time.

    Raises:
        Disagreement: An engine answers wrong.
    """
    work = source.path.parent
    versions: dict[str, str] = {}
    sizes = []
    with Recombined(source.path, options.seed, options.characters) as made:
        batches = _batches(made, work, options)
        for data, kinds, checks in _grown(made, work, source.name, options):
            folders = {name: work / name / "index" for name in names}
            engines = {}
            for name, folder in folders.items():
                engines[name] = _built(name, data, folder, options)
            files = dict.fromkeys(names, data)
            versions, _ = check_engines(folders, files, {data.path: checks})
            asked = _asked(kinds, folders, options, engines)
            for name, folder in folders.items():
                engines[name] |= _added(name, folder, batches, data, options)
                shutil.rmtree(folder.parent)
            sizes.append(
                {
                    "articles": data.articles,
                    "body_bytes": data.body_bytes,
                    "digest": data.digest,
                    "checks": len(checks),
                    "engines": engines,
                    **asked,
                }
            )
    about = report.environment(source, versions)
    about["made"] = {
        "how": "sentences of the articles recombined; ids, dates and rare words are new",
        "seed": options.seed,
        "characters": options.characters,
    }
    for name in ("rounds", "queries", "batches", "added", "memory_mb"):
        about[name] = getattr(options, name)
    written = {**about, "sizes": sizes}
    name = f"scale-{Path(source.name).stem}-{options.sizes[-1]}"
    path = report.write_json(results, name, written)
    return text_of(written, path)


def _grown(
    made: Recombined, work: Path, name: str, options: Options
) -> Iterator[tuple[Data, list[Kind], list[Check]]]:
    """The corpus at each size, the queries, which are the same at all, and the checks.

    A scan for what any query must find takes memory as the corpus grows. So it is made at the
    first size, where the queries are drawn as well; at the others the engines must find the
    articles with invented words, and exactly those.
    """
    corpus = Corpus(made, work / "made.jsonl", f"recombined from {name}")
    kinds: list[Kind] = []
    for size in options.sizes:
        click.echo(f"benchmarks: making {size:,} articles", err=True)
        data = corpus.grow(size)
        checks = _landmarks(made, size)
        if not kinds:
            vocabulary = scan([data.path])
            drawn = query_sets(data.path, vocabulary, options.queries)
            kinds = [kind for kind in drawn if kind.queries and kind.name in KINDS]
            checks += checks_of(data.path, vocabulary)
        yield data, kinds, checks


def _landmarks(made: Recombined, articles: int) -> list[Check]:
    """Invented words from the first article to the last."""
    last = articles - 1
    numbers = sorted({last * at // (LANDMARKS - 1) for at in range(LANDMARKS)})
    return [
        Check(Query("all", (invented_word(number),)), made.holders(number, articles))
        for number in numbers
    ]


def _batches(made: Recombined, work: Path, options: Options) -> list[tuple[Path, str]]:
    """Files of articles that no corpus holds, each with a word of its last article."""
    found = []
    for batch in range(options.batches):
        first = options.sizes[-1] + batch * options.added
        path = work / f"added-{batch}.jsonl"
        Corpus(made, path, path.name, first).grow(options.added)
        found.append((path, invented_word(first + options.added - 1)))
    return found


def _built(name: str, data: Data, folder: Path, options: Options) -> dict[str, Any]:
    """Builds an index; returns the figures."""
    folder.parent.mkdir()
    built = Build.of(name, data.path, folder, memory_mb=options.memory_mb)
    click.echo(f"benchmarks: {name}: {data.articles:,} articles {built.seconds:.2f} s", err=True)
    return {
        "seconds": built.seconds,
        "cpu_seconds": built.cpu_seconds,
        "mb_per_second": data.body_bytes / 1e6 / built.seconds,
        "resident_mb": built.resident_mb,
        "anonymous_mb": built.anonymous_mb,
        "index_mb": built.index_bytes / 1e6,
        "index_per_body": built.index_bytes / data.body_bytes,
    }


def _asked(
    kinds: Sequence[Kind],
    folders: Mapping[str, Path],
    options: Options,
    engines: Mapping[str, dict[str, Any]],
) -> dict[str, Any]:
    """Times the queries; adds how long opening takes to the engines' figures."""
    with ExitStack() as stack:
        sessions = [stack.enter_context(Session(n, folder)) for n, folder in folders.items()]
        matches = {kind.name: totals_of(kind, sessions) for kind in kinds}
        seconds = {kind.name: median_seconds(kind, sessions, options.rounds) for kind in kinds}
        for session in sessions:
            engines[session.name]["open_seconds"] = session.open_seconds
    figures = {
        share: {
            kind: {name: percentile(times, part) * 1e6 for name, times in by_engine.items()}
            for kind, by_engine in seconds.items()
        }
        for share, part in PERCENTILES.items()
    }
    return {"microseconds": figures, "matches": matches}


def _added(
    name: str, folder: Path, batches: Sequence[tuple[Path, str]], data: Data, options: Options
) -> dict[str, list[float]]:
    """Adds the batches to an index; returns the figures, one for each batch.

    Raises:
        Disagreement: A reader does not show what was committed.
    """
    command = [sys.executable, str(GROWING_CHILD), name, str(folder), str(options.memory_mb)]
    pairs = [str(part) for batch in batches for part in batch]
    click.echo(f"benchmarks: {name}: adding {len(batches)} × {options.added:,} articles", err=True)
    done: list[dict[str, float]] = orjson.loads(run([*command, *pairs]).output)
    for number, one in enumerate(done, 1):
        expected = data.articles + number * options.added
        if one["articles"] != expected or one["hits"] != 1:
            raise Disagreement(
                f"no figures, for answers are wrong: {name}: after batch {number} it holds "
                f"{one['articles']} articles, not {expected}, and finds {one['hits']} of 1 added"
            )
    figures = ("seconds", "cpu_seconds", "settled_seconds", "refresh_seconds", "answer_seconds")
    return {f"add_{figure}": [one[figure] for one in done] for figure in figures}

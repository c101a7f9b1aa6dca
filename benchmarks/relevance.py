"""``run.py relevance``: what comes first, beside other engines, by judgements and known items."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

import click

from benchmarks import report
from benchmarks.articles import prepare
from benchmarks.collections_ import Collection
from benchmarks.measure import Build, Session
from benchmarks.relevance_scores import DEPTH, query_scores, randomisation_test
from benchmarks.rivals import SLOW

__all__ = ["measure_relevance", "relevance_tables"]

OURS = "newsearch"
SIGNIFICANT = 0.05
MEASURES = ("nDCG@10", "MAP", "recall@100", "MRR")
Scores = Mapping[str, Sequence[float]]


def measure_relevance(
    collections: Sequence[Collection], names: Sequence[str], slow_limit: int, results: Path
) -> str:
    """Asks every engine every collection's queries; returns the tables.

    Args:
        collections: The collections.
        names: Engines that are installed.
        slow_limit: Documents above which slow engines are left blank; 0: never.
        results: The folder for the JSON, which holds figures and no text.
    """
    found: dict[str, Any] = {}
    versions: dict[str, str] = {}
    for one in collections:
        with tempfile.TemporaryDirectory(prefix="newsearch-benchmark-") as folder:
            one.write(Path(folder) / "documents")
            data = prepare(Path(folder) / "documents", Path(folder) / "articles.jsonl")
            engines = {}
            for name in names:
                if name in SLOW and slow_limit and data.articles > slow_limit:
                    continue
                click.echo(f"benchmarks: {one.name}, {name}", err=True)
                index = Path(folder) / name / "index"
                index.parent.mkdir()
                Build.of(name, data.path, index)
                with Session(name, index) as session:
                    engines[name] = _scores(session, one)
                    versions[name] = session.version
        found[one.name] = {
            "documents": data.articles,
            "queries": len(one.asked(DEPTH)),
            "digest": data.digest,
            "known_items": one.known_items,
            "engines": {
                name: {measure: fmean(values) for measure, values in scores.items()}
                for name, scores in engines.items()
            },
            "p": _significance(engines, "MRR@10" if one.known_items else "nDCG@10"),
        }
    written = {**report.measured_on(versions), "depth": DEPTH, "collections": found}
    path = report.write_json(results, f"relevance-{'-'.join(found)}", written)
    return f"{relevance_tables(written)}\n\nWritten to {path}"


def _scores(session: Session, collection: Collection) -> dict[str, list[float]]:
    """For each measure, the score of each query."""
    asked = collection.asked(DEPTH)
    rankings = session.ids(list(asked.values()))
    rows = [
        query_scores(ranking, collection.grades[key])
        for key, ranking in zip(asked, rankings, strict=True)
    ]
    return {measure: [row[measure] for row in rows] for measure in rows[0]}


def _significance(engines: Mapping[str, Scores], measure: str) -> dict[str, float]:
    """For each rival, p of its difference from newsearch."""
    if OURS not in engines:
        return {}
    ours = engines[OURS][measure]
    return {
        name: randomisation_test(ours, scores[measure])
        for name, scores in engines.items()
        if name != OURS
    }


def relevance_tables(written: Mapping[str, Any]) -> str:
    """All tables in Markdown, from the figures that are written as JSON.

    A mark after a rival's figure says that it differs from newsearch's by more than chance: ``▼``
    is below newsearch's, ``▲`` above.
    """
    versions = ", ".join(f"{name} {version}" for name, version in written["versions"].items())
    parts = [f"{report.machine(written)}\n{versions}"]
    judged = {name: one for name, one in written["collections"].items() if not one["known_items"]}
    known = {name: one for name, one in written["collections"].items() if one["known_items"]}
    behind = []
    for measures, group in ((MEASURES, judged), (("MRR@10", "recall@100"), known)):
        for measure in measures if group else ():
            parts.append(_table(measure, group, marked=measure == measures[0]))
            behind += _behind(measure, group)
    parts.append("newsearch is behind in: " + (", ".join(behind) or "nothing") + ".")
    return "\n\n".join(parts)


def _table(measure: str, group: Mapping[str, Any], *, marked: bool) -> str:
    names = list(dict.fromkeys(name for one in group.values() for name in one["engines"]))
    rows = []
    for name in names:
        cells, values = [], []
        for one in group.values():
            value = one["engines"].get(name, {}).get(measure)
            if value is None:
                cells.append("")
                continue
            values.append(value)
            cells.append(f"{value:.3f}{_mark(one, name, measure) if marked else ''}")
        mean = f"{fmean(values):.3f}" if len(values) == len(group) > 1 else ""
        rows.append([name, *cells, *([mean] if len(group) > 1 else [])])
    header = [f"{name}, {one['queries']}" for name, one in group.items()]
    return report.table([measure, *header, *(["mean"] if len(group) > 1 else [])], rows)


def _mark(one: Mapping[str, Any], name: str, measure: str) -> str:
    if one["p"].get(name, 1.0) >= SIGNIFICANT:
        return ""
    return " ▲" if one["engines"][name][measure] > one["engines"][OURS][measure] else " ▼"


def _behind(measure: str, group: Mapping[str, Any]) -> list[str]:
    """The collections in which another engine's figure is above newsearch's."""
    behind = []
    for name, one in group.items():
        figures = {engine: row[measure] for engine, row in one["engines"].items()}
        ours = figures.pop(OURS, None)
        best = max(figures, key=lambda engine: figures[engine], default=None)
        if ours is not None and best is not None and figures[best] > ours:
            behind.append(f"{name} {measure} ({ours:.3f}, {best} {figures[best]:.3f})")
    return behind

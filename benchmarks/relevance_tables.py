"""Figures of rankings as Markdown tables and as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Any

from benchmarks import report
from benchmarks.judging import VARIANTS, Judged
from benchmarks.relevance_scores import MEASURES

__all__ = ["figures", "tables"]

#: The measure whose differences are tested.
TESTED = "nDCG@10"
Rows = Mapping[str, Mapping[str, float]]


def figures(judged: Sequence[Judged], sample: int, seed: int) -> dict[str, Any]:
    """What is written as JSON: no text of a document or a topic."""
    about = report.environment(judged[0].collection.data, _versions(judged))
    del about["data"]
    collections = {
        one.collection.name: {
            "documents": one.collection.data.articles,
            "digest": one.collection.data.digest,
            "topics": len(one.collection.topics),
            "topics_without_judgement": one.collection.unjudged,
            "scores": one.means(),
            "p": one.p_values(TESTED),
        }
        for one in judged
    }
    return {**about, "headlines": {"sample": sample, "seed": seed}, "relevance": collections}


def _versions(judged: Sequence[Judged]) -> dict[str, str]:
    return {name: version for one in judged for name, version in one.versions.items()}


def tables(judged: Sequence[Judged]) -> str:
    """A table for each measure, one of differences, and where newsearch is behind."""
    versions = ", ".join(f"{name} {version}" for name, version in _versions(judged).items())
    about = [
        f"{one.collection.name}: {one.collection.data.articles:,} documents, "
        f"{len(one.collection.topics):,} topics, SHA-256 {one.collection.data.digest[:16]}"
        for one in judged
    ]
    parts = [*about, versions]
    means = {one.collection.name: one.means() for one in judged}
    names = list(dict.fromkeys(name for engines in means.values() for name in engines))
    for measure in MEASURES:
        rows = {
            collection: {name: scores[measure] for name, scores in engines.items()}
            for collection, engines in means.items()
        }
        parts += ["", _table(measure, rows, names, len(judged))]
    rivals = [name for name in names if name not in ("newsearch", *VARIANTS)]
    if rivals and "newsearch" in names:
        parts += ["", _differences(judged, rivals)]
    behind = [line for measure in (TESTED, "MRR@10") for line in _behind(measure, means)]
    parts += ["", f"Behind the best of the others: {', '.join(behind) or 'nowhere'}."]
    return "\n".join(parts)


def _table(measure: str, rows: Rows, names: Sequence[str], count: int) -> str:
    lines = [
        [collection, *(_share(engines.get(name)) for name in names)]
        for collection, engines in rows.items()
    ]
    if count > 1:
        whole = [
            _share(fmean(found) if len(found) == count else None)
            for name in names
            for found in [[engines[name] for engines in rows.values() if name in engines]]
        ]
        lines.append(["mean", *whole])
    return report.table([measure, *names], lines)


def _differences(judged: Sequence[Judged], rivals: Sequence[str]) -> str:
    """How much newsearch is above each other engine, and how likely that is chance."""
    lines = []
    for one in judged:
        means, chances = one.means(), one.p_values(TESTED)
        ours = means["newsearch"][TESTED]
        cells = [
            f"{ours - means[name][TESTED]:+.3f} ({chances[name]:.3f})" if name in means else ""
            for name in rivals
        ]
        lines.append([one.collection.name, *cells])
    return report.table([f"{TESTED}, newsearch less (p)", *rivals], lines)


def _behind(measure: str, means: Mapping[str, Rows]) -> list[str]:
    found = []
    for collection, engines in means.items():
        others = {n: s[measure] for n, s in engines.items() if n not in ("newsearch", *VARIANTS)}
        if not others or "newsearch" not in engines:
            continue
        best = max(others, key=others.__getitem__)
        lost = others[best] - engines["newsearch"][measure]
        if lost > 0:
            found.append(f"{collection} {measure} {lost:.3f} ({best})")
    return found


def _share(value: float | None) -> str:
    """Three decimals without the zero before them; blank for a figure that is not there."""
    if value is None:
        return ""
    return f"{value:.3f}".removeprefix("0")

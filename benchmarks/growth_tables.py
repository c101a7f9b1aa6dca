"""The tables of ``run.py scale``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import report
from benchmarks.report import number, ratio

__all__ = ["text_of"]


def text_of(written: Mapping[str, Any], path: Path) -> str:
    """Heading, tables and notes, from what is written as JSON."""
    sizes: list[dict[str, Any]] = written["sizes"]
    names = list(sizes[0]["engines"])
    parts = [report.heading(written), "", _made(written), "", _building(sizes, names), ""]
    parts.append(_changing(sizes, names, written["added"]))
    for share in sizes[0]["microseconds"]:
        for name in names:
            parts += ["", _queries(sizes, name, share)]
    parts += ["", *_notes(written, sizes, names), f"JSON: {path.name}"]
    return "\n".join(parts)


def _made(written: Mapping[str, Any]) -> str:
    characters = written["made"]["characters"]
    length = "as long as those" if characters is None else f"of about {characters:,} characters"
    return (
        f"Measured on made articles: {written['made']['how']} "
        f"(seed {written['made']['seed']}); bodies are {length}, or shorter."
    )


def _building(sizes: Sequence[Mapping[str, Any]], names: Sequence[str]) -> str:
    header = ["building", "articles", "body MB", "s", "MB/s", "CPU s", "peak MB", "anonymous MB",
              "index/body"]  # fmt: skip
    rows = []
    for name in names:
        for size in sizes:
            row = size["engines"][name]
            rows.append(
                [
                    name,
                    f"{size['articles']:,}",
                    number(size["body_bytes"] / 1e6),
                    *(
                        number(row[figure])
                        for figure in (
                            "seconds", "mb_per_second", "cpu_seconds", "resident_mb",
                            "anonymous_mb", "index_per_body",
                        )
                    ),
                ]
            )  # fmt: skip
    return report.table(header, rows)


def _changing(sizes: Sequence[Mapping[str, Any]], names: Sequence[str], added: int) -> str:
    header = ["ms", "articles", f"add {added:,}", "slowest", "CPU", "and settle",
              "slowest", "refresh", "first answer", "open"]  # fmt: skip
    rows = []
    for name in names:
        for size in sizes:
            row = size["engines"][name]
            figures = [
                median(row["add_seconds"]),
                max(row["add_seconds"]),
                median(row["add_cpu_seconds"]),
                median(row["add_settled_seconds"]),
                max(row["add_settled_seconds"]),
                median(row["add_refresh_seconds"]),
                median(row["add_answer_seconds"]),
                row["open_seconds"],
            ]
            rows.append(
                [name, f"{size['articles']:,}", *(number(seconds * 1e3) for seconds in figures)]
            )
    return report.table(header, rows)


def _queries(sizes: Sequence[Mapping[str, Any]], name: str, share: str) -> str:
    header = [f"{name}, {share}, µs", *(f"{size['articles']:,}" for size in sizes), "grows"]
    rows = []
    for kind in sizes[0]["microseconds"][share]:
        figures = [size["microseconds"][share][kind].get(name) for size in sizes]
        grown = ratio(figures[-1], figures[0])
        rows.append([kind, *map(number, figures), "" if grown is None else f"{grown:.2f}×"])
    return report.table(header, rows)


def _notes(
    written: Mapping[str, Any], sizes: Sequence[Mapping[str, Any]], names: Sequence[str]
) -> list[str]:
    first, last = sizes[0], sizes[-1]
    grown = last["articles"] / first["articles"]
    notes = [
        f"From the first size to the last the corpus grows {grown:.1f}× in articles, "
        f"{last['body_bytes'] / first['body_bytes']:.1f}× in text. Each index is built once, one "
        "process or thread.",
    ]
    for name in names:
        one, other = first["engines"][name], last["engines"][name]
        notes.append(
            f"{name}: building takes {number(ratio(other['seconds'], one['seconds']))}× the time, "
            f"{number(ratio(other['cpu_seconds'], one['cpu_seconds']))}× the CPU time, "
            f"{number(ratio(other['anonymous_mb'], one['anonymous_mb']))}× the anonymous memory."
        )
    notes.append(
        f"Adding {written['added']:,} articles, {written['batches']} times: medians and the "
        "slowest, from opening the writer to the commit, and to the end of merges that go on "
        "behind it; then a reader opened before is refreshed and answers. Queries, the same at "
        f"every size, as in `search`, {written['rounds']} rounds."
    )
    notes.append(
        "All answers agree with a plain scan at the first size, with the invented words that each "
        "article is known to hold at every size, and after each batch."
    )
    lost = {
        f"{size['articles']:,} articles, {kind}": by_engine
        for size in sizes
        for kind, by_engine in size["microseconds"]["p50"].items()
    }
    lost |= {
        f"{size['articles']:,} articles, {label}": {
            name: row[figure] if label != "adding" else median(row[figure])
            for name, row in size["engines"].items()
        }
        for size in sizes
        for label, figure in (("building", "seconds"), ("memory", "resident_mb"),
                              ("index size", "index_mb"), ("adding", "add_seconds"))
    }  # fmt: skip
    told = report.losses(lost)
    if told:
        notes.append(f"Behind {report.BAR}, times at p50: {'; '.join(told)}.")
    return notes

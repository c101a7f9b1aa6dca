"""Figures as tables on standard output and as JSON files."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from benchmarks.articles import Data
from benchmarks.pages import PageData

__all__ = ["environment", "heading", "losses", "machine", "number", "ratio", "table", "write_json"]

#: The engine that others are compared with.
BAR = "tantivy"


def environment(data: Data | PageData, versions: Mapping[str, str]) -> dict[str, Any]:
    """What the figures depend on: the data, the machine, the versions. No paths, no names."""
    about = asdict(data)
    del about["path"]
    return {
        "measured": datetime.now(UTC).isoformat(timespec="seconds"),
        "data": about,
        "machine": {
            "processor": _processor(),
            "cores": _cores(),
            "system": f"{platform.system()} {platform.machine()}",
        },
        "versions": {"python": platform.python_version(), **versions},
    }


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or "unknown"


def heading(about: Mapping[str, Any]) -> str:
    """The environment in three lines."""
    data = about["data"]
    versions = ", ".join(f"{name} {version}" for name, version in about["versions"].items())
    left_out = f", {data['left_out']:,} left out" if data["left_out"] else ""
    return (
        f"{data['name']}: {data['articles']:,} articles, {data['body_bytes'] / 1e6:.1f} MB of body"
        f" text{left_out}, SHA-256 {data['digest'][:16]}\n"
        f"{machine(about)}\n"
        f"{versions}"
    )


def machine(about: Mapping[str, Any]) -> str:
    """The machine of an environment in one line."""
    found = about["machine"]
    return f"{found['processor']}, {found['cores']} cores, {found['system']}"


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown whose columns line up; the first to the left, the rest to the right.

    Example:
        >>> print(table(["kind", "µs"], [["any 2", "100"]]))
        | kind  |  µs |
        |:------|----:|
        | any 2 | 100 |
    """
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]

    def line(cells: Sequence[str]) -> str:
        first = cells[0].ljust(widths[0])
        rest = (cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True))
        return "| " + " | ".join([first, *rest]) + " |"

    rule = "|:" + "-" * (widths[0] + 1) + "|"
    rule += "|".join("-" * (width + 1) + ":" for width in widths[1:]) + "|"
    return "\n".join([line(header), rule, *map(line, rows)])


def number(value: float | None) -> str:
    """Three digits that count; blank for a figure that is not there."""
    if value is None:
        return ""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def ratio(value: float | None, bar: float | None) -> float | None:
    """How many times the bar; None where one is not there."""
    return None if value is None or not bar else value / bar


def losses(figures: Mapping[str, Mapping[str, float]]) -> list[str]:
    """The rows in which newsearch takes longer than the bar.

    Args:
        figures: For each row, for each engine, its figure; less is better.

    Returns:
        Each of those rows, and how many times the bar's figure.
    """
    lost = []
    for row, engines in figures.items():
        times = ratio(engines.get("newsearch"), engines.get(BAR))
        if times is not None and times > 1:
            lost.append(f"{row} {number(times)}×")
    return lost


def write_json(folder: Path, name: str, figures: Mapping[str, Any]) -> Path:
    """Writes figures as ``name.json``; returns the file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    path.write_bytes(orjson.dumps(figures, option=options))
    return path

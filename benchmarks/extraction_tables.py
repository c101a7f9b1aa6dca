"""What ``run.py extract`` prints: tables of its figures, and the pages newsearch reads worst."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks.extraction_scores import FIELD_OF, page_scores, plain, precision_recall_f1, words
from benchmarks.extractors import Extracted
from benchmarks.pages import SCRIPTS, Page
from benchmarks.report import machine, number, table

__all__ = ["tables", "worst_pages"]

OURS = "newsearch"
#: The measures, in the order of the columns; those that no page has are left out.
COLUMNS = (
    "body precision", "body recall", "body f1", "exact",
    "snippets precision", "snippets recall", "snippets f1",
    "title", "day", "minute", "authors", "tags", "no authors", "no tags",
)  # fmt: skip
#: The measure that tells most of a kind of pages.
MAIN = {"news": "body f1", "mixed": "snippets f1"}
#: Characters of a text that a list of worst pages shows.
SHOWN = 100


def tables(written: Mapping[str, Any]) -> str:
    """All tables in Markdown, from the figures that are written as JSON."""
    return "\n\n".join(
        [
            _heading(written),
            *_quality(written),
            *_scripts(written),
            _speed(written),
            *_halves(written),
            _behind(written),
        ]
    )


def _heading(written: Mapping[str, Any]) -> str:
    data = written["data"]
    versions = ", ".join(f"{name} {version}" for name, version in written["versions"].items())
    return (
        f"{data['name']}: {data['pages']:,} pages, {data['page_bytes'] / 1e6:.1f} MB, "
        f"SHA-256 {data['digest'][:16]}\n{machine(written)}\n{versions}"
    )


def _reported(written: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each kind of pages, and the half its table is of: ``report`` where it was measured."""
    for kind, counts in written["pages"].items():
        yield kind, "report" if "report" in counts else "tune"


def _rows(written: Mapping[str, Any], kind: str, group: str) -> dict[str, Mapping[str, float]]:
    """The figures of each extractor that has any for a group of pages."""
    found = {
        name: figures["quality"].get(kind, {}).get(group, {})
        for name, figures in written["extractors"].items()
    }
    return {name: figures for name, figures in found.items() if figures}


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _quality(written: Mapping[str, Any]) -> Iterator[str]:
    for kind, half in _reported(written):
        rows = _rows(written, kind, half)
        columns = [name for name in COLUMNS if any(name in row for row in rows.values())]
        yield f"{kind.capitalize()} pages, half `{half}`: {written['pages'][kind][half]} pages."
        yield table(
            ["extractor", *columns],
            [
                [name, *(_share(row.get(column)) for column in columns)]
                for name, row in rows.items()
            ],
        )


def _scripts(written: Mapping[str, Any]) -> Iterator[str]:
    for kind, counts in written["pages"].items():
        scripts = [script for script in SCRIPTS if script in counts]
        if len(scripts) < 2:
            continue
        measure = MAIN[kind]
        rows = {
            name: [figures["quality"][kind][script].get(measure) for script in scripts]
            for name, figures in written["extractors"].items()
        }
        yield f"{kind.capitalize()} pages by script, all halves measured: {measure}."
        yield table(
            ["extractor", *(f"{script}, {counts[script]}" for script in scripts)],
            [[name, *map(_share, row)] for name, row in rows.items() if any(row)],
        )


def _speed(written: Mapping[str, Any]) -> str:
    rows = []
    for name, figures in written["extractors"].items():
        milliseconds = figures["cpu_ms"]
        rows.append(
            [
                name,
                number(figures["pages_per_cpu_second"]),
                *(number(milliseconds[share]) for share in ("p50", "p99")),
                number(figures["slowest"]["cpu_ms"]),
                str(len(figures["failures"])),
                str(written["rounds"][name]),
            ]
        )
    return table(
        ["extractor", "pages/CPU s", "p50, ms", "p99, ms", "slowest, ms", "failures", "rounds"],
        rows,
    )


def _halves(written: Mapping[str, Any]) -> Iterator[str]:
    """newsearch's figures for what its rules were made after, and for what they were not."""
    for kind, counts in written["pages"].items():
        found = {
            half: _rows(written, kind, half).get(OURS)
            for half in ("tune", "report")
            if half in counts
        }
        rows = {half: row for half, row in found.items() if row}
        if len(rows) == 2:
            columns = [name for name in COLUMNS if name in rows["report"]]
            yield table(
                [f"newsearch, {kind}", *columns],
                [
                    [f"{half}, {counts[half]} pages", *(_share(row.get(name)) for name in columns)]
                    for half, row in rows.items()
                ],
            )


def _behind(written: Mapping[str, Any]) -> str:
    """The measures in which another extractor is better than newsearch."""
    behind = []
    for kind, half in _reported(written):
        rows = _rows(written, kind, half)
        ours = rows.pop(OURS, {})
        for measure in COLUMNS:
            others = {name: row[measure] for name, row in rows.items() if measure in row}
            best = max(others, key=lambda name: others[name], default=None)
            if measure in ours and best and others[best] > ours[measure]:
                behind.append(
                    f"{kind} {measure} ({_share(ours[measure])}, {best} {_share(others[best])})"
                )
    speeds = {name: row["pages_per_cpu_second"] for name, row in written["extractors"].items()}
    faster = [name for name, speed in speeds.items() if speed > speeds.get(OURS, speed)]
    if faster:
        behind.append(f"pages per CPU second ({', '.join(faster)})")
    if OURS not in written["extractors"]:
        return "newsearch was not measured."
    return "newsearch is behind in: " + (", ".join(behind) or "nothing") + "."


def worst_pages(pages: Sequence[Page], got: Sequence[Extracted], most: int) -> str:
    """For each measure, the pages read worst, with what should be there and what was read.

    Args:
        pages: The pages' truth.
        got: What was read of each.
        most: Pages of each measure, at most; those that are right are never listed.
    """
    scored = [page_scores(page.truth, one) for page, one in zip(pages, got, strict=True)]
    lines = []
    for measure, field in FIELD_OF.items():
        if measure == "exact":
            continue
        rated = [
            (_rate(scores[measure]), at)
            for at, scores in enumerate(scored)
            if measure in scores and _rate(scores[measure]) < 1
        ]
        if rated:
            lines.append(f"{measure}: {len(rated)} pages are not right")
        for rate, at in sorted(rated)[:most]:
            truth, read = pages[at].truth, got[at]
            name = {"day": "date", "minute": "date"}.get(field, field)
            lines.append(f"  {rate:.3f}  {truth['file']}")
            if measure == "snippets":
                lines += _snippets(truth, read.body)
            elif measure != "body":
                lines.append(f"         truth {_short(truth.get(name))}")
                lines.append(f"         read  {_short(getattr(read, name))}")
            else:
                lines += _texts(truth["body"], read.body)
    return "\n".join(lines)


def _rate(score: Any) -> float:
    """One number for a page's score, 1 for right."""
    return precision_recall_f1(*score)[2] if isinstance(score, tuple) else float(score)


def _short(value: object) -> str:
    text = " | ".join(value) if isinstance(value, list | tuple) else str(value or "")
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def _snippets(truth: Mapping[str, Any], body: str) -> Iterator[str]:
    text = plain(body)
    yield from (
        f"         missing {_short(one)}" for one in truth["with"] if plain(one) not in text
    )
    yield from (f"         extra   {_short(one)}" for one in truth["without"] if plain(one) in text)


def _texts(truth: str, body: str) -> Iterator[str]:
    """The first paragraphs of one text whose words are not in the other, in both directions."""
    for label, text, other in (("missing", truth, body), ("extra  ", body, truth)):
        there = f" {' '.join(words(other))} "
        lines = [
            line
            for line in text.split("\n")
            if words(line) and f" {' '.join(words(line))} " not in there
        ]
        yield from (f"         {label} {_short(line)}" for line in lines[:3])

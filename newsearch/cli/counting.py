"""``newsearch facets timeline``: counts of the articles that match."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from importlib import import_module
from typing import Any

import click

from newsearch.cli import output, rendering
from newsearch.cli.options import (
    EVERYTHING,
    INTERVALS,
    Command,
    Interval,
    KeywordField,
    any_option,
    filter_options,
    index_option,
    joined_query,
    open_index,
)
from newsearch.errors import NewsearchError

__all__ = ["facets_command", "timeline_command"]


@click.command("facets", cls=Command)
@click.argument("field", type=KeywordField(), metavar="FIELD")
@click.argument("query", nargs=-1)
@index_option
@click.option(
    "-n",
    "limit",
    type=click.IntRange(0),
    default=20,
    show_default=True,
    metavar="N",
    help="How many values; 0 shows all.",
)
@any_option
@filter_options
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
def facets_command(
    field: str,
    query: tuple[str, ...],
    index_path: str,
    limit: int,
    any_word: bool,
    as_json: bool,
    as_csv: bool,
    **filters: Any,
) -> int:
    """Count articles per value of FIELD: tags, source, authors, section or language.

    QUERY and the filters say which articles; without them, all. Exit code 1: none.

    \b
    Examples:
      newsearch facets tags
      newsearch facets source 'harbour strike' --since 2026-01 -n 5
      newsearch facets authors --section Politics --json
    """
    text = joined_query(query, EVERYTHING)
    with open_index(index_path) as index:
        results = index.search(
            text, limit=0, match="any" if any_word else "all", facets=(field,), **filters
        )
        rendering.tell_diagnostics(results)
        counts = results.facets[field]
    shown = counts[:limit] if limit else counts
    if as_json:
        output.json_document([{"value": value, "count": count} for value, count in shown])
    elif as_csv:
        output.csv_table((field, "count"), shown)
    else:
        rendering.print_counts(shown)
    if len(shown) < len(counts):
        output.message(f"newsearch: {len(shown):,} of {len(counts):,} values (-n 0 shows all)")
    return 0 if counts else 1


@click.command("timeline", cls=Command)
@click.argument("query", nargs=-1)
@index_option
@click.option(
    "--by", type=click.Choice(INTERVALS), default="month", show_default=True, help="The interval."
)
@any_option
@filter_options
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@click.option(
    "--png",
    metavar="FILE",
    type=click.Path(dir_okay=False, writable=True),
    help="Draw it into this file (needs matplotlib).",
)
def timeline_command(
    query: tuple[str, ...],
    index_path: str,
    by: Interval,
    any_word: bool,
    as_json: bool,
    as_csv: bool,
    png: str | None,
    **filters: Any,
) -> int:
    """Count articles over time and show the counts as bars.

    QUERY and the filters say which articles; without them, all that have a date. Exit code 1:
    none.

    \b
    Examples:
      newsearch timeline
      newsearch timeline election --by week --since 2026-01
      newsearch timeline election --by year --png election.png
    """
    text = joined_query(query, EVERYTHING)
    with open_index(index_path) as index:
        results = index.search(
            text, limit=0, match="any" if any_word else "all", timeline=by, **filters
        )
        rendering.tell_diagnostics(results)
        timeline = results.timeline
    if png is not None:
        draw_timeline(timeline, by, "" if text == EVERYTHING else text, png)
    if as_json:
        output.json_document(rendering.timeline_as_list(timeline))
    elif as_csv:
        output.csv_table(("date", "count"), timeline)
    elif png is None:
        rendering.print_timeline(timeline, by)
    return 0 if timeline else 1


def draw_timeline(
    timeline: Sequence[tuple[date, int]], by: Interval, title: str, path: str
) -> None:
    """Draws a timeline into a PNG file.

    Raises:
        NewsearchError: matplotlib is not installed.
    """
    try:
        figures = import_module("matplotlib.figure")
    except ImportError:
        raise NewsearchError(
            "--png needs matplotlib, which is not installed: pip install matplotlib"
        ) from None
    figure = figures.Figure(figsize=(10, 4), layout="constrained")
    axes = figure.subplots()
    days = {"day": 1, "week": 7, "month": 28, "year": 365}[by]
    axes.bar([day for day, _ in timeline], [count for _, count in timeline], width=days * 0.9)
    axes.set_title(title)
    axes.set_ylabel(f"articles per {by}")
    figure.savefig(path, format="png")
    output.message(f"newsearch: drew {path}")

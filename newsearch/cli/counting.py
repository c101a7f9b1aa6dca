"""``newsearch facets timeline``: counts of the articles that match."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from importlib import import_module
from typing import Any, Literal

import click

from newsearch.cli import output, rendering
from newsearch.cli.options import (
    EVERYTHING,
    INTERVALS,
    KEYWORD_FIELDS,
    Command,
    Interval,
    any_option,
    filter_options,
    index_option,
    joined_query,
    open_index,
)
from newsearch.errors import NewsearchError
from newsearch.schema import FIELD_ALIASES

__all__ = ["facets_command", "timeline_command"]

#: As many values as there are.
MOST = 1_000_000
WORDS = "words"


class CountedField(click.Choice[str]):
    """One of the keyword fields, or ``words``."""

    def __init__(self) -> None:
        super().__init__((*KEYWORD_FIELDS, WORDS))

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return super().convert(FIELD_ALIASES.get(value, value), param, ctx)


@click.command("facets", cls=Command)
@click.argument("field", type=CountedField(), metavar="FIELD")
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
@click.option(
    "--significant",
    is_flag=True,
    help="Those that set the articles apart from all others, most telling first.",
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
    significant: bool,
    any_word: bool,
    as_json: bool,
    as_csv: bool,
    **filters: Any,
) -> int:
    """Count articles per value of FIELD: tags, source, authors, section or language.

    QUERY and the filters say which articles; without them, all. With --significant, FIELD may
    also be words; each is shown with in how many of the articles and in how many of all it is,
    and its log-likelihood ratio. Exit code 1: none.

    \b
    Examples:
      newsearch facets tags
      newsearch facets source 'harbour strike' --since 2026-01 -n 5
      newsearch facets authors --section Politics --json
      newsearch facets words 'harbour strike' --significant
    """
    text = joined_query(query, EVERYTHING)
    match: Literal["any", "all"] = "any" if any_word else "all"
    if significant:
        return _significant(index_path, text, field, limit, as_json, as_csv, match, filters)
    if field == WORDS:
        raise click.UsageError("words are counted with --significant only.")
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


def _significant(
    index_path: str,
    text: str,
    field: str,
    limit: int,
    as_json: bool,
    as_csv: bool,
    match: Literal["any", "all"],
    filters: dict[str, Any],
) -> int:
    """Prints what sets the articles that match apart."""
    columns = ("value", "count", "total", "score")
    with open_index(index_path) as index:
        found = index.significant(text, field, limit=limit or MOST, match=match, **filters)
    if as_json:
        output.json_document([{name: getattr(one, name) for name in columns} for one in found])
    elif as_csv:
        output.csv_table(columns, [[getattr(one, name) for name in columns] for one in found])
    else:
        rendering.print_significant(found)
        if not found:
            output.message(f"newsearch: no {field} set these articles apart from all others")
    return 0 if found else 1


@click.command("timeline", cls=Command)
@click.argument("query", nargs=-1)
@index_option
@click.option(
    "--by", type=click.Choice(INTERVALS), default="month", show_default=True, help="The interval."
)
@click.option(
    "--share",
    is_flag=True,
    help="Of all articles of each interval that pass the filters, the share that matches.",
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
    share: bool,
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
      newsearch timeline election --share
      newsearch timeline election --by year --png election.png
    """
    text = joined_query(query, EVERYTHING)
    with open_index(index_path) as index:
        results = index.search(
            text, limit=0, match="any" if any_word else "all", timeline=by, **filters
        )
        rendering.tell_diagnostics(results)
        timeline = results.timeline
        attention = results.attention if share else []
    if png is not None:
        draw_timeline(attention or timeline, by, "" if text == EVERYTHING else text, png)
    if as_json:
        output.json_document(rendering.timeline_as_list(timeline, attention))
    elif as_csv:
        columns = ("date", "count", "share") if share else ("date", "count")
        shares = [portion for _, portion in attention]
        rows = [(*entry, *shares[at : at + 1]) for at, entry in enumerate(timeline)]
        output.csv_table(columns, rows)
    elif png is None and share:
        rendering.print_attention(attention, by)
    elif png is None:
        rendering.print_timeline(timeline, by)
    return 0 if timeline else 1


def draw_timeline(
    timeline: Sequence[tuple[date, float]], by: Interval, title: str, path: str
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
    shares = any(isinstance(count, float) for _, count in timeline)
    axes.set_ylabel(f"share of all articles per {by}" if shares else f"articles per {by}")
    figure.savefig(path, format="png")
    output.message(f"newsearch: drew {path}")

"""``newsearch search show like explain``: from a query or an id to articles."""

from __future__ import annotations

from typing import Any

import click

from newsearch.cli import output, rendering
from newsearch.cli.options import (
    EVERYTHING,
    INTERVALS,
    Command,
    KeywordField,
    any_option,
    filter_options,
    index_option,
    joined_query,
    open_index,
)

__all__ = ["explain_command", "like_command", "search_command", "show_command"]

FORMATS = ("json", "jsonl", "csv", "ids", "count")


@click.command("search", cls=Command)
@click.argument("query", nargs=-1)
@index_option
@click.option(
    "-n",
    "limit",
    type=click.IntRange(0),
    default=10,
    show_default=True,
    metavar="N",
    help="How many articles; 0 counts only.",
)
@click.option("--offset", type=click.IntRange(0), default=0, metavar="N", help="Skip the first N.")
@any_option
@filter_options
@click.option(
    "--sort",
    type=click.Choice(["relevance", "newest", "oldest"]),
    default="relevance",
    show_default=True,
    help="The order.",
)
@click.option(
    "--facet",
    "facets",
    type=KeywordField(),
    multiple=True,
    help="Count the matches per value; repeatable.",
)
@click.option("--timeline", type=click.Choice(INTERVALS), help="Count the matches over time.")
@click.option("--group-duplicates", is_flag=True, help="Show near-identical articles as one.")
@click.option("--recency", metavar="TIME", help="Half-life that decays scores, e.g. 7d.")
@click.option(
    "--feedback",
    type=click.IntRange(0),
    default=0,
    metavar="N",
    help="Rank by words of the first N hits too, e.g. 5.",
)
@click.option("--json", "json", is_flag=True, help="Print one JSON document.")
@click.option("--jsonl", "jsonl", is_flag=True, help="Print one line of JSON per article.")
@click.option("--csv", "csv", is_flag=True, help="Print CSV.")
@click.option("--ids", "ids", is_flag=True, help="Print ids only.")
@click.option("--count", "count", is_flag=True, help="Print the number of matches only.")
def search_command(query: tuple[str, ...], index_path: str, any_word: bool, **given: Any) -> int:
    """Find articles.

    QUERY is made of words, "exact phrases", AND OR NOT, -word, (groups), field:word, prefix*,
    fuzzy~1 and date:2026-02..2026-03; the fields are title, body, tags, date, authors, source,
    section and language. It may be left out where a filter is given. Exit code 1: no hits.

    \b
    Examples:
      newsearch search 'harbour strike'
      newsearch search '"oil prices" AND title:storm*' --since 2026-01 --sort newest
      newsearch search bridge --tag Transport --facet source --timeline month
      newsearch search 'date:"last week"' --json -n 100
    """
    chosen = [name for name in FORMATS if given.pop(name)]
    form = chosen[0] if chosen else "text"
    if len(chosen) > 1:
        raise click.UsageError(f"--{chosen[0]} and --{chosen[1]} exclude each other.")
    if form in ("jsonl", "csv", "ids", "count") and (given["facets"] or given["timeline"]):
        raise click.UsageError(f"--facet and --timeline are not shown with --{form}; use --json.")
    narrowed = any(given[name] for name in (*rendering.FILTER_NAMES, "since", "until"))
    text = joined_query(query, EVERYTHING if narrowed else None)
    if form == "count":
        given["limit"] = 0
    given["snippets"] = form not in ("ids", "count")
    with open_index(index_path) as index:
        results = index.search(text, match="any" if any_word else "all", **given)
        hits = list(results)
        rendering.tell_diagnostics(results)
        if form == "text":
            rendering.print_results(results, hits, given["offset"], given["timeline"])
        elif form == "json":
            output.json_document(rendering.results_as_dict(text, results, hits))
        elif form == "jsonl":
            output.json_lines(map(rendering.hit_as_dict, hits))
        elif form == "csv":
            output.csv_table(rendering.HIT_COLUMNS, map(rendering.hit_as_row, hits))
        elif form == "ids":
            for hit in hits:
                output.line(output.one_line(hit.id))
        else:
            output.line(str(results.total))
        found = bool(hits) if given["limit"] else results.total > 0
        if not found and form == "text":
            rendering.tell_nothing_found(text, results, narrowed)
        return 0 if found else 1


@click.command("show", cls=Command)
@click.argument("article_id", metavar="ID")
@index_option
@click.option("--json", "as_json", is_flag=True, help="Print the article as JSON.")
def show_command(article_id: str, index_path: str, as_json: bool) -> int:
    """Show a whole article.

    ID is what `newsearch search` shows behind "id". Exit code 1: no article has it.

    \b
    Examples:
      newsearch show https://news.example/2026/02/bridge
      newsearch show 4711 --json
    """
    with open_index(index_path) as index:
        article = index.get(article_id)
    if article is None:
        output.error(f"no article has the id {article_id!r} in {index_path}")
        return 1
    if as_json:
        output.json_document(article)
    else:
        rendering.print_article(article)
    return 0


@click.command("like", cls=Command)
@click.argument("article_id", metavar="ID")
@index_option
@click.option(
    "-n",
    "limit",
    type=click.IntRange(1),
    default=10,
    show_default=True,
    metavar="N",
    help="How many articles.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def like_command(article_id: str, index_path: str, limit: int, as_json: bool) -> int:
    """Find articles similar to one.

    Exit code 1: no article has the id, or none is similar.

    \b
    Examples:
      newsearch like 4711
      newsearch like 4711 -n 3 --json
    """
    with open_index(index_path) as index:
        if article_id not in index:
            output.error(f"no article has the id {article_id!r} in {index_path}")
            return 1
        hits = list(index.more_like(article_id, limit=limit))
        if as_json:
            output.json_document([rendering.hit_as_dict(hit) for hit in hits])
        else:
            for rank, hit in enumerate(hits, 1):
                rendering.print_hit(rank, hit)
        return 0 if hits else 1


@click.command("explain", cls=Command)
@click.argument("query")
@click.argument("article_id", metavar="ID")
@index_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def explain_command(query: str, article_id: str, index_path: str, as_json: bool) -> int:
    """Say why an article has its score for QUERY.

    Exit code 1: no article has the id.

    \b
    Examples:
      newsearch explain 'harbour strike' 4711
      newsearch explain 'harbour strike' 4711 --json
    """
    text = joined_query([query])
    with open_index(index_path) as index:
        if article_id not in index:
            output.error(f"no article has the id {article_id!r} in {index_path}")
            return 1
        explanation = index.explain(text, article_id)
    if as_json:
        output.json_document(explanation)
    else:
        rendering.print_explanation(explanation)
    return 0

"""``newsearch export read``: whole articles out, to feed another tool."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import IO, TYPE_CHECKING, Any

import click

from newsearch.cli import output
from newsearch.cli.options import (
    EVERYTHING,
    Command,
    filter_options,
    index_option,
    joined_query,
    open_index,
)
from newsearch.cli.problems import Problems, report_option

if TYPE_CHECKING:
    from newsearch.article import Article

__all__ = ["export_command", "read_command"]


@click.command("export", cls=Command)
@click.argument("query", nargs=-1)
@index_option
@filter_options
@click.option(
    "--jsonl", "jsonl", is_flag=True, help="Print one line of JSON per article (default)."
)
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
def export_command(
    query: tuple[str, ...], index_path: str, jsonl: bool, as_csv: bool, **filters: Any
) -> int:
    """Write all matching articles, whole, as JSONL or CSV.

    Without QUERY, all articles of the index. What is written can be indexed again. Exit code 1:
    none matches.

    \b
    Examples:
      newsearch export > articles.jsonl
      newsearch export oil --tag Energy --since 2026 --csv > energy.csv
      newsearch export 'source:"Northern Wire"' | newsearch index - --index northern
    """
    if jsonl and as_csv:
        raise click.UsageError("--jsonl and --csv exclude each other.")
    text = joined_query(query, EVERYTHING)
    with open_index(index_path) as index:
        articles = _with_bar(index.export(text, **filters))
        if not as_csv:
            return 0 if output.json_lines(articles) else 1
        from newsearch.article import Article

        columns = [field.name for field in fields(Article) if field.name != "extra"]
        rows = ([getattr(article, name) for name in columns] for article in articles)
        return 0 if output.csv_table(columns, rows) else 1


def _with_bar(articles: Iterator[Article]) -> Iterator[Article]:
    with output.Bar("exporting", total=None) as bar:
        for count, article in enumerate(articles, 1):
            yield article
            if count % 100 == 0:
                bar.to(count)


def _explained(
    paths: tuple[str, ...], form: str | None, problems: Problems
) -> Iterator[dict[str, Any]]:
    """Each article's fields, and beside them ``evidence``."""
    from newsearch.ingest.reading import read_explained

    for article, evidence in read_explained(
        paths, format=form, on_error=problems, on_input=problems.over
    ):
        values = {field.name: getattr(article, field.name) for field in fields(article)}
        yield {**values, "evidence": evidence}


@click.command("read", cls=Command)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@index_option
@click.option("--format", "form", metavar="NAME", help="The input's format; else by its content.")
@click.option("--explain", is_flag=True, help="Add which rule gave each field.")
@click.option("--fail-fast", is_flag=True, help="Stop at the first bad record.")
@report_option
def read_command(
    paths: tuple[str, ...],
    index_path: str,
    form: str | None,
    explain: bool,
    fail_fast: bool,
    report: IO[str] | None,
) -> int:
    """Show what is read from files, folders or standard input (-), as JSONL.

    Nothing is indexed, and no index is needed. Bad records, and what is passed over, are told on
    standard error. With --explain, "evidence" says of each field where it was found.

    \b
    Examples:
      newsearch read page.html
      newsearch read page.html --explain
      newsearch read feeds/ archive.jsonl.gz > articles.jsonl
      curl -s https://news.example/feed | newsearch read -
    """
    import newsearch

    problems = Problems(fail_fast, report)
    if explain:
        read = output.json_lines(_explained(paths, form, problems))
    else:
        read = output.json_lines(
            newsearch.read(*paths, format=form, on_error=problems, on_input=problems.over)
        )
    problems.tell_rest()
    if not read:
        problems.raise_nothing_read(paths)
    return 0

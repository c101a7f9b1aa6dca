"""``newsearch delete stats check optimize``: keeping an index in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from typing import Any

import click

from newsearch.cli import output
from newsearch.cli.options import Command, index_option, joined_query, open_index

__all__ = ["check_command", "delete_command", "optimize_command", "stats_command"]


@click.command("delete", cls=Command)
@click.argument("ids", metavar="[ID]...", nargs=-1)
@index_option
@click.option("--matching", metavar="QUERY", help="Delete every article that matches.")
def delete_command(ids: tuple[str, ...], index_path: str, matching: str | None) -> int:
    """Delete articles by id, or all that match a query.

    Exit code 1: there was none to delete.

    \b
    Examples:
      newsearch delete 4711 4712
      newsearch delete --matching 'source:"Northern Wire" date:2024'
    """
    if bool(ids) == (matching is not None):
        raise click.UsageError("give either ids or --matching QUERY.")
    with open_index(index_path) as index, index.writer() as writer:
        if matching is not None:
            deleted = writer.delete_matching(joined_query([matching]))
        else:
            missing = [article_id for article_id in ids if not writer.delete(article_id)]
            for article_id in missing:
                output.warning(f"no article has the id {article_id!r} in {index_path}")
            deleted = len(ids) - len(missing)
    output.line(f"{deleted:,} deleted")
    return 0 if deleted else 1


@click.command("stats", cls=Command)
@index_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def stats_command(index_path: str, as_json: bool) -> int:
    """Show figures of the index: articles, segments, words, bytes.

    \b
    Examples:
      newsearch stats
      newsearch stats --index archive --json
    """
    with open_index(index_path) as index:
        figures = as_mapping(index.stats())
    if as_json:
        output.json_document(figures)
    else:
        print_figures(figures)
    return 0


@click.command("check", cls=Command)
@index_option
@click.option("--repair", "mend", is_flag=True, help="Keep what is sound, and say what was lost.")
def check_command(index_path: str, mend: bool) -> int:
    """Read the whole index and verify every part of it.

    Exit code 2: something is damaged; the message says what. With --repair what is sound is kept,
    damaged files are put aside under a name that ends in .damaged, and the exit code is 1 where
    articles were lost.

    \b
    Examples:
      newsearch check
      newsearch check --index archive --repair
    """
    if mend:
        return _repair(index_path)
    with open_index(index_path) as index:
        index.check()
        count = len(index)
    output.line(f"{index_path}: sound, {output.quantity(count, 'article')}")
    return 0


def _repair(index_path: str) -> int:
    import newsearch

    done = newsearch.repair(index_path)
    for loss in done.losses:
        output.line(f"{loss.file}: {loss.reason}")
        lost = "an unknown number" if loss.lost < 0 else f"{loss.lost:,}"
        if loss.rescued or loss.lost:
            output.line(f"  {output.quantity(loss.rescued, 'article')} kept, {lost} lost")
        for id in loss.ids:
            output.line(f"  lost: {output.one_line(id)}")
        if loss.revived:
            output.line("  articles that had been deleted or replaced may be back")
    count = output.quantity(done.articles, "article")
    output.line(f"{index_path}: {'repaired' if done.losses else 'sound'}, {count}")
    return 1 if any(loss.lost for loss in done.losses) else 0


@click.command("optimize", cls=Command)
@index_option
def optimize_command(index_path: str) -> int:
    """Merge the index into one segment and drop what was deleted.

    Searches get a little faster; worth it when much was added or deleted.

    \b
    Examples:
      newsearch optimize
      newsearch optimize --index archive
    """
    with open_index(index_path) as index:
        index.optimize()
        count = len(index)
    output.line(f"{index_path}: merged, {output.quantity(count, 'article')}")
    return 0


def as_mapping(figures: Any) -> Mapping[str, Any]:
    """Figures as a mapping, whether they come as one or as a dataclass."""
    if is_dataclass(figures) and not isinstance(figures, type):
        return asdict(figures)
    return dict(figures)


def print_figures(figures: Mapping[str, Any], indent: str = "") -> None:
    """Prints figures, one a line; nested ones further in."""
    width = max((len(name) for name in figures), default=0)
    for name, value in figures.items():
        label = f"{indent}{name.replace('_', ' '):<{width}}"
        if isinstance(value, Mapping):
            output.line(label.rstrip())
            print_figures(value, indent + "  ")
        elif isinstance(value, (list, tuple)) and value and isinstance(value[0], Mapping):
            output.line(label.rstrip())
            for item in value:
                print_figures(item, indent + "  ")
        else:
            output.line(f"{label}  {_figure(value)}")


def _figure(value: object) -> str:
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "-"}[value]
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.2f}"
    if isinstance(value, (list, tuple)):
        return ", ".join(_figure(item) for item in value) or "-"
    return output.one_line(str(value))

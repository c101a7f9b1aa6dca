"""Options that several commands share, and the index that they name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args

import click

from newsearch.schema import FIELD_ALIASES

if TYPE_CHECKING:
    from newsearch.index import Index

__all__ = [
    "EVERYTHING",
    "INTERVALS",
    "KEYWORD_FIELDS",
    "Command",
    "Interval",
    "KeywordField",
    "any_option",
    "filter_options",
    "index_option",
    "joined_query",
    "open_index",
]

F = TypeVar("F", bound=Callable[..., Any])

KEYWORD_FIELDS = ("tags", "source", "authors", "section", "language")
Interval = Literal["day", "week", "month", "year"]
INTERVALS: tuple[Interval, ...] = get_args(Interval)
EVERYTHING = "*"  # the query that every article matches

index_option = click.option(
    "--index",
    "index_path",
    metavar="DIR",
    envvar="NEWSEARCH_INDEX",
    default="index",
    show_envvar=True,
    show_default=True,
    help="The index.",
)


def show_help(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    """Prints the help of the command and leaves."""
    if value and not context.resilient_parsing:
        click.echo(context.get_help(), color=context.color)
        context.exit()


_HELP = click.Option(
    ["-h", "--help"],
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=show_help,
    help="Show this message and exit.",
)


class Command(click.Command):
    """A command with an option ``--help`` of its own.

    click translates the text of its own one, and for that loads translations each time a command
    is called: 2 ms.
    """

    def get_help_option(self, ctx: click.Context) -> click.Option:
        return _HELP


class KeywordField(click.Choice[str]):
    """One of `KEYWORD_FIELDS`; the query language's other names for them are understood."""

    def __init__(self) -> None:
        super().__init__(KEYWORD_FIELDS)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return super().convert(FIELD_ALIASES.get(value, value), param, ctx)


_ANY = click.option("--any", "any_word", is_flag=True, help="One of the words is enough.")
_FILTERS = (
    click.option("--tag", "tags", metavar="TAG", multiple=True, help="Has this tag; repeatable."),
    click.option(
        "--source", "sources", metavar="NAME", multiple=True, help="From this or that source."
    ),
    click.option(
        "--author", "authors", metavar="NAME", multiple=True, help="By this or that author."
    ),
    click.option(
        "--section", "sections", metavar="NAME", multiple=True, help="In this or that section."
    ),
    click.option(
        "--language", "languages", metavar="CODE", multiple=True, help="In this or that language."
    ),
    click.option("--since", metavar="DATE", help="Published on or after, e.g. 2026-02 or P7D."),
    click.option("--until", metavar="DATE", help="Published on or before."),
    click.option(
        "--timezone",
        metavar="ZONE",
        envvar="NEWSEARCH_TIMEZONE",
        show_envvar=True,
        help="Whose days dates mean, e.g. Europe/Kyiv; the index's where left out.",
    ),
)


def filter_options(command: F) -> F:
    """Gives a command the options that narrow a search.

    They arrive as keyword arguments under the names that `newsearch.Index.search` gives them.
    """
    for option in reversed(_FILTERS):
        command = option(command)
    return command


def any_option(command: F) -> F:
    """Gives a command the option ``--any``, which arrives as ``any_word``."""
    return _ANY(command)


def joined_query(words: Sequence[str], default: str | None = None) -> str:
    """The query of the words typed; `default` where there are none.

    Bytes of the command line that are no characters become U+FFFD, so that the query can be shown.

    Raises:
        click.UsageError: there are no words and no default.
    """
    query = " ".join(words).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    if query.strip():
        return query
    if default is None:
        raise click.UsageError("a query is missing, or a filter such as --tag or --since.")
    return default


def open_index(path: str) -> Index:
    """Opens the index at `path`.

    Raises:
        newsearch.IndexNotFound: there is none.
    """
    import newsearch

    return newsearch.open(path)

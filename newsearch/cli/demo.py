"""``newsearch demo``: indexes the sample corpus and shows what search looks like."""

from __future__ import annotations

import os
import shlex
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import newsearch
from newsearch.cli import output
from newsearch.cli.options import EVERYTHING, Command
from newsearch.errors import NewsearchError

if TYPE_CHECKING:
    from newsearch.article import Article

__all__ = ["demo_command"]

SAMPLE = "corpus"


@click.command("demo", cls=Command)
@click.argument("path", required=False)
@click.option(
    "--index", "index_path", metavar="DIR", help="Put the index here and keep it; see --keep."
)
@click.option(
    "--keep",
    is_flag=True,
    help="Keep the index, in $NEWSEARCH_INDEX or ./index where --index is not given.",
)
def demo_command(path: str | None, index_path: str | None, keep: bool) -> int:
    """Index a sample and show what a search, a filter, a phrase, a date, facets and a timeline are.

    PATH is the news to index; left out, the folder corpus/ here or in the source checkout. The
    index is temporary unless --keep or --index is given.

    \b
    Examples:
      newsearch demo
      newsearch demo my-articles.jsonl --keep
    """
    news = Path(path) if path is not None else sample_corpus()
    if keep and index_path is None:
        index_path = os.environ.get("NEWSEARCH_INDEX") or "index"
    with kept_or_temporary(index_path) as place:
        step("Index the news", ["index", str(news)], place)
        for title, words in tour(place, is_sample=path is None):
            step(title, words, place)
    if index_path is not None:
        output.line(f"The index stays in {index_path}: newsearch search --index {index_path} ...")
    else:
        output.line(
            "Now your own news: newsearch index PATH..., then newsearch search QUERY; "
            "newsearch --help shows the rest."
        )
    return 0


def sample_corpus() -> Path:
    """The folder corpus/: in the current folder, else beside the package in a source checkout.

    Raises:
        NewsearchError: it is in neither.
    """
    places = [Path(SAMPLE), Path(__file__).resolve().parents[2] / SAMPLE]
    for place in places:
        if place.is_dir():
            return place
    raise NewsearchError(
        f"no folder {SAMPLE}/ here: run `newsearch demo` at the top of the source checkout, "
        "or name news of your own: newsearch demo PATH"
    )


@contextmanager
def kept_or_temporary(path: str | None) -> Iterator[str]:
    """The folder `path`, or a temporary one that is removed at the end."""
    if path is not None:
        yield path
    else:
        with tempfile.TemporaryDirectory(prefix="newsearch-demo-") as folder:
            yield str(Path(folder) / "index")


def step(title: str, words: list[str], index_path: str) -> None:
    """Shows a command as one would type it, and runs it.

    Raises:
        NewsearchError: the command failed; it has told why.
    """
    from newsearch.cli.application import COMMANDS, application

    output.line(output.paint(f"# {title}", fg="green"))
    output.line(output.paint(f"$ newsearch {shlex.join(words)}", bold=True))
    command = application.get_command(click.Context(application), words[0])
    assert command is not None, COMMANDS
    arguments = [*words[1:], "--index", index_path]
    with command.make_context(f"newsearch {words[0]}", arguments) as context:
        command.invoke(context)
    output.line()


def tour(index_path: str, *, is_sample: bool) -> list[tuple[str, list[str]]]:
    """What the demo shows after indexing: titles and commands."""
    return SAMPLE_TOUR if is_sample else tour_of(index_path)


def tour_of(index_path: str) -> list[tuple[str, list[str]]]:
    """A tour of any news: questions made of the newest article about the most frequent subject."""
    with newsearch.open(index_path) as index:
        counts = index.search(EVERYTHING, limit=0, facets=("tags", "section", "source")).facets
        option = subject = ""
        for name, field in (("tag", "tags"), ("section", "section"), ("source", "source")):
            if counts[field]:
                option, subject = f"--{name}", counts[field][0][0]
                break
        filters: dict[str, Any] = {f"{option[2:]}s": (subject,)} if option else {}
        hits = list(index.search(EVERYTHING, limit=1, sort="newest", **filters))
        article: Article = hits[0].article
    words = [word for word in article.title.split() if word.isalpha()] or ["news"]
    longest = max(words, key=len)
    at = words.index(longest)
    phrase = " ".join(words[at : at + 2] if at + 1 < len(words) else words[max(0, at - 1) :])
    filtered = [option, subject] if option else []
    shown = [
        ("A word" + (" and a filter" if option else ""), ["search", longest, *filtered, "-n", "3"]),
        ("An exact phrase", ["search", f'"{phrase}"', "-n", "3"]),
    ]
    if article.date is not None:
        month = f"date:{article.date:%Y-%m}"
        shown.append(("A month, newest first", ["search", month, "--sort", "newest", "-n", "3"]))
    if option:
        field = {"--tag": "tags"}.get(option, option[2:])
        shown.append(("What it is about", ["facets", field, "-n", "8"]))
    if article.date is not None:
        shown.append(("When it was published", ["timeline", "--by", "month"]))
    return shown


# Each finds something in corpus/, whose README says what is there.
SAMPLE_TOUR = [
    ("Words and a filter", ["search", "flood warning", "--tag", "Hollin Dam", "-n", "3"]),
    ("An exact phrase, and only in 2026", ["search", '"Hollin Dam" date:2026', "-n", "2"]),
    ("Any language: every form of a word is found", ["search", "трамвай", "-n", "2"]),
    ("A month, newest first", ["search", "date:2026-06", "--sort", "newest", "-n", "2"]),
    ("What it is all about", ["facets", "tags", "-n", "8"]),
    ("Who wrote about elections", ["facets", "source", "tag:Elections"]),
    ("When floods were in the news", ["timeline", "tag:Floods", "--by", "month"]),
]

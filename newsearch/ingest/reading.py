"""Reads articles from paths, pages and texts."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar, cast

from ..article import AnyArticle, Article
from ..errors import ReadError
from ..kernel.gathering import EncodedArticle
from .accounts import InputReport, OnError, OnInput, Tell, ignore
from .compression import TooLargeError
from .files import Input, PathLike, error_of, open_inputs, record_in
from .formats import format_named
from .limits import LARGEST_RECORD
from .normalise import normalise
from .portions import ToldElsewhereError
from .records import Raw

__all__ = [
    "read",
    "read_articles",
    "read_explained",
    "read_html",
    "read_input",
    "read_raw",
    "read_text",
    "read_to_index",
]


def log_error(error: ReadError) -> None:
    """What is done with a bad record where the caller says nothing: a warning in the log."""
    logging.getLogger("newsearch").warning("%s", error)


def read(
    *paths: PathLike,
    format: str | None = None,
    on_error: OnError | None = None,
    on_input: OnInput = ignore,
) -> Iterator[Article]:
    """The articles of files, folders (with what is in them), globs, and ``-``, standard input.

    Compressed files (gzip, bzip2, xz, zstd) and archives (zip, tar) are read through.

    Args:
        paths: What to read, in this order; folders in sorted order.
        format: The name of a format; None finds it from each file's content.
        on_error: Called with a `ReadError` for each record, file or path that cannot be read;
            reading goes on after it.  To stop at the first, raise it.  None logs a warning.
        on_input: Called with an `InputReport` for each file and member of an archive when it is
            over, and for each that is passed over: with `on_error`, all that there was, in order.

    Raises:
        ValueError: No such format.

    Example:
        >>> for article in read("news/", "more.jsonl.gz"):
        ...     print(article.date, article.title)
    """
    return read_articles(paths, format=format, on_error=on_error, on_input=on_input)


def read_articles(
    paths: Iterable[PathLike],
    *,
    format: str | None = None,
    on_error: OnError | None = None,
    on_input: OnInput = ignore,
    detect: bool = True,
) -> Iterator[Article]:
    """As `read`; `detect=False` leaves undeclared languages None, for the indexer to find."""
    forced = None if format is None else format_named(format)
    tell = Tell(on_error or log_error, on_input)

    def articles() -> Iterator[Article]:
        for one in open_inputs(paths, tell.error, forced, tell.input):
            yield from read_input(one, tell, detect=detect)

    return articles()


def read_explained(
    paths: Iterable[PathLike],
    *,
    format: str | None = None,
    on_error: OnError | None = None,
    on_input: OnInput = ignore,
) -> Iterator[tuple[Article, dict[str, str]]]:
    """As `read`, each article with the rule that gave each of its fields.

    Example: ``next(read_explained(["page.html"]))[1]["date"]`` might be
    ``"json-ld datePublished"``.
    """
    from .explaining import evidence_of

    forced = None if format is None else format_named(format)
    tell = Tell(on_error or log_error, on_input)
    for one in open_inputs(paths, tell.error, forced, tell.input):
        for number, raw in enumerate(read_raw(one, tell), start=1):
            try:
                article = normalise(raw)
            except ValueError as error:
                tell.error(error_of(one, error, f"record {number}"))
                continue
            one.articles += 1
            yield article, evidence_of(raw, article)


def read_input(one: Input, tell: Tell, *, detect: bool = True) -> Iterator[Article]:
    """The articles of one open input."""
    for number, raw in enumerate(read_raw(one, tell), start=1):
        try:
            article = normalise(raw, detect=detect)
        except ValueError as error:
            tell.error(error_of(one, error, f"record {number}"))
        else:
            one.articles += 1
            yield article


def read_to_index(one: Input, tell: Tell) -> Iterator[AnyArticle]:
    """As `read_input`, for an index, which finds undeclared languages itself."""
    if one.format.name != "jsonl":
        yield from read_input(one, tell, detect=False)
        return
    from .json_records import read_clean_lines

    number = 0
    for found in _found(one, read_clean_lines(one.stream, one.path, one.portion), tell):
        number += 1
        if type(found) is EncodedArticle:
            one.articles += 1
            yield found
            continue
        try:
            article = normalise(cast(Raw, found), detect=False)
        except ValueError as error:
            tell.error(error_of(one, error, f"record {number}"))
        else:
            one.articles += 1
            yield article


def read_raw(one: Input, tell: Tell) -> Iterator[Raw]:
    """What the reader of the input's format finds, before it is normalised."""
    return _found(one, one.format.read(one.stream, one.path, one.portion), tell)


Found = TypeVar("Found")


def _found(
    one: Input, records: Iterator[Found | ReadError | InputReport], tell: Tell
) -> Iterator[Found]:
    try:
        for found in records:
            if isinstance(found, ReadError):
                tell.error(error_of(one, found, found.record) if one.member else found)
            elif isinstance(found, InputReport):
                tell.input(replace(found, record=record_in(one, found.record)))
            else:
                yield found
    except ReadError:
        raise  # by on_error, to stop
    except ToldElsewhereError:
        pass
    except (OSError, ValueError, EOFError, RecursionError, MemoryError) as error:
        tell.error(error_of(one, error))


def read_html(html: str | bytes, url: str | None = None) -> Article:
    """The article of an HTML page.

    Args:
        html: The page; bytes where its encoding is to be found.
        url: Where it came from, if known.

    Raises:
        ReadError: No article could be made out.

    Example: ``read_html("<title>Rain</title><p>It rained.").title`` is ``"Rain"``.
    """
    from .html import parse_html

    try:
        raw = parse_html(html, url)
        raw.url = raw.url or url
        return normalise(raw)
    except ValueError as error:
        raise ReadError(url or "page", str(error)) from error


def read_text(text: str) -> Article:
    """The article of a page's visible text, site furniture included.

    Raises:
        ReadError: No article could be made out.

    Example: ``read_text("Rain stops\\n\\nIt stopped at noon.").title`` is ``"Rain stops"``.
    """
    from .site_text import parse_text

    try:
        if len(text) > LARGEST_RECORD:
            raise TooLargeError(f"more than {LARGEST_RECORD >> 20} Mi characters in one article")
        return normalise(parse_text(text))
    except ValueError as error:
        raise ReadError("text", str(error)) from error

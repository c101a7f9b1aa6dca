"""The article: what ingest yields, the index stores and a hit returns."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeAlias, cast

if TYPE_CHECKING:
    from .kernel.gathering import EncodedArticle

JSON: TypeAlias = "bool | int | float | str | list[JSON] | dict[str, JSON] | None"
_TEXT = frozenset((str,))
_TEXT_OR_NONE = frozenset((str, type(None)))


@dataclass(frozen=True, slots=True)
class Article:
    """One news article as plain, normalised text.

    Only ``title`` and ``body`` must be given.

    Attributes:
        title: The headline, NFC, one line.
        body: NFC text, paragraphs separated by a blank line; the title is not repeated in it.
        id: Stable key. The input's own id where it has one, else the canonical URL, else a hash
            of source, title, date and body. Adding an id again replaces the article.
        tags: Topics or keywords as published, without repeats, in order.
        date: Publication time, timezone-aware; a date without a time is midnight UTC.
        authors: Persons, in order.
        source: Publisher or agency (``UNN``, ``Reuters``, ``bbc.co.uk``).
        section: The site's rubric.
        summary: The lead or standfirst where the page sets it apart.
        place: The dateline's place (``Kyiv``).
        language: BCP-47 primary subtag.
        url: Canonical URL.
        extra: What else the input said; stored and returned, never searched.

    Example:
        >>> Article(title="Bridge opens", body="The bridge opened.", tags=("bridges",)).tags
        ('bridges',)
    """

    title: str
    body: str
    id: str = ""
    tags: tuple[str, ...] = ()
    date: datetime | None = None
    authors: tuple[str, ...] = ()
    source: str | None = None
    section: str | None = None
    summary: str | None = None
    place: str | None = None
    language: str | None = None
    url: str | None = None
    extra: dict[str, JSON] = field(default_factory=dict, hash=False)


class _Draft:
    """An article that is quick to make, with places for the same attributes."""

    __slots__ = Article.__slots__

    def __init__(
        self,
        title: str,
        body: str,
        id: str,
        tags: tuple[str, ...],
        date: datetime | None,
        authors: tuple[str, ...],
        source: str | None,
        section: str | None,
        summary: str | None,
        place: str | None,
        language: str | None,
        url: str | None,
        extra: dict[str, JSON],
    ) -> None:
        self.title = title
        self.body = body
        self.id = id
        self.tags = tags
        self.date = date
        self.authors = authors
        self.source = source
        self.section = section
        self.summary = summary
        self.place = place
        self.language = language
        self.url = url
        self.extra = extra


#: What goes into an index.
AnyArticle: TypeAlias = "Article | EncodedArticle"


def new_article(*fields: Any) -> Article:
    """As ``Article(*fields)`` with all fields, in a fourth of the time.

    A frozen dataclass sets each field through ``object.__setattr__``.

    Example:
        >>> fields = ("Rain", "It rained.", "7", (), None, (), *[None] * 6, {})
        >>> new_article(*fields) == Article(*fields)
        True
    """
    draft = _Draft(*fields)
    draft.__class__ = Article  # type: ignore[assignment]  # both have the same places
    return cast(Article, draft)


def content_id(source: str | None, title: str, date: datetime | None, body: str) -> str:
    """The id of an article that has none of its own and no URL.

    32 hexadecimal digits of SHA-256 (FIPS 180-4) over what makes the article what it is.

    Example:
        >>> len(content_id("UNN", "Bridge opens", None, "The bridge opened."))
        32
    """
    from hashlib import sha256  # not needed to search, and slow to import

    when = "" if date is None else date.astimezone(UTC).isoformat()
    text = "\0".join((source or "", title, when, body))
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def identified(article: Article) -> Article:
    """The article with an id and a date that has a time zone.

    Raises:
        TypeError: A field is of the wrong type.
        OverflowError: The date is outside the years 1 to 9999 in UTC.
    """
    if not _is_plain(article):
        _check_types(article)
    if article.date is not None and article.date.tzinfo is None:
        article = replace(article, date=article.date.replace(tzinfo=UTC))
    if not article.id:
        id = article.url or content_id(article.source, article.title, article.date, article.body)
        article = replace(article, id=id)
    return article


def _is_plain(article: Article) -> bool:
    """Whether all is as `_check_types` wants it, asked the quick way."""
    return (
        type(article) is Article
        and type(article.title) is type(article.body) is type(article.id) is str
        and type(article.tags) is type(article.authors) is tuple
        and (article.date is None or type(article.date) is datetime)
        and type(article.extra) is dict
        and {
            type(article.summary),
            type(article.source),
            type(article.section),
            type(article.place),
            type(article.language),
            type(article.url),
        }
        <= _TEXT_OR_NONE
        and {*map(type, article.tags), *map(type, article.authors)} <= _TEXT
        and (article.date is None or 2 <= article.date.year <= 9998)
    )


def _check_types(article: Article) -> None:
    """Refuses what the annotations do not allow: it would fail later, or come back otherwise."""
    if not isinstance(article, Article):
        raise TypeError(f"expected a newsearch.Article, found {type(article).__name__}")
    for name in ("title", "body", "id", "summary", "source", "section", "place", "language", "url"):
        value = getattr(article, name)
        if not isinstance(value, str) and (value is not None or name in ("title", "body", "id")):
            raise TypeError(f"{name} must be a string, not {type(value).__name__}")
    for name in ("tags", "authors"):
        values = getattr(article, name)
        if not isinstance(values, (tuple, list)):
            raise TypeError(f"{name} must be a tuple of strings, not {type(values).__name__}")
        for value in values:
            if not isinstance(value, str):
                raise TypeError(f"{name} must be strings, not {type(value).__name__}")
    if article.date is not None and not isinstance(article.date, datetime):
        raise TypeError(f"date must be a datetime, not {type(article.date).__name__}")
    if article.date is not None and not 2 <= article.date.year <= 9998:
        article.date.astimezone(UTC)  # an index keeps dates in UTC
    if not isinstance(article.extra, dict):
        raise TypeError(f"extra must be a dict, not {type(article.extra).__name__}")

"""Articles as stored records.

A record is one line of JSON with the fields that have a value, all but the body; the body follows
as it is, in UTF-8: nothing in it has to be escaped, or read where only the other fields are wanted.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from newsearch.errors import CorruptIndex

if TYPE_CHECKING:
    from newsearch.article import AnyArticle, Article

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
#: What a date column holds where an article has no date.
MISSING_DATE = -(2**63)


def microseconds(date: datetime | None) -> int:
    """A date as microseconds since 1970-01-01 UTC; `MISSING_DATE` for None."""
    if date is None:
        return MISSING_DATE
    since = date - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def date_of(value: int) -> datetime | None:
    """The inverse of `microseconds`, in UTC.

    Raises:
        CorruptIndex: It is the number of no date.
    """
    try:
        return None if value == MISSING_DATE else EPOCH + value * MICROSECOND
    except OverflowError:
        raise CorruptIndex(f"{value} is no date: run newsearch check") from None


def record_of(article: AnyArticle, language: str | None) -> bytes:
    """The stored record of an article.

    Args:
        article: The article.
        language: The language under which it was indexed.

    Raises:
        TypeError, ValueError: A field holds what JSON cannot, or text is not valid Unicode.
    """
    import orjson  # slow to import: a search that shows no article does without

    from newsearch.kernel.gathering import encoded

    one = encoded(article)
    return b"%b\n%b" % (orjson.dumps(one.fields(language)), one.body)


def fields_of(record: bytes) -> dict[str, Any]:
    """The fields of a stored record that have a value: strings, lists of them, and ``extra``.

    Raises:
        CorruptIndex: The record is not one.

    Example:
        >>> fields_of(b'{"id":"1","title":"Bridge opens"}\\nThe bridge opened.')["body"]
        'The bridge opened.'
    """
    import orjson

    try:
        line, _, body = record.partition(b"\n")
        fields: dict[str, Any] = orjson.loads(line)
        fields["body"] = body.decode()
    except (ValueError, TypeError) as error:
        raise CorruptIndex(f"a stored article cannot be read ({error}): index anew") from error
    return fields


class StoredText:
    """What a snippet shows of a stored record: quicker to make than its article.

    Args:
        record: The record.

    Attributes:
        title, body, summary, language: As of the article.
        data: The body in UTF-8.

    Raises:
        CorruptIndex: The record is not one.
    """

    __slots__ = ("body", "data", "language", "summary", "title")

    def __init__(self, record: bytes) -> None:
        fields = fields_of(record)
        try:
            self.title: str = fields["title"]
        except KeyError as error:
            raise CorruptIndex(f"a stored article cannot be read ({error}): index anew") from error
        self.body: str = fields["body"]
        self.data = self.body.encode()
        self.summary: str | None = fields.get("summary")
        self.language: str | None = fields.get("language")


def article_of(record: bytes) -> Article:
    """The article of a stored record.

    Raises:
        CorruptIndex: The record is not one.
    """
    from newsearch.article import new_article  # slow to import: not all searches show articles

    fields = fields_of(record)
    get = fields.get
    try:
        date = get("date")
        return new_article(
            fields["title"],
            fields["body"],
            fields["id"],
            tuple(get("tags", ())),
            None if date is None else datetime.fromisoformat(date),
            tuple(get("authors", ())),
            get("source"),
            get("section"),
            get("summary"),
            get("place"),
            get("language"),
            get("url"),
            get("extra", {}),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CorruptIndex(f"a stored article cannot be read ({error}): index anew") from error

# cython: boundscheck=False
# Every loop runs to a length taken before it.
"""Puts what articles consist of side by side, for those who work on many of them at a time."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from newsearch.kernel.instants import instant

__all__ = [
    "EncodedArticle",
    "cut_block",
    "encoded",
    "encoded_article",
    "instants_of",
    "keywords_of",
    "record_lines",
    "runs_of",
    "texts_of",
]

#: Bytes of a record's length before it.
LENGTH_BYTES = 4

Keywords = tuple[tuple[str, ...], ...]


class EncodedArticle:
    """An article on its way into an index, whose body is UTF-8 already, and which is quick to make.

    No program sees one. It has the attributes of a `newsearch.Article`, and the garbage collector
    does not look at it.

    Attributes:
        given_date: The date; a time in UTC may be text, as `newsearch.kernel.instants.utc_text`
            gives it.
        more: What else the input said; None for nothing.

    Made by `encoded` and `encoded_article`.
    """

    title: str
    body: bytes
    id: str
    tags: tuple[str, ...]
    given_date: datetime | str | None
    authors: tuple[str, ...]
    source: str | None
    section: str | None
    summary: str | None
    place: str | None
    language: str | None
    url: str | None
    more: dict[str, Any] | None

    @property
    def date(self) -> datetime | None:
        """The date."""
        date = self.given_date
        return datetime.fromisoformat(date) if type(date) is str else date  # type: ignore[return-value]

    @property
    def extra(self) -> dict[str, Any]:
        """What else the input said."""
        return {} if self.more is None else self.more

    def fields(self, language: str | None) -> dict[str, Any]:
        """What its record says, but for the body, where it is indexed under a language."""
        fields: dict[str, Any] = {"id": self.id, "title": self.title}
        if self.summary is not None:
            fields["summary"] = self.summary
        if self.tags:
            fields["tags"] = self.tags
        date = self.given_date
        if date is not None:
            # orjson writes the same for UTC, and is quicker.
            if type(date) is not str and date.tzinfo is not UTC:  # type: ignore[union-attr]
                date = date.isoformat()  # type: ignore[union-attr]
            fields["date"] = date
        if self.authors:
            fields["authors"] = self.authors
        if self.source is not None:
            fields["source"] = self.source
        if self.section is not None:
            fields["section"] = self.section
        if self.place is not None:
            fields["place"] = self.place
        if language is not None:
            fields["language"] = language
        if self.url is not None:
            fields["url"] = self.url
        if self.more is not None:
            fields["extra"] = self.more
        return fields


def encoded_article(
    title: str,
    body: bytes,
    id: str,
    tags: tuple[str, ...],
    date: datetime | str | None,
    authors: tuple[str, ...],
    source: str | None,
    section: str | None,
    summary: str | None,
    place: str | None,
    language: str | None,
    url: str | None,
    extra: dict[str, Any] | None,
) -> EncodedArticle:
    """An article of these fields.

    Args:
        body: In UTF-8.
        date: A `datetime`, or a time in UTC as `newsearch.kernel.instants.utc_text` gives it.
    """
    made = EncodedArticle.__new__(EncodedArticle)
    made.title = title
    made.body = body
    made.id = id
    made.tags = tags
    made.given_date = date
    made.authors = authors
    made.source = source
    made.section = section
    made.summary = summary
    made.place = place
    made.language = language
    made.url = url
    made.more = extra or None  # an empty one is not worth keeping
    return made


def encoded(article: Any) -> EncodedArticle:
    """An article, or one that has its attributes, for an index.

    Raises:
        UnicodeEncodeError: The body is not valid Unicode.
    """
    if type(article) is EncodedArticle:
        return article
    body = article.body
    return encoded_article(
        article.title,
        body if type(body) is bytes else body.encode(),
        article.id,
        article.tags,
        article.date,
        article.authors,
        article.source,
        article.section,
        article.summary,
        article.place,
        article.language,
        article.url,
        article.extra,
    )


def texts_of(
    articles: Iterable[Any], failures: list[tuple[Any, Exception]], texts: list[bytes]
) -> tuple[list[EncodedArticle], list[str], list[bytes], list[bytes], list[bytes]]:
    """What is indexed of articles.

    Args:
        articles: Any.
        failures: Grows by those whose texts or ids are not valid Unicode, with the error; nothing
            of them is given.
        texts: Grows by their texts in UTF-8.

    Returns:
        The articles; their ids; ids and bodies in UTF-8; the fields that each one's texts belong
        to: 0 title, 1 summary, 2 body, 3 a tag.
    """
    kept = []
    names = []
    ids = []
    bodies = []
    fields = []
    for article in articles:
        own = []
        try:
            one = encoded(article)
            id = utf8(one.id)
            own.append(utf8(one.title))
            kinds = b"\x00\x02"
            if one.summary:
                own.append(utf8(one.summary))
                kinds = b"\x00\x01\x02"
            own.append(one.body)
            if one.tags:
                for tag in one.tags:
                    own.append(utf8(tag))
                kinds += b"\x03" * len(one.tags)
        except UnicodeEncodeError as error:
            failures.append((article, error))
            continue
        kept.append(one)
        names.append(one.id)
        ids.append(id)
        bodies.append(one.body)
        texts += own
        fields.append(kinds)
    return kept, names, ids, bodies, fields


def utf8(text: str) -> bytes:
    """A text in UTF-8, quickly where it is of no class of its own."""
    if type(text) is str:
        plain = text
        return plain.encode()
    return text.encode()


def record_lines(
    articles: list[EncodedArticle],
    languages: list[str | None],
    dumps: Callable[[dict[str, Any]], bytes],
) -> tuple[list[bytes], list[tuple[int, Exception]]]:
    """The lines that the articles' records begin with.

    Args:
        articles: The articles.
        languages: The language of each.
        dumps: Writes JSON.

    Returns:
        The lines; the numbers of the articles whose lines are empty, with what ``dumps`` raised.

    Raises:
        IndexError: There is not a language for each.
    """
    if len(languages) < len(articles):
        raise IndexError("a language for each article")
    lines = []
    failures: list[tuple[int, Exception]] = []
    for at in range(len(articles)):
        one = articles[at]
        try:
            line = dumps(one.fields(languages[at]))
        except (TypeError, ValueError, AttributeError) as error:
            line = b""
            failures.append((at, error))
        lines.append(line)
    return lines, failures


def keywords_of(
    articles: list[EncodedArticle],
    languages: list[str | None],
    known: dict[Keywords, Keywords],
) -> list[Keywords]:
    """The values of the keyword fields, in the order of `newsearch.schema.COLUMN_FIELDS`.

    Args:
        articles: The articles.
        languages: The language of each.
        known: Those of other articles: equal ones become the same object. Grows.

    Raises:
        IndexError: There is not a language for each.
    """
    if len(languages) < len(articles):
        raise IndexError("a language for each article")
    found = []
    for at in range(len(articles)):
        one = articles[at]
        language = languages[at]
        keywords = (
            tuple(one.tags),
            tuple(one.authors),
            () if one.source is None else (one.source,),
            () if one.section is None else (one.section,),
            () if language is None else (language,),
        )
        found.append(known.setdefault(keywords, keywords))
    return found


def instants_of(
    articles: list[EncodedArticle], microseconds: Callable[[datetime | None], int]
) -> array[int]:
    """The dates of articles in microseconds ('q').

    Args:
        articles: The articles.
        microseconds: Gives that of a `datetime` or None.
    """
    made = array("q", bytes(8 * len(articles)))
    row = made
    for at in range(len(articles)):
        one = articles[at]
        date = one.given_date
        row[at] = instant(date) if type(date) is str else microseconds(date)  # type: ignore[arg-type]
    return made


def cut_block(
    lines: list[bytes],
    bodies: list[bytes],
    first: int,
    block: tuple[int, int, int],
    places: array[int],
    parts: list[bytes],
) -> tuple[int, int]:
    """Takes records (length, line, line end, body) until a block is full.

    Args:
        lines, bodies: The parts of each record.
        first: Which record to begin with.
        block: Its number, the bytes of it that are taken, and of how many it is full.
        places: Of each record, the block's number and where it starts in it ('I'); filled in.
        parts: Grows by what the records consist of.

    Returns:
        Which record comes next; the bytes of the block that are taken.

    Raises:
        IndexError: There are not as many bodies and places as lines.

    Example:
        >>> parts, places = [], array("I", bytes(16))
        >>> cut_block([b"1", b"2"], [b"Rain", b"Storm"], 0, (7, 0, 10), places, parts)
        (1, 10)
        >>> b"".join(parts), places.tolist()
        (b'\\x06\\x00\\x00\\x001\\nRain', [7, 0, 0, 0])
    """
    count = len(lines)
    if first < 0 or len(bodies) != count or len(places) < 2 * count:
        raise IndexError("a body and a place for each line")
    number, end, stop = block
    rows = places
    heads = bytearray(LENGTH_BYTES)
    head = heads
    at = first
    while at < count and end < stop:
        line = lines[at]
        body = bodies[at]
        size = len(line) + 1 + len(body)
        rows[2 * at] = number
        rows[2 * at + 1] = end
        head[0] = size & 255
        head[1] = size >> 8 & 255
        head[2] = size >> 16 & 255
        head[3] = size >> 24 & 255
        parts.append(bytes(head[:4]))
        parts.append(line)
        parts.append(b"\n")
        parts.append(body)
        end += LENGTH_BYTES + size
        at += 1
    return at, end


def runs_of(
    fields: list[bytes], text_ends: array[int], first: int, longest: int
) -> tuple[array[int], array[int], array[int], array[int]]:
    """The runs of tokens of one field each that articles consist of.

    Args:
        fields: Of each article the numbers of the fields of its texts.
        text_ends: At which token each text of all of them ends ('I').
        first: The token at which the first one starts.
        longest: Tokens of one article that count; the rest is left out.

    Returns:
        At which token each article ends ('I'); how many runs there are up to its end ('I'); at
        which token each run ends ('I'), and its field ('B'). Texts without tokens have none.

    Raises:
        IndexError: There are not as many ends as texts.

    Example:
        >>> found = runs_of([b"\\0\\2", b"\\0\\2\\3"], array("I", [3, 9, 9, 14, 15]), 0, 100)
        >>> [row.tolist() for row in found]
        [[9, 15], [2, 4], [3, 9, 14, 15], [0, 2, 2, 3]]
    """
    articles = len(fields)
    texts = len(text_ends)
    stops_row = array("I", bytes(4 * articles))
    counts_row = array("I", bytes(4 * articles))
    ends_row = array("I", bytes(4 * texts))
    fields_row = array("B", bytes(texts))
    stops = stops_row
    counts = counts_row
    ends = ends_row
    kinds = fields_row
    last = first
    count = 0
    text = 0
    for at in range(articles):
        own = fields[at]
        size = len(own)
        if text + size > texts:
            raise IndexError("an end for each text")
        most = last + longest
        for i in range(size):
            end = text_ends[text]
            text += 1
            if end > most:
                end = most
            if end > last:
                ends[count] = end
                kinds[count] = own[i]
                count += 1
                last = end
        stops[at] = last
        counts[at] = count
    if text < texts:
        raise IndexError("an end for each text")
    return stops_row, counts_row, ends_row[:count], fields_row[:count]

# cython: boundscheck=False
# Entries of the list that a `LineReader` gives are all that is asked for by number.
"""Makes the articles of clean lines of JSON: the quick way into an index.

Most fields need nothing done, which is seen here; what does need work, functions of
`newsearch.ingest.normalise` do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from newsearch.kernel.gathering import EncodedArticle, encoded_article
from newsearch.kernel.instants import instant, utc_text
from newsearch.kernel.json_lines import LineReader
from newsearch.kernel.strings import is_canonical_address, is_plain_text, may_repeat

__all__ = ["ArticleReader", "Rules", "may_have_dateline"]

#: Letters of a word behind which a day stands, and one more.
LONGEST = 21


class Rules(NamedTuple):
    """What is done to the fields of an article; the functions may change its ``extra``.

    Attributes:
        is_clean: Whether a text (UTF-8) is clean, its white space set aside.
        without_title: The body (UTF-8) without a title that it repeats.
        url: The canonical form of a URL, or None.
        longest_url: Characters of one that is taken as it is.
        source: The name of a source.
        dateline: Place and agency that a body (UTF-8) begins with.
        longest_dateline: The bytes in which the head of one, up to ``) - ``, lies.
        head: Place and agency that such a head (UTF-8) says; None where it says none.
        agency: The agency for which authors write.
        host: The source that a URL names.
        date: What a date means.
        oldest, recent: From which year on, and before which, one is not doubted.
        is_ahead: Whether a moment, in seconds since 1970, lies too far ahead of the clock.
        identity: The id of an article without one, from its source, title, date and body.
        tags, summary, language: As they go into the index.
        authors: Those that a tuple names, for a source.
        byline: Those that one string names, for a source.
    """

    is_clean: Callable[[bytes], bool]
    without_title: Callable[[bytes, str], bytes]
    url: Callable[[str, dict[str, Any]], str | None]
    longest_url: int
    source: Callable[[str], str | None]
    dateline: Callable[[bytes], tuple[str | None, str | None]]
    longest_dateline: int
    head: Callable[[bytes], tuple[str | None, str | None] | None]
    agency: Callable[[Any], str | None]
    host: Callable[[str], str | None]
    date: Callable[[Any, dict[str, Any]], Any]
    oldest: str
    recent: str
    is_ahead: Callable[[float], bool]
    identity: Callable[[str | None, str, Any, bytes], str]
    tags: Callable[[Any], tuple[str, ...]]
    authors: Callable[[tuple[str, ...], str | None], tuple[str, ...]]
    byline: Callable[[str, str | None], tuple[str, ...]]
    summary: Callable[[str], str | None]
    language: Callable[[str], str | None]


class ArticleReader:
    """Makes articles of lines. Not safe to share between threads.

    Args:
        plan_of, loads: As for a `newsearch.kernel.json_lines.LineReader`.
        rules: What to do with the fields.
    """

    def __init__(
        self,
        plan_of: Callable[[tuple[str, ...]], bytes | None],
        loads: Callable[[bytes], Any],
        rules: Rules,
    ) -> None:
        self.rules = rules
        self._reader = LineReader(plan_of, loads)
        self._source = rules.source
        self._head = rules.head
        self._authors = rules.authors
        self._language = rules.language
        self._oldest = rules.oldest
        self._recent = rules.recent
        self._longest_url = rules.longest_url
        self._longest_dateline = rules.longest_dateline

    def article(self, data: bytes, start: int, end: int) -> EncodedArticle | None:
        """The article of a line whose fields are all clean, or nearly so; None for any other.

        Args:
            data: Lines of JSON, or anything else.
            start, end: Where in it the line begins and ends.
        """
        found = self._reader.read(data, start, end)
        if found is None or found[0] is None:
            return None
        title = found[0]
        body = found[1]
        id = found[2]
        section = found[3]
        place = found[4]
        url = found[5]
        source = found[6]
        date = found[7]
        language = found[8]
        summary = found[9]
        authors = found[10]
        tags = found[11]
        extra = found[12]
        if not is_plain_text(body) and not self.rules.is_clean(body):
            return None
        if self._reader.unclear and not self._are_clean(found):
            return None
        # Such lines are put right elsewhere: a body cut by NewsAPI, a URL for a source.
        text = body
        if text[len(body) - 1] == 93 and body.endswith(b"chars]"):
            return None
        if source is not None and source.startswith("http"):
            return None
        if may_repeat(body, title):
            body = self.rules.without_title(body, title)
        if url is not None and not (len(url) <= self._longest_url and is_canonical_address(url)):
            url = self.rules.url(url, extra)
        if source is not None:
            source = self._source(source)
        if place is None or source is None:
            said, agency = self._dateline(body)
            place = place or said
            source = source or agency
        if source is None and authors:
            source = self.rules.agency(authors)
        if source is None and url is not None:
            source = self.rules.host(url)
        moment = None if date is None else self._moment(date, extra)
        if id is None:
            id = url
        if id is None:
            id = self.rules.identity(source, title, moment, body)
        return encoded_article(
            title,
            body,
            id,
            () if tags is None else self.rules.tags(tags),
            moment,
            () if authors is None else self._named(authors, source),
            source,
            section,
            None if summary is None else self.rules.summary(summary),
            place,
            None if language is None else self._language(language),
            url,
            extra,
        )

    def _are_clean(self, found: list[Any]) -> bool:
        """Whether title, id, section and place, which are lines, are clean."""
        for field in (0, 2, 3, 4):
            text = found[field]
            if text is not None and not self.rules.is_clean(text.encode()):
                return False
        return True

    def _dateline(self, body: bytes) -> tuple[str | None, str | None]:
        """Place and agency that a body begins with."""
        end = body.find(b") - ", 0, self._longest_dateline)
        if end > 0:
            known = self._head(body[: end + 4])
            if known is not None:
                found: tuple[str | None, str | None] = known
                return found
        if may_have_dateline(body, self._longest_dateline):
            return self.rules.dateline(body)
        return None, None

    def _named(self, authors: list[str] | str, source: str | None) -> tuple[str, ...]:
        if type(authors) is str:
            return self.rules.byline(authors, source)
        return self._authors(tuple(authors), source)

    def _moment(self, date: str, extra: dict[str, Any]) -> Any:
        """What a date means: the usual ones stay text, as `utc_text` gives it."""
        text = utc_text(date)
        if text is None or text < self._oldest:
            return self.rules.date(date, extra)
        if text >= self._recent and self.rules.is_ahead(instant(text) / 1e6):
            return self.rules.date(date, extra)
        return text


def may_have_dateline(body: bytes, longest: int) -> bool:
    """Whether a text (UTF-8) may begin with a dateline: with a bracket among its first ``longest``
    characters, two capitals, or a word, a full stop or comma, a space and a digit.

    Example:
        >>> may_have_dateline(b"KYIV, Ukraine", 120), may_have_dateline(b"Rain stopped.", 120)
        (True, False)
    """
    text = body
    size = len(body)
    if size < 3 or text[0] > 127 or text[1] > 127:
        return True
    capitals = is_capital(text[0]) or is_capital(text[1])
    if capitals and not is_small(text[0]) and not is_small(text[1]):
        return True
    at = 0
    while at < size and at < LONGEST and (is_capital(text[at]) or is_small(text[at])):
        at += 1
    if at < size and text[at] > 127:
        return True
    if at > 1 and at + 2 < size and (text[at] == 46 or text[at] == 44):
        spaced = text[at + 1] <= 32 or text[at + 1] > 127
        if spaced and (text[at + 2] > 127 or 48 <= text[at + 2] <= 57):
            return True
    at = 0
    characters = 0
    while at < size and characters < longest:
        if text[at] == 40:
            return True
        if text[at] & 192 != 128:
            characters += 1
        at += 1
    return False


def is_capital(byte: int) -> bool:
    """Whether a byte is a capital letter of ASCII."""
    return 65 <= byte <= 90


def is_small(byte: int) -> bool:
    """Whether a byte is a small letter of ASCII."""
    return 97 <= byte <= 122

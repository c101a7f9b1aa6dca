"""When the article was published: what the page states, then what a reader sees near the title.

Shares of pages on which a rule gave the date, and on which that was the day (131 news pages; 497
pages of all kinds, on which JSON-LD is right on 87 %):

==================  =========================================================================
``json-ld``         datePublished, on 90 % of news pages, right on all but one in a hundred
``meta``            article:published_time 50/99 and its dialects
``microdata``       itemprop datePublished 9/96
``visible date``    what a reader sees (`html_shown`); right on 87 % of 255 pages without the rest
``meta``, weak      Dublin Core's date and others that name no publication: after the visible
``url date``        20/98 of news pages, half right where nothing else was found on others
==================  =========================================================================

``dateModified`` is a trap (the minute is right on half of the pages) and never the date, unless
the page shows its day with the title and does not call it that of a change.
"""

from __future__ import annotations

import re
from datetime import UTC
from typing import TYPE_CHECKING

from newsearch.ingest.dates import parse_date
from newsearch.ingest.html_shown import (
    ELSEWHERE,
    HEAD,
    INSIDE,
    ShownDay,
    labelled_day,
    shown_days,
)
from newsearch.ingest.html_statements import Metadata, set_field
from newsearch.ingest.records import Raw
from newsearch.kernel.byte_search import find_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsearch.ingest.html_blocks import Page

__all__ = ["date_in_url", "last_date", "read_date", "read_shown_date"]

DATE_NAMES = (
    "article:published_time", "og:article:published_time", "og:published_time",
    "datepublished", "date_published", "publishdate", "publish-date", "publish_date", "pubdate",
    "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued",
    "article.published", "published-date", "article:published", "published_time",
    "publication_date", "ptime", "citation_publication_date", "citation_date",
    "cxenseparse:recs:publishtime", "vr:published_time", "rnews:datepublished",
    "originalpublicationdate", "article_date_original", "firstpublishedtime", "og:pubdate",
)  # fmt: skip
WEAK_DATE_NAMES = (
    "dc.date.created", "dcterms.created", "dc.created", "dc.date", "dcterms.date",
    "dc.terms.created", "displaydate", "date", "article.created", "article:created", "cre_date",
    "created", "cdate", "last-published",
)  # fmt: skip
DAYS_IN_WORK = 7
SURE = 6  # the greatest rank of a day shown that is believed before weak statements

_MONTH = re.compile(r"\d{4}[-/.]?\d{2}")
_STATE_DATE = re.compile(
    rb"[\"'{,\s]"
    rb"(?:date_?published|published_?(?:at|date|on|time)|publish_?(?:date|time|at|ed)|"
    rb"publication_?date|pub_?date|release_?date|post_?date|article_?date|"
    rb"first_?published_?\w{0,6})\\?[\"']?\s*[:=]\s*(?:\\?[\"']"
    rb"(\d{4}[-./]\d\d[-./]\d\d[^\"'\\]{0,25})|(1[0-9]{9})(?:\d{3})?(?!\d))",
    re.IGNORECASE,
)
"""A date of publication in the state of a page's program: a day, or seconds since 1970."""
_STATE_WORDS = (b"publish", b"date")  # one of which is in each of those names
BEFORE_WORD = 13  # characters of a name before the word
BEHIND_WORD = 200  # characters behind its beginning in which the date stands
_PERMALINK = re.compile(r"/((?:19[89]|20[0-4])\d)/(0[1-9]|1[0-2])/(0[1-9]|[12]\d|3[01])(?:/|$)")
_URL_DATE_STRICT = re.compile(
    r"[/_.=-]((?:19[89]|20[0-4])\d)(?:/(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])(?=[/_.-]|$)"
    r"|-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?!\d)|(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=\D|$|\d{6}\D))"
)


def read_date(page: Metadata, raw: Raw, evidence: dict[str, str]) -> None:
    """Set the date of `raw` to the surest that the page states as that of publication.

    What may be wrong is left to `read_shown_date` and `last_date`, when the text has been found.
    """
    for value, rule in _statements(page):
        set_field(raw, evidence, "date", value, rule)
        break
    modified = _modified(page)
    if modified:
        raw.extra["modified"] = modified[:60]


def _modified(page: Metadata) -> str | None:
    return page.linked.text("dateModified") or page.meta("article:modified_time")


def _statements(page: Metadata) -> Iterator[tuple[str, str]]:
    """The statements of a day of publication with their rules, the surest first."""
    published = page.linked.text("datePublished")
    if published and any(c.isdigit() for c in published):
        yield published, "json-ld datePublished"
    yield from _metas(page, DATE_NAMES)
    nodes = page.microdata.nodes
    for node in (nodes.get("datePublished") or nodes.get("dateCreated") or [])[:1]:
        attributes = node.attributes
        value = attributes.get("datetime") or attributes.get("content") or node.text(deep=True)
        if value and sum(map(str.isdigit, value)) >= 4:
            yield value.strip()[:60], "microdata datePublished"


def _metas(page: Metadata, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name in names:
        value = page.meta(name)
        if value and sum(map(str.isdigit, value)) > 4 and not _MONTH.fullmatch(value):
            yield value[:60], f"meta {name}"


def read_shown_date(
    page: Metadata,
    blocks: Page,
    raw: Raw,
    evidence: dict[str, str],
    first: int,
    last: int,
    addresses: tuple[str | None, ...],
) -> None:
    """Set the date of `raw` to the one that the page shows, where none or a doubtful one is stated.

    Args:
        page: What the page states.
        blocks: The page's text.
        raw: The article; its title is known.
        evidence: The rules that gave its fields.
        first: The number of the first block of the article's text, or -1.
        last: That of the last.
        addresses: Those of the page.
    """
    host = next((one.split("/")[2] for one in addresses if one and one.count("/") > 1), "")
    shown: ShownDay | None = None
    for one in shown_days(page, blocks, raw.title, first, last, host, head=raw.date is not None):
        if shown is None or one.rank < shown.rank:
            shown = one
        if raw.date is not None and one.rank <= HEAD and _same_day(one.value, raw.date):
            return
    if raw.date is not None:
        if shown is not None and (how := _better(page, raw.date, shown, evidence["date"])):
            raw.date, evidence["date"] = shown.value, f"{shown.rule} {how} {evidence['date']}"
        return
    if (shown is None or shown.rank >= INSIDE) and (day := labelled_day(blocks)):
        shown = ShownDay(day, SURE, "visible date")
    if shown is not None and shown.rank <= SURE:
        raw.date, evidence["date"] = shown.value, shown.rule
        return
    for value, rule in _metas(page, WEAK_DATE_NAMES):
        set_field(raw, evidence, "date", value, rule)
    created = page.linked.text("dateCreated") or page.linked.text("uploadDate")
    set_field(raw, evidence, "date", created, "json-ld dateCreated")
    for address in addresses:
        if address and (match := _PERMALINK.search(address[:2000])):
            set_field(raw, evidence, "date", "-".join(match.groups()), "url date")
    if shown is not None and shown.rank < ELSEWHERE:
        set_field(raw, evidence, "date", shown.value, shown.rule)
    elif shown is not None:
        page.doubtful_date = shown.value
    for address in addresses:
        if address:
            set_field(raw, evidence, "date", date_in_url(address), "url date")


def _better(page: Metadata, stated: object, shown: ShownDay, rule: str) -> str | None:
    """How the day that a page shows is to the stated one, where it is the better of the two.

    A text is often made days before it is published: a day shown a little later is believed, if
    the page does not call itself news.  A day shown with the title that is earlier is that of the
    first publication: a site that is made anew states its own beginning.  A later one is believed
    where another statement names it, or where it is that of the last change and is not said to be:
    the page calls it the day of this version.
    """
    if shown.rank > HEAD:
        return None
    first, second = parse_date(stated), parse_date(shown.value)
    if first is None or second is None:
        return None
    days = (second.date() - first.date()).days
    days_utc = (second.date() - first.astimezone(UTC).date()).days
    if days == 0 or days_utc == 0 or days * days_utc < 0:
        return None
    if any(_same_day(value, shown.value) for value, _ in _statements(page)):
        return "of another statement, not"
    linked = rule.startswith("json-ld")
    if days < 0:
        return "before" if shown.rank <= 1 and linked else None
    if days <= DAYS_IN_WORK and not page.linked.is_news("datePublished"):
        return "soon after"
    if linked and shown.written and shown.rank <= 2 and _same_day(_modified(page), shown.value):
        return "of this version, after"
    return None


def _same_day(one: object, other: object) -> bool:
    first, second = parse_date(one), parse_date(other)
    return first is not None and second is not None and first.date() == second.date()


def last_date(page: Metadata, source: bytes | str) -> tuple[str, str] | None:
    """The date and its rule where neither statements nor the text near the article have one.

    Args:
        page: What the page states.
        source: The whole page, in whose scripts a date of publication may be named.
    """
    data = source if isinstance(source, bytes) else source.encode("ascii", "ignore")
    if found := _date_in_state(data):
        return found, "date in a script"
    if page.doubtful_date:
        return page.doubtful_date, "first visible date"
    picture = page.meta("og:image")
    if picture and (day := date_in_url(picture)):
        return day, "url date of og:image"
    return None


def _date_in_state(data: bytes) -> str | None:
    """The first date of publication that a program in a page is given.

    The expression alone would take eight times as long over a page as the search for its words.
    """
    small = data.lower()
    places: list[int] = []
    for word in _STATE_WORDS:
        at = find_bytes(small, word, 0, len(small))
        while at >= 0:
            places.append(at)
            at = find_bytes(small, word, at + 1, len(small))
    for at in sorted(places):
        near = _STATE_DATE.search(data, max(0, at - BEFORE_WORD), at + BEHIND_WORD)
        if near and (match := _STATE_DATE.match(data, near.start())):
            return (match[1] or match[2]).decode("ascii", "ignore")
    return None


def date_in_url(url: str) -> str | None:
    """Return the day in an address as an ISO date.

    Example: ``date_in_url("https://news.example/2025/3/9/library")`` is ``"2025-03-09"``.
    """
    match = _URL_DATE_STRICT.search(url[:2000])
    if match is None:
        return None
    year, *rest = [group for group in match.groups() if group]
    return f"{year}-{int(rest[0]):02d}-{int(rest[1]):02d}"

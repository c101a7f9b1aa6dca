"""When the article was published: what the page states, then what a reader sees near the title.

Shares of pages on which a rule gave the date, and on which that was the day (131 news pages; 497
pages of all kinds, on which JSON-LD is right on 87 %):

==================  =========================================================================
``json-ld``         datePublished, on 90 % of news pages, right on all but one in a hundred
``meta``            article:published_time 50/99 and its dialects
``microdata``       itemprop datePublished 9/96
``visible date``    a time element or one whose class speaks of a date, after the title
``meta``, weak      Dublin Core's date and others that name no publication: after the visible
``url date``        20/98 of news pages, half right where nothing else was found on others
==================  =========================================================================

``dateModified`` is a trap (the minute is right on half of the pages) and never the date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC
from functools import lru_cache
from typing import TYPE_CHECKING

from newsearch.ingest.dates import parse_date
from newsearch.ingest.html_places import is_elsewhere, stand_together
from newsearch.ingest.html_statements import Metadata, set_field
from newsearch.ingest.page_words import UPDATED_LABEL, words_key
from newsearch.ingest.records import Raw

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = ["date_in_url", "last_date", "read_date"]

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
OLDEST_YEAR = 1990  # of a date that is read from the text of a page
VISIBLE_LENGTH = 90  # characters of the longest text that is read for a date
MAX_VISIBLE = 60  # elements that are looked at
ABOVE_TITLE, BELOW_TITLE, FAR_BELOW_TITLE = 3, 0, 2  # ranks of places
DAYS_IN_WORK = 7
TOGETHER = 3  # levels of elements around a title in which a date above it belongs to it
ELSEWHERE = 8  # rank from which a date that is seen may be that of something else

_MONTH = re.compile(r"\d{4}[-/.]?\d{2}")
_UPDATED = re.compile(r"updat|modif|aktualis|edited|changed", re.IGNORECASE)
_STATE_DATE = re.compile(
    r"\"(?:date_?published|published_?(?:at|date|on|time)|publish_?(?:date|time|at)|"
    r"publication_?date|first_?published_?\w{0,6})\\?\"\s*:\s*\\?\"(\d{4}[-./]\d\d[-./]\d\d[^\"\\]{0,25})",
    re.IGNORECASE,
)
_URL_DATE_STRICT = re.compile(
    r"[/_.=-]((?:19[89]|20[0-4])\d)(?:/(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])(?=[/_.-]|$)"
    r"|-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?!\d)|(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=\D|$|\d{6}\D))"
)


def read_date(page: Metadata, raw: Raw, evidence: dict[str, str]) -> None:
    """Set the date of `raw` by the surest of the rules that find one.

    What may be wrong is left to `last_date`, for when the text has no date either.
    """
    published = page.linked.text("datePublished")
    if published and any(c.isdigit() for c in published):
        set_field(raw, evidence, "date", published, "json-ld datePublished")
    _read_metas(page, raw, evidence, DATE_NAMES)
    nodes = page.microdata.nodes
    for node in (nodes.get("datePublished") or nodes.get("dateCreated") or [])[:1]:
        attributes = node.attributes
        value = attributes.get("datetime") or attributes.get("content") or node.text(deep=True)
        if value and sum(map(str.isdigit, value)) >= 4:
            set_field(raw, evidence, "date", value.strip()[:60], "microdata datePublished")
    shown = _visible(page)
    if shown is not None and raw.date is None:
        if shown.rank < ELSEWHERE:
            raw.date, evidence["date"] = shown.value, shown.rule
        else:
            page.doubtful_date = shown.value
    elif shown is not None and (how := _better(page, raw.date, shown)):
        raw.date, evidence["date"] = shown.value, f"{shown.rule} {how} {evidence['date']}"
    _read_metas(page, raw, evidence, WEAK_DATE_NAMES)
    created = page.linked.text("dateCreated") or page.linked.text("uploadDate")
    set_field(raw, evidence, "date", created, "json-ld dateCreated")
    modified = page.linked.text("dateModified") or page.meta("article:modified_time")
    if modified:
        raw.extra["modified"] = modified[:60]


def _read_metas(page: Metadata, raw: Raw, evidence: dict[str, str], names: tuple[str, ...]) -> None:
    if raw.date is not None:
        return
    for name in names:
        value = page.meta(name)
        if value and sum(map(str.isdigit, value)) > 4 and not _MONTH.fullmatch(value):
            set_field(raw, evidence, "date", value[:60], f"meta {name}")
            return


@dataclass(slots=True)
class _Shown:
    """A date that an element shows; of the smallest rank is the one to believe."""

    node: LexborNode
    value: str
    rank: int

    @property
    def rule(self) -> str:
        return "time element" if self.node.tag == "time" else "visible date"


def _visible(page: Metadata) -> _Shown | None:
    """The best date that an element shows.

    Better are those that stand where the article is (not in comments, teasers or a footer, nor
    with another heading), that do not speak of a change, and that follow the title with no heading
    between or stand in one element with it; of equal ones the first.
    """
    titles = {words_key(text) for text in (page.meta("og:title"), page.title) if text}
    best: _Shown | None = None
    last: _Shown | None = None  # since the last heading
    place = ABOVE_TITLE
    for node in page.dated[:MAX_VISIBLE]:
        if node.tag in ("h1", "h2", "h3"):
            key = words_key(node.text(deep=True, separator=" ")[:300])
            is_title = bool(key) and (node.tag == "h1" or any(key in title for title in titles))
            together = last is not None and stand_together(last.node, node, TOGETHER)
            if last is not None and together and last.rank < ELSEWHERE:
                last.rank += -ABOVE_TITLE if place == ABOVE_TITLE else 0
                if is_title:
                    best = last
                elif node.css_first("a") is not None:  # the title of another article
                    last.rank = ELSEWHERE
            if best is not None and best.rank == 0:
                break
            if is_title:
                place = BELOW_TITLE
            elif place == BELOW_TITLE:
                place = FAR_BELOW_TITLE
            last = None
            continue
        value = _day_shown(node)
        if value is None:
            continue
        last = _Shown(node, value, place + ELSEWHERE * is_elsewhere(node) + _is_of_change(node))
        if best is None or last.rank < best.rank:
            best = last
    return best


def _better(page: Metadata, stated: object, shown: _Shown) -> str | None:
    """How the day that a page shows is to the stated one, where it is the better of the two.

    A text is often made days before it is published: a day shown a little later is believed, if
    the page does not call itself news.  A day shown with the title that is earlier is that of the
    first publication: a site that is made anew states its own beginning.
    """
    if shown.rank > FAR_BELOW_TITLE:
        return None
    first, second = parse_date(stated), parse_date(shown.value)
    if first is None or second is None:
        return None
    days = (second.date() - first.date()).days
    days_utc = (second.date() - first.astimezone(UTC).date()).days
    if (
        min(days, days_utc) > 0
        and days <= DAYS_IN_WORK
        and not page.linked.is_news("datePublished")
    ):
        return "soon after"
    if shown.rank == 0 and max(days, days_utc) < 0 and "datePublished" in page.linked.article:
        return "before"
    return None


def _day_shown(node: LexborNode) -> str | None:
    """The date that an element shows, as it is written, if it can be a day of publication."""
    stated = (node.attributes.get("datetime") or "").strip()[:60]
    if _is_date(stated, 6):
        return stated
    text = " ".join(node.text(deep=True, separator=" ")[: 4 * VISIBLE_LENGTH].split())
    if len(text) > VISIBLE_LENGTH or not _is_date(text, 4):
        return None
    inner = node.css_first("time[datetime]")  # which has the time of the day too
    stated = ("" if inner is None else inner.attributes.get("datetime") or "").strip()[:60]
    return stated if _is_date(stated, 6) else text


def _is_date(text: str, digits: int) -> bool:
    """Say whether a text with at least so many digits names a day of publication."""
    if sum(map(str.isdigit, text)) < digits:
        return False
    return _is_day(text)


@lru_cache(maxsize=1024)
def _is_day(text: str) -> bool:
    """Say whether a short text is a date; pages show the same one several times."""
    moment = parse_date(text)
    return moment is not None and OLDEST_YEAR <= moment.year <= 2100


def _is_of_change(node: LexborNode) -> int:
    """3 if an element speaks of an update in words, 1 if only by its class, else 0.

    Themes call the day of publication by the class "updated" too.
    """
    parent = node.parent
    around = [node] if parent is None else [node, parent]
    for one in around:
        text = one.text(deep=True)[: VISIBLE_LENGTH + 1].strip()
        if len(text) <= VISIBLE_LENGTH and UPDATED_LABEL.match(text):
            return 3
    name = " ".join(one.attributes.get("class") or "" for one in around).lower()
    return int(_UPDATED.search(name) is not None and "publi" not in name)


def last_date(
    page: Metadata, source: bytes | str, addresses: tuple[str | None, ...]
) -> tuple[str, str] | None:
    """The date and its rule where neither statements nor the text near the article have one.

    Args:
        page: What the page states.
        source: The whole page, in whose scripts a date of publication may be named.
        addresses: Those of the page.
    """
    for address in addresses:
        if address and (day := date_in_url(address)):
            return day, "url date"
    text = source if isinstance(source, str) else source.decode("ascii", "ignore")
    if match := _STATE_DATE.search(text):
        return match[1], "date in a script"
    if page.doubtful_date:
        return page.doubtful_date, "first visible date"
    picture = page.meta("og:image")
    if picture and (day := date_in_url(picture)):
        return day, "url date of og:image"
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

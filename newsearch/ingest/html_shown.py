"""The day of publication that a reader of a page sees.

A day is shown by an element (``time``, or one whose class speaks of a date), or by a block of the
page's text.  Which of those that a page shows is the article's is told by where it stands, seen
from the title and from the text, and by what stands beside it:

===========================  ====================================================================
between title and text       best, with no heading of another article between
above the title, below text  a few blocks away; farther away are days of the site and of others
inside the text              what the text tells of; behind a word of publication it is believed
elsewhere                    comments, teasers, footers: only where there is nothing else
===========================  ====================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from newsearch.ingest.html_blocks import HEADINGS, Block, Page
from newsearch.ingest.html_furniture import LINKED_SHARE, ends_sentence
from newsearch.ingest.html_places import block_elsewhere, is_elsewhere
from newsearch.ingest.page_words import (
    TODAY_LABEL,
    UPDATED_LABEL,
    published_label,
    words_key,
)
from newsearch.ingest.written_days import (
    WrittenDay,
    moment_of_page,
    month_comes_first,
    written_day,
)

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from newsearch.ingest.html_statements import Metadata

__all__ = ["ELSEWHERE", "HEAD", "INSIDE", "ShownDay", "labelled_day", "shown_days"]

SHOWN_LENGTH = 90  # characters of the longest text of an element that shows a day
BLOCK_LENGTH = 160  # characters of the longest block that is read for a day
LABELLED_LENGTH = 600  # characters of the longest that is searched for a word of publication
SENTENCE = 25  # characters from which they may be a sentence
BESIDE_LENGTH = 60  # characters that may stand beside a day in a block that shows it
MAX_SHOWN = 200  # elements that are looked at
ABOVE, BELOW = 25, 15  # blocks above and below the text that are looked at

# Ranks: of the smallest is the day to believe.
HEAD = 3  # the greatest of a day that is shown with the title
NEAR, FAR, FARTHEST, INSIDE = 4, 8, 12, 10  # by the place
PLAIN, BESIDE_OTHERS, IN_PROSE = 1, 2, 5  # by the element that shows it
CHANGED_NAME, CHANGED, OF_TODAY = 2, 6, 14
ELSEWHERE = 20  # from which a day may be that of something else

_UPDATED_NAME = re.compile(r"updat|modif|aktualis|edited|changed", re.IGNORECASE)
_UNTIL = re.compile(r"\s*(?:-|–|—|bis|to|until|till|au|al|hasta|a)\s+\d{1,2}[\s.]")
"""Between the days of an event, which are none of publication."""
_DIGIT = re.compile(r"\d")
_DATE_WORD = re.compile(
    r"(?<!\w)(?:"
    "am|um|on|at|the|le|el|il|em|den|der|vom|kl|klo|uhr|hrs?|min|pm|utc|gmt|m?es?[zt]|[cew]es?t|"
    r"datum|date|fecha|data|stand|\w{2,4}day|\w{3,8}tag|mittwoch|\w{3,5}di|\w{4,7}(?:dag|день|ота|ница))(?!\w)",
    re.IGNORECASE,
)
"""Words that stand by a day and say nothing else."""
OF_SITE = re.compile(
    r"top-?(?:bar|line|header|menu|nav)|nav-?(?:bar|top|wrap)|masthead|site-?header|page-?header|"
    r"header-?(?:top|bar|date|left|right)|(?:current|todays?|now|heute)-?(?:date|time|datum)|ticker"
)
"""Names of a site's head."""
TEASER_TITLE = 20  # characters from which a link is the title of another article
TOGETHER = 3  # levels of elements around a day in which a heading belongs to it
DATA_NAMES = ("data-datetime", "data-date", "data-time", "data-timestamp", "data-utime")
LEAD_BLOCKS = 2  # blocks of the text that may stand above a day
LABEL_ALONE = 40  # characters of the longest block that is a label of the next


@dataclass(slots=True)
class ShownDay:
    """A day that a page shows, as it is written, and how little it is to be believed."""

    value: str
    rank: int
    rule: str
    written: bool = True  # in words or figures that a reader sees, not only in an attribute


@dataclass(slots=True)
class _Place:
    """Where title and text stand, in numbers of blocks."""

    title: int
    first: int
    last: int


def shown_days(
    metadata: Metadata,
    page: Page,
    title: str | None,
    first: int,
    last: int,
    host: str,
    *,
    head: bool = False,
) -> Iterator[ShownDay]:
    """The days that a page shows, each with its rank; those of elements come first.

    Args:
        metadata: The page's elements that may show a day.
        page: Its blocks.
        title: The article's title.
        first: The number of the first block of the article's text, or -1.
        last: That of the last.
        host: That of the page's address, which may tell the order of day and month.
        head: Whether only days between title and text are wanted.
    """
    anchor = _anchor(page, title, first)
    if head and anchor < 0:
        return
    place = _Place(anchor, max(first, anchor), max(last, anchor))
    month_first = _Order(metadata, page, host)
    yield from _from_elements(metadata, page, place, month_first, head)
    start = max(0, (anchor if anchor >= 0 else first) - (0 if head else ABOVE))
    end = place.first + 1 if head else min(len(page.blocks), place.last + 1 + BELOW)
    yield from _from_blocks(page, place, month_first, range(start, end))


class _Order:
    """Whether the month stands first in the page's dates, asked once and only where it matters."""

    def __init__(self, metadata: Metadata, page: Page, host: str) -> None:
        self.metadata, self.page, self.host = metadata, page, host
        self.known: bool | None = None

    def __call__(self, text: str) -> bool:
        if text.count("/") < 2:
            return False
        if self.known is None:
            texts = (block.text for block in self.page.blocks)
            language = self.metadata.language() or ""
            self.known = month_comes_first(texts, language, self.host)
        return self.known


def _anchor(page: Page, title: str | None, first: int) -> int:
    """The number of the heading that is the title: that nearest above the text; else -1."""
    key = words_key(title) if title else ""
    end = first if first >= 0 else len(page.blocks)
    heading = -1
    for number in range(min(end, len(page.blocks) - 1), -1, -1):
        block = page.blocks[number]
        if block.tag in HEADINGS and key and words_key(block.text) == key:
            return number
        if block.tag == "h1" and heading < 0:
            heading = number
    return heading


def _place_rank(place: _Place, number: int) -> int:
    """How far a block is from where the day of an article stands."""
    title, first, last = place.title, place.first, place.last
    if number < title or (title < 0 and number < first):
        away = (title if title >= 0 else first) - number
        return NEAR if away <= 3 else FAR if away <= 8 else FARTHEST
    if number < first or number == title:
        return 0 if number - title <= ABOVE or first - number <= 6 else NEAR
    if number <= last:
        return 2 if number == first else 3 if number <= first + LEAD_BLOCKS else INSIDE
    away = number - last
    return NEAR if away <= 4 else FAR if away <= 10 else FARTHEST


def _from_elements(
    metadata: Metadata, page: Page, place: _Place, month_first: _Order, head: bool
) -> Iterator[ShownDay]:
    """The days of elements that speak of one, with their ranks."""
    numbers = {element.key: number for number, element in enumerate(page.elements)}
    number = -1
    for node in metadata.dated[:MAX_SHOWN]:
        heading = node.tag in HEADINGS
        if head and number > place.first:
            return
        day = None if heading else _element_day(node, month_first, head)
        if day is None and not heading:
            continue
        found = _block_number(page, numbers, node)
        number = found if found >= 0 else number  # else it is not seen: where the last one stands
        rank = _place_rank(place, number)
        if day is None or (head and rank > HEAD):
            continue
        rank += _change_of_element(node)
        if found >= 0 and _is_in_prose(page.blocks[found].text, node.text(deep=True)):
            rank += IN_PROSE
        if found >= 0:
            rank += _rank_of_other(page, place, found)
            if number < place.title and _is_of_site(page, place, found):
                rank += OF_TODAY
        if is_elsewhere(node):
            rank += ELSEWHERE
        rule = "time element" if node.tag == "time" else "visible date"
        yield ShownDay(day[0], rank, rule, day[1])


def _from_blocks(
    page: Page, place: _Place, month_first: _Order, numbers: range
) -> Iterator[ShownDay]:
    """The days of blocks about the text, with their ranks."""
    for number in numbers:
        block = page.blocks[number]
        text = block.text
        if len(text) > BLOCK_LENGTH:
            if number != place.first:
                continue
            text = text[:BLOCK_LENGTH]
        day = _published_in(text, month_first(text))
        if day is None:
            continue
        kind, rank = _kind_rank(page, number, text, day), _place_rank(place, number)
        rank = min(rank, NEAR) if kind == 0 and number <= place.last else rank + kind
        rank += _rank_of_other(page, place, number)
        if number < place.title and _is_of_site(page, place, number):
            rank += OF_TODAY
        if block_elsewhere(page, block):
            rank += ELSEWHERE
        yield ShownDay(day.value, rank, "visible date")


def _published_in(text: str, month_first: bool) -> WrittenDay | None:
    """The first day in a text, but after one of an update that behind a word of publication."""
    day = written_day(text, month_first)
    if day is None or not (UPDATED_LABEL.match(text) or text.startswith("Stand")):
        return day
    label = published_label(text, day.end)
    other = None if label is None else written_day(text[label.end() :], month_first)
    if label is None or other is None:
        return day
    return WrittenDay(other.value, label.end() + other.start, label.end() + other.end)


def labelled_day(page: Page) -> str | None:
    """A day anywhere in the page behind a word of publication: "Published on 9 March 2025"."""
    for block in page.blocks:
        text = block.text
        if len(text) > LABELLED_LENGTH or _DIGIT.search(text) is None:
            continue
        if label := published_label(text):
            day = written_day(text[label.end() : label.end() + 40])
            if day:
                return day.value
    return None


def _kind_rank(page: Page, number: int, text: str, day: WrittenDay) -> int:
    """What stands beside a day in its block: a word of publication or change, names, or prose."""
    label = text[: day.start]
    if not label and number and len(before := page.blocks[number - 1].text) <= LABEL_ALONE:
        label = "" if any(map(str.isdigit, before)) else before
    if TODAY_LABEL.match(label):
        return OF_TODAY
    if UPDATED_LABEL.search(label) and not published_label(label):
        return CHANGED
    if published_label(label):
        return 0
    rest = text[: day.start] + text[day.end :]
    if _UNTIL.match(text, day.end):
        return IN_PROSE
    if sum(map(str.isalpha, _DATE_WORD.sub("", rest))) <= 3:
        return PLAIN
    if day.start == 0 or (len(rest) <= BESIDE_LENGTH and not ends_sentence(rest)):
        return BESIDE_OTHERS
    return IN_PROSE


def _is_in_prose(text: str, inside: str) -> bool:
    """Say whether an element stands in a sentence."""
    rest = len(text) - len(inside)
    return rest > BESIDE_LENGTH or (rest > SENTENCE and ends_sentence(text))


def _block_number(page: Page, numbers: dict[int, int], node: LexborNode) -> int:
    """The number of the block in which an element stands, or -1 where it shows nothing."""
    text = " ".join(node.text(deep=True).split())[:SHOWN_LENGTH]
    parent: LexborNode | None = node
    while parent is not None and parent.mem_id not in numbers:
        parent = parent.parent
    if parent is None or not text:
        return -1
    element = page.elements[numbers[parent.mem_id]]
    if element.end - element.first == 1 or parent.mem_id == node.mem_id:
        return element.first
    key = words_key(text)
    for number in range(element.first, min(element.end, element.first + MAX_SHOWN)):
        if key in words_key(page.blocks[number].text):
            return number
    return -1


def _rank_of_other(page: Page, place: _Place, number: int) -> int:
    """How surely a block is a day of another article, whose title is a link in it or by it."""
    block = page.blocks[number]
    if number == place.title:
        return 0
    if block.linked > LINKED_SHARE * len(block.text) and len(block.text) > TEASER_TITLE:
        return ELSEWHERE
    for beside, rank in ((number + 1, ELSEWHERE), (number - 1, FAR)):
        if not 0 <= beside < len(page.blocks) or beside == place.title:
            continue
        other = page.blocks[beside]
        if (
            other.tag in HEADINGS
            and other.linked > LINKED_SHARE * len(other.text)
            and len(other.text) > TEASER_TITLE
            and _together(page, block, other)
        ):
            return rank
    return 0


def _together(page: Page, one: Block, other: Block) -> bool:
    """Say whether one element is at most three levels above each of two blocks."""
    around = []
    for block in (one, other):
        ids, number = set(), block.element
        for _ in range(TOGETHER + 1):
            if number < 0:
                break
            ids.add(number)
            number = page.elements[number].parent
        around.append(ids)
    return not around[0].isdisjoint(around[1])


def _is_of_site(page: Page, place: _Place, number: int) -> bool:
    """Say whether a block above the title is in the head of the site, which shows today's date."""
    at = page.blocks[number].element
    while at >= 0:
        element = page.elements[at]
        if element.first <= place.title < element.end:
            return False
        if element.tag == "header" or OF_SITE.search(element.hint):
            return True
        at = element.parent
    return False


def _element_day(node: LexborNode, month_first: _Order, head: bool) -> tuple[str, bool] | None:
    """The day that an element shows, if it can be one of publication, and whether it is written.

    Whether it is written is asked only of days with the title (`head`).
    """
    stated = _stated_day(node)
    if stated and not head:
        return stated, True
    text = " ".join(node.text(deep=True, separator=" ")[: 4 * SHOWN_LENGTH].split())
    day = _published_in(text, month_first(text)) if len(text) <= SHOWN_LENGTH else None
    if stated:
        return stated, day is not None
    if day is None:
        return None
    inner = node.css_first("time[datetime]")  # which has the time of the day too
    return (_stated_day(inner) if inner is not None else None) or day.value, True


def _stated_day(node: LexborNode) -> str | None:
    """The day in an attribute: of HTML's time element, of hAtom's abbreviation, of a program's."""
    attributes = node.attributes
    for name in ("datetime", *DATA_NAMES):
        stated = (attributes.get(name) or "").strip()[:60]
        if sum(map(str.isdigit, stated)) >= 6 and _is_day(stated):
            return stated
    title = attributes.get("title")
    day = None if title is None or len(title) > SHOWN_LENGTH else written_day(title)
    if day is not None:
        return day.value
    text = node.text(deep=True)[:40].strip() if title is None else ""
    return text if len(text) == 8 and text.isdecimal() and _is_day(text) else None


@lru_cache(maxsize=1024)
def _is_day(text: str) -> bool:
    return moment_of_page(text) is not None


def _change_of_element(node: LexborNode) -> int:
    """Whether an element speaks of an update in words, or only by its class.

    Themes call the day of publication by the class "updated" too.
    """
    parent = node.parent
    around = [node] if parent is None else [node, parent]
    for one in around:
        text = one.text(deep=True)[: SHOWN_LENGTH + 1].strip()
        if len(text) <= SHOWN_LENGTH:
            if UPDATED_LABEL.match(text):
                return CHANGED
            if TODAY_LABEL.match(text):
                return OF_TODAY
    names = " ".join(one.attributes.get("class") or "" for one in around)
    return CHANGED_NAME if _UPDATED_NAME.search(names) and "publi" not in names.lower() else 0

"""Date and authors as a reader of the page sees them, for pages that state them nowhere else.

==================  =====================================================================
``visible date``    a short block with a day, nearest above or below the article's start
``visible byline``  a short block such as "By Ada Quill", near the article's start or end
==================  =====================================================================
"""

from __future__ import annotations

import re

from newsearch.ingest.dates import parse_date
from newsearch.ingest.html_blocks import HEADINGS, Block, Page
from newsearch.ingest.page_words import AUTHOR_LABEL, PUBLISHED_LABEL, UPDATED_LABEL
from newsearch.ingest.text_lines import find_date, split_names

__all__ = ["visible_authors", "visible_date"]

ABOVE = 25  # blocks above the article's first paragraph that are looked at
BELOW = 15  # blocks below its last paragraph
LABELLED_BLOCK = 600  # characters of the longest block that is searched for a word of publication
DATE_BLOCK = 160  # characters of the longest block that is read for a date
DAY_ALONE = 40  # characters of the longest block that need not have the usual form of a day
BYLINE_BLOCK = 120
DATE_HINT = re.compile(r"date|time|publish|posted|datum|fecha|meta|byline|info")
OLDEST_YEAR = 1990

_AFTER_NAMES = re.compile(r"\s[|•·–—-]\s|\s*[|•·]\s*|,?\s+\d|\s+(?:am|on|vom)\s+\d")
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?:19|20)\d\d|[\u2019']\d\d(?!\d)|\d{1,2}\.\s?\d{1,2}\.\s?\d\d(?!\d)")
_BARS = re.compile(r"(?<!\d)(\d{1,2})\s*\|\s*(\d{1,2})\s*\|\s*((?:19|20)\d\d)(?!\d)")
_SHORT_YEAR = re.compile(r"(?<!\d)(\d{1,2})\.\s?(\d{1,2})\.\s?(\d\d)(?!\d)")


def _nearest(page: Page, first: int, last: int) -> list[int]:
    """Numbers of blocks from the article's start outwards, then those about its end."""
    above = list(range(first, max(-1, first - ABOVE), -1))
    below = min(first + 4, last + 1)
    return (
        above
        + list(range(first + 1, below))
        + list(range(max(below, last - 1), min(last + 1 + BELOW, len(page.blocks))))
        + list(range(max(-1, first - ABOVE), -1, -1))
    )


def visible_authors(page: Page, first: int, last: int) -> list[str] | None:
    """Return the names in the byline nearest to the article, else in the line that ends it."""
    for number in _nearest(page, first, last):
        text = page.blocks[number].text
        if len(text) > BYLINE_BLOCK:
            continue
        label = AUTHOR_LABEL.match(text)
        if label is None:
            continue
        rest = text[label.end() :]
        if not rest and number + 1 < len(page.blocks):  # the name is in an element of its own
            rest = page.blocks[number + 1].text[:BYLINE_BLOCK]
        rest = _AFTER_NAMES.split(rest, maxsplit=1)[0].strip(" ,.:;")
        names = split_names(rest) or split_names(rest.split(",")[0])  # "Ada Quill, our editor"
        if names:
            return names
    return _signature(page.blocks[last])


def _signature(block: Block) -> list[str] | None:
    """The names that sign an article below its text, in letters set apart."""
    text = block.text
    if block.tag in HEADINGS or block.linked or block.strong < len(text):
        return None
    return split_names(text)

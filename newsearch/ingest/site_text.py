"""The visible text of an article page, copied with the furniture of its site, as fields.

The layout: prices and a date on top; the title; place, source and views; a lead; the title again;
paragraphs between stereotyped headings; the author; rubrics, written without a space between
them; tags, one a line.  Any part may be absent, down to a title above paragraphs.  Each rule has
a name, which `Raw.evidence` gives for every field:

========================  =========================================================================
``meta line``             a line of nothing but place, source, date, author and views
``ticker line``           a date among prices, on top; used where no meta line has a date
``repeated line``         the title is the line that comes again above the body
``line above meta line``  the title is the last line above the first meta line
``first line``            the title of a text without furniture
``acronym line``          an agency's name in capitals, alone between title and lead
``above repeated title``  the lead stands between the meta lines and the title's second time
``between title and meta line`` the lead stands between the title and the meta lines
``line below body``       the author signs in a line of its own, a person's name
``line above body``       the same, above the text
``rubric line``           the first short line below the body and the author
``tag lines``             the short lines below the rubric
``labelled line``         ``Author: ...``, ``Tags: ...``, ``Section: ...``
``between head and tail`` the body: paragraphs without headings such as "Details" and repeats
========================  =========================================================================

Texts with a written head (``-- title``, ``Title: ...``, front matter) go to `text_heads`.
"""

from __future__ import annotations

import re

from newsearch.ingest.page_words import SUBHEAD_LINES
from newsearch.ingest.records import Raw
from newsearch.ingest.site_head import find_title, read_byline, read_lead, read_metas
from newsearch.ingest.site_page import Page, is_furniture, is_menu, is_stop
from newsearch.ingest.site_tail import cut_stop_lines, read_tail
from newsearch.ingest.text_heads import parse_headed
from newsearch.ingest.text_lines import Line, read_lines, read_meta

__all__ = ["parse_text"]

MOST_LINES = 200_000  # that are read; then the text is cut, which ``extra["truncated"]`` tells

_LINE_END = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def parse_text(text: str) -> Raw:
    """Return the fields of an article given as text, site furniture included.

    Args:
        text: The text of one article: a copied page, a file with a head, or plain paragraphs.

    Returns:
        The fields as found; dates are strings as written.  `Raw.evidence` names the rules.

    Example:
        >>> parse_text("Harbour reopens\\n\\nShips returned on Monday.\\n").title
        'Harbour reopens'
    """
    text = text.replace("\ufeff", "").replace("\x00", "")
    text, cut = _bounded(text)
    raw = parse_headed(text) or _parse_page(read_lines(text))
    if cut:
        raw.extra["truncated"] = True
    return raw


def _bounded(text: str) -> tuple[str, bool]:
    """The text up to `MOST_LINES`, and whether that is less than all."""
    if len(text) <= MOST_LINES:
        return text, False
    text = _LINE_END.sub("\n", text)
    lines = text.split("\n", MOST_LINES)
    if len(lines) <= MOST_LINES:
        return text, False
    return "\n".join(lines[:MOST_LINES]), True


def _parse_page(lines: list[Line]) -> Raw:
    page = Page(lines)
    read_metas(page)
    title = find_title(page)
    first = read_byline(page, read_lead(page, title))
    last = cut_stop_lines(page, first)
    last = read_tail(page, first, last)
    _read_body(page, first, last, title)
    raw = page.raw
    raw.evidence = page.evidence
    return raw


def _read_body(page: Page, first: int, last: int, title: int | None) -> None:
    title_key = None if title is None else page.lines[title].key
    paragraphs: list[str] = []
    for number in range(first, last):
        line = page.lines[number]
        if line.key and line.key == title_key:
            continue
        if page.furnished:
            if number in page.metas or is_furniture(line.text):
                continue
            if line.key in SUBHEAD_LINES or is_menu(line) or is_stop(line):
                continue
            meta = read_meta(line.text) if len(line.text) <= 40 else None
            if meta is not None and (meta.views is not None or meta.ticker):
                continue
        paragraphs.append(line.text)
    if paragraphs:
        page.raw.body = "\n\n".join(paragraphs)
        page.note("body", "between head and tail")

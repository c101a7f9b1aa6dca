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
``line below body``       the author signs in a line of its own, a person's name
``rubric line``           the first short line below the body and the author
``tag lines``             the short lines below the rubric
``labelled line``         ``Author: ...``, ``Tags: ...``, ``Section: ...``
``between head and tail`` the body: paragraphs without headings such as "Details" and repeats
========================  =========================================================================

Texts with a written head (``-- title``, ``Title: ...``, front matter) go to `text_heads`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from newsearch.ingest.page_words import (
    AUTHOR_LABEL,
    CREDIT_LINE,
    MENU_LINES,
    PROMOTION_LINE,
    SECTION_LABEL,
    STOP_LINES,
    SUBHEAD_LINES,
    TAG_LABEL,
    words_key,
)
from newsearch.ingest.records import Raw
from newsearch.ingest.text_heads import parse_headed
from newsearch.ingest.text_lines import (
    TITLE_LENGTH,
    Line,
    Meta,
    is_label,
    read_lines,
    read_meta,
    split_glued,
    split_names,
)

__all__ = ["parse_text"]

MOST_LINES = 200_000  # that are read; then the text is cut, which ``extra["truncated"]`` tells
HEAD_LINES = 40  # lines from the top in which title, meta lines and lead are looked for
PROSE_LENGTH = 120  # characters from which a line is a paragraph, whatever its end
ACRONYM_LENGTH = 12  # characters of an agency's name in capitals on a line of its own
LEAD_LENGTH = 2000  # characters of the longest lead
PROMOTION_LENGTH = 200  # characters of the longest "read also" line

_LINE_END = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


@dataclass(slots=True)
class _Page:
    lines: list[Line]
    metas: dict[int, Meta] = field(default_factory=dict)
    raw: Raw = field(default_factory=Raw)
    evidence: dict[str, str] = field(default_factory=dict)
    furnished: bool = False

    def note(self, name: str, rule: str) -> None:
        self.evidence[name] = rule


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
    page = _Page(lines)
    _read_metas(page)
    title = _find_title(page)
    first = _read_lead(page, title)
    last = _cut_stop_lines(page, first)
    last = _read_tail(page, first, last)
    _read_body(page, first, last, title)
    raw = page.raw
    raw.evidence = page.evidence
    return raw


def _read_metas(page: _Page) -> None:
    """Read the meta lines of the head; the date nearest to the title wins over a ticker's."""
    raw = page.raw
    prose = 0
    dated_by_ticker = False
    for number, line in enumerate(page.lines[:HEAD_LINES]):
        if len(line.text) >= PROSE_LENGTH:
            prose += 1
            if prose > 2:
                break
        meta = read_meta(line.text)
        if meta is None:
            continue
        page.metas[number] = meta
        page.furnished |= not meta.menu or meta.date is not None
        if meta.date and (raw.date is None or (dated_by_ticker and not meta.ticker)):
            raw.date = meta.date
            dated_by_ticker = meta.ticker
            page.note("date", "ticker line" if meta.ticker else "meta line")
        for name in ("place", "source", "section"):
            value = getattr(meta, name)
            if value and getattr(raw, name) is None:
                setattr(raw, name, value)
                page.note(name, "meta line")
        if meta.authors and not raw.authors:
            raw.authors = meta.authors
            page.note("authors", "meta line")
        if meta.views is not None and "views" not in raw.extra:
            raw.extra["views"] = meta.views
            page.note("extra.views", "meta line")
        if meta.modified:
            raw.extra.setdefault("modified", meta.modified)


def _is_title(line: Line) -> bool:
    if not line.key or len(line.text) > TITLE_LENGTH or line.key in MENU_LINES:
        return False
    return len(line.text) < PROSE_LENGTH or ". " not in line.text.rstrip(".")


def _find_title(page: _Page) -> int | None:
    """Return the number of the title's first line, or None where there is no title."""
    head = [
        number
        for number, line in enumerate(page.lines[:HEAD_LINES])
        if number not in page.metas and _is_title(line)
    ]
    seen: dict[str, int] = {}
    found: int | None = None
    rule = "repeated line"
    for number in head:
        first = seen.setdefault(page.lines[number].key, number)
        if first != number and len(page.lines[number].text) >= 12:
            found = first
            break
    if found is None:
        found, rule = _title_by_place(page, head)
    if found is None:
        return None
    page.furnished |= rule == "repeated line"
    page.raw.title = page.lines[found].text
    page.note("title", rule)
    return found


def _title_by_place(page: _Page, head: list[int]) -> tuple[int | None, str]:
    if not page.furnished:
        alone = len(page.lines) < 2 or not head or head[0] != 0
        if alone or (len(page.lines[0].text) >= PROSE_LENGTH and page.lines[0].text.endswith(".")):
            return None, ""
        return 0, "first line"
    # The first meta line that is no ticker stands right below the title, or right above it.
    below = [number for number, meta in page.metas.items() if not (meta.ticker or meta.menu)]
    above = [number for number in head if not below or number < below[0]]
    if above:
        return (above[-1], "line above meta line") if below else (above[0], "first line")
    return (head[0], "line below meta line") if head else (None, "")


def _read_lead(page: _Page, title: int | None) -> int:
    """Set the lead, if there is one; return the number of the body's first line."""
    start = 0 if title is None else title + 1
    while start in page.metas:
        start += 1
    if title is None:
        return start
    key = page.lines[title].key
    again = [
        number
        for number in range(title + 1, min(len(page.lines), HEAD_LINES))
        if page.lines[number].key == key
    ]
    lead: list[str] = []
    for number in again:
        between = [
            page.lines[n].text
            for n in range(start, number)
            if n not in page.metas and page.lines[n].key not in MENU_LINES
        ]
        if sum(map(len, between)) > LEAD_LENGTH or len(between) > 3:
            break
        if between and between[0].isupper() and len(between[0]) <= ACRONYM_LENGTH:
            page.raw.source = page.raw.source or between[0]
            page.evidence.setdefault("source", "acronym line")
            del between[0]
        names = split_names(between[0]) if between else None
        if names and not page.raw.authors:
            page.raw.authors = names
            page.note("authors", "line above body")
            del between[0]
        lead = between or lead
        start = number + 1
        while start in page.metas:
            start += 1
    if lead:
        page.raw.summary = "\n\n".join(lead)
        page.note("summary", "above repeated title")
    return start


def _cut_stop_lines(page: _Page, first: int) -> int:
    """Return where the page turns to other stories: at a line such as "Read also" below prose."""
    lines = page.lines
    prose_after = 0
    cut = len(lines)
    for number in range(len(lines) - 1, first, -1):
        if len(lines[number].text) >= PROSE_LENGTH:
            prose_after += 1
        if prose_after > 1:
            break
        if lines[number].key in STOP_LINES and not prose_after:
            cut = number
    return cut


def _read_tail(page: _Page, first: int, last: int) -> int:
    """Read author, rubrics and tags from the short lines below the body; return its end."""
    lines = page.lines
    last = _read_labelled(page, first, last)
    start = last
    while start > first and start > 1 and is_label(lines[start - 1].text):
        if lines[start - 1].key in SUBHEAD_LINES or PROMOTION_LINE.match(lines[start - 1].text):
            break
        start -= 1
    while start < last and (start in page.metas or lines[start].key in MENU_LINES):
        start += 1
    tail = lines[start:last]
    if start == first and page.raw.title is None:
        return last
    if not tail or (not page.furnished and start == first):
        return last
    names, count = _signatures(tail, any(_new_block(*pair) for pair in pairwise(lines)))
    if not page.furnished and not (names and start > first):
        return last
    if names and not page.raw.authors:
        page.raw.authors = names
        page.note("authors", "line below body")
    tail = tail[count:]
    _read_rubrics(page, tail)
    return start


def _new_block(one: Line, other: Line) -> bool:
    return one.block != other.block


def _signatures(tail: list[Line], spaced: bool) -> tuple[list[str], int]:
    """Return the names that open `tail` and how many lines they fill.

    They fill blocks of their own; without empty lines in the text, the first line only.  A second
    block of names is taken for authors only where other lines follow it.
    """
    if not spaced:
        names = split_names(tail[0].text)
        return (names, 1) if names else ([], 0)
    found: list[str] = []
    count = 0
    while count < len(tail):
        block = [line for line in tail[count:] if line.block == tail[count].block]
        names = [name for line in block for name in split_names(line.text) or [""]]
        if not all(names) or (count + len(block) == len(tail) and (found or len(block) > 1)):
            break
        found += names
        count += len(block)
    return found, count


def _read_labelled(page: _Page, first: int, last: int) -> int:
    """Read lines such as "Tags: a, b" at the end; return the end without them and without menus."""
    raw = page.raw
    number = last
    while number > first + 1:
        line = page.lines[number - 1]
        text = line.text
        if len(text) > 2 * TITLE_LENGTH:
            break
        if match := TAG_LABEL.match(text):
            raw.tags = [tag.strip() for tag in text[match.end() :].replace(";", ",").split(",")]
            page.note("tags", "labelled line")
        elif text.startswith("#") and all(word.startswith("#") for word in text.split()):
            raw.tags = [word[1:].replace("_", " ") for word in text.split()]
            page.note("tags", "labelled line")
        elif match := SECTION_LABEL.match(text):
            _set_sections(page, split_glued(text[match.end() :]), "labelled line")
        elif (match := AUTHOR_LABEL.match(text)) and (names := split_names(text[match.end() :])):
            raw.authors = names
            page.note("authors", "labelled line")
        elif (meta := read_meta(text)) and number > first:
            if meta.views is not None:
                raw.extra.setdefault("views", meta.views)
            if meta.date and raw.date is None:
                raw.date = meta.date
                page.note("date", "meta line")
        elif not (page.furnished and (line.key in MENU_LINES or _is_furniture(text))):
            break
        number -= 1
    return number


def _set_sections(page: _Page, sections: list[str], rule: str) -> None:
    if sections:
        page.raw.section = sections[0]
        page.raw.sections = sections
        page.note("section", rule)


def _read_rubrics(page: _Page, tail: list[Line]) -> None:
    """Take the first line of `tail` as the rubrics and the others as the tags.

    Rubrics may also fill a first block of their own, above a block of several tags.
    """
    if not tail:
        return
    count = 1
    blocks = sorted({line.block for line in tail})
    if len(blocks) == 2:
        in_first = sum(line.block == blocks[0] for line in tail)
        if in_first < len(tail) - in_first:
            count = in_first
    sections = [part for line in tail[:count] for part in split_glued(line.text)]
    _set_sections(page, sections, "rubric line")
    tags = [line.text.lstrip("#").strip() for line in tail[count:]]
    tags = [tag for tag in tags if words_key(tag) not in MENU_LINES]
    if tags and not page.raw.tags:
        page.raw.tags = tags
        page.note("tags", "tag lines")


def _is_furniture(text: str) -> bool:
    if CREDIT_LINE.match(text) and len(text) <= PROMOTION_LENGTH:
        return True
    return len(text) <= PROMOTION_LENGTH and PROMOTION_LINE.match(text) is not None


def _read_body(page: _Page, first: int, last: int, title: int | None) -> None:
    title_key = None if title is None else page.lines[title].key
    paragraphs: list[str] = []
    for number in range(first, last):
        line = page.lines[number]
        if line.key and line.key == title_key:
            continue
        if page.furnished:
            short = len(line.text) <= PROMOTION_LENGTH
            if number in page.metas or (short and _is_furniture(line.text)):
                continue
            if line.key in SUBHEAD_LINES or line.key in MENU_LINES or line.key in STOP_LINES:
                continue
            meta = read_meta(line.text) if len(line.text) <= 40 else None
            if meta is not None and (meta.views is not None or meta.ticker):
                continue
        paragraphs.append(line.text)
    if paragraphs:
        page.raw.body = "\n\n".join(paragraphs)
        page.note("body", "between head and tail")

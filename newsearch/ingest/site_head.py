"""The head of a page's visible text: meta lines, title, lead, and what stands around them."""

from __future__ import annotations

from newsearch.ingest.page_words import RUBRIC_WORDS
from newsearch.ingest.site_page import (
    PROSE_LENGTH,
    Page,
    is_furniture,
    is_menu,
    is_prose,
    is_sentence,
    width,
)
from newsearch.ingest.text_lines import AGENCIES, TITLE_LENGTH, Line, read_meta, split_names
from newsearch.ingest.text_words import ROLE_LINE, SOURCE_LABEL

__all__ = ["find_title", "read_byline", "read_lead", "read_metas"]

HEAD_LINES = 40  # lines from the top in which title, meta lines and lead are looked for
ACRONYM_LENGTH = 12  # characters of an agency's name in capitals on a line of its own
LEAD_LENGTH = 2000  # characters of the longest lead
SHORT_TITLE = 25  # characters up to which a line above the date may be the name of the site
LONG_LEAD = 50  # characters from which a line that is longer than the title may be the lead
BELOW_TITLE = 10  # lines below the title in which the meta lines end


def read_metas(page: Page) -> None:
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
    if raw.date is None and raw.extra.get("modified"):
        raw.date = raw.extra["modified"]
        page.note("date", "line of the last change")


def _is_title(line: Line) -> bool:
    if not line.key or len(line.text) > TITLE_LENGTH or is_menu(line):
        return False
    if is_furniture(line.text):
        return False
    return len(line.text) < PROSE_LENGTH or ". " not in line.text.rstrip(".")


def find_title(page: Page) -> int | None:
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
        if first != number and len(page.lines[number].text) >= 12 and _above_prose(page, number):
            found = first
            break
    if found is None:
        found, rule = _title_by_place(page, head)
    if found is None:
        return None
    page.furnished |= rule == "repeated line"
    page.raw.title = page.lines[found].text
    page.note("title", rule)
    _read_rubric_above(page, found)
    return found


def _above_prose(page: Page, number: int) -> bool:
    """Whether the text goes on below a line: a title in a list of other stories has none there."""
    below = page.lines[number + 1 : number + 7]
    return any(is_prose(line) for line in below)


def _title_by_place(page: Page, head: list[int]) -> tuple[int | None, str]:
    lines = page.lines
    if not page.furnished:
        alone = len(lines) < 2 or not head or head[0] != 0
        if alone or (len(lines[0].text) >= PROSE_LENGTH and lines[0].text.endswith(".")):
            return None, ""
        return 0, "first line"
    # The first meta line that is no ticker stands right below the title, or right above it.
    below = [number for number, meta in page.metas.items() if not (meta.ticker or meta.menu)]
    above = [number for number in head if not below or number < below[0]]
    if not above:
        return (head[0], "line below meta line") if head else (None, "")
    if not below:
        return above[0], "first line"
    title = above[-1]
    if len(above) > 1 and _is_lead(page, above[-2], title):
        return above[-2], "line above meta line"
    after = [number for number in head if number > below[0]]
    if width(lines[title].text) < SHORT_TITLE and after and after[0] <= below[-1] + 1:
        text = lines[after[0]].text  # then what stands above may be the name of the site
        if width(text) > SHORT_TITLE and not is_sentence(text) and split_names(text) is None:
            return after[0], "line below meta line"
    return title, "line above meta line"


def _is_lead(page: Page, first: int, second: int) -> bool:
    """Whether of two lines above the meta lines the first is the title and the second the lead."""
    title, lead = page.lines[first], page.lines[second]
    if width(title.text) < 12 or is_sentence(title.text):
        return False
    if not all(is_menu(line) for line in page.lines[first + 1 : second]):
        return False
    if is_sentence(lead.text):
        return True
    longer = width(lead.text) > max(LONG_LEAD, width(title.text))
    return longer and title.block == lead.block and width(title.text) >= SHORT_TITLE


def _read_rubric_above(page: Page, title: int) -> None:
    """Read the rubric that stands above the title, alone or as the end of a path of rubrics."""
    if page.raw.section is not None:
        return
    for number in range(title - 1, max(-1, title - 3), -1):
        text = page.lines[number].text.strip(" >»/›")
        if text.casefold() in RUBRIC_WORDS and text.casefold() not in AGENCIES:
            page.raw.section = text
            page.note("section", "line above title")
            return
        if text:
            return


def read_lead(page: Page, title: int | None) -> int:
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
        if page.lines[number].key == key and _above_prose(page, number)
    ]
    lead: list[str] = []
    for number in again:
        between = [
            page.lines[n].text
            for n in range(start, number)
            if n not in page.metas and not is_menu(page.lines[n])
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
    elif not again:
        start = _lead_above_metas(page, title, start)
    return start


def _lead_above_metas(page: Page, title: int, start: int) -> int:
    """Set the lead that stands between the title and the meta lines below it."""
    if start > title + 1:  # a meta line stands right below the title
        return start
    metas = [
        number
        for number in range(title + 1, min(len(page.lines), title + BELOW_TITLE))
        if number in page.metas and not page.metas[number].menu
    ]
    if not metas:
        return start
    between = [
        page.lines[number].text
        for number in range(title + 1, metas[0])
        if number not in page.metas and not is_menu(page.lines[number])
    ]
    if not 0 < len(between) <= 2 or sum(map(len, between)) > LEAD_LENGTH // 2:
        return start
    if split_names(between[0]) is not None or any(map(is_furniture, between)):
        return start
    page.raw.summary = "\n\n".join(between)
    page.note("summary", "between title and meta line")
    start = metas[0] + 1
    while start in page.metas:
        start += 1
    return start


def read_byline(page: Page, start: int) -> int:
    """Read author and source from the lines below the meta lines; return where the text begins."""
    raw = page.raw
    lines = page.lines
    if not page.furnished:
        return start
    while start < len(lines) - 1:
        text = lines[start].text
        named = SOURCE_LABEL.fullmatch(text)
        names = split_names(text) if not raw.authors else None
        if start in page.metas or is_menu(lines[start]) or is_furniture(text):
            pass
        elif named is not None or text.casefold() in AGENCIES:
            if raw.source is None:
                raw.source = named["name"] if named is not None else text
                page.note("source", "line above body")
        elif names is not None:
            raw.authors = names
            page.note("authors", "line above body")
        elif not (raw.authors and ROLE_LINE.fullmatch(text)):
            break
        start += 1
    return start

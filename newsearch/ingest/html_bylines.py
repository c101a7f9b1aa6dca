"""The authors as a reader of the page sees them: bylines among its blocks of text.

==================  =====================================================================
``head byline``     between title and text: "By Ada Quill", "9 March 2025 | Written by Ada
                    Quill", or a name alone beside a day or in an element named for authors
``visible byline``  a short block such as "By Ada Quill", near the article's start or end
==================  =====================================================================
"""

from __future__ import annotations

from newsearch.ingest.byline_words import (
    AFTER_NAMES,
    AGENCY_CODE,
    BEFORE_DAY,
    CASELESS,
    CREDIT,
    DATELINE,
    DESK,
    GLUED_LABEL,
    GLUED_ROLE,
    KOREAN,
    LABELS,
    LOGIN,
    OF_AUTHOR,
    PART_BORDER,
    PARTS,
    PLACE,
    READING_TIME,
    ROLE_FIRST,
    byline_label,
    ends_with_role,
)
from newsearch.ingest.html_blocks import HEADINGS, Block, Page
from newsearch.ingest.html_places import block_elsewhere
from newsearch.ingest.page_words import UPDATED_LABEL, published_label
from newsearch.ingest.text_lines import name_and_role, split_names
from newsearch.ingest.written_days import WrittenDay, written_day

__all__ = ["agency", "head_authors", "visible_authors", "without_role"]

ABOVE = 25  # blocks above the article's first paragraph that are looked at
BELOW = 15  # blocks below its last paragraph
ABOVE_TITLE = 3  # blocks above the title that are looked at
HEAD_BLOCKS = 14  # blocks below the title that are looked at
PROSE = 100  # characters of a paragraph behind a name that stands alone
LONG_BLOCK = 200  # characters of prose; behind two such blocks no byline is to come
BYLINE_BLOCK = 160
NAME_BLOCK = 60  # characters of the longest block that is a name alone
DAY_BLOCK = 90  # characters of the longest block in which a name stands beside a day
MAX_WORDS = 5  # of what is no person's name, behind a word for authors
NEAR_TITLE = 3  # blocks below the title in which a link that is a name is that of the author
MAX_LISTED = 8  # names in blocks of their own behind a label


def head_authors(page: Page, title: int, *, labelled: bool) -> list[str] | None:
    """The names in a byline between the title and the text.

    Args:
        page: The page's blocks.
        title: The number of the block that is the title.
        labelled: Whether a word such as "by" must stand before them; else they are names that
            stand by a day, or in an element that is named for authors.
    """
    long = 0
    numbers = range(title + 1, min(len(page.blocks), title + 1 + HEAD_BLOCKS))
    above = range(max(0, title - ABOVE_TITLE), title)
    for number in (*numbers, *above):
        block = page.blocks[number]
        text = block.text
        if len(text) >= LONG_BLOCK:
            long += 1
        if long >= 2 and number > title:
            continue
        if len(text) > BYLINE_BLOCK or block_elsewhere(page, block):
            continue
        if labelled:
            names = _labelled_names(page, number)
        elif number < title and written_day(text) is None:
            continue
        else:
            names = _bare_names(page, title, number)
        if names:
            return names
    return None


def _labelled_names(page: Page, number: int) -> list[str] | None:
    """The names behind a word for authors in a block, or in those that follow it."""
    block = page.blocks[number]
    text = block.text
    if "기자" in text and (match := KOREAN.search(text)):
        return [match[1]]
    label = byline_label(text)
    if label is None:
        return None
    rest = text[label.end() :].strip()
    if rest:
        sure = ":" in label[0] or label["verb"] is not None or written_day(text) is not None
        return _names(rest, login=sure, linked=block.linked)
    return _listed_names(page, number + 1)


def _listed_names(page: Page, start: int) -> list[str] | None:
    """The names in blocks of their own, of which the first is behind a word for authors."""
    listed: list[str] = []
    like: tuple[str, str] | None = None  # the tag and the names of the element of the first
    for block in page.blocks[start : start + MAX_LISTED]:
        kind = block.tag, page.elements[block.element].hint.partition(" ")[0]
        if len(block.text) > BYLINE_BLOCK or (like and kind != like):
            break
        text = block.text.rstrip("0123456789 ,&;")
        names = split_names(text) if like else _names(text, login=False, linked=block.linked)
        if not names:
            break
        listed += names
        like = kind
        goes_on = block.text.endswith((",", "&", ";")) or block.linked >= len(text)
        if block.tag not in ("li", "dd") and not goes_on:
            break
    return listed or None


def _bare_names(page: Page, title: int, number: int) -> list[str] | None:
    """The names of which a block is made, where something beside it says that they are authors."""
    block = page.blocks[number]
    if len(block.text) > DAY_BLOCK or block.tag in ("h1", "h2"):
        return None
    of_author = _is_of_author(page, block)
    if day := written_day(block.text):
        return _beside_day(block, day, login=of_author)
    text = READING_TIME.sub("", block.text).rstrip(" ,")
    names = without_role(text) if ends_with_role(text) else split_names(text)
    if not names and (AGENCY_CODE.fullmatch(text) or DESK.fullmatch(text)):
        names = [text]
    if not names or len(text) > NAME_BLOCK or not _are_names(names) or CREDIT.search(text):
        return None
    if of_author:
        return names
    near = number <= title + NEAR_TITLE and block.tag not in HEADINGS and " " in text
    if near and block.linked >= len(text) and len(set(text.split())) == text.count(" ") + 1:
        return names
    if near and not block.linked and _is_prose(page, number + 1) and not PLACE.match(text):
        return names
    for beside in (number + 1, number - 1):
        if 0 <= beside < len(page.blocks):
            text = page.blocks[beside].text
            found = written_day(text) if len(text) <= NAME_BLOCK else None
            if found is not None and len(text) - (found.end - found.start) < NAME_BLOCK // 2:
                return names
    return None


def _is_of_author(page: Page, block: Block) -> bool:
    """Say whether a block's element, or the one around it, is named for authors."""
    element = page.elements[block.element]
    parent = page.elements[element.parent] if element.parent >= 0 else element
    return OF_AUTHOR.search(element.hint) is not None or OF_AUTHOR.search(parent.hint) is not None


def _is_prose(page: Page, number: int) -> bool:
    """Say whether a block is a paragraph."""
    return number < len(page.blocks) and len(page.blocks[number].text) >= PROSE


def _beside_day(block: Block, day: WrittenDay, *, login: bool) -> list[str] | None:
    """The names in front of a day, or behind it: "Ada Quill, 9 March 2025 | Culture"."""
    for text in (block.text[: day.start], block.text[day.end :]):
        for part in PARTS.split(LABELS.sub(" ", GLUED_LABEL.sub(" | ", text))):
            part = part.strip(" ,.:;")
            if UPDATED_LABEL.search(part) or published_label(part):
                continue
            names = split_names(part)
            if names and _are_names(names) and not PLACE.match(part):
                return names
            if DESK.fullmatch(part) or AGENCY_CODE.fullmatch(part):
                return [part]
            if login and part and LOGIN.fullmatch(part):
                return [part]
    return None


def _are_names(names: list[str]) -> bool:
    """Say whether names have no word of a role or of a button, and no more than four words."""
    for name in names:
        count = name.count(" ") + 1
        if ends_with_role(name) or count > 4 or (name.isupper() and count > 3):
            return False
    return True


def without_role(text: str) -> list[str] | None:
    """The names before what a person is: "Ada Quill Transport correspondent"; None without one."""
    name = name_and_role(GLUED_ROLE.sub(" ", text)) or text.split(",")[0]
    return None if ends_with_role(name) else split_names(name)


def _names(text: str, *, login: bool, linked: int = 0) -> list[str] | None:
    """The names with which a text begins."""
    if day := written_day(text):
        text = BEFORE_DAY.sub("", text[: day.start].rstrip())
    if login and LOGIN.fullmatch(one := PART_BORDER.split(text, maxsplit=1)[0]):
        return [one]
    text = AFTER_NAMES.split(text, maxsplit=1)[0].strip(" ,.:;|)]")
    if ends_with_role(text):
        if names := without_role(text):
            return names
    else:
        names = split_names(text)
        if not names or any(map(ROLE_FIRST.match, names[1:])):
            names = split_names(text.split(",")[0])  # "Ada Quill, our editor"
        if names:
            return names
    if CASELESS.fullmatch(text) or AGENCY_CODE.fullmatch(text) or DESK.fullmatch(text):
        return [text]
    if text and len(text) <= linked <= len(text) + 3 and text.count(" ") < MAX_WORDS:
        return [text]
    return [text] if login and LOGIN.fullmatch(text) else None


def _nearest(page: Page, first: int, last: int) -> list[int]:
    """Numbers of blocks from the article's start outwards, then those about its end."""
    above = list(range(first, max(-1, first - ABOVE), -1))
    below = min(first + 4, last + 1)
    return (
        above
        + list(range(first + 1, below))
        + list(range(max(below, last - 1), min(last + 1 + BELOW, len(page.blocks))))
    )


def visible_authors(page: Page, first: int, last: int) -> list[str] | None:
    """Return the names in the byline nearest to the article, else in the line that ends it."""
    for number in _nearest(page, first, last):
        if len(page.blocks[number].text) <= BYLINE_BLOCK:
            names = _labelled_names(page, number)
            if names:
                return names
    for block in page.blocks[first : last + 1]:  # "Author: Ada Quill, our editor", anywhere
        if len(block.text) <= BYLINE_BLOCK and ":" in block.text[:20]:
            label = byline_label(block.text)
            if label and not label.start():
                names = _names(block.text[label.end() :], login=False)
                if names:
                    return names
    return _signature(page, last)


def agency(page: Page, first: int) -> str | None:
    """The code of the agency in the dateline of the text: ``dpa`` in "BERLIN (dpa) - The mayor"."""
    match = DATELINE.match(page.blocks[first].text) if first >= 0 else None
    return match[1] if match and AGENCY_CODE.fullmatch(match[1]) else None


def _signature(page: Page, last: int) -> list[str] | None:
    """The names that sign an article: the last line of its text, or the line below it."""
    block = page.blocks[last]
    if block.tag not in HEADINGS and not block.linked and block.strong >= len(block.text):
        names = split_names(block.text)
        if names:
            return names
    for number in range(last, min(last + BELOW, len(page.blocks))):
        block = page.blocks[number]
        if len(block.text) > DAY_BLOCK or block_elsewhere(page, block):
            continue
        near = number == last and not block.linked and block.tag not in HEADINGS
        if near or _is_of_author(page, block):
            day = written_day(block.text)
            names = _beside_day(block, day, login=False) if day else _signed(block.text)
            if names:
                return names
    return None


def _signed(text: str) -> list[str] | None:
    """The names of which a short line is made, perhaps with a dash before them."""
    text = text.strip(" –—-/()")
    name, _, town = text.partition(", ")  # where it was written may stand behind
    text = text if " " in town else name
    names = split_names(text) if len(text) <= NAME_BLOCK and not PLACE.match(text) else None
    return names if names and _are_names(names) and not CREDIT.search(text) else None

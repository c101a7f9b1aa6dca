"""The end of a page's visible text: author, rubrics and tags, and where other stories begin."""

from __future__ import annotations

import re
from itertools import pairwise

from newsearch.ingest.page_words import (
    AUTHOR_LABEL,
    PROMOTION_LINE,
    SECTION_LABEL,
    SUBHEAD_LINES,
    TAG_LABEL,
    words_key,
)
from newsearch.ingest.site_page import PROSE_LENGTH, Page, is_furniture, is_menu, is_prose, is_stop
from newsearch.ingest.text_lines import (
    TITLE_LENGTH,
    Line,
    is_label,
    read_meta,
    split_glued,
    split_names,
)
from newsearch.ingest.text_words import SOURCE_LABEL, TAG_HEADINGS

__all__ = ["cut_stop_lines", "read_tail"]

MOST_TAGS = 30  # lines of tags below their heading


def cut_stop_lines(page: Page, first: int) -> int:
    """Return where the page turns to other stories: at a line such as "Read also" below prose."""
    lines = page.lines
    prose_after = 0
    cut = len(lines)
    for number in range(len(lines) - 1, first, -1):
        if len(lines[number].text) >= PROSE_LENGTH:
            prose_after += 1
        if prose_after > 1:
            break
        if is_stop(lines[number]) and not prose_after:
            cut = number
    return _cut_tags(page, first, cut)


def _cut_tags(page: Page, first: int, last: int) -> int:
    """Read tags that stand under a label of their own; the article ends above them."""
    lines = page.lines
    end = last
    while end > first and not is_prose(lines[end - 1]):
        end -= 1
    for number in range(max(end, first + 1), last):
        if labelled := _labelled_tags(lines[number].text):
            _set_tags(page, _split_tags(labelled), "labelled line")
            return number
        if lines[number].key in TAG_HEADINGS:
            tags = []
            for line in lines[number + 1 : min(last, number + 1 + MOST_TAGS)]:
                if is_menu(line) or is_furniture(line.text) or not is_label(line.text):
                    break
                tags.append(line.text.strip("#, "))
            if tags:
                _set_tags(page, tags, "lines below their heading")
                return number
    return last


def _labelled_tags(text: str) -> str:
    """Return what stands behind a label such as "Tags:", or a line of hashtags; else nothing."""
    if match := TAG_LABEL.match(text):
        return text[match.end() :]
    label, colon, rest = text.partition(":")
    if colon and words_key(label) in TAG_HEADINGS:
        return rest
    return text if all(word.startswith("#") for word in text.split()) else ""


def _split_tags(text: str) -> list[str]:
    words = text.split()
    if all(word.startswith("#") for word in words):
        return [word.strip("#,;").replace("_", " ") for word in words]
    return [tag.strip() for tag in re.split(r"[,;،、]", text)]


def _set_tags(page: Page, tags: list[str], rule: str) -> None:
    if not page.raw.tags:
        page.raw.tags = [tag for tag in tags if tag]
        page.note("tags", rule)
        page.furnished = True


def read_tail(page: Page, first: int, last: int) -> int:
    """Read author, rubrics and tags from the short lines below the body; return its end."""
    lines = page.lines
    last = _read_labelled(page, first, last)
    start = last
    while start > first and start > 1 and is_label(lines[start - 1].text):
        if lines[start - 1].key in SUBHEAD_LINES or PROMOTION_LINE.match(lines[start - 1].text):
            break
        start -= 1
    while start < last and (start in page.metas or is_menu(lines[start])):
        start += 1
    tail = [line for line in lines[start:last] if not (page.furnished and is_furniture(line.text))]
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


def _read_labelled(page: Page, first: int, last: int) -> int:
    """Read lines such as "Tags: a, b" at the end; return the end without them and without menus."""
    raw = page.raw
    number = last
    while number > first + 1:
        line = page.lines[number - 1]
        text = line.text
        if len(text) > 2 * TITLE_LENGTH:
            break
        if labelled := _labelled_tags(text):
            _set_tags(page, _split_tags(labelled), "labelled line")
        elif match := SECTION_LABEL.match(text):
            page.set_sections(split_glued(text[match.end() :]), "labelled line")
        elif (match := AUTHOR_LABEL.match(text)) and (names := split_names(text[match.end() :])):
            raw.authors = names
            page.note("authors", "labelled line")
        elif match := SOURCE_LABEL.fullmatch(text):
            if raw.source is None:
                raw.source = match["name"]
                page.note("source", "labelled line")
        elif (meta := read_meta(text)) and number > first:
            if meta.views is not None:
                raw.extra.setdefault("views", meta.views)
            if meta.date and raw.date is None:
                raw.date = meta.date
                page.note("date", "meta line")
        elif not (page.furnished and (is_menu(line) or is_furniture(text))):
            break
        number -= 1
    return number


def _read_rubrics(page: Page, tail: list[Line]) -> None:
    """Take the first line of `tail` as the rubrics and the others as the tags.

    Rubrics may also fill a first block of their own, above a block of several tags.  Where the
    rubric is known already, all are tags.
    """
    if not tail:
        return
    count = 1
    blocks = sorted({line.block for line in tail})
    if len(blocks) == 2:
        in_first = sum(line.block == blocks[0] for line in tail)
        if in_first < len(tail) - in_first:
            count = in_first
    if page.evidence.get("section") == "line above title":
        count = 0
    sections = [part for line in tail[:count] for part in split_glued(line.text)]
    page.set_sections(sections, "rubric line")
    tags = [line.text.lstrip("#").strip() for line in tail[count:] if not is_menu(line)]
    if tags and not page.raw.tags:
        page.raw.tags = tags
        page.note("tags", "tag lines")

"""Which of the blocks in an article's container are furniture: menus, credits, notices, bylines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsearch.ingest.html_blocks import HEADINGS, Block, Page
from newsearch.ingest.page_words import (
    AUTHOR_LABEL,
    CREDIT_LINE,
    MENU_LINES,
    PROMOTION_LINE,
    STOP_LINES,
    is_notice_line,
    words_key,
)
from newsearch.ingest.promotion_words import is_embed_notice, is_request
from newsearch.ingest.text_lines import read_meta
from newsearch.kernel.sentence_signs import SENTENCE_ENDS

__all__ = ["LINKED_SHARE", "ends_sentence", "is_linked_prose", "is_notice", "select"]

LINKED_SHARE = 0.5  # share of linked characters from which a block is navigation
PROMOTION_LENGTH = 160
NOTICE_LENGTH = 250
BYLINE_LENGTH = 120
META_BLOCKS = 5  # first blocks among which days and bylines are no text
PROMOTION_BLOCKS = 6  # blocks of the greatest "read also" box
LONGEST_LINE = 60  # characters of the longest line that a table of words may hold
TITLE_SIGNS = 20  # characters of a title that are no words
REQUEST_LENGTH = 200  # characters of the longest request to the reader below the text
EMBEDDED_LENGTH = 500  # characters of the longest notice in place of an embed
UNLINKED_LENGTH = 9  # characters outside links in a sentence that is mostly a link
MAX_QUOTES = 50  # each is sought in all paragraphs
PULLED_LENGTH = 20  # characters of the shortest pull quote

_SENTENCE_ENDS = frozenset(SENTENCE_ENDS)
_PULLED = re.compile(r"pull|quote|zitat|cita(?:$|[^a-z])|citat|tsytata|cytat")
_LETTER = re.compile(r"[^\W\d_]")
_AND = re.compile(r"(?<!\w)(?:and|und|et|y|e|en|i|та|і|и|og|och|ve|with)(?!\w)", re.IGNORECASE)


def ends_sentence(text: str) -> bool:
    """Say whether a text ends as a sentence does."""
    return text.rstrip()[-1:] in _SENTENCE_ENDS


def is_notice(text: str) -> bool:
    """Say whether a block is a notice about cookies or privacy, or a visitor counter."""
    return len(text) <= NOTICE_LENGTH and is_notice_line(text)


def is_linked_prose(block: Block) -> bool:
    """Say whether a paragraph of which a link is the greater part is a sentence all the same."""
    text = block.text
    return (
        block.tag in _PROSE_TAGS
        and len(text) - block.linked >= UNLINKED_LENGTH
        and ends_sentence(text)
        and not PROMOTION_LINE.match(text)
    )


def select(
    page: Page, kept: list[int], title: str | None, authors: Sequence[str] = ()
) -> tuple[list[Block], int, int]:
    """Drop single blocks that are furniture, and headings with nothing below them."""
    title_key = words_key(title) if title else ""
    boxes = _promotion_boxes(page, kept)
    chosen = [
        number
        for number in kept
        if number not in boxes and not _is_furniture(page.blocks[number], title_key)
    ]
    chosen = [
        number
        for place, number in enumerate(chosen)
        if not (place < META_BLOCKS and _is_meta(page.blocks[number]))
        and not _is_byline(page.blocks[number], authors, place < META_BLOCKS)
    ]
    chosen = _without_promotions(page, chosen)
    pulled = _pulled(page, chosen)
    chosen = [number for number in chosen if number not in pulled]
    while chosen and page.blocks[chosen[-1]].tag in HEADINGS:
        chosen.pop()
    if not chosen:
        return [], -1, -1
    return [page.blocks[number] for number in chosen], chosen[0], chosen[-1]


def _promotion_boxes(page: Page, kept: list[int]) -> set[int]:
    """Numbers of blocks in small elements that open with a line such as "Read also"."""
    found: set[int] = set()
    for number in kept:
        block = page.blocks[number]
        if len(block.text) > 40 or words_key(block.text) not in STOP_LINES:
            continue
        element = block.element
        best = -1
        while element >= 0:
            one = page.elements[element]
            if one.first != number or one.end - one.first > PROMOTION_BLOCKS:
                break
            best = element
            element = one.parent
        if best >= 0:
            found.update(range(page.elements[best].first, page.elements[best].end))
    return found


def _is_meta(block: Block) -> bool:
    """Say whether a block holds nothing but a day, a byline or a count of views."""
    if len(block.text) > 120 or block.tag in HEADINGS:
        return False
    meta = read_meta(block.text)
    return meta is not None and (
        meta.date is not None
        or meta.modified is not None
        or meta.views is not None
        or bool(meta.authors)
    )


def _is_byline(block: Block, authors: Sequence[str], above: bool) -> bool:
    """Say whether a block holds nothing but known authors, above the text with a day as well."""
    text = block.text
    if len(text) > BYLINE_LENGTH or block.tag in HEADINGS:
        return False
    named = [name for name in authors if name in text]
    if not named:
        return False
    for name in named:
        text = text.replace(name, " ")
    label = AUTHOR_LABEL.match(text)
    text = _AND.sub(" ", text[label.end() :] if label else text)
    if not _LETTER.search(text):
        return above or not re.search(r"\d", text)
    meta = read_meta(text.strip(" ,.|•·–—-/")) if above else None
    return meta is not None and (meta.date is not None or meta.modified is not None)


def _without_promotions(page: Page, chosen: list[int]) -> list[int]:
    """Drop notices in place of embeds, and requests to the reader at the end.

    On half of 628 labelled pages there are such notices on 1 and such requests on 7; none is text.
    """
    kept = [
        number
        for number in chosen
        if len(page.blocks[number].text) > EMBEDDED_LENGTH
        or not is_embed_notice(page.blocks[number].text)
    ]
    while kept and _is_last_request(page.blocks[kept[-1]]):
        kept.pop()
    return kept


def _is_last_request(block: Block) -> bool:
    return (
        len(block.text) <= REQUEST_LENGTH and block.tag not in HEADINGS and is_request(block.text)
    )


def _pulled(page: Page, chosen: list[int]) -> set[int]:
    """Numbers of quotes set apart whose words stand in another paragraph as well."""
    quotes: list[int] = []
    for number in chosen:
        block = page.blocks[number]
        if PULLED_LENGTH <= len(block.text) <= 400:
            hint = page.elements[block.element].hint if block.element >= 0 else ""
            if block.quoted or (hint and _PULLED.search(hint)):
                quotes.append(number)
    if not quotes:
        return set()
    keys = {number: words_key(page.blocks[number].text) for number in chosen}
    return {
        number
        for number in quotes[:MAX_QUOTES]
        if any(other != number and keys[number] in key for other, key in keys.items())
    }


def _is_furniture(block: Block, title_key: str) -> bool:
    text = block.text
    if block.tag == "h1":
        return True
    share = block.linked / max(1, len(text))
    if share > LINKED_SHARE and (len(text) < 250 or share > 0.9) and not is_linked_prose(block):
        return True
    if len(text) > 300:
        return False
    if len(text) <= max(LONGEST_LINE, len(title_key) + TITLE_SIGNS):
        key = words_key(text)
        if not key or key in MENU_LINES or key in STOP_LINES or key == title_key:
            return True
    if is_notice(text):
        return True
    if len(text) <= PROMOTION_LENGTH and (PROMOTION_LINE.match(text) or CREDIT_LINE.match(text)):
        return True
    return (
        block.tag not in HEADINGS
        and block.tag not in _TEXT_TAGS
        and not (ends_sentence(text) and len(text) >= 25)
        and len(text) < 80
    )


_PROSE_TAGS = frozenset(("p", "li", "dd"))
_TEXT_TAGS = frozenset(("p", "li", "dd", "dt", "pre", "td", "th"))

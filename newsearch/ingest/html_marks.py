"""What each block of a page is worth, and which elements are no part of an article.

Prose counts its characters; a menu, a row of teasers or a line without a sentence counts against
its surroundings.  An element is furniture by its name (`html_hints`), unless it holds the title
or most of the page's prose.
"""

from __future__ import annotations

import re

from newsearch.ingest.html_blocks import HEADINGS, Block, Page
from newsearch.ingest.html_furniture import LINKED_SHARE, SENTENCE_END, is_linked_prose, is_notice
from newsearch.ingest.html_hints import BAD_TAGS, named_bad
from newsearch.ingest.page_words import words_key
from newsearch.kernel import page_values

__all__ = ["SHORT_PENALTY", "block_value", "mark_furniture", "title_block"]

PROSE_LENGTH = 60  # characters from which a block may be prose
SHORT_PENALTY = 8.0  # what a short block without a sentence costs
CELL_VALUE = 1.0  # of a table's short cell; a page may be nothing but a table
LINK_PENALTY = 40.0  # what a block of links costs, besides its length
BODY_SHARE = 0.5  # of the page's prose: an element named as furniture that holds more is kept

_SENTENCE = re.compile(r"[.!?…。！？؟।,，、]")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def _length(text: str) -> int:
    """Characters, ideographs counted twice: they say more."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


def block_value(block: Block) -> float:
    """What a block adds to the value of the elements around it."""
    text = block.text
    share = block.linked / len(text)
    if block.tag in HEADINGS:
        return -LINK_PENALTY if share > LINKED_SHARE else 0.0
    length = _length(text)
    if share > LINKED_SHARE:
        if is_linked_prose(block):
            return 0.0
        return -LINK_PENALTY - 0.5 * min(length, 100)
    if length >= PROSE_LENGTH and _SENTENCE.search(text):
        return -SHORT_PENALTY if is_notice(text) else min(length, 1500) * (1.0 - share)
    if length >= 25 and SENTENCE_END.search(text):
        return -SHORT_PENALTY if is_notice(text) else 0.5 * length * (1.0 - share)
    if block.tag in ("p", "li", "dd", "pre"):
        return 0.0
    if block.tag in ("td", "th"):
        return CELL_VALUE
    return -SHORT_PENALTY


def title_block(page: Page, title: str | None) -> int:
    """The number of the first great heading that is the article's title, or -1."""
    key = words_key(title) if title else ""
    if not key:
        return -1
    for number, block in enumerate(page.blocks):
        if block.tag in ("h1", "h2") and words_key(block.text) == key:
            return number
    return -1


def mark_furniture(page: Page, values: list[float], title: int) -> bytearray:
    """Mark the elements that are no part of an article; return 1 for each block in none of them.

    Args:
        page: The page.
        values: The `block_value` of each of its blocks.
        title: The number of the block that is the title, or -1.
    """
    return page_values.mark_furniture(
        page.elements, page.blocks, values, title, BODY_SHARE, named_bad, BAD_TAGS
    )

"""What each block of a page is worth, and which elements are no part of an article.

Prose counts its characters; a menu, a row of teasers or a line without a sentence counts against
its surroundings.  An element is furniture by its name (`html_hints`), unless it holds the title
or most of the page's prose.
"""

from __future__ import annotations

from newsearch.ingest.html_blocks import HEADINGS, Page
from newsearch.ingest.html_furniture import LINKED_SHARE, is_linked_prose, is_notice
from newsearch.ingest.html_hints import BAD_TAGS, named_bad
from newsearch.ingest.page_words import words_key
from newsearch.kernel import page_values

__all__ = ["block_values", "first_heading", "mark_furniture", "title_block"]

BODY_SHARE = 0.5  # of the page's prose: an element named as furniture that holds more is kept


def block_values(page: Page) -> list[float]:
    """What each block of a page adds to the value of the elements around it."""
    return page_values.block_values(page.blocks, HEADINGS, LINKED_SHARE, is_notice, is_linked_prose)


def title_block(page: Page, title: str | None) -> int:
    """The number of the first great heading that is the article's title, or -1."""
    key = words_key(title) if title else ""
    if not key:
        return -1
    for number, block in enumerate(page.blocks):
        if block.tag in ("h1", "h2") and words_key(block.text) == key:
            return number
    return -1


def first_heading(page: Page) -> int:
    """The number of the first heading of the first level, or -1."""
    return next((number for number, one in enumerate(page.blocks) if one.tag == "h1"), -1)


def mark_furniture(page: Page, values: list[float], title: int) -> bytearray:
    """Mark the elements that are no part of an article; return 1 for each block in none of them.

    Args:
        page: The page.
        values: What each of its blocks is worth.
        title: The number of the block that is the title, or -1.
    """
    return page_values.mark_furniture(
        page.elements, page.blocks, values, title, BODY_SHARE, named_bad, BAD_TAGS
    )

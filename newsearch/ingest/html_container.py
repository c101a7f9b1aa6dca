"""The element of a page that holds the article, and which of its blocks are kept.

The element whose blocks have the greatest sum of values (a maximum-sum subtree) holds the
article; inside it the smallest element with most of that value is taken, with the paragraphs
between the title and it and with elements of its own kind beside it.  Parts of negative value
are left out.
"""

from __future__ import annotations

from newsearch.ingest.html_blocks import HEADINGS, Page
from newsearch.ingest.html_hints import named_good
from newsearch.ingest.page_words import words_key
from newsearch.kernel.page_values import find_container, prune

__all__ = ["article_blocks"]

CONTAINER_BONUS = 1.25  # for an element named as an article's text
NARROW_SHARE = 0.8  # of a container's value and prose: an element inside that holds more is taken
PARAGRAPHS = frozenset(("p", "li", "dd", "dt"))  # too small to hold an article


def article_blocks(
    page: Page, values: list[float], alive: bytearray, title: str | None, described: bool
) -> tuple[list[int], int]:
    """Return the numbers of the article's blocks, and that of the element which holds them.

    Args:
        page: The page, its furniture marked.
        values: What each block is worth.
        alive: Which blocks are in no furniture.
        title: The article's title, if known.
        described: Whether the page describes its article as news; what stands between its title
            and its text is then text only in paragraphs.
    """
    wide, container = find_container(
        page.elements, values, alive, named_good, CONTAINER_BONUS, NARROW_SHARE, PARAGRAPHS
    )
    if wide < 0:
        return [], -1
    kept = prune(page.elements, page.blocks, values, alive, wide)
    between = _below_title(page, page.elements[container].first, title)
    paragraphs = [n for n in between if values[n] > 0 and alive[n] and page.blocks[n].tag == "p"]
    if wide != container:
        kept = _narrowed(page, kept, container, paragraphs if described else between)
    if not described and kept:
        kept = [n for n in paragraphs if n < kept[0]] + kept
    return kept, container


def _below_title(page: Page, first: int, title: str | None) -> list[int]:
    """Numbers of the blocks between the title and the block `first`; none without a title."""
    key = words_key(title) if title else ""
    for number in range(first - 1, -1, -1):
        block = page.blocks[number]
        if block.tag == "h1" or (block.tag in HEADINGS and key and words_key(block.text) == key):
            return list(range(number + 1, first))
    return []


def _narrowed(page: Page, kept: list[int], container: int, above: list[int]) -> list[int]:
    """Keep the blocks of the container, of its twins, and those `above` it."""
    element = page.elements[container]
    wanted = set(above)
    for one in page.elements:
        if one.parent == element.parent and one.hint == element.hint != "":
            wanted.update(range(one.first, one.end))
    return [n for n in kept if element.first <= n < element.end or n in wanted]

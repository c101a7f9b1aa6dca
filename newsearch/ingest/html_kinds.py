"""What kind of page this is, if it is not one plain article; and whether a part of it is for sale.

=====================  ========================================================================
``live blog``          JSON-LD calls it one, or most of the text stands in entries of a live blog
``forum thread``       JSON-LD calls it one
``several articles``   elements alike, each with a heading and prose of its own, hold the text
``listing``            a front page or rubric: links to stories, and little text beside them
=====================  ========================================================================

A page that states its own article, in JSON-LD or as its ``og:type``, is neither of the last two.
On 628 labelled pages, nearly all of them articles, 2 are taken for several articles (1 rightly) and
2 for listings (none rightly).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate
from urllib.parse import urlsplit

from newsearch.ingest.html_blocks import HEADINGS, Block, Page
from newsearch.ingest.html_jsonld import Linked
from newsearch.ingest.promotion_words import is_wall

__all__ = ["is_paywalled", "page_kind"]

ENTRIES = 3  # of a live blog whose JSON-LD does not say so
ENTRIES_SHARE = 0.5  # of the text that stands in them
POSTS = 2  # articles on a page of several
POST_LENGTH = 300  # characters of prose in each
POSTS_SHARE = 0.6  # of the page's prose that they hold
LISTED = 8  # headings that are links on a listing
LISTING_BODY = 0.15  # share of the page's text above which the body is an article's
LISTING_LENGTH = 1_200  # characters above which it is one as well
WALL_BLOCKS = 8  # blocks below the text in which a notice that one must pay stands

_ENTRY = re.compile(
    r"live-?(?:blog|ticker|updates?|events?|feed)-?_{0,2}-?(?:entry|entries|post|item|event|update|article)"
)
_POST = re.compile(r"(?:^|\s)(?:post|hentry|entry|blog-?post|article)(?:\s|$)")
_ARTICLE_TYPES = ("article", "news", "story", "blog")


def page_kind(
    page: Page, body: Sequence[Block], linked: Linked, og_type: str | None, url: str | None
) -> str | None:
    """Return the kind of a page from the table above, or None for an article.

    Args:
        page: The page's blocks.
        body: Those of the text found.
        linked: The page's JSON-LD.
        og_type: Its ``og:type``.
        url: Its address, if known.
    """
    if "LiveBlogPosting" in linked.types() or _in_entries(page, body):
        return "live blog"
    if linked.is_thread:
        return "forum thread"
    if linked.article or (og_type or "").lower().startswith(_ARTICLE_TYPES):
        return None
    if _has_several(page):
        return "several articles"
    if _lists(page, body, url):
        return "listing"
    return None


def is_paywalled(page: Page, last: int, linked: Linked) -> bool:
    """Say whether the article is not free: by its JSON-LD, or by a notice below its text."""
    if str(linked.article.get("isAccessibleForFree")).lower() in ("false", "no", "0"):
        return True
    return any(
        len(block.text) <= 300 and is_wall(block.text)
        for block in page.blocks[max(0, last - 1) : last + 1 + WALL_BLOCKS]
    )


def _length(block: Block) -> int:
    """Characters of a paragraph, 0 for what is short or mostly a link."""
    length = len(block.text)
    return length if length >= 60 and 2 * block.linked <= length else 0


def _prose(blocks: Sequence[Block]) -> int:
    return sum(map(_length, blocks))


def _in_entries(page: Page, body: Sequence[Block]) -> bool:
    entries = 0
    held = 0
    end = 0
    for element in page.elements:
        if (
            "live" in element.hint
            and element.first >= end
            and element.end - element.first <= len(page.blocks) // 2
            and _ENTRY.search(element.hint)
        ):
            entries += 1
            held += _prose(page.blocks[element.first : element.end])
            end = element.end
    return entries >= ENTRIES and held >= ENTRIES_SHARE * _prose(body)


def _has_several(page: Page) -> bool:
    sums = list(accumulate((_length(block) for block in page.blocks), initial=0))
    rows: dict[tuple[int, str], list[int]] = {}
    for element in page.elements:
        hint = element.hint
        if element.tag != "article" and not (
            ("post" in hint or "entry" in hint or "article" in hint) and _POST.search(hint)
        ):
            continue
        first, end = element.first, element.end
        if any(block.tag in HEADINGS for block in page.blocks[first : min(end, first + 3)]):
            length = sums[end] - sums[first]
            if length >= POST_LENGTH:
                rows.setdefault((element.parent, element.tag), []).append(length)
    return any(
        len(row) >= POSTS and sum(row) >= POSTS_SHARE * sums[-1] and max(row) <= 0.8 * sum(row)
        for row in rows.values()
    )


def _lists(page: Page, body: Sequence[Block], url: str | None) -> bool:
    length = _prose(body)
    root = url is not None and urlsplit(url).path in ("", "/")
    listed = sum(
        block.tag in HEADINGS and 2 * block.linked > len(block.text) for block in page.blocks
    )
    total = sum(len(block.text) for block in page.blocks)
    if length > LISTING_LENGTH or length > LISTING_BODY * total:
        return False
    return root or listed >= LISTED

"""The lead (standfirst) of an article: which block it is, and whether it is part of the body.

A page that describes its article as news in JSON-LD states the lead as a field of its own; there
a lead is summary and no body.  On other pages, also those that call it a mere article or the post
of a blog, the lead is the first paragraph of the text, also where it stands apart from the rest.
Of 302 pages (half of 628 labelled ones), 17 of 21 leads on pages with JSON-LD were no body, and 15
of 16 on pages without were.
"""

from __future__ import annotations

from collections.abc import Sequence

from newsearch.ingest.html_blocks import Block, Page
from newsearch.ingest.html_furniture import ends_sentence
from newsearch.ingest.html_hints import LEAD_HINT
from newsearch.ingest.page_words import words_key

__all__ = ["lead_above", "take_lead"]

LEAD_BLOCKS = 4  # first blocks among which the lead is looked for
LEAD_PARTS = 4  # blocks that one lead may have
LEAD_LENGTH = 1200
SHORTEST_LEAD = 30
ABOVE = 12  # blocks above the article's first in which a lead is looked for
PROSE_LENGTH = 60


def take_lead(page: Page, blocks: list[Block], summaries: Sequence[str]) -> str | None:
    """Remove the lead from the first blocks and return it.

    A lead is named as one or set apart from the paragraphs by its element or its parent, and
    says what the page's description says, alone or with the blocks next to it.
    """
    keys = [key for key in map(words_key, summaries) if key]
    for first in range(min(LEAD_BLOCKS, len(blocks) - 2)):
        end = _matched(blocks, first, keys)
        if end and _is_apart(page, blocks, first, end):
            text = " ".join(block.text for block in blocks[first:end])
            del blocks[first:end]
            return text
    return None


def _matched(blocks: list[Block], first: int, keys: list[str]) -> int:
    """The number after the last of the blocks from `first` that together are a description."""
    text = ""
    for end in range(first + 1, min(first + LEAD_PARTS, len(blocks) - 1) + 1):
        text += " " + blocks[end - 1].text
        if len(text) > LEAD_LENGTH:
            break
        if len(text) > SHORTEST_LEAD and _may_say(text, keys) and words_key(text) in keys:
            return end
    return 0


def _may_say(text: str, keys: list[str]) -> bool:
    """Compare the lengths, which is cheap: a key has no signs, a fourth of a text at most."""
    return any(len(key) <= len(text) <= 1.25 * len(key) + 20 for key in keys)


def _is_apart(page: Page, blocks: list[Block], first: int, end: int) -> bool:
    return all(
        _named_lead(page, block.element) or _set_apart(page, block, blocks[end:])
        for block in blocks[first:end]
    )


def lead_above(page: Page, first: int, summaries: Sequence[str]) -> Block | None:
    """The block above the article's first that is a lead by its name, or is the description."""
    keys = [key for key in map(words_key, summaries) if key]
    for number in range(first - 1, max(-1, first - ABOVE - 1), -1):
        block = page.blocks[number]
        text = block.text
        if not SHORTEST_LEAD <= len(text) <= LEAD_LENGTH or block.linked > 0.5 * len(text):
            continue
        if block.tag == "h1":
            return None
        if words_key(text) in keys or (
            ends_sentence(text) and len(text) >= PROSE_LENGTH and _named_lead(page, block.element)
        ):
            return block
    return None


def _named_lead(page: Page, number: int) -> bool:
    for _ in range(2):
        if number < 0:
            return False
        element = page.elements[number]
        if element.end - element.first > LEAD_PARTS:
            return False
        if element.hint and LEAD_HINT.search(element.hint):
            return True
        number = element.parent
    return False


def _set_apart(page: Page, block: Block, rest: list[Block]) -> bool:
    """Say whether a block's element differs from those of the prose that follows."""
    own = _signature(page, block)
    others = [_signature(page, other) for other in rest if len(other.text) >= PROSE_LENGTH]
    if not others:
        return False
    return own not in others or (block.strong >= 0.9 * len(block.text))


def _signature(page: Page, block: Block) -> tuple[str, str, int]:
    element = page.elements[block.element]
    return (block.tag, element.hint, element.parent)

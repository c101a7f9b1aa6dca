"""Finding the article's text among a page's blocks.

Every block has a value (`html_marks`); the element whose blocks have the greatest sum holds the
article (`html_container`); single blocks in it are furniture (`html_furniture`); the first may be
the lead (`html_lead`).  Where next to nothing is found, what stands below the title is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsearch.ingest.html_blocks import Block, Page
from newsearch.ingest.html_container import article_blocks
from newsearch.ingest.html_furniture import LINKED_SHARE, ends_sentence, select
from newsearch.ingest.html_lead import lead_above, take_lead
from newsearch.ingest.html_marks import block_values, mark_furniture, title_block
from newsearch.kernel.word_keys import word_key

__all__ = ["Body", "find_body"]

SHORT_BODY = 300  # characters of a body so short that it may be a wrong choice
SHORT_GAIN = 1.5  # how much longer what stands below the title must be, to be taken instead
UNDER_TITLE = 100  # characters below the title that may be a text
STATED_CHARACTERS = 400  # of a stated text that may tell which blocks are the article's
LEAD_BLOCKS = 2  # blocks above the stated text that may be its lead
STATED_FOUND = 0.85  # share of it that must be found in the blocks

CELL_BORDER = " | "  # between the cells of a row
CELL_LENGTH = 200  # characters of a cell that is not a column of a page


@dataclass(slots=True)
class Body:
    """The text found."""

    paragraphs: list[str]
    blocks: list[Block]
    container: int
    lead: str | None = None
    first: int = -1  # number of the first block in it
    last: int = -1


def find_body(
    page: Page,
    title: str | None = None,
    summaries: Sequence[str] = (),
    stated: str | None = None,
    authors: Sequence[str] = (),
    *,
    described: bool = False,
) -> Body:
    """Return the article's text in a page.

    Args:
        page: The page's blocks; its elements are marked.
        title: The article's title, which is not repeated in the body.
        summaries: Descriptions that the page states; a lead that says the same is not body.
        stated: The text that the page's JSON-LD gives; where the blocks hold all of it, it tells
            which of them are the article's.
        authors: The names that the page states; a block of nothing else is no text.
        described: Whether the page describes its article as news, so that its lead is no body.
    """
    values = block_values(page)
    heading = title_block(page, title)
    alive = mark_furniture(page, values, heading)
    kept, container = article_blocks(page, values, alive, title, heading, described)
    blocks, first, last = select(page, _below_title(kept, values, heading), title, authors)
    if (length := _characters(blocks)) < SHORT_BODY:
        below = _under_title(page, heading, alive)
        under = [page.blocks[number] for number in below]
        if _characters(under) > SHORT_GAIN * length:
            blocks, first, last = under, below[0], below[-1]
    if stated and len(stated) >= STATED_CHARACTERS:
        blocks = _only_stated(blocks, stated, described)
    lead = None
    if described:
        lead = take_lead(page, blocks, summaries)
    elif blocks and (above := lead_above(page, first, summaries)) and above not in blocks:
        blocks.insert(0, above)
    return Body(_paragraphs(page, blocks), blocks, container, lead, first, last)


def _characters(blocks: Sequence[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def _paragraphs(page: Page, blocks: list[Block]) -> list[str]:
    """The texts of the blocks; the cells of a table's row are one paragraph."""
    paragraphs: list[str] = []
    last = -1
    for block in blocks:
        row = _row(page, block) if block.tag in ("td", "th") else -1
        if row >= 0 and row == last:
            paragraphs[-1] += CELL_BORDER + block.text
        else:
            paragraphs.append(block.text)
        last = row
    return paragraphs


def _row(page: Page, block: Block) -> int:
    """The number of the row of a cell that holds no more than a line of text."""
    number = block.element
    while number >= 0 and page.elements[number].tag != "tr":
        number = page.elements[number].parent
    return number if len(block.text) <= CELL_LENGTH else -1


def _letters(text: str) -> str:
    return word_key(text).replace(" ", "")


def _only_stated(blocks: list[Block], stated: str, described: bool) -> list[Block]:
    """Drop prose that the stated text lacks, if the stated text is in the blocks as a whole.

    Blocks below the last stated one stay where the stated text seems cut short; a lead above the
    first stays where it is part of the body (see `html_lead`).
    """
    text = _letters(stated)
    keys = [_letters(block.text) for block in blocks]
    found = [len(key) >= 20 and key in text for key in keys]
    held = sum(len(key) for key, ok in zip(keys, found, strict=True) if ok)
    if held < STATED_FOUND * len(text):
        return blocks
    last = max(number for number, ok in enumerate(found) if ok)
    cut = stated.rstrip().endswith(("...", "…")) or not ends_sentence(stated)
    stays = [
        found[number] or (len(key) < 20 and number < last) or (cut and number > last)
        for number, key in enumerate(keys)
    ]
    first = stays.index(True)
    if not described and first <= LEAD_BLOCKS:
        stays[:first] = [True] * first
    return [block for block, ok in zip(blocks, stays, strict=True) if ok]


def _below_title(kept: list[int], values: list[float], title: int) -> list[int]:
    """Drop what stands above the title, unless that is more than what stands below it.

    On half of 628 labelled pages it changes no score of a text, but sets one date right.
    """
    below = [number for number in kept if number > title]
    prose = sum(max(0.0, values[number]) for number in kept)
    return below if sum(max(0.0, values[number]) for number in below) > 0.5 * prose else kept


def _under_title(page: Page, title: int, alive: bytearray) -> list[int]:
    """Numbers of the blocks that are no links in the smallest element around the title."""
    if title < 0:
        return []
    element = page.blocks[title].element
    while element >= 0:
        found = [
            number
            for number in range(title + 1, page.elements[element].end)
            if alive[number]
            and page.blocks[number].linked <= LINKED_SHARE * len(page.blocks[number].text)
        ]
        if sum(len(page.blocks[number].text) for number in found) >= UNDER_TITLE:
            return found
        element = page.elements[element].parent
    return []

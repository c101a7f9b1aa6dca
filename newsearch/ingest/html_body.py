"""Finding the article's text among a page's blocks.

Every block has a value: prose counts its characters, a menu or a row of teasers counts against
its surroundings.  The element whose blocks have the greatest sum is the article's container
(a maximum-sum subtree); inside it, parts with a negative sum are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from newsearch.ingest.html_blocks import HEADINGS, Block, Page
from newsearch.ingest.html_furniture import (
    LINKED_SHARE,
    SENTENCE_END,
    is_linked_prose,
    is_notice,
    select,
)
from newsearch.ingest.html_hints import BAD_TAGS, GOOD_HINT, named_bad
from newsearch.ingest.html_lead import lead_above, take_lead
from newsearch.ingest.page_words import words_key

__all__ = ["Body", "find_body"]

PROSE_LENGTH = 60  # characters from which a block may be prose
SHORT_PENALTY = 8.0  # what a short block without a sentence costs
CELL_VALUE = 1.0  # of a table's short cell; a page may be nothing but a table
LINK_PENALTY = 40.0  # what a block of links costs, besides its length

BODY_SHARE = 0.5  # of the page's prose: an element named as furniture that holds more is kept
SHORT_BODY = 300  # characters of a body so short that it may be a wrong choice
SHORT_GAIN = 1.5  # how much longer what stands below the title must be, to be taken instead
UNDER_TITLE = 100  # characters below the title that may be a text
TEASERS = 3  # elements in the shortest row of teasers
TEASER_BLOCKS = 8
TEASER_PROSE = 500.0  # value of the prose in the greatest of them
CONTAINER_BONUS = 1.25  # for an element named as an article's text
STATED_CHARACTERS = 400  # of a stated text that may tell which blocks are the article's
STATED_FOUND = 0.85  # share of it that must be found in the blocks

PARAGRAPHS = frozenset(("p", "li", "dd", "dt"))  # too small to hold an article
PARAGRAPHS_OR_ROWS = frozenset(("p", "dd", "dt", "tr", "td", "th"))  # hold no teaser

_SENTENCE = re.compile(r"[.!?…。！？؟।,，、]")
_NOT_WORD = re.compile(r"[\W_]+")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(slots=True)
class Body:
    """The text found: its paragraphs and how sure the rules were."""

    paragraphs: list[str]
    blocks: list[Block]
    prose: int  # characters of prose in it
    container: int
    lead: str | None = None
    first: int = -1  # number of the first block in it
    last: int = -1


def _length(text: str) -> int:
    """Characters, ideographs counted twice: they say more."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


def _value(block: Block) -> float:
    text = block.text
    length = _length(text)
    share = block.linked / max(1, len(text))
    if block.tag in HEADINGS:
        return -LINK_PENALTY if share > LINKED_SHARE else 0.0
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
        described: Whether the page's JSON-LD describes an article, so that its lead is no body.
    """
    values = [_value(block) for block in page.blocks]
    heading = _title_block(page, title)
    _mark_bad(page, values, heading)
    _mark_teasers(page, values, heading)
    alive = _alive(page)
    wide, container = _find_container(page, values, alive)
    kept = _prune(page, values, alive, wide) if wide >= 0 else []
    if wide != container:
        kept = _narrowed(page, kept, container, title, values, described)
    kept = _below_title(kept, values, heading)
    blocks, first, last = select(page, kept, title, authors)
    if sum(len(block.text) for block in blocks) < SHORT_BODY:
        below = _under_title(page, heading, alive)
        if sum(len(page.blocks[n].text) for n in below) > SHORT_GAIN * sum(
            len(block.text) for block in blocks
        ):
            blocks = [page.blocks[n] for n in below]
            first, last = below[0], below[-1]
    if stated and len(stated) >= STATED_CHARACTERS:
        blocks = _only_stated(blocks, stated)
    lead = None
    if described:
        lead = take_lead(page, blocks, summaries)
    elif blocks and (above := lead_above(page, first, summaries)) and above not in blocks:
        blocks.insert(0, above)
    prose = sum(len(block.text) for block in blocks)
    return Body([block.text for block in blocks], blocks, prose, container, lead, first, last)


def _only_stated(blocks: list[Block], stated: str) -> list[Block]:
    """Drop prose that the stated text lacks, if the stated text is in the blocks as a whole.

    Blocks below the last stated one stay where the stated text seems cut short.
    """
    text = _NOT_WORD.sub("", stated.casefold())
    keys = [_NOT_WORD.sub("", block.text.casefold()) for block in blocks]
    found = [len(key) >= 20 and key in text for key in keys]
    held = sum(len(key) for key, ok in zip(keys, found, strict=True) if ok)
    if held < STATED_FOUND * len(text):
        return blocks
    last = max(number for number, ok in enumerate(found) if ok)
    cut = stated.rstrip().endswith(("...", "…")) or not SENTENCE_END.search(stated)
    return [
        block
        for number, (block, key) in enumerate(zip(blocks, keys, strict=True))
        if found[number] or (len(key) < 20 and number < last) or (cut and number > last)
    ]


def _sums(values: list[float]) -> list[float]:
    total = 0.0
    sums = [0.0]
    for value in values:
        total += value
        sums.append(total)
    return sums


def _title_block(page: Page, title: str | None) -> int:
    """The number of the first great heading that is the article's title, or -1."""
    key = words_key(title) if title else ""
    if not key:
        return -1
    for number, block in enumerate(page.blocks):
        if block.tag in ("h1", "h2") and words_key(block.text) == key:
            return number
    return -1


def _mark_bad(page: Page, values: list[float], title: int) -> None:
    """Mark elements named as furniture, unless they hold the title or most of the prose."""
    prose = _sums([max(0.0, value) for value in values])
    limit = BODY_SHARE * prose[-1]
    elements = page.elements
    around: set[int] = set()
    for element in elements:
        if element.tag == "main":
            parent = element.parent
            while parent >= 0:
                around.add(parent)
                parent = elements[parent].parent
    for number, element in enumerate(elements):
        if element.end <= element.first:
            continue
        if element.parent >= 0 and elements[element.parent].bad:
            element.bad = True
            continue
        if element.tag in BAD_TAGS or (element.hint and named_bad(element.hint)):
            if element.tag == "figure" and page.blocks[element.first].tag in ("td", "th"):
                continue
            held = prose[element.end] - prose[element.first]
            element.bad = (held <= limit or element.tag == "footer") and not (
                number in around or (element.first <= title < element.end and held > 0.0)
            )


def _below_title(kept: list[int], values: list[float], title: int) -> list[int]:
    """Drop what stands above the title, unless that is more than what stands below it."""
    below = [number for number in kept if number > title]
    prose = sum(max(0.0, values[number]) for number in kept)
    return below if sum(max(0.0, values[number]) for number in below) > 0.5 * prose else kept


def _mark_teasers(page: Page, values: list[float], title: int) -> None:
    """Mark rows of small elements alike, each with a link and a little prose: other stories."""
    links = _sums([1.0 if value <= -LINK_PENALTY else 0.0 for value in values])
    prose = _sums([max(0.0, value) for value in values])
    rows: dict[tuple[int, str, str], list[int]] = {}
    for number, element in enumerate(page.elements):
        first, end = element.first, element.end
        if (
            2 <= end - first <= TEASER_BLOCKS
            and not element.bad
            and element.tag not in PARAGRAPHS_OR_ROWS
            and not first <= title < end
            and links[end] > links[first]
            and 0.0 < prose[end] - prose[first] <= TEASER_PROSE
        ):
            rows.setdefault((element.parent, element.tag, element.hint), []).append(number)
    for numbers in rows.values():
        held = sum(
            prose[page.elements[number].end] - prose[page.elements[number].first]
            for number in numbers
        )
        if len(numbers) >= TEASERS and held <= BODY_SHARE * prose[-1]:
            for number in numbers:
                page.elements[number].bad = True


def _alive(page: Page) -> list[bool]:
    alive = [True] * len(page.blocks)
    for element in page.elements:
        if element.bad:
            for number in range(element.first, element.end):
                alive[number] = False
    return alive


def _find_container(page: Page, values: list[float], alive: list[bool]) -> tuple[int, int]:
    """The element of the greatest value, and the one inside it that holds most of that."""
    sums = _sums([v if ok else 0.0 for v, ok in zip(values, alive, strict=True)])
    prose = _sums([v if ok and v > 0 else 0.0 for v, ok in zip(values, alive, strict=True)])
    best, found = 0.0, -1
    for number, element in enumerate(page.elements):
        if element.end <= element.first or element.bad:
            continue
        score = sums[element.end] - sums[element.first]
        if score <= best:
            continue
        best, found = score, number
    if found >= 0 and page.elements[found].tag in PARAGRAPHS:
        element = page.elements[found]
        found = element.parent if element.end - element.first == 1 else found
    if found < 0:
        return -1, -1
    named, name_score = -1, 0.0
    for number, element in enumerate(page.elements):
        score = sums[element.end] - sums[element.first]
        if score <= name_score or element.bad or not element.hint:
            continue
        if GOOD_HINT.search(element.hint):
            named, name_score = number, score
    if named >= 0 and name_score * CONTAINER_BONUS >= best:
        found = named
    return found, _narrow(page, sums, prose, found)


NARROW_SHARE = (
    0.8  # of a container's value and prose: an element inside that holds more is the container
)


def _narrow(page: Page, sums: list[float], prose: list[float], found: int) -> int:
    """Go down from a container to the one inside it that holds nearly all of its value."""
    elements = page.elements
    best = sums[elements[found].end] - sums[elements[found].first]
    all_prose = prose[elements[found].end] - prose[elements[found].first]
    for number in range(found + 1, len(elements)):
        element = elements[number]
        if element.first >= elements[found].end:
            break
        if element.tag in PARAGRAPHS or element.bad:
            continue
        score = sums[element.end] - sums[element.first]
        if score >= NARROW_SHARE * best and (
            prose[element.end] - prose[element.first] >= NARROW_SHARE * all_prose
        ):
            found = number
    return found


def _under_title(page: Page, title: int, alive: list[bool]) -> list[int]:
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


def _narrowed(
    page: Page,
    kept: list[int],
    container: int,
    title: str | None,
    values: list[float],
    described: bool,
) -> list[int]:
    """Keep the blocks of the container, and those between the title and it."""
    element = page.elements[container]
    key = words_key(title) if title else ""
    above: list[int] = []
    for number in range(element.first - 1, -1, -1):
        block = page.blocks[number]
        if block.tag == "h1" or (block.tag in HEADINGS and key and words_key(block.text) == key):
            break
        above.append(number)
    else:
        above = []
    inside = set(kept)
    if described:
        above = [n for n in above if n in inside and values[n] > 0 and page.blocks[n].tag == "p"]
    twins = set()
    for one in page.elements:
        if one.parent == element.parent and one.hint == element.hint != "":
            twins.update(range(one.first, one.end))
    wanted = {*above, *twins}
    return [n for n in kept if element.first <= n < element.end or n in wanted]


def _prune(page: Page, values: list[float], alive: list[bool], container: int) -> list[int]:
    """Return the numbers of the container's blocks without its parts of negative value."""
    root = page.elements[container]
    totals = dict.fromkeys(range(container, len(page.elements)), 0.0)
    for number in range(root.first, root.end):
        if alive[number]:
            owner = page.blocks[number].element
            totals[owner] = totals.get(owner, 0.0) + values[number]
    last = container
    while last + 1 < len(page.elements) and page.elements[last + 1].first < root.end:
        last += 1
    dropped = [False] * (len(page.elements) + 1)
    for number in range(last, container, -1):
        element = page.elements[number]
        if element.bad:
            continue
        total = totals[number]
        if total < -SHORT_PENALTY and element.end - element.first > 0:
            dropped[number] = True
        elif element.parent >= container:
            totals[element.parent] += total
    for number in range(container + 1, last + 1):
        parent = page.elements[number].parent
        if parent > container and dropped[parent]:
            dropped[number] = True
    return [
        number
        for number in range(root.first, root.end)
        if alive[number] and not dropped[page.blocks[number].element]
    ]

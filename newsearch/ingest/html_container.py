"""The element of a page that holds the article, and which of its blocks are kept.

The element whose blocks have the greatest sum of values (a maximum-sum subtree) holds the
article; inside it the smallest element with most of that value is taken, with the paragraphs
between the title and it and with elements of its own kind beside it.  Parts of negative value
are left out.
"""

from __future__ import annotations

from newsearch.ingest.html_blocks import HEADINGS, Page
from newsearch.ingest.html_hints import GOOD_HINT
from newsearch.ingest.html_marks import SHORT_PENALTY, running_sums
from newsearch.ingest.page_words import words_key

__all__ = ["article_blocks"]

CONTAINER_BONUS = 1.25  # for an element named as an article's text
NARROW_SHARE = 0.8  # of a container's value and prose: an element inside that holds more is taken
PARAGRAPHS = frozenset(("p", "li", "dd", "dt"))  # too small to hold an article


def article_blocks(
    page: Page, values: list[float], alive: list[bool], title: str | None, described: bool
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
    wide, container = _find_container(page, values, alive)
    if wide < 0:
        return [], -1
    kept = _prune(page, values, alive, wide)
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


def _find_container(page: Page, values: list[float], alive: list[bool]) -> tuple[int, int]:
    """The element of the greatest value, and the one inside it that holds most of that."""
    sums = running_sums([v if ok else 0.0 for v, ok in zip(values, alive, strict=True)])
    prose = running_sums([v if ok and v > 0 else 0.0 for v, ok in zip(values, alive, strict=True)])
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


def _narrowed(page: Page, kept: list[int], container: int, above: list[int]) -> list[int]:
    """Keep the blocks of the container, of its twins, and those `above` it."""
    element = page.elements[container]
    wanted = set(above)
    for one in page.elements:
        if one.parent == element.parent and one.hint == element.hint != "":
            wanted.update(range(one.first, one.end))
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

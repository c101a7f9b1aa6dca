"""The element of a page that holds the article, and which of its blocks are kept.

The element whose blocks have the greatest sum of values (a maximum-sum subtree) holds the
article; inside it the smallest element with most of that value is taken, with the paragraphs
between the title and it, with elements of its own kind beside it, and with those below it whose
paragraphs are formed like its own.  Parts of negative value are left out.  A text that begins
right below the title is preferred to a longer one elsewhere.

The rules for what is below the title and below the container were tuned on pages changed at
random: class names replaced, the text's element cut in two with or without a menu between the
parts.
"""

from __future__ import annotations

from newsearch.ingest.html_blocks import HEADINGS, Page
from newsearch.ingest.html_hints import named_good
from newsearch.ingest.page_words import words_key
from newsearch.kernel.page_values import find_container, prune

__all__ = ["article_blocks"]

CONTAINER_BONUS = 1.25  # for an element named as an article's text
NARROW_SHARE = 0.8  # of a container's value and prose: an element inside that holds more is taken
BELOW_SHARE = 0.4  # of the greatest value, which a text right below the title must have
SIBLING_VALUE = 150.0  # of an element beside the container that goes on with its text
SIBLING_SHARE = 0.5  # of its prose that must be formed like the container's
PARAGRAPHS = frozenset(("p", "li", "dd", "dt"))  # too small to hold an article


def article_blocks(
    page: Page,
    values: list[float],
    alive: bytearray,
    title: str | None,
    heading: int,
    described: bool,
) -> tuple[list[int], int]:
    """Return the numbers of the article's blocks, and that of the element which holds them.

    Args:
        page: The page, its furniture marked.
        values: What each block is worth.
        alive: Which blocks are in no furniture.
        title: The article's title, if known.
        heading: The number of the block that is the title, or -1.
        described: Whether the page describes its article as news; what stands between its title
            and its text is then text only in paragraphs.
    """
    wide, container = _find(page, values, alive)
    if wide < 0:
        return [], -1
    nearer = _first_below(page, values, alive, heading, wide)
    if nearer >= 0:
        wide = container = nearer
    kept = prune(page.elements, page.blocks, values, alive, wide)
    between = _below_title(page, page.elements[container].first, title)
    paragraphs = [n for n in between if values[n] > 0 and alive[n] and page.blocks[n].tag == "p"]
    if wide != container:
        kept = _narrowed(page, kept, container, paragraphs if described else between)
    kept += _siblings(page, values, alive, kept, container)
    if not described and kept:
        kept = [n for n in paragraphs if n < kept[0]] + kept
    return kept, container


def _find(page: Page, values: list[float], alive: bytearray) -> tuple[int, int]:
    return find_container(
        page.elements, values, alive, named_good, CONTAINER_BONUS, NARROW_SHARE, PARAGRAPHS
    )


def _first_below(page: Page, values: list[float], alive: bytearray, heading: int, wide: int) -> int:
    """The element that holds a text between the title and the container found, or -1.

    A short article has less text than a list of others, or the comments, further down.
    """
    best = page.elements[wide]
    if heading < 0 or best.first <= heading < best.end:
        return -1
    end = best.first if best.first > heading else len(alive)
    between = bytearray(heading + 1) + alive[heading + 1 : end] + bytearray(len(alive) - end)
    nearer = _find(page, values, between)[1]
    if nearer < 0:
        return -1
    element = page.elements[nearer]
    inside = element.first > heading and element.end <= end
    least = BELOW_SHARE * _value(values, alive, range(best.first, best.end))
    if inside and _value(values, alive, range(element.first, element.end)) > least:
        return nearer
    return -1


def _value(values: list[float], alive: bytearray, numbers: range) -> float:
    return sum(values[number] for number in numbers if alive[number])


def _form(page: Page, number: int, root: int) -> tuple[str, str, int]:
    """What paragraphs of one text have in common: tag, names, and depth below an element."""
    block = page.blocks[number]
    depth = 0
    element = block.element
    while element >= 0 and element != root:
        depth += 1
        element = page.elements[element].parent
    return block.tag, page.elements[block.element].hint, depth


def _siblings(
    page: Page, values: list[float], alive: bytearray, kept: list[int], container: int
) -> list[int]:
    """Numbers of the blocks in elements below the container that go on with its text.

    The second part of a text in two elements is cut where the first holds most of it; and a menu
    between them may cost the element around both more than the second part is worth.
    """
    own = page.elements[container]
    if own.parent < 0 or not kept:
        return []
    end = page.elements[own.parent].end
    found: list[int] = []
    forms: set[tuple[str, str, int]] = set()
    for number in range(container + 1, len(page.elements)):
        one = page.elements[number]
        if one.first >= end:
            break
        if one.parent != own.parent or one.tag != own.tag or one.bad or one.first <= kept[-1]:
            continue
        numbers = [at for at in range(one.first, one.end) if alive[at]]
        if sum(values[at] for at in numbers) < SIBLING_VALUE:
            continue
        if not forms:
            inside = [at for at in kept if own.first <= at < own.end]
            forms = {_form(page, at, own.parent) for at in inside if values[at] > 0}
        prose = [at for at in numbers if values[at] > 0]
        alike = sum(values[at] for at in prose if _form(page, at, own.parent) in forms)
        if alike >= SIBLING_SHARE * sum(values[at] for at in prose):
            found += numbers
    return found


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

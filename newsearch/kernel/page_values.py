"""Values of a page's blocks and their sums: what is furniture, what holds the article.

Prose counts its characters; a menu, a row of teasers or a line without a sentence counts against
its surroundings.  The rules for elements and what they were measured at are told where these are
called (`html_marks`, `html_container`); here are the loops over blocks and elements, of which a
page has hundreds.
"""

from __future__ import annotations

from collections.abc import Callable

from newsearch.kernel.page_blocks import Block, Element
from newsearch.kernel.sentence_signs import SENTENCE_ENDS, SENTENCE_MARKS

__all__ = ["block_values", "find_container", "mark_furniture", "prune"]

PROSE_LENGTH = 60  # characters from which a block may be prose
SENTENCE_LENGTH = 25  # characters from which it may be a sentence
MOST_COUNTED = 1500  # characters of the longest paragraph; a longer one counts no more
SHORT_PENALTY = 8.0  # what a short block without a sentence costs
CELL_VALUE = 1.0  # of a table's short cell; a page may be nothing but a table
LINK_PENALTY = 40.0  # what a block of links costs, besides its length
LONGEST_LINK = 100  # characters that a block of links is charged for


def block_values(
    blocks: list[Block],
    headings: frozenset[str],
    linked_share: float,
    is_notice: Callable[[str], bool],
    is_linked_prose: Callable[[Block], bool],
) -> list[float]:
    """What each block adds to the value of the elements around it.

    Args:
        blocks: Those of the page.
        headings: The tags of headings.
        linked_share: The share of linked characters from which a block is navigation.
        is_notice: Says whether a text is a notice, not part of any article.
        is_linked_prose: Says whether a block that is mostly a link is a sentence all the same.

    Example:
        >>> prose = "The harbour reopened on Monday, two years after the storm closed it."
        >>> blocks = [Block(text, 0, "div", 0, 0, False) for text in (prose, "Menu")]
        >>> block_values(blocks, frozenset(), 0.5, lambda text: False, lambda block: False)
        [68.0, -8.0]
    """
    return [_value(block, headings, linked_share, is_notice, is_linked_prose) for block in blocks]


def _value(
    block: Block,
    headings: frozenset[str],
    linked_share: float,
    is_notice: Callable[[str], bool],
    is_linked_prose: Callable[[Block], bool],
) -> float:
    text = block.text
    tag = block.tag
    size = len(text)
    share: float = block.linked
    share /= size
    if tag in headings:
        return -LINK_PENALTY if share > linked_share else 0.0
    length = size if text.isascii() else size + _wide(text)
    if share > linked_share:
        if is_linked_prose(block):
            return 0.0
        return -LINK_PENALTY - 0.5 * min(length, LONGEST_LINK)
    if length >= PROSE_LENGTH and _has_mark(text):
        return -SHORT_PENALTY if is_notice(text) else min(length, MOST_COUNTED) * (1.0 - share)
    if length >= SENTENCE_LENGTH and text[size - 1] in SENTENCE_ENDS:
        return -SHORT_PENALTY if is_notice(text) else 0.5 * length * (1.0 - share)
    if tag == "p" or tag == "li" or tag == "dd" or tag == "pre":
        return 0.0
    if tag == "td" or tag == "th":
        return CELL_VALUE
    return -SHORT_PENALTY


def _wide(text: str) -> int:
    """How many characters are ideographs or syllables, which say more than letters."""
    count = 0
    for character in text:
        code = ord(character)
        if code >= 0x3040:
            count += code <= 0x30FF or (0x3400 <= code <= 0x9FFF) or (0xAC00 <= code <= 0xD7AF)
    return count


def _has_mark(text: str) -> bool:
    for character in text:
        if character in SENTENCE_MARKS:
            return True
    return False


def _sums(values: list[float], alive: bytearray | None, least: float) -> list[float]:
    """The sums of the first 0, 1, 2 ... values that are above the least and of a block alive."""
    total = 0.0
    sums = [total]
    count = len(values)
    for number in range(count):
        value = values[number]
        if value > least and (alive is None or alive[number]):
            total += value
        sums.append(total)
    return sums


def _held(sums: list[float], element: Element) -> float:
    """The sum of the values in an element."""
    end: float = sums[element.end]
    first: float = sums[element.first]
    return end - first


def mark_furniture(
    elements: list[Element],
    blocks: list[Block],
    values: list[float],
    title: int,
    share: float,
    named_bad: Callable[[str], bool],
    bad_tags: frozenset[str],
) -> bytearray:
    """Mark the elements that are no part of an article; return 1 for each block in none of them.

    Args:
        elements, blocks: Those of the page.
        values: What each of the blocks is worth.
        title: The number of the block that is the title, or -1.
        share: An element that holds more of the page's prose is none, whatever its name.
        named_bad: Says whether an element's names are those of furniture.
        bad_tags: The tags of furniture.
    """
    alive = bytearray(b"\x01" * len(blocks))
    prose = _sums(values, None, 0.0)
    limit = share * prose[len(blocks)]
    around = _around_main(elements)
    number = -1
    for element in elements:
        number += 1
        parent = element.parent
        if parent >= 0:
            holder = elements[parent]
            if holder.bad:
                element.bad = True
                continue
        if not ((element.hint and named_bad(element.hint)) or element.tag in bad_tags):
            continue
        first = element.first
        if element.tag == "figure":
            block = blocks[first]
            if block.tag == "td" or block.tag == "th":
                continue
        held = _held(prose, element)
        if held > limit and element.tag != "footer":
            continue
        if number in around or (first <= title < element.end and held > 0.0):
            continue
        element.bad = True
        for at in range(first, element.end):
            alive[at] = 0
    return alive


def _around_main(elements: list[Element]) -> set[int]:
    """Numbers of the elements that hold the page's main element."""
    around: set[int] = set()
    for element in elements:
        if element.tag == "main":
            parent = element.parent
            while parent >= 0 and parent not in around:
                around.add(parent)
                holder = elements[parent]
                parent = holder.parent
    return around


def find_container(
    elements: list[Element],
    values: list[float],
    alive: bytearray,
    named_good: Callable[[str], bool],
    bonus: float,
    share: float,
    small_tags: frozenset[str],
) -> tuple[int, int]:
    """The element of the greatest value, and the one inside it that holds most of that.

    Args:
        elements: Those of the page, its furniture marked.
        values: What each of its blocks is worth.
        alive: 1 for each block in no furniture.
        named_good: Says whether an element's names are those of an article's text.
        bonus: By how much the value of an element so named counts more.
        share: Of an element's value and prose: one inside that holds more is taken.
        small_tags: The tags of what is too small to hold an article.

    Returns:
        Their numbers, or -1 twice.
    """
    sums = _sums(values, alive, float("-inf"))
    prose = _sums(values, alive, 0.0)
    best = 0.0
    found = -1
    number = -1
    for element in elements:
        number += 1
        if element.end <= element.first or element.bad:
            continue
        score = _held(sums, element)
        if score > best:
            best = score
            found = number
    if found < 0:
        return -1, -1
    element = elements[found]
    if element.tag in small_tags and element.end - element.first == 1:
        found = element.parent
        if found < 0:
            return -1, -1
    named = -1
    name_score = 0.0
    number = -1
    for element in elements:
        number += 1
        score = _held(sums, element)
        if score <= name_score or element.bad or not element.hint:
            continue
        if named_good(element.hint):
            named = number
            name_score = score
    if named >= 0 and name_score * bonus >= best:
        found = named
    return found, _narrow(elements, sums, prose, found, share, small_tags)


def _narrow(
    elements: list[Element],
    sums: list[float],
    prose: list[float],
    found: int,
    share: float,
    small_tags: frozenset[str],
) -> int:
    """Go down from a container to the one inside it that holds nearly all of its value."""
    element = elements[found]
    best = share * _held(sums, element)
    all_prose = share * _held(prose, element)
    end = element.end
    count = len(elements)
    for number in range(found + 1, count):
        element = elements[number]
        if element.first >= end:
            break
        if element.bad or element.tag in small_tags:
            continue
        if _held(sums, element) >= best and _held(prose, element) >= all_prose:
            found = number
            end = element.end
    return found


def prune(
    elements: list[Element],
    blocks: list[Block],
    values: list[float],
    alive: bytearray,
    container: int,
) -> list[int]:
    """Return the numbers of the container's blocks without its parts of negative value.

    Args:
        elements, blocks, values, alive: As above.
        container: The number of the container.
    """
    root = elements[container]
    end = root.end
    last = container
    count = len(elements)
    while last + 1 < count:
        element = elements[last + 1]
        if element.first >= end:
            break
        last += 1
    totals = [0.0] * (last + 1 - container)
    for at in range(root.first, end):
        if alive[at]:
            block = blocks[at]
            place = block.element - container
            totals[place] = totals[place] + values[at]
    dropped = bytearray(last + 1 - container)
    for number in range(last, container, -1):
        element = elements[number]
        if element.bad:
            continue
        total = totals[number - container]
        if total < -SHORT_PENALTY and element.end > element.first:
            dropped[number - container] = 1
        elif element.parent >= container:
            place = element.parent - container
            totals[place] = totals[place] + total
    for number in range(container + 1, last + 1):
        element = elements[number]
        parent = element.parent
        if parent > container and dropped[parent - container]:
            dropped[number - container] = 1
    kept: list[int] = []
    for at in range(root.first, end):
        if alive[at]:
            block = blocks[at]
            if not dropped[block.element - container]:
                kept.append(at)
    return kept

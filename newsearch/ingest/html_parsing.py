"""A page or a fragment of HTML to a tree, however hostile, in bounded time.

The parser runs in C and cannot be stopped.  What the rules for broken markup cost grows with the
square of the page in several ways: by the depth of open elements, by formatting elements that
every paragraph opens anew (1,000 unclosed ones and 1,000 paragraphs are a million nodes), by the
options of one list, by the attributes of one element.  To look for each beforehand takes the state
that only the parser has.  So a large page is parsed in beginnings that double, and where one took
longer than any real page does, the page ends.
"""

from __future__ import annotations

import re
from time import thread_time
from typing import TYPE_CHECKING

from newsearch.kernel.byte_search import count_byte, find_byte

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

__all__ = ["MAX_TAGS", "parse"]

TAG = ord("<")
MAX_TAGS = 300_000  # "<" that are read; real pages have fewer than 30,000
FIRST_TAGS = 3_000  # "<" of a page that is parsed at once: a million nodes at worst
MAX_PARSING = 0.1  # seconds of the processor for a beginning; real pages take a hundredth
LONG_TAG = 2_000  # bytes of a tag from which its attributes are counted
MAX_ATTRIBUTES = 300  # of one element; more are dropped

_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")


def parse(text: bytes | str) -> tuple[LexborHTMLParser, str]:
    """Parse as much of a page or a fragment as can be parsed in a short time.

    Args:
        text: The page; bytes are UTF-8.

    Returns:
        The tree, and what of ``text`` is not in it, from some tag to the end; mostly nothing.

    Example:
        >>> tree, rest = parse("<p>Rain<p>Sun")
        >>> tree.body.text(), rest
        ('RainSun', '')
    """
    from selectolax.lexbor import LexborHTMLParser

    data = text if isinstance(text, bytes) else text.encode("utf-8", "replace")  # lone surrogates
    if _has_many_attributes(data):
        data = _without_most_attributes(data)
    for tags in _beginnings(count_byte(data, TAG) + 1):  # none of most pages
        end = find_byte(data, TAG, tags)
        start = thread_time()
        tree = LexborHTMLParser(data[:end])
        if thread_time() - start > MAX_PARSING or tags == MAX_TAGS:
            return tree, data[end:].decode("utf-8", "replace")
        del tree  # its memory serves the next, which would take as long again to get its own
    return LexborHTMLParser(data), ""


def _beginnings(tags: int) -> list[int]:
    """Before which tags the beginnings end that are parsed before the whole: mostly none.

    Example: ``_beginnings(20_000)`` is ``[2500, 5000, 10000]``.
    """
    sizes = [MAX_TAGS] if tags > MAX_TAGS else []
    size = min(tags, MAX_TAGS)
    while size > FIRST_TAGS:
        size //= 2
        sizes.append(size)
    return sizes[::-1]


def _has_many_attributes(data: bytes) -> bool:
    """Say whether any tag has too many attributes: it is long, as few stretches are."""
    at = data.find(b"<") + 1
    while at and at + LONG_TAG < len(data):
        last = data.rfind(b"<", at, at + LONG_TAG + 1)
        if last < 0:
            last = data.find(b"<", at)
            if _is_long_tag(data[at : at + LONG_TAG]):
                part = data[at:last] if last >= 0 else data[at:]
                if _without_attributes(part) is not part:
                    return True
        at = last + 1
    return False


def _is_long_tag(beginning: bytes) -> bool:
    return beginning[:1].isalpha() and b">" not in beginning


def _without_most_attributes(data: bytes) -> bytes:
    """A page without the attributes of the tags that have too many."""
    parts = data.split(b"<", MAX_TAGS)
    for number in [number for number, size in enumerate(map(len, parts)) if size > LONG_TAG]:
        if _is_long_tag(parts[number][:LONG_TAG]):
            parts[number] = _without_attributes(parts[number])
    return b"<".join(parts)


def _without_attributes(part: bytes) -> bytes:
    """What follows a ``<``, its tag without attributes where these are too many."""
    end = part.find(b">")
    tag = part if end < 0 else part[:end]
    if len(_QUOTED.sub(b"", tag).split()) <= MAX_ATTRIBUTES:
        return part
    return tag.split(None, 1)[0][:40] + (b"" if end < 0 else part[end:])

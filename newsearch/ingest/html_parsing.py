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

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

__all__ = ["MAX_TAGS", "parse"]

MAX_TAGS = 300_000  # "<" that are read; real pages have fewer than 30,000
FIRST_TAGS = 3_000  # "<" of the first beginning, which make a million nodes at worst
MAX_PARSING = 0.1  # seconds of the processor for a beginning; real pages take a hundredth
LONG_TAG = 2_000  # characters of a tag from which its attributes are counted
MAX_ATTRIBUTES = 300  # of one element; more are dropped

_LONG_TAG = re.compile(rf"<[a-zA-Z][^>]{{{LONG_TAG}}}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


def parse(text: str) -> tuple[LexborHTMLParser, str]:
    """Parse as much of a page or a fragment as can be parsed in a short time.

    Returns:
        The tree, and what of ``text`` is not in it, from some tag to the end; mostly nothing.

    Example:
        >>> tree, rest = parse("<p>Rain<p>Sun")
        >>> tree.body.text(), rest
        ('RainSun', '')
    """
    from selectolax.lexbor import LexborHTMLParser

    if text.count("<") < FIRST_TAGS and _LONG_TAG.search(text) is None:  # most pages
        return LexborHTMLParser(_encoded(text)), ""
    parts = text.split("<", MAX_TAGS)
    tags = FIRST_TAGS
    if _drop_attributes(parts):
        text = "<".join(parts)
    while tags < len(parts):
        start = thread_time()
        tree = LexborHTMLParser(_encoded("<".join(parts[:tags])))
        if thread_time() - start > MAX_PARSING or tags == MAX_TAGS:
            return tree, "<" + "<".join(parts[tags:])
        tags = min(2 * tags, MAX_TAGS)
    return LexborHTMLParser(_encoded(text)), ""


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")  # lone surrogates


def _drop_attributes(parts: list[str]) -> bool:
    """Drop the attributes of tags that have too many; return whether there were any.

    Args:
        parts: A page, split before its tags.
    """
    changed = False
    for number in [number for number, size in enumerate(map(len, parts)) if size > LONG_TAG]:
        part = parts[number]
        if part[0].isalpha() and ">" not in part[:LONG_TAG]:
            parts[number] = _without_attributes(part)
            changed = True
    return changed


def _without_attributes(part: str) -> str:
    """The text after a ``<``, its tag without attributes where these are too many."""
    end = part.find(">")
    tag = part if end < 0 else part[:end]
    if len(_QUOTED.sub("", tag).split()) <= MAX_ATTRIBUTES:
        return part
    return tag.split(None, 1)[0][:40] + ("" if end < 0 else part[end:])

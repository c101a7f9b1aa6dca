"""XML of no standard, as content systems export it: articles known by the names of their elements.

An element is an article whose children have two or more of the names in `field_names`, one of
them that of a title or body.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from ..errors import ReadError
from .field_names import field_of
from .json_records import raw_of
from .limits import LARGEST_MARKUP, Deadline
from .records import Raw
from .xml_scan import Element, decode_xml, parse_xml
from .xml_text import text_of

__all__ = ["is_articles", "read_plain_xml"]

_NAME = re.compile(r"<(?:[\w.-]{1,40}:)?([A-Za-z][\w.-]{0,40})[\s/>]")
_LISTED = ("tags", "authors", "sections")


def is_articles(head: str) -> bool:
    """Whether XML that begins so has elements for a title and a text."""
    fields = {field_of(name) for name in {match[1] for match in _NAME.finditer(head)}}
    return "title" in fields and "body" in fields


def read_plain_xml(stream: BinaryIO, name: str) -> Iterator[Raw | ReadError]:
    """The articles of a file, in order."""
    data = stream.read(LARGEST_MARKUP + 1)
    if len(data) > LARGEST_MARKUP:
        yield ReadError(name, f"more than {LARGEST_MARKUP >> 20} MiB in one XML document")
        return
    try:
        root = parse_xml(decode_xml(data), None, Deadline())
        yield from _articles(root, name)
    except ValueError as error:
        yield ReadError(name, str(error))


def _articles(root: Element, name: str) -> Iterator[Raw | ReadError]:
    deadline = Deadline()
    number = 0
    waiting = [root]
    while waiting:
        element = waiting.pop()
        # By the names first: the texts of all elements on all levels would take long.
        if _is_article({_name(child) for child in element.children}):
            deadline.check()
            values = _values(element)
            found = _is_article(values)
        else:
            found = False
        if found:
            number += 1
            deadline = Deadline()
            yield raw_of(values)
        else:
            waiting.extend(reversed(element.children))
    if number == 0:
        yield ReadError(name, "XML without an article: no element with a title or a text")


def _name(element: Element) -> str:
    return element.name.rpartition(":")[2]


def _is_article(names: Iterable[str]) -> bool:
    """Whether elements of these names are the fields of an article."""
    fields = {field_of(name) for name in names} - {None}
    return len(fields) > 1 and not fields.isdisjoint(("title", "body"))


def _values(element: Element) -> dict[str, object]:
    """The texts of an element's children by name; of tags and authors all."""
    values: dict[str, object] = {}
    for child in element.children:
        key = _name(child)
        inner = [text for one in child.children if (text := text_of(one))]
        text = text_of(child)
        if not text:
            continue
        if field_of(key) in _LISTED:
            held = values.setdefault(key, [])
            assert isinstance(held, list)
            held.extend(inner or [text])
        else:
            values.setdefault(key, text)
    return values

"""A small tolerant reader of XML: feeds and wire formats, well-formed or not, to a tree.

No document type is read, no entity is expanded, no address is opened; depth, elements and time are
bounded, and the time is linear in the input.  Elements that are not closed end with their parent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from .encoding import decode
from .limits import Deadline
from .markup import decode_once

__all__ = ["Element", "decode_xml", "parse_xml"]

DEEPEST = 256  # levels of elements; deeper ones are flattened into their parent
MOST_ELEMENTS = 300_000  # of one tree, which is one record; they take 150 MB
MOST_ATTRIBUTES = 1_000  # of one element
_STEPS = 4096  # between two looks at the clock
_ENCODING = re.compile(rb"<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w.:-]{2,40})[\"']")
# Possessive, so that an attribute of megabytes leaves no way back to remember.
_TAG = re.compile(r"""<([A-Za-z_][\w:.-]*+)((?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+)>""")
_ATTRIBUTE = re.compile(
    r"""(?<![\w:.-])([A-Za-z_][\w:.-]*+)\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))"""
)
_END = re.compile(r"</\s*([A-Za-z_][\w:.-]*)\s*>")

# Namespaces by a word of their address, to the prefix that they usually have.
_PREFIXES = (
    ("purl.org/rss/1.0/modules/content", "content"), ("purl.org/dc/", "dc"),
    ("search.yahoo.com/mrss", "media"), ("itunes", "itunes"), ("w3.org/2005/Atom", ""),
    ("purl.org/atom/ns", ""), ("purl.org/rss/1.0/modules/slash", "slash"),
    ("w3.org/1999/xhtml", ""), ("iptc.org/std/", ""), ("iptc.org/NITF", ""),
    ("rssnamespace.org/feedburner", "feedburner"), ("georss", "georss"),
)  # fmt: skip


@dataclass(slots=True)
class Element:
    """One element: its name with the usual prefix, lower case, and what stands in it."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element] = field(default_factory=list)
    parts: list[str | Element] = field(default_factory=list)  # texts and children as they stand

    @property
    def text(self) -> str:
        """The element's own text, without that of its children."""
        return "".join([part for part in self.parts if type(part) is str]).strip()

    def get(self, name: str) -> str | None:
        """The value of an attribute, stripped; None where it is absent or empty."""
        return self.attributes.get(name, "").strip() or None

    def all(self, *names: str) -> Iterator[Element]:
        """The children of one of these names, in order."""
        return (child for child in self.children if child.name in names)

    def first(self, *names: str) -> Element | None:
        """The first child with a name of `names`; an earlier name beats a later one."""
        for name in names:
            for child in self.children:
                if child.name == name:
                    return child
        return None

    def find(self, *names: str) -> Iterator[Element]:
        """Descendants of one of these names, outermost first, not looking inside them."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            for child in element.children:
                if child.name in names:
                    yield child
            waiting.extend(c for c in reversed(element.children) if c.name not in names)


def decode_xml(data: bytes, head: bytes = b"") -> str:
    """The text of XML, or of a part of it whose declaration stands in `head`.

    Example: ``decode_xml("<a>Ї</a>".encode("cp1251"), b"<?xml encoding='windows-1251'?>")`` is
    ``"<a>Ї</a>"``.
    """
    declared = _ENCODING.search((head or data)[:300])
    return decode(data, declared[1].decode("ascii") if declared else None)


def parse_xml(
    source: str, prefixes: dict[str, str] | None = None, deadline: Deadline | None = None
) -> Element:
    """A tree of the elements of `source` under a nameless root, well-formed or not.

    Args:
        source: The text of the XML, or of a part of it.
        prefixes: Namespace prefixes as written to those that they usually have; what the source
            declares is added.  A later part of the same document is read with the same table.
        deadline: When to give up.

    Raises:
        ValueError: There are more than `MOST_ELEMENTS` elements, or it takes too long.

    Example: ``parse_xml("<a><b c='1'>x &amp; y</b></a>").children[0].children[0].text`` is
    ``"x & y"``.
    """
    root = Element("")
    stack = [root]
    prefixes = {} if prefixes is None else prefixes
    position = steps = 0
    while (start := source.find("<", position)) >= 0:
        if start > position:
            stack[-1].parts.append(_decoded(source[position:start]))
        position = _step(source, start, stack, prefixes)
        steps += 1
        if steps % _STEPS == 0:
            if deadline is not None:
                deadline.check()
            if steps > 2 * MOST_ELEMENTS:  # a start and an end are two steps
                raise ValueError(f"a record of more than {MOST_ELEMENTS} elements")
    if position < len(source):
        stack[-1].parts.append(_decoded(source[position:]))
    return root


def _decoded(text: str) -> str:
    return decode_once(text) if "&" in text else text


def _step(source: str, start: int, stack: list[Element], prefixes: dict[str, str]) -> int:
    """Reads what begins with the ``<`` at `start`; returns where it ends."""
    if source.startswith("</", start):
        match = _END.match(source, start)
        if match:
            _close(_name(match[1], prefixes), stack)
            return match.end()
    elif source.startswith("<![CDATA[", start):
        end = source.find("]]>", start)
        end = len(source) if end < 0 else end
        stack[-1].parts.append(source[start + 9 : end])
        return end + 3
    elif source.startswith("<!--", start):
        return _behind(source, "-->", start)
    elif source.startswith("<?", start):
        return _behind(source, "?>", start)
    elif source.startswith("<!", start):
        return _behind(
            source, "]>" if "[" in source[start : start + 300].split(">")[0] else ">", start
        )
    elif match := _TAG.match(source, start):
        _open(match, stack, prefixes)
        return match.end()
    stack[-1].parts.append("<")
    return start + 1


def _behind(source: str, mark: str, start: int) -> int:
    end = source.find(mark, start)
    return len(source) if end < 0 else end + len(mark)


def _open(match: re.Match[str], stack: list[Element], prefixes: dict[str, str]) -> None:
    inside = match[2]
    closed = inside.endswith("/")
    attributes: dict[str, str] = {}
    if "=" in inside:
        for found in islice(_ATTRIBUTE.finditer(inside), MOST_ATTRIBUTES):
            name = found[1]
            value = _decoded(found[2] or found[3] or found[4] or "")
            attributes.setdefault(name.lower(), value)
            if name.startswith("xmlns:"):
                prefixes[name[6:]] = _usual_prefix(name[6:], value)
    element = Element(_name(match[1], prefixes), attributes)
    stack[-1].children.append(element)
    stack[-1].parts.append(element)
    if not closed and len(stack) < DEEPEST:
        stack.append(element)


def _close(name: str, stack: list[Element]) -> None:
    for depth in range(len(stack) - 1, 0, -1):
        if stack[depth].name == name:
            del stack[depth:]
            return


def _usual_prefix(prefix: str, address: str) -> str:
    for part, usual in _PREFIXES:
        if part in address:
            return usual
    return prefix.lower()


def _name(written: str, prefixes: dict[str, str]) -> str:
    prefix, colon, local = written.partition(":")
    if not colon:
        return written.lower()
    usual = prefixes.get(prefix, prefix.lower())
    return f"{usual}:{local.lower()}" if usual else local.lower()

"""A small tolerant reader of XML: what feeds are, well-formed or not, to a tree of elements.

No document type is read, no entity is expanded, no address is opened; depth and sizes are
bounded, and the time is linear in the input.  Elements that are not closed end with their parent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .markup import decode_references

__all__ = ["Element", "parse_xml"]

DEEPEST = 256  # levels of elements; deeper ones are flattened into their parent
_TAG = re.compile(r"""<([A-Za-z_][\w:.-]*)((?:[^<>"']|"[^"<]*"|'[^'<]*')*)>""")
_ATTRIBUTE = re.compile(r"""([A-Za-z_][\w:.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""")
_END = re.compile(r"</\s*([A-Za-z_][\w:.-]*)\s*>")

# Namespaces by a word of their address, to the prefix that they usually have.
_PREFIXES = (
    ("purl.org/rss/1.0/modules/content", "content"), ("purl.org/dc/", "dc"),
    ("search.yahoo.com/mrss", "media"), ("itunes", "itunes"), ("w3.org/2005/Atom", ""),
    ("purl.org/atom/ns", ""), ("purl.org/rss/1.0/modules/slash", "slash"),
    ("w3.org/1999/xhtml", ""),
    ("rssnamespace.org/feedburner", "feedburner"), ("georss", "georss"),
)  # fmt: skip


@dataclass(slots=True)
class Element:
    """One element: its name with the usual prefix, lower case, and what stands in it."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    inner: tuple[int, int] = (0, 0)  # offsets of its content in the source

    @property
    def text(self) -> str:
        """The element's own text, without that of its children."""
        return "".join(self.texts).strip()

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


def parse_xml(source: str) -> Element:
    """A tree of the elements of `source` under a nameless root.  Never fails.

    Example: ``parse_xml("<a><b c='1'>x &amp; y</b></a>").children[0].children[0].text`` is
    ``"x & y"``.
    """
    root = Element("")
    root.inner = (0, len(source))
    stack = [root]
    prefixes: dict[str, str] = {}
    position = 0
    while True:
        start = source.find("<", position)
        if start < 0:
            break
        if start > position:
            stack[-1].texts.append(_decoded(source[position:start]))
        position = _step(source, start, stack, prefixes)
    while len(stack) > 1:
        element = stack.pop()
        element.inner = (element.inner[0], len(source))
    return root


def _decoded(text: str) -> str:
    return decode_references(text) if "&" in text else text


def _step(source: str, start: int, stack: list[Element], prefixes: dict[str, str]) -> int:
    """Reads what begins with the ``<`` at `start`; returns where it ends."""
    if source.startswith("</", start):
        match = _END.match(source, start)
        if match:
            _close(_name(match[1], prefixes), stack, start)
            return match.end()
    elif source.startswith("<![CDATA[", start):
        end = source.find("]]>", start)
        end = len(source) if end < 0 else end
        stack[-1].texts.append(source[start + 9 : end])
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
    stack[-1].texts.append("<")
    return start + 1


def _behind(source: str, mark: str, start: int) -> int:
    end = source.find(mark, start)
    return len(source) if end < 0 else end + len(mark)


def _open(match: re.Match[str], stack: list[Element], prefixes: dict[str, str]) -> None:
    inside = match[2]
    closed = inside.endswith("/")
    attributes: dict[str, str] = {}
    if "=" in inside:
        for name, double, single, bare in _ATTRIBUTE.findall(inside):
            value = _decoded(double or single or bare)
            attributes.setdefault(name.lower(), value)
            if name.startswith("xmlns:"):
                prefixes[name[6:]] = _usual_prefix(name[6:], value)
    element = Element(_name(match[1], prefixes), attributes)
    element.inner = (match.end(), match.end())
    stack[-1].children.append(element)
    if not closed and len(stack) < DEEPEST:
        stack.append(element)


def _close(name: str, stack: list[Element], at: int) -> None:
    for depth in range(len(stack) - 1, 0, -1):
        if stack[depth].name == name:
            for element in stack[depth:]:
                element.inner = (element.inner[0], at)
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

"""The text of an element of a wire format: its paragraphs, parted by blank lines."""

from __future__ import annotations

import re

from .markup import has_markup, plain_text
from .text_heads import flow
from .xml_scan import Element

__all__ = ["UNSEEN", "line_of", "text_of"]

# Elements of NITF, XHTML and NewsML that begin a line of their own.
_BLOCK_NAMES = (
    "p hl1 hl2 h1 h2 h3 h4 h5 h6 block div section article header footer blockquote bq ul ol dl li "
    "dt dd table nitf-table tr pre fn body body.content body.end hr credit line address figure"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
# What stands among the paragraphs and is none: pictures with captions, data about tables, notes.
_UNSEEN_NAMES = (
    "media media-caption media-metadata media-reference media-producer figure figcaption head "
    "script style note nitf-table-metadata body.head object iframe datasource copyrite"
)
UNSEEN = frozenset(_UNSEEN_NAMES.split())
_SPACE = re.compile(r"[ \t\r\n\f]+")
_CELLS = frozenset(("td", "th"))
_PARAGRAPH = "\n\n"


def line_of(element: Element | None) -> str | None:
    """All text in an element, on one line; None where there is none.

    Example: of ``<byline>By <person>Ada Byron</person></byline>`` it is ``"By Ada Byron"``.
    """
    if element is None:
        return None
    texts: list[str] = []
    waiting: list[str | Element] = [element]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            texts.append(part)
        else:
            waiting.extend(reversed(part.parts))
    return " ".join("".join(texts).split()) or None


def text_of(element: Element | None, unseen: frozenset[str] = UNSEEN) -> str | None:
    """The paragraphs of an element; None where it has no text.

    Block elements part paragraphs, as do rows of tables, ``br`` breaks a line.  Elements named in
    `unseen` are left out.  HTML that is written as text (escaped, or in CDATA) is read as HTML,
    and running text without any markup keeps its lines.

    Example: of ``<body.content><p>One</p><p>Two</p></body.content>`` it is ``"One\\n\\nTwo"``.
    """
    if element is None:
        return None
    if not element.children:
        return _written("".join(part for part in element.parts if isinstance(part, str)))
    pieces: list[str] = []
    waiting: list[str | Element] = list(reversed(element.parts))
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            pieces.append(part if part in (_PARAGRAPH, "\n", " ") else _SPACE.sub(" ", part))
        elif part.name == "br":
            pieces.append("\n")
        elif part.name not in unseen:
            block = part.name in _BLOCKS
            if block or part.name in _CELLS:
                waiting.append(_PARAGRAPH if block else " ")
            if part.name == "pre":
                pieces.append(_PARAGRAPH)
                pieces.extend(text for text in part.parts if isinstance(text, str))
                waiting.extend(child for child in reversed(part.children))
                continue
            waiting.extend(reversed(part.parts))
            if block:
                waiting.append(_PARAGRAPH)
    return _tidy("".join(pieces)) or None


def _written(text: str) -> str | None:
    """Text that may be HTML written out, or plain, in lines as long as paragraphs or shorter."""
    text = text.strip()
    if has_markup(text):
        return plain_text(text) or None
    return (flow(text) if "\n" in text else text) or None


def _tidy(text: str) -> str:
    paragraphs = (
        "\n".join(filter(None, (line.strip() for line in paragraph.split("\n"))))
        for paragraph in re.split(r"\n[ \n]*\n", text)
    )
    return _PARAGRAPH.join(
        plain_text(paragraph) if has_markup(paragraph) else paragraph
        for paragraph in paragraphs
        if paragraph
    )

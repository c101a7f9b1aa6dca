"""readability-lxml: the text of its summary, in paragraphs, and its short title."""

from __future__ import annotations

from importlib.metadata import version

import lxml.html
import readability

from benchmarks.extractors import Extracted

__all__ = ["READABILITY_LXML"]

#: Elements that stand on lines of their own.
_BLOCK_NAMES = (
    "address article aside blockquote body dd div dl dt figcaption figure footer form h1 h2 h3 h4 "
    "h5 h6 header hr li main nav ol p pre section table td th tr ul br"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())


class _ReadabilityLxml:
    fields = frozenset({"body", "title"})

    def version(self) -> str:
        return version("readability-lxml")

    def extract(self, page: bytes, url: str) -> Extracted:
        document = readability.Document(page, url=url)
        title = document.short_title()  # first: the summary changes the document
        summary = document.summary(html_partial=True)
        if not summary.strip():
            return Extracted(title)
        return Extracted(title, _text(lxml.html.fromstring(summary)))


def _text(root: lxml.html.HtmlElement) -> str:
    """The text of an element, a block a paragraph."""
    for element in root.iter():
        if element.tag in _BLOCKS:
            element.text = f"\n{element.text or ''}"
            element.tail = f"\n{element.tail or ''}"
    lines = (" ".join(line.split()) for line in root.text_content().split("\n"))
    return "\n\n".join(filter(None, lines))


READABILITY_LXML = _ReadabilityLxml()

"""resiliparse: the plain text of a page's main content."""

from __future__ import annotations

from importlib.metadata import version

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import detect_encoding
from resiliparse.parse.html import HTMLTree

from benchmarks.extractors import Extracted

__all__ = ["RESILIPARSE"]


class _Resiliparse:
    fields = frozenset({"body"})

    def version(self) -> str:
        return version("resiliparse")

    def extract(self, page: bytes, url: str) -> Extracted:
        tree = HTMLTree.parse_from_bytes(page, detect_encoding(page) or "utf-8")
        # Texts that stand in for images, and bullets, are no words of the article.
        text = extract_plain_text(tree, main_content=True, alt_texts=False, list_bullets=False)
        return Extracted(body=text)


RESILIPARSE = _Resiliparse()

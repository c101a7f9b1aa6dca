"""News in any form to `newsearch.Article`: files, pages, texts.

Per format a reader gives raw fields (`records.Raw`), then one normaliser makes the article.
"""

from __future__ import annotations

from .reading import read, read_articles, read_html, read_input, read_raw, read_text

__all__ = ["read", "read_articles", "read_html", "read_input", "read_raw", "read_text"]

"""Fragments of HTML inside records and feeds, to plain text.

For whole pages see `newsearch.ingest.html`: there the article has to be found first; here the
fragment is the article.
"""

from __future__ import annotations

import html
import re

__all__ = ["decode_once", "decode_references", "has_markup", "plain_text"]

_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_REFERENCE_IN_BYTES = re.compile(rb"&[#\w\x80-\xff]{1,40};")
# Both begin with one character, so that a search goes from one "<" to the next.
_CLOSED = re.compile(
    r"<(?:/(?:p|div|a|b|i|u|em|strong|span|li|ul|ol|h[1-6]|blockquote|td|table|figure|section"
    r"|article|font|pre|code|sup|sub|center|script|style)\s*|(?:br|hr|img)\b[^<>]{0,4096})>",
    re.IGNORECASE,
)
_OPENED = re.compile(r"\s*<p\b[^<>]{0,4096}>", re.IGNORECASE)
_BLOCK = re.compile(
    r"<\s*/?\s*(?:p|div|li|ul|ol|dl|dt|dd|h[1-6]|blockquote|table|tr|section|article|figure"
    r"|figcaption|header|footer|aside|nav|hr|center|main|form|pre|address)\b[^<>]{0,4096}>",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<\s*br\b[^<>]{0,1024}>", re.IGNORECASE)
MOST_VERBATIM = 100  # elements whose lines are kept
_VERBATIM = re.compile(r"<pre\b[^<>]{0,1024}>.{0,65536}?</pre\s*>", re.DOTALL | re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_AROUND = re.compile(r" *(\n[ \n]*)")
# The parser's time grows with the square of the depth, and of the attributes of one element.
MANY_TAGS = 2_000  # up to which no nesting is too deep
DEEPEST = 1_000  # open elements; deeper ones lose their tags
_TAG = re.compile(r"<(/?)[a-zA-Z][^<>]{0,4096}>")
_LONG_TAG = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9]{0,20})\b[^<>]{4097,}+>?")
_EMPTY = re.compile(r"</?(?:br|hr|img|p|li|td|th|tr|dt|dd|input|wbr|col|area|source|track)\b", re.I)
_UNSEEN = ("script", "style", "template", "noscript", "head", "iframe", "svg", "object", "select")


def decode_references(text: str) -> str:
    """Character references such as ``&amp;`` and ``&#8217;`` decoded, twice escaped ones too.

    Only complete references count: ``AT&T`` and ``?a=1&copy=2`` stay as they are.
    """
    for _ in range(2):
        decoded = decode_once(text)
        if decoded == text:
            break
        text = decoded
    return text


def has_references(text: bytes) -> bool:
    """Whether UTF-8 text may hold complete character references.

    Example: ``has_references(b"AT&T &amp; Co.")`` is True.
    """
    at = text.find(b"&")  # quicker than a search with the pattern
    while at >= 0:
        if _REFERENCE_IN_BYTES.match(text, at):
            return True
        at = text.find(b"&", at + 1)
    return False


def decode_once(text: str) -> str:
    """As `decode_references`, but what is escaped twice stays escaped once.

    Example: ``decode_once("&amp;lt;b&amp;gt;")`` is ``"&lt;b&gt;"``.
    """
    return _REFERENCE.sub(_decode, text)


def _decode(match: re.Match[str]) -> str:
    return html.unescape(match[0])


def has_markup(text: str) -> bool:
    """Whether `text` is a fragment of HTML and not plain text with a ``<`` in it."""
    if "<" not in text:
        return False
    return _CLOSED.search(text) is not None or _OPENED.match(text) is not None


def plain_text(fragment: str) -> str:
    """The text of a fragment of HTML, its block elements parted by blank lines.

    Example: ``plain_text("<p>One</p><p>Two<br>lines</p>")`` is ``"One\\n\\nTwo\\nlines"``.
    """
    if "<" not in fragment:
        return decode_references(fragment)
    from selectolax.lexbor import LexborHTMLParser

    if 0 < fragment.count("<pre") <= MOST_VERBATIM:
        fragment = _VERBATIM.sub(lambda match: match[0].replace("\n", "<br>"), fragment)
    flat = _shallow(_SPACE.sub(" ", fragment.replace("\x00", " ")))
    flat = _BLOCK.sub(lambda match: "\n\n" + match[0], _BREAK.sub("\n", flat))
    parser = LexborHTMLParser(flat)
    parser.strip_tags(list(_UNSEEN))
    body = parser.body
    text = body.text(deep=True) if body is not None else ""
    text = _AROUND.sub(_gap, text)
    return text.strip()


def _shallow(text: str) -> str:
    """The fragment without what takes the parser long: long tags, and tags too deep."""
    if len(text) > 4096 and _LONG_TAG.search(text):
        text = _LONG_TAG.sub(r"<\1>", text)
    if text.count("<") <= MANY_TAGS:
        return text
    depth = 0
    for match in _TAG.finditer(text):
        if _EMPTY.match(match[0]) is None:
            depth = max(0, depth - 1) if match[1] else depth + 1
            if depth > DEEPEST:
                return text[: match.start()] + _TAG.sub(" ", text[match.start() :])
    return text


def _gap(match: re.Match[str]) -> str:
    return "\n\n" if match[1].count("\n") > 1 else "\n"

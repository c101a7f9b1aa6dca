"""Fragments of HTML inside records and feeds, to plain text.

For whole pages see `newsearch.ingest.html`: there the article has to be found first; here the
fragment is the article.
"""

from __future__ import annotations

import html
import re

__all__ = ["decode_once", "decode_references", "has_markup", "plain_text"]

LONG_TEXT = 1 << 18  # characters that are decoded at a time
MOST_KEPT = 4096  # references

_REFERENCE = re.compile(r"(&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)")
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
_TAG = re.compile(r"<[^<>]{0,4096}>")
_UNSEEN = ("script", "style", "template", "noscript", "head", "iframe", "svg", "object", "select")


def decode_references(text: str) -> str:
    """Character references such as ``&amp;`` and ``&#8217;`` decoded, twice escaped ones too.

    Only complete references count: ``AT&T`` and ``?a=1&copy=2`` stay as they are.
    """
    if len(text) <= LONG_TEXT:
        return _decoded(text)
    parts: list[str] = []
    start = 0
    while start < len(text):
        # A part ends before an "&", if possible not within a twice escaped reference.
        near = start + LONG_TEXT
        end = text.find(" &", near, near + LONG_TEXT)
        if end < 0:
            end = text.find("&", near)
        if end < 0:
            end = len(text)
        parts.append(_decoded(text[start:end]))
        start = end
    return "".join(parts)


def _decoded(text: str) -> str:
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
    parts = _REFERENCE.split(text)
    if len(parts) == 1:
        return text
    parts[1::2] = map(_CHARACTERS.__getitem__, parts[1::2])
    return "".join(parts)


class _Characters(dict[str, str]):
    """What references stand for; those that were met are kept, as a text has few different ones."""

    def __missing__(self, reference: str) -> str:
        if len(self) > MOST_KEPT:
            self.clear()
        character = self[reference] = html.unescape(reference)
        return character


_CHARACTERS = _Characters()


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
    from .html_parsing import parse

    if 0 < fragment.count("<pre") <= MOST_VERBATIM:
        fragment = _VERBATIM.sub(lambda match: match[0].replace("\n", "<br>"), fragment)
    flat = _SPACE.sub(" ", fragment.replace("\x00", " "))
    flat = _BLOCK.sub(lambda match: "\n\n" + match[0], _BREAK.sub("\n", flat))
    tree, rest = parse(flat)
    tree.strip_tags(list(_UNSEEN))
    body = tree.body
    text = body.text(deep=True) if body is not None else ""
    if rest:
        text += decode_references(_TAG.sub(" ", rest))
    text = _AROUND.sub(_gap, text)
    return text.strip()


def _gap(match: re.Match[str]) -> str:
    return "\n\n" if match[1].count("\n") > 1 else "\n"

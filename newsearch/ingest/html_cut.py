"""Cutting out of a page, before it is parsed, what no rule reads: programs and styles.

They are half of the bytes of a news page, and looking for their ends is cheaper than parsing.
JSON stays, and so does whatever is not plainly closed: the parser knows better.
"""

from __future__ import annotations

from newsearch.kernel.byte_search import find_bytes

__all__ = ["without_programs"]

_CUT = ((b"<script", b"</script>"), (b"<style", b"</style>"))
_MAX_TAG = 1_000  # bytes of an opening tag that is looked at
_ELEMENT_ENDS = b" >\t\n\r\f/"


def without_programs(page: bytes) -> bytes:
    """Return a page without its scripts (but those of JSON) and style sheets.

    Args:
        page: The page in any encoding in which ASCII characters are single bytes.

    Example:
        >>> without_programs(b"<p>a<script>x()</script>b")
        b'<p>ab'
    """
    for opening, closing in _CUT:
        at = find_bytes(page, opening, 0, len(page))
        if at < 0:
            continue
        kept: list[bytes] = []
        start = 0
        while at >= 0:
            end = find_bytes(page, closing, at, len(page))
            if end < 0:
                break
            after = end + len(closing)
            if _may_go(page, opening, at, end):
                kept.append(page[start:at])
                start = after
            at = find_bytes(page, opening, after, len(page))
        if kept:
            kept.append(page[start:])
            page = b"".join(kept)
    return page


def _may_go(page: bytes, opening: bytes, at: int, end: int) -> bool:
    """Say whether an element is one of those named, without another inside, and no JSON.

    One that stands open in a comment would swallow the text up to the end of the next.
    """
    name_end = at + len(opening)
    if page[name_end] not in _ELEMENT_ENDS or find_bytes(page, opening, name_end, end) >= 0:
        return False
    if opening != b"<script":
        return True
    limit = min(end, at + _MAX_TAG)
    tag_end = page.find(b">", name_end, limit)
    return b"json" not in page[name_end : limit if tag_end < 0 else tag_end].lower()

"""An HTML page as the fields of its article.

The cascade: JSON-LD, meta elements, microdata, time elements and bylines, the address, the text
(`html_metadata` names the rules with what they were measured at); the body by structure and
density (`html_body`).  `Raw.evidence` says which rule gave each field.
"""

from __future__ import annotations

import re

from newsearch.ingest.encoding import decode
from newsearch.ingest.html_blocks import read_blocks
from newsearch.ingest.html_body import find_body
from newsearch.ingest.html_metadata import read_metadata
from newsearch.ingest.html_parsing import parse
from newsearch.ingest.html_visible import visible_authors, visible_date
from newsearch.ingest.limits import Deadline
from newsearch.ingest.records import Raw

__all__ = ["parse_html"]

MAX_PAGE = 16_000_000  # bytes or characters that are read; real pages have fewer than 5 million
STATED_SHARE = 0.5  # share of the stated text below which the text found in the page is doubted

_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})")


def _decode(data: bytes) -> str:
    head = data[:8192]
    declared = _CHARSET.search(head) or _XML_ENCODING.search(head)
    return decode(data, declared[1].decode("ascii", "replace") if declared else None)


def parse_html(data: bytes | str, url: str | None = None) -> Raw:
    """Return the fields of the article in an HTML page.

    Args:
        data: The page.  Bytes are decoded by their byte-order mark, declaration or content.
        url: Where the page came from, when known.

    Returns:
        The fields as found.  A page longer than `MAX_PAGE`, or one that the parser would be long
        at (see `html_parsing`), is cut, which ``extra["truncated"]`` tells.

    Raises:
        TooSlowError: It took longer than `limits.LONGEST_SECONDS`.

    Example:
        >>> parse_html("<title>Harbour reopens</title><p>Ships returned.").title
        'Harbour reopens'
    """
    deadline = Deadline()
    truncated = len(data) > MAX_PAGE
    if truncated:
        data = data[:MAX_PAGE]
    text = (_decode(data) if isinstance(data, bytes) else data).replace("\x00", "")
    tree, rest = parse(text)
    deadline.check()
    raw, page, evidence = read_metadata(tree, url)
    deadline.check()
    blocks = read_blocks(tree)
    deadline.check()
    stated = page.linked.body()
    body = find_body(blocks, raw.title, page.summaries(), stated, raw.authors or ())
    if body.first >= 0:
        if raw.date is None and (day := visible_date(blocks, body.first, body.last)):
            raw.date, evidence["date"] = day, "visible date"
        if not raw.authors and (names := visible_authors(blocks, body.first, body.last)):
            raw.authors, evidence["authors"] = names, "visible byline"
    if body.lead:
        raw.summary = body.lead
        evidence["summary"] = "lead of the text"
    raw.body = "\n\n".join(body.paragraphs) or None
    evidence["body"] = "container of greatest value"
    if stated and len(stated) * STATED_SHARE > len(raw.body or ""):
        raw.body = stated
        evidence["body"] = "json-ld articleBody"
    deadline.check()
    if truncated or rest:
        raw.extra["truncated"] = True
    raw.evidence = evidence
    return raw

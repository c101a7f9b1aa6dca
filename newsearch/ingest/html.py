"""An HTML page as the fields of its article.

The cascade: JSON-LD, meta elements, microdata, time elements and bylines, the address, the text
(`html_metadata` names the rules with what they were measured at); the body by structure and
density (`html_body`).  `Raw.evidence` says which rule gave each field.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8

from newsearch.ingest.collection import without_collection
from newsearch.ingest.encoding import decode
from newsearch.ingest.html_authors import Authors
from newsearch.ingest.html_blocks import read_blocks
from newsearch.ingest.html_body import find_body
from newsearch.ingest.html_cut import without_programs
from newsearch.ingest.html_dates import last_date, read_shown_date
from newsearch.ingest.html_kinds import is_paywalled, page_kind
from newsearch.ingest.html_metadata import read_metadata
from newsearch.ingest.html_parsing import parse
from newsearch.ingest.html_scripts import find_script_text
from newsearch.ingest.html_statements import Metadata
from newsearch.ingest.html_titles import read_title
from newsearch.ingest.limits import Deadline
from newsearch.ingest.records import Raw
from newsearch.kernel.byte_search import is_utf8

__all__ = ["parse_html"]

MAX_PAGE = 16_000_000  # bytes or characters that are read; real pages have fewer than 5 million
SCRIPT_BELOW = 500  # characters of the text shown below which the page's scripts are looked at
SCRIPT_SHARE = 2.0  # how much more than the text shown a script must hold
DETECTED = 2_000  # characters of the text whose language is looked at
STATED_SHARE = 0.5  # share of the stated text below which the text found in the page is doubted

_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})")


def _decode(data: bytes) -> str:
    head = data[:8192]
    declared = _CHARSET.search(head) or _XML_ENCODING.search(head)
    return decode(data, declared[1].decode("ascii", "replace") if declared else None)


def _readable(data: bytes | str) -> bytes:
    """A page in UTF-8 without its programs, without characters that no page has."""
    if isinstance(data, str):
        return without_programs(data.encode("utf-8", "replace")).replace(b"\x00", b"")
    page = without_programs(data)
    if _is_plain(page):  # most
        return page
    return _decode(page).replace("\x00", "").encode("utf-8", "replace")


def _is_plain(page: bytes) -> bool:
    """Say whether a page is in UTF-8, and bytes of another encoding in no part of it."""
    if b"\x00" in page or b"\x1b" in page or page.startswith(BOM_UTF8):
        return False
    return is_utf8(page)


def _in_scripts(data: bytes | str, raw: Raw, page: Metadata) -> list[str]:
    """The paragraphs that the page keeps in a script, if they are more than those it shows."""
    found = find_script_text(_decode(data) if isinstance(data, bytes) else data)
    if found is None or found.length < SCRIPT_SHARE * len(raw.body or ""):
        return []
    if found.html is None:
        return found.paragraphs
    blocks = read_blocks(parse(found.html)[0])
    return find_body(blocks, raw.title, page.summaries(), described=True).paragraphs


def _is_doubtful(raw: Raw) -> bool:
    """Say whether a page that declares English, as templates do, is in another language.

    Of 12 pages (of 628) where the text says so, 10 were not in English.
    """
    if not (raw.language or "").lower().startswith("en") or not raw.body:
        return False
    from newsearch.text.languages import detect

    return detect(f"{raw.title}\n{raw.body[:DETECTED]}") not in (None, "en")


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
    with without_collection():
        return _parse(data, url)


def _parse(data: bytes | str, url: str | None) -> Raw:
    deadline = Deadline()
    truncated = len(data) > MAX_PAGE
    if truncated:
        data = data[:MAX_PAGE]
    text = _readable(data)
    tree, rest = parse(text)
    deadline.check()
    raw, page, evidence = read_metadata(tree, url)
    deadline.check()
    authors = Authors(page, raw)
    authors.read_statements(evidence)
    blocks = read_blocks(tree)
    deadline.check()
    read_title(page, blocks, raw, evidence, url)
    authors.read_bylines(blocks, evidence)
    stated = None if page.linked.is_thread else page.linked.body()
    body = find_body(
        blocks,
        raw.title,
        page.summaries(),
        stated,
        raw.authors or (),
        described=page.linked.describes_news() or page.microdata.describes_news(),
    )
    read_shown_date(page, blocks, raw, evidence, body.first, body.last, (url, raw.url))
    authors.read_text(blocks, body.first, body.last, evidence)
    if raw.date is None and (found := last_date(page, data)):
        raw.date, evidence["date"] = found
    if body.lead:
        raw.summary = body.lead
        evidence["summary"] = "lead of the text"
    raw.body = "\n\n".join(body.paragraphs) or None
    evidence["body"] = "container of greatest value"
    if stated and len(stated) * STATED_SHARE > len(raw.body or ""):
        raw.body = stated
        evidence["body"] = "json-ld articleBody"
    if len(raw.body or "") < SCRIPT_BELOW and (paragraphs := _in_scripts(data, raw, page)):
        raw.body = "\n\n".join(paragraphs)
        evidence["body"] = "text in a script"
    authors.drop_places(blocks, evidence)
    if kind := page_kind(blocks, body.blocks, page.linked, page.meta("og:type"), url):
        raw.extra["kind"] = kind
    if is_paywalled(blocks, body.last, page.linked):
        raw.extra["paywall"] = True
    if evidence.get("language") == "html lang" and _is_doubtful(raw):
        raw.language, evidence["language"] = None, "text, against html lang"
    deadline.check()
    if truncated or rest:
        raw.extra["truncated"] = True
    raw.evidence = evidence
    return raw

"""An HTML page as the fields of its article.

The cascade: JSON-LD, meta elements, microdata, time elements and bylines, the address, the text
(`html_metadata` names the rules with what they were measured at); the body by structure and
density (`html_body`).  `Raw.evidence` says which rule gave each field.
"""

from __future__ import annotations

import re

from newsearch.ingest.encoding import decode
from newsearch.ingest.html_authors import Authors
from newsearch.ingest.html_blocks import read_blocks
from newsearch.ingest.html_body import find_body
from newsearch.ingest.html_cut import without_programs
from newsearch.ingest.html_dates import last_date
from newsearch.ingest.html_kinds import is_paywalled, page_kind
from newsearch.ingest.html_metadata import read_metadata
from newsearch.ingest.html_scripts import find_script_text
from newsearch.ingest.html_statements import Metadata
from newsearch.ingest.html_titles import read_title
from newsearch.ingest.html_visible import visible_authors, visible_date
from newsearch.ingest.records import Raw

__all__ = ["parse_html"]

MAX_PAGE = 16_000_000  # bytes or characters that are read; real pages have fewer than 5 million
MAX_TAGS = 20_000  # tags up to which no nesting can be too deep to parse
LONG_TAG = 2_000  # characters of a tag from which its attributes are counted
MAX_DEPTH = 3_000  # open elements; the parser's time grows with the square of the depth
MAX_ATTRIBUTES = 300  # of one element; more are dropped, for the same reason
SCRIPT_BELOW = 500  # characters of the text shown below which the page's scripts are looked at
SCRIPT_SHARE = 2.0  # how much more than the text shown a script must hold
DETECTED = 2_000  # characters of the text whose language is looked at
STATED_SHARE = 0.5  # share of the stated text below which the text found in the page is doubted

_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})")


_LONG = re.compile(rf"<[a-zA-Z][^>]{{{LONG_TAG}}}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
_NEVER_DEEP_NAMES = (
    "area base br col embed hr img input link meta param source track wbr p li td th tr dt dd "
    "option thead tbody tfoot rt rp"
)
_NEVER_DEEP = frozenset(_NEVER_DEEP_NAMES.split())
"""Elements that hold nothing, or that the next of their kind closes."""


def _without_attributes(part: str) -> str:
    """Return the text after a ``<``, its tag without attributes where these are too many."""
    end = part.find(">")
    tag = part if end < 0 else part[:end]
    if len(_QUOTED.sub("", tag).split()) <= MAX_ATTRIBUTES:
        return part
    return tag.split(None, 1)[0][:40] + ("" if end < 0 else part[end:])


def _bounded(text: str) -> tuple[str, bool]:
    """Return what of a page can be parsed in a short time, and whether that is less than all."""
    if text.count("<") <= MAX_TAGS and _LONG.search(text) is None:
        return text, False
    parts = text.split("<")
    changed = False
    for number in [number for number, size in enumerate(map(len, parts)) if size > LONG_TAG]:
        part = parts[number]
        if part[0].isalpha() and ">" not in part[:LONG_TAG]:
            parts[number] = _without_attributes(part)
            changed = True
    if changed:
        text = "<".join(parts)
    if len(parts) <= MAX_TAGS:
        return text, False
    depth = 0
    for match in _TAG.finditer(text):
        if match[2].lower() in _NEVER_DEEP:
            continue
        depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > MAX_DEPTH:
            return text[: match.start()], True
    return text, False


def _decode(data: bytes) -> str:
    head = data[:8192]
    declared = _CHARSET.search(head) or _XML_ENCODING.search(head)
    return decode(data, declared[1].decode("ascii", "replace") if declared else None)


def _readable(data: bytes | str) -> str:
    """The text of a page without its programs, without characters that no page has."""
    if isinstance(data, str):
        page = without_programs(data.encode("utf-8", "replace")).decode("utf-8")
    else:
        page = _decode(without_programs(data))
    return page.replace("\x00", "")


def _in_scripts(data: bytes | str, raw: Raw, page: Metadata) -> list[str]:
    """The paragraphs that the page keeps in a script, if they are more than those it shows."""
    from selectolax.lexbor import LexborHTMLParser

    found = find_script_text(_decode(data) if isinstance(data, bytes) else data)
    if found is None or found.length < SCRIPT_SHARE * len(raw.body or ""):
        return []
    if found.html is None:
        return found.paragraphs
    blocks = read_blocks(LexborHTMLParser(found.html.encode("utf-8", "replace")))
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
        The fields as found.  A page longer than `MAX_PAGE` is cut there, which
        ``extra["truncated"]`` tells.  No input raises an error.

    Example:
        >>> parse_html("<title>Harbour reopens</title><p>Ships returned.").title
        'Harbour reopens'
    """
    from selectolax.lexbor import LexborHTMLParser

    truncated = len(data) > MAX_PAGE
    if truncated:
        data = data[:MAX_PAGE]
    text, cut = _bounded(_readable(data))
    truncated |= cut
    tree = LexborHTMLParser(text.encode("utf-8", "replace"))
    raw, page, evidence = read_metadata(tree, url)
    authors = Authors(page, raw)
    authors.read_statements(evidence)
    blocks = read_blocks(tree)
    read_title(page, blocks, raw, evidence, url)
    stated = None if page.linked.is_thread else page.linked.body()
    body = find_body(
        blocks,
        raw.title,
        page.summaries(),
        stated,
        raw.authors or (),
        described=bool(page.linked.article) or page.microdata.describes_news(),
    )
    if body.first >= 0:
        if raw.date is None and (day := visible_date(blocks, body.first, body.last)):
            raw.date, evidence["date"] = day, "visible date"
        if not raw.authors and (names := visible_authors(blocks, body.first, body.last)):
            raw.authors, evidence["authors"] = names, "visible byline"
    authors.read_rest(evidence)
    if raw.date is None and (found := last_date(page, data, (url, raw.url))):
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
    if kind := page_kind(blocks, body.blocks, page.linked, page.meta("og:type"), url):
        raw.extra["kind"] = kind
    if is_paywalled(blocks, body.last, page.linked):
        raw.extra["paywall"] = True
    if evidence.get("language") == "html lang" and _is_doubtful(raw):
        raw.language, evidence["language"] = None, "text, against html lang"
    if truncated:
        raw.extra["truncated"] = True
    raw.evidence = evidence
    return raw

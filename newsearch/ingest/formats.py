"""The formats of news, in one table, and how each is known by its content.

To add a format write a module with a reader and add one line to `FORMATS`.  A reader is a function
of a stream and a name that yields `Raw`, or `ReadError` for a record that it cannot read, or
`InputReport` for one that is no article.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import BinaryIO, cast

import orjson

from ..errors import ReadError
from .accounts import InputReport
from .encoding import decode, is_binary
from .portions import Portion
from .records import Raw

__all__ = ["FORMATS", "Format", "Reader", "find_format", "format_named"]

Reader = Callable[..., Iterator[Raw | ReadError | InputReport]]

HEAD = 65_536  # bytes of a file that are looked at
LARGEST_PAGE = 64 << 20  # bytes of a page or a text: one article


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name for `format=`, what it is, how it is known, and what reads it."""

    name: str
    what: str
    suffixes: tuple[str, ...]
    sniff: Callable[[str, str], bool]  # (beginning as text, suffix) -> is it this?
    reader: str  # "module:function" of this package, imported when first used
    binary: bool = False  # whether it may have so many control characters that it looks binary
    divisible: bool = False  # whether its reader takes a third argument, a `Portion` or None

    def read(
        self, stream: BinaryIO, name: str, portion: Portion | None = None
    ) -> Iterator[Raw | ReadError | InputReport]:
        """The records of `stream`; `name` is the file's, for errors.

        Where it is divisible, those that begin in a portion.
        """
        module, function = self.reader.split(":")
        reader = cast("Reader", getattr(import_module(f"{__package__}.{module}"), function))
        return reader(stream, name, portion) if self.divisible else reader(stream, name)


_FEED = re.compile(r"(?:rss|feed|rdf:RDF|channel)$", re.IGNORECASE)
# Some programs wrap a feed into a page.
_WRAPPED_FEED = re.compile(r"<(?:feed\b[^<>]*2005/Atom|rss\b[^<>]*version\s*=)", re.IGNORECASE)
_PAGE = re.compile(
    r"(?:html|head|body|meta|title|article|section|main|div|span|p|a|img|h[1-6]|ul|script|style"
    r"|link|table|center|font|b|i|em|strong|header|nav|form|br|hr|base)$",
    re.IGNORECASE,
)
_PROLOGUE = re.compile(r"(?:\s|\ufeff|<\?[^>]*\?>|<!--.*?-->)+", re.DOTALL)
# With the declarations inside it, which are never looked at.
_DOCTYPE = re.compile(
    r"<!doctype\s+([\w:.-]+)[^<>\[]*+(?:\[[^\]]*+(?:\](?!\s*>)[^\]]*+)*+(?:\]\s*|\Z))?(?:>\s*|\Z)",
    re.IGNORECASE,
)
_ROOT = re.compile(r"<([A-Za-z_][\w:.-]{0,60})")


def _root(head: str) -> str:
    """The name of the first element, or of the document type; empty where there is no markup."""
    match = _PROLOGUE.match(head)
    start = match.end() if match else 0
    doctype = _DOCTYPE.match(head, start)
    if doctype:
        start = doctype.end()
        inner = _PROLOGUE.match(head, start)
        start = inner.end() if inner else start
        if doctype[1].lower() == "html":
            return "html"
    element = _ROOT.match(head, start)
    if element:
        return element[1]
    return doctype[1] if doctype else ""


def _is_feed(head: str, suffix: str) -> bool:
    root = _root(head)
    if _FEED.match(root):
        return True
    return bool(root) and _WRAPPED_FEED.search(head[:8192]) is not None


def _is_page(head: str, suffix: str) -> bool:
    root = _root(head)
    return _PAGE.match(root) is not None if root else suffix in _PAGE_SUFFIXES


def _is_wire_xml(*names: str) -> Callable[[str, str], bool]:
    """Whether the first element has one of these names, with any prefix."""

    def sniff(head: str, suffix: str) -> bool:
        return _root(head).rpartition(":")[2].lower() in names

    return sniff


def _is(module: str, function: str) -> Callable[[str, str], bool]:
    """What a format's own module says about a beginning."""

    def sniff(head: str, suffix: str) -> bool:
        test = getattr(import_module(f"{__package__}.{module}"), function)
        return cast("bool", test(head))

    return sniff


def _is_lines(head: str, suffix: str) -> bool:
    """Lines that are each a JSON object; a whole file on one line counts as lines too."""
    start = head.lstrip("\ufeff\x1e \t\r\n")
    if not start.startswith("{"):
        return False
    if suffix in _LINE_SUFFIXES:
        return True
    lines = [line for line in start.splitlines()[:4] if line.strip()]
    whole = [_parses(line) for line in lines]
    if len(lines) > 1 and len(start) < HEAD // 2:
        return all(whole[:-1]) or (lines[1].startswith("{") and any(whole))
    return (len(lines) > 1 and whole[0]) or (len(lines) > 1 and lines[1].startswith('{"'))


def _parses(line: str) -> bool:
    try:
        orjson.loads(line)
    except ValueError:
        return False
    return True


def _is_json(head: str, suffix: str) -> bool:
    start = head.lstrip("\ufeff\x1e \t\r\n")
    if start.startswith("{"):
        return re.match(r'\{\s*(?:"|\}|$)', start) is not None or suffix == ".json"
    return re.match(r'\[\s*(?:[\[{"\]]|$)', start) is not None or suffix == ".json"


def _is_table(head: str, suffix: str) -> bool:
    from .tables import dialect_of

    if suffix in (".csv", ".tsv"):
        return True
    line = re.split("[\r\n]", head[:2000].lstrip("\ufeff\r\n"), maxsplit=1)[0]
    return suffix not in _TEXT_SUFFIXES and len(line) < 2000 and dialect_of(line) is not None


_LINE_SUFFIXES = (".jsonl", ".ndjson", ".jsonlines", ".jl")
_JSON_SUFFIXES = (*_LINE_SUFFIXES, ".json")
_PAGE_SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")
_TEXT_SUFFIXES = (".txt", ".text", ".md", ".markdown")

# The first format whose sniff says yes is it; plain text takes what is left.
FORMATS: tuple[Format, ...] = (
    Format("warc", "WARC: the pages of a web archive", (".warc",),
           lambda head, suffix: head.startswith("WARC/"), "warc:read_warc", binary=True,
           divisible=True),
    Format("iptc7901", "IPTC 7901: messages of news agencies", (".iptc",),
           _is("iptc7901", "is_iptc7901"), "iptc7901:read_iptc7901", binary=True),
    Format("anpa", "ANPA 1312: messages of American news agencies", (".tst",),
           _is("anpa", "is_anpa"), "anpa:read_anpa", binary=True),
    Format("ninjs", "ninjs: news in JSON of the IPTC", (), _is("ninjs", "is_ninjs"),
           "ninjs:read_ninjs"),
    Format("jsonl", "JSON Lines: one article a line", _LINE_SUFFIXES, _is_lines,
           "json_records:read_lines", divisible=True),
    Format("json", "JSON: an article, an array, or an object with a list of articles", (".json",),
           _is_json, "json_records:read_document"),
    Format("nitf", "NITF of the IPTC", (".nitf",), _is_wire_xml("nitf"), "nitf:read_nitf"),
    Format("newsml", "NewsML 1 of the IPTC", (), _is_wire_xml("newsml"), "newsml1:read_newsml1"),
    Format("newsml-g2", "NewsML-G2 of the IPTC", (),
           _is_wire_xml("newsmessage", "newsitem", "packageitem", "conceptitem", "knowledgeitem",
                        "planningitem", "catalogitem"), "newsml_g2:read_newsml_g2"),
    Format("reuters", "Reuters-21578: SGML with many articles", (".sgm",),
           _is_wire_xml("reuters", "lewis"), "reuters_sgml:read_reuters_sgml", binary=True),
    Format("feed", "RSS and Atom feeds", (".rss", ".atom", ".rdf", ".xml"), _is_feed,
           "feeds:read_feed"),
    Format("html", "a page of one article", _PAGE_SUFFIXES, _is_page, "formats:read_page"),
    Format("xml", "XML of no standard, with elements for title and text", (".xml",),
           lambda head, suffix: bool(_root(head)) and suffix not in _TEXT_SUFFIXES
           and _is("plain_xml", "is_articles")(head, suffix), "plain_xml:read_plain_xml"),
    Format("mail", "letters: mbox, single messages", (".mbox", ".eml"), _is("mail", "is_mail"),
           "mail:read_mail", binary=True),
    Format("csv", "a table: CSV, TSV", (".csv", ".tsv"), _is_table,
           "tables:read_table"),
    Format("text", "the visible text of an article page, or plain text", _TEXT_SUFFIXES,
           lambda head, suffix: not _root(head) or suffix in _TEXT_SUFFIXES,
           "formats:read_site_text"),
)  # fmt: skip


def format_named(name: str) -> Format:
    """The format of that name.

    Raises:
        ValueError: There is none; the message lists the names.
    """
    for one in FORMATS:
        if one.name == name:
            return one
    names = ", ".join(one.name for one in FORMATS)
    raise ValueError(f"unknown format {name!r}; the formats are {names}")


def find_format(head: bytes, suffix: str = "") -> Format:
    """The format of a file that begins with `head` and whose name ends in `suffix`.

    Raises:
        ValueError: It is empty, binary, or of no known format.

    Example: ``find_format(b'{"title": "Rain"}\\n{"title": "Sun"}\\n').name`` is ``"jsonl"``.
    """
    if not head.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise ValueError("an empty file" if not head else "nothing but blanks")
    binary = is_binary(head)
    text = decode(head)
    for one in FORMATS:
        if (one.binary or not binary) and one.sniff(text, suffix):
            if one.name == "text" and suffix in _JSON_SUFFIXES:  # cut off, or damaged
                return format_named("json" if suffix == ".json" else "jsonl")
            return one
    if binary:
        raise ValueError("a binary file, not text")
    raise ValueError(f"XML of an unknown kind (root element {_root(text)!r})")


def _whole(stream: BinaryIO) -> bytes:
    data = stream.read(LARGEST_PAGE + 1)
    if len(data) > LARGEST_PAGE:
        raise ValueError(f"more than {LARGEST_PAGE >> 20} MiB in one article")
    return data


def read_page(stream: BinaryIO, name: str) -> Iterator[Raw | ReadError]:
    """The one article of an HTML page."""
    from .html import parse_html

    yield parse_html(_whole(stream), None)


def read_site_text(stream: BinaryIO, name: str) -> Iterator[Raw | ReadError]:
    """The one article of a text."""
    from .site_text import parse_text

    yield parse_text(decode(_whole(stream)))

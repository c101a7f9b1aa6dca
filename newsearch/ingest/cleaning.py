"""Clean text: NFC, plain spaces, no invisible characters, paragraphs parted by a blank line.

Most text is clean, or nearly so; each step here first asks a question that costs a nanosecond a
character or less, and works only where the answer is yes.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from ..kernel.examine import collapse_spaces, examine
from ..kernel.limits import (
    HAS_BLANK_RUN,
    HAS_CONTROL,
    HAS_EDGE_SPACE,
    HAS_SINGLE_BREAK,
    HAS_SPACES,
    HAS_WIDE,
)
from .markup import decode_references

__all__ = ["clean_line", "clean_text", "first_line", "without_title"]

_PLAIN = bytes(range(32, 127)) + b"\n"  # what clean ASCII text is made of
_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Invisible and never part of a word's spelling: controls, soft hyphen, zero-width space, direction
# marks, word joiner, byte-order mark, interlinear marks, tags.  ZWJ and ZWNJ spell words, so stay.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\ufeff\ufff9-\ufffb\U000e0001\U000e0020-\U000e007f]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_MARK = re.compile("[\u0300-\u036f]")
_SPACE_AT_BREAK = re.compile(" +\n")
_INDENT = re.compile("\n +")
_PARAGRAPH_INDENT = re.compile("\n {2,}(?=\\S)")
_BLANK_LINES = re.compile("\n{3,}")
_NOT_WORD = re.compile(r"\W+")

_SINGLE_BREAK = re.compile("\n(?<=[^\n]\n)[^\n]")
_SENTENCE_ENDS = frozenset(".!?:;…。”»")

WRAP_SAMPLE = 2500  # characters looked at
WRAP_LINES = 24  # and lines
WRAP_WIDTH = 100  # characters; lines of text wrapped by a program are no longer
WRAP_LEAST = 40  # and where another line of the paragraph follows, seldom shorter


def _is_plain(text: str) -> bool:
    """No character in `text` needs removing or replacing.

    Only what is left without the printable ASCII characters is looked at.  `str.isprintable` is
    false of exactly what has to go (controls, format characters, separators other than the space)
    and of little else.  Dropping ASCII hides a mark that would compose with an ASCII letter, and
    those marks are all in one block.
    """
    try:
        rest = text.encode().translate(None, _PLAIN)
    except UnicodeEncodeError:  # a lone surrogate
        return False
    if not rest:
        return True
    strange = rest.decode()
    return (
        strange.isprintable()
        and _MARK.search(strange) is None
        and unicodedata.is_normalized("NFC", strange)
    )


def _scrub(text: str) -> str:
    """Characters put right one by one: line ends, spaces, invisible ones, surrogates, NFC."""
    if _SURROGATE.search(text):
        # A pair of surrogates is one character that was cut in two; a lone one is damage.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = _BREAKS.sub("\n", text)
    text = text.replace("\n\t", "\n    ")
    text = _INVISIBLE.sub("", _SPACES.sub(" ", text))
    return unicodedata.normalize("NFC", text)


def clean_line(text: str) -> str:
    """`text` as one clean line.

    Example: ``clean_line(" Caf&eacute;\\n opens ")`` is ``"Café opens"``.
    """
    if "&" in text:
        text = decode_references(text)
    if not (text.isascii() and text.isprintable()) and not _is_plain(text):
        text = _scrub(text)
    if "  " in text or "\n" in text:
        return " ".join(text.split())
    return text.strip()


def clean_text(text: str) -> str:
    """`text` as clean paragraphs with one blank line between them.

    Lines that a program wrapped are joined.  Where there are no blank lines, each line is a
    paragraph; where there are, other line ends stay (a list, a verse).

    Example: ``clean_text("One.\\r\\n\\r\\n\\r\\nTwo. ")`` is ``"One.\\n\\nTwo."``.
    """
    if "&" in text:
        text = decode_references(text)
    data = _encoded(text)
    found = ~0 if data is None else examine(data)
    if not found:
        return text
    if data is not None and not found & ~(HAS_SPACES | HAS_SINGLE_BREAK):  # the usual
        return _usual(text, data, found)
    if found & (HAS_CONTROL | HAS_WIDE) and not _is_plain(text):
        text = _scrub(text)
        found = examine(text.encode())
    if found & HAS_EDGE_SPACE:
        text = text.strip()
    if found & (HAS_EDGE_SPACE | HAS_SINGLE_BREAK | HAS_BLANK_RUN):
        text = _paragraphs(text, found)
    if found & (HAS_SPACES | HAS_SINGLE_BREAK):
        text = collapse_spaces(text.encode(), False).decode()
    return text


def _encoded(text: str) -> bytes | None:
    """`text` in UTF-8; None where it is not valid Unicode."""
    try:
        return text.encode()
    except UnicodeEncodeError:  # a lone surrogate
        return None


def _usual(text: str, data: bytes, found: int) -> str:
    """Puts spaces and line ends right where nothing else is wrong."""
    wrapped = found & HAS_SINGLE_BREAK != 0 and _is_wrapped(text)
    if not wrapped and found & HAS_SINGLE_BREAK and "\n\n" not in text:
        data = data.replace(b"\n", b"\n\n")
    return collapse_spaces(data, wrapped).decode()


def _paragraphs(text: str, found: int) -> str:
    """Puts spaces and line ends right; `found` says what there is to do."""
    if found & HAS_EDGE_SPACE:
        text = _SPACE_AT_BREAK.sub("\n", text)
    if found & (HAS_SINGLE_BREAK | HAS_EDGE_SPACE) and _SINGLE_BREAK.search(text) is not None:
        text = _single_breaks(text)
    if found & HAS_EDGE_SPACE:
        text = _INDENT.sub("\n", text)
    if "\n\n\n" in text:
        text = _BLANK_LINES.sub("\n\n", text)
    return text


def _single_breaks(text: str) -> str:
    """Decides what a line end without a blank line means."""
    if _is_wrapped(text):
        if "\n  " in text:
            text = _PARAGRAPH_INDENT.sub("\n\n", text)
        # A NUL cannot be in the text any more, so it may hold the place of the blank lines.
        marked = text.replace("\n\n", "\0")
        return marked.replace("\n", " ").replace("\0", "\n\n")
    return text if "\n\n" in text else text.replace("\n", "\n\n")


def _is_wrapped(text: str) -> bool:
    """Whether a program broke the lines: most that another line follows are of one width and do
    not end a sentence."""
    lines = text[:WRAP_SAMPLE].split("\n", WRAP_LINES)
    if len(lines) > WRAP_LINES:
        lines.pop()  # the rest
    wrapped = other = 0
    for line, following in pairwise(lines):
        if line and following and following[:2] != "  ":
            if WRAP_LEAST <= len(line) <= WRAP_WIDTH and line[-1] not in _SENTENCE_ENDS:
                wrapped += 1
            else:
                other += 1
    return wrapped > 1 and wrapped > 2 * other


def first_line(text: str, longest: int = 120) -> str:
    """The first line of `text`, cut at a word where it is longer than `longest` characters."""
    line = text.split("\n", 1)[0]
    if len(line) <= longest:
        return line
    sentence = re.match(rf".{{20,{longest - 1}}}?[.!?…。](?=\s|$)", line)
    if sentence:
        return sentence[0]
    return line[: longest - 1].rsplit(" ", 1)[0] + "…"


def without_title(body: str, title: str) -> str:
    """`body` without the title where its first paragraphs repeat it.

    Example: ``without_title("Rain stops\\n\\nIt stopped.", "Rain stops")`` is ``"It stopped."``.
    """
    while title and body:
        end = body.find("\n")
        if end < 0:
            end = len(body)
        if end > len(title) + 10 or end < len(title) - 10:
            return body
        if body[:end] != title and _letters(body[:end]) != _letters(title):
            return body
        body = body[end:].lstrip("\n")
    return body


def _letters(text: str) -> str:
    return _NOT_WORD.sub(" ", text).strip().casefold()

"""Clean text: NFC, plain spaces, no invisible characters, paragraphs parted by a blank line.

Most text is clean, or nearly so; each step here first asks a question that costs a nanosecond a
character or less, and works only where the answer is yes.
"""

from __future__ import annotations

import re
import unicodedata

from ..kernel.strings import is_plain_line
from ..kernel.whitespace import normalise_whitespace
from .markup import decode_references, has_markup, has_references
from .mojibake import may_be_mojibake, repaired

__all__ = ["clean_line", "clean_text", "first_line", "is_clean", "without_title"]

_PLAIN = bytes(range(32, 127)) + b"\n"  # what clean ASCII text is made of
_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Invisible and never part of a word's spelling: controls, soft hyphen, zero-width space, direction
# marks, word joiner, byte-order mark, interlinear marks, tags.  ZWJ and ZWNJ spell words, so stay.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\ufeff\ufff9-\ufffb\U000e0001\U000e0020-\U000e007f]"
)
# Windows-1252 that was read as Latin-1: quotation marks and dashes are controls then.
_WINDOWS = {
    n: bytes([n]).decode("cp1252")
    for n in range(128, 160)
    if n not in (129, 133, 141, 143, 144, 157)
}
_SURROGATE = re.compile("[\ud800-\udfff]")
_MARK = re.compile("[\u0300-\u036f]")
_UNCLEAR = re.compile(rb"<[^<>]{999}")  # markup, perhaps, with other white space than now
MOST_MARKS = 30  # combining marks in a row
_MARKS = re.compile(rf"[^\w\x00-\x7f]{{{MOST_MARKS + 1},}}")  # marks are no word characters
_NOT_WORD = re.compile(r"\W+")


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
        and not may_be_mojibake(strange)
        and unicodedata.is_normalized("NFC", strange)
    )


def is_clean(text: bytes) -> bool:
    """Whether bytes are UTF-8 without markup, and `clean_text` need look at white space and ASCII
    controls alone.

    Example: ``is_clean("AT&T’s <café>".encode())`` is True.
    """
    if b"&" in text and has_references(text):
        return False
    try:
        if b"<" in text and (_UNCLEAR.search(text) or has_markup(text.decode())):
            return False
        return text.isascii() or _is_plain(text.decode())
    except UnicodeDecodeError:
        return False


def _scrub(text: str) -> str:
    """Characters put right one by one: line ends, spaces, invisible ones, surrogates, NFC."""
    if _SURROGATE.search(text):
        # A pair of surrogates is one character that was cut in two; a lone one is damage.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if may_be_mojibake(text):
        text = repaired(text).translate(_WINDOWS)
    text = _BREAKS.sub("\n", text)
    text = text.replace("\n\t", "\n    ")
    text = _INVISIBLE.sub("", _SPACES.sub(" ", text))
    return unicodedata.normalize("NFC", _MARKS.sub(_fewer_marks, text))


def _fewer_marks(match: re.Match[str]) -> str:
    """A run of signs without the combining marks behind the thirtieth in a row.

    To put marks in order takes the square of their number.  No language needs more than thirty:
    Unicode Standard Annex 15, section 13, "Stream-Safe Text Format".
    """
    kept: list[str] = []
    marks = 0
    for character in match[0]:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def clean_line(text: str) -> str:
    """`text` as one clean line.

    Example: ``clean_line(" Caf&eacute;\\n opens ")`` is ``"Café opens"``.
    """
    if is_plain_line(text):  # the usual
        return text
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
    if not text.isascii() and not _is_plain(text):
        text = _scrub(text)
    clean = normalise_whitespace(text)
    if clean is None:  # a control character
        clean = normalise_whitespace(_scrub(text))
        assert clean is not None
    return clean


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
    start = 0
    while title and start < len(body):
        end = body.find("\n", start)
        if end < 0:
            end = len(body)
        if not len(title) - 10 <= end - start <= len(title) + 10:
            break
        paragraph = body[start:end]
        if paragraph != title and _letters(paragraph) != _letters(title):
            break
        start = end
        while body.startswith("\n", start):
            start += 1
    return body[start:]


def _letters(text: str) -> str:
    return _NOT_WORD.sub(" ", text).strip().casefold()

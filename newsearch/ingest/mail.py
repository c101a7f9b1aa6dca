"""Letters: mbox files with newsletters, and single messages (RFC 5322, RFC 4155)."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.utils import parseaddr
from quopri import decodestring
from typing import BinaryIO

from ..errors import ReadError
from .encoding import decode
from .limits import Deadline
from .markup import plain_text
from .records import Raw
from .wire_fields import Fields

__all__ = ["is_mail", "read_mail"]

LONGEST_LINE = 1 << 20  # bytes
LARGEST_MESSAGE = 32 << 20  # bytes, with what is attached; services take 25 MB
LONGEST_HEAD = 256 << 10  # bytes of headers
MOST_LINES = 600_000  # of one message, each of which the parser keeps
MOST_PARTS = 1_000  # of one message
MOST_BOUNDARIES = 2_000  # lines that begin with "--": the parser nests at them
WIDEST = 100  # characters of the lines of text that a program broke
RAGGED = 0.2  # share of a line that people leave empty
FULL_SHARE = 0.6  # of all text of a letter that its main part must have to stand for it
_FROM = re.compile(rb"From \S.{0,200}\d\d:\d\d")
_FIELD = re.compile(r"[A-Za-z][\w-]{0,60}:[ \t]?[^\n]{0,2000}(?:\n[ \t][^\n]{0,2000})*")
# Headers that only messages have.
_SURE_NAMES = (
    "received return-path message-id mime-version delivered-to dkim-signature x-received "
    "content-type list-id list-unsubscribe"
)
_SURE = frozenset(_SURE_NAMES.split())
_ENCODED_WORD = re.compile(r"=\?([\w.:-]{2,40})(?:\*[\w-]*)?\?([bBqQ])\?([^?\n]{0,4000})\?=")
_BETWEEN_WORDS = re.compile(r"(?<=\?=)\s+(?==\?)")
_BLANK = re.compile(rb"\r?\n\r?\n")
_SIGNATURE = re.compile(r"\n-- ?\n.*\Z", re.DOTALL)


def is_mail(head: str) -> bool:
    """Whether a file that begins so is an mbox or a message.

    A message has headers that only messages have, and says from whom it is.
    """
    text = head.replace("\r", "").lstrip()
    if text.startswith("From ") and "\n" in text:
        line, _, text = text.partition("\n")
        if re.search(r"\d\d:\d\d", line) is None:
            return False
    names: set[str] = set()
    at = 0
    while match := _FIELD.match(text, at):
        names.add(match[0].partition(":")[0].lower())
        at = match.end() + 1
    sure = not names.isdisjoint(_SURE) or {"subject", "date"} <= names
    return "from" in names and sure


def read_mail(stream: BinaryIO, name: str) -> Iterator[Raw | ReadError]:
    """The messages of a file, one article each."""
    number = 0
    for written in _messages(stream):
        number += 1
        where = f"message {number}"
        if written is None:
            reason = f"a message of more than {LARGEST_MESSAGE >> 20} MiB or {MOST_LINES} lines"
            yield ReadError(name, reason, where)
            continue
        try:
            yield _article(written, name, where)
        # The parser of the standard library is known to raise these on strange messages.
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            yield ReadError(name, f"a message that cannot be parsed: {error}", where)
    if number == 0:
        yield ReadError(name, "expected a message, found none")


def _messages(stream: BinaryIO) -> Iterator[bytes | None]:
    """The bytes of each message; None for one that is too large."""
    message = bytearray()
    size = lines = 0
    blank = True  # before this line
    begun = False
    while line := stream.readline(LONGEST_LINE):
        if not begun and not line.strip():
            continue
        if blank and line.startswith(b"From ") and _FROM.match(line):
            if begun:
                yield _bounded(message, size, lines)
            message.clear()
            size, lines, begun = 0, 0, True
            continue
        if not begun:
            line, begun = line.lstrip(), True
        blank = not line.strip()
        size, lines = size + len(line), lines + 1
        if size > LARGEST_MESSAGE or lines > MOST_LINES:
            message.clear()
        else:
            message += line[1:] if line.startswith(b">From ") else line
    if begun:
        yield _bounded(message, size, lines)


def _bounded(message: bytearray, size: int, lines: int) -> bytes | None:
    return None if size > LARGEST_MESSAGE or lines > MOST_LINES else bytes(message)


def _article(written: bytes, name: str, where: str) -> Raw | ReadError:
    deadline = Deadline()
    if written.count(b"\n--") > MOST_BOUNDARIES and b"multipart/" in written[:LONGEST_LINE]:
        return ReadError(name, f"a message of more than {MOST_BOUNDARIES} boundaries", where)
    head = _BLANK.search(written)
    if (head.start() if head else len(written)) > LONGEST_HEAD:
        return ReadError(
            name, f"a message with headers of more than {LONGEST_HEAD >> 10} KiB", where
        )
    message = message_from_bytes(written)
    deadline.check()
    fields = Fields()
    fields.take("id", "Message-ID", _header(message, "Message-ID").strip("<> ") or None)
    fields.take("title", "Subject", _header(message, "Subject"))
    fields.take("date", "Date", _header(message, "Date"))
    _origin(fields, message)
    fields.take("language", "Content-Language", _header(message, "Content-Language"))
    fields.take("tags", "Keywords", _header(message, "Keywords"))
    for header in ("Archived-At", "X-Permalink"):
        fields.take("url", header, _header(message, header).strip("<> "))
    _text(fields, message, deadline)
    if fields.value("body") is None:
        return ReadError(name, "a message without text", where)
    return fields.raw(name, where)


def _header(message: Message, name: str) -> str:
    """A header decoded (RFC 2047); empty where there is none."""
    value = next((v for k, v in message.raw_items() if k.lower() == name.lower()), None)
    if value is None:
        return ""
    written = decode(str(value).encode("ascii", "surrogateescape"))
    joined = _BETWEEN_WORDS.sub("", written)
    return " ".join(_ENCODED_WORD.sub(_decoded_word, joined).split())


def _decoded_word(match: re.Match[str]) -> str:
    """An encoded word decoded; as it is where it is damaged."""
    charset, kind, text = match.groups()
    data = text.encode("utf-8")  # some programs leave characters in it as they are
    try:
        if kind in "bB":
            return decode(b64decode(data + b"=" * (-len(data) % 4)), charset)
    except ValueError:
        return match[0]
    return decode(decodestring(data, header=True), charset)


def _origin(fields: Fields, message: Message) -> None:
    """A list or a newsletter is a source; else the writer is the author."""
    name, address = parseaddr(_header(message, "From"))
    host = address.rpartition("@")[2]
    if any(message.get(one) for one in ("List-Id", "List-Unsubscribe", "List-Post")):
        fields.take("source", "From", name or host)
        fields.note("list", _header(message, "List-Id"))
    else:
        fields.take("authors", "From", name)
        fields.take("source", "From, host", host)
    fields.note("from", address)


def _text(fields: Fields, message: Message, deadline: Deadline) -> None:
    """The first part that is HTML, else the first that is plain text; no attachments."""
    html = plain = None
    for number, part in enumerate(message.walk()):
        deadline.check()
        if number > MOST_PARTS:
            raise ValueError(f"a message of more than {MOST_PARTS} parts")
        if part.is_multipart() or part.get_content_disposition() == "attachment":
            continue
        kind = part.get_content_type()
        if kind == "text/html" and html is None:
            html = _content(part)
        elif kind == "text/plain" and plain is None:
            plain = _content(part)
    body = _letter(html, deadline) if html else None
    fields.take("body", "text/html part", body)
    if plain:
        text = _SIGNATURE.sub("", plain.replace("\r", ""))
        fields.take("body", "text/plain part", _unwrapped(text))


def _unwrapped(text: str) -> str:
    """Paragraphs of text whose lines a program broke: where the next word had no room."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    width = max(map(len, lines), default=0)
    if width > WIDEST:
        return "\n\n".join(filter(None, lines))
    found = [""]
    room = 0  # that the line before had
    for line in lines:
        first = line.partition(" ")[0]
        if not line or not found[-1]:
            found.append(line)
        elif len(first) >= room - RAGGED * width:
            found[-1] += " " + line
        else:
            found.append(line)
        room = width - len(line)
    return "\n\n".join(filter(None, found))


def _content(part: Message) -> str:
    data = part.get_payload(decode=True)
    charset = part.get_content_charset()
    return decode(data, charset) if isinstance(data, bytes) else str(data or "")


def _letter(html: str, deadline: Deadline) -> str | None:
    """The main part of a letter, or all its text where there are several parts as important."""
    from .html import parse_html

    whole = plain_text(html)
    deadline.check()
    main = parse_html(html).body or ""
    return (main if len(main) >= FULL_SHARE * len(whole) else whole) or None

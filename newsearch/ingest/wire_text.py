"""What the plain text formats of wire services share: messages between control characters.

SOH (1) begins a message, STX (2) its text, ETX (3) ends the text, EOT (4) the message
(IPTC 7901 and ANPA 1312 after ISO 646).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import BinaryIO

from ..errors import ReadError
from .compression import CHUNK
from .encoding import decode
from .records import Raw

__all__ = ["moment", "paragraphs", "parts_of", "read_messages"]

LARGEST_MESSAGE = 1 << 20  # bytes; services allow some ten thousand
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_MONTH_NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)}
_MONTHS |= {"mär": 3, "mrz": 3, "mai": 5, "okt": 10, "dez": 12}  # German services


def read_messages(
    stream: BinaryIO,
    name: str,
    standard: str,
    article_of: Callable[[str, str, int], Raw | ReadError],
) -> Iterator[Raw | ReadError]:
    """What a file of messages holds.

    Args:
        stream: The file.
        name: Its name, for errors.
        standard: What the messages are written in, for errors.
        article_of: Reads one, given its text, the file's name and its number from 1.
    """
    number = 0
    for number, message in _messages(stream, name):
        if isinstance(message, ReadError):
            yield message
        else:
            yield article_of(decode(message), name, number)
    if number == 0:
        yield ReadError(name, f"expected a message in {standard}, found none")


def _messages(stream: BinaryIO, name: str) -> Iterator[tuple[int, bytes | ReadError]]:
    """The messages of a file with their numbers from 1, each from SOH to the next SOH."""
    number = 0
    buffer = b""
    too_large = False
    while data := stream.read(CHUNK):
        parts = (buffer + data).split(b"\x01")
        buffer = parts.pop()
        for part in parts:
            if number and not too_large:
                yield number, part
            number += 1
            too_large = False
        if len(buffer) > LARGEST_MESSAGE:
            if not too_large and number:
                reason = f"a message of more than {LARGEST_MESSAGE >> 20} MiB"
                yield number, ReadError(name, reason, f"message {number}")
            too_large, buffer = True, b""
    if number and not too_large:
        yield number, buffer


def parts_of(message: str) -> tuple[str, str, str]:
    """Head, text and what stands behind the text."""
    head, _, rest = message.partition("\x02")
    text, _, behind = rest.partition("\x03")
    return head, text, behind


def paragraphs(text: str) -> list[str]:
    """The paragraphs of text that is broken into lines: a blank or an indented line parts them.

    Example: ``paragraphs("   One\\ntwo.\\n   Three.")`` is ``["One two.", "Three."]``.
    """
    found: list[list[str]] = [[]]
    for line in text.replace("\r", "").split("\n"):
        indented = line[:1] in (" ", "\t")
        line = " ".join(_CONTROL.sub("", line).split())
        if (indented or not line) and found[-1]:
            found.append([])
        if line:
            found[-1].append(line)
    return [" ".join(lines) for lines in found if lines]


def moment(year: str, month: str, day: str, clock: str) -> datetime | None:
    """A time in UTC from its parts: two digits of a year, a number or name, a day, HHMM.

    Example: ``moment("13", "Nov", "13", "1137")`` is 13 November 2013, 11:37.
    """
    full = int(year) + (1900 if int(year) >= 70 else 2000)
    try:
        number = _MONTHS.get(month[:3].lower()) or int(month)
        return datetime(full, number, int(day), int(clock[:2]), int(clock[2:]), tzinfo=UTC)
    except ValueError:
        return None

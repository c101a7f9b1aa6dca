"""The records of an XML or SGML file, one after another: feeds, messages of wire services.

The file is never held as a whole: what is in memory is one record, of at most 16 MiB.  Records
are found by the names of their elements; comments and CDATA sections are passed over.  A record
that is not closed ends where the next one begins, or with the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

from ..errors import ReadError
from .compression import CHUNK
from .encoding import decode
from .limits import LARGEST_MARKUP, Deadline
from .xml_scan import Element, decode_xml, parse_xml

__all__ = ["Records"]

LONGEST_HEAD = 1 << 20  # bytes kept of what stands before the first record
LARGEST_WIDE = 256 << 20  # bytes of a file in UTF-16 or UTF-32, which is read as a whole
_TOKEN_ROOM = 128  # bytes at the end of a chunk in which a tag's name may be cut
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff", b"<\x00", b"\x00<", b"\x00\x00\x00<")
_CLOSINGS = {b"<!--": b"-->", b"<![CDATA[": b"]]>"}


class Records:
    """An iterator over the records of a stream, each a tree under a nameless root.

    It yields the number of the record, from 1, and its element or a `ReadError` for it.

    Attributes:
        head: The tree of what stands before the first record, known when that is given out.

    Example:
        >>> import io
        >>> found = Records(io.BytesIO(b"<a t='1'><b>x</b><b>y</b></a>"), "f.xml", ("b",))
        >>> [(number, one.text) for number, one in found]
        [(1, 'x'), (2, 'y')]
        >>> found.head.children[0].attributes
        {'t': '1'}
    """

    def __init__(
        self, stream: BinaryIO, name: str, names: tuple[str, ...], nested: bool = False
    ) -> None:
        """
        Args:
            stream: The file.
            name: Its name, for errors.
            names: The elements that are records, without prefix, in any case.
            nested: Whether a record may hold records, which then belong to it.
        """
        self._stream = stream
        self._name = name
        self._nested = nested
        joined = "|".join(map(re.escape, names))
        self._token = re.compile(
            rf"<(?:!--|!\[CDATA\[|(/?)(?:[\w.-]{{1,40}}+:)?(?:{joined})(?=[\s/>]))".encode(),
            re.IGNORECASE,
        )
        self.head = Element("")
        self._start = b""
        self._begun = False
        self._prefixes: dict[str, str] = {}

    def __iter__(self) -> Iterator[tuple[int, Element | ReadError]]:
        number = 0
        for written in self._pieces():
            if number == 0:
                self._begun = True
                self._read_head()
            number += 1
            yield number, self._tree(written, number)
        if number == 0:
            self._read_head()

    def _tree(self, written: bytes | None, number: int) -> Element | ReadError:
        where = f"item {number}"
        if written is None:
            limit = f"{LARGEST_MARKUP >> 20} MiB"
            return ReadError(self._name, f"a record of more than {limit}", where)
        try:
            source = decode_xml(written, self._start)
            root = parse_xml(source, self._prefixes, Deadline())
        except ValueError as error:
            return ReadError(self._name, str(error), where)
        return root.children[0] if root.children else root

    def _read_head(self) -> None:
        try:
            self.head = parse_xml(decode_xml(self._start), self._prefixes, Deadline())
        except ValueError:
            self.head = Element("")

    def _pieces(self) -> Iterator[bytes | None]:
        """The bytes of each record; None for one that is too large."""
        buffer = bytearray(self._stream.read(CHUNK))
        ended = not buffer
        if buffer.startswith(_WIDE):
            buffer += self._stream.read(LARGEST_WIDE)
            buffer = bytearray(decode(bytes(buffer)).encode("utf-8", "replace"))
        scan = _Scan(self._token, self._nested)
        while True:
            yield from scan.found(buffer, ended, self._keep_head)
            if ended:
                self._keep_head(buffer)
                return
            if scan.begun is None:
                self._keep_head(buffer[: scan.at])
            scan.trim(buffer)
            if len(buffer) > LARGEST_MARKUP and scan.begun is not None:
                yield None
                scan.give_up(buffer)
            more = self._stream.read(CHUNK)
            buffer += more
            ended = not more

    def _keep_head(self, before: bytes | bytearray) -> None:
        if not self._begun:
            self._start += before[: max(0, LONGEST_HEAD - len(self._start))]


class _Scan:
    """How far a buffer has been looked through, and whether a record is open in it."""

    def __init__(self, token: re.Pattern[bytes], nested: bool) -> None:
        self._token = token
        self._nested = nested
        self._closing: bytes | None = None  # inside a comment or CDATA: what ends it
        self._depth = 0
        self.at = 0
        self.begun: int | None = None

    def found(
        self, buffer: bytearray, ended: bool, before: Callable[[bytes], None]
    ) -> Iterator[bytes]:
        """The records that end in the buffer; at the end of the file also the one left open."""
        while True:
            if self._closing is not None:
                end = buffer.find(self._closing, self.at)
                if end < 0:
                    self.at = max(self.at, len(buffer) - 2)
                    break
                self.at, self._closing = end + 3, None
            match = self._token.search(buffer, self.at)
            if match is None:
                self.at = max(self.at, len(buffer) - (0 if ended else _TOKEN_ROOM))
                break
            start, stop, slash = match.start(), match.end(), match[1]
            if slash is None:
                self._closing, self.at = _CLOSINGS[bytes(match[0]).upper()], stop
                continue
            close = buffer.find(b">", stop) + 1
            if close == 0 and not ended:
                self.at = start
                break
            self.at = close or len(buffer)
            if self.begun is None and not slash:
                before(bytes(buffer[:start]))
            yield from self._tag(buffer, start, bool(slash))
        if ended and self.begun is not None:
            yield bytes(buffer[self.begun :])

    def _tag(self, buffer: bytearray, start: int, is_end: bool) -> Iterator[bytes]:
        """Takes up the tag from `start` to ``self.at``; yields the record that it ends."""
        begun = self.begun
        if is_end:
            self._depth -= begun is not None
            if begun is not None and self._depth == 0:
                self.begun = None
                yield bytes(buffer[begun : self.at])
        elif buffer[self.at - 2 : self.at] == b"/>":
            if begun is None:
                yield bytes(buffer[start : self.at])
        elif begun is None:
            self.begun, self._depth = start, 1
        elif self._nested:
            self._depth += 1
        else:
            self.begun = start
            yield bytes(buffer[begun:start])

    def trim(self, buffer: bytearray) -> None:
        """Drops what is no longer needed from the buffer."""
        spent = self.at if self.begun is None else self.begun
        del buffer[:spent]
        self.at -= spent
        if self.begun is not None:
            self.begun = 0

    def give_up(self, buffer: bytearray) -> None:
        """Forgets the record that is open."""
        self.begun, self._depth = None, 0
        self.trim(buffer)

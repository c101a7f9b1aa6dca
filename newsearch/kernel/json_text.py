# cython: boundscheck=False
# Reads stay below `size`; what is written is never longer than what was read.
"""Strings of JSON to UTF-8 (RFC 8259, section 7)."""

from __future__ import annotations

__all__ = ["StringReader"]


class StringReader:
    """Reads strings of JSON.

    Attributes:
        length: The bytes of the text that was read last.

    Example:
        >>> reader, row = StringReader(), bytearray(8)
        >>> reader.unescape(b'"a\\u00e9"]', row, 1, 10, 0), row[: reader.length]
        (8, bytearray(b'a\xc3\xa9'))
    """

    def __init__(self) -> None:
        self.length = 0

    def unescape(self, source: bytes, row: bytearray, at: int, size: int, to: int) -> int:
        """Writes a string's text to ``row[to:]``, its length to ``length``.

        Args:
            source: The line.
            row: Where to write; it has room for what is left of the line.
            at: Where the string starts, behind the quotation mark.
            size: Where the line ends.
            to: The place in the row.

        Returns:
            Where its quotation mark stands; -1 where it holds a control character, an escape that
            is not understood here or half of a surrogate pair, or does not end.
        """
        length = to
        while at < size:
            # Constant counts and no branches, so that the compiler makes vector code of both loops.
            while at + 32 <= size:
                found = 0
                for i in range(32):
                    byte = source[at + i]
                    found |= (byte == 34) | (byte == 92) | (byte < 32)
                for i in range(32):
                    row[length + i] = source[at + i]
                if found:
                    break
                length += 32
                at += 32
            byte = 0
            while at < size:  # where there were 32 bytes, they are written again
                byte = source[at]
                if byte == 34 or byte == 92 or byte < 32:
                    break
                row[length] = byte
                length += 1
                at += 1
            if at + 1 >= size or byte < 32:
                return -1
            if byte == 34:
                self.length = length - to
                return at
            byte = source[at + 1]
            at += 2
            if byte == 110:  # \n
                row[length] = 10
                length += 1
            elif byte == 34 or byte == 92 or byte == 47:  # \" \\ \/
                row[length] = byte
                length += 1
            elif byte == 117:  # \u
                code = hexadecimal(source, at, size)
                at += 4
                if 0xD800 <= code < 0xE000:
                    low = -1
                    if at + 1 < size and source[at] == 92 and source[at + 1] == 117:
                        low = hexadecimal(source, at + 2, size)
                    if code >= 0xDC00 or low < 0xDC00 or low > 0xDFFF:
                        return -1
                    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
                    at += 6
                if code < 0:
                    return -1
                length = put_character(row, length, code)
            else:
                return -1
        return -1


def hexadecimal(source: bytes, at: int, size: int) -> int:
    """The number that four hexadecimal digits are; -1 where there are no such."""
    if at + 4 > size:
        return -1
    number = 0
    for i in range(at, at + 4):
        byte = source[i]
        if 48 <= byte <= 57:
            digit = byte - 48
        elif 97 <= byte <= 102:
            digit = byte - 87
        elif 65 <= byte <= 70:
            digit = byte - 55
        else:
            return -1
        number = number << 4 | digit
    return number


def put_character(row: bytearray, at: int, code: int) -> int:
    """Writes a character in UTF-8 (RFC 3629) to ``row[at:]``; returns where it ends."""
    if code < 0x80:
        row[at] = code
        return at + 1
    if code < 0x800:
        row[at] = 0xC0 | code >> 6
        row[at + 1] = 0x80 | code & 0x3F
        return at + 2
    if code < 0x10000:
        row[at] = 0xE0 | code >> 12
        row[at + 1] = 0x80 | code >> 6 & 0x3F
        row[at + 2] = 0x80 | code & 0x3F
        return at + 3
    row[at] = 0xF0 | code >> 18
    row[at + 1] = 0x80 | code >> 12 & 0x3F
    row[at + 2] = 0x80 | code >> 6 & 0x3F
    row[at + 3] = 0x80 | code & 0x3F
    return at + 4

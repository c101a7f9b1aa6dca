# cython: boundscheck=False
# Reads stay below `size`; what is written is never longer than what was read.
"""Cuts the longest text out of a line of JSON, as UTF-8 with its white space put right.

What is left of the line is short, and for a parser of JSON to judge. The text itself, most of the
line, is never made a Python string on its way into an index. What is not understood is left to
the parser: nothing here decides whether a line is JSON.
"""

from __future__ import annotations

from newsearch.kernel.whitespace import normalised_part

__all__ = ["LONGEST_LINE", "TextCutter"]

#: Bytes of the lines that are looked at.
LONGEST_LINE = 1 << 20
#: Bytes of a text that is worth cutting out.
LEAST_TEXT = 64
PADDING = 64

LONGEST = LONGEST_LINE
LEAST = LEAST_TEXT


class TextCutter:
    """Takes lines of JSON apart. Not safe to share between threads.

    Attributes:
        rest: The line that was cut last, with an empty string in place of the text.
        members: How many members its object has, each name counted as often as it stands there.
        member: Which of them, from 0, had the text.

    Example:
        >>> cutter = TextCutter()
        >>> cutter.cut(b'{"id": "7", "text": "%b"}' % (b"Rain. " * 50))[:10]
        b'Rain. Rain'
        >>> cutter.rest, cutter.members, cutter.member
        (b'{"id": "7", "text": ""}', 2, 1)
    """

    def __init__(self) -> None:
        self.rest = b""
        self.members = 0
        self.member = 0
        self._length = 0
        self._row = bytearray()
        self._clean = bytearray()

    def cut(self, line: bytes) -> bytes | None:
        """Cuts out the longest string that is the value of a member of the outermost object.

        Returns:
            Its text, as `newsearch.kernel.whitespace.normalised` gives it; None where it is short
            or holds a control character, or a string of the object an escape that is not
            understood here, half of a surrogate pair or no end. Where ``rest`` is JSON and this
            UTF-8, the line is JSON, and says the same.
        """
        size = len(line)
        if size < LEAST or size > LONGEST:
            return None
        if len(self._row) < size + PADDING:
            self._row = bytearray(2 * size + PADDING)
            self._clean = bytearray(2 * size + PADDING)
        source = line
        row = self._row
        depth = 0
        members = 0
        is_value = False  # whether the next string is a member's value
        used = 0
        best = 0  # where in the row the longest text starts
        longest = 0
        best_start = 0
        best_end = 0
        at = 0
        while at < size:
            byte = source[at]
            at += 1
            if byte == 34:  # "
                end = self.unescape(source, row, at, size, used)
                if end < 0:
                    return None
                if is_value and self._length > longest:
                    best = used
                    longest = self._length
                    best_start = at
                    best_end = end
                    self.member = members - 1
                    used += longest
                is_value = False
                at = end + 1
            elif byte == 58:  # :
                is_value = depth == 1
                members += is_value
            elif byte == 44:  # ,
                is_value = False
            elif byte == 123 or byte == 91:  # { [
                depth += 1
                is_value = False
            elif byte == 125 or byte == 93:  # } ]
                depth -= 1
        if longest < LEAST:
            return None
        self.members = members
        self.rest = line[:best_start] + line[best_end:]
        return normalised_part(self._row, best, best + longest, self._clean)

    def unescape(self, source: bytes, row: bytearray, at: int, size: int, to: int) -> int:
        """Writes a string's text to ``row[to:]``, its length to ``_length``.

        Args:
            source: The line.
            row: Where to write; it has room for what is left of the line.
            at: Where the string starts, behind the quotation mark.
            size: Where the line ends.
            to: The place in the row.

        Returns:
            Where its quotation mark stands; -1 where the text cannot be told.
        """
        length = to
        while at < size:
            # A constant count and no branches, so that the compiler makes vector code of the first
            # loop and unrolls the second.
            found = 0
            while at + 32 <= size:
                for i in range(32):
                    byte = source[at + i]
                    found |= (byte == 34) | (byte == 92)
                if found:
                    break
                for i in range(32):
                    row[length + i] = source[at + i]
                length += 32
                at += 32
            found = 0
            while at + 8 <= size:
                for i in range(8):
                    byte = source[at + i]
                    found |= (byte == 34) | (byte == 92)
                if found:
                    break
                for i in range(8):
                    row[length + i] = source[at + i]
                length += 8
                at += 8
            while at < size:
                byte = source[at]
                if byte == 34 or byte == 92:
                    break
                row[length] = byte
                length += 1
                at += 1
            if at + 1 >= size:
                return -1
            if byte == 34:
                self._length = length - to
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

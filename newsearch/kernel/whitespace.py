# cython: boundscheck=False
# Reads stay below `stop`; what is written is never longer than what was read.
"""Puts the spaces and line ends of a text right in one pass: most text needs little of it.

Bytes in which nothing begins a line, controls anything or is a second space are taken as they are,
thirty-two at a time.
"""

from __future__ import annotations

from newsearch.kernel.limits import WRAP_LEAST, WRAP_LINES, WRAP_SAMPLE, WRAP_WIDTH

__all__ = ["is_wrapped", "normalise_whitespace", "normalised", "normalised_part"]


# What a line end alone is
UNDECIDED = 0
SPACE = 1  # a program wrapped the lines
LINE_END = 2  # of a verse or a list: blank lines part the paragraphs
# What `write_normalised` says of a text
CONTROL = -1
LONE_LINES = -2
UNCHANGED = -3


def normalise_whitespace(text: str) -> str | None:
    """The text with one space between words and one blank line between paragraphs.

    Lines that a program wrapped are joined; then an indented line begins a paragraph. Where lines
    are not wrapped and no line is blank, each is a paragraph. No space stays at a line's edges, and
    nothing around the text.

    Args:
        text: Valid Unicode whose only white space is spaces and line feeds.

    Returns:
        ``text`` itself where nothing is to do; None where it holds an ASCII control character.

    Raises:
        UnicodeEncodeError: A lone surrogate.

    Example:
        >>> normalise_whitespace(" One.   Two. \\n\\n\\n  Three.")
        'One. Two.\\n\\nThree.'
    """
    data = text.encode()
    result = normalised(data)
    return text if result is data else None if result is None else result.decode()


def normalised(data: bytes) -> bytes | None:
    """As `normalise_whitespace`, for text in UTF-8.

    Bytes that are no UTF-8 stay as they are, and what was none does not become any.
    """
    size = len(data)
    result = bytearray(size + 8)
    out = result
    length = write_normalised(data, 0, size, out)
    if length == UNCHANGED:
        return data
    if length == LONE_LINES:
        return normalised(paragraphs(data))
    return None if length < 0 else bytes(out[:length])


def normalised_part(row: bytearray, start: int, stop: int, room: bytearray) -> bytes | None:
    """As `normalised`, for ``row[start:stop]``, with room to work in: as many bytes and 8 more."""
    source = row
    out = room
    length = write_normalised(source, start, stop, out)
    if length == UNCHANGED:
        return bytes(source[start:stop])
    if length == LONE_LINES:
        return normalised(paragraphs(bytes(source[start:stop])))
    return None if length < 0 else bytes(out[:length])


def paragraphs(data: bytes) -> bytes:
    """A text each line of which is a paragraph, with blank lines between them."""
    return data.strip(b" \n").replace(b"\n", b"\n\n")


def write_normalised(source: bytes | bytearray, start: int, stop: int, out: bytearray) -> int:
    """Writes the text ``source[start:stop]``, as `normalised`, to ``out``, which has room for it.

    Returns:
        How many bytes it takes; `UNCHANGED` where it is as it should be, `CONTROL` where it holds
        a control character, `LONE_LINES` where `paragraphs` has to be called first.
    """
    size = stop - start
    while start < stop and (source[start] == 32 or source[start] == 10):
        start += 1
    while stop > start and (source[stop - 1] == 32 or source[stop - 1] == 10):
        stop -= 1
    length = 0
    at = start
    single = UNDECIDED
    blank = False
    while at < stop:
        # A constant count and no branches, so that the compiler makes vector code of it. One more
        # byte is looked at.
        found = 0
        while at + 32 < stop:
            for i in range(32):
                byte = source[at + i]
                after = source[at + i + 1]
                found |= (byte < 32) | (byte == 127) | ((byte == 32) & (after <= 32))
            if found:
                break
            for i in range(32):
                out[length + i] = source[at + i]
            length += 32
            at += 32
        while at + 1 < stop:  # one branch a byte, which says where something is to do
            byte = source[at]
            after = source[at + 1]
            if (byte < 32) | (byte == 127) | ((byte == 32) & (after <= 32)):
                break
            out[length] = byte
            length += 1
            at += 1
        while at < stop:  # up to the end of white space that may have to change
            byte = source[at]
            if byte != 10 and (byte != 32 or source[at + 1] > 32):
                if byte < 32 or byte == 127:
                    return CONTROL
                out[length] = byte
                length += 1
                at += 1
                continue
            breaks = 0
            first = at
            while source[at] == 32 or source[at] == 10:  # up to the next word: none is the last
                if source[at] == 10:
                    breaks += 1
                    first = at + 1
                at += 1
            if breaks == 1 and single == UNDECIDED:
                if lines_are_wrapped(source, start, stop):
                    single = SPACE
                elif blank or has_blank_line(source, at, stop):
                    single = LINE_END
                else:
                    return LONE_LINES
            if breaks == 0 or (breaks == 1 and single == SPACE and at - first < 2):
                out[length] = 32
                length += 1
            elif breaks == 1 and single == LINE_END:
                out[length] = 10
                length += 1
            else:
                out[length] = 10
                out[length + 1] = 10
                length += 2
                blank = blank or breaks > 1
            break
    return UNCHANGED if length == size and single != SPACE else length


def has_blank_line(text: bytes | bytearray, start: int, stop: int) -> bool:
    """Whether nothing but spaces stands between two line ends."""
    at = start
    while at < stop:
        while at + 32 <= stop:  # vector code, as above
            found = 0
            for i in range(32):
                found |= text[at + i] == 10
            if found:
                break
            at += 32
        while at < stop and text[at] != 10:
            at += 1
        at += 1
        while at < stop and text[at] == 32:
            at += 1
        if at < stop and text[at] == 10:
            return True
    return False


def is_wrapped(data: bytes, start: int, stop: int) -> bool:
    """Whether a program broke the lines of a UTF-8 text: most that another line follows are of one
    width and do not end a sentence.

    Args:
        data: The text.
        start, stop: The range without the white space around it.

    Example:
        >>> lines = [b"The council of the town met on Monday for the first time in"] * 5
        >>> text = b"\\n".join(lines)
        >>> is_wrapped(text, 0, len(text))
        True
    """
    return lines_are_wrapped(data, start, stop)


def lines_are_wrapped(text: bytes | bytearray, start: int, stop: int) -> bool:
    """As `is_wrapped`."""
    wrapped = 0
    other = 0
    before = False  # whether there is a line before, not blank
    full = False  # and whether it is as a program breaks lines
    left = WRAP_SAMPLE
    at = start
    for _ in range(WRAP_LINES):
        end = at
        while end + 32 <= stop:  # vector code, as above, for lines of ASCII
            found = 0
            for i in range(32):
                byte = text[end + i]
                found |= (byte == 10) | (byte > 127)
            if found:
                break
            end += 32
        width = end - at  # characters
        while end < stop and text[end] != 10:
            width += (text[end] & 192) != 128
            end += 1
        last = end  # the end without spaces
        while last > at and text[last - 1] == 32:
            last -= 1
            width -= 1
        indented = left > 1 and last > at + 1 and text[at] == 32 and text[at + 1] == 32
        if before and last > at and left > 0 and not indented:
            wrapped += full
            other += not full
        if end >= stop or width >= left:
            break
        before = last > at
        full = WRAP_LEAST <= width <= WRAP_WIDTH and not ends_sentence(text, last)
        left -= width + 1
        at = end + 1
    return wrapped > 1 and wrapped > 2 * other


def ends_sentence(text: bytes | bytearray, end: int) -> bool:
    """Whether one of ``. ! ? : ; … 。 ” »`` stands before ``end``, at least three bytes in."""
    last = text[end - 1]
    if last < 128:
        return last == 46 or last == 33 or last == 63 or last == 58 or last == 59
    middle = text[end - 2]
    first = text[end - 3]
    if last == 187:  # »
        return middle == 194
    if first == 226 and middle == 128:  # … ”
        return last == 166 or last == 157
    return first == 227 and middle == 128 and last == 130  # 。

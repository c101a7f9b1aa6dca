# cython: boundscheck=False
# Every loop runs to a length taken before it.
"""Strings of a record that are as they should be, told from those that need work."""

from __future__ import annotations

from typing import Any

__all__ = [
    "is_canonical_address",
    "is_plain_line",
    "is_plain_text",
    "may_repeat",
    "take_strings",
]


def take_strings(
    values: dict[str, Any], fields: tuple[str | None, ...], found: dict[str, Any]
) -> list[str]:
    """Gives the fields the strings among the values.

    Args:
        values: A value for each field, in the same order.
        fields: Their names; None for a value that is to be left.
        found: Grows by the strings that are neither empty nor hold a ``<``.

    Returns:
        The fields whose values are others than these, null, an empty string or an empty list.

    Raises:
        ValueError: There are more or fewer values than fields.

    Example:
        >>> found = {}
        >>> take_strings({"head": "Rain", "by": [], "no": 7}, ("title", "authors", "id"), found)
        ['id']
        >>> found
        {'title': 'Rain'}
    """
    if len(fields) != len(values):  # no bounds are checked below
        raise ValueError(f"{len(values)} values for {len(fields)} fields")
    left = []
    at = 0
    for content in values.values():
        field = fields[at]
        at += 1
        if field is None or content is None:
            continue
        if type(content) is str:
            text = content
            if "<" in text:
                left.append(field)
            elif text:
                found[field] = text
        elif type(content) is not list or content:
            left.append(field)
    return left


def is_plain_line(text: str) -> bool:
    """Whether a text is printable ASCII without ``&``, its words parted by one space each.

    Example:
        >>> is_plain_line("Rain stops"), is_plain_line("Rain  stops ")
        (True, False)
    """
    line = str(text)
    before = 32
    for at in range(len(line)):
        code = ord(line[at])
        if code < 32 or code > 126 or code == 38 or (code == 32 and before == 32):
            return False
        before = code
    return before != 32


def is_plain_text(text: bytes) -> bool:
    """Whether a text without control characters is UTF-8 of ASCII and some usual characters, none
    of them ``&`` or ``<``: what `newsearch.ingest.cleaning.is_clean` finds clean, and quicker.

    Example:
        >>> is_plain_text("“Rain” in Málaga costs 5 €".encode()), is_plain_text(b"AT&T")
        (True, False)
    """
    data = text
    size = len(text)
    at = 0
    while at < size:
        found = 0
        while at + 32 <= size:  # vector code: a constant count and no branches
            for i in range(32):
                byte = data[at + i]
                found |= (byte == 38) | (byte == 60) | (byte > 127)
            if found:
                break
            at += 32
        stop = at + 32 if at + 32 < size else size
        while at < stop:
            byte = data[at]
            if byte == 38 or byte == 60:
                return False
            at += 1
            if byte < 128:
                continue
            if at + 1 > size:
                return False
            after = data[at]
            if byte == 0xC3:  # letters with accents, but those of which other text is made by error
                at += 1
                if after < 0xA4 or after > 0xBF or after == 0xAF or after == 0xB0 or after == 0xB7:
                    return False
            elif byte == 0xE2 and at + 1 < size:
                last = data[at + 1]
                at += 2
                if after == 0x80:  # – — ‘ ’ “ ” • …
                    if not (
                        0x93 <= last <= 0x94
                        or 0x98 <= last <= 0x99
                        or 0x9C <= last <= 0x9D
                        or last == 0xA2
                        or last == 0xA6
                    ):
                        return False
                elif after != 0x82 or last != 0xAC:  # €
                    return False
            else:
                return False
    return True


def may_repeat(body: bytes, title: str) -> bool:
    """Whether a body may begin with a title of its own, neither of them empty: both begin with the
    same letter or digit, or with none, and the body's first line is about as long.

    Example:
        >>> may_repeat(b"Rain stops\\nIt did.", "Rain stops"), may_repeat(b"It did.", "Rain stops")
        (True, False)
    """
    text = body
    size = len(body)
    first = _letter(text[0])
    other = _letter(ord(title[0]))
    if first != other and first and other:
        return False
    most = len(title) + 10  # characters, of up to four bytes each
    stop = 4 * most + 1
    if stop > size:
        stop = size
    end = 0
    beyond = False
    while end < stop and text[end] != 10:
        beyond = beyond or text[end] > 127
        end += 1
    if end == stop:
        end = size
    return most - 20 <= end <= 4 * most and (end <= most or beyond)


def _letter(code: int) -> int:
    """A letter or digit of ASCII, in lower case; 0 for anything else."""
    if 65 <= code <= 90:
        return code + 32
    return code if 97 <= code <= 122 or 48 <= code <= 57 else 0


def is_canonical_address(text: str) -> bool:
    """Whether a text is an http or https URL with a host in lower case, of two labels or more, and
    no port, user, query or fragment: ``https?://[a-z0-9-]+(\\.[a-z0-9-]+)+(/[!"$->@-~]*)?``; and
    none that may be of an AMP or mobile page, of a search engine or in Punycode.

    Example:
        >>> is_canonical_address("https://example.org/a"), is_canonical_address("//m.example.org")
        (True, False)
    """
    if not text.isascii():
        return False
    line = text.encode()
    url = line
    size = len(line)
    at = 8 if line.startswith(b"https://") else 7 if line.startswith(b"http://") else size
    start = at
    label = 0  # characters of a part of the host
    dots = 0
    while at < size:
        code = url[at]
        if code == 47:
            break
        if code == 46 and label:
            if label == 1 and url[at - 1] == 109:  # m.
                return False
            if label == 6 and at - 6 == start and url[start] == 109 and url[start + 1] == 111:  # mo
                return False
            dots += 1
            label = 0
        elif 97 <= code <= 122 or 48 <= code <= 57 or code == 45:
            label += 1
        else:
            return False
        at += 1
    if not label or not dots:
        return False
    while at < size:
        code = url[at]
        if code <= 32 or code > 126 or code == 35 or code == 63:
            return False
        at += 1
    for at in range(start - 1, size - 3):
        code = url[at]
        if code == 46 or code == 47:
            if url[at + 1] == 97 and url[at + 2] == 109 and url[at + 3] == 112:  # /amp .amp
                return False
            if (
                code == 46 and url[at - 1] == 101 and url[at - 2] == 108 and url[at - 3] == 103
            ):  # gle.
                return False
        elif code == 120 and url[at + 1] == 110 and url[at + 2] == 45:  # xn-
            return False
    return True

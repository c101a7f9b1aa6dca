# cython: boundscheck=False
# Every loop runs to a length taken before it.
"""Strings of a record that are as they should be, told from those that need work."""

from __future__ import annotations

from typing import Any

__all__ = [
    "OTHER_FIELD",
    "PLAIN_FIELDS",
    "is_canonical_address",
    "is_plain_line",
    "take_plain",
    "take_strings",
]

#: The fields that `take_plain` takes, by their numbers.
PLAIN_FIELDS = (
    "title", "body", "id", "section", "place",
    "url", "source", "date", "language", "summary", "authors", "tags",
)  # fmt: skip
#: The number of a value that belongs to none of them.
OTHER_FIELD = 12
BODY = 1
ID = 2
PLACE = 4  # up to here clean as they are, or not taken
SUMMARY = 9  # up to here one string
OTHER = OTHER_FIELD
LONGEST_ID = 1024  # characters


def take_plain(
    values: dict[str, Any], fields: bytes, place: int, body: bytes, found: list[Any]
) -> bool:
    """Takes the values of a record whose strings are all as they should be, or nearly so.

    Args:
        values: A value for each field, in the same order.
        fields: The number of each value's field in `PLAIN_FIELDS`.
        place: Which of the values is the body, from 0.
        body: The text to take for it.
        found: An entry for each of `PLAIN_FIELDS`, None where there is nothing; then a dict for
            the values of other fields, by name.

    Returns:
        Whether all was taken: each value is null, an empty string or list, or of the kind that
        its field should have, without a ``<``; title, id, section and place are plain lines,
        authors and tags a string or a list of strings.

    Example:
        >>> found = [*[None] * 12, {}]
        >>> take_plain({"head": "Rain", "text": ""}, bytes((0, 1)), 1, b"It rained.", found)
        True
        >>> found[:3]
        ['Rain', b'It rained.', None]
    """
    if len(fields) != len(values):  # no bounds are checked below
        return False
    numbers = fields
    at = -1
    for name, content in values.items():
        at += 1
        field = numbers[at]
        if at == place:
            if field != BODY:
                return False
            found[BODY] = body
        elif content is None:
            continue
        elif field == OTHER:
            if name == "extra":
                return False
            if content or not (content == "" or content == []):
                others = found[OTHER]
                others[name] = content
        elif type(content) is str:
            text = content
            size = len(text)
            if size == 0:
                continue
            if field == BODY or "<" in text:
                return False
            if field <= PLACE and not is_plain_line(text):
                return False
            if field == ID and size > LONGEST_ID:
                return False
            found[field] = text
        elif type(content) is list:
            items = content
            if len(items) == 0:
                continue
            if field <= SUMMARY:
                return False
            for item in items:
                if type(item) is not str or not item:
                    return False
            found[field] = items
        else:
            return False
    return True


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


def is_canonical_address(text: str) -> bool:
    """Whether a text is an http or https URL with a host in lower case, of two labels or more, and
    no port, user, query or fragment: ``https?://[a-z0-9-]+(\\.[a-z0-9-]+)+(/[!"$->@-~]*)?``.

    Example:
        >>> is_canonical_address("https://example.org/a"), is_canonical_address("example.org")
        (True, False)
    """
    url = str(text)
    size = len(url)
    at = 8 if url.startswith("https://") else 7 if url.startswith("http://") else size
    label = 0  # characters of a part of the host
    dots = 0
    while at < size:
        code = ord(url[at])
        if code == 47:
            break
        if code == 46 and label:
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
        code = ord(url[at])
        if code <= 32 or code > 126 or code == 35 or code == 63:
            return False
        at += 1
    return True

# cython: boundscheck=False
# Reads stay below `size`; what is written is never longer than what was read.
"""Takes the record of a clean line of JSON apart, in one pass over its bytes.

The longest text, most of the line, is never made a Python string on its way into an index; the
other values are short. What is not understood here is left to the parser of JSON.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import Any

from newsearch.kernel.json_text import StringReader
from newsearch.kernel.whitespace import normalised_part

__all__ = ["LEAST_TEXT", "LONGEST_LINE", "OTHER_FIELD", "PLAIN_FIELDS", "LineReader"]

#: Bytes of the lines that are looked at.
LONGEST_LINE = 1 << 20
#: Bytes of a text that is worth cutting out.
LEAST_TEXT = 64
#: The fields that a `LineReader` fills, by their numbers.
PLAIN_FIELDS = (
    "title", "body", "id", "section", "place",
    "url", "source", "date", "language", "summary", "authors", "tags",
)  # fmt: skip
#: The number of a member that belongs to none of them.
OTHER_FIELD = 12
MOST_MEMBERS = 64
LONGEST_ID = 1024  # characters
MOST_PLANS = 2048
PADDING = 64

LONGEST = LONGEST_LINE
LEAST = LEAST_TEXT
BODY = 1
ID = 2
PLACE = 4  # up to here clean as they are, or not taken
SUMMARY = 9  # up to here one string
OTHER = FIELDS = OTHER_FIELD
MEMBERS = MOST_MEMBERS
IDENTITY = LONGEST_ID
# What a member's value is
TEXT = 0
LIST = 1
NOTHING = 2
VALUE = 3

Plan = tuple[bytes | None, tuple[str, ...]]


class LineReader:
    """Takes lines of JSON apart. Not safe to share between threads.

    Args:
        plan_of: Gives, for the names of an object's members, the number of each one's field in
            `PLAIN_FIELDS`, or `OTHER_FIELD`; None for an object that is to be left.
        loads: Parses the values that are neither strings nor lists of them; raises ValueError.

    Example:
        >>> import json
        >>> reader = LineReader(lambda names: bytes((2, 1)), json.loads)
        >>> line = b'{"key": "7", "text": "%b"}' % (b"Rain. " * 50)
        >>> found = reader.read(line, 0, len(line))
        >>> found[2], found[1][:10]
        ('7', b'Rain. Rain')
    """

    def __init__(
        self, plan_of: Callable[[tuple[str, ...]], bytes | None], loads: Callable[[bytes], Any]
    ) -> None:
        self.plan_of = plan_of
        self.loads = loads
        self._plans: dict[bytes, Plan] = {}
        self._reader = StringReader()
        self._row = bytearray()  # the strings, each behind the other
        self._names = bytearray()  # a quotation mark behind each
        self._clean = bytearray()
        self._named = 0
        # Of each member what its value is, and where: a string's place in the row, a value's in
        # the line; of a list the entries of its strings, which stand behind those of the members.
        self._kinds = array("q", bytes(8 * MOST_MEMBERS))
        self._starts = array("q", bytes(16 * MOST_MEMBERS))
        self._ends = array("q", bytes(16 * MOST_MEMBERS))
        self._used = 0  # bytes of the row
        self._items = 0  # entries used

    def read(self, data: bytes, start: int, end: int) -> list[Any] | None:
        """The fields of a record whose strings are all as they should be, or nearly so.

        Args:
            data: Holds its line.
            start, end: Where in it that begins and ends.

        Returns:
            An entry for each of `PLAIN_FIELDS`, None where there is nothing, then a dict of the
            values that no field has, by name. The body is bytes as
            `newsearch.kernel.whitespace.normalised` gives them; they may be no UTF-8.
            None for any other line: no JSON, or the longest text is short, not the body, or holds
            a control character; some text has a ``<``; a title, id, section or place is no plain
            line; a value is not of the kind that its field should have.
        """
        size = end - start
        if start < 0 or end > len(data) or size < LEAST or size > LONGEST:
            return None
        if len(self._row) < size + PADDING:
            self._row = bytearray(2 * size + PADDING)
            self._names = bytearray(2 * size + PADDING)
            self._clean = bytearray(2 * size + PADDING)
        members = self._parse(data, start, end)
        if members <= 0:
            return None
        longest = 0
        for member in range(1, members):
            if self._size(member) > self._size(longest):
                longest = member
        if self._size(longest) < LEAST:
            return None
        names = bytes(self._names[: self._named])
        plan = self._plans.get(names)
        if plan is None:
            plan = self._learn(names)
        known = plan[0]
        if known is None or len(known) != members:
            return None
        numbers = known
        if numbers[longest] != BODY:
            return None
        body = normalised_part(self._row, self._starts[longest], self._ends[longest], self._clean)
        if not body:
            return None
        found: list[Any] = [None] * FIELDS
        found[BODY] = body
        others: dict[str, Any] = {}
        found.append(others)
        try:
            for member in range(members):
                if member == longest or self._kinds[member] == NOTHING:
                    continue
                field = numbers[member]
                if field != OTHER:
                    if not self._take(member, field, found):
                        return None
                elif plan[1][member] == "extra":
                    return None
                else:
                    kind = self._kinds[member]
                    value: Any
                    if kind == TEXT:
                        value = self._text(member)
                    elif kind == LIST:
                        value = self._texts(member)
                    else:
                        value = self.loads(data[self._starts[member] : self._ends[member]])
                    others[plan[1][member]] = value
        except ValueError:
            return None
        return found

    def _learn(self, names: bytes) -> Plan:
        every = tuple(names.decode().removesuffix('"').split('"'))
        if len(self._plans) >= MOST_PLANS:
            self._plans.clear()
        plan = self._plans[names] = (self.plan_of(every), every)
        return plan

    def _size(self, member: int) -> int:
        """The length of a string; 0 for another value."""
        return self._ends[member] - self._starts[member] if self._kinds[member] == TEXT else 0

    def _take(self, member: int, field: int, found: list[Any]) -> bool:
        """Enters a member's value for a field where it is of the field's kind.

        Raises:
            UnicodeDecodeError: It is no UTF-8.
        """
        kind = self._kinds[member]
        if kind == LIST:
            if field <= SUMMARY or self._has_empty(member):
                return False
            found[field] = self._texts(member)
            return True
        if kind != TEXT or field == BODY:
            return False
        row = self._row
        start = self._starts[member]
        end = self._ends[member]
        if field <= PLACE:
            if not is_plain(row, start, end) or (field == ID and end - start > IDENTITY):
                return False
        else:
            for at in range(start, end):
                if row[at] == 60:  # <
                    return False
        found[field] = self._text(member)
        return True

    def _has_empty(self, member: int) -> bool:
        for item in range(self._starts[member], self._ends[member]):
            if self._starts[item] == self._ends[item]:
                return True
        return False

    def _text(self, entry: int) -> str:
        return self._row[self._starts[entry] : self._ends[entry]].decode()

    def _texts(self, member: int) -> list[str]:
        return [self._text(item) for item in range(self._starts[member], self._ends[member])]

    def _parse(self, source: bytes, at: int, size: int) -> int:
        """Finds the members of the object that ``source[at:size]`` is; how many, or -1 for none.

        What stands in values that are neither strings nor lists of them is not looked at.
        """
        names = self._names
        named = 0
        members = 0
        self._used = 0
        self._items = MEMBERS
        at = skip_space(source, at, size)
        if at >= size or source[at] != 123:  # {
            return -1
        while members < MEMBERS:
            at = skip_space(source, at + 1, size)
            if at >= size or source[at] != 34:  # "
                return -1
            at += 1
            while at < size and 32 <= source[at] < 127 and source[at] != 34 and source[at] != 92:
                names[named] = source[at]
                named += 1
                at += 1
            if at >= size or source[at] != 34:
                return -1
            names[named] = 34
            named += 1
            at = skip_space(source, at + 1, size)
            if at >= size or source[at] != 58:  # :
                return -1
            at = self._parse_value(source, skip_space(source, at + 1, size), size, members)
            if at < 0:
                return -1
            members += 1
            at = skip_space(source, at, size)
            if at >= size:
                return -1
            if source[at] == 125:  # }
                self._named = named
                return members if skip_space(source, at + 1, size) == size else -1
            if source[at] != 44:  # ,
                return -1
        return -1

    def _parse_value(self, source: bytes, at: int, size: int, member: int) -> int:
        """Finds what the value at ``at`` is, and its end; -1 where it has none."""
        if at >= size:
            return -1
        self._starts[member] = at
        byte = source[at]
        if byte == 34:
            self._kinds[member] = TEXT
            end = self._parse_text(source, at + 1, size, member)
            if self._starts[member] == self._ends[member]:
                self._kinds[member] = NOTHING
            return end
        if byte == 91:  # [
            end = self._parse_list(source, at, size, member)
            if end > 0:
                return end
            self._starts[member] = at
        end = value_end(source, at, size)
        self._ends[member] = end
        self._kinds[member] = VALUE
        if end == at + 4 and is_null(source, at):
            self._kinds[member] = NOTHING
        return end

    def _parse_text(self, source: bytes, at: int, size: int, entry: int) -> int:
        """Writes a string to the row; where the line goes on behind it, or -1."""
        start = self._used
        at = self._reader.unescape(source, self._row, at, size, start)
        if at < 0:
            return -1
        self._starts[entry] = start
        self._used = self._ends[entry] = start + self._reader.length
        return at + 1

    def _parse_list(self, source: bytes, at: int, size: int, member: int) -> int:
        """As `_parse_value`, for a list; -1 where not all in it are strings."""
        first = self._items
        at = skip_space(source, at + 1, size)
        while at < size and source[at] == 34 and self._items < 2 * MEMBERS:
            at = self._parse_text(source, at + 1, size, self._items)
            if at < 0:
                return -1
            self._items += 1
            at = skip_space(source, at, size)
            if at >= size or source[at] != 44:
                break
            at = skip_space(source, at + 1, size)
            if at < size and source[at] == 93:  # a comma before the end
                return -1
        if at >= size or source[at] != 93:
            return -1
        self._starts[member] = first
        self._ends[member] = self._items
        self._kinds[member] = LIST if self._items > first else NOTHING
        return at + 1


def is_null(source: bytes, at: int) -> bool:
    """Whether ``null`` stands at ``at``, four bytes before the end or more."""
    return source[at] == 110 and source[at + 1] == 117 and source[at + 2] == source[at + 3] == 108


def skip_space(source: bytes, at: int, size: int) -> int:
    """Where the white space of JSON ends."""
    while at < size and (
        source[at] == 32 or source[at] == 10 or source[at] == 13 or source[at] == 9
    ):
        at += 1
    return at


def value_end(source: bytes, at: int, size: int) -> int:
    """Where a value of JSON ends if it is one, which is not looked at; -1 for nowhere."""
    depth = 0
    while at < size:
        byte = source[at]
        if byte == 34:
            at += 1
            while at < size and source[at] != 34:
                at += 1 + (source[at] == 92)
        elif byte == 123 or byte == 91:
            depth += 1
        elif byte == 125 or byte == 93:
            if depth == 0:
                return at
            depth -= 1
            if depth == 0:
                return at + 1
        elif depth == 0 and (byte == 44 or byte == 32 or byte == 10 or byte == 13 or byte == 9):
            return at
        at += 1
    return -1


def is_plain(row: bytearray, start: int, end: int) -> bool:
    """Whether ``row[start:end]`` is printable ASCII without ``&`` and ``<``, its words parted by
    one space each."""
    before = 32
    for at in range(start, end):
        byte = row[at]
        if byte < 32 or byte > 126 or byte == 38 or byte == 60 or (byte == 32 and before == 32):
            return False
        before = byte
    return before != 32

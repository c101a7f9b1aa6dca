# cython: boundscheck=False
"""Finds a byte string among sorted ones by binary search, straight in the mapped file."""

from __future__ import annotations

from array import array

from newsearch.errors import CorruptIndex
from newsearch.kernel.checksums import Checksums

#: Whether this very file runs. Compiled, arrays of a fixed size lie on the stack.
INTERPRETED = __file__.endswith((".py", ".pyc"))


class SortedBytes:
    """Byte strings in ascending order, end to end.

    Args:
        starts: Where each starts in ``data``, and the end of the last ('I').
        data: The bytes.
        checksums: Of the file that holds both, or None: they are believed.
        starts_at, data_at: Where in the file they are.

    Raises:
        CorruptIndex: The last string ends beyond ``data``.

    Example:
        >>> from array import array
        >>> words = SortedBytes(array("I", [0, 1, 3]), b"abb")
        >>> words.find(b"bb"), words.find(b"c"), words.at(0)
        (1, -1, b'a')
    """

    def __init__(
        self,
        starts: memoryview,
        data: memoryview,
        checksums: Checksums | None = None,
        starts_at: int = 0,
        data_at: int = 0,
    ) -> None:
        self.starts = starts
        self.data = data
        self.checksums = checksums
        self.starts_at = starts_at
        self.data_at = data_at
        self.count = len(starts) - 1
        if checksums is not None and self.count >= 0:
            checksums.touch_item(starts_at + 4 * self.count)
        if self.count < 0 or starts[self.count] > len(data):
            raise CorruptIndex("a dictionary is shorter than its index says: run newsearch check")
        self.size = len(data)

    def __len__(self) -> int:
        return self.count

    def at(self, ordinal: int) -> bytes:
        """String number ``ordinal``.

        Raises:
            IndexError: There is no such string.
        """
        if ordinal < 0 or ordinal >= self.count:
            raise IndexError(f"string {ordinal} of {self.count}")
        self._touch(ordinal)
        start = self.starts[ordinal]
        end = self.starts[ordinal + 1]
        if start > end or end > self.size:
            raise CorruptIndex("a string of a dictionary is out of place: run newsearch check")
        return bytes(self.data[start:end])

    def text(self, ordinal: int) -> str:
        """String number ``ordinal``, of UTF-8.

        Raises:
            IndexError: There is no such string.
            UnicodeDecodeError: It is not UTF-8.
        """
        if ordinal < 0 or ordinal >= self.count:
            raise IndexError(f"string {ordinal} of {self.count}")
        self._touch(ordinal)
        start = self.starts[ordinal]
        length = self.starts[ordinal + 1] - start
        if length < 0 or length > 128 or start + length > self.size:
            return self.at(ordinal).decode()
        if INTERPRETED:
            buffer = bytearray(128)
        for i in range(length):
            buffer[i] = self.data[start + i]
        return buffer[:length].decode("utf-8")

    def find(self, wanted: bytes) -> int:
        """The number of the string ``wanted``, or -1."""
        ordinal = self.lower_bound(wanted)
        if ordinal < self.count and self._compare(ordinal, wanted) == 0:
            return ordinal
        return -1

    def lower_bound(self, wanted: bytes) -> int:
        """The number of the first string not before ``wanted``."""
        low = 0
        high = self.count
        while low < high:
            middle = (low + high) >> 1
            if self._compare(middle, wanted) < 0:
                low = middle + 1
            else:
                high = middle
        return low

    def prefix_range(self, prefix: bytes) -> tuple[int, int]:
        """First and stop number of the strings that start with ``prefix``."""
        low = self.lower_bound(prefix)
        high = self.count
        first = low
        while low < high:
            middle = (low + high) >> 1
            if self._starts_with(middle, prefix):
                low = middle + 1
            else:
                high = middle
        return first, low

    def containing(self, part: bytes, first: int, stop: int) -> array[int]:
        """The numbers ('Q'), ascending, of those of a range of strings that hold ``part``.

        Raises:
            ValueError: ``part`` is empty.
        """
        if not part:
            raise ValueError("every string holds nothing: a part is missing")
        found = array("Q")
        if first >= stop:
            return found
        for ordinal in (first, stop - 1):
            self.check_place(ordinal)
        begin = self.starts[first]
        end = self.starts[stop]
        if self.checksums is not None:
            self.checksums.touch(self.starts_at + 4 * first, self.starts_at + 4 * stop + 4)
            self.checksums.touch(self.data_at + begin, self.data_at + end)
        text = bytes(self.data[begin:end])
        at = text.find(part)
        while at >= 0:
            ordinal = self._holder(begin + at, first, stop)
            after = self.starts[ordinal + 1] - begin
            if at + len(part) <= after:
                found.append(ordinal)
                at = after - 1
            at = text.find(part, at + 1)
        return found

    def _holder(self, place: int, first: int, stop: int) -> int:
        """Which of a range of strings holds the byte at ``place`` of the data."""
        while stop - first > 1:
            middle = (first + stop) >> 1
            if self.starts[middle] <= place:
                first = middle
            else:
                stop = middle
        return first

    def check_place(self, ordinal: int) -> int:
        """Asserts that string ``ordinal`` is there and lies within the data; returns 0.

        Raises:
            CorruptIndex: It does not.
        """
        self._touch(ordinal)
        if self.starts[ordinal] > self.starts[ordinal + 1] or self.starts[ordinal + 1] > self.size:
            raise CorruptIndex("a string of a dictionary is out of place: run newsearch check")
        return 0

    def shared(self, left: int, right: int, most: int) -> int:
        """How many bytes two strings, both checked, begin with in common: at most ``most``."""
        one = self.starts[left]
        other = self.starts[right]
        most = min(most, self.starts[left + 1] - one, self.starts[right + 1] - other)
        length = 0
        while length < most and self.data[one + length] == self.data[other + length]:
            length += 1
        return length

    def after_start(self, ordinal: int, stop: int, length: int) -> int:
        """The first number up to ``stop`` whose string begins otherwise than string ``ordinal``.

        Args:
            ordinal: A string of at least ``length`` bytes, checked.
            stop: One past the last to look at.
            length: How many bytes of the beginning count.
        """
        low = ordinal
        step = 1
        while low + step < stop and self._shares(ordinal, low + step, length):
            low += step
            step += step
        high = min(low + step, stop)
        while high - low > 1:
            middle = (low + high) >> 1
            if self._shares(ordinal, middle, length):
                low = middle
            else:
                high = middle
        return high

    def _shares(self, left: int, right: int, length: int) -> bool:
        self.check_place(right)
        return self.shared(left, right, length) == length

    def _touch(self, ordinal: int) -> None:
        """Compares the checksums of what is read of string ``ordinal``."""
        if self.checksums is not None:
            self.checksums.touch_item(self.starts_at + 4 * ordinal)
            start = self.starts[ordinal]
            end = self.starts[ordinal + 1]
            if end - start <= 16 and end <= self.size:
                self.checksums.touch_item(self.data_at + start)
            else:
                self.checksums.touch(self.data_at + start, self.data_at + min(end, self.size))

    def _compare(self, ordinal: int, wanted: bytes) -> int:
        """Below 0, 0 or above 0 as string ``ordinal`` is before, equal to or after ``wanted``."""
        self._touch(ordinal)
        at = self.starts[ordinal]
        end = self.starts[ordinal + 1]
        if end > self.size:
            end = self.size
        length = len(wanted)
        i = 0
        while at < end and i < length:
            difference = self.data[at]
            difference -= wanted[i]
            if difference:
                return difference
            at += 1
            i += 1
        if at < end:
            return 1
        return -1 if i < length else 0

    def _starts_with(self, ordinal: int, prefix: bytes) -> bool:
        self._touch(ordinal)
        at = self.starts[ordinal]
        end = self.starts[ordinal + 1]
        if end > self.size:
            end = self.size
        length = len(prefix)
        if at + length > end:
            return False
        for i in range(length):
            if self.data[at + i] != prefix[i]:
                return False
        return True

"""Working memory in one piece that the system gives as it is touched.

Not compiled. A row that grows by copying pays for every page of every copy: the system clears it
and maps it in when it is first written. `room` reserves addresses alone, so a row can be given
far more than most texts need, and is never copied.

Huge pages are not asked for. They save 1 % of the time in page faults and address translations, but
a virtual machine may give free memory back to its host in pieces of that size; then a page that is
used anew comes from the host, which took 25 times as long as clearing it.
"""

from __future__ import annotations

import mmap
from typing import Literal

__all__ = ["Integers", "Scratch", "larger", "room"]

Integers = Literal["B", "H", "I", "Q"]
"""Codes of the types a row can have."""


def room(code: Integers, count: int) -> memoryview[int]:
    """Return `count` zeros of type `code` (as in `array`: "B", "H", "I" or "Q"), writable.

    The memory is this process's own (a child that is forked gets a copy), begins at a page
    and goes back to the system when the view and all that was made of it are gone.

    Raises ValueError for a type that memoryview does not know; MemoryError, OSError or
    OverflowError when there is not so much.

    Example:
        >>> row = room("I", 1 << 20)
        >>> row[5] = 7
        >>> len(row), row.itemsize, row[4:7].tolist()
        (1048576, 4, [0, 7, 0])
    """
    size = memoryview(b"").cast(code).itemsize
    length = max(1, count * size)  # an empty mapping is not to be had
    if hasattr(mmap, "MAP_PRIVATE"):
        flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | getattr(mmap, "MAP_NORESERVE", 0)
        memory = mmap.mmap(-1, length, flags=flags)
    else:
        memory = mmap.mmap(-1, length)
    return memoryview(memory)[: count * size].cast(code)


def larger(row: memoryview[int], code: Integers, used: int) -> memoryview[int]:
    """Return a row twice as long, with the same `used` integers at its beginning.

    Raises as `room` does.

    Example:
        >>> row = room("I", 2)
        >>> row[0] = 7
        >>> larger(row, "I", 1).tolist()
        [7, 0, 0, 0]
    """
    made = room(code, 2 * len(row))
    made[:used] = row[:used]
    return made


class Scratch:
    """Memory to work in, given again to whoever comes next.

    To touch memory for the first time costs more than to sort what is put there.

    Args:
        size: Bytes for which to reserve addresses; there may be more.
    """

    def __init__(self, size: int = 0) -> None:
        self._memory = room("B", size)

    def row(self, count: int) -> memoryview[int]:
        """Return `count` integers ("Q") or more, of any value; raises as `room` does."""
        if len(self._memory) < 8 * count:
            self._memory = room("B", 8 * count)
        return self._memory[: len(self._memory) & -8].cast("Q")

    def grown(self, kept: int, size: int) -> memoryview[int]:
        """Return `size` bytes or more, the first `kept` as they were; raises as `room` does."""
        if len(self._memory) < size:
            larger = room("B", 2 * size)
            larger[:kept] = self._memory[:kept]
            self._memory = larger
        return self._memory

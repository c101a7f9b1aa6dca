"""What one record may cost: bytes and seconds.  Beyond that it is given up with an error.

Sizes are bounded everywhere.  The time is looked at between the steps of a reader, so that it
works on every system and in every thread; no single step is long on a record of allowed size.  It
is the time of the processor in this thread: on a busy machine, or behind a slow pipe, the same
records are given up as elsewhere.
"""

from __future__ import annotations

from time import thread_time

__all__ = ["LARGEST_MARKUP", "LARGEST_RECORD", "LONGEST_SECONDS", "Deadline", "TooSlowError"]

LARGEST_RECORD = 64 << 20  # bytes of one article's record; the longest real ones have 2 MiB
LARGEST_MARKUP = 16 << 20  # bytes of one that becomes a tree, which takes ten times as much
LONGEST_SECONDS = 5.0  # of the processor for one record; real ones take a hundredth


class TooSlowError(ValueError):
    """A record takes longer than is allowed."""


class Deadline:
    """The moment by which a record must be read.

    Example: ``Deadline().check()`` does nothing for five seconds, then raises `TooSlowError`.
    """

    __slots__ = ("_end", "_seconds")

    def __init__(self, seconds: float = LONGEST_SECONDS) -> None:
        self._seconds = seconds
        self._end = thread_time() + seconds

    def check(self) -> None:
        """Raises `TooSlowError` when the time is over."""
        if thread_time() > self._end:
            raise TooSlowError(f"a record that takes more than {self._seconds:g} seconds to read")

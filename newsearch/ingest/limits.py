"""What one record may cost: bytes and seconds.  Beyond that it is given up with an error.

Sizes are bounded everywhere.  The time is looked at between the steps of a reader, so that it
works on every system and in every thread; no single step is long on a record of allowed size.  It
is the time of the processor in this thread: on a busy machine, or behind a slow pipe, the same
records are given up as elsewhere.

============================================  ==============================================
what                                          bound; where
============================================  ==============================================
a record, a page, a text                      64 MiB, 5 s: an error that names it; here
a page, a text: what of it is read            16 million characters or bytes, 300,000 tags,
                                              200,000 lines, then ``extra["truncated"]``;
                                              ``html``, ``html_parsing``, ``site_text``
what a page's parser may take                 0.1 s, doubled once; ``html_parsing``
an XML record, a table's field                16 MiB; here, ``tables``
a JSON document of many articles              512 MiB; ``json_records`` (JSON Lines: no bound)
a letter; its parts                           32 MiB; 1,000; ``mail``
layers of compression and archives            4; ``files``
what a stream or archive expands to           256 MiB, or 250 times the bytes of the outermost
                                              layer; ``compression``
a zip archive in a pipe or in an archive      1 GiB; ``archives``
members of an archive; a tar header's notes   10 million; 64 KiB; ``archives``
headers of a WARC record                      500 of 64 KiB; ``warc``
combining marks in a row                      30, the rest is dropped; ``cleaning``
============================================  ==============================================
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

"""How results, messages and bars are written.

Results go to standard output; messages, warnings and bars to standard error.  Colour and bars are
only for a terminal, and not where ``NO_COLOR`` is set (https://no-color.org).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from io import TextIOWrapper
from typing import IO, TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from tqdm import tqdm

__all__ = [
    "Bar",
    "abandon_stdout",
    "csv_table",
    "decorated",
    "error",
    "json_document",
    "json_lines",
    "line",
    "make_streams_robust",
    "message",
    "moment",
    "paint",
    "plain",
    "quantity",
    "warning",
]

# Control characters would let the text of an article steer the terminal it is shown on.
_CONTROLS = {code: " " for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"}
# Those that turn the direction of what follows, so that it can pose as something else
# (https://trojansource.codes), become spaces of no width.
_CONTROLS |= dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\u200b")


def make_streams_robust() -> None:
    """Makes characters that the terminal's encoding lacks print as ``?`` instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def abandon_stdout() -> None:
    """Stops writing after the reader went away, so that closing at exit does not fail again."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError):  # no real file behind it, so nothing to protect
        pass


def decorated(stream: IO[str] | None = None) -> bool:
    """Whether colour and bars belong on `stream` (standard output where left out)."""
    stream = sys.stdout if stream is None else stream
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def paint(text: str, **style: Any) -> str:
    """`text` in a style of `click.style` where standard output shows colour, else as it is."""
    return click.style(text, **style) if decorated() else text


def plain(text: str) -> str:
    """`text` with every control character but newline and tab made a space; of the same length."""
    return text.translate(_CONTROLS)


def line(text: str = "") -> None:
    """Writes one line of results."""
    sys.stdout.write(text + "\n")


def message(text: str) -> None:
    """Tells something on standard error, above a bar where one is shown."""
    sys.stdout.flush()
    if Bar.shown is not None:
        Bar.shown.write(text, file=sys.stderr)
    else:
        sys.stderr.write(text + "\n")
        sys.stderr.flush()


def warning(text: str) -> None:
    """Tells of something that did not stop the work."""
    message(f"newsearch: warning: {one_line(text)}")


def error(text: str) -> None:
    """Tells, in one line, of what stopped the work."""
    message(f"newsearch: {one_line(text)}")


def one_line(text: str) -> str:
    """`text` on one line without control characters."""
    return " ".join(plain(text).split())


def quantity(count: int, noun: str, plural: str | None = None) -> str:
    """A count with its noun.

    Example:
        >>> quantity(1, "article"), quantity(1200, "article")
        ('1 article', '1,200 articles')
    """
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def moment(date: datetime | None) -> str:
    """A publication time for reading; midnight UTC is shown as the day alone.

    Example:
        >>> from datetime import timezone
        >>> moment(datetime(2026, 2, 12, 14, 30, tzinfo=timezone.utc)), moment(None)
        ('2026-02-12 14:30', 'no date')
    """
    if date is None:
        return "no date"
    if date.timetz().replace(tzinfo=None) == time() and not date.utcoffset():
        return date.strftime("%Y-%m-%d")
    return date.strftime("%Y-%m-%d %H:%M")


def json_document(value: object) -> None:
    """Writes `value` as one indented JSON document."""
    import orjson

    _write_bytes(orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def json_lines(values: Iterable[object]) -> int:
    """Writes each of `values` as one line of JSON, and returns how many there were."""
    import orjson

    count = 0
    for value in values:
        _write_bytes(orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE))
        count += 1
    return count


def csv_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Writes `rows` under a heading as CSV (RFC 4180), and returns how many there were.

    The values of a list are separated by ``; ``.
    """
    import csv

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    count = 0
    for row in rows:
        writer.writerow([_cell(value) for value in row])
        count += 1
    return count


def _cell(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return "; ".join(map(str, value))
    return value


def _write_bytes(data: bytes) -> None:
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:  # a stand-in for standard output that takes text alone
        sys.stdout.write(data.decode())
    else:
        sys.stdout.flush()
        buffer.write(data)


class Bar:
    """A progress bar on standard error where that is a terminal; else nothing.

    Example::

        with Bar("indexing", total=1000, unit="B") as bar:
            bar.to(500)
    """

    shown: tqdm[Any] | None = None

    def __init__(self, title: str, *, total: int | None, unit: str = " articles") -> None:
        self._bar: tqdm[Any] | None = None
        if decorated(sys.stderr):
            from tqdm import tqdm

            tqdm.monitor_interval = 0  # a thread that is no use here, and keeps from forking
            self._bar = tqdm(
                desc=title,
                total=total,
                unit=unit,
                unit_scale=True,
                miniters=1,
                file=sys.stderr,
                leave=False,
                dynamic_ncols=True,
            )

    @property
    def wanted(self) -> bool:
        """Whether anyone sees the bar."""
        return self._bar is not None

    def __enter__(self) -> Bar:
        Bar.shown = self._bar
        return self

    def __exit__(self, *exception: object) -> None:
        Bar.shown = None
        if self._bar is not None:
            self._bar.close()

    def expect(self, total: int | None) -> None:
        """Shows progress towards `total` units; None where it is not known."""
        if self._bar is not None:
            self._bar.total = total

    def to(self, done: int) -> None:
        """Shows that `done` units of the total are done."""
        if self._bar is not None:
            self._bar.update(done - self._bar.n)

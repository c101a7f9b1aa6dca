"""Wall-clock times of a time zone as microseconds since 1970-01-01 UTC, daylight saving included.

A day is not always 24 hours, some wall-clock times do not exist and some exist twice. A span of
wall-clock time is turned into instants by its two ends: the first instant that shows the start
or later, and the last that shows less than the end.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

__all__ = ["EARLIEST", "LATEST", "end_of", "instant", "start_of"]

_EPOCH = datetime(1970, 1, 1)
_EPOCH_UTC = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_ZERO = timedelta(0)

#: The first and the last microsecond a date can have.
EARLIEST = (datetime.min - _EPOCH) // _MICROSECOND
LATEST = (datetime.max - _EPOCH) // _MICROSECOND


def instant(moment: datetime) -> int:
    """Microseconds since 1970-01-01 UTC of a moment with a time zone.

    Example:
        >>> instant(datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC))
        1000000
    """
    return _at_offset(moment.replace(tzinfo=None), moment.utcoffset() or _ZERO)


def start_of(wall: datetime, timezone: tzinfo) -> int:
    """The first instant at which clocks show ``wall`` or later.

    A time that clocks show twice starts the first time; one that they skip starts when they
    jump over it.

    Args:
        wall: A wall-clock time, without a time zone.
        timezone: Where the clock hangs.
    """
    before, after = _offsets(wall, timezone)
    first, second = _at_offset(wall, before), _at_offset(wall, after)
    if first <= second:
        return first
    return _jump(second, first, after, timezone)


def end_of(wall: datetime, timezone: tzinfo) -> int:
    """The instant just past the last one at which clocks show less than ``wall``.

    Args:
        wall: A wall-clock time, without a time zone.
        timezone: Where the clock hangs.
    """
    before, after = _offsets(wall, timezone)
    first, second = _at_offset(wall, before), _at_offset(wall, after)
    if first > second:
        return _jump(second, first, after, timezone)
    # Clocks set back to exactly `wall` never show less again; set back further, they do.
    if first < second and _offset_at(second - 1, timezone) != after:
        return first
    return second


def _at_offset(wall: datetime, offset: timedelta) -> int:
    return (wall - _EPOCH - offset) // _MICROSECOND


def _offsets(wall: datetime, timezone: tzinfo) -> tuple[timedelta, timedelta]:
    """The offsets from UTC that hold before and after a change of clocks around ``wall``."""
    before = timezone.utcoffset(wall.replace(fold=0)) or _ZERO
    after = timezone.utcoffset(wall.replace(fold=1)) or _ZERO
    return before, after


def _offset_at(microseconds: int, timezone: tzinfo) -> timedelta:
    moment = (_EPOCH_UTC + microseconds * _MICROSECOND).astimezone(timezone)
    return moment.utcoffset() or _ZERO


def _jump(low: int, high: int, after: timedelta, timezone: tzinfo) -> int:
    """The first instant in ``low < instant <= high`` with the offset ``after``."""
    while high - low > 1:
        middle = (low + high) // 2
        if _offset_at(middle, timezone) == after:
            high = middle
        else:
            low = middle
    return high

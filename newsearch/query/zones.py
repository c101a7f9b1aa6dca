"""Time zones by their names."""

from __future__ import annotations

from datetime import UTC, tzinfo

__all__ = ["zone_of"]


def zone_of(name: str) -> tzinfo:
    """The time zone of a name of the IANA database.

    Raises:
        ValueError: There is none of the name.

    Example:
        >>> zone_of("UTC")
        datetime.timezone.utc
    """
    if name.upper() == "UTC":
        return UTC
    from zoneinfo import ZoneInfo  # no search without a zone needs it

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(
            f"there is no time zone {name!r}: expected UTC or a name such as Europe/Kyiv"
        ) from None

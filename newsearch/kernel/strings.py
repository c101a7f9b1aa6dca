"""Picks out of a record what most of it is: plain strings."""

from __future__ import annotations

from typing import Any

__all__ = ["take_strings"]


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

    Example:
        >>> found = {}
        >>> take_strings({"headline": "Rain", "by": [], "hits": 7}, ("title", "authors", "x"), found)
        ['x']
        >>> found
        {'title': 'Rain'}
    """
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

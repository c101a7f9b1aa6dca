"""The fields of an article of a wire service, taken one after another from its message."""

from __future__ import annotations

import re
from typing import Any

from ..errors import ReadError
from .datelines import dateline_of
from .records import Raw

__all__ = ["Fields"]

_BYLINE = re.compile(r"By (?:[A-Z][\w.'’-]*[ ,]*(?:and |& |of |de )?){1,12}")


class Fields:
    """Fields with the rule that gave each: of several rules the first that has a value wins.

    Example:
        >>> fields = Fields()
        >>> fields.take("title", "hl1", None)
        >>> fields.take("title", "head/title", "Rain stops")
        >>> fields.raw("wire.xml", "item 1").evidence
        {'title': 'head/title'}
    """

    def __init__(self) -> None:
        self._values: dict[str, Any] = {}
        self._last: dict[str, tuple[str, Any]] = {}
        self._evidence: dict[str, str] = {}
        self.extra: dict[str, Any] = {}

    def take(self, field: str, rule: str, value: Any) -> None:
        """Gives a field its value, where there is one and the field has none yet."""
        if value and field not in self._values:
            self._values[field] = value
            self._evidence[field] = rule

    def later(self, field: str, rule: str, value: Any) -> None:
        """Keeps a value for `settle`."""
        if value:
            self._last.setdefault(field, (rule, value))

    def settle(self, field: str) -> None:
        """Takes the value that was kept, where no other was found."""
        if field in self._last:
            self.take(field, *self._last[field])

    def value(self, field: str) -> Any:
        """What a field has so far."""
        return self._values.get(field)

    def take_from_body(self) -> None:
        """Takes the byline and the dateline that stand in the body, as agencies write them.

        A byline that is a paragraph of its own is taken out of the body, where it is the author.
        """
        first, gap, rest = str(self.value("body") or "").partition("\n\n")
        if gap and _BYLINE.fullmatch(first):
            self.take("authors", "byline in the body", first)
            if first in self.value("authors"):
                self._values["body"] = rest
            first = rest[:200]
        place, agency = dateline_of(first, of_agency=True)
        self.take("place", "dateline in the body", place)
        self.take("source", "dateline in the body", agency)

    def note(self, key: str, value: Any) -> None:
        """Keeps something else that the input says, where it says it."""
        if isinstance(value, list):
            value = [one for one in dict.fromkeys(value) if one]
        if value:
            self.extra.setdefault(key, value)

    def raw(self, name: str, record: str) -> Raw | ReadError:
        """The record; an error where there is no text in it."""
        if not any(field in self._values for field in ("title", "body", "summary")):
            return ReadError(name, "an item without title and text", record)
        return Raw(**self._values, extra=self.extra, evidence=self._evidence)

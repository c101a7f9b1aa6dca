"""Classes of immutable values that cost next to nothing to define.

A frozen dataclass with slots takes a third of a millisecond when its module is imported: its
methods are written as source text and compiled. The twenty and more that a search needs took a
quarter of the command line's start. The classes here share their methods instead.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, dataclass_transform

if TYPE_CHECKING:
    from typing import Self

__all__ = ["Value"]


@dataclass_transform(frozen_default=True)
class _ValueType(type):
    """Makes the annotations of a class its slots, and what stands beside them the defaults."""

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> _ValueType:
        fields = tuple(namespace.get("__annotations__", ())) if bases else ()
        defaults = tuple([namespace.pop(field) for field in fields if field in namespace])
        namespace["__slots__"] = namespace["__match_args__"] = fields
        namespace["_defaults"] = defaults
        namespace["_of"] = attrgetter(*fields or ("__match_args__",))
        made = super().__new__(cls, name, bases, namespace)
        made._setters = tuple([getattr(made, field).__set__ for field in fields])
        return made

    _setters: tuple[Callable[[Any, Any], None], ...]


class Value(metaclass=_ValueType):
    """The base of values: annotated fields, compared, hashed and shown by them, never changed.

    Fields are given by place or by name; those with a default come last and may be left out.
    Of a class of values no further class is derived. To type checkers they are frozen
    dataclasses (PEP 681); ``match`` takes them apart in the same way.

    Raises:
        TypeError: A field is missing, unknown or given twice.
        AttributeError: A field is assigned to.

    Example:
        >>> class Place(Value):
        ...     city: str
        ...     country: str = "UA"
        >>> Place("Kyiv"), Place("Kyiv") == Place(city="Kyiv", country="UA")
        (Place(city='Kyiv', country='UA'), True)
    """

    __match_args__: ClassVar[tuple[str, ...]]
    _defaults: ClassVar[tuple[Any, ...]]
    _setters: ClassVar[tuple[Callable[[Any, Any], None], ...]]
    _of: ClassVar[attrgetter[Any]]

    def __init__(self, *values: Any, **named: Any) -> None:
        setters = self._setters
        if named:
            values = self._by_place(values, named)
        missing = len(setters) - len(values)
        if missing:
            if not 0 < missing <= len(self._defaults):
                expected = ", ".join(self.__match_args__)
                raise TypeError(f"{type(self).__name__} takes {expected}; found {len(values)}")
            values += self._defaults[-missing:]
        for set_field, value in zip(setters, values, strict=True):
            set_field(self, value)

    def _by_place(self, values: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, ...]:
        """The values of all fields, in order, some of which are given by name."""
        fields = self.__match_args__
        required = len(fields) - len(self._defaults)
        given = {**dict(zip(fields[required:], self._defaults, strict=True)), **named}
        for field in fields[len(values) :]:
            if field not in given:
                raise TypeError(f"{type(self).__name__}: the field {field!r} is missing")
            values = (*values, given.pop(field))
        if unknown := given.keys() & named.keys():
            raise TypeError(f"{type(self).__name__}: {min(unknown)!r} is unknown or given twice")
        return values

    def changed(self, **named: Any) -> Self:
        """A copy with some fields changed."""
        fields = {field: getattr(self, field) for field in self.__match_args__}
        return type(self)(**{**fields, **named})

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} cannot be changed: {name!r} is assigned to")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} cannot be changed: {name!r} is deleted")

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return bool(self._of(self) == self._of(other))

    def __hash__(self) -> int:
        return hash(self._of(self))

    def __repr__(self) -> str:
        fields = [f"{field}={getattr(self, field)!r}" for field in self.__match_args__]
        return f"{type(self).__name__}({', '.join(fields)})"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), tuple([getattr(self, field) for field in self.__match_args__])

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


_REQUIRED: Any = object()


@dataclass_transform(frozen_default=True)
class _ValueType(type):
    """Makes the annotations of a class its slots, and what stands beside them the defaults."""

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> _ValueType:
        names = tuple(namespace.get("__annotations__", ())) if bases else ()
        fields = tuple([(name, namespace.pop(name, _REQUIRED)) for name in names])
        namespace["__slots__"] = namespace["__match_args__"] = names
        namespace["_fields"] = fields
        namespace["_required"] = sum([default is _REQUIRED for _, default in fields])
        namespace["_defaults"] = tuple([default for _, default in fields])
        namespace["_of"] = attrgetter(*names or ("__match_args__",))
        made = super().__new__(cls, name, bases, namespace)
        made._setters = tuple([getattr(made, name).__set__ for name in names])
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
    _fields: ClassVar[tuple[tuple[str, Any], ...]]
    _required: ClassVar[int]
    _defaults: ClassVar[tuple[Any, ...]]
    _setters: ClassVar[tuple[Callable[[Any, Any], None], ...]]
    _of: ClassVar[attrgetter[Any]]

    def __init__(self, *values: Any, **named: Any) -> None:
        setters = self._setters
        given = len(values)
        if named or not self._required <= given <= len(setters):
            values = self._completed(values, named)
        elif given < len(setters):
            values += self._defaults[given:]
        for set_field, value in zip(setters, values, strict=True):
            set_field(self, value)

    def _completed(self, values: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, ...]:
        """The values of all fields, in order: those given by place or by name, or defaults."""
        given = len(values)
        take = named.pop
        values += tuple([take(name, default) for name, default in self._fields[given:]])
        if named or given > len(self._fields) or _REQUIRED in values[given : self._required]:
            unknown = f"; unknown or given twice: {', '.join(named)}" if named else ""
            expected = ", ".join(self.__match_args__)
            raise TypeError(f"{type(self).__name__} takes {expected}{unknown}")
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

"""Values: frozen dataclasses in all but the cost of defining them."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from newsearch.values import Value


class Point(Value):
    """Has fields without a default and with one."""

    x: int
    y: int = 0
    names: tuple[str, ...] = ()

    @property
    def sum(self) -> int:
        return self.x + self.y


class Other(Value):
    x: int
    y: int = 0
    names: tuple[str, ...] = ()


class Empty(Value):
    """Has no fields."""


def test_fields_are_given_by_place_or_by_name_or_left_to_their_defaults() -> None:
    assert Point(1) == Point(1, 0, ()) == Point(x=1) == Point(names=(), x=1)
    assert (Point(1, names=("a",)).x, Point(1, names=("a",)).names) == (1, ("a",))
    assert Point(1, 2).sum == 3


@pytest.mark.parametrize(
    ("places", "names"),
    [((), {}), ((1, 2, (), 4), {}), ((1,), {"x": 2}), ((1,), {"z": 2}), ((), {"y": 2})],
)
def test_fields_missing_unknown_or_given_twice_are_refused(
    places: tuple[Any, ...], names: dict[str, Any]
) -> None:
    with pytest.raises(TypeError, match="Point"):
        Point(*places, **names)


def test_values_are_equal_by_type_and_fields() -> None:
    assert Point(1) != Point(2)
    assert Point(1) != Other(1)
    assert Point(1) != (1, 0, ())
    assert Empty() == Empty()
    assert len({Point(1), Point(1, 0), Point(1, 1), Empty(), Empty()}) == 3


def test_values_show_themselves() -> None:
    assert repr(Point(1, names=("a",))) == "Point(x=1, y=0, names=('a',))"
    assert repr(Empty()) == "Empty()"


def test_values_cannot_be_changed() -> None:
    point: Any = Point(1)
    with pytest.raises(AttributeError, match="x"):
        point.x = 2
    with pytest.raises(AttributeError, match="z"):
        point.z = 2
    with pytest.raises(AttributeError, match="x"):
        del point.x
    assert point == Point(1)
    assert point.changed(y=5) == Point(1, 5)
    with pytest.raises(TypeError, match="Point"):
        point.changed(z=5)


def test_values_are_copied_and_pickled() -> None:
    point = Point(1, 2, ("a",))
    assert pickle.loads(pickle.dumps(point)) == copy.deepcopy(point) == point


def test_values_are_taken_apart_by_match() -> None:
    match Point(1, 2):
        case Point(x, y=y):
            assert (x, y) == (1, 2)
        case _:
            pytest.fail("no match")

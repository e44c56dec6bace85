"""A record behaves as a frozen dataclass does, whatever it saves when it is defined."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from toolkit.inline import Emphasis, Link, Plain
from toolkit.records import MutableRecord, Record, fresh, replace


class Point(Record):
    """A record with a default."""

    x: int
    y: int = 0


class Other(Record):
    """Another type with the same fields."""

    x: int
    y: int = 0


class Point3(Point):
    """A record that adds a field to another."""

    z: int = 9


class Holder(Record):
    name: str
    items: list[int] = fresh(factory=list)
    held: Point | None = None


class Empty(Record):
    """A record without fields."""


class Counter(MutableRecord):
    name: str
    count: int = 0
    seen: list[str] = fresh(factory=list)


class Named(Record):
    """A record with a property and a method."""

    first: str
    last: str

    @property
    def whole(self) -> str:
        return f"{self.first} {self.last}"


def test_fields_by_place_and_by_name() -> None:
    assert (Point(1, 2).x, Point(1, 2).y) == (1, 2)
    assert Point(x=1, y=2) == Point(1, y=2) == Point(1, 2)
    assert Point(1).y == 0
    assert Named("A", "B").whole == "A B"


@pytest.mark.parametrize(
    ("values", "named", "message"),
    [
        ((), {}, "missing 1 required positional argument: 'x'"),
        ((1, 2, 3), {}, "takes from 2 to 3 positional arguments but 4 were given"),
        ((1,), {"z": 3}, "unexpected keyword argument 'z'"),
        ((1,), {"x": 3}, "multiple values for argument 'x'"),
    ],
)
def test_wrong_fields_are_named(values: tuple[int, ...], named: dict[str, int], message: str) -> None:
    """The message is Python's own, and names the class: also when it is the first instance of its type."""

    class Fresh(Record):
        x: int
        y: int = 0

    for _ in range(2):
        with pytest.raises(TypeError, match=r"Fresh\.__init__\(\)") as raised:
            Fresh(*values, **named)
        assert message in str(raised.value)


def test_frozen() -> None:
    point: Any = Point(1, 2)
    with pytest.raises(AttributeError, match=r"Point\.x cannot be changed"):
        point.x = 5
    with pytest.raises(AttributeError, match=r"Point\.new cannot be changed"):
        point.new = 5
    with pytest.raises(AttributeError, match=r"Point\.x cannot be deleted"):
        del point.x
    assert point == Point(1, 2)
    assert not hasattr(point, "__dict__")


def test_equal_by_type_and_fields() -> None:
    assert Point(1, 2) == Point(1, 2)
    assert Point(1, 2) != Point(2, 1)
    assert Point(1, 2) != Other(1, 2)
    assert Point(1, 2) != Point3(1, 2)
    assert Point(1, 2) != (1, 2)
    assert Empty() == Empty()
    assert Holder("a", [1], Point(1)) == Holder("a", [1], Point(1))


def test_hash_goes_with_equality() -> None:
    assert hash(Point(1, 2)) == hash(Point(1, 2))
    assert len({Point(1, 2), Point(1, 2), Other(1, 2), Point3(1, 2), Point(2, 1)}) == 4
    assert {Empty(): 1}[Empty()] == 1
    with pytest.raises(TypeError, match="unhashable"):
        hash(Holder("a"))


def test_shows_itself() -> None:
    assert repr(Point(1, 2)) == "Point(x=1, y=2)"
    assert repr(Empty()) == "Empty()"
    assert repr(Link((Plain("x"),), "https://e.org")) == (
        "Link(children=(Plain(text='x', language=None),), address='https://e.org')"
    )
    assert repr(Counter("a")) == "Counter(name='a', count=0, seen=[])"


def test_matched_by_place_and_by_name() -> None:
    match Point(1, 2):
        case Other():
            pytest.fail("another type")
        case Point(x, y=y):
            assert (x, y) == (1, 2)
    match Emphasis((Plain("x"),)):
        case Emphasis((Plain(text),)):
            assert text == "x"


def test_fresh_defaults_are_made_anew() -> None:
    first, second = Holder("a"), Holder("b")
    first.items.append(1)
    assert (first.items, second.items) == ([1], [])
    given: list[int] = []
    assert Holder("c", given).items is given


def test_inherits_fields_in_order() -> None:
    assert (Point3(1, 2, 3).x, Point3(1, 2, 3).y, Point3(1, 2, 3).z) == (1, 2, 3)
    assert Point3(1) == Point3(1, 0, 9)
    assert isinstance(Point3(1), Point)
    assert Point3.__match_args__ == ("x", "y", "z")


def test_replace() -> None:
    point = Point(1, 2)
    assert replace(point, y=5) == Point(1, 5)
    assert replace(point) == point
    assert point == Point(1, 2)
    assert type(replace(Point3(1), x=2)) is Point3
    assert replace(Counter("a", 1), count=2).count == 2
    with pytest.raises(TypeError, match="Point has no field z"):
        replace(point, z=1)
    items = [1]
    assert replace(Holder("a", items), name="b").items is items


def test_copied_and_pickled() -> None:
    holder = Holder("a", [1, 2], Point3(1))
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(holder, protocol))
        assert again == holder
        assert type(again.held) is Point3
    deep = copy.deepcopy(holder)
    assert deep == holder
    assert deep.items is not holder.items
    assert copy.copy(holder) == holder
    assert copy.copy(holder).items is holder.items


def test_mutable_records_are_themselves() -> None:
    counter = Counter("a")
    counter.count += 1
    counter.seen.append("x")
    assert (counter.count, counter.seen) == (1, ["x"])
    assert counter != Counter("a", 1, ["x"])
    assert counter in {counter}
    unknown: Any = counter
    with pytest.raises(AttributeError):
        unknown.other = 1


def test_own_init_is_kept() -> None:
    class Doubled(Record):
        value: int

        def __init__(self, value: int) -> None:
            object.__setattr__(self, "value", 2 * value)

    assert Doubled(2).value == 4


def test_instances_of_a_base_do_not_disturb_those_derived() -> None:
    """The first instance of each type compiles its own `__init__`, in whatever order they are made."""

    class Base(Record):
        a: int

    class Derived(Base):
        b: int

    class Same(Base):
        """Adds nothing."""

    assert Base(1).a == 1
    assert (Derived(1, 2).a, Derived(1, 2).b) == (1, 2)
    assert Same(3).a == 3
    assert Base(4) == Base(4)

"""Records: immutable data between the stages, defined like dataclasses and a thirtieth of their start-up.

A frozen, slotted dataclass costs up to a millisecond when it is defined, because six functions are compiled
for it; the toolkit has over a hundred, and a paper is rendered in less time than those would take. A `Record`
has its fields in slots, compares and hashes by type and fields, and compiles its `__init__` only when many
instances are made. Type checkers treat it as a frozen dataclass (PEP 681).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import CodeType, FunctionType
from typing import Any, NoReturn, TypeVar, dataclass_transform

T = TypeVar("T", bound="Struct")


class _Fresh:
    """The default of a field that is made anew for every instance."""

    __slots__ = ("factory",)

    def __init__(self, factory: Callable[[], Any]) -> None:
        self.factory = factory


def fresh(*, factory: Callable[[], Any]) -> Any:
    """A default that is made anew for every instance: `names: list[str] = fresh(factory=list)`."""
    return _Fresh(factory)


class _Type(type):
    """Turns the annotations of a class into slots before the class is made."""

    __match_args__: tuple[str, ...]
    _defaults: dict[str, Any]

    def __new__(meta, name: str, bases: tuple[type, ...], space: dict[str, Any], **options: Any) -> _Type:
        own = tuple(space.get("__annotations__", ()))
        defaults = {field: space.pop(field) for field in own if field in space}
        space["__slots__"] = own
        made = super().__new__(meta, name, bases, space, **options)
        inherited = [base for base in bases if isinstance(base, _Type)]
        fields = tuple(field for base in inherited for field in base.__match_args__) + own
        type.__setattr__(made, "__match_args__", fields)
        made._defaults = {key: value for base in inherited for key, value in base._defaults.items()} | defaults
        if fields and "__init__" not in space:
            type.__setattr__(made, "__init__", _first_init(made))
        return made


_PATIENCE = 40


def _first_init(made: _Type) -> Callable[..., None]:
    """An `__init__` for the first instances, which puts a quicker one in its own place when there are many.

    Most records have few instances; making the quicker one takes as long as making some of them without.
    """
    fields, defaults = made.__match_args__, made._defaults
    setters = tuple([getattr(made, field).__set__ for field in fields])
    plain = not any(isinstance(value, _Fresh) for value in defaults.values())
    usual = tuple([defaults[field] for field in fields if field in defaults]) if plain else ()
    calls = 0

    def __init__(self: Any, *values: Any, **named: Any) -> None:  # noqa: N807
        nonlocal calls
        calls += 1
        missing = len(fields) - len(values)
        if not named and 0 < missing <= len(usual):
            values = (*values, *usual[-missing:])
        elif named or missing:
            values = _complete(values, named, fields, defaults)
        if calls > _PATIENCE or len(values) != len(fields):
            real = _quick_init(made)
            type.__setattr__(made, "__init__", real)
            real(self, *values, **named if len(values) != len(fields) else {})
            return
        for set_field, value in zip(setters, values, strict=True):
            set_field(self, value)

    return __init__


def _complete(
    values: tuple[Any, ...], named: dict[str, Any], fields: tuple[str, ...], defaults: dict[str, Any]
) -> tuple[Any, ...]:
    """`values` with those given by name and by default; as they were where that does not make a whole."""
    rest = fields[len(values) :]
    if not named.keys() <= set(rest) or not set(rest) <= named.keys() | defaults.keys():
        return values
    filled = [named[name] if name in named else defaults[name] for name in rest]
    return (*values, *(value.factory() if isinstance(value, _Fresh) else value for value in filled))


def _quick_init(made: _Type) -> Callable[..., None]:
    fields, defaults = made.__match_args__, made._defaults
    fresh_ones = tuple([isinstance(defaults.get(field), _Fresh) for field in fields])
    names: dict[str, Any] = {}
    for index, field in enumerate(fields):
        names[f"set_{index}"] = getattr(made, field).__set__
        if fresh_ones[index]:
            names[f"default_{index}"], names[f"new_{index}"] = defaults[field], defaults[field].factory
    code = _init_code(fresh_ones).replace(co_varnames=("self", *fields))
    init = FunctionType(code, names, "__init__", tuple([defaults[field] for field in fields if field in defaults]))
    init.__qualname__ = f"{made.__qualname__}.__init__"
    return init


@cache
def _init_code(fresh_ones: tuple[bool, ...]) -> CodeType:
    """The code of an `__init__` with a field for each of `fresh_ones`, compiled once for all records of that form."""
    lines = [f"def __init__(self, {', '.join([f'_{index}' for index in range(len(fresh_ones))])}):"]
    for index, is_fresh in enumerate(fresh_ones):
        value = f"new_{index}() if _{index} is default_{index} else _{index}" if is_fresh else f"_{index}"
        lines.append(f"    set_{index}(self, {value})")
    names: dict[str, Any] = {}
    exec("\n".join(lines), names)
    code: CodeType = names["__init__"].__code__
    return code


class Struct(metaclass=_Type):
    """What records and their mutable kin share: showing themselves and being copied with changes."""

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in type(self).__match_args__)
        return f"{type(self).__qualname__}({fields})"

    def __getstate__(self) -> tuple[Any, ...]:
        return _values(self)

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        for name, value in zip(type(self).__match_args__, state, strict=True):
            object.__setattr__(self, name, value)


def _values(record: Struct) -> tuple[Any, ...]:
    return tuple([getattr(record, name) for name in type(record).__match_args__])


@dataclass_transform(frozen_default=True, field_specifiers=(fresh,))
class Record(Struct):
    """An immutable record; equal to another of its own type with equal fields."""

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self is other or _values(self) == _values(other)

    def __hash__(self) -> int:
        return hash((type(self), _values(self)))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__}.{name} cannot be changed")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__}.{name} cannot be deleted")


@dataclass_transform(field_specifiers=(fresh,))
class MutableRecord(Struct):
    """A record that one stage fills while it works; compared by identity, never passed on."""


def replace(record: T, **changes: object) -> T:
    """A copy of `record` with some fields changed."""
    values = [changes.pop(name) if name in changes else getattr(record, name) for name in type(record).__match_args__]
    if changes:
        raise TypeError(f"{type(record).__name__} has no field {', '.join(changes)}")
    return type(record)(*values)

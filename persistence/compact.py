"""Compact JSON of typed values: what is read back equals what was written."""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import cache
from operator import attrgetter
from types import EllipsisType, NoneType, UnionType
from typing import Any, Final, TypeAlias, Union, get_args, get_origin, get_type_hints

from persistence.instants import instant_of, instant_text

_Coder: TypeAlias = tuple[Callable[[Any], Any], Callable[[Any], Any]]


def camel_case(name: str) -> str:
    """Return a snake_case name in camelCase."""
    first, *others = name.split("_")
    return first + "".join(other.capitalize() for other in others)


def to_json(value: object, as_type: Any) -> str:
    """Return the value as JSON without spaces, decimals as strings, instants in UTC."""
    encode, _ = _coder(as_type)
    return json.dumps(encode(value), separators=(",", ":"), ensure_ascii=False)


def from_json(text: str, as_type: Any) -> Any:
    """Return the value of the type that the JSON text holds."""
    _, decode = _coder(as_type)
    return decode(json.loads(text))


def _same(value: Any) -> Any:
    return value


_SCALARS: Final[Mapping[object, _Coder]] = {
    str: (_same, _same),
    int: (_same, _same),
    bool: (_same, _same),
    Decimal: (str, Decimal),
    datetime: (instant_text, instant_of),
    date: (date.isoformat, date.fromisoformat),
    time: (time.isoformat, time.fromisoformat),
}


@cache
def _coder(of: Any) -> _Coder:
    if of in _SCALARS:
        return _SCALARS[of]
    origin, arguments = get_origin(of), get_args(of)
    if origin in {Union, UnionType}:
        return _optional(*arguments)
    if origin is tuple:
        return _tuple(*arguments)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(*arguments)
    return _class(of)


def _class(of: Any) -> _Coder:
    bases: tuple[type, ...] = getattr(of, "__mro__", ())
    if Enum in bases:
        return attrgetter("value"), of
    if tuple in bases:
        return _row(of)
    if bases and is_dataclass(of):
        return _object(of)
    raise TypeError(f"no way to write a {of}")


def _optional(*arguments: Any) -> _Coder:
    inner = [argument for argument in arguments if argument is not NoneType]
    if len(inner) != 1 or len(arguments) == 1:
        raise TypeError(f"no way to tell {arguments} apart")
    encode, decode = _coder(inner[0])
    return (
        lambda value: None if value is None else encode(value),
        lambda data: None if data is None else decode(data),
    )


def _tuple(*arguments: Any) -> _Coder:
    if isinstance(arguments[-1], EllipsisType):
        encode, decode = _coder(arguments[0])
        return (
            lambda values: [encode(value) for value in values],
            lambda data: tuple(decode(item) for item in data),
        )
    coders = [_coder(argument) for argument in arguments]
    return (
        lambda values: [pair[0](value) for pair, value in zip(coders, values, strict=True)],
        lambda data: tuple(pair[1](item) for pair, item in zip(coders, data, strict=True)),
    )


def _mapping(key: Any, of: Any) -> _Coder:
    if key is not str:
        raise TypeError(f"a name in JSON is text, not {key}")
    encode, decode = _coder(of)
    return (
        lambda values: {name: encode(value) for name, value in values.items()},
        lambda data: {name: decode(item) for name, item in data.items()},
    )


def _field_coders(of: Any) -> list[tuple[str, Any, _Coder]]:
    hints = get_type_hints(of)
    initial = [field for field in fields(of) if field.init]
    return [(field.name, field.default, _coder(hints[field.name])) for field in initial]


def _object(of: Any) -> _Coder:
    """Code a dataclass as an object; what is empty by default and empty now is left out."""
    coders = [(name, camel_case(name), default, pair) for name, default, pair in _field_coders(of)]

    def encode(value: Any) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for name, key, default, pair in coders:
            item = getattr(value, name)
            if not (item == default and default in {None, ()}):
                data[key] = pair[0](item)
        return data

    def decode(data: dict[str, Any]) -> Any:
        return of(
            **{name: pair[1](data[key]) for name, key, _, pair in coders if key in data},
        )

    return encode, decode


def _row(of: Any) -> _Coder:
    """Code a named tuple as the list of its values; fields added later take their defaults.

    A month holds up to 31 of them, and names would double its size.
    """
    hints = get_type_hints(of)
    coders = [_coder(hint) for hint in hints.values()]

    def encode(value: Any) -> list[Any]:
        return [pair[0](item) for pair, item in zip(coders, value, strict=True)]

    def decode(data: list[Any]) -> Any:
        return of(*[pair[1](item) for pair, item in zip(coders, data, strict=False)])

    return encode, decode

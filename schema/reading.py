"""The one converter from contract values to domain values, driven by the domain's types."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from functools import cache, partial
from types import GenericAlias, NoneType, UnionType
from typing import (
    Any,
    Final,
    NewType,
    TypeAlias,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from domain.errors import InvalidInputError
from domain.unset import Unset
from schema.names import domain_of, mirrored
from schema.rebuilding import rebuilt
from schema.scalars import json_text, parse_clock, parse_date, parse_instant

Reader: TypeAlias = Callable[[Any, str], Any]

# More than any rule of a list allows; a longer list is not even looked at.
_MOST_ENTRIES: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """How one attribute of a domain class is read."""

    attribute: str
    name: str
    read: Reader
    is_nullable: bool
    is_edit: bool
    is_required: bool


@cache
def reader(hint: Any) -> Reader:
    """Return what reads a contract value as a value of the type.

    Scalars may be given as JSON has them or as they were parsed. Lists become tuples, numbers of
    a Decimal keep the digits that they are written with.
    """
    options = [each for each in _options(hint) if each not in {NoneType, Unset}]
    hint = options[0]
    while isinstance(hint, NewType):
        hint = hint.__supertype__
    if get_origin(hint) in {tuple, list}:
        return _tuple_reader(get_args(hint))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return partial(_enum, hint)
    if hint in _LEAVES:
        return _LEAVES[hint]
    return _object_reader(hint)


def _options(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if get_origin(hint) in {Union, UnionType} else (hint,)


def _tuple_reader(arguments: tuple[Any, ...]) -> Reader:
    read = reader(arguments[0])
    is_pair = len(arguments) > 1 and arguments[1] is not Ellipsis

    def read_tuple(value: Sequence[Any], name: str) -> tuple[Any, ...]:
        if is_pair and len(value) != len(arguments):
            raise InvalidInputError(name, f"must be a list of {len(arguments)}", value)
        if len(value) > _MOST_ENTRIES:
            rule = f"must have at most {_MOST_ENTRIES} entries"
            raise InvalidInputError(name, rule, len(value))
        return tuple(read(each, name) for each in value)

    return read_tuple


def _enum(enum: type[StrEnum], value: str, name: str) -> StrEnum:
    try:
        return enum(value)
    except ValueError:
        raise InvalidInputError(name, f"must be one of {', '.join(enum)}", value) from None


def _same(value: Any, _name: str) -> Any:
    return value


def _decimal(value: float | Decimal, _name: str) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(repr(value))


def _date(value: object, name: str) -> date:
    return value if isinstance(value, date) else parse_date(value, field=name)


def _instant(value: object, name: str) -> datetime:
    return value if isinstance(value, datetime) else parse_instant(value, field=name)


def _clock(value: object, name: str) -> time:
    return parse_clock(value, field=name)


def _json(value: object, name: str) -> str:
    try:
        return json_text(value)
    except ValueError:
        raise InvalidInputError(name, "must be JSON", value) from None


_LEAVES: dict[Any, Reader] = {
    str: _same,
    int: _same,
    bool: _same,
    Decimal: _decimal,
    date: _date,
    datetime: _instant,
    time: _clock,
}


def _object_reader(hint: Any) -> Reader:
    domain = domain_of(hint) or hint

    def read_object(value: Mapping[str, Any], name: str) -> Any:
        return read_into(domain, value, name)

    return read_object


def read_into(domain: Any, value: Mapping[str, Any], name: str = "") -> Any:
    """Return the domain value that a contract object says.

    What is absent takes the class's default, and so does a null where nothing can be cleared.

    Raises:
        InvalidInputError: A value is null, missing or malformed; names the field in the contract.
    """
    found: dict[str, Any] = {}
    for part in _parts(domain):
        given = value.get(part.name)
        path = f"{name}.{part.name}" if name else part.name
        if given is not None:
            found[part.attribute] = part.read(given, path)
        elif part.name in value and part.is_nullable:
            found[part.attribute] = None
        elif part.name in value and part.is_edit:
            raise InvalidInputError(path, "cannot be cleared", None)
        elif part.is_required:
            raise InvalidInputError(path, "is required", None)
    origin = get_origin(domain) or domain
    return origin(**found, **rebuilt(origin, value))


@cache
def _parts(domain: Any) -> tuple[_Part, ...]:
    origin = get_origin(domain) or domain
    seen = mirrored(origin)
    if seen is None:
        raise TypeError(f"the contract has no {origin.__name__}")
    hints = get_type_hints(origin)
    parameters: tuple[Any, ...] = getattr(origin, "__parameters__", ())
    binding = dict(zip(parameters, get_args(domain), strict=False))
    parts: list[_Part] = []
    for each in fields(origin):
        if each.init and each.name in seen.names:
            hint = _bound(hints[each.name], binding)
            options = _options(hint)
            parts.append(
                _Part(
                    attribute=each.name,
                    name=seen.names[each.name],
                    read=_json if each.name in seen.json else reader(hint),
                    is_nullable=NoneType in options,
                    is_edit=Unset in options,
                    is_required=each.default is MISSING and each.default_factory is MISSING,
                )
            )
    return tuple(parts)


def _bound(hint: Any, binding: Mapping[Any, Any]) -> Any:
    arguments = get_args(hint)
    if not binding or get_origin(hint) is not tuple:
        return hint
    return GenericAlias(tuple, tuple(binding.get(each, each) for each in arguments))

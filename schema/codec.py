"""Domain values as contract JSON, and back.

Law: `encode(decode(type(x), encode(x))) == encode(x)`. And `decode(type(x), encode(x)) == x` for
inputs and for all that the contract carries whole: percentages of two decimals, amounts that a
double holds, metadata in its one compact text. See `schema.rebuilding` for what it does not.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from types import NoneType
from typing import Any, Final, TypeVar, cast

from domain.unset import Unset
from schema.build import field_of
from schema.call import read_arguments
from schema.mirror import shown_answer, shown_attribute
from schema.names import contract_name, fields_of, is_answered, mirrored, mirrors
from schema.reading import read_into
from schema.scalars import clock_text, date_text, instant_text

T = TypeVar("T")

_LARGEST_EXACT: Final = 2**53


def encode(value: object) -> Any:
    """Return the contract's JSON of a domain value; fields that a resolver answers are left out.

    Raises:
        TypeError: The contract has no such thing.
    """
    if isinstance(value, list | tuple):
        return [encode(each) for each in cast("Sequence[object]", value)]
    if is_dataclass(value):
        return _encode_object(value)
    for kind, how in _LEAVES.items():
        if isinstance(value, kind):
            return how(value)
    raise TypeError(f"the contract has no {type(value).__name__}")


def _number(value: Decimal) -> int | float:
    is_whole = value == value.to_integral_value() and abs(value) <= _LARGEST_EXACT
    return int(value) if is_whole else float(value)


def _same(value: Any) -> Any:
    return value


# In this order: an instant is a date too, and an enum's value is a text too.
_LEAVES: Final[Mapping[type, Callable[[Any], Any]]] = {
    StrEnum: str,
    str: _same,
    NoneType: _same,
    int: _same,
    float: _same,
    Decimal: _number,
    datetime: instant_text,
    date: date_text,
    time: clock_text,
}


def _encode_object(value: object) -> dict[str, Any]:
    seen = mirrored(type(value))
    if seen is None:
        raise TypeError(f"the contract has no {type(value).__name__}")
    if seen.output is not None:
        return {
            contract_name(field): _encode_attribute(
                shown_attribute(field, value), is_json=field.python_name in seen.json
            )
            for field in fields_of(seen.output)
            if not is_answered(field)
        }
    pairs = ((name, attribute) for attribute, name in seen.names.items())
    return {
        name: _encode_attribute(getattr(value, attribute), is_json=attribute in seen.json)
        for name, attribute in pairs
        if not isinstance(getattr(value, attribute), Unset)
    }


def _encode_attribute(value: object, *, is_json: bool) -> Any:
    return json.loads(value) if is_json and isinstance(value, str) else encode(value)


def decode(cls: type[T], value: Mapping[str, Any]) -> T:
    """Return the domain value of this class that a contract object says.

    Raises:
        InvalidInputError: A value is null, missing or malformed; names the field in the contract.
    """
    found: T = read_into(cls, value)
    return found


def decode_source(type_name: str, source: Mapping[str, Any]) -> Any:
    """Return the domain value of a type, given as the JSON that a resolver answered.

    Raises:
        LookupError: The contract has no such type that mirrors a domain class.
    """
    for mirror, domain in mirrors().items():
        if mirror.__name__ == type_name:
            return read_into(domain, source)
    raise LookupError(f"the contract has no {type_name} that a resolver answers")


def decode_arguments(type_name: str, field_name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of a field, given as the contract's JSON, as its resolver takes them.

    Raises:
        InvalidInputError: A value breaks the form of its field, which the error names.
    """
    field = field_of(type_name, field_name)
    names = {contract_name(each): each.python_name for each in field.arguments}
    return read_arguments(field, {names[name]: given[name] for name in given if name in names})


def encode_answer(type_name: str, field_name: str, value: object) -> Any:
    """Return the contract's JSON of what a field's resolver answered."""
    return encode(shown_answer(field_of(type_name, field_name), value))

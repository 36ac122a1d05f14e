"""Values of an export, read from its JSON as the types that hold them."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cache, partial
from types import MappingProxyType, NoneType
from typing import Any, Final, TypeAlias, cast, get_args, get_origin, get_type_hints

from domain.errors import InvalidInputError
from domain.fields import FIRST_DAY
from domain.portable import camel_case

# A reader is given a value and the path of where it stands, for its refusal.
Reader: TypeAlias = Callable[[Any, str], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """How a field of an object is read into an attribute."""

    attribute: str
    read: Reader
    is_required: bool


@cache
def reader(hint: Any) -> Reader:
    """Return what reads a value of JSON as a type, which is a record's or one of its parts.

    What it returns raises InvalidInputError, with the path of what breaks its rule.
    """
    options = get_args(hint)
    if NoneType in options:
        (other,) = (each for each in options if each is not NoneType)
        return partial(_optional, reader(other))
    if get_origin(hint) is tuple:
        if Ellipsis in options:
            return partial(_many, reader(options[0]))
        return partial(_few, tuple(map(reader, options)))
    if issubclass(hint, StrEnum):
        return partial(_word, hint)
    return _LEAVES[hint] if hint in _LEAVES else partial(_object, hint, _parts(hint))


@cache
def _parts(of: Any) -> Mapping[str, _Part]:
    hints = get_type_hints(of)
    return MappingProxyType(
        {
            camel_case(field.name): _Part(
                attribute=field.name,
                read=reader(hints[field.name]),
                is_required=field.default is MISSING,
            )
            for field in fields(of)
            if field.init
        }
    )


def _optional(read: Reader, value: Any, path: str) -> Any:
    return None if value is None else read(value, path)


def _list(value: Any, path: str) -> list[object]:
    if not isinstance(value, list):
        raise InvalidInputError(path, "must be a list", value)
    return cast("list[object]", value)


def _many(read: Reader, value: Any, path: str) -> tuple[Any, ...]:
    return tuple(read(each, f"{path}[{place}]") for place, each in enumerate(_list(value, path)))


def _few(reads: tuple[Reader, ...], value: Any, path: str) -> tuple[Any, ...]:
    given = _list(value, path)
    if len(given) != len(reads):
        raise InvalidInputError(path, f"must be a list of {len(reads)}", value)
    pairs = enumerate(zip(reads, given, strict=True))
    return tuple(read(each, f"{path}[{place}]") for place, (read, each) in pairs)


def _object(of: Any, parts: Mapping[str, _Part], value: Any, path: str) -> Any:
    if not isinstance(value, dict):
        raise InvalidInputError(path, "must be an object", value)
    given = cast("dict[str, Any]", value)
    for name in given.keys() - parts.keys():
        raise InvalidInputError(f"{path}.{name}", "is not known", given[name])
    found: dict[str, Any] = {}
    for name, part in parts.items():
        if name in given:
            found[part.attribute] = part.read(given[name], f"{path}.{name}")
        elif part.is_required:
            raise InvalidInputError(f"{path}.{name}", "must be given", None)
    try:
        return of(**found)
    except ValueError as error:
        raise InvalidInputError(path, f"must hold: {error}", given) from error


def _word(of: type[StrEnum], value: Any, path: str) -> StrEnum:
    try:
        return of(value)
    except ValueError as error:
        raise InvalidInputError(path, f"must be one of {', '.join(of)}", value) from error


def _of_type(kind: type, rule: str, value: Any, path: str) -> Any:
    # A truth value is an int to Python.
    if type(value) is not kind:
        raise InvalidInputError(path, rule, value)
    return value


def _decimal(value: Any, path: str) -> Decimal:
    if type(value) not in {str, int, float}:
        raise InvalidInputError(path, _NUMBER, value)
    try:
        number = Decimal(str(value))
        # What is beyond the exponents that are computed with overflows here, where it has a place.
        is_number = (+number).is_finite()
    except ArithmeticError as error:
        raise InvalidInputError(path, _NUMBER, value) from error
    if not is_number:
        raise InvalidInputError(path, _NUMBER, value)
    return number


def _date(value: Any, path: str) -> date:
    try:
        day = date.fromisoformat(_of_type(str, _DAY, value, path))
    except ValueError as error:
        raise InvalidInputError(path, _DAY, value) from error
    # Weeks and dates without hyphens are ISO's too, but no export has them.
    if day.isoformat() != value:
        raise InvalidInputError(path, _DAY, value)
    return day


def _instant(value: Any, path: str) -> datetime:
    try:
        at = datetime.fromisoformat(_of_type(str, _INSTANT, value, path))
    except ValueError as error:
        raise InvalidInputError(path, _INSTANT, value) from error
    if at.utcoffset() != timedelta(0):
        raise InvalidInputError(path, _INSTANT, value)
    if at < _FIRST:
        raise InvalidInputError(path, f"must be {_FIRST.isoformat()} or later", value)
    return at.replace(tzinfo=UTC)


def _wall_time(value: Any, path: str) -> time:
    try:
        wall = time.fromisoformat(_of_type(str, _WALL_TIME, value, path))
    except ValueError as error:
        raise InvalidInputError(path, _WALL_TIME, value) from error
    if wall.tzinfo is not None:
        raise InvalidInputError(path, _WALL_TIME, value)
    return wall


# The first day that may be judged begins in the east, a day start before midnight, two dates early.
_FIRST: Final = datetime.combine(FIRST_DAY, time(), UTC) - timedelta(days=2)
_NUMBER: Final = "must be a valid decimal"
_DAY: Final = "must be a valid date, as YYYY-MM-DD"
_INSTANT: Final = "must be an instant in UTC, which ends in Z"
_WALL_TIME: Final = "must be a wall time without a zone"
_LEAVES: Final[Mapping[object, Reader]] = MappingProxyType(
    {
        str: partial(_of_type, str, "must be a valid string"),
        int: partial(_of_type, int, "must be a valid integer"),
        bool: partial(_of_type, bool, "must be true or false"),
        Decimal: _decimal,
        date: _date,
        datetime: _instant,
        time: _wall_time,
    }
)

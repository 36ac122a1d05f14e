"""The file that Beeminder exports: a goal's settings and datapoints, each field checked."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any, Final, TypeAlias, TypeVar, cast

from domain.amount import LARGEST
from domain.errors import InvalidInputError
from domain.target import Aggregation

T = TypeVar("T")
# A reader is given a value and the path of where it stands, for its refusal.
Reader: TypeAlias = Callable[[Any, str], T]
Fields: TypeAlias = dict[str, Any]

_FIRST_YEAR: Final = 1900
_DAYSTAMP: Final = len("YYYYMMDD")
_LONGEST_SLUG: Final = 250
_RATE_UNITS: Final = ("y", "m", "w", "d", "h")
_AGGREGATIONS: Final = ("sum", "min", "max", "first", "last", "mean", "count", "unary")


@dataclass(frozen=True, slots=True, kw_only=True)
class Datapoint:
    """A value on a local day."""

    daystamp: date
    value: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A goal's settings and datapoints; `direction` is -1 or 1, a rate is per `runits`."""

    slug: str
    title: str | None
    gunits: str | None
    runits: str
    rate: Decimal | None
    goaldate: date | None
    goalval: Decimal | None
    direction: int
    kyoom: bool
    aggday: Aggregation
    timezone: str
    datapoints: tuple[Datapoint, ...]


def read(content: bytes, *, name: str) -> Export:
    """Return the export that a document of this name holds.

    Raises:
        InvalidInputError: It is not JSON, or a field breaks its rule.
    """
    data = _json(content, name)
    if not isinstance(data, dict):
        raise InvalidInputError(name, "must hold a JSON object", type(data).__name__)
    given = cast("Fields", data)
    return Export(
        slug=_field(given, "slug", _slug),
        title=_optional(given, "title", _text),
        gunits=_optional(given, "gunits", _text),
        runits=_field({"runits": "d"} | given, "runits", partial(_word, _RATE_UNITS)),
        rate=_optional(given, "rate", _number),
        goaldate=_optional(given, "goaldate", _day),
        goalval=_optional(given, "goalval", _number),
        direction=_field(given, "dir", _direction),
        kyoom=_field(given, "kyoom", _truth),
        aggday=Aggregation(
            _field({"aggday": "sum"} | given, "aggday", partial(_word, _AGGREGATIONS))
        ),
        timezone=_field({"timezone": "UTC"} | given, "timezone", _text),
        datapoints=_field(given, "datapoints", _datapoints),
    )


def _json(content: bytes, name: str) -> object:
    try:
        text = content.decode("utf-8-sig")
        data: object = json.loads(text, parse_float=Decimal)
        # Half of a surrogate pair is a character that nothing could be stored with.
        if "\\ud" in text.lower():
            json.dumps(data, default=str, ensure_ascii=False).encode()
    except (ValueError, InvalidOperation, RecursionError) as error:
        raise InvalidInputError(name, "must be JSON in UTF-8", str(error)) from error
    return data


def _field(given: Fields, name: str, read: Reader[T], *, of: str = "") -> T:
    path = f"{of}{name}"
    if name not in given:
        raise InvalidInputError(path, "must be given", None)
    return read(given[name], path)


def _optional(given: Fields, name: str, read: Reader[T]) -> T | None:
    return None if given.get(name) is None else read(given[name], name)


def _text(value: Any, path: str) -> str:
    if not isinstance(value, str):
        raise InvalidInputError(path, "must be text", value)
    return value


def _slug(value: Any, path: str) -> str:
    slug = _text(value, path)
    if not slug:
        raise InvalidInputError(path, "must have at least 1 character", slug)
    if len(slug) > _LONGEST_SLUG:
        raise InvalidInputError(path, f"must have at most {_LONGEST_SLUG} characters", slug)
    return slug


def _word(words: tuple[str, ...], value: Any, path: str) -> str:
    if value not in words:
        *most, last = (f"'{word}'" for word in words)
        raise InvalidInputError(path, f"must be {', '.join(most)} or {last}", value)
    return cast("str", value)


def _direction(value: Any, path: str) -> int:
    if type(value) is not int or abs(value) != 1:
        raise InvalidInputError(path, "must be -1 or 1", value)
    return value


def _truth(value: Any, path: str) -> bool:
    if not isinstance(value, bool):
        raise InvalidInputError(path, "must be true or false", value)
    return value


def _number(value: Any, path: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise InvalidInputError(path, "must be a number", value)
    number = Decimal(value)
    if number.copy_abs() > LARGEST:
        raise InvalidInputError(path, "must be a number from -10^12 to 10^12", value)
    return number


def _day(value: Any, path: str) -> date:
    is_daystamp = isinstance(value, str) and len(value) == _DAYSTAMP and value.isascii()
    if not (is_daystamp and value.isdigit()):
        raise InvalidInputError(path, "must be a day written as YYYYMMDD", value)
    try:
        day = date(int(value[:4]), int(value[4:6]), int(value[6:]))
    except ValueError as error:
        rule = "must be a day of the calendar, as YYYYMMDD"
        raise InvalidInputError(path, rule, value) from error
    if day.year < _FIRST_YEAR:
        raise InvalidInputError(path, f"must be a day from {_FIRST_YEAR}0101 on", value)
    return day


def _datapoints(value: Any, path: str) -> tuple[Datapoint, ...]:
    if not isinstance(value, list):
        raise InvalidInputError(path, "must be a list", value)
    rows = cast("list[object]", value)
    return tuple(_datapoint(row, f"{path}[{place}]") for place, row in enumerate(rows))


def _datapoint(value: Any, path: str) -> Datapoint:
    if not isinstance(value, dict):
        raise InvalidInputError(path, "must be an object", value)
    row = cast("Fields", value)
    return Datapoint(
        daystamp=_field(row, "daystamp", _day, of=f"{path}."),
        value=_field(row, "value", _number, of=f"{path}."),
    )

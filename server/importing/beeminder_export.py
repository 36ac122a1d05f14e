"""The file that Beeminder exports: a goal's settings and datapoints, each field checked."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from domain.amount import LARGEST
from domain.errors import InvalidInputError

_FIRST_YEAR: Final = 1900
_DAYSTAMP: Final = len("YYYYMMDD")


def _day(value: object) -> object:
    """Read a day written as YYYYMMDD."""
    is_daystamp = isinstance(value, str) and len(value) == _DAYSTAMP and value.isascii()
    if is_daystamp and isinstance(value, str) and value.isdigit():
        try:
            day = date(int(value[:4]), int(value[4:6]), int(value[6:]))
        except ValueError as error:
            raise ValueError("must be a day of the calendar, as YYYYMMDD") from error
        if day.year >= _FIRST_YEAR:
            return day
        raise ValueError(f"must be a day from {_FIRST_YEAR}0101 on")
    raise ValueError("must be a day written as YYYYMMDD")


def _number(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ValueError("must be a number")  # noqa: TRY004 - pydantic reports a ValueError
    return Decimal(value)


def _within(value: Decimal) -> Decimal:
    if abs(value) > LARGEST:
        raise ValueError("must be a number from -10^12 to 10^12")
    return value


Day = Annotated[date, BeforeValidator(_day)]
Number = Annotated[Decimal, BeforeValidator(_number), AfterValidator(_within)]


class Datapoint(BaseModel):
    """A value on a local day."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    daystamp: Day
    value: Number


class Export(BaseModel):
    """A goal's settings and datapoints, in the names of Beeminder's export."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    slug: str = Field(min_length=1, max_length=250)
    title: str | None = None
    gunits: str | None = None
    runits: Literal["y", "m", "w", "d", "h"] = "d"
    rate: Number | None = None
    goaldate: Day | None = None
    goalval: Number | None = None
    direction: Literal[-1, 1] = Field(alias="dir")
    kyoom: bool
    aggday: Literal["sum", "min", "max", "first", "last", "mean", "count", "unary"] = "sum"
    timezone: str = "UTC"
    datapoints: Annotated[tuple[Datapoint, ...], Field(strict=False)]


def read(path: Path) -> Export:
    """Return the export in a file.

    Raises:
        InvalidInputError: It is not JSON, or a field breaks its rule.
        OSError: The file cannot be read.
    """
    content = _content(path)
    if not isinstance(content, dict):
        raise InvalidInputError(path.name, "must hold a JSON object", type(content).__name__)
    try:
        return Export.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise InvalidInputError(
            _path(first["loc"]), _rule(first["type"], first.get("ctx", {})), _shown(first)
        ) from error


def _content(path: Path) -> object:
    try:
        content: object = json.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except (ValueError, InvalidOperation, RecursionError) as error:
        raise InvalidInputError(path.name, "must be JSON in UTF-8", str(error)) from error
    return content


_RULES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "missing": "must be given",
        "value_error": "{error}",
        "literal_error": "must be {expected}",
        "bool_type": "must be true or false",
        "string_type": "must be text",
        "string_too_short": "must have at least {min_length} character",
        "string_too_long": "must have at most {max_length} characters",
        "tuple_type": "must be a list",
        "model_type": "must be an object",
    }
)


def _rule(kind: str, context: Mapping[str, Any]) -> str:
    """Return the rule that a field breaks, in the words of this project."""
    return _RULES[kind].format_map(context)


def _shown(error: Any) -> object:
    """Return the value to show, which for a field that is missing is not the object around it."""
    return None if error["type"] == "missing" else error["input"]


def _path(location: Sequence[int | str]) -> str:
    """Return where a field stands, as datapoints[17].daystamp."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return text.removeprefix(".")

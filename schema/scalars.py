"""AppSync's scalars of the contract: AWSDate, AWSDateTime and AWSJSON, exact both ways."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from math import isfinite
from typing import Any, Final, NewType, NoReturn, cast

import strawberry
from strawberry.types.scalar import ScalarDefinition

from domain.errors import InvalidInputError

AWSJSON = NewType("AWSJSON", str)

_DATE: Final = r"(?P<year>-?[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
_CLOCK: Final = (
    r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})"
    r"(?::(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]{1,9}))?)?"
)
_OFFSET: Final = (
    r"(?:Z|(?P<sign>[+-])(?P<hours>[0-9]{2}):(?P<minutes>[0-5][0-9])(?::(?P<seconds>[0-5][0-9]))?)"
)
_AWS_DATE: Final = re.compile(f"{_DATE}{_OFFSET}?")
_AWS_DATE_TIME: Final = re.compile(f"{_DATE}T{_CLOCK}{_OFFSET}")
_HH_MM: Final = re.compile("[0-9]{2}:[0-9]{2}")
_DATE_RULE: Final = "must be a date as YYYY-MM-DD, years 0001 to 9999"
_INSTANT_RULE: Final = "must be an instant as YYYY-MM-DDThh:mm:ss with Z or an offset"
_DEEPEST: Final = 100
_JSON_RULE: Final = f"must be a string that holds JSON, at most {_DEEPEST} levels deep"
_LARGEST_OFFSET: Final = timedelta(hours=18)


def parse_date(value: object, *, field: str = "AWSDate") -> date:
    """Return the date; an offset after it is checked and dropped.

    Raises:
        InvalidInputError: The value is no AWSDate, or a year outside 1 to 9999.
    """
    match = _AWS_DATE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise InvalidInputError(field, _DATE_RULE, value)
    try:
        _offset(match)
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        raise InvalidInputError(field, _DATE_RULE, value) from None


def parse_instant(value: object, *, field: str = "AWSDateTime") -> datetime:
    """Return the instant in UTC, cut to microseconds; the offset is compulsory.

    Raises:
        InvalidInputError: The value is no AWSDateTime, or lies outside the years 1 to 9999.
    """
    match = _AWS_DATE_TIME.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise InvalidInputError(field, _INSTANT_RULE, value)
    try:
        local = datetime(
            int(match["year"]),
            int(match["month"]),
            int(match["day"]),
            int(match["hour"]),
            int(match["minute"]),
            int(match["second"] or 0),
            int((match["fraction"] or "0").ljust(6, "0")[:6]),
            tzinfo=timezone(_offset(match)),
        )
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        raise InvalidInputError(field, _INSTANT_RULE, value) from None


def _offset(match: re.Match[str]) -> timedelta:
    if match["sign"] is None:
        return timedelta()
    offset = timedelta(
        hours=int(match["hours"]),
        minutes=int(match["minutes"]),
        seconds=int(match["seconds"] or 0),
    )
    if offset > _LARGEST_OFFSET:
        raise ValueError(match.group())
    return -offset if match["sign"] == "-" else offset


def parse_clock(value: object, *, field: str) -> time:
    """Return the wall time of a text as HH:MM.

    Raises:
        InvalidInputError: The value is no such text.
    """
    try:
        if isinstance(value, str) and _HH_MM.fullmatch(value):
            return time.fromisoformat(value)
    except ValueError:
        pass
    raise InvalidInputError(field, "must be a time as HH:MM from 00:00 to 23:59", value)


def parse_json(value: object, *, field: str = "AWSJSON") -> Any:
    """Return the JSON value (RFC 8259) that the string holds.

    Raises:
        InvalidInputError: The value is no string, or the string is not JSON in Unicode, or it is
            so deep that encoding it could fail.
    """
    if not isinstance(value, str):
        raise InvalidInputError(field, _JSON_RULE, value)
    try:
        found = json.loads(value, parse_constant=_refuse_constant, parse_float=_finite)
        json_text(found)
    except (ValueError, RecursionError):
        raise InvalidInputError(field, _JSON_RULE, value) from None
    if not _is_within(found, _DEEPEST):
        raise InvalidInputError(field, _JSON_RULE, value)
    return found


def _is_within(value: object, levels: int) -> bool:
    """Say whether a JSON value has at most so many levels of lists and objects."""
    if isinstance(value, dict):
        held: Iterable[object] = cast("dict[str, object]", value).values()
    elif isinstance(value, list):
        held = cast("list[object]", value)
    else:
        return True
    return levels > 0 and all(_is_within(each, levels - 1) for each in held)


def json_text(value: object) -> str:
    """Return the one compact text of a JSON value: sorted keys, no spaces, plain Unicode.

    Raises:
        ValueError: The value holds a number that is not finite, or half a surrogate pair.
    """
    text = json.dumps(
        value, allow_nan=False, ensure_ascii=False, separators=(",", ":"), sort_keys=True
    )
    text.encode()
    return text


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError(text)
    return number


def date_text(value: date) -> str:
    """Return the date as YYYY-MM-DD."""
    if isinstance(value, datetime):
        raise TypeError("an AWSDate is a date, not an instant")
    return value.isoformat()


def instant_text(value: datetime) -> str:
    """Return the instant in UTC with Z, and its fraction in 3 or 6 digits unless it is 0."""
    if value.tzinfo is None:
        raise TypeError("an AWSDateTime needs an offset")
    local = value.astimezone(UTC).replace(tzinfo=None)
    is_in_milliseconds = local.microsecond and not local.microsecond % 1000
    return local.isoformat(timespec="milliseconds" if is_in_milliseconds else "auto") + "Z"


def json_wire(value: object) -> str:
    """Return JSON text as the wire has it: as it is."""
    if not isinstance(value, str):
        raise TypeError("an AWSJSON is JSON text")
    return value


def clock_text(value: time) -> str:
    """Return the wall time as HH:MM."""
    return value.isoformat(timespec="minutes")


SCALARS: Final[Mapping[object, ScalarDefinition]] = {
    date: strawberry.scalar(name="AWSDate", serialize=date_text, parse_value=parse_date),
    datetime: strawberry.scalar(
        name="AWSDateTime", serialize=instant_text, parse_value=parse_instant
    ),
    AWSJSON: strawberry.scalar(name="AWSJSON", serialize=json_wire, parse_value=parse_json),
}

"""The file that `milepost export` writes: a record on each line, each field checked.

It is read line by line, so that an account may be larger than memory.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO, Final, cast

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

from domain.activity import Activity
from domain.errors import InvalidInputError
from domain.goal import Goal, Revision
from domain.milestone import CustomMilestone
from domain.portable import JSON_END, JSON_HEAD, NAMES, OF_STORAGE, Record, camel_case
from domain.profile import Profile
from domain.task import Task

# Somewhat more than the largest item of a table, so that every record of an export fits.
_MOST_BYTES: Final = 450_000
_WALL_TIME: Final = "must be a wall time without a zone"
_OF_STORAGE: Final = frozenset(camel_case(name) for name in OF_STORAGE)


class _Line(BaseModel):
    """A record under its name."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", alias_generator=to_camel)

    profile: Profile | None = None
    goal: Goal | None = None
    revision: Revision | None = None
    task: Task | None = None
    milestone: CustomMilestone | None = None
    activity: Activity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A record, and the file, line and name where it stands."""

    place: str
    record: Record


def read(path: Path, *, owner: str) -> Iterator[Placed]:
    """Yield the records of a file as the owner's.

    Raises:
        InvalidInputError: The file is no such export, or a field breaks its rule.
        OSError: The file cannot be read.
    """
    with path.open("rb") as file:
        lines = _lines(file, path.name)
        place, head = next(lines, (path.name, ""))
        if head != JSON_HEAD:
            raise InvalidInputError(place, f"must be {JSON_HEAD}", head)
        for place, line in lines:
            if line == JSON_END:
                _check_end(lines)
                return
            yield _placed(place, line.removesuffix(","), owner=owner)
    raise InvalidInputError(path.name, f"must end with {JSON_END}", "a file that is cut off")


def _lines(file: BinaryIO, name: str) -> Iterator[tuple[str, str]]:
    number = 0
    while content := file.readline(_MOST_BYTES + 1):
        number += 1
        place = f"{name} line {number}"
        if len(content) > _MOST_BYTES:
            raise InvalidInputError(place, f"must have at most {_MOST_BYTES} bytes", "more")
        try:
            yield place, content.decode().rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise InvalidInputError(place, "must be UTF-8", error) from error


def _check_end(lines: Iterator[tuple[str, str]]) -> None:
    for place, line in lines:
        raise InvalidInputError(place, f"must not follow {JSON_END}", line)


def _placed(place: str, line: str, *, owner: str) -> Placed:
    name, data = _named(place, line)
    for key in _OF_STORAGE & data.keys():
        raise InvalidInputError(f"{place}: {name}.{key}", "must not be given", data[key])
    text = json.dumps({name: data} if name == "revision" else {name: data | {"owner": owner}})
    try:
        record = getattr(_Line.model_validate_json(text), name)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = _path(first["loc"]) or name
        raise InvalidInputError(f"{place}: {field}", _rule(first), _shown(first)) from error
    except TypeError as error:
        # A calendar compares wall times while it is made.
        raise InvalidInputError(f"{place}: {name}", _WALL_TIME, line) from error
    _check_zones(record, f"{place}: {name}")
    return Placed(place=f"{place}: {name}", record=record)


def _named(place: str, line: str) -> tuple[str, dict[str, Any]]:
    rule = f"must be a JSON object of one of {', '.join(NAMES.values())}"
    try:
        content: object = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InvalidInputError(place, rule, line) from error
    pairs = list(cast("dict[str, object]", content).items()) if isinstance(content, dict) else []
    if len(pairs) == 1:
        name, data = pairs[0]
        if name in NAMES.values() and isinstance(data, dict):
            return name, cast("dict[str, Any]", data)
    raise InvalidInputError(place, rule, line)


_RULES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "missing": "must be given",
        "unexpected_keyword_argument": "is not known",
        "dataclass_type": "must be an object",
    }
)


def _rule(error: Any) -> str:
    """Return the rule that a field breaks, in the words of this project."""
    told: str = error["msg"]
    plain = told.replace("Input should be", "must be").replace("Value error, ", "must hold: ")
    return _RULES.get(error["type"], plain)


def _shown(error: Any) -> object:
    """Return the value to show, which for a field that is missing is not the object around it."""
    return None if error["type"] == "missing" else error["input"]


def _path(location: tuple[int | str, ...]) -> str:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return text.removeprefix(".")


def _check_zones(value: object, path: str) -> None:
    """Refuse an instant that is not in UTC, and a wall time that names a zone."""
    match value:
        case datetime() if value.utcoffset() != timedelta(0):
            rule = "must be an instant in UTC, which ends in Z"
            raise InvalidInputError(path, rule, value.isoformat())
        case time() if value.tzinfo is not None:
            raise InvalidInputError(path, _WALL_TIME, value.isoformat())
        case tuple():
            for place, each in enumerate(cast("tuple[object, ...]", value)):
                _check_zones(each, f"{path}[{place}]")
        case _ if is_dataclass(value):
            for field in fields(value):
                if field.init:
                    _check_zones(getattr(value, field.name), f"{path}.{camel_case(field.name)}")
        case _:
            return

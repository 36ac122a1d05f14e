"""The text of an export as JSON, a record on each line, each field checked.

It is read line by line, so that an account may be larger than memory.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, BinaryIO, Final, cast

from domain.errors import InvalidInputError
from domain.goal import Revision
from domain.portable import JSON_END, JSON_HEAD, NAMES, OF_STORAGE, Record, camel_case
from domain.portable_values import reader

# Somewhat more than the largest item of a table, so that every record of an export fits.
_MOST_BYTES: Final = 450_000
_OF_STORAGE: Final = frozenset(camel_case(name) for name in OF_STORAGE)
_TYPES: Final[Mapping[str, Any]] = MappingProxyType(
    {name: record for record, name in NAMES.items()}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A record, and the document, line and name where it stands."""

    place: str
    record: Record


def records(source: BinaryIO, *, name: str, owner: str) -> Iterator[Placed]:
    """Yield the records of a document of this name as the owner's.

    Raises:
        InvalidInputError: The document is no such export, or a field breaks its rule.
    """
    lines = _lines(source, name)
    place, head = next(lines, (name, ""))
    if head != JSON_HEAD:
        raise InvalidInputError(place, f"must be {JSON_HEAD}", head)
    for place, line in lines:
        if line == JSON_END:
            _check_end(lines)
            return
        yield _placed(place, line.removesuffix(","), owner=owner)
    raise InvalidInputError(name, f"must end with {JSON_END}", "a document that is cut off")


def _lines(source: BinaryIO, name: str) -> Iterator[tuple[str, str]]:
    number = 0
    while content := source.readline(_MOST_BYTES + 1):
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
    where = f"{place}: {name}"
    for key in _OF_STORAGE & data.keys():
        raise InvalidInputError(f"{where}.{key}", "must not be given", data[key])
    kind = _TYPES[name]
    given = data if kind is Revision else data | {"owner": owner}
    return Placed(place=where, record=reader(kind)(given, where))


def _named(place: str, line: str) -> tuple[str, dict[str, Any]]:
    rule = f"must be a JSON object of one of {', '.join(_TYPES)}"
    try:
        content: object = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InvalidInputError(place, rule, line) from error
    pairs = list(cast("dict[str, object]", content).items()) if isinstance(content, dict) else []
    if len(pairs) == 1:
        name, data = pairs[0]
        if name in _TYPES and isinstance(data, dict):
            _check_characters(f"{place}: {name}", line, pairs)
            return name, cast("dict[str, Any]", data)
    raise InvalidInputError(place, rule, line)


def _check_characters(place: str, line: str, content: list[tuple[str, object]]) -> None:
    """Refuse half of a surrogate pair, which is no character."""
    if "\\ud" in line.lower():
        try:
            json.dumps(content, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise InvalidInputError(place, "must hold whole characters", line) from error

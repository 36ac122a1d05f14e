"""Values that a field must refuse, by its type alone."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from graphql import GraphQLEnumType, GraphQLInputObjectType

from tests.hardening.contract import Place, is_list, named

HUGE: Final = 10**400
LONG: Final = "x" * 100_000
NOTHING: Final = ("", "   ", "\t\n", "\u3000\xa0", "\u200b", "\u2060\ufeff", "\u0301")
CONTROLS: Final = ("a\0b", "a\x07b", "a\x85b", "a\u202eb", "a\u202db", "\x7fa")
HALVES: Final = ("\ud800", "a\udfffb", "\ude00\ud83d")
_INTEGERS: Final = (HUGE, -HUGE, 2**31, -(2**31) - 1, 1e308, 0.5, float("nan"), float("-inf"))
_NUMBERS: Final = (HUGE, -HUGE, float("nan"), float("inf"), "NaN", "1", "1e3", "")
_DATES: Final = (
    "2023-02-29",
    "2024-13-01",
    "2024-00-10",
    "2024-04-31",
    "2024-01-32",
    "0000-01-01",
    "-0001-01-01",
    "-2024-01-01",
    "10000-01-01",
    "2024-1-1",
    "20240101",
    "2024-W01-1",
    "2024-01-01T00:00:00Z",
    "2024-01-01+18:01",
    " 2024-01-01",
    "2024-01-01\n",
    "\uff12\uff10\uff12\uff14-01-01",
    "tomorrow",
    "",
    LONG,
    0,
    20240101,
    1.5e12,
)
_INSTANTS: Final = (
    "2024-01-01T00:00:00",
    "2024-01-01",
    "2024-01-01 00:00:00Z",
    "2023-02-29T00:00:00Z",
    "2024-13-01T00:00:00Z",
    "2024-01-01T24:00:00Z",
    "2024-01-01T23:60:00Z",
    "2024-01-01T23:59:60Z",
    "2024-01-01T00:00:00+18:01",
    "2024-01-01T00:00:00+24:00",
    "2024-01-01T00:00:00z",
    "2024-01-01T00:00:00.1234567890Z",
    "0000-12-31T23:59:59Z",
    "-0001-01-01T00:00:00Z",
    "0001-01-01T00:00:00+00:01",
    "9999-12-31T23:59:59-00:01",
    "10000-01-01T00:00:00Z",
    "\uff12024-01-01T00:00:00Z",
    "now",
    "",
    LONG,
    0,
    1704067200,
)
_JSON: Final = (
    "",
    "{",
    "{'a': 1}",
    "NaN",
    "[Infinity]",
    "[1e400]",
    '"\\ud800"',
    "\0",
    "[" * 990 + "]" * 990,
    "[" * 100_000,
    f'"{LONG}"',
    "1" * 5_000,
    {"a": 1},
    0,
    1.5,
)
_WRONG: Final[Mapping[str, tuple[Any, ...]]] = {
    "String": (0, 1.5, HUGE, LONG, *CONTROLS, *HALVES),
    "ID": (1.5, HUGE, "", " ", "#", "../..", LONG, *CONTROLS, *HALVES),
    "Int": (*_INTEGERS, "1", ""),
    "Float": _NUMBERS,
    "Boolean": (0, 1, "true", "false", "", HUGE),
    "AWSDate": _DATES,
    "AWSDateTime": _INSTANTS,
    "AWSJSON": _JSON,
}


def poison(place: Place) -> Iterator[object]:
    """Yield what the field must refuse whatever its rule is; a list's entry, if it holds a list."""
    kind, is_listed = named(place.kind), is_list(place.kind)
    if isinstance(kind, GraphQLEnumType):
        first = next(iter(kind.values))
        wrong: tuple[Any, ...] = (first.upper(), f" {first}", "none", "", LONG, "\ud800", 0, 1.5)
    elif isinstance(kind, GraphQLInputObjectType):
        wrong = ("", "x", 0, {"__proto__": 1}, {"": None}, {f"x{i}": i for i in range(10_000)})
    else:
        wrong = _WRONG[kind.name]
    if kind.name != "Boolean":
        yield from _held(place, (True,))
    yield from _held(place, wrong)
    if kind.name != "AWSJSON" and not isinstance(kind, GraphQLInputObjectType):
        yield from _held(place, ({}, {"a": 1}))
    nested: tuple[Any, ...] = ([[[]]], [None]) if is_listed else ([], [1, 2], [None])
    yield from nested
    if not place.is_nullable:
        yield None


def _held(place: Place, values: tuple[Any, ...]) -> Iterator[object]:
    for value in values:
        yield [value] if is_list(place.kind) else value

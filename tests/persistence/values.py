"""Values of any entity's type, for laws."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from domain.day import Calendar, DayRule

_RULES: Final = (
    DayRule(timezone="Europe/Vienna", day_start=time(3, 30), week_start=0),
    DayRule(timezone="America/St_Johns"),
)
_CALENDARS: Final = (
    Calendar.of(_RULES[0]),
    Calendar(revisions=((date.min, _RULES[1]), (date(2026, 3, 1), _RULES[0]))),
)
_SCALARS: Final[Mapping[Any, st.SearchStrategy[Any]]] = {
    str: st.text(max_size=8),
    int: st.integers(min_value=0, max_value=10**6),
    bool: st.booleans(),
    Decimal: st.decimals(
        min_value=-(10**12), max_value=10**12, allow_nan=False, allow_infinity=False, places=10
    ),
    datetime: st.datetimes(timezones=st.just(UTC)),
    date: st.dates(),
    time: st.times(),
    Calendar: st.sampled_from(_CALENDARS),
}


def values(of: Any) -> st.SearchStrategy[Any]:
    """Return a strategy of values of the type, dataclasses and named tuples field by field."""
    if of in _SCALARS:
        return _SCALARS[of]
    if isinstance(of, type):
        return st.sampled_from(list(of)) if issubclass(of, Enum) else _records(of)
    origin, arguments = get_origin(of), get_args(of)
    if origin in {Union, UnionType}:
        return st.none() | values(next(one for one in arguments if one is not NoneType))
    if origin is tuple:
        is_list = arguments[-1] is ...
        return (
            st.lists(values(arguments[0]), max_size=2).map(tuple) if is_list else _pair(arguments)
        )
    return st.dictionaries(st.text(max_size=4), values(arguments[1]), max_size=2)


def _pair(arguments: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    return st.tuples(*map(values, arguments))


def _records(of: Any) -> st.SearchStrategy[Any]:
    hints = get_type_hints(of)
    names: list[str] = list(getattr(of, "_fields", ())) or [field.name for field in fields(of)]
    return st.builds(of, **{name: values(hints[name]) for name in names})

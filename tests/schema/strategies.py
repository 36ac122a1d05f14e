"""Domain values of every shape, drawn by the types of their attributes."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Final, get_args, get_origin, get_type_hints

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from domain.answers import GoalProgress
from domain.day import Calendar, DayRule
from domain.goal import Goal, GoalStatus, StatusChange
from domain.history import ProgressPoint
from domain.milestone import Milestone
from domain.news import Achievement
from domain.profile import Profile
from domain.score import Score
from domain.statistics import GoalStatistics
from domain.suggestion import GoalRecommendation
from domain.task import Task, TaskChange, TaskStatus
from domain.unset import UNSET, Unset
from schema.scalars import json_text

_INSTANTS: Final = st.datetimes(timezones=st.just(UTC))
_AMOUNTS: Final = st.decimals(min_value=-(10**9), max_value=10**9, places=4)
_PERCENTAGES: Final = st.decimals(min_value=0, max_value=100, places=2)
_JSON: Final = st.recursive(
    st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
).map(json_text)
_CLOCKS: Final = st.builds(time, st.integers(0, 23), st.integers(0, 59))
_CALENDARS: Final = st.builds(
    DayRule,
    timezone=st.sampled_from(["UTC", "Europe/Berlin", "America/St_Johns"]),
    day_start=_CLOCKS,
    week_start=st.integers(0, 6),
).map(Calendar.of)
_LEAVES: Final[Mapping[Any, SearchStrategy[Any]]] = {
    NoneType: st.none(),
    Unset: st.just(UNSET),
    str: st.text(max_size=8),
    int: st.integers(-(2**31), 2**31 - 1),
    bool: st.booleans(),
    Decimal: _AMOUNTS,
    date: st.dates(),
    datetime: _INSTANTS,
    time: _CLOCKS,
    timedelta: st.timedeltas(timedelta(), timedelta(days=73_000)),
}
_NAMED: Final[Mapping[tuple[type, str], SearchStrategy[Any]]] = {
    (Goal, "changes"): st.lists(
        st.builds(StatusChange, status=st.sampled_from(GoalStatus), at=_INSTANTS),
        min_size=1,
        max_size=3,
    ).map(tuple),
    (Task, "changes"): st.lists(
        st.builds(TaskChange, status=st.sampled_from(TaskStatus), at=_INSTANTS),
        min_size=1,
        max_size=3,
    ).map(tuple),
    (Profile, "calendar"): _CALENDARS,
    (Milestone, "percentage"): _PERCENTAGES,
    (Achievement, "percentage"): _PERCENTAGES,
    (ProgressPoint, "progress"): _PERCENTAGES,
    (ProgressPoint, "activity_progress"): _PERCENTAGES,
    (GoalRecommendation, "confidence"): _PERCENTAGES,
    (Score, "value"): _PERCENTAGES,
    (GoalStatistics, "consistency"): st.none() | _PERCENTAGES,
}


def values_of(cls: Any) -> SearchStrategy[Any]:
    """Return a strategy for values of a domain class, its optional attributes included."""
    origin = get_origin(cls) or cls
    hints = get_type_hints(origin)
    binding = dict(zip(getattr(origin, "__parameters__", ()), get_args(cls), strict=False))
    drawn = {
        each.name: _attribute(origin, each.name, hints[each.name], binding)
        for each in fields(origin)
        if each.init
    }
    return st.builds(origin, **drawn)


def _attribute(cls: type, name: str, hint: Any, binding: Mapping[Any, Any]) -> SearchStrategy[Any]:
    if (cls, name) in _NAMED:
        return _NAMED[cls, name]
    if name == "metadata":
        options = [each for each in get_args(hint) if each is not str]
        return st.one_of(_JSON, *(_LEAVES[each] for each in options))
    if cls is GoalProgress and hint is Decimal:
        return _PERCENTAGES
    return _drawn(hint, binding)


def _drawn(hint: Any, binding: Mapping[Any, Any]) -> SearchStrategy[Any]:
    hint = binding.get(hint, hint)
    if get_origin(hint) is UnionType:
        return st.one_of(*(_drawn(each, binding) for each in get_args(hint)))
    if get_origin(hint) is tuple:
        first, *rest = get_args(hint)
        if rest == [Ellipsis]:
            return st.lists(_drawn(first, binding), max_size=2).map(tuple)
        return st.tuples(*(_drawn(each, binding) for each in (first, *rest)))
    if hint in _LEAVES:
        return _LEAVES[hint]
    return st.sampled_from(hint) if issubclass(hint, StrEnum) else values_of(hint)

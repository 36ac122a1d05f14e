"""The goals of examples: made as their line says, and lived through day by day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from domain.activity import ActivityType
from domain.period import PeriodUnit
from domain.requests import NewGoal, NewTarget, ScheduleEdit, TargetEdit
from domain.schedule import CheckIn, Frequency, MonthEnd, NthWeekday, SkipPolicy
from domain.target import Aggregation, GoalPattern, MissingPolicy, TargetType
from tests.domain.diary import Diary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.docs.examples import Example

NOON: Final = 12
EVENING: Final = 20

_MORNING: Final = 6
_DAY: Final = timedelta(days=1)

Field = tuple[str, "Callable[[str], Any]"]


def _whole_numbers(text: str) -> tuple[int, ...]:
    return tuple(int(word) for word in text.split())


def _times(text: str) -> tuple[time, ...]:
    return tuple(time.fromisoformat(word) for word in text.split())


def _nth_weekday(text: str) -> NthWeekday:
    n, weekday = _whole_numbers(text)
    return NthWeekday(n=n, weekday=weekday)


_TARGET: Final[Mapping[str, Field]] = {
    "value": ("value", Decimal),
    "unit": ("unit", str),
    "period": ("period", PeriodUnit),
    "rollingDays": ("rolling_days", int),
    "startValue": ("start_value", Decimal),
    "targetType": ("target_type", TargetType),
    "minValue": ("min_value", Decimal),
    "maxValue": ("max_value", Decimal),
    "aggregation": ("aggregation", Aggregation),
    "periodCount": ("period_count", int),
    "missingPolicy": ("missing_policy", MissingPolicy),
}
_SCHEDULE: Final[Mapping[str, Field]] = {
    "startDate": ("start_on", date.fromisoformat),
    "frequency": ("frequency", Frequency),
    "every": ("every", int),
    "daysOfWeek": ("days_of_week", _whole_numbers),
    "dayOfMonth": ("day_of_month", int),
    "monthEnd": ("month_end", MonthEnd),
    "nthWeekday": ("nth_weekday", _nth_weekday),
    "checkInFrequency": ("check_in", CheckIn),
    "preferredTimes": ("preferred_times", _times),
    "skipPolicy": ("skip_policy", SkipPolicy),
    "allowSkipDays": ("allow_skip_days", int),
    "forgiveSingleMiss": ("is_single_miss_forgiven", bool),
    "freezeEvery": ("freeze_every", int),
    "freezeMax": ("freeze_max", int),
}


def fields_of(line: str) -> dict[str, str]:
    """Return the fields that a line names, each with its text."""
    parts = (part.split(maxsplit=1) for part in line.split(", "))
    return {name: " ".join(rest) for name, *rest in parts}


def schedule_of(fields: Mapping[str, str]) -> ScheduleEdit:
    """Return the schedule that fields of a goal's line ask for."""
    return ScheduleEdit(**_read(fields, _SCHEDULE))


def a_diary_of(example: Example, **changes: Any) -> Diary:
    """Return the diary of an example's goal, lived to the evening of the last day of its log."""
    diary = _made(example, changes)
    for day, label, mark in zip(example.columns, example.labels, example.row("log"), strict=False):
        diary.now = at(day, NOON)
        if example.row("edit")[:1] == (label,):
            _edit(diary, " ".join(example.row("edit")[1:]))
        for part in mark.split("+"):
            _live(diary, part)
    diary.settle(at(last_day(example), EVENING))
    return diary


def last_day(example: Example) -> date:
    """Return the day on which the example is read: the last one of its log."""
    return example.columns[len(example.row("log")) - 1]


def change(diary: Diary, example: Example) -> None:
    """Correct the log as the example says: remove a day's activity, or log one for a day."""
    what, label, *value = example.row("then")
    day = example.day(label)
    if what == "remove":
        diary.remove([activity.local_day for activity in diary.activities].index(day))
    else:
        diary.log(Decimal(value[0]), activity_date=day)


def at(day: date, hour: int) -> datetime:
    """Return an hour of a day in UTC."""
    return datetime.combine(day, time(hour), tzinfo=UTC)


def _made(example: Example, changes: dict[str, Any]) -> Diary:
    pattern, _, rest = example.given["goal"].partition(", ")
    fields, first = fields_of(rest), example.columns[0]
    deadline = fields.pop("deadline", None)
    of_target = {name: fields.pop(name) for name in [*fields] if name in _TARGET}
    target: dict[str, Any] = {"unit": "u"} | _read(of_target, _TARGET) | changes
    wanted = NewGoal(
        title="G",
        pattern=GoalPattern(pattern),
        target=NewTarget(**target),
        schedule=schedule_of(fields),
        deadline=None if deadline is None else first + int(deadline) * _DAY,
    )
    return Diary(wanted, now=at(first, _MORNING))


def _read(fields: Mapping[str, str], known: Mapping[str, Field]) -> dict[str, Any]:
    named = ((known[name], text or name) for name, text in fields.items())
    return {field: read(text) for (field, read), text in named}


def _edit(diary: Diary, line: str) -> None:
    diary.edit(target=TargetEdit(**_read(fields_of(line), _TARGET)))


def _live(diary: Diary, mark: str) -> None:
    match mark:
        case "." | "r":
            return
        case "x":
            diary.log(1, kind=ActivityType.COMPLETED)
        case "s":
            diary.log(kind=ActivityType.SKIPPED)
        case "p":
            diary.pause_days(days=1)
        case amount:
            diary.log(Decimal(amount))

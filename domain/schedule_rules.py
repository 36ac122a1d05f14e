"""What a schedule may say, and which of it fits the target that it is for."""

from dataclasses import replace
from datetime import time
from types import MappingProxyType
from typing import Final, TypeAlias

from domain.errors import GoalInvalidError, InvalidInputError
from domain.fields import day, whole
from domain.period import PeriodUnit
from domain.requests import ScheduleEdit
from domain.schedule import Frequency, NthWeekday, Schedule, default_schedule
from domain.target import GoalPattern, Target
from domain.unset import given

_MOST_TIMES: Final = 24
_MOST_STEPS: Final = 9_999
_LONGEST_MONTH: Final = 31
_MOST_WEEKDAYS: Final = 5
_DAYS_IN_WEEK: Final = 7
# A quarter has no frequency of its own.
_FREQUENCIES: Final = MappingProxyType(
    {
        PeriodUnit.WEEK: Frequency.WEEKLY,
        PeriodUnit.MONTH: Frequency.MONTHLY,
        PeriodUnit.YEAR: Frequency.YEARLY,
    }
)

_Refused: TypeAlias = int | str | NthWeekday | tuple[int, ...] | None


def made(wanted: ScheduleEdit, *, pattern: GoalPattern, target: Target) -> Schedule:
    """Return the schedule asked for, the pattern's default where nothing is said.

    Raises:
        InvalidInputError: A field breaks its own rule.
        GoalInvalidError: Two fields exclude each other, or one does not fit the target.
    """
    return checked(edited(default_schedule(pattern), wanted), target=target)


def edited(schedule: Schedule, edit: ScheduleEdit) -> Schedule:
    """Return the schedule with the changes given, unchecked."""
    return Schedule(
        start_on=given(edit.start_on, otherwise=schedule.start_on),
        check_in=given(edit.check_in, otherwise=schedule.check_in),
        preferred_times=given(edit.preferred_times, otherwise=schedule.preferred_times),
        is_catch_up_allowed=given(edit.is_catch_up_allowed, otherwise=schedule.is_catch_up_allowed),
        frequency=given(edit.frequency, otherwise=schedule.frequency),
        every=given(edit.every, otherwise=schedule.every),
        days_of_week=given(edit.days_of_week, otherwise=schedule.days_of_week),
        day_of_month=given(edit.day_of_month, otherwise=schedule.day_of_month),
        month_end=given(edit.month_end, otherwise=schedule.month_end),
        nth_weekday=given(edit.nth_weekday, otherwise=schedule.nth_weekday),
        skip_policy=given(edit.skip_policy, otherwise=schedule.skip_policy),
        allow_skip_days=given(edit.allow_skip_days, otherwise=schedule.allow_skip_days),
        is_single_miss_forgiven=given(
            edit.is_single_miss_forgiven, otherwise=schedule.is_single_miss_forgiven
        ),
        freeze_every=given(edit.freeze_every, otherwise=schedule.freeze_every),
        freeze_max=given(edit.freeze_max, otherwise=schedule.freeze_max),
    )


def checked(schedule: Schedule, *, target: Target) -> Schedule:
    """Return the schedule with times and weekdays in order, each once, if it fits the target.

    Raises:
        InvalidInputError: A field breaks its own rule.
        GoalInvalidError: Two fields exclude each other, or one does not fit the target.
    """
    plain = replace(
        schedule,
        preferred_times=_times(schedule.preferred_times),
        days_of_week=None if schedule.days_of_week is None else _weekdays(schedule.days_of_week),
    )
    _check_fields(plain)
    if plain.freeze_every is None:
        rule = "must not be given without schedule.freezeEvery"
        _refuse("freezeMax", plain.freeze_max, rule)
    _check_days(plain, target)
    return plain


def _times(times: tuple[time, ...]) -> tuple[time, ...]:
    if len(times) > _MOST_TIMES:
        rule = f"must have at most {_MOST_TIMES} entries"
        raise InvalidInputError("schedule.preferredTimes", rule, len(times))
    return tuple(sorted(set(times)))


def _weekdays(days: tuple[int, ...]) -> tuple[int, ...]:
    field = "schedule.daysOfWeek"
    if not 1 <= len(days) <= _DAYS_IN_WEEK:
        raise InvalidInputError(field, f"must have 1 to {_DAYS_IN_WEEK} entries", len(days))
    for i, each in enumerate(days):
        whole(each, field=f"{field}[{i}]", least=0, most=_DAYS_IN_WEEK - 1)
    return tuple(sorted(set(days)))


def _check_fields(schedule: Schedule) -> None:
    if schedule.start_on is not None:
        day(schedule.start_on, field="schedule.startDate")
    for name, value, least, most in (
        ("every", schedule.every, 1, _MOST_STEPS),
        ("dayOfMonth", schedule.day_of_month, 1, _LONGEST_MONTH),
        ("allowSkipDays", schedule.allow_skip_days, 0, _LONGEST_MONTH),
        ("freezeEvery", schedule.freeze_every, 1, _MOST_STEPS),
        ("freezeMax", schedule.freeze_max, 1, _MOST_STEPS),
    ):
        whole(value, field=f"schedule.{name}", least=least, most=most)
    if schedule.nth_weekday is not None:
        n, weekday = schedule.nth_weekday.n, schedule.nth_weekday.weekday
        whole(n, field="schedule.nthWeekday.n", least=1, most=_MOST_WEEKDAYS)
        whole(weekday, field="schedule.nthWeekday.weekday", least=0, most=_DAYS_IN_WEEK - 1)


def _check_days(schedule: Schedule, target: Target) -> None:
    """Refuse what names days where a rolling target asks for all, or longer periods are judged."""
    if target.rolling_days is not None:
        with_rolling = "with target.rollingDays"
        _check_no_days(schedule, Frequency.DAILY, judged=with_rolling)
        if schedule.every != 1:
            raise GoalInvalidError("schedule.every", f"must be 1 {with_rolling}", schedule.every)
    elif target.period is None or target.period is PeriodUnit.DAY:
        _check_days_of_month(schedule)
    else:
        own = _FREQUENCIES.get(target.period)
        _check_no_days(schedule, own, judged=f"for period {target.period}")


def _check_no_days(schedule: Schedule, own: Frequency | None, *, judged: str) -> None:
    if schedule.frequency is not own:
        wanted = "absent" if own is None else f"{own} or absent"
        _refuse("frequency", schedule.frequency, f"must be {wanted} {judged}")
    rule = f"must not be given {judged}"
    _refuse("daysOfWeek", schedule.days_of_week, rule)
    _refuse("dayOfMonth", schedule.day_of_month, rule)
    _refuse("nthWeekday", schedule.nth_weekday, rule)


def _check_days_of_month(schedule: Schedule) -> None:
    if schedule.frequency not in {Frequency.MONTHLY, Frequency.YEARLY}:
        rule = "must not be given unless schedule.frequency is monthly or yearly"
        _refuse("dayOfMonth", schedule.day_of_month, rule)
        _refuse("nthWeekday", schedule.nth_weekday, rule)
    elif schedule.nth_weekday is not None:
        rule = "must not be given together with schedule.nthWeekday"
        _refuse("dayOfMonth", schedule.day_of_month, rule)


def _refuse(name: str, value: _Refused, rule: str) -> None:
    """Refuse any value but None."""
    if value is not None:
        raise GoalInvalidError(f"schedule.{name}", rule, _shown(value))


def _shown(value: _Refused) -> object:
    """Return a value of more than one number as its owner reads it."""
    match value:
        case tuple():
            return ", ".join(map(str, value))
        case NthWeekday():
            return f"n {value.n}, weekday {value.weekday}"
        case _:
            return value

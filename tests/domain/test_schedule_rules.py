from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import GoalInvalidError, InvalidInputError
from domain.period import PeriodUnit
from domain.requests import ScheduleEdit
from domain.schedule import (
    CheckIn,
    Frequency,
    MonthEnd,
    NthWeekday,
    Schedule,
    SkipPolicy,
    default_schedule,
)
from domain.schedule_rules import checked, edited, made
from domain.target import GoalPattern, Target
from tests.builders import a_schedule, a_target

FIFTH_FRIDAY = NthWeekday(n=5, weekday=5)
BY_DAY = a_target(period=PeriodUnit.DAY)
ROLLING = a_target(rolling_days=7)
TOTAL = a_target()
DAY_RULES: list[tuple[str, dict[str, Any]]] = [
    ("daysOfWeek", {"days_of_week": (1,)}),
    ("dayOfMonth", {"day_of_month": 31}),
    ("nthWeekday", {"nth_weekday": FIFTH_FRIDAY}),
]
LONGER = [unit for unit in PeriodUnit if unit is not PeriodUnit.DAY]
OWN = {
    PeriodUnit.WEEK: Frequency.WEEKLY,
    PeriodUnit.MONTH: Frequency.MONTHLY,
    PeriodUnit.YEAR: Frequency.YEARLY,
}


def checked_for(target: Target = BY_DAY, /, **changes: Any) -> Schedule:
    return checked(a_schedule(**changes), target=target)


@pytest.mark.parametrize("pattern", GoalPattern)
def test_without_a_word_the_schedule_is_the_patterns_default(pattern: GoalPattern) -> None:
    assert made(ScheduleEdit(), pattern=pattern, target=BY_DAY) == default_schedule(pattern)


def test_a_new_schedule_is_the_default_with_what_is_said() -> None:
    wanted = ScheduleEdit(every=2, skip_policy=SkipPolicy.COUNT)
    expected = a_schedule(every=2, skip_policy=SkipPolicy.COUNT, is_catch_up_allowed=False)
    assert made(wanted, pattern=GoalPattern.STREAK, target=BY_DAY) == expected


def test_a_new_schedule_is_checked() -> None:
    with pytest.raises(InvalidInputError, match=r"schedule\.every must be"):
        made(ScheduleEdit(every=0), pattern=GoalPattern.STREAK, target=BY_DAY)


def test_an_edit_may_change_every_field() -> None:
    edit = ScheduleEdit(
        start_on=date(2024, 2, 29),
        check_in=CheckIn.MONTHLY,
        preferred_times=(time(8),),
        is_catch_up_allowed=False,
        frequency=Frequency.YEARLY,
        every=4,
        days_of_week=(1,),
        day_of_month=29,
        month_end=MonthEnd.SKIP,
        nth_weekday=FIFTH_FRIDAY,
        skip_policy=SkipPolicy.COUNT,
        allow_skip_days=2,
        is_single_miss_forgiven=True,
        freeze_every=7,
        freeze_max=2,
    )
    after = edited(a_schedule(), edit)
    assert all(getattr(after, name) == getattr(edit, name) for name in edit.__slots__)
    assert edited(after, ScheduleEdit()) == after


def test_an_edit_clears_with_none() -> None:
    before = a_schedule(frequency=Frequency.WEEKLY, days_of_week=(1,), freeze_every=7)
    edit = ScheduleEdit(frequency=None, days_of_week=None, freeze_every=None)
    assert edited(before, edit) == a_schedule()


@pytest.mark.parametrize(
    ("field", "attribute", "least", "most", "beside"),
    [
        ("every", "every", 1, 9_999, {}),
        ("dayOfMonth", "day_of_month", 1, 31, {"frequency": Frequency.MONTHLY}),
        ("allowSkipDays", "allow_skip_days", 0, 31, {}),
        ("freezeEvery", "freeze_every", 1, 9_999, {}),
        ("freezeMax", "freeze_max", 1, 9_999, {"freeze_every": 7}),
    ],
)
def test_a_number_is_taken_within_its_limits(
    field: str, attribute: str, least: int, most: int, beside: dict[str, Any]
) -> None:
    for value in (least, most):
        found = checked_for(**beside, **{attribute: value})
        assert getattr(found, attribute) == value
    rule = rf"schedule\.{field} must be a whole number from {least} to {most}; got "
    for value in (least - 1, most + 1):
        with pytest.raises(InvalidInputError, match=rule):
            checked_for(**beside, **{attribute: value})


@pytest.mark.parametrize(("field", "least", "most"), [("n", 1, 5), ("weekday", 0, 6)])
def test_a_weekday_of_a_month_is_one_that_months_have(field: str, least: int, most: int) -> None:
    for value in (least, most):
        nth = replace(FIFTH_FRIDAY, **{field: value})
        assert checked_for(frequency=Frequency.MONTHLY, nth_weekday=nth).nth_weekday == nth
    for value in (least - 1, most + 1):
        nth = replace(FIFTH_FRIDAY, **{field: value})
        with pytest.raises(InvalidInputError, match=rf"schedule\.nthWeekday\.{field} must be"):
            checked_for(frequency=Frequency.MONTHLY, nth_weekday=nth)


@given(st.lists(st.integers(0, 6), min_size=1, max_size=7))
def test_weekdays_are_kept_in_order_each_once(days: list[int]) -> None:
    found = checked_for(days_of_week=tuple(days)).days_of_week
    assert found == tuple(day for day in range(7) if day in days)


@pytest.mark.parametrize("days", [(), (1,) * 8])
def test_no_weekday_at_all_is_refused_and_so_are_more_than_a_week_has(
    days: tuple[int, ...],
) -> None:
    with pytest.raises(InvalidInputError, match=r"schedule\.daysOfWeek must have 1 to 7 entries"):
        checked_for(days_of_week=days)


@pytest.mark.parametrize("wrong", [-1, 7])
def test_a_weekday_runs_from_sunday_0_to_saturday_6(wrong: int) -> None:
    with pytest.raises(InvalidInputError, match=rf"daysOfWeek\[1\] must be .*6; got '{wrong}'"):
        checked_for(days_of_week=(0, wrong))


def test_preferred_times_are_kept_in_order_each_once_and_at_most_24() -> None:
    times = (time(20), time(8), time(20))
    assert checked_for(preferred_times=times).preferred_times == (time(8), time(20))
    with pytest.raises(InvalidInputError, match=r"preferredTimes must have at most 24 entries"):
        checked_for(preferred_times=(time(8),) * 25)


def test_a_schedule_starts_in_1900_at_the_earliest() -> None:
    assert checked_for(start_on=date(1900, 1, 1)).start_on == date(1900, 1, 1)
    with pytest.raises(InvalidInputError, match=r"schedule\.startDate must be 1900-01-01 or later"):
        checked_for(start_on=date(1899, 12, 31))


def test_freezes_are_kept_only_where_they_can_be_earned() -> None:
    assert checked_for(freeze_every=7).freeze_max is None
    assert checked_for(freeze_every=7, freeze_max=2).freeze_max == 2
    rule = r"schedule\.freezeMax must not be given without schedule\.freezeEvery; got '2'"
    with pytest.raises(GoalInvalidError, match=rule):
        checked_for(freeze_max=2)


@pytest.mark.parametrize("target", [BY_DAY, TOTAL], ids=["by day", "a total"])
@pytest.mark.parametrize("frequency", [None, *Frequency])
def test_a_goal_without_longer_periods_steps_in_any_unit_and_names_weekdays(
    target: Target, frequency: Frequency | None
) -> None:
    found = checked_for(target, frequency=frequency, every=3, days_of_week=(1, 3))
    assert (found.frequency, found.every, found.days_of_week) == (frequency, 3, (1, 3))


@pytest.mark.parametrize("target", [BY_DAY, TOTAL], ids=["by day", "a total"])
@pytest.mark.parametrize(("field", "rule"), DAY_RULES[1:])
@pytest.mark.parametrize("frequency", [None, *Frequency])
def test_days_of_a_month_are_named_by_month_or_year_alone(
    target: Target, field: str, rule: dict[str, Any], frequency: Frequency | None
) -> None:
    if frequency in {Frequency.MONTHLY, Frequency.YEARLY}:
        assert checked_for(target, frequency=frequency, **rule).frequency is frequency
        return
    refusal = rf"schedule\.{field} must not be given unless schedule\.frequency is monthly or yea"
    with pytest.raises(GoalInvalidError, match=refusal):
        checked_for(target, frequency=frequency, **rule)


def test_a_month_has_its_day_by_number_or_by_weekday_but_not_both() -> None:
    both: dict[str, Any] = {"day_of_month": 15, "nth_weekday": FIFTH_FRIDAY}
    rule = r"schedule\.dayOfMonth must not be given together with schedule\.nthWeekday; got '15'"
    with pytest.raises(GoalInvalidError, match=rule):
        checked_for(frequency=Frequency.MONTHLY, **both)


def test_days_that_are_refused_are_told_as_their_owner_reads_them() -> None:
    target = a_target(period=PeriodUnit.WEEK)
    with pytest.raises(GoalInvalidError, match="got '1, 3'"):
        checked_for(target, days_of_week=(1, 3))
    with pytest.raises(GoalInvalidError, match="got 'n 5, weekday 5'"):
        checked_for(target, nth_weekday=FIFTH_FRIDAY)


@pytest.mark.parametrize("unit", LONGER)
def test_a_longer_period_steps_by_every_alone(unit: PeriodUnit) -> None:
    target = a_target(period=unit)
    assert checked_for(target, every=2).every == 2
    for field, rule in DAY_RULES:
        refusal = rf"schedule\.{field} must not be given for period {unit}; got "
        with pytest.raises(GoalInvalidError, match=refusal):
            checked_for(target, frequency=OWN.get(unit), **rule)


@pytest.mark.parametrize("unit", LONGER)
@pytest.mark.parametrize("frequency", Frequency)
def test_a_longer_period_takes_its_own_frequency_only(
    unit: PeriodUnit, frequency: Frequency
) -> None:
    target, own = a_target(period=unit), OWN.get(unit)
    if frequency is own:
        assert checked_for(target, frequency=frequency).frequency is frequency
        return
    wanted = "absent" if own is None else f"{own} or absent"
    refusal = rf"frequency must be {wanted} for period {unit}; got '{frequency}'"
    with pytest.raises(GoalInvalidError, match=refusal):
        checked_for(target, frequency=frequency)


def test_rolling_days_are_all_due() -> None:
    assert checked_for(ROLLING, frequency=Frequency.DAILY).frequency is Frequency.DAILY
    for field, rule in DAY_RULES:
        refusal = rf"schedule\.{field} must not be given with target\.rollingDays; got "
        with pytest.raises(GoalInvalidError, match=refusal):
            checked_for(ROLLING, **rule)
    with pytest.raises(
        GoalInvalidError, match=r"every must be 1 with target\.rollingDays; got '2'"
    ):
        checked_for(ROLLING, every=2)
    refusal = r"frequency must be daily or absent with target\.rollingDays; got 'weekly'"
    with pytest.raises(GoalInvalidError, match=refusal):
        checked_for(ROLLING, frequency=Frequency.WEEKLY)


def test_what_a_streak_makes_of_misses_and_skips_is_taken_for_every_goal() -> None:
    rules: dict[str, Any] = {
        "is_single_miss_forgiven": True,
        "allow_skip_days": 0,
        "freeze_every": 7,
        "skip_policy": SkipPolicy.COUNT,
        "month_end": MonthEnd.SKIP,
    }
    for target in (BY_DAY, TOTAL, ROLLING, a_target(period=PeriodUnit.QUARTER)):
        assert checked_for(target, **rules) == a_schedule(**rules)

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.errors import GoalInvalidError, InvalidInputError
from domain.period import PeriodUnit
from domain.requests import NewTarget, TargetEdit
from domain.target import (
    Aggregation,
    Direction,
    GoalPattern,
    Metric,
    MissingPolicy,
    Target,
    TargetType,
)
from domain.target_rules import checked, edited, made
from tests.builders import a_target

DEADLINE = date(2026, 12, 31)
RATE = NewTarget(value=Decimal(8), unit="cups", period=PeriodUnit.DAY)
TOTAL = NewTarget(value=Decimal(100), unit="pages")
ROLLING: dict[str, Any] = {"period": None, "rolling_days": 7, "value": Decimal(3)}
MEASURED = NewTarget(value=Decimal(70), unit="kg", start_value=Decimal(80))
FITTING: dict[GoalPattern, tuple[NewTarget, date | None]] = {
    GoalPattern.RECURRING: (RATE, None),
    GoalPattern.LIMIT: (RATE, None),
    GoalPattern.STREAK: (RATE, None),
    GoalPattern.MILESTONE: (TOTAL, None),
    GoalPattern.TARGET: (MEASURED, DEADLINE),
}


def made_for(pattern: GoalPattern, **changes: Any) -> Target:
    wanted, deadline = FITTING[pattern]
    deadline = changes.pop("deadline", deadline)
    return made(replace(wanted, **changes), pattern=pattern, deadline=deadline)


@pytest.mark.parametrize("pattern", GoalPattern)
def test_a_target_that_fits_its_pattern_is_taken(pattern: GoalPattern) -> None:
    assert made_for(pattern).value == FITTING[pattern][0].value


@pytest.mark.parametrize("pattern", [GoalPattern.RECURRING, GoalPattern.LIMIT, GoalPattern.STREAK])
def test_a_rate_needs_a_period_and_refuses_a_deadline(pattern: GoalPattern) -> None:
    with pytest.raises(GoalInvalidError, match=f"target.period must be given for a {pattern} goal"):
        made_for(pattern, period=None)
    with pytest.raises(GoalInvalidError, match=f"deadline must not be given for a {pattern} goal"):
        made_for(pattern, deadline=DEADLINE)


@pytest.mark.parametrize("pattern", [GoalPattern.MILESTONE, GoalPattern.TARGET])
def test_a_total_and_a_measurement_refuse_a_period(pattern: GoalPattern) -> None:
    with pytest.raises(GoalInvalidError, match=r"target\.period must not be given"):
        made_for(pattern, period=PeriodUnit.WEEK)


@pytest.mark.parametrize("pattern", [GoalPattern.RECURRING, GoalPattern.MILESTONE])
@pytest.mark.parametrize("value", [Decimal(0), Decimal(-1)])
def test_what_is_to_be_done_is_more_than_nothing(pattern: GoalPattern, value: Decimal) -> None:
    with pytest.raises(GoalInvalidError, match=f"target.value must be above 0; got '{value}'"):
        made_for(pattern, value=value)


def test_a_limit_may_be_nothing_at_all_but_not_less() -> None:
    assert made_for(GoalPattern.LIMIT, value=Decimal(0)).value == 0
    with pytest.raises(GoalInvalidError, match=r"target\.value must be 0 or above"):
        made_for(GoalPattern.LIMIT, value=Decimal(-1))


@pytest.mark.parametrize("value", ["0", "1.5", "366"])
def test_a_streak_is_1_to_365_whole_periods(value: str) -> None:
    with pytest.raises(GoalInvalidError, match="must be a whole number from 1 to 365"):
        made_for(GoalPattern.STREAK, value=Decimal(value))
    assert made_for(GoalPattern.STREAK, value=Decimal(365)).value == 365


def test_a_measurement_needs_a_start_a_deadline_and_a_way_between() -> None:
    with pytest.raises(GoalInvalidError, match=r"target\.startValue must be given"):
        made_for(GoalPattern.TARGET, start_value=None)
    with pytest.raises(GoalInvalidError, match="deadline must be given for a target goal"):
        made_for(GoalPattern.TARGET, deadline=None)
    with pytest.raises(GoalInvalidError, match=r"must differ from target\.startValue"):
        made_for(GoalPattern.TARGET, start_value=Decimal(70))


def test_a_total_may_have_a_deadline() -> None:
    assert made_for(GoalPattern.MILESTONE, deadline=DEADLINE).value == 100


@pytest.mark.parametrize("pattern", [GoalPattern.MILESTONE, GoalPattern.TARGET, GoalPattern.STREAK])
def test_only_a_share_of_periods_looks_back_on_a_number_of_them(pattern: GoalPattern) -> None:
    with pytest.raises(GoalInvalidError, match=r"target\.periodCount must not be given"):
        made_for(pattern, period_count=5)


@pytest.mark.parametrize("pattern", [GoalPattern.RECURRING, GoalPattern.LIMIT])
def test_a_look_back_is_1_to_1000_periods(pattern: GoalPattern) -> None:
    assert made_for(pattern, period_count=1_000).period_count == 1_000
    for count in (0, 1_001):
        with pytest.raises(InvalidInputError, match=r"target\.periodCount must be a whole number"):
            made_for(pattern, period_count=count)


def test_a_recurring_goal_may_roll_over_days_and_then_looks_back_on_days() -> None:
    target = made_for(GoalPattern.RECURRING, **ROLLING, period_count=30)
    assert (target.period, target.rolling_days, target.period_count) == (None, 7, 30)


def test_a_recurring_goal_has_a_period_or_rolling_days_but_not_both() -> None:
    with pytest.raises(GoalInvalidError, match=r"target\.period must be given .*, or rollingDays"):
        made_for(GoalPattern.RECURRING, period=None)
    both = ROLLING | {"period": PeriodUnit.WEEK}
    with pytest.raises(GoalInvalidError, match=r"target\.rollingDays must not be .*target\.period"):
        made_for(GoalPattern.RECURRING, **both)


@pytest.mark.parametrize("pattern", [p for p in GoalPattern if p is not GoalPattern.RECURRING])
def test_only_a_recurring_goal_rolls(pattern: GoalPattern) -> None:
    rule = rf"target\.rollingDays must not be given for a {pattern} goal; got '7'"
    with pytest.raises(GoalInvalidError, match=rule):
        made_for(pattern, rolling_days=7)


def test_rolling_days_are_2_to_366() -> None:
    for days in (2, 366):
        rolling = ROLLING | {"rolling_days": days, "value": Decimal(2)}
        assert made_for(GoalPattern.RECURRING, **rolling).rolling_days == days
    for days in (1, 367):
        with pytest.raises(InvalidInputError, match=r"target\.rollingDays must be a whole number"):
            made_for(GoalPattern.RECURRING, **ROLLING | {"rolling_days": days})


def test_a_rolling_goal_asks_for_whole_days_that_fit() -> None:
    for value in (1, 7):
        rolling = ROLLING | {"value": Decimal(value)}
        assert made_for(GoalPattern.RECURRING, **rolling).value == value
    for wrong in ("0", "2.5", "8"):
        rule = rf"target\.value must be a whole number from 1 to 7; got '{wrong}'"
        with pytest.raises(GoalInvalidError, match=rule):
            made_for(GoalPattern.RECURRING, **ROLLING | {"value": Decimal(wrong)})


@pytest.mark.parametrize("kind", TargetType)
def test_a_rolling_goal_asks_for_at_least_its_value(kind: TargetType) -> None:
    rolling = ROLLING | {"target_type": kind, "max_value": Decimal(5)}
    if kind is TargetType.MINIMUM:
        assert made_for(GoalPattern.RECURRING, **rolling).target_type is kind
        return
    with pytest.raises(GoalInvalidError, match=r"target\.targetType must be minimum or absent"):
        made_for(GoalPattern.RECURRING, **rolling)


def test_a_rolling_goal_refuses_a_deadline() -> None:
    with pytest.raises(GoalInvalidError, match="deadline must not be given for a recurring goal"):
        made_for(GoalPattern.RECURRING, **ROLLING, deadline=DEADLINE)


@pytest.mark.parametrize("pattern", GoalPattern)
@pytest.mark.parametrize("policy", MissingPolicy)
def test_only_a_limit_says_what_a_missing_activity_means(
    pattern: GoalPattern, policy: MissingPolicy
) -> None:
    if pattern is GoalPattern.LIMIT:
        assert made_for(pattern, missing_policy=policy).missing_policy is policy
        return
    rule = rf"target\.missingPolicy must not be given for a {pattern} goal; got '{policy}'"
    with pytest.raises(GoalInvalidError, match=rule):
        made_for(pattern, missing_policy=policy)


@pytest.mark.parametrize("pattern", GoalPattern)
@pytest.mark.parametrize("aggregation", Aggregation)
def test_a_target_of_any_pattern_takes_any_aggregation(
    pattern: GoalPattern, aggregation: Aggregation
) -> None:
    assert made_for(pattern, aggregation=aggregation).aggregation is aggregation


@pytest.mark.parametrize(
    ("fields", "edit"),
    [
        ({}, TargetEdit(period=None, rolling_days=7)),
        (ROLLING, TargetEdit(period=PeriodUnit.DAY, rolling_days=None)),
    ],
)
def test_rolling_days_and_a_period_never_take_each_others_place(
    fields: dict[str, Any], edit: TargetEdit
) -> None:
    target = made_for(GoalPattern.RECURRING, **{"value": Decimal(3), **fields})
    with pytest.raises(GoalInvalidError, match=r"target\.rollingDays must not take the place"):
        edited(target, edit)
    assert edited(target, TargetEdit(value=Decimal(2))).value == 2


def test_a_range_needs_a_bound_and_its_bounds_in_order() -> None:
    ranged = {"target_type": TargetType.RANGE}
    with pytest.raises(GoalInvalidError, match="must be given for a range, or maxValue"):
        made_for(GoalPattern.RECURRING, **ranged)
    with pytest.raises(GoalInvalidError, match=r"must be at most target\.maxValue"):
        made_for(GoalPattern.RECURRING, min_value=Decimal(9), max_value=Decimal(8), **ranged)
    assert made_for(GoalPattern.RECURRING, max_value=Decimal(8), **ranged).max_value == 8
    assert made_for(GoalPattern.RECURRING, min_value=Decimal(8), **ranged).min_value == 8


def test_every_amount_of_a_target_is_brought_into_canonical_form() -> None:
    target = made_for(
        GoalPattern.RECURRING,
        value=Decimal("8.00"),
        min_value=Decimal("1.0"),
        max_value=Decimal("9.0"),
        unit="  cups ",
    )
    assert (str(target.value), str(target.min_value), str(target.max_value)) == ("8", "1", "9")
    assert target.unit == "cups"


@pytest.mark.parametrize("field", ["value", "start_value", "min_value", "max_value"])
def test_no_amount_of_a_target_is_infinite(field: str) -> None:
    with pytest.raises(InvalidInputError, match="must be a finite number"):
        made_for(GoalPattern.TARGET, **{field: Decimal("Infinity")})


def test_a_unit_has_1_to_50_characters() -> None:
    with pytest.raises(InvalidInputError, match=r"target\.unit must have 1 to 50 characters"):
        made_for(GoalPattern.MILESTONE, unit=" ")


@pytest.mark.parametrize(
    ("pattern", "changes", "direction"),
    [
        (GoalPattern.RECURRING, {}, Direction.INCREASE),
        (GoalPattern.LIMIT, {}, Direction.MAINTAIN),
        (GoalPattern.TARGET, {}, Direction.DECREASE),
        (GoalPattern.TARGET, {"value": Decimal(90)}, Direction.INCREASE),
        (GoalPattern.RECURRING, {"direction": Direction.DECREASE}, Direction.DECREASE),
    ],
)
def test_the_direction_follows_from_the_target_unless_it_is_named(
    pattern: GoalPattern, changes: dict[str, Any], direction: Direction
) -> None:
    assert made_for(pattern, **changes).direction is direction


def test_an_edit_changes_what_it_gives_and_leaves_the_rest() -> None:
    before = a_target(period=PeriodUnit.DAY, aggregation=Aggregation.MAX)
    after = edited(before, TargetEdit(value=Decimal(5), aggregation=None))
    assert after == replace(before, value=Decimal(5), aggregation=None)


def test_an_edit_may_change_every_field() -> None:
    edit = TargetEdit(
        value=Decimal(1),
        unit="km",
        metric=Metric.DISTANCE,
        direction=Direction.DECREASE,
        period=PeriodUnit.WEEK,
        start_value=Decimal(2),
        target_type=TargetType.EXACT,
        min_value=Decimal(3),
        max_value=Decimal(4),
        aggregation=Aggregation.MEAN,
        period_count=5,
        rolling_days=7,
        missing_policy=MissingPolicy.ZERO,
    )
    after = edited(a_target(rolling_days=3), edit)
    assert all(getattr(after, name) == getattr(edit, name) for name in edit.__slots__)


def test_a_target_is_checked_against_the_deadline_it_will_have() -> None:
    measured = made_for(GoalPattern.TARGET)
    with pytest.raises(GoalInvalidError, match="deadline must be given"):
        checked(measured, pattern=GoalPattern.TARGET, deadline=None)

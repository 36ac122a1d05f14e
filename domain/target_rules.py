"""What the target of each pattern needs and refuses."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import assert_never

from domain.amount import ZERO, amount
from domain.errors import GoalInvalidError
from domain.fields import text, whole
from domain.requests import NewTarget, TargetEdit
from domain.target import Direction, GoalPattern, Target, TargetType
from domain.unset import given

_LONGEST_STREAK = 365
_LONGEST_LOOK_BACK = 1_000
_LONGEST_ROLL = 366
_WITH_LOOK_BACK = frozenset({GoalPattern.RECURRING, GoalPattern.LIMIT})


def made(wanted: NewTarget, *, pattern: GoalPattern, deadline: date | None) -> Target:
    """Return the target asked for.

    Raises:
        InvalidInputError: A field breaks its own rule.
        GoalInvalidError: The target does not fit the pattern.
    """
    target = Target(
        metric=wanted.metric,
        value=wanted.value,
        unit=wanted.unit,
        direction=wanted.direction or _direction(wanted, pattern),
        period=wanted.period,
        start_value=wanted.start_value,
        target_type=wanted.target_type,
        min_value=wanted.min_value,
        max_value=wanted.max_value,
        aggregation=wanted.aggregation,
        period_count=wanted.period_count,
        rolling_days=wanted.rolling_days,
        missing_policy=wanted.missing_policy,
    )
    return checked(target, pattern=pattern, deadline=deadline)


def edited(target: Target, edit: TargetEdit) -> Target:
    """Return the target with the changes given; its fields are checked later.

    Raises:
        GoalInvalidError: A period would be judged as rolling days from now on, or these as it.
    """
    after = _edited(target, edit)
    is_kept = (target.rolling_days is None) == (after.rolling_days is None)
    rule = "must not take the place of a period, nor a period its place"
    _check(is_kept, "target.rollingDays", rule, after.rolling_days)
    return after


def _edited(target: Target, edit: TargetEdit) -> Target:
    return replace(
        target,
        metric=given(edit.metric, otherwise=target.metric),
        value=given(edit.value, otherwise=target.value),
        unit=given(edit.unit, otherwise=target.unit),
        direction=given(edit.direction, otherwise=target.direction),
        period=given(edit.period, otherwise=target.period),
        start_value=given(edit.start_value, otherwise=target.start_value),
        target_type=given(edit.target_type, otherwise=target.target_type),
        min_value=given(edit.min_value, otherwise=target.min_value),
        max_value=given(edit.max_value, otherwise=target.max_value),
        aggregation=given(edit.aggregation, otherwise=target.aggregation),
        period_count=given(edit.period_count, otherwise=target.period_count),
        rolling_days=given(edit.rolling_days, otherwise=target.rolling_days),
        missing_policy=given(edit.missing_policy, otherwise=target.missing_policy),
    )


def checked(target: Target, *, pattern: GoalPattern, deadline: date | None) -> Target:
    """Return the target with its fields in canonical form, if it fits the pattern."""
    plain = replace(
        target,
        value=amount(target.value, field="target.value"),
        unit=text(target.unit, field="target.unit", longest=50, shortest=1),
        start_value=_amount(target.start_value, "target.startValue"),
        min_value=_amount(target.min_value, "target.minValue"),
        max_value=_amount(target.max_value, "target.maxValue"),
    )
    whole(plain.period_count, field="target.periodCount", least=1, most=_LONGEST_LOOK_BACK)
    whole(plain.rolling_days, field="target.rollingDays", least=2, most=_LONGEST_ROLL)
    _check_pattern(plain, pattern)
    _check_range(plain)
    match pattern:
        case GoalPattern.RECURRING:
            _check_rate(plain, pattern, deadline)
            _check_often(plain)
        case GoalPattern.LIMIT:
            _check_rate(plain, pattern, deadline)
            _check(plain.value >= ZERO, "target.value", "must be 0 or above", plain.value)
        case GoalPattern.STREAK:
            _check_rate(plain, pattern, deadline)
            _check_whole(plain.value, most=_LONGEST_STREAK)
        case GoalPattern.MILESTONE:
            _check(plain.value > ZERO, "target.value", "must be above 0", plain.value)
        case GoalPattern.TARGET:
            _check_measured(plain, deadline)
        case _ as never:
            assert_never(never)
    return plain


def _direction(wanted: NewTarget, pattern: GoalPattern) -> Direction:
    if pattern is GoalPattern.LIMIT:
        return Direction.MAINTAIN
    falls = wanted.start_value is not None and wanted.value < wanted.start_value
    return Direction.DECREASE if falls else Direction.INCREASE


def _amount(value: Decimal | None, field: str) -> Decimal | None:
    return None if value is None else amount(value, field=field)


def _check(holds: bool, field: str, rule: str, value: object) -> None:  # noqa: FBT001 - a plain assertion
    if not holds:
        raise GoalInvalidError(field, rule, value)


def _check_pattern(target: Target, pattern: GoalPattern) -> None:
    """Refuse what other patterns have."""
    for name, value, has_it in (
        ("period", target.period, pattern.is_periodic),
        ("rollingDays", target.rolling_days, pattern is GoalPattern.RECURRING),
        ("periodCount", target.period_count, pattern in _WITH_LOOK_BACK),
        ("missingPolicy", target.missing_policy, pattern is GoalPattern.LIMIT),
    ):
        rule = f"must not be given for a {pattern} goal"
        _check(value is None or has_it, f"target.{name}", rule, value)


def _check_rate(target: Target, pattern: GoalPattern, deadline: date | None) -> None:
    has_days = target.period is not None or target.rolling_days is not None
    other = ", or rollingDays" if pattern is GoalPattern.RECURRING else ""
    _check(has_days, "target.period", f"must be given for a {pattern} goal{other}", None)
    _check(deadline is None, "deadline", f"must not be given for a {pattern} goal", deadline)


def _check_often(target: Target) -> None:
    days, kind = target.rolling_days, target.target_type
    if days is None:
        _check(target.value > ZERO, "target.value", "must be above 0", target.value)
        return
    rule = "must not be given together with target.period"
    _check(target.period is None, "target.rollingDays", rule, days)
    rule = "must be minimum or absent with target.rollingDays"
    _check(kind in {None, TargetType.MINIMUM}, "target.targetType", rule, kind)
    _check_whole(target.value, most=days)


def _check_whole(value: Decimal, *, most: int) -> None:
    fits = value == value.to_integral_value() and 1 <= value <= most
    _check(fits, "target.value", f"must be a whole number from 1 to {most}", value)


def _check_measured(target: Target, deadline: date | None) -> None:
    rule = "must be given for a target goal"
    _check(target.start_value is not None, "target.startValue", rule, None)
    _check(deadline is not None, "deadline", rule, None)
    differs = target.value != target.start_value
    _check(differs, "target.value", "must differ from target.startValue", target.value)


def _check_range(target: Target) -> None:
    if target.target_type is not TargetType.RANGE:
        return
    low, high = target.min_value, target.max_value
    is_bounded = low is not None or high is not None
    _check(is_bounded, "target.minValue", "must be given for a range, or maxValue", None)
    is_ordered = low is None or high is None or low <= high
    _check(is_ordered, "target.minValue", "must be at most target.maxValue", low)

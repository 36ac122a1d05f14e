"""What a goal asks for: the target and when a period's total satisfies it."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import assert_never

from domain.period import PeriodUnit


class GoalPattern(StrEnum):
    """How a goal is judged."""

    RECURRING = "recurring"
    MILESTONE = "milestone"
    TARGET = "target"
    STREAK = "streak"
    LIMIT = "limit"

    @property
    def is_periodic(self) -> bool:
        """Say whether periods are judged, not a total or a measurement."""
        return self is not GoalPattern.MILESTONE and self is not GoalPattern.TARGET

    @property
    def completes_itself(self) -> bool:
        """Say whether reaching 100 % completes the goal."""
        return self in {GoalPattern.MILESTONE, GoalPattern.TARGET, GoalPattern.STREAK}


class Metric(StrEnum):
    """What kind of thing an amount counts."""

    COUNT = "count"
    DURATION = "duration"
    AMOUNT = "amount"
    WEIGHT = "weight"
    DISTANCE = "distance"
    CALORIES = "calories"
    MONEY = "money"
    CUSTOM = "custom"


class Direction(StrEnum):
    """Which way the owner wants the amount to move."""

    INCREASE = "increase"
    DECREASE = "decrease"
    MAINTAIN = "maintain"


class TargetType(StrEnum):
    """How a period's total is compared with the target."""

    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    EXACT = "exact"
    RANGE = "range"


class Aggregation(StrEnum):
    """How the activities of one local day become the day's amount."""

    SUM = "sum"
    MIN = "min"
    MAX = "max"
    LAST = "last"
    MEAN = "mean"
    COUNT = "count"
    FIRST = "first"
    UNARY = "unary"


class MissingPolicy(StrEnum):
    """What a limit's period without an activity means: zero, or not known."""

    ZERO = "zero"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """How much of what a goal asks for, and in which period.

    With `rolling_days` a goal asks for `value` done days in any run of that many local days.
    """

    metric: Metric
    value: Decimal
    unit: str
    direction: Direction
    period: PeriodUnit | None = None
    start_value: Decimal | None = None
    target_type: TargetType | None = None
    min_value: Decimal | None = None
    max_value: Decimal | None = None
    aggregation: Aggregation | None = None
    period_count: int | None = None
    rolling_days: int | None = None
    missing_policy: MissingPolicy | None = None


def aggregation_of(target: Target, *, pattern: GoalPattern) -> Aggregation:
    """Return the day's aggregation: as set, else last for measurements, unary for streaks, sum."""
    if target.aggregation is not None:
        return target.aggregation
    if pattern is GoalPattern.STREAK:
        return Aggregation.UNARY
    return Aggregation.LAST if pattern is GoalPattern.TARGET else Aggregation.SUM


def is_satisfied(total: Decimal, *, target: Target, pattern: GoalPattern) -> bool:
    """Say whether a period's total satisfies the target's type."""
    match target.target_type:
        case None:
            is_limit = pattern is GoalPattern.LIMIT
            return total <= target.value if is_limit else total >= target.value
        case TargetType.MINIMUM:
            return total >= target.value
        case TargetType.MAXIMUM:
            return total <= target.value
        case TargetType.EXACT:
            return total == target.value
        case TargetType.RANGE:
            low, high = target.min_value, target.max_value
            return (low is None or total >= low) and (high is None or total <= high)
        case _ as never:
            assert_never(never)


def is_over(total: Decimal, *, target: Target) -> bool:
    """Say whether a period's total lies above what a limit allows."""
    most = most_allowed(target)
    return most is not None and total > most


def most_allowed(target: Target) -> Decimal | None:
    """Return the most that a limit allows in a period; None where it has no upper end."""
    match target.target_type:
        case None | TargetType.MAXIMUM | TargetType.EXACT:
            return target.value
        case TargetType.RANGE:
            return target.max_value
        case TargetType.MINIMUM:
            return None
        case _ as never:
            assert_never(never)

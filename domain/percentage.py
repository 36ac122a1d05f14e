"""How far a goal's pattern has come: its percentComplete, and how far off a threshold is."""

from datetime import datetime
from decimal import Decimal
from math import ceil
from typing import Final, assert_never

from domain.amount import HUNDRED, ZERO
from domain.course import Course
from domain.standing import Standing
from domain.target import Aggregation, GoalPattern, Target

SUMS: Final = frozenset({Aggregation.SUM, Aggregation.COUNT, Aggregation.UNARY})


def percent_complete(standing: Standing, *, at: datetime) -> Decimal:
    """Return the pattern's percentComplete at an instant, from 0 to 100."""
    course = standing.course
    target = course.revision_at(at).target
    match course.goal.pattern:
        case GoalPattern.MILESTONE:
            return _clamped(standing.total * HUNDRED / target.value)
        case GoalPattern.TARGET:
            return _moved(standing.measurement, target)
        case GoalPattern.STREAK:
            return _clamped(standing.run(at).longest * HUNDRED / target.value)
        case GoalPattern.RECURRING | GoalPattern.LIMIT:
            width = course.window(at)
            return Decimal(sum(standing.verdicts(at, width=width))) * HUNDRED / width
        case _ as never:
            assert_never(never)


def least_steps(standing: Standing, *, threshold: Decimal, at: datetime) -> int:
    """Return how many steps must come at least before the percentage can reach a threshold.

    A step is 1 of the amount where days are summed, else one more period that turns out met; of a
    rolling goal two, as days alone do too. It is 0 where one activity may do it.
    """
    course = standing.course
    target = course.revision_at(at).target
    match course.goal.pattern:
        case GoalPattern.MILESTONE:
            is_summing = _is_summing(course)
            return int(threshold * target.value / HUNDRED - standing.total) if is_summing else 0
        case GoalPattern.TARGET:
            return 0
        case GoalPattern.STREAK:
            return ceil(threshold * target.value / HUNDRED) - standing.run(at).length
        case GoalPattern.RECURRING | GoalPattern.LIMIT:
            width = course.window(at)
            verdicts = standing.verdicts(at, width=width)
            needed = ceil(threshold * width / HUNDRED)
            return _periods_to(needed, verdicts, width=width, is_rolling=course.is_rolling)
        case _ as never:
            assert_never(never)


def _periods_to(needed: int, verdicts: list[bool], *, width: int, is_rolling: bool) -> int:
    """Return how many met periods must follow before so many of the last `width` are met."""
    met = sum(verdicts)
    if is_rolling:
        return (needed - met) // 2
    unjudged = [False] * (width - len(verdicts))
    for count, oldest in enumerate((*unjudged, *verdicts)):
        if met >= needed:
            return count
        met += not oldest
    return width


def _is_summing(course: Course) -> bool:
    """Say whether an activity raises the total by its value or by one, at most."""
    return all(aggregation in SUMS for _, aggregation in course.aggregations)


def _moved(current: Decimal | None, target: Target) -> Decimal:
    start = target.start_value or ZERO
    if current is None:
        return ZERO
    return _clamped((current - start) * HUNDRED / (target.value - start))


def _clamped(share: Decimal) -> Decimal:
    return max(ZERO, min(HUNDRED, share))

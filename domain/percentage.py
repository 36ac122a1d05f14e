"""How far a goal's pattern has come: its percentComplete, and what it rises by."""

from datetime import datetime
from decimal import Decimal
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


def steps_in_all(course: Course, *, at: datetime) -> Decimal | int:
    """Return how many steps 100 percent is made of; 0 where one activity may do it.

    A step is 1 of the amount where days are summed, else a period that turns out met: one adds one
    at most to the met ones and to the longest streak; of a rolling goal two, as days alone do too.
    """
    target = course.revision_at(at).target
    match course.goal.pattern:
        case GoalPattern.MILESTONE:
            return target.value if _is_summing(course) else 0
        case GoalPattern.TARGET:
            return 0
        case GoalPattern.STREAK:
            return target.value
        case GoalPattern.RECURRING | GoalPattern.LIMIT:
            width = course.window(at)
            return width // 2 if course.is_rolling else width
        case _ as never:
            assert_never(never)


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

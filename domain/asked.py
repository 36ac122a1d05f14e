"""What a reviewed goal asks for: now, from each day on, and on which side the good lies."""

from datetime import date
from decimal import Decimal
from typing import assert_never

from domain.amount import ZERO
from domain.goal import GoalStatus, Revision
from domain.review import Review
from domain.target import GoalPattern, Target


def asked_now(review: Review) -> Revision:
    """Return the revision that today is judged by; a total or a measurement is asked for at once.

    What is announced for a later day is not in it.
    """
    course, at = review.course, review.at
    if not course.goal.pattern.is_periodic:
        return course.revision_at(at)
    return course.revision_for(course.period(review.today), at=at)


def asked_from(review: Review) -> tuple[tuple[date, Revision], ...]:
    """Return the revisions by the days they are in force from, ascending; the first from ever.

    Days on which a week or a day begins to be counted otherwise are named too.
    """
    course = review.course
    days = sorted({starts_on(review), *course.turns()})
    return tuple((day, course.revision_for(course.period(day), at=review.at)) for day in days)


def starts_on(review: Review) -> date:
    """Return the day a goal starts on: as its schedule says, else that of its making or its log."""
    course = review.course
    is_judged = course.goal.pattern.is_periodic
    asked = course.revisions[0] if is_judged else course.revision_at(review.at)
    return asked.schedule.start_on or review.standing.judge.start


def status_of(review: Review) -> GoalStatus | None:
    """Return a goal's status as of the review's moment; None before its start.

    A goal that starts before it is made is active until then, as its periods are judged.
    """
    status = review.course.status_at(review.as_of)
    has_started = starts_on(review) <= review.today
    return GoalStatus.ACTIVE if status is None and has_started else status


def start_value(target: Target, *, pattern: GoalPattern) -> Decimal:
    """Return what a goal starts from, in its unit: 0 unless it moves a measurement."""
    return (target.start_value or ZERO) if pattern is GoalPattern.TARGET else ZERO


def is_lower_better(target: Target, *, pattern: GoalPattern) -> bool:
    """Say whether less is better: for a limit, and for a measurement that is to fall."""
    match pattern:
        case GoalPattern.LIMIT:
            return True
        case GoalPattern.TARGET:
            return target.value < start_value(target, pattern=pattern)
        case GoalPattern.RECURRING | GoalPattern.MILESTONE | GoalPattern.STREAK:
            return False
        case _ as never:
            assert_never(never)

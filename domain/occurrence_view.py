"""Occurrences as a caller sees them: what a period asked for, and how far what was done goes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from domain.amount import ONE, ZERO
from domain.coming import coming
from domain.day_range import DayRange
from domain.occurrence import Occurrence, Outcome
from domain.period import Period
from domain.review import Review
from domain.target import GoalPattern, Target, TargetType, most_allowed

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class OccurrenceView:
    """One period with what it asked for and what was done in it, in the goal's unit.

    `end_on` is its last day. `target` is one activity for a streak, and nothing for a rolling
    goal's day. `remaining` is what is left to do, of a limit what is still allowed, `over` what
    lies above a limit; both are None where there is no such amount.
    """

    period_key: str
    start_on: date
    end_on: date
    outcome: Outcome
    is_due: bool
    is_open: bool
    is_frozen: bool
    is_forgiven: bool
    value: Decimal
    count: int
    target: Decimal | None = None
    remaining: Decimal | None = None
    over: Decimal | None = None


def occurrences_in(review: Review, days: DayRange) -> tuple[OccurrenceView, ...]:
    """Return the periods that hold one of the days, oldest first; coming ones only if due."""
    pattern = review.course.goal.pattern
    if not pattern.is_periodic:
        return ()
    periods = (*review.occurrences, *_coming(review, last=days.last))
    return tuple(
        occurrence_view(each, pattern=pattern)
        for each in periods
        if each.period.start <= days.last and days.first <= last_day(each.period)
    )


def occurrence_view(occurrence: Occurrence, *, pattern: GoalPattern) -> OccurrenceView:
    """Return an occurrence of a goal of a periodic pattern as a caller sees it."""
    done, target = occurrence.done, occurrence.target
    is_limit = pattern is GoalPattern.LIMIT
    bound = most_allowed(target) if is_limit else _least_asked(target, pattern=pattern)
    left = None if bound is None else bound - done.total
    return OccurrenceView(
        period_key=occurrence.period.key,
        start_on=occurrence.period.start,
        end_on=last_day(occurrence.period),
        outcome=occurrence.outcome,
        is_due=occurrence.is_due,
        is_open=occurrence.is_open,
        is_frozen=occurrence.is_frozen,
        is_forgiven=occurrence.is_forgiven,
        value=done.total,
        count=done.counted,
        target=amount_asked(target, pattern=pattern),
        remaining=None if left is None else max(ZERO, left),
        over=max(ZERO, -left) if is_limit and left is not None else None,
    )


def amount_asked(target: Target, *, pattern: GoalPattern) -> Decimal | None:
    """Return how much a period asks for; one activity for a streak, None for a rolling goal."""
    if pattern is GoalPattern.STREAK:
        return ONE
    return None if target.rolling_days is not None else target.value


def last_day(period: Period) -> date:
    """Return the last local day of a period."""
    return max(period.start, period.end - _DAY)


def _coming(review: Review, *, last: date) -> Iterator[Occurrence]:
    for verdict in coming(review.standing, last=last, at=review.at):
        yield Occurrence(
            period=verdict.period,
            outcome=verdict.outcome,
            done=verdict.done,
            target=verdict.asked.target,
            is_due=True,
            is_open=False,
        )


def _least_asked(target: Target, *, pattern: GoalPattern) -> Decimal | None:
    if target.target_type is TargetType.RANGE:
        return target.min_value or ZERO
    return amount_asked(target, pattern=pattern)

"""The figures of a goal: in a few numbers, how it is kept over its periods and its days."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from domain.amount import HUNDRED, ZERO
from domain.analysis import judged_closed
from domain.asked import asked_from, asked_now, is_lower_better
from domain.level import amount_of
from domain.occurrence import Outcome
from domain.occurrence_view import OccurrenceView, occurrence_view
from domain.period import PeriodUnit
from domain.review import Review
from domain.score import Score, rule_of, score
from domain.target import GoalPattern, is_over
from domain.trend import Trend, trend

_DAY: Final = timedelta(days=1)
_UNMET: Final = frozenset({Outcome.MISSED, Outcome.PENDING})


def success_rate(review: Review) -> Decimal | None:
    """Return met ÷ judged closed periods since the start, in percent; None before the first."""
    judged = judged_closed(review)
    met = sum(occurrence.outcome is Outcome.MET for occurrence in judged)
    return met * HUNDRED / len(judged) if judged else None


def average_value(review: Review) -> Decimal | None:
    """Return the mean total of the judged closed periods since the start, in the goal's unit."""
    judged = judged_closed(review)
    return sum((o.done.total for o in judged), ZERO) / len(judged) if judged else None


def days_over_limit(review: Review) -> int | None:
    """Count the periods since the start, the open one too, over a limit; None for no limit.

    Skipped and excused periods are left out.
    """
    if review.course.goal.pattern is not GoalPattern.LIMIT:
        return None
    return sum(
        o.outcome in _UNMET and is_over(o.done.total, target=o.target) for o in review.occurrences
    )


def trend_of(review: Review) -> Trend:
    """Return where the last judged closed periods lead; without periods, the last active days."""
    pattern, target = review.course.goal.pattern, asked_now(review).target
    values = (
        [occurrence.done.total for occurrence in judged_closed(review)]
        if pattern.is_periodic
        else [amount_of(day, review) for day in review.days if day.counted]
    )
    return trend(values, is_lower_better=is_lower_better(target, pattern=pattern))


def period_history(review: Review) -> tuple[OccurrenceView, ...]:
    """Return the last periods up to the open one, oldest first: as many as progress looks back on.

    One that was neither due nor used is left out.
    """
    begun = (o for o in review.occurrences if o.period.start <= review.today)
    held = [o for o in begun if o.is_due or o.done.counted]
    last, pattern = held[-review.course.window(review.at) :], review.course.goal.pattern
    return tuple(occurrence_view(occurrence, pattern=pattern) for occurrence in last)


def consistency_score(review: Review) -> Score | None:
    """Return the consistency score after today; None without an activity."""
    first = review.standing.first_on
    if first is None:
        return None
    pattern = review.course.goal.pattern
    return score(
        {day.day: amount_of(day, review) for day in review.days if day.counted},
        rules=[
            (day, rule_of(asked.target, schedule=asked.schedule, pattern=pattern))
            for day, asked in asked_from(review)
        ],
        first=first,
        last=review.today,
        kept=frozenset({*_idle_days(review, first), *_skipped_days(review)}),
    )


def _idle_days(review: Review, first: date) -> Iterator[date]:
    """Yield the paused and vacation days from a day on, up to today."""
    for begun, ended in review.course.idle:
        start, end = max(begun, first), min(ended, review.today)
        yield from (start + count * _DAY for count in range((end - start).days + 1))


def _skipped_days(review: Review) -> Iterator[date]:
    """Yield the days with nothing but a skip, unless it was one too many and the day is missed."""
    missed = {
        o.period.start
        for o in review.occurrences
        if o.period.unit is PeriodUnit.DAY and o.outcome is Outcome.MISSED
    }
    return (d.day for d in review.days if d.skipped and not d.counted and d.day not in missed)

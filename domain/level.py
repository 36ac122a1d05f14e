"""The level of a goal: what it had come to by the end of each local day, and its weekly gains."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate, islice

from domain.amount import ONE, ZERO
from domain.asked import asked_now, start_value, starts_on
from domain.forecast import FORECAST_WEEKS
from domain.period import Period, PeriodUnit, period_holding, preceding
from domain.review import Review
from domain.rollup import DayRollup
from domain.target import GoalPattern


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """What a goal had come to by the end of the days that moved it, ascending; `start` before."""

    start: Decimal
    days: tuple[date, ...]
    values: tuple[Decimal, ...]

    @property
    def current(self) -> Decimal:
        """Return what the goal has come to."""
        return self.values[-1] if self.values else self.start

    def before(self, day: date) -> Decimal:
        """Return what the goal had come to when a local day began."""
        index = bisect_left(self.days, day)
        return self.values[index - 1] if index else self.start


def level_of(review: Review) -> Level:
    """Return the level of a goal, in its unit.

    That is the measurement of a target goal, all that was logged of a milestone goal, and what was
    logged since its start of any other; of a rolling goal it is the number of days done.
    """
    pattern = review.course.goal.pattern
    first = starts_on(review) if pattern.is_periodic else date.min
    moved = [day for day in review.days if day.counted and day.day >= first]
    amounts = [amount_of(day, review) for day in moved]
    is_measured = pattern is GoalPattern.TARGET
    return Level(
        start=start_value(asked_now(review).target, pattern=pattern),
        days=tuple(day.day for day in moved),
        values=tuple(amounts) if is_measured else tuple(accumulate(amounts)),
    )


def amount_of(day: DayRollup, review: Review) -> Decimal:
    """Return what a day with a counting activity came to; 1 for a rolling goal."""
    if review.course.is_rolling:
        return ONE
    return day.amount(review.course.aggregation_on(day.day)) or ZERO


def weekly_gains(review: Review, level: Level) -> tuple[Decimal, ...]:
    """Return by how much each of the last 8 weeks moved the level, oldest first.

    Those are whole calendar weeks since the goal's start that have closed, by the week start in
    force now; an empty one moved it by 0. A week with a day on which the goal was paused or away
    is left out.
    """
    weeks = (week for week in _closed_weeks(review) if not review.course.is_away(week))
    gains = [level.before(w.end) - level.before(w.start) for w in islice(weeks, FORECAST_WEEKS)]
    return tuple(reversed(gains))


def _closed_weeks(review: Review) -> Iterator[Period]:
    """Yield the whole weeks before the one that holds today, back to the start."""
    today, first = review.today, starts_on(review)
    week_start = review.course.calendar.rule_on(today).week_start
    week = period_holding(day=today, unit=PeriodUnit.WEEK, week_start=week_start)
    while (week := preceding(week)).start >= first:
        yield week

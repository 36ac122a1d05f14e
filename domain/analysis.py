"""The analysis of a goal: statistics of a span of its log, and the insights it gives."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from domain.activity import Activity
from domain.advice import GoalInsights, goal_insights
from domain.amount import ZERO
from domain.asked import asked_now, is_lower_better, starts_on, status_of
from domain.goal import GoalStatus
from domain.insight import INSIGHT_DAYS, Findings, findings
from domain.level import level_of
from domain.occurrence import Occurrence, Outcome
from domain.outlook import pace_line
from domain.period import PeriodUnit
from domain.recommendation import Evidence, Shortfall
from domain.review import Review
from domain.statistics import (
    GoalStatistics,
    StatisticsPeriod,
    goal_statistics,
    span_of,
    time_since,
)
from domain.streak import StreakState
from domain.streak_summary import streak_state

JUDGED: Final = frozenset({Outcome.MET, Outcome.MISSED})


def statistics_of(
    review: Review, *, period: StatisticsPeriod, last_at: datetime | None = None
) -> GoalStatistics:
    """Return what was logged in the span that holds the moment asked for, also after the end.

    `last_at` is the instant of a limit's last counting activity.
    """
    pattern, target = review.course.goal.pattern, asked_now(review).target
    calendar, as_of = review.course.calendar, review.as_of
    today = calendar.day_of(as_of)
    rule = calendar.rule_on(today)
    span = span_of(
        period,
        today=today,
        target=target,
        lifetime=_lifetime(review),
        week_start=rule.week_start,
    )
    return goal_statistics(
        review.days,
        review.occurrences,
        span=span,
        is_lowest_best=is_lower_better(target, pattern=pattern),
        time_since_last=(
            None if last_at is None else time_since(last_at, as_of=as_of, timezone=rule.timezone)
        ),
    )


def insights_of(review: Review, activities: Iterable[Activity]) -> GoalInsights:
    """Return what a goal's log tells, and what is recommended while the goal is active.

    The activities are those known at the review's moment, of the days from `first_day_told` on.
    """
    found = findings(
        activities,
        _met_days(review),
        calendar=review.course.calendar,
        is_lowest_best=is_lower_better(
            asked_now(review).target, pattern=review.course.goal.pattern
        ),
    )
    insights = goal_insights(_evidence(review, found))
    is_active = status_of(review) is GoalStatus.ACTIVE
    return insights if is_active else replace(insights, recommendations=())


def first_day_told(review: Review) -> date:
    """Return the first local day that insights look back on."""
    return review.today - timedelta(days=INSIGHT_DAYS - 1)


def judged_closed(review: Review) -> tuple[Occurrence, ...]:
    """Return the closed periods that were met or missed, oldest first."""
    return tuple(o for o in review.occurrences if not o.is_open and o.outcome in JUDGED)


def _lifetime(review: Review) -> tuple[date, date]:
    first = min(starts_on(review), review.standing.judge.start, review.today)
    return first, max([review.today, *(day.day for day in review.days[-1:])])


def _met_days(review: Review) -> list[tuple[date, bool]]:
    """Return whether each judged day was met, where each day is judged by what was done on it."""
    if review.course.is_rolling:
        return []
    first = first_day_told(review)
    return [
        (o.period.start, o.outcome is Outcome.MET)
        for o in review.occurrences
        if o.period.unit is PeriodUnit.DAY and o.period.start >= first and o.outcome in JUDGED
    ]


def _evidence(review: Review, found: Findings) -> Evidence:
    asked = asked_now(review)
    last_on = review.standing.last_on or starts_on(review)
    state = streak_state(review.standing, review.run, at=review.at)
    return Evidence(
        pattern=review.course.goal.pattern,
        target=asked.target,
        check_in=asked.schedule.check_in,
        silent_days=max(0, (review.today - last_on).days),
        findings=found,
        judged=judged_closed(review),
        open=next((o for o in review.occurrences[-1:] if o.is_open), None),
        streak=review.run.length,
        is_streak_at_risk=state is StreakState.AT_RISK,
        shortfall=_shortfall(review),
    )


def _shortfall(review: Review) -> Shortfall | None:
    """Return how far a goal with a deadline is behind; today is one of the days left."""
    asked, line = asked_now(review), pace_line(review)
    if asked.deadline is None or line is None or asked.deadline < review.today:
        return None
    current = level_of(review).current
    left = asked.target.value - current
    is_falling = is_lower_better(asked.target, pattern=review.course.goal.pattern)
    return Shortfall(
        behind=-line.delta(current=current, as_of=review.today),
        remaining=max(ZERO, -left if is_falling else left),
        days_left=(asked.deadline - review.today).days + 1,
    )

"""The outlook of a goal: its pace line, and when it gets there if it goes on as it did."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from statistics import mean
from typing import Final, assert_never

from domain.amount import ZERO, rounded
from domain.asked import (
    asked_from,
    asked_now,
    is_lower_better,
    start_value,
    starts_on,
    status_of,
)
from domain.due import DueRule, due_rule
from domain.forecast import projected_completion
from domain.goal import GoalStatus, Revision
from domain.level import Level, level_of, weekly_gains
from domain.pace import DailyRate, PaceLine, daily_rate, rising_line, straight_line
from domain.period import PeriodUnit
from domain.review import Review
from domain.target import GoalPattern

_DAY: Final = timedelta(days=1)
_DAYS_AHEAD: Final = 7
_YEAR_AHEAD: Final = timedelta(days=366)
_FARTHEST_AHEAD: Final = 64 * _YEAR_AHEAD
_WEEKDAYS: Final = 7
_OPEN: Final = frozenset({GoalStatus.ACTIVE, GoalStatus.PAUSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedBy:
    """How much is still needed by the end of a local day, in the goal's unit."""

    day: date
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """How a goal stands against its pace line today, and where it leads; in the goal's unit.

    `rate` is the mean gain of a week. What is needed is the line less the current value: negative
    where more is done than asked, or where a measurement is to fall. None is what the pattern does
    not have, or the log is too short for.
    """

    pace_value: Decimal | None = None
    delta: Decimal | None = None
    buffer_days: int | None = None
    need_today: Decimal | None = None
    need_by: tuple[NeedBy, ...] | None = None
    projected_completion: date | None = None
    earliest_completion: date | None = None
    latest_completion: date | None = None
    rate: Decimal | None = None
    is_on_track: bool | None = None


def forecast(review: Review) -> Forecast | None:
    """Return the forecast of a goal as of the review's moment; None unless active or paused."""
    if status_of(review) not in _OPEN:
        return None
    level, line = level_of(review), pace_line(review)
    projected = _projected(review, level)
    return projected if line is None else _paced(projected, review, level, line)


def pace_line(review: Review, *, ahead: timedelta = _YEAR_AHEAD) -> PaceLine | None:
    """Return the pace line of a goal; None for a streak, and without a deadline for a milestone.

    It is flat on paused and vacation days. While a goal is paused with no end in sight, a deadline
    is to be met by the days after today. Rest days are looked for so far `ahead`; from there on
    every day is taken to be due.
    """
    match review.course.goal.pattern:
        case GoalPattern.MILESTONE | GoalPattern.TARGET:
            return _straight(review)
        case GoalPattern.RECURRING | GoalPattern.LIMIT:
            return _rising(review, ahead=ahead)
        case GoalPattern.STREAK:
            return None
        case _ as never:
            assert_never(never)


def _straight(review: Review) -> PaceLine | None:
    asked, today = asked_now(review), review.today
    if asked.deadline is None:
        return None
    idle = review.course.idle
    return straight_line(
        start_on=starts_on(review),
        start_value=start_value(asked.target, pattern=review.course.goal.pattern),
        ends_on=asked.deadline,
        end_value=asked.target.value,
        idle=[(first, today if last == date.max else last) for first, last in idle],
    )


def _rising(review: Review, *, ahead: timedelta) -> PaceLine:
    return rising_line(
        start_on=starts_on(review),
        rates=[DailyRate(first=day, amount=_rate(asked)) for day, asked in asked_from(review)],
        idle=(*review.course.idle, *_rests(review, until=_later(review.today, ahead))),
        is_limit=review.course.goal.pattern is GoalPattern.LIMIT,
    )


def _rate(asked: Revision) -> Fraction:
    """Return what is asked for per day on which the line rises; of every N-th period 1/N a day."""
    is_day = asked.target.period is PeriodUnit.DAY
    return daily_rate(asked.target) / (1 if is_day else asked.schedule.every)


def _later(day: date, span: timedelta) -> date:
    return day + min(span, date.max - day)


def _rests(review: Review, *, until: date) -> Iterator[tuple[date, date]]:
    """Yield the runs of days before a day that the schedules of a daily goal do not ask for."""
    asked = asked_from(review)
    for (first, held), (after, _) in pairwise([*asked, (until, asked[-1][1])]):
        if held.target.period is PeriodUnit.DAY:
            rule = due_rule(
                held.schedule,
                period=held.target.period,
                start_on=held.schedule.start_on or review.standing.judge.start,
                week_start=review.course.calendar.rule_on(first).week_start,
            )
            yield from _days_off(rule, first, min(after, until))


def _days_off(rule: DueRule, first: date, end: date) -> Iterator[tuple[date, date]]:
    """Yield the runs of days, from the first to the one before the end, that are not due."""
    if rule.unit is PeriodUnit.DAY and rule.every == 1 and len(rule.weekdays) == _WEEKDAYS:
        return
    for due in rule.due_between(first, end - _DAY):
        if first < due:
            yield first, due - _DAY
        first = due + _DAY
    if first < end:
        yield first, end - _DAY


def _projected(review: Review, level: Level) -> Forecast:
    """Return how fast a goal goes, and when that brings it to a total or a measurement."""
    target, pattern = asked_now(review).target, review.course.goal.pattern
    weekly = weekly_gains(review, level)
    found = Forecast(rate=rounded(mean(weekly)) if weekly else None)
    if pattern.is_periodic:
        return found
    projection = projected_completion(
        current=level.current,
        value=target.value,
        weekly=weekly,
        as_of=review.today,
        is_lower_better=is_lower_better(target, pattern=pattern),
    )
    if projection is None:
        return found
    return replace(
        found,
        projected_completion=projection.expected_on,
        earliest_completion=projection.earliest_on,
        latest_completion=projection.latest_on,
    )


def _paced(found: Forecast, review: Review, level: Level, line: PaceLine) -> Forecast:
    today, current = review.today, level.current
    delta = line.delta(current=current, as_of=today)
    ahead = [today + count * _DAY for count in range(1, _DAYS_AHEAD + 1)]
    return replace(
        found,
        pace_value=line.value_on(today),
        delta=delta,
        buffer_days=_buffer_days(review, line, current=current),
        need_today=line.needed(current=current, by=today),
        need_by=tuple(NeedBy(day=d, amount=line.needed(current=current, by=d)) for d in ahead),
        is_on_track=delta >= ZERO,
    )


def _buffer_days(review: Review, line: PaceLine, *, current: Decimal) -> int | None:
    """Return the buffer, by a line that knows the rest days as far ahead as it reaches."""
    today, ahead = review.today, _YEAR_AHEAD
    is_logged_today = any(day.counted for day in review.days if day.day == today)
    while True:
        found = line.buffer_days(current=current, as_of=today, is_logged_today=is_logged_today)
        if found is None or found < ahead.days or ahead >= _FARTHEST_AHEAD:
            return found
        ahead *= 4
        line = pace_line(review, ahead=ahead) or line

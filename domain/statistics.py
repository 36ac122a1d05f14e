"""Statistics: what was logged in a span of local days, in a few numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final, assert_never

from domain.amount import HUNDRED, ZERO
from domain.day import DayRule, local_day, resolve, zone
from domain.occurrence import Occurrence, Outcome
from domain.period import PeriodUnit, period_holding
from domain.rollup import DayRollup
from domain.target import Target

_MONDAY: Final = 1
_LAST_DAYS: Final = 30
_JUDGED: Final = (Outcome.MET, Outcome.MISSED)


class StatisticsPeriod(StrEnum):
    """Which local days statistics are about; current is the target's own period."""

    CURRENT = "current"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The local days that statistics are about, both ends included."""

    period: StatisticsPeriod
    first_on: date
    last_on: date

    def holds(self, day: date) -> bool:
        """Say whether a local day lies in the span."""
        return self.first_on <= day <= self.last_on

    def touches(self, occurrence: Occurrence) -> bool:
        """Say whether an occurrence's period has a day in the span."""
        period = occurrence.period
        return self.holds(period.start) or period.holds(self.first_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSince:
    """How long ago an instant is: whole days by the local clock, and the exact duration."""

    days: int
    duration: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalStatistics:
    """What was logged in a span of local days.

    All activities are completed, partial or skipped; one of type progress is completed. Values are
    those of single activities in the goal's unit, the partial ones too; consistency is a
    percentage. What nothing proves is None.
    """

    span: Span
    total_activities: int
    completed_activities: int
    skipped_activities: int
    average_value: Decimal | None = None
    best_value: Decimal | None = None
    worst_value: Decimal | None = None
    consistency: Decimal | None = None
    time_since_last: TimeSince | None = None


def span_of(
    period: StatisticsPeriod,
    *,
    today: date,
    target: Target,
    lifetime: tuple[date, date],
    week_start: int = _MONDAY,
) -> Span:
    """Return the span asked for: the calendar period that holds today, or the last days up to it.

    Current is the target's period, its rolling days, or else the last 30 days; all is `lifetime`,
    the first and the last day of the goal and its log.
    """
    match period:
        case StatisticsPeriod.ALL:
            first, last = lifetime
        case StatisticsPeriod.CURRENT:
            first, last = _current(target, today=today, week_start=week_start)
        case (
            StatisticsPeriod.WEEK
            | StatisticsPeriod.MONTH
            | StatisticsPeriod.QUARTER
            | StatisticsPeriod.YEAR
        ):
            unit = PeriodUnit(period.value)
            first, last = _calendar_days(unit, today=today, week_start=week_start)
        case _ as never:
            assert_never(never)
    return Span(period=period, first_on=first, last_on=last)


def time_since(last_at: datetime, *, as_of: datetime, timezone: str) -> TimeSince:
    """Return how long ago an instant is, in whole days by the clock of a zone.

    A day has passed when the clock shows the same time on the next date, so a minute across
    midnight is no day, and a day of 23 hours is one.

    Raises:
        UnknownTimezoneError: if the timezone is unknown.
    """
    rule = DayRule(timezone=timezone)
    today = local_day(at=as_of, rule=rule)
    days = (today - local_day(at=last_at, rule=rule)).days
    wall = last_at.astimezone(zone(timezone)).time()
    if resolve(on=today, wall=wall, timezone=timezone) > as_of:
        days -= 1
    # A clock put back across midnight shows the evening twice, and no day has passed.
    return TimeSince(days=max(0, days), duration=as_of - last_at)


def goal_statistics(
    days: Iterable[DayRollup],
    occurrences: Iterable[Occurrence],
    *,
    span: Span,
    is_lowest_best: bool = False,
    time_since_last: TimeSince | None = None,
) -> GoalStatistics:
    """Return what the days of a span came to.

    `is_lowest_best` holds for a limit, as does `time_since_last`.
    """
    held = [day for day in days if span.holds(day.day)]
    count = sum(day.counted for day in held)
    lowest = min((day.minimum for day in held if day.minimum is not None), default=None)
    highest = max((day.maximum for day in held if day.maximum is not None), default=None)
    skipped = sum(day.skipped for day in held)
    return GoalStatistics(
        span=span,
        total_activities=count + skipped,
        completed_activities=count - sum(day.partial for day in held),
        skipped_activities=skipped,
        average_value=sum((day.total for day in held), ZERO) / count if count else None,
        best_value=lowest if is_lowest_best else highest,
        worst_value=highest if is_lowest_best else lowest,
        consistency=consistency(each for each in occurrences if span.touches(each)),
        time_since_last=time_since_last,
    )


def consistency(occurrences: Iterable[Occurrence]) -> Decimal | None:
    """Return active ÷ due periods in percent, at most 100; None where none is due.

    A period is active with a counting activity; of a rolling goal, a met day is too. A due period
    without one counts once it is judged: not while it is open, nor if it was skipped or is unknown.
    An active one that was not due makes up for a due one.
    """
    active = due = 0
    for occurrence in occurrences:
        is_active = _is_active(occurrence)
        active += is_active
        due += occurrence.is_due and (is_active or occurrence.outcome in _JUDGED)
    return min(HUNDRED, active * HUNDRED / due) if due else None


def _is_active(occurrence: Occurrence) -> bool:
    is_rolling = occurrence.target.rolling_days is not None
    return occurrence.done.counted > 0 or (is_rolling and occurrence.outcome is Outcome.MET)


def _current(target: Target, *, today: date, week_start: int) -> tuple[date, date]:
    if target.period is not None:
        return _calendar_days(target.period, today=today, week_start=week_start)
    days = target.rolling_days or _LAST_DAYS
    return date.fromordinal(max(1, today.toordinal() - days + 1)), today


def _calendar_days(unit: PeriodUnit, *, today: date, week_start: int) -> tuple[date, date]:
    period = period_holding(day=today, unit=unit, week_start=week_start)
    return period.start, period.start + timedelta(days=period.days - 1)

"""The history of a goal's progress: how far along it was at the end of each step of time."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter
from typing import Final

from domain.amount import ZERO
from domain.course import course_of
from domain.day import Calendar
from domain.day_range import DayRange
from domain.dossier import Dossier
from domain.fields import FIRST_DAY
from domain.occurrence_view import last_day
from domain.percentage import percent_complete
from domain.period import DEFAULT_WINDOW, Period, PeriodUnit, period_holding, stepped
from domain.rollup import DayRollup
from domain.standing import Standing
from domain.tally import Settled
from domain.target import GoalPattern
from domain.work import Work, progress_at, work_of

_DAY_OF: Final = attrgetter("day")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressPoint:
    """How far along a goal was when a step's last day ended, or is now; percentages unrounded.

    `value` is the step's total, for a target goal the measurement; `total` is all that was logged.
    Both are in the goal's unit, and None where the pattern has no such thing or nothing was logged.
    """

    on: date
    period_key: str
    progress: Decimal
    activity_progress: Decimal
    completed_tasks: int
    total_tasks: int
    value: Decimal | None
    total: Decimal | None


def first_day_of_steps(last: date, *, by: PeriodUnit, calendar: Calendar) -> date:
    """Return the first day of as many steps as a view shows of them, the last of them on a day."""
    shown = max(last, FIRST_DAY)
    step = _step(shown, by=by, calendar=calendar)
    return min(last, stepped(step, by=1 - DEFAULT_WINDOW[by]).start)


def history(
    dossier: Dossier,
    days: Sequence[DayRollup],
    *,
    within: DayRange,
    by: PeriodUnit,
    as_of: datetime,
) -> tuple[ProgressPoint, ...]:
    """Return a point for each step that holds a day of the range, oldest first.

    They begin with the goal's first day, and end with today or the day on which the goal ended.
    `days` are those known at the moment, oldest first. Each point is what progress as of the end
    of its day is.
    """
    past = _Past(dossier, days, as_of=as_of)
    first, last = max(within.first, past.begins_on), min(within.last, past.ends_on)
    steps = _steps(DayRange(first=first, last=last), by=by, calendar=dossier.calendar)
    return tuple(past.point(step) for step in steps)


def _steps(days: DayRange, *, by: PeriodUnit, calendar: Calendar) -> Iterator[Period]:
    """Yield the steps that hold the days, one cut where weeks begin to start on another day."""
    day = days.first
    while day <= days.last:
        step = _step(day, by=by, calendar=calendar)
        yield step if day == days.first else step._replace(start=day)
        day = step.end


def _step(day: date, *, by: PeriodUnit, calendar: Calendar) -> Period:
    return period_holding(day=day, unit=by, week_start=calendar.rule_on(day).week_start)


class _Past:
    """A goal's log told forward: its standing and its tasks as each step ended."""

    def __init__(self, dossier: Dossier, days: Sequence[DayRollup], *, as_of: datetime) -> None:
        self._course = course_of(dossier)
        self._days = days
        self._tasks = dossier.tasks
        self._turns = sorted(_turns(dossier))
        self._work, self._turned = Work(), 0
        calendar = dossier.calendar
        self._now = self._course.judged_at(as_of)
        self.ends_on = calendar.day_of(self._now)
        created_on = calendar.day_of(dossier.goal.created_at)
        self.begins_on = min([created_on, *(day.day for day in days[:1])])
        judged_on = self._course.first_day_to_judge(self.begins_on)
        self._standing = Standing(self._course, Settled(until=judged_on))
        self._told = 0

    def point(self, step: Period) -> ProgressPoint:
        """Return the point of the next step."""
        on = min(last_day(step), self.ends_on)
        at = min(self._now, self._course.judged_at(self._course.calendar.end_of(on)))
        self._tell(on, at=at)
        is_measured = self._course.goal.pattern is GoalPattern.TARGET
        return ProgressPoint(
            on=on,
            period_key=step.key,
            progress=progress_at(self._standing, self._work, at=at),
            activity_progress=percent_complete(self._standing, at=at),
            completed_tasks=self._work.completed,
            total_tasks=self._work.counted,
            value=self._standing.measurement if is_measured else self._sum(step),
            total=None if is_measured else self._standing.total,
        )

    def _tell(self, on: date, *, at: datetime) -> None:
        """Count in the days up to one, no further than to its end or the goal's end before it."""
        last = date.max if at == self._now else min(on, self._course.calendar.day_of(at))
        end = bisect_right(self._days, last, lo=self._told, key=_DAY_OF)
        for day in self._days[self._told : end]:
            self._standing.add_day(day)
        self._told = end
        turned = bisect_right(self._turns, at)
        if turned != self._turned:
            statuses = (task.status_at(at) for task in self._tasks)
            self._work = work_of(status for status in statuses if status is not None)
            self._turned = turned

    def _sum(self, step: Period) -> Decimal:
        """Return the sum of a step's days."""
        first = bisect_left(self._days, step.start, key=_DAY_OF)
        end = bisect_right(self._days, last_day(step), key=_DAY_OF)
        amounts = (
            day.amount(self._course.aggregation_on(day.day)) for day in self._days[first:end]
        )
        return sum((amount for amount in amounts if amount is not None), ZERO)


def _turns(dossier: Dossier) -> Iterator[datetime]:
    """Yield the instants at which a task's status turned."""
    for task in dossier.tasks:
        yield from (change.at for change in task.changes)
        if task.deleted_at is not None:
            yield task.deleted_at

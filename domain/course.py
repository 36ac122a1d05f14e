"""The course of a goal: what it asked for, and whether it was due, on each local day."""

from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter
from typing import Final

from domain.day import Calendar
from domain.dossier import Dossier
from domain.goal import Goal, GoalStatus, Revision, StatusChange
from domain.period import DEFAULT_WINDOW, Period, PeriodUnit, period_holding, stepped
from domain.schedule import Schedule
from domain.target import Aggregation, Target, aggregation_of

_DAY: Final = timedelta(days=1)
_MONDAY: Final = 1
_ENDED: Final = frozenset({GoalStatus.COMPLETED, GoalStatus.ARCHIVED})
_FIRST: Final = attrgetter("first")
# A walk asks for the same few periods at every activity.
_period_holding = lru_cache(maxsize=4_096)(period_holding)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Into which periods the local days from `first` on are divided."""

    first: date
    unit: PeriodUnit
    week_start: int

    def period(self, day: date) -> Period:
        """Return the whole period that holds the day."""
        if self.unit is PeriodUnit.DAY and day < date.max:
            return Period(self.unit, day, day + _DAY)
        return _period_holding(day=day, unit=self.unit, week_start=self.week_start)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The dated facts of a goal by which its log is judged."""

    goal: Goal
    revisions: tuple[Revision, ...]
    calendar: Calendar
    idle: tuple[tuple[date, date], ...]
    grids: tuple[Grid, ...]
    aggregations: tuple[tuple[date, Aggregation], ...]

    def revision_for(self, period: Period, *, at: datetime) -> Revision:
        """Return the revision that a period is judged by, as it was known at an instant.

        It is the last one effective when the period starts; one that asks for another unit waits
        for the first period of its own.
        """
        if len(self.revisions) == 1:
            return self.revisions[0]
        for revision in reversed(self.revisions):
            is_effective = revision.effective_on <= period.start and revision.made_at <= at
            if is_effective and _unit_of(revision) is period.unit:
                return revision
        return self.revisions[0]

    def aggregation_on(self, day: date) -> Aggregation:
        """Return how the activities of a local day add up: as asked for before the day began."""
        if len(self.aggregations) == 1:
            return self.aggregations[0][1]
        for first, aggregation in reversed(self.aggregations[1:]):
            if first <= day:
                return aggregation
        return self.aggregations[0][1]

    def revision_at(self, at: datetime) -> Revision:
        """Return the last revision made by then; the first holds from ever."""
        if len(self.revisions) == 1:
            return self.revisions[0]
        made = [revision for revision in self.revisions if revision.made_at <= at]
        return max(made, key=lambda revision: revision.made_at, default=self.revisions[0])

    def period(self, day: date) -> Period:
        """Return the period that holds the day, cut where other periods take over."""
        if len(self.grids) == 1:
            return self.grids[0].period(day)
        index = self._grid_index(day)
        grid = self.grids[index]
        after = self.grids[index + 1].first if index + 1 < len(self.grids) else date.max
        period = grid.period(day)
        if grid.first <= period.start and period.end <= after:
            return period
        return period._replace(start=max(period.start, grid.first), end=min(period.end, after))

    def away_until(self, period: Period) -> date | None:
        """Return the last day of the idle run that holds a period's last day; None if none does."""
        last = max(period.start, period.end - _DAY)
        held = (end for first, end in self.idle if first <= last <= end)
        return max(held, default=None)

    def week_start(self, period: Period) -> int:
        """Return the weekday on which weeks begin for a period: its own, or as in force then."""
        if period.unit is PeriodUnit.WEEK:
            return self.grids[self._grid_index(period.start)].week_start
        return self.calendar.rule_on(period.start).week_start

    def is_whole(self, period: Period) -> bool:
        """Say whether nothing was cut off the period."""
        if len(self.grids) == 1:
            return True
        return any(period == grid.period(period.start) for grid in self.grids)

    def following(self, period: Period, *, by: int = 1) -> Period:
        """Return the period so many steps later, the next one unless it is said."""
        if len(self.grids) == 1:
            if by == 1:
                return self.grids[0].period(period.end)
            with suppress(ValueError):  # no period lies past the year 9999
                return stepped(period, by=by)
        for _ in range(by):
            period = self.period(period.end)
        return period

    def turns(self) -> Iterator[date]:
        """Yield the days with which another revision, grid of periods or day rule takes hold."""
        for revision in self.revisions[1:]:
            period = self.period(revision.effective_on)
            yield period.start if period.start == revision.effective_on else period.end
        yield from (grid.first for grid in self.grids[1:])
        yield from (day for day, _ in self.calendar.revisions[1:])

    def window(self, at: datetime) -> int:
        """Return how many judged periods the percentage looks back on, by the open period."""
        if len(self.revisions) == 1:
            return window_of(self.revisions[0].target)
        period = self.period(self.calendar.day_of(at))
        return window_of(self.revision_for(period, at=at).target)

    @property
    def is_rolling(self) -> bool:
        """Say whether done days in runs of days are asked for, and each day is judged by them."""
        return self.revisions[0].target.rolling_days is not None

    @property
    def longest_window(self) -> int:
        """Return the longest look-back that any revision asks for."""
        return max(window_of(revision.target) for revision in self.revisions)

    def first_day_to_judge(self, day: date) -> date:
        """Return the first day to judge where the log begins on a day."""
        return first_day_to_judge(day, schedule=self.revisions[0].schedule)

    def calendar_at(self, at: datetime) -> Calendar:
        """Return the calendar by the rules in force at an instant; later ones are not known."""
        day, revisions = self.calendar.day_of(at), self.calendar.revisions
        held = [revision for revision in revisions[1:] if revision[0] <= day]
        if len(held) == len(revisions) - 1:
            return self.calendar
        return Calendar(revisions=(revisions[0], *held))

    def is_away(self, period: Period, *, at: datetime | None = None) -> bool:
        """Say whether nothing is due in a period: no such day, or the goal is idle on one.

        An instant's own period is judged by the status that was known then, before it ended.
        """
        if period.unit is PeriodUnit.DAY and not self.calendar.exists(period.start):
            return True
        idle = self.idle if at is None else self._idle_at(period, at)
        return bool(idle) and any(f < period.end and period.start <= last for f, last in idle)

    def _idle_at(self, period: Period, at: datetime) -> tuple[tuple[date, date], ...]:
        changes = self.goal.changes
        known = tuple(change for change in changes if _is_known(change, at))
        later = changes[len(known) :]
        if not later or later[0].at >= self.calendar.start_of(period.end):
            return self.idle
        return tuple(_idle(replace(self.goal, changes=known), self.calendar))

    def _grid_index(self, day: date) -> int:
        return bisect_right(self.grids, day, lo=1, key=_FIRST) - 1

    def status_at(self, at: datetime) -> GoalStatus | None:
        """Return the goal's status as it stood then; None before its creation."""
        taken = None
        for change in self.goal.changes:
            if change.at > at:
                break
            taken = change.status
        return taken

    def is_paused(self, at: datetime) -> bool:
        """Say whether the goal was paused then, by its status or for the day that holds it."""
        if self.status_at(at) is GoalStatus.PAUSED:
            return True
        day = self.calendar.day_of(at)
        return any(pause.first <= day <= pause.last for pause in self.goal.pauses)

    def has_ended(self, at: datetime) -> bool:
        """Say whether the goal was completed or archived then."""
        return self.status_at(at) in _ENDED

    def was_completed(self, at: datetime) -> bool:
        """Say whether the goal was completed by then, also if it was archived since."""
        taken = [c.status for c in self.goal.changes if c.at <= at]
        while taken and taken[-1] is GoalStatus.ARCHIVED:
            taken.pop()
        return bool(taken) and taken[-1] is GoalStatus.COMPLETED

    def judged_at(self, as_of: datetime) -> datetime:
        """Return the moment up to which a goal is judged: its end if it had ended by then."""
        ended = None
        for change in self.goal.changes:
            if change.at <= as_of:
                is_end = change.status in _ENDED
                ended = (ended or change.at) if is_end else None
        return ended or as_of


def course_of(dossier: Dossier) -> Course:
    """Return the course of a goal as its dossier tells it."""
    revisions, calendar = dossier.revisions, dossier.calendar
    pattern = dossier.goal.pattern
    return Course(
        goal=dossier.goal,
        revisions=revisions,
        calendar=calendar,
        idle=tuple(_idle(dossier.goal, calendar)),
        grids=tuple(_grids(revisions, calendar)),
        aggregations=tuple(
            (_tomorrow(r, calendar), aggregation_of(r.target, pattern=pattern)) for r in revisions
        ),
    )


def first_day_to_judge(day: date, *, schedule: Schedule) -> date:
    """Return the first day to judge of a goal whose log begins on a day: its start if earlier."""
    return min(day, schedule.start_on or day)


def window_of(target: Target) -> int:
    """Return how many judged periods a target's percentage looks back on."""
    return target.period_count or DEFAULT_WINDOW[target.period or PeriodUnit.DAY]


def _grids(revisions: tuple[Revision, ...], calendar: Calendar) -> Iterator[Grid]:
    """Yield each division into periods, from the first of its own periods on."""
    asked = list(_asked(revisions, calendar))
    held = asked[0]
    yield held
    for grid, after in pairwise([*asked, None]):
        if grid is None or (grid.unit, grid.week_start) == (held.unit, held.week_start):
            continue
        period = grid.period(grid.first)
        first = grid.first if period.start == grid.first else period.end
        if after is None or first < after.first:
            held = replace(grid, first=first)
            yield held


def _asked(revisions: tuple[Revision, ...], calendar: Calendar) -> Iterator[Grid]:
    """Yield each division into periods that is asked for, from the day of asking on."""
    days = {_tomorrow(revision, calendar) for revision in revisions[1:]}
    days |= {day for day, _ in calendar.revisions[1:]}
    last = None
    for day in (date.min, *sorted(days)):
        held = [r for r in revisions[1:] if _tomorrow(r, calendar) <= day]
        unit = _unit_of((held or revisions[:1])[-1])
        is_week = unit is PeriodUnit.WEEK
        week_start = calendar.rule_on(day).week_start if is_week else _MONDAY
        if (unit, week_start) != last:
            yield Grid(first=day, unit=unit, week_start=week_start)
        last = (unit, week_start)


def _tomorrow(revision: Revision, calendar: Calendar) -> date:
    """Return the first day that had not begun when the revision was made, and has it in force."""
    return max(revision.effective_on, calendar.day_of(revision.made_at) + _DAY)


def _unit_of(revision: Revision) -> PeriodUnit:
    return revision.target.period or PeriodUnit.DAY


def _is_known(change: StatusChange, at: datetime) -> bool:
    """Say whether a status was taken by an instant; one that ends the goal, before it."""
    return change.at < at or (change.at == at and change.status not in _ENDED)


def _idle(goal: Goal, calendar: Calendar) -> Iterator[tuple[date, date]]:
    """Yield the runs of days, both ends included, at whose end the goal was not active or away."""
    yield from ((pause.first, pause.last) for pause in goal.pauses)
    changes = goal.changes
    for change, after in zip(changes, [*changes, None][1:], strict=True):
        if change.status is not GoalStatus.ACTIVE:
            first = calendar.day_of(change.at)
            last = date.max if after is None else calendar.day_of(after.at) - _DAY
            if first <= last:
                yield (first, last)

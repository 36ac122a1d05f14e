"""The course of a goal: what it asked for, and whether it was due, on each local day."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from domain.day import Calendar
from domain.dossier import Dossier
from domain.goal import Goal, GoalStatus, Revision
from domain.period import DEFAULT_WINDOW, Period, PeriodUnit, period_holding
from domain.target import Aggregation, Target, aggregation_of

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The dated facts of a goal by which its log is judged."""

    goal: Goal
    revisions: tuple[Revision, ...]
    calendar: Calendar
    idle: tuple[tuple[date, date], ...]
    units: tuple[tuple[date, PeriodUnit], ...]

    def target_on(self, day: date, *, at: datetime) -> Target:
        """Return the target of a period starting on the day, as it was known at an instant."""
        held = [r for r in self.revisions if r.effective_on <= day and r.made_at <= at]
        return (held[-1] if held else self.revisions[0]).target

    def aggregation_on(self, day: date) -> Aggregation:
        """Return how the activities of a local day add up: as asked for before the day began."""
        held = [r for r in self.revisions if r.effective_on <= day and self._made_on(r) < day]
        target = (held[-1] if held else self.revisions[0]).target
        return aggregation_of(target, pattern=self.goal.pattern)

    def revision_at(self, at: datetime) -> Revision:
        """Return the last revision made by then; the first holds from ever."""
        made = [revision for revision in self.revisions if revision.made_at <= at]
        return max(made, key=lambda revision: revision.made_at, default=self.revisions[0])

    def period(self, day: date) -> Period:
        """Return the period that holds the day, cut where another unit takes over."""
        unit, first, after = self._unit_on(day)
        rule = self.calendar.rule_on(day)
        period = period_holding(day=day, unit=unit, week_start=rule.week_start)
        return replace(period, start=max(period.start, first), end=min(period.end, after))

    def is_whole(self, period: Period) -> bool:
        """Say whether nothing was cut off the period."""
        week_start = self.calendar.rule_on(period.start).week_start
        return period == period_holding(day=period.start, unit=period.unit, week_start=week_start)

    def following(self, period: Period) -> Period:
        """Return the next period, cut where a new start of the week makes it overlap."""
        after = self.period(period.end)
        return replace(after, start=period.end) if after.start < period.end else after

    def window(self, at: datetime) -> int:
        """Return how many judged periods the percentage looks back on."""
        target = self.revision_at(at).target
        return target.period_count or DEFAULT_WINDOW[target.period or PeriodUnit.DAY]

    @property
    def longest_window(self) -> int:
        """Return the longest look-back that any revision asks for."""
        return max(
            revision.target.period_count or DEFAULT_WINDOW[revision.target.period or PeriodUnit.DAY]
            for revision in self.revisions
        )

    def is_due(self, period: Period) -> bool:
        """Say whether the period is due: it exists and the goal is active at each day's end."""
        if period.unit is PeriodUnit.DAY and not self.calendar.exists(period.start):
            return False
        return not any(first < period.end and period.start <= last for first, last in self.idle)

    def status_at(self, at: datetime) -> GoalStatus | None:
        """Return the goal's status as it stood then; None before its creation."""
        taken = None
        for change in self.goal.changes:
            if change.at > at:
                break
            taken = change.status
        return taken

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
                is_end = change.status in {GoalStatus.COMPLETED, GoalStatus.ARCHIVED}
                ended = (ended or change.at) if is_end else None
        return ended or as_of

    def _unit_on(self, day: date) -> tuple[PeriodUnit, date, date]:
        """Return the unit of the periods around a day, and between which days it holds."""
        after = date.max
        for first, unit in reversed(self.units):
            if first <= day:
                return unit, first, after
            after = first
        return self.units[0][1], date.min, after

    def _made_on(self, revision: Revision) -> date:
        return self.calendar.day_of(revision.made_at)


def course_of(dossier: Dossier) -> Course:
    """Return the course of a goal as its dossier tells it."""
    return Course(
        goal=dossier.goal,
        revisions=dossier.revisions,
        calendar=dossier.calendar,
        idle=tuple(_idle(dossier.goal, dossier.calendar)),
        units=tuple(_units(dossier.revisions, dossier.calendar)),
    )


def _units(
    revisions: tuple[Revision, ...], calendar: Calendar
) -> Iterator[tuple[date, PeriodUnit]]:
    """Yield each unit of periods with the first day on which one of its periods starts."""
    last = None
    for revision in revisions:
        unit = revision.target.period or PeriodUnit.DAY
        if unit is not last:
            yield (_first_start(revision, unit, calendar) if last else date.min), unit
        last = unit


def _first_start(revision: Revision, unit: PeriodUnit, calendar: Calendar) -> date:
    """Return the first start of such a period on or after the revision's day, and not today."""
    day = max(revision.effective_on, calendar.day_of(revision.made_at) + _DAY)
    period = period_holding(day=day, unit=unit, week_start=calendar.rule_on(day).week_start)
    return day if period.start == day else period.end


def _idle(goal: Goal, calendar: Calendar) -> Iterator[tuple[date, date]]:
    """Yield the runs of days, both ends included, at whose end the goal was not active."""
    changes = goal.changes
    for change, after in zip(changes, [*changes[1:], None], strict=True):
        if change.status is not GoalStatus.ACTIVE:
            first = calendar.day_of(change.at)
            last = date.max if after is None else calendar.day_of(after.at) - _DAY
            if first <= last:
                yield (first, last)

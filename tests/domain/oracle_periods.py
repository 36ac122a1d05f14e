"""The oracle's periods: every day of some years asked which period it lies in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from domain.period import PeriodUnit

if TYPE_CHECKING:
    from domain.day import Calendar
    from domain.goal import Revision

DAY: Final = timedelta(days=1)
TICK: Final = timedelta(microseconds=1)
MONTHS_IN_QUARTER: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A period as a run of days, and whether a change of unit or of week start cut it.

    `week_start` is the one that its weeks, or the weeks around it, have.
    """

    unit: PeriodUnit
    week_start: int
    first: date
    last: date
    is_cut: bool


def grids(
    revisions: tuple[Revision, ...], calendar: Calendar, *, first: date, last: date
) -> list[Grid]:
    """Return the periods between two days: runs of days of one unit and one start of the week."""
    unit, week_start = unit_of(revisions[0]), calendar.rule_on(first).week_start
    runs: list[tuple[PeriodUnit, int, date, list[date]]] = []
    day = first
    while day <= last:
        wanted = asked(day, revisions, calendar)
        if natural_start(day, *wanted) == day:
            unit, week_start = wanted
        natural = natural_start(day, unit, week_start)
        if not runs or runs[-1][:3] != (unit, week_start, natural):
            runs.append((unit, week_start, natural, []))
        runs[-1][3].append(day)
        day += DAY
    return [
        Grid(
            unit=run[0],
            week_start=run[1],
            first=run[3][0],
            last=run[3][-1],
            is_cut=is_cut(*run),
        )
        for run in runs[1:-1]
    ]


def asked(day: date, revisions: tuple[Revision, ...], calendar: Calendar) -> tuple[PeriodUnit, int]:
    """Return the unit and week start asked for on a day; they wait for their first own start."""
    made = calendar.day_of
    held = [r for r in revisions if r.effective_on <= day and made(r.made_at) < day]
    return unit_of((held or [revisions[0]])[-1]), calendar.rule_on(day).week_start


def unit_of(revision: Revision) -> PeriodUnit:
    return revision.target.period or PeriodUnit.DAY


def natural_start(day: date, unit: PeriodUnit, week_start: int) -> date:
    match unit:
        case PeriodUnit.DAY:
            return day
        case PeriodUnit.WEEK:
            while day.isoweekday() % 7 != week_start:
                day -= DAY
            return day
        case PeriodUnit.MONTH:
            return day.replace(day=1)
        case PeriodUnit.QUARTER:
            return day.replace(day=1, month=day.month - (day.month - 1) % MONTHS_IN_QUARTER)
        case PeriodUnit.YEAR:
            return day.replace(day=1, month=1)


def is_cut(unit: PeriodUnit, week_start: int, start: date, days: list[date]) -> bool:
    after = days[-1] + DAY
    return days[0] != start or natural_start(after, unit, week_start) != after

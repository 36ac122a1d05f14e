"""The oracle's schedules: every day and longer period asked whether it is one of those to do."""

from __future__ import annotations

from calendar import monthrange
from typing import TYPE_CHECKING

from domain.period import PeriodUnit
from domain.schedule import Frequency, MonthEnd
from tests.domain.oracle_periods import DAY, natural_start

if TYPE_CHECKING:
    from datetime import date

    from domain.schedule import Schedule
    from tests.domain.oracle_periods import Grid


def is_scheduled(grid: Grid, schedule: Schedule, *, start: date) -> bool:
    """Say whether a period that does not end before the start is one to do."""
    if grid.unit is PeriodUnit.DAY:
        return is_day_scheduled(grid.first, schedule, start=start, week_start=grid.week_start)
    return steps(start, grid.first, grid.unit, grid.week_start) % schedule.every == 0


def is_day_scheduled(day: date, schedule: Schedule, *, start: date, week_start: int) -> bool:
    asked = range(7) if schedule.days_of_week is None else schedule.days_of_week
    if day.isoweekday() % 7 not in asked:
        return False
    match schedule.frequency:
        case None | Frequency.DAILY | Frequency.CUSTOM:
            return (day - start).days % schedule.every == 0
        case Frequency.WEEKLY:
            return steps(start, day, PeriodUnit.WEEK, week_start) % schedule.every == 0
        case Frequency.MONTHLY:
            months = steps(start, day, PeriodUnit.MONTH, week_start)
            return months % schedule.every == 0 and is_the_day(day, schedule, start)
        case Frequency.YEARLY:
            is_year = (day.year - start.year) % schedule.every == 0
            return is_year and day.month == start.month and is_the_day(day, schedule, start)


def steps(start: date, day: date, unit: PeriodUnit, week_start: int) -> int:
    """Return how many calendar periods lie between those of two days."""
    first, last = (natural_start(each, unit, week_start) for each in (start, day))
    months = (last.year - first.year) * 12 + last.month - first.month
    match unit:
        case PeriodUnit.DAY:
            return (last - first).days
        case PeriodUnit.WEEK:
            return (last - first).days // 7
        case PeriodUnit.MONTH:
            return months
        case PeriodUnit.QUARTER:
            return months // 3
        case PeriodUnit.YEAR:
            return months // 12


def is_the_day(day: date, schedule: Schedule, start: date) -> bool:
    """Say whether a day is the one asked for in its month."""
    length = monthrange(day.year, day.month)[1]
    if schedule.nth_weekday is not None:
        month = [day.replace(day=1) + n * DAY for n in range(length)]
        same = [each for each in month if each.isoweekday() % 7 == schedule.nth_weekday.weekday]
        return day in same[schedule.nth_weekday.n - 1 : schedule.nth_weekday.n]
    wanted = schedule.day_of_month or start.day
    if schedule.month_end is MonthEnd.CLAMP:
        wanted = min(wanted, length)
    return day.day == wanted

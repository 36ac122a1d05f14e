"""Due days: which local days and which longer periods a schedule asks for."""

from __future__ import annotations

from calendar import monthrange
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import gcd
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, assert_never

from domain.period import Period, PeriodUnit, period_holding, periods_between, stepped
from domain.schedule import Frequency, MonthEnd, NthWeekday, Schedule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DAYS_IN_WEEK: Final = 7
_ONE_DAY: Final = timedelta(days=1)
_EVERY_WEEKDAY: Final = tuple(range(_DAYS_IN_WEEK))
# After so many periods in a row a rule picks the same days of them again: a week has each weekday
# once, and the Gregorian calendar repeats after 400 years, a whole number of weeks.
_CYCLE: Final[Mapping[PeriodUnit, int]] = MappingProxyType(
    {
        PeriodUnit.DAY: _DAYS_IN_WEEK,
        PeriodUnit.WEEK: 1,
        PeriodUnit.MONTH: 4_800,
        PeriodUnit.QUARTER: 1_600,
        PeriodUnit.YEAR: 400,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthDay:
    """The day (1 to 31) of a month; one that the month lacks is its last day, or none."""

    day: int
    month_end: MonthEnd = MonthEnd.CLAMP


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRule:
    """Ask for days in every N-th period of a unit, counted from the one that holds the start.

    Those days are the ones on a weekday asked for (0 = Sunday); with `day_in_month` only that day
    of the month, or of the start's month where the unit is the year. Nothing before the start is
    due.

    Raises:
        ValueError: if the week start is not one of 0 = Sunday to 6.
    """

    start_on: date
    unit: PeriodUnit = PeriodUnit.DAY
    every: int = 1
    week_start: int = 1
    weekdays: tuple[int, ...] = _EVERY_WEEKDAY
    day_in_month: MonthDay | NthWeekday | None = None
    _origin: Period = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_origin", self._period(self.start_on))

    def is_due(self, day: date) -> bool:
        """Tell whether a local day is due; of longer periods every day is, from the start on."""
        if day < self.start_on:
            return False
        period = self._period(day)
        return self._steps_to(period) == 0 and self._first_in(period, first=day) == day

    def is_due_period(self, period: Period) -> bool:
        """Tell whether a period is due, by its first day that is not before the start.

        The period may be cut, or belong to weeks that start on another weekday.
        """
        day = max(period.start, self.start_on)
        return period.holds(day) and self.is_due(day)

    def next_due(self, after: date) -> date | None:
        """Return the first due day later than a day; None if the years to 9999 have none."""
        return None if after == date.max else self._first_from(after + _ONE_DAY)

    def due_between(self, first: date, last: date) -> Iterator[date]:
        """Yield the due days from the first to the last day, both included, ascending."""
        day = self._first_from(first)
        while day is not None and day <= last:
            yield day
            day = self.next_due(day)

    def _first_from(self, day: date) -> date | None:
        first = max(day, self.start_on)
        found = (self._first_in(period, first=first) for period in self._periods_from(first))
        return next((due for due in found if due is not None), None)

    def _periods_from(self, day: date) -> Iterator[Period]:
        """Yield the periods asked for, until one is sure that none after them has a due day.

        The first may hold due days before the day only; the others are one cycle.
        """
        period = self._period(day)
        by = self._steps_to(period)
        cycle = _CYCLE[self.unit]
        with suppress(ValueError):  # no period lies past the year 9999
            for _ in range(1 + cycle // gcd(cycle, self.every)):
                period = stepped(period, by=by)
                yield period
                by = self.every

    def _first_in(self, period: Period, *, first: date) -> date | None:
        """Return the first of the period's days to do, from a day on."""
        if self.day_in_month is None:
            return self._weekday_in(period, first=max(first, period.start))
        month = self.start_on.month if self.unit is PeriodUnit.YEAR else period.start.month
        day = _day_in(period.start.year, month, self.day_in_month)
        is_to_do = day is not None and day >= first and _weekday(day) in self.weekdays
        return day if is_to_do else None

    def _weekday_in(self, period: Period, *, first: date) -> date | None:
        to_wait = min((weekday - _weekday(first)) % _DAYS_IN_WEEK for weekday in self.weekdays)
        is_inside = (first - period.start).days + to_wait < period.days
        return first + timedelta(days=to_wait) if is_inside else None

    def _period(self, day: date) -> Period:
        return period_holding(day=day, unit=self.unit, week_start=self.week_start)

    def _steps_to(self, period: Period) -> int:
        """Return how many periods lie from one to the next that is asked for, 0 if it is."""
        return -periods_between(first=self._origin, last=period) % self.every


def due_rule(
    schedule: Schedule, *, period: PeriodUnit | None, start_on: date, week_start: int = 1
) -> DueRule:
    """Return what a schedule asks for from a start on, in a goal's period, weeks as in force.

    A period longer than a day is due by `every` alone. Else the frequency, daily by default, says
    in which unit `every` counts; monthly and yearly ones fall on the start's day of the month, and
    month, where the schedule names no day.

    Raises:
        ValueError: if the week start is not one of 0 = Sunday to 6.
    """
    if period is not None and period is not PeriodUnit.DAY:
        return DueRule(start_on=start_on, unit=period, every=schedule.every, week_start=week_start)
    unit = _counted_in(schedule.frequency)
    named = schedule.nth_weekday or MonthDay(
        day=schedule.day_of_month or start_on.day, month_end=schedule.month_end
    )
    return DueRule(
        start_on=start_on,
        unit=unit,
        every=schedule.every,
        week_start=week_start,
        weekdays=schedule.days_of_week or _EVERY_WEEKDAY,
        day_in_month=None if unit in {PeriodUnit.DAY, PeriodUnit.WEEK} else named,
    )


def _counted_in(frequency: Frequency | None) -> PeriodUnit:
    match frequency:
        case None | Frequency.DAILY | Frequency.CUSTOM:
            return PeriodUnit.DAY
        case Frequency.WEEKLY:
            return PeriodUnit.WEEK
        case Frequency.MONTHLY:
            return PeriodUnit.MONTH
        case Frequency.YEARLY:
            return PeriodUnit.YEAR
        case _:
            assert_never(frequency)


def _day_in(year: int, month: int, which: MonthDay | NthWeekday) -> date | None:
    first_weekday, length = monthrange(year, month)
    if isinstance(which, NthWeekday):
        # The calendar module counts weekdays from Monday.
        to_wait = (which.weekday - 1 - first_weekday) % _DAYS_IN_WEEK
        day = 1 + to_wait + (which.n - 1) * _DAYS_IN_WEEK
    else:
        day = min(which.day, length) if which.month_end is MonthEnd.CLAMP else which.day
    return date(year, month, day) if day <= length else None


def _weekday(day: date) -> int:
    return day.isoweekday() % _DAYS_IN_WEEK

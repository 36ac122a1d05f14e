"""Periods: the calendar days, weeks, months, quarters and years that local days group into."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple, assert_never

if TYPE_CHECKING:
    from collections.abc import Mapping

_DAYS_IN_WEEK: Final = 7
_MONTHS_IN_YEAR: Final = 12
# The Gregorian calendar repeats after 400 years, a whole number of weeks.
_CYCLE_YEARS: Final = 400
_CYCLE_DAYS: Final = 146_097


class PeriodUnit(StrEnum):
    """Name how long a period is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


DEFAULT_WINDOW: Final[Mapping[PeriodUnit, int]] = MappingProxyType(
    {
        PeriodUnit.DAY: 30,
        PeriodUnit.WEEK: 12,
        PeriodUnit.MONTH: 12,
        PeriodUnit.QUARTER: 4,
        PeriodUnit.YEAR: 3,
    }
)
"""How many periods of a unit a view shows when it is not told."""

# A period's position counts days from 1 January of year 1 for days and weeks, months from January
# of year 0 for the others; this is how far one step moves it.
_SPAN: Final[Mapping[PeriodUnit, int]] = MappingProxyType(
    {
        PeriodUnit.DAY: 1,
        PeriodUnit.WEEK: _DAYS_IN_WEEK,
        PeriodUnit.MONTH: 1,
        PeriodUnit.QUARTER: 3,
        PeriodUnit.YEAR: _MONTHS_IN_YEAR,
    }
)


class Period(NamedTuple):
    """Hold a half-open run of local days: the first day, and the first day after it.

    The week that holds the first date starts no earlier than it. A period that holds the last date
    ends on it, for want of a later one, and still counts and holds it.
    """

    unit: PeriodUnit
    start: date
    end: date

    @property
    def key(self) -> str:
        """Return `YYYY-MM-DD`, `YYYY-Www`, `YYYY-MM`, `YYYY-Qn` or `YYYY`."""
        match self.unit:
            case PeriodUnit.DAY:
                return self.start.isoformat()
            case PeriodUnit.WEEK:
                return _week_key(_position(self))
            case PeriodUnit.MONTH:
                return f"{self.start.year:04d}-{self.start.month:02d}"
            case PeriodUnit.QUARTER:
                return f"{self.start.year:04d}-Q{(self.start.month + 2) // 3}"
            case PeriodUnit.YEAR:
                return f"{self.start.year:04d}"
            case _:
                assert_never(self.unit)

    @property
    def days(self) -> int:
        """Return how many local days the period has."""
        return (self.end - self.start).days + _holds_last_date(self)

    def holds(self, day: date) -> bool:
        """Tell whether a local day lies in the period."""
        return self.start <= day and (day < self.end or _holds_last_date(self))


def period_holding(*, day: date, unit: PeriodUnit, week_start: int = 1) -> Period:
    """Return the period of a unit that holds a local day; weeks start on 0 = Sunday to 6.

    Raises:
        ValueError: if the week start is not one of 0 to 6.
    """
    if not 0 <= week_start < _DAYS_IN_WEEK:
        raise ValueError(f"weekStart must be 0 (Sunday) to 6 (Saturday), not {week_start}")
    match unit:
        case PeriodUnit.DAY:
            position = day.toordinal()
        case PeriodUnit.WEEK:
            position = day.toordinal() - (day.isoweekday() - week_start) % _DAYS_IN_WEEK
        case PeriodUnit.MONTH | PeriodUnit.QUARTER | PeriodUnit.YEAR:
            month = _month_number(day)
            position = month - month % _SPAN[unit]
        case _:
            assert_never(unit)
    return _period_at(unit, position)


def following(period: Period) -> Period:
    """Return the next period of the same unit.

    Raises:
        ValueError: if the period holds the last date.
    """
    return stepped(period, by=1)


def preceding(period: Period) -> Period:
    """Return the previous period of the same unit.

    Raises:
        ValueError: if the period holds the first date.
    """
    return stepped(period, by=-1)


def stepped(period: Period, *, by: int) -> Period:
    """Return the period that lies some steps later, or earlier where `by` is negative.

    Raises:
        ValueError: if no date from year 1 to 9999 lies in it.
    """
    return _period_at(period.unit, _position(period) + by * _SPAN[period.unit])


def periods_between(*, first: Period, last: Period) -> int:
    """Return how many steps lead from one period to another, negative if the other is earlier.

    Raises:
        ValueError: if they differ in unit, or are weeks that start on different weekdays.
    """
    steps, rest = divmod(_position(last) - _position(first), _SPAN[first.unit])
    if first.unit is not last.unit or rest:
        raise ValueError(f"no whole number of steps from {first.key} to {last.key}")
    return steps


def _month_number(day: date) -> int:
    return day.year * _MONTHS_IN_YEAR + day.month - 1


def _counts_days(unit: PeriodUnit) -> bool:
    return unit is PeriodUnit.DAY or unit is PeriodUnit.WEEK


def _position(period: Period) -> int:
    if not _counts_days(period.unit):
        return _month_number(period.start)
    # The first week may have begun before the first date: its end still tells where.
    if period.unit is PeriodUnit.WEEK and period.start == date.min:
        return period.end.toordinal() - _DAYS_IN_WEEK
    return period.start.toordinal()


def _period_at(unit: PeriodUnit, position: int) -> Period:
    after = position + _SPAN[unit]
    scale = date.toordinal if _counts_days(unit) else _month_number
    if after <= scale(date.min) or position > scale(date.max):
        raise ValueError(f"no {unit} outside the years 1 to 9999")
    return Period(unit=unit, start=_first_day(unit, position), end=_first_day(unit, after))


def _first_day(unit: PeriodUnit, position: int) -> date:
    if _counts_days(unit):
        return date.fromordinal(min(max(position, 1), date.max.toordinal()))
    if position > _month_number(date.max):
        return date.max
    year, month = divmod(position, _MONTHS_IN_YEAR)
    return date(year, month + 1, 1)


def _holds_last_date(period: Period) -> bool:
    if period.end != date.max:
        return False
    # Elsewhere than in days and weeks, no period ends before a 31 December.
    return not _counts_days(period.unit) or (
        _position(period) + _SPAN[period.unit] > date.max.toordinal()
    )


def _week_key(first_day: int) -> str:
    """Number a week as ISO 8601 does: by the year, and the day of the year, of its fourth day."""
    cycles, day_in_cycle = divmod(first_day + 3 - 1, _CYCLE_DAYS)
    fourth = date.fromordinal(day_in_cycle + 1)
    number = 1 + (fourth.timetuple().tm_yday - 1) // _DAYS_IN_WEEK
    return f"{fourth.year + cycles * _CYCLE_YEARS:04d}-W{number:02d}"

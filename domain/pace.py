"""The pace line: what a goal should have come to by each local day, and how far it is ahead."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from operator import attrgetter
from types import MappingProxyType
from typing import Final

from domain.amount import plain
from domain.period import PeriodUnit
from domain.target import Target

_DAYS: Final[Mapping[PeriodUnit, Fraction]] = MappingProxyType(
    {
        PeriodUnit.DAY: Fraction(1),
        PeriodUnit.WEEK: Fraction(7),
        PeriodUnit.MONTH: Fraction("365.25") / 12,
        PeriodUnit.QUARTER: Fraction("365.25") / 4,
        PeriodUnit.YEAR: Fraction("365.25"),
    }
)
_NOTHING: Final = Fraction(0)
_FIRST_DATE: Final = date.min.toordinal()
_LAST_DATE: Final = date.max.toordinal()
_FIRST: Final = attrgetter("first")
_PLACES: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyRate:
    """How much a goal asks for per working day, from a local day on."""

    first: date
    amount: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A run of days (ordinals, both included) on which the line rises evenly.

    `before` is the line on the day before the first, `rise` what each day adds to it, `presumed`
    what the owner of a limit is taken to use on each day to come.
    """

    first: int
    last: int
    before: Fraction
    rise: Fraction
    presumed: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceLine:
    """What a goal should have come to at the end of each local day.

    The line is computed in fractions, so it is exact; amounts read from it are rounded half even
    to 10 decimal places.
    """

    stretches: tuple[Stretch, ...]
    is_lower_better: bool
    ends_on: date | None = None

    def value_on(self, day: date) -> Decimal:
        """Return the line on a local day."""
        return _amount(self._line(day.toordinal()))

    def delta(self, *, current: Decimal, as_of: date) -> Decimal:
        """Return how far a goal is ahead of the line on a local day; behind is negative."""
        return _amount(self._ahead(current, as_of.toordinal()))

    def needed(self, *, current: Decimal, by: date) -> Decimal:
        """Return the line less the current value: what is still to do by a day, or left to use."""
        return _amount(self._line(by.toordinal()) - Fraction(current))

    def buffer_days(self, *, current: Decimal, as_of: date, is_logged_today: bool) -> int | None:
        """Count the days, from `as_of` on, until the first on the bad side of the line.

        Behind is 0, exactly on a rising line 1. Where nothing more is logged, a limit is taken to
        use twice its daily allowance (2 units if that is 0) on each coming day, idle or not, and
        today too unless something is logged. The days after the deadline do not count, but today
        always does. None: no day up to the year 9999 is on the bad side, and no deadline ends the
        count.
        """
        today = as_of.toordinal()
        ahead = self._ahead(current, today)
        if not is_logged_today:
            ahead -= self.stretches[self._index(today)].presumed
        behind_on = self._behind_on(today, ahead)
        if self.ends_on is not None:
            after = max(self.ends_on.toordinal(), today) + 1
            behind_on = after if behind_on is None else min(behind_on, after)
        return None if behind_on is None else behind_on - today

    @property
    def _good_side(self) -> int:
        return -1 if self.is_lower_better else 1

    def _index(self, day: int) -> int:
        return bisect_right(self.stretches, day, key=_FIRST) - 1

    def _line(self, day: int) -> Fraction:
        stretch = self.stretches[self._index(day)]
        return stretch.before + stretch.rise * (day - stretch.first + 1)

    def _ahead(self, current: Decimal, day: int) -> Fraction:
        return self._good_side * (Fraction(current) - self._line(day))

    def _behind_on(self, day: int, ahead: Fraction) -> int | None:
        """Return the first day on the bad side, where a goal is so far ahead on a day."""
        if ahead < 0:
            return day
        for stretch in self.stretches[self._index(day) :]:
            loss = self._good_side * stretch.rise + stretch.presumed
            if loss > 0 and (found := day + ahead // loss + 1) <= stretch.last:
                return found
            ahead -= loss * (stretch.last - day)
            day = stretch.last
        return None


def daily_rate(target: Target) -> Fraction:
    """Return what a target asks for per day; months have 365.25 / 12 days, years 365.25."""
    days = target.rolling_days or _DAYS[target.period or PeriodUnit.DAY]
    return Fraction(target.value) / days


def rising_line(
    *,
    start_on: date,
    rates: Sequence[DailyRate],
    idle: Sequence[tuple[date, date]],
    is_limit: bool,
) -> PaceLine:
    """Return the line of a recurring goal or a limit: 0 on its first day, from then on by the rate.

    Rates are in order of their first days, and the first of them holds from ever. The line is flat
    in idle runs of days (both ends included; in any order, they may overlap).
    """
    stretches = _stretches(
        start=start_on.toordinal(),
        value=_NOTHING,
        rates=[(rate.first.toordinal(), rate.amount) for rate in rates],
        idle=idle,
        is_limit=is_limit,
    )
    return PaceLine(stretches=tuple(stretches), is_lower_better=is_limit)


def straight_line(
    *,
    start_on: date,
    start_value: Decimal,
    ends_on: date,
    end_value: Decimal,
    idle: Sequence[tuple[date, date]],
) -> PaceLine:
    """Return the line of a milestone or target: from the start's value to that of the deadline.

    It is flat in idle runs of days (both ends included) and even over the others; with no other
    the deadline's day brings it all. So a run that is still open must be given as ending today,
    else no day after it is left to work on.
    """
    start, end = start_on.toordinal(), ends_on.toordinal()
    days = _working_days(start, end, idle)
    if not days:
        start, days, idle = end - 1, 1, ()
    stretches = _stretches(
        start=start,
        value=Fraction(start_value),
        rates=[(start, Fraction(end_value - start_value) / days), (end + 1, _NOTHING)],
        idle=idle,
        is_limit=False,
    )
    return PaceLine(
        stretches=tuple(stretches), is_lower_better=end_value < start_value, ends_on=ends_on
    )


def _working_days(start: int, end: int, idle: Sequence[tuple[date, date]]) -> int:
    """Count the days after the start, up to the end, that are not idle."""
    each = [(start, Fraction(1))]
    stretches = _stretches(start=start, value=_NOTHING, rates=each, idle=idle, is_limit=False)
    return sum(min(s.last, end) - s.first + 1 for s in stretches if s.rise and s.first <= end)


def _stretches(
    *,
    start: int,
    value: Fraction,
    rates: Sequence[tuple[int, Fraction]],
    idle: Sequence[tuple[date, date]],
    is_limit: bool,
) -> Iterator[Stretch]:
    """Yield the stretches from the first date to the last one; nothing is asked of the start."""
    turned = dict(rates)
    entered = Counter(first.toordinal() for first, _ in idle)
    entered.subtract(last.toordinal() + 1 for _, last in idle)
    turns = sorted({_FIRST_DATE, start, start + 1, *turned, *entered})
    rate, depth = rates[0][1], 0
    for first, after in zip(turns, [*turns[1:], _LAST_DATE + 1], strict=True):
        rate = turned.get(first, rate)
        depth += entered[first]
        rise = rate if first > start and not depth else _NOTHING
        presumed = _overuse(rate) if is_limit and first >= start else _NOTHING
        yield Stretch(first=first, last=after - 1, before=value, rise=rise, presumed=presumed)
        value += rise * (after - first)


def _overuse(allowance: Fraction) -> Fraction:
    """Return what Beeminder presumes of a do-less goal's day: twice its rate, or 2 units."""
    return 2 * allowance or Fraction(2)


def _amount(exact: Fraction) -> Decimal:
    return plain(Decimal(round(exact * 10**_PLACES)).scaleb(-_PLACES))

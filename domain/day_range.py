"""Ranges of local days that a caller asks for, both ends included."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from domain.errors import InvalidDateRangeError, InvalidInputError

MOST_DAYS: Final = 3_700
"""How many local days may be asked for at once: somewhat more than ten years."""
DAYS_AHEAD: Final = 366
"""How many days after today may be asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRange:
    """A run of local days from `first` to `last`, both included."""

    first: date
    last: date


def day_range(
    start_on: date | None,
    end_on: date | None,
    *,
    today: date,
    ends_on: date,
    start_for: Callable[[date], date],
) -> DayRange:
    """Return the days asked for; without an end up to `ends_on`, without a start from its start.

    Raises:
        InvalidDateRangeError: The range ends before it starts.
        InvalidInputError: A day lies more than 366 days ahead, or there are more than 3,700 days.
    """
    for field, day in (("startDate", start_on), ("endDate", end_on)):
        if day is not None and (day - today).days > DAYS_AHEAD:
            raise InvalidInputError(field, f"must be at most {DAYS_AHEAD} days ahead", day)
    last = max(ends_on, start_on or ends_on) if end_on is None else end_on
    first = start_for(last) if start_on is None else start_on
    if last < first:
        raise InvalidDateRangeError("endDate", f"must be {first} or later", last)
    if (last - first).days >= MOST_DAYS:
        rule = f"must be one of the {MOST_DAYS} days that end on {last}"
        raise InvalidInputError("startDate", rule, first)
    return DayRange(first=first, last=last)


def days_back(last: date, *, count: int) -> date:
    """Return the first of so many days that end on a day, the first date at worst."""
    return max(last, date.min + timedelta(days=count - 1)) - timedelta(days=count - 1)

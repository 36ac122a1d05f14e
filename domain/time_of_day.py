"""Parts of the day and of the week, as an activity's context names them."""

from dataclasses import replace
from datetime import date, time
from typing import Final

from domain.activity import ActivityContext, DayOfWeek, TimeOfDay

_SATURDAY: Final = 5
_STARTS: Final = (
    (21, TimeOfDay.NIGHT),
    (17, TimeOfDay.EVENING),
    (12, TimeOfDay.AFTERNOON),
    (7, TimeOfDay.MORNING),
    (4, TimeOfDay.EARLY_MORNING),
)


def time_of_day(wall: time) -> TimeOfDay:
    """Return the part of the day that a wall time belongs to, by its hour."""
    for hour, part in _STARTS:
        if wall.hour >= hour:
            return part
    return TimeOfDay.NIGHT


def day_of_week(day: date) -> DayOfWeek:
    """Return the day of the week of a local day."""
    return tuple(DayOfWeek)[day.isoweekday() % 7]


def filled_in(context: ActivityContext, *, day: date, wall: time | None) -> ActivityContext:
    """Return the context with what it does not say of the time taken from the activity's own."""
    part = None if wall is None else time_of_day(wall)
    is_weekend = day.weekday() >= _SATURDAY if context.is_weekend is None else context.is_weekend
    return replace(
        context,
        time_of_day=context.time_of_day or part,
        day_of_week=context.day_of_week or day_of_week(day),
        is_weekend=is_weekend,
    )

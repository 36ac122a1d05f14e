"""Reminders: the instants at which an owner asks to be reminded of a goal."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING, Final

from domain.day import Calendar, DayRule, resolve

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator
    from datetime import date, datetime

_NOON: Final = time(12)


def reminders(
    due: Iterable[date],
    *,
    times: Iterable[time],
    met: Container[date],
    calendar: Calendar,
    is_open: bool,
) -> Iterator[datetime]:
    """Yield the UTC instants of the preferred wall times on due local days that are not met.

    The days ascend, and so do the instants. A goal that is not open (paused, completed, archived)
    has none.
    """
    walls = tuple(times)
    for day in due if is_open else ():
        if day not in met:
            yield from _reminders_on(day, walls=walls, calendar=calendar)


def _reminders_on(day: date, *, walls: tuple[time, ...], calendar: Calendar) -> list[datetime]:
    """Return each instant once, also where a gap moves one wall time onto another.

    A wall time that a cut day, or a gap at its end, takes out of the day has no instant.
    """
    rule, begins, ends = calendar.rule_on(day), calendar.start_of(day), calendar.end_of(day)
    shown = ((_shown_on(day, wall=wall, rule=rule), wall) for wall in walls)
    instants = {
        resolve(on=on, wall=wall, timezone=rule.timezone) for on, wall in shown if on is not None
    }
    return sorted(at for at in instants if begins <= at < ends)


def _shown_on(day: date, *, wall: time, rule: DayRule) -> date | None:
    """Return the date on the clock at a wall time of a local day; None if there is no such date.

    A day starts on its own date, or the evening before; times before its start come a date later.
    """
    dates_later = (wall < rule.day_start) - (rule.day_start >= _NOON)
    try:
        return day + timedelta(days=dates_later)
    except OverflowError:
        return None

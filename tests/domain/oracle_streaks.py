"""The oracle's streaks and rolling days, in the words of the rules."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from domain.occurrence import Outcome
from domain.schedule import SkipPolicy
from tests.domain.oracle_periods import DAY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domain.schedule import Schedule


class Judged(NamedTuple):
    """The verdict on the period that begins on a day, and the schedule it is judged by."""

    first: date
    outcome: Outcome
    schedule: Schedule
    is_due: bool


def lengths(periods: Iterable[Judged]) -> list[int]:
    """Return the length of the streak after each period, oldest first."""
    length = freezes = towards = 0
    is_waiting = False  # a miss that the next scheduled period forgives or not
    found = list[int]()
    for _, outcome, schedule, is_due in periods:
        if outcome is Outcome.MET:
            length, is_waiting = length + 1, is_waiting and not is_due
            if schedule.freeze_every and freezes < (schedule.freeze_max or 1):
                towards += 1
                if towards >= schedule.freeze_every:
                    freezes, towards = freezes + 1, 0
        elif outcome is Outcome.MISSED and length:
            if freezes and schedule.freeze_every:
                freezes -= 1
            elif schedule.is_single_miss_forgiven and not is_waiting:
                is_waiting = True
            else:
                length, is_waiting = 0, False
        elif outcome is Outcome.SKIPPED and is_waiting:
            length, is_waiting = 0, False
        elif outcome is Outcome.SKIPPED and schedule.skip_policy is SkipPolicy.COUNT and length:
            length += 1
        found.append(length)
    return found


@lru_cache(maxsize=4_096)
def rolled(
    done: tuple[date, ...], times: int, days: int, today: date
) -> tuple[set[date], set[date]]:
    """Return the days up to today that are met, and those that are pending."""
    known = [day for day in done if day <= today]
    intervals = list[tuple[date, date]]()
    for first, nth in reversed(list(zip(known, known[times - 1 :], strict=False))):
        last = first + (days - 1) * DAY
        if nth > last:
            continue
        while intervals and last > nth and last >= intervals[-1][0]:
            last -= DAY
        intervals.append((last - (days - 1) * DAY, last))
    held = {day for interval in intervals for day in run(*interval)}
    openings = [day for day in known if day not in held]
    met = {day for day in held | set(known) if known[0] <= day <= today}
    open_days = {day for first in openings for day in run(first, first + (days - 1) * DAY)}
    return met, open_days - met


def run(first: date, last: date) -> list[date]:
    return [first + n * DAY for n in range((last - first).days + 1)]

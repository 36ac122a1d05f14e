"""Rolling goals: n done days in any m local days in a row, judged day by day."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Final

_FIRST: Final = itemgetter(0)
_LAST_DATE: Final = date.max.toordinal()
_NEVER: Final = (_LAST_DATE + 1, _LAST_DATE + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rolling:
    """What the done days up to `as_of` make of the local days up to it.

    `held` and `openings` are runs of days, the first and the last of each, ascending. Held are the
    days in intervals. An opening begins with a done day outside every interval: that one is met,
    the rest of it pending. Days before `first_on`, the first done day, are not judged; all others
    are met, pending or missed.
    """

    as_of: date
    first_on: date | None
    held: tuple[tuple[date, date], ...]
    openings: tuple[tuple[date, date], ...]

    def is_met(self, day: date) -> bool:
        """Say whether a day is done or in an interval, and not later than `as_of`."""
        if day > self.as_of:
            return False
        opening = _run_on(day, self.openings)
        is_done = opening is not None and opening[0] == day
        return is_done or _run_on(day, self.held) is not None

    def is_pending(self, day: date) -> bool:
        """Say whether a day is unmet and follows a done day that may yet become an interval."""
        return not self.is_met(day) and _run_on(day, self.openings) is not None

    @property
    def ends_on(self) -> date | None:
        """Return the last day held or pending if nothing more is done; None without a done day.

        The day after it is the last chance: a streak breaks when that one closes unmet.
        """
        newest = (*self.held[-1:], *self.openings[-1:])
        return max((last for _, last in newest), default=None)


def rolling(
    done: Sequence[date], *, times: int, days: int, as_of: date, since: date | None = None
) -> Rolling:
    """Return what a goal of `times` done days in `days` days makes of the days up to `as_of`.

    `done` ascends, each day once; those later than `as_of` are not known yet. With `since` the
    answers hold from that day on, and only the done days near it and after it are looked at.
    """
    until = bisect_right(done, as_of)
    # An opening that reaches `since`, and an interval that holds the opening's first day, begin
    # each less than `days` days before.
    reach = 1 if since is None else max(1, since.toordinal() - 2 * (days - 1))
    known = [day.toordinal() for day in done[bisect_left(done, date.fromordinal(reach)) : until]]
    newest_first = _intervals(known, times=times, days=days, after=as_of.toordinal() + days)
    held = _joined(newest_first)
    openings = [(day, day + days - 1) for day in _outside(held, known)]
    first_on = done[0] if until else None
    return Rolling(
        as_of=as_of,
        first_on=first_on,
        held=_dated(held, first_on),
        openings=_dated(openings, first_on),
    )


def _intervals(
    done: Sequence[int], *, times: int, days: int, after: int
) -> Iterator[tuple[int, int]]:
    """Yield the intervals, newest first, each moved back until it touches the next newer one.

    Its end never passes before the last of its done days. All intervals end before `after`.
    """
    newer = after
    for first, nth in reversed(list(zip(done, done[times - 1 :], strict=False))):
        last = first + days - 1
        if last < nth:
            continue
        if last >= newer:
            last = max(nth, newer - 1)
        newer = last - days + 1
        yield newer, last


def _joined(newest_first: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the runs of days that the intervals cover together, ascending."""
    runs: list[tuple[int, int]] = []
    for first, last in newest_first:
        is_joined = bool(runs) and last + 1 >= runs[-1][0]
        end = runs.pop()[1] if is_joined else last
        runs.append((first, end))
    return runs[::-1]


def _outside(held: Iterable[tuple[int, int]], done: Iterable[int]) -> Iterator[int]:
    """Yield the done days that lie in no run; both ascend."""
    remaining = iter(held)
    first, last = 0, 0
    for day in done:
        while last < day:
            first, last = next(remaining, _NEVER)
        if day < first:
            yield day


def _dated(runs: Iterable[tuple[int, int]], first_on: date | None) -> tuple[tuple[date, date], ...]:
    """Return the runs as dates, cut to those from the first done day to the last date of all."""
    origin = 1 if first_on is None else first_on.toordinal()
    at = date.fromordinal
    return tuple((at(max(first, origin)), at(min(last, _LAST_DATE))) for first, last in runs)


def _run_on(day: date, runs: Sequence[tuple[date, date]]) -> tuple[date, date] | None:
    """Return the run that holds a day, of several the one begun last."""
    index = bisect_right(runs, day, key=_FIRST) - 1
    return runs[index] if index >= 0 and day <= runs[index][1] else None

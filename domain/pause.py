"""Pauses: days on which nothing is due, from a date to another or until a goal is resumed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import zip_longest
from typing import Final

from domain import lives
from domain.day import Calendar
from domain.errors import GoalInvalidError, InvalidDateRangeError, InvalidInputError
from domain.fields import day
from domain.goal import Cause, Goal, GoalStatus, Pause

MOST_PAUSES: Final = 100
_DAY: Final = timedelta(days=1)
_OPEN: Final = frozenset({GoalStatus.ACTIVE, GoalStatus.PAUSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """What is asked for: local days, both ends included, and whether it lasts until resumed."""

    days: tuple[date, date] | None = None
    is_open: bool = False


def asked(first: date | None, last: date | None, *, today: date) -> Absence:
    """Return what two local days ask for, from today on where no first one is given.

    Without a last day the absence lasts until the goal is resumed, and begins today or earlier.

    Raises:
        InvalidInputError: The first day lies before 1900, or ahead without a last one.
        InvalidDateRangeError: The last day lies before the first.
    """
    start = today if first is None else day(first, field="from")
    if last is not None:
        if last < start:
            raise InvalidDateRangeError("to", f"must be {start} or later", last)
        return Absence(days=(start, last))
    if start > today:
        raise InvalidInputError("from", f"must be {today} or earlier unless to is given", start)
    return Absence(days=(start, today - _DAY) if start < today else None, is_open=True)


def paused(goal: Goal, wanted: Absence, *, at: datetime, is_for_all: bool = False) -> Goal:
    """Return the goal away: the days are kept with it, an open absence changes its status.

    One that is away with all others until they are resumed stays so when all are paused again.

    Raises:
        GoalAlreadyCompletedError: The goal is completed.
        GoalArchivedError: The goal is archived.
        InvalidStatusTransitionError: The absence is open, and the goal is not active.
        GoalInvalidError: The goal would have more than 100 pauses.
    """
    lives.check_editable(goal)
    if wanted.days is not None:
        first, last = wanted.days
        pause = Pause(first=first, last=last, is_for_all=is_for_all)
        goal = _keeping(goal, _merged(goal.pauses, pause), at=at)
    if not wanted.is_open or (is_for_all and _is_away_with_all(goal)):
        return goal
    return lives.paused(goal, at=at, cause=Cause.ALL if is_for_all else Cause.OWNER)


def resumed(goal: Goal, *, at: datetime, today: date) -> Goal:
    """Return the goal due again from today on: active, and its pauses of today ended yesterday.

    Where nothing pauses it today, the pauses ahead are given up.

    Raises:
        GoalAlreadyCompletedError: The goal is completed.
        GoalArchivedError: The goal is archived.
        InvalidStatusTransitionError: The goal is neither paused nor has it a pause to give up.
    """
    is_paused = goal.status is GoalStatus.PAUSED
    is_away = is_paused or any(p.first <= today <= p.last for p in goal.pauses)
    given_up = [p for p in goal.pauses if not is_away or p.first <= today]
    left = tuple(_left(goal.pauses, given_up, today=today))
    if goal.status is not GoalStatus.ACTIVE or left == goal.pauses:
        goal = lives.resumed(goal, at=at)
    return _keeping(goal, left, at=at)


def resumed_with_all(goal: Goal, *, at: datetime, today: date) -> Goal:
    """Return the goal without what paused it with all others from today on; else as it is."""
    if goal.status not in _OPEN:
        return goal
    given_up = [pause for pause in goal.pauses if pause.is_for_all]
    left = tuple(_left(goal.pauses, given_up, today=today))
    if _is_away_with_all(goal):
        goal = lives.resumed(goal, at=at, cause=Cause.ALL)
    return _keeping(goal, left, at=at)


def changed_at(before: Goal, after: Goal, *, calendar: Calendar) -> datetime:
    """Return the instant from which a change of status or pauses matters to what is judged."""
    first = _first_day_changed(before.pauses, after.pauses)
    last = after.changes[-1].at
    if first is None:
        return last
    start = calendar.start_of(first)
    return start if after.changes == before.changes else min(start, last)


def _is_away_with_all(goal: Goal) -> bool:
    last = goal.changes[-1]
    return last.status is GoalStatus.PAUSED and last.cause is Cause.ALL


def _keeping(goal: Goal, pauses: tuple[Pause, ...], *, at: datetime) -> Goal:
    if pauses == goal.pauses:
        return goal
    if len(pauses) > MOST_PAUSES:
        rule = f"must be at most {MOST_PAUSES} for one goal"
        raise GoalInvalidError("pauses", rule, len(pauses))
    return replace(goal, pauses=pauses, updated_at=max(at, goal.updated_at))


def _merged(pauses: tuple[Pause, ...], added: Pause) -> tuple[Pause, ...]:
    """Return the pauses in order with one more, one with those of its kind that it touches."""
    touched = [pause for pause in pauses if _touch(pause, added)]
    first = min(pause.first for pause in (added, *touched))
    last = max(pause.last for pause in (added, *touched))
    others = [pause for pause in pauses if pause not in touched]
    return tuple(sorted([*others, replace(added, first=first, last=last)], key=_order))


def _touch(one: Pause, other: Pause) -> bool:
    is_near = one.first - _DAY <= other.last and other.first - _DAY <= one.last
    return is_near and one.is_for_all == other.is_for_all


def _left(pauses: tuple[Pause, ...], given_up: list[Pause], *, today: date) -> Iterator[Pause]:
    """Yield the pauses without the days from today on of those given up."""
    for pause in pauses:
        if pause not in given_up or pause.last < today:
            yield pause
        elif pause.first < today:
            yield replace(pause, last=today - _DAY)


def _first_day_changed(before: tuple[Pause, ...], after: tuple[Pause, ...]) -> date | None:
    """Return a day before which the pauses hold the same days; None if they are the same.

    Up to the first pause that differs they agree; two of one first day agree until one ends.
    """
    for old, new in zip_longest(before, after):
        if old is None:
            return new.first
        if new is None:
            return old.first
        if (old.first, old.last) != (new.first, new.last):
            is_cut = old.first == new.first
            return min(old.last, new.last) + _DAY if is_cut else min(old.first, new.first)
    return None


def _order(pause: Pause) -> tuple[date, date, bool]:
    return (pause.first, pause.last, pause.is_for_all)

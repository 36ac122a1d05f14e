from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import lives
from domain.day import Calendar, DayRule
from domain.errors import (
    GoalAlreadyCompletedError,
    GoalArchivedError,
    GoalInvalidError,
    InvalidDateRangeError,
    InvalidInputError,
    InvalidStatusTransitionError,
)
from domain.goal import Cause, Goal, GoalStatus, Pause, StatusChange
from domain.pause import (
    MOST_PAUSES,
    Absence,
    asked,
    changed_at,
    paused,
    resumed,
    resumed_with_all,
)
from domain.profile import UTC_CALENDAR
from tests.builders import NOW, a_goal
from tests.domain.journals import on

TODAY = NOW.date()
ACTIVE, PAUSED = GoalStatus.ACTIVE, GoalStatus.PAUSED
LATER = NOW + timedelta(hours=1)


def march(day: int) -> date:
    return date(2026, 3, day)


def a_pause(first: int, last: int, *, is_for_all: bool = False) -> Pause:
    return Pause(first=march(first), last=march(last), is_for_all=is_for_all)


def a_goal_with(*pauses: Pause, status: GoalStatus = ACTIVE, cause: Cause = Cause.OWNER) -> Goal:
    """Return a goal with pauses that took a status an hour ago, active before."""
    active = StatusChange(status=ACTIVE, at=NOW - timedelta(days=9))
    last = StatusChange(status=status, at=NOW - timedelta(hours=1), cause=cause)
    return replace(a_goal(), pauses=pauses, changes=(active, last))


def with_days(goal: Goal, first: int, last: int, **kind: bool) -> Goal:
    return paused(goal, Absence(days=(march(first), march(last))), at=LATER, **kind)


def back(goal: Goal, day: int = 10) -> Goal:
    return resumed(goal, at=LATER, today=march(day))


def back_with_all(goal: Goal, day: int = 10) -> Goal:
    return resumed_with_all(goal, at=LATER, today=march(day))


# what dates ask for


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (None, None, None),
        (TODAY, None, None),
        (march(1), None, (march(1), march(1))),
        (date(2026, 2, 20), None, (date(2026, 2, 20), march(1))),
        (None, TODAY, (TODAY, TODAY)),
        (None, march(9), (TODAY, march(9))),
        (date(1900, 1, 1), march(1), (date(1900, 1, 1), march(1))),
        (march(5), date.max, (march(5), date.max)),
    ],
)
def test_dates_ask_for_local_days_or_for_an_absence_until_the_goal_is_resumed(
    first: date | None, last: date | None, days: tuple[date, date] | None
) -> None:
    assert asked(first, last, today=TODAY) == Absence(days=days, is_open=last is None)


@pytest.mark.parametrize(
    ("first", "last", "error", "message"),
    [
        (march(3), None, InvalidInputError, "from must be 2026-03-02 or earlier unless to is gi"),
        (date(1899, 12, 31), None, InvalidInputError, "from must be 1900-01-01 or later; got '18"),
        (march(5), march(4), InvalidDateRangeError, "to must be 2026-03-05 or later; got '2026-0"),
        (None, march(1), InvalidDateRangeError, "to must be 2026-03-02 or later; got '2026-03-01"),
    ],
)
def test_dates_that_do_not_belong_together_are_refused(
    first: date | None, last: date | None, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        asked(first, last, today=TODAY)


# pausing


def test_a_dated_pause_leaves_the_status_as_it_is() -> None:
    for status in (GoalStatus.DRAFT, ACTIVE, PAUSED):
        goal = with_days(a_goal_with(status=status), 4, 6)
        assert (goal.status, goal.pauses) == (status, (a_pause(4, 6),))
        assert goal.updated_at == LATER


def test_an_open_absence_pauses_a_goal_from_now_on_and_keeps_the_days_before() -> None:
    wanted = Absence(days=(march(1), march(1)), is_open=True)
    goal = paused(a_goal_with(), wanted, at=LATER, is_for_all=True)
    assert goal.pauses == (a_pause(1, 1, is_for_all=True),)
    assert goal.changes[-1] == StatusChange(status=PAUSED, at=LATER, cause=Cause.ALL)
    with pytest.raises(InvalidStatusTransitionError, match="from paused to paused"):
        paused(goal, wanted, at=LATER)


def test_a_goal_that_is_away_with_all_others_stays_so_when_all_are_paused_again() -> None:
    away = a_goal_with(status=PAUSED, cause=Cause.ALL)
    assert paused(away, Absence(is_open=True), at=LATER, is_for_all=True) == away
    since = Absence(days=(march(1), march(1)), is_open=True)
    again = paused(away, since, at=LATER, is_for_all=True)
    assert (again.changes, again.pauses) == (away.changes, (a_pause(1, 1, is_for_all=True),))
    alone = a_goal_with(status=PAUSED)
    with pytest.raises(InvalidStatusTransitionError, match="from paused to paused"):
        paused(alone, Absence(is_open=True), at=LATER, is_for_all=True)


def test_a_goal_that_has_ended_takes_no_pause() -> None:
    for status, error in (
        (GoalStatus.COMPLETED, GoalAlreadyCompletedError),
        (GoalStatus.ARCHIVED, GoalArchivedError),
    ):
        with pytest.raises(error):
            with_days(a_goal_with(status=status), 4, 6)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (5, 5, [(4, 6)]),
        (6, 9, [(4, 9)]),
        (7, 9, [(4, 9)]),
        (8, 9, [(4, 6), (8, 9)]),
        (1, 3, [(1, 6)]),
        (1, 2, [(1, 2), (4, 6)]),
        (2, 20, [(2, 20)]),
    ],
)
def test_pauses_that_touch_become_one(
    first: int, last: int, expected: list[tuple[int, int]]
) -> None:
    goal = with_days(a_goal_with(a_pause(4, 6)), first, last)
    assert goal.pauses == tuple(a_pause(*days) for days in expected)


def test_pauses_of_one_goal_and_of_all_are_kept_apart() -> None:
    goal = with_days(a_goal_with(a_pause(4, 6)), 4, 8, is_for_all=True)
    assert goal.pauses == (a_pause(4, 6), a_pause(4, 8, is_for_all=True))


def test_a_pause_of_days_that_are_paused_changes_nothing() -> None:
    goal = a_goal_with(a_pause(4, 6))
    assert with_days(goal, 5, 6) is goal


def test_a_goal_keeps_at_most_100_pauses() -> None:
    days = [march(1) + timedelta(days=2 * number) for number in range(MOST_PAUSES)]
    goal = a_goal_with(*(Pause(first=day, last=day) for day in days))
    assert len(with_days(goal, 2, 2).pauses) == MOST_PAUSES - 1
    with pytest.raises(GoalInvalidError, match=r"pauses must be at most 100 .*; got '101'"):
        with_days(goal, 1, 1, is_for_all=True)


# coming back


def test_a_paused_goal_is_active_again_and_its_pauses_of_today_end_yesterday() -> None:
    goal = back(a_goal_with(a_pause(8, 12), a_pause(20, 22), status=PAUSED))
    assert goal.changes[-1] == StatusChange(status=ACTIVE, at=LATER)
    assert goal.pauses == (a_pause(8, 9), a_pause(20, 22))


@pytest.mark.parametrize(
    ("pauses", "left"),
    [
        ([(8, 12)], [(8, 9)]),
        ([(10, 12)], []),
        ([(1, 3), (9, 10), (20, 22)], [(1, 3), (9, 9), (20, 22)]),
        ([(1, 3), (20, 22)], [(1, 3)]),
    ],
)
def test_an_active_goal_comes_back_from_its_pause_of_today_or_gives_up_those_ahead(
    pauses: list[tuple[int, int]], left: list[tuple[int, int]]
) -> None:
    goal = back(a_goal_with(*(a_pause(*days) for days in pauses)))
    assert goal.pauses == tuple(a_pause(*days) for days in left)
    assert goal.status is ACTIVE
    assert goal.updated_at == LATER


def test_a_goal_that_nothing_pauses_cannot_be_resumed() -> None:
    with pytest.raises(InvalidStatusTransitionError, match="from active to active"):
        back(a_goal_with(a_pause(1, 3)))
    with pytest.raises(InvalidStatusTransitionError, match="from draft to active"):
        back(a_goal_with(a_pause(8, 12), status=GoalStatus.DRAFT))
    with pytest.raises(GoalArchivedError):
        back(a_goal_with(a_pause(8, 12), status=GoalStatus.ARCHIVED))


def test_all_come_back_from_what_paused_all_and_from_nothing_else() -> None:
    mine, all_of_it = a_pause(8, 12), a_pause(7, 20, is_for_all=True)
    goal = back_with_all(a_goal_with(mine, all_of_it, a_pause(25, 26, is_for_all=True)))
    assert goal.pauses == (mine, a_pause(7, 9, is_for_all=True))
    goal = back_with_all(a_goal_with(status=PAUSED, cause=Cause.ALL))
    assert goal.changes[-1] == StatusChange(status=ACTIVE, at=LATER, cause=Cause.ALL)


@pytest.mark.parametrize(
    "goal",
    [
        a_goal_with(),
        a_goal_with(status=PAUSED),
        a_goal_with(a_pause(1, 9, is_for_all=True)),
        a_goal_with(a_pause(8, 12, is_for_all=True), status=GoalStatus.COMPLETED),
        a_goal_with(a_pause(8, 12, is_for_all=True), status=GoalStatus.ARCHIVED),
    ],
    ids=["active", "paused alone", "over", "completed", "archived"],
)
def test_a_goal_that_was_not_paused_with_all_stays_as_it_is(goal: Goal) -> None:
    assert back_with_all(goal) is goal


def test_a_goal_paused_with_all_is_resumed_with_them_after_a_time_in_the_archive() -> None:
    goal = a_goal_with(status=PAUSED, cause=Cause.ALL)
    restored = lives.restored(lives.archived(goal, at=LATER), at=LATER)
    assert restored.changes[-1].cause is Cause.ALL
    assert back_with_all(restored).status is ACTIVE


# from when on it matters


def test_a_change_of_status_matters_from_its_instant_on() -> None:
    goal = a_goal_with(a_pause(1, 3))
    moved = lives.paused(goal, at=LATER)
    assert changed_at(goal, moved, calendar=UTC_CALENDAR) == LATER


@pytest.mark.parametrize(
    ("before", "after", "day"),
    [
        ([], [(4, 6)], 4),
        ([(4, 6)], [], 4),
        ([(1, 2), (4, 6)], [(1, 2), (4, 9)], 7),
        ([(4, 9)], [(4, 6)], 7),
        ([(4, 6)], [(2, 6)], 2),
        ([(4, 6), (8, 9)], [(4, 9)], 7),
    ],
)
def test_a_change_of_pauses_matters_from_the_first_day_that_differs(
    before: list[tuple[int, int]], after: list[tuple[int, int]], day: int
) -> None:
    calendar = Calendar.of(DayRule(timezone="Europe/Berlin", day_start=time(4)))
    old, new = (a_goal_with(*(a_pause(*days) for days in each)) for each in (before, after))
    assert changed_at(old, new, calendar=calendar) == datetime(2026, 3, day, 3, tzinfo=UTC)


def test_a_pause_and_a_change_of_status_matter_from_the_earlier_of_both() -> None:
    for first, at in ((1, datetime(2026, 3, 1, tzinfo=UTC)), (20, LATER)):
        wanted = Absence(days=(march(first), march(first)), is_open=True)
        goal = a_goal_with()
        assert changed_at(goal, paused(goal, wanted, at=LATER), calendar=UTC_CALENDAR) == at


runs = st.tuples(st.integers(1, 31), st.integers(0, 6), st.booleans())


def days_of(goal: Goal, *, is_for_all: bool | None = None) -> set[int]:
    """Return the days of March that are paused, by one kind of pause if it is given."""
    return {
        number
        for pause in goal.pauses
        if is_for_all in {None, pause.is_for_all}
        for number in range(1, 32)
        if pause.first <= march(number) <= pause.last
    }


@given(drawn=st.lists(runs, max_size=9), today=st.integers(1, 31))
def test_pauses_hold_each_day_that_was_asked_for_and_lie_apart(
    drawn: list[tuple[int, int, bool]], today: int
) -> None:
    goal = a_goal_with()
    wanted: dict[bool, set[int]] = {True: set(), False: set()}
    for first, more, is_for_all in drawn:
        last = min(first + more, 31)
        old, goal = goal, with_days(goal, first, last, is_for_all=is_for_all)
        wanted[is_for_all] |= set(range(first, last + 1))
        changed = days_of(old) ^ days_of(goal)
        assert all(on(day) >= changed_at(old, goal, calendar=UTC_CALENDAR) for day in changed)
    for kind, days in wanted.items():
        assert days_of(goal, is_for_all=kind) == days
        held = [pause for pause in goal.pauses if pause.is_for_all is kind]
        assert all(later.first - one.last > timedelta(days=1) for one, later in pairwise(held))
    left = back_with_all(goal, today)
    assert days_of(left, is_for_all=True) == {day for day in wanted[True] if day < today}
    assert days_of(left, is_for_all=False) == wanted[False]

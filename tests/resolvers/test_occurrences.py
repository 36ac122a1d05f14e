"""Streaks, occurrences and history of goals, read from their logs."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from domain.activity import ActivityType
from domain.errors import InvalidDateRangeError, InvalidInputError
from domain.goal import Goal
from domain.history import ProgressPoint
from domain.occurrence import Outcome
from domain.occurrence_view import OccurrenceView
from domain.period import PeriodUnit
from domain.streak import Streak, StreakState
from domain.streak_summary import StreakSummary
from tests.builders import NOW
from tests.domain.reviewing import values
from tests.resolvers.asking import DAY, Caller, a_wanted_target
from tests.resolvers.damage import damage_tally

TODAY = NOW.date()


async def log_days(ann: Caller, goal: Goal, values: Sequence[int | None]) -> Caller:
    """Log a value each day, none on a day of None, and return the caller of the day after."""
    for value in values:
        if value is not None:
            await ann.log(goal, value)
        ann = ann.after(days=1)
    return ann


async def seen(ann: Caller, goal: Goal, **arguments: Any) -> tuple[OccurrenceView, ...]:
    found: tuple[OccurrenceView, ...] = await ann.of("occurrences", goal, **arguments)
    return found


async def points(ann: Caller, goal: Goal, **arguments: Any) -> tuple[ProgressPoint, ...]:
    found: tuple[ProgressPoint, ...] = await ann.of("history", goal, **arguments)
    return found


async def test_a_streak_is_told_with_those_before_it(ann: Caller) -> None:
    goal = await ann.create("recurring")
    later = await log_days(ann, goal, [10, 10, 10, None, 10, 10])
    found: StreakSummary = await later.of("streak", goal)
    first = Streak(start_on=TODAY, end_on=TODAY + 2 * DAY, length=3)
    second = Streak(start_on=TODAY + 4 * DAY, end_on=TODAY + 5 * DAY, length=2)
    assert found == StreakSummary(
        current=2,
        longest=3,
        state=StreakState.AT_RISK,
        is_at_risk=True,
        freezes=0,
        best=(second, first),
        history=(second, first),
        start_on=second.start_on,
        expires_at=NOW.replace(hour=0, minute=0) + 7 * DAY,
        periods_until_break=0,
    )


async def test_a_streak_of_a_past_moment_knows_nothing_that_was_logged_later(ann: Caller) -> None:
    goal = await ann.create("recurring")
    later = await log_days(ann, goal, [10, 10])
    before = await later.of("streak", goal, as_of=NOW + 5 * timedelta(hours=1))
    await log_days(later, goal, [10, 10])
    assert before.current == 1
    assert await ann.after(days=9).of("streak", goal, as_of=NOW + 5 * timedelta(hours=1)) == before


async def test_a_goal_without_periods_has_no_streak(ann: Caller) -> None:
    goal = await ann.create()
    await ann.log(goal, 10)
    found: StreakSummary = await ann.of("streak", goal)
    assert (found.current, found.state, found.history) == (0, StreakState.NOT_STARTED, ())


async def test_the_last_30_days_are_shown_unless_others_are_asked_for(ann: Caller) -> None:
    goal = await ann.create("recurring")
    later = await log_days(ann, goal, [10] * 40)
    found = await seen(later, goal)
    assert [each.start_on for each in (found[0], found[-1])] == [
        TODAY + 11 * DAY,
        TODAY + 40 * DAY,
    ]
    assert len(found) == 30
    assert len(await seen(later, goal, start_date=TODAY)) == 41
    some = await seen(later, goal, start_date=TODAY + DAY, end_date=TODAY + 2 * DAY)
    assert [values(each.outcome, each.value) for each in some] == [(Outcome.MET, 10)] * 2


async def test_what_is_to_come_is_shown_up_to_366_days_ahead(ann: Caller) -> None:
    goal = await ann.create("recurring")
    found = await seen(ann, goal, start_date=TODAY, end_date=TODAY + 366 * DAY)
    assert len(found) == 367
    assert {each.outcome for each in found} == {Outcome.PENDING}
    with pytest.raises(InvalidInputError, match="endDate must be at most 366 days ahead"):
        await seen(ann, goal, end_date=TODAY + 367 * DAY)


async def test_a_backdated_skip_changes_what_is_shown(ann: Caller) -> None:
    goal = await ann.create("recurring")
    later = await log_days(ann, goal, [10, None, 10])
    await later.log(goal, None, kind=ActivityType.SKIPPED, activity_date=TODAY + DAY)
    found = await seen(later, goal)
    assert [each.outcome.value for each in found] == ["met", "skipped", "met", "pending"]


@pytest.mark.parametrize("field_name", ["occurrences", "history"])
async def test_a_range_that_cannot_be_asked_for_is_refused(ann: Caller, field_name: str) -> None:
    goal = await ann.create("recurring")
    with pytest.raises(InvalidDateRangeError, match="endDate must be 2026-03-02 or later"):
        await ann.of(field_name, goal, start_date=TODAY, end_date=TODAY - DAY)
    with pytest.raises(InvalidInputError, match="startDate must be one of the 3700 days"):
        await ann.of(field_name, goal, start_date=TODAY - 3_700 * DAY)
    assert await ann.of(field_name, goal, start_date=TODAY - 3_699 * DAY)


async def test_history_shows_30_days_or_12_weeks_unless_asked(ann: Caller) -> None:
    goal = await ann.create()
    later = await log_days(ann, goal, [1] * 90)
    assert len(await points(later, goal)) == 30
    assert len(await points(later, goal, by=PeriodUnit.WEEK)) == 12
    months = await points(later, goal, by=PeriodUnit.MONTH)
    assert [values(each.period_key, each.value, each.total) for each in months] == [
        ("2026-03", 30, 30),
        ("2026-04", 30, 60),
        ("2026-05", 30, 90),
    ]


async def test_each_point_is_what_progress_answers_for_the_end_of_its_day(ann: Caller) -> None:
    goal = await ann.create(deadline=TODAY + 9 * DAY)
    task = await ann.plan(goal, "one")
    await ann.plan(goal, "two")
    later = await log_days(ann, goal, [5, None, 20])
    await later.turn("completeTask", task)
    end = later.after(days=2)
    found = await points(end, goal)
    moments = [NOW.replace(hour=0, minute=0) + n * DAY for n in range(1, 7)]
    expected = [await end.percent(goal, min(at, end.now)) for at in moments]
    assert [each.progress for each in found] == expected
    assert [each.completed_tasks for each in found] == [0, 0, 0, 1, 1, 1]
    assert found[-1].progress == await end.percent(goal)


async def test_the_history_of_a_goal_that_ended_is_that_of_its_last_days(ann: Caller) -> None:
    goal = await ann.create()
    later = await log_days(ann, goal, [60, 40])
    found = await points(later.after(days=500), goal)
    assert [values(each.on, each.progress) for each in found] == [(TODAY, 60), (TODAY + DAY, 100)]
    assert await points(later.after(days=500), goal, start_date=TODAY + 2 * DAY) == ()


async def test_days_ahead_have_no_history(ann: Caller) -> None:
    goal = await ann.create()
    assert await points(ann, goal, start_date=TODAY + DAY) == ()
    assert [each.on for each in await points(ann, goal, end_date=TODAY + 30 * DAY)] == [TODAY]


@pytest.mark.parametrize("field_name", ["streak", "occurrences", "history"])
async def test_one_goal_that_fails_leaves_the_others_told(ann: Caller, field_name: str) -> None:
    goals = [await ann.create("recurring", title=f"goal {number}") for number in range(3)]
    await damage_tally(ann.store, goals[1])
    told = await ann.each(field_name, goals)
    assert [isinstance(each, Exception) for each in told] == [False, True, False]


async def test_a_week_is_the_owners(ann: Caller) -> None:
    target = a_wanted_target((await ann.create("recurring")).pattern, period=PeriodUnit.WEEK)
    goal = await ann.create("recurring", title="weekly", target=target)
    (now,) = await seen(ann, goal)
    assert (now.start_on, now.end_on) == (date(2026, 3, 2), date(2026, 3, 8))

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from domain.answers import Effects, GoalProgress, ProgressBasis, StreakChange
from domain.effects import effects, streak_change
from domain.milestone import Milestone
from domain.streak import StreakState
from domain.target import GoalPattern
from tests.builders import GOAL_ID, NOW
from tests.domain.diary import Diary, a_diary

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

ZERO = Decimal(0)
DONE = ProgressBasis.COMPLETED


def a_milestone(name: str, achieved_at: datetime | None = None) -> Milestone:
    return Milestone(milestone_id=name, name=name, percentage=Decimal(50), achieved_at=achieved_at)


def a_reading(*milestones: Milestone, **changes: Any) -> GoalProgress:
    reading = GoalProgress(
        goal_id=GOAL_ID,
        as_of=NOW,
        progress_percentage=ZERO,
        basis=ProgressBasis.PATTERN,
        task_progress=ZERO,
        time_progress=ZERO,
        activity_progress=ZERO,
        completed_tasks=0,
        total_tasks=0,
        milestones=milestones,
        last_updated=NOW,
        is_overdue=False,
        is_urgent=False,
    )
    return replace(reading, **changes)


def compared(before: GoalProgress, after: GoalProgress) -> Effects:
    return effects(before, after, streak=StreakChange())


def test_the_same_reading_twice_has_no_effects() -> None:
    reading = a_reading(a_milestone("one", NOW), basis=DONE, progress_percentage=Decimal(70))
    assert compared(reading, reading) == Effects()


def test_deltas_are_differences_of_percentages_with_two_decimals() -> None:
    before = a_reading(progress_percentage=Decimal(100) / 3, activity_progress=Decimal(50))
    after = a_reading(progress_percentage=Decimal(200) / 3, activity_progress=Decimal("12.345"))
    found = compared(before, after)
    assert found.progress_delta == Decimal("33.34")
    assert found.activity_progress_delta == Decimal("-37.65")


def test_milestones_are_told_as_they_stand_after_the_change() -> None:
    one, two, gone = a_milestone("one"), a_milestone("two", NOW), a_milestone("gone", NOW)
    renamed = replace(two, achieved_at=None, name="renamed")
    reached = replace(one, achieved_at=NOW)
    found = compared(a_reading(one, two, gone), a_reading(reached, renamed))
    assert found.milestones_achieved == (reached,)
    assert found.milestones_lost == (renamed, replace(gone, achieved_at=None))


def test_a_milestone_that_is_new_and_proved_is_achieved() -> None:
    new = a_milestone("new", NOW)
    assert compared(a_reading(), a_reading(new)).milestones_achieved == (new,)


def test_a_milestone_reached_at_another_instant_is_neither_achieved_nor_lost() -> None:
    moved = a_milestone("one", NOW.replace(hour=1))
    assert compared(a_reading(a_milestone("one", NOW)), a_reading(moved)) == Effects()


@pytest.mark.parametrize(
    ("before", "after", "is_completed"),
    [
        (ProgressBasis.PATTERN, DONE, True),
        (DONE, DONE, False),
        (DONE, ProgressBasis.PATTERN, False),
        (ProgressBasis.NONE, ProgressBasis.TASKS, False),
    ],
)
def test_a_goal_is_completed_where_it_was_not(
    before: ProgressBasis, after: ProgressBasis, is_completed: object
) -> None:
    found = compared(a_reading(basis=before), a_reading(basis=after))
    assert found.goal_completed is is_completed


def changed(diary: Diary, step: Callable[[], object]) -> StreakChange:
    """Return what a step does to the streak, read before and after it as of now."""
    at = diary.latest
    before = diary.walked(at)
    step()
    return streak_change(before, diary.walked(at))


def test_an_activity_lengthens_a_streak_once_in_a_period() -> None:
    diary = a_diary(GoalPattern.STREAK, 9)
    diary.log()
    diary.wait(days=1)
    active = StreakState.ACTIVE
    assert changed(diary, diary.log) == StreakChange(current=2, extended=True, state=active)
    assert changed(diary, diary.log) == StreakChange(current=2, state=active)


def test_a_correction_may_shorten_or_join_streaks() -> None:
    diary = a_diary(GoalPattern.STREAK, 9)
    for _ in range(2):
        diary.log()
        diary.wait(days=2)
    risk = StreakState.AT_RISK
    missed = changed(diary, lambda: diary.log(occurred_at=diary.now.replace(day=3)))
    assert missed == StreakChange(state=StreakState.BROKEN)
    joined = changed(diary, lambda: diary.log(occurred_at=diary.now.replace(day=5)))
    assert joined == StreakChange(current=4, extended=True, state=risk)
    assert changed(diary, lambda: diary.remove(1)).current == 1


def test_a_goal_that_is_not_judged_by_periods_has_no_streak() -> None:
    diary = a_diary(GoalPattern.MILESTONE, 9)
    assert changed(diary, lambda: diary.log(5)) == StreakChange()


def test_nothing_puts_the_streak_of_a_goal_that_has_ended_at_risk() -> None:
    diary = a_diary(GoalPattern.STREAK, 2)
    for _ in range(2):
        diary.log()
        diary.wait(days=1)
    ended = changed(diary, lambda: diary.log(occurred_at=diary.goal.created_at))
    assert ended == StreakChange(current=2, state=StreakState.ACTIVE)

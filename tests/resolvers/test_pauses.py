"""Pausing and resuming: one goal on local days, and all goals at once."""

from dataclasses import replace
from datetime import date

import pytest

from domain.answers import BulkChange, BulkResult, BulkStatus
from domain.errors import (
    GoalArchivedError,
    GoalInvalidError,
    InvalidDateRangeError,
    InvalidInputError,
    InvalidStatusTransitionError,
    VersionConflictError,
)
from domain.goal import Cause, Goal, GoalStatus, Pause
from domain.policy import Policy
from domain.requests import ProfileEdit
from persistence.errors import UnreadableItemError
from tests.builders import NOW
from tests.resolvers.asking import DAY, Caller
from tests.resolvers.damage import damage_tally

TODAY = NOW.date()


def day(ahead: int) -> date:
    return TODAY + ahead * DAY


def result(index: int, goal: Goal, code: str | None = None) -> BulkResult:
    status = BulkStatus.DONE if code is None else BulkStatus.FAILED
    return BulkResult(index=index, goal_id=goal.goal_id, status=status, code=code)


def bare(answer: BulkChange) -> list[BulkResult]:
    return [replace(result, message=None) for result in answer.results]


def results(*goals: Goal) -> BulkChange:
    found = tuple(result(index, goal) for index, goal in enumerate(goals))
    return BulkChange(owner="ann", results=found)


async def statuses(ann: Caller, *goals: Goal) -> list[str]:
    return [(await ann.goal(goal.goal_id)).status.value for goal in goals]


# one goal


async def test_a_goal_is_paused_on_local_days_and_stays_active(ann: Caller) -> None:
    goal = await ann.create("streak")
    paused = await ann.after(hours=1).move("pauseGoal", goal, first=day(1), last=day(9))
    assert paused.status is GoalStatus.ACTIVE
    assert paused.pauses == (Pause(first=day(1), last=day(9)),)
    assert (paused.version, paused.updated_at) == (2, ann.after(hours=1).now)
    assert await ann.goal(goal.goal_id) == paused


async def test_days_in_a_pause_entered_afterwards_are_not_judged(ann: Caller) -> None:
    goal = await ann.create("streak")
    for ahead in (0, 1, 7):
        await ann.after(days=ahead).log(goal, None)
    later = ann.after(days=8)
    done = await later.move("pauseGoal", goal, first=day(2), last=day(6))
    assert (done.status, done.completed_at) == (GoalStatus.COMPLETED, NOW + 7 * DAY)
    assert await later.reached(goal) == {
        "First Quarter": NOW,
        "Halfway Point": NOW + DAY,
        "Three Quarters": NOW + 7 * DAY,
        "Complete": NOW + 7 * DAY,
    }


async def test_a_goal_is_paused_since_a_day_until_it_is_resumed(ann: Caller) -> None:
    goal = await ann.create("recurring")
    later = ann.after(days=3)
    paused = await later.move("pauseGoal", goal, first=day(1))
    assert paused.status is GoalStatus.PAUSED
    assert paused.pauses == (Pause(first=day(1), last=day(2)),)
    assert (await later.query("me")).active_goals == 0
    resumed = await ann.after(days=5).move("resumeGoal", goal)
    assert (resumed.status, resumed.pauses) == (GoalStatus.ACTIVE, paused.pauses)


async def test_a_pause_is_ended_early(ann: Caller) -> None:
    goal = await ann.create()
    await ann.move("pauseGoal", goal, last=day(9))
    resumed = await ann.after(days=3).move("resumeGoal", goal)
    assert resumed.pauses == (Pause(first=TODAY, last=day(2)),)
    with pytest.raises(InvalidStatusTransitionError, match="from active to active"):
        await ann.after(days=3).move("resumeGoal", goal)


async def test_today_is_that_of_the_owner(ann: Caller) -> None:
    await ann.mutate("updateProfile", ProfileEdit(timezone="Pacific/Kiritimati"))
    goal = await ann.create()
    late = ann.after(days=1, hours=4)
    paused = await late.move("pauseGoal", goal, last=day(2))
    assert paused.pauses == (Pause(first=day(2), last=day(2)),)


async def test_pauses_that_touch_become_one_and_one_of_paused_days_changes_nothing(
    ann: Caller,
) -> None:
    goal = await ann.create()
    await ann.move("pauseGoal", goal, first=day(1), last=day(3))
    merged = await ann.move("pauseGoal", goal, first=day(4), last=day(6))
    assert merged.pauses == (Pause(first=day(1), last=day(6)),)
    same = await ann.after(hours=1).move("pauseGoal", goal, first=day(2), last=day(5))
    assert same == merged


async def test_a_pause_is_refused_for_each_rule_it_breaks(ann: Caller) -> None:
    goal = await ann.create()
    with pytest.raises(InvalidInputError, match="from must be 2026-03-02 or earlier unless"):
        await ann.move("pauseGoal", goal, first=day(1))
    with pytest.raises(InvalidDateRangeError, match="to must be 2026-03-03 or later"):
        await ann.move("pauseGoal", goal, first=day(1), last=day(0))
    with pytest.raises(VersionConflictError):
        await ann.move("pauseGoal", goal, last=day(1), expected_version=9)
    with pytest.raises(InvalidDateRangeError):
        await ann.pause_all(last=day(-1))
    assert await ann.goal(goal.goal_id) == goal
    await ann.move("archiveGoal", goal)
    with pytest.raises(GoalArchivedError):
        await ann.move("pauseGoal", goal, last=day(1))


async def test_a_goal_keeps_at_most_100_pauses(ann: Caller) -> None:
    goal = await ann.create()
    for number in range(100):
        await ann.move("pauseGoal", goal, first=day(2 * number), last=day(2 * number))
    with pytest.raises(GoalInvalidError, match="pauses must be at most 100 for one goal"):
        await ann.move("pauseGoal", goal, first=day(300), last=day(300))
    refused = await ann.pause_all(first=day(300), last=day(300))
    assert bare(refused) == [result(0, goal, "GOAL_VALIDATION_ERROR")]
    assert refused.results[0].message == "pauses must be at most 100 for one goal; got '101'"


# all goals


async def test_all_active_goals_are_paused_and_only_they_are_resumed(ann: Caller) -> None:
    # InlitX/streak issue 115: a goal that its owner paused alone stays paused.
    alone, one, two = [
        await ann.after(seconds=n).create(title=title) for n, title in enumerate("abc")
    ]
    draft = await ann.create(title="draft", status=GoalStatus.DRAFT)
    await ann.after(minutes=1).move("pauseGoal", alone)
    later = ann.after(minutes=2)
    assert await later.pause_all() == results(one, two)
    assert await statuses(ann, alone, one, two, draft) == ["paused", "paused", "paused", "draft"]
    assert (await later.query("me")).active_goals == 0
    assert (await ann.goal(one.goal_id)).changes[-1].cause is Cause.ALL
    assert await later.pause_all() == results()
    assert await ann.after(days=2).resume_all() == results(one, two)
    assert await statuses(ann, alone, one, two, draft) == ["paused", "active", "active", "draft"]
    assert (await later.query("me")).active_goals == 2
    assert await ann.after(days=2).resume_all() == results()


async def test_a_goal_resumed_alone_and_paused_again_is_not_resumed_with_all(ann: Caller) -> None:
    goal = await ann.create()
    await ann.pause_all()
    await ann.after(hours=1).move("resumeGoal", goal)
    await ann.after(hours=2).move("pauseGoal", goal)
    assert await ann.after(hours=3).resume_all() == results()
    assert await statuses(ann, goal) == ["paused"]


async def test_a_vacation_of_all_is_kept_beside_the_pauses_of_one_goal(ann: Caller) -> None:
    one, resting = await ann.create(title="one"), await ann.after(seconds=1).create(title="two")
    await ann.after(minutes=1).move("pauseGoal", resting)
    await ann.after(minutes=1).move("pauseGoal", one, first=day(3), last=day(12))
    later = ann.after(minutes=2)
    assert await later.pause_all(first=day(1), last=day(5)) == results(one, resting)
    await later.pause_all(first=day(20), last=day(25))
    back = ann.after(days=4)
    assert await back.resume_all() == results(one, resting)
    vacation = Pause(first=day(1), last=day(3), is_for_all=True)
    own = Pause(first=day(3), last=day(12))
    assert (await ann.goal(one.goal_id)).pauses == (vacation, own)
    assert (await ann.goal(resting.goal_id)).pauses == (vacation,)
    assert await statuses(ann, one, resting) == ["active", "paused"]
    assert await back.resume_all() == results()


async def test_all_are_paused_since_a_day(ann: Caller) -> None:
    goal = await ann.create("recurring")
    await ann.after(days=3).pause_all(first=day(1))
    paused = await ann.goal(goal.goal_id)
    assert paused.status is GoalStatus.PAUSED
    assert paused.pauses == (Pause(first=day(1), last=day(2), is_for_all=True),)
    await ann.after(days=5).resume_all()
    resumed = await ann.goal(goal.goal_id)
    assert (resumed.status, resumed.pauses) == (GoalStatus.ACTIVE, paused.pauses)


async def test_an_archived_goal_keeps_its_vacation(ann: Caller) -> None:
    goal = await ann.create()
    await ann.pause_all(last=day(9))
    await ann.move("archiveGoal", goal)
    assert await ann.after(days=1).resume_all() == results()


async def test_the_quota_is_checked_for_each_goal_that_is_resumed(ann: Caller) -> None:
    two = replace(ann, policy=Policy(active_goals=2))
    first, second = [await two.after(seconds=n).create(title=t) for n, t in enumerate("ab")]
    await two.after(minutes=1).pause_all()
    await two.after(minutes=2).create(title="c")
    found = await two.after(minutes=3).resume_all()
    assert bare(found) == [result(0, first), result(1, second, "GOAL_QUOTA_EXCEEDED")]
    assert await statuses(ann, first, second) == ["active", "paused"]


async def test_a_goal_that_cannot_be_read_does_not_stop_the_others(ann: Caller) -> None:
    first, damaged, last = [
        await ann.after(seconds=n).create(title=title) for n, title in enumerate("abc")
    ]
    await damage_tally(ann.store, damaged)
    with pytest.raises(UnreadableItemError):
        await ann.after(minutes=1).pause_all()
    assert await statuses(ann, first, damaged, last) == ["paused", "active", "paused"]


async def test_another_owners_goals_stay_as_they_are(ann: Caller, bob: Caller) -> None:
    goal = await ann.create()
    assert (await bob.pause_all()).results == ()
    await ann.pause_all()
    assert (await bob.resume_all()).results == ()
    assert await statuses(ann, goal) == ["paused"]


async def test_a_vacation_of_50_goals_is_taken(ann: Caller) -> None:
    goals = [await ann.after(seconds=n).create(title=f"goal {n}") for n in range(50)]
    assert await ann.after(hours=1).pause_all() == results(*goals)
    assert (await ann.query("me")).active_goals == 0

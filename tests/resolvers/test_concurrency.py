"""Many changes at once: none is lost, and no rule is broken between a reading and a write."""

import asyncio
from collections import Counter
from decimal import Decimal

from domain.answers import GoalChange
from domain.errors import DuplicateTitleError, GoalQuotaExceededError, VersionConflictError
from domain.goal import Goal
from domain.requests import GoalMove
from tests.builders import NOW
from tests.resolvers.asking import Caller


async def test_of_100_concurrent_creations_50_succeed_and_50_exceed_the_quota(ann: Caller) -> None:
    found = await asyncio.gather(
        *(ann.create(title=f"goal {number}") for number in range(100)), return_exceptions=True
    )
    assert Counter(type(each) for each in found) == {Goal: 50, GoalQuotaExceededError: 50}
    assert await ann.query("activeGoalsCount") == 50
    assert (await ann.query("me")).active_goals == 50
    assert len((await ann.query("goals", limit=1000)).items) == 50


async def test_of_concurrent_creations_of_one_title_one_succeeds(ann: Caller) -> None:
    found = await asyncio.gather(*(ann.create() for _ in range(10)), return_exceptions=True)
    assert Counter(type(each) for each in found) == {Goal: 1, DuplicateTitleError: 9}
    assert (await ann.query("me")).active_goals == 1


async def test_concurrent_activities_of_one_goal_are_all_counted(ann: Caller) -> None:
    goal = await ann.create()
    await asyncio.gather(*(ann.after(seconds=n).log(goal, "0.5") for n in range(20)))
    later = ann.after(minutes=1)
    found = await later.progress(goal)
    assert found.total_accumulated == 10
    assert found.progress_percentage == 10
    page = await later.of("activities", goal)
    assert len(page.items) == 20
    (month,) = await ann.store.ports.log.months("ann", goal.goal_id)
    assert [(day.counted, day.total) for day in month.days] == [(20, Decimal(10))]


async def test_of_concurrent_edits_of_one_version_one_succeeds(ann: Caller) -> None:
    goal = await ann.create()
    found = await asyncio.gather(
        *(ann.edit(goal, description=f"text {n}", expected_version=1) for n in range(8)),
        return_exceptions=True,
    )
    assert Counter(type(each) for each in found) == {Goal: 1, VersionConflictError: 7}
    assert (await ann.goal(goal.goal_id)).version == 2


async def test_concurrent_edits_without_a_version_all_succeed(ann: Caller) -> None:
    goal = await ann.create()
    tags = [f"tag {n}" for n in range(6)]
    edits = [ann.edit(goal, tags=(tag,)) for tag in tags]
    await asyncio.gather(*edits)
    assert (await ann.goal(goal.goal_id)).version == 7


async def test_an_activity_and_a_completion_at_once_leave_a_goal_that_agrees_with_its_log(
    ann: Caller,
) -> None:
    goal = await ann.create()
    move = GoalMove(goal_id=goal.goal_id)
    logged, done = await asyncio.gather(
        ann.after(seconds=1).log(goal, 30),
        ann.after(seconds=2).change("completeGoal", move),
        return_exceptions=True,
    )
    assert not isinstance(logged, BaseException)
    assert isinstance(done, GoalChange)
    found = await ann.after(seconds=5).progress(goal)
    assert found.total_accumulated == 30
    assert found.progress_percentage == 100
    assert (await ann.after(seconds=5).reached(goal))["First Quarter"] > NOW

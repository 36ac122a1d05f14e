"""Progress and milestones as they are answered: for one goal, for lists, for every pattern."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from domain.activity import ActivityType
from domain.answers import ProgressBasis
from domain.errors import GoalNotFoundError
from domain.goal import Goal
from domain.requests import PauseMove
from persistence.store import Store
from tests.builders import NOW
from tests.resolvers.asking import DAY, Caller
from tests.resolvers.damage import damage_tally, drop_tally

LADDER = ["First Quarter", "Halfway Point", "Three Quarters", "Complete"]


async def test_a_goal_without_tasks_and_activities_is_at_0_whatever_the_time(ann: Caller) -> None:
    goal = await ann.create("target")
    found = await ann.after(days=30).progress(goal)
    assert found.progress_percentage == 0
    assert found.basis == ProgressBasis.NONE
    assert found.time_progress > 0
    assert [(each.name, each.achieved_at) for each in found.milestones] == [
        (name, None) for name in LADDER
    ]
    assert found.last_updated == NOW
    assert found.last_activity_date is None


async def test_a_milestone_goal_adds_up(ann: Caller) -> None:
    goal = await ann.create()
    await ann.after(hours=1).log(goal, 30)
    later = ann.after(days=1)
    await later.log(goal, "30.5")
    found = await later.after(hours=1).progress(goal)
    assert (found.progress_percentage, found.basis) == (Decimal("60.5"), ProgressBasis.PATTERN)
    assert found.activity_progress == Decimal("60.5")
    assert (found.total_accumulated, found.remaining_to_goal) == (Decimal("60.5"), Decimal("39.5"))
    assert found.current_period_value is None
    assert found.last_activity_date == date(2026, 3, 3)
    assert found.last_updated == later.now
    reached = {"First Quarter": NOW + timedelta(hours=1), "Halfway Point": later.now}
    assert await later.reached(goal) == reached


async def test_a_milestone_tells_its_id_name_percentage_and_description(ann: Caller) -> None:
    goal = await ann.create()
    found = await ann.of("milestones", goal)
    assert [each.percentage for each in found] == [25, 50, 75, 100]
    assert found[0].milestone_id == f"milestone_25_{goal.goal_id}"
    assert found[0].description == "Reach 25% progress"
    assert not found[0].is_custom


async def test_a_recurring_goal_is_at_the_share_of_its_last_30_days(ann: Caller) -> None:
    goal = await ann.create("recurring")
    for day in range(4):
        await ann.after(days=day).log(goal, 10 if day != 1 else 9)
    found = await ann.after(days=3, hours=1).progress(goal)
    assert found.progress_percentage == Decimal(300) / 30
    assert found.current_period_value == 10
    assert found.remaining_to_goal is None
    assert await ann.after(days=40).percent(goal) == 0


async def test_a_target_goal_is_where_its_last_measurement_is(ann: Caller) -> None:
    goal = await ann.create("target")
    await ann.log(goal, 81)
    await ann.after(hours=1).log(goal, 79)
    assert await ann.after(hours=1).percent(goal) == 60
    await ann.after(days=1).log(goal, 86)
    found = await ann.after(days=1).progress(goal)
    assert found.progress_percentage == 0
    assert found.remaining_to_goal == 11
    assert found.total_accumulated is None
    assert list(await ann.after(days=1).reached(goal)) == LADDER[:2]


async def test_a_streak_goal_is_at_the_share_of_its_longest_run(ann: Caller) -> None:
    goal = await ann.create("streak")
    await ann.log(goal, None)
    await ann.after(days=1).log(goal, None, kind=ActivityType.SKIPPED)
    await ann.after(days=2).log(goal, None)
    assert await ann.after(days=9).percent(goal) == Decimal(200) / 3


async def test_a_limit_goal_counts_days_once_they_have_closed(ann: Caller) -> None:
    goal = await ann.create("limit")
    await ann.log(goal, 1)
    assert await ann.percent(goal) == 0
    await ann.after(days=1).log(goal, 3)
    assert await ann.after(days=3).percent(goal) == Decimal(200) / 30
    assert list(await ann.after(days=60).reached(goal)) == LADDER


async def test_tasks_and_time_make_up_70_and_30_percent(ann: Caller) -> None:
    goal = await ann.create(deadline=date(2026, 3, 12))
    task = await ann.plan(goal, "one")
    await ann.plan(goal, "two")
    await ann.after(hours=1).turn("completeTask", task)
    end = datetime(2026, 3, 13, tzinfo=NOW.tzinfo)
    middle = NOW + (end - NOW) / 2
    found = await ann.progress(goal, as_of=middle)
    assert found.task_progress == 50
    assert found.time_progress == 50
    assert found.progress_percentage == 50
    assert found.basis == ProgressBasis.TASKS_AND_TIME
    assert (found.completed_tasks, found.total_tasks) == (1, 2)
    assert (await ann.reached(goal, as_of=middle))["Halfway Point"] == middle
    assert "Halfway Point" not in await ann.reached(goal, as_of=middle - timedelta(microseconds=1))
    assert await ann.percent(goal, as_of=end + 99 * DAY) == 65
    assert (await ann.after(days=90).reached(goal))["Halfway Point"] == middle


async def test_tasks_alone_decide_without_a_deadline(ann: Caller) -> None:
    goal = await ann.create()
    await ann.log(goal, 90)
    task = await ann.plan(goal, "one")
    await ann.plan(goal, "two")
    await ann.plan(goal, "three")
    done = ann.after(hours=1)
    await done.turn("completeTask", task)
    found = await done.progress(goal)
    assert (found.progress_percentage, found.basis) == (Decimal(100) / 3, ProgressBasis.TASKS)
    assert found.activity_progress == 90
    assert found.time_progress == 0
    assert await done.each("completedTasks", [goal]) == (1,)
    assert await done.each("totalTasks", [goal]) == (3,)


async def test_a_deadline_within_eight_days_is_urgent_and_a_past_one_overdue(ann: Caller) -> None:
    goal = await ann.create(deadline=date(2026, 3, 12))
    seen = [
        (found.is_urgent, found.is_overdue)
        for day in (0, 2, 3, 10, 11)
        for found in [await ann.after(days=day).progress(goal)]
    ]
    assert seen == [(False, False), (False, False), (True, False), (True, False), (False, True)]
    await ann.move("completeGoal", goal)
    done = await ann.after(days=11).progress(goal)
    assert (done.is_urgent, done.is_overdue) == (False, False)
    assert done.progress_percentage == 100
    assert done.basis == ProgressBasis.COMPLETED


async def test_a_list_answers_each_goal_in_the_order_of_its_parents(ann: Caller) -> None:
    goals = [await ann.create(title=f"goal {n}") for n in range(3)]
    for number, goal in enumerate(goals):
        await ann.log(goal, 10 * (number + 1))
    assert await ann.each("progress", goals) == (10, 20, 30)
    assert await ann.each("progress", goals[::-1]) == (30, 20, 10)
    details = await ann.each("progressDetails", goals)
    assert [found.goal_id for found in details] == [goal.goal_id for goal in goals]
    assert [len(found) for found in await ann.each("milestones", goals)] == [4, 4, 4]
    assert await ann.each("progress", []) == ()


@pytest.mark.parametrize("break_tally", [damage_tally, drop_tally])
@pytest.mark.parametrize(
    "field_name", ["progress", "milestones", "progressDetails", "completedTasks", "tasks"]
)
async def test_one_goal_that_fails_leaves_the_others_answered(
    ann: Caller, field_name: str, break_tally: Callable[[Store, Goal], Awaitable[None]]
) -> None:
    goals = [await ann.create(title=f"goal {n}") for n in range(3)]
    for goal in goals:
        await ann.log(goal, 50)
    await break_tally(ann.store, goals[1])
    first, failed, third = await ann.each(field_name, goals)
    assert isinstance(failed, Exception)
    assert not isinstance(first, Exception)
    assert not isinstance(third, Exception)
    if field_name == "progress":
        assert (first, third) == (50, 50)


async def test_all_progress_leaves_out_a_goal_that_fails_and_carries_its_error(ann: Caller) -> None:
    goals = [await ann.after(hours=n).create(title=f"goal {n}") for n in range(4)]
    await damage_tally(ann.store, goals[1])
    await ann.after(hours=5).move("archiveGoal", goals[3])
    found = await ann.after(hours=6).query("myGoalsProgress")
    assert [each.goal_id for each in found.items] == [goals[2].goal_id, goals[0].goal_id]
    (error,) = found.errors
    assert "cannot be read" in str(error)


async def test_an_error_of_one_reading_stays_with_its_goal(
    ann: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    goals = [await ann.create(title=f"goal {n}") for n in range(2)]

    def tell(*_: object, **__: object) -> None:
        raise ArithmeticError

    monkeypatch.setattr("resolvers.progress.goal_progress", tell)
    assert [type(e) for e in await ann.each("progressDetails", goals)] == [ArithmeticError] * 2
    assert await ann.each("progress", goals) == (0, 0)


async def test_progress_of_an_unknown_goal_is_not_found(ann: Caller) -> None:
    with pytest.raises(GoalNotFoundError):
        await ann.query("goalProgress", goal_id="nothing")


async def test_a_change_that_another_server_dated_ahead_is_seen_at_once(ann: Caller) -> None:
    goal = await ann.create()
    await ann.after(minutes=3).log(goal, 50)
    assert await ann.percent(goal) == 50
    moved = await ann.change("pauseGoal", PauseMove(goal_id=goal.goal_id))
    assert moved.goal.changes[-1].at == NOW
    assert list(await ann.reached(goal)) == LADDER[:2]

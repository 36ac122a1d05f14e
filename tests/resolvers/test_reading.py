"""Reading a goal as of another moment than now."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from domain.errors import InvalidInputError
from domain.requests import PauseMove, TargetEdit
from resolvers import registry
from tests.builders import NOW
from tests.resolvers.asking import DAY, Caller
from tests.resolvers.counting import counted


async def test_a_past_moment_knows_nothing_that_occurred_later(ann: Caller) -> None:
    goal = await ann.create()
    for day in range(0, 80, 10):
        await ann.after(days=day).log(goal, 10)
    late = ann.after(days=90)
    seen = [await late.percent(goal, as_of=NOW + day * DAY) for day in (0, 9, 10, 35, 70, 89)]
    assert seen == [10, 10, 20, 40, 80, 80]
    assert await late.reached(goal, as_of=NOW + 45 * DAY) == {
        "First Quarter": NOW + 20 * DAY,
        "Halfway Point": NOW + 40 * DAY,
    }
    assert await late.reached(goal, as_of=NOW + 20 * DAY - timedelta(microseconds=1)) == {}


async def test_what_was_backdated_counts_at_its_own_moment(ann: Caller) -> None:
    goal = await ann.create()
    await ann.after(days=20).log(goal, 30)
    late = ann.after(days=40)
    await late.log(goal, 30, occurred_at=NOW + 5 * DAY)
    assert await late.percent(goal, as_of=NOW + 6 * DAY) == 30
    assert await late.reached(goal) == {
        "First Quarter": NOW + 5 * DAY,
        "Halfway Point": NOW + 20 * DAY,
    }


async def test_before_its_creation_a_goal_is_at_0(ann: Caller) -> None:
    goal = await ann.create()
    await ann.log(goal, 50)
    late = ann.after(days=5)
    for as_of in (NOW - DAY, datetime(1, 1, 1, tzinfo=UTC)):
        found = await late.progress(goal, as_of=as_of)
        assert found.progress_percentage == 0
        assert found.total_accumulated == 0
        assert all(milestone.achieved_at is None for milestone in found.milestones)


@pytest.mark.parametrize("pattern", ["recurring", "limit", "streak", "target", "milestone"])
async def test_every_pattern_is_at_0_at_the_first_instant_there_is(
    ann: Caller, pattern: str
) -> None:
    goal = await ann.create(pattern)
    await ann.log(goal, 1)
    assert await ann.percent(goal, as_of=datetime.min.replace(tzinfo=UTC)) == 0


async def test_a_moment_at_most_366_days_ahead_is_foreseen(ann: Caller) -> None:
    goal = await ann.create("limit")
    await ann.log(goal, 1)
    assert await ann.percent(goal, as_of=NOW + 15 * DAY) == 50
    assert await ann.percent(goal, as_of=NOW + 366 * DAY) == 100
    with pytest.raises(InvalidInputError, match="asOf must be at most 366 days ahead"):
        await ann.percent(goal, as_of=NOW + 366 * DAY + timedelta(seconds=1))
    with pytest.raises(InvalidInputError, match="asOf"):
        await ann.progress(goal, as_of=datetime.max.replace(tzinfo=UTC))


async def test_a_target_edited_since_is_not_known_in_the_past(ann: Caller) -> None:
    goal = await ann.create()
    await ann.log(goal, 50)
    late = ann.after(days=10)
    await late.edit(goal, target=TargetEdit(value=goal.target.value * 2))
    assert await late.percent(goal) == 25
    assert await late.percent(goal, as_of=late.now - timedelta(seconds=1)) == 50


async def test_a_completed_goal_is_judged_up_to_its_end(ann: Caller) -> None:
    goal = await ann.create("limit")
    await ann.log(goal, 1)
    await ann.after(days=2).move("completeGoal", goal)
    late = ann.after(days=30)
    assert (await late.progress(goal)).activity_progress == Decimal(200) / 30
    assert await late.percent(goal, as_of=NOW + 2 * DAY - timedelta(seconds=1)) < 10
    assert set((await late.reached(goal)).values()) == {NOW + 2 * DAY}


async def test_a_task_that_was_reopened_counts_as_it_stood_then(ann: Caller) -> None:
    goal = await ann.create()
    task = await ann.plan(goal, "one")
    await ann.plan(goal, "two")
    await ann.after(days=1).turn("completeTask", task)
    await ann.after(days=3).turn("reopenTask", task)
    late = ann.after(days=5)
    assert await late.percent(goal) == 0
    assert await late.reached(goal) == {}
    assert await late.percent(goal, as_of=NOW + 2 * DAY) == 50
    assert await late.reached(goal, as_of=NOW + 2 * DAY) == {
        "First Quarter": NOW + DAY,
        "Halfway Point": NOW + DAY,
    }


async def test_fields_of_the_same_goals_are_read_once_in_an_operation(ann: Caller) -> None:
    goals = [await ann.create(title=f"goal {n}") for n in range(3)]
    context = ann.context("Goal", "progress")
    requests: list[int] = []
    for name in ("progress", "milestones", "progressDetails", "totalTasks", "tasks"):
        found = registry.find("Goal", name)
        assert found is not None
        with counted(ann.store) as made:
            await found.function(context, goals)
        requests.append(len(made))
    assert requests == [5, 0, 0, 0, 0]


async def test_a_change_in_the_operation_is_read_anew(ann: Caller) -> None:
    goal = await ann.create()
    context = ann.context("Goal", "progress")
    progress = registry.find("Goal", "progress")
    pause = registry.find("Mutation", "pauseGoal")
    assert progress is not None
    assert pause is not None
    await progress.function(context, [goal])
    assert context.stash
    await ann.log(goal, 10)
    assert await progress.function(context, [goal]) == (0,)
    await pause.function(context, input=PauseMove(goal_id=goal.goal_id))
    assert context.stash == {}
    assert await progress.function(context, [goal]) == (10,)


async def test_a_day_belongs_to_the_owners_zone(ann: Caller) -> None:
    goal = await ann.create("recurring")
    await ann.log(goal, 10, occurred_at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
    found = await ann.progress(goal)
    assert found.last_activity_date == date(2026, 3, 1)
    assert found.current_period_value == 0

"""The owner's own milestones: made, found in the log, changed, deleted."""

from datetime import timedelta

import pytest

from domain.errors import (
    DomainError,
    GoalAlreadyCompletedError,
    GoalArchivedError,
    GoalNotFoundError,
    InvalidInputError,
    InvalidPatternOperationError,
    MilestoneNotFoundError,
    VersionConflictError,
)
from domain.requests import MilestoneEdit, MilestoneRemoval, NewMilestone
from tests.builders import NOW
from tests.resolvers.asking import DAY, Caller


async def test_a_milestone_by_percentage_stands_in_its_order(ann: Caller) -> None:
    goal = await ann.create()
    made = await ann.aim(goal, "A tenth", percentage=10, description="Off we go")
    assert made.percentage == 10
    assert made.amount == 10
    assert made.achieved_at is None
    assert (made.is_custom, made.description) == (True, "Off we go")
    found = await ann.of("milestones", goal)
    assert [each.percentage for each in found] == [10, 25, 50, 75, 100]
    assert found[0] == made


async def test_a_milestone_by_amount_shows_its_percentage(ann: Caller) -> None:
    goal = await ann.create()
    assert (await ann.aim(goal, amount="12.5")).percentage == pytest.approx(12.5)
    weight = await ann.create("target", title="Weight")
    made = await ann.aim(weight, amount=80)
    assert made.percentage == 50
    assert made.amount == 80


async def test_a_milestone_is_found_in_the_log_that_is_there(ann: Caller) -> None:
    goal = await ann.create()
    for day in range(5):
        await ann.after(days=day).log(goal, 10)
    later = ann.after(days=90)
    assert (await later.aim(goal, "one", amount=30)).achieved_at == NOW + 2 * DAY
    assert (await later.aim(goal, "two", percentage=51)).achieved_at is None
    await later.log(goal, 1)
    assert (await later.reached(goal))["two"] == later.now
    assert await later.percent(goal) == 51


async def test_a_milestone_was_not_there_before_it_was_made(ann: Caller) -> None:
    goal = await ann.create()
    await ann.log(goal, 40)
    await ann.after(days=1).aim(goal, amount=30)
    later = ann.after(days=2)
    assert len(await later.of("milestones", goal)) == 5
    assert len(await later.of("milestones", goal, as_of=NOW + timedelta(hours=1))) == 4


async def test_a_changed_milestone_is_found_anew(ann: Caller) -> None:
    goal = await ann.create()
    for day in range(4):
        await ann.after(days=day).log(goal, 10)
    later = ann.after(days=10)
    made = await later.aim(goal, amount=30)
    moved = await later.edit_milestone(goal, made, amount=20, name="Twenty")
    assert (moved.name, moved.achieved_at) == ("Twenty", NOW + DAY)
    far = await later.edit_milestone(goal, made, amount=None, percentage=90)
    assert far.percentage == 90
    assert far.amount == 90
    assert far.achieved_at is None
    assert "Twenty" not in await later.reached(goal)
    with pytest.raises(VersionConflictError):
        await later.edit_milestone(goal, made, percentage=10, expected_version=1)
    with pytest.raises(InvalidInputError, match="and not both"):
        await later.edit_milestone(goal, made, amount=20)


async def test_a_deleted_milestone_is_gone(ann: Caller) -> None:
    goal = await ann.create()
    await ann.log(goal, 40)
    reached, missing = await ann.aim(goal, amount=30), await ann.aim(goal, amount=60)
    for milestone in (reached, missing):
        wanted = MilestoneRemoval(goal_id=goal.goal_id, milestone_id=milestone.milestone_id)
        change = await ann.change("deleteMilestone", wanted)
        assert (change.goal_id, change.milestone) == (goal.goal_id, None)
        with pytest.raises(MilestoneNotFoundError):
            await ann.change("deleteMilestone", wanted)
    assert len(await ann.of("milestones", goal)) == 4
    dossier = await ann.store.ports.goals.dossier("ann", goal.goal_id)
    assert dossier is not None
    assert set(dossier.tally.reached) == {"25"}


@pytest.mark.parametrize("pattern", ["recurring", "limit"])
async def test_a_rate_has_milestones_by_percentage_only(ann: Caller, pattern: str) -> None:
    goal = await ann.create(pattern)
    with pytest.raises(InvalidPatternOperationError, match="by percentage only"):
        await ann.aim(goal, amount=1)
    made = await ann.aim(goal, percentage=10)
    assert made.percentage == 10
    assert made.amount is None
    with pytest.raises(InvalidPatternOperationError):
        await ann.edit_milestone(goal, made, amount=1, percentage=None)


async def test_a_milestone_is_refused_for_each_rule_it_breaks(ann: Caller) -> None:
    goal = await ann.create()
    weight = await ann.create("target", title="Weight")
    with pytest.raises(InvalidInputError, match="percentage must be above 0 and at most 100"):
        await ann.aim(goal, percentage=0)
    with pytest.raises(InvalidInputError, match="percentage must be above 0 and at most 100"):
        await ann.aim(goal, percentage="100.1")
    with pytest.raises(InvalidInputError, match="must be given, or amount, and not both"):
        await ann.aim(goal)
    with pytest.raises(InvalidInputError, match="and not both"):
        await ann.aim(goal, percentage=1, amount=1)
    with pytest.raises(InvalidInputError, match="amount must lie between 0"):
        await ann.aim(goal, amount=101)
    with pytest.raises(InvalidInputError, match="amount must lie between 85"):
        await ann.aim(weight, amount=85)
    with pytest.raises(InvalidInputError, match="name must have 1 to 100"):
        await ann.aim(goal, "", percentage=1)
    assert len(await ann.of("milestones", goal)) == 4


async def test_the_ladder_cannot_be_changed(ann: Caller) -> None:
    goal = await ann.create()
    (first, *_) = await ann.of("milestones", goal)
    with pytest.raises(MilestoneNotFoundError):
        await ann.edit_milestone(goal, first, percentage=10)
    with pytest.raises(MilestoneNotFoundError):
        await ann.change(
            "deleteMilestone",
            MilestoneRemoval(goal_id=goal.goal_id, milestone_id=first.milestone_id),
        )


async def test_unknown_goals_and_milestones_are_not_found(ann: Caller) -> None:
    goal = await ann.create()
    with pytest.raises(GoalNotFoundError):
        await ann.mutate("createMilestone", NewMilestone(goal_id="nothing", name="x"))
    wanted = MilestoneEdit(goal_id=goal.goal_id, milestone_id="nothing")
    with pytest.raises(MilestoneNotFoundError):
        await ann.mutate("updateMilestone", wanted)


@pytest.mark.parametrize(
    ("move", "error"),
    [("completeGoal", GoalAlreadyCompletedError), ("archiveGoal", GoalArchivedError)],
)
async def test_the_milestones_of_a_goal_that_ended_stay_as_they_are(
    ann: Caller, move: str, error: type[DomainError]
) -> None:
    goal = await ann.create()
    made = await ann.aim(goal, percentage=10)
    await ann.move(move, goal)
    with pytest.raises(error):
        await ann.aim(goal, percentage=20)
    with pytest.raises(error):
        await ann.edit_milestone(goal, made, percentage=20)
    with pytest.raises(error):
        await ann.change(
            "deleteMilestone",
            MilestoneRemoval(goal_id=goal.goal_id, milestone_id=made.milestone_id),
        )


async def test_a_milestone_of_a_goal_with_tasks_counts_tasks_and_time(ann: Caller) -> None:
    goal = await ann.create(deadline=NOW.date() + 10 * DAY)
    task = await ann.plan(goal, "one")
    await ann.plan(goal, "two")
    await ann.after(days=1).turn("completeTask", task)
    later = ann.after(days=5)
    made = await later.aim(goal, percentage=40)
    found = await later.progress(goal, as_of=made.achieved_at)
    assert made.achieved_at is not None
    assert NOW + DAY < made.achieved_at < later.now
    assert found.progress_percentage >= 40
    before = made.achieved_at - timedelta(microseconds=1)
    assert (await later.progress(goal, as_of=before)).progress_percentage < 40

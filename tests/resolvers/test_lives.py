"""The transitions of a goal's life, with the quota that guards them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.errors import (
    DomainError,
    DuplicateTitleError,
    GoalAlreadyCompletedError,
    GoalArchivedError,
    GoalNotFoundError,
    GoalQuotaExceededError,
    InvalidStatusTransitionError,
)
from domain.goal import Cause, Goal, GoalStatus, StatusChange
from domain.policy import Policy
from domain.requests import GoalMove
from tests.builders import NOW
from tests.resolvers.asking import DAY, Caller

MOVES = ["activateGoal", "pauseGoal", "resumeGoal", "completeGoal", "archiveGoal", "restoreGoal"]
ALLOWED = {
    ("draft", "activateGoal"): "active",
    ("active", "pauseGoal"): "paused",
    ("paused", "resumeGoal"): "active",
    ("active", "completeGoal"): "completed",
    ("paused", "completeGoal"): "completed",
    ("draft", "archiveGoal"): "archived",
    ("active", "archiveGoal"): "archived",
    ("paused", "archiveGoal"): "archived",
    ("completed", "archiveGoal"): "archived",
    ("archived", "archiveGoal"): "archived",
    ("archived", "restoreGoal"): "active",
}
WAYS = {
    "draft": [],
    "active": ["activateGoal"],
    "paused": ["activateGoal", "pauseGoal"],
    "completed": ["activateGoal", "completeGoal"],
    "archived": ["activateGoal", "archiveGoal"],
}


async def _in(ann: Caller, status: str, **changes: Any) -> Goal:
    """Return a goal that was brought to a status."""
    goal = await ann.create(status=GoalStatus.DRAFT, **changes)
    for name in WAYS[status]:
        goal = await ann.move(name, goal)
    return goal


@pytest.mark.parametrize("status", list(WAYS))
@pytest.mark.parametrize("name", MOVES)
async def test_a_goal_goes_where_its_life_allows_and_nowhere_else(
    ann: Caller, status: str, name: str
) -> None:
    goal = await _in(ann, status)
    later = ann.after(hours=1)
    wanted = ALLOWED.get((status, name))
    if wanted is None:
        refusals = {"completed": GoalAlreadyCompletedError, "archived": GoalArchivedError}
        error: type[DomainError] = refusals.get(status, InvalidStatusTransitionError)
        if name == "restoreGoal":
            error = InvalidStatusTransitionError
        with pytest.raises(error):
            await later.move(name, goal)
        assert await ann.goal(goal.goal_id) == goal
        return
    moved = await later.move(name, goal)
    assert moved.status == wanted
    assert moved == await ann.goal(goal.goal_id)
    assert await ann.query("activeGoalsCount") == (wanted == "active")
    profile = await ann.query("me")
    assert profile.active_goals == (wanted == "active")


@pytest.mark.parametrize("name", MOVES)
async def test_an_unknown_goal_is_not_moved(ann: Caller, name: str) -> None:
    with pytest.raises(GoalNotFoundError):
        await ann.mutate(name, GoalMove(goal_id="nothing"))


async def test_archiving_twice_changes_nothing(ann: Caller) -> None:
    goal = await ann.create()
    first = await ann.after(hours=1).move("archiveGoal", goal)
    assert await ann.after(hours=2).move("archiveGoal", goal) == first
    assert first.archived_at == NOW + timedelta(hours=1)


@pytest.mark.parametrize("status", ["draft", "active", "paused"])
async def test_a_restored_goal_is_what_it_was(ann: Caller, status: str) -> None:
    goal = await _in(ann, status)
    await ann.after(days=1).move("archiveGoal", goal)
    restored = await ann.after(days=2).move("restoreGoal", goal)
    assert restored.status == status
    assert restored.archived_at is None
    assert restored.is_title_held is (status != "draft")


async def test_a_restored_completed_goal_has_no_trace_of_the_archive(ann: Caller) -> None:
    goal = await ann.create()
    done = await ann.after(days=1).move("completeGoal", goal)
    gone = await ann.after(days=2).move("archiveGoal", goal)
    assert gone.completed_at == done.completed_at
    restored = await ann.after(days=3).move("restoreGoal", goal)
    assert restored.changes == done.changes
    assert await ann.after(days=3).percent(goal) == 100
    assert not restored.is_title_held


async def test_a_goal_completed_by_its_log_is_restored_as_such(ann: Caller) -> None:
    goal = await ann.create()
    done = (await ann.log(goal, 100)).goal
    assert done.changes[-1].cause is Cause.LOG
    await ann.after(days=2).move("archiveGoal", goal)
    restored = await ann.after(days=3).move("restoreGoal", goal)
    assert restored.changes == done.changes
    reached = await ann.after(days=3).reached(goal)
    assert set(reached.values()) == {NOW}


async def test_a_goal_completed_by_hand_is_at_100_and_its_milestones_are_reached_then(
    ann: Caller,
) -> None:
    goal = await ann.create()
    await ann.log(goal, 30)
    later = ann.after(days=1)
    await later.move("completeGoal", goal)
    assert await later.percent(goal) == 100
    reached = await later.reached(goal)
    assert reached.pop("First Quarter") == NOW
    assert set(reached.values()) == {later.now}
    assert await later.percent(goal, as_of=NOW + DAY / 2) == 30


async def test_days_on_which_a_goal_was_paused_are_not_judged(ann: Caller) -> None:
    goal = await ann.create("streak")
    await ann.log(goal, None)
    await ann.after(hours=1).move("pauseGoal", goal)
    await ann.after(days=10).move("resumeGoal", goal)
    await ann.after(days=10, hours=1).log(goal, None)
    done = await ann.after(days=11).log(goal, None)
    assert done.goal.status is GoalStatus.COMPLETED
    assert done.goal.completed_at == NOW + 11 * DAY


async def test_a_change_never_lies_before_the_one_it_follows(ann: Caller) -> None:
    goal = await ann.after(seconds=10).create()
    paused = await ann.move("pauseGoal", goal)
    assert paused.changes[-1].at == NOW + timedelta(seconds=10)
    resumed = await ann.move("resumeGoal", goal)
    assert resumed.changes[-1] == StatusChange(
        status=GoalStatus.ACTIVE, at=NOW + timedelta(seconds=10)
    )


async def test_the_quota_is_checked_wherever_a_goal_becomes_active(ann: Caller) -> None:
    two = replace(ann, policy=Policy(active_goals=2))
    paused = await _in(two, "paused", title="paused")
    archived = await _in(two, "archived", title="archived")
    draft = await _in(two, "draft", title="draft")
    kept = [await two.create(title=f"goal {n}") for n in range(2)]
    refused: list[tuple[str, Goal]] = [
        ("activateGoal", draft),
        ("resumeGoal", paused),
        ("restoreGoal", archived),
    ]
    for name, goal in refused:
        with pytest.raises(GoalQuotaExceededError) as refusal:
            await two.move(name, goal)
        assert refusal.value.details == {"current_count": 2, "max_allowed": 2}
        assert await two.goal(goal.goal_id) == goal
    with pytest.raises(GoalQuotaExceededError, match="at most 2 active goals; this one has 2"):
        await two.create(title="one more")
    await two.create(title="a draft is free", status=GoalStatus.DRAFT)
    await two.move("pauseGoal", kept[0])
    assert (await two.move("restoreGoal", archived)).status is GoalStatus.ACTIVE
    with pytest.raises(GoalQuotaExceededError):
        await two.move("resumeGoal", kept[0])


async def test_the_title_is_checked_when_a_goal_is_restored(ann: Caller) -> None:
    goal = await ann.create(title="one")
    await ann.move("archiveGoal", goal)
    other = await ann.create(title="ONE")
    with pytest.raises(DuplicateTitleError):
        await ann.move("restoreGoal", goal)
    await ann.move("archiveGoal", other)
    assert (await ann.move("restoreGoal", goal)).is_title_held


async def test_a_paused_goal_holds_its_title_and_not_its_place_in_the_quota(ann: Caller) -> None:
    one = replace(ann, policy=Policy(active_goals=1))
    goal = await one.create(title="one")
    await one.move("pauseGoal", goal)
    with pytest.raises(DuplicateTitleError):
        await one.create(title="one")
    await one.create(title="two")
    assert (await one.query("me")).active_goals == 1

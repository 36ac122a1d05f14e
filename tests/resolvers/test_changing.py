"""What a correction brings with it: a goal reopened, its title, activities logged ahead."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.activity import Activity
from domain.answers import Effects
from domain.errors import GoalQuotaExceededError
from domain.goal import Goal, GoalStatus
from domain.ledger import month_rollups
from domain.policy import Policy
from domain.repositories import Save, Unit
from domain.requests import GoalEdit
from resolvers.rebuilding import rebuild_goal
from tests.builders import NOW, an_activity
from tests.resolvers.asking import DAY, Caller

HOUR = timedelta(hours=1)


async def _completed(ann: Caller) -> tuple[Goal, Activity]:
    """Return a goal that its log completed, and the activity that did so."""
    goal = await ann.create()
    await ann.log(goal, 60)
    done = await ann.after(hours=1).log(goal, 40)
    assert done.goal.status is GoalStatus.COMPLETED
    return done.goal, done.activity


async def test_a_goal_whose_proof_is_removed_is_active_again(ann: Caller) -> None:
    goal, proof = await _completed(ann)
    later = ann.after(days=1)
    open_again = (await later.remove(proof)).goal
    assert (open_again.status, open_again.completed_at) == (GoalStatus.ACTIVE, None)
    assert open_again.is_title_held
    assert open_again.changes == goal.changes[:1]
    assert (await later.query("me")).active_goals == 1
    assert list(await later.reached(goal)) == ["First Quarter", "Halfway Point"]
    assert (await later.log(goal, 40)).goal.completed_at == later.now


async def test_a_goal_is_reopened_even_over_the_quota(ann: Caller) -> None:
    one = replace(ann, policy=Policy(active_goals=1))
    _, proof = await _completed(one)
    other = await one.after(hours=2).create(title="other")
    open_again = (await one.after(hours=3).remove(proof)).goal
    assert open_again.status is GoalStatus.ACTIVE
    assert (await one.query("me")).active_goals == 2
    with pytest.raises(GoalQuotaExceededError, match="at most 1 active goals; this one has 2"):
        await one.create(title="third")
    await one.after(hours=4).move("archiveGoal", other)
    assert (await one.query("me")).active_goals == 1


async def test_a_goal_is_reopened_without_a_title_that_is_taken_meanwhile(ann: Caller) -> None:
    goal, proof = await _completed(ann)
    taker = await ann.after(hours=2).create(title="read MORE")
    later = ann.after(hours=3)
    open_again = (await later.remove(proof)).goal
    assert (open_again.status, open_again.is_title_held) == (GoalStatus.ACTIVE, False)
    paused = await later.move("pauseGoal", goal)
    assert not paused.is_title_held
    await later.move("archiveGoal", goal)
    with pytest.raises(Exception, match="title must be unique"):
        await later.create(title="Read more")
    assert (await later.goal(taker.goal_id)).is_title_held
    await later.move("archiveGoal", taker)
    assert (await later.create(title="Read more")).is_title_held


async def test_a_completion_by_hand_stays_when_its_log_is_corrected(ann: Caller) -> None:
    goal = await ann.create()
    logged = (await ann.log(goal, 60)).activity
    done = await ann.after(hours=1).move("completeGoal", goal)
    left = (await ann.after(hours=2).remove(logged)).goal
    assert left.changes == done.changes
    assert await ann.after(hours=2).percent(goal) == 100


async def test_an_archived_goal_whose_proof_is_removed_is_restored_as_active(ann: Caller) -> None:
    goal, proof = await _completed(ann)
    await ann.after(days=1).move("archiveGoal", goal)
    later = ann.after(days=2)
    archived = (await later.remove(proof)).goal
    assert (archived.status, archived.completed_at) == (GoalStatus.ARCHIVED, None)
    assert (await later.query("me")).active_goals == 0
    assert (await later.move("restoreGoal", goal)).status is GoalStatus.ACTIVE
    assert (await later.query("me")).active_goals == 1


async def test_a_goal_with_counted_tasks_completes_by_hand_only(ann: Caller) -> None:
    goal = await ann.create()
    task = await ann.plan(goal)
    assert (await ann.after(hours=1).log(goal, 100)).goal.status is GoalStatus.ACTIVE
    later = ann.after(hours=2)
    await later.turn("deleteTask", task)
    done = await later.goal(goal.goal_id)
    assert (done.status, done.completed_at) == (GoalStatus.COMPLETED, NOW + HOUR)


async def _ahead(ann: Caller, *days: int) -> tuple[Goal, list[Activity]]:
    """Return a goal with activities of 25 pages that an import logged for days to come."""
    goal = await ann.create()
    activities = [
        an_activity(
            ulid=f"01KJQ3M8E0000000000000000{number}",
            local_day=NOW.date() + day * DAY,
            goal_id=goal.goal_id,
            value=goal.target.value / 4,
            occurred_at=NOW + day * DAY,
        )
        for number, day in enumerate(days)
    ]

    async def decide() -> Unit[None]:
        saves = tuple(Save(entity=activity) for activity in activities)
        return Unit(owner="ann", changes=saves, result=None)

    await ann.store.ports.units.change(decide)
    await rebuild_goal(ann.store.ports, owner="ann", goal_id=goal.goal_id, now=NOW)
    return goal, activities


async def _is_as_rebuilt(ann: Caller, goal: Goal) -> bool:
    """Say whether the goal's projections are what its log gives."""
    ports = ann.store.ports
    log = await ports.log.activities("ann", goal.goal_id)
    months = [month.days for month in await ports.log.months("ann", goal.goal_id) if month.days]
    before = await ports.goals.dossier("ann", goal.goal_id)
    await rebuild_goal(ports, owner="ann", goal_id=goal.goal_id, now=ann.now)
    after = await ports.goals.dossier("ann", goal.goal_id)
    assert before is not None
    assert after is not None
    same = replace(after.tally, through=before.tally.through, version=before.tally.version)
    wanted = [month.days for month in month_rollups(goal.goal_id, log)]
    return same == before.tally and months == wanted and after.goal.changes == before.goal.changes


async def test_what_is_logged_ahead_shows_when_its_time_has_come(ann: Caller) -> None:
    goal, _ = await _ahead(ann, 10, 60)
    seen = [await ann.after(days=day).percent(goal) for day in (0, 9, 10, 59, 60)]
    assert seen == [0, 0, 25, 25, 50]
    assert await ann.after(days=70).reached(goal) == {
        "First Quarter": NOW + 10 * DAY,
        "Halfway Point": NOW + 60 * DAY,
    }


async def test_what_was_logged_ahead_is_counted_in_at_its_own_time(ann: Caller) -> None:
    goal, _ = await _ahead(ann, 10, 60)
    later = ann.after(days=30)
    await later.log(goal, 10)
    assert await later.percent(goal) == 35
    assert await later.reached(goal) == {"First Quarter": NOW + 10 * DAY}
    assert await _is_as_rebuilt(later, goal)


async def test_what_was_logged_ahead_has_no_part_in_the_effects_of_a_later_change(
    ann: Caller,
) -> None:
    goal, _ = await _ahead(ann, 10, 60)
    effects = (await ann.after(days=30).log(goal, 10)).effects
    assert effects.progress_delta == 10
    assert effects.milestones_achieved == ()
    named = GoalEdit(goal_id=goal.goal_id, title="New")
    assert (await ann.after(days=70).change("updateGoal", named)).effects == Effects()


@pytest.mark.parametrize("name", ["pauseGoal", "updateGoal", "createTask"])
async def test_any_change_counts_in_what_was_logged_ahead(ann: Caller, name: str) -> None:
    goal, _ = await _ahead(ann, 10, 60)
    later = ann.after(days=30)
    match name:
        case "updateGoal":
            await later.edit(goal, deadline=NOW.date() + 90 * DAY)
        case "createTask":
            await later.plan(goal)
        case _:
            await later.move(name, goal)
    assert await later.reached(goal) == {"First Quarter": NOW + 10 * DAY}
    assert await _is_as_rebuilt(later, goal)


@pytest.mark.parametrize("which", [0, 1])
async def test_what_was_logged_ahead_can_be_removed(ann: Caller, which: int) -> None:
    goal, activities = await _ahead(ann, 10, 60)
    await ann.after(days=1).remove(activities[which])
    assert await ann.after(days=1).percent(goal) == 0
    assert await _is_as_rebuilt(ann.after(days=1), goal)
    assert await ann.after(days=70).percent(goal) == 25
    left = NOW + (60, 10)[which] * DAY
    assert await ann.after(days=70).reached(goal) == {"First Quarter": left}


async def test_logging_before_what_was_logged_ahead_of_the_same_day_keeps_their_order(
    ann: Caller,
) -> None:
    goal, _ = await _ahead(ann, 1)
    evening = ann.after(hours=11)
    logged = (await evening.log(goal, 10, timezone="Pacific/Kiritimati")).activity
    assert logged.local_day == NOW.date() + DAY
    assert await _is_as_rebuilt(evening, goal)
    (month,) = await ann.store.ports.log.months("ann", goal.goal_id)
    ((day,),) = [month.days]
    assert day.counted == 2
    assert day.last == 25

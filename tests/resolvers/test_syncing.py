"""Copies: what has changed since an instant, and what is gone, is told; nothing is missed."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.activity import Activity, ActivityType
from domain.errors import InvalidInputError
from domain.goal import Goal, GoalStatus
from domain.milestone import Milestone
from domain.repositories import Save, Unit
from domain.requests import ActivityRemoval, GoalFilter, MilestoneRemoval
from domain.task import TaskStatus
from domain.tombstone import OVERLAP
from persistence.store import Store
from tests.builders import NOW
from tests.clocks import Clock, living_by
from tests.resolvers.asking import Caller

MOMENT = timedelta(microseconds=1)
LISTS = ("tasks", "activities", "milestoneList")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ann(store: Store, clock: Clock) -> Caller:
    """Return an owner who asks on Monday, 2 March 2026, at 09:30 UTC, by storage's clock too."""
    return Caller(store=living_by(clock, store))


def _later(ann: Caller, clock: Clock, **delta: Any) -> Caller:
    """Return the caller that much later, by storage's clock too."""
    return replace(ann, now=clock.wait(**delta))


def _idents(page: Any) -> list[str]:
    return [each.ident for each in page.deleted]


async def _drop(ann: Caller, goal: Goal, milestone: Milestone) -> None:
    wanted = MilestoneRemoval(goal_id=goal.goal_id, milestone_id=milestone.milestone_id)
    await ann.change("deleteMilestone", wanted)


async def _bring_back(ann: Caller, activity: Activity) -> None:
    """Store an activity that was removed, as an import does."""

    async def decide() -> Unit[None]:
        saved = Save(entity=replace(activity, version=0))
        return Unit(owner=ann.owner, changes=(saved,), result=None)

    await ann.store.ports.units.change(decide)


async def test_goals_changed_at_or_after_an_instant_are_listed_whatever_their_status(
    ann: Caller, clock: Clock
) -> None:
    await ann.create(title="old")
    changed = await ann.create(title="changed")
    gone = await ann.create(title="gone")
    later = _later(ann, clock, hours=1)
    await later.edit(changed, description="new")
    await later.move("archiveGoal", gone)
    page = await later.query("goals", filter=GoalFilter(updated_since=later.now))
    assert {goal.title for goal in page.items} == {"changed", "gone"}
    assert page.deleted == ()
    archived = GoalFilter(updated_since=later.now, status=(GoalStatus.ARCHIVED,))
    assert [g.title for g in (await later.query("goals", filter=archived)).items] == ["gone"]
    after = GoalFilter(updated_since=later.now + MOMENT)
    assert (await _later(later, clock, hours=1).query("goals", filter=after)).items == ()


async def test_activities_logged_backdated_and_amended_since_are_listed(
    ann: Caller, clock: Clock
) -> None:
    goal = await ann.create()
    await ann.log(goal, 1)
    amended = (await ann.log(goal, 2)).activity
    later = _later(ann, clock, days=2)
    await later.log(goal, 3, occurred_at=NOW - timedelta(days=9))
    await later.amend(amended, note="was good")
    page = await later.of("activities", goal, updated_since=later.now)
    assert [int(activity.value) for activity in page.items] == [2, 3]
    assert page.deleted == ()
    types = (ActivityType.SKIPPED,)
    assert (await later.of("activities", goal, updated_since=later.now, types=types)).items == ()
    assert len((await later.of("activities", goal, updated_since=NOW)).items) == 3


async def test_changed_activities_are_found_however_long_the_log(
    ann: Caller, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resolvers.activity_pages._FEWEST_READ_SINCE", 3)
    goal = await ann.create()
    logged = [(await ann.log(goal, 1)).activity for _ in range(8)]
    later = _later(ann, clock, hours=1)
    for activity in (logged[0], logged[6]):
        await later.amend(activity, note="was good")
    since = {"updated_since": later.now, "limit": 1}
    first = await later.of("activities", goal, **since)
    second = await later.of("activities", goal, **since, next_token=first.next_token)
    found = {each.activity_id for each in (*first.items, *second.items)}
    assert found == {logged[0].activity_id, logged[6].activity_id}
    assert second.next_token is None


async def test_tasks_changed_and_deleted_since_are_told(ann: Caller, clock: Clock) -> None:
    goal = await ann.create()
    await ann.plan(goal, "old")
    done, dropped, early = [await ann.plan(goal, name) for name in ("done", "dropped", "early")]
    await ann.turn("deleteTask", early)
    later = _later(ann, clock, hours=1)
    await later.turn("completeTask", done)
    await later.turn("deleteTask", dropped)
    page = await later.of("tasks", goal, updated_since=later.now)
    assert [task.title for task in page.items] == ["done"]
    assert [(each.ident, each.deleted_at) for each in page.deleted] == [
        (dropped.task_id, later.now)
    ]
    active = (TaskStatus.ACTIVE,)
    page = await later.of("tasks", goal, updated_since=later.now, status=active)
    assert (page.items, _idents(page)) == ((), [dropped.task_id])


async def test_removed_activities_and_milestones_are_told_once_each(
    ann: Caller, clock: Clock
) -> None:
    goal = await ann.create()
    removed = (await ann.log(goal, 30)).activity
    milestone = await ann.aim(goal, percentage=10)
    later = _later(ann, clock, hours=1)
    await later.remove(removed)
    await _drop(later, goal, milestone)
    since = {"updated_since": later.now}
    activities = await later.of("activities", goal, **since)
    assert [(each.ident, each.deleted_at) for each in activities.deleted] == [
        (removed.activity_id, later.now)
    ]
    milestones = await later.of("milestoneList", goal, **since)
    assert _idents(milestones) == [milestone.milestone_id]
    # All that are left: a threshold may be passed or lost by whatever is logged.
    assert milestones.items == await later.of("milestones", goal)
    assert milestones.next_token is None
    after = {"updated_since": later.now + MOMENT}
    asking = _later(later, clock, hours=1)
    for name in ("activities", "milestoneList"):
        assert (await asking.of(name, goal, **after)).deleted == ()


async def test_without_an_instant_nothing_is_told_of_what_is_gone(
    ann: Caller, clock: Clock
) -> None:
    goal = await ann.create()
    await ann.remove((await ann.log(goal, 30)).activity)
    for name in LISTS:
        page = await ann.of(name, goal)
        assert (page.deleted, page.synced_at) == (None, clock.now - OVERLAP)
    page = await ann.query("goals")
    assert (page.deleted, page.synced_at) == (None, clock.now - OVERLAP)


async def test_what_is_gone_is_told_in_the_first_part_alone(ann: Caller, clock: Clock) -> None:
    goal = await ann.create()
    logged = [(await ann.log(goal, 1)).activity for _ in range(3)]
    tasks = [await ann.plan(goal, name) for name in "abc"]
    later = _later(ann, clock, hours=1)
    await later.remove(logged[0])
    await later.turn("deleteTask", tasks[0])
    for name, gone in (("activities", logged[0].activity_id), ("tasks", tasks[0].task_id)):
        since = {"updated_since": NOW, "limit": 1}
        first = await later.of(name, goal, **since)
        rest = await later.of(name, goal, **since, next_token=first.next_token)
        assert (_idents(first), rest.deleted, len(rest.items)) == ([gone], (), 1)
        with pytest.raises(InvalidInputError, match="nextToken"):
            await later.of(name, goal, limit=1, next_token=first.next_token)


async def test_an_activity_that_an_import_brings_back_is_gone_no_more(
    ann: Caller, clock: Clock
) -> None:
    goal = await ann.create()
    activity = (await ann.log(goal, 1)).activity
    later = _later(ann, clock, hours=1)
    await later.remove(activity)
    again = _later(later, clock, hours=1)
    await _bring_back(again, activity)
    page = await again.of("activities", goal, updated_since=later.now)
    assert ([each.activity_id for each in page.items], page.deleted) == ([activity.activity_id], ())
    last = _later(again, clock, hours=1)
    await last.remove(activity)
    page = await last.of("activities", goal, updated_since=later.now)
    assert [(each.ident, each.deleted_at) for each in page.deleted] == [
        (activity.activity_id, last.now)
    ]


async def test_an_activity_brought_back_by_a_clock_that_is_behind_stays_in_a_copy(
    ann: Caller, clock: Clock
) -> None:
    goal = await ann.create()
    activity = (await ann.log(goal, 1)).activity
    ahead = _later(ann, clock, hours=1, seconds=8)
    await ahead.remove(activity)
    await _bring_back(_later(ahead, clock, seconds=-7), activity)
    between = clock.now + timedelta(seconds=3)
    page = await _later(ahead, clock, minutes=2).of("activities", goal, updated_since=between)
    assert (page.items, page.deleted) == ((), ())


async def test_a_change_committed_after_a_reading_is_told_by_the_next(
    ann: Caller, clock: Clock
) -> None:
    goal = await ann.create()
    removed = (await ann.log(goal, 1)).activity
    slow = _later(ann, clock, hours=1)
    begun = clock.now
    reader = _later(slow, clock, seconds=29)
    first = await reader.of("activities", goal, updated_since=begun - timedelta(minutes=5))
    clock.now = begun
    await slow.log(goal, 2)
    await slow.remove(removed)
    next_reader = _later(reader, clock, hours=1)
    page = await next_reader.of("activities", goal, updated_since=first.synced_at)
    assert [int(activity.value) for activity in page.items] == [2]
    assert _idents(page) == [removed.activity_id]


@pytest.mark.parametrize("back", [-MOMENT, timedelta(days=90) + MOMENT], ids=["ahead", "too old"])
async def test_an_instant_ahead_or_too_far_back_is_refused(ann: Caller, back: timedelta) -> None:
    goal = await ann.create()
    since = ann.now - back
    for name in LISTS:
        with pytest.raises(InvalidInputError, match="updatedSince must be"):
            await ann.of(name, goal, updated_since=since)
    with pytest.raises(InvalidInputError, match=r"filter\.updatedSince must be"):
        await ann.query("goals", filter=GoalFilter(updated_since=since))


async def test_a_goal_that_fails_leaves_the_milestones_of_the_others(
    ann: Caller, bob: Caller
) -> None:
    goal, foreign = await ann.create(), await bob.create()
    page, failed = await ann.each("milestoneList", [goal, foreign], updated_since=NOW)
    assert (len(page.items), page.deleted) == (4, ())
    assert isinstance(failed, Exception)


async def test_a_repeated_removal_leaves_one_tombstone(ann: Caller, clock: Clock) -> None:
    goal = await ann.create()
    activity = (await ann.log(goal, 1)).activity
    for _ in range(2):
        await ann.mutate(
            "removeActivity",
            ActivityRemoval(
                goal_id=goal.goal_id, activity_id=activity.activity_id, idempotency_key="k"
            ),
        )
        clock.wait(seconds=1)
    page = await ann.of("activities", goal, updated_since=NOW)
    assert _idents(page) == [activity.activity_id]

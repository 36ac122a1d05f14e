"""Requests under a key: each happens once, and a repeated one is answered as the first time."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar

import pytest

from domain.activity import Activity
from domain.answers import ActivityChange, BulkChange, BulkStatus
from domain.bulk import GoalsMove
from domain.errors import (
    DuplicateTitleError,
    GoalAlreadyCompletedError,
    GoalNotFoundError,
    IdempotencyConflictError,
    InvalidInputError,
)
from domain.goal import Goal, GoalStatus
from domain.idempotency import Keyed, Request
from domain.milestone import Milestone
from domain.repositories import Requests, Unit, Units
from domain.requests import (
    ActivityEdit,
    ActivityRemoval,
    GoalEdit,
    GoalMove,
    MilestoneEdit,
    MilestoneRemoval,
    NewActivity,
    NewMilestone,
    NewTask,
    PauseMove,
    PauseOfAll,
    ProfileEdit,
    TaskEdit,
    TaskMove,
)
from domain.task import Task
from resolvers.rebuilding import rebuild_goal
from schema.codec import encode
from tests.builders import NOW, OWNER
from tests.resolvers.asking import Caller, a_wish
from tests.resolvers.counting import counted

T = TypeVar("T")

KEY = "0f8fad5b-d9cb-469f-a165-70867728950e"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A goal with a task, a milestone and an activity, a paused one and a draft."""

    goal: Goal
    task: Task
    milestone: Milestone
    activity: Activity
    resting: Goal
    draft: Goal


async def a_scene(ann: Caller) -> Scene:
    goal = await ann.create()
    resting = await ann.create(title="Rest")
    return Scene(
        goal=goal,
        task=await ann.plan(goal),
        milestone=await ann.aim(goal, percentage=5),
        activity=(await ann.log(goal)).activity,
        resting=await ann.move("pauseGoal", resting),
        draft=await ann.create(title="Draft", status=GoalStatus.DRAFT),
    )


def of_goal(kind: Callable[..., Keyed], **more: Any) -> Callable[[Scene], Keyed]:
    return lambda scene: kind(goal_id=scene.goal.goal_id, **more)


def of_task(kind: Callable[..., Keyed], **more: Any) -> Callable[[Scene], Keyed]:
    return lambda scene: kind(goal_id=scene.goal.goal_id, task_id=scene.task.task_id, **more)


def of_milestone(kind: Callable[..., Keyed], **more: Any) -> Callable[[Scene], Keyed]:
    return lambda scene: kind(
        goal_id=scene.goal.goal_id, milestone_id=scene.milestone.milestone_id, **more
    )


def of_activity(kind: Callable[..., Keyed], **more: Any) -> Callable[[Scene], Keyed]:
    return lambda scene: kind(
        goal_id=scene.goal.goal_id, activity_id=scene.activity.activity_id, **more
    )


CHANGES: dict[str, Callable[[Scene], Keyed]] = {
    "createGoal": lambda _: a_wish(title="Another"),
    "updateGoal": of_goal(GoalEdit, title="Read less"),
    "activateGoal": lambda scene: GoalMove(goal_id=scene.draft.goal_id),
    "pauseGoal": of_goal(PauseMove),
    "resumeGoal": lambda scene: GoalMove(goal_id=scene.resting.goal_id),
    "completeGoal": of_goal(GoalMove, expected_version=1),
    "archiveGoal": of_goal(GoalMove),
    "createTask": of_goal(NewTask, title="Choose a chair"),
    "updateTask": of_task(TaskEdit, title="Choose a book"),
    "completeTask": of_task(TaskMove, expected_version=1),
    "reopenTask": of_task(TaskMove),
    "deleteTask": of_task(TaskMove),
    "createMilestone": of_goal(NewMilestone, name="Half", amount=Decimal(50)),
    "updateMilestone": of_milestone(MilestoneEdit, percentage=Decimal(60)),
    "deleteMilestone": of_milestone(MilestoneRemoval),
    "logActivity": of_goal(NewActivity, value=Decimal(30)),
    "amendActivity": of_activity(ActivityEdit, value=Decimal(30)),
    "removeActivity": of_activity(ActivityRemoval),
    "pauseAll": lambda _: PauseOfAll(),
    "resumeAll": lambda _: Keyed(),
    "updateProfile": lambda _: ProfileEdit(timezone="Europe/Berlin"),
}


def keyed(wanted: Keyed, key: str = KEY) -> Keyed:
    return replace(wanted, idempotency_key=key)


def shown(answer: object) -> dict[str, Any]:
    """Return an answer as the contract shows it, but for whether it is a replay."""
    found: dict[str, Any] = encode(answer)
    found.pop("replayed", None)
    return found


@pytest.mark.parametrize("name", CHANGES)
async def test_a_repeated_request_is_answered_as_the_first_time_and_writes_nothing(
    name: str, ann: Caller
) -> None:
    wanted = keyed(CHANGES[name](await a_scene(ann)))
    first = await ann.after(minutes=1).mutate(name, wanted)
    with counted(ann.store) as made:
        second = await ann.after(minutes=9).mutate(name, wanted)
    assert "TransactWriteItems" not in made
    assert shown(second) == shown(first)
    marks = [getattr(answer, "is_replayed", None) for answer in (first, second)]
    assert marks == ([None, None] if name == "updateProfile" else [False, True])


async def test_without_a_key_a_request_happens_each_time(ann: Caller) -> None:
    goal = await ann.create()
    await ann.log(goal, 10)
    assert (await ann.log(goal, 10)).is_replayed is False
    assert await ann.percent(goal) == 20


async def test_another_body_under_the_key_is_refused(ann: Caller) -> None:
    goal = await ann.create()
    await ann.log(goal, 10, idempotency_key=KEY)
    with pytest.raises(IdempotencyConflictError, match=r"idempotencyKey must .*; got '0f8fad5b"):
        await ann.log(goal, 20, idempotency_key=KEY)
    assert await ann.percent(goal) == 10


async def test_another_body_that_would_be_refused_itself_is_a_conflict_too(ann: Caller) -> None:
    goal = await ann.create()
    await ann.log(goal, 10, idempotency_key=KEY)
    with pytest.raises(IdempotencyConflictError):
        await ann.log(goal, -1, idempotency_key=KEY)


async def test_each_operation_has_keys_of_its_own(ann: Caller) -> None:
    goal = await ann.create(idempotency_key=KEY)
    move = GoalMove(goal_id=goal.goal_id, idempotency_key=KEY)
    assert (await ann.change("completeGoal", move)).goal.status is GoalStatus.COMPLETED
    assert (await ann.change("archiveGoal", move)).goal.status is GoalStatus.ARCHIVED
    assert (await ann.change("completeGoal", move)).is_replayed


async def test_each_owner_has_keys_of_their_own(ann: Caller, bob: Caller) -> None:
    wish = a_wish(idempotency_key=KEY)
    anns = await ann.change("createGoal", wish)
    bobs = await bob.change("createGoal", wish)
    assert not bobs.is_replayed
    assert anns.goal_id != bobs.goal_id
    taken = NewActivity(goal_id=anns.goal_id, value=Decimal(1), idempotency_key=KEY)
    await ann.mutate("logActivity", taken)
    with pytest.raises(GoalNotFoundError):
        await bob.mutate("logActivity", taken)


@pytest.mark.parametrize("key", ["", "a" * 129, "a\tb"])
@pytest.mark.parametrize("name", ["logActivity", "pauseAll", "resumeAll", "updateProfile"])
async def test_a_key_that_breaks_its_rule_is_refused(ann: Caller, name: str, key: str) -> None:
    wanted = CHANGES[name](await a_scene(ann))
    with pytest.raises(InvalidInputError, match="idempotencyKey must have 1 to 128 printable"):
        await ann.mutate(name, keyed(wanted, key))


async def test_a_refused_request_is_not_remembered(ann: Caller) -> None:
    first = await ann.create()
    wish = a_wish(idempotency_key=KEY)
    with pytest.raises(DuplicateTitleError):
        await ann.change("createGoal", wish)
    await ann.move("archiveGoal", first)
    assert not (await ann.change("createGoal", wish)).is_replayed


@pytest.mark.parametrize(
    ("seconds", "is_replayed"), [(0, True), (86_399, True), (86_400, False), (90_000, False)]
)
async def test_a_request_is_remembered_for_24_hours(
    ann: Caller, seconds: int, *, is_replayed: bool
) -> None:
    goal = await ann.create()
    await ann.log(goal, 10, idempotency_key=KEY)
    later = ann.after(seconds=seconds)
    assert (await later.log(goal, 10, idempotency_key=KEY)).is_replayed is is_replayed
    assert await later.percent(goal) == (10 if is_replayed else 20)
    assert (await later.after(hours=23).log(goal, 10, idempotency_key=KEY)).is_replayed is (
        not is_replayed or seconds == 0
    )


async def test_a_replay_shows_the_goal_as_it_is_and_what_was_changed_as_it_was(
    ann: Caller,
) -> None:
    goal = await ann.create()
    first = await ann.log(goal, 30, idempotency_key=KEY)
    later = ann.after(hours=1)
    await later.edit(goal, title="Read on")
    await later.remove(first.activity)
    again = await later.log(goal, 30, idempotency_key=KEY)
    assert again.goal.title == "Read on"
    assert (again.activity, again.effects) == (first.activity, first.effects)
    assert await later.percent(goal) == 0


async def test_a_change_that_changed_nothing_is_remembered_too(ann: Caller) -> None:
    goal = await ann.create()
    edit = GoalEdit(goal_id=goal.goal_id, title=goal.title, idempotency_key=KEY)
    assert not (await ann.change("updateGoal", edit)).is_replayed
    assert (await ann.change("updateGoal", edit)).is_replayed


async def test_of_twenty_identical_requests_at_once_one_makes_a_change(ann: Caller) -> None:
    goal = await ann.create()
    wanted = NewActivity(goal_id=goal.goal_id, value=Decimal(10), idempotency_key=KEY)
    answers: list[ActivityChange] = await asyncio.gather(
        *(ann.mutate("logActivity", wanted) for _ in range(20))
    )
    assert sorted(answer.is_replayed for answer in answers) == [False] + [True] * 19
    assert len({answer.activity.activity_id for answer in answers}) == 1
    assert await ann.percent(goal) == 10


async def test_a_key_costs_one_reading_and_an_item_of_the_same_transaction(ann: Caller) -> None:
    goal = await ann.create()
    with counted(ann.store) as plain:
        await ann.after(hours=1).log(goal, 10)
    with counted(ann.store) as under_a_key:
        await ann.after(hours=2).log(goal, 10, idempotency_key=KEY)
    assert sorted(under_a_key) == sorted([*plain, "GetItem"])


async def test_a_rebuild_knows_nothing_of_what_is_remembered(ann: Caller) -> None:
    goal = await ann.create()
    await ann.log(goal, 10, idempotency_key=KEY)
    before = await ann.progress(goal)
    await rebuild_goal(ann.store.ports, owner=OWNER, goal_id=goal.goal_id, now=NOW)
    assert await ann.progress(goal) == before
    assert (await ann.log(goal, 10, idempotency_key=KEY)).is_replayed


@dataclass(slots=True)
class LateRequests:
    """Requests of which the first that is looked for is not there yet."""

    requests: Requests
    is_late: bool = True

    async def find(
        self, owner: str, operation: str, key_digest: str, *, now: datetime
    ) -> Request | None:
        """Return the request, but not the first time."""
        is_late, self.is_late = self.is_late, False
        found = await self.requests.find(owner, operation, key_digest, now=now)
        return None if is_late else found


def overtaken(ann: Caller) -> Caller:
    """Return the caller whose request is sent while the same is being carried out."""
    ports = ann.store.ports
    late = replace(ports, requests=LateRequests(ports.requests))
    return replace(ann, store=replace(ann.store, ports=late))


@pytest.mark.parametrize("name", ["completeGoal", "createGoal", "logActivity", "deleteTask"])
async def test_a_request_overtaken_by_the_same_one_is_answered_not_refused(
    ann: Caller, name: str
) -> None:
    wanted = keyed(CHANGES[name](await a_scene(ann)))
    first = await ann.mutate(name, wanted)
    second = await overtaken(ann).mutate(name, wanted)
    assert second.is_replayed
    assert shown(second) == shown(first)


async def test_a_request_overtaken_by_another_one_is_refused(ann: Caller) -> None:
    goal = await ann.move("completeGoal", await ann.create())
    with pytest.raises(GoalAlreadyCompletedError):
        await overtaken(ann).edit(goal, title="Read on", idempotency_key=KEY)


async def test_what_a_repeated_pause_of_all_finds_anew_is_left_as_it_is(ann: Caller) -> None:
    goal = await ann.create()
    first = await ann.pause_all(idempotency_key=KEY)
    later = await ann.create(title="Later")
    again = await ann.pause_all(idempotency_key=KEY)
    assert (again.results, again.is_replayed) == (first.results, True)
    assert [each.goal_id for each in again.results] == [goal.goal_id]
    assert (await ann.goal(later.goal_id)).status is GoalStatus.ACTIVE
    with pytest.raises(IdempotencyConflictError):
        await ann.pause_all(first=NOW.date() - timedelta(days=1), idempotency_key=KEY)


async def test_of_different_bodies_sent_at_once_under_one_key_one_is_carried_out(
    ann: Caller,
) -> None:
    goals = [await ann.create(title=title) for title in "ab"]
    endings = await asyncio.gather(
        *(
            ann.mutate("archiveGoals", GoalsMove(goal_ids=(goal.goal_id,), idempotency_key=KEY))
            for goal in goals
        ),
        return_exceptions=True,
    )
    refused = [isinstance(ending, IdempotencyConflictError) for ending in endings]
    archived = [(await ann.goal(goal.goal_id)).status is GoalStatus.ARCHIVED for goal in goals]
    assert sorted(refused) == [False, True]
    assert archived == [not each for each in refused]


async def test_what_is_refused_for_its_form_does_not_hold_the_key(ann: Caller) -> None:
    goal = await ann.create()
    with pytest.raises(InvalidInputError):
        await ann.mutate("archiveGoals", GoalsMove(goal_ids=(), idempotency_key=KEY))
    answer = await ann.mutate(
        "archiveGoals", GoalsMove(goal_ids=(goal.goal_id,), idempotency_key=KEY)
    )
    assert [each.status for each in answer.results] == [BulkStatus.DONE]


async def test_many_pauses_of_all_at_once_pause_each_goal_once(ann: Caller) -> None:
    goals = [await ann.create(title=title) for title in "abc"]
    answers: list[BulkChange] = await asyncio.gather(
        *(ann.pause_all(idempotency_key=KEY) for _ in range(20))
    )
    assert sorted(answer.is_replayed for answer in answers) == [False] + [True] * 19
    assert {each.status for answer in answers for each in answer.results} == {BulkStatus.DONE}
    for goal in goals:
        assert [each.status for each in (await ann.goal(goal.goal_id)).changes] == [
            GoalStatus.ACTIVE,
            GoalStatus.PAUSED,
        ]


@dataclass(slots=True)
class BrokenUnits:
    """Units of which the first two are carried out, one that holds the key and one of a goal."""

    units: Units
    left: int = 2

    async def change(self, decide: Callable[[], Awaitable[Unit[T]]]) -> T:
        """Carry out one of the first two units."""
        if not self.left:
            raise ConnectionError("gone")
        self.left -= 1
        return await self.units.change(decide)


async def test_a_pause_of_all_that_was_interrupted_goes_on_with_what_is_left(ann: Caller) -> None:
    goals = [await ann.create(title=title) for title in ("one", "other")]
    ports = ann.store.ports
    broken = replace(ann.store, ports=replace(ports, units=BrokenUnits(ports.units)))
    with pytest.raises(ConnectionError):
        await replace(ann, store=broken).pause_all(idempotency_key=KEY)
    answer = await ann.pause_all(idempotency_key=KEY)
    assert [each.status for each in answer.results] == [BulkStatus.DONE]
    assert not answer.is_replayed
    statuses = {(await ann.goal(goal.goal_id)).status for goal in goals}
    assert statuses == {GoalStatus.PAUSED}

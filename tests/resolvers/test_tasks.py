"""Tasks: listed, made, changed, completed, reopened, deleted."""

from datetime import timedelta
from typing import Any

import pytest

from domain.errors import (
    DomainError,
    GoalAlreadyCompletedError,
    GoalArchivedError,
    GoalNotFoundError,
    InvalidInputError,
    TaskNotFoundError,
    VersionConflictError,
)
from domain.goal import Goal, GoalStatus
from domain.requests import NewTask, TaskMove
from domain.task import Task, TaskStatus
from tests.builders import NOW
from tests.resolvers.asking import DAY, Caller


async def _planned(ann: Caller, count: int = 3) -> tuple[Goal, list[Task]]:
    goal = await ann.create()
    return goal, [await ann.after(minutes=n).plan(goal, f"task {n}") for n in range(count)]


async def test_a_task_is_made_active(ann: Caller) -> None:
    goal = await ann.create()
    due = NOW + DAY
    task = await ann.plan(goal, "  Choose  ", due_at=due, tags=("a", "a", "b"))
    assert (task.title, task.due_at, task.tags) == ("Choose", due, ("a", "b"))
    assert (task.status, task.created_at, task.version) == (TaskStatus.ACTIVE, NOW, 1)
    assert await ann.query("myTasks", goal_id=goal.goal_id) == (task,)


async def test_tasks_are_listed_oldest_first_without_deleted_ones(ann: Caller) -> None:
    goal, (first, second, third) = await _planned(ann)
    cancelled = await ann.edit_task(third, status=TaskStatus.CANCELLED)
    await ann.after(hours=1).turn("deleteTask", first)
    assert await ann.query("myTasks", goal_id=goal.goal_id) == (second, cancelled)
    assert (await ann.of("tasks", goal)).items == (second, cancelled)


async def test_tasks_come_in_pages_and_by_status(ann: Caller) -> None:
    goal, made = await _planned(ann, 5)
    done = await ann.after(hours=1).turn("completeTask", made[1])
    asked: dict[str, Any] = {"status": (TaskStatus.ACTIVE,), "limit": 3}
    first = await ann.of("tasks", goal, **asked)
    second = await ann.of("tasks", goal, **asked, next_token=first.next_token)
    assert first.items + second.items == (made[0], *made[2:])
    assert second.next_token is None
    assert (await ann.of("tasks", goal, status=(TaskStatus.COMPLETED,))).items == (done,)
    with pytest.raises(InvalidInputError, match="nextToken"):
        await ann.of("tasks", goal, limit=3, next_token=first.next_token)
    for limit in (0, 1001):
        with pytest.raises(InvalidInputError, match="limit"):
            await ann.of("tasks", goal, limit=limit)


async def test_a_page_has_20_tasks_unless_asked(ann: Caller) -> None:
    goal, made = await _planned(ann, 21)
    page = await ann.of("tasks", goal)
    assert page.items == tuple(made[:20])


async def test_a_token_of_one_goal_leaves_the_tasks_of_another_answered(ann: Caller) -> None:
    goal, made = await _planned(ann)
    other = await ann.create(title="other")
    (page,) = await ann.each("tasks", [goal], limit=1)
    failed, rest = await ann.each("tasks", [other, goal], next_token=page.next_token)
    assert isinstance(failed, InvalidInputError)
    assert rest.items == tuple(made[1:])


async def test_what_an_edit_of_a_task_does_not_name_stays(ann: Caller) -> None:
    _, (task, *_) = await _planned(ann)
    later = ann.after(hours=1)
    edited = await later.edit_task(task, title="New", due_at=NOW, expected_version=1)
    assert (edited.title, edited.due_at, edited.status) == ("New", NOW, TaskStatus.ACTIVE)
    assert (edited.updated_at, edited.version) == (later.now, 2)
    cleared = await later.edit_task(edited, due_at=None, completion_note="none yet")
    assert (cleared.due_at, cleared.completion_note) == (None, "none yet")


async def test_a_status_given_is_taken_now(ann: Caller) -> None:
    goal, (task, *_) = await _planned(ann, 2)
    done = await ann.after(days=1).edit_task(task, status=TaskStatus.COMPLETED)
    assert done.completed_at == NOW + DAY
    assert await ann.after(days=1).percent(goal) == 50
    dropped = await ann.after(days=2).edit_task(task, status=TaskStatus.CANCELLED)
    assert dropped.completed_at is None
    assert await ann.after(days=2).percent(goal) == 0
    assert await ann.after(days=2).each("totalTasks", [goal]) == (1,)


async def test_completing_twice_changes_nothing(ann: Caller) -> None:
    _, (task, *_) = await _planned(ann)
    first = await ann.after(hours=1).turn("completeTask", task, completion_note="done")
    assert (first.completion_note, first.version) == ("done", 2)
    assert await ann.after(hours=2).turn("completeTask", task) == first
    assert await ann.after(hours=2).turn("completeTask", task, completion_note="done") == first


async def test_reopening_what_is_open_changes_nothing(ann: Caller) -> None:
    _, (task, *_) = await _planned(ann)
    assert await ann.after(hours=2).turn("reopenTask", task) == task


async def test_a_reopened_task_takes_back_what_its_completion_proved(ann: Caller) -> None:
    goal, (task, other) = await _planned(ann, 2)
    await ann.after(days=1).turn("completeTask", task)
    await ann.after(days=2).turn("completeTask", other)
    later = ann.after(days=3)
    reopened = await later.turn("reopenTask", task)
    assert (reopened.status, reopened.completed_at) == (TaskStatus.ACTIVE, None)
    assert await later.percent(goal) == 50
    assert await later.reached(goal) == {
        "First Quarter": NOW + 2 * DAY,
        "Halfway Point": NOW + 2 * DAY,
    }


async def test_a_deleted_task_is_as_if_it_had_never_been(ann: Caller) -> None:
    goal, (task, other) = await _planned(ann, 2)
    await ann.after(days=1).turn("completeTask", other)
    deleted = await ann.after(days=2).turn("deleteTask", task)
    assert deleted.deleted_at == NOW + 2 * DAY
    later = ann.after(days=2)
    assert await later.percent(goal) == 100
    assert (await later.goal(goal.goal_id)).status is GoalStatus.ACTIVE
    with pytest.raises(TaskNotFoundError):
        await later.turn("deleteTask", task)
    await later.turn("deleteTask", other)
    assert await later.percent(goal) == 0
    assert await later.reached(goal) == {}


async def test_milestones_are_reached_when_tasks_are_completed(ann: Caller) -> None:
    goal, made = await _planned(ann, 4)
    for day, task in enumerate(made, start=1):
        await ann.after(days=day).turn("completeTask", task)
    reached = await ann.after(days=9).reached(goal)
    assert list(reached.values()) == [NOW + day * DAY for day in range(1, 5)]


async def test_a_new_task_lowers_progress_and_leaves_what_was_reached(ann: Caller) -> None:
    goal, (task,) = await _planned(ann, 1)
    await ann.after(days=1).turn("completeTask", task)
    await ann.after(days=2).plan(goal, "one more")
    later = ann.after(days=3)
    assert await later.percent(goal) == 50
    assert len(await later.reached(goal)) == 4


async def test_an_edit_of_another_version_of_a_task_is_refused(ann: Caller) -> None:
    _, (task, *_) = await _planned(ann)
    done = await ann.turn("completeTask", task)
    with pytest.raises(VersionConflictError, match="current version 2; got 1"):
        await ann.edit_task(task, title="New", expected_version=1)
    for name in ("completeTask", "reopenTask", "deleteTask"):
        with pytest.raises(VersionConflictError):
            await ann.turn(name, task, expected_version=1)
    assert await ann.query("myTasks", goal_id=task.goal_id) != ()
    assert (await ann.turn("reopenTask", task, expected_version=2)).version == done.version + 1


async def test_a_task_is_refused_for_each_rule_it_breaks(ann: Caller) -> None:
    goal, (task, *_) = await _planned(ann)
    with pytest.raises(InvalidInputError, match="title must have 1 to 200 characters"):
        await ann.plan(goal, " ")
    with pytest.raises(InvalidInputError, match="tags must have at most 20"):
        await ann.edit_task(task, tags=tuple(map(str, range(21))))
    with pytest.raises(InvalidInputError, match="completionNote"):
        await ann.turn("completeTask", task, completion_note="x" * 501)


async def test_unknown_goals_and_tasks_are_not_found(ann: Caller) -> None:
    goal, (task, *_) = await _planned(ann)
    other = await ann.create(title="other")
    with pytest.raises(GoalNotFoundError):
        await ann.query("myTasks", goal_id="nothing")
    with pytest.raises(GoalNotFoundError):
        await ann.mutate("createTask", NewTask(goal_id="nothing", title="x"))
    for name in ("completeTask", "reopenTask", "deleteTask"):
        unknown: list[tuple[str, str, type[DomainError]]] = [
            ("nothing", task.task_id, GoalNotFoundError),
            (goal.goal_id, "nothing", TaskNotFoundError),
            (other.goal_id, task.task_id, TaskNotFoundError),
        ]
        for goal_id, task_id, error in unknown:
            with pytest.raises(error):
                await ann.mutate(name, TaskMove(goal_id=goal_id, task_id=task_id))


@pytest.mark.parametrize(
    ("move", "error"),
    [("completeGoal", GoalAlreadyCompletedError), ("archiveGoal", GoalArchivedError)],
)
async def test_the_tasks_of_a_goal_that_ended_stay_as_they_are(
    ann: Caller, move: str, error: type[DomainError]
) -> None:
    goal, (task, *_) = await _planned(ann)
    await ann.after(hours=1).move(move, goal)
    with pytest.raises(error):
        await ann.plan(goal)
    with pytest.raises(error):
        await ann.edit_task(task, title="New")
    for name in ("completeTask", "reopenTask", "deleteTask"):
        with pytest.raises(error):
            await ann.turn(name, task)


async def test_a_task_that_another_server_dated_ahead_is_changed_after_that(ann: Caller) -> None:
    goal = await ann.create()
    task = await ann.after(seconds=30).plan(goal)
    done = await ann.turn("completeTask", task)
    assert done.completed_at == NOW + timedelta(seconds=30)
    assert await ann.percent(goal) == 100

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain import task_rules
from domain.errors import InvalidInputError, VersionConflictError
from domain.requests import NewTask, TaskEdit
from domain.task import Task, TaskChange, TaskStatus, evidence
from tests.builders import GOAL_ID, NOW, OWNER, a_task

HOUR = timedelta(hours=1)
TASK_ID = a_task().task_id
LATER = NOW + HOUR


def with_changes(*statuses: TaskStatus) -> Task:
    """Return a task that took a status each hour, active first."""
    taken = (TaskStatus.ACTIVE, *statuses)
    changes = [TaskChange(status=status, at=NOW + n * HOUR) for n, status in enumerate(taken)]
    return a_task(changes=tuple(changes))


def kept(task: Task, *, at: datetime) -> list[TaskStatus]:
    return [change.status for change in evidence(task, at=at)]


def test_a_new_task_is_active_from_now_on() -> None:
    wanted = NewTask(goal_id=GOAL_ID, title=" Choose ", tags=("a", "a"), due_at=LATER)
    task = task_rules.new_task(wanted, task_id="t", owner=OWNER, now=NOW)
    assert (task.title, task.tags, task.due_at) == ("Choose", ("a",), LATER)
    assert task.changes == (TaskChange(status=TaskStatus.ACTIVE, at=NOW),)
    assert task.created_at == task.updated_at == NOW


@pytest.mark.parametrize("title", ["", "x" * 201])
def test_a_title_has_1_to_200_characters(title: str) -> None:
    with pytest.raises(InvalidInputError, match="title must have 1 to 200 characters"):
        task_rules.new_task(
            NewTask(goal_id=GOAL_ID, title=title), task_id="t", owner=OWNER, now=NOW
        )


def test_completing_a_task_is_a_dated_change_with_a_note() -> None:
    task = task_rules.completed(a_task(), note=" done ", now=LATER)
    assert task.status is TaskStatus.COMPLETED
    assert (task.completed_at, task.updated_at, task.completion_note) == (LATER, LATER, "done")


def test_a_completion_note_has_at_most_500_characters() -> None:
    with pytest.raises(InvalidInputError, match="completionNote must have 0 to 500 characters"):
        task_rules.completed(a_task(), note="x" * 501, now=LATER)


def test_completing_twice_changes_nothing() -> None:
    once = task_rules.completed(a_task(), note=None, now=LATER)
    assert task_rules.completed(once, note=None, now=LATER + HOUR) == once


def test_reopening_makes_a_task_active_again_and_twice_changes_nothing() -> None:
    done = task_rules.completed(a_task(), note=None, now=LATER)
    again = task_rules.reopened(done, now=LATER + HOUR)
    assert (again.status, again.completed_at) == (TaskStatus.ACTIVE, None)
    assert task_rules.reopened(again, now=LATER + 2 * HOUR) == again


def test_a_change_is_never_dated_before_the_one_before() -> None:
    done = task_rules.completed(a_task(), note=None, now=LATER)
    assert task_rules.reopened(done, now=NOW).changes[-1].at == LATER


def test_an_edit_takes_a_status_now_and_leaves_what_it_does_not_give() -> None:
    edit = TaskEdit(
        goal_id=GOAL_ID, task_id=TASK_ID, title="New", status=TaskStatus.CANCELLED, due_at=None
    )
    before = a_task(tags=("a",), due_at=NOW)
    after = task_rules.edited(before, edit, now=LATER)
    assert (after.title, after.tags, after.due_at) == ("New", ("a",), None)
    assert after.changes[-1] == TaskChange(status=TaskStatus.CANCELLED, at=LATER)


def test_an_edit_without_a_status_makes_no_change_of_status() -> None:
    edit = TaskEdit(goal_id=GOAL_ID, task_id=TASK_ID, tags=("b",), completion_note="n")
    after = task_rules.edited(a_task(), edit, now=LATER)
    assert after == replace(a_task(), tags=("b",), completion_note="n", updated_at=LATER)


def test_an_edit_of_another_version_is_refused() -> None:
    edit = TaskEdit(goal_id=GOAL_ID, task_id=TASK_ID, expected_version=4)
    with pytest.raises(VersionConflictError):
        task_rules.edited(a_task(version=5), edit, now=LATER)


def test_a_deleted_task_keeps_its_changes_but_has_no_status_from_then_on() -> None:
    task = task_rules.deleted(a_task(), now=LATER)
    assert (task.deleted_at, task.updated_at) == (LATER, LATER)
    assert task.status_at(NOW) is TaskStatus.ACTIVE
    assert task.status_at(LATER) is None


def test_the_status_at_a_moment_is_the_one_taken_last() -> None:
    task = with_changes(TaskStatus.COMPLETED, TaskStatus.ACTIVE)
    moments = (NOW - HOUR, NOW, NOW + HOUR, NOW + 5 * HOUR)
    found = [task.status_at(at) for at in moments]
    assert found == [None, TaskStatus.ACTIVE, TaskStatus.COMPLETED, TaskStatus.ACTIVE]


@pytest.mark.parametrize("status", TaskStatus)
def test_cancelled_and_archived_tasks_do_not_count(status: TaskStatus) -> None:
    assert status.is_counted == (status not in {TaskStatus.CANCELLED, TaskStatus.ARCHIVED})


def test_a_task_proves_nothing_before_it_was_made() -> None:
    assert kept(a_task(), at=NOW - HOUR) == []


def test_a_completion_proves_something_until_it_is_reopened() -> None:
    task = with_changes(TaskStatus.COMPLETED, TaskStatus.ACTIVE, TaskStatus.COMPLETED)
    done, opened = TaskStatus.COMPLETED, TaskStatus.ACTIVE
    assert kept(task, at=NOW + HOUR) == [opened, done]
    assert kept(task, at=NOW + 2 * HOUR) == [opened, opened]
    assert kept(task, at=NOW + 3 * HOUR) == [opened, opened, done]


def test_a_completion_still_proves_something_when_the_task_is_cancelled_later() -> None:
    task = with_changes(TaskStatus.COMPLETED, TaskStatus.CANCELLED)
    expected = [TaskStatus.ACTIVE, TaskStatus.COMPLETED, TaskStatus.CANCELLED]
    assert kept(task, at=NOW + 2 * HOUR) == expected


def test_a_deleted_task_proves_something_only_as_of_before() -> None:
    task = task_rules.deleted(with_changes(TaskStatus.COMPLETED), now=NOW + 2 * HOUR)
    assert kept(task, at=NOW + HOUR) == [TaskStatus.ACTIVE, TaskStatus.COMPLETED]
    assert kept(task, at=NOW + 2 * HOUR) == []

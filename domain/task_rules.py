"""Making and changing tasks; repeating a change is no change."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from domain.errors import GoalInvalidError
from domain.fields import optional_text, text, texts
from domain.goal_rules import check_version
from domain.requests import NewTask, TaskEdit
from domain.task import Task, TaskChange, TaskStatus
from domain.unset import Unset, given

MOST_TASKS: Final = 1_000


def check_room(tasks: Sequence[Task]) -> None:
    """Refuse one more task than a goal may have, deleted ones counted in: all are read with it.

    Raises:
        GoalInvalidError: The goal has 1,000 tasks.
    """
    if len(tasks) >= MOST_TASKS:
        raise GoalInvalidError(
            "tasks", f"must be at most {MOST_TASKS} for one goal", len(tasks) + 1
        )


def new_task(wanted: NewTask, *, task_id: str, owner: str, now: datetime) -> Task:
    """Return the task asked for, active.

    Raises:
        InvalidInputError: A field breaks its own rule.
    """
    task = Task(
        task_id=task_id,
        goal_id=wanted.goal_id,
        owner=owner,
        title=wanted.title,
        created_at=now,
        updated_at=now,
        changes=(TaskChange(status=TaskStatus.ACTIVE, at=now),),
        due_at=wanted.due_at,
        tags=wanted.tags,
    )
    return _checked(task)


def edited(task: Task, edit: TaskEdit, *, now: datetime) -> Task:
    """Return the task with the changes given; a status given is taken now.

    Raises:
        VersionConflictError: The task is not at the version expected.
        InvalidInputError: A field breaks its own rule.
    """
    check_version(edit.expected_version, current=task.version)
    changed = replace(
        task,
        title=given(edit.title, otherwise=task.title),
        due_at=given(edit.due_at, otherwise=task.due_at),
        tags=given(edit.tags, otherwise=task.tags),
        completion_note=given(edit.completion_note, otherwise=task.completion_note),
        updated_at=now,
    )
    moved = changed if isinstance(edit.status, Unset) else taking(changed, edit.status, now=now)
    return _checked(moved)


def completed(task: Task, *, note: str | None, now: datetime) -> Task:
    """Return the task completed, with a note if there is one."""
    noted = task if note is None else replace(task, completion_note=note)
    return _checked(taking(noted, TaskStatus.COMPLETED, now=now))


def reopened(task: Task, *, now: datetime) -> Task:
    """Return the task active again."""
    return taking(task, TaskStatus.ACTIVE, now=now)


def deleted(task: Task, *, now: datetime) -> Task:
    """Return the task deleted: from now on it is as if it had never been."""
    return replace(task, deleted_at=now, updated_at=now)


def taking(task: Task, status: TaskStatus, *, now: datetime) -> Task:
    """Return the task with a new status; the same status again is no change."""
    if status is task.status:
        return task
    at = max(now, task.changes[-1].at)
    return replace(task, changes=(*task.changes, TaskChange(status=status, at=at)), updated_at=at)


def _checked(task: Task) -> Task:
    return replace(
        task,
        title=text(task.title, field="title", longest=200, shortest=1),
        tags=texts(task.tags, field="tags", most=20, longest=50),
        completion_note=optional_text(task.completion_note, field="completionNote", longest=500),
    )

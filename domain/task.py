"""Tasks: planned work of a goal, whose every change is a dated event."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final


class TaskStatus(StrEnum):
    """Where a task is in its life."""

    ACTIVE = "active"
    PAUSED = "paused"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    ARCHIVED = "archived"

    @property
    def is_counted(self) -> bool:
        """Say whether a task of this status is part of the planned work."""
        return self not in {TaskStatus.CANCELLED, TaskStatus.ARCHIVED}


_OPEN: Final = frozenset({TaskStatus.ACTIVE, TaskStatus.PAUSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskChange:
    """A status that a task took at an instant."""

    status: TaskStatus
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A unit of planned work; `changes` starts with its creation, oldest first.

    `stored_at` is when storage put it last; it says nothing of the task itself.
    """

    task_id: str
    goal_id: str
    owner: str
    title: str
    created_at: datetime
    updated_at: datetime
    changes: tuple[TaskChange, ...]
    due_at: datetime | None = None
    tags: tuple[str, ...] = ()
    completion_note: str | None = None
    deleted_at: datetime | None = None
    version: int = 0
    stored_at: datetime | None = field(default=None, compare=False)

    @property
    def changed_at(self) -> datetime:
        """Return when it was last stored, or updated if that was not noted yet."""
        return self.stored_at or self.updated_at

    @property
    def status(self) -> TaskStatus:
        """Return the status taken last."""
        return self.changes[-1].status

    @property
    def completed_at(self) -> datetime | None:
        """Return when the task was completed; None unless it is."""
        last = self.changes[-1]
        return last.at if last.status is TaskStatus.COMPLETED else None

    def status_at(self, at: datetime) -> TaskStatus | None:
        """Return the status as it stood then; None before creation and after deletion."""
        if self.deleted_at is not None and self.deleted_at <= at:
            return None
        taken = [change.status for change in self.changes if change.at <= at]
        return taken[-1] if taken else None


def evidence(task: Task, *, at: datetime) -> tuple[TaskChange, ...]:
    """Return the changes that may prove a milestone as of an instant.

    A task deleted by then proves nothing, and neither does a completion reopened by then.
    """
    if task.deleted_at is not None and task.deleted_at <= at:
        return ()
    changes = [change for change in task.changes if change.at <= at]
    reopenings = [i for i, change in enumerate(changes) if change.status in _OPEN]
    last = reopenings[-1] if reopenings else -1
    return tuple(
        change
        for position, change in enumerate(changes)
        if position > last or change.status is not TaskStatus.COMPLETED
    )

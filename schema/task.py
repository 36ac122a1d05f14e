"""Tasks in the contract."""

from datetime import datetime

from strawberry import ID

import domain.requests
import domain.task
from schema.enums import TaskStatus
from schema.mirror import REPEATED, attribute, entry, output


@output(domain.task.Task)
class Task:
    """A unit of planned work of a goal, done or not."""

    task_id: ID = attribute("The task's id, a UUID.", name="id")
    goal_id: ID = attribute("The id of the goal it belongs to.")
    title: str = attribute("What is to be done.")
    status: TaskStatus = attribute("Where the task is in its life.")
    due_at: datetime | None = attribute("When it is due.")
    tags: list[str] = attribute("Words to find it by.")
    completion_note: str | None = attribute("What the owner noted on completing it.")
    completed_at: datetime | None = attribute("When it was completed; null unless it is.")
    created_at: datetime = attribute("When it was made.")
    updated_at: datetime = attribute("When it was last changed.")
    version: int = attribute("The number of times it was stored, for expectedVersion.")


@entry(domain.requests.NewTask)
class CreateTaskInput:
    """A task to be made."""

    goal_id: ID = attribute("The goal's id.")
    title: str = attribute("What is to be done, 1 to 200 characters.")
    due_at: datetime | None = attribute("When it is due.")
    tags: list[str] | None = attribute("Words to find it by, at most 20 of at most 50 characters.")
    idempotency_key: str | None = attribute(REPEATED)


@entry(domain.requests.TaskEdit)
class UpdateTaskInput:
    """Changes of a task; what is absent stays, a null clears."""

    goal_id: ID = attribute("The goal's id.")
    task_id: ID = attribute("The task's id.")
    expected_version: int | None = attribute("Refuse the change unless this is the version.")
    title: str | None = attribute("What is to be done, 1 to 200 characters; never null.")
    due_at: datetime | None = attribute("When it is due.")
    tags: list[str] | None = attribute("All its tags; never null.")
    status: TaskStatus | None = attribute("The status it takes now; never null.")
    completion_note: str | None = attribute("What the owner notes on completing it.")
    idempotency_key: str | None = attribute(REPEATED)


@entry(domain.requests.TaskMove)
class TaskTransitionInput:
    """A task to be completed, reopened or deleted."""

    goal_id: ID = attribute("The goal's id.")
    task_id: ID = attribute("The task's id.")
    expected_version: int | None = attribute("Refuse the change unless this is the version.")
    completion_note: str | None = attribute("What the owner notes on completing it.")
    idempotency_key: str | None = attribute(REPEATED)

"""Tasks, milestones and the profile as REST has them."""

from datetime import datetime
from typing import ClassVar

from pydantic import Field

from domain.task import TaskStatus
from server.rest.shapes import DELETED, SYNCED_AT, Asked, Instant, Shown, Whole, absent


class CreateTaskRequest(Asked):
    """A task to be made."""

    mirrors: ClassVar[str] = "CreateTaskInput"

    title: str
    due_at: Instant | None = absent()
    tags: list[str] | None = absent()


class UpdateTaskRequest(Asked):
    """Changes of a task; what is absent stays, a null clears."""

    mirrors: ClassVar[str] = "UpdateTaskInput"

    title: str = absent()
    due_at: Instant | None = absent()
    tags: list[str] = absent()
    status: TaskStatus = absent()
    completion_note: str | None = absent()


class CompleteTaskRequest(Asked):
    """A task to be completed, reopened or deleted."""

    mirrors: ClassVar[str] = "TaskTransitionInput"

    completion_note: str | None = absent()


class Task(Shown):
    """A unit of planned work of a goal, done or not."""

    mirrors: ClassVar[str] = "Task"

    task_id: str = Field(validation_alias="id")
    goal_id: str
    title: str
    status: TaskStatus
    due_at: datetime | None
    tags: list[str]
    completion_note: str | None
    completed_at: datetime | None
    created_at: datetime
    updated_at: datetime
    version: int


class DeletedTask(Shown):
    """That a task was deleted."""

    mirrors: ClassVar[str] = "Tombstone"

    task_id: str = Field(validation_alias="id")
    deleted_at: datetime


class CreateMilestoneRequest(Asked):
    """A custom milestone to be made, by a percentage or by an amount."""

    mirrors: ClassVar[str] = "CreateMilestoneInput"

    name: str
    description: str | None = absent()
    percentage: float | None = absent()
    amount: float | None = absent()


class UpdateMilestoneRequest(Asked):
    """Changes of a custom milestone; what is absent stays, a null clears."""

    mirrors: ClassVar[str] = "UpdateMilestoneInput"

    name: str = absent()
    description: str | None = absent()
    percentage: float | None = absent()
    amount: float | None = absent()


class Milestone(Shown):
    """A threshold on the way: the quarter ladder's, or one of the owner's own."""

    mirrors: ClassVar[str] = "Milestone"

    milestone_id: str = Field(validation_alias="id")
    name: str
    percentage: float
    achieved: bool
    achieved_at: datetime | None
    description: str | None
    amount: float | None
    is_custom: bool


class DeletedMilestone(Shown):
    """That a milestone of the owner's own was deleted."""

    mirrors: ClassVar[str] = "Tombstone"

    milestone_id: str = Field(validation_alias="id")
    deleted_at: datetime


class MilestoneListResponse(Shown):
    """A list of milestones, all in one part."""

    mirrors: ClassVar[str] = "MilestoneConnection"

    milestones: list[Milestone] = Field(validation_alias="items")
    deleted: list[DeletedMilestone] | None = Field(description=DELETED)
    synced_at: datetime = Field(description=SYNCED_AT)


class UpdateProfileRequest(Asked):
    """Changes of how days are counted; they hold from the next local day on."""

    mirrors: ClassVar[str] = "UpdateProfileInput"

    timezone: str = absent()
    day_start: str = absent()
    week_start: Whole = absent()


class Profile(Shown):
    """How an owner's days are counted, by the rule set last, and how many goals are active."""

    mirrors: ClassVar[str] = "Profile"

    user_id: str
    timezone: str
    day_start: str
    week_start: int
    active_goals: int
    updated_at: datetime | None
    version: int

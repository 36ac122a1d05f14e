"""Many things at once as REST has them: what is asked for, and what became of each."""

from typing import ClassVar

from pydantic import Field

from domain.answers import BulkStatus
from server.rest.activity_shapes import LogActivityRequest
from server.rest.progress_shapes import GoalProgressDetails
from server.rest.shapes import Asked, Shown


class LogActivitiesRequest(Asked):
    """Activities of one goal to be logged, as if one after the other."""

    mirrors: ClassVar[str] = "LogActivitiesInput"

    activities: list[LogActivityRequest] = Field(serialization_alias="items")


class ArchiveGoalsRequest(Asked):
    """Goals to be archived, in the order given."""

    mirrors: ClassVar[str] = "GoalsTransitionInput"

    goal_ids: list[str]


class BulkResult(Shown):
    """What became of one thing of many."""

    mirrors: ClassVar[str] = "BulkResult"

    index: int
    goal_id: str
    status: BulkStatus
    code: str | None
    message: str | None
    activity_id: str | None


class GoalAfter(Shown):
    """How far along a goal is after a change."""

    progress: GoalProgressDetails | None = Field(validation_alias="progressDetails")


class GoalOfMany(Shown):
    """A goal that a change of many things changed."""

    goal: GoalAfter


class ChangeOfMany(Shown):
    """What the contract answers to a change of many things."""

    results: list[BulkResult]
    goals: list[GoalOfMany]


class ArchiveGoalsResponse(Shown):
    """What became of each goal."""

    results: list[BulkResult] = Field(description="One result for each, in order.")


class LogActivitiesResponse(ArchiveGoalsResponse):
    """What became of each activity, and of the goal."""

    progress: GoalProgressDetails | None = Field(
        description="How far along the goal is after all of them; null where none was logged."
    )

"""Lists as REST has them: what their addresses ask for, and their pages."""

from datetime import UTC, date, datetime
from typing import Annotated, Any, Final

from pydantic import Field

from domain.activity import ActivityType
from domain.goal import GoalStatus
from domain.requests import GoalSort
from domain.statistics import StatisticsPeriod
from domain.target import GoalPattern
from domain.task import TaskStatus
from server.rest.activity_shapes import DeletedActivity, GoalActivity
from server.rest.goal_shapes import Goal
from server.rest.shapes import DELETED, SYNCED_AT, Day, Distinct, Instant, Query, Shown
from server.rest.task_shapes import DeletedTask, Task

MOST_ON_PAGE: Final = 100


class ListQuery(Query):
    """The parameters of a list's address."""

    page: Annotated[int, Field(ge=1, le=10_000_000, description="Which page, from 1.")] = 1
    limit: Annotated[
        int, Field(ge=1, le=MOST_ON_PAGE, description="How many a page holds at most.")
    ] = 20
    next_token: str = Field(
        default_factory=str,
        description="What continues a list, instead of a page: pagination.nextToken of the answer.",
    )

    def filters(self) -> dict[str, Any]:
        """Return what the list is to hold, by the contract's names."""
        found = self.contract()
        return {name: found[name] for name in found if name not in {"page", "limit", "nextToken"}}


class SortedQuery(ListQuery):
    """The parameters of a list that has a filter, and an order of the caller's choice."""

    def filters(self) -> dict[str, Any]:
        """Return the filter and the order."""
        found = super().filters()
        order = {"sort": found.pop("sort")} if "sort" in found else {}
        return {"filter": found, **order}


class SyncQuery(Query):
    """What the address of a list that a client keeps a copy of may ask for."""

    updated_since: Instant = Field(
        default_factory=lambda: datetime.min.replace(tzinfo=UTC),
        description="What has changed at or after it, at most 90 days back, and what is gone.",
    )


class GoalQuery(SyncQuery, SortedQuery):
    """The parameters of the list of goals."""

    status: Annotated[list[GoalStatus], Distinct] = Field(
        default_factory=list[GoalStatus],
        description="Any of these; if absent all but archived ones, with updatedSince those too.",
    )
    goal_pattern: Annotated[list[GoalPattern], Distinct] = Field(
        default_factory=list[GoalPattern],
        serialization_alias="pattern",
        description="Any of these patterns.",
    )
    category: Annotated[list[str], Distinct] = Field(
        default_factory=list[str], description="Any of these categories, letter case aside."
    )
    tags: Annotated[list[str], Distinct] = Field(
        default_factory=list[str], description="At least one of these tags."
    )
    search: str = Field(
        default_factory=str,
        description="Words that title, description, category or tags hold, letter case aside.",
    )
    sort: GoalSort = Field(
        default_factory=lambda: GoalSort.UPDATED_DESC,
        description="The order; updated_desc if absent.",
    )


class ActivityQuery(SyncQuery, ListQuery):
    """The parameters of the list of a goal's activities."""

    start_date: Day = Field(default_factory=lambda: date.min, description="The first local day.")
    end_date: Day = Field(
        default_factory=lambda: date.max,
        description="The last local day, itself included.",
    )
    activity_type: Annotated[list[ActivityType], Distinct] = Field(
        default_factory=list[ActivityType],
        serialization_alias="types",
        description="Any of these types.",
    )


class TaskQuery(SyncQuery, ListQuery):
    """The parameters of the list of a goal's tasks."""

    status: Annotated[list[TaskStatus], Distinct] = Field(
        default_factory=list[TaskStatus], description="Any of these."
    )


class ProgressQuery(Query):
    """The parameters of a goal's progress."""

    period: StatisticsPeriod = Field(
        default=StatisticsPeriod.CURRENT, description="Which span the statistics are about."
    )


class PaginationInfo(Shown):
    """Where in a list a page is; what would need counting is null where nextToken was given."""

    page: int | None = Field(description="Which page it is, from 1.")
    limit: int = Field(description="How many a page holds at most.")
    total: int | None = Field(description="How many the list holds.")
    pages: int | None = Field(description="How many pages that makes.")
    next_token: str | None = Field(description="What continues the list; null at its end.")


class GoalListResponse(Shown):
    """A page of goals."""

    goals: list[Goal] = Field(description="The goals of this page.")
    synced_at: datetime = Field(description=SYNCED_AT)
    pagination: PaginationInfo = Field(description="Where in the list it is.")


class ActivityListResponse(Shown):
    """A page of a goal's activities, newest local day first."""

    activities: list[GoalActivity] = Field(description="The activities of this page.")
    deleted: list[DeletedActivity] | None = Field(description=DELETED)
    synced_at: datetime = Field(description=SYNCED_AT)
    pagination: PaginationInfo = Field(description="Where in the list it is.")


class TaskListResponse(Shown):
    """A page of a goal's tasks, oldest first."""

    tasks: list[Task] = Field(description="The tasks of this page.")
    deleted: list[DeletedTask] | None = Field(description=DELETED)
    synced_at: datetime = Field(description=SYNCED_AT)
    pagination: PaginationInfo = Field(description="Where in the list it is.")


class MessageResponse(Shown):
    """That something is done."""

    message: str = Field(description="What is done.")

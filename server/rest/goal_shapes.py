"""Goals as REST has them: what they ask for, and how far along they are."""

import json
from datetime import date, datetime
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, model_validator

from domain.goal import GoalStatus, Visibility
from domain.period import PeriodUnit
from domain.schedule import CheckIn, Frequency, MonthEnd, SkipPolicy
from domain.target import Aggregation, Direction, GoalPattern, Metric, MissingPolicy, TargetType
from server.rest.progress_shapes import GoalProgressDetails
from server.rest.shapes import Shown, with_added


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


class GoalTarget(Shown):
    """How much of what a goal asks for, and in which period."""

    mirrors: ClassVar[str] = "GoalTarget"
    added: ClassVar[frozenset[str]] = frozenset({"target_date"})

    metric: Metric
    value: float
    unit: str
    direction: Direction
    period: PeriodUnit | None
    target_date: date | None = Field(description="The goal's deadline.")
    start_value: float | None
    target_type: TargetType | None
    min_value: float | None
    max_value: float | None
    aggregation: Aggregation | None
    period_count: int | None
    rolling_days: int | None
    missing_policy: MissingPolicy | None


class NthWeekday(Shown):
    """The n-th of a weekday in a month."""

    mirrors: ClassVar[str] = "NthWeekday"

    n: int
    weekday: int


class GoalSchedule(Shown):
    """Which periods are due, what a miss does to a streak, and how the owner checks in."""

    mirrors: ClassVar[str] = "GoalSchedule"

    start_date: date | None
    frequency: Frequency | None
    every: int
    days_of_week: list[int] | None
    day_of_month: int | None
    month_end: MonthEnd
    nth_weekday: NthWeekday | None
    check_in_frequency: CheckIn
    preferred_times: list[str]
    catch_up_allowed: bool
    skip_policy: SkipPolicy
    allow_skip_days: int | None
    forgive_single_miss: bool
    freeze_every: int | None
    freeze_max: int | None


class GoalPause(Shown):
    """Local days on which nothing of a goal is due."""

    mirrors: ClassVar[str] = "GoalPause"

    first: date = Field(alias="from")
    to: date
    for_all: bool


class GoalContext(Shown):
    """Why a goal matters to its owner, and what helps or hinders."""

    mirrors: ClassVar[str] = "GoalContext"

    motivation: str | None
    importance_level: int | None
    supporting_goals: list[str] | None
    conflicting_goals: list[str] | None
    obstacles: list[str] | None
    success_factors: list[str] | None
    preferred_activities: list[str] | None
    avoid_activities: list[str] | None


class MilestoneReward(Shown):
    """What the owner promises themselves at an amount."""

    mirrors: ClassVar[str] = "MilestoneReward"

    value: float
    reward: str


class GoalRewards(Shown):
    """Points, promises and badges that a front end attaches to a goal."""

    mirrors: ClassVar[str] = "GoalRewards"

    points_per_activity: int | None
    milestone_rewards: list[MilestoneReward] | None
    badges: list[str] | None


class Answer(Shown):
    """One answer to a question that a front end asks about a goal."""

    mirrors: ClassVar[str] = "Answer"

    key: str
    answer: str


class Goal(Shown):
    """What an owner works towards; a computed field that fails is null, with an error."""

    mirrors: ClassVar[str] = "Goal"

    goal_id: str = Field(validation_alias="id")
    user_id: str
    title: str
    description: str | None
    category: str | None
    tags: list[str] | None
    icon: str | None
    color: str | None
    goal_pattern: GoalPattern = Field(validation_alias="pattern")
    target: GoalTarget
    schedule: GoalSchedule | None
    deadline: date | None
    progress: GoalProgressDetails | None = Field(
        validation_alias="progressDetails",
        description="How far along it is now; null if that cannot be computed.",
    )
    answers: list[Answer] | None
    context: GoalContext | None
    rewards: GoalRewards | None
    status: GoalStatus
    visibility: Visibility | None
    metadata: Annotated[Any, BeforeValidator(_json)]
    pauses: list[GoalPause] | None
    timezone: str | None
    created_at: datetime
    updated_at: datetime
    completed_at: datetime | None
    archived_at: datetime | None
    version: int

    @model_validator(mode="before")
    @classmethod
    def _with_target_date(cls, data: dict[str, Any]) -> dict[str, Any]:
        if not data.get("target"):
            return data
        return with_added(data, target=with_added(data["target"], targetDate=data.get("deadline")))

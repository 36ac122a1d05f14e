"""Goals as REST asks for them to be made and changed."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, ClassVar

from pydantic import Field

from domain.errors import InvalidInputError
from domain.goal import GoalStatus, Visibility
from domain.period import PeriodUnit
from domain.schedule import CheckIn, Frequency, MonthEnd, SkipPolicy
from domain.target import Aggregation, Direction, GoalPattern, Metric, MissingPolicy, TargetType
from schema.scalars import json_text
from server.rest.shapes import Asked, Day, Whole, absent


class GoalTargetRequest(Asked):
    """The target of a goal to be made."""

    mirrors: ClassVar[str] = "GoalTargetInput"

    value: float
    unit: str
    metric: Metric
    direction: Direction
    period: PeriodUnit | None = absent()
    target_date: Day | None = Field(
        default_factory=lambda: None, description="The goal's deadline."
    )
    start_value: float | None = absent()
    target_type: TargetType | None = absent()
    min_value: float | None = absent()
    max_value: float | None = absent()
    aggregation: Aggregation | None = absent()
    period_count: Whole | None = absent()
    rolling_days: Whole | None = absent()
    missing_policy: MissingPolicy | None = absent()


class GoalTargetUpdate(Asked):
    """Changes of a target; what is absent stays, a null clears what may be absent."""

    mirrors: ClassVar[str] = "GoalTargetUpdateInput"

    value: float = absent()
    unit: str = absent()
    metric: Metric = absent()
    direction: Direction = absent()
    period: PeriodUnit | None = absent()
    target_date: Day | None = Field(
        default_factory=lambda: None, description="The goal's deadline."
    )
    start_value: float | None = absent()
    target_type: TargetType | None = absent()
    min_value: float | None = absent()
    max_value: float | None = absent()
    aggregation: Aggregation | None = absent()
    period_count: Whole | None = absent()
    rolling_days: Whole | None = absent()
    missing_policy: MissingPolicy | None = absent()


class NthWeekdayRequest(Asked):
    """The n-th of a weekday in a month."""

    mirrors: ClassVar[str] = "NthWeekdayInput"

    n: Whole
    weekday: Whole


class GoalScheduleRequest(Asked):
    """A schedule; what is absent stays, or is the pattern's default on a new goal."""

    mirrors: ClassVar[str] = "GoalScheduleInput"

    start_date: Day | None = absent()
    frequency: Frequency | None = absent()
    every: Whole = absent()
    days_of_week: list[Whole] | None = absent()
    day_of_month: Whole | None = absent()
    month_end: MonthEnd = absent()
    nth_weekday: NthWeekdayRequest | None = absent()
    check_in_frequency: CheckIn = absent()
    preferred_times: list[str] = absent()
    catch_up_allowed: bool = absent()
    skip_policy: SkipPolicy = absent()
    allow_skip_days: Whole | None = absent()
    forgive_single_miss: bool = absent()
    freeze_every: Whole | None = absent()
    freeze_max: Whole | None = absent()


class GoalContextRequest(Asked):
    """Why a goal matters to its owner, and what helps or hinders."""

    mirrors: ClassVar[str] = "GoalContextInput"

    motivation: str | None = absent()
    importance_level: Whole | None = absent()
    supporting_goals: list[str] | None = absent()
    conflicting_goals: list[str] | None = absent()
    obstacles: list[str] | None = absent()
    success_factors: list[str] | None = absent()
    preferred_activities: list[str] | None = absent()
    avoid_activities: list[str] | None = absent()


class MilestoneRewardRequest(Asked):
    """What the owner promises themselves at an amount."""

    mirrors: ClassVar[str] = "MilestoneRewardInput"

    value: float
    reward: str


class GoalRewardsRequest(Asked):
    """Points, promises and badges that a front end attaches to a goal."""

    mirrors: ClassVar[str] = "GoalRewardsInput"

    points_per_activity: Whole | None = absent()
    milestone_rewards: list[MilestoneRewardRequest] | None = absent()
    badges: list[str] | None = absent()


class AnswerRequest(Asked):
    """One answer to a question that a front end asks about a goal."""

    mirrors: ClassVar[str] = "AnswerInput"

    key: str
    answer: str


class GoalRequest(Asked):
    """What REST writes otherwise than the contract: the deadline, and free JSON as it is."""

    def contract(self) -> dict[str, Any]:
        """Return what was given, in the contract's JSON.

        Raises:
            InvalidInputError: The target's date is not the deadline given.
        """
        found = super().contract()
        if found.get("metadata") is not None:
            found["metadata"] = json_text(found["metadata"])
        target: dict[str, Any] = found.get("target") or {}
        if "targetDate" in target:
            found["deadline"] = _deadline(found, target.pop("targetDate"))
        return found


def _deadline(given: Mapping[str, Any], target_date: str | None) -> str | None:
    deadline: str | None = given.get("deadline", target_date)
    if deadline != target_date:
        rule = f"must be the deadline {deadline} where both are given"
        raise InvalidInputError("target.targetDate", rule, target_date)
    return deadline


class CreateGoalRequest(GoalRequest):
    """A goal to be made, active unless its status is draft."""

    mirrors: ClassVar[str] = "CreateGoalInput"

    title: str
    goal_pattern: GoalPattern = Field(serialization_alias="pattern")
    target: GoalTargetRequest
    category: str
    description: str | None = absent()
    tags: list[str] | None = absent()
    icon: str | None = absent()
    color: str | None = absent()
    visibility: Visibility | None = absent()
    schedule: GoalScheduleRequest | None = absent()
    deadline: Day | None = absent()
    answers: list[AnswerRequest] | None = absent()
    context: GoalContextRequest | None = absent()
    rewards: GoalRewardsRequest | None = absent()
    metadata: dict[str, Any] | None = absent()
    status: GoalStatus | None = absent()


class SettableStatus(StrEnum):
    """The statuses that an update may ask for."""

    ACTIVE = "active"
    PAUSED = "paused"


class UpdateGoalRequest(GoalRequest):
    """Changes of a goal; what is absent stays, a null clears what may be absent."""

    mirrors: ClassVar[str] = "UpdateGoalInput"

    title: str = absent()
    description: str | None = absent()
    category: str | None = absent()
    tags: list[str] = absent()
    icon: str | None = absent()
    color: str | None = absent()
    visibility: Visibility = absent()
    target: GoalTargetUpdate = absent()
    schedule: GoalScheduleRequest = absent()
    deadline: Day | None = absent()
    answers: list[AnswerRequest] = absent()
    context: GoalContextRequest | None = absent()
    rewards: GoalRewardsRequest | None = absent()
    metadata: dict[str, Any] | None = absent()
    effective_from: Day | None = absent()
    status: SettableStatus = Field(
        default_factory=lambda: SettableStatus.ACTIVE,
        description="Where it is to be in its life: active or paused.",
    )
    goal_pattern: GoalPattern = Field(
        default_factory=lambda: GoalPattern.RECURRING,
        description="Refused: a goal's pattern never changes.",
    )


class PauseGoalRequest(Asked):
    """A goal to be paused on local days, or from now on if there is no last one."""

    mirrors: ClassVar[str] = "PauseGoalInput"

    first: Day | None = Field(default_factory=lambda: None, alias="from")
    to: Day | None = absent()

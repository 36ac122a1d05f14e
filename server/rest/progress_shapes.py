"""Progress as REST has it: the details of a goal, its statistics and insights."""

from datetime import date, datetime
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field

from domain.activity import DayOfWeek, TimeOfDay
from domain.answers import ProgressBasis
from domain.insight import Factor, Measure
from domain.occurrence import Outcome
from domain.recommendation import RecommendationKind
from domain.statistics import StatisticsPeriod
from domain.trend import Trend
from server.rest.shapes import Shown, Spelled


def _is_met(outcome: Any) -> bool:
    return outcome in {Outcome.MET, True}


class PeriodResult(Shown):
    """One period with what it asked for and what was done in it; amounts in the goal's unit."""

    mirrors: ClassVar[str] = "Occurrence"

    period: str = Field(validation_alias="periodKey")
    achieved: Annotated[bool, BeforeValidator(_is_met)] = Field(
        validation_alias="outcome", description="Whether it is met."
    )
    value: float
    outcome: Outcome
    start_date: date
    end_date: date


class GoalProgressDetails(Shown):
    """How far along a goal is at a moment; percentages run from 0 to 100 with two decimals."""

    mirrors: ClassVar[str] = "GoalProgress"

    percent_complete: float = Field(validation_alias="progressPercentage")
    basis: Spelled[ProgressBasis]
    activity_progress: float
    task_progress: float
    time_progress: float
    completed_tasks: int
    total_tasks: int
    last_activity_date: date | None
    current_period_value: float | None
    total_accumulated: float | None
    remaining_to_goal: float | None
    current_streak: int | None
    longest_streak: int | None
    average_value: float | None
    days_over_limit: int | None
    trend: Trend | None
    projected_completion: date | None
    success_rate: float | None
    consistency_score: float | None
    is_overdue: bool
    is_urgent: bool
    last_updated: datetime
    period_history: list[PeriodResult] | None


class TimeSince(Shown):
    """How long ago something was."""

    mirrors: ClassVar[str] = "TimeSince"

    days: int
    seconds: float


class GoalStatistics(Shown):
    """What was logged in a span of local days; amounts are those of single activities."""

    mirrors: ClassVar[str] = "GoalStatistics"

    start_date: date
    end_date: date
    total_activities: int
    completed_activities: int
    skipped_activities: int
    average_value: float | None
    best_value: float | None
    worst_value: float | None
    consistency: float | None
    time_since_last: TimeSince | None


class SuccessPattern(Shown):
    """A circumstance under which a goal goes better than otherwise, with both samples."""

    mirrors: ClassVar[str] = "Insight"

    factor: Spelled[Factor]
    label: str
    measure: Spelled[Measure]
    value: float
    sample_size: int
    other_value: float
    other_sample_size: int


class Figure(Shown):
    """A number behind a recommendation."""

    mirrors: ClassVar[str] = "Figure"

    name: str
    value: float


class Recommendation(Shown):
    """Something to do for a goal."""

    mirrors: ClassVar[str] = "Recommendation"

    kind: Spelled[RecommendationKind]
    reason: str
    evidence: list[Figure]


class GoalInsights(Shown):
    """When a goal goes best, by its activities of the last 366 local days."""

    mirrors: ClassVar[str] = "GoalInsights"

    best_time_of_day: Spelled[TimeOfDay] | None
    best_day_of_week: DayOfWeek | None
    success_patterns: list[SuccessPattern]
    recommendations: list[Recommendation]


class GoalProgress(Shown):
    """What an owner works towards; a computed field that fails is null, with an error."""

    mirrors: ClassVar[str] = "Goal"
    added: ClassVar[frozenset[str]] = frozenset({"period", "statistics"})

    goal_id: str = Field(validation_alias="id")
    period: StatisticsPeriod = Field(description="Which span the statistics are about.")
    progress: GoalProgressDetails = Field(validation_alias="progressDetails")
    statistics: GoalStatistics
    insights: GoalInsights | None

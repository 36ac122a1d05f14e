"""Templates as REST has them, goals to be made of them, and what is recommended to begin."""

from typing import Annotated, Any, ClassVar

from pydantic import Field, model_validator

from domain.goal import GoalStatus
from domain.target import GoalPattern
from domain.template import Difficulty, TemplateSort
from server.rest.goal_requests import GoalRequest, GoalScheduleRequest, GoalTargetUpdate
from server.rest.goal_shapes import GoalSchedule, GoalTarget
from server.rest.lists import MOST_ON_PAGE, PaginationInfo, SortedQuery
from server.rest.progress_shapes import Figure
from server.rest.shapes import Asked, Day, Distinct, Query, Shown, absent, with_added


class TemplateQuery(SortedQuery):
    """The parameters of the list of templates."""

    category: Annotated[list[str], Distinct] = Field(
        default_factory=list[str], description="Any of these categories, letter case aside."
    )
    difficulty: Annotated[list[Difficulty], Distinct] = Field(
        default_factory=list[Difficulty], description="Any of these."
    )
    goal_pattern: Annotated[list[GoalPattern], Distinct] = Field(
        default_factory=list[GoalPattern],
        serialization_alias="pattern",
        description="Any of these patterns.",
    )
    search: str = Field(
        default_factory=str,
        description="Words that name, description, category or tags hold, letter case aside.",
    )
    sort: TemplateSort = Field(
        default_factory=lambda: TemplateSort.POPULARITY,
        description="The order; popularity if absent.",
    )


class RecommendationQuery(Query):
    """The parameters of what is recommended."""

    limit: Annotated[
        int, Field(ge=1, le=MOST_ON_PAGE, description="How many are recommended at most.")
    ] = 5


class TemplateCustomizations(GoalRequest):
    """What is to differ from a template."""

    mirrors: ClassVar[str] = "CreateGoalFromTemplateInput"

    title: str | None = absent()
    description: str | None = absent()
    start_date: Day | None = absent()
    deadline: Day | None = absent()
    target: GoalTargetUpdate | None = absent()
    schedule: GoalScheduleRequest | None = absent()
    status: GoalStatus | None = absent()


class CreateGoalFromTemplateRequest(Asked):
    """A goal to be made of a template."""

    template_id: str = Field(description="The template's id.")
    customizations: TemplateCustomizations | None = Field(
        default_factory=lambda: None, description="What is to differ from it."
    )

    def contract(self) -> dict[str, Any]:
        """Return what was given, in the contract's JSON."""
        changes = self.customizations.contract() if self.customizations else {}
        return {"templateId": self.template_id, **changes}


class GoalTemplate(Shown):
    """A goal ready to be made."""

    mirrors: ClassVar[str] = "GoalTemplate"

    template_id: str
    name: str
    description: str
    category: str
    goal_pattern: GoalPattern = Field(validation_alias="pattern")
    difficulty: Difficulty
    duration_days: int
    target: GoalTarget
    schedule: GoalSchedule
    tags: list[str]
    months: list[int]
    popularity: int | None

    @model_validator(mode="before")
    @classmethod
    def _without_target_date(cls, data: dict[str, Any]) -> dict[str, Any]:
        return with_added(data, target=with_added(data["target"], targetDate=None))


class TemplateListResponse(Shown):
    """A page of templates."""

    templates: list[GoalTemplate] = Field(description="The templates of this page.")
    pagination: PaginationInfo = Field(description="Where in the list it is.")


class GoalRecommendation(Shown):
    """A template that the caller might begin."""

    mirrors: ClassVar[str] = "GoalRecommendation"

    template: GoalTemplate
    reason: str
    evidence: list[Figure]
    confidence: float


class RecommendationListResponse(Shown):
    """What the caller might begin next."""

    recommendations: list[GoalRecommendation] = Field(description="The best one first.")

"""Goal templates and what is recommended to begin, in the contract."""

from datetime import date

from strawberry import ID

import domain.answers
import domain.suggestion
import domain.template
from schema.directives import ApiKey
from schema.enums import GoalPattern, GoalStatus, TemplateDifficulty
from schema.insight import Figure
from schema.mirror import REPEATED, attribute, entry, output, percentage
from schema.target import GoalSchedule, GoalScheduleInput, GoalTarget, GoalTargetUpdateInput


@output(domain.template.GoalTemplate, also=(ApiKey(),))
class GoalTemplate:
    """A goal ready to be made."""

    template_id: ID = attribute("The template's id.")
    name: str = attribute("What it is called, and a goal of it unless another title is given.")
    description: str = attribute("What it is about.")
    category: str = attribute("What it is for.")
    pattern: GoalPattern = attribute("How a goal of it is judged.")
    difficulty: TemplateDifficulty = attribute("How much it asks.")
    duration_days: int = attribute(
        "The local days that it is meant for; at their end a milestone or target goal is due."
    )
    target: GoalTarget = attribute("What a goal of it asks for.")
    schedule: GoalSchedule = attribute("When it asks.")
    tags: list[str] = attribute("Words to find it by.")
    months: list[int] = attribute("The months, 1 to 12, in which it suits best; none means any.")
    popularity: int | None = attribute(
        "The number of owners who have made a goal of it; null while there are fewer than 20."
    )


@output(domain.answers.Page, also=(ApiKey(),))
class GoalTemplateConnection:
    """A part of a list of templates."""

    items: list[GoalTemplate] = attribute("The templates of this part.")
    next_token: str | None = attribute("What continues the list; null at its end.")


@output(domain.suggestion.GoalRecommendation)
class GoalRecommendation:
    """A template that the caller might begin."""

    template: GoalTemplate = attribute("The template.")
    reason: str = attribute("Why, in sentences.")
    evidence: list[Figure] = attribute("The numbers behind it.")
    confidence: float = percentage("What the reasons count for together, in percent.")


@entry(domain.template.TemplateFilter)
class GoalTemplateFilter:
    """Which templates a list holds: any of each named kind."""

    category: list[str] | None = attribute("Any of these categories, letter case aside.")
    difficulty: list[TemplateDifficulty] | None = attribute("Any of these.")
    pattern: list[GoalPattern] | None = attribute("Any of these patterns.")
    search: str | None = attribute(
        "Words that name, description, category or tags hold, letter case aside."
    )


@entry(domain.template.TemplateChoice)
class CreateGoalFromTemplateInput:
    """A goal to be made of a template, with what is to differ from it."""

    template_id: ID = attribute("The template's id.")
    title: str | None = attribute("What the goal is called; the template's name if absent.")
    description: str | None = attribute("What it is about; the template's description if absent.")
    start_on: date | None = attribute("The first local day that is judged.", name="startDate")
    deadline: date | None = attribute(
        "The local day at whose end it is due. If absent, a milestone or target goal is due on the"
        " last of the template's days, counted from its start or from today, if that is later."
    )
    target: GoalTargetUpdateInput | None = attribute("Changes of what it asks for.")
    schedule: GoalScheduleInput | None = attribute("Changes of its schedule.")
    status: GoalStatus | None = attribute("active or draft; active if absent.")
    idempotency_key: str | None = attribute(REPEATED)

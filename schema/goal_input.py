"""What may be said of a goal or a milestone in a request, in the contract."""

from datetime import date, datetime

from strawberry import ID

import domain.bulk
import domain.goal
import domain.requests
from schema.enums import GoalPattern, GoalStatus, Visibility
from schema.mirror import REPEATED, attribute, entry
from schema.scalars import AWSJSON
from schema.target import GoalScheduleInput, GoalTargetInput, GoalTargetUpdateInput


@entry(domain.requests.GoalFilter)
class GoalFilter:
    """Which goals a list holds: any of each named kind."""

    status: list[GoalStatus] | None = attribute(
        "Any of these; if absent all but archived ones, with updatedSince those too."
    )
    pattern: list[GoalPattern] | None = attribute("Any of these patterns.")
    category: list[str] | None = attribute("Any of these categories, letter case aside.")
    tags: list[str] | None = attribute("At least one of these tags.")
    search: str | None = attribute(
        "Words that title, description, category or tags hold, letter case aside."
    )
    updated_since: datetime | None = attribute(
        "Those that were made or changed at or after it, at most 90 days back."
    )


@entry(domain.goal.Answer)
class AnswerInput:
    """One answer to a question that a front end asks about a goal."""

    key: str = attribute("The question's key.")
    answer: str = attribute("The owner's answer.")


@entry(domain.goal.GoalContext)
class GoalContextInput:
    """Why a goal matters to its owner, and what helps or hinders."""

    motivation: str | None = attribute("Why the owner wants it, at most 500 characters.")
    importance: int | None = attribute("How important it is, from 1 to 5.", name="importanceLevel")
    supporting_goals: list[str] | None = attribute("Ids of goals that help.")
    conflicting_goals: list[str] | None = attribute("Ids of goals that hinder.")
    obstacles: list[str] | None = attribute("What may get in the way.")
    success_factors: list[str] | None = attribute("What helps.")
    preferred_activities: list[str] | None = attribute("What the owner likes to do for it.")
    avoid_activities: list[str] | None = attribute("What the owner does not want to do for it.")


@entry(domain.goal.MilestoneReward)
class MilestoneRewardInput:
    """What the owner promises themselves at an amount."""

    value: float = attribute("The amount, in the goal's unit.")
    reward: str = attribute("The promise.")


@entry(domain.goal.GoalRewards)
class GoalRewardsInput:
    """Points, promises and badges that a front end attaches to a goal."""

    points_per_activity: int | None = attribute("The points of one activity; 10 if absent.")
    milestone_rewards: list[MilestoneRewardInput] | None = attribute("Promises at amounts.")
    badges: list[str] | None = attribute("Badges that can be earned.")


@entry(domain.requests.NewGoal)
class CreateGoalInput:
    """A goal to be made, active unless its status is draft."""

    title: str = attribute("What the goal is called, 1 to 200 characters.")
    pattern: GoalPattern = attribute("How it is judged; never changes.")
    target: GoalTargetInput = attribute("What it asks for.")
    description: str | None = attribute("What it is about, at most 1,000 characters.")
    category: str | None = attribute("The owner's category for it, 1 to 50 characters.")
    tags: list[str] | None = attribute("Words to find it by, at most 20 of at most 50 characters.")
    icon: str | None = attribute("The name of its icon.")
    color: str | None = attribute("Its colour as #RRGGBB.")
    visibility: Visibility | None = attribute("Who besides the owner may be shown it.")
    schedule: GoalScheduleInput | None = attribute(
        "Which periods are due, and how the owner checks in."
    )
    deadline: date | None = attribute("The local day at whose end it is due.")
    answers: list[AnswerInput] | None = attribute("Answers to a front end's questions.")
    context: GoalContextInput | None = attribute("Why it matters.")
    rewards: GoalRewardsInput | None = attribute("What a front end attaches to it.")
    metadata: AWSJSON | None = attribute("Free JSON of a front end.")
    status: GoalStatus | None = attribute("active or draft; active if absent.")
    idempotency_key: str | None = attribute(REPEATED)


@entry(domain.requests.GoalEdit)
class UpdateGoalInput:
    """Changes of a goal; what is absent stays, a null clears what may be absent."""

    goal_id: ID = attribute("The goal's id.")
    expected_version: int | None = attribute("Refuse the change unless this is the version.")
    title: str | None = attribute("What the goal is called, 1 to 200 characters; never null.")
    description: str | None = attribute("What it is about, at most 1,000 characters.")
    category: str | None = attribute("The owner's category for it, 1 to 50 characters.")
    tags: list[str] | None = attribute("All its tags; never null.")
    icon: str | None = attribute("The name of its icon.")
    color: str | None = attribute("Its colour as #RRGGBB.")
    visibility: Visibility | None = attribute("Who besides the owner may be shown it; never null.")
    target: GoalTargetUpdateInput | None = attribute("Changes of what it asks for; never null.")
    schedule: GoalScheduleInput | None = attribute("Changes of its schedule; never null.")
    deadline: date | None = attribute("The local day at whose end it is due.")
    answers: list[AnswerInput] | None = attribute("All its answers; never null.")
    context: GoalContextInput | None = attribute("Why it matters, in full.")
    rewards: GoalRewardsInput | None = attribute("What a front end attaches to it, in full.")
    metadata: AWSJSON | None = attribute("Free JSON of a front end, in full.")
    effective_from: date | None = attribute(
        "The local day from whose period on target and schedule hold; today if absent."
    )
    idempotency_key: str | None = attribute(REPEATED)


@entry(domain.requests.GoalMove)
class GoalTransitionInput:
    """A goal whose status is to change."""

    goal_id: ID = attribute("The goal's id.")
    expected_version: int | None = attribute("Refuse the change unless this is the version.")
    idempotency_key: str | None = attribute(REPEATED)


@entry(domain.bulk.GoalsMove)
class GoalsTransitionInput:
    """Goals whose status is to change."""

    goal_ids: list[ID] = attribute("The goals' ids, 1 to 1,000.")
    idempotency_key: str | None = attribute(REPEATED)


@entry(domain.requests.NewMilestone)
class CreateMilestoneInput:
    """A custom milestone to be made, by a percentage or by an amount."""

    goal_id: ID = attribute("The goal's id.")
    name: str = attribute("What the milestone is called.")
    description: str | None = attribute("What reaching it means.")
    percentage: float | None = attribute("The progress that reaches it, in percent.")
    amount: float | None = attribute("The threshold in the goal's unit.")
    idempotency_key: str | None = attribute(REPEATED)


@entry(domain.requests.MilestoneEdit)
class UpdateMilestoneInput:
    """Changes of a custom milestone; what is absent stays, a null clears."""

    goal_id: ID = attribute("The goal's id.")
    milestone_id: ID = attribute("The milestone's id.")
    expected_version: int | None = attribute("Refuse the change unless this is the version.")
    name: str | None = attribute("What the milestone is called; never null.")
    description: str | None = attribute("What reaching it means.")
    percentage: float | None = attribute("The progress that reaches it, in percent.")
    amount: float | None = attribute("The threshold in the goal's unit.")
    idempotency_key: str | None = attribute(REPEATED)


@entry(domain.requests.MilestoneRemoval)
class DeleteMilestoneInput:
    """A custom milestone to be deleted."""

    goal_id: ID = attribute("The goal's id.")
    milestone_id: ID = attribute("The milestone's id.")
    idempotency_key: str | None = attribute(REPEATED)

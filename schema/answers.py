"""What mutations answer in the contract: the changed thing, and what the change did."""

from strawberry import ID

import domain.answers
from schema.activity import Activity
from schema.enums import BulkStatus, StreakState
from schema.goal import Goal
from schema.mirror import attribute, output
from schema.progress import Milestone
from schema.task import Task


@output(domain.answers.StreakChange)
class StreakChange:
    """How a goal's streak stands after a change."""

    current: int | None = attribute("Its length now, in periods.")
    extended: bool | None = attribute("Whether the change lengthened it.")
    state: StreakState | None = attribute("How it stands.")


@output(domain.answers.Effects)
class Effects:
    """What a change did to a goal: two readings of one moment, before and after it, compared."""

    progress_delta: float | None = attribute(
        "The progress after the change less that before it, in percent with two decimals."
    )
    activity_progress_delta: float | None = attribute("The same of the pattern's own progress.")
    milestones_achieved: list[Milestone] | None = attribute(
        "The milestones that are achieved now and were not."
    )
    milestones_lost: list[Milestone] | None = attribute(
        "The milestones that were achieved and no longer are, as they stand now."
    )
    streak: StreakChange | None = attribute("The goal's streak after the change.")
    goal_completed: bool | None = attribute("Whether the change completed the goal.")


@output(domain.answers.GoalChange)
class GoalChange:
    """What a mutation of a goal, a task or a milestone changed."""

    owner: ID | None = attribute("The owner's id.", name="userId")
    goal_id: ID | None = attribute("The goal's id.")
    goal: Goal | None = attribute("The goal after the change.")
    task: Task | None = attribute("The task after the change, where one was meant.")
    milestone: Milestone | None = attribute("The milestone after it, where one was meant.")
    effects: Effects | None = attribute("What the change did to the goal.")
    is_replayed: bool | None = attribute(
        "Whether it was changed by the same request before, and nothing now.", name="replayed"
    )


@output(domain.answers.ActivityChange)
class ActivityChange:
    """What a mutation of an activity changed."""

    owner: ID | None = attribute("The owner's id.", name="userId")
    goal_id: ID | None = attribute("The goal's id.")
    activity: Activity | None = attribute("The activity logged, amended or removed.")
    goal: Goal | None = attribute("The goal after the change.")
    effects: Effects | None = attribute("What the change did to the goal.")
    is_replayed: bool | None = attribute(
        "Whether it was changed by the same request before, and nothing now.", name="replayed"
    )


@output(domain.answers.BulkResult)
class BulkResult:
    """What became of one thing of many."""

    index: int = attribute("Its place among them, from 0.")
    goal_id: ID = attribute("The goal's id.")
    status: BulkStatus = attribute("Whether it was changed.")
    code: str | None = attribute("The error's code where it was not.")
    message: str | None = attribute("The error's message where it was not.")
    activity_id: ID | None = attribute("The id of the activity that was logged.")


@output(domain.answers.BulkChange)
class BulkChange:
    """What a mutation of many things changed; one that fails leaves the others as they are."""

    owner: ID | None = attribute("The owner's id.", name="userId")
    results: list[BulkResult] | None = attribute("One result for each, in order.")
    goals: list[GoalChange] | None = attribute(
        "Of logActivities alone: each goal that one was logged of, with what all of them did to it."
    )
    is_replayed: bool | None = attribute(
        "Whether it was changed by the same request before, and nothing now.", name="replayed"
    )

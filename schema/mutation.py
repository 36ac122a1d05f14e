"""The mutations of the contract: one input, and the changed thing back."""

from strawberry import ID

import domain.answers
from schema.activity import Activity, LogActivityInput, RemoveActivityInput
from schema.goal import Goal
from schema.goal_input import (
    CreateGoalInput,
    CreateMilestoneInput,
    DeleteMilestoneInput,
    GoalTransitionInput,
    UpdateGoalInput,
    UpdateMilestoneInput,
)
from schema.mirror import answered, attribute, output
from schema.profile import Profile, UpdateProfileInput
from schema.progress import Milestone
from schema.task import CreateTaskInput, Task, TaskTransitionInput, UpdateTaskInput


@output(domain.answers.GoalChange)
class GoalChange:
    """What a mutation of a goal, a task or a milestone changed."""

    owner: ID | None = attribute("The owner's id.", name="userId")
    goal_id: ID | None = attribute("The goal's id.")
    goal: Goal | None = attribute("The goal after the change.")
    task: Task | None = attribute("The task after the change, where one was meant.")
    milestone: Milestone | None = attribute("The milestone after it, where one was meant.")


@output(domain.answers.ActivityChange)
class ActivityChange:
    """What a mutation of an activity changed."""

    owner: ID | None = attribute("The owner's id.", name="userId")
    goal_id: ID | None = attribute("The goal's id.")
    activity: Activity | None = attribute("The activity logged or removed.")
    goal: Goal | None = attribute("The goal after the change.")


@output()
class Mutation:
    """What may be changed; everything is the caller's own."""

    create_goal: GoalChange | None = answered(
        "Make a goal, active unless its status is draft.", input=CreateGoalInput
    )
    update_goal: GoalChange | None = answered(
        "Change a goal that is neither completed nor archived.", input=UpdateGoalInput
    )
    activate_goal: GoalChange | None = answered(
        "Make a draft active, within the quota.", input=GoalTransitionInput
    )
    pause_goal: GoalChange | None = answered(
        "Pause an active goal: nothing is due until it is resumed.", input=GoalTransitionInput
    )
    resume_goal: GoalChange | None = answered(
        "Make a paused goal active again, within the quota.", input=GoalTransitionInput
    )
    complete_goal: GoalChange | None = answered(
        "Complete an active or paused goal by hand.", input=GoalTransitionInput
    )
    archive_goal: GoalChange | None = answered(
        "Put a goal away, whatever its status; it is kept.", input=GoalTransitionInput
    )
    restore_goal: GoalChange | None = answered(
        "Make an archived goal again what it was, within the quota.", input=GoalTransitionInput
    )
    create_task: GoalChange | None = answered("Add a task to a goal.", input=CreateTaskInput)
    update_task: GoalChange | None = answered("Change a task.", input=UpdateTaskInput)
    complete_task: GoalChange | None = answered("Complete a task.", input=TaskTransitionInput)
    reopen_task: GoalChange | None = answered(
        "Make a completed task active again.", input=TaskTransitionInput
    )
    delete_task: GoalChange | None = answered(
        "Delete a task as a correction.", input=TaskTransitionInput
    )
    create_milestone: GoalChange | None = answered(
        "Add a milestone of the owner's own.", input=CreateMilestoneInput
    )
    update_milestone: GoalChange | None = answered(
        "Change a milestone of the owner's own.", input=UpdateMilestoneInput
    )
    delete_milestone: GoalChange | None = answered(
        "Delete a milestone of the owner's own.", input=DeleteMilestoneInput
    )
    log_activity: ActivityChange | None = answered(
        "Log an activity of an active or paused goal.", input=LogActivityInput
    )
    remove_activity: ActivityChange | None = answered(
        "Remove an activity as a correction.", input=RemoveActivityInput
    )
    update_profile: Profile | None = answered(
        "Change how the caller's days are counted.", input=UpdateProfileInput
    )

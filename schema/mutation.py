"""The mutations of the contract: one input, and the changed thing back."""

from schema.activity import (
    AmendActivityInput,
    LogActivitiesInput,
    LogActivityInput,
    RemoveActivityInput,
)
from schema.answers import ActivityChange, BulkChange, GoalChange
from schema.directives import Iam
from schema.goal_input import (
    CreateGoalInput,
    CreateMilestoneInput,
    DeleteMilestoneInput,
    GoalsTransitionInput,
    GoalTransitionInput,
    UpdateGoalInput,
    UpdateMilestoneInput,
)
from schema.importing import ImportChange, ImportGoalsInput
from schema.mirror import answered, output
from schema.news import (
    MilestoneAchievement,
    Notification,
    PublishMilestoneInput,
    PublishNotificationInput,
)
from schema.pause import PauseAllInput, PauseGoalInput, ResumeAllInput
from schema.profile import Profile, UpdateProfileInput
from schema.task import CreateTaskInput, TaskTransitionInput, UpdateTaskInput
from schema.template import CreateGoalFromTemplateInput


@output()
class Mutation:
    """What may be changed; everything is the caller's own."""

    create_goal: GoalChange | None = answered(
        "Make a goal, active unless its status is draft.", input=CreateGoalInput
    )
    create_goal_from_template: GoalChange | None = answered(
        "Make a goal of a template, by the rules of createGoal.",
        input=CreateGoalFromTemplateInput,
    )
    update_goal: GoalChange | None = answered(
        "Change a goal that is neither completed nor archived.", input=UpdateGoalInput
    )
    activate_goal: GoalChange | None = answered(
        "Make a draft active, within the quota.", input=GoalTransitionInput
    )
    pause_goal: GoalChange | None = answered(
        "Pause a goal: nothing is due on local days, or until it is resumed.", input=PauseGoalInput
    )
    resume_goal: GoalChange | None = answered(
        "Make a goal due again from today on: a paused one active, within the quota, a pause of"
        " today ended yesterday, or else the pauses ahead given up.",
        input=GoalTransitionInput,
    )
    complete_goal: GoalChange | None = answered(
        "Complete an active or paused goal by hand.", input=GoalTransitionInput
    )
    archive_goal: GoalChange | None = answered(
        "Put a goal away, whatever its status; it is kept.", input=GoalTransitionInput
    )
    archive_goals: BulkChange | None = answered(
        "Put up to 1,000 goals away as archiveGoal does; one that is refused leaves the others.",
        input=GoalsTransitionInput,
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
    log_activities: BulkChange | None = answered(
        "Log up to 1,000 activities as if one after the other; one that is refused leaves the"
        " others.",
        input=LogActivitiesInput,
    )
    import_goals: ImportChange | None = answered(
        "Bring in the goals of a document as `milepost import` does: what is missing is added,"
        " nothing is changed; a goal that is refused leaves the others.",
        input=ImportGoalsInput,
    )
    amend_activity: ActivityChange | None = answered(
        "Change an activity as a correction; it stays on its local day.", input=AmendActivityInput
    )
    remove_activity: ActivityChange | None = answered(
        "Remove an activity as a correction.", input=RemoveActivityInput
    )
    pause_all: BulkChange | None = answered(
        "Pause all active goals, on local days all paused ones too.", input=PauseAllInput
    )
    resume_all: BulkChange | None = answered(
        "Resume what pauseAll paused and nothing else, within the quota.",
        input=ResumeAllInput | None,
    )
    update_profile: Profile | None = answered(
        "Change how the caller's days are counted.", input=UpdateProfileInput
    )
    publish_milestone: MilestoneAchievement | None = answered(
        "Tell an owner's subscribers of a milestone achieved; for handlers of events.",
        directives=(Iam(),),
        input=PublishMilestoneInput,
    )
    publish_notification: Notification | None = answered(
        "Tell an owner's subscribers something; for handlers of events.",
        directives=(Iam(),),
        input=PublishNotificationInput,
    )

"""The subscriptions of the contract: which mutations publish to each, and whom it asks about."""

from typing import Final

from strawberry import ID

from schema.answers import ActivityChange, GoalChange
from schema.directives import Subscribe
from schema.mirror import answered, output
from schema.news import MilestoneAchievement, Notification

_GOAL_MUTATIONS: Final = (
    "createGoal",
    "createGoalFromTemplate",
    "updateGoal",
    "activateGoal",
    "pauseGoal",
    "resumeGoal",
    "completeGoal",
    "archiveGoal",
    "restoreGoal",
    "createTask",
    "updateTask",
    "completeTask",
    "reopenTask",
    "deleteTask",
    "createMilestone",
    "updateMilestone",
    "deleteMilestone",
)
_ACTIVITY_MUTATIONS: Final = ("logActivity", "amendActivity", "removeActivity")


@output()
class Subscription:
    """What is told as it happens, of the caller's own alone: userId is the caller's."""

    on_goal_changed: GoalChange | None = answered(
        "Changes of goals, of their tasks and of their milestones.",
        directives=(Subscribe(mutations=list(_GOAL_MUTATIONS)),),
        user_id=ID,
    )
    on_activity_logged: ActivityChange | None = answered(
        "Activities logged, amended or removed, of one goal or of all.",
        directives=(Subscribe(mutations=list(_ACTIVITY_MUTATIONS)),),
        user_id=ID,
        goal_id=ID | None,
    )
    on_milestone_achieved: MilestoneAchievement | None = answered(
        "Milestones achieved, of one goal or of all.",
        directives=(Subscribe(mutations=["publishMilestone"]),),
        user_id=ID,
        goal_id=ID | None,
    )
    on_notification: Notification | None = answered(
        "Notifications.",
        directives=(Subscribe(mutations=["publishNotification"]),),
        user_id=ID,
    )

"""The classes of operations that are counted apart, and which root field is of which class."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Rate(StrEnum):
    """A class of operations: what is counted together, under one limit."""

    READ = "read"
    WRITE = "write"
    LOG = "log"
    BULK = "bulk"
    EXPORT = "export"


_FIELDS: Final = {
    Rate.READ: """
        activeGoalsCount activity goal goalProgress goalTemplates goals me myDashboardGoals myGoals
        myGoalsProgress myGoalsWithTasks myTasks recommendations upcoming
        onActivityLogged onGoalChanged onMilestoneAchieved onNotification
    """,
    Rate.WRITE: """
        activateGoal archiveGoal completeGoal completeTask createGoal createGoalFromTemplate
        createMilestone createTask deleteMilestone deleteTask pauseAll pauseGoal publishMilestone
        publishNotification reopenTask restoreGoal resumeAll resumeGoal updateGoal updateMilestone
        updateProfile updateTask
    """,
    Rate.LOG: "amendActivity logActivity removeActivity",
    Rate.BULK: "archiveGoals importGoals logActivities",
    Rate.EXPORT: "export",
}

RATE_OF: Final[Mapping[str, Rate]] = MappingProxyType(
    {name: rate for rate, names in _FIELDS.items() for name in names.split()}
)
"""The class of each root field of the contract; no two root types have a field of one name."""

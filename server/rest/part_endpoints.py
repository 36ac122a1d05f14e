"""The endpoints of what a goal holds: activities, tasks and milestones."""

from typing import Final

from server.rest import reads
from server.rest.activity_shapes import GoalActivity, LogActivityRequest, UpdateActivityRequest
from server.rest.changes import changing, logging_activity, removing
from server.rest.endpoint import CREATED, Endpoint
from server.rest.goal_endpoints import GOAL
from server.rest.lists import (
    ActivityListResponse,
    ActivityQuery,
    MessageResponse,
    SyncQuery,
    TaskListResponse,
    TaskQuery,
)
from server.rest.moves import moving
from server.rest.task_shapes import (
    CompleteTaskRequest,
    CreateMilestoneRequest,
    CreateTaskRequest,
    Milestone,
    MilestoneListResponse,
    Task,
    UpdateMilestoneRequest,
    UpdateTaskRequest,
)

ACTIVITIES: Final = f"{GOAL}/activities"
ACTIVITY: Final = f"{ACTIVITIES}/{{activityId}}"
TASKS: Final = f"{GOAL}/tasks"
TASK: Final = f"{TASKS}/{{taskId}}"
MILESTONES: Final = f"{GOAL}/milestones"
MILESTONE: Final = f"{MILESTONES}/{{milestoneId}}"


ACTIVITY_ENDPOINTS: Final = (
    Endpoint(
        name="listGoalActivities",
        tells="List a goal's activities",
        method="GET",
        path=ACTIVITIES,
        carry_out=reads.activities,
        answer=ActivityListResponse,
        query=ActivityQuery,
    ),
    Endpoint(
        name="logGoalActivity",
        tells="Log an activity",
        method="POST",
        path=ACTIVITIES,
        carry_out=logging_activity(),
        answer=GoalActivity,
        body=LogActivityRequest,
        mutation="logActivity",
        status=CREATED,
    ),
    Endpoint(
        name="updateGoalActivity",
        tells="Change an activity as a correction",
        method="PUT",
        path=ACTIVITY,
        carry_out=changing("amendActivity", "activity"),
        answer=GoalActivity,
        body=UpdateActivityRequest,
        mutation="amendActivity",
    ),
    Endpoint(
        name="removeGoalActivity",
        tells="Remove an activity as a correction",
        method="DELETE",
        path=ACTIVITY,
        carry_out=removing("removeActivity", "Activity removed successfully"),
        answer=MessageResponse,
        mutation="removeActivity",
    ),
)

TASK_ENDPOINTS: Final = (
    Endpoint(
        name="listTasks",
        tells="List a goal's tasks",
        method="GET",
        path=TASKS,
        carry_out=reads.tasks,
        answer=TaskListResponse,
        query=TaskQuery,
    ),
    Endpoint(
        name="createTask",
        tells="Add a task",
        method="POST",
        path=TASKS,
        carry_out=changing("createTask", "task", ident="task_id"),
        answer=Task,
        body=CreateTaskRequest,
        mutation="createTask",
        status=CREATED,
    ),
    Endpoint(
        name="updateTask",
        tells="Change a task",
        method="PUT",
        path=TASK,
        carry_out=changing("updateTask", "task"),
        answer=Task,
        body=UpdateTaskRequest,
        mutation="updateTask",
    ),
    Endpoint(
        name="deleteTask",
        tells="Delete a task as a correction",
        method="DELETE",
        path=TASK,
        carry_out=removing("deleteTask", "Task deleted successfully"),
        answer=MessageResponse,
        mutation="deleteTask",
    ),
    moving("task", "complete", of=TASK, answer=Task, body=CompleteTaskRequest),
    moving("task", "reopen", of=TASK, answer=Task),
)

MILESTONE_ENDPOINTS: Final = (
    Endpoint(
        name="listMilestones",
        tells="List a goal's milestones",
        method="GET",
        path=MILESTONES,
        carry_out=reads.milestones,
        answer=MilestoneListResponse,
        query=SyncQuery,
    ),
    Endpoint(
        name="createMilestone",
        tells="Add a milestone of the owner's own",
        method="POST",
        path=MILESTONES,
        carry_out=changing("createMilestone", "milestone", ident="milestone_id"),
        answer=Milestone,
        body=CreateMilestoneRequest,
        mutation="createMilestone",
        status=CREATED,
    ),
    Endpoint(
        name="updateMilestone",
        tells="Change a milestone of the owner's own",
        method="PUT",
        path=MILESTONE,
        carry_out=changing("updateMilestone", "milestone"),
        answer=Milestone,
        body=UpdateMilestoneRequest,
        mutation="updateMilestone",
    ),
    Endpoint(
        name="deleteMilestone",
        tells="Delete a milestone of the owner's own",
        method="DELETE",
        path=MILESTONE,
        carry_out=removing("deleteMilestone", "Milestone deleted successfully"),
        answer=MessageResponse,
        mutation="deleteMilestone",
    ),
)

"""The endpoints of goals themselves, and of the profile."""

from typing import Final

from server.rest import reads
from server.rest.changes import changing, removing, update_goal
from server.rest.endpoint import CREATED, Endpoint
from server.rest.goal_requests import CreateGoalRequest, PauseGoalRequest, UpdateGoalRequest
from server.rest.goal_shapes import Goal
from server.rest.lists import GoalListResponse, GoalQuery, MessageResponse, ProgressQuery
from server.rest.moves import moving
from server.rest.progress_shapes import GoalProgress
from server.rest.task_shapes import Profile, UpdateProfileRequest

GOALS: Final = "/goals"
GOAL: Final = "/goals/{goalId}"
PROFILE: Final = "/profile"


GOAL_ENDPOINTS: Final = (
    Endpoint(
        name="listGoals",
        tells="List goals",
        method="GET",
        path=GOALS,
        carry_out=reads.goals,
        answer=GoalListResponse,
        query=GoalQuery,
    ),
    Endpoint(
        name="createGoal",
        tells="Make a goal",
        method="POST",
        path=GOALS,
        carry_out=changing("createGoal", "goal", ident="goal_id"),
        answer=Goal,
        body=CreateGoalRequest,
        mutation="createGoal",
        status=CREATED,
    ),
    Endpoint(
        name="getGoal",
        tells="Read a goal",
        method="GET",
        path=GOAL,
        carry_out=reads.goal,
        answer=Goal,
    ),
    Endpoint(
        name="updateGoal",
        tells="Change a goal",
        method="PUT",
        path=GOAL,
        carry_out=update_goal,
        answer=Goal,
        body=UpdateGoalRequest,
        mutation="updateGoal",
    ),
    Endpoint(
        name="archiveGoal",
        tells="Archive a goal; it is kept and can be restored",
        method="DELETE",
        path=GOAL,
        carry_out=removing("archiveGoal", "Goal archived successfully"),
        answer=MessageResponse,
        mutation="archiveGoal",
    ),
    moving("goal", "restore", of=GOAL, answer=Goal),
    moving("goal", "activate", of=GOAL, answer=Goal),
    moving("goal", "pause", of=GOAL, answer=Goal, body=PauseGoalRequest),
    moving("goal", "resume", of=GOAL, answer=Goal),
    moving("goal", "complete", of=GOAL, answer=Goal),
    Endpoint(
        name="getGoalProgress",
        tells="Read a goal's progress, statistics and insights",
        method="GET",
        path=f"{GOAL}/progress",
        carry_out=reads.progress,
        answer=GoalProgress,
        query=ProgressQuery,
    ),
)

PROFILE_ENDPOINTS: Final = (
    Endpoint(
        name="getProfile",
        tells="Read the caller's profile",
        method="GET",
        path=PROFILE,
        carry_out=reads.profile,
        answer=Profile,
    ),
    Endpoint(
        name="updateProfile",
        tells="Change how the caller's days are counted",
        method="PUT",
        path=PROFILE,
        carry_out=changing("updateProfile", "profile"),
        answer=Profile,
        body=UpdateProfileRequest,
        mutation="updateProfile",
    ),
)

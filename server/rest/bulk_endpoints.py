"""The endpoints of many things at once."""

from typing import Final

from server.rest import bulk
from server.rest.bulk_shapes import (
    ArchiveGoalsRequest,
    ArchiveGoalsResponse,
    LogActivitiesRequest,
    LogActivitiesResponse,
)
from server.rest.endpoint import Endpoint
from server.rest.goal_endpoints import GOALS
from server.rest.part_endpoints import ACTIVITIES

BULK_ENDPOINTS: Final = (
    Endpoint(
        name="logGoalActivities",
        tells="Log up to 1,000 activities; one that is refused leaves the others",
        method="POST",
        path=f"{ACTIVITIES}/batch",
        carry_out=bulk.log_activities,
        answer=LogActivitiesResponse,
        body=LogActivitiesRequest,
        mutation="logActivities",
    ),
    Endpoint(
        name="archiveGoals",
        tells="Archive up to 1,000 goals; one that is refused leaves the others",
        method="POST",
        path=f"{GOALS}/archive",
        carry_out=bulk.archive_goals,
        answer=ArchiveGoalsResponse,
        body=ArchiveGoalsRequest,
        mutation="archiveGoals",
    ),
)

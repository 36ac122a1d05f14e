"""All endpoints of REST."""

from typing import Final

from server.rest.goal_endpoints import GOAL_ENDPOINTS, PROFILE_ENDPOINTS
from server.rest.part_endpoints import ACTIVITY_ENDPOINTS, MILESTONE_ENDPOINTS, TASK_ENDPOINTS

ENDPOINTS: Final = (
    *GOAL_ENDPOINTS,
    *ACTIVITY_ENDPOINTS,
    *TASK_ENDPOINTS,
    *MILESTONE_ENDPOINTS,
    *PROFILE_ENDPOINTS,
)

# Clients of old leave the version out.
PREFIXES: Final = ("", "/v1")

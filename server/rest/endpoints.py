"""All endpoints of REST."""

from typing import Final

from server.rest.bulk_endpoints import BULK_ENDPOINTS
from server.rest.goal_endpoints import GOAL_ENDPOINTS, PROFILE_ENDPOINTS
from server.rest.part_endpoints import ACTIVITY_ENDPOINTS, MILESTONE_ENDPOINTS, TASK_ENDPOINTS
from server.rest.portable_endpoints import PORTABLE_ENDPOINTS
from server.rest.template_endpoints import TEMPLATE_ENDPOINTS

ENDPOINTS: Final = (
    *GOAL_ENDPOINTS,
    *ACTIVITY_ENDPOINTS,
    *TASK_ENDPOINTS,
    *MILESTONE_ENDPOINTS,
    *BULK_ENDPOINTS,
    *TEMPLATE_ENDPOINTS,
    *PORTABLE_ENDPOINTS,
    *PROFILE_ENDPOINTS,
)

# Clients of old leave the version out.
PREFIXES: Final = ("", "/v1")

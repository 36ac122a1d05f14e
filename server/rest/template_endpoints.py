"""The endpoints of templates, and of what is recommended to begin."""

from typing import Final

from server.rest import reads
from server.rest.changes import create_goal_from_template
from server.rest.endpoint import CREATED, Endpoint
from server.rest.goal_endpoints import GOALS
from server.rest.goal_shapes import Goal
from server.rest.template_shapes import (
    CreateGoalFromTemplateRequest,
    RecommendationListResponse,
    RecommendationQuery,
    TemplateListResponse,
    TemplateQuery,
)

TEMPLATE_ENDPOINTS: Final = (
    Endpoint(
        name="listTemplates",
        tells="List goals ready to be made",
        method="GET",
        path="/templates",
        carry_out=reads.templates,
        answer=TemplateListResponse,
        query=TemplateQuery,
    ),
    Endpoint(
        name="createGoalFromTemplate",
        tells="Make a goal of a template",
        method="POST",
        path=f"{GOALS}/from-template",
        carry_out=create_goal_from_template,
        answer=Goal,
        body=CreateGoalFromTemplateRequest,
        mutation="createGoalFromTemplate",
        status=CREATED,
        names_things=True,
    ),
    Endpoint(
        name="listRecommendations",
        tells="Read what might be begun next",
        method="GET",
        path="/recommendations",
        carry_out=reads.recommendations,
        answer=RecommendationListResponse,
        query=RecommendationQuery,
    ),
)

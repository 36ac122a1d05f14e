"""A caller reaches no other owner's things, by no endpoint."""

import pytest

from server.rest.endpoint import Endpoint
from server.rest.endpoints import ENDPOINTS
from tests.server.rest.asking import Rest
from tests.server.rest.bodies import a_goal, activity_body, goal_body, things_of_a_goal

BODIES: dict[str, object] = {
    "updateGoal": {"title": "Mine now"},
    "logGoalActivity": activity_body(),
    "logGoalActivities": {"activities": [activity_body(), activity_body()]},
    "updateGoalActivity": {"value": 1},
    "createTask": {"title": "Mine"},
    "updateTask": {"title": "Mine"},
    "createMilestone": {"name": "Mine", "percentage": 10},
    "updateMilestone": {"name": "Mine"},
}
OF_A_GOAL = [each for each in ENDPOINTS if each.places]


@pytest.mark.parametrize("endpoint", OF_A_GOAL, ids=lambda each: each.name)
async def test_another_owner_s_goal_does_not_exist(
    endpoint: Endpoint, rest: Rest, other: Rest
) -> None:
    places = await things_of_a_goal(rest)
    before = await rest.get(f"/goals/{places['goalId']}")
    path, body = endpoint.path.format(**places), BODIES.get(endpoint.name)
    assert await other.refused(endpoint.method, path, body) == (404, "GOAL_NOT_FOUND")
    assert await rest.get(f"/goals/{places['goalId']}") == before
    own = {**places, "goalId": (await a_goal(other)).rpartition("/")[2]}
    if len(endpoint.places) > 1:
        response = await other.ask(endpoint.method, endpoint.path.format(**own), body)
        assert response.status_code == 404


async def test_lists_and_profiles_hold_the_caller_s_own_alone(rest: Rest, other: Rest) -> None:
    await rest.post("/goals", goal_body())
    assert (await other.get("/goals"))["goals"] == []
    assert (await other.get("/goals?status=active"))["pagination"]["total"] == 0
    assert (await other.get("/profile"))["userId"] == "bob"
    assert len((await other.get("/export"))["records"]) == 1
    await a_goal(rest, title="Two")
    token = (await rest.get("/goals?limit=1"))["pagination"]["nextToken"]
    refusal = await other.refused("GET", f"/goals?limit=1&nextToken={token}")
    assert refusal == (400, "VALIDATION_ERROR")

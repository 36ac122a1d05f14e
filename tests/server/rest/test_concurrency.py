"""Many requests at once: as many goals as the quota, and one change of a version."""

import asyncio
from collections import Counter

from tests.server.rest.asking import Rest
from tests.server.rest.bodies import a_goal, goal_body

QUOTA = 50


async def test_of_100_goals_made_at_once_as_many_as_the_quota_are_there(rest: Rest) -> None:
    answers = await asyncio.gather(
        *(rest.ask("POST", "/goals", goal_body(title=f"Goal {number}")) for number in range(100))
    )
    refused = [each.json() for each in answers if each.status_code == 422]
    assert Counter(each.status_code for each in answers) == {201: QUOTA, 422: 100 - QUOTA}
    assert {each["error"] for each in refused} == {"GOAL_QUOTA_EXCEEDED"}
    assert refused[0]["details"] == {"current_count": QUOTA, "max_allowed": QUOTA}
    assert (await rest.get("/goals?limit=1"))["pagination"]["total"] == QUOTA
    assert (await rest.get("/profile"))["activeGoals"] == QUOTA


async def test_of_many_changes_of_one_version_one_wins_and_the_others_are_told_which_is_there(
    rest: Rest,
) -> None:
    path = await a_goal(rest)
    answers = await asyncio.gather(
        *(rest.ask("PUT", path, {"title": f"{n}"}, if_match='"1"') for n in range(8))
    )
    assert Counter(each.status_code for each in answers) == {200: 1, 412: 7}
    lost = [each.json() for each in answers if each.status_code == 412]
    assert {each["error"] for each in lost} == {"VERSION_CONFLICT"}
    assert {each["details"]["current_version"] for each in lost} == {2}
    (won,) = [each.json() for each in answers if each.status_code == 200]
    assert (await rest.get(path))["title"] == won["title"]

"""What has changed since an instant, over REST."""

import pytest

from tests.server.rest.asking import Rest
from tests.server.rest.bodies import a_goal, activity_body, things_of_a_goal

NOON = "updatedSince=2026-11-21T12:00:00Z"
SYNCED = "2026-11-21T11:59:00Z"
IDENTS = {"activities": "activityId", "tasks": "taskId", "milestones": "milestoneId"}


async def _emptied(rest: Rest) -> dict[str, str]:
    """Return the ids of a goal and of one thing of each kind that was removed from it."""
    ids = await things_of_a_goal(rest)
    for name, ident in IDENTS.items():
        await rest.delete(f"/goals/{ids['goalId']}/{name}/{ids[ident]}")
    return ids


@pytest.mark.parametrize("name", IDENTS)
async def test_what_is_gone_is_told_with_an_instant_alone(rest: Rest, name: str) -> None:
    ids, ident = await _emptied(rest), IDENTS[name]
    path = f"/goals/{ids['goalId']}/{name}"
    whole = await rest.get(path)
    assert (whole["deleted"], whole["syncedAt"]) == (None, SYNCED)
    found = await rest.get(f"{path}?{NOON}")
    assert [each.keys() for each in found["deleted"]] == [{ident, "deletedAt"}]
    assert (found["deleted"][0][ident], found["syncedAt"]) == (ids[ident], SYNCED)
    assert len(found[name]) == (4 if name == "milestones" else 0)


async def test_what_is_gone_is_told_on_the_first_page_alone(rest: Rest) -> None:
    ids = await _emptied(rest)
    path = f"/goals/{ids['goalId']}/activities"
    for _ in range(3):
        await rest.post(path, activity_body())
    first = await rest.get(f"{path}?{NOON}&limit=2")
    assert (len(first["deleted"]), len(first["activities"])) == (1, 2)
    for asked in ("page=2", "page=3", f"nextToken={first['pagination']['nextToken']}"):
        assert (await rest.get(f"{path}?{NOON}&limit=2&{asked}"))["deleted"] == [], asked
    beyond = await rest.get(f"{path}?limit=2&page=3")
    assert (beyond["activities"], beyond["deleted"], beyond["syncedAt"]) == ([], None, SYNCED)


async def test_goals_since_an_instant_hold_archived_ones_and_name_none_as_gone(rest: Rest) -> None:
    path = await a_goal(rest)
    await rest.delete(path)
    assert (await rest.get("/goals"))["goals"] == []
    found = await rest.get(f"/goals?{NOON}")
    assert [goal["status"] for goal in found["goals"]] == ["archived"]
    assert ("deleted" in found, found["syncedAt"]) == (False, SYNCED)
    assert (await rest.get(f"/goals?{NOON}&status=active"))["goals"] == []


@pytest.mark.parametrize(
    "since",
    [
        "2026-11-21T12:00:00.001Z",
        "2026-08-23T11:59:59Z",
        "2026-11-21T12:00:00",
        "2026-11-21",
        "1795000000",
        "yesterday",
        "",
    ],
)
async def test_what_is_no_instant_of_the_last_90_days_is_refused(rest: Rest, since: str) -> None:
    path = await a_goal(rest)
    for each in ("/goals", *(f"{path}/{name}" for name in IDENTS)):
        refusal = await rest.refused("GET", f"{each}?updatedSince={since}")
        assert refusal == (400, "VALIDATION_ERROR"), each


async def test_an_instant_may_have_an_offset(rest: Rest) -> None:
    path = await a_goal(rest)
    found = await rest.get(f"{path}/tasks?updatedSince=2026-11-21T13:00:00%2B01:00")
    assert (found["tasks"], found["deleted"]) == ([], [])


async def test_another_owner_is_not_told_what_is_gone(rest: Rest, other: Rest) -> None:
    ids = await _emptied(rest)
    for name in IDENTS:
        refusal = await other.refused("GET", f"/goals/{ids['goalId']}/{name}?{NOON}")
        assert refusal == (404, "GOAL_NOT_FOUND")
    assert (await other.get(f"/goals?{NOON}"))["goals"] == []

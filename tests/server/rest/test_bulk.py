"""Many activities and many goals in one request."""

from collections import Counter

import pytest

from persistence.store import Store
from tests.resolvers.counting import counted
from tests.server.rest.asking import Rest
from tests.server.rest.bodies import a_goal, activity_body

NOWHERE = "3f1b0c1e-0000-4000-8000-000000000000"
MOST = 1_000


async def test_a_batch_tells_what_became_of_each_and_how_far_the_goal_is(rest: Rest) -> None:
    path = await a_goal(rest)
    goal_id = path.rpartition("/")[2]
    given = [activity_body(6), activity_body(1, unit="pages"), activity_body(6)]
    answer = await rest.post(f"/v1{path}/activities/batch", {"activities": given})
    results = answer["results"]
    assert [each["index"] for each in results] == [0, 1, 2]
    assert [each["status"] for each in results] == ["done", "failed", "done"]
    assert {each["goalId"] for each in results} == {goal_id}
    assert (results[1]["code"], results[1]["activityId"]) == ("ACTIVITY_VALIDATION_ERROR", None)
    assert "pages" in results[1]["message"]
    assert (answer["progress"]["totalAccumulated"], answer["progress"]["percentComplete"]) == (
        12,
        50,
    )
    listed = (await rest.get(f"{path}/activities"))["activities"]
    logged = {results[0]["activityId"], results[2]["activityId"]}
    assert {each["activityId"] for each in listed} == logged


async def test_where_nothing_was_logged_there_is_no_progress(rest: Rest) -> None:
    path = f"{await a_goal(rest)}/activities/batch"
    answer = await rest.post(path, {"activities": [activity_body(0)]})
    assert (answer["results"][0]["status"], answer["progress"]) == ("failed", None)


async def test_the_header_s_zone_is_that_of_each_activity_that_names_none(rest: Rest) -> None:
    path = await a_goal(rest)
    given = [activity_body(), activity_body(timezone="America/Lima")]
    body = {"activities": given}
    answer = await rest.post(f"{path}/activities/batch", body, x_timezone="Pacific/Auckland")
    days = [each["activityId"].partition("_")[0] for each in answer["results"]]
    assert days == ["2026-11-22", "2026-11-21"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"activities": []},
        {"activities": [{"value": 1}]},
        {"activities": [activity_body()] * (MOST + 1)},
    ],
)
async def test_a_batch_of_another_shape_or_size_is_refused_as_a_whole(
    body: object, rest: Rest
) -> None:
    path = await a_goal(rest)
    refusal = await rest.refused("POST", f"{path}/activities/batch", body)
    assert refusal == (400, "VALIDATION_ERROR")
    assert (await rest.get(f"{path}/activities"))["pagination"]["total"] == 0


async def test_a_batch_of_no_goal_is_refused_as_a_whole(rest: Rest) -> None:
    path = f"/goals/{NOWHERE}/activities/batch"
    refusal = await rest.refused("POST", path, {"activities": [activity_body()]})
    assert refusal == (404, "GOAL_NOT_FOUND")


async def test_a_batch_of_1000_takes_a_bounded_number_of_storage_requests(
    store: Store, rest: Rest
) -> None:
    path = await a_goal(rest, "recurring")
    body = {"activities": [activity_body(1, unit="glasses")] * MOST}
    with counted(store) as made:
        answer = await rest.post(f"{path}/activities/batch", body)
    assert {each["status"] for each in answer["results"]} == {"done"}
    counts = Counter(made)
    assert counts["TransactWriteItems"] == MOST / 40
    # The batch reads the goal 8 times; what the answer tells of its progress reads it once more.
    assert counts.total() - counts["TransactWriteItems"] <= 20


async def test_a_batch_that_is_repeated_under_its_key_is_answered_as_the_first_time(
    rest: Rest,
) -> None:
    path = await a_goal(rest)
    body = {"activities": [activity_body(), activity_body(unit="pages")]}
    batch = f"{path}/activities/batch"
    first = await rest.ask("POST", batch, body, idempotency_key="a-key")
    again = await rest.ask("POST", batch, body, idempotency_key="a-key")
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json() == first.json()
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    other = {"activities": [activity_body(3)]}
    refusal = await rest.refused("POST", batch, other, idempotency_key="a-key")
    assert refusal == (409, "IDEMPOTENCY_CONFLICT")


async def test_many_goals_are_archived_each_on_its_own(rest: Rest) -> None:
    goal_ids = [
        (await a_goal(rest, title=title)).rpartition("/")[2] for title in ("One", "Two", "Three")
    ]
    wanted = [goal_ids[0], NOWHERE, goal_ids[1]]
    answer = await rest.post("/goals/archive", {"goalIds": wanted}, idempotency_key="away")
    assert [each["status"] for each in answer["results"]] == ["done", "failed", "done"]
    assert answer["results"][1]["code"] == "GOAL_NOT_FOUND"
    assert (await rest.get("/goals"))["pagination"]["total"] == 1
    again = await rest.ask("POST", "/goals/archive", {"goalIds": wanted}, idempotency_key="away")
    assert (again.json(), again.headers["idempotency-replayed"]) == (answer, "true")


async def test_another_owner_s_goals_are_not_archived(rest: Rest, other: Rest) -> None:
    path = await a_goal(rest)
    answer = await other.post("/goals/archive", {"goalIds": [path.rpartition("/")[2]]})
    assert answer["results"][0]["code"] == "GOAL_NOT_FOUND"
    assert (await rest.get(path))["status"] == "active"


@pytest.mark.parametrize("body", [{}, {"goalIds": []}, {"goalIds": [NOWHERE] * (MOST + 1)}])
async def test_1_to_1000_goals_are_archived_at_once(body: object, rest: Rest) -> None:
    assert await rest.refused("POST", "/goals/archive", body) == (400, "VALIDATION_ERROR")


async def test_a_word_of_a_path_is_no_goal_s_id(rest: Rest) -> None:
    response = await rest.client.get("/goals/archive")
    assert (response.status_code, response.headers["allow"]) == (405, "POST")

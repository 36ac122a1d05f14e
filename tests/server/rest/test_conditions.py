"""Conditions of writes: the version that is meant, and the key that makes a repetition one."""

import asyncio

import jsonschema_rs
import pytest

from server.rest.openapi import document
from tests.server.rest.asking import Rest
from tests.server.rest.bodies import a_goal, activity_body, goal_body


async def test_an_edit_of_the_version_that_was_read_is_carried_out(rest: Rest) -> None:
    path = await a_goal(rest)
    etag = (await rest.ask("GET", path)).headers["etag"]
    response = await rest.ask("PUT", path, {"title": "New"}, if_match=etag)
    assert (response.status_code, response.headers["etag"]) == (200, '"2"')
    assert (await rest.ask("PUT", path, {"title": "Newer"}, if_match="*")).status_code == 200


async def test_an_edit_of_an_old_version_is_refused_with_the_current_one(rest: Rest) -> None:
    path = await a_goal(rest)
    await rest.put(path, {"title": "New"})
    for method, address, body in (
        ("PUT", path, {"title": "Mine"}),
        ("POST", f"{path}/pause", None),
        ("DELETE", path, None),
    ):
        response = await rest.ask(method, address, body, if_match='"1"')
        found = response.json()
        assert (response.status_code, found["error"]) == (412, "VERSION_CONFLICT")
        assert found["details"]["current_version"] == 2


async def test_of_two_edits_of_one_version_one_wins(rest: Rest) -> None:
    path = await a_goal(rest)
    answers = await asyncio.gather(
        *(rest.ask("PUT", path, {"title": title}, if_match='"1"') for title in ("Air", "Bread"))
    )
    assert sorted(each.status_code for each in answers) == [200, 412]


async def test_the_status_of_an_update_is_changed_from_the_version_it_made(rest: Rest) -> None:
    path = await a_goal(rest)
    body = {"title": "Later", "status": "paused"}
    response = await rest.ask("PUT", path, body, if_match='"1"')
    assert (response.json()["status"], response.headers["etag"]) == ("paused", '"3"')


@pytest.mark.parametrize("match", ["1", 'W/"1"', '"one"', '"1", "2"', '""'])
async def test_a_condition_that_is_no_version_is_refused(match: str, rest: Rest) -> None:
    path = await a_goal(rest)
    response = await rest.ask("PUT", path, {"title": "New"}, if_match=match)
    assert response.status_code == 400
    assert response.json()["validation_errors"][0]["field"] == "If-Match"


async def test_a_condition_that_cannot_be_kept_is_refused(rest: Rest) -> None:
    path = await a_goal(rest)
    made = await rest.post(f"{path}/activities", activity_body())
    activity = f"{path}/activities/{made['activityId']}"
    assert await rest.refused("DELETE", activity, if_match='"1"') == (400, "VALIDATION_ERROR")
    assert await rest.refused("POST", "/goals", goal_body(), if_match="*") == (
        400,
        "VALIDATION_ERROR",
    )


async def test_a_read_has_no_conditions(rest: Rest) -> None:
    path = await a_goal(rest)
    response = await rest.ask("GET", path, if_match='"9"', idempotency_key="k")
    assert response.status_code == 200


async def test_a_repetition_with_its_key_makes_one_thing(rest: Rest) -> None:
    answers = [
        await rest.ask("POST", "/goals", goal_body(), idempotency_key="one") for _ in range(2)
    ]
    assert [each.status_code for each in answers] == [201, 201]
    assert [each.headers.get("idempotency-replayed") for each in answers] == [None, "true"]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert (await rest.get("/goals"))["pagination"]["total"] == 1


async def test_another_body_with_a_used_key_is_refused(rest: Rest) -> None:
    path = f"{await a_goal(rest)}/activities"
    await rest.post(path, activity_body(1), idempotency_key="one")
    refusal = await rest.refused("POST", path, activity_body(2), idempotency_key="one")
    assert refusal == (409, "IDEMPOTENCY_CONFLICT")


async def test_a_removal_repeated_with_its_key_is_done_once(rest: Rest) -> None:
    path = await a_goal(rest)
    made = await rest.post(f"{path}/activities", activity_body())
    activity = f"{path}/activities/{made['activityId']}"
    answers = [await rest.ask("DELETE", activity, idempotency_key="gone") for _ in range(2)]
    assert [each.status_code for each in answers] == [200, 200]
    assert answers[1].headers["idempotency-replayed"] == "true"


async def test_an_update_of_a_status_is_repeated_as_one(rest: Rest) -> None:
    path = await a_goal(rest)
    body = {"title": "Later", "status": "paused"}
    answers = [await rest.ask("PUT", path, body, idempotency_key="both") for _ in range(2)]
    assert [each.json()["status"] for each in answers] == ["paused", "paused"]
    assert answers[1].headers["idempotency-replayed"] == "true"
    assert (await rest.get(path))["version"] == 3


@pytest.mark.parametrize(
    ("name", "given", "status"),
    [
        ("If-Match", '"1"', 200),
        ("If-Match", "*", 200),
        ("If-Match", "1", 400),
        ("If-Match", "", 400),
        ("If-Match", '"1", "2"', 400),
        ("Idempotency-Key", "k" * 128, 200),
        ("Idempotency-Key", "k" * 129, 400),
        ("Idempotency-Key", "", 400),
    ],
)
async def test_the_document_tells_which_conditions_are_taken(
    name: str, given: str, status: int, rest: Rest
) -> None:
    parameters = document()["paths"]["/goals/{goalId}"]["put"]["parameters"]
    (schema,) = (each["schema"] for each in parameters if each["name"] == name)
    assert jsonschema_rs.is_valid(schema, given) is (status == 200)
    response = await rest.ask("PUT", await a_goal(rest), {"title": "New"}, **{name: given})
    assert response.status_code == status

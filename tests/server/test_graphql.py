"""GraphQL over HTTP: one request in, AppSync's answer out."""

import json
from dataclasses import replace
from typing import Any

import httpx
import pytest

from domain.policy import Policy
from domain.profile import Profile
from persistence.store import Store
from server.auth.tokens import mint
from tests.server.builders import NOW, a_client, an_app, problem

UNPARSABLE = (400, "MalformedHttpRequestException", "Unable to parse GraphQL query.")
EMPTY = (400, "MalformedHttpRequestException", "Request body is empty.")
CREATE = """
mutation Create($input: CreateGoalInput!) { createGoal(input: $input) { goal { title } } }
"""
A_GOAL = {
    "input": {"title": "Read", "pattern": "milestone", "target": {"value": 12, "unit": "books"}}
}


class _Broken:
    """Profiles that nobody can read."""

    async def get(self, owner: str) -> Profile:
        raise RuntimeError(f"the password of {owner} is hunter2")

    async def owners(self) -> tuple[str, ...]:
        raise RuntimeError


async def _post(store: Store, content: bytes | str, **headers: str) -> httpx.Response:
    async with a_client(an_app(store), **headers) as client:
        return await client.post("/graphql", content=content)


async def _ask(
    store: Store, query: str, variables: dict[str, Any] | None = None, **headers: str
) -> Any:
    body = {"query": query, "variables": variables}
    response = await _post(store, json.dumps(body), **headers)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json;charset=UTF-8"
    return response.json()


async def _get(store: Store, **parameters: str) -> httpx.Response:
    async with a_client(an_app(store)) as client:
        return await client.get("/graphql", params=parameters)


async def test_an_answer_without_errors_has_data_alone(store: Store) -> None:
    assert await _ask(store, "{ __typename }") == {"data": {"__typename": "Query"}}


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "application/json; charset=UTF-8",
        "application/graphql",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/application/json",
        "",
    ],
)
async def test_a_body_is_json_under_any_content_type(content_type: str, store: Store) -> None:
    headers = {"content-type": content_type} if content_type else {}
    response = await _post(store, '{"query": "{ __typename }"}', **headers)
    assert (response.status_code, response.json()) == (200, {"data": {"__typename": "Query"}})


@pytest.mark.parametrize("body", [b"", b" \n"])
async def test_an_empty_body_is_refused(body: bytes, store: Store) -> None:
    assert problem(await _post(store, body)) == EMPTY


@pytest.mark.parametrize(
    "body",
    [
        b"meow",
        b"{}",
        b"{}}",
        b"[]",
        b"null",
        b"5",
        b'"x"',
        b"\xff\xfe",
        b'{"query": "\xff"}',
        b"[" * 100_000,
        b'{"query": "{"}',
        b'{"query": "{}"}',
        b'{"query": "meow"}',
        b'[{"query": "{ __typename }"}]',
    ],
)
async def test_a_body_that_is_no_request_is_refused(body: bytes, store: Store) -> None:
    response = await _post(store, body)
    assert problem(response) == UNPARSABLE
    assert "x-amzn-requestid" in response.headers


async def test_several_operations_need_a_name(store: Store) -> None:
    query = "query One { __typename } query Two { other: __typename }"
    refusal = problem(await _post(store, json.dumps({"query": query})))
    assert refusal == (400, "BadRequestException", "Missing operation name.")
    named = await _post(store, json.dumps({"query": query, "operationName": "Two"}))
    assert named.json() == {"data": {"other": "Query"}}


async def test_other_keys_of_a_body_are_ignored(store: Store) -> None:
    body = {"query": "{ __typename }", "extensions": {"clientLibrary": {"name": "x"}}, "id": 1}
    assert (await _post(store, json.dumps(body))).json() == {"data": {"__typename": "Query"}}


async def test_a_client_that_accepts_another_media_type_gets_this_one(store: Store) -> None:
    accepted = "application/graphql-response+json,application/json;q=0.9"
    response = await _post(store, '{"query": "{ nothing }"}', accept=accepted)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json;charset=UTF-8"


@pytest.mark.parametrize("size", [1_000_001, 10_000_000])
async def test_a_body_beyond_a_megabyte_is_refused(size: int, store: Store) -> None:
    response = await _post(store, b'{"query": "{ __typename }"}' + b" " * (size - 27))
    told = "Request body must be at most 1000000 bytes."
    assert problem(response) == (413, "RequestEntityTooLargeException", told)


async def test_a_body_of_a_megabyte_is_taken(store: Store) -> None:
    response = await _post(store, b'{"query": "{ __typename }"}' + b" " * (1_000_000 - 27))
    assert response.status_code == 200


async def test_a_query_may_come_in_the_address(store: Store) -> None:
    query = "query Named($no: Boolean!) { __typename @skip(if: $no) me { userId } }"
    response = await _get(store, query=query, variables='{"no": true}', operationName="Named")
    assert response.json() == {"data": {"me": {"userId": "demo"}}}


async def test_a_mutation_in_the_address_is_refused(store: Store) -> None:
    response = await _get(store, query=CREATE, variables=json.dumps(A_GOAL))
    assert problem(response) == (405, "BadRequestException", "A mutation must be sent with POST.")
    assert response.headers["allow"] == "POST"
    assert (await _ask(store, "{ myGoals { title } }"))["data"] == {"myGoals": []}


async def test_an_address_without_a_query_is_refused(store: Store) -> None:
    assert problem(await _get(store)) == UNPARSABLE


async def test_an_unknown_field_is_answered_with_200(store: Store) -> None:
    answer = await _ask(store, "{ nothing }")
    assert answer["data"] is None
    (error,) = answer["errors"]
    assert error["path"] is None
    assert error["locations"] == [{"line": 1, "column": 3, "sourceName": None}]


async def test_a_field_that_fails_leaves_the_rest_of_the_answer(store: Store) -> None:
    answer = await _ask(store, '{ me { userId } goal(goalId: "none") { id } }')
    assert answer["data"] == {"me": {"userId": "demo"}, "goal": None}
    (error,) = answer["errors"]
    assert set(error) == {"path", "data", "errorType", "errorInfo", "locations", "message"}
    assert (error["path"], error["errorType"]) == (["goal"], "GOAL_NOT_FOUND")


async def test_a_fault_in_a_field_is_masked_and_logged_once(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    broken = replace(store.ports, profiles=_Broken())
    query = json.dumps({"query": "{ me { userId } __typename }"})
    response = await _post(replace(store, ports=broken), query)
    ident = response.headers["x-amzn-requestid"]
    assert response.status_code == 200
    assert "hunter2" not in response.text
    (error,) = response.json()["errors"]
    assert error["errorType"] == "SYSTEM_ERROR"
    assert ident in error["message"]
    (record,) = [each for each in caplog.records if each.exc_info]
    assert record.getMessage() == "field.failed"
    assert vars(record)["milepost_fields"] == {"request_id": ident, "path": ["me"]}
    assert "hunter2" in str(record.exc_info)


async def test_what_a_caller_may_see_is_not_logged(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    await _ask(store, '{ goal(goalId: "none") { id } }')
    await _ask(store, "{ nothing }")
    await _ask(store, "query Q($limit: Int) { goals(limit: $limit) { nextToken } }", {"limit": "x"})
    assert [record for record in caplog.records if record.name == "milepost"] == []


async def test_in_development_the_header_names_the_caller(store: Store) -> None:
    assert await _ask(store, "{ me { userId } }") == {"data": {"me": {"userId": "demo"}}}
    answer = await _ask(store, "{ me { userId } }", None, **{"x-dev-user": "ada"})
    assert answer == {"data": {"me": {"userId": "ada"}}}


@pytest.mark.parametrize("form", ["{}", "Bearer {}"])
async def test_a_token_names_the_caller(form: str, store: Store) -> None:
    secret, token = mint(owner="ada", now=NOW, days=1)
    await store.tokens.add(token)
    async with a_client(
        an_app(store, is_dev=False), authorization=form.format(secret), **{"x-dev-user": "eve"}
    ) as client:
        response = await client.post("/graphql", json={"query": "{ me { userId } }"})
    assert response.json() == {"data": {"me": {"userId": "ada"}}}


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        ({}, "Missing authorization header"),
        ({"x-dev-user": "ada"}, "Missing authorization header"),
        ({"authorization": "Basic YTpi"}, "Valid authorization header not provided."),
        ({"authorization": "unknown"}, "You are not authorized to make this call."),
        ({"authorization": "Bearer unknown"}, "You are not authorized to make this call."),
    ],
)
@pytest.mark.parametrize("body", [b'{"query": "{ __typename }"}', b"", b"meow"])
async def test_a_caller_who_is_not_known_is_refused_before_anything_is_read(
    headers: dict[str, str], told: str, body: bytes, store: Store
) -> None:
    async with a_client(an_app(store, is_dev=False), **headers) as client:
        response = await client.post("/graphql", content=body)
    assert problem(response) == (401, "UnauthorizedException", told)
    assert response.json() == {"errors": [{"errorType": "UnauthorizedException", "message": told}]}
    assert "x-amzn-requestid" in response.headers


async def test_the_operator_s_limits_reach_the_resolvers(store: Store) -> None:
    app = an_app(store, policy=Policy(active_goals=0))
    async with a_client(app) as client:
        response = await client.post("/graphql", json={"query": CREATE, "variables": A_GOAL})
    (error,) = response.json()["errors"]
    assert error["errorType"] == "GOAL_QUOTA_EXCEEDED"


async def test_the_moment_of_a_request_is_the_clock_s(store: Store) -> None:
    created = await _ask(store, CREATE.replace("title", "createdAt"), A_GOAL)
    assert created["data"]["createGoal"]["goal"]["createdAt"].startswith("2026-11-21T12:00:00")


async def test_a_client_that_leaves_while_sending_is_no_fault(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    sent: list[dict[str, Any]] = []
    scope: dict[str, Any] = {
        "type": "http",
        "method": "POST",
        "path": "/graphql",
        "headers": [],
        "query_string": b"",
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    await an_app(store)(scope, receive, send)
    assert sent[0]["status"] == 400
    assert not [record for record in caplog.records if record.exc_info]

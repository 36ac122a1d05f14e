"""The checklist's lines on HTTP that no other test keeps, and the limits as clients meet them."""

import asyncio
import gzip
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Final, TypeVar

import httpx
import pytest

from domain.policy import Policy
from domain.repositories import Unit
from persistence.store import Store
from schema.limits import Limits
from server.app import PREFLIGHT_SECONDS, create_app
from tests.server.builders import NOW, a_client, an_app

T = TypeVar("T")

ELSEWHERE: Final = "https://app.example.org"
EXPOSED: Final = {
    "x-amzn-RequestId",
    "x-amzn-ErrorType",
    "x-amz-user-agent",
    "x-amzn-ErrorMessage",
    "Date",
    "x-amz-schema-version",
}
# The same server answers REST.
EXPOSED_FOR_REST: Final = {
    "X-Request-ID",
    "ETag",
    "Location",
    "Idempotency-Replayed",
    "Content-Disposition",
    "X-RateLimit-Limit",
    "X-RateLimit-Remaining",
    "X-RateLimit-Reset",
    "Retry-After",
}
SENT: Final = (
    "content-type",
    "authorization",
    "x-api-key",
    "x-amz-user-agent",
    "x-amz-date",
    "x-amz-security-token",
    "x-dev-user",
)
EMPTY_ANSWER: Final = '{"data":{"":"Query"}}'
CREATE: Final = {
    "query": "mutation ($input: CreateGoalInput!) { createGoal(input: $input) { goalId } }",
    "variables": {
        "input": {"title": "Read", "pattern": "milestone", "target": {"value": 12, "unit": "books"}}
    },
}


def _answered_with(size: int) -> dict[str, str]:
    """Return a query whose answer has that many bytes."""
    return {"query": f"{{ {'a' * (size - len(EMPTY_ANSWER))}: __typename }}"}


async def _ask(store: Store, body: object, **headers: str) -> httpx.Response:
    async with a_client(an_app(store), **headers) as client:
        return await client.post("/graphql", json=body)


async def _limited(store: Store, query: str, limits: Limits) -> Any:
    app = create_app(store, is_dev=True, policy=Policy(), clock=lambda: NOW, limits=limits)
    async with a_client(app) as client:
        assert "errors" not in (await client.post("/graphql", json=CREATE)).json()
        response = await client.post("/graphql", json={"query": query})
    assert response.status_code == 200
    return response.json()


@pytest.mark.parametrize("name", SENT)
async def test_a_preflight_allows_each_header_that_clients_send_and_holds_for_a_while(
    name: str, store: Store
) -> None:
    asked = {
        "origin": ELSEWHERE,
        "access-control-request-method": "POST",
        "access-control-request-headers": f"content-type,{name}",
    }
    async with a_client(an_app(store)) as client:
        response = await client.options("/graphql", headers=asked)
    assert response.status_code == 200
    assert name in response.headers["access-control-allow-headers"].split(",")
    assert response.headers["access-control-max-age"] == str(PREFLIGHT_SECONDS)


@pytest.mark.parametrize(
    ("method", "path", "content", "status", "kind"),
    [
        ("POST", "/graphql", b'{"query": "{ __typename }"}', 200, None),
        ("POST", "/graphql", b'{"query": "{ nothing }"}', 200, None),
        ("POST", "/graphql", b"", 400, "MalformedHttpRequestException"),
        ("POST", "/graphql", b"meow", 400, "MalformedHttpRequestException"),
        (
            "POST",
            "/graphql",
            b'{"query": "query A { a } query B { b }"}',
            400,
            "BadRequestException",
        ),
        ("GET", "/nowhere", b"", 404, "NotFoundException"),
        ("PUT", "/graphql", b"", 405, "MethodNotAllowedException"),
        ("POST", "/graphql", b" " * 1_000_001, 413, "RequestEntityTooLargeException"),
    ],
)
async def test_a_page_of_any_origin_can_read_the_id_and_the_type_of_every_answer(
    method: str, path: str, content: bytes, status: int, kind: str | None, store: Store
) -> None:
    async with a_client(an_app(store, is_dev=False), origin=ELSEWHERE) as client:
        unknown = await client.post("/graphql", content=b"{}")
    assert unknown.status_code == 401
    async with a_client(an_app(store), origin="http://localhost:3000") as client:
        answered = await client.request(method, path, content=content)
    assert (answered.status_code, answered.headers.get("x-amzn-errortype")) == (status, kind)
    for response in (unknown, answered):
        assert response.headers["access-control-allow-origin"] == "*"
        exposed = set(response.headers["access-control-expose-headers"].split(", "))
        assert exposed == EXPOSED | EXPOSED_FOR_REST
        assert len(response.headers["x-amzn-requestid"]) == 36


async def test_an_error_of_a_field_has_the_members_of_appsync_s(store: Store) -> None:
    # Pasted from AWS AppSync in aws/aws-appsync-community#214.
    captured = {
        "path": ["getEvent"],
        "data": None,
        "errorType": "Unauthorized",
        "errorInfo": None,
        "locations": [{"line": 2, "column": 3, "sourceName": None}],
        "message": "Not Authorized to access getEvent on type Query",
    }
    answer = (await _ask(store, {"query": '{\n  goal(goalId: "none") { id }\n}'})).json()
    assert answer["data"] == {"goal": None}
    (error,) = answer["errors"]
    assert error.keys() == captured.keys()
    assert [error[name] for name in ("data", "errorInfo", "locations")] == [
        captured[name] for name in ("data", "errorInfo", "locations")
    ]


async def test_an_error_of_a_document_is_appsync_s(store: Store) -> None:
    # Pasted from AWS AppSync in graphql/graphql-over-http#81.
    captured = {
        "path": None,
        "locations": [{"line": 1, "column": 2, "sourceName": None}],
        "message": (
            "Validation error of type FieldUndefined: Field 'badfield' in type 'Query' is undefined"
            " @ 'badfield'"
        ),
    }
    response = await _ask(store, {"query": "{badfield}"})
    assert response.status_code == 200
    assert response.json() == {"data": None, "errors": [captured]}


@pytest.mark.parametrize(
    ("size", "accepted", "is_compressed"),
    [
        (999, "gzip", False),
        (1000, "gzip", True),
        (20_000, "gzip, deflate, br", True),
        (20_000, "identity", False),
        (20_000, "br", False),
    ],
)
async def test_an_answer_of_a_thousand_bytes_is_compressed_for_who_accepts_it(
    size: int, accepted: str, store: Store, *, is_compressed: bool
) -> None:
    headers = {"accept-encoding": accepted, "origin": "http://localhost:3000"}
    async with (
        a_client(an_app(store), **headers) as client,
        client.stream("POST", "/graphql", json=_answered_with(size)) as response,
    ):
        sent = b"".join([chunk async for chunk in response.aiter_raw()])
    assert response.headers.get("content-encoding") == ("gzip" if is_compressed else None)
    assert response.headers["content-length"] == str(len(sent))
    plain = gzip.decompress(sent) if is_compressed else sent
    assert len(plain) == size
    assert json.loads(plain)["data"].popitem()[1] == "Query"
    assert response.headers["content-type"] == "application/json;charset=UTF-8"
    assert response.headers["access-control-allow-origin"] == "*"
    assert ("Accept-Encoding" in response.headers["vary"]) == (size >= 1000)


async def test_a_file_keeps_the_tag_by_which_browsers_know_it(store: Store) -> None:
    async with a_client(an_app(store), **{"accept-encoding": "gzip"}) as client:
        page = await client.get("/graphiql")
        path = page.text.partition('src="')[2].partition('"')[0]
        file = await client.get(path)
        again = await client.get(path, headers={"if-none-match": file.headers["etag"]})
    assert (file.status_code, again.status_code) == (200, 304)
    assert "content-encoding" not in file.headers


async def test_an_operation_too_deep_is_answered_in_part(store: Store) -> None:
    answer = await _limited(store, "{ myGoals { title target { value unit } } }", Limits(depth=2))
    assert answer["data"] == {"myGoals": [{"title": "Read", "target": None}]}
    assert {each["errorType"] for each in answer["errors"]} == {"QueryDepthLimitReached"}


async def test_an_operation_of_too_many_resolvers_is_answered_in_part(store: Store) -> None:
    query = "{ myGoals { title totalTasks progress } }"
    answer = await _limited(store, query, Limits(resolvers=2))
    assert answer["data"] == {"myGoals": [{"title": "Read", "totalTasks": 0, "progress": None}]}
    (error,) = answer["errors"]
    assert error["errorType"] == "ResolverExecutionLimitReached"


async def test_an_operation_out_of_time_is_answered_with_what_it_has(store: Store) -> None:
    limits = Limits(seconds=0)
    app = create_app(store, is_dev=True, policy=Policy(), clock=lambda: NOW, limits=limits)
    async with a_client(app) as client:
        query = '{ __typename goal(goalId: "g") { id } }'
        response = await client.post("/graphql", json={"query": query})
    assert response.status_code == 200
    assert response.json() == {
        "data": {"__typename": "Query", "goal": None},
        "errors": [
            {
                "path": ["goal"],
                "data": None,
                "errorType": "ExecutionTimeout",
                "errorInfo": None,
                "locations": [{"line": 1, "column": 14, "sourceName": None}],
                "message": "Execution timed out.",
            }
        ],
    }


async def test_a_change_out_of_time_may_be_stored_all_the_same(store: Store) -> None:
    class Dawdling:
        async def change(self, decide: Callable[[], Awaitable[Unit[T]]]) -> T:
            await store.ports.units.change(decide)
            await asyncio.Event().wait()
            raise AssertionError

    slow = replace(store, ports=replace(store.ports, units=Dawdling()))
    limits = Limits(seconds=1)
    app = create_app(slow, is_dev=True, policy=Policy(), clock=lambda: NOW, limits=limits)
    async with a_client(app) as client:
        answer = (await client.post("/graphql", json=CREATE)).json()
    assert answer["data"] == {"createGoal": None}
    assert answer["errors"][0]["errorType"] == "ExecutionTimeout"
    found = (await _ask(store, {"query": "{ myGoals { title } }"})).json()
    assert found["data"] == {"myGoals": [{"title": "Read"}]}


async def test_a_contract_that_may_not_be_asked_for_is_a_violation_with_200(store: Store) -> None:
    query = "{ __schema { types { name } } }"
    answer = await _limited(store, query, Limits(is_introspection_open=False))
    assert answer["data"] is None
    (error,) = answer["errors"]
    assert error["message"] == (
        "Validation error of type FieldUndefined: Field 'types' in type '__Schema' is undefined"
        " @ '__schema/types'"
    )

"""Refusals over REST: one body for all, a status for every code, and nothing told of faults."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from typing import Any

import pytest

from domain import errors
from domain.errors import DomainError
from domain.policy import Policy
from persistence.store import Store
from schema.access import Access, Mode
from schema.limits import ExecutionTimeoutError, ResolverLimitError
from server.auth.callers import Caller, Presented
from server.auth.dev import by_name
from server.execution import Executed, Execution
from server.rest.refusals import status_of
from tests.server.builders import a_client, an_app
from tests.server.rest.asking import Rest, a_caller
from tests.server.rest.bodies import a_goal, activity_body, goal_body


def _family(kind: type[DomainError]) -> Iterator[type[DomainError]]:
    for each in kind.__subclasses__():
        if each.__module__ == errors.__name__:
            yield each
            yield from _family(each)


@pytest.mark.parametrize(
    "kind", [each for each in _family(DomainError) if hasattr(each, "code")], ids=lambda k: k.code
)
def test_every_code_has_a_status_that_blames_the_request(kind: type[DomainError]) -> None:
    assert 400 <= status_of(kind.__new__(kind)) < 500


def test_an_operation_that_takes_too_long_may_be_asked_again() -> None:
    assert status_of(ExecutionTimeoutError()) == HTTPStatus.SERVICE_UNAVAILABLE


def test_any_other_limit_is_the_server_s() -> None:
    assert status_of(ResolverLimitError()) == HTTPStatus.INTERNAL_SERVER_ERROR


async def test_an_answer_of_another_shape_is_no_refusal_of_what_was_asked(
    rest: Rest, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def executed(*_arguments: object, is_heard: bool) -> Executed:
        assert not is_heard
        return Executed(data={"me": {}}, errors=())

    monkeypatch.setattr(Execution, "executed", executed)
    assert await rest.refused("GET", "/profile") == (500, "SYSTEM_ERROR")
    assert "an answer is no Profile" in caplog.text


async def test_a_refusal_has_its_code_moment_and_request(rest: Rest) -> None:
    response = await rest.ask("GET", "/goals/nowhere")
    found = response.json()
    assert (response.status_code, found["error"]) == (404, "GOAL_NOT_FOUND")
    assert found["timestamp"] == "2026-11-21T12:00:00Z"
    assert found["request_id"] == response.headers["x-request-id"]
    assert response.headers["content-type"] == "application/json;charset=UTF-8"


async def test_the_quota_is_named_with_the_number_of_goals(store: Store) -> None:
    async with a_caller(an_app(store, policy=Policy(active_goals=1))) as rest:
        await a_goal(rest)
        response = await rest.ask("POST", "/goals", goal_body(title="Two"))
    found = response.json()
    assert (response.status_code, found["error"]) == (422, "GOAL_QUOTA_EXCEEDED")
    assert found["details"] == {"current_count": 1, "max_allowed": 1}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Request body is empty."),
        (b"{", "The body must be JSON."),
        (b'{"title": NaN}', "The body must be JSON."),
        (b'{"title": "\\ud800"}', "The body must be JSON."),
        (b'{"title": "\xff"}', "The body must be JSON."),
    ],
)
async def test_a_body_that_is_not_json_is_refused(content: bytes, message: str, rest: Rest) -> None:
    response = await rest.client.post("/goals", content=content)
    assert (response.status_code, response.json()["message"]) == (400, message)
    assert response.json()["error"] == "VALIDATION_ERROR"


@pytest.mark.parametrize("content", [b"[]", b"5", b"null", b'"x"'])
async def test_a_body_that_is_no_object_is_refused(content: bytes, rest: Rest) -> None:
    response = await rest.client.post("/goals", content=content)
    assert (response.status_code, response.json()["error"]) == (400, "VALIDATION_ERROR")
    assert response.json()["message"] == "body: Input should be an object"


async def test_a_body_that_is_too_large_is_refused(rest: Rest) -> None:
    response = await rest.client.post("/goals", content=b" " * 1_000_001)
    assert (response.status_code, response.json()["error"]) == (413, "REQUEST_TOO_LARGE")


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("/goals", "GET, HEAD, POST"), ("/v1/goals/x", "DELETE, GET, HEAD, PUT")],
)
async def test_another_method_is_refused_with_those_that_are_taken(
    path: str, allowed: str, rest: Rest
) -> None:
    response = await rest.client.patch(path)
    assert (response.status_code, response.json()["error"]) == (405, "METHOD_NOT_ALLOWED")
    assert response.headers["allow"] == allowed


async def test_a_number_beyond_all_measure_is_refused(rest: Rest) -> None:
    path = f"{await a_goal(rest)}/activities"
    content = b'{"value": 1e400, "unit": "books", "activityType": "progress"}'
    response = await rest.client.post(path, content=content)
    assert (response.status_code, response.json()["error"]) == (400, "VALIDATION_ERROR")


async def test_a_caller_who_is_not_known_is_refused_before_anything_is_read(store: Store) -> None:
    async with a_client(an_app(store, is_dev=False)) as client:
        rest = Rest(client=client)
        for method, path in (("GET", "/goals?page=0"), ("POST", "/goals"), ("PUT", "/profile")):
            assert await rest.refused(method, path) == (401, "UNAUTHORIZED")


async def test_what_the_mode_of_a_caller_does_not_reach_is_refused(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def by_key(presented: Presented, now: object) -> Caller:
        asked = await presented.envelope()
        assert (asked.query, asked.operation_name) == ("GET /goals", "listGoals")
        assert presented.target == "/v1/goals?limit=5"
        del now
        return Caller(identity=None, access=Access(mode=Mode.API_KEY))

    monkeypatch.setattr("server.app.by_name", by_key)
    async with a_caller(an_app(store)) as rest:
        assert await rest.refused("GET", "/v1/goals?limit=5") == (401, "UNAUTHORIZED")


async def test_a_part_that_an_answer_must_have_and_the_caller_may_not_is_refused(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_caller(an_app(store)) as rest:
        path = await a_goal(rest)

    async def denied(presented: Presented, now: datetime) -> Caller:
        known = await by_name(presented, now)
        access = replace(known.access, denied=frozenset({("Goal", "target")}))
        return replace(known, access=access)

    monkeypatch.setattr("server.app.by_name", denied)
    async with a_caller(an_app(store)) as rest:
        assert await rest.refused("GET", path) == (401, "UNAUTHORIZED")


async def test_a_fault_tells_its_request_only(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken:
        def __getattr__(self, name: str) -> Any:
            raise RuntimeError("hunter2")

    ports: Any = replace(store.ports, goals=Broken())
    async with a_caller(an_app(replace(store, ports=ports))) as rest:
        response = await rest.ask("GET", "/goals")
    found = response.json()
    assert (response.status_code, found["error"]) == (500, "SYSTEM_ERROR")
    assert found["request_id"] in found["message"]
    assert "hunter2" not in response.text
    assert [each.getMessage() for each in caplog.records if each.exc_info] == ["request.failed"]


async def test_a_goal_whose_progress_fails_is_answered_without_it(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_arguments: object, **_named: object) -> None:
        raise RuntimeError("hunter2")

    async with a_caller(an_app(store)) as rest:
        path = await a_goal(rest)
        await rest.post(f"{path}/activities", activity_body())
        monkeypatch.setattr("resolvers.progress.goal_progress", broken)
        found = await rest.get(path)
        assert (found["progress"], found["title"]) == (None, "A goal of pattern milestone")
        assert await rest.refused("GET", f"{path}/progress") == (500, "SYSTEM_ERROR")
    assert "field.failed" in [each.getMessage() for each in caplog.records]


@pytest.mark.parametrize(
    ("method", "path", "key", "field"),
    [
        ("GET", "/goals?category=%00", "1", "category[0]"),
        ("GET", "/templates?search=%00", "1", "search"),
        ("POST", "{goal}/activities/batch", "1", "activities"),
        ("DELETE", "{goal}", "", "Idempotency-Key"),
    ],
)
async def test_a_refusal_names_the_field_as_the_request_does(
    method: str, path: str, key: str, field: str, rest: Rest
) -> None:
    asked, body = path.format(goal=await a_goal(rest)), {"activities": list[object]()}
    found = (await rest.ask(method, asked, body, idempotency_key=key)).json()
    assert found["details"]["field"] == field
    assert found["message"].startswith(f"{field} must ")
    assert found["validation_errors"] == [{"field": field, "message": found["message"]}]


@pytest.mark.parametrize("path", ["/v1/nothing", "/goals/x/y", "/goals/a%2Fb/tasks", "/goals//"])
async def test_a_path_that_is_none_is_refused_as_any_request(path: str, rest: Rest) -> None:
    response = await rest.client.get(path)
    assert (response.status_code, response.json()["error"]) == (404, "NOT_FOUND")
    assert response.json()["request_id"] == response.headers["x-request-id"]

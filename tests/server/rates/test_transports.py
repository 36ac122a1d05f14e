"""Limits over every transport: whole refusals, and the headers of answers."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

import httpx
import pytest
from starlette.applications import Starlette

from persistence.store import Store
from server.auth.keys import mint_key
from server.rates.classes import Rate
from server.rates.quota import HEADERS
from server.rest.openapi import document
from tests.server.builders import NOW, a_client, an_app, problem
from tests.server.rates.counting import BrokenCounts, HandClock, a_limiter
from tests.server.realtime.sockets import (
    TRANSPORT,
    Message,
    a_goal,
    a_socket,
    create,
    opened,
    started,
)
from tests.server.rest import bodies
from tests.server.rest.asking import a_caller

ME: Final = "{ me { userId } }"
TEMPLATES: Final = "{ goalTemplates(limit: 1) { items { id } } }"
SUBSCRIPTION: Final = "subscription ($who: ID!) { onGoalChanged(userId: $who) { goalId } }"
REFUSED: Final = (
    "A caller has at most {} operations of the class {} in 60 seconds; ask again in 60 seconds."
)


def _an_app(store: Store, limits: Mapping[Rate, int], **others: Any) -> Starlette:
    return an_app(store, limiter=a_limiter(limits), **others)


async def _ask(app: Starlette, query: str, **headers: str) -> httpx.Response:
    async with a_client(app, **headers) as client:
        return await client.post("/graphql", json={"query": query})


def _quota(response: httpx.Response) -> list[str]:
    names = ("x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset")
    return [response.headers[name] for name in names if name in response.headers]


async def test_an_answer_tells_what_is_left(store: Store) -> None:
    app = _an_app(store, {Rate.READ: 10})
    assert _quota(await _ask(app, ME)) == ["10", "9", "60"]
    assert _quota(await _ask(app, "{ a: me { userId } b: me { userId } }")) == ["10", "7", "60"]


async def test_what_is_not_counted_has_no_headers(store: Store) -> None:
    app = _an_app(store, {Rate.READ: 10})
    assert _quota(await _ask(app, "{ __typename }")) == []
    assert _quota(await _ask(an_app(store), ME)) == []
    failing = an_app(store, limiter=a_limiter({Rate.READ: 1}, counts=BrokenCounts(error=OSError())))
    response = await _ask(failing, ME)
    assert (response.status_code, _quota(response)) == (200, [])


async def test_graphql_refuses_with_429_and_when_to_ask_again(store: Store) -> None:
    app = _an_app(store, {Rate.READ: 1})
    await _ask(app, ME)
    response = await _ask(app, ME, origin="http://localhost:5173")
    assert problem(response) == (429, "RATE_LIMIT_EXCEEDED", REFUSED.format(1, "read"))
    assert response.headers["retry-after"] == "60"
    assert _quota(response) == ["1", "0", "60"]
    exposed = response.headers["access-control-expose-headers"].split(", ")
    assert {"Retry-After", "X-RateLimit-Limit", "X-RateLimit-Remaining"} <= set(exposed)
    assert "X-RateLimit-Reset" in exposed


async def test_changes_that_do_not_all_fit_are_refused_before_the_first_is_made(
    store: Store,
) -> None:
    app = _an_app(store, {Rate.WRITE: 1})
    one = 'createGoal(input: {title: "%s", pattern: milestone, target: {value: 1, unit: "b"}})'
    fields = " ".join(f"{name}: {one % name} {{ goalId }}" for name in ("a", "b"))
    assert (await _ask(app, f"mutation {{ {fields} }}")).status_code == 429
    answer = (await _ask(app, "{ goals { items { title } } }")).json()
    assert answer["data"]["goals"]["items"] == []


async def test_what_a_document_leaves_out_does_not_count(store: Store) -> None:
    app = _an_app(store, {Rate.READ: 10})
    query = "query ($no: Boolean = false) { me { userId } a: me @include(if: $no) { userId } }"
    assert _quota(await _ask(app, query)) == ["10", "9", "60"]


async def test_a_request_that_began_long_ago_counts_when_it_is_let_in(store: Store) -> None:
    limiter = a_limiter({Rate.READ: 1}, clock=HandClock(now=NOW + timedelta(hours=1, seconds=20)))
    app = an_app(store, limiter=limiter)
    assert _quota(await _ask(app, ME)) == ["1", "0", "40"]


async def test_owners_are_counted_apart(store: Store) -> None:
    app = _an_app(store, {Rate.READ: 1})
    for user in ("ada", "bob"):
        assert (await _ask(app, ME, **{"x-dev-user": user})).status_code == 200
    assert (await _ask(app, ME, **{"x-dev-user": "bob"})).status_code == 429


async def test_clients_without_an_owner_are_counted_by_their_keys(store: Store) -> None:
    app = _an_app(store, {Rate.READ: 1}, is_dev=False)
    statuses: list[int] = []
    for note in ("web", "ios"):
        secret, key = mint_key(now=NOW, days=7, note=note)
        await store.api_keys.add(key)
        headers = {"x-api-key": secret}
        statuses += [(await _ask(app, TEMPLATES, **headers)).status_code for _ in range(2)]
    assert statuses == [200, 429, 200, 429]


async def test_rest_answers_tell_what_is_left_refusals_too(store: Store) -> None:
    async with a_caller(_an_app(store, {Rate.READ: 10, Rate.WRITE: 5})) as rest:
        made = await rest.ask("POST", "/goals", bodies.goal_body())
        assert _quota(made) == ["5", "4", "60"]
        missing = await rest.ask("GET", "/goals/nowhere")
        assert (missing.status_code, _quota(missing)) == (404, ["10", "9", "60"])
        malformed = await rest.ask("POST", "/goals", {"title": 7})
        assert (malformed.status_code, _quota(malformed)) == (400, [])


async def test_rest_refuses_with_429_and_when_to_ask_again(store: Store) -> None:
    async with a_caller(_an_app(store, {Rate.READ: 1})) as rest:
        await rest.get("/profile")
        response = await rest.ask("GET", "/profile")
    found = response.json()
    assert (response.status_code, found["error"]) == (429, "RATE_LIMIT_EXCEEDED")
    assert found["message"] == REFUSED.format(1, "read")
    assert response.headers["retry-after"] == "60"
    assert _quota(response) == ["1", "0", "60"]


def test_the_document_of_rest_has_the_headers() -> None:
    told = document()
    refused = told["components"]["responses"]["429"]["headers"]
    assert set(refused) == {*HEADERS, "Retry-After"}
    operations = [each for path in told["paths"].values() for each in path.values()]
    answers = [each["responses"][code] for each in operations for code in each["responses"]]
    assert all(set(HEADERS) <= set(each["headers"]) for each in answers if "$ref" not in each)


async def test_an_export_over_rest_is_counted_as_one(store: Store) -> None:
    async with a_caller(_an_app(store, {Rate.EXPORT: 1})) as rest:
        assert _quota(await rest.ask("GET", "/export")) == ["1", "0", "60"]
        assert await rest.refused("GET", "/export") == (429, "RATE_LIMIT_EXCEEDED")


async def test_rest_and_graphql_share_a_quota(store: Store) -> None:
    app = _an_app(store, {Rate.LOG: 2, Rate.WRITE: 2})
    async with a_caller(app) as rest:
        path = await bodies.a_goal(rest)
        logged = await rest.ask("POST", f"{path}/activities", bodies.activity_body(1))
        assert _quota(logged) == ["2", "1", "60"]
    await create(app, "Write")
    assert "errorType" in str(await create(app, "Read"))


def _error(limit: int, rate: str) -> Message:
    return {"errorType": "RATE_LIMIT_EXCEEDED", "message": REFUSED.format(limit, rate)}


async def test_appsync_s_dialect_refuses_the_one_subscription(store: Store) -> None:
    async with opened(_an_app(store, {Rate.READ: 1})) as socket:
        assert (await socket.ask(started("1")))["type"] == "start_ack"
        assert await socket.ask(started("2")) == {
            "type": "error",
            "id": "2",
            "payload": {"errors": [_error(1, "read")]},
        }
        assert await socket.ask({"type": "stop", "id": "1"}) == {"type": "complete", "id": "1"}


@pytest.mark.parametrize(
    ("query", "variables", "rate"),
    [
        (ME, {}, "read"),
        (SUBSCRIPTION, {"who": "ada"}, "read"),
        (
            "mutation ($input: CreateGoalInput!) { createGoal(input: $input) { goalId } }",
            a_goal("Read"),
            "write",
        ),
    ],
)
async def test_the_other_dialect_refuses_the_one_operation(
    query: str, variables: Message, rate: str, store: Store
) -> None:
    app = _an_app(store, {Rate.READ: 1, Rate.WRITE: 1})
    await _ask(app, ME, **{"x-dev-user": "ada"})
    await create(app, "First")
    async with a_socket(app, subprotocols=[TRANSPORT], headers={"x-dev-user": "ada"}) as socket:
        assert await socket.accepted() == TRANSPORT
        assert (await socket.ask({"type": "connection_init"}))["type"] == "connection_ack"
        payload = {"query": query, "variables": variables}
        refused = {"type": "error", "id": "1", "payload": [_error(1, rate)]}
        assert await socket.ask({"type": "subscribe", "id": "1", "payload": payload}) == refused


async def test_the_application_closes_the_counts(store: Store) -> None:
    closed: list[bool] = []

    class _Counts(BrokenCounts):
        async def close(self) -> None:
            await super().close()
            closed.append(True)

    app = an_app(store, limiter=a_limiter({}, counts=_Counts(error=OSError())))
    async with app.router.lifespan_context(app):
        assert closed == []
    assert closed == [True]

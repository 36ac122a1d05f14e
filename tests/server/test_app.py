"""The application as a whole: paths, health, cross-origin answers, and its end."""

import asyncio
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import httpx
import pytest
from starlette.requests import Request

from domain.credentials import Token
from persistence.embedded.engine import Engine
from persistence.errors import StorageBusyError
from persistence.store import Store
from server.health import health_check
from tests.server.builders import NOW, a_client, an_app, problem

ELSEWHERE = "https://app.example.org"


class _FailingTokens:
    def __init__(self, error: Exception) -> None:
        self._error = error

    async def add(self, token: Token) -> None: ...

    async def find(self, digest: str, *, now: datetime) -> Token | None:
        del digest, now
        raise self._error


async def _get(store: Store, path: str, *, is_dev: bool = False) -> httpx.Response:
    async with a_client(an_app(store, is_dev=is_dev)) as client:
        return await client.get(path)


async def test_a_server_whose_store_answers_is_healthy(store: Store) -> None:
    response = await _get(store, "/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert UUID(response.headers["x-amzn-requestid"]).version == 4


@pytest.mark.parametrize("error", [StorageBusyError("busy"), OSError("gone"), TimeoutError()])
async def test_a_server_whose_store_fails_is_not(
    error: Exception, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    response = await _get(replace(store, tokens=_FailingTokens(error)), "/healthz")
    assert (response.status_code, response.json()) == (503, {"status": "unavailable"})
    assert response.headers["x-amzn-errortype"] == "ServiceUnavailableException"
    assert [record.getMessage() for record in caplog.records if record.exc_info] == [
        "health.failed"
    ]


async def test_a_server_does_not_wait_for_its_store_for_ever() -> None:
    class Hanging:
        async def add(self, token: Token) -> None: ...

        async def find(self, digest: str, *, now: datetime) -> Token | None:
            del digest, now
            await asyncio.Event().wait()
            raise AssertionError

    check = health_check(Hanging(), clock=lambda: NOW, patience_seconds=0)
    response = await check(Request({"type": "http", "state": {"request_id": "r"}}))
    assert response.status_code == 503


async def test_graphiql_is_there_in_development_only(store: Store) -> None:
    assert (await _get(store, "/graphiql", is_dev=True)).status_code == 200
    refusal = problem(await _get(store, "/graphiql"))
    assert refusal == (404, "NotFoundException", "Not Found.")


@pytest.mark.parametrize("path", ["/", "/graphql/x", "/graphql/", "/admin"])
async def test_an_unknown_path_is_refused_in_the_usual_shape(path: str, store: Store) -> None:
    async with a_client(an_app(store)) as client:
        response = await client.get(path, follow_redirects=True)
    if path != "/graphql/":
        assert problem(response) == (404, "NotFoundException", "Not Found.")
    assert "x-amzn-requestid" in response.headers


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
async def test_another_method_is_refused_with_those_that_are_taken(
    method: str, store: Store
) -> None:
    async with a_client(an_app(store)) as client:
        response = await client.request(method, "/graphql")
    assert problem(response) == (405, "MethodNotAllowedException", "Method Not Allowed.")
    assert set(response.headers["allow"].split(", ")) == {"GET", "HEAD", "POST"}


async def test_a_preflight_allows_any_origin_and_what_clients_send(store: Store) -> None:
    wanted = (
        "content-type, authorization, x-api-key, x-amz-user-agent, x-amz-date, x-amz-security-token"
    )
    async with a_client(an_app(store, is_dev=False)) as client:
        response = await client.options(
            "/graphql",
            headers={
                "origin": ELSEWHERE,
                "access-control-request-method": "POST",
                "access-control-request-headers": wanted,
            },
        )
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == "*"
    assert "POST" in response.headers["access-control-allow-methods"]
    allowed = response.headers["access-control-allow-headers"]
    assert {name.strip() for name in wanted.split(",")} <= {
        name.strip() for name in allowed.split(",")
    }
    assert "x-amzn-requestid" in response.headers


async def test_a_refused_preflight_still_has_its_headers(store: Store) -> None:
    asked = {"origin": ELSEWHERE, "access-control-request-method": "PATCH"}
    async with a_client(an_app(store)) as client:
        response = await client.options("/graphql", headers=asked)
    assert response.status_code == 400
    assert response.headers["x-amzn-errortype"] == "BadRequestException"
    assert "x-amzn-requestid" in response.headers


@pytest.mark.parametrize("path", ["/graphql", "/nowhere", "/healthz"])
async def test_any_origin_can_read_an_answer_and_its_amzn_headers(path: str, store: Store) -> None:
    async with a_client(an_app(store, is_dev=False), origin=ELSEWHERE) as client:
        response = await client.get(path)
    assert response.headers["access-control-allow-origin"] == "*"
    exposed = response.headers["access-control-expose-headers"].split(", ")
    assert {"x-amzn-RequestId", "x-amzn-ErrorType"} <= set(exposed)


async def test_any_origin_can_read_a_masked_fault(store: Store) -> None:
    broken = replace(store, tokens=_FailingTokens(RuntimeError("hunter2")))
    async with a_client(
        an_app(broken, is_dev=False), origin=ELSEWHERE, authorization="t"
    ) as client:
        response = await client.post("/graphql", json={"query": "{ __typename }"})
    assert problem(response)[:2] == (500, "SYSTEM_ERROR")
    assert response.headers["access-control-allow-origin"] == "*"
    assert "hunter2" not in response.text


async def test_the_application_closes_its_store_when_it_stops(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[Engine] = []

    def close(engine: Engine) -> None:
        closed.append(engine)

    monkeypatch.setattr(Engine, "close", close)
    app = an_app(store)
    async with app.router.lifespan_context(app):
        assert closed == []
    assert closed == [store.engine]


async def test_health_is_asked_at_the_clock_s_moment() -> None:
    asked: list[datetime] = []

    class Noting:
        async def add(self, token: Token) -> None: ...

        async def find(self, digest: str, *, now: datetime) -> Token | None:
            assert set(digest) == {"0"}
            asked.append(now)
            return None

    await health_check(Noting(), clock=lambda: NOW)(Request({"type": "http"}))
    assert asked == [NOW]

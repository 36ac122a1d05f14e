"""Every request has an id and a log line; no fault is shown to the caller."""

import json
import logging
from collections.abc import AsyncGenerator
from uuid import UUID

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from server.middleware import FaultMask, RequestIds, request_id


async def _fine(request: Request) -> Response:
    return JSONResponse({"id": request_id(request)})


async def _unfit(request: Request) -> Response:
    del request
    return PlainTextResponse("no", status_code=409)


async def _broken(request: Request) -> Response:
    del request
    raise RuntimeError("the password is hunter2")


async def _broken_halfway(request: Request) -> Response:
    del request

    async def content() -> AsyncGenerator[bytes]:
        yield b"half"
        raise RuntimeError("halfway")

    return StreamingResponse(content())


def _app() -> Starlette:
    endpoints = {
        "/fine": _fine,
        "/unfit": _unfit,
        "/broken": _broken,
        "/halfway": _broken_halfway,
    }
    return Starlette(
        routes=[Route(path, endpoint) for path, endpoint in endpoints.items()],
        middleware=[Middleware(RequestIds), Middleware(FaultMask)],
    )


async def _get(path: str) -> httpx.Response:
    transport = httpx.ASGITransport(app=_app())
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        return await client.get(path)


def _events(caplog: pytest.LogCaptureFixture) -> list[tuple[str, dict[str, object]]]:
    return [
        (record.getMessage(), getattr(record, "milepost_fields", {}))
        for record in caplog.records
        if record.name == "milepost"
    ]


async def test_each_request_has_an_id_of_its_own() -> None:
    first, second = await _get("/fine"), await _get("/fine")
    assert UUID(first.headers["x-amzn-requestid"]).version == 4
    assert first.json() == {"id": first.headers["x-amzn-requestid"]}
    assert first.headers["x-amzn-requestid"] != second.headers["x-amzn-requestid"]


async def test_an_answer_that_names_no_error_type_gets_one() -> None:
    assert (await _get("/unfit")).headers["x-amzn-errortype"] == "BadRequestException"
    assert "x-amzn-errortype" not in (await _get("/fine")).headers


async def test_a_fault_is_masked_and_logged_once_under_the_request_id(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    response = await _get("/broken")
    ident = response.headers["x-amzn-requestid"]
    assert response.status_code == 500
    assert response.headers["x-amzn-errortype"] == "SYSTEM_ERROR"
    assert response.json() == {
        "errors": [
            {
                "errorType": "SYSTEM_ERROR",
                "message": f"the server failed; request ID: {ident}",
            }
        ]
    }
    faults = [record for record in caplog.records if record.exc_info]
    assert len(faults) == 1
    assert "hunter2" in str(faults[0].exc_info)
    assert ("request.failed", {"request_id": ident}) in _events(caplog)


async def test_an_answered_request_is_one_line(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    response = await _get("/fine?query=secret")
    ((event, fields),) = _events(caplog)
    assert event == "request.answered"
    assert fields.pop("milliseconds") is not None
    assert fields == {
        "request_id": response.headers["x-amzn-requestid"],
        "method": "GET",
        "path": "/fine",
        "status": 200,
    }


async def test_a_fault_after_the_answer_began_breaks_the_connection(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with pytest.raises(RuntimeError, match="halfway"):
        await _get("/halfway")
    assert [event for event, _ in _events(caplog)] == ["request.failed"]


@pytest.mark.parametrize("layer", [RequestIds, FaultMask])
async def test_other_traffic_than_requests_passes_untouched(
    layer: type[RequestIds | FaultMask],
) -> None:
    seen: list[str] = []

    async def inner(scope: Scope, receive: Receive, send: Send) -> None:
        del receive, send
        seen.append(json.dumps(scope))

    async def never() -> dict[str, object]:
        raise AssertionError

    async def unsent(message: object) -> None:
        raise AssertionError(message)

    await layer(inner)({"type": "lifespan"}, never, unsent)
    assert seen == ['{"type": "lifespan"}']

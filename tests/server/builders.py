"""Applications over real stores, and clients of them."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import httpx
from starlette.applications import Starlette

from domain.policy import Policy
from persistence.store import Store
from schema.limits import Limits
from server.app import create_app
from server.templates import shipped_templates

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def an_app(
    store: Store, *, is_dev: bool = True, policy: Policy | None = None, **others: Any
) -> Starlette:
    """Return an application whose clock stands at noon of 21 November 2026, however slow it is."""
    others.setdefault("limits", Limits(seconds=3_600))
    held = policy or Policy(templates=shipped_templates())
    return create_app(store, is_dev=is_dev, policy=held, clock=lambda: NOW, **others)


@asynccontextmanager
async def a_client(app: Starlette, **headers: str) -> AsyncGenerator[httpx.AsyncClient]:
    """Yield a client of the application that sends these headers."""
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://127.0.0.1", headers=headers
    ) as client:
        yield client


def problem(response: httpx.Response) -> tuple[int, str, str]:
    """Return status, type and message of a refusal, whose body holds nothing else."""
    body: dict[str, Any] = response.json()
    ((error),) = body["errors"]
    assert body == {"errors": [{"errorType": error["errorType"], "message": error["message"]}]}
    assert response.headers["x-amzn-errortype"] == error["errorType"]
    assert response.headers["content-type"] == "application/json;charset=UTF-8"
    return response.status_code, error["errorType"], error["message"]

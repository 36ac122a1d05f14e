"""A client of REST that holds every answer against the document of it."""

import json
import re
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx
import jsonschema_rs
from starlette.applications import Starlette

from server.rest.openapi import document
from tests.server.builders import a_client

ADA = "ada"
BOB = "bob"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """A caller of REST; an answer that the document does not have fails the test."""

    client: httpx.AsyncClient

    async def ask(
        self, method: str, path: str, body: object = None, **headers: str
    ) -> httpx.Response:
        """Return the answer; names of headers may have underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        content = None if body is None else json.dumps(body).encode()
        response = await self.client.request(method, path, headers=named, content=content)
        check(method, path.partition("?")[0], response)
        return response

    async def get(self, path: str, **headers: str) -> Any:
        """Return what a path holds."""
        return held(await self.ask("GET", path, **headers))

    async def post(self, path: str, body: object = None, **headers: str) -> Any:
        """Return what was made or done."""
        return held(await self.ask("POST", path, body, **headers))

    async def put(self, path: str, body: object, **headers: str) -> Any:
        """Return what was changed."""
        return held(await self.ask("PUT", path, body, **headers))

    async def delete(self, path: str) -> str:
        """Return the message that something is gone."""
        message: str = held(await self.ask("DELETE", path))["message"]
        return message

    async def refused(
        self, method: str, path: str, body: object = None, **headers: str
    ) -> tuple[int, str]:
        """Return status and code of a refusal."""
        response = await self.ask(method, path, body, **headers)
        assert response.status_code >= 400, response.text
        return response.status_code, response.json()["error"]


@asynccontextmanager
async def a_caller(app: Starlette, user: str = ADA) -> AsyncGenerator[Rest]:
    """Yield a caller of an application in development."""
    headers = {"x-dev-user": user}
    async with a_client(app, **headers) as client:
        yield Rest(client=client)


def held(response: httpx.Response) -> Any:
    """Return the body of a success."""
    assert response.is_success, response.text
    return response.json()


def check(method: str, path: str, response: httpx.Response) -> None:
    """Hold an answer against the document."""
    answers = _operation(method, path)["responses"]
    assert str(response.status_code) in answers, response.text
    assert response.headers["x-request-id"] == response.headers["x-amzn-requestid"]
    answer = answers[str(response.status_code)]
    for name in answer.get("headers", {}):
        is_now_and_then = name == "Idempotency-Replayed" or name.startswith("X-RateLimit-")
        assert is_now_and_then or name in response.headers, name
    schema = resolved(answer)["content"]["application/json"]["schema"]
    if response.headers["content-type"].startswith("application/json"):
        _validator(json.dumps(schema)).validate(response.json())
    else:
        assert response.headers["content-type"].partition(";")[0] in resolved(answer)["content"]


def resolved(node: Mapping[str, Any]) -> Any:
    """Return what a reference of the document leads to."""
    if "$ref" not in node:
        return node
    found: Any = document()
    for name in node["$ref"].removeprefix("#/").split("/"):
        found = found[name]
    return found


def _operation(method: str, path: str) -> Any:
    bare = path.removeprefix("/v1")
    # A word of a path is not an id.
    paths = sorted(document()["paths"].items(), key=lambda item: item[0].count("{"))
    for template, operations in paths:
        if re.fullmatch(re.sub(r"{\w+}", "[^/]+", template), bare):
            return operations[method.lower()]
    raise LookupError(path)


@cache
def _validator(schema: str) -> jsonschema_rs.Draft202012Validator:
    whole = {**json.loads(schema), "components": document()["components"]}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)

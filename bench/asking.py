"""Asking an ASGI application without a network, so that only the application is measured."""

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, TypeAlias

Message: TypeAlias = MutableMapping[str, Any]
App: TypeAlias = Callable[
    [Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]],
    Awaitable[None],
]


async def ask(app: App, query: str, **variables: object) -> Any:
    """Post a GraphQL document and return its data.

    Raises:
        RuntimeError: The answer has errors.
    """
    body = json.dumps({"query": query, "variables": variables}).encode()
    sent: list[bytes] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.body":
            sent.append(message.get("body", b""))

    await app(_scope(body), receive, send)
    answer: Any = json.loads(b"".join(sent))
    if answer.get("errors"):
        raise RuntimeError(answer["errors"])
    return answer["data"]


def _scope(body: bytes) -> Message:
    headers = [
        (b"host", b"127.0.0.1"),
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
    ]
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/graphql",
        "raw_path": b"/graphql",
        "query_string": b"",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }

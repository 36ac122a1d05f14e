"""Sockets to an application in this process, and what is said over them."""

import asyncio
import json
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import pytest
from anyio import CancelScope
from starlette.applications import Starlette

from schema.subscribing import Subscribed, subscribed
from tests.server.builders import a_client

Message: TypeAlias = dict[str, Any]

SECONDS: Final = 10
APPSYNC: Final = "graphql-ws"
TRANSPORT: Final = "graphql-transport-ws"
ACK: Final = {"type": "connection_ack", "payload": {"connectionTimeoutMs": 300_000}}
KA: Final = {"type": "ka"}
HEARD: Final = "subscription ($who: ID!) { onGoalChanged(userId: $who) { goal { title } } }"
CREATE: Final = """mutation ($input: CreateGoalInput!) {
  createGoal(input: $input) { userId goalId goal { title } }
}"""


def a_goal(title: str) -> Message:
    """Return the variables of a new goal."""
    target = {"value": 12, "unit": "books"}
    return {"input": {"title": title, "pattern": "milestone", "target": target}}


def heard(title: str) -> Message:
    """Return what a subscriber is told of a goal of this title."""
    return {"data": {"onGoalChanged": {"goal": {"title": title}}}}


def started(
    ident: str = "1", *, query: str = HEARD, who: str = "ada", **extensions: Any
) -> Message:
    """Return a message that subscribes to an owner's goals in AppSync's dialect."""
    data = json.dumps({"query": query, "variables": {"who": who}})
    payload = {"data": data, "extensions": extensions} if extensions else {"data": data}
    return {"id": ident, "type": "start", "payload": payload}


def error(kind: str, message: str) -> Message:
    """Return an error of a type and a message."""
    return {"errorType": kind, "message": message}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Socket:
    """The client's end of a socket; it stops reading while `is_reading` is not set."""

    to_server: asyncio.Queue[Message] = field(default_factory=asyncio.Queue[Message])
    from_server: asyncio.Queue[Message] = field(default_factory=asyncio.Queue[Message])
    is_reading: asyncio.Event = field(default_factory=asyncio.Event)
    is_lost: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, message: Any) -> None:
        """Take an ASGI message of the server, unless the connection is lost."""
        await self.is_reading.wait()
        if self.is_lost.is_set():
            raise BrokenPipeError
        self.from_server.put_nowait(message)

    def send(self, *messages: Message) -> None:
        """Send messages of the dialect."""
        for message in messages:
            self.send_text(json.dumps(message))

    def send_text(self, text: str) -> None:
        """Send a text, whatever it says."""
        self.to_server.put_nowait({"type": "websocket.receive", "text": text})

    def send_bytes(self, content: bytes) -> None:
        """Send a binary message."""
        self.to_server.put_nowait({"type": "websocket.receive", "bytes": content})

    def leave(self) -> None:
        """Close the socket from this end."""
        self.to_server.put_nowait({"type": "websocket.disconnect", "code": 1000})

    async def event(self) -> Message:
        """Return the server's next ASGI message."""
        async with asyncio.timeout(SECONDS):
            return await self.from_server.get()

    async def accepted(self) -> str | None:
        """Return the subprotocol with which the server accepted the socket."""
        event = await self.event()
        assert event["type"] == "websocket.accept", event
        subprotocol: str | None = event["subprotocol"]
        return subprotocol

    async def receive(self) -> Message:
        """Return the next message of the dialect."""
        event = await self.event()
        assert event["type"] == "websocket.send", event
        message: Message = json.loads(event["text"])
        return message

    async def receive_all(self, count: int) -> list[Message]:
        """Return the next messages."""
        return [await self.receive() for _ in range(count)]

    async def closed(self) -> tuple[int, str]:
        """Return code and reason with which the server closed the socket."""
        event = await self.event()
        assert event["type"] == "websocket.close", event
        return event["code"], event["reason"]

    async def ask(self, *messages: Message) -> Message:
        """Send messages and return the first answer."""
        self.send(*messages)
        return await self.receive()


@asynccontextmanager
async def a_socket(
    app: Starlette,
    *,
    path: str = "/graphql",
    query: str = "",
    subprotocols: Sequence[str] = (APPSYNC,),
    headers: Mapping[str, str] | None = None,
) -> AsyncGenerator[Socket]:
    """Yield a socket that was just asked for; at the end it is closed and the server done."""
    socket = Socket()
    socket.is_reading.set()
    socket.to_server.put_nowait({"type": "websocket.connect"})
    told = {"host": "127.0.0.1:8000", **(headers or {})}
    scope: Message = {
        "type": "websocket",
        "asgi": {"version": "3.0"},
        "scheme": "ws",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in told.items()],
        "subprotocols": list(subprotocols),
    }
    task = asyncio.create_task(_run(app, scope, socket))
    try:
        yield socket
    finally:
        socket.is_reading.set()
        socket.leave()
        async with asyncio.timeout(SECONDS):
            await task


async def _run(app: Starlette, scope: Message, socket: Socket) -> None:
    await app(scope, socket.to_server.get, socket.take)


@asynccontextmanager
async def opened(app: Starlette, *, who: str = "ada") -> AsyncGenerator[Socket]:
    """Yield an owner's socket in AppSync's dialect, acknowledged."""
    async with a_socket(app, headers={"x-dev-user": who}) as socket:
        assert await socket.accepted() == APPSYNC
        assert await socket.ask({"type": "connection_init"}) == ACK
        assert await socket.receive() == KA
        yield socket


async def create(app: Starlette, title: str, *, who: str = "ada", query: str = CREATE) -> Message:
    """Create a goal over HTTP and return the answer."""
    async with a_client(app, **{"x-dev-user": who}) as client:
        body = {"query": query, "variables": a_goal(title)}
        answer: Message = (await client.post("/graphql", json=body)).json()
    return answer


def beginning_slowly(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Let subscriptions begin only once the event is set, even those that are stopped before."""
    released = asyncio.Event()

    async def slowly(*arguments: Any) -> Subscribed:
        with CancelScope(shield=True):
            await released.wait()
        return await subscribed(*arguments)

    monkeypatch.setattr("server.realtime.desk.subscribed", slowly)
    return released

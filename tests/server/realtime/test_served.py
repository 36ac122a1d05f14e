"""Sockets of a server in a process of its own, with another library's client."""

import asyncio
import json
import signal
from asyncio.subprocess import Process
from base64 import urlsafe_b64encode
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.server.processes import SECONDS, end_of, line_of, running
from tests.server.realtime.sockets import (
    ACK,
    APPSYNC,
    CREATE,
    KA,
    TRANSPORT,
    a_goal,
    heard,
    started,
)

ADA = {"x-dev-user": "ada"}
INIT = {"type": "connection_init"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A server that answers."""

    process: Process
    address: str

    def socket(
        self,
        path: str = "/graphql",
        *,
        offers: tuple[str, ...] = (APPSYNC,),
        headers: Mapping[str, str] | None = None,
    ) -> connect:
        """Return a socket to be opened."""
        return connect(
            self.address.replace("http", "ws") + path,
            subprotocols=[Subprotocol(each) for each in offers],
            additional_headers=headers or {},
            open_timeout=SECONDS,
            close_timeout=SECONDS,
        )

    async def create(self, title: str) -> None:
        """Create a goal over HTTP."""
        async with httpx.AsyncClient(base_url=self.address) as client:
            body = {"query": CREATE, "variables": a_goal(title)}
            answer = await client.post("/graphql", json=body, headers={"x-dev-user": "ada"})
        assert answer.status_code == 200


@pytest.fixture
async def served(tmp_path: Path) -> AsyncGenerator[Served]:
    async with running("serve", "--dev", "--port", "0", cwd=tmp_path) as process:
        line, _ = await line_of(process), await line_of(process)
        yield Served(process=process, address=line.split()[-1].removesuffix("/graphql"))


async def receive(socket: ClientConnection) -> Any:
    async with asyncio.timeout(SECONDS):
        return json.loads(await socket.recv())


async def say(socket: ClientConnection, message: Any) -> Any:
    await socket.send(json.dumps(message))
    return await receive(socket)


async def closed(socket: ClientConnection) -> int:
    """Return the code with which the server closed the socket."""
    async with asyncio.timeout(SECONDS):
        await socket.wait_closed()
    code = socket.close_code
    assert code is not None
    return code


@asynccontextmanager
async def stopping(served: Served) -> AsyncGenerator[None]:
    """Stop the server in the end, which then ends cleanly and without a fault in its log."""
    yield
    served.process.send_signal(signal.SIGTERM)
    done = await end_of(served.process)
    assert done.code == 0
    assert [line for line in done.err.splitlines() if json.loads(line)["level"] != "info"] == []


async def test_a_change_over_http_reaches_a_subscriber_and_a_stop_closes_it(served: Served) -> None:
    async with served.socket("/graphql/realtime", headers=ADA) as socket:
        assert socket.subprotocol == APPSYNC
        assert socket.response is not None
        assert "Sec-WebSocket-Extensions" not in socket.response.headers
        async with stopping(served):
            assert await say(socket, INIT) == ACK
            assert await receive(socket) == KA
            assert await say(socket, started("1")) == {"type": "start_ack", "id": "1"}
            await served.create("Read")
            told = {"type": "data", "id": "1", "payload": heard("Read")}
            assert await receive(socket) == told
        assert await closed(socket) == 1001


async def test_a_token_of_more_than_eight_kilobytes_is_taken(served: Served) -> None:
    presented = {"x-dev-user": "ada", "authorization": "x" * 12_000}
    text = urlsafe_b64encode(json.dumps(presented).encode()).decode().rstrip("=")
    assert len(text) > 16_000
    async with (
        served.socket(headers=presented) as by_header,
        served.socket(f"/graphql?header={text}&payload=e30=") as by_address,
        served.socket(offers=(APPSYNC, f"header-{text}")) as by_subprotocol,
        stopping(served),
    ):
        for socket in (by_header, by_address, by_subprotocol):
            assert await say(socket, started("1")) == {"type": "start_ack", "id": "1"}


async def test_a_message_beyond_its_limit_closes_the_socket(served: Served) -> None:
    async with served.socket() as socket:
        await socket.send("x" * 1_000_001)
        assert await closed(socket) == 1009
    async with served.socket(offers=(TRANSPORT,)) as socket, stopping(served):
        assert await say(socket, INIT) == {"type": "connection_ack"}


async def test_a_subscriber_that_does_not_read_holds_up_nobody_and_not_the_stop(
    served: Served,
) -> None:
    async with served.socket(headers=ADA) as socket:
        assert await say(socket, started("1")) == {"type": "start_ack", "id": "1"}
        socket.transport.pause_reading()
        async with stopping(served):
            for _ in range(3_000):
                await socket.send(json.dumps({"type": "stop", "id": "x" * 128}))
            await served.create("Read")
        socket.transport.abort()

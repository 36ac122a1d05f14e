"""AppSync's dialect: the subprotocol `graphql-ws` with `start_ack` and credentials in messages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast
from uuid import uuid4

import anyio
from graphql import OperationType

from server.auth.callers import Caller
from server.documents import asked_kind
from server.envelope import parse_body
from server.realtime.connection import Code, Connection
from server.realtime.desk import Desk, problem, problems
from server.realtime.frames import Frame, FrameError, encoded, frame, read_frame
from server.realtime.handshake import connecting, credentials, named, starting
from server.realtime.operations import Operations, Running
from server.refusals import RequestRefusedError

SUBPROTOCOL: Final = "graphql-ws"
# Clients count from the latest `ka` and take the connection for lost after this.
CONNECTION_TIMEOUT_MS: Final = 300_000
UNSUPPORTED: Final = problem(
    "UnsupportedOperation", "unknown not supported through the realtime channel"
)

_ACK: Final = frame(
    "connection_ack", payload=encoded({"connectionTimeoutMs": CONNECTION_TIMEOUT_MS})
)
_KEEP_ALIVE: Final = frame("ka")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Start:
    """A subscription that is asked for; credentials of its own go before the connection's."""

    data: str
    presented: Mapping[str, str] | None


class Dialog:
    """A conversation with one client, which opens a connection and subscribes over it.

    `connection_init` may be left out. It is acknowledged as soon as it is read, so no message
    comes between the two.
    """

    def __init__(self, connection: Connection, desk: Desk) -> None:
        self._connection = connection
        self._desk = desk
        self._operations = Operations(connection)

    async def converse(self) -> None:
        """Answer the client's messages until it has left."""
        try:
            presented = credentials(self._connection.socket)
            caller = await self._caller(presented)
        except (RequestRefusedError, TimeoutError) as refusal:
            await refuse(self._connection, refusal)
            return
        self._connection.tasks.start_soon(self._keep_alive)
        try:
            while (content := await self._connection.receive()) is not None:
                self._answer(content, caller, presented)
        finally:
            self._operations.stop_all()

    async def _caller(self, presented: Mapping[str, str]) -> Caller:
        connection = self._connection
        with anyio.fail_after(connection.pace.opening):
            return await self._desk.caller(
                connecting(presented, connection.socket, connection.ident)
            )

    async def _keep_alive(self) -> None:
        while True:
            await anyio.sleep(self._connection.pace.keep_alive)
            self._connection.send(_KEEP_ALIVE)

    def _answer(self, content: str | bytes, caller: Caller, presented: Mapping[str, str]) -> None:
        try:
            message = read_frame(content)
        except FrameError as error:
            self._refuse(error.ident, problem("BadRequestException", error.message))
            return
        match message.type, message.id:
            case "connection_init", _:
                self._connection.send(_ACK)
                self._connection.send(_KEEP_ALIVE)
            case "start", str(ident):
                self._start(ident, message, caller, presented)
            case "stop", str(ident):
                self._operations.stop(ident)
                self._connection.send(frame("complete", ident=ident))
            case _:
                self._refuse(message.id, UNSUPPORTED)

    def _start(
        self, ident: str, message: Frame, caller: Caller, presented: Mapping[str, str]
    ) -> None:
        start = _read_start(message.payload)
        if start is None:
            self._refuse(ident, UNSUPPORTED)
        elif ident in self._operations:
            told = f"An operation with the id {ident} is open already."
            self._refuse(ident, problem("DuplicatedOperationError", told))
        elif self._operations.is_full:
            most = self._connection.pace.most_operations
            told = f"A connection has at most {most} subscriptions."
            self._refuse(ident, problem("MaxSubscriptionsReachedError", told))
        elif not self._operations.has_room(len(start.data)):
            most = self._connection.pace.most_query_characters
            told = f"The subscriptions of a connection have at most {most} characters."
            self._refuse(ident, problem("LimitExceededError", told))
        else:

            async def work(running: Running) -> None:
                await self._subscribe(running, start, caller, presented)

            self._operations.begin(ident, work, characters=len(start.data))

    async def _subscribe(
        self, running: Running, start: _Start, caller: Caller, presented: Mapping[str, str]
    ) -> None:
        request_id = str(uuid4())
        try:
            with anyio.fail_after(self._connection.pace.opening):
                await self._listen(running, start, caller, presented, request_id)
        except Exception as error:  # noqa: BLE001 - one that fails must not end the others
            told = problems(error, request_id)
            self._operations.finish(running)
            if not running.is_stopped:
                self._refuse(running.ident, *told)

    async def _listen(
        self,
        running: Running,
        start: _Start,
        caller: Caller,
        presented: Mapping[str, str],
        request_id: str,
    ) -> None:
        data = start.data.encode()
        if start.presented is not None:
            presented = start.presented
            caller = await self._desk.caller(
                starting(presented, self._connection.socket, request_id, data=data)
            )
        envelope = parse_body(data)
        if asked_kind(envelope) is not OperationType.SUBSCRIPTION:
            self._operations.finish(running)
            self._refuse(running.ident, UNSUPPORTED)
            return
        subscribed = await self._desk.subscribed(envelope, caller, presented)
        if running.is_stopped:
            return
        ident = running.ident

        def hear(payload: str) -> None:
            self._connection.send(frame("data", ident=ident, payload=payload))

        self._connection.send(frame("start_ack", ident=ident))
        running.leave = self._desk.execution.broker.register(subscribed, hear)

    def _refuse(self, ident: str | None, *errors: dict[str, Any]) -> None:
        payload = encoded({"errors": errors})
        self._connection.send(frame("error", ident=ident, payload=payload))


async def refuse(connection: Connection, refusal: Exception) -> None:
    """Tell why there is no connection, then close the socket.

    Clients whose first message meets a socket that is closed already try again for ever, so it is
    awaited for a moment.
    """
    with anyio.move_on_after(connection.pace.refusing):
        await connection.receive()
    (error,) = problems(refusal, connection.ident)
    status = refusal.status if isinstance(refusal, RequestRefusedError) else 503
    payload = encoded({"errors": [error | {"errorCode": status}]})
    connection.send(frame("connection_error", payload=payload))
    connection.end(Code.NORMAL)


def _read_start(payload: object) -> _Start | None:
    match payload:
        case {"data": str(data)}:
            return _Start(data=data, presented=_own_credentials(cast("dict[str, Any]", payload)))
        case _:
            return None


def _own_credentials(payload: dict[str, Any]) -> Mapping[str, str] | None:
    match payload.get("extensions"):
        case {"authorization": given} if isinstance(given, dict):
            return named(cast("dict[str, Any]", given))
        case _:
            return None

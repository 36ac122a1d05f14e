"""The subprotocol `graphql-transport-ws`: any operation over a socket, as PROTOCOL.md has it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast
from uuid import uuid4

import anyio
from graphql import OperationType

from server.auth.callers import Caller
from server.documents import asked_kind
from server.envelope import Envelope, read_envelope
from server.realtime.connection import Code, Connection
from server.realtime.desk import Desk, problem, problems
from server.realtime.frames import FrameError, encoded, frame, read_frame
from server.realtime.handshake import connecting, named
from server.realtime.operations import Operations, Running
from server.refusals import RequestRefusedError

SUBPROTOCOL: Final = "graphql-transport-ws"

_ACK: Final = frame("connection_ack")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Party:
    """Whom the connection is with, and what it presented."""

    caller: Caller
    presented: Mapping[str, str]


class Dialog:
    """A conversation with one client; what breaks the protocol closes the socket."""

    def __init__(self, connection: Connection, desk: Desk) -> None:
        self._connection = connection
        self._desk = desk
        self._operations = Operations(connection)
        self._has_init = False
        self._party: _Party | None = None

    async def converse(self) -> None:
        """Answer the client's messages until it has left."""
        self._connection.tasks.start_soon(self._await_init)
        try:
            while (content := await self._connection.receive()) is not None:
                await self._answer(content)
        finally:
            self._operations.stop_all()

    async def _await_init(self) -> None:
        await anyio.sleep(self._connection.pace.opening)
        if not self._has_init:
            self._connection.end(Code.NO_INIT_IN_TIME, "Connection initialisation timeout")

    async def _answer(self, content: str | bytes) -> None:
        try:
            message = read_frame(content)
        except FrameError as error:
            self._connection.end(Code.BAD_REQUEST, error.message)
            return
        match message.type, message.id:
            case "connection_init", _:
                await self._open(message.payload)
            case "ping", _:
                self._echo(message.payload)
            case "pong", _:
                pass
            case "complete", str(ident):
                self._operations.stop(ident)
            case "subscribe", str(ident):
                self._begin(ident, message.payload, characters=len(content))
            case _:
                self._connection.end(Code.BAD_REQUEST, "Unknown message")

    async def _open(self, payload: object) -> None:
        if self._has_init:
            self._connection.end(Code.INIT_AGAIN, "Too many initialisation requests")
            return
        self._has_init = True
        connection = self._connection
        own = named(cast("dict[str, Any]", payload)) if isinstance(payload, dict) else {}
        presented = {**connection.socket.headers, **own}
        try:
            with anyio.fail_after(connection.pace.opening):
                caller = await self._desk.caller(
                    connecting(presented, connection.socket, connection.ident)
                )
        except (RequestRefusedError, TimeoutError) as refusal:
            (error,) = problems(refusal, connection.ident)
            connection.end(Code.FORBIDDEN, error["message"])
            return
        self._party = _Party(caller=caller, presented=presented)
        connection.send(_ACK)

    def _echo(self, payload: object) -> None:
        try:
            self._connection.send(
                frame("pong", payload=None if payload is None else encoded(payload))
            )
        except (ValueError, RecursionError):
            self._connection.end(Code.BAD_REQUEST, "The payload cannot be sent back.")

    def _begin(self, ident: str, payload: object, *, characters: int) -> None:
        party = self._party
        if party is None:
            self._connection.end(Code.UNAUTHORIZED, "Unauthorized")
        elif ident in self._operations:
            self._connection.end(Code.ALREADY_SUBSCRIBED, f"Subscriber for {ident} already exists")
        elif not _has_query(payload):
            self._connection.end(Code.BAD_REQUEST, "The payload has no query.")
        else:
            self._begin_within_bounds(ident, payload, party, characters=characters)

    def _begin_within_bounds(
        self, ident: str, payload: object, party: _Party, *, characters: int
    ) -> None:
        pace = self._connection.pace
        if self._operations.is_full:
            told = f"A connection has at most {pace.most_operations} operations."
            self._refuse(ident, problem("MaxSubscriptionsReachedError", told))
        elif not self._operations.has_room(characters):
            most = pace.most_query_characters
            told = f"The operations of a connection have at most {most} characters."
            self._refuse(ident, problem("LimitExceededError", told))
        else:

            async def work(running: Running) -> None:
                await self._run(running, payload, party)

            self._operations.begin(ident, work, characters=characters)

    async def _run(self, running: Running, payload: object, party: _Party) -> None:
        request_id = str(uuid4())
        try:
            envelope = read_envelope(payload)
            kind = asked_kind(envelope)
            if kind is OperationType.SUBSCRIPTION:
                await self._subscribe(running, envelope, party)
            else:
                # A change that is being stored is not given up, and neither is telling of it.
                with anyio.CancelScope(shield=kind is OperationType.MUTATION):
                    await self._execute(running, envelope, party, request_id)
        except Exception as error:  # noqa: BLE001 - one that fails must not end the others
            told = problems(error, request_id)
            self._operations.finish(running)
            if not running.is_stopped:
                self._refuse(running.ident, *told)

    async def _subscribe(self, running: Running, envelope: Envelope, party: _Party) -> None:
        subscribed = await self._desk.subscribed(envelope, party.caller, party.presented)
        if running.is_stopped:
            return
        ident = running.ident

        def hear(payload: str) -> None:
            self._connection.send(frame("next", ident=ident, payload=payload))

        running.leave = self._desk.execution.broker.register(subscribed, hear)

    async def _execute(
        self, running: Running, envelope: Envelope, party: _Party, request_id: str
    ) -> None:
        ident = running.ident
        answer = await self._desk.answer(envelope, party.caller, party.presented, request_id)
        self._operations.finish(running)
        if running.is_stopped:
            return
        if _is_refused(answer):
            self._refuse(ident, *answer["errors"])
        else:
            self._connection.send(frame("next", ident=ident, payload=encoded(answer)))
            self._connection.send(frame("complete", ident=ident))

    def _refuse(self, ident: str, *errors: dict[str, Any]) -> None:
        self._connection.send(frame("error", ident=ident, payload=encoded(errors)))


def _has_query(payload: object) -> bool:
    match payload:
        case {"query": str()}:
            return True
        case _:
            return False


def _is_refused(answer: Mapping[str, Any]) -> bool:
    """Tell whether an operation was not executed: it has errors alone, none of a field."""
    errors = answer.get("errors", ())
    return answer["data"] is None and all(error.get("path") is None for error in errors)

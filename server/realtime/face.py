"""The sockets of `/graphql` and `/graphql/realtime`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from time import perf_counter
from types import MappingProxyType
from typing import Final, Protocol, TypeAlias
from uuid import uuid4

import anyio
from starlette.websockets import WebSocket

from server.observability import tell, tell_fault
from server.realtime import appsync, transport
from server.realtime.connection import Code, Connection
from server.realtime.desk import Desk
from server.realtime.handshake import offered
from server.realtime.pace import DEFAULT, Pace
from server.refusals import RequestRefusedError


class _Dialog(Protocol):
    async def converse(self) -> None: ...


_Dialect: TypeAlias = Callable[[Connection, Desk], _Dialog]

DIALECTS: Final[Mapping[str, _Dialect]] = MappingProxyType(
    {appsync.SUBPROTOCOL: appsync.Dialog, transport.SUBPROTOCOL: transport.Dialog}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Misfit:
    """A conversation with a client that offers no dialect that is spoken here."""

    connection: Connection

    async def converse(self) -> None:
        name = (
            "SubProtocolNotSupportedError" if offered(self.connection.socket) else "NoProtocolError"
        )
        await appsync.refuse(
            self.connection, RequestRefusedError(name, status=400, error_type=name)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RealtimeFace:
    """Sockets in the first dialect that their client offers."""

    desk: Desk
    pace: Pace = DEFAULT
    open: set[Connection] = field(default_factory=set[Connection])

    async def answer(self, socket: WebSocket) -> None:
        """Accept a socket and converse over it until either side closes it."""
        connection = Connection(socket, ident=str(uuid4()), pace=self.pace)
        dialect = next((name for name in offered(socket) if name in DIALECTS), None)
        self.open.add(connection)
        began = perf_counter()
        try:
            await socket.accept(dialect)
            await connection.hold(self._dialog(connection, dialect).converse)
        except OSError:
            # The client has left before it was accepted.
            pass
        except Exception as fault:  # noqa: BLE001 - it is logged here, under the socket's id
            tell_fault("socket.failed", fault, request_id=connection.ident)
            connection.end(Code.FAULT)
            await connection.close()
        finally:
            self.open.discard(connection)
            connection.closed.set()
            tell(
                "socket.closed",
                request_id=connection.ident,
                path=socket.url.path,
                subprotocol=dialect,
                code=connection.code,
                seconds=round(perf_counter() - began, 1),
            )

    def _dialog(self, connection: Connection, dialect: str | None) -> _Dialog:
        if dialect is None:
            return _Misfit(connection=connection)
        return DIALECTS[dialect](connection, self.desk)

    async def stop(self) -> None:
        """Close every socket as a server does that goes away; those that do not read are cut."""
        for connection in tuple(self.open):
            connection.end(Code.GOING_AWAY, "the server stops")
        with anyio.move_on_after(self.pace.closing):
            await self.emptied()
        for connection in tuple(self.open):
            connection.cut()

    async def emptied(self) -> None:
        """Wait until the sockets that are open now are closed."""
        for connection in tuple(self.open):
            await connection.closed.wait()

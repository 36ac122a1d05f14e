"""One socket: what is read from it, and what waits to be sent."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import anyio
from anyio.lowlevel import checkpoint
from starlette.websockets import WebSocket, WebSocketDisconnect

from server.realtime.pace import Pace

if TYPE_CHECKING:
    from anyio.abc import TaskGroup

# RFC 6455 leaves so many bytes to the reason of a close.
_LONGEST_REASON = 123


class Code(IntEnum):
    """Why a socket is closed.

    Clients connect again after 1001 and 1013, not after 1000 or most others.
    """

    NORMAL = 1000
    GOING_AWAY = 1001
    FAULT = 1011
    TRY_AGAIN = 1013
    BAD_REQUEST = 4400
    UNAUTHORIZED = 4401
    FORBIDDEN = 4403
    NO_INIT_IN_TIME = 4408
    ALREADY_SUBSCRIBED = 4409
    INIT_AGAIN = 4429


@dataclass(frozen=True, slots=True, kw_only=True)
class _End:
    code: int
    reason: str


class Connection:
    """A socket that is open: sending never waits, and who reads too slowly is cut off."""

    def __init__(self, socket: WebSocket, *, ident: str, pace: Pace) -> None:
        self.socket = socket
        self.ident = ident
        self.pace = pace
        self.tasks: TaskGroup = anyio.create_task_group()
        self._outbox: deque[str] = deque()
        self._waiting_characters = 0
        self._has_news = asyncio.Event()
        self._end: _End | None = None
        self._gone: int | None = None
        self.closed = anyio.Event()

    @property
    def code(self) -> int | None:
        """Return with which code the socket was closed, by either side."""
        return self._end.code if self._end and self._gone is None else self._gone

    def send(self, text: str) -> None:
        """Let a message be sent after those before it; without waiting, so within bounds."""
        if self._end is not None:
            return
        self._outbox.append(text)
        self._waiting_characters += len(text)
        self._has_news.set()
        if (
            len(self._outbox) > self.pace.most_waiting_messages
            or self._waiting_characters > self.pace.most_waiting_characters
        ):
            self.end(Code.TRY_AGAIN, "messages are read too slowly")
            self.cut()

    def end(self, code: Code, reason: str = "") -> None:
        """Let the socket be closed after what was sent before; nothing is sent after it."""
        if self._end is None:
            fitting = reason.encode()[:_LONGEST_REASON].decode(errors="ignore")
            self._end = _End(code=code, reason=fitting)
            self._has_news.set()

    async def receive(self) -> str | bytes | None:
        """Return the next message, nothing once the socket is closed or about to be."""
        # Many messages may have arrived at once; what answers them must get away in between.
        await checkpoint()
        if self._end is not None:
            return None
        message = await self.socket.receive()
        if message["type"] == "websocket.disconnect":
            self._gone = message.get("code", Code.NORMAL)
            return None
        text: str | bytes | None = message.get("text")
        return message["bytes"] if text is None else text

    async def close(self) -> None:
        """Close the socket as was said, unless the client has left; it need not read that."""
        if self._end is None or self._gone is not None:
            return
        with anyio.move_on_after(self.pace.closing, shield=True), suppress(WebSocketDisconnect):
            await self.socket.close(self._end.code, self._end.reason)

    def cut(self) -> None:
        """Close the socket at once, whatever is left to be sent."""
        self._outbox.clear()
        self.tasks.cancel_scope.cancel()

    async def hold(self, converse: Callable[[], Awaitable[None]]) -> None:
        """Converse until either side closes the socket, for a day at most."""
        async with self.tasks:
            self.tasks.start_soon(self._write)
            with anyio.move_on_after(self.pace.lifetime):
                await converse()
            if self._gone is None:
                self.end(Code.GOING_AWAY, "connect again")
                # What is left to be written may be for a client that does not read.
                await anyio.sleep(self.pace.closing)
            self.tasks.cancel_scope.cancel()
        await self.close()

    async def _write(self) -> None:
        try:
            while not (self._end and not self._outbox):
                if self._outbox:
                    text = self._outbox.popleft()
                    await self.socket.send_text(text)
                    self._waiting_characters -= len(text)
                else:
                    self._has_news.clear()
                    await self._has_news.wait()
        except WebSocketDisconnect as left:
            self._gone = left.code
        self.tasks.cancel_scope.cancel()

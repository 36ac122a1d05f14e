"""uvicorn's protocol of sockets, which does not wait for clients that have stopped reading."""

import asyncio
from typing import Final

from uvicorn.protocols.websockets.wsproto_impl import WSProtocol

# Beyond the time that uvicorn gives a client to answer the close of its socket.
CLOSING_SECONDS: Final = 12.0
STOPPING_SECONDS: Final = 2.0


class SocketProtocol(WSProtocol):
    """Gives up what is left to be sent; asyncio would keep it for as long as the client likes.

    Of uvicorn's protocols wsproto's alone takes headers and addresses of more than 8 KiB.
    """

    def on_task_complete(self, task: asyncio.Task[None]) -> None:
        """End the connection soon after the conversation over it."""
        super().on_task_complete(task)
        self.loop.call_later(CLOSING_SECONDS, self.transport.abort)

    def shutdown(self) -> None:
        """Close the connection because the server stops."""
        super().shutdown()
        self.loop.call_later(STOPPING_SECONDS, self.transport.abort)

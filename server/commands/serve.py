"""`serve`: listen, answer until told to stop, and leave nothing behind."""

import asyncio
import errno
import gc
import signal
import socket
import sys
from argparse import Namespace
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from types import FrameType
from typing import Final

import uvicorn
from starlette.applications import Starlette

from server.app import create_app
from server.auth.configuration import read_configuration
from server.envelope import MAX_BODY_BYTES
from server.observability import configure
from server.rates.choice import limiter_of
from server.realtime.protocol import SocketProtocol
from server.settings import Settings, settings_from
from server.storage import open_store

# A signed request with a session token has long headers; 16 KiB would refuse some of them. A token
# in the address of a socket takes a third more than in a header.
MAX_HEADER_BYTES: Final = 32 * 1024
MAX_MESSAGE_BYTES: Final = MAX_BODY_BYTES
# Proxies mostly end a connection after 60 silent seconds.
PING_SECONDS: Final = 20
# Proxies and load balancers keep connections for a minute; what they reuse must still be open.
KEEP_SECONDS: Final = 75
GRACE_SECONDS: Final = 10


def run(arguments: Namespace) -> int:
    """Serve until Ctrl-C or SIGTERM.

    Raises:
        SettingsError: The settings cannot be used.
        OSError: The address cannot be listened on.
    """
    settings = settings_from(vars(arguments))
    configuration = read_configuration(settings.auth)
    with listen(settings.host, settings.port) as listener:
        store = open_store(settings)
        app = create_app(
            store,
            is_dev=settings.dev,
            policy=settings.policy,
            limits=settings.limits,
            clock=_now,
            configuration=configuration,
            limiter=limiter_of(settings, store, clock=_now),
        )
        configure()
        # What is there by now stays as long as the process: nothing of it is garbage.
        gc.freeze()
        _serve(app, listener, lines=greeting(settings, port=listener.getsockname()[1]))
    return 0


def _now() -> datetime:
    return datetime.now(UTC)


class _Server(uvicorn.Server):
    def __init__(
        self,
        config: uvicorn.Config,
        *,
        lines: tuple[str, ...],
        stop_sockets: Callable[[], Awaitable[None]],
    ) -> None:
        super().__init__(config)
        self._lines = lines
        self._stop_sockets = stop_sockets

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        sys.stdout.writelines(f"{line}\n" for line in self._lines)
        sys.stdout.flush()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # uvicorn would close sockets as a server that starts again does.
        await self._stop_sockets()
        await super().shutdown(sockets)


def _serve(app: Starlette, listener: socket.socket, *, lines: tuple[str, ...]) -> None:
    config = uvicorn.Config(
        app,
        http="h11",
        ws=SocketProtocol,
        ws_max_size=MAX_MESSAGE_BYTES,
        ws_ping_interval=PING_SECONDS,
        ws_ping_timeout=PING_SECONDS,
        # Compressed messages would grow beyond their limit before they are measured.
        ws_per_message_deflate=False,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        h11_max_incomplete_event_size=MAX_HEADER_BYTES,
        timeout_graceful_shutdown=GRACE_SECONDS,
        timeout_keep_alive=KEEP_SECONDS,
    )
    server = _Server(config, lines=lines, stop_sockets=app.state.realtime.stop)

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        server.should_exit = True

    # uvicorn raises the signal that stopped it once more afterwards, when these handle it.
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, stop)
    asyncio.run(server.serve(sockets=[listener]))


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens there; a name with addresses of both kinds gets version 4.

    Raises:
        OSError: The address cannot be had.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    family, _, _, _, address = min(found, key=lambda each: each[0] != socket.AF_INET)
    try:
        listener = socket.create_server((str(address[0]), port), family=family, backlog=2048)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise OSError(f"port {port} on {host} is in use; choose another with --port") from None
    # Else the body of an answer would wait 40 ms until the client has confirmed its headers.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def greeting(settings: Settings, *, port: int) -> tuple[str, ...]:
    """Return the lines that tell where the server is."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{host}:{port}"
    lines = (f"Milepost answers at {address}/graphql",)
    return (*lines, f"GraphiQL is at {address}/graphiql") if settings.dev else lines

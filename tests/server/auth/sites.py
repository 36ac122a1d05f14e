"""Sites on this machine that answer always the same."""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

SECONDS: Final = 30


@dataclass(slots=True, kw_only=True)
class Site:
    """What a site answers, and the paths and contents that it was sent."""

    address: str = ""
    status: int = 200
    content: bytes = b'{"a": 1}'
    headers: dict[str, str] = field(default_factory=dict[str, str])
    paths: list[str] = field(default_factory=list[str])
    sent: list[bytes] = field(default_factory=list[bytes])
    released: threading.Event = field(default_factory=threading.Event)
    is_hanging: bool = False

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Answer a request."""
        self.paths.append(request.path)
        self.sent.append(request.rfile.read(int(request.headers.get("content-length", 0))))
        if self.is_hanging:
            self.released.wait(SECONDS)
        request.send_response(self.status)
        for name, value in self.headers.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(self.content)


@contextmanager
def a_site() -> Generator[Site]:
    """Serve a site while the block runs."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.answer(self)

        do_POST = do_GET  # noqa: N815 - the server calls it so

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield site
    finally:
        site.released.set()
        server.shutdown()
        thread.join(SECONDS)
        server.server_close()

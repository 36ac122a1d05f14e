"""Whether the server can do its work: `/healthz` reads one item that never exists."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final

import anyio
from starlette.requests import Request
from starlette.responses import Response

from domain.credentials import Tokens
from server.failures import STORAGE_FAILURES
from server.middleware import request_id
from server.observability import tell_fault
from server.refusals import json_response

PATIENCE_SECONDS: Final = 5.0

_NO_DIGEST: Final = "0" * 64


def health_check(
    tokens: Tokens,
    *,
    clock: Callable[[], datetime],
    patience_seconds: float = PATIENCE_SECONDS,
) -> Callable[[Request], Awaitable[Response]]:
    """Return the endpoint that answers 200 while the store answers in time, else 503."""

    async def check(request: Request) -> Response:
        try:
            with anyio.fail_after(patience_seconds):
                await tokens.find(_NO_DIGEST, now=clock())
        except STORAGE_FAILURES as error:
            tell_fault("health.failed", error, request_id=request_id(request))
            return json_response(
                {"status": "unavailable"},
                status=503,
                headers={"x-amzn-ErrorType": "ServiceUnavailableException"},
            )
        return json_response({"status": "ok"})

    return check

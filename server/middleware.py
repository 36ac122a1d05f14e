"""What holds for every request: an id, a log line, and no fault shown to the caller."""

from http import HTTPStatus
from time import perf_counter
from uuid import uuid4

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.observability import tell, tell_fault
from server.refusals import fault, refusal_response


def request_id(request: Request) -> str:
    """Return the id that the answer carries in `x-amzn-RequestId`."""
    ident: str = request.state.request_id
    return ident


class RequestIds:
    """Give each request an id, put it on the answer, and log one line when it is answered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on under its id."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        ident = str(uuid4())
        scope.setdefault("state", {})["request_id"] = ident
        began = perf_counter()
        status = 0

        async def send_marked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _mark(MutableHeaders(scope=message), ident=ident, status=status)
            await send(message)

        try:
            await self._app(scope, receive, send_marked)
        finally:
            tell(
                "request.answered",
                request_id=ident,
                method=scope["method"],
                path=scope["path"],
                status=status,
                milliseconds=round((perf_counter() - began) * 1000, 1),
            )


class FaultMask:
    """Log a fault that nobody foresaw, and answer with its request's id only."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; a fault is answered with status 500."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_started = False

        async def send_noted(message: Message) -> None:
            nonlocal is_started
            is_started = True
            await send(message)

        try:
            await self._app(scope, receive, send_noted)
        except Exception as error:
            ident = request_id(Request(scope))
            tell_fault("request.failed", error, request_id=ident)
            # Once an answer has begun, only a broken connection can say that it is not whole.
            if is_started:
                raise
            await refusal_response(fault(ident))(scope, receive, send)


def _mark(headers: MutableHeaders, *, ident: str, status: int) -> None:
    headers["x-amzn-RequestId"] = ident
    if status >= HTTPStatus.BAD_REQUEST:
        headers.setdefault("x-amzn-ErrorType", "BadRequestException")

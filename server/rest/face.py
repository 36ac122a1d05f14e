"""REST over HTTP: each path with its methods, under both prefixes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final

from pydantic import ValidationError
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from domain.errors import DomainError
from server.auth.callers import Authenticate, Caller, Presented
from server.envelope import Content, Envelope
from server.execution import Executed, Execution
from server.middleware import request_id
from server.observability import tell_fault
from server.refusals import RequestRefusedError, json_response
from server.rest import reference
from server.rest.calls import Answered, Call
from server.rest.endpoint import Endpoint
from server.rest.endpoints import ENDPOINTS, PREFIXES
from server.rest.refusals import (
    Refusal,
    of_fault,
    of_request,
    of_rule,
    of_shape,
    refusal_response,
)
from server.rest.requests import read_body, read_conditions, read_query

EXPOSED_HEADERS: Final = ("X-Request-ID", "ETag", "Location", "Idempotency-Replayed")


@dataclass(frozen=True, slots=True, kw_only=True)
class RestFace:
    """The endpoints over HTTP."""

    execution: Execution
    authenticate: Authenticate
    clock: Callable[[], datetime]

    def routes(self, middleware: list[Middleware]) -> list[Route]:
        """List the routes of all paths, with and without their prefix, and of their reference."""
        paths: dict[str, dict[str, Endpoint]] = {}
        for endpoint in ENDPOINTS:
            paths.setdefault(endpoint.path, {})[endpoint.method] = endpoint
        found = [
            Route(f"{prefix}{path}", _Path(face=self, methods=methods), middleware=middleware)
            for prefix in PREFIXES
            for path, methods in paths.items()
        ]
        return [*found, *reference.routes(middleware)]

    async def answer(self, request: Request, methods: Mapping[str, Endpoint]) -> Response:
        """Answer a request to one path; a refusal is an answer too."""
        now, ident = self.clock(), request_id(request)
        try:
            endpoint = _endpoint(request, methods)
            call = await self._call(request, endpoint, now=now)
            response = _response(endpoint, await endpoint.carry_out(call))
        except Exception as error:  # noqa: BLE001 - what nobody foresaw is masked here
            refusal = _refusal(error, request, ident)
            response = refusal_response(refusal, request_id=ident, now=now)
        response.headers["X-Request-ID"] = ident
        return response

    async def _call(self, request: Request, endpoint: Endpoint, *, now: datetime) -> Call:
        content = Content(request)
        caller = await self.authenticate(_presented(request, endpoint, content), now)
        return Call(
            request_id=request_id(request),
            address=request.url.path.rstrip("/"),
            path={name: request.path_params[name] for name in endpoint.places},
            query=read_query(endpoint, request.query_params),
            conditions=read_conditions(endpoint, request.headers),
            body=read_body(endpoint, await content.body()),
            execute=partial(self._execute, request, caller, now),
        )

    async def _execute(
        self,
        request: Request,
        caller: Caller,
        now: datetime,
        document: str,
        variables: dict[str, Any],
    ) -> Executed:
        operation = self.execution.operation(caller, now=now, request=dict(request.headers))
        envelope = Envelope(query=document, variables=variables)
        return await self.execution.executed(envelope, operation, request_id(request))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Path:
    """One path as an application of its own, so that it refuses other methods itself."""

    face: RestFace
    methods: Mapping[str, Endpoint]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self.face.answer(Request(scope, receive), self.methods)
        await response(scope, receive, send)


def _endpoint(request: Request, methods: Mapping[str, Endpoint]) -> Endpoint:
    method = "GET" if request.method == "HEAD" else request.method
    if method not in methods:
        allowed = ", ".join(sorted({*methods, *(["HEAD"] if "GET" in methods else [])}))
        raise RequestRefusedError(
            f"{request.method} is not a method of this path.",
            status=405,
            error_type="MethodNotAllowedException",
            headers={"Allow": allowed},
        )
    return methods[method]


def _presented(request: Request, endpoint: Endpoint, content: Content) -> Presented:
    async def envelope() -> Envelope:
        # An authorizer is told what is asked for by the endpoint's name.
        return Envelope(query=f"{endpoint.method} {endpoint.path}", operation_name=endpoint.name)

    path = request.scope.get("raw_path") or request.scope["path"].encode()
    query = request.scope["query_string"]
    return Presented(
        headers=request.headers,
        method=request.method,
        target=(path + b"?" + query if query else path).decode("latin-1"),
        request_id=request_id(request),
        body=content.body,
        envelope=envelope,
    )


def _response(endpoint: Endpoint, answered: Answered) -> Response:
    headers: dict[str, str] = {}
    if answered.version is not None:
        headers["ETag"] = f'"{answered.version}"'
    if answered.location is not None:
        headers["Location"] = answered.location
    if answered.is_replayed:
        headers["Idempotency-Replayed"] = "true"
    body = answered.content.model_dump(mode="json", by_alias=True)
    return json_response(body, status=endpoint.status, headers=headers)


def _refusal(error: Exception, request: Request, ident: str) -> Refusal:
    match error:
        case RequestRefusedError():
            return of_request(error)
        case DomainError():
            return of_rule(error, has_condition="if-match" in request.headers)
        case ValidationError():
            return of_shape(error)
        case _:
            tell_fault("request.failed", error, request_id=ident)
            return of_fault(ident)

"""REST over HTTP: each path with its methods, under both prefixes."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial, reduce
from typing import Any, Final

from pydantic import ValidationError
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from domain.errors import DomainError
from schema.call import Operation
from server.auth.callers import Authenticate, Presented
from server.documents import asked_fields
from server.envelope import Content, Envelope
from server.execution import Executed, Execution
from server.middleware import request_id
from server.observability import tell_fault
from server.rates.quota import HEADERS, Quota, nearest
from server.refusals import RequestRefusedError, json_response
from server.rest import reference
from server.rest.calls import Answered, Call, Streamed
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

EXPOSED_HEADERS: Final = (
    "X-Request-ID",
    "ETag",
    "Location",
    "Idempotency-Replayed",
    "Content-Disposition",
    *HEADERS,
    "Retry-After",
)

# Below these every path is REST's, and a refusal in its words.
_ROOTS: Final = ("/v1", "/goals")


@dataclass(frozen=True, slots=True, kw_only=True)
class RestFace:
    """The endpoints over HTTP."""

    execution: Execution
    authenticate: Authenticate
    clock: Callable[[], datetime]

    def routes(self, middleware: list[Middleware]) -> list[Route]:
        """List the routes of all paths, with and without their prefix, and of their reference.

        A slash at the end changes nothing: a redirection would name a proxy's clients the scheme
        and the host behind it.
        """
        paths: dict[str, dict[str, Endpoint]] = {}
        # A word of a path is not an id: `/goals/archive` comes before `/goals/{goalId}`.
        for endpoint in sorted(ENDPOINTS, key=lambda each: len(each.places)):
            paths.setdefault(endpoint.path, {})[endpoint.method] = endpoint
        found = [
            Route(f"{prefix}{path}{end}", _Path(face=self, methods=methods), middleware=middleware)
            for prefix in PREFIXES
            for path, methods in paths.items()
            for end in ("", "/")
        ]
        nowhere = [Route(f"{root}/{{rest:path}}", _Path(face=self, methods={})) for root in _ROOTS]
        return [*found, *nowhere, *reference.routes(middleware)]

    async def answer(self, request: Request, methods: Mapping[str, Endpoint]) -> Response:
        """Answer a request to one path; a refusal is an answer too."""
        now, ident, quotas = self.clock(), request_id(request), list[Quota]()
        try:
            endpoint = _endpoint(request, methods)
            call = await self._call(request, endpoint, quotas, now=now)
            response = _response(endpoint, await endpoint.carry_out(call))
        except Exception as error:  # noqa: BLE001 - what nobody foresaw is masked here
            refusal = _refusal(error, request, ident)
            response = refusal_response(refusal, request_id=ident, now=now)
        quota = reduce(nearest, quotas, None)
        # A refusal for asking too often tells of its own.
        response.headers.update({**(quota.headers if quota else {}), **response.headers})
        response.headers["X-Request-ID"] = ident
        return response

    async def _call(
        self, request: Request, endpoint: Endpoint, quotas: list[Quota], *, now: datetime
    ) -> Call:
        content = Content(request)
        caller = await self.authenticate(_presented(request, endpoint, content), now)
        admit = partial(self.execution.admit, now=now, request=dict(request.headers))

        async def operation(*fields: str) -> Operation:
            admitted = await admit(fields, caller)
            quotas.extend([admitted.quota] if admitted.quota else [])
            return admitted.operation

        is_heard = self.execution.broker.is_heard
        return Call(
            request_id=request_id(request),
            address=request.url.path.rstrip("/"),
            path={name: request.path_params[name] for name in endpoint.places},
            query=read_query(endpoint, request.query_params),
            conditions=read_conditions(endpoint, request.headers),
            body=read_body(endpoint, await content.body()),
            operation=operation,
            execute=partial(self._execute, request, operation, is_heard),
            is_heard=is_heard,
        )

    async def _execute(
        self,
        request: Request,
        operation: Callable[..., Awaitable[Operation]],
        is_heard: bool,  # noqa: FBT001 - bound, not passed
        document: str,
        variables: dict[str, Any],
    ) -> Executed:
        envelope = Envelope(query=document, variables=variables)
        admitted = await operation(*asked_fields(envelope))
        ident = request_id(request)
        return await self.execution.executed(envelope, admitted, ident, is_heard=is_heard)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Path:
    """One path as an application of its own, so that it refuses other methods itself."""

    face: RestFace
    methods: Mapping[str, Endpoint]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self.face.answer(Request(scope, receive), self.methods)
        await response(scope, receive, send)


def _endpoint(request: Request, methods: Mapping[str, Endpoint]) -> Endpoint:
    if not methods:
        raise RequestRefusedError(
            f"There is no path {request.url.path}.",
            status=404,
            error_type="NotFoundException",
        )
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


def _response(endpoint: Endpoint, answered: Answered | Streamed) -> Response:
    if isinstance(answered, Streamed):
        named = {"Content-Disposition": f'attachment; filename="{answered.file_name}"'}
        return StreamingResponse(answered.pieces, headers=named, media_type=answered.content_type)
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

"""GraphQL over HTTP as AppSync speaks it: errors of fields are data, answered with status 200."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import Response

from domain.policy import Policy
from domain.repositories import Ports
from resolvers import catalog
from schema.access import closed_fields
from schema.build import SCHEMA
from schema.call import Operation
from schema.errors import error_body, unforeseen
from server.auth.callers import Authenticate, Presented
from server.documents import check_operation
from server.envelope import Content, Envelope
from server.middleware import request_id
from server.observability import tell_fault
from server.refusals import json_response

# Importing the catalogue is what registers the resolvers that the schema's fields look up.
RESOLVER_MODULES: Final = catalog.MODULES


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphQLFace:
    """The endpoint `/graphql` over a store's ports."""

    ports: Ports
    authenticate: Authenticate
    policy: Policy
    clock: Callable[[], datetime]

    async def answer(self, request: Request) -> Response:
        """Execute the request's operation as its caller.

        Raises:
            RequestRefusedError: The caller is not known, or it is not a request to execute.
        """
        now = self.clock()
        content = Content(request)
        caller = await self.authenticate(_presented(request, content), now)
        envelope = await content.envelope()
        check_operation(envelope, is_reading_only=request.method != "POST")
        operation = Operation(
            now=now,
            ports=self.ports,
            closed=closed_fields(caller.access),
            identity=caller.identity,
            request=dict(request.headers),
            policy=self.policy,
        )
        return json_response(await _executed(envelope, operation, request_id(request)))


def _presented(request: Request, content: Content) -> Presented:
    path = request.scope.get("raw_path") or request.scope["path"].encode()
    query = request.scope["query_string"]
    return Presented(
        headers=request.headers,
        method=request.method,
        target=(path + b"?" + query if query else path).decode("latin-1"),
        request_id=request_id(request),
        body=content.body,
        envelope=content.envelope,
    )


async def _executed(envelope: Envelope, operation: Operation, ident: str) -> dict[str, Any]:
    result = await SCHEMA.execute(
        envelope.query,
        variable_values=envelope.variables,
        context_value=operation,
        operation_name=envelope.operation_name,
    )
    # Fields that answered in part left their errors with the operation.
    errors = (*(result.errors or ()), *operation.errors)
    _tell_faults(errors, ident)
    answer: dict[str, Any] = {"data": result.data}
    if errors:
        answer["errors"] = [error_body(error, request_id=ident) for error in errors]
    return answer


def _tell_faults(errors: Sequence[GraphQLError], ident: str) -> None:
    told: set[int] = set()
    for error in errors:
        fault = unforeseen(error)
        # A batch that fails as a whole gives each of its parents the same exception.
        if fault is None or id(fault) in told:
            continue
        told.add(id(fault))
        tell_fault("field.failed", fault, request_id=ident, path=error.path)

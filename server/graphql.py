"""GraphQL over HTTP as AppSync speaks it: errors of fields are data, answered with status 200."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from server.auth.callers import Authenticate, Presented
from server.documents import asked_fields, check_operation
from server.envelope import Content
from server.execution import Execution
from server.middleware import request_id
from server.refusals import json_response


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphQLFace:
    """The endpoint `/graphql` over HTTP."""

    execution: Execution
    authenticate: Authenticate
    clock: Callable[[], datetime]

    async def answer(self, request: Request) -> Response:
        """Execute the request's operation as its caller.

        Raises:
            RequestRefusedError: The caller is not known or asks too often, or it is not a request
                to execute.
        """
        now = self.clock()
        content = Content(request)
        caller = await self.authenticate(_presented(request, content), now)
        envelope = await content.envelope()
        check_operation(envelope, is_reading_only=request.method != "POST")
        admitted = await self.execution.admit(
            asked_fields(envelope), caller, now=now, request=dict(request.headers)
        )
        answer = await self.execution.answer(envelope, admitted.operation, request_id(request))
        headers = admitted.quota.headers if admitted.quota else None
        return json_response(answer, headers=headers)


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

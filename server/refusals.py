"""Refusals of whole requests, in the shape and with the headers that AppSync gives them."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from schema.errors import SYSTEM_ERROR, system_message

MEDIA_TYPE: Final = "application/json;charset=UTF-8"

_ROUTING_TYPES: Final = MappingProxyType(
    {404: "NotFoundException", 405: "MethodNotAllowedException"}
)


class RequestRefusedError(Exception):
    """Refuse a request before any of its fields is looked at."""

    def __init__(
        self,
        message: str,
        *,
        status: int,
        error_type: str,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.error_type = error_type
        self.headers = dict(headers or {})


def json_response(
    body: object, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Answer with JSON under the media type that AppSync uses."""
    content = json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Response(
        content.encode(), status_code=status, headers=dict(headers or {}), media_type=MEDIA_TYPE
    )


def refusal_response(refusal: RequestRefusedError) -> Response:
    """Answer with one error of a type and a message, the type in `x-amzn-ErrorType` too."""
    return json_response(
        {"errors": [{"errorType": refusal.error_type, "message": refusal.message}]},
        status=refusal.status,
        headers={**refusal.headers, "x-amzn-ErrorType": refusal.error_type},
    )


async def on_refusal(request: Request, error: Exception) -> Response:
    """Answer a refused request, by this room or by the router (no such path or method)."""
    del request
    match error:
        case RequestRefusedError():
            return refusal_response(error)
        case HTTPException():
            return refusal_response(_routing_refusal(error))
        case _:
            raise error


def empty_body() -> RequestRefusedError:
    """Refuse a request without a body."""
    return _malformed("Request body is empty.")


def unparsable() -> RequestRefusedError:
    """Refuse what is not a JSON object with a GraphQL document in it."""
    return _malformed("Unable to parse GraphQL query.")


def bad_request(message: str) -> RequestRefusedError:
    """Refuse a readable request that cannot be carried out."""
    return RequestRefusedError(message, status=400, error_type="BadRequestException")


def unauthorized(message: str) -> RequestRefusedError:
    """Refuse a caller who is not known."""
    return RequestRefusedError(message, status=401, error_type="UnauthorizedException")


def fault(request_id: str) -> RequestRefusedError:
    """Answer a fault of the server itself, telling only the request's id."""
    return RequestRefusedError(system_message(request_id), status=500, error_type=SYSTEM_ERROR)


def _routing_refusal(error: HTTPException) -> RequestRefusedError:
    return RequestRefusedError(
        f"{error.detail}.",
        status=error.status_code,
        error_type=_ROUTING_TYPES.get(error.status_code, "BadRequestException"),
        headers=error.headers,
    )


def _malformed(message: str) -> RequestRefusedError:
    return RequestRefusedError(message, status=400, error_type="MalformedHttpRequestException")

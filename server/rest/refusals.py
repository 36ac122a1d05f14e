"""Refusals as REST words them: a code, a message, and the fields that are wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final

from pydantic import ValidationError
from starlette.responses import Response

from domain.errors import (
    DomainError,
    GoalInvalidError,
    InvalidDateRangeError,
    InvalidInputError,
    NotFoundError,
    RuleError,
    VersionConflictError,
)
from schema.errors import SYSTEM_ERROR, system_message
from schema.limits import ExecutionTimeoutError
from schema.scalars import instant_text
from server.rates.quota import CODE
from server.refusals import RequestRefusedError, json_response

INVALID: Final = InvalidInputError.code

# What refuses a whole request has a type of AppSync's, and here the code of its status.
_CODES: Final = MappingProxyType(
    {
        401: "UNAUTHORIZED",
        404: "NOT_FOUND",
        405: "METHOD_NOT_ALLOWED",
        413: "REQUEST_TOO_LARGE",
        429: CODE,
    }
)
# Codes that are AppSync's own words.
_NAMES: Final = MappingProxyType(
    {"Unauthorized": "UNAUTHORIZED", ExecutionTimeoutError.code: "EXECUTION_TIMEOUT"}
)
# What the contract calls otherwise than whoever asks over REST.
_FIELDS: Final = MappingProxyType({"items": "activities", "idempotencyKey": "Idempotency-Key"})
# The rest of the family is told apart by its classes.
_STATUSES: Final = MappingProxyType(
    {
        "UNAUTHORIZED": 401,
        "Unauthorized": 401,
        VersionConflictError.code: 409,
        "IDEMPOTENCY_CONFLICT": 409,
        ExecutionTimeoutError.code: 503,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a request is refused; `fields` pairs the fields that are wrong with what is."""

    status: int
    code: str
    message: str
    details: Mapping[str, Any] = field(default_factory=dict[str, Any])
    fields: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


def of_rule(error: DomainError, *, has_condition: bool) -> Refusal:
    """Return the refusal of a rule; `has_condition` says that the request named a version."""
    status, (message, details) = status_of(error), _in_rest(error)
    if isinstance(error, VersionConflictError) and has_condition:
        status = HTTPStatus.PRECONDITION_FAILED
    named = ((str(details["field"]), message),) if "field" in details else ()
    if isinstance(error, GoalInvalidError):
        details["validation_errors"] = _listed(named)
    is_plain = isinstance(error, InvalidInputError) and error.code == INVALID
    return Refusal(
        status=status,
        code=_NAMES.get(error.code, error.code),
        message=message,
        details=details,
        fields=named if is_plain else (),
    )


def _in_rest(error: DomainError) -> tuple[str, dict[str, Any]]:
    """Return message and details with the field as the request names it."""
    message, details = error.message, dict[str, Any](error.details)
    if "field" in details:
        field: str = details["field"]
        details["field"] = _FIELDS.get(field, field.removeprefix("filter."))
        message = message.replace(field, details["field"], 1)
    return message, details


def of_request(error: RequestRefusedError) -> Refusal:
    """Return the refusal of a whole request."""
    return Refusal(
        status=error.status,
        code=_CODES.get(error.status, INVALID),
        message=error.message,
        headers=error.headers,
    )


def of_shape(error: ValidationError) -> Refusal:
    """Return the refusal of a body or an address that is not of its shape."""
    found = tuple((_path(each["loc"]) or "body", each["msg"]) for each in error.errors())
    told = "; ".join(f"{name}: {message}" for name, message in found)
    return Refusal(status=HTTPStatus.BAD_REQUEST, code=INVALID, message=told, fields=found)


def of_fault(request_id: str) -> Refusal:
    """Return what is told of a fault of the server."""
    return Refusal(
        status=HTTPStatus.INTERNAL_SERVER_ERROR,
        code=SYSTEM_ERROR,
        message=system_message(request_id),
    )


def refusal_response(refusal: Refusal, *, request_id: str, now: datetime) -> Response:
    """Answer with a refusal in the body that REST gives it."""
    body: dict[str, Any] = {
        "error": refusal.code,
        "message": refusal.message,
        "timestamp": instant_text(now),
        "request_id": request_id,
    }
    if refusal.code == INVALID:
        body["validation_errors"] = _listed(refusal.fields)
    if refusal.details:
        body["details"] = dict(refusal.details)
    return json_response(body, status=refusal.status, headers=refusal.headers)


def status_of(error: DomainError) -> int:
    """Return the HTTP status of a rule's refusal."""
    if error.code in _STATUSES:
        return _STATUSES[error.code]
    match error:
        case InvalidInputError() | InvalidDateRangeError():
            return HTTPStatus.BAD_REQUEST
        case NotFoundError():
            return HTTPStatus.NOT_FOUND
        case RuleError():
            return HTTPStatus.UNPROCESSABLE_ENTITY
        case _:
            return HTTPStatus.INTERNAL_SERVER_ERROR


def _listed(fields: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"field": name, "message": message} for name, message in fields]


def _path(location: tuple[int | str, ...]) -> str:
    parts = (f"[{each}]" if isinstance(each, int) else f".{each}" for each in location)
    return "".join(parts).removeprefix(".")

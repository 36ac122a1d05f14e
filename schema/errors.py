"""Exceptions in AppSync's shape of an error."""

from typing import Any, Final

from graphql import GraphQLError

from domain.errors import DomainError
from schema.violations import refusal

SYSTEM_ERROR: Final = "SYSTEM_ERROR"
_ARGUMENT: Final = "Argument '"


def error_body(error: GraphQLError, *, request_id: str) -> dict[str, Any]:
    """Return an error as the answer shows it; what is unforeseen shows the request id alone."""
    locations = [
        {"line": each.line, "column": each.column, "sourceName": None}
        for each in error.locations or ()
    ]
    cause = cause_of(error)
    if _is_request_error(error, cause):
        reason = cause.message if isinstance(cause, DomainError) else None
        body = {"path": None, "locations": locations, "message": refusal(error, reason=reason)}
        if isinstance(cause, DomainError):
            body |= {"data": None, "errorType": cause.code, "errorInfo": None}
        return body
    code, message = _code_and_message(error, cause, request_id)
    return {
        "path": error.path,
        "data": None,
        "errorType": code,
        "errorInfo": None,
        "locations": locations,
        "message": message,
    }


def code_of(error: Exception) -> str:
    """Return an exception's error code: SYSTEM_ERROR unless it is one that a caller may see."""
    return error.code if isinstance(error, DomainError) else SYSTEM_ERROR


def unforeseen(error: GraphQLError) -> Exception | None:
    """Return what should be logged of an error: the exception that a caller may not see."""
    cause = cause_of(error)
    if isinstance(cause, DomainError) or _is_request_error(error, cause):
        return None
    if cause is None and error.message.startswith(_ARGUMENT):
        return None
    return cause or error


def system_message(request_id: str) -> str:
    """Return what a caller is told of anything unforeseen."""
    return f"the server failed; request ID: {request_id}"


def _code_and_message(
    error: GraphQLError, cause: Exception | None, request_id: str
) -> tuple[str, str]:
    if isinstance(cause, DomainError):
        return cause.code, cause.message
    if cause is None and error.message.startswith(_ARGUMENT):
        return "VALIDATION_ERROR", error.message
    return SYSTEM_ERROR, system_message(request_id)


def _is_request_error(error: GraphQLError, cause: Exception | None) -> bool:
    return error.path is None and (cause is None or isinstance(cause, DomainError))


def cause_of(error: GraphQLError) -> Exception | None:
    """Return the exception that an error was made of; None if GraphQL itself refused."""
    found: Exception | None = error
    while isinstance(found, GraphQLError):
        found = found.original_error
    return found

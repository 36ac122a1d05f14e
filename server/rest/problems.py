"""The bodies of refusals, for the document of REST."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel


class FieldError(BaseModel):
    """A field that is wrong, and what is."""

    field: str
    message: str


class ErrorResponse(BaseModel):
    """Why a request is refused: a code for programs, and a message for people."""

    error: str
    message: str
    timestamp: datetime
    request_id: str
    details: dict[str, Any] = {}


class ValidationErrorResponse(BaseModel):
    """Which fields of a request are wrong."""

    error: Literal["VALIDATION_ERROR"]
    message: str
    validation_errors: list[FieldError]
    timestamp: datetime
    request_id: str
    details: dict[str, Any] = {}

"""The one exception of the embedded store: DynamoDB's error code, its message and extra fields."""

from typing import Any


class DynamoError(Exception):
    """Report a refused request by DynamoDB's error code, a message and response fields."""

    def __init__(self, code: str, message: str, **extra: Any) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.extra = extra


def invalid(message: str) -> DynamoError:
    """Build the error of a request that breaks a rule of the API."""
    return DynamoError("ValidationException", message)


def not_found(what: str) -> DynamoError:
    """Build the error of a request about a table that there is not."""
    return DynamoError("ResourceNotFoundException", f"Requested resource not found: {what}")

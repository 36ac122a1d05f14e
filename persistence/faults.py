"""Faults: what a failed request says about whether it happened and whether to ask again."""

from enum import Enum, auto
from typing import Final

from botocore.exceptions import ConnectionError as UnreachableError
from botocore.exceptions import HTTPClientError
from pynamodb.exceptions import PynamoDBException, TransactWriteError

_THROTTLED: Final = frozenset(
    {
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ThrottlingException",
        "TransactionConflictException",
    }
)
_UNCERTAIN: Final = frozenset(
    {
        "InternalFailure",
        "InternalServerError",
        "ServiceUnavailable",
        "TransactionInProgressException",
    }
)


class Fault(Enum):
    """What became of a failed request."""

    THROTTLED = auto()
    """It did not happen, and may if asked again."""
    UNCERTAIN = auto()
    """It may have happened; asked again with the same token, it happens once."""
    CANCELLED = auto()
    """A transaction did not happen; it says why for each of its writes."""
    NO_TABLE = auto()
    """There is no such table."""
    FINAL = auto()
    """It did not happen and never will."""


def fault_of(error: PynamoDBException) -> Fault:
    """Return what became of the request that failed with this error."""
    # First of all, because PynamoDB takes these for answers when it is asked for their code.
    if isinstance(error.cause, UnreachableError | HTTPClientError):
        return Fault.UNCERTAIN
    code = error.cause_response_code
    if code in _UNCERTAIN:
        return Fault.UNCERTAIN
    if code in _THROTTLED:
        return Fault.THROTTLED
    if code == "ResourceNotFoundException":
        return Fault.NO_TABLE
    if isinstance(error, TransactWriteError) and any(error.cancellation_reasons):
        return Fault.CANCELLED
    return Fault.FINAL

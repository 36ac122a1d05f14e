"""What can go wrong with storage itself; none of it is a refusal that a caller may see.

StorageError
├── StorageBusyError
├── MissingTableError
├── MissingTallyError
├── UnreadableItemError
├── StoreFileError
└── UnfitUnitError
MissingSecretError (a ValueError)
CancelledError (stays within this package)
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pynamodb.exceptions import CancellationReason


class StorageError(Exception):
    """Say that storage could not do its work."""


class StorageBusyError(StorageError):
    """Say that storage did not take a request within the time allowed for it."""


class MissingTableError(StorageError):
    """Say that the table does not exist."""

    def __init__(self, table: str) -> None:
        super().__init__(f"table {table!r} does not exist; make it with `milepost table create`")


class MissingTallyError(StorageError):
    """Say that a goal has lost its tally, which every goal is created with."""

    def __init__(self, goal_id: str) -> None:
        super().__init__(f"goal {goal_id!r} has no tally; rebuild it from the goal's log")


class UnreadableItemError(StorageError):
    """Say that an item does not hold what its type promises."""

    def __init__(self, pk: str, sk: str) -> None:
        remedy = "`milepost rebuild` makes rollups and tallies anew"
        super().__init__(f"item {sk!r} of {pk!r} cannot be read; {remedy}")


class StoreFileError(StorageError):
    """Say that a file cannot be a store, or is there and is not replaced."""

    def __init__(self, path: Path | str, problem: str) -> None:
        super().__init__(f"{path} {problem}")


class UnfitUnitError(StorageError):
    """Say that a unit of changes cannot be one transaction."""


class MissingSecretError(ValueError):
    """Say that there is no secret to sign list tokens with."""


FAILED_CONDITION: Final = "ConditionalCheckFailed"
BUSY_REASONS: Final = frozenset(
    {
        "ProvisionedThroughputExceeded",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ThrottlingError",
        "ThrottlingException",
        "TransactionConflict",
        "TransactionConflictException",
    }
)


class CancelledError(Exception):
    """Carry why a transaction was not carried out, one reason for each of its writes."""

    def __init__(self, reasons: Sequence[CancellationReason | None]) -> None:
        super().__init__(", ".join(reason.code if reason else "None" for reason in reasons))
        self.reasons = tuple(reasons)

    @property
    def is_busy(self) -> bool:
        """Say whether the same transaction may succeed a little later."""
        return any(reason is not None and reason.code in BUSY_REASONS for reason in self.reasons)

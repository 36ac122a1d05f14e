"""Provision: make the table, describe it, and switch on what protects it."""

import time
from collections.abc import Callable
from typing import Any, Final

from botocore.exceptions import ClientError
from pynamodb.exceptions import TableDoesNotExist, TableError

from persistence.connection import SCHEMA, Answer
from persistence.errors import MissingTableError, StorageError
from persistence.table import Table

_STREAM: Final = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
_POLL_SECONDS: Final = 1.0


def create_table(
    table: Table, *, has_stream: bool = True, sleep: Callable[[float], object] = time.sleep
) -> None:
    """Make the table on demand with its index, `ttl` and stream; leave one that is there as is.

    Raises:
        StorageError: The table cannot be made or described.
    """
    request: dict[str, Any] = {
        "TableName": table.name,
        "BillingMode": "PAY_PER_REQUEST",
        **SCHEMA,
        **({"StreamSpecification": _STREAM} if has_stream else {}),
    }
    try:
        table.connection.dispatch("CreateTable", request)
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") != "ResourceInUseException":
            raise StorageError(f"table {table.name!r} cannot be made: {error}") from error
        return
    while describe_table(table)["TableStatus"] != "ACTIVE":
        sleep(_POLL_SECONDS)
    table.connection.update_time_to_live(table.name, "ttl")


def describe_table(table: Table) -> Answer:
    """Return the table's description.

    Raises:
        MissingTableError: There is no such table.
        StorageError: It cannot be described, for want of a connection or of a permission.
    """
    try:
        return table.connection.describe_table(table.name)
    except TableDoesNotExist as error:
        raise MissingTableError(table.name) from error
    except (TableError, ClientError) as error:
        raise StorageError(f"table {table.name!r} cannot be described: {error}") from error


def enable_backups(table: Table) -> None:
    """Switch on point-in-time recovery, which DynamoDB on AWS has."""
    table.connection.client.update_continuous_backups(
        TableName=table.name,
        PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True},
    )

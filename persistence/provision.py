"""Provision: make the table, describe it, and switch on what protects it."""

import time
from typing import Any, Final

from botocore.exceptions import ClientError
from pynamodb.exceptions import TableDoesNotExist

from persistence.connection import SCHEMA, Answer
from persistence.errors import MissingTableError
from persistence.table import Table

_STREAM: Final = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
_POLL_SECONDS: Final = 1.0


def create_table(table: Table, *, has_stream: bool = True) -> None:
    """Make the table on demand with its index, `ttl` and stream; leave one that is there as is."""
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
            raise
        return
    while describe_table(table)["TableStatus"] != "ACTIVE":
        time.sleep(_POLL_SECONDS)
    table.connection.update_time_to_live(table.name, "ttl")


def describe_table(table: Table) -> Answer:
    """Return the table's description.

    Raises:
        MissingTableError: There is no such table.
    """
    try:
        return table.connection.describe_table(table.name)
    except TableDoesNotExist as error:
        raise MissingTableError(table.name) from error


def enable_backups(table: Table) -> None:
    """Switch on point-in-time recovery, which DynamoDB on AWS has."""
    table.connection.client.update_continuous_backups(
        TableName=table.name,
        PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True},
    )

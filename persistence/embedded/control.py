"""Operations on tables: CreateTable, DescribeTable, DeleteTable, ListTables."""

import json
from datetime import UTC, datetime
from typing import Any

from persistence.embedded.definitions import describe_new
from persistence.embedded.errors import DynamoError, invalid
from persistence.embedded.requests import Request, Response
from persistence.embedded.sql import creation, deletion
from persistence.embedded.store import Store

MAX_LISTED = 100


def create_table(store: Store, request: Request) -> Response:
    """Create a table that is active at once."""
    description = describe_new(request, store.clock())
    name = description["TableName"]
    with store.writing() as connection:
        if connection.execute("SELECT 1 FROM tables WHERE name = ?", (name,)).fetchone():
            raise DynamoError("ResourceInUseException", f"Table already exists: {name}")
        insert = "INSERT INTO tables(name, description) VALUES(?, ?)"
        number = connection.execute(insert, (name, json.dumps(description))).lastrowid or 0
        for statement in creation(number, len(description.get("GlobalSecondaryIndexes", ()))):
            connection.execute(statement)
    return {"TableDescription": _described(description)}


def describe_table(store: Store, request: Request) -> Response:
    """Describe a table."""
    return {"Table": _described(store.definition(request["TableName"])[1])}


def delete_table(store: Store, request: Request) -> Response:
    """Delete a table and its items at once."""
    number, description, _ = store.definition(request["TableName"])
    with store.writing() as connection:
        connection.execute(deletion(number))
        connection.execute("DELETE FROM tables WHERE id = ?", (number,))
    return {"TableDescription": _described(description) | {"TableStatus": "DELETING"}}


def list_tables(store: Store, request: Request) -> Response:
    """List the names of at most 100 tables, and the name to go on from."""
    limit = request.get("Limit", MAX_LISTED)
    if not 1 <= limit <= MAX_LISTED:
        raise invalid(f"Limit must be between 1 and {MAX_LISTED}, not {limit}")
    query = "SELECT name FROM tables WHERE name > ? ORDER BY name LIMIT ?"
    start = request.get("ExclusiveStartTableName", "")
    rows = store.connection().execute(query, (start, limit + 1)).fetchall()
    names = [name for (name,) in rows[:limit]]
    last = {"LastEvaluatedTableName": names[-1]} if len(rows) > limit else {}
    return {"TableNames": names, **last}


def _described(description: dict[str, Any]) -> Response:
    arn = f"arn:aws:dynamodb:local:000000000000:table/{description['TableName']}"
    described = {
        **description,
        "TableStatus": "ACTIVE",
        "TableArn": arn,
        "CreationDateTime": datetime.fromtimestamp(description["CreationDateTime"], tz=UTC),
    }
    if indexes := description.get("GlobalSecondaryIndexes"):
        described["GlobalSecondaryIndexes"] = [
            {**index, "IndexStatus": "ACTIVE", "IndexArn": f"{arn}/index/{index['IndexName']}"}
            for index in indexes
        ]
    return described

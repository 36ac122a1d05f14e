from datetime import UTC, datetime
from typing import Any

import pytest

from persistence.embedded import DynamoError, Engine
from tests.persistence.embedded.builders import TABLE, Api, a_table, a_thing, an_index, key

INCLUDE = {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["a"]}


def test_a_created_table_is_described_and_listed(engine: Engine) -> None:
    created = engine.call("CreateTable", a_table(indexes=(an_index(),)))["TableDescription"]
    described = engine.call("DescribeTable", {"TableName": TABLE})["Table"]
    assert described == created
    assert described["TableStatus"] == "ACTIVE"
    assert described["CreationDateTime"] < datetime.now(UTC)
    assert described["GlobalSecondaryIndexes"][0]["IndexStatus"] == "ACTIVE"
    assert engine.call("ListTables", {}) == {"TableNames": [TABLE]}


def test_a_table_is_created_once(api: Api) -> None:
    with pytest.raises(DynamoError, match="ResourceInUseException: Table already exists: things"):
        api.engine.call("CreateTable", a_table())


def test_a_deleted_table_is_gone_with_its_items(api: Api) -> None:
    api.put(a_thing())
    deleted = api.call("DeleteTable")["TableDescription"]
    assert deleted["TableStatus"] == "DELETING"
    for operation in ("DescribeTable", "DeleteTable", "Scan", "DescribeTimeToLive"):
        with pytest.raises(DynamoError, match="resource not found: things"):
            api.call(operation)
    api.engine.call("CreateTable", a_table())
    assert api.get(key()) is None


def test_tables_are_listed_in_pages(engine: Engine) -> None:
    for name in ("ccc", "aaa", "bbb"):
        engine.call("CreateTable", a_table(name))
    first = engine.call("ListTables", {"Limit": 2})
    assert first == {"TableNames": ["aaa", "bbb"], "LastEvaluatedTableName": "bbb"}
    rest = engine.call("ListTables", {"ExclusiveStartTableName": "bbb", "Limit": 1})
    assert rest == {"TableNames": ["ccc"]}
    with pytest.raises(DynamoError, match="Limit must be between 1 and 100"):
        engine.call("ListTables", {"Limit": 0})


def _with(**changes: Any) -> dict[str, Any]:
    return {**a_table(), **changes}


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (_with(TableName="no"), "3 to 255 characters"),
        (_with(TableName="not allowed"), "3 to 255 characters"),
        (_with(BillingMode="FREE"), "does not support BillingMode=FREE"),
        (_with(StreamSpecification={"StreamEnabled": True}), "StreamSpecification"),
        (_with(LocalSecondaryIndexes=[]), "LocalSecondaryIndexes"),
        (_with(KeySchema=[]), "one HASH key"),
        (_with(KeySchema=[{"AttributeName": "SK", "KeyType": "RANGE"}]), "one HASH key"),
        (
            _with(
                KeySchema=[
                    {"AttributeName": "PK", "KeyType": "HASH"},
                    {"AttributeName": "PK", "KeyType": "RANGE"},
                ]
            ),
            "must be different attributes",
        ),
        (_with(AttributeDefinitions=[]), "exactly the attributes of the keys"),
        (
            _with(AttributeDefinitions=[{"AttributeName": "PK", "AttributeType": "BOOL"}]),
            "does not support AttributeType=BOOL",
        ),
        (a_table(indexes=(an_index(), an_index())), "Index names must be unique"),
        (a_table(indexes=(an_index("no"),)), "3 to 255 characters"),
        (a_table(indexes=(an_index(projection={}),)), ""),
        (
            a_table(indexes=(an_index(projection={"ProjectionType": "SOME"}),)),
            "does not support ProjectionType=SOME",
        ),
        (
            a_table(indexes=(an_index(projection={"ProjectionType": "INCLUDE"}),)),
            "NonKeyAttributes must be given",
        ),
        (
            a_table(indexes=(an_index(projection={**INCLUDE, "ProjectionType": "ALL"}),)),
            "NonKeyAttributes must be given",
        ),
    ],
)
def test_a_description_that_does_not_fit_is_refused(
    engine: Engine, request_: dict[str, Any], message: str
) -> None:
    if not message:
        request_["GlobalSecondaryIndexes"][0]["Projection"] = {}
        message = "Projection needs the parameters: ProjectionType"
    with pytest.raises(DynamoError, match=message):
        engine.call("CreateTable", request_)
    assert engine.call("ListTables", {}) == {"TableNames": []}

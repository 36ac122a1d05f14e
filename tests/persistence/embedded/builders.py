"""Values, requests and a table to call an engine with."""

from collections.abc import Mapping
from typing import Any

from persistence.embedded import DynamoError, Engine
from persistence.embedded.requests import Request, Response
from persistence.embedded.values import AttributeValue, Item

TABLE = "things"


def text(value: str) -> AttributeValue:
    return {"S": value}


def number(value: int | str) -> AttributeValue:
    return {"N": str(value)}


def key(pk: str = "p", sk: str = "s") -> Item:
    return {"PK": text(pk), "SK": text(sk)}


def a_thing(pk: str = "p", sk: str = "s", **attributes: AttributeValue) -> Item:
    return {**key(pk, sk), **attributes}


def an_index(
    name: str = "GSI1",
    *,
    hash_name: str = "GSI1PK",
    range_name: str | None = "GSI1SK",
    projection: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    keys = [{"AttributeName": hash_name, "KeyType": "HASH"}]
    if range_name:
        keys.append({"AttributeName": range_name, "KeyType": "RANGE"})
    return {
        "IndexName": name,
        "KeySchema": keys,
        "Projection": projection or {"ProjectionType": "ALL"},
    }


def a_table(
    name: str = TABLE,
    *,
    range_type: str | None = "S",
    indexes: tuple[dict[str, Any], ...] = (),
    index_types: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    types = {"PK": "S", **({"SK": range_type} if range_type else {})}
    for index in indexes:
        for element in index["KeySchema"]:
            types.setdefault(element["AttributeName"], "S")
    types |= index_types or {}
    return {
        "TableName": name,
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": [
            {"AttributeName": part, "KeyType": kind}
            for part, kind in zip(("PK", "SK"), ("HASH", "RANGE"), strict=True)
            if part in types
        ],
        "AttributeDefinitions": [
            {"AttributeName": part, "AttributeType": kind} for part, kind in types.items()
        ],
        **({"GlobalSecondaryIndexes": list(indexes)} if indexes else {}),
    }


def placeholders(values: Mapping[str, AttributeValue]) -> Request:
    return {"ExpressionAttributeValues": values} if values else {}


class Api:
    """Calls of an engine about one table."""

    def __init__(self, engine: Engine, table: str = TABLE) -> None:
        self.engine = engine
        self.table = table

    def call(self, operation: str, **request: Any) -> Response:
        return self.engine.call(operation, {"TableName": self.table, **request})

    def put(self, item: Item, **more: Any) -> Response:
        return self.call("PutItem", Item=item, **more)

    def get(self, wanted: Item, **more: Any) -> Item | None:
        return self.call("GetItem", Key=wanted, **more).get("Item")

    def delete(self, wanted: Item, **more: Any) -> Response:
        return self.call("DeleteItem", Key=wanted, **more)

    def update(
        self, wanted: Item, expression: str, values: Mapping[str, AttributeValue], **more: Any
    ) -> Item:
        request = {"UpdateExpression": expression, **placeholders(values), **more}
        answer = self.call("UpdateItem", Key=wanted, **request)
        returned: Item = answer.get("Attributes", {})
        return returned

    def query(self, condition: str, values: Mapping[str, AttributeValue], **more: Any) -> Response:
        request = {"KeyConditionExpression": condition, **placeholders(values), **more}
        return self.call("Query", **request)

    def scan(self, **more: Any) -> Response:
        return self.call("Scan", **more)

    def pages(self, operation: str, **request: Any) -> list[list[Item]]:
        found: list[list[Item]] = []
        start: Request = {}
        while True:
            page = self.call(operation, **request, **start)
            found.append(page["Items"])
            if "LastEvaluatedKey" not in page:
                return found
            start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}

    def transact(self, *actions: tuple[str, Request], **more: Any) -> Response:
        parts = [{kind: {"TableName": self.table, **action}} for kind, action in actions]
        return self.engine.call("TransactWriteItems", {"TransactItems": parts, **more})

    def transact_get(self, *keys: Item, **more: Any) -> list[Response]:
        parts = [{"Get": {"TableName": self.table, "Key": each, **more}} for each in keys]
        answer = self.engine.call("TransactGetItems", {"TransactItems": parts})
        responses: list[Response] = answer["Responses"]
        return responses


def range_keys(items: list[Item]) -> list[str]:
    return [item["SK"]["S"] for item in items]


def is_first(api: Api, item: Item) -> bool:
    """Put an item unless there is one, and tell whether there was none."""
    try:
        api.put(item, ConditionExpression="attribute_not_exists(PK)")
    except DynamoError:
        return False
    return True

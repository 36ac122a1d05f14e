"""Which parameters each operation takes: whatever is not listed here is refused by name."""

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

from persistence.embedded.errors import invalid

Request: TypeAlias = Mapping[str, Any]
Response: TypeAlias = dict[str, Any]


class _Shape(NamedTuple):
    required: frozenset[str]
    allowed: frozenset[str]


def _shape(required: str, optional: str = "") -> _Shape:
    names = frozenset(required.split())
    return _Shape(names, names | frozenset(optional.split()))


_NAMES = "ExpressionAttributeNames"
_VALUES = f"{_NAMES} ExpressionAttributeValues"
_GUARD = f"ConditionExpression {_VALUES} ReturnValuesOnConditionCheckFailure"
_WRITE = f"{_GUARD} ReturnValues ReturnConsumedCapacity"
_READ = f"ProjectionExpression {_NAMES}"
_PAGE = (
    f"IndexName ConsistentRead ExclusiveStartKey FilterExpression Limit ProjectionExpression"
    f" ReturnConsumedCapacity Select {_VALUES}"
)
_SHAPES = {
    "CreateTable": _shape(
        "TableName AttributeDefinitions KeySchema",
        "BillingMode GlobalSecondaryIndexes ProvisionedThroughput",
    ),
    "AttributeDefinition": _shape("AttributeName AttributeType"),
    "KeySchemaElement": _shape("AttributeName KeyType"),
    "GlobalSecondaryIndex": _shape("IndexName KeySchema Projection", "ProvisionedThroughput"),
    "Projection": _shape("ProjectionType", "NonKeyAttributes"),
    "DescribeTable": _shape("TableName"),
    "DeleteTable": _shape("TableName"),
    "ListTables": _shape("", "ExclusiveStartTableName Limit"),
    "UpdateTimeToLive": _shape("TableName TimeToLiveSpecification"),
    "TimeToLiveSpecification": _shape("AttributeName Enabled"),
    "DescribeTimeToLive": _shape("TableName"),
    "PutItem": _shape("TableName Item", _WRITE),
    "UpdateItem": _shape("TableName Key", f"UpdateExpression {_WRITE}"),
    "DeleteItem": _shape("TableName Key", _WRITE),
    "GetItem": _shape("TableName Key", f"{_READ} ConsistentRead ReturnConsumedCapacity"),
    "Query": _shape("TableName KeyConditionExpression", f"{_PAGE} ScanIndexForward"),
    "Scan": _shape("TableName", f"{_PAGE} Segment TotalSegments"),
    "BatchGetItem": _shape("RequestItems", "ReturnConsumedCapacity"),
    "KeysAndAttributes": _shape("Keys", f"{_READ} ConsistentRead"),
    "BatchWriteItem": _shape("RequestItems", "ReturnConsumedCapacity"),
    "PutRequest": _shape("Item"),
    "DeleteRequest": _shape("Key"),
    "TransactWriteItems": _shape("TransactItems", "ClientRequestToken ReturnConsumedCapacity"),
    "Put": _shape("TableName Item", _GUARD),
    "Update": _shape("TableName Key UpdateExpression", _GUARD),
    "Delete": _shape("TableName Key", _GUARD),
    "ConditionCheck": _shape("TableName Key ConditionExpression", _GUARD),
    "TransactGetItems": _shape("TransactItems", "ReturnConsumedCapacity"),
    "Get": _shape("TableName Key", _READ),
}
_CHOICES = {
    "BillingMode": ("PAY_PER_REQUEST", "PROVISIONED"),
    "ProjectionType": ("ALL", "KEYS_ONLY", "INCLUDE"),
    "AttributeType": ("S", "N", "B"),
    "KeyType": ("HASH", "RANGE"),
    "ReturnConsumedCapacity": ("NONE", "TOTAL"),
    "ReturnValues": ("NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW"),
    "ReturnValuesOnConditionCheckFailure": ("NONE", "ALL_OLD"),
    "Select": ("ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES", "COUNT", "SPECIFIC_ATTRIBUTES"),
}


def check(shape: str, request: Request) -> None:
    """Refuse a request, or a part of one, with a parameter missing, unknown or out of choice.

    Raises:
        DynamoError: naming the shape and the parameters.
    """
    required, allowed = _SHAPES[shape]
    given = request.keys()
    if missing := required - given:
        raise invalid(f"{shape} needs the parameters: {', '.join(sorted(missing))}")
    if unknown := given - allowed:
        raise invalid(f"{shape} does not support the parameters: {', '.join(sorted(unknown))}")
    for name in given & _CHOICES.keys():
        if request[name] not in _CHOICES[name]:
            raise invalid(f"{shape} does not support {name}={request[name]}: {_CHOICES[name]}")


def check_count(name: str, count: int, limit: int) -> None:
    """Refuse an empty list of members, or one longer than the limit."""
    if not 1 <= count <= limit:
        raise invalid(f"{name} must have between 1 and {limit} members, not {count}")


def only(request: Request) -> tuple[str, Any]:
    """Return the name and the content of a request part that must have exactly one."""
    if len(request) != 1:
        raise invalid(f"Exactly one of the actions must be given, not: {', '.join(request)}")
    return next(iter(request.items()))

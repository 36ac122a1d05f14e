"""Checking the description of a new table."""

import re
from collections.abc import Sequence
from typing import Any

from persistence.embedded.errors import invalid
from persistence.embedded.requests import Request, Response, check

MAX_INDEXES = 20
_NAME = re.compile(r"[a-zA-Z0-9_.-]{3,255}")
_KEPT = ("TableName", "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes")
_THROUGHPUT = {"ReadCapacityUnits": 0, "WriteCapacityUnits": 0}


def describe_new(request: Request, now: float) -> Response:
    """Return the description of the table that a request wants.

    Raises:
        DynamoError: names, keys, attributes or indexes do not fit each other.
    """
    indexes: Sequence[Request] = request.get("GlobalSecondaryIndexes") or ()
    names = [index.get("IndexName") for index in indexes]
    if len(set(names)) != len(names) or len(names) > MAX_INDEXES:
        raise invalid(f"Index names must be unique and at most {MAX_INDEXES}")
    _check_name(request["TableName"])
    used = _key_names(request["KeySchema"]).union(*(_check_index(index) for index in indexes))
    _check_attributes(request["AttributeDefinitions"], used)
    return {
        **{name: request[name] for name in _KEPT if request.get(name)},
        "BillingModeSummary": {"BillingMode": request.get("BillingMode", "PROVISIONED")},
        "ProvisionedThroughput": request.get("ProvisionedThroughput") or _THROUGHPUT,
        "CreationDateTime": now,
    }


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise invalid(f"Names must have 3 to 255 characters of a-z, A-Z, 0-9, _ . -, not {name}")


def _check_index(index: Request) -> set[str]:
    check("GlobalSecondaryIndex", index)
    projection: Request = index["Projection"]
    check("Projection", projection)
    _check_name(index["IndexName"])
    is_partial = projection["ProjectionType"] == "INCLUDE"
    if is_partial != bool(projection.get("NonKeyAttributes")):
        raise invalid("NonKeyAttributes must be given for the projection INCLUDE, and only for it")
    return _key_names(index["KeySchema"])


def _key_names(elements: Sequence[Request]) -> set[str]:
    for element in elements:
        check("KeySchemaElement", element)
    if [element["KeyType"] for element in elements] not in (["HASH"], ["HASH", "RANGE"]):
        raise invalid("A key schema must be one HASH key, and at most one RANGE key after it")
    names = {element["AttributeName"] for element in elements}
    if len(names) != len(elements):
        raise invalid("The HASH key and the RANGE key must be different attributes")
    return names


def _check_attributes(definitions: Sequence[dict[str, Any]], used: set[str]) -> None:
    for definition in definitions:
        check("AttributeDefinition", definition)
    if {definition["AttributeName"] for definition in definitions} != used:
        raise invalid("AttributeDefinitions must define exactly the attributes of the keys")

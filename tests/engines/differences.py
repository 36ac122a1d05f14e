"""Where the embedded engine and a reference engine answer differently, and why it stays so."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from tests.engines.answering import Answer
from tests.engines.material import NUMBERS, TEXTS
from tests.engines.streams import Step

Answers: TypeAlias = Sequence[Answer]

_INVALID: Final = {"Error": "ValidationException"}
_FAILED: Final = {"Error": "ConditionalCheckFailedException"}
_NOTHING: Final[Answer] = {"Items": [], "Count": 0, "ScannedCount": 0}
_KEY: Final[dict[str, Any]] = {"PK": {"S": "p"}, "SK": {"S": "a"}}
# A clause that takes away, then anything but another clause, then a path into something.
_NESTED_REMOVAL: Final = re.compile(r"(REMOVE|DELETE) ((?!SET|ADD|REMOVE|DELETE)[^'])*?\w[.\[]")
KEPT: Final = Step(
    "PutItem", {"TableName": TEXTS, "Item": {**_KEY, "cnt": {"N": "1"}, "nst": {"NS": ["1000"]}}}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A request to an item `KEPT` that engines answer differently, and how to know its like."""

    name: str
    reason: str
    step: Step
    embedded: Answer
    dynoxide: Answer
    extenddb: Answer
    is_like: Callable[[Step, Answers, Answers], bool] = lambda _step, _ours, _theirs: False


def excuse(step: Step, ours: Answers, theirs: Answers) -> Difference | None:
    """Return the difference that explains why Dynoxide answers a random request otherwise."""
    return next((each for each in DIFFERENCES if each.is_like(step, ours, theirs)), None)


def _read(**more: Any) -> Step:
    values = {":p": {"S": "p"}, ":k": {"S": "b"}}
    condition = {"KeyConditionExpression": "PK = :p AND SK > :k"}
    request = {"TableName": TEXTS, **condition, "ExpressionAttributeValues": values, **more}
    return Step("Query", request)


def _guarded(condition: str, **values: Any) -> Step:
    given = {f":{name}": value for name, value in values.items()}
    declared = {"ExpressionAttributeValues": given} if given else {}
    request = {"TableName": TEXTS, "Key": _KEY, "ConditionExpression": condition, **declared}
    return Step("DeleteItem", request)


def _changed(expression: str, *, key: Any = _KEY, **more: Any) -> dict[str, Any]:
    return {"TableName": TEXTS, "Key": key, "UpdateExpression": expression, **more}


def _transacted(expression: str, value: Any) -> Step:
    update = _changed(expression, ExpressionAttributeValues={":v": value})
    return Step("TransactWriteItems", {"TransactItems": [{"Update": update}]})


def _is_refused(answers: Answers) -> bool:
    reasons = answers[0].get("Reasons", ())
    is_reason = any(reason["Code"] == "ValidationError" for reason in reasons)
    return is_reason or answers[0].get("Error") == "ValidationException"


def _starts_outside(step: Step, ours: Answers, theirs: Answers) -> bool:
    return "ExclusiveStartKey" in step.request and _is_refused(ours) and not _is_refused(theirs)


def _removes_in_nothing(step: Step, ours: Answers, theirs: Answers) -> bool:
    return _is_refused(ours) and ours != theirs and bool(_NESTED_REMOVAL.search(str(step.request)))


def _returns_key_of_none(step: Step, ours: Answers, theirs: Answers) -> bool:
    returned = {"Attributes": step.request.get("Key")}
    is_asked = step.request.get("ReturnValues") in {"ALL_OLD", "UPDATED_OLD"}
    return step.operation == "UpdateItem" and is_asked and (*ours, *theirs) == ({}, returned)


def _adds_keys(step: Step, ours: Answers, theirs: Answers) -> bool:
    if step.operation != "TransactGetItems":
        return False
    return _without_keys(ours) == _without_keys(theirs)


def _is_checked_late(step: Step, ours: Answers, theirs: Answers) -> bool:
    late = {"TransactionCanceledException", "IdempotentParameterMismatchException"}
    is_late = theirs[0].get("Error") in late
    return step.operation == "TransactWriteItems" and ours[0] == _INVALID and is_late


def _without_keys(answers: Answers) -> list[dict[str, Any]]:
    items = [part.get("Item", {}) for part in answers[0].get("Responses", ())]
    return [{name: item[name] for name in item if name not in _KEY} for item in items]


DIFFERENCES: Final = (
    Difference(
        name="a page that starts outside the query",
        reason="DynamoDB refuses a starting key that does not match the range key predicate.",
        step=_read(ExclusiveStartKey=_KEY),
        embedded=_INVALID,
        dynoxide=_NOTHING,
        extenddb=_NOTHING,
        is_like=_starts_outside,
    ),
    Difference(
        name="a prefix of a number key",
        reason="DynamoDB takes begins_with for strings and bytes only.",
        step=Step(
            "Query",
            {
                "TableName": NUMBERS,
                "KeyConditionExpression": "PK = :p AND begins_with(SK, :k)",
                "ExpressionAttributeValues": {":p": {"S": "p"}, ":k": {"N": "1"}},
            },
        ),
        embedded=_INVALID,
        dynoxide=_NOTHING,
        extenddb=_INVALID,
    ),
    Difference(
        name="removing from a map that is not there",
        reason="DynamoDB refuses the document path, as for SET; Alternator's tests say so too.",
        step=Step("UpdateItem", _changed("REMOVE obj.one")),
        embedded=_INVALID,
        dynoxide={},
        extenddb={},
        is_like=_removes_in_nothing,
    ),
    Difference(
        name="the old attributes of an item that was not there",
        reason="There were none; ExtendDB agrees.",
        step=Step(
            "UpdateItem",
            _changed("REMOVE cnt", key={**_KEY, "SK": {"S": "new"}}, ReturnValues="ALL_OLD"),
        ),
        embedded={},
        dynoxide={"Attributes": {**_KEY, "SK": {"S": "new"}}},
        extenddb={},
        is_like=_returns_key_of_none,
    ),
    Difference(
        name="a projection in a transaction",
        reason="It returns what it names, as GetItem's does; ExtendDB agrees.",
        step=Step(
            "TransactGetItems",
            {
                "TransactItems": [
                    {"Get": {"TableName": TEXTS, "Key": _KEY, "ProjectionExpression": "cnt"}}
                ]
            },
        ),
        embedded={"Responses": [{"Item": {"cnt": {"N": "1"}}}]},
        dynoxide={"Responses": [{"Item": {**_KEY, "cnt": {"N": "1"}}}]},
        extenddb={"Responses": [{"Item": {"cnt": {"N": "1"}}}]},
        is_like=_adds_keys,
    ),
    Difference(
        name="a mistake in a transaction that the request shows by itself",
        reason="The request is refused before anything is read; ExtendDB agrees.",
        step=_transacted("ADD cnt :v", {"S": "a"}),
        embedded=_INVALID,
        dynoxide={
            "Error": "TransactionCanceledException",
            "Reasons": [{"Code": "ValidationError"}],
        },
        extenddb=_INVALID,
        is_like=_is_checked_late,
    ),
    Difference(
        name="a mistake in a transaction that the item shows",
        reason="DynamoDB lists ValidationError among the reasons of a cancellation.",
        step=_transacted("ADD cnt :v", {"SS": ["a"]}),
        embedded={
            "Error": "TransactionCanceledException",
            "Reasons": [{"Code": "ValidationError"}],
        },
        dynoxide={
            "Error": "TransactionCanceledException",
            "Reasons": [{"Code": "ValidationError"}],
        },
        extenddb=_INVALID,
    ),
    Difference(
        name="adding to a set a number that it has in another writing",
        reason="1E+3 is 1000; ExtendDB agrees.",
        step=Step(
            "UpdateItem",
            _changed("ADD nst :v", ExpressionAttributeValues={":v": {"NS": ["1E+3"]}}),
        ),
        embedded={},
        dynoxide=_INVALID,
        extenddb={},
    ),
    Difference(
        name="a value without an order in an ordered comparison",
        reason="DynamoDB refuses the operand type; ExtendDB agrees.",
        step=_guarded("cnt < :v", v={"BOOL": True}),
        embedded=_INVALID,
        dynoxide=_FAILED,
        extenddb=_INVALID,
    ),
    Difference(
        name="a mistake in a filter that the request shows by itself",
        reason="DynamoDB refuses it before it reads, as in a condition; ExtendDB agrees.",
        step=Step(
            "Scan",
            {
                "TableName": TEXTS,
                "FilterExpression": "cnt BETWEEN :v AND :w",
                "ExpressionAttributeValues": {":v": {"N": "9"}, ":w": {"S": "a"}},
            },
        ),
        embedded=_INVALID,
        dynoxide={**_NOTHING, "ScannedCount": 1},
        extenddb=_INVALID,
    ),
    Difference(
        name="an unknown type in attribute_type",
        reason="DynamoDB refuses the name; Dynalite's tests, run against it, say so.",
        step=_guarded("attribute_type(cnt, :v)", v={"S": "X"}),
        embedded=_INVALID,
        dynoxide=_FAILED,
        extenddb=_FAILED,
    ),
    Difference(
        name="an attribute compared with itself",
        reason="DynamoDB wants the first operand to be distinct; Dynalite's tests say so.",
        step=_guarded("cnt <> cnt"),
        embedded=_INVALID,
        dynoxide=_FAILED,
        extenddb=_FAILED,
    ),
    Difference(
        name="a reserved word as a name",
        reason="The list has 573 words, and PynamoDB always writes placeholders.",
        step=_guarded("status = :v", v={"S": "a"}),
        embedded=_FAILED,
        dynoxide=_INVALID,
        extenddb=_INVALID,
    ),
)

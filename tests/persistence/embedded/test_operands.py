from collections.abc import Mapping
from typing import Any

import pytest

from persistence.embedded.errors import DynamoError
from persistence.embedded.values import AttributeValue, Item
from tests.persistence.embedded.builders import Api, a_thing, key, number, text

VALUES: Mapping[str, AttributeValue] = {
    ":n": number(1),
    ":more": number(2),
    ":s": text("a"),
    ":kind": text("S"),
    ":b": {"B": b"a"},
    ":true": {"BOOL": True},
    ":list": {"L": []},
    ":map": {"M": {}},
    ":numbers": {"NS": ["1"]},
}


def _used(expression: str) -> Item:
    words = expression.replace("(", " ").replace(")", " ").replace(",", " ").split()
    return {name: value for name, value in VALUES.items() if name in words}


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("n < :true", "operator or function: <, operand type: BOOL"),
        (":list >= n", "operator or function: >=, operand type: L"),
        ("NOT n BETWEEN :map AND :n", "operator or function: BETWEEN, operand type: M"),
        ("n BETWEEN :n AND :s", "same data type"),
        ("n BETWEEN :more AND :n", "upper bound"),
        ("n = :n OR begins_with(s, :n)", "operator or function: begins_with, operand type: N"),
        ("attribute_type(s, :s)", "Invalid attribute type name"),
        ("attribute_type(s, :n)", "Invalid attribute type name"),
        ("attribute_type(s, t)", "Invalid attribute type name"),
        ("n = n", "first operand must be distinct"),
        ("n = :n AND contains(s, s)", "first operand must be distinct"),
    ],
)
def test_a_condition_is_refused_for_its_values_whatever_the_item_is(
    api: Api, condition: str, message: str
) -> None:
    more: dict[str, Any] = (
        {"ExpressionAttributeValues": values} if (values := _used(condition)) else {}
    )
    with pytest.raises(DynamoError, match=f"ValidationException.*{message}"):
        api.delete(key(), ConditionExpression=condition, **more)
    with pytest.raises(DynamoError, match=f"ValidationException.*{message}"):
        api.scan(FilterExpression=condition, **more)
    with pytest.raises(DynamoError, match=f"ValidationException.*{message}"):
        api.transact(("Delete", {"Key": key(), "ConditionExpression": condition, **more}))


@pytest.mark.parametrize(
    "condition",
    [
        "n = :true",
        "n <> :map",
        "n IN (:list, :numbers)",
        "n < :b",
        "n BETWEEN s AND :n",
        "n BETWEEN :more AND s",
        "contains(n, :true)",
        "begins_with(s, n)",
        "attribute_type(s, :kind)",
        "n < s",
    ],
)
def test_other_values_are_compared_with_the_item(api: Api, condition: str) -> None:
    api.put(a_thing(n=number(1), s=text("a")))
    more: dict[str, Any] = (
        {"ExpressionAttributeValues": values} if (values := _used(condition)) else {}
    )
    assert api.scan(FilterExpression=condition, **more)["ScannedCount"] == 1


@pytest.mark.parametrize(
    ("update", "message"),
    [
        ("SET q = n + :s", "operand type: S"),
        ("SET q = :true - :n", "operand type: BOOL"),
        ("SET q = list_append(l, :n)", "operator or function: list_append, operand type: N"),
        ("ADD n :s", "operator or function: ADD, operand type: S"),
        ("ADD n :list", "operator or function: ADD, operand type: L"),
        ("DELETE n :n", "operator or function: DELETE, operand type: N"),
    ],
)
def test_an_update_is_refused_for_its_values_before_its_condition_is_tested(
    api: Api, update: str, message: str
) -> None:
    with pytest.raises(DynamoError, match=f"ValidationException.*{message}"):
        api.update(key(), update, _used(update), ConditionExpression="attribute_exists(PK)")

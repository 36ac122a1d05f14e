import pytest

from persistence.embedded import DynamoError, Engine
from persistence.embedded.values import AttributeValue, Item
from tests.persistence.embedded.builders import Api, a_thing, key, number, text

ABSENT = {"ConditionExpression": "attribute_not_exists(PK)"}


def test_every_type_survives_a_put(api: Api) -> None:
    item = a_thing(
        s=text("h\u00e9llo \U0001f600 \x00x"),
        n=number("-12.5"),
        b={"B": b"\x00\xff"},
        t={"BOOL": True},
        z={"NULL": True},
        m={"M": {"a": {"L": [number(1), {"M": {"q": {"B": b"q"}}}]}}},
        e=text(""),
        ss={"SS": ["a", "b"]},
        ns={"NS": ["1", "2.5"]},
        bs={"BS": [b"a", b"\xfe"]},
    )
    api.put(item)
    assert api.get(key()) == item
    assert api.get(key("p", "absent")) is None


def test_a_get_may_project(api: Api) -> None:
    api.put(a_thing(a=number(1), m={"M": {"x": number(2), "y": number(3)}}))
    names = {"#a": "a"}
    found = api.get(key(), ProjectionExpression="#a, m.y", ExpressionAttributeNames=names)
    assert found == {"a": number(1), "m": {"M": {"y": number(3)}}}
    assert api.get(key(), ProjectionExpression="nothing") == {}


def test_only_the_first_conditional_put_succeeds(api: Api) -> None:
    api.put(a_thing(v=number(1)), **ABSENT)
    with pytest.raises(DynamoError, match="The conditional request failed") as refused:
        api.put(a_thing(v=number(2)), **ABSENT)
    assert refused.value.code == "ConditionalCheckFailedException"
    assert refused.value.extra == {}
    assert api.get(key()) == a_thing(v=number(1))


def test_a_failed_condition_reports_the_item_if_asked(api: Api) -> None:
    stored = a_thing(v=number(7))
    api.put(stored)
    guard = {
        "ConditionExpression": "v = :o",
        "ExpressionAttributeValues": {":o": number(1)},
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    }
    with pytest.raises(DynamoError) as put:
        api.put(a_thing(), **guard)
    with pytest.raises(DynamoError) as delete:
        api.delete(key(), **guard)
    with pytest.raises(DynamoError) as update:
        api.update(key(), "REMOVE v", {}, **guard)
    with pytest.raises(DynamoError) as absent:
        api.delete(key("p", "absent"), **guard)
    assert [error.value.extra for error in (put, delete, update)] == [{"Item": stored}] * 3
    assert absent.value.extra == {}
    assert api.get(key()) == stored


def test_put_and_delete_return_the_old_item_if_asked(api: Api) -> None:
    old = {"ReturnValues": "ALL_OLD"}
    assert api.put(a_thing(v=number(1)), **old) == {}
    assert api.put(a_thing(v=number(2)), **old) == {"Attributes": a_thing(v=number(1))}
    assert api.delete(key(), **old) == {"Attributes": a_thing(v=number(2))}
    assert api.delete(key(), **old) == {}
    with pytest.raises(DynamoError, match="Return values set to invalid value: ALL_NEW"):
        api.put(a_thing(), ReturnValues="ALL_NEW")


@pytest.mark.parametrize(
    ("wanted", "returned"),
    [
        ("NONE", {}),
        ("ALL_OLD", a_thing(a=number(1), m={"M": {"x": number(1), "y": number(2)}})),
        ("ALL_NEW", a_thing(a=number(3), m={"M": {"x": number(3), "y": number(2)}})),
        ("UPDATED_OLD", {"a": number(1), "m": {"M": {"x": number(1)}}}),
        ("UPDATED_NEW", {"a": number(3), "m": {"M": {"x": number(3)}}}),
    ],
)
def test_an_update_returns_what_is_asked(api: Api, wanted: str, returned: Item) -> None:
    api.put(a_thing(a=number(1), m={"M": {"x": number(1), "y": number(2)}}))
    expression = "SET a = :v, m.x = :v"
    assert api.update(key(), expression, {":v": number(3)}, ReturnValues=wanted) == returned


def test_an_update_creates_the_item_from_its_key(api: Api) -> None:
    assert api.update(key(), "ADD n :one", {":one": number(1)}, ReturnValues="ALL_OLD") == {}
    assert api.get(key()) == a_thing(n=number(1))
    api.call("UpdateItem", Key=key("p", "bare"))
    assert api.get(key("p", "bare")) == key("p", "bare")


def test_a_stale_version_changes_nothing(api: Api) -> None:
    api.put(a_thing(version=number(1)))
    values = {":one": number(1), ":seen": number(1)}
    guard = {"ConditionExpression": "version = :seen"}
    api.update(key(), "SET version = version + :one", values, **guard)
    with pytest.raises(DynamoError, match="ConditionalCheckFailedException"):
        api.update(key(), "SET version = version + :one", values, **guard)
    assert api.get(key()) == a_thing(version=number(2))


def test_a_delete_with_a_condition_deletes_on_a_match(api: Api) -> None:
    api.put(a_thing(v=number(1)))
    for value in (2, 1):
        guard = {"ExpressionAttributeValues": {":v": number(value)}}
        if value == 1:
            api.delete(key(), ConditionExpression="v = :v", **guard)
        else:
            with pytest.raises(DynamoError, match="ConditionalCheckFailedException"):
                api.delete(key(), ConditionExpression="v = :v", **guard)
    assert api.get(key()) is None


def test_an_item_has_at_most_400_kb(api: Api) -> None:
    rest = 400 * 1024 - len("PK" + "p" + "SK" + "s" + "d")
    api.put(a_thing(d=text("x" * rest)))
    with pytest.raises(DynamoError, match="exceeded the maximum allowed size"):
        api.put(a_thing(d=text("x" * (rest + 1))))
    with pytest.raises(DynamoError, match="exceeded the maximum allowed size"):
        api.update(key(), "SET e = :e", {":e": text("y")})


@pytest.mark.parametrize(
    ("attributes", "message"),
    [
        ({"n": {"N": "x"}}, "cannot be converted to a numeric value"),
        ({"s": {"SS": list[str]()}}, "may not be empty"),
    ],
)
def test_a_malformed_item_is_refused(
    api: Api, attributes: dict[str, AttributeValue], message: str
) -> None:
    with pytest.raises(DynamoError, match=message):
        api.put(key() | attributes)


def test_capacity_is_reported_if_asked(api: Api) -> None:
    total = {"ReturnConsumedCapacity": "TOTAL"}
    written = api.put(a_thing(d=text("x" * 1500)), **total)
    assert written["ConsumedCapacity"] == {"TableName": "things", "CapacityUnits": 2.0}
    loose = api.call("GetItem", Key=key(), **total)
    strict = api.call("GetItem", Key=key(), ConsistentRead=True, **total)
    assert loose["ConsumedCapacity"]["CapacityUnits"] == 0.5
    assert strict["ConsumedCapacity"]["CapacityUnits"] == 1.0
    assert "ConsumedCapacity" not in api.call("GetItem", Key=key(), ReturnConsumedCapacity="NONE")


def test_what_is_not_supported_is_refused_by_name(api: Api) -> None:
    with pytest.raises(DynamoError, match="operation ExecuteStatement is not supported"):
        api.call("ExecuteStatement")
    with pytest.raises(DynamoError, match="GetItem does not support the parameters: Attributes"):
        api.get(key(), AttributesToGet=["a"])
    with pytest.raises(DynamoError, match="PutItem does not support ReturnConsumedCapacity=IND"):
        api.put(a_thing(), ReturnConsumedCapacity="INDEXES")
    with pytest.raises(DynamoError, match="GetItem needs the parameters: Key"):
        api.call("GetItem")


def test_a_missing_table_is_not_found(engine: Engine) -> None:
    with pytest.raises(DynamoError, match="ResourceNotFoundException"):
        Api(engine, "absent").put(a_thing())

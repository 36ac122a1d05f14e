import pytest

from persistence.embedded import DynamoError
from persistence.embedded.requests import Request, Response
from persistence.embedded.values import Item
from tests.persistence.embedded.builders import TABLE, Api, a_thing, key, number, range_keys, text


def _get(api: Api, keys: list[Item], **more: object) -> Response:
    request = {"RequestItems": {TABLE: {"Keys": keys, **more}}, "ReturnConsumedCapacity": "TOTAL"}
    return api.engine.call("BatchGetItem", request)


def _write(api: Api, *parts: Request) -> Response:
    request = {"RequestItems": {TABLE: list(parts)}, "ReturnConsumedCapacity": "TOTAL"}
    return api.engine.call("BatchWriteItem", request)


def _put(item: Item) -> Request:
    return {"PutRequest": {"Item": item}}


def _delete(wanted: Item) -> Request:
    return {"DeleteRequest": {"Key": wanted}}


def _keys(count: int) -> list[Item]:
    return [key("p", f"{position:03d}") for position in range(count)]


def test_puts_and_deletes_are_stored(api: Api) -> None:
    api.put(a_thing("p", "000"))
    answer = _write(api, _delete(key("p", "000")), _put(a_thing("p", "001", n=number(1))))
    assert answer["UnprocessedItems"] == {}
    assert answer["ConsumedCapacity"] == [{"TableName": TABLE, "CapacityUnits": 2.0}]
    assert range_keys(api.scan()["Items"]) == ["001"]


def test_a_batch_reads_what_there_is(api: Api) -> None:
    for position in range(2):
        api.put(a_thing("p", f"{position:03d}", n=number(position), m=number(0)))
    answer = _get(api, _keys(100), ProjectionExpression="SK, n", ConsistentRead=True)
    assert answer["Responses"][TABLE] == [
        {"SK": text("000"), "n": number(0)},
        {"SK": text("001"), "n": number(1)},
    ]
    assert answer["UnprocessedKeys"] == {}
    assert answer["ConsumedCapacity"] == [{"TableName": TABLE, "CapacityUnits": 100.0}]


def test_what_exceeds_16_mb_is_left_unprocessed(api: Api) -> None:
    for wanted in _keys(45):
        api.put({**wanted, "d": text("x" * 400_000)})
    answer = _get(api, _keys(45))
    rest: list[Item] = answer["UnprocessedKeys"][TABLE]["Keys"]
    assert len(answer["Responses"][TABLE]) == 41
    assert range_keys(rest) == ["041", "042", "043", "044"]
    assert len(_get(api, rest)["Responses"][TABLE]) == 4


def test_a_batch_has_a_limit_and_no_duplicates(api: Api) -> None:
    with pytest.raises(DynamoError, match="between 1 and 100 members, not 101"):
        _get(api, _keys(101))
    with pytest.raises(DynamoError, match="between 1 and 25 members, not 26"):
        _write(api, *map(_put, _keys(26)))
    with pytest.raises(DynamoError, match="between 1 and 25 members, not 0"):
        _write(api)
    with pytest.raises(DynamoError, match="duplicates"):
        _get(api, [key(), key()])
    with pytest.raises(DynamoError, match="duplicates"):
        _write(api, _put(a_thing()), _delete(key()))
    assert api.scan()["Items"] == []


def test_other_parts_of_a_batch_are_refused(api: Api) -> None:
    with pytest.raises(DynamoError, match="BatchWriteItem does not support UpdateRequest"):
        _write(api, {"UpdateRequest": {}})
    with pytest.raises(DynamoError, match="Exactly one of the actions"):
        _write(api, {**_put(a_thing()), **_delete(key())})
    with pytest.raises(DynamoError, match="KeysAndAttributes does not support the"):
        _get(api, [key()], AttributesToGet=["a"])

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from persistence.embedded import DynamoError, Engine
from persistence.embedded.requests import Request
from persistence.embedded.values import Item
from tests.persistence.embedded.builders import TABLE, Api, a_table, a_thing, key, number, text


def put(sk: str, **attributes: Any) -> tuple[str, Request]:
    return "Put", {"Item": a_thing("p", sk, **attributes)}


def delete(sk: str, **more: Any) -> tuple[str, Request]:
    return "Delete", {"Key": key("p", sk), **more}


def add_one(sk: str, **more: Any) -> tuple[str, Request]:
    values = {":one": number(1)}
    update = {"UpdateExpression": "ADD n :one", "ExpressionAttributeValues": values}
    return "Update", {"Key": key("p", sk), **update, **more}


def exists(sk: str) -> tuple[str, Request]:
    return "ConditionCheck", {
        "Key": key("p", sk),
        "ConditionExpression": "attribute_exists(PK)",
    }


def _stored(api: Api, sk: str) -> Item | None:
    return api.get(key("p", sk))


def test_all_kinds_of_actions_are_applied(api: Api) -> None:
    for sk in ("checked", "deleted", "counted"):
        api.put(a_thing("p", sk, n=number(1)))
    actions = (put("put"), add_one("counted"), delete("deleted"), exists("checked"))
    answer = api.transact(*actions, ReturnConsumedCapacity="TOTAL")
    assert answer == {"ConsumedCapacity": [{"TableName": TABLE, "CapacityUnits": 8.0}]}
    assert _stored(api, "put") == a_thing("p", "put")
    assert _stored(api, "counted") == a_thing("p", "counted", n=number(2))
    assert _stored(api, "deleted") is None


def test_one_failure_cancels_all_and_tells_every_reason(api: Api) -> None:
    stored = a_thing("p", "old", n=text("not a number"))
    api.put(stored)
    guard = {
        "ConditionExpression": "attribute_not_exists(PK)",
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    }
    with pytest.raises(DynamoError) as cancelled:
        api.transact(put("new"), delete("old", **guard), exists("absent"), delete("absent2"))
    codes = ["None", "ConditionalCheckFailed", "ConditionalCheckFailed", "None"]
    reasons = cancelled.value.extra["CancellationReasons"]
    assert cancelled.value.code == "TransactionCanceledException"
    assert f"[{', '.join(codes)}]" in cancelled.value.message
    assert [reason["Code"] for reason in reasons] == codes
    assert reasons[1]["Item"] == stored
    assert reasons[1]["Message"] == "The conditional request failed"
    assert api.scan()["Items"] == [stored]


def test_an_update_that_does_not_fit_is_a_reason(api: Api) -> None:
    api.put(a_thing("p", "old", n=text("not a number")))
    with pytest.raises(DynamoError, match="None, ValidationError"):
        api.transact(put("new"), add_one("old"))
    assert _stored(api, "new") is None


def test_a_token_makes_a_transaction_once(api: Api) -> None:
    for _ in range(2):
        assert api.transact(add_one("n"), ClientRequestToken="once") == {}
    assert _stored(api, "n") == a_thing("p", "n", n=number(1))
    with pytest.raises(DynamoError, match="IdempotentParameterMismatchException"):
        api.transact(add_one("other"), ClientRequestToken="once")
    api.transact(add_one("n"), ClientRequestToken="twice")
    assert _stored(api, "n") == a_thing("p", "n", n=number(2))


def test_a_cancelled_transaction_leaves_its_token_free(api: Api) -> None:
    for _ in range(2):
        with pytest.raises(DynamoError, match="TransactionCanceledException"):
            api.transact(exists("later"), add_one("n"), ClientRequestToken="again")
    api.put(a_thing("p", "later"))
    api.transact(exists("later"), add_one("n"), ClientRequestToken="again")
    assert _stored(api, "n") == a_thing("p", "n", n=number(1))


@pytest.fixture
def clock() -> list[float]:
    return [1_000.0]


@pytest.fixture
def timed(tmp_path: Path, clock: list[float]) -> Generator[Api]:
    engine = Engine(tmp_path / "timed.db", synchronous="OFF", clock=lambda: clock[0])
    engine.call("CreateTable", a_table())
    yield Api(engine)
    engine.close()


@pytest.mark.parametrize(("seconds", "count"), [(599, 1), (600, 2)])
def test_a_token_lasts_ten_minutes(
    timed: Api, clock: list[float], seconds: int, count: int
) -> None:
    timed.transact(add_one("n"), ClientRequestToken="once")
    clock[0] += seconds
    timed.transact(add_one("n"), ClientRequestToken="once")
    assert _stored(timed, "n") == a_thing("p", "n", n=number(count))


@pytest.mark.parametrize("token", ["", "x" * 37])
def test_a_token_has_1_to_36_characters(api: Api, token: str) -> None:
    with pytest.raises(DynamoError, match="1 to 36 characters"):
        api.transact(put("a"), ClientRequestToken=token)


def test_a_transaction_has_1_to_100_actions_on_different_items(api: Api) -> None:
    api.transact(*(put(f"{position}") for position in range(100)))
    with pytest.raises(DynamoError, match="between 1 and 100 members, not 101"):
        api.transact(*(put(f"{position}") for position in range(101)))
    with pytest.raises(DynamoError, match="between 1 and 100 members, not 0"):
        api.transact()
    with pytest.raises(DynamoError, match="multiple operations on one item"):
        api.transact(put("same"), delete("same"))


def test_a_transaction_writes_and_reads_at_most_4_mb(api: Api) -> None:
    big = text("x" * 399_000)
    with pytest.raises(DynamoError, match="maximum size of 4 MB"):
        api.transact(*(put(f"{position}", d=big) for position in range(11)))
    assert api.scan()["Items"] == []
    for position in range(11):
        api.put(a_thing("p", f"{position}", d=big))
    with pytest.raises(DynamoError, match="maximum size of 4 MB"):
        api.transact_get(*(key("p", f"{position}") for position in range(11)))


def test_other_actions_are_refused(api: Api) -> None:
    with pytest.raises(DynamoError, match="TransactWriteItems does not support Get"):
        api.transact(("Get", {"Key": key()}))
    with pytest.raises(DynamoError, match="Put does not support the parameters: ReturnValues"):
        api.transact(("Put", {"Item": a_thing(), "ReturnValues": "ALL_OLD"}))
    with pytest.raises(DynamoError, match="TransactGetItems does not support Put"):
        api.engine.call("TransactGetItems", {"TransactItems": [{"Put": {"Item": a_thing()}}]})


def test_items_are_read_in_the_order_asked(api: Api) -> None:
    for position in range(2):
        api.put(a_thing("p", f"{position}", v=number(position), w=number(9)))
    found = api.transact_get(*(key("p", sk) for sk in ("1", "absent", "0")))
    assert found == [
        {"Item": a_thing("p", "1", v=number(1), w=number(9))},
        {},
        {"Item": a_thing("p", "0", v=number(0), w=number(9))},
    ]
    (projected,) = api.transact_get(key("p", "1"), ProjectionExpression="v")
    assert projected == {"Item": {"v": number(1)}}
    assert api.transact_get(key("p", "1"), ProjectionExpression="nothing") == [{}]


def test_an_item_is_read_once(api: Api) -> None:
    with pytest.raises(DynamoError, match="multiple operations on one item"):
        api.transact_get(key(), key())

import sqlite3
from pathlib import Path

import pytest

from persistence.embedded import DynamoError, Engine
from persistence.embedded.ranges import Bound, KeyRange
from persistence.embedded.tables import table_of
from persistence.embedded.targets import Target
from persistence.embedded.values import Item
from tests.persistence.embedded.builders import Api, a_table, a_thing, an_index, key, number, text

G = {":g": text("g")}
ON_INDEX = {"IndexName": "GSI1"}


def _indexed(pk: str, hash_key: str = "g", range_key: str | None = "1") -> Item:
    item = a_thing(pk, GSI1PK=text(hash_key))
    return item | {"GSI1SK": text(range_key)} if range_key else item


def _found(api: Api, **more: object) -> list[str]:
    page = api.query("GSI1PK = :g", G, **ON_INDEX, **more)
    return [item["PK"]["S"] for item in page["Items"]]


def test_the_index_orders_by_its_own_key(api: Api) -> None:
    for pk, range_key in (("a", "3"), ("b", "1"), ("c", "2")):
        api.put(_indexed(pk, "g", range_key))
    assert _found(api) == ["b", "c", "a"]
    assert _found(api, ScanIndexForward=False) == ["a", "c", "b"]
    bounds = {":x": text("2"), ":y": text("3")}
    page = api.query("GSI1PK = :g AND GSI1SK BETWEEN :x AND :y", G | bounds, **ON_INDEX)
    assert page["Count"] == 2


def test_the_index_follows_every_change(api: Api) -> None:
    api.put(_indexed("a"))
    api.put(_indexed("b", range_key=None))
    assert _found(api) == ["a"]
    api.update(key("b"), "SET GSI1SK = :v", {":v": text("0")})
    assert _found(api) == ["b", "a"]
    api.update(key("a"), "SET GSI1PK = :v", {":v": text("elsewhere")})
    assert _found(api) == ["b"]
    api.update(key("b"), "REMOVE GSI1PK", {})
    assert _found(api) == []
    api.put(_indexed("c"))
    api.delete(key("c"))
    assert _found(api) == []


@pytest.mark.parametrize("is_forward", [True, False])
def test_pages_of_equal_index_keys_lose_nothing(api: Api, *, is_forward: bool) -> None:
    for position in range(23):
        api.put(_indexed(f"{position:02d}", "g", "same" if position % 3 else "other"))
    request = {"KeyConditionExpression": "GSI1PK = :g", "ExpressionAttributeValues": G}
    pages = api.pages("Query", Limit=4, ScanIndexForward=is_forward, **ON_INDEX, **request)
    items = [item for page in pages for item in page]
    range_keys = [item["GSI1SK"]["S"] for item in items]
    assert sorted(item["PK"]["S"] for item in items) == [f"{n:02d}" for n in range(23)]
    assert range_keys == sorted(range_keys, reverse=not is_forward)


def test_the_last_key_has_the_keys_of_index_and_table(api: Api) -> None:
    for pk in "ab":
        api.put(_indexed(pk))
    page = api.query("GSI1PK = :g", G, Limit=1, **ON_INDEX)
    assert page["LastEvaluatedKey"] == _indexed("a")


def test_an_index_is_scanned_in_pages(api: Api) -> None:
    for pk in "abc":
        api.put(_indexed(pk))
    api.put(a_thing("not indexed"))
    pages = api.pages("Scan", Limit=2, **ON_INDEX)
    assert [[item["PK"]["S"] for item in page] for page in pages] == [["a", "b"], ["c"]]


@pytest.mark.parametrize(
    ("projection", "names"),
    [
        ({"ProjectionType": "KEYS_ONLY"}, {"PK", "SK", "G"}),
        ({"ProjectionType": "INCLUDE", "NonKeyAttributes": ["a"]}, {"PK", "SK", "G", "a"}),
    ],
)
def test_a_partial_index_shows_what_it_projects(
    engine: Engine, projection: dict[str, object], names: set[str]
) -> None:
    index = an_index(hash_name="G", range_name=None, projection=projection)
    engine.call("CreateTable", a_table(indexes=(index,)))
    api = Api(engine)
    api.put(a_thing(G=text("g"), a=number(1), b=number(2)))
    assert [set(item) for item in api.query("G = :g", G, **ON_INDEX)["Items"]] == [names]
    hidden = api.query("G = :g", G, FilterExpression="attribute_exists(b)", **ON_INDEX)
    assert (hidden["Count"], hidden["ScannedCount"]) == (0, 1)
    with pytest.raises(DynamoError, match="ALL_ATTRIBUTES is not supported"):
        api.query("G = :g", G, Select="ALL_ATTRIBUTES", **ON_INDEX)


def test_an_index_read_is_never_consistent(api: Api) -> None:
    with pytest.raises(DynamoError, match="Consistent reads are not supported"):
        _found(api, ConsistentRead=True)


def test_no_query_sorts_or_reads_beside_its_range(tmp_path: Path, api: Api) -> None:
    api.put(_indexed("a"))
    table = table_of(1, a_table(indexes=(an_index(),)))
    bounds = (Bound(">=", b"1"), Bound("<", b"2"))
    selected = KeyRange(partition=b"g", bounds=bounds)
    plans: list[str] = []
    connection = sqlite3.connect(tmp_path / "data.db")
    for index in (None, table.indexes["GSI1"]):
        target = Target(table=table, index=index)
        start = (b"g", b"11", b"a", b"s")[: len(target.columns)]
        for sql, arguments in (
            target.read_partition(selected, (), is_forward=True),
            target.read_partition(selected, start, is_forward=False),
            target.read_all(start),
        ):
            plan = connection.execute(f"EXPLAIN QUERY PLAN {sql}", arguments).fetchall()
            plans.append("; ".join(row[3] for row in plan))
    connection.close()
    assert len(plans) == 6
    assert all(plan.startswith("SEARCH t1 USING INDEX") and "TEMP" not in plan for plan in plans)

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from persistence.embedded import DynamoError, Engine
from persistence.embedded.values import AttributeValue, Item
from tests.persistence.embedded.builders import Api, a_table, a_thing, key, number, range_keys, text

P = {":p": text("p")}
TRUE = {":t": {"BOOL": True}}


@pytest.fixture
def filled(api: Api) -> Api:
    for position in range(20):
        even = {"BOOL": position % 2 == 0}
        doc: AttributeValue = {"M": {"t": text("x"), "u": number(position)}}
        api.put(a_thing("p", f"GOAL#{position:03d}", i=number(position), even=even, doc=doc))
    for position in range(3):
        api.put(a_thing("p", f"TASK#{position:03d}"))
    api.put(a_thing("other"))
    return api


@pytest.mark.parametrize(
    ("condition", "operands", "count"),
    [
        ("", (), 23),
        ("begins_with(SK, :a)", ("TASK#",), 3),
        ("SK BETWEEN :a AND :b", ("GOAL#010", "GOAL#014"), 5),
        ("SK > :a", ("GOAL#018",), 4),
        ("SK >= :a", ("GOAL#018",), 5),
        ("SK < :a", ("GOAL#002",), 2),
        ("SK <= :a", ("GOAL#002",), 3),
        ("SK = :a", ("GOAL#002",), 1),
        ("SK = :a", ("absent",), 0),
    ],
)
def test_a_key_condition_selects_a_range(
    filled: Api, condition: str, operands: tuple[str, ...], count: int
) -> None:
    values = dict(zip((":a", ":b"), map(text, operands), strict=False))
    whole = f"PK = :p AND {condition}" if condition else "PK = :p"
    page = filled.query(whole, P | values)
    assert (page["Count"], len(page["Items"])) == (count, count)
    assert range_keys(page["Items"]) == sorted(range_keys(page["Items"]))
    assert filled.query(f"({whole})", P | values, ScanIndexForward=False)["Count"] == count


def test_the_conditions_may_come_in_any_order_with_names(filled: Api) -> None:
    names = {"#p": "PK", "#s": "SK"}
    page = filled.query(
        "begins_with(#s, :s) AND #p = :p", P | {":s": text("TASK#")}, ExpressionAttributeNames=names
    )
    assert page["Count"] == 3


@pytest.mark.parametrize("is_forward", [True, False])
@pytest.mark.parametrize(
    ("condition", "values"),
    [
        ("PK = :p", {}),
        ("PK = :p AND begins_with(SK, :s)", {":s": text("GOAL#")}),
        ("PK = :p AND SK > :s", {":s": text("GOAL#001")}),
        ("PK = :p AND SK BETWEEN :s AND :t", {":s": text("GOAL#001"), ":t": text("GOAL#009")}),
    ],
)
def test_pages_have_every_item_once(
    filled: Api, condition: str, values: dict[str, AttributeValue], *, is_forward: bool
) -> None:
    whole = range_keys(filled.query(condition, P | values)["Items"])
    pages = filled.pages(
        "Query",
        KeyConditionExpression=condition,
        ExpressionAttributeValues=P | values,
        Limit=4,
        ScanIndexForward=is_forward,
    )
    paged = [sort_key for page in pages for sort_key in range_keys(page)]
    assert paged == (whole if is_forward else whole[::-1])
    assert {len(page) for page in pages[:-1]} == {4}


def test_a_page_may_start_after_an_absent_item(filled: Api) -> None:
    start = key("p", "GOAL#0025")
    page = filled.query("PK = :p", P, Limit=2, ExclusiveStartKey=start)
    assert range_keys(page["Items"]) == ["GOAL#003", "GOAL#004"]
    assert page["LastEvaluatedKey"] == key("p", "GOAL#004")


@pytest.mark.parametrize(
    "start",
    [{"PK": text("p")}, key("other", "GOAL#001"), key("p", "TASK#001"), a_thing(x=text("y"))],
)
def test_a_start_outside_the_query_is_refused(filled: Api, start: Item) -> None:
    condition = "PK = :p AND begins_with(SK, :s)"
    with pytest.raises(DynamoError, match="starting key"):
        filled.query(condition, P | {":s": text("GOAL#")}, ExclusiveStartKey=start)


def test_the_limit_comes_before_the_filter(filled: Api) -> None:
    request: dict[str, Any] = {"FilterExpression": "even = :t"}
    whole = filled.query("PK = :p", P | TRUE, **request)
    assert (whole["Count"], whole["ScannedCount"]) == (10, 23)
    page = filled.query("PK = :p", P | TRUE, Limit=4, **request)
    assert (page["Count"], page["ScannedCount"]) == (2, 4)
    assert page["LastEvaluatedKey"] == key("p", "GOAL#003")
    nested = filled.query("PK = :p", P | {":u": number(17)}, FilterExpression="doc.u > :u")
    assert range_keys(nested["Items"]) == ["GOAL#018", "GOAL#019"]


def test_a_query_projects_or_counts(filled: Api) -> None:
    one = P | {":s": text("GOAL#003")}
    page = filled.query("PK = :p AND SK = :s", one, ProjectionExpression="doc.u, SK")
    assert page["Items"] == [{"doc": {"M": {"u": number(3)}}, "SK": text("GOAL#003")}]
    count = filled.query("PK = :p", P, Select="COUNT", ReturnConsumedCapacity="TOTAL")
    assert count["Count"] == 23
    assert "Items" not in count
    assert count["ConsumedCapacity"]["CapacityUnits"] == 0.5


@pytest.mark.parametrize(
    ("condition", "more", "message"),
    [
        ("SK = :p", {}, "missed key schema element: PK"),
        ("PK > :p", {}, "missed key schema element: PK"),
        ("PK = :p OR SK = :p", {}, "Invalid operator"),
        ("PK = :p AND SK <> :p", {}, "Invalid operator"),
        ("PK = :p AND PK.x = :p", {}, "Invalid operator"),
        ("PK = :p AND i = :p", {}, "key condition not supported"),
        ("PK = :p AND SK > :p AND SK < :p", {}, "key condition not supported"),
        ("PK = :p", {"Limit": 0}, "Limit must be at least 1"),
        ("PK = :p", {"IndexName": "NOPE"}, "does not have the specified index"),
        ("PK = :p", {"FilterExpression": "SK = :p"}, "Primary key attribute: SK"),
        ("PK = :p", {"Select": "SPECIFIC_ATTRIBUTES"}, "does not fit the ProjectionExpression"),
        ("PK = :p", {"Select": "SOME"}, "does not support Select=SOME"),
        ("PK = :p", {"KeyConditions": {}}, "KeyConditions"),
    ],
)
def test_a_malformed_query_is_refused(
    filled: Api, condition: str, more: dict[str, Any], message: str
) -> None:
    with pytest.raises(DynamoError, match=message):
        filled.query(condition, P, **more)


def test_the_bounds_of_between_are_in_order(filled: Api) -> None:
    bounds = {":a": text("b"), ":b": text("a")}
    with pytest.raises(DynamoError, match="upper bound"):
        filled.query("PK = :p AND SK BETWEEN :a AND :b", P | bounds)


NUMBERS = ["-1E+20", "-100", "-2.5", "-1E-5", "0", "0.001", "1", "1.5", "9", "10", "1E+20"]


@pytest.mark.parametrize(
    ("kind", "ordered"),
    [
        ("S", ["A", "B", "Z", "a", "a\0", "a ", "aa", "z", "\u00e9", "\uffee", "\U0001f600"]),
        ("N", NUMBERS),
        ("B", [b"\x01", b"\x01\x00", b"\x7f", b"\x80", b"\xff", b"\xff\xff"]),
    ],
)
def test_range_keys_of_every_type_are_in_order(
    engine: Engine, kind: str, ordered: list[str | bytes]
) -> None:
    engine.call("CreateTable", a_table(range_type=kind))
    api = Api(engine)
    for position, value in reversed(list(enumerate(ordered))):
        api.put({"PK": text("p"), "SK": {kind: value}, "n": number(position)})
    found = api.query("PK = :p", P)["Items"]
    assert [int(item["n"]["N"]) for item in found] == list(range(len(ordered)))


def test_a_prefix_may_end_with_the_highest_byte(engine: Engine) -> None:
    engine.call("CreateTable", a_table(range_type="B"))
    api = Api(engine)
    for value in (b"\x01", b"\x01\xff", b"\x01\xff\x00", b"\x02", b"\xff", b"\xff\x01"):
        api.put({"PK": text("p"), "SK": {"B": value}})
    for prefix, count in ((b"\x01\xff", 2), (b"\xff", 2), (b"\x01", 3)):
        values = P | {":s": {"B": prefix}}
        assert api.query("PK = :p AND begins_with(SK, :s)", values)["Count"] == count


def test_numbers_have_no_prefix(engine: Engine) -> None:
    engine.call("CreateTable", a_table(range_type="N"))
    with pytest.raises(DynamoError, match="Invalid operator"):
        Api(engine).query("PK = :p AND begins_with(SK, :s)", P | {":s": number(1)})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(keys=st.sets(st.text(min_size=1, max_size=3), max_size=8), limit=st.integers(1, 4))
def test_paging_is_the_whole_in_order(api: Api, keys: set[str], limit: int) -> None:
    for item in api.query("PK = :p", P)["Items"]:
        api.delete(item)
    for sort_key in keys:
        api.put(a_thing("p", sort_key))
    request = {"KeyConditionExpression": "PK = :p", "ExpressionAttributeValues": P}
    pages = api.pages("Query", Limit=limit, **request)
    assert [one for page in pages for one in range_keys(page)] == sorted(keys)


def test_a_page_has_at_most_1_mb(api: Api) -> None:
    for position in range(25):
        api.put(a_thing("p", f"{position:02d}", d=text("x" * 100_000)))
    assert api.query("PK = :p", P)["Count"] == 10
    request = {"KeyConditionExpression": "PK = :p", "ExpressionAttributeValues": P}
    assert [len(page) for page in api.pages("Query", **request)] == [10, 10, 5]
    assert [len(page) for page in api.pages("Scan")] == [10, 10, 5]


def test_a_scan_pages_filters_and_splits(filled: Api) -> None:
    whole = filled.scan()["Items"]
    assert len(whole) == 24
    assert [item for page in filled.pages("Scan", Limit=7) for item in page] == whole
    found = filled.scan(FilterExpression="even = :t", ExpressionAttributeValues=TRUE)
    assert (found["Count"], found["ScannedCount"]) == (10, 24)
    for position in range(20):
        filled.put(a_thing(f"p{position}"))
    parts = [filled.scan(TotalSegments=3, Segment=segment)["Items"] for segment in range(3)]
    assert all(parts)
    assert sum(map(len, parts)) == filled.scan()["Count"] == 44


@pytest.mark.parametrize("more", [{"Segment": 0}, {"Segment": 2, "TotalSegments": 2}])
def test_a_segment_is_one_of_several(filled: Api, more: dict[str, int]) -> None:
    with pytest.raises(DynamoError, match="TotalSegments"):
        filled.scan(**more)

"""What every engine does alike: numbers, the order of keys, sizes, empty values, texts."""

from decimal import Decimal
from itertools import count
from typing import Any, Final

import pytest

from tests.engines.answering import Answer, Ask
from tests.persistence.embedded.builders import a_table, an_index, number, text

TABLES: Final = count(1)
ITEM_BYTES: Final = 400 * 1024
INVALID: Final = {"Error": "ValidationException"}
NUMBERS: Final = (
    "-1.2E+125",
    "-100000000000000000000",
    "-99999999999999999999",
    "-10",
    "-2.5",
    "-0.00001",
    "-1E-130",
    "0",
    "1E-130",
    "0.001",
    "1.5",
    "9",
    "10",
    "99999999999999999999",
    "100000000000000000000",
    "1.2E+125",
)
TEXTS: Final = (
    "A",
    "B",
    "Z",
    "a",
    "a\x00",
    "a ",
    "aa",
    "e\u0301",
    "z",
    "é",
    "\uffee",
    "\U0001f600",
)
BYTES: Final = (b"\x00", b"\x01", b"\x01\x00", b"\x7f", b"\x80", b"\xff")


class Api:
    """Requests about one table of an engine."""

    def __init__(self, ask: Ask, *, range_type: str = "S") -> None:
        self.ask = ask
        self.table = f"conformance-{next(TABLES)}"
        made = ask("CreateTable", a_table(self.table, range_type=range_type, indexes=(an_index(),)))
        assert "Error" not in made

    def call(self, operation: str, **request: Any) -> Answer:
        return self.ask(operation, {"TableName": self.table, **request})

    def put(self, sk: Any = "s", **attributes: Any) -> Answer:
        key = text(sk) if isinstance(sk, str) else sk
        return self.call("PutItem", Item={"PK": text("p"), "SK": key, **attributes})

    def get(self, sk: str = "s") -> Any:
        key = {"PK": text("p"), "SK": text(sk)}
        return self.call("GetItem", Key=key, ConsistentRead=True).get("Item")

    def update(self, expression: str, **values: Any) -> Answer:
        return self.call(
            "UpdateItem",
            Key={"PK": text("p"), "SK": text("s")},
            UpdateExpression=expression,
            ExpressionAttributeValues={f":{name}": value for name, value in values.items()},
        )

    def pages(self, operation: str, **request: Any) -> list[Answer]:
        found = [self.call(operation, **request)]
        while "LastEvaluatedKey" in found[-1]:
            start = found[-1]["LastEvaluatedKey"]
            found.append(self.call(operation, ExclusiveStartKey=start, **request))
        return found

    def range_keys(self, **more: Any) -> list[Any]:
        condition = {
            "KeyConditionExpression": "PK = :p",
            "ExpressionAttributeValues": {":p": text("p")},
        }
        pages = self.pages("Query", **condition, **more)
        return [item["SK"] for page in pages for item in page["Items"]]


@pytest.fixture(params=["embedded", "dynoxide", "extenddb"])
def ask(request: pytest.FixtureRequest) -> Ask:
    found: Ask = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def api(ask: Ask) -> Api:
    return Api(ask)


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("12345678901234567890123456789012345678", "12345678901234567890123456789012345678"),
        ("-0.12345678901234567890123456789012345678", "-0.12345678901234567890123456789012345678"),
        ("1.50", "1.5"),
        ("1E+3", "1000"),
        ("-0", "0"),
        ("00012.0", "12"),
    ],
)
def test_38_digits_are_kept_exactly_in_the_shortest_plain_form(
    api: Api, given: str, stored: str
) -> None:
    api.put(n=number(given))
    assert api.get()["n"] == number(stored)


@pytest.mark.parametrize("given", ["1" * 39, "1E+126", "1E-131", "-1E+126", "1e", "", "NaN", "0x1"])
def test_what_is_no_such_number_is_refused(api: Api, given: str) -> None:
    assert api.put(n=number(given)) == INVALID


def test_arithmetic_is_exact(api: Api) -> None:
    api.put(n=number("0.1"), m=number("9" * 38))
    assert api.update("SET n = n + :by ADD k :by", by=number("0.2")) == {}
    assert api.update("SET m = m + :by", by=number(1)) == {}
    assert api.update("SET l = m + :by", by=number(1)) == INVALID
    item = api.get()
    assert (item["n"], item["k"]) == (number("0.3"), number("0.2"))
    assert Decimal(item["m"]["N"]) == 10**38


@pytest.mark.parametrize(
    ("range_type", "ordered"),
    [("S", TEXTS), ("N", NUMBERS), ("B", BYTES)],
    ids=["texts", "numbers", "bytes"],
)
def test_keys_are_in_the_order_of_their_bytes_or_values(
    ask: Ask, range_type: str, ordered: tuple[Any, ...]
) -> None:
    api = Api(ask, range_type=range_type)
    for value in sorted(ordered, key=hash):
        assert api.put({range_type: value}) == {}
    found = api.range_keys(Limit=5)
    read = {"S": str, "N": Decimal, "B": bytes}[range_type]
    assert [read(key[range_type]) for key in found] == [read(value) for value in ordered]
    assert api.range_keys(Limit=5, ScanIndexForward=False) == found[::-1]


def test_an_item_has_exactly_400_kb_at_most(api: Api) -> None:
    names = len("PK" + "p" + "SK" + "s" + "d")
    assert api.put(d=text("x" * (ITEM_BYTES - names + 1))) == INVALID
    assert (
        api.put(d=text("é" * ((ITEM_BYTES - names) // 2) + "x" * ((ITEM_BYTES - names) % 2))) == {}
    )
    assert api.update("SET e = :e", e=text("")) == INVALID
    assert set(api.get()) == {"PK", "SK", "d"}


def test_a_page_has_at_most_1_mb(api: Api) -> None:
    for position in range(13):
        api.put(f"{position:02}", d=text("x" * 100_000))
    pages = api.pages("Scan")
    assert [page["Count"] for page in pages] == [10, 3]
    assert api.range_keys() == [text(f"{position:02}") for position in range(13)]


def test_values_may_be_empty_but_sets_and_keys_may_not(api: Api) -> None:
    empty: dict[str, Any] = {"s": text(""), "b": {"B": b""}, "l": {"L": []}, "m": {"M": {}}}
    assert api.put(**empty) == {}
    assert {name: api.get()[name] for name in "slm"} == {name: empty[name] for name in "slm"}
    for kind in ("SS", "NS", "BS"):
        assert api.put(v={kind: []}) == INVALID
    assert api.put("") == INVALID
    assert api.put("s", GSI1PK=text(""), GSI1SK=text("a")) == INVALID


def test_a_set_has_no_element_twice_and_no_order(api: Api) -> None:
    assert api.put(v={"SS": ["b", "a", ""]}) == {}
    assert api.get()["v"] == {"SS": ["", "a", "b"]}
    assert api.put(v={"SS": ["a", "a"]}) == INVALID
    assert api.put(v={"NS": ["1", "1.0"]}) == INVALID


def test_texts_are_kept_as_they_are_and_compared_by_their_bytes(api: Api) -> None:
    composed, decomposed = "é", "e\u0301"
    for name in (composed, decomposed, "\U0001f600", "a\x00b", "\u202e"):
        assert api.put(name, **{name: text(name * 3)}) == {}
        assert api.get(name)[name] == text(name * 3)
    assert len(api.range_keys()) == 5


@pytest.mark.parametrize(("length", "is_taken"), [(1024, True), (1025, False)])
def test_a_range_key_has_1024_bytes_at_most(api: Api, length: int, *, is_taken: bool) -> None:
    key = "é" * (length // 2) + "x" * (length % 2)
    assert api.put(key) == ({} if is_taken else INVALID)


def test_keys_have_the_types_of_the_table_and_its_index(api: Api) -> None:
    assert api.put(number(1)) == INVALID
    assert api.put(GSI1PK=number(1), GSI1SK=text("a")) == INVALID
    assert api.update("SET GSI1PK = :v", v=number(1)) == INVALID
    assert api.call("GetItem", Key={"PK": text("p")}) == INVALID
    assert api.call("DeleteItem", Key={"PK": text("p"), "SK": number(1)}) == INVALID


@pytest.mark.parametrize(
    ("count_of_writes", "answer"), [(25, {"UnprocessedItems": {}}), (26, INVALID)]
)
def test_a_batch_has_25_writes_at_most(api: Api, count_of_writes: int, answer: Answer) -> None:
    items = ({"PK": text("p"), "SK": text(f"{position}")} for position in range(count_of_writes))
    puts = [{"PutRequest": {"Item": item}} for item in items]
    assert api.ask("BatchWriteItem", {"RequestItems": {api.table: puts}}) == answer


@pytest.mark.parametrize(("count_of_writes", "answer"), [(100, {}), (101, INVALID)])
def test_a_transaction_has_100_writes_at_most(
    api: Api, count_of_writes: int, answer: Answer
) -> None:
    items = ({"PK": text("p"), "SK": text(f"{position}")} for position in range(count_of_writes))
    puts = [{"Put": {"TableName": api.table, "Item": item}} for item in items]
    assert api.ask("TransactWriteItems", {"TransactItems": puts}) == answer
    assert len(api.range_keys()) == (count_of_writes if answer == {} else 0)

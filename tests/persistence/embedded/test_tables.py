from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from persistence.embedded.errors import DynamoError
from persistence.embedded.tables import KeySchema, table_of
from persistence.embedded.values import AttributeValue, Item, canonical_item
from tests.persistence.embedded.builders import a_table, a_thing, an_index, key, number, text

unicode_texts = st.text(min_size=1, max_size=8)


def _encoded(value: AttributeValue, kind: str) -> bytes:
    schema = KeySchema(hash_name="K", range_name=None, types={"K": kind})
    return schema.encode({"K": value})[0]


@given(unicode_texts, unicode_texts)
def test_string_keys_are_in_the_order_of_their_utf8_bytes(left: str, right: str) -> None:
    assert (_encoded(text(left), "S") < _encoded(text(right), "S")) == (
        left.encode() < right.encode()
    )


@given(st.integers(), st.integers())
def test_number_keys_are_in_numeric_order(left: int, right: int) -> None:
    shortened = [f"{Decimal(one):.30E}" for one in (left, right)]
    items = [canonical_item({"K": number(one)})[0] for one in shortened]
    encoded = [_encoded(item["K"], "N") for item in items]
    assert (encoded[0] < encoded[1]) == (Decimal(shortened[0]) < Decimal(shortened[1]))


@given(st.binary(min_size=1), st.binary(min_size=1))
def test_binary_keys_are_in_the_order_of_their_bytes(left: bytes, right: bytes) -> None:
    assert (_encoded({"B": left}, "B") < _encoded({"B": right}, "B")) == (left < right)


def test_a_key_has_exactly_the_attributes_of_the_schema() -> None:
    table = table_of(1, a_table())
    assert table.key(key("a", "b")) == (key("a", "b"), (b"a", b"b"))
    for wrong in ({"PK": text("a")}, a_thing("a", "b", extra=text("c"))):
        with pytest.raises(DynamoError, match="does not match the schema"):
            table.key(wrong)


def test_a_table_without_a_range_key_has_an_empty_one() -> None:
    table = table_of(1, a_table(range_type=None))
    assert table.key({"PK": text("a")})[1] == (b"a", b"")


@pytest.mark.parametrize(
    ("item", "message"),
    [
        ({"PK": text("a")}, "Missing the key SK"),
        ({"PK": text("a"), "SK": number(1)}, "Type mismatch for key SK expected: S actual: N"),
        (key("", "b"), "cannot contain an empty value. Key: PK"),
        (key("p" * 2049, "b"), "Size of key PK has exceeded the maximum size limit of 2048"),
        (key("a", "s" * 1025), "Size of key SK has exceeded the maximum size limit of 1024"),
        (a_thing(GSI1PK=number(1)), "Type mismatch for key GSI1PK"),
        (a_thing(GSI1SK=text("")), "cannot contain an empty value. Key: GSI1SK"),
    ],
)
def test_a_row_needs_valid_keys(item: Item, message: str) -> None:
    table = table_of(1, a_table(indexes=(an_index(),)))
    with pytest.raises(DynamoError, match=message):
        table.row(item, 10)


def test_a_row_holds_the_keys_of_every_index() -> None:
    by_hash = an_index("GSI2", hash_name="G2", range_name=None)
    table = table_of(1, a_table(indexes=(an_index(), by_hash)))
    whole = a_thing(GSI1PK=text("g"), GSI1SK=text("h"), G2=text("i"))
    assert table.row(whole, 10)[4:] == (b"g", b"h", b"i", b"")
    assert table.row(a_thing(GSI1PK=text("g")), 10)[4:] == (None, None, None, None)


def test_an_unknown_index_is_refused() -> None:
    with pytest.raises(DynamoError, match="does not have the specified index: GSI9"):
        table_of(1, a_table()).index("GSI9")

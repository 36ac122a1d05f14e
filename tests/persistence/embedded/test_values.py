from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from persistence.embedded.codec import decode, encode, encode_sorted
from persistence.embedded.errors import DynamoError
from persistence.embedded.values import (
    AttributeValue,
    canonical,
    canonical_item,
    contains,
    precedes,
)
from tests.persistence.embedded.builders import number, text


def _tagged(kind: str, contents: st.SearchStrategy[Any]) -> st.SearchStrategy[AttributeValue]:
    def tag(content: Any) -> AttributeValue:
        return {kind: content}

    return contents.map(tag)


def _nested(inner: st.SearchStrategy[AttributeValue]) -> st.SearchStrategy[AttributeValue]:
    lists = _tagged("L", st.lists(inner, max_size=4))
    return lists | _tagged("M", st.dictionaries(st.text(max_size=4), inner, max_size=4))


def _sets(kind: str, elements: st.SearchStrategy[Any]) -> st.SearchStrategy[AttributeValue]:
    return _tagged(kind, st.lists(elements, min_size=1, max_size=4, unique=True))


scalars: st.SearchStrategy[AttributeValue] = st.one_of(
    _tagged("S", st.text()),
    _tagged("N", st.integers(-(10**9), 10**9).map(str)),
    _tagged("B", st.binary()),
    _tagged("BOOL", st.booleans()),
    _tagged("NULL", st.just(value=True)),
    _sets("SS", st.text()),
    _sets("NS", st.integers(-99, 99).map(str)),
    _sets("BS", st.binary()),
)
values = st.recursive(scalars, _nested, max_leaves=10)
items = st.dictionaries(st.text(min_size=1, max_size=4), values, max_size=5)


@given(items)
def test_an_item_survives_storage(item: dict[str, AttributeValue]) -> None:
    stored, size = canonical_item(item)
    assert decode(encode(stored)) == stored
    assert canonical_item(stored) == (stored, size)


def test_sets_are_equal_whatever_their_order() -> None:
    assert canonical({"SS": ["b", "a"]}) == canonical({"SS": {"a", "b"}})
    assert canonical({"NS": ["1.0", "2"]})[0] == canonical({"NS": ["2.0", "1"]})[0]


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ({"S": "h\u00e9"}, 3),
        ({"B": b"abc"}, 3),
        ({"B": bytearray(b"abc")}, 3),
        ({"BOOL": False}, 1),
        ({"NULL": True}, 1),
        ({"L": []}, 3),
        ({"L": [{"S": "ab"}]}, 6),
        ({"M": {"k": {"S": "ab"}}}, 7),
        ({"SS": ["ab", "c"]}, 3),
        ({"NS": ["10", "20"]}, 4),
    ],
)
def test_a_value_has_a_size_in_bytes(value: AttributeValue, size: int) -> None:
    assert canonical(value)[1] == size


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({}, "ValidationException: Supplied AttributeValue is empty"),
        ("text", "ValidationException: Supplied AttributeValue is empty"),
        ({"S": "a", "N": "1"}, "ValidationException: Supplied AttributeValue is empty"),
        ({"X": "a"}, "ValidationException: Supplied AttributeValue has an unknown type: X"),
        ({"S": 1}, "SerializationException: A value of type S must be a string"),
        ({"B": "text"}, "SerializationException: A value of type B must be bytes"),
        ({"BOOL": "true"}, "SerializationException: A value of type BOOL"),
        ({"NULL": False}, "SerializationException: A value of type NULL"),
        ({"M": []}, "SerializationException: A value of type M must be a map"),
        ({"L": {}}, "SerializationException: A value of type L must be a list"),
        ({"SS": "abc"}, "SerializationException: A value of type SS must be a set"),
        ({"SS": []}, "ValidationException: .* a set may not be empty"),
        ({"NS": ["1", "1.0"]}, "ValidationException: .* contains duplicates"),
        ({"S": "\ud800"}, "ValidationException: .* unpaired surrogate"),
    ],
)
def test_a_malformed_value_is_refused(value: object, message: str) -> None:
    with pytest.raises(DynamoError, match=message):
        canonical(value)


def _deep(depth: int, kind: str) -> AttributeValue:
    value = text("leaf")
    for _ in range(depth):
        content: Any = [value] if kind == "L" else {"k": value}
        value = {kind: content}
    return value


@pytest.mark.parametrize("kind", ["L", "M"])
def test_values_nest_at_most_32_deep(kind: str) -> None:
    assert canonical(_deep(32, kind))[0] == _deep(32, kind)
    with pytest.raises(DynamoError, match="Nesting Levels"):
        canonical(_deep(33, kind))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (text("Z"), text("a")),
        (text("\uffee"), text("\U0001f600")),
        (number(9), number(10)),
        (number("-2.5"), number("-1")),
        ({"B": b"\x7f"}, {"B": b"\x80"}),
    ],
)
def test_values_of_one_type_have_an_order(left: AttributeValue, right: AttributeValue) -> None:
    assert precedes(left, right, or_equals=False)
    assert not precedes(right, left, or_equals=True)
    assert precedes(left, left, or_equals=True)
    assert not precedes(left, left, or_equals=False)


def test_values_of_different_or_unordered_types_have_no_order() -> None:
    assert not precedes(number(1), text("2"), or_equals=True)
    assert not precedes({"BOOL": False}, {"BOOL": True}, or_equals=True)


@pytest.mark.parametrize(
    ("whole", "part", "expected"),
    [
        (text("hello"), text("ell"), True),
        (text("hello"), number(1), False),
        ({"B": b"abc"}, {"B": b"b"}, True),
        ({"SS": ["a", "b"]}, text("a"), True),
        ({"SS": ["ab"]}, text("a"), False),
        ({"NS": ["1"]}, number(1), True),
        ({"NS": ["1"]}, text("1"), False),
        ({"L": [text("a"), number(2)]}, number(2), True),
        ({"L": []}, number(2), False),
        (number(12), number(1), False),
        ({"M": {"a": text("b")}}, text("a"), False),
    ],
)
def test_contains_looks_for_a_substring_or_an_element(
    whole: AttributeValue, part: AttributeValue, *, expected: bool
) -> None:
    assert contains(whole, part) is expected


def test_an_attribute_may_be_named_like_a_type() -> None:
    item = {"B": text("x"), "L": {"L": [{"B": b"\x00"}]}, "S": text('"B":')}
    assert decode(encode(item)) == item


def test_requests_with_other_order_have_one_sorted_text() -> None:
    first = {"a": {"B": bytearray(b"\x00")}, "b": 1}
    assert encode_sorted(first) == encode_sorted({"b": 1, "a": {"B": b"\x00"}})

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from persistence.embedded.decimals import (
    add,
    canonical_number,
    encode_number,
    negated,
    number_size,
)
from persistence.embedded.errors import DynamoError

integers = st.integers(min_value=-(10**38) + 1, max_value=10**38 - 1)
exponents = st.integers(min_value=-130, max_value=87)
numbers = st.tuples(integers, exponents).map(lambda pair: f"{pair[0]}E{pair[1]}")


@pytest.mark.parametrize(
    ("given_text", "stored"),
    [
        ("1.50", "1.5"),
        ("1E+3", "1000"),
        ("-0", "0"),
        ("0.000", "0"),
        ("007", "7"),
        ("+3", "3"),
        (".5", "0.5"),
        ("5.", "5"),
        ("1e-130", "0." + "0" * 129 + "1"),
        ("1" + "0" * 125, "1" + "0" * 125),
        ("12345678901234567890123456789012345678", "12345678901234567890123456789012345678"),
    ],
)
def test_a_number_has_one_plain_form(given_text: str, stored: str) -> None:
    assert canonical_number(given_text) == stored


@pytest.mark.parametrize(
    "given_text",
    ["", "x", "NaN", "Infinity", "1_000", " 1", "1 ", "\u0661", "1e", "--1", 5, None],
)
def test_what_is_not_a_number_is_refused(given_text: object) -> None:
    with pytest.raises(DynamoError, match="cannot be converted to a numeric value"):
        canonical_number(given_text)


@pytest.mark.parametrize(
    "given_text", ["123456789012345678901234567890123456789", "1E+126", "1E-131", "0." + "1" * 39]
)
def test_a_number_outside_the_precision_or_the_range_is_refused(given_text: str) -> None:
    with pytest.raises(DynamoError, match="38 significant digits"):
        canonical_number(given_text)


@given(numbers)
def test_the_canonical_form_keeps_the_value_and_is_final(given_text: str) -> None:
    stored = canonical_number(given_text)
    assert Decimal(stored) == Decimal(given_text)
    assert canonical_number(stored) == stored


@given(numbers, numbers)
def test_encoded_numbers_are_in_numeric_order(left: str, right: str) -> None:
    encoded = [encode_number(canonical_number(text)) for text in (left, right)]
    assert (encoded[0] < encoded[1]) == (Decimal(left) < Decimal(right))
    assert (encoded[0] == encoded[1]) == (Decimal(left) == Decimal(right))


def test_addition_is_exact() -> None:
    assert add("0.1", "0.2") == "0.3"
    assert add("5", negated("7.5")) == "-2.5"
    assert add("5", negated("-1")) == "6"
    assert negated("0") == "0"


def test_a_sum_that_needs_more_digits_is_refused() -> None:
    with pytest.raises(DynamoError, match="more than 38 digits"):
        add("1" + "0" * 38, "0.1")


@pytest.mark.parametrize(
    ("stored", "size"), [("0", 1), ("7", 2), ("-7", 3), ("1200", 2), ("0.012", 2), ("123", 3)]
)
def test_a_number_counts_a_byte_for_two_digits(stored: str, size: int) -> None:
    assert number_size(stored) == size

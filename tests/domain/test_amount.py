from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.amount import LARGEST, amount, plain, shown_percentage
from domain.errors import InvalidInputError

amounts = st.decimals(-LARGEST, LARGEST, places=10)


def test_an_amount_is_rounded_half_even_to_10_places() -> None:
    assert amount(Decimal("0.00000000005"), field="value") == 0
    assert amount(Decimal("0.00000000015"), field="value") == Decimal("0.0000000002")


@pytest.mark.parametrize(
    "value", ["NaN", "sNaN", "Infinity", "-Infinity", "1000000000000.1", "1E+999999999"]
)
def test_an_amount_must_be_finite_and_within_ten_to_the_twelfth(value: str) -> None:
    with pytest.raises(InvalidInputError, match="value must be a finite number") as refusal:
        amount(Decimal(value), field="value")
    assert refusal.value.details["value"] == f"'{value}'"


@pytest.mark.parametrize("sign", [1, -1])
def test_the_largest_amount_itself_is_taken(sign: int) -> None:
    assert amount(sign * LARGEST, field="value") == sign * LARGEST


@pytest.mark.parametrize(
    ("value", "shown"),
    [("1.50", "1.5"), ("1E+3", "1000"), ("-0", "0"), ("-0.00", "0"), ("100", "100"), ("2.0", "2")],
)
def test_a_plain_amount_has_no_trailing_zero_no_exponent_and_no_negative_zero(
    value: str, shown: str
) -> None:
    assert str(plain(Decimal(value))) == shown


@given(values=st.lists(amounts, max_size=40), data=st.data())
def test_amounts_add_up_to_the_same_sum_in_every_order(
    values: list[Decimal], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(values))
    assert sum(values, Decimal(0)) == sum(shuffled, Decimal(0))


@pytest.mark.parametrize(
    ("value", "shown"), [("33.335", "33.34"), ("66.664999", "66.66"), ("100", "100.00")]
)
def test_a_percentage_is_shown_with_two_decimals_half_up(value: str, shown: str) -> None:
    assert str(shown_percentage(Decimal(value))) == shown

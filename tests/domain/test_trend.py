from __future__ import annotations

from decimal import Decimal
from statistics import linear_regression

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.trend import Trend, trend

IMPROVING, STABLE, DECLINING = Trend.IMPROVING, Trend.STABLE, Trend.DECLINING
TURNED = {IMPROVING: DECLINING, DECLINING: IMPROVING, STABLE: STABLE}

numbers = st.lists(st.decimals(-1000, 1000, places=2), max_size=9)


def trend_of(*values: float | str, is_lower_better: bool = False) -> Trend:
    return trend([Decimal(value) for value in values], is_lower_better=is_lower_better)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((1, 2, 3, 4, 5), IMPROVING),
        ((5, 4, 3, 2, 1), DECLINING),
        ((3, 3, 3, 3, 3), STABLE),
        ((1, 9, 1), STABLE),
        ((1, 2), IMPROVING),
        ((0, 0), STABLE),
        ((-1, 0, 1), IMPROVING),
        ((-3, -2), IMPROVING),
    ],
)
def test_the_slope_of_the_values_tells_the_trend(values: tuple[int, ...], expected: Trend) -> None:
    assert trend_of(*values) is expected


@pytest.mark.parametrize("values", [(), (7,)])
def test_fewer_than_two_values_are_stable(values: tuple[int, ...]) -> None:
    assert trend_of(*values) is STABLE


def test_only_the_last_five_values_count() -> None:
    assert trend_of(100, 1, 2, 3, 4, 5) is IMPROVING
    assert trend_of(100, 2, 3, 4, 5) is DECLINING


def test_a_slope_of_exactly_1_percent_of_the_mean_is_stable() -> None:
    assert trend_of(99, 100, 101) is STABLE
    assert trend_of(99, 100, "101.01") is IMPROVING
    assert trend_of(101, 100, 99) is STABLE
    assert trend_of("101.01", 100, 99) is DECLINING


def test_the_mean_is_taken_without_its_sign() -> None:
    assert trend_of(-101, -100, -99) is STABLE
    assert trend_of(-102, -100, -98) is IMPROVING


def test_a_limit_that_is_used_less_improves() -> None:
    assert trend_of(5, 4, 3, is_lower_better=True) is IMPROVING
    assert trend_of(3, 4, 5, is_lower_better=True) is DECLINING


@given(numbers)
def test_where_lower_is_better_the_trend_is_turned_round(values: list[Decimal]) -> None:
    assert trend(values, is_lower_better=True) is TURNED[trend(values, is_lower_better=False)]


@given(numbers, st.integers(1, 1000))
def test_the_unit_of_the_values_does_not_matter(values: list[Decimal], scale: int) -> None:
    scaled = [value * scale for value in values]
    assert trend(scaled, is_lower_better=False) is trend(values, is_lower_better=False)


@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=5))
def test_the_slope_is_that_of_a_linear_regression(values: list[int]) -> None:
    slope = linear_regression(range(len(values)), values).slope
    edge = abs(sum(values)) / len(values) / 100
    assume(abs(abs(slope) - edge) > 1e-6)
    expected = STABLE if abs(slope) < edge else IMPROVING if slope > 0 else DECLINING
    assert trend_of(*values) is expected

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.forecast import Projection, projected_completion

TODAY = date(2024, 2, 20)

moves = st.lists(st.decimals(-100, 100, places=2), max_size=12)
amounts = st.decimals(-1000, 1000, places=2)


def projected(
    *weekly: float | str,
    current: float = 0,
    value: float = 70,
    as_of: date = TODAY,
    is_lower_better: bool = False,
) -> Projection | None:
    return projected_completion(
        current=Decimal(current),
        value=Decimal(value),
        weekly=[Decimal(moved) for moved in weekly],
        as_of=as_of,
        is_lower_better=is_lower_better,
    )


def days_ahead(found: Projection | None) -> list[int | None]:
    assert found is not None
    dates = (found.earliest_on, found.expected_on, found.latest_on)
    return [None if day is None else (day - TODAY).days for day in dates]


def test_even_weeks_lead_to_one_day_over_a_leap_day() -> None:
    day = date(2024, 3, 1)
    found = projected(7, 7, 7, value=10)
    assert found == Projection(earliest_on=day, expected_on=day, latest_on=day)


def test_a_day_that_is_begun_counts_whole() -> None:
    assert days_ahead(projected(7, 7, value=10.5)) == [11, 11, 11]


def test_the_band_is_one_sample_deviation_of_the_weeks_to_either_side() -> None:
    # mean 10, sample variance (16 + 0 + 16) / 2 = 16: 490 at 14, 10 and 6 a week
    assert days_ahead(projected(6, 10, 14)) == [35, 49, 82]


def test_only_the_last_eight_weeks_count() -> None:
    assert projected(900, *[10] * 8) == projected(*[10] * 8)
    assert projected(900, *[10] * 7) != projected(*[10] * 7)


@pytest.mark.parametrize("weekly", [(), (7,)])
def test_fewer_than_two_weeks_tell_nothing(weekly: tuple[int, ...]) -> None:
    assert projected(*weekly) is None
    assert projected(*weekly, current=70) is None


@pytest.mark.parametrize("weekly", [(0, 0), (5, -5), (-5, -1), (-9, 8)])
def test_weeks_that_do_not_lead_there_on_the_mean_tell_nothing(weekly: tuple[int, int]) -> None:
    assert projected(*weekly) is None


def test_the_slow_side_may_never_get_there() -> None:
    # mean 5, sample deviation √50: 490 at 12.07 and 5 a week
    assert days_ahead(projected(0, 10)) == [41, 98, None]


def test_a_falling_measurement_is_projected_down() -> None:
    down = projected(-6, -10, -14, current=80, value=10, is_lower_better=True)
    assert down == projected(6, 10, 14)
    assert projected(6, 10, current=80, value=10, is_lower_better=True) is None


@pytest.mark.parametrize("current", [70, 71])
def test_a_goal_that_is_there_is_there_today(current: int) -> None:
    assert days_ahead(projected(0, -1, current=current)) == [0, 0, 0]


def test_a_measurement_below_its_falling_target_is_there_today() -> None:
    assert days_ahead(projected(1, 2, current=60, is_lower_better=True)) == [0, 0, 0]


def test_the_calendar_ends_with_the_year_9999() -> None:
    eve = date(9999, 12, 30)
    last = Projection(earliest_on=date.max, expected_on=date.max, latest_on=date.max)
    assert projected(7, 7, value=1, as_of=eve) == last
    assert projected(7, 7, value=2, as_of=eve) is None
    assert projected("1e-10", "1e-10", value=10**12) is None


def test_a_slow_side_past_the_year_9999_is_never() -> None:
    found = projected(6, 8, value=2, as_of=date(9999, 12, 29))
    assert found == Projection(earliest_on=date.max, expected_on=date.max, latest_on=None)


@given(weekly=moves, current=amounts, value=amounts, is_lower_better=st.booleans())
def test_the_band_holds_what_is_expected(
    *, weekly: list[Decimal], current: Decimal, value: Decimal, is_lower_better: bool
) -> None:
    found = projected_completion(
        current=current, value=value, weekly=weekly, as_of=TODAY, is_lower_better=is_lower_better
    )
    if found is not None:
        assert TODAY <= found.earliest_on <= found.expected_on
        assert found.latest_on is None or found.expected_on <= found.latest_on


@given(moves, amounts, amounts)
def test_up_is_down_with_every_sign_turned(
    weekly: list[Decimal], current: Decimal, value: Decimal
) -> None:
    up = projected_completion(
        current=current, value=value, weekly=weekly, as_of=TODAY, is_lower_better=False
    )
    down = projected_completion(
        current=-current,
        value=-value,
        weekly=[-moved for moved in weekly],
        as_of=TODAY,
        is_lower_better=True,
    )
    assert up == down

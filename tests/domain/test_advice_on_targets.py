"""Advice on targets that ask for too little, too much or too often."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.occurrence import NOTHING, Done, Outcome
from domain.recommendation import Recommendation, RecommendationKind
from domain.target import GoalPattern, TargetType
from tests.domain.evidence import DAILY, ROLLING, advised, an_occurrence, figures, judged


def test_a_target_exceeded_for_eight_periods_is_to_be_raised() -> None:
    recommendation = advised(judged=judged(3, *[15] * 7, 12))
    assert recommendation is not None
    assert recommendation.kind is RecommendationKind.RAISE_TARGET
    assert recommendation.reason == (
        "Each of the last 8 judged periods exceeded 10 pages; the least came to 12."
    )
    assert figures(recommendation) == {"judged": 8, "target": 10, "least": 12}


@pytest.mark.parametrize(
    "totals", [[12] * 7, [12] * 7 + [10], [9, *[12] * 7], [*[12] * 7, None, *[12] * 4]]
)
def test_a_target_just_met_or_exceeded_for_less_long_is_kept(totals: list[int | None]) -> None:
    assert advised(judged=judged(*totals)) is None


@pytest.mark.parametrize(
    ("pattern", "changes"),
    [
        (GoalPattern.STREAK, {}),
        (GoalPattern.LIMIT, {"value": Decimal(99)}),
        (GoalPattern.RECURRING, {"target_type": TargetType.RANGE}),
        (GoalPattern.RECURRING, {"period": None, "rolling_days": 7}),
    ],
)
def test_only_what_asks_for_more_can_be_exceeded(
    pattern: GoalPattern, changes: dict[str, Any]
) -> None:
    target = replace(DAILY, **changes)
    days = judged(*[12] * 8, pattern=pattern, target=target)
    assert advised(pattern=pattern, target=target, judged=days) is None


def test_a_target_missed_more_often_than_met_is_to_be_eased_to_what_half_would_have_met() -> None:
    recommendation = advised(judged=judged(10, 10, 10, 8, 7, 6, 5, 4, 3))
    assert recommendation is not None
    assert recommendation.kind is RecommendationKind.EASE_TARGET
    assert recommendation.reason == (
        "3 of the last 9 judged periods were met; a target of 7 pages fits what was done."
    )
    assert figures(recommendation) == {"met": 3, "judged": 9, "eased_value": 7}


def test_a_limit_exceeded_more_often_than_kept_is_eased_upwards() -> None:
    days = judged(10, 10, None, 11, 12, 15, 20, 30, pattern=GoalPattern.LIMIT)
    recommendation = advised(pattern=GoalPattern.LIMIT, judged=days)
    assert figures(recommendation) == {"met": 3, "judged": 8, "eased_value": 11}


@pytest.mark.parametrize("totals", [[10] * 4 + [5] * 4, [5] * 7])
def test_half_met_is_enough_and_fewer_than_eight_periods_tell_nothing(totals: list[int]) -> None:
    assert advised(judged=judged(*totals)) is None


def test_only_the_last_30_judged_periods_count() -> None:
    assert advised(judged=judged(*[5] * 40, *[10] * 15, *[4] * 15)) is None
    recommendation = advised(judged=judged(*[10] * 40, *[10] * 14, *[4] * 16))
    assert figures(recommendation) == {"met": 14, "judged": 30, "eased_value": 4}


def test_periods_judged_by_an_earlier_target_say_nothing_about_this_one() -> None:
    earlier = judged(*[5] * 8, target=replace(DAILY, value=Decimal(50)))
    assert advised(judged=(*earlier, *judged(*[5] * 7))) is None


def test_where_most_periods_are_empty_it_is_to_be_asked_less_often() -> None:
    recommendation = advised(judged=judged(10, None, None, 10, None, None, 10, None))
    assert recommendation is not None
    assert recommendation.kind is RecommendationKind.ASK_LESS_OFTEN
    assert recommendation.reason == ("3 of the last 8 judged periods were met, about one in 3.")
    assert figures(recommendation) == {"met": 3, "judged": 8, "every": 3}


def test_a_streak_too_is_asked_for_less_often() -> None:
    target = replace(DAILY, value=Decimal(30))
    days = judged(1, None, 1, *[None] * 6, 1, pattern=GoalPattern.STREAK, target=target)
    recommendation = advised(pattern=GoalPattern.STREAK, target=target, judged=days)
    assert figures(recommendation) == {"met": 3, "judged": 10, "every": 4}


def test_nothing_can_be_eased_where_nothing_was_ever_met() -> None:
    assert advised(judged=judged(*[None] * 10)) is None


def test_no_value_fits_what_is_to_lie_in_a_range() -> None:
    low, high = Decimal(5), Decimal(8)
    target = replace(DAILY, target_type=TargetType.RANGE, min_value=low, max_value=high)
    days = judged(*[20] * 8, 6, target=target)
    assert advised(target=target, judged=days) is None


def rolled(*, done: int, met: int) -> Recommendation | None:
    """Return what is recommended after 30 days, the last of them a day done."""
    days = tuple(
        an_occurrence(
            Outcome.MET if n < met else Outcome.MISSED,
            Done(total=Decimal(1), counted=1) if n < done else NOTHING,
            target=ROLLING,
        )
        for n in range(30)
    )
    return advised(target=ROLLING, judged=days[::-1])


@pytest.mark.parametrize(("done", "times"), [(7, 1), (14, 3)])
def test_a_rolling_goal_is_eased_to_the_days_done_in_as_many_days(done: int, times: int) -> None:
    assert figures(rolled(done=done, met=0)) == {"met": 0, "judged": 30, "eased_value": times}


@pytest.mark.parametrize("done", [4, 18])
def test_a_rolling_goal_is_eased_to_a_day_at_least_and_never_to_more_than_now(done: int) -> None:
    assert rolled(done=done, met=4) is None


@given(st.lists(st.integers(0, 30), min_size=8, max_size=30))
def test_half_of_the_periods_would_have_met_an_eased_target(totals: list[int]) -> None:
    for pattern in (GoalPattern.RECURRING, GoalPattern.LIMIT):
        found = advised(pattern=pattern, judged=judged(*totals, pattern=pattern))
        if found is not None and found.kind is RecommendationKind.EASE_TARGET:
            eased = replace(DAILY, value=Decimal(str(figures(found)["eased_value"])))
            again = judged(*totals, pattern=pattern, target=eased)
            assert sum(each.outcome is Outcome.MET for each in again) * 2 >= len(totals)
            assert (eased.value > DAILY.value) == (pattern is GoalPattern.LIMIT)

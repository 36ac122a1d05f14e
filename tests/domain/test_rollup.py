from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest

from domain.activity import ActivityType
from domain.rollup import DayRollup, month_of
from domain.target import Aggregation
from tests.builders import DAY, NOW, an_activity

FACTS: dict[str, Any] = json.loads((files("tests") / "data" / "day_amounts.json").read_text())


def a_day_of(*values: float | str, kind: ActivityType = ActivityType.PROGRESS) -> DayRollup:
    day = DayRollup(day=DAY)
    for n, value in enumerate(values):
        at = NOW + timedelta(minutes=n)
        day = day.including(an_activity(value=Decimal(str(value)), occurred_at=at, kind=kind))
    return day


@pytest.mark.parametrize("case", FACTS["cases"], ids=lambda case: case["aggregation"])
def test_a_day_comes_to_what_the_peer_says(case: dict[str, Any]) -> None:
    amount = a_day_of(*case["values"]).amount(Aggregation(case["aggregation"]))
    assert amount == Decimal(str(case["amount"]))


def test_the_mean_is_the_true_mean_not_that_of_distinct_values() -> None:
    assert a_day_of(2, 2, 2, 8).amount(Aggregation.MEAN) == Decimal("3.5")


@pytest.mark.parametrize("how", Aggregation)
def test_an_empty_day_sums_counts_and_is_unary_0_and_else_has_no_amount(how: Aggregation) -> None:
    is_number = how in {Aggregation.SUM, Aggregation.COUNT, Aggregation.UNARY}
    assert DayRollup(day=DAY).amount(how) == (Decimal(0) if is_number else None)


def test_a_value_of_0_is_a_value() -> None:
    day = a_day_of(0)
    assert all(day.amount(how) is not None for how in Aggregation)
    assert day.amount(Aggregation.COUNT) == 1


def test_a_skip_counts_nothing() -> None:
    day = a_day_of(5, kind=ActivityType.SKIPPED)
    assert day == DayRollup(day=DAY, skipped=1)


def test_completed_and_partial_activities_count_with_their_value() -> None:
    done, part = ActivityType.COMPLETED, ActivityType.PARTIAL
    assert (a_day_of(5, kind=done).completed, a_day_of(5, kind=part).partial) == (1, 1)
    assert a_day_of(5, kind=part).amount(Aggregation.SUM) == 5


def test_a_day_keeps_its_skips_when_more_is_logged() -> None:
    skipped = a_day_of(0, kind=ActivityType.SKIPPED)
    assert skipped.including(an_activity()).skipped == 1


def test_decimals_of_a_day_add_up_exactly() -> None:
    assert a_day_of(*["0.1"] * 3).amount(Aggregation.SUM) == Decimal("0.3")


def test_a_day_lies_in_its_calendar_month() -> None:
    assert month_of(date(2026, 3, 31)) == "2026-03"

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.target import Aggregation, GoalPattern, TargetType, aggregation_of, is_satisfied
from tests.builders import a_target

PERIODIC = {GoalPattern.RECURRING, GoalPattern.STREAK, GoalPattern.LIMIT}
FINISHING = {GoalPattern.MILESTONE, GoalPattern.TARGET, GoalPattern.STREAK}


@pytest.mark.parametrize("pattern", GoalPattern)
def test_rates_are_judged_by_periods_and_totals_complete_themselves(pattern: GoalPattern) -> None:
    assert pattern.is_periodic == (pattern in PERIODIC)
    assert pattern.completes_itself == (pattern in FINISHING)


@pytest.mark.parametrize(
    ("kind", "satisfying", "failing"),
    [
        (TargetType.MINIMUM, [8, 9], [7]),
        (TargetType.MAXIMUM, [0, 8], [9]),
        (TargetType.EXACT, [8], [7, 9]),
        (TargetType.RANGE, [2, 5], [1, 6]),
    ],
)
def test_each_target_type_compares_the_total_in_its_way(
    kind: TargetType, satisfying: list[int], failing: list[int]
) -> None:
    low, high = Decimal(2), Decimal(5)
    target = a_target(value=Decimal(8), target_type=kind, min_value=low, max_value=high)

    def fits(total: int) -> bool:
        return is_satisfied(Decimal(total), target=target, pattern=GoalPattern.RECURRING)

    assert all(map(fits, satisfying))
    assert not any(map(fits, failing))


def test_a_range_may_be_open_on_one_side() -> None:
    least = a_target(target_type=TargetType.RANGE, min_value=Decimal(2))
    most = a_target(target_type=TargetType.RANGE, max_value=Decimal(2))
    pattern = GoalPattern.RECURRING
    assert is_satisfied(Decimal(99), target=least, pattern=pattern)
    assert is_satisfied(Decimal(-99), target=most, pattern=pattern)
    assert not is_satisfied(Decimal(1), target=least, pattern=pattern)


def test_without_a_type_a_limit_is_a_maximum_and_anything_else_a_minimum() -> None:
    target = a_target(value=Decimal(8))
    assert is_satisfied(Decimal(7), target=target, pattern=GoalPattern.LIMIT)
    assert not is_satisfied(Decimal(9), target=target, pattern=GoalPattern.LIMIT)
    assert is_satisfied(Decimal(9), target=target, pattern=GoalPattern.RECURRING)


@pytest.mark.parametrize(
    ("pattern", "usual"),
    [
        (GoalPattern.RECURRING, Aggregation.SUM),
        (GoalPattern.MILESTONE, Aggregation.SUM),
        (GoalPattern.TARGET, Aggregation.LAST),
        (GoalPattern.STREAK, Aggregation.UNARY),
        (GoalPattern.LIMIT, Aggregation.SUM),
    ],
)
def test_a_day_adds_up_unless_it_is_measured_or_only_done(
    pattern: GoalPattern, usual: Aggregation
) -> None:
    assert aggregation_of(a_target(), pattern=pattern) is usual


@pytest.mark.parametrize("pattern", GoalPattern)
@pytest.mark.parametrize("chosen", Aggregation)
def test_every_pattern_takes_every_aggregation(pattern: GoalPattern, chosen: Aggregation) -> None:
    assert aggregation_of(a_target(aggregation=chosen), pattern=pattern) is chosen

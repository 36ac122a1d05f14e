from __future__ import annotations

from decimal import Decimal

import pytest

from domain.errors import InvalidPatternOperationError
from domain.target import GoalPattern
from domain.thresholds import amount_at, check_amount_allowed, percentage_of, thresholds
from tests.builders import a_dossier, a_goal, a_milestone, a_target

DOWN = a_target(value=Decimal(70), start_value=Decimal(80))


def by_amount(value: str) -> Decimal:
    milestone = a_milestone(percentage=None, amount=Decimal(value))
    return percentage_of(milestone, target=DOWN, pattern=GoalPattern.TARGET)


def test_the_ladder_comes_first_and_then_the_owners_own() -> None:
    own = a_milestone(percentage=None, amount=Decimal(40))
    dossier = a_dossier(milestones=(own,))
    found = list(thresholds(dossier, target=dossier.goal.target))
    ladder = [(str(n), Decimal(n)) for n in (25, 50, 75, 100)]
    assert found == [*ladder, (own.milestone_id, Decimal(40))]


@pytest.mark.parametrize(("amount", "percentage"), [("80", 0), ("77.5", 25), ("70", 100)])
def test_an_amount_counts_from_the_start_towards_the_target(amount: str, percentage: int) -> None:
    assert by_amount(amount) == percentage


@pytest.mark.parametrize(("amount", "percentage"), [("90", 0), ("60", 100)])
def test_an_amount_beside_the_way_is_held_to_its_ends(amount: str, percentage: int) -> None:
    assert by_amount(amount) == percentage


@pytest.mark.parametrize("start", [50, 100])
def test_a_total_starts_at_0_whatever_start_value_it_has(start: int) -> None:
    target = a_target(value=Decimal(100), start_value=Decimal(start))
    milestone = a_milestone(percentage=None, amount=Decimal(60))
    assert percentage_of(milestone, target=target, pattern=GoalPattern.MILESTONE) == 60


def test_a_percentage_is_itself() -> None:
    target = a_goal().target
    assert percentage_of(a_milestone(), target=target, pattern=GoalPattern.MILESTONE) == 10


@pytest.mark.parametrize(
    ("pattern", "amount"),
    [
        (GoalPattern.TARGET, Decimal("77.5")),
        (GoalPattern.MILESTONE, Decimal("17.5")),
        (GoalPattern.STREAK, Decimal("17.5")),
        (GoalPattern.RECURRING, None),
        (GoalPattern.LIMIT, None),
    ],
)
def test_a_percentage_is_an_amount_except_of_a_rate(
    pattern: GoalPattern, amount: Decimal | None
) -> None:
    assert amount_at(Decimal(25), target=DOWN, pattern=pattern) == amount


@pytest.mark.parametrize("pattern", GoalPattern)
def test_milestones_by_amount_are_for_goals_with_an_amount_to_reach(pattern: GoalPattern) -> None:
    if pattern not in {GoalPattern.RECURRING, GoalPattern.LIMIT}:
        check_amount_allowed(pattern)
        return
    with pytest.raises(InvalidPatternOperationError) as refusal:
        check_amount_allowed(pattern)
    assert refusal.value.details == {"pattern": pattern.value}

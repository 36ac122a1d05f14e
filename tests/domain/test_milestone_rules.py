from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from domain.errors import InvalidInputError, InvalidPatternOperationError, VersionConflictError
from domain.milestone_rules import edited, new_milestone
from domain.requests import MilestoneEdit, NewMilestone
from domain.target import GoalPattern
from tests.builders import GOAL_ID, NOW, OWNER, a_goal, a_milestone, a_target

if TYPE_CHECKING:
    from domain.goal import Goal
    from domain.milestone import CustomMilestone

MEASURED = a_goal(
    pattern=GoalPattern.TARGET, target=a_target(value=Decimal(70), start_value=Decimal(80))
)


def made(goal: Goal | None = None, **said: Any) -> CustomMilestone:
    fields: dict[str, Any] = {"name": "Chapter", **said}
    wanted = NewMilestone(goal_id=GOAL_ID, **fields)
    return new_milestone(wanted, goal or a_goal(), milestone_id="m", now=NOW)


def edit_of(milestone: CustomMilestone, **changes: Any) -> CustomMilestone:
    edit = MilestoneEdit(goal_id=GOAL_ID, milestone_id=milestone.milestone_id, **changes)
    return edited(milestone, edit, a_goal(), now=NOW + timedelta(hours=1))


def test_a_milestone_is_a_percentage_or_an_amount() -> None:
    assert made(percentage=Decimal("12.50")).percentage == Decimal("12.5")
    assert made(amount=Decimal("40.0")).amount == 40
    assert made(percentage=Decimal(10), description=" why ").description == "why"


@pytest.mark.parametrize("wanted", [{}, {"percentage": Decimal(1), "amount": Decimal(1)}])
def test_a_milestone_is_not_both_and_not_neither(wanted: dict[str, Any]) -> None:
    with pytest.raises(InvalidInputError, match="percentage must be given, or amount, and not"):
        made(**wanted)


@pytest.mark.parametrize("percentage", ["0", "-1", "100.1"])
def test_a_percentage_lies_above_0_and_up_to_100(percentage: str) -> None:
    with pytest.raises(InvalidInputError, match="percentage must be above 0 and at most 100"):
        made(percentage=Decimal(percentage))


@pytest.mark.parametrize("amount", ["0", "-1", "100.1"])
def test_an_amount_lies_on_the_way_to_the_total(amount: str) -> None:
    with pytest.raises(InvalidInputError, match="amount must lie between 0 "):
        made(amount=Decimal(amount))
    assert made(amount=Decimal(100)).amount == 100


@pytest.mark.parametrize("amount", ["80", "81", "69"])
def test_an_amount_lies_between_start_and_target_of_a_measurement(amount: str) -> None:
    with pytest.raises(InvalidInputError, match="amount must lie between 80"):
        made(MEASURED, amount=Decimal(amount))
    assert made(MEASURED, amount=Decimal(75)).amount == 75


def test_a_start_value_means_nothing_to_a_total() -> None:
    goal = a_goal(target=a_target(start_value=Decimal(50)))
    assert made(goal, amount=Decimal(40)).amount == 40


@pytest.mark.parametrize("pattern", [GoalPattern.RECURRING, GoalPattern.LIMIT])
def test_no_amount_leads_to_a_rate(pattern: GoalPattern) -> None:
    with pytest.raises(InvalidPatternOperationError, match=f"a {pattern} goal has milestones by"):
        made(a_goal(pattern=pattern), amount=Decimal(1))


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"description": "x" * 501}, "description"),
        ({"percentage": Decimal("NaN")}, "percentage"),
    ],
)
def test_a_field_that_breaks_its_rule_is_named(wanted: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        made(**dict[str, Any](percentage=Decimal(1)) | wanted)
    assert refusal.value.details["field"] == field


def test_a_milestone_belongs_to_its_goal_and_owner() -> None:
    milestone = made(percentage=Decimal(1))
    assert (milestone.goal_id, milestone.owner, milestone.created_at) == (GOAL_ID, OWNER, NOW)


def test_an_edit_changes_what_it_gives_and_leaves_the_rest() -> None:
    before = a_milestone(description="d")
    after = edit_of(before, name="New")
    assert after == replace(before, name="New", updated_at=NOW + timedelta(hours=1))


def test_an_edit_may_turn_a_percentage_into_an_amount_only_in_one_go() -> None:
    after = edit_of(a_milestone(), percentage=None, amount=Decimal(5), description=None)
    assert after.percentage is None
    assert after.amount == 5
    with pytest.raises(InvalidInputError, match="not both"):
        edit_of(a_milestone(), amount=Decimal(5))


def test_an_edit_of_another_version_is_refused() -> None:
    with pytest.raises(VersionConflictError):
        edit_of(a_milestone(version=2), expected_version=1)

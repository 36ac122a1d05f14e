"""Making and editing the owner's own milestones."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Final

from domain.amount import HUNDRED, ZERO, amount
from domain.errors import GoalInvalidError, InvalidInputError
from domain.fields import optional_text, text
from domain.goal import Goal
from domain.goal_rules import check_version
from domain.milestone import CustomMilestone
from domain.requests import MilestoneEdit, NewMilestone
from domain.thresholds import check_amount_allowed, start_of
from domain.unset import given

MOST_MILESTONES: Final = 100


def check_room(milestones: Sequence[CustomMilestone]) -> None:
    """Refuse one more milestone than a goal may have of its owner's own.

    Raises:
        GoalInvalidError: The goal has 100 of them.
    """
    count = len(milestones)
    if count >= MOST_MILESTONES:
        rule = f"must be at most {MOST_MILESTONES} for one goal"
        raise GoalInvalidError("milestones", rule, count + 1)


def new_milestone(
    wanted: NewMilestone, goal: Goal, *, milestone_id: str, now: datetime
) -> CustomMilestone:
    """Return the milestone asked for.

    Raises:
        InvalidInputError: A field breaks its own rule.
        InvalidPatternOperationError: It is by amount, and the pattern has none.
    """
    milestone = CustomMilestone(
        milestone_id=milestone_id,
        goal_id=goal.goal_id,
        owner=goal.owner,
        name=wanted.name,
        created_at=now,
        updated_at=now,
        description=wanted.description,
        percentage=wanted.percentage,
        amount=wanted.amount,
    )
    return _checked(milestone, goal)


def edited(
    milestone: CustomMilestone, edit: MilestoneEdit, goal: Goal, *, now: datetime
) -> CustomMilestone:
    """Return the milestone with the changes given.

    Raises:
        VersionConflictError: The milestone is not at the version expected.
        InvalidInputError: A field breaks its own rule.
        InvalidPatternOperationError: It is by amount, and the pattern has none.
    """
    check_version(edit.expected_version, current=milestone.version)
    changed = replace(
        milestone,
        name=given(edit.name, otherwise=milestone.name),
        description=given(edit.description, otherwise=milestone.description),
        percentage=given(edit.percentage, otherwise=milestone.percentage),
        amount=given(edit.amount, otherwise=milestone.amount),
        updated_at=now,
    )
    return _checked(changed, goal)


def _checked(milestone: CustomMilestone, goal: Goal) -> CustomMilestone:
    if (milestone.percentage is None) == (milestone.amount is None):
        shown = f"percentage {milestone.percentage}, amount {milestone.amount}"
        raise InvalidInputError("percentage", "must be given, or amount, and not both", shown)
    if milestone.amount is not None:
        check_amount_allowed(goal.pattern)
    plain = replace(
        milestone,
        name=text(milestone.name, field="name", longest=100, shortest=1),
        description=optional_text(milestone.description, field="description", longest=500),
        percentage=_amount(milestone.percentage, "percentage"),
        amount=_amount(milestone.amount, "amount"),
    )
    _check_on_the_way(plain, goal)
    return plain


def _amount(value: Decimal | None, field: str) -> Decimal | None:
    return None if value is None else amount(value, field=field)


def _check_on_the_way(milestone: CustomMilestone, goal: Goal) -> None:
    if milestone.amount is None:
        percentage = milestone.percentage or ZERO
        if not ZERO < percentage <= HUNDRED:
            rule = "must be above 0 and at most 100"
            raise InvalidInputError("percentage", rule, percentage)
        return
    start, end = start_of(goal.target, pattern=goal.pattern), goal.target.value
    is_on_the_way = min(start, end) <= milestone.amount <= max(start, end)
    if not is_on_the_way or milestone.amount == start:
        rule = f"must lie between {start} (not itself) and {end}"
        raise InvalidInputError("amount", rule, milestone.amount)

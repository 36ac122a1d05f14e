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
    plain = with_fields_checked(milestone)
    if plain.amount is not None:
        check_amount_allowed(goal.pattern)
        _check_on_the_way(plain.amount, goal)
    return plain


def with_fields_checked(milestone: CustomMilestone) -> CustomMilestone:
    """Return the milestone with its texts trimmed and its numbers rounded, for whichever goal.

    Raises:
        InvalidInputError: A field breaks its own rule.
    """
    if (milestone.percentage is None) == (milestone.amount is None):
        shown = f"percentage {milestone.percentage}, amount {milestone.amount}"
        raise InvalidInputError("percentage", "must be given, or amount, and not both", shown)
    return replace(
        milestone,
        name=text(milestone.name, field="name", longest=100, shortest=1),
        description=optional_text(milestone.description, field="description", longest=500),
        percentage=_percentage(milestone.percentage),
        amount=None if milestone.amount is None else amount(milestone.amount, field="amount"),
    )


def _percentage(value: Decimal | None) -> Decimal | None:
    if value is None:
        return None
    percentage = amount(value, field="percentage")
    if not ZERO < percentage <= HUNDRED:
        raise InvalidInputError("percentage", "must be above 0 and at most 100", percentage)
    return percentage


def _check_on_the_way(wanted: Decimal, goal: Goal) -> None:
    start, end = start_of(goal.target, pattern=goal.pattern), goal.target.value
    is_on_the_way = min(start, end) <= wanted <= max(start, end)
    if not is_on_the_way or wanted == start:
        rule = f"must lie between {start} (not itself) and {end}"
        raise InvalidInputError("amount", rule, wanted)

"""Thresholds: the percentage at which each milestone of a goal is reached."""

from collections.abc import Iterator
from decimal import Decimal

from domain.amount import HUNDRED, ZERO
from domain.dossier import Dossier
from domain.errors import InvalidPatternOperationError
from domain.milestone import LADDER, CustomMilestone
from domain.target import GoalPattern, Target


def thresholds(dossier: Dossier, *, target: Target) -> Iterator[tuple[str, Decimal]]:
    """Yield the key and percentage of each milestone: the ladder's, then the owner's own."""
    for percentage, _ in LADDER:
        yield str(percentage), Decimal(percentage)
    for milestone in dossier.milestones:
        pattern = dossier.goal.pattern
        yield milestone.milestone_id, percentage_of(milestone, target=target, pattern=pattern)


def percentage_of(milestone: CustomMilestone, *, target: Target, pattern: GoalPattern) -> Decimal:
    """Return the percentage of a custom milestone, held between 0 and 100.

    An amount counts from where the goal starts towards the target's value.
    """
    if milestone.amount is None:
        return milestone.percentage or ZERO
    start = start_of(target, pattern=pattern)
    share = (milestone.amount - start) * HUNDRED / (target.value - start)
    return max(ZERO, min(HUNDRED, share))


def start_of(target: Target, *, pattern: GoalPattern) -> Decimal:
    """Return the amount at which a goal starts: the measurement's start value, else 0."""
    return (target.start_value or ZERO) if pattern is GoalPattern.TARGET else ZERO


def amount_at(percentage: Decimal, *, target: Target, pattern: GoalPattern) -> Decimal | None:
    """Return the amount of the goal's unit at a percentage; None for a rate."""
    if pattern in {GoalPattern.RECURRING, GoalPattern.LIMIT}:
        return None
    start = start_of(target, pattern=pattern)
    return start + (target.value - start) * percentage / HUNDRED


def check_amount_allowed(pattern: GoalPattern) -> None:
    """Refuse a milestone by amount where progress is a rate and no amount leads to it.

    Raises:
        InvalidPatternOperationError: The pattern is recurring or limit.
    """
    if pattern in {GoalPattern.RECURRING, GoalPattern.LIMIT}:
        message = f"amount must not be given: a {pattern} goal has milestones by percentage only"
        raise InvalidPatternOperationError(message, pattern=pattern.value)

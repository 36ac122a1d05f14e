"""What an owner's front ends are told of as it happens: milestones achieved, notifications."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from domain.answers import ActivityChange, GoalChange


class NotificationKind(StrEnum):
    """What a notification is about."""

    MILESTONE_ACHIEVED = "milestone_achieved"
    GOAL_COMPLETED = "goal_completed"
    STREAK_AT_RISK = "streak_at_risk"
    STREAK_BROKEN = "streak_broken"
    DEADLINE_NEAR = "deadline_near"
    REMINDER = "reminder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Achievement:
    """A milestone that an owner reached on the way to a goal; percentages run from 0 to 100."""

    owner: str
    goal_id: str
    goal_title: str
    milestone_id: str
    name: str
    percentage: Decimal
    achieved_at: datetime
    description: str | None = None
    amount: Decimal | None = None
    is_custom: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """A message to an owner, about one goal or none."""

    owner: str
    notification_id: str
    kind: NotificationKind
    title: str
    message: str
    created_at: datetime
    goal_id: str | None = None


def achievements(change: GoalChange | ActivityChange) -> tuple[Achievement, ...]:
    """Return the milestones that a change achieved, in the order of its effects."""
    return tuple(
        Achievement(
            owner=change.owner,
            goal_id=change.goal_id,
            goal_title=change.goal.title,
            milestone_id=milestone.milestone_id,
            name=milestone.name,
            percentage=milestone.percentage,
            achieved_at=milestone.achieved_at,
            description=milestone.description,
            amount=milestone.amount,
            is_custom=milestone.is_custom,
        )
        for milestone in change.effects.milestones_achieved
        if milestone.achieved_at is not None
    )

"""Milestones: the quarter ladder, the owner's own, and when each was first reached."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

LADDER: Final = (
    (25, "First Quarter"),
    (50, "Halfway Point"),
    (75, "Three Quarters"),
    (100, "Complete"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomMilestone:
    """A threshold of the owner's own: a percentage, or an amount of the goal's unit."""

    milestone_id: str
    goal_id: str
    owner: str
    name: str
    created_at: datetime
    updated_at: datetime
    description: str | None = None
    percentage: Decimal | None = None
    amount: Decimal | None = None
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A threshold on the way, with the first instant at which progress reached it."""

    milestone_id: str
    name: str
    percentage: Decimal
    achieved_at: datetime | None
    description: str | None = None
    amount: Decimal | None = None
    is_custom: bool = False

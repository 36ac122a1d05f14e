"""The limits that an operator may set."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How many goals of an owner may be active, and how many days back closed logs stay open."""

    active_goals: int = 50
    backdating_days: int = 30

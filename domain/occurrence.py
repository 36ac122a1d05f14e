"""Occurrences: the verdict on what was done in one period."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain.amount import ZERO
from domain.target import GoalPattern, Target, is_satisfied


class Outcome(StrEnum):
    """The verdict on an occurrence; met and missed ones are judged, the rest are left out."""

    MET = "met"
    MISSED = "missed"
    SKIPPED = "skipped"
    EXCUSED = "excused"
    PENDING = "pending"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was done in a period: the sum of its days, counting activities, skips."""

    total: Decimal = ZERO
    count: int = 0
    skipped: int = 0


def is_met(done: Done, *, target: Target, pattern: GoalPattern, is_closed: bool) -> bool:
    """Say whether a period is met.

    A streak's period is met by any counting activity, a recurring one's by a total that
    satisfies the target, a limit's by such a total once the period has closed.
    """
    if pattern is GoalPattern.STREAK:
        return done.count > 0
    if pattern is GoalPattern.LIMIT and not is_closed:
        return False
    has_evidence = done.count > 0 or pattern is GoalPattern.LIMIT
    return has_evidence and is_satisfied(done.total, target=target, pattern=pattern)


def outcome_of(done: Done, *, is_met: bool, is_due: bool, is_closed: bool) -> Outcome:
    """Return the verdict: met beats not due, which beats skipped, which beats open or missed."""
    if is_met:
        return Outcome.MET
    if not is_due:
        return Outcome.EXCUSED
    if done.skipped:
        return Outcome.SKIPPED
    return Outcome.MISSED if is_closed else Outcome.PENDING

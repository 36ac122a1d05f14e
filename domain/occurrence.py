"""Occurrences: the verdict on what was done in one period."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from domain.amount import ZERO
from domain.period import Period
from domain.target import GoalPattern, MissingPolicy, Target, is_satisfied


class Outcome(StrEnum):
    """The verdict on an occurrence; met and missed ones are judged, the rest are left out."""

    MET = "met"
    MISSED = "missed"
    SKIPPED = "skipped"
    EXCUSED = "excused"
    PENDING = "pending"
    UNKNOWN = "unknown"


class Done(NamedTuple):
    """What was done in a period: the sum of its days, counting activities, skips.

    `skipped_on` is the first day with a skip.
    """

    total: Decimal = ZERO
    counted: int = 0
    skipped: int = 0
    skipped_on: date | None = None


NOTHING = Done()


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One period with what was done in it and the verdict on it.

    A miss may be frozen or forgiven, and then does not break the streak.
    """

    period: Period
    outcome: Outcome
    done: Done
    target: Target
    is_due: bool
    is_open: bool
    is_frozen: bool = False
    is_forgiven: bool = False


def is_met(done: Done, *, target: Target, pattern: GoalPattern, is_closed: bool) -> bool:
    """Say whether a period is met.

    A streak's period is met by any counting activity, a recurring one's by a total that
    satisfies the target, a limit's by such a total once the period has closed.
    """
    if pattern is GoalPattern.LIMIT:
        has_evidence = is_closed and is_known(done, target=target)
    else:
        has_evidence = done.counted > 0
    if pattern is GoalPattern.STREAK or not has_evidence:
        return has_evidence
    return is_satisfied(done.total, target=target, pattern=pattern)


def is_known(done: Done, *, target: Target) -> bool:
    """Say whether a period's total is known: nothing logged is zero unless the policy differs."""
    return done.counted > 0 or target.missing_policy is not MissingPolicy.UNKNOWN


def outcome_of(
    *, is_met: bool, is_due: bool, is_skipped: bool, is_closed: bool, is_known: bool
) -> Outcome:
    """Return the verdict: met beats not due, which beats skipped, which beats open or missed."""
    if is_met:
        return Outcome.MET
    if not is_due:
        return Outcome.EXCUSED
    if is_skipped:
        return Outcome.SKIPPED
    if not is_closed:
        return Outcome.PENDING
    return Outcome.MISSED if is_known else Outcome.UNKNOWN

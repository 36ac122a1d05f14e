"""Evidence for advice: periods closed with some totals, and what the rules make of them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from domain.advice import recommendations
from domain.insight import Findings
from domain.occurrence import NOTHING, Done, Occurrence, Outcome, is_met
from domain.period import PeriodUnit, period_holding
from domain.recommendation import Evidence, Recommendation
from domain.schedule import CheckIn
from domain.target import GoalPattern, Target
from tests.builders import DAY, a_target

DAILY: Final = a_target(value=Decimal(10), period=PeriodUnit.DAY)
ROLLING: Final = a_target(value=Decimal(4), rolling_days=7)


def judged(
    *totals: int | None,
    pattern: GoalPattern = GoalPattern.RECURRING,
    target: Target = DAILY,
    unit: PeriodUnit = PeriodUnit.DAY,
) -> tuple[Occurrence, ...]:
    """Return closed periods of these totals; None had no activity."""
    period = period_holding(day=DAY, unit=unit)
    occurrences: list[Occurrence] = []
    for total in totals:
        done = NOTHING if total is None else Done(total=Decimal(total), counted=1)
        has_met = is_met(done, target=target, pattern=pattern, is_closed=True)
        outcome = Outcome.MET if has_met else Outcome.MISSED
        occurrences.append(an_occurrence(outcome, done, period=period, target=target))
    return tuple(occurrences)


def an_occurrence(outcome: Outcome, done: Done = NOTHING, **changes: Any) -> Occurrence:
    """Return a due day of a daily goal of ten pages, open if it is pending."""
    occurrence = Occurrence(
        period=period_holding(day=DAY, unit=PeriodUnit.DAY),
        outcome=outcome,
        done=done,
        target=DAILY,
        is_due=True,
        is_open=outcome is Outcome.PENDING,
    )
    return replace(occurrence, **changes)


def some_evidence(**changes: Any) -> Evidence:
    """Return the evidence of a daily goal of ten pages that recommends nothing."""
    evidence = Evidence(
        pattern=GoalPattern.RECURRING,
        target=DAILY,
        check_in=CheckIn.DAILY,
        silent_days=0,
        findings=Findings(),
    )
    return replace(evidence, **changes)


def advised(**changes: Any) -> Recommendation | None:
    """Return the only recommendation, or None."""
    found = recommendations(some_evidence(**changes))
    assert len(found) <= 1
    return found[0] if found else None


def figures(recommendation: Recommendation | None) -> dict[str, object]:
    assert recommendation is not None
    return {figure.name: figure.value for figure in recommendation.evidence}

"""Recommendations: what one is, and what the rules that give one look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain.amount import plain
from domain.insight import Findings
from domain.occurrence import Occurrence
from domain.schedule import CheckIn
from domain.target import GoalPattern, Target


class RecommendationKind(StrEnum):
    """What is recommended; the most urgent comes first."""

    KEEP_STREAK = "keep_streak"
    STAY_WITHIN_LIMIT = "stay_within_limit"
    LOG_ACTIVITY = "log_activity"
    CATCH_UP = "catch_up"
    RAISE_TARGET = "raise_target"
    EASE_TARGET = "ease_target"
    ASK_LESS_OFTEN = "ask_less_often"
    REPEAT_PATTERN = "repeat_pattern"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number behind a recommendation; amounts are in the goal's unit."""

    name: str
    value: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """Something to do, the reason in a sentence, and the numbers behind it."""

    kind: RecommendationKind
    reason: str
    evidence: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """How far a goal is behind its pace line, and what is left, in its unit; days left, 1 or more.

    Both amounts are positive also where the good side is below.
    """

    behind: Decimal
    remaining: Decimal
    days_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the rules look at, as of today.

    `judged` are the judged closed periods, oldest first, `open` is the open one; `streak` is in
    periods. `silent_days` counts from the last activity of any type, without one from the goal's
    start. `shortfall` is None where there is no line or no time left.
    """

    pattern: GoalPattern
    target: Target
    check_in: CheckIn
    silent_days: int
    findings: Findings
    judged: tuple[Occurrence, ...] = ()
    open: Occurrence | None = None
    streak: int = 0
    is_streak_at_risk: bool = False
    shortfall: Shortfall | None = None


def recommended(
    kind: RecommendationKind, reason: str, figures: Mapping[str, Decimal | int], **words: str
) -> Recommendation:
    """Return a recommendation whose reason names figures, shown to the hundredth, and words."""
    told, evidence = explained(reason, figures, **words)
    return Recommendation(kind=kind, reason=told, evidence=evidence)


def explained(
    reason: str, figures: Mapping[str, Decimal | int], **words: str
) -> tuple[str, tuple[Figure, ...]]:
    """Return a reason that names figures, shown to the hundredth, and words; and the figures."""
    numbers = {name: Decimal(value) for name, value in figures.items()}
    shown = {name: f"{plain(round(value, 2)):f}" for name, value in numbers.items()}
    evidence = tuple(Figure(name=name, value=value) for name, value in numbers.items())
    return reason.format(**shown, **words), evidence

"""Advice: at most three recommendations for an active goal, each with the numbers behind it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice
from types import MappingProxyType
from typing import Final

from domain.activity import DayOfWeek, TimeOfDay
from domain.amount import ZERO
from domain.insight import Factor, Insight, Measure
from domain.occurrence import Occurrence, Outcome, is_met
from domain.recommendation import Evidence, Recommendation, RecommendationKind, recommended
from domain.schedule import CheckIn
from domain.target import GoalPattern, TargetType

_MOST: Final = 3
_JUDGED: Final = 30
_ENOUGH: Final = 8
_SILENT: Final = 3
_NEARLY: Final = Decimal("0.8")
_CHECK_IN_DAYS: Final[Mapping[CheckIn, int]] = MappingProxyType(
    {CheckIn.DAILY: 1, CheckIn.WEEKLY: 7, CheckIn.MONTHLY: 31}
)
_LOWER: Final = (None, TargetType.MINIMUM)
_UPPER: Final = (None, TargetType.MAXIMUM)
_REPEATABLE: Final = (Factor.TIME_OF_DAY, Factor.DAY_OF_WEEK)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalInsights:
    """When a goal goes best, and what is recommended for it."""

    best_time_of_day: TimeOfDay | None
    best_day_of_week: DayOfWeek | None
    success_patterns: tuple[Insight, ...]
    recommendations: tuple[Recommendation, ...]


def goal_insights(evidence: Evidence) -> GoalInsights:
    """Return the findings in the evidence, and what it recommends."""
    found = evidence.findings
    return GoalInsights(
        best_time_of_day=found.best_time_of_day,
        best_day_of_week=found.best_day_of_week,
        success_patterns=found.success_patterns,
        recommendations=recommendations(evidence),
    )


def recommendations(evidence: Evidence) -> tuple[Recommendation, ...]:
    """Return the first three recommendations, in the order of their kinds; none without evidence.

    At most one of raising the target, easing it and asking less often is recommended.
    """
    found = (rule(evidence) for rule in _RULES)
    return tuple(islice((each for each in found if each is not None), _MOST))


def _keep_streak(evidence: Evidence) -> Recommendation | None:
    # Nothing that could be logged takes a limit back below what is used already.
    if evidence.pattern is GoalPattern.LIMIT or not (
        evidence.is_streak_at_risk and evidence.streak
    ):
        return None
    return recommended(
        RecommendationKind.KEEP_STREAK,
        "The streak of {streak} is at risk until the open period is met.",
        {"streak": evidence.streak},
    )


def _stay_within_limit(evidence: Evidence) -> Recommendation | None:
    occurrence = evidence.open
    if evidence.pattern is not GoalPattern.LIMIT or occurrence is None:
        return None
    used, limit = occurrence.done.total, occurrence.target.value
    if occurrence.target.target_type not in _UPPER or not ZERO < limit * _NEARLY <= used <= limit:
        return None
    return recommended(
        RecommendationKind.STAY_WITHIN_LIMIT,
        "{used} of {limit} {unit} are used; {left} are left until the period ends.",
        {"used": used, "limit": limit, "left": limit - used},
        unit=occurrence.target.unit,
    )


def _log_activity(evidence: Evidence) -> Recommendation | None:
    if not _is_silent(evidence):
        return None
    return recommended(
        RecommendationKind.LOG_ACTIVITY,
        "Nothing was logged for {silent_days} days.",
        {"silent_days": evidence.silent_days},
    )


def _is_silent(evidence: Evidence) -> bool:
    """Say whether three judged periods, or three check-ins, in a row went by without activity."""
    if not evidence.pattern.is_periodic:
        return evidence.silent_days >= _SILENT * _CHECK_IN_DAYS[evidence.check_in]
    last = evidence.judged[-_SILENT:]
    is_missed = all(o.outcome is Outcome.MISSED and not o.done.counted for o in last)
    is_silent = evidence.silent_days >= sum(o.period.days for o in last)
    return len(last) == _SILENT and is_missed and is_silent


def _catch_up(evidence: Evidence) -> Recommendation | None:
    shortfall = evidence.shortfall
    if shortfall is None or shortfall.behind <= ZERO:
        return None
    return recommended(
        RecommendationKind.CATCH_UP,
        "The goal is {behind} {unit} behind its line; {needed_per_day} {unit} a day are needed "
        "from now on (days left: {days_left}).",
        {
            "behind": shortfall.behind,
            "remaining": shortfall.remaining,
            "days_left": shortfall.days_left,
            "needed_per_day": shortfall.remaining / shortfall.days_left,
        },
        unit=evidence.target.unit,
    )


def _fit_target(evidence: Evidence) -> Recommendation | None:
    """Judge the target in force alone: what was asked before says nothing about it."""
    judged = [o for o in evidence.judged if o.target == evidence.target][-_JUDGED:]
    if len(judged) < _ENOUGH:
        return None
    return _raise_target(evidence, judged[-_ENOUGH:]) or _ease(evidence, judged)


def _raise_target(evidence: Evidence, judged: Sequence[Occurrence]) -> Recommendation | None:
    target, least = evidence.target, min(o.done.total for o in judged)
    is_amount = evidence.pattern is GoalPattern.RECURRING and target.rolling_days is None
    if not is_amount or target.target_type not in _LOWER or least <= target.value:
        return None
    return recommended(
        RecommendationKind.RAISE_TARGET,
        "Each of the last {judged} judged periods exceeded {target} {unit}; the least came to "
        "{least}.",
        {"judged": len(judged), "target": target.value, "least": least},
        unit=target.unit,
    )


def _ease(evidence: Evidence, judged: Sequence[Occurrence]) -> Recommendation | None:
    met = sum(o.outcome is Outcome.MET for o in judged)
    if met * 2 >= len(judged):
        return None
    eased = _eased_value(evidence, judged)
    figures = {"met": Decimal(met), "judged": Decimal(len(judged))}
    if eased is not None:
        return recommended(
            RecommendationKind.EASE_TARGET,
            "{met} of the last {judged} judged periods were met; a target of {eased_value} {unit} "
            "fits what was done.",
            figures | {"eased_value": eased},
            unit=evidence.target.unit,
        )
    is_mostly_empty = sum(o.done.counted > 0 for o in judged) * 2 < len(judged)
    if not met or not is_mostly_empty or evidence.target.rolling_days is not None:
        return None
    return recommended(
        RecommendationKind.ASK_LESS_OFTEN,
        "{met} of the last {judged} judged periods were met, about one in {every}.",
        figures | {"every": -(-len(judged) // met)},
    )


def _eased_value(evidence: Evidence, judged: Sequence[Occurrence]) -> Decimal | None:
    """Return the value nearest to the target's that at least half of the periods would have met.

    For a rolling goal it is the number of days done per run of days, as long as that is fewer.
    """
    target, pattern = evidence.target, evidence.pattern
    if target.rolling_days is not None:
        done = sum(o.done.counted > 0 for o in judged)
        times = Decimal(done * target.rolling_days // len(judged))
        return times if ZERO < times < target.value else None

    def fits(value: Decimal) -> bool:
        asked = replace(target, value=value)
        met = [o for o in judged if is_met(o.done, target=asked, pattern=pattern, is_closed=True)]
        return len(met) * 2 >= len(judged)

    values = sorted({o.done.total for o in judged if o.done.total > ZERO})
    return min(filter(fits, values), key=lambda value: abs(value - target.value), default=None)


def _repeat_pattern(evidence: Evidence) -> Recommendation | None:
    patterns = (p for p in evidence.findings.success_patterns if p.factor in _REPEATABLE)
    pattern = next(patterns, None)
    if evidence.pattern is GoalPattern.LIMIT or pattern is None:
        return None
    return recommended(
        RecommendationKind.REPEAT_PATTERN,
        "{label} goes better: {measure} {value} over {sample_size} samples, otherwise "
        "{other_value} over {other_sample_size}.",
        {
            "value": pattern.value,
            "sample_size": pattern.sample_size,
            "other_value": pattern.other_value,
            "other_sample_size": pattern.other_sample_size,
        },
        label=pattern.label.replace("_", " ").capitalize(),
        measure="mean value" if pattern.measure is Measure.MEAN_VALUE else "percentage met",
    )


_RULES: Final[tuple[Callable[[Evidence], Recommendation | None], ...]] = (
    _keep_streak,
    _stay_within_limit,
    _log_activity,
    _catch_up,
    _fit_target,
    _repeat_pattern,
)

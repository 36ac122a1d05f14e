"""Suggestions: which templates an owner might begin next, and why."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from domain.advice import GoalInsights
from domain.amount import ZERO, rounded
from domain.analysis import judged_closed
from domain.goal import Goal, GoalStatus, title_key
from domain.insight import Factor, Insight
from domain.occurrence import Outcome
from domain.recommendation import Figure, explained
from domain.review import Review
from domain.target import GoalPattern
from domain.template import Difficulty, GoalTemplate
from domain.time_of_day import time_of_day
from domain.words import folded

_JUDGED: Final = 30
_ENOUGH: Final = 8
_KEPT_PERCENT: Final = 80
_KEPT_BEFORE: Final[Mapping[Difficulty, int]] = MappingProxyType(
    {Difficulty.BEGINNER: 0, Difficulty.INTERMEDIATE: 1, Difficulty.ADVANCED: 3}
)
_MOST_FOR_EXPERIENCE: Final = Decimal(40)
_FOR_CHANGE: Final = Decimal(10)
_MOST_FOR_OTHERS: Final = Decimal(20)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRecord:
    """How a goal has gone: its last judged closed periods, and the part of the day it goes best in.

    A goal of which nothing is known has no judged periods.
    """

    goal: Goal
    met: int = 0
    judged: int = 0
    best_time: Insight | None = None

    @property
    def is_kept(self) -> bool:
        """Say whether it is completed, or at least 80 % of 8 to 30 judged periods were met."""
        is_met = self.judged >= _ENOUGH and self.met * 100 >= self.judged * _KEPT_PERCENT
        return is_met or self.goal.status is GoalStatus.COMPLETED


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRecommendation:
    """A template that an owner might begin, the reasons in sentences, the numbers behind them.

    `confidence`, in percent, is the sum of what the reasons count for.
    """

    template: GoalTemplate
    reason: str
    evidence: tuple[Figure, ...]
    confidence: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """What reasons are found in: the owner's goals, the day, the most owners of any template."""

    records: Sequence[GoalRecord]
    today: date
    most_owners: int

    @property
    def kept(self) -> int:
        """Return how many of the owner's goals are kept."""
        return sum(record.is_kept for record in self.records)

    def goals_in(self, category: str) -> list[GoalRecord]:
        """Return the owner's goals of a category, letter case aside."""
        wanted = folded(category)
        return [record for record in self.records if folded(record.goal.category) == wanted]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reason:
    points: Decimal
    sentence: str
    evidence: tuple[Figure, ...]


def record_of(review: Review, insights: GoalInsights) -> GoalRecord:
    """Return how a reviewed goal has gone, over its last 30 judged closed periods."""
    judged = judged_closed(review)[-_JUDGED:]
    is_limit = review.course.goal.pattern is GoalPattern.LIMIT
    times = (p for p in insights.success_patterns if p.factor is Factor.TIME_OF_DAY)
    return GoalRecord(
        goal=review.course.goal,
        met=sum(occurrence.outcome is Outcome.MET for occurrence in judged),
        judged=len(judged),
        best_time=None if is_limit else next(times, None),
    )


def recommended_goals(
    templates: Sequence[GoalTemplate],
    records: Sequence[GoalRecord],
    *,
    used: Collection[str],
    today: date,
) -> tuple[GoalRecommendation, ...]:
    """Return the best template of each category, the most confident first, then as they are listed.

    `records` are those of all goals that are not archived, `used` the ids of the templates that
    the owner has made goals of. What the owner has is left out, and what asks for more than the
    owner has kept: intermediate ones ask for 1 goal kept, advanced ones for 3.
    """
    most_owners = max((each.popularity or 0 for each in templates), default=0)
    around = _Around(records=records, today=today, most_owners=most_owners)
    found = [
        _recommendation(each, around)
        for each in templates
        if each.template_id not in used
        and not _is_had(each, records)
        and around.kept >= _KEPT_BEFORE[each.difficulty]
    ]
    best: dict[str, GoalRecommendation] = {}
    for each in sorted(found, key=lambda each: each.confidence, reverse=True):
        if each.confidence > ZERO:
            best.setdefault(each.template.category, each)
    return tuple(best.values())


def _is_had(template: GoalTemplate, records: Sequence[GoalRecord]) -> bool:
    """Say whether a goal has the template's title, or does the same.

    That is: pattern and unit are the template's, and so is the category, or amount and period.
    """
    title, target = title_key(template.name), template.target
    goals = [record.goal for record in records]
    same = [
        goal
        for goal in goals
        if (goal.pattern, folded(goal.target.unit)) == (template.pattern, folded(target.unit))
    ]
    return any(title_key(goal.title) == title for goal in goals) or any(
        folded(goal.category) == folded(template.category)
        or (goal.target.value, goal.target.period) == (target.value, target.period)
        for goal in same
    )


def _recommendation(template: GoalTemplate, around: _Around) -> GoalRecommendation:
    reasons = [found for rule in _RULES if (found := rule(template, around)) is not None]
    return GoalRecommendation(
        template=template,
        reason=" ".join(reason.sentence for reason in reasons),
        evidence=tuple(figure for reason in reasons for figure in reason.evidence),
        confidence=sum((reason.points for reason in reasons), ZERO),
    )


def _as_first(template: GoalTemplate, around: _Around) -> _Reason | None:
    if around.kept or template.difficulty is not Difficulty.BEGINNER:
        return None
    return _reason(
        _MOST_FOR_EXPERIENCE,
        "It is for beginners, and no goal is kept or completed yet.",
        {"kept_goals": 0},
    )


def _by_category(template: GoalTemplate, around: _Around) -> _Reason | None:
    goals = around.goals_in(template.category)
    kept = sum(each.is_kept for each in goals)
    if not kept:
        return None
    return _reason(
        _MOST_FOR_EXPERIENCE * kept / len(goals),
        "Kept or completed in {category}: {kept_goals} of {goals}.",
        {"kept_goals": kept, "goals": len(goals)},
        category=template.category,
    )


def _as_change(template: GoalTemplate, around: _Around) -> _Reason | None:
    if not around.kept or around.goals_in(template.category):
        return None
    return _reason(
        _FOR_CHANGE,
        "It would be the first goal in {category}.",
        {"goals": 0},
        category=template.category,
    )


def _by_time(template: GoalTemplate, around: _Around) -> _Reason | None:
    parts = {time_of_day(wall) for wall in template.schedule.preferred_times}
    for record in around.records:
        best = record.best_time
        if best is not None and best.label in parts:
            return _reason(
                _MOST_FOR_OTHERS,
                "{title} goes better in the {part}: mean value {value} over {sample_size} samples, "
                "otherwise {other_value} over {other_sample_size}.",
                {
                    "value": best.value,
                    "sample_size": best.sample_size,
                    "other_value": best.other_value,
                    "other_sample_size": best.other_sample_size,
                },
                title=record.goal.title,
                part=best.label.replace("_", " "),
            )
    return None


def _by_month(template: GoalTemplate, around: _Around) -> _Reason | None:
    month = around.today.month
    if month not in template.months:
        return None
    return _reason(_MOST_FOR_OTHERS, "It suits the time of year.", {"month": month})


def _by_owners(template: GoalTemplate, around: _Around) -> _Reason | None:
    if template.popularity is None:
        return None
    return _reason(
        _MOST_FOR_OTHERS * template.popularity / around.most_owners,
        "{owners} owners have made a goal of it.",
        {"owners": template.popularity},
    )


def _reason(
    points: Decimal, sentence: str, figures: Mapping[str, Decimal | int], **words: str
) -> _Reason:
    told, evidence = explained(sentence, figures, **words)
    return _Reason(points=rounded(points), sentence=told, evidence=evidence)


_RULES: Final[tuple[Callable[[GoalTemplate, _Around], _Reason | None], ...]] = (
    _as_first,
    _by_category,
    _as_change,
    _by_time,
    _by_month,
    _by_owners,
)

"""Figures beside a goal's progress, computed from its whole log where they are asked for."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias, TypeVar

from domain import figures
from domain.answers import GoalProgress
from domain.occurrence_view import OccurrenceView
from domain.review import Review
from domain.trend import Trend
from resolvers.context import Context
from resolvers.reading import goals_of, told
from resolvers.registry import batch_resolver
from resolvers.studying import Study, studies_of

T = TypeVar("T")
Parents: TypeAlias = Sequence[GoalProgress]
Answers: TypeAlias = tuple[T | Exception, ...]


@batch_resolver("GoalProgress", "currentStreak")
async def current_streak(ctx: Context, parents: Parents) -> Answers[int]:
    """Return how long each goal's streak is, in periods."""
    return await _reviewed(ctx, parents, lambda review: review.run.length)


@batch_resolver("GoalProgress", "longestStreak")
async def longest_streak(ctx: Context, parents: Parents) -> Answers[int]:
    """Return how long each goal's longest streak is, in periods."""
    return await _reviewed(ctx, parents, lambda review: review.run.longest)


@batch_resolver("GoalProgress", "successRate")
async def success_rate(ctx: Context, parents: Parents) -> Answers[Decimal | None]:
    """Return met ÷ judged closed periods of each goal, in percent."""
    return await _reviewed(ctx, parents, figures.success_rate)


@batch_resolver("GoalProgress", "consistencyScore")
async def consistency_score(ctx: Context, parents: Parents) -> Answers[Decimal | None]:
    """Return how steadily each goal is kept, from 0 to 100."""

    def tell(study: Study) -> Decimal | None:
        return None if study.score is None else study.score.value

    return await _each(ctx, parents, tell)


@batch_resolver("GoalProgress", "averageValue")
async def average_value(ctx: Context, parents: Parents) -> Answers[Decimal | None]:
    """Return the mean total of each goal's judged closed periods."""
    return await _reviewed(ctx, parents, figures.average_value)


@batch_resolver("GoalProgress", "daysOverLimit")
async def days_over_limit(ctx: Context, parents: Parents) -> Answers[int | None]:
    """Return how many periods of each limit were over it."""
    return await _reviewed(ctx, parents, figures.days_over_limit)


@batch_resolver("GoalProgress", "trend")
async def trend(ctx: Context, parents: Parents) -> Answers[Trend]:
    """Return which way each goal is going."""
    return await _reviewed(ctx, parents, figures.trend_of)


@batch_resolver("GoalProgress", "projectedCompletion")
async def projected_completion(ctx: Context, parents: Parents) -> Answers[date | None]:
    """Return on which local day each goal gets there if it goes on as in the last weeks."""

    def tell(study: Study) -> date | None:
        return None if study.forecast is None else study.forecast.projected_completion

    return await _each(ctx, parents, tell)


@batch_resolver("GoalProgress", "periodHistory")
async def period_history(ctx: Context, parents: Parents) -> Answers[tuple[OccurrenceView, ...]]:
    """Return the last periods of each goal, oldest first."""
    return await _reviewed(ctx, parents, figures.period_history)


async def _reviewed(ctx: Context, parents: Parents, tell: Callable[[Review], T]) -> Answers[T]:
    """Return what the review of each parent's goal at the parent's own moment tells."""
    return await _each(ctx, parents, lambda study: tell(study.review))


async def _each(ctx: Context, parents: Parents, tell: Callable[[Study], T]) -> Answers[T]:
    """Return what the study of each parent's goal at the parent's own moment tells."""
    return tuple(told(study, tell) for study in await _studies(ctx, parents))


async def _studies(ctx: Context, parents: Parents) -> list[Study | Exception]:
    """Return the study of each parent's goal at its moment; those of now serve other fields too."""
    goals = await goals_of(ctx, tuple(parent.goal_id for parent in parents))
    found: dict[GoalProgress, Study | Exception] = {}
    for moment in (None, *sorted({parent.as_of for parent in parents})):
        left = [p for p in parents if p not in found and _may_be_of(p, moment, now=ctx.now)]
        studies = await studies_of(ctx, [goals[p.goal_id] for p in left], as_of=moment)
        found |= {
            parent: study
            for parent, study in zip(left, studies, strict=True)
            if isinstance(study, Exception) or study.as_of == parent.as_of
        }
    return [found[parent] for parent in parents]


def _may_be_of(parent: GoalProgress, moment: datetime | None, *, now: datetime) -> bool:
    """Say whether progress may be of a moment; without one it is of now, or somewhat later."""
    return parent.as_of >= now if moment is None else parent.as_of == moment

"""Forecast, consistency, statistics and insights of goals, from their whole logs."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Final, TypeVar

from domain.activity import Activity
from domain.advice import GoalInsights
from domain.analysis import first_day_told, insights_of, statistics_of
from domain.goal import Goal
from domain.horizon import reaches_to
from domain.outlook import Forecast
from domain.progress import is_tally_enough
from domain.score import Score
from domain.statistics import GoalStatistics, StatisticsPeriod
from domain.target import GoalPattern
from resolvers.context import Context
from resolvers.registry import batch_resolver
from resolvers.studying import Study, studies_of, told_by_studies

T = TypeVar("T")

_AT_ONCE: Final = 8
# An activity of a local day may have occurred after one of a later day, in a zone further east.
_ZONES_APART: Final = timedelta(days=3)


@batch_resolver("Goal", "forecast")
async def forecast(
    ctx: Context, parents: Sequence[Goal], *, as_of: datetime | None = None
) -> tuple[Forecast | Exception | None, ...]:
    """Return how each goal stands against its pace line, and where it leads."""
    return await told_by_studies(ctx, parents, lambda study: study.forecast, as_of=as_of)


@batch_resolver("Goal", "consistency")
async def consistency(
    ctx: Context, parents: Sequence[Goal], *, as_of: datetime | None = None
) -> tuple[Score | Exception | None, ...]:
    """Return how steadily each goal is kept, and what its last day made of it."""
    return await told_by_studies(ctx, parents, lambda study: study.score, as_of=as_of)


@batch_resolver("Goal", "statistics")
async def statistics(
    ctx: Context,
    parents: Sequence[Goal],
    *,
    period: StatisticsPeriod | None = None,
    as_of: datetime | None = None,
) -> tuple[GoalStatistics | Exception, ...]:
    """Return what was logged of each goal in a span, its target's period unless another is given.

    The instant of a limit's last activity is read from the log where the tally does not tell it.
    """
    wanted = period or StatisticsPeriod.CURRENT

    async def tell(study: Study) -> GoalStatistics:
        last_at = await _last_counting_at(ctx, study)
        return statistics_of(study.review, period=wanted, last_at=last_at)

    return await _each_read(await studies_of(ctx, parents, as_of=as_of), tell)


@batch_resolver("Goal", "insights")
async def insights(
    ctx: Context, parents: Sequence[Goal], *, as_of: datetime | None = None
) -> tuple[GoalInsights | Exception, ...]:
    """Return what the last year of each goal's log tells; it is read in one request a goal."""

    async def tell(study: Study) -> GoalInsights:
        first = first_day_told(study.review)
        return insights_of(study.review, await _known(ctx, study, since=first))

    return await _each_read(await studies_of(ctx, parents, as_of=as_of), tell)


async def _each_read(
    studies: Sequence[Study | Exception], tell: Callable[[Study], Awaitable[T]]
) -> tuple[T | Exception, ...]:
    """Return what each study tells that may need its log read, a few at once."""
    room = asyncio.Semaphore(_AT_ONCE)

    async def told(study: Study | Exception) -> T | Exception:
        if isinstance(study, Exception):
            return study
        async with room:
            try:
                return await tell(study)
            except Exception as error:  # noqa: BLE001 - the error belongs to this goal alone
                return error

    return tuple(await asyncio.gather(*map(told, studies)))


async def _last_counting_at(ctx: Context, study: Study) -> datetime | None:
    """Return the instant of a limit's last counting activity."""
    last_on = max((day.day for day in study.days if day.counted), default=None)
    if study.dossier.goal.pattern is not GoalPattern.LIMIT or last_on is None:
        return None
    since = last_on - _ZONES_APART
    has_skips = any(day.skipped for day in study.days if day.day >= since)
    if not has_skips and is_tally_enough(study.dossier, as_of=study.as_of):
        return study.dossier.tally.latest_at
    known = await _known(ctx, study, since=since)
    return max(activity.occurred_at for activity in known if activity.kind.is_counting)


async def _known(ctx: Context, study: Study, *, since: date) -> list[Activity]:
    """Return the activities of the local days from one on that are known at the moment."""
    goal, at = study.dossier.goal, study.review.at
    read = await ctx.ports.log.activities(
        goal.owner, goal.goal_id, first=since, last=reaches_to(at)
    )
    return [activity for activity in read if activity.occurred_at <= at]

"""Occurrences and streaks: a goal's log judged period by period."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Final

from domain.day_range import day_range, days_back
from domain.goal import Goal
from domain.occurrence_view import OccurrenceView, occurrences_in
from domain.streak_summary import StreakSummary, streak_summary
from resolvers.context import Context
from resolvers.registry import batch_resolver
from resolvers.studying import Study, told_by_studies

_SHOWN: Final = 30


@batch_resolver("Goal", "streak")
async def streak(
    ctx: Context, parents: Sequence[Goal], *, as_of: datetime | None = None
) -> tuple[StreakSummary | Exception, ...]:
    """Return how each goal's streaks stand at a moment."""
    return await told_by_studies(ctx, parents, _streaks, as_of=as_of)


@batch_resolver("Goal", "occurrences")
async def occurrences(
    ctx: Context,
    parents: Sequence[Goal],
    *,
    start_date: date | None = None,
    end_date: date | None = None,
) -> tuple[tuple[OccurrenceView, ...] | Exception, ...]:
    """Return each goal's periods of some days, the last 30 up to today unless others are asked."""
    tell = partial(_occurrences, start_on=start_date, end_on=end_date)
    return await told_by_studies(ctx, parents, tell, as_of=None)


def _streaks(study: Study) -> StreakSummary:
    return streak_summary(study.review)


def _occurrences(
    study: Study, *, start_on: date | None, end_on: date | None
) -> tuple[OccurrenceView, ...]:
    days = day_range(
        start_on,
        end_on,
        today=study.today,
        ends_on=study.ends_on,
        start_for=partial(days_back, count=_SHOWN),
    )
    return occurrences_in(study.review, days)

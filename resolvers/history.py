"""The history of goals' progress, as series of points."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from domain import history as past
from domain.day_range import day_range
from domain.goal import Goal
from domain.history import ProgressPoint
from domain.period import PeriodUnit
from resolvers.context import Context
from resolvers.registry import batch_resolver
from resolvers.studying import Study, told_by_studies


@batch_resolver("Goal", "history")
async def history(
    ctx: Context,
    parents: Sequence[Goal],
    *,
    start_date: date | None = None,
    end_date: date | None = None,
    by: PeriodUnit | None = None,
) -> tuple[tuple[ProgressPoint, ...] | Exception, ...]:
    """Return each goal's progress at the end of each step of time, of each day unless asked."""
    tell = partial(_points, start_on=start_date, end_on=end_date, by=by or PeriodUnit.DAY)
    return await told_by_studies(ctx, parents, tell, as_of=None)


def _points(
    study: Study, *, start_on: date | None, end_on: date | None, by: PeriodUnit
) -> tuple[ProgressPoint, ...]:
    def start_for(last: date) -> date:
        shown = min(last, study.ends_on)
        return past.first_day_of_steps(shown, by=by, calendar=study.dossier.calendar)

    days = day_range(
        start_on, end_on, today=study.today, ends_on=study.ends_on, start_for=start_for
    )
    return past.history(study.dossier, study.days, within=days, by=by, as_of=study.as_of)

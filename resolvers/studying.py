"""Studying goals: each with the days of its whole log, as they were known at a moment."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, partial
from typing import TypeVar

from domain.course import course_of
from domain.dossier import Dossier
from domain.figures import consistency_score
from domain.goal import Goal
from domain.horizon import reaches_to
from domain.ledger import month_rollups
from domain.outlook import Forecast, forecast
from domain.progress import is_tally_enough
from domain.replay import first_day_to_read
from domain.review import Review, review
from domain.rollup import DayRollup, MonthRollup
from domain.score import Score
from resolvers.context import Context
from resolvers.reading import dossiers_of, moment_asked, once_each, told_each

T = TypeVar("T")


# Without slots, so that what many fields tell is kept once it is made.
@dataclass(frozen=True, kw_only=True)
class Study:
    """A goal's dossier, and the days of its log known at a moment, oldest first.

    The days of a goal that had ended by then are those known at its end.
    """

    dossier: Dossier
    as_of: datetime
    days: tuple[DayRollup, ...]

    @cached_property
    def review(self) -> Review:
        """Return the review of the goal as of the moment, made the first time."""
        return review(self.dossier, self.days, as_of=self.as_of)

    @cached_property
    def score(self) -> Score | None:
        """Return the consistency score of the goal as of the moment, made the first time."""
        return consistency_score(self.review)

    @cached_property
    def forecast(self) -> Forecast | None:
        """Return the forecast of the goal as of the moment, made the first time."""
        return forecast(self.review)

    @property
    def today(self) -> date:
        """Return the local day that holds the moment."""
        return self.dossier.calendar.day_of(self.as_of)

    @property
    def ends_on(self) -> date:
        """Return the last local day that is judged: today, or the day on which the goal ended."""
        at = course_of(self.dossier).judged_at(self.as_of)
        return self.dossier.calendar.day_of(at)


async def studies_of(
    ctx: Context, goals: Sequence[Goal], *, as_of: datetime | None
) -> tuple[Study | Exception, ...]:
    """Return a study of each goal at a moment, now unless one is given, made once in an operation.

    A goal that fails has its error in its place and leaves the others as they are.
    """
    read = partial(_study_all, ctx, as_of=as_of)
    return await once_each(ctx, ("studies", as_of), goals, read)


async def told_by_studies(
    ctx: Context, goals: Sequence[Goal], tell: Callable[[Study], T], *, as_of: datetime | None
) -> tuple[T | Exception, ...]:
    """Return what each goal's study tells; a goal that fails has its error in its place."""
    return told_each(await studies_of(ctx, goals, as_of=as_of), tell)


async def _study_all(
    ctx: Context, goals: Sequence[Goal], *, as_of: datetime | None
) -> tuple[Study | Exception, ...]:
    dossiers = await dossiers_of(ctx, goals)
    months = await ctx.ports.log.months_of(ctx.owner, goals)
    studies = (
        _study(ctx, dossier, held, as_of=as_of)
        for dossier, held in zip(dossiers, months, strict=True)
    )
    return tuple(await asyncio.gather(*studies))


async def _study(
    ctx: Context,
    dossier: Dossier | Exception,
    months: tuple[MonthRollup, ...] | Exception,
    *,
    as_of: datetime | None,
) -> Study | Exception:
    if isinstance(dossier, Exception):
        return dossier
    if isinstance(months, Exception):
        return months
    try:
        at = moment_asked(ctx, dossier, as_of)
        return Study(dossier=dossier, as_of=at, days=await _days(ctx, dossier, months, as_of=at))
    except Exception as error:  # noqa: BLE001 - the error belongs to this goal alone
        return error


async def _days(
    ctx: Context, dossier: Dossier, months: tuple[MonthRollup, ...], *, as_of: datetime
) -> tuple[DayRollup, ...]:
    """Return the days known at a moment, the last ones from the tally where it suffices."""
    tally = dossier.tally
    if is_tally_enough(dossier, as_of=as_of):
        return (*_before(months, tally.settled.until), *tally.recent)
    at = course_of(dossier).judged_at(as_of)
    first = first_day_to_read(at)
    activities = await ctx.ports.log.activities(
        ctx.owner, tally.goal_id, first=first, last=reaches_to(at)
    )
    known = month_rollups(tally.goal_id, [a for a in activities if a.occurred_at <= at])
    return (*_before(months, first), *(day for month in known for day in month.days))


def _before(months: tuple[MonthRollup, ...], day: date) -> tuple[DayRollup, ...]:
    return tuple(held for month in months for held in month.days if held.day < day)

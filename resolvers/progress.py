"""Progress and milestones, computed from the log whenever they are asked for."""

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from domain.answers import GoalProgress, Partial
from domain.goal import Goal
from domain.milestone import Milestone
from domain.progress import goal_progress
from domain.progress import milestones as milestones_at
from resolvers.context import Context
from resolvers.goals import present_goals
from resolvers.reading import Reading, dossier_of, reading_of, readings_of, told_each
from resolvers.registry import batch_resolver, resolver

T = TypeVar("T")


@resolver("Query", "goalProgress")
async def one_goal_progress(
    ctx: Context, *, goal_id: str, as_of: datetime | None = None
) -> GoalProgress:
    """Return how far along a goal is at a moment."""
    dossier = await dossier_of(ctx, goal_id)
    return _details(await reading_of(ctx, dossier, as_of=as_of))


@resolver("Query", "myGoalsProgress")
async def my_goals_progress(ctx: Context) -> Partial[GoalProgress]:
    """Return the progress of each goal not archived; one that fails is left out with its error."""
    found = await _each(ctx, await present_goals(ctx), None, _details)
    return Partial(
        items=tuple(item for item in found if not isinstance(item, Exception)),
        errors=tuple(item for item in found if isinstance(item, Exception)),
    )


@batch_resolver("Goal", "progress")
async def progress(
    ctx: Context, parents: Sequence[Goal], *, as_of: datetime | None = None
) -> tuple[Decimal | Exception, ...]:
    """Return the progress percentage of each goal."""
    return await _each(ctx, parents, as_of, lambda reading: reading.walk.progress)


@batch_resolver("Goal", "progressDetails")
async def progress_details(
    ctx: Context, parents: Sequence[Goal], *, as_of: datetime | None = None
) -> tuple[GoalProgress | Exception, ...]:
    """Return how far along each goal is."""
    return await _each(ctx, parents, as_of, _details)


@batch_resolver("Goal", "milestones")
async def milestones(
    ctx: Context, parents: Sequence[Goal], *, as_of: datetime | None = None
) -> tuple[tuple[Milestone, ...] | Exception, ...]:
    """Return each goal's milestones by percentage, with when each was first reached."""
    return await _each(ctx, parents, as_of, _milestones)


@batch_resolver("Goal", "completedTasks")
async def completed_tasks(ctx: Context, parents: Sequence[Goal]) -> tuple[int | Exception, ...]:
    """Return how many counted tasks of each goal are completed."""
    return await _each(ctx, parents, None, lambda reading: reading.walk.work.completed)


@batch_resolver("Goal", "totalTasks")
async def total_tasks(ctx: Context, parents: Sequence[Goal]) -> tuple[int | Exception, ...]:
    """Return how many tasks of each goal count."""
    return await _each(ctx, parents, None, lambda reading: reading.walk.work.counted)


def _details(reading: Reading) -> GoalProgress:
    return goal_progress(reading.dossier, reading.walk, as_of=reading.as_of)


def _milestones(reading: Reading) -> tuple[Milestone, ...]:
    return milestones_at(reading.dossier, reading.walk, as_of=reading.as_of)


async def _each(
    ctx: Context,
    goals: Sequence[Goal],
    as_of: datetime | None,
    tell: Callable[[Reading], T],
) -> tuple[T | Exception, ...]:
    """Return what each goal's reading tells; a goal that fails has its error in its place."""
    return told_each(await readings_of(ctx, goals, as_of=as_of), tell)

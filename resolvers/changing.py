"""Changing a goal: read its dossier, decide, count the change in, write it all or nothing."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from domain.dossier import Dossier
from domain.goal_rules import Moment
from domain.ledger import needs_log, recounted, walk_end, walk_start, writes
from domain.lives import is_title_free
from domain.repositories import Change, Unit
from resolvers.context import Context
from resolvers.reading import part_of_log

T = TypeVar("T")


async def change(ctx: Context, decide: Callable[[], Awaitable[Unit[T]]]) -> T:
    """Carry out the unit decided on; what the operation read before is read again."""
    result = await ctx.ports.units.change(decide)
    ctx.stash.clear()
    return result


async def moment_of(ctx: Context) -> Moment:
    """Return now in the caller's days."""
    profile = await ctx.ports.profiles.get(ctx.owner)
    return Moment(now=ctx.now, calendar=profile.calendar)


async def counted_in(ctx: Context, dossier: Dossier, *, since: datetime) -> Dossier:
    """Return the changed dossier with its tally brought up to date, from an instant on."""
    until = walk_end(dossier.tally, now=ctx.now)
    if not needs_log(dossier.tally, since=since, until=until):
        return recounted(dossier, since=since, until=until)
    start = walk_start(dossier.tally, since=since)
    part = await part_of_log(ctx, dossier, since=start)
    return recounted(dossier, since=start, until=until, part=part)


async def kept(ctx: Context, before: Dossier, after: Dossier) -> tuple[Dossier, tuple[Change, ...]]:
    """Return the dossier to store and its changes.

    A goal that a correction makes active again does so over the quota, and without its title
    where another goal has taken it meanwhile.
    """
    is_reopened = before.goal.completed_at is not None and after.goal.completed_at is None
    if not is_reopened:
        return writes(before, after, quota=ctx.policy.active_goals)
    others = await ctx.ports.goals.all(before.goal.owner)
    return writes(before, after, quota=None, is_title_free=is_title_free(after.goal, others))

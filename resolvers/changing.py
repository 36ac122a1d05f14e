"""Changing a goal: read its dossier, decide, count the change in, write it all or nothing."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar, cast

from domain.activity import Activity
from domain.answers import ActivityChange, Effects, GoalChange
from domain.dossier import Dossier
from domain.effects import effects, streak_change
from domain.goal import Goal
from domain.goal_rules import Moment, check_version
from domain.idempotency import Answer, Keyed
from domain.ledger import needs_log, recounted, walk_end, walk_start, writes
from domain.lives import is_title_free
from domain.milestone import Milestone
from domain.pause import changed_at
from domain.progress import goal_progress
from domain.repositories import Change, Unit
from domain.requests import GoalMove, PauseMove
from domain.task import Task
from resolvers.context import Context
from resolvers.reading import dossier_of, part_of_log, walked
from resolvers.repeating import claim, done_before, once

A = TypeVar("A", bound=Answer)


async def change(ctx: Context, wanted: Keyed, decide: Callable[[], Awaitable[Unit[A]]]) -> A:
    """Carry out the unit decided on; what the operation read before is read again.

    Under a key it is carried out once, and a repeated request answered as the first time.

    Raises:
        InvalidInputError: The key is not 1 to 128 printable characters.
        IdempotencyConflictError: Something else was wanted under the key.
    """
    result = await ctx.ports.units.change(once(ctx, wanted, decide))
    ctx.stash.clear()
    return result


async def change_each(
    ctx: Context, wanted: Keyed, prepare: Callable[[], Awaitable[Callable[[], Awaitable[A]]]]
) -> A:
    """Do work of many units; under a key it is remembered once all of it is done.

    The key is held while the work goes on. `prepare` writes nothing; what it refuses holds none.

    Raises:
        InvalidInputError: The key is not 1 to 128 printable characters.
        IdempotencyConflictError: Something else was wanted under the key.
    """
    before = await done_before(ctx, wanted)
    if before is not None:
        return cast("A", before)
    work = await prepare()
    await claim(ctx, wanted)
    result = await work()

    async def decide() -> Unit[A]:
        return Unit(owner=ctx.owner, changes=(), result=result)

    return await change(ctx, wanted, decide)


async def moment_of(ctx: Context) -> Moment:
    """Return now in the caller's days."""
    profile = await ctx.ports.profiles.get(ctx.owner)
    return Moment(now=ctx.now, calendar=profile.calendar)


async def moved(
    ctx: Context,
    wanted: GoalMove | PauseMove,
    step: Callable[[Goal, date], Goal],
    *,
    known: Dossier | None = None,
) -> GoalChange:
    """Take a step of a goal's life, which is given today's local day, and count it in.

    What is `known` of the goal is not read, unless it turns out to be stale.
    """

    async def decide() -> Unit[GoalChange]:
        nonlocal known
        before, known = known or await dossier_of(ctx, wanted.goal_id), None
        check_version(wanted.expected_version, current=before.goal.version)
        goal = step(before.goal, before.calendar.day_of(ctx.now))
        if goal == before.goal:
            return Unit(owner=ctx.owner, changes=(), result=await goal_change(ctx, before, before))
        since = changed_at(before.goal, goal, calendar=before.calendar)
        after = await counted_in(ctx, replace(before, goal=goal), since=since)
        made, changes = writes(before, after, quota=ctx.policy.active_goals)
        return Unit(owner=ctx.owner, changes=changes, result=await goal_change(ctx, before, made))

    return await change(ctx, wanted, decide)


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


async def goal_change(
    ctx: Context,
    before: Dossier,
    after: Dossier,
    *,
    task: Task | None = None,
    milestone: Milestone | None = None,
) -> GoalChange:
    """Return the answer of a mutation of a goal, or of a task or milestone of it."""
    goal = after.goal
    return GoalChange(
        owner=goal.owner,
        goal_id=goal.goal_id,
        goal=goal,
        effects=await _effects(ctx, before, after),
        task=task,
        milestone=milestone,
    )


async def activity_change(
    ctx: Context, before: Dossier, after: Dossier, activity: Activity
) -> ActivityChange:
    """Return the answer of a mutation of an activity."""
    goal = after.goal
    return ActivityChange(
        owner=goal.owner,
        goal_id=goal.goal_id,
        activity=activity,
        goal=goal,
        effects=await _effects(ctx, before, after),
    )


async def _effects(ctx: Context, before: Dossier, after: Dossier) -> Effects:
    """Return what a change did, from two readings as of now; the log is as it was before it."""
    as_of = max(ctx.now, before.tally.through, after.tally.through)
    walks = [await walked(ctx, dossier, as_of=as_of) for dossier in (before, after)]
    streak = streak_change(*walks)
    return effects(
        goal_progress(before, walks[0], as_of=as_of),
        goal_progress(after, walks[1], as_of=as_of),
        streak=streak,
    )

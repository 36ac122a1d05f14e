"""Reading goals with what they need: from the tally where it suffices, else from the log."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar, cast

from domain.dossier import Dossier
from domain.errors import GoalNotFoundError, InvalidInputError
from domain.goal import Goal
from domain.horizon import reaches_to
from domain.progress import first_instant_to_walk, is_tally_enough, walk_to
from domain.replay import LogPart, first_day_of_part, first_day_to_read
from domain.walk import Walk
from resolvers.context import Context

T = TypeVar("T")
R = TypeVar("R")

_FORESIGHT = timedelta(days=366)
# No log reaches back that far, and days can still be counted back from there.
_DAWN = datetime(2, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A goal's dossier, and its log walked to a moment."""

    dossier: Dossier
    walk: Walk
    as_of: datetime


async def goal_of(ctx: Context, goal_id: str) -> Goal:
    """Return the caller's goal.

    Raises:
        GoalNotFoundError: The caller has no such goal.
    """
    goal = await ctx.ports.goals.get(ctx.owner, goal_id)
    if goal is None:
        raise GoalNotFoundError(goal_id)
    return goal


async def goals_of(ctx: Context, goal_ids: Sequence[str]) -> Mapping[str, Goal]:
    """Return the caller's goals of these ids, read once in an operation by one request.

    Raises:
        GoalNotFoundError: The caller does not have one of them.
    """
    asked = tuple(dict.fromkeys(goal_ids))

    async def read() -> dict[str, Goal]:
        if len(asked) == 1:
            return {asked[0]: await goal_of(ctx, asked[0])}
        return {goal.goal_id: goal for goal in await ctx.ports.goals.all(ctx.owner)}

    found = await once(ctx, ("goals", ctx.owner, asked), read)
    for goal_id in asked:
        if goal_id not in found:
            raise GoalNotFoundError(goal_id)
    return found


async def dossier_of(ctx: Context, goal_id: str) -> Dossier:
    """Return the dossier of the caller's goal.

    Raises:
        GoalNotFoundError: The caller has no such goal.
    """
    dossier = await ctx.ports.goals.dossier(ctx.owner, goal_id)
    if dossier is None:
        raise GoalNotFoundError(goal_id)
    return dossier


def moment_asked(ctx: Context, dossier: Dossier, as_of: datetime | None) -> datetime:
    """Return the moment that a reading is about: now unless one is given.

    Now is never before what is already counted in, whichever server's clock counted it.

    Raises:
        InvalidInputError: It lies more than 366 days ahead.
    """
    if as_of is None:
        return max(ctx.now, dossier.tally.through)
    if as_of > ctx.now + _FORESIGHT:
        raise InvalidInputError("asOf", "must be at most 366 days ahead", as_of.isoformat())
    return max(as_of, _DAWN)


async def walked(ctx: Context, dossier: Dossier, *, as_of: datetime) -> Walk:
    """Return the goal's log walked to a moment, read only where the tally does not suffice."""
    if is_tally_enough(dossier, as_of=as_of):
        return walk_to(dossier, None, as_of=as_of)
    since = first_instant_to_walk(dossier, as_of=as_of)
    part = await part_of_log(ctx, dossier, since=since, until=as_of)
    return walk_to(dossier, part, as_of=as_of)


async def part_of_log(
    ctx: Context, dossier: Dossier, *, since: datetime, until: datetime | None = None
) -> LogPart:
    """Return what is needed of a log to walk it anew from an instant on.

    The last active day before is read too, so that the walk knows its latest activity.
    """
    log, owner, goal_id = ctx.ports.log, dossier.goal.owner, dossier.goal.goal_id
    months = await log.months(owner, goal_id, last=first_day_to_read(since))
    first = first_day_of_part(since, months=months)
    last = None if until is None else reaches_to(until)
    activities = await log.activities(owner, goal_id, first=first, last=last)
    return LogPart(first_day=first, months=months, activities=activities)


async def dossiers_of(ctx: Context, goals: Sequence[Goal]) -> tuple[Dossier | Exception, ...]:
    """Return the dossiers of a list's goals, read once in an operation."""

    async def read(asked: Sequence[Goal]) -> tuple[Dossier | Exception, ...]:
        return await ctx.ports.goals.dossiers(ctx.owner, asked)

    return await once_each(ctx, ("dossiers",), goals, read)


async def readings_of(
    ctx: Context, goals: Sequence[Goal], *, as_of: datetime | None
) -> tuple[Reading | Exception, ...]:
    """Return a reading of each goal at a moment, made once in an operation.

    A goal that fails has its error in its place and leaves the others as they are.
    """

    async def read(asked: Sequence[Goal]) -> tuple[Reading | Exception, ...]:
        dossiers = await dossiers_of(ctx, asked)
        return tuple(await asyncio.gather(*(_read(ctx, d, as_of=as_of) for d in dossiers)))

    return await once_each(ctx, ("readings", as_of), goals, read)


async def reading_of(ctx: Context, dossier: Dossier, *, as_of: datetime | None) -> Reading:
    """Return a reading of a goal at a moment."""
    at = moment_asked(ctx, dossier, as_of)
    return Reading(dossier=dossier, walk=await walked(ctx, dossier, as_of=at), as_of=at)


async def _read(
    ctx: Context, dossier: Dossier | Exception, *, as_of: datetime | None
) -> Reading | Exception:
    if isinstance(dossier, Exception):
        return dossier
    try:
        return await reading_of(ctx, dossier, as_of=as_of)
    except Exception as error:  # noqa: BLE001 - the error belongs to this goal alone
        return error


def told(reading: R | Exception, tell: Callable[[R], T]) -> T | Exception:
    """Return what a goal's reading tells, or the error that belongs to this goal alone."""
    if isinstance(reading, Exception):
        return reading
    try:
        return tell(reading)
    except Exception as error:  # noqa: BLE001 - the error belongs to this goal alone
        return error


def told_each(
    readings: Sequence[R | Exception], tell: Callable[[R], T]
) -> tuple[T | Exception, ...]:
    """Return what each goal's reading tells, told once where a list names a goal many times."""
    distinct = {id(reading): reading for reading in readings}
    answers = {place: told(reading, tell) for place, reading in distinct.items()}
    return tuple(answers[id(reading)] for reading in readings)


async def once_each(
    ctx: Context,
    kind: tuple[object, ...],
    goals: Sequence[Goal],
    read: Callable[[Sequence[Goal]], Awaitable[tuple[T, ...]]],
) -> tuple[T, ...]:
    """Return what was read of this kind for each goal in this operation, each goal read once."""
    asked = {goal.goal_id: goal for goal in goals}
    key = (*kind, ctx.owner, *asked)
    found = await once(ctx, key, lambda: read(tuple(asked.values())))
    by_id = dict(zip(asked, found, strict=True))
    return tuple(by_id[goal.goal_id] for goal in goals)


async def once(ctx: Context, key: tuple[object, ...], read: Callable[[], Awaitable[T]]) -> T:
    """Return what was read under the key in this operation, reading it the first time."""
    held = ctx.stash.get(key)
    if held is None:
        held = ctx.stash[key] = asyncio.ensure_future(read())
    return cast("T", await held)

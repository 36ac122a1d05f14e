"""Requests under a key: each is carried out once, and one that is repeated answered from memory."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar, cast

from domain.answers import ActivityChange, BulkChange, Effects, GoalChange, ImportChange
from domain.errors import DomainError
from domain.idempotency import (
    Answer,
    Keyed,
    Request,
    answered,
    begun,
    check_same,
    request_of,
)
from domain.repositories import Remember, Unit
from resolvers.context import Context
from resolvers.reading import goal_of

A = TypeVar("A", bound=Answer)


async def done_before(ctx: Context, wanted: Keyed) -> Answer | None:
    """Return the answer of the same request made before under its key, marked as replayed.

    Raises:
        InvalidInputError: The key is not 1 to 128 printable characters.
        IdempotencyConflictError: Something else was wanted under the key.
    """
    request = _request(ctx, wanted)
    if request is None:
        return None
    known = await _known(ctx, wanted, request)
    return None if known is None else await _replayed(ctx, known)


async def claim(ctx: Context, wanted: Keyed) -> None:
    """Hold the key for what is wanted, so that nothing else is begun under it meanwhile.

    Raises:
        InvalidInputError: The key is not 1 to 128 printable characters.
        IdempotencyConflictError: Something else was wanted under the key.
    """
    request = _request(ctx, wanted)
    if request is not None:
        await ctx.ports.units.change(partial(_claimed, ctx, wanted, begun(request)))


async def _claimed(ctx: Context, wanted: Keyed, request: Request) -> Unit[None]:
    known = await _known(ctx, wanted, request)
    changes = (Remember(request=request),) if known is None else ()
    return Unit(owner=ctx.owner, changes=changes, result=None)


def once(
    ctx: Context, wanted: Keyed, decide: Callable[[], Awaitable[Unit[A]]]
) -> Callable[[], Awaitable[Unit[A]]]:
    """Return the decision that answers a repeated request, and else remembers this one.

    Raises:
        InvalidInputError: The key is not 1 to 128 printable characters.
    """
    request = _request(ctx, wanted)
    return decide if request is None else partial(_decided, ctx, wanted, request, decide)


async def _decided(
    ctx: Context, wanted: Keyed, request: Request, decide: Callable[[], Awaitable[Unit[A]]]
) -> Unit[A]:
    before = await done_before(ctx, wanted)
    if before is None:
        try:
            unit = await decide()
        except DomainError:
            # The same request may have been carried out since, and this be refused for that.
            before = await done_before(ctx, wanted)
            if before is None:
                raise
        else:
            remember = Remember(request=answered(request, unit.result))
            return replace(unit, changes=(*unit.changes, remember))
    # The operation is the same, and so is the type of its answer.
    return Unit(owner=ctx.owner, changes=(), result=cast("A", before))


def _request(ctx: Context, wanted: Keyed) -> Request | None:
    return request_of(wanted, owner=ctx.owner, operation=ctx.info.field_name, now=ctx.now)


async def _known(ctx: Context, wanted: Keyed, request: Request) -> Request | None:
    """Return the request that is remembered under the same operation and key."""
    known = await ctx.ports.requests.find(
        request.owner, request.operation, request.key_digest, now=ctx.now
    )
    if known is not None:
        check_same(known, request, key=wanted.idempotency_key or "")
    return known


async def _replayed(ctx: Context, request: Request) -> Answer:
    if request.results is not None and request.counts is not None:
        return ImportChange(
            owner=ctx.owner,
            results=request.results,
            counts=request.counts,
            differing=request.differing or (),
            is_replayed=True,
        )
    if request.results is not None:
        goals = () if request.goal_id is None else (await _changed(ctx, request, request.goal_id),)
        return BulkChange(owner=ctx.owner, results=request.results, goals=goals, is_replayed=True)
    if request.goal_id is None:
        return await ctx.ports.profiles.get(ctx.owner)
    change = await _changed(ctx, request, request.goal_id)
    if request.activity is None:
        return change
    return ActivityChange(
        owner=ctx.owner,
        goal_id=change.goal_id,
        activity=request.activity,
        goal=change.goal,
        effects=change.effects,
        is_replayed=True,
    )


async def _changed(ctx: Context, request: Request, goal_id: str) -> GoalChange:
    return GoalChange(
        owner=ctx.owner,
        goal_id=goal_id,
        goal=await goal_of(ctx, goal_id),
        effects=request.effects or Effects(),
        task=request.task,
        milestone=request.milestone,
        is_replayed=True,
    )

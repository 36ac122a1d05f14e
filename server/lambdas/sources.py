"""The parents of a field, from the JSON that their own resolver answered."""

from collections.abc import Sequence
from typing import Any

from domain.errors import GoalNotFoundError
from domain.goal import Goal
from resolvers.context import Context
from resolvers.reading import goal_of
from schema.codec import decode_source


async def parents_of(ctx: Context, sources: Sequence[dict[str, Any]]) -> Sequence[object]:
    """Return the parents of a field, in order.

    Goals are read again, in one request for any number: the contract shows a goal's status, but
    not the changes that led to it.

    Raises:
        GoalNotFoundError: The caller has no such goal.
    """
    type_name = ctx.info.parent_type_name
    if type_name == "Goal":
        return await _goals(ctx, [source["id"] for source in sources])
    return [decode_source(type_name, source) for source in sources]


async def _goals(ctx: Context, goal_ids: Sequence[str]) -> list[Goal]:
    if len(set(goal_ids)) == 1:
        return [await goal_of(ctx, goal_ids[0])] * len(goal_ids)
    held = {goal.goal_id: goal for goal in await ctx.ports.goals.all(ctx.owner)}
    for goal_id in goal_ids:
        if goal_id not in held:
            raise GoalNotFoundError(goal_id)
    return [held[goal_id] for goal_id in goal_ids]

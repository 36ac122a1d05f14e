"""The parents of a field, from the JSON that their own resolver answered."""

from collections.abc import Sequence
from typing import Any

from resolvers.context import Context
from resolvers.reading import goals_of
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
        goals = await goals_of(ctx, [source["id"] for source in sources])
        return [goals[source["id"]] for source in sources]
    return [decode_source(type_name, source) for source in sources]

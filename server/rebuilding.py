"""Computing anew what is derived from the logs of a goal, an owner or all owners."""

import asyncio
from datetime import datetime

from domain.errors import GoalNotFoundError
from persistence.store import Store
from resolvers.rebuilding import rebuild_goal
from server.mending import mend


def rebuild(store: Store, *, owner: str | None, goal_id: str | None, now: datetime) -> int:
    """Rebuild one goal, an owner's goals or all goals, and return how many.

    Raises:
        GoalNotFoundError: The owner has no goal of this id.
    """
    return asyncio.run(rebuild_all(store, owner=owner, goal_id=goal_id, now=now))


async def rebuild_all(
    store: Store, *, owner: str | None, goal_id: str | None, now: datetime
) -> int:
    """Rebuild from within an event loop."""
    ports = store.ports
    owners = await ports.profiles.owners() if owner is None else (owner,)
    count = 0
    for name in owners:
        goals = await ports.goals.all(name)
        for goal in goals:
            if goal_id in {None, goal.goal_id}:
                await mend(store, goal)
                await rebuild_goal(ports, owner=name, goal_id=goal.goal_id, now=now)
                count += 1
    if goal_id is not None and not count:
        raise GoalNotFoundError(goal_id)
    return count

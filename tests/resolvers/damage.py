"""Damage done to stored projections, as no code of the project does it."""

from typing import Any

from domain.goal import Goal
from persistence import keys
from persistence.keys import Key
from persistence.store import Store


async def damage_tally(store: Store, goal: Goal) -> None:
    """Leave a tally that cannot be read."""
    await damage(store, keys.tally(goal.owner, goal.goal_id), settled={"S": "{"})


async def drop_tally(store: Store, goal: Goal) -> None:
    """Leave no tally."""
    key = keys.tally(goal.owner, goal.goal_id)
    _call(store, "DeleteItem", Key={"PK": {"S": key.pk}, "SK": {"S": key.sk}})


async def damage(store: Store, key: Key, **attributes: Any) -> None:
    """Put other attributes into an item."""
    raw = await store.table.get(key)
    assert raw is not None
    _call(store, "PutItem", Item={**raw, **attributes})


def _call(store: Store, operation: str, **arguments: Any) -> None:
    client = store.table.connection.client
    client._make_api_call(operation, {"TableName": store.table.name, **arguments})

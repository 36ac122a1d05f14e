"""Mending a goal's projections that are lost or damaged, so that they can be rebuilt."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import uuid4

from pynamodb.expressions.operand import Path

from domain.goal import Goal
from domain.ledger import first_tally
from domain.repositories import Save, Unit
from persistence import keys
from persistence.connection import Raw
from persistence.errors import UnreadableItemError
from persistence.items import MONTH, TALLY, Kind
from persistence.keys import Key
from persistence.store import Store
from persistence.table import Table
from persistence.writes import Delete

_AT_ONCE: Final = 90


async def mend(store: Store, goal: Goal) -> None:
    """Delete the month rollups and the tally that cannot be read, and give the goal a tally."""
    table = store.table
    months = await table.query(keys.months(goal.owner, goal.goal_id, first=None, last=None))
    tally = await table.get(keys.tally(goal.owner, goal.goal_id))
    is_tally_sound = tally is not None and _is_sound(TALLY, tally)
    damaged = [raw for raw in months if not _is_sound(MONTH, raw)]
    if tally is not None and not is_tally_sound:
        damaged.append(tally)
    for start in range(0, len(damaged), _AT_ONCE):
        await _delete(table, damaged[start : start + _AT_ONCE])
    if not is_tally_sound:
        await store.ports.units.change(lambda: _first(goal))


async def _first(goal: Goal) -> Unit[None]:
    return Unit(owner=goal.owner, changes=(Save(entity=first_tally(goal)),), result=None)


def _is_sound(kind: Kind[Any], raw: Raw) -> bool:
    try:
        kind.read(raw)
    except UnreadableItemError:
        return False
    return True


async def _delete(table: Table, damaged: Sequence[Raw]) -> None:
    there = Path("PK").exists()
    deletions = [
        Delete(key=Key(pk=raw["PK"]["S"], sk=raw["SK"]["S"]), condition=there) for raw in damaged
    ]
    await table.transact_write(deletions, token=str(uuid4()), attempts=table.patience.start())

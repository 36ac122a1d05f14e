"""What was removed, kept in the table for as long as a client may ask for it."""

from dataclasses import dataclass
from datetime import datetime

from domain.tombstone import Tombstone, TombstoneKind
from persistence import keys
from persistence.items import TOMBSTONE
from persistence.table import Table


@dataclass(frozen=True, slots=True)
class TableTombstones:
    """The port of tombstones over the table."""

    table: Table

    async def since(
        self, owner: str, goal_id: str, kind: TombstoneKind, *, at: datetime, now: datetime
    ) -> tuple[Tombstone, ...]:
        """Return what was removed of a goal at an instant or later, oldest first."""
        raws = await self.table.query(keys.tombstones(owner, goal_id, kind, since=at), now=now)
        return tuple(TOMBSTONE.read(raw) for raw in raws)

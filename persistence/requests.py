"""Requests that were carried out under a key, kept in the table for as long as they live."""

from dataclasses import dataclass
from datetime import datetime

from domain.idempotency import Request
from persistence import keys
from persistence.items import REQUEST
from persistence.table import Table


@dataclass(frozen=True, slots=True)
class TableRequests:
    """The port of requests over the table."""

    table: Table

    async def find(
        self, owner: str, operation: str, key_digest: str, *, now: datetime
    ) -> Request | None:
        """Return the owner's request of this operation and key if it is still remembered."""
        raw = await self.table.get(keys.request(owner, operation, key_digest), now=now)
        return None if raw is None else REQUEST.read(raw)

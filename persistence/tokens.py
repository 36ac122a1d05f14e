"""Callers' tokens, kept in the table by their digests."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from pynamodb.expressions.operand import Path

from domain.repositories import Token
from persistence import keys
from persistence.errors import CancelledError, StorageError
from persistence.items import TOKEN
from persistence.table import Table
from persistence.writes import Put

_ALMOST_A_SECOND: Final = timedelta(microseconds=999_999)


@dataclass(frozen=True, slots=True)
class TableTokens:
    """The port of tokens over the table."""

    table: Table

    async def add(self, token: Token) -> None:
        """Keep a new token.

        Raises:
            StorageError: There is a token of this digest.
        """
        item = TOKEN.item(token, owner=token.owner, ttl=_rounded_up(token.expires_at))
        put = Put(item=item, condition=Path("PK").does_not_exist())
        attempts = self.table.patience.start()
        while True:
            try:
                await self.table.transact_write([put], token=str(uuid4()), attempts=attempts)
            except CancelledError as cancelled:
                if not cancelled.is_busy:
                    raise StorageError("there is a token of this digest") from cancelled
                await attempts.pause(cancelled)
            else:
                return

    async def find(self, digest: str, *, now: datetime) -> Token | None:
        """Return the token of this digest unless it has expired."""
        raw = await self.table.get(keys.token(digest), now=now)
        token = None if raw is None else TOKEN.read(raw)
        if token is None or (token.expires_at is not None and token.expires_at <= now):
            return None
        return token


def _rounded_up(at: datetime | None) -> datetime | None:
    """Return the whole second from which on the token is gone, never before its expiry."""
    return None if at is None else (at + _ALMOST_A_SECOND).replace(microsecond=0)

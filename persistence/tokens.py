"""Callers' tokens and API keys, kept in the table by their digests."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from pynamodb.expressions.operand import Path

from domain.credentials import ApiKey, Token
from persistence import keys
from persistence.errors import CancelledError, StorageError
from persistence.items import API_KEY, TOKEN
from persistence.models import Item
from persistence.table import Table
from persistence.writes import Delete, Put, Write

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
        ttl = None if token.expires_at is None else _rounded_up(token.expires_at)
        await _add(self.table, TOKEN.item(token, owner=token.owner, ttl=ttl), noun="token")

    async def find(self, digest: str, *, now: datetime) -> Token | None:
        """Return the token of this digest unless it has expired."""
        raw = await self.table.get(keys.token(digest), now=now)
        token = None if raw is None else TOKEN.read(raw)
        if token is None or (token.expires_at is not None and token.expires_at <= now):
            return None
        return token


@dataclass(frozen=True, slots=True)
class TableApiKeys:
    """The port of API keys over the table."""

    table: Table

    async def add(self, key: ApiKey) -> None:
        """Keep a new key.

        Raises:
            StorageError: There is a key of this digest.
        """
        item = API_KEY.item(key, owner="", ttl=_rounded_up(key.expires_at))
        await _add(self.table, item, noun="key")

    async def find(self, digest: str, *, now: datetime) -> ApiKey | None:
        """Return the key of this digest unless it has expired."""
        raw = await self.table.get(keys.api_key(digest), now=now)
        key = None if raw is None else API_KEY.read(raw)
        return None if key is None or key.expires_at <= now else key

    async def all(self, *, now: datetime) -> tuple[ApiKey, ...]:
        """Return every key that has not expired, oldest first."""
        found = [API_KEY.read(raw) for raw in await self.table.query(keys.api_keys(), now=now)]
        alive = [key for key in found if key.expires_at > now]
        return tuple(sorted(alive, key=lambda key: (key.created_at, key.digest)))

    async def remove(self, key: ApiKey) -> None:
        """Forget a key; one that is gone already stays so."""
        await _write(self.table, Delete(key=keys.api_key(key.digest)))


async def _add(table: Table, item: Item, *, noun: str) -> None:
    try:
        await _write(table, Put(item=item, condition=Path("PK").does_not_exist()))
    except CancelledError as cancelled:
        raise StorageError(f"there is a {noun} of this digest") from cancelled


async def _write(table: Table, write: Write) -> None:
    attempts = table.patience.start()
    while True:
        try:
            await table.transact_write([write], token=str(uuid4()), attempts=attempts)
        except CancelledError as cancelled:
            if not cancelled.is_busy:
                raise
            await attempts.pause(cancelled)
        else:
            return


def _rounded_up(at: datetime) -> datetime:
    """Return the whole second from which on a secret is gone, never before its expiry."""
    return (at + _ALMOST_A_SECOND).replace(microsecond=0)

"""`key create`, `key list`, `key revoke`: API keys."""

import asyncio
import sys
from argparse import Namespace
from contextlib import closing
from datetime import UTC, datetime

from domain.credentials import ApiKey
from domain.errors import NotFoundError
from persistence.store import Store
from server.auth.keys import mint_key
from server.storage import open_named_store


def create(arguments: Namespace) -> int:
    """Keep a new key's digest and print the key."""
    secret, key = mint_key(now=datetime.now(UTC), days=arguments.days, note=arguments.note)
    with closing(open_named_store(arguments)) as store:
        asyncio.run(store.api_keys.add(key))
    sys.stdout.write(f"{secret}\n")
    return 0


def show(arguments: Namespace) -> int:
    """Print a line for each key: id, creation, expiry, note."""
    with closing(open_named_store(arguments)) as store:
        found = asyncio.run(store.api_keys.all(now=datetime.now(UTC)))
    sys.stdout.writelines(f"{_line(key)}\n" for key in found)
    return 0


def revoke(arguments: Namespace) -> int:
    """Forget the key of this id.

    Raises:
        NotFoundError: There is none.
    """
    with closing(open_named_store(arguments)) as store:
        asyncio.run(_revoke(store, arguments.id))
    return 0


async def _revoke(store: Store, key_id: str) -> None:
    found = [key for key in await store.api_keys.all(now=datetime.now(UTC)) if key.key_id == key_id]
    if not found:
        raise NotFoundError("API key", key_id)
    for key in found:
        await store.api_keys.remove(key)


def _line(key: ApiKey) -> str:
    days = f"{key.created_at:%Y-%m-%d}  {key.expires_at:%Y-%m-%d %H:%MZ}"
    return f"{key.key_id}  {days}  {key.note or ''}".rstrip()

"""Callers' tokens over every engine."""

from datetime import timedelta

import pytest

from persistence.errors import CancelledError
from persistence.store import Store
from tests.builders import NOW, a_token

DAY_LONG = timedelta(days=1)


async def test_a_token_is_found_by_its_digest(store: Store) -> None:
    await store.tokens.add(a_token())

    assert await store.tokens.find(a_token().digest, now=NOW) == a_token()
    assert await store.tokens.find("cd" * 32, now=NOW) is None


async def test_a_token_is_found_until_it_expires(store: Store) -> None:
    token = a_token(expires_at=NOW + DAY_LONG + timedelta(milliseconds=500))
    await store.tokens.add(token)

    assert await store.tokens.find(token.digest, now=NOW + DAY_LONG) == token
    assert await store.tokens.find(token.digest, now=token.expires_at or NOW) is None
    assert await store.tokens.find(token.digest, now=NOW + 2 * DAY_LONG) is None


async def test_a_token_is_added_once(store: Store) -> None:
    await store.tokens.add(a_token())

    with pytest.raises(CancelledError):
        await store.tokens.add(a_token(owner="bob"))

    found = await store.tokens.find(a_token().digest, now=NOW)
    assert found == a_token()

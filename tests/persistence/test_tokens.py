"""Callers' tokens and API keys over every engine."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.credentials import ApiKey
from persistence.errors import StorageError
from persistence.store import Store
from tests.builders import NOW, a_token
from tests.persistence.conftest import FakeTime
from tests.persistence.wire import Break, Wire, client_error

DAY_LONG = timedelta(days=1)
KEY = ApiKey(digest="ab" * 32, created_at=NOW, expires_at=NOW + DAY_LONG, note="web")


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

    with pytest.raises(StorageError, match="token of this digest"):
        await store.tokens.add(a_token(owner="bob"))

    found = await store.tokens.find(a_token().digest, now=NOW)
    assert found == a_token()


async def test_a_token_is_added_as_soon_as_the_table_is_no_longer_busy(
    patient_store: Store, wire: Wire, fake_time: FakeTime
) -> None:
    error = client_error("TransactionCanceledException", "TransactionConflict")
    wire.break_next("TransactWriteItems", Break(error), Break(error))

    await patient_store.tokens.add(a_token())

    assert fake_time.pauses == [0.02, 0.04]
    assert await patient_store.tokens.find(a_token().digest, now=NOW) == a_token()


async def test_a_key_is_found_by_its_digest_until_it_expires(store: Store) -> None:
    key = replace(KEY, expires_at=KEY.expires_at + timedelta(milliseconds=500))
    await store.api_keys.add(key)

    assert await store.api_keys.find(KEY.digest, now=NOW + DAY_LONG) == key
    assert await store.api_keys.find(KEY.digest, now=key.expires_at) is None
    assert await store.api_keys.find("cd" * 32, now=NOW) is None


async def test_a_token_is_no_key_and_a_key_no_token(store: Store) -> None:
    await store.tokens.add(a_token(digest="ef" * 32))
    await store.api_keys.add(KEY)

    assert await store.api_keys.find("ef" * 32, now=NOW) is None
    assert await store.tokens.find(KEY.digest, now=NOW) is None


async def test_a_key_is_added_once(store: Store) -> None:
    await store.api_keys.add(KEY)

    with pytest.raises(StorageError, match="key of this digest"):
        await store.api_keys.add(replace(KEY, note="other"))


async def test_keys_are_listed_oldest_first_until_they_expire(store: Store) -> None:
    week = timedelta(days=7)
    younger = replace(KEY, digest="11" * 32, created_at=NOW + DAY_LONG, expires_at=NOW + week)
    for key in (younger, KEY):
        await store.api_keys.add(key)

    assert await store.api_keys.all(now=NOW) == (KEY, younger)
    assert await store.api_keys.all(now=NOW + DAY_LONG) == (younger,)


async def test_a_removed_key_is_gone_and_can_be_removed_again(store: Store) -> None:
    await store.api_keys.add(KEY)

    await store.api_keys.remove(KEY)
    await store.api_keys.remove(KEY)

    assert await store.api_keys.find(KEY.digest, now=NOW) is None


def test_a_key_is_named_by_the_beginning_of_its_digest() -> None:
    assert KEY.key_id == "abababababab"

"""Callers' tokens over every engine."""

from datetime import timedelta

import pytest

from persistence.errors import StorageError
from persistence.store import Store
from tests.builders import NOW, a_token
from tests.persistence.conftest import FakeTime
from tests.persistence.wire import Break, Wire, client_error

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

"""API keys: they end, are kept as a digest, and make nobody an owner."""

import re
from datetime import datetime, timedelta

import pytest

from domain.credentials import ApiKey
from persistence.store import Store
from schema.access import Access, Mode
from server.auth.callers import Presented
from server.auth.digests import digest_of
from server.auth.keys import by_key, has_key, mint_key
from tests.server.auth.presenting import NOT_AUTHORIZED, NOW, presenting, refusal


async def _a_key(store: Store, *, days: int = 7) -> str:
    secret, key = mint_key(now=NOW, days=days, note=None)
    await store.api_keys.add(key)
    return secret


def _with(key: str) -> Presented:
    return presenting({"x-api-key": key})


@pytest.mark.parametrize("form", ["{}", " {} "])
async def test_a_key_knows_a_client_that_is_no_owner(form: str, store: Store) -> None:
    presented = _with(form.format(await _a_key(store)))
    caller = await by_key(store.api_keys)(presented, NOW)
    assert caller.identity is None
    assert caller.access == Access(mode=Mode.API_KEY)


async def test_several_keys_hold_at_once(store: Store) -> None:
    for key in [await _a_key(store), await _a_key(store)]:
        caller = await by_key(store.api_keys)(_with(key), NOW)
        assert caller.access.mode is Mode.API_KEY


@pytest.mark.parametrize("key", ["da2-unknown", "\xff\xfe", "x" * 5_000])
async def test_an_unknown_key_is_refused(key: str, store: Store) -> None:
    assert await refusal(by_key(store.api_keys), _with(key)) == NOT_AUTHORIZED


async def test_the_digest_of_a_key_opens_nothing(store: Store) -> None:
    digest = digest_of(await _a_key(store))
    assert await refusal(by_key(store.api_keys), _with(digest)) == NOT_AUTHORIZED


async def test_a_key_ends_with_its_last_day(store: Store) -> None:
    presented = _with(await _a_key(store, days=2))
    authenticate = by_key(store.api_keys)
    ends_at = NOW + timedelta(days=2)
    caller = await authenticate(presented, ends_at - timedelta(seconds=1))
    assert caller.access.mode is Mode.API_KEY
    assert await refusal(authenticate, presented, now=ends_at) == NOT_AUTHORIZED


async def test_a_revoked_key_opens_nothing(store: Store) -> None:
    secret, key = mint_key(now=NOW, days=7, note=None)
    await store.api_keys.add(key)
    await store.api_keys.remove(key)
    assert await refusal(by_key(store.api_keys), _with(secret)) == NOT_AUTHORIZED


async def test_storage_that_answers_with_another_key_is_not_believed(store: Store) -> None:
    class Confused:
        add, all, remove = store.api_keys.add, store.api_keys.all, store.api_keys.remove

        async def find(self, digest: str, *, now: datetime) -> ApiKey | None:
            return ApiKey(digest=digest[:-1] + "x", created_at=now, expires_at=now)

    assert await refusal(by_key(Confused()), _with("da2-abc")) == NOT_AUTHORIZED


def test_a_key_has_the_form_of_appsync_s() -> None:
    secret, key = mint_key(now=NOW, days=365, note="web")
    assert re.fullmatch(r"da2-[a-z2-7]{26}", secret)
    assert key == ApiKey(
        digest=digest_of(secret), created_at=NOW, expires_at=NOW + timedelta(days=365), note="web"
    )
    assert mint_key(now=NOW, days=1, note=None)[0] != secret


@pytest.mark.parametrize(("headers", "is_one"), [({}, False), ({"x-api-key": " "}, False)])
def test_an_empty_header_presents_no_key(headers: dict[str, str], *, is_one: bool) -> None:
    assert has_key(presenting(headers)) is is_one

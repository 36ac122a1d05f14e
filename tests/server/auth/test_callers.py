"""Callers: under which name is counted what they ask."""

from dataclasses import replace

from persistence.store import Store
from resolvers.context import Identity
from schema.access import Access, Mode
from server.auth.callers import Caller
from server.auth.digests import digest_of
from server.auth.keys import by_key, mint_key
from server.auth.signatures import AccessKey, by_signature
from server.auth.ways import Way, by_ways
from tests.server.auth.presenting import NOW, bearing, presenting
from tests.server.auth.signing import KEY, REGION, SECRET, signing

OWNER = Caller(identity=Identity(owner="ada"), access=Access(mode=Mode.OIDC))
NOBODY = Caller(identity=None, access=Access(mode=Mode.LAMBDA))


def test_an_owner_is_counted_however_known() -> None:
    other = replace(OWNER, access=Access(mode=Mode.LAMBDA), credential="another")
    assert OWNER.counted_as == other.counted_as
    assert OWNER.counted_as != replace(OWNER, identity=Identity(owner="bob")).counted_as


def test_no_credential_is_counted_as_an_owner() -> None:
    assert replace(NOBODY, credential="ada").counted_as != OWNER.counted_as
    assert replace(NOBODY, credential="owner ada").counted_as != OWNER.counted_as


async def test_a_key_is_counted_by_its_digest(store: Store) -> None:
    secret, key = mint_key(now=NOW, days=7, note=None)
    await store.api_keys.add(key)
    caller = await by_key(store.api_keys)(presenting({"x-api-key": secret}), NOW)
    assert caller.credential == digest_of(secret)


async def test_a_signer_is_counted_by_the_access_key() -> None:
    known = by_signature([AccessKey(key_id=KEY, secret=SECRET)], region=REGION)
    assert (await known(signing(), NOW)).credential == KEY


async def test_another_caller_without_an_owner_is_counted_by_the_token() -> None:
    async def nobody(*_: object) -> Caller:
        return NOBODY

    known = by_ways([Way(takes=lambda _: True, authenticate=nobody)], default=Mode.LAMBDA)
    caller = await known(bearing("t-1"), NOW)
    assert caller.credential == digest_of(bearing("t-1").authorization)
    assert caller.counted_as != (await known(bearing("t-2"), NOW)).counted_as

"""Tokens: two ways to send one, one way to keep it, and nothing told to who has none."""

from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from domain.credentials import Token
from persistence.store import Store
from schema.access import Access, Mode
from server.auth.digests import digest_of
from server.auth.tokens import by_token, mint
from tests.server.auth.presenting import (
    NOT_AUTHORIZED,
    NOT_USABLE,
    NOW,
    bearing,
    owner,
    refusal,
)


async def _a_token(store: Store, *, owner: str = "ada", days: int | None = None) -> str:
    secret, token = mint(owner=owner, now=NOW, days=days)
    await store.tokens.add(token)
    return secret


def _contents(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.iterdir()]


@pytest.mark.parametrize("form", ["{}", "Bearer {}", "bearer {}", "BEARER   {}", " {} "])
async def test_a_token_is_known_plain_and_as_a_bearer_token(form: str, store: Store) -> None:
    presented = bearing(form.format(await _a_token(store)))
    caller = await by_token(store.tokens)(presented, NOW)
    assert owner(caller) == "ada"
    assert caller.access == Access(mode=Mode.LAMBDA)


async def test_each_token_opens_its_own_owner(store: Store) -> None:
    authenticate = by_token(store.tokens)
    for name in ("ada", "bob"):
        secret = await _a_token(store, owner=name)
        assert owner(await authenticate(bearing(secret), NOW)) == name


@pytest.mark.parametrize(
    "authorization", ["Bearer", "Bearer ", "Basic YTpi", "AWS4-HMAC-SHA256 Credential=a, b=c"]
)
async def test_a_header_of_another_kind_is_not_usable(authorization: str, store: Store) -> None:
    assert await refusal(by_token(store.tokens), bearing(authorization)) == NOT_USABLE


@pytest.mark.parametrize("authorization", ["unknown", "Bearer unknown", "\xff\xfe", "x" * 5_000])
async def test_an_unknown_token_is_refused(authorization: str, store: Store) -> None:
    assert await refusal(by_token(store.tokens), bearing(authorization)) == NOT_AUTHORIZED


async def test_the_digest_itself_opens_nothing(store: Store) -> None:
    digest = digest_of(await _a_token(store))
    assert await refusal(by_token(store.tokens), bearing(digest)) == NOT_AUTHORIZED


async def test_a_token_ends_with_its_last_day(store: Store) -> None:
    presented = bearing(await _a_token(store, days=2))
    authenticate = by_token(store.tokens)
    ends_at = NOW + timedelta(days=2)
    assert owner(await authenticate(presented, ends_at - timedelta(seconds=1))) == "ada"
    assert await refusal(authenticate, presented, now=ends_at) == NOT_AUTHORIZED


async def test_storage_that_answers_with_another_token_is_not_believed() -> None:
    class Confused:
        async def add(self, token: Token) -> None: ...

        async def find(self, digest: str, *, now: datetime) -> Token | None:
            return Token(digest=digest[:-1] + "x", owner="eve", created_at=now)

    assert await refusal(by_token(Confused()), bearing("abc")) == NOT_AUTHORIZED


def test_a_token_is_32_random_bytes_and_kept_as_its_sha_256() -> None:
    secret, token = mint(owner="ada", now=NOW, days=None)
    assert len(secret) == 43
    assert token.digest == sha256(secret.encode()).hexdigest()
    assert token == Token(digest=token.digest, owner="ada", created_at=NOW)
    assert mint(owner="ada", now=NOW, days=None)[0] != secret


async def test_no_file_of_the_store_holds_the_token(store: Store, tmp_path: Path) -> None:
    secret = await _a_token(store)
    store.close()
    contents = _contents(tmp_path)
    assert any(digest_of(secret).encode() in content for content in contents)
    assert not any(secret.encode() in content for content in contents)

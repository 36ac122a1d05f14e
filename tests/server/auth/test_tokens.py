"""Tokens: two ways to send one, one way to keep it, and nothing told to who has none."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from domain.repositories import Token
from persistence.store import Store
from resolvers.context import Identity
from server.auth.tokens import by_token, digest_of, mint
from server.refusals import RequestRefusedError

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
NOT_AUTHORIZED = "You are not authorized to make this call."


async def _a_token(store: Store, *, owner: str = "ada", days: int | None = None) -> str:
    secret, token = mint(owner=owner, now=NOW, days=days)
    await store.tokens.add(token)
    return secret


async def _refusal(store: Store, authorization: str | None, *, now: datetime = NOW) -> str:
    headers = {} if authorization is None else {"authorization": authorization}
    with pytest.raises(RequestRefusedError) as raised:
        await by_token(store.tokens)(headers, now)
    assert (raised.value.status, raised.value.error_type) == (401, "UnauthorizedException")
    return raised.value.message


def _contents(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.iterdir()]


@pytest.mark.parametrize("form", ["{}", "Bearer {}", "bearer {}", "BEARER   {}", " {} "])
async def test_a_token_is_known_plain_and_as_a_bearer_token(form: str, store: Store) -> None:
    headers = {"authorization": form.format(await _a_token(store))}
    assert await by_token(store.tokens)(headers, NOW) == Identity(owner="ada")


async def test_each_token_opens_its_own_owner(store: Store) -> None:
    authenticate = by_token(store.tokens)
    for owner in ("ada", "bob"):
        secret = await _a_token(store, owner=owner)
        assert await authenticate({"authorization": secret}, NOW) == Identity(owner=owner)


@pytest.mark.parametrize("authorization", [None, "", "  "])
async def test_a_caller_without_credentials_is_told_so(
    authorization: str | None, store: Store
) -> None:
    assert await _refusal(store, authorization) == "Missing authorization header"


@pytest.mark.parametrize(
    "authorization", ["Bearer", "Bearer ", "Basic YTpi", "AWS4-HMAC-SHA256 Credential=a, b=c"]
)
async def test_a_header_of_another_kind_is_not_usable(authorization: str, store: Store) -> None:
    assert await _refusal(store, authorization) == "Valid authorization header not provided."


@pytest.mark.parametrize("authorization", ["unknown", "Bearer unknown", "\xff\xfe", "x" * 5_000])
async def test_an_unknown_token_is_refused(authorization: str, store: Store) -> None:
    assert await _refusal(store, authorization) == NOT_AUTHORIZED


async def test_the_digest_itself_opens_nothing(store: Store) -> None:
    assert await _refusal(store, digest_of(await _a_token(store))) == NOT_AUTHORIZED


async def test_a_token_ends_with_its_last_day(store: Store) -> None:
    secret = await _a_token(store, days=2)
    headers = {"authorization": secret}
    last = NOW + timedelta(days=2) - timedelta(seconds=1)
    assert await by_token(store.tokens)(headers, last) == Identity(owner="ada")
    assert await _refusal(store, secret, now=NOW + timedelta(days=2)) == NOT_AUTHORIZED


async def test_storage_that_answers_with_another_token_is_not_believed() -> None:
    class Confused:
        async def add(self, token: Token) -> None: ...

        async def find(self, digest: str, *, now: datetime) -> Token | None:
            return Token(digest=digest[:-1] + "x", owner="eve", created_at=now)

    with pytest.raises(RequestRefusedError, match="not authorized"):
        await by_token(Confused())({"authorization": "abc"}, NOW)


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

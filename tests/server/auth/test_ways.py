"""Which way a request takes, and that it takes no other."""

from typing import Any

import pytest

from persistence.store import Store
from schema.access import Mode
from server.auth.callers import Authenticate, Presented
from server.auth.configuration import TOKENS_AND_KEYS, Configuration
from server.auth.keys import mint_key
from server.auth.tokens import mint
from server.auth.ways import authentication
from server.settings import SettingsError
from tests.server.auth import authorizers
from tests.server.auth.presenting import (
    MISSING,
    NOT_AUTHORIZED,
    NOT_USABLE,
    NOW,
    bearing,
    owner,
    presenting,
    refusal,
)
from tests.server.auth.provider import AT, URL, Provider, signed
from tests.server.auth.signing import KEY, REGION, SECRET, signing

API_KEY = {"authenticationType": "API_KEY"}
LAMBDA = {"authenticationType": "AWS_LAMBDA"}
OIDC = {"authenticationType": "OPENID_CONNECT", "openIDConnectConfig": {"issuer": URL}}
COGNITO = {
    "authenticationType": "AMAZON_COGNITO_USER_POOLS",
    "userPoolConfig": {"userPoolId": "eu-central-1_AbCd", "awsRegion": "eu-central-1"},
}
POOL = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCd"
IAM = {
    "authenticationType": "AWS_IAM",
    "iamConfig": {
        "awsRegion": REGION,
        "credentials": [{"accessKeyId": KEY, "secretAccessKey": SECRET}],
    },
}
AUTHORIZED = {
    "authenticationType": "AWS_LAMBDA",
    "lambdaAuthorizerConfig": {"authorizerUri": f"{authorizers.__name__}:trusting"},
}


def _known(store: Store, first: dict[str, Any], *others: dict[str, Any]) -> Authenticate:
    told = {**first, "additionalAuthenticationProviders": list(others)}
    pool = Provider(url=POOL)
    provider = Provider(documents={})

    async def fetch(url: str) -> Any:
        return await (pool if url.startswith(POOL) else provider).fetch(url)

    return authentication(
        Configuration.model_validate(told), tokens=store.tokens, keys=store.api_keys, fetch=fetch
    )


def _beside(presented: Presented, **headers: str) -> Presented:
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return presenting({**presented.headers, **told})


async def _token(store: Store) -> str:
    secret, token = mint(owner="tess", now=NOW, days=1)
    await store.tokens.add(token)
    return secret


async def _api_key(store: Store) -> str:
    secret, key = mint_key(now=NOW, days=1, note=None)
    await store.api_keys.add(key)
    return secret


async def test_a_server_knows_its_own_tokens_and_keys_without_being_told(store: Store) -> None:
    authenticate = authentication(
        TOKENS_AND_KEYS, tokens=store.tokens, keys=store.api_keys, fetch=Provider().fetch
    )
    by_token = await authenticate(bearing(await _token(store)), NOW)
    assert (owner(by_token), by_token.access.mode) == ("tess", Mode.LAMBDA)
    by_key = await authenticate(presenting({"x-api-key": await _api_key(store)}), NOW)
    assert (by_key.identity, by_key.access.mode) == (None, Mode.API_KEY)


async def test_every_mode_is_known_beside_the_others(store: Store) -> None:
    authenticate = _known(store, COGNITO, OIDC, LAMBDA, IAM, API_KEY)
    of_pool = signed({"iss": POOL, "sub": "coco", "token_use": "id"})
    presented = {
        Mode.COGNITO: bearing(of_pool),
        Mode.OIDC: bearing(f"Bearer {signed()}"),
        Mode.LAMBDA: bearing(await _token(store)),
        Mode.IAM: signing(),
        Mode.API_KEY: presenting({"x-api-key": await _api_key(store)}),
    }
    found = {mode: await authenticate(each, NOW) for mode, each in presented.items()}
    assert {mode: caller.access.mode for mode, caller in found.items()} == {
        mode: mode for mode in Mode
    }
    assert [mode for mode, caller in found.items() if caller.access.is_default] == [Mode.COGNITO]
    owners = [found[mode].identity for mode in (Mode.COGNITO, Mode.OIDC, Mode.LAMBDA)]
    assert [each and each.owner for each in owners] == ["coco", "ada", "tess"]
    assert [found[mode].identity for mode in (Mode.IAM, Mode.API_KEY)] == [None, None]


async def test_a_signature_comes_before_a_key_and_a_key_before_a_token(store: Store) -> None:
    authenticate = _known(store, COGNITO, OIDC, LAMBDA, IAM, API_KEY)
    key = await _api_key(store)

    async def mode(presented: Presented) -> Mode:
        return (await authenticate(presented, NOW)).access.mode

    assert await mode(_beside(signing(), x_api_key=key)) is Mode.IAM
    assert await mode(_beside(bearing(signed()), x_api_key=key)) is Mode.API_KEY
    assert await mode(_beside(bearing(await _token(store)), x_api_key=key)) is Mode.API_KEY


async def test_what_fails_one_way_is_not_tried_another(store: Store) -> None:
    authenticate = _known(store, LAMBDA, OIDC, IAM, API_KEY)
    good = bearing(await _token(store))
    assert await refusal(authenticate, _beside(good, x_api_key="wrong")) == NOT_AUTHORIZED
    badly_signed = _beside(signing(secret="guessed"), x_api_key=await _api_key(store))
    assert await refusal(authenticate, badly_signed) == NOT_AUTHORIZED
    assert await refusal(authenticate, bearing(signed({"exp": AT - 3600}))) == NOT_AUTHORIZED


async def test_a_jwt_or_a_signature_is_an_authorizer_s_where_nothing_else_takes_it(
    store: Store,
) -> None:
    alone = _known(store, AUTHORIZED)
    for authorization in (f"{signed()}:ada", "AWS4-HMAC-SHA256 Credential:ada"):
        assert owner(await alone(bearing(authorization), NOW)) == "ada"
    beside = _known(store, AUTHORIZED, OIDC, IAM)
    assert await refusal(beside, bearing("AWS4-HMAC-SHA256 Credential:ada")) == NOT_USABLE
    authorizers.EVENTS.clear()
    assert await refusal(beside, bearing(signed({"iss": "x:ada"}))) == NOT_AUTHORIZED
    assert authorizers.EVENTS == []


async def test_an_authorizer_takes_the_place_of_the_server_s_own_tokens(store: Store) -> None:
    authenticate = _known(store, AUTHORIZED)
    assert owner(await authenticate(bearing("allow:ada"), NOW)) == "ada"
    assert await refusal(authenticate, bearing(await _token(store))) == NOT_AUTHORIZED


def test_an_authorizer_that_is_not_there_is_told_at_once(store: Store) -> None:
    config = {"authorizerUri": f"{authorizers.__name__}:missing"}
    with pytest.raises(SettingsError, match="missing"):
        _known(store, {**AUTHORIZED, "lambdaAuthorizerConfig": config})


@pytest.mark.parametrize("providers", [(LAMBDA, API_KEY), (COGNITO,), (API_KEY,), (IAM,)])
@pytest.mark.parametrize("headers", [{}, {"authorization": " "}, {"x-api-key": " "}])
async def test_a_caller_without_credentials_is_told_so(
    headers: dict[str, str], providers: tuple[dict[str, Any], ...], store: Store
) -> None:
    assert await refusal(_known(store, *providers), presenting(headers)) == MISSING


@pytest.mark.parametrize(
    ("providers", "authorization"),
    [
        ((COGNITO, OIDC), "some token"),
        ((COGNITO, OIDC), "Basic YTpi"),
        ((COGNITO,), "AWS4-HMAC-SHA256 Credential=a"),
        ((API_KEY,), "token"),
        ((IAM,), "token"),
        ((LAMBDA,), "Basic YTpi"),
        ((IAM,), "AWS4-HMAC-SHA256 Credential=a"),
    ],
)
async def test_a_header_that_no_mode_can_use_is_told(
    providers: tuple[dict[str, Any], ...], authorization: str, store: Store
) -> None:
    assert await refusal(_known(store, *providers), bearing(authorization)) == NOT_USABLE


async def test_a_key_where_keys_are_not_known_is_no_credential(store: Store) -> None:
    presented = presenting({"x-api-key": await _api_key(store)})
    assert await refusal(_known(store, LAMBDA), presented) == MISSING

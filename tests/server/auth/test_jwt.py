"""JSON Web Tokens: believed when a known issuer signed them, for us, and not too long ago."""

import hmac
import json
import re
from base64 import urlsafe_b64encode
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.access import Access, Mode
from server.auth.callers import Authenticate
from server.auth.issuers import KeyRing
from server.auth.jwt import SKEW_SECONDS, Issuer, by_jwt, is_jwt
from tests.server.auth.presenting import NOT_AUTHORIZED, NOW, bearing, owner, refusal
from tests.server.auth.provider import AT, EC, OTHER_RSA, RSA, URL, Provider, published, signed

POOL = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCd"


def _issuer(**changes: Any) -> Issuer:
    provider = Provider(url=changes.get("url", URL))
    issuer = Issuer(
        mode=Mode.OIDC,
        url=provider.url,
        keys=KeyRing(provider.url, provider.fetch),
        algorithms=("RS256",),
    )
    return replace(issuer, **changes)


def _knowing(**changes: Any) -> Authenticate:
    return by_jwt([_issuer(**changes)])


def _pool(**changes: Any) -> Authenticate:
    return _knowing(mode=Mode.COGNITO, url=POOL, **changes)


def _of_pool(**claims: Any) -> str:
    told = {"iss": POOL, "token_use": "access", "client_id": "app", **claims}
    return signed(told, without="" if "aud" in claims else "aud")


def _crafted(header: Any, claims: Any, signature: str = "AAAA") -> str:
    def part(value: Any) -> str:
        return urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    return f"{part(header)}.{part(claims)}.{signature}"


async def _is_refused(authenticate: Authenticate, token: str) -> bool:
    return await refusal(authenticate, bearing(token)) == NOT_AUTHORIZED


@pytest.mark.parametrize("form", ["{}", "Bearer {}", "bearer  {}", " {} "])
async def test_a_token_is_known_plain_and_as_a_bearer_token(form: str) -> None:
    caller = await _knowing()(bearing(form.format(signed())), NOW)
    assert owner(caller) == "ada"
    assert caller.access == Access(mode=Mode.OIDC)


@pytest.mark.parametrize("alg", ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256"])
async def test_an_algorithm_is_taken_only_where_it_is_configured(alg: str) -> None:
    token = signed(key=EC if alg.startswith("ES") else RSA, alg=alg)
    others = ("ES256",) if alg != "ES256" else ("RS256",)
    assert owner(await _knowing(algorithms=(alg,))(bearing(token), NOW)) == "ada"
    assert await _is_refused(_knowing(algorithms=others), token)


async def test_a_token_without_a_signature_is_refused() -> None:
    claims = {"iss": URL, "sub": "ada", "iat": AT, "exp": AT + 60}
    for header in ({"alg": "none"}, {"alg": "NONE"}, {"alg": "none", "kid": "rsa"}):
        assert await _is_refused(_knowing(), _crafted(header, claims, ""))
    head, body, _ = signed().split(".")
    assert await _is_refused(_knowing(), f"{head}.{body}.")


async def test_a_public_key_is_no_shared_secret() -> None:
    claims = {"iss": URL, "sub": "eve", "iat": AT, "exp": AT + 60}
    content = _crafted({"alg": "HS256", "kid": "rsa"}, claims).rpartition(".")[0]
    code = hmac.digest(RSA.as_pem(private=False), content.encode(), "sha256")
    forged = f"{content}.{urlsafe_b64encode(code).decode().rstrip('=')}"
    assert await _is_refused(_knowing(), forged)


async def test_changed_claims_are_refused() -> None:
    _, body, _ = signed({"sub": "eve"}).split(".")
    head, _, signature = signed().split(".")
    assert await _is_refused(_knowing(), f"{head}.{body}.{signature}")


async def test_a_key_of_another_issuer_signs_nothing() -> None:
    forged = signed(key=OTHER_RSA, header={"kid": "rsa"})
    assert await _is_refused(_knowing(), forged)
    assert await _is_refused(_knowing(), signed(key=OTHER_RSA))


async def test_a_key_in_the_token_itself_is_not_believed() -> None:
    own = published(OTHER_RSA, kid="rsa")
    forged = signed(key=OTHER_RSA, header={"kid": "rsa", "jwk": own})
    assert await _is_refused(_knowing(), forged)


async def test_a_key_for_encryption_signs_nothing() -> None:
    provider = Provider(keys=[published(RSA, use="enc")])
    authenticate = _knowing(keys=KeyRing(URL, provider.fetch))
    assert await _is_refused(authenticate, signed())


async def test_a_token_that_names_no_key_is_known_by_the_only_one() -> None:
    token = signed(header={"kid": None})
    provider = Provider(keys=[published(RSA)])
    alone = _knowing(keys=KeyRing(URL, provider.fetch))
    assert owner(await alone(bearing(token), NOW)) == "ada"
    assert await _is_refused(_knowing(), token)


async def test_a_token_is_believed_from_the_issuer_that_signed_it_alone() -> None:
    assert await _is_refused(_knowing(), signed({"iss": "https://evil.example.org"}))
    assert await _is_refused(_knowing(), signed({"iss": f"{URL}/"}))
    assert await _is_refused(_knowing(), signed({"iss": [URL]}))
    assert await _is_refused(_knowing(), signed(without="iss"))


async def test_each_of_several_issuers_is_known_by_its_own_keys() -> None:
    elsewhere = "https://login.example.org"
    provider = Provider(url=elsewhere, keys=[published(OTHER_RSA)])
    other = _issuer(url=elsewhere, keys=KeyRing(elsewhere, provider.fetch))
    authenticate = by_jwt([_issuer(), other])
    token = signed({"iss": elsewhere, "sub": "bob"}, key=OTHER_RSA)
    assert owner(await authenticate(bearing(signed()), NOW)) == "ada"
    assert owner(await authenticate(bearing(token), NOW)) == "bob"
    assert await _is_refused(authenticate, signed({"iss": elsewhere, "sub": "bob"}))


@pytest.mark.parametrize("claim", ["iss", "sub", "iat", "exp"])
async def test_a_token_without_a_claim_that_is_needed_is_refused(claim: str) -> None:
    assert await _is_refused(_knowing(), signed(without=claim))


@pytest.mark.parametrize("sub", ["", "a b", "x" * 129, 5, None, ["ada"]])
async def test_a_subject_that_cannot_own_goals_is_refused(sub: object) -> None:
    assert await _is_refused(_knowing(), signed({"sub": sub}))


@pytest.mark.parametrize(
    ("claims", "is_good"),
    [
        ({"exp": AT + 1}, True),
        ({"exp": AT - SKEW_SECONDS + 1}, True),
        ({"exp": AT - SKEW_SECONDS}, False),
        ({"exp": "tomorrow"}, False),
        ({"exp": 1e400}, False),
        ({"nbf": AT + SKEW_SECONDS}, True),
        ({"nbf": AT + SKEW_SECONDS + 1}, False),
        ({"iat": AT + SKEW_SECONDS}, True),
        ({"iat": AT + SKEW_SECONDS + 1}, False),
        ({"iat": -(10**400)}, True),
    ],
)
async def test_a_token_holds_from_its_beginning_to_its_end(
    claims: dict[str, Any], *, is_good: bool
) -> None:
    if is_good:
        assert owner(await _knowing()(bearing(signed(claims)), NOW)) == "ada"
    else:
        assert await _is_refused(_knowing(), signed(claims))


@pytest.mark.parametrize(
    ("claims", "is_good"),
    [
        ({"iat": AT - 60 - SKEW_SECONDS}, True),
        ({"iat": AT - 61 - SKEW_SECONDS}, False),
        ({"iat": -(10**400)}, False),
        ({"iat": AT, "auth_time": AT - 600 - SKEW_SECONDS}, True),
        ({"iat": AT, "auth_time": AT - 601 - SKEW_SECONDS}, False),
        ({"iat": AT, "auth_time": True}, False),
        ({"iat": AT, "auth_time": "now"}, False),
        ({"iat": AT, "auth_time": None}, False),
    ],
)
async def test_an_issuer_may_bound_the_age_of_tokens_and_of_sessions(
    claims: dict[str, Any], *, is_good: bool
) -> None:
    authenticate = _knowing(lasts=timedelta(minutes=1), signed_in_for=timedelta(minutes=10))
    token = signed({"auth_time": AT, **claims})
    if is_good:
        assert owner(await authenticate(bearing(token), NOW)) == "ada"
    else:
        assert await _is_refused(authenticate, token)


@pytest.mark.parametrize(
    ("claims", "is_good"),
    [
        ({"aud": "web"}, True),
        ({"aud": ["else", "ios"]}, True),
        ({"aud": "else", "azp": "web"}, True),
        ({"aud": "else"}, False),
        ({"aud": "web2"}, False),
        ({"aud": "my web"}, False),
        ({"aud": [], "azp": None}, False),
        ({"aud": "else", "client_id": "web"}, False),
    ],
)
async def test_a_token_is_for_a_client_that_the_expression_matches_as_a_whole(
    claims: dict[str, Any], *, is_good: bool
) -> None:
    authenticate = _knowing(client=re.compile("web|ios"))
    if is_good:
        assert owner(await authenticate(bearing(signed(claims)), NOW)) == "ada"
    else:
        assert await _is_refused(authenticate, signed(claims))


async def test_a_user_pool_s_token_carries_groups() -> None:
    token = _of_pool(**{"cognito:groups": ["admin", "beta", 5]})
    caller = await _pool()(bearing(token), NOW)
    assert owner(caller) == "ada"
    assert caller.access == Access(mode=Mode.COGNITO, groups=frozenset({"admin", "beta"}))


async def test_a_user_pool_s_tokens_are_for_access_or_of_identity() -> None:
    app = re.compile("app")
    for token in (_of_pool(), _of_pool(token_use="id", aud="app", client_id=None)):
        assert owner(await _pool(client=app)(bearing(token), NOW)) == "ada"
    assert await _is_refused(_pool(client=app), _of_pool(client_id="another"))
    assert await _is_refused(_pool(client=app), _of_pool(client_id=None, azp="app"))
    assert await _is_refused(_pool(), _of_pool(token_use="refresh"))
    assert await _is_refused(_pool(), _of_pool(token_use=None))


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "abc",
        "a.b.c",
        "aa.bb.cc",
        "AWS4-HMAC-SHA256 Credential=a/b/c, SignedHeaders=a;b, Signature=c",
        _crafted({"typ": "JWT"}, {}),
        _crafted({"alg": 5}, {}),
        _crafted(["alg"], {}),
        _crafted("alg", {}),
        _crafted({"alg": "RS256"}, []),
        _crafted({"alg": "RS256"}, {}) + ".x",
        "é.é.é",
    ],
)
def test_what_is_no_token_is_not_taken_for_one(authorization: str) -> None:
    assert not is_jwt(authorization)


def test_a_token_is_one_whatever_it_is_worth() -> None:
    assert is_jwt(signed())
    assert is_jwt(f"Bearer {_crafted({'alg': 'none'}, {})}")


@given(
    header=st.dictionaries(
        st.sampled_from(["alg", "kid", "crit", "b64", "typ", "jku", "x5c", "jwk"]),
        st.none() | st.integers() | st.text() | st.lists(st.text()) | st.booleans(),
    ),
    claims=st.dictionaries(st.text(), st.none() | st.integers() | st.text(), max_size=2),
    signature=st.text(max_size=8),
)
async def test_nothing_crafted_is_believed_or_breaks_anything(
    header: dict[str, Any], claims: dict[str, Any], signature: str
) -> None:
    token = _crafted({"alg": "RS256", **header}, {"iss": URL, **claims}, signature)
    assert await _is_refused(_knowing(), token)


@given(cut=st.integers(min_value=0, max_value=700), put=st.characters(codec="latin-1"))
async def test_a_token_with_one_character_changed_is_refused(cut: int, put: str) -> None:
    token = signed()
    place = cut % len(token)
    changed = token[:place] + put + token[place + 1 :]
    if changed != token:
        assert await _is_refused(_knowing(), changed)
